/** Links that leave parts of the page away, and frames for other pages. */

import assert from "node:assert/strict";
import {test} from "node:test";

import {NOTHING, PARTS, linkWith, named, partsIn, snippet} from "../../static/js/state/hiding.js";
import {siteOf} from "../../static/js/state/share.js";

const LINK = "https://host.example:8000/sub/?lesson=xor#at=seed.y&theme=dark";
const plain = {hide: NOTHING, theme: "", embed: false};

test("parts are named in the order of the page, whatever order they come in", () => {
  assert.equal(named(partsIn("track.bar")), "bar.track");
  assert.equal(named(partsIn(PARTS.join("."))), PARTS.join("."));
  assert.equal(partsIn("nothing.of.this"), NOTHING);
});

test("a link says what it hides and its theme, beside what it said before", () => {
  assert.equal(linkWith(LINK, {hide: partsIn("panel"), theme: "light", embed: false}), "https://host.example:8000/sub/?lesson=xor#at=seed.y&theme=light&hide=panel");
  assert.equal(linkWith(LINK, plain), "https://host.example:8000/sub/?lesson=xor#at=seed.y");
  assert.equal(linkWith(linkWith(LINK, {...plain, hide: partsIn("panel.edit")}), plain), linkWith(LINK, plain));
});

test("a frame's address is that of the page for frames", () => {
  const framed = (link) => linkWith(link, {...plain, embed: true});
  assert.equal(framed(LINK), "https://host.example:8000/sub/embed?lesson=xor#at=seed.y");
  assert.equal(framed("https://host.example/g/AbC-1_2#at=start"), "https://host.example/embed/g/AbC-1_2#at=start");
  assert.equal(framed("https://host.example/#p=AbC"), "https://host.example/embed#p=AbC");
});

test("a frame's code is one element, whatever the lesson is called", () => {
  const code = snippet("https://h/embed?lesson=a&variant=7#at=start", 'A "b" <script>', ["100%", 600]);
  assert.equal(code, '<iframe src="https://h/embed?lesson=a&amp;variant=7#at=start" title="A &quot;b&quot; &lt;script>" width="100%" height="600" loading="lazy" allow="clipboard-write; fullscreen"></iframe>');
});

test("the site of a link is what stands before the workbench's own path", () => {
  assert.deepEqual(["https://h/?lesson=a#at=start", "https://h/sub/g/AbC", "http://127.0.0.1:8000/", "https://h/sub/#p=a/b"].map(siteOf),
    ["https://h", "https://h/sub", "http://127.0.0.1:8000", "https://h/sub"]);
});
