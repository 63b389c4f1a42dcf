/*
 * The theme, before anything is painted: what the link says, else the reader's own choice, else the system's. A classic
 * script in the head, so that a dark page never flashes white.
 */
(() => {
  let chosen = /[#&]theme=(dark|light)(&|$)/.exec(location.hash)?.[1] ?? null;
  try {
    chosen ??= localStorage.getItem("theme");
  } catch {
    // Storage may be switched off; the system's theme is then all there is.
  }
  const dark = chosen ? chosen === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
  document.documentElement.dataset.theme = dark ? "dark" : "light";
})();
