/** The theme before anything is painted. */

import assert from "node:assert/strict";
import {readFileSync} from "node:fs";
import test from "node:test";
import {runInNewContext} from "node:vm";

const SCRIPT = readFileSync(new URL("../../static/js/theme.js", import.meta.url), "utf8");

/** @param {{hash?: string, kept?: string | null, system?: "dark" | "light", narrow?: boolean}} seen */
function painted({hash = "", kept = null, system = "light", narrow = false}) {
  const root = {dataset: {theme: ""}};
  runInNewContext(SCRIPT, {
    location: {hash},
    localStorage: {getItem: () => kept},
    matchMedia: (/** @type {string} */ query) => ({matches: query.includes("scheme") ? system === "dark" : narrow}),
    document: {documentElement: root},
  });
  return root.dataset.theme;
}

test("the first paint has the link's theme, else the reader's own, else the system's", () => {
  assert.equal(painted({system: "dark"}), "dark");
  assert.equal(painted({system: "dark", kept: "light"}), "light");
  assert.equal(painted({kept: "dark"}), "dark");
  assert.equal(painted({hash: "#step=3&theme=light", kept: "dark"}), "light");
});

test("before a hall it is light at once, unless the link says otherwise, or it is a phone", () => {
  assert.equal(painted({hash: "#step=3&view=present", kept: "dark", system: "dark"}), "light");
  assert.equal(painted({hash: "#view=present&theme=dark"}), "dark");
  assert.equal(painted({hash: "#view=present", system: "dark", narrow: true}), "dark");
});

test("without storage there is the system's", () => {
  const root = {dataset: {theme: ""}};
  runInNewContext(SCRIPT, {location: {hash: ""}, matchMedia: () => ({matches: true}), document: {documentElement: root}});
  assert.equal(root.dataset.theme, "dark");
});
