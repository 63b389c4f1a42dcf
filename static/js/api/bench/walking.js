/**
 * Walking a run again from a checkpoint to a later place, to the same bits.
 *
 * Whole epochs are one call of `/mlps/train`; what ends inside an epoch, where a segment begins there, goes by single
 * steps on a stream, and so does the change of an optimizer, whose moments only the server can begin.
 */

import {joined, segmentAt, upTo, withEdits} from "../../state/bench/moments.js";
import {momentOf} from "../../state/bench/frames.js";
import {benchWords} from "../../state/bench-words.js";
import {ask, failure} from "../client.js";
import {Stream} from "./stream.js";

/** @typedef {import("../../bench.js").RunSegment} RunSegment */
/** @typedef {import("../../bench.js").RunMoment} RunMoment */
/** @typedef {import("../../bench.js").TrainRequest} TrainRequest */
/** @typedef {import("../../bench.js").NetHistory} NetHistory */
/** @typedef {Pick<RunMoment, "epoch" | "step" | "position" | "parameters" | "state">} Checkpoint */
/** @typedef {{at: Checkpoint, history: NetHistory | null, stopped?: string | null}} Walked  stopped: why it ended by itself before its last epoch */

/** What may be changed on the way. @type {readonly (keyof TrainRequest)[]} */
export const CHANGES = ["optimizer", "schedule", "regularization", "clip_norm", "batch_size", "shuffle", "epochs", "freeze", "stopping"];

/** A call trains for so long at most; a longer way is several. */
const MOST_CALLS = 60;
/** Steps that one message asks for at most. */
const MOST_STEPS = 10_000;
/** What ends a run before its last epoch. */
const BY_ITSELF = ["tolerance", "patience", "diverged"];
/** What the server takes where a request does not say. */
const USUAL_EPOCHS = 100;

/** The last epoch that a run can have been trained to. @param {readonly RunSegment[]} segments */
export const mostEpochs = (segments) => Math.max(...segments.map(({request}) => request.epochs ?? USUAL_EPOCHS));

/**
 * @param {readonly RunSegment[]} segments
 * @param {Checkpoint} from  with its state
 * @param {number} epoch  whose end is the aim
 * @param {() => boolean} [wanted]  asked between calls: whether there is still someone to walk for
 * @returns {Promise<Walked>}  short of the aim where the run ended before it
 */
export async function walk(segments, from, epoch, wanted = () => true) {
  /** @type {Walked} */
  let walked = {at: from, history: null};
  for (let at = segmentAt(segments, from); at < segments.length; at += 1) {
    const [segment, next] = [/** @type {RunSegment} */ (segments[at]), segments[at + 1]];
    if (walked.at.epoch >= epoch) return walked; // The steps by examples come after the aim.
    walked = await throughExamples(walked, segment, epoch);
    const aim = next && next.from.epoch <= epoch && (next.from.epoch < epoch || next.from.position === 0) ? next.from : null;
    walked = await toEpoch(walked, segment.request, aim?.epoch ?? epoch, wanted);
    if (!aim || !next || !wanted()) return walked;
    walked = await toStep(walked, segment.request, aim.step);
    walked = {...walked, at: await across(walked.at, segment.request, next)};
    if (walked.at.step !== next.from.step) return walked;
    // Weights that were set by hand have a loss of their own, which the next call tells first.
    if (next.edits && aim.position === 0 && walked.history) walked = {...walked, history: upTo(walked.history, aim.epoch - 1)};
  }
  return walked;
}

/**
 * A run before its first step.
 * @param {readonly RunSegment[]} segments
 * @returns {Promise<{moment: Checkpoint, history: NetHistory}>}
 */
export async function beginning(segments) {
  const told = await ask("/mlps/train", {.../** @type {RunSegment} */ (segments[0]).request, epochs: 0});
  return {moment: {...told.state, parameters: told.parameters, state: told.state}, history: told.history};
}

/** @param {Walked} walked @param {TrainRequest} request @param {number} epoch @param {() => boolean} wanted @returns {Promise<Walked>} */
async function toEpoch({at, history}, request, epoch, wanted) {
  /** @type {string | null} */
  let stopped = null;
  for (let calls = 0; at.epoch < epoch && calls < MOST_CALLS && wanted(); calls += 1) {
    const told = await ask("/mlps/train", {...request, parameters: at.parameters, ...(at.state && {state: at.state}), epochs: epoch});
    history = joined(history, told.history);
    const before = at.step;
    at = {...told.state, parameters: told.parameters, state: told.state};
    stopped = BY_ITSELF.includes(told.stopped) ? told.stopped : null;
    if (told.stopped !== "limit" || at.step === before) break;
  }
  return {at, history, stopped};
}

/**
 * The updates on single examples that a segment begins with, as far as the end of an epoch where they lead past it. How
 * many those are is known once they are made: each was one example.
 * @param {Walked} walked
 * @param {RunSegment} segment
 * @param {number} epoch
 */
async function throughExamples(walked, {from, request, examples = 0}, epoch) {
  const {at} = walked;
  const end = from.step + examples;
  if (end <= at.step) return walked;
  const through = await stepping(walked, request, "example", end);
  const {at: there} = through;
  if (there.epoch < epoch || (there.epoch === epoch && there.position === 0)) return through;
  const rows = (there.step - at.step - there.position + at.position) / (there.epoch - at.epoch);
  return stepping(walked, request, "example", at.step + (epoch - at.epoch) * rows - at.position);
}

/** @param {Walked} walked @param {TrainRequest} request @param {number} step */
const toStep = (walked, request, step) => (walked.at.step < step ? stepping(walked, request, "batch", step) : Promise.resolve(walked));

/**
 * So many single steps, as few messages: a stream is closed that says too many.
 * @param {Walked} walked
 * @param {TrainRequest} request
 * @param {import("../../bench.js").StepUnit} unit
 * @param {number} step  to stand at
 * @returns {Promise<Walked>}
 */
function stepping({at, history}, request, unit, step) {
  return onStream(request, at, async (stream, heard) => {
    while (at.step < step) {
      const before = at.step;
      at = checkpointOf(await stream.ask({type: "step", unit, count: Math.min(MOST_STEPS, step - at.step)}));
      if (at.step === before) break;
    }
    return {at, history: heard.reduce(joined, history)};
  });
}

/**
 * Over the border to the next segment: its edits, and its optimizer's moments.
 * @param {Checkpoint} at
 * @param {TrainRequest} before
 * @param {RunSegment} next
 */
async function across(at, before, {request, edits = []}) {
  const there = {...at, parameters: withEdits(at.parameters, edits)};
  if (before.optimizer.kind === request.optimizer.kind) return there;
  return onStream(before, there, async (stream) => checkpointOf(await stream.ask({type: "set", ...changesIn(request)})));
}

/** What a request says of all that may be changed on the way. @param {TrainRequest} request */
export const changesIn = (request) => Object.fromEntries(CHANGES.map((key) => [key, request[key] ?? DEFAULTS[key] ?? null]));

/** What stands for a setting that is not given. @type {Partial<Record<keyof TrainRequest, unknown>>} */
const DEFAULTS = {shuffle: true};

/** @param {any} told @returns {Checkpoint} */
const checkpointOf = (told) => momentOf(told);

/**
 * A stream of its own for a while, standing at a checkpoint.
 * @template T
 * @param {TrainRequest} request
 * @param {Checkpoint} at
 * @param {(stream: Stream, heard: NetHistory[]) => Promise<T>} work
 */
async function onStream(request, at, work) {
  /** @type {NetHistory[]} */
  const heard = [];
  const stream = Stream.open({frame: ({history}) => heard.push(history), state: () => undefined, refused: () => undefined, lost: () => undefined});
  try {
    if (!at.state) throw failure("no-state", benchWords.faults.noState);
    await stream.ask({type: "start", ...request, parameters: at.parameters, state: at.state, paused: true, frames: "binary"});
    return await work(stream, heard);
  } finally {
    stream.close();
  }
}
