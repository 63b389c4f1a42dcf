import assert from "node:assert/strict";
import {test} from "node:test";

import {columnsIn} from "../../static/js/state/columns.js";

test("columns of short numbers all stand side by side, at full size", () => {
  assert.deepEqual(columnsIn([[3, 2.3], [12, 7.59], [7, 5.6]], 240), {count: 3, small: false});
});

test("wide numbers are set smaller before a column goes, and the least wanted goes first", () => {
  assert.deepEqual(columnsIn([[2.258, 13.12], [-100.25, 5.5], [-12.72, 4.4], [1, 2]], 190), {count: 4, small: true});
  assert.deepEqual(columnsIn([[-1.12e47], [1.254e94], [-2.24e47]], 200), {count: 2, small: false});
});

test("one column is always there", () => {
  assert.deepEqual(columnsIn([[-1.12e-247]], 10), {count: 1, small: false});
});
