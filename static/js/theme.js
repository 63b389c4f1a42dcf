/*
 * The theme, before anything is painted: what the link says, else light before a hall, else the reader's own choice,
 * else the system's. A classic script in the head, so that a dark page never flashes white, nor a hall's page dark.
 */
(() => {
  const matches = (/** @type {string} */ query) => matchMedia(query).matches;
  const narrow = "(max-width: 760px), (max-height: 480px)"; // in the hand there is no hall
  let chosen = /[#&]theme=(dark|light)(&|$)/.exec(location.hash)?.[1] ?? null;
  if (/[#&]view=present(&|$)/.test(location.hash) && !matches(narrow)) chosen ??= "light";
  try {
    chosen ??= localStorage.getItem("theme");
  } catch {
    // Storage may be switched off; the system's theme is then all there is.
  }
  const dark = chosen ? chosen === "dark" : matches("(prefers-color-scheme: dark)");
  document.documentElement.dataset.theme = dark ? "dark" : "light";
})();
