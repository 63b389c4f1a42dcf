/**
 * From a key press to a command.
 *
 * Keys that a reader types into a field are never taken, and neither are those that the focused control answers itself:
 * space and Enter on a button press the button.
 */

/** @typedef {import("../page.js").Command} Command */
/** @typedef {Readonly<{key: string, ctrlKey: boolean, altKey: boolean, metaKey: boolean, shiftKey: boolean}>} Press */

/** @type {Readonly<Record<string, string>>} */
const SHOWN = {
  " ": "Space", ArrowRight: "→", ArrowLeft: "←", ArrowUp: "↑", ArrowDown: "↓", PageUp: "Page Up",
  PageDown: "Page Down", Escape: "Esc", "-": "−",
};

/**
 * A press as the table writes it. Shift is named only with keys that have no shifted sign of their own, and with Ctrl.
 * @param {Press} press
 * @returns {string}
 */
export function keyName({key, ctrlKey, altKey, metaKey, shiftKey}) {
  const letter = [...key].length === 1;
  const shift = shiftKey && (!letter || ctrlKey || metaKey) ? "Shift+" : "";
  return `${ctrlKey ? "Ctrl+" : ""}${metaKey ? "Meta+" : ""}${altKey ? "Alt+" : ""}${shift}${letter ? key.toLowerCase() : key}`;
}

/**
 * A key as it is printed on keyboards.
 * @param {string} name
 * @returns {string}
 */
export function keyLabel(name) {
  const [last = "", ...before] = name === "+" ? ["+"] : name.split("+").reverse();
  return [...before.reverse(), SHOWN[last] ?? (last.length === 1 ? last.toUpperCase() : last)].join("+");
}

/**
 * The command a press asks for, or null.
 * @param {readonly Command[]} commands
 * @param {Press} press
 * @returns {Command | null}
 */
export function commandFor(commands, press) {
  const name = keyName(press);
  return commands.find((command) => command.keys.includes(name) && command.when()) ?? null;
}

/**
 * The commands that have a label and a key, each with the keys that lead to it: what an earlier one answers now is taken off
 * a later one. One whose every key is taken stays only where it has its own time or place for them.
 * @param {readonly Command[]} commands
 * @returns {readonly Command[]}
 */
export function listedCommands(commands) {
  const taken = new Set();
  return commands.flatMap((command) => {
    const [live, free] = [command.when(), command.keys.filter((key) => !taken.has(key))];
    const keys = free.length > 0 || live ? free : command.keys;
    if (live) for (const key of command.keys) taken.add(key);
    return keys.length > 0 && command.label !== "" ? [{...command, keys}] : [];
  });
}

/**
 * True where the press belongs to what has the focus.
 * @param {{tagName: string, isContentEditable?: boolean, getAttribute: (name: string) => string | null}} target
 * @param {string} name
 * @returns {boolean}
 */
export function ownedByTarget(target, name) {
  const tag = target.tagName.toLowerCase();
  if (tag === "input" || tag === "textarea" || tag === "select" || target.isContentEditable) return true;
  const pressed = tag === "button" || tag === "a" || tag === "summary" || target.getAttribute("role") === "button";
  return pressed && (name === " " || name === "Enter");
}
