/** Reads {path: [text, text]} from standard input; names the paths whose two texts are not one program. */

import {text} from "node:stream/consumers";

import {parse} from "../../static/js/node_modules/acorn/dist/acorn.mjs";

const pairs = JSON.parse(await text(process.stdin));
const tree = (source) => JSON.stringify(
  parse(source, {ecmaVersion: "latest", sourceType: "module"}),
  (name, value) => (name === "start" || name === "end" ? undefined : value),
);
for (const [path, [one, other]] of Object.entries(pairs)) {
  if (tree(one) !== tree(other)) console.log(path);
}
