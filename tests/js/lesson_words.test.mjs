import assert from "node:assert/strict";
import {readFileSync} from "node:fs";
import {test} from "node:test";

import {display} from "../../static/js/graph/display.js";
import {stopsOf} from "../../static/js/graph/stops.js";
import {byPlaylist, looksAt, pieces, pointedAt} from "../../static/js/state/lesson.js";
import {questionsAt, stopThatAsks, stopsThatAsk} from "../../static/js/state/questions.js";
import {recorded} from "./picture.mjs";

const folder = new URL("../../app/lessons/data/", import.meta.url);
const read = (name) => JSON.parse(readFileSync(new URL(`${name}.json`, folder), "utf8"));
const playlists = read("playlists");
const all = read("topics").flatMap((topic) => topic.lessons).map(read);
const lessons = all.filter(({layouts}) => layouts); // networks have no graph

for (const lesson of lessons) {
  const {graph, trace} = recorded(lesson.slug);
  const shown = display(graph, trace);
  const stops = stopsOf(graph, trace, shown);
  const addresses = stops.map(({address}) => address);

  test(`${lesson.slug}: every question has its stop, where its number is the one that is told`, () => {
    for (const question of lesson.questions) {
      const address = stopThatAsks(question, stops);
      const stop = stops[addresses.indexOf(address)];
      assert.ok(stop, question.ask);
      const {factors} = trace.steps[stop.step];
      const {quantity, node, edge} = question;
      const wanted = quantity === "value" ? trace.values[node]
        : quantity === "gradient" ? trace.nodes.find(({id}) => id === node).gradient
          : trace.edges.find((one) => ["source", "target", "index"].every((key) => one[key] === edge[key])).local;
      const told = quantity === "local" ? factors.find(({role}) => role === "local") : factors.at(-1);
      assert.deepEqual(told.value, wanted, question.ask);
      assert.ok(questionsAt(lesson.questions, stops, address).includes(question));
    }
    assert.ok(stopsThatAsk(lesson.questions, stops).size > 0);
  });

  test(`${lesson.slug}: whatever is to be looked at is said somewhere, and once`, () => {
    const places = ["start", ...addresses, "end"];
    const said = places.flatMap((place) => looksAt(lesson, place));
    assert.deepEqual(said.map(({text}) => text).sort(), lesson.look.map(({text}) => text).sort());
    assert.ok(lesson.look.every(({at}) => at), "each names its place");
    assert.ok(looksAt(lesson, "start").length <= 2, "a start is short");
    for (const address of addresses) assert.ok(looksAt(lesson, address).length <= 2, address);
  });

  test(`${lesson.slug}: words that point have a mark on the board, and the sentence is whole`, () => {
    for (const look of lesson.look) {
      const found = pieces(look);
      assert.equal(found.map(({text}) => text).join(""), look.text);
      assert.deepEqual(found.flatMap(({mark}) => mark ?? []).map(({words}) => words).sort(), look.marks.map(({words}) => words).sort());
      for (const mark of look.marks) {
        const [id] = pointedAt(mark, shown);
        assert.ok(shown.byId[id] || shown.edges.some(({key}) => key === id), `${look.text} ${mark.words}`);
      }
    }
  });
}

test("a gradient is known where the paths have met, at the seed, or with its one wire", () => {
  const {graph, trace} = recorded("fan-out");
  const stops = stopsOf(graph, trace);
  const asks = (question) => stopThatAsks(question, stops);
  assert.equal(asks({quantity: "gradient", node: "x"}), "accumulate:x");
  assert.equal(asks({quantity: "gradient", node: "f"}), "seed:f");
  assert.equal(asks({quantity: "gradient", node: "_mul1"}), "edge:_mul1>f:0");
  assert.equal(asks({quantity: "value", node: "f"}), "forward:f");
  assert.equal(asks({quantity: "upstream", edge: {source: "x", target: "f", index: 1}}), "edge:x>f:1");
  assert.equal(asks({quantity: "value", node: "gone"}), null);
  assert.deepEqual([...stopsThatAsk([{quantity: "value", node: "gone"}, {quantity: "value", node: "f"}], stops)], ["forward:f"]);
});

test("a mark inside a closed composite points at the composite, a wire inside it at nothing", () => {
  const {graph, trace} = recorded("sigmoid-neuron-apart");
  const closed = {...graph, groups: graph.groups.map((group) => ({...group, open: false}))};
  const shown = display(closed, trace);
  assert.deepEqual(pointedAt({words: "", node: "f__exp1"}, shown), ["group:f"]);
  assert.deepEqual(pointedAt({words: "", edge: {source: "f__mul1", target: "f__exp1", index: 0}}, shown), []);
  assert.deepEqual(pointedAt({words: "", node: "gone"}, shown), []);
});

test("words are found as whole words, and words that overlap others stay plain", () => {
  const mark = (words) => ({words, node: "x"});
  const texts = (text, ...marks) => pieces({text, marks: marks.map(mark)}).map(({text: piece, mark: found}) => (found ? `[${piece}]` : piece));
  assert.deepEqual(texts("summing the sum", "sum"), ["summing the ", "[sum]"]);
  assert.deepEqual(texts("z(1 − z) here", "z(1 − z)"), ["[z(1 − z)]", " here"]);
  assert.deepEqual(texts("a b c", "a b", "b c"), ["[a b]", " c"]);
  assert.deepEqual(texts("nothing", "gone"), ["nothing"]);
});

test("the lessons stand in the order of their playlist, the others by topic behind it", () => {
  const summaries = [...all, {slug: "own", title: "Own", topic: "Mine"}].map(({slug, title, topic}) => ({slug, title, topic}));
  const shelves = byPlaylist(summaries, playlists);
  const [first, last] = [shelves[0], shelves.at(-1)];
  assert.deepEqual(first.lessons.map(({slug}) => slug), playlists[0].lessons);
  assert.deepEqual([first.ordered, last.ordered, last.title, last.lessons.map(({slug}) => slug)], [true, false, "Mine", ["own"]]);
  const listed = new Set(playlists.flatMap((playlist) => playlist.lessons));
  const topics = [...new Set(summaries.filter(({slug}) => !listed.has(slug)).map(({topic}) => topic))];
  assert.deepEqual(shelves.slice(playlists.length).map(({title, ordered}) => [title, ordered]), topics.map((topic) => [topic, false]));
  assert.deepEqual(byPlaylist([], playlists), []);
});
