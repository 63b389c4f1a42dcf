/**
 * What is kept of a run: its history by epoch, the moments one can go back to, and the segments it is made of.
 *
 * A segment is a stretch under one request. A change of hyperparameters, a weight set by hand, or steps by single examples
 * begin a new one; so a run is told exactly by its first request and its segments, and can be walked again to any step.
 */

/** @typedef {import("../../bench.js").RunMoment} RunMoment */
/** @typedef {import("../../bench.js").NetHistory} NetHistory */
/** @typedef {import("../../bench.js").RunSegment} RunSegment */
/** @typedef {import("../../bench.js").RunPlace} RunPlace */
/** @typedef {import("../../bench.js").NetParameters} NetParameters */

/** Moments that are kept at most; each has a byte for every point of every unit's grid. */
export const MOST_MOMENTS = 240;

/** @type {readonly (keyof NetHistory)[]} */
const COLUMNS = ["epoch", "train_loss", "validation_loss", "accuracy", "validation_accuracy", "learning_rate"];

/** @type {RunPlace} */
export const START = {epoch: 0, step: 0, position: 0};

/** @param {RunMoment} moment @returns {RunPlace} */
export const placeOf = ({epoch, step, position}) => ({epoch, step, position});

/**
 * Later epochs after earlier ones; what is known already is not told twice.
 * @param {NetHistory | null} before
 * @param {NetHistory} after
 * @returns {NetHistory}
 */
export function joined(before, after) {
  if (!before) return after;
  const last = before.epoch.at(-1) ?? -1;
  const from = after.epoch.findIndex((epoch) => epoch > last);
  if (from < 0) return before;
  return columns((name) => {
    const [first, more] = [before[name], after[name]];
    return first && more ? [...first, .../** @type {any[]} */ (more).slice(from)] : null;
  });
}

/**
 * A history up to an epoch, that one included.
 * @param {NetHistory} history
 * @param {number} epoch
 * @returns {NetHistory}
 */
export function upTo(history, epoch) {
  const beyond = history.epoch.findIndex((one) => one > epoch);
  return beyond < 0 ? history : columns((name) => history[name]?.slice(0, beyond) ?? null);
}

/** @param {(name: keyof NetHistory) => readonly any[] | null} column @returns {NetHistory} */
const columns = (column) => /** @type {any} */ (Object.fromEntries(COLUMNS.map((name) => [name, column(name)])));

/**
 * With one more moment, in the place of one of the same step; thinned out where they grow many.
 * @param {readonly RunMoment[]} moments  oldest first
 * @param {RunMoment} moment
 * @returns {readonly RunMoment[]}
 */
export function withMoment(moments, moment) {
  const last = moments.at(-1);
  if (!last || last.step < moment.step) return thinned([...moments, moment]);
  const at = moments.findIndex(({step}) => step >= moment.step);
  const known = moments[at];
  if (known?.step !== moment.step) return thinned([...moments.slice(0, at), moment, ...moments.slice(at)]);
  return moments.with(at, {...moment, grids: moment.grids ?? known.grids, state: moment.state ?? known.state});
}

/** @param {readonly RunMoment[]} moments */
const thinned = (moments) => (moments.length <= MOST_MOMENTS ? moments : moments.filter((_, at) => at % 2 === 0 || at === moments.length - 1));

/**
 * The last moment at or before a place that one can go on from.
 * @param {readonly RunMoment[]} moments
 * @param {{epoch: number, position?: number}} place
 * @returns {RunMoment | null}
 */
export function checkpointBefore(moments, {epoch, position = 0}) {
  return moments.findLast((one) => one.state && (one.epoch < epoch || (one.epoch === epoch && one.position <= position))) ?? null;
}

/** The kept moment at the end of an epoch, or null. @param {readonly RunMoment[]} moments @param {number} epoch */
export const momentAt = (moments, epoch) => moments.find((one) => one.epoch === epoch && one.position === 0) ?? null;

/**
 * The segment that made a moment go on: the last that begins at or before it.
 * @param {readonly RunSegment[]} segments
 * @param {{step: number}} moment
 * @returns {number}
 */
export const segmentAt = (segments, {step}) => Math.max(0, segments.findLastIndex(({from}) => from.step <= step));

/**
 * The segments of a run that is trained on from a place: what came later is forgotten, steps by single examples too.
 * @param {readonly RunSegment[]} segments
 * @param {{step: number}} place
 * @returns {readonly RunSegment[]}
 */
export function segmentsUpTo(segments, place) {
  const kept = segments.slice(0, segmentAt(segments, place) + 1);
  const last = kept.at(-1);
  if (!last || !leavesExamples(segments, place)) return kept;
  const {examples: _, ...rest} = last;
  const done = place.step - last.from.step;
  return kept.with(-1, done > 0 ? {...rest, examples: done} : rest);
}

/**
 * Some steps by single examples come after this place, in the stretch that it is in.
 * @param {readonly RunSegment[]} segments
 * @param {{step: number}} place
 */
export function leavesExamples(segments, place) {
  const {from, examples = 0} = segments[segmentAt(segments, place)] ?? {from: START};
  return place.step < from.step + examples;
}

/**
 * With a change from a place on; two at the same place are one, and one at the very start is no change at all.
 * @param {readonly RunSegment[]} segments
 * @param {RunSegment} next
 * @returns {readonly RunSegment[]}
 */
export function withSegment(segments, next) {
  const kept = segments.filter(({from}) => from.step < next.from.step);
  const same = segments.find(({from}) => from.step === next.from.step);
  const edits = [...(same?.edits ?? []), ...(next.edits ?? [])];
  return [...kept, {...same, ...next, ...(edits.length > 0 && {edits})}];
}

/**
 * Parameters with numbers set by hand; one that has no place in them is left out.
 * @param {NetParameters} parameters
 * @param {readonly import("../../bench.js").ParameterEdit[]} edits
 * @returns {NetParameters}
 */
export function withEdits(parameters, edits) {
  return edits.reduce((all, {name, row, column, value}) => {
    const rows = /** @type {any[]} */ (all[name]);
    const line = Array.isArray(rows) ? rows[row] : undefined;
    const fits = column === null ? line !== undefined && !Array.isArray(line) : Array.isArray(line) && column < line.length;
    return fits ? {...all, [name]: rows.with(row, column === null ? value : line.with(column, value))} : all;
  }, parameters);
}

/**
 * The epoch of the lowest validation loss, and the loss; null without validation.
 * @param {NetHistory | null} history
 */
export function bestOf(history) {
  const losses = history?.validation_loss;
  if (!history || !losses || losses.length < 3) return null;
  const found = losses.reduce((/** @type {number} */ best, loss, at) => (Number(loss) < Number(losses[best]) ? at : best), 0);
  const [epoch, loss] = [history.epoch[found] ?? 0, losses[found] ?? 0];
  return epoch > 0 ? {epoch, loss} : null;
}

/**
 * What history says of an epoch, or of the last one before it.
 * @param {NetHistory | null} history
 * @param {number} epoch
 */
export function entryAt(history, epoch) {
  const at = history ? history.epoch.findLastIndex((one) => one <= epoch) : -1;
  if (!history || at < 0) return null;
  return {train: history.train_loss[at] ?? null, validation: history.validation_loss?.[at] ?? null, accuracy: history.accuracy?.[at] ?? null};
}
