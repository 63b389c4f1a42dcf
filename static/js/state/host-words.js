/** What the pages of whoever runs the server are called; a translation is this file in another language. */

export const hostWords = {
  about: "Who runs this server",
  imprint: "Imprint",
  privacy: "Privacy",
  accessibility: "Accessibility",
};
