/*
 * Contrast of numbers on a screenshot, as a projector in a lit hall shows it: run in a blank page by scripts/geometry.py.
 *
 * A hall lifts black to a tenth of white: luminance L becomes 0.1 + 0.9 L. The ground is the colour most common in the
 * number's box; its ink is the colour that a twentieth of the box is at least as far from the ground as.
 */
async ({picture, boxes, lift}) => {
  const bytes = Uint8Array.from(atob(picture), (letter) => letter.charCodeAt(0));
  const image = await createImageBitmap(new Blob([bytes], {type: "image/png"}));
  const canvas = new OffscreenCanvas(image.width, image.height);
  const context = canvas.getContext("2d", {willReadFrequently: true});
  context.drawImage(image, 0, 0);
  const part = (byte) => (byte <= 10.31475 ? byte / 3294.6 : ((byte / 255 + 0.055) / 1.055) ** 2.4);
  const table = Float64Array.from({length: 256}, (_, byte) => part(byte));
  return boxes.map(({x0, y0, x1, y1}) => {
    const [left, top] = [Math.max(0, Math.floor(x0)), Math.max(0, Math.floor(y0))];
    const [width, height] = [Math.max(1, Math.ceil(x1) - left), Math.max(1, Math.ceil(y1) - top)];
    const {data} = context.getImageData(left, top, width, height);
    const counts = new Map();
    const lights = [];
    for (let at = 0; at < data.length; at += 4) {
      const light = lift + (1 - lift) * (0.2126 * table[data[at]] + 0.7152 * table[data[at + 1]] + 0.0722 * table[data[at + 2]]);
      lights.push(light);
      const key = Math.round(light * 500);
      counts.set(key, (counts.get(key) ?? 0) + 1);
    }
    const ground = [...counts].sort((a, b) => b[1] - a[1])[0][0] / 500;
    const ratios = lights.map((light) => (Math.max(light, ground) + 0.05) / (Math.min(light, ground) + 0.05)).sort((a, b) => b - a);
    return ratios[Math.floor(ratios.length / 20)];
  });
}
