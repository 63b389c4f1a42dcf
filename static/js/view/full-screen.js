/**
 * The whole screen before a room, where the browser gives it; the page alone does as well. A browser leaves it at every
 * page that is opened, and gives it again at a press only: a clicker that goes from page to page leaves word for the next.
 */

/** What the tab keeps from one page to the next. */
const WORD = "full-screen";
/** It is asked for: at the next press, or already. */
let awaited = false;
/** The page is being left, and the browser takes the screen back by itself. */
let leaving = false;

/** Open another page before the room. @param {string} path */
export function goOn(path) {
  leaving = Boolean(document.fullscreenElement);
  if (leaving || awaited) leaveWord();
  location.assign(path);
}

/**
 * Fill the screen until what is returned is called; who leaves full screen by the browser's own key leaves the room.
 * @param {{presenting: import("@preact/signals-core").ReadonlySignal<boolean>, leave: () => void}} room
 */
export function fillScreen({presenting, leave}) {
  let filled = document.fullscreenElement !== null;
  leaving = false;
  const note = () => {
    if (filled && !document.fullscreenElement && !leaving && presenting.peek()) leave();
    filled = document.fullscreenElement !== null;
  };
  // After the page's own: a key that it has answered, and that did not leave the room.
  const press = (/** @type {KeyboardEvent} */ event) => {
    if (!event.defaultPrevented || !isPressed() || !presenting.peek()) return;
    removeEventListener("keydown", press);
    ask(presenting);
  };
  document.addEventListener("fullscreenchange", note);
  awaited = takeWord();
  // Opened from a link, without a press, the browser would refuse and say so in its console.
  if (isPressed()) ask(presenting);
  else if (awaited) addEventListener("keydown", press);
  return () => {
    awaited = false;
    removeEventListener("keydown", press);
    document.removeEventListener("fullscreenchange", note);
    if (document.fullscreenElement) void document.exitFullscreen();
  };
}

const isPressed = () => navigator.userActivation?.isActive ?? true;

/** A refusal is no matter; what comes when the room was left again is given back. @param {import("@preact/signals-core").ReadonlySignal<boolean>} presenting */
async function ask(presenting) {
  awaited = true;
  await document.documentElement.requestFullscreen?.().catch(() => undefined);
  awaited = false;
  if (document.fullscreenElement && !presenting.peek()) void document.exitFullscreen();
}

function leaveWord() {
  try {
    sessionStorage.setItem(WORD, "wanted");
  } catch {
    // Where storage is switched off, the next page stands in its window.
  }
}

/** Word is kept for one page. */
function takeWord() {
  try {
    const word = sessionStorage.getItem(WORD);
    sessionStorage.removeItem(WORD);
    return word !== null;
  } catch {
    return false;
  }
}
