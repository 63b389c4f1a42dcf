/** Where the site begins, told from where its modules came from. */

import assert from "node:assert/strict";
import test from "node:test";

import {lessonPath} from "../../static/js/state/lesson-path.js";
import {ROOT, inside, rootOf} from "../../static/js/state/root.js";

test("what stands before the static files is the root", () => {
  const modules = {
    "https://h/static/ab12/js/state/root.js": "",
    "https://h:8443/backprop/static/ab12/js/state/root.js": "/backprop",
    "http://h/a/b/static/current/js/state/root.js": "/a/b",
    "http://h/static/x/static/ab12/js/state/root.js": "/static/x",
    "file:///srv/static/ab12/js/state/root.js": "",
    "data:text/javascript,1": "",
  };
  assert.deepEqual(Object.keys(modules).map(rootOf), Object.values(modules));
});

test("a path below the root is the site's, and no other", () => {
  assert.deepEqual(["/b", "/b/", "/b/g/1", "/bc", "/", "/g/1"].map((path) => inside(path, "/b")), ["/", "/", "/g/1", null, null, null]);
  assert.deepEqual(["/", "/g/1", "/b/"].map((path) => inside(path, "")), ["/", "/g/1", "/b/"]);
});

test("from files there is none", () => {
  assert.equal(ROOT, "");
  assert.equal(lessonPath({slug: "xor", kind: "graph", descend: null}), "/?lesson=xor");
});
