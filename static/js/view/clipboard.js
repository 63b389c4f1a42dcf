/**
 * To the clipboard; in a page that was not fetched safely (a classroom's plain http) by way of the field.
 * @param {string} text
 * @param {HTMLTextAreaElement | HTMLInputElement | null} field
 */
export async function copied(text, field) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    field?.select();
    return document.execCommand("copy");
  }
}
