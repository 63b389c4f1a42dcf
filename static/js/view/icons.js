/** The page's few icons, drawn here so that they are ink like everything else. */

import {html} from "./html.js";

export const icons = {
  chevron: html`<svg viewBox="0 0 12 12" aria-hidden="true"><path d="M2 4l4 4l4-4" /></svg>`,
  pencil: html`<svg viewBox="0 0 16 16" aria-hidden="true"><path d="M2.5 13.5l.7-3.2L10.6 2.9l2.5 2.5L5.7 12.8z" /></svg>`,
  plus: html`<svg viewBox="0 0 16 16" aria-hidden="true"><path d="M8 2.5v11M2.5 8h11" /></svg>`,
  minus: html`<svg viewBox="0 0 16 16" aria-hidden="true"><path d="M2.5 8h11" /></svg>`,
  undo: html`<svg viewBox="0 0 16 16" aria-hidden="true"><path d="M6 2.5L2.5 6L6 9.5M2.5 6h7a4 4 0 0 1 0 8H7" /></svg>`,
  redo: html`<svg viewBox="0 0 16 16" aria-hidden="true"><path d="M10 2.5L13.5 6L10 9.5M13.5 6h-7a4 4 0 0 0 0 8H9" /></svg>`,
  numbers: html`<svg viewBox="0 0 20 20" aria-hidden="true"><path class="line" d="M7.5 3L6 17M14 3l-1.5 14M3.5 7.5h14M2.5 12.5h14" /></svg>`,
  sheet: html`<svg viewBox="0 0 16 16" aria-hidden="true"><path d="M3 3h4v4H3zM9 3h4v4H9zM3 9h4v4H3zM9 9h4v4H9z" /></svg>`,
  search: html`<svg viewBox="0 0 16 16" aria-hidden="true"><path d="M6.8 2.2a4.6 4.6 0 1 1 0 9.2a4.6 4.6 0 0 1 0-9.2zM10.2 10.2L14.4 14.4" /></svg>`,
  warning: html`<svg viewBox="0 0 18 18" aria-hidden="true"><path d="M9 2.2l7.4 13.4H1.6z" /><path d="M9 7v4.4m0 1.6v1" /></svg>`,
  first: html`<svg viewBox="0 0 20 20" aria-hidden="true"><path d="M4 4h2.4v12H4zM16 4v12L7.4 10z" /></svg>`,
  back: html`<svg viewBox="0 0 20 20" aria-hidden="true"><path d="M15 4v12L5 10z" /></svg>`,
  play: html`<svg viewBox="0 0 20 20" aria-hidden="true"><path d="M6 3.6v12.8L16.6 10z" /></svg>`,
  pause: html`<svg viewBox="0 0 20 20" aria-hidden="true"><path d="M5 4h3.6v12H5zM11.4 4H15v12h-3.6z" /></svg>`,
  next: html`<svg viewBox="0 0 20 20" aria-hidden="true"><path d="M5 4v12l10-6z" /></svg>`,
  question: html`<svg viewBox="0 0 20 20" aria-hidden="true"><path class="line" d="M6.4 7.2a3.6 3.6 0 1 1 5.4 3.1c-1.2.7-1.8 1.3-1.8 2.9m0 2.2v1.4" /></svg>`,
  spotlight: html`<svg viewBox="0 0 20 20" aria-hidden="true"><circle class="line" cx="10" cy="10" r="6.6" /><circle cx="10" cy="10" r="1.6" /></svg>`,
  leave: html`<svg viewBox="0 0 20 20" aria-hidden="true"><path class="line" d="M4.5 4.5l11 11m0-11l-11 11" /></svg>`,
  present: html`<svg viewBox="0 0 20 20" aria-hidden="true"><path d="M2 4h16v10H2zM10 14v3.4m-4 0h8" /></svg>`,
  share: html`<svg viewBox="0 0 20 20" aria-hidden="true"><path d="M6.5 8H4v9h12V8h-2.5M10 12.5V2.5M6.5 6L10 2.5L13.5 6" /></svg>`,
  menu: html`<svg viewBox="0 0 20 20" aria-hidden="true"><path d="M3 5.5h14M3 10h14M3 14.5h14" /></svg>`,
  keys: html`<svg viewBox="0 0 20 20" aria-hidden="true"><path d="M2 5h16v10H2zM5 8h1m3 0h1m3 0h2M5 12h10" /></svg>`,
  settings: html`<svg viewBox="0 0 20 20" aria-hidden="true"><path class="line" d="M3 6h8m4 0h2M3 14h2m4 0h8" /><circle class="line" cx="13" cy="6" r="2" /><circle class="line" cx="7" cy="14" r="2" /></svg>`,
  theme: html`<svg viewBox="0 0 20 20" aria-hidden="true"><circle cx="10" cy="10" r="6.5" /><path class="half" d="M10 3.5a6.5 6.5 0 0 1 0 13z" /></svg>`,
  logo: html`<svg width="30" height="22" viewBox="0 0 30 22" aria-hidden="true"><path class="there" d="M1 7.6H26L19.4 2" /><path class="back" d="M29 14.4H4l6.6 5.6" /></svg>`,
};
