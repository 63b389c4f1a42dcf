import assert from "node:assert/strict";
import {test} from "node:test";

import {asMuchAs, between, broughtIn, carriedFrom, clearOfCorners, fittedCamera, mappingOf, nodeAt, onScreen, panBy, restingCamera, viewBox, zoomAt} from "../../static/js/state/camera.js";

const WINDOW = {width: 960, height: 560};
const box = (x0, y0, x1, y1) => ({x0, y0, x1, y1});
const toScreen = ({k, x, y}, [ux, uy]) => [k * ux + x, k * uy + y];

test("of a step too large for the window the camera keeps who acts, whom it hands to, and what is near", () => {
  const room = {width: 400, height: 300};
  const [acts, handed, near, far] = [box(0, 0, 40, 40), box(-300, 0, -260, 40), box(50, 200, 90, 240), box(60, 900, 100, 940)];
  assert.deepEqual(asMuchAs([acts, handed, far, near], room), box(-300, 0, 90, 240));
  assert.deepEqual(asMuchAs([acts, far, near], room), box(0, 0, 90, 240));
  assert.deepEqual(asMuchAs([acts, handed, far, near], {width: 5000, height: 5000}), box(-300, 0, 100, 940));
  assert.equal(asMuchAs([], room), null);
});

test("a small graph stands in the middle at its natural size", () => {
  const camera = restingCamera(WINDOW, box(0, 0, 400, 200), null, false);
  assert.deepEqual(camera, {k: 1, x: 280, y: 180});
});

test("a graph as wide as the board is not shrunk for the sake of its margin", () => {
  assert.equal(restingCamera(WINDOW, box(-12, -12, 972, 500), null, false).k, 1);
});

test("a graph that would become unreadable is followed instead of shrunk", () => {
  const picture = box(0, 0, 3000, 500);
  const focus = box(1400, 200, 1600, 300);
  const camera = restingCamera(WINDOW, picture, focus, false);
  assert.ok(camera.k * 14 >= 14, "captions and chips, too, which are smaller than figures");
  assert.ok(Math.abs(toScreen(camera, [1500, 250])[0] - 480) < 1);
});

test("following never looks past the picture's end", () => {
  const camera = restingCamera(WINDOW, box(0, 0, 3000, 500), box(2900, 0, 3000, 100), false);
  assert.ok(toScreen(camera, [3000, 0])[0] >= WINDOW.width - 13);
});

test("fit shows all of it, however small", () => {
  const camera = fittedCamera(WINDOW, box(0, 0, 3000, 500), false);
  const screen = onScreen(camera, box(0, 0, 3000, 500));
  assert.ok(screen.left >= -13 && screen.left + screen.width <= WINDOW.width + 13, "but for the picture's own margin");
});

test("zooming keeps the anchored point still", () => {
  const camera = {k: 1.5, x: 40, y: -20};
  const anchor = [300, 200];
  const unit = [(anchor[0] - camera.x) / camera.k, (anchor[1] - camera.y) / camera.k];
  const [x, y] = toScreen(zoomAt(camera, 1.7, anchor), unit);
  assert.ok(Math.hypot(x - anchor[0], y - anchor[1]) < 1e-9);
  assert.throws(() => zoomAt(camera, 0, anchor), RangeError);
});

test("panning moves every point by the same pixels", () => {
  assert.deepEqual(panBy({k: 2, x: 1, y: 2}, 10, -5), {k: 2, x: 11, y: -3});
});

test("halfway between two cameras is halfway in each", () => {
  assert.deepEqual(between({k: 1, x: 0, y: 0}, {k: 2, x: 10, y: -10}, 0.5), {k: 1.5, x: 5, y: -5});
});

test("the viewBox is what the window shows in units", () => {
  assert.equal(viewBox({k: 2, x: 100, y: -50}, WINDOW), "-50 25 480 280");
});

test("the node under the pointer is found through the camera", () => {
  const nodes = [{id: "q", x0: 100, x1: 140, y0: 100, y1: 140}];
  assert.equal(nodeAt({k: 2, x: -50, y: 10}, nodes, [190, 250]), "q");
  assert.equal(nodeAt({k: 2, x: -50, y: 10}, nodes, [120, 120]), null);
});

test("a box outside the window is brought in, and one inside moves nothing", () => {
  const camera = {k: 2, x: 0, y: 0};
  const window = {width: 400, height: 300};
  assert.equal(broughtIn(camera, window, {x0: 20, x1: 60, y0: 20, y1: 60}), camera);
  const moved = broughtIn(camera, window, {x0: 300, x1: 340, y0: -50, y1: -10});
  assert.deepEqual([moved.k, moved.x + 2 * 340, moved.y - 2 * 50], [2, 388, 12]);
});

test("what is carried from one camera to another lies where it would be drawn", () => {
  const [from, to] = [{k: 1.5, x: 40, y: -30}, {k: 0.6, x: -12, y: 8}];
  const [, by, left, top] = /matrix\((\S+), 0, 0, \S+, (\S+), (\S+)\)/.exec(carriedFrom(from, to)).map(Number);
  for (const [x, y] of [[0, 0], [320, 200], [-55, 410]]) {
    assert.ok(Math.abs((from.k * x + from.x) * by + left - (to.k * x + to.x)) < 1e-9);
    assert.ok(Math.abs((from.k * y + from.y) * by + top - (to.k * y + to.y)) < 1e-9);
  }
  assert.equal(carriedFrom(from, from), "matrix(1, 0, 0, 1, 0, 0)");
});

test("a picture as high as the window keeps a little of its margin above and below", () => {
  const camera = restingCamera(WINDOW, box(0, -12, 600, 562), null, false);
  const {top, height} = onScreen(camera, box(0, 0, 600, 550));
  assert.ok(top >= 4 && top + height <= WINDOW.height - 4);
});

const CORNERS = {left: 120, right: 150, height: 40};

test("what stands in the window's upper corners is moved or drawn clear of what lies there", () => {
  for (const height of [300, 530, 560]) {
    const picture = box(-12, -12, 972, height + 12);
    const boxes = [box(0, 0, 100, 60), box(860, 0, 960, 30), box(400, 0, 500, 30), box(300, height - 40, 400, height)];
    const camera = clearOfCorners(restingCamera(WINDOW, picture, null, false), WINDOW, picture, boxes, CORNERS, 0.9);
    const [left, right, , below] = boxes.map((one) => onScreen(camera, one));
    assert.ok(left.top >= CORNERS.height - 0.01 && right.top >= CORNERS.height - 0.01, `${height}: ${left.top}`);
    assert.ok(below.top + below.height <= WINDOW.height, `${height}`);
  }
});

test("a picture that may not be drawn smaller is moved down no further than it is seen whole", () => {
  for (const height of [500, 530, 545]) {
    const picture = box(-12, -12, 972, height + 12);
    const boxes = [box(0, 0, 100, 60), box(300, height - 40, 400, height)];
    const camera = clearOfCorners(restingCamera(WINDOW, picture, null, false), WINDOW, picture, boxes, CORNERS, 1);
    assert.ok(camera.k * height + camera.y <= WINDOW.height - 4, `${height}`);
  }
});

test("a picture whose corners are bare stays where it is", () => {
  const picture = box(-12, -12, 972, 560);
  const camera = restingCamera(WINDOW, picture, null, false);
  assert.equal(clearOfCorners(camera, WINDOW, picture, [box(300, 0, 700, 500)], CORNERS, 0.9), camera);
});

test("a map is read from where it has the nodes", () => {
  const board = [{id: "a", cx: 100, cy: 50}, {id: "b", cx: 500, cy: 50}, {id: "c", cx: 300, cy: 250}];
  const map = board.map(({id, cx, cy}) => ({id, cx: 10 + 0.2 * cx, cy: 5 + 0.4 * cy})).reverse();
  const [[x, sx], [y, sy]] = mappingOf(board, map);
  for (const [value, wanted] of [[x, 10], [sx, 0.2], [y, 5], [sy, 0.4]]) assert.ok(Math.abs(value - wanted) < 1e-9);
  assert.equal(mappingOf([], []), null);
});
