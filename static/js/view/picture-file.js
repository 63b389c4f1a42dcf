/**
 * The picture as a file: the board's own marks, drawn once more off the screen, each with the colours and faces that the
 * page gives it written on it. Nothing in the file refers to anything outside it.
 */

import {render} from "./canvas.js";

/** @typedef {import("../types.js").Mark} Mark */
/** Everything a file needs: what is drawn, and where it lies in board units. @typedef {Readonly<{marks: readonly Mark[], viewBox: readonly [number, number, number, number]}>} Picture */

const SVG = "http://www.w3.org/2000/svg";

/** What a mark looks like, with what it is where nobody says. @type {Readonly<Record<string, string>>} */
const LOOKS = {
  "fill": "rgb(0, 0, 0)", "fill-opacity": "1", "stroke": "none", "stroke-width": "1px", "stroke-dasharray": "none", "stroke-linecap": "butt",
  "stroke-linejoin": "miter", "paint-order": "normal", "opacity": "1", "font-family": "", "font-size": "", "font-style": "normal",
  "font-weight": "400", "text-anchor": "start",
};
/** What is inherited stands on texts only; a group's own look is on its members. */
const OF_TEXT = new Set(["font-family", "font-size", "font-style", "font-weight", "text-anchor"]);

/**
 * @param {Picture} picture
 * @param {{ground: boolean}} options  ground: with the paper under it
 * @returns {Promise<string>}  the text of an SVG file
 */
export async function svgFile({marks, viewBox}, {ground}) {
  const [x, y, width, height] = viewBox.map(Math.round);
  const svg = document.createElementNS(SVG, "svg");
  svg.setAttribute("class", "marks off-screen");
  svg.setAttribute("viewBox", `${x} ${y} ${width} ${height}`);
  svg.setAttribute("width", String(width));
  svg.setAttribute("height", String(height));
  render(svg, marks);
  document.body.append(svg);
  const paper = getComputedStyle(document.documentElement).getPropertyValue("--paper").trim();
  const used = usedFaces(svg);
  for (const element of svg.querySelectorAll("*")) writeLook(element);
  svg.remove(); // Before a style is put in: in the page the policy would refuse it.
  svg.removeAttribute("class");
  if (ground) svg.prepend(rectangle([x, y, width, height].map(String), paper));
  svg.prepend(styleOf(await facesOf(used)));
  return `<?xml version="1.0" encoding="UTF-8"?>\n${new XMLSerializer().serializeToString(svg)}\n`;
}

/**
 * The same as pixels.
 * @param {string} svg  the text of a file
 * @param {number} scale  pixels a unit
 * @returns {Promise<Blob>}
 */
export async function pngFile(svg, scale) {
  const canvas = await painted(svg, scale);
  return new Promise((done, fail) => canvas.toBlob((blob) => (blob ? done(blob) : fail(new Error("The picture is too large for this browser."))), "image/png"));
}

/**
 * The picture's pixels, for a film.
 * @param {string} svg  the text of a file
 * @returns {Promise<ImageData>}
 */
export async function pixelsOf(svg) {
  const canvas = await painted(svg, 1, {willReadFrequently: true});
  return /** @type {CanvasRenderingContext2D} */ (canvas.getContext("2d")).getImageData(0, 0, canvas.width, canvas.height);
}

/**
 * The picture on a canvas of its own.
 * @param {string} svg  the text of a file
 * @param {number} scale  pixels a unit
 * @param {CanvasRenderingContext2DSettings} [how]
 * @returns {Promise<HTMLCanvasElement>}
 */
async function painted(svg, scale, how) {
  const url = URL.createObjectURL(new Blob([svg], {type: "image/svg+xml"}));
  try {
    const image = new Image();
    image.src = url;
    await image.decode();
    const canvas = document.createElement("canvas");
    [canvas.width, canvas.height] = [image.width * scale, image.height * scale];
    /** @type {CanvasRenderingContext2D} */ (canvas.getContext("2d", how)).drawImage(image, 0, 0, canvas.width, canvas.height);
    return canvas;
  } finally {
    URL.revokeObjectURL(url);
  }
}

/** Its colours and lines as attributes, which every program reads. @param {Element} element */
function writeLook(element) {
  const style = getComputedStyle(element);
  const isText = element.localName === "text" || element.localName === "tspan";
  if (element.localName !== "title" && element.localName !== "g") {
    for (const [name, usual] of Object.entries(LOOKS)) {
      const value = style.getPropertyValue(name);
      if (value !== usual && value !== "" && (isText || !OF_TEXT.has(name))) element.setAttribute(name, value);
      else if (!OF_TEXT.has(name)) element.removeAttribute(name);
    }
    if (style.display === "none" || style.visibility === "hidden") element.setAttribute("visibility", "hidden");
  } else if (element.localName === "g" && style.opacity !== "1") element.setAttribute("opacity", style.opacity);
  for (const {name} of [...element.attributes]) if (name === "class" || name === "style" || name.startsWith("data-") || name.startsWith("aria-") || name === "role") element.removeAttribute(name);
}

/** The faces that its texts are set in. @param {SVGSVGElement} svg @returns {ReadonlySet<string>} */
function usedFaces(svg) {
  return new Set([...svg.querySelectorAll("text, tspan")].map((text) => {
    const {fontFamily, fontWeight, fontStyle} = getComputedStyle(text);
    return faceName(fontFamily, fontWeight, fontStyle);
  }));
}

/** @param {string} family @param {string} weight @param {string} style */
const faceName = (family, weight, style) => `${(family.split(",")[0] ?? "").replaceAll(/["']/g, "").trim()} ${weight === "normal" ? "400" : weight} ${style}`;

/**
 * The rules of those faces, with the fonts in them.
 * @param {ReadonlySet<string>} used
 * @returns {Promise<readonly string[]>}
 */
async function facesOf(used) {
  const rules = [...document.styleSheets].flatMap((sheet) => [...sheet.cssRules].map((rule) => ({rule, base: sheet.href ?? location.href})))
    .filter(({rule}) => rule instanceof CSSFontFaceRule);
  const wanted = rules.filter(({rule}) => {
    const {style} = /** @type {CSSFontFaceRule} */ (rule);
    const [family, weight, slant] = ["font-family", "font-weight", "font-style"].map((name) => style.getPropertyValue(name));
    return used.has(faceName(family ?? "", weight || "400", slant || "normal"));
  });
  return Promise.all(wanted.map(async ({rule, base}) => {
    const {style} = /** @type {CSSFontFaceRule} */ (rule);
    const [, address = ""] = /url\("?([^")]+)"?\)/.exec(style.getPropertyValue("src")) ?? [];
    const kind = ["font-family", "font-weight", "font-style"].map((name) => [name, style.getPropertyValue(name)]).filter(([, value]) => value);
    return `@font-face{${kind.map(([name, value]) => `${name}:${value}`).join(";")};src:url(${await asData(new URL(address, base).href)}) format("woff2")}`;
  }));
}

/** Fonts that were fetched for a file. @type {Map<string, Promise<string>>} */
const fetched = new Map();

/** @param {string} address @returns {Promise<string>} */
function asData(address) {
  const known = fetched.get(address) ?? fetch(address).then((answer) => answer.blob()).then((blob) => new Promise((done) => {
    const reader = new FileReader();
    reader.onload = () => done(String(reader.result).replace(/^data:[^;]*/, "data:font/woff2"));
    reader.readAsDataURL(blob);
  }));
  fetched.set(address, known);
  return known;
}

/** Kerned text would be wider than the places that were kept for it. @param {readonly string[]} faces */
function styleOf(faces) {
  const style = document.createElementNS(SVG, "style");
  style.textContent = `${faces.join("")}text{font-kerning:none;font-variant-ligatures:none;white-space:pre}`;
  return style;
}

/** @param {readonly string[]} box @param {string} fill */
function rectangle(box, fill) {
  const mark = document.createElementNS(SVG, "rect");
  ["x", "y", "width", "height"].forEach((name, at) => mark.setAttribute(name, box[at] ?? ""));
  mark.setAttribute("fill", fill);
  return mark;
}
