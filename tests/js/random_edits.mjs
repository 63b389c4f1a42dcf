/** Edits as a hand could make them, at random but the same for the same seed; run by itself it prints documents they lead to. */

import {pathToFileURL} from "node:url";

import {pasted, pieceOf} from "../../static/js/editing/clip.js";
import {
  BLANK, added, grouped, placed, refusalOf, removed, renamed, unwired, wired, withOutput, withoutLoose,
} from "../../static/js/editing/edits.js";
import {nameRefusal} from "../../static/js/editing/names.js";

const MUL = {op: "mul", operands: 2};
const SIGMOID = {op: "sigmoid", operands: 1};

/** The same sequence for the same seed. */
export function dice(seed) {
  let state = seed * 2654435761 >>> 0 || 1;
  return (n) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * n);
  };
}

/** One random edit, as a hand could make it. */
export function edit(graph, roll) {
  const ids = graph.nodes.map(({id}) => id);
  const any = () => ids[roll(ids.length)];
  const choices = [
    () => added(graph, [MUL, SIGMOID, {op: "concat", operands: 2}][roll(3)], [roll(900), roll(500)]).graph,
    () => added(graph, {kind: ["input", "parameter", "constant"][roll(3)], value: roll(9)}, [roll(900), roll(500)]).graph,
    () => {
      const [source, target, index] = [any(), any(), roll(3)];
      return refusalOf(graph, source, target, index) ? graph : wired(graph, source, target, index);
    },
    () => unwired(graph, any(), roll(2)),
    () => removed(graph, [any()]),
    () => {
      const id = any();
      return nameRefusal(graph, id, "renamed") ? graph : renamed(graph, id, "renamed");
    },
    () => pasted(graph, pieceOf(graph, [any(), any()]), [20, 20]).graph,
    () => grouped(graph, [...new Set([any(), any()])], "g"),
    () => placed(graph, {[any()]: [roll(900), roll(500)]}),
    () => withOutput(graph, any()),
  ];
  return ids.length < 2 ? choices[roll(2)]() : choices[roll(choices.length)]();
}

/** Where a sequence of edits leads, document by document. */
export function* walk(seed, steps) {
  const roll = dice(seed);
  let graph = BLANK;
  for (let step = 0; step < steps; step += 1) yield (graph = edit(graph, roll));
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? "").href) {
  const [count, steps] = process.argv.slice(2).map(Number);
  const documents = Array.from({length: count}, (_, at) => [...walk(at + 1, steps)].filter((_graph, step) => step % 8 === 7).map(withoutLoose));
  console.log(JSON.stringify(documents));
}
