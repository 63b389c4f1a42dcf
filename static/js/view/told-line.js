/** The one sentence of a stop where there is room for one: what is asked, what the lesson says, what the op does. */

import {h} from "preact";

import {endsInMany, toldTo} from "../state/told.js";
import {words} from "../state/words.js";
import {Fitted} from "./fitted.js";
import {Sentence} from "./panel.js";

/** @typedef {import("../page.js").Desk} Desk */

/** @param {{desk: Desk}} props */
export function ToldLine({desk: {store}}) {
  const stop = store.currentStop.value;
  const step = store.currentStep.value;
  if (!stop || !step) return null;
  const asked = store.question.value;
  const text = asked ? asked.words : endsInMany(store) ? words.build.endsInMany : toldTo(store.lesson.value?.look ?? [], stop, step, store.display.value);
  return h(Fitted, {key: text, lines: 2, children: asked ? h("b", {class: "asks"}, text) : h(Sentence, {text})});
}
