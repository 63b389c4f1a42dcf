/** The commands of a bench before a room: a clicker's keys go through the lesson that is on it. */

import {benchWords} from "../state/bench-words.js";
import {present} from "../state/room.js";

/** @typedef {import("../page.js").Command} Command */
/** @typedef {import("../state/bench/store.js").BenchStore} BenchStore */

const {lecture: said} = benchWords;
const always = () => true;

/**
 * These are tried before all others: in a lesson a clicker goes through what it says, and arrows step the training.
 * @param {BenchStore} store
 * @param {{next: () => void, back: () => void}} lecture
 * @returns {readonly Command[]}
 */
export function lectureCommands(store, lecture) {
  const {lesson, presenting, narrow, now, blank, nextLesson} = store;
  const inLesson = () => lesson.value !== null;
  return [
    {id: "turn-on", label: said.on, keys: ["PageDown"], when: inLesson, run: () => lecture.next()},
    {id: "turn-back", label: said.back, keys: ["PageUp"], when: inLesson, run: () => lecture.back()},
    {id: "present", label: said.present, keys: ["p"], when: () => now.value !== null && !narrow.value, run: () => present(store, !presenting.peek())},
    {id: "leave-room", label: said.leave, keys: ["Escape"], when: () => leavable(store), run: () => {
      if (nextLesson.peek()) nextLesson.value = null;
      else present(store, false);
    }},
    {id: "blank", label: said.blank, keys: ["b", "."], when: always, run: () => (blank.value = !blank.peek())},
  ];
}

/** @param {BenchStore} store */
const leavable = ({nextLesson, presenting, helpOpen, dialog}) => nextLesson.value !== null || (presenting.value && !helpOpen.value && dialog.value === null);
