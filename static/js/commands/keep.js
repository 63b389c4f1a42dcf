/** The commands of keeping and of taking in: save, a file, and pieces by way of the clipboard. */

/** @typedef {import("../page.js").Command} Command */
/** @typedef {import("../state/signals.js").Store} Store */

/**
 * @param {Store} store
 * @param {{download: () => void, openFile: () => void}} desk
 * @returns {readonly Command[]}
 */
export function keepCommands(store, desk) {
  const there = () => store.shown.value !== null;
  const never = () => false; // The browser's own copy and paste, which it tells the page of.
  return [
    {id: "save", label: "Save: for a short link, or the changes of what was saved", keys: ["Ctrl+s", "Meta+s"], when: there, run: () => {
      store.saveNow.value = true;
      store.shareOpen.value = true;
    }},
    {id: "download", label: "Download as a graph file", keys: ["Ctrl+Shift+s", "Meta+Shift+s"], when: there, run: () => desk.download()},
    {id: "open-file", label: "Open a graph file; or drop it on the page", keys: ["Ctrl+o", "Meta+o"], when: () => !store.hall.value, run: () => desk.openFile()},
    {id: "copy", label: "Copy the node that has the keyboard, or all that is chosen", keys: ["Ctrl+c", "Meta+c"], when: never, run: () => undefined},
    {id: "cut", label: "Cut it", keys: ["Ctrl+x", "Meta+x"], when: never, run: () => undefined},
    {id: "paste", label: "Paste what was copied; a program, a graph or a link opens", keys: ["Ctrl+v", "Meta+v"], when: never, run: () => undefined},
  ];
}
