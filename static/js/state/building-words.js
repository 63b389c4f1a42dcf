/** What the page says of building on the board and of taking along; a part of words.js, which everything else reads. */

import {count} from "./counting-words.js";

export const buildingWords = {
  take: {
    title: "Take it along",
    word: "Export",
    hint: "Take it along: picture, derivation, program (Ctrl+E)",
    close: "Close what can be taken along",
    steps: "The steps",
    picture: "The picture",
    derivation: "The derivation",
    program: "A program with the same numbers",
    /** @type {Readonly<Record<string, string>>} */
    forms: {
      svg: "Sharp at any size, fonts included", png2: "For a slide", png3: "For print", html: "One page that plays, offline too", pdf: "A page a step, by printing to a file", gif: "All steps, as a film", tikz: "For a paper in LaTeX", beamer: "One overlay a step",
      latex: "Lines that can be pasted", markdown: "The trace as tables", numpy: "The chain rule by hand", pytorch: "Its own gradients", jax: "Its own gradients",
    },
    print: "The print dialog saves it as a PDF.",
    /** @param {number} pages */
    tooMany: (pages) => `${pages} pages are too many for this graph. By node (N) or by pass (W) there are fewer.`,
    /** @param {string} form */
    writing: (form) => `${form} is being written`,
    /** @param {string} form */
    written: (form) => `${form} is with your downloads.`,
  },
  build: {
    palette: "Add a node",
    add: "Add",
    addHint: "Add a node (/); a double click on the board adds one there",
    undo: "Undo",
    redo: "Redo",
    fresh: "New, empty board",
    freshHint: "Draw a graph of your own, from nothing",
    nothing: "Nothing on the board yet",
    idle: "Nothing to compute yet",
    everyValue: "every value is in",
    endsInMany: "The graph ends in a tensor. Going back needs a single number at its end: add a sum, or a loss.",
    stillOpen: "as far as the graph goes: an operand is missing",
    invitation: ["Double-click, or press ", " to add a node"],
    invitationTouch: "Tap twice to add a node",
    start: "Add a value or an op. Pull a wire from a node’s right edge to the op that takes it. What you draw is written as a program too; or write the program, and it is drawn.",
    pull: "Pull a wire from here",
    /** @param {string} node */
    wireFrom: (node) => `Wire from ${node}`,
    /** @param {readonly number[]} open  places of the open ports @param {number} of */
    lacks: (open, of) => (of === 1 ? "It lacks its operand." : open.length === of ? (of === 2 ? "It lacks both operands." : `It lacks all ${count(of)} operands.`)
      : `It lacks ${open.map((at) => `operand ${at + 1}`).join(" and ")} of ${of}.`),
    /** @param {string} others */
    waitsFor: (others) => `It waits for: ${others}.`,
    refused: {
      leaf: "This is a value of its own: nothing goes into it.",
      end: "Nothing comes after the output.",
      part: "This is a part of something that was opened.",
      cycle: "That would make a circle: the wire comes from what this one feeds.",
      "no-port": "All its ports are taken. Drop on one of them to take its place.",
      "there-already": "It is wired like this already.",
    },
    change: "Change it",
    part: "A part of something that was opened. Close it to change it.",
    name: "Name",
    noName: "no name of its own",
    names: {empty: "A node needs a name.", letters: "Letters, digits and _, and no digit first.", long: "At most 200 letters.", taken: "Another node has this name."},
    op: "Op",
    kind: "Kind",
    /** @param {string} operand */
    fedBy: (operand) => `${operand} comes from`,
    open: "nothing yet",
    another: "one more",
    shape: "Shape",
    single: "a single number",
    noShape: "A size like 3, or two like 2 × 3; at most 400 numbers.",
    makeOutput: "Differentiate this node",
    search: "Name of an op, or a number",
    offers: "Nodes to add",
    /** @param {string} typed */
    noOffer: (typed) => `No op is called ${typed}.`,
    leaf: {input: "A value that comes from outside", parameter: "A value that is learnt", constant: "A value that stays"},
    /** @param {number} value */
    holds: (value) => `that holds ${value}`,
  },
};
