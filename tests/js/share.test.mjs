import assert from "node:assert/strict";
import {test} from "node:test";

import {bytesOf, codePath, reachOf} from "../../static/js/state/share.js";

const REACHES = {
  machine: ["http://localhost:8000", "http://127.0.0.1:8000/#at=start", "http://127.8.9.1", "http://0.0.0.0:8000", "http://[::1]:8000", "http://[::]:8000", "http://a.localhost", "http://LOCALHOST.", "http://[::ffff:127.0.0.1]/"],
  network: ["http://10.1.2.3", "http://192.168.178.20:8000", "http://172.16.0.1", "http://172.31.255.1", "http://169.254.1.1", "http://100.64.0.1", "http://100.127.9.9",
    "http://lecture.local:8000", "http://beamer", "http://pc.lan", "http://a.internal", "http://x.home.arpa", "http://[fd12:3456::1]", "http://[fe80::1]", "http://[febf::1]"],
  world: ["https://backprop.example.org", "http://172.15.0.1", "http://172.32.0.1", "http://100.63.0.1", "http://100.128.0.1", "http://11.0.0.1", "http://192.169.0.1", "http://[2001:db8::1]", "http://localhost.example.org", "http://local.example"],
};

test("an address says how far it reaches", () => {
  for (const [reach, urls] of Object.entries(REACHES)) {
    for (const url of urls) assert.equal(reachOf(url), reach, url);
  }
});

test("a code's bytes are those of UTF-8", () => assert.equal(bytesOf("aü😀"), 7));

test("a code is drawn row by row, runs joined, with four modules of ground around it", () => {
  const rows = ["#.##", "....", "####", "...#"];
  const {side, path} = codePath({size: 4, get: (x, y) => rows[y]?.[x] === "#"});
  assert.equal(side, 12);
  assert.equal(path, "M4 4h1v1h-1zM6 4h2v1h-2zM4 6h4v1h-4zM7 7h1v1h-1z");
});
