/**
 * The cost by step: a graphite line for each rate, told apart by its dashes and named at its end; over powers of ten
 * where it spans decades.
 *
 * @typedef {import("../types.d.ts").Mark} Mark
 * @typedef {import("../types.d.ts").Point} Point
 * @typedef {import("../types.d.ts").Run} Run
 * @typedef {Readonly<{costs: readonly number[], label: readonly Run[], active: boolean}>} Line
 */

import {runsWidth} from "../format/text.js";
import {clipped, holds} from "../geometry/clip.js";
import {axes, scaleOf, through, TICK} from "./axes.js";
import {circle, group, path, text} from "./marks.js";

const [ROW, BESIDE] = [17, 9];

/**
 * @param {{size: readonly [number, number], span: readonly [number, number], log: boolean, updates: number}} frame
 * @param {{lines: readonly Line[], at: number, name: readonly Run[]}} shown
 * @returns {readonly Mark[]}
 */
export function costPlot({size, span, log, updates}, {lines, at, name}) {
  const right = Math.max(26, ...lines.map(({label}) => runsWidth(label, TICK) + BESIDE + 6));
  const scale = scaleOf({size, x: [0, Math.max(1, updates)], y: span, log, right});
  const whole = {...scale, columns: scale.columns.filter(Number.isInteger)};
  const placed = lines.map(({costs}) => costs.map((cost, k) => /** @type {Point} */ ([scale.X(k), scale.Y(cost)])));
  const now = lines.findIndex(({active}) => active);
  const spot = placed[now]?.[at];
  return [
    axes(whole, {name}),
    ...lines.map(({active}, k) => group(`l${k}`, clipped(placed[k] ?? [], scale.box).map((part, piece) => (
      path(`${piece}`, `cost-line ${lines.length > 1 ? `d${k}` : ""} ${active ? "active" : ""}`, through(part)))))),
    group("labels", labels(lines, placed.map((line) => lastInside(line, scale.box)), scale.box)),
    spot && holds(spot, scale.box) ? circle("bead", "cost-bead", spot[0], spot[1], 4.6) : null,
  ].filter((mark) => mark !== null);
}

/** Where a line leaves the frame, or ends. @param {readonly Point[]} line @param {import("../types.d.ts").Box} box */
const lastInside = (line, box) => clipped(line.length > 1 ? line : [...line, ...line], box).at(-1)?.at(-1) ?? null;

/**
 * Each label at its line's end; one that would touch another moves below it, and all stay in the frame.
 * @param {readonly Line[]} lines
 * @param {readonly (Point | null)[]} ends
 * @param {import("../types.d.ts").Box} box
 * @returns {readonly Mark[]}
 */
function labels(lines, ends, box) {
  const wanted = lines.flatMap(({label, active}, k) => {
    const end = ends[k];
    if (!end) return [];
    const x = Math.min(end[0], box.x1) + BESIDE;
    return [{k, label, active, x, right: x + runsWidth(label, TICK), y: Math.min(box.y1 - 7, Math.max(box.y0 + 10, end[1] + 5))}];
  }).sort((a, b) => b.y - a.y);
  /** @type {typeof wanted} */
  const placed = [];
  for (const one of wanted) {
    const below = placed.filter(({x, right}) => x < one.right && one.x < right).map(({y}) => y - ROW);
    placed.push({...one, y: Math.min(one.y, ...below)});
  }
  return placed.map(({k, label, active, x, y}) => text(`t${k}`, label, x, y, TICK, {cls: `${active ? "ink-k" : "ink-s"} haloed`}));
}
