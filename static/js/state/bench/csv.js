/** The reader's own rows out of a table: columns to x, the last to y. What does not fit is refused with its line. */

/** @typedef {Readonly<{x: readonly (readonly number[])[], y: readonly (readonly number[])[], task: "two-classes" | "classes" | "regression", inputs: number, classes: readonly string[], names: readonly string[]}>} Table */

export const MOST_ROWS = 5000;
export const MOST_COLUMNS = 65;
/** Whole numbers up to here are classes. */
const MOST_CLASSES = 12;

/** A table that is none. `line` counts from 1; null where it is about the whole. */
export class TableError extends Error {
  /** @param {"empty" | "few" | "short" | "number" | "columns" | "many" | "one"} what @param {number | null} line @param {string} [text] */
  constructor(what, line, text = "") {
    super(`${what} ${line ?? ""} ${text}`);
    this.what = what;
    this.line = line;
    this.text = text;
  }
}

/**
 * @param {string} text  comma, semicolon, tab or spaces between columns; a first line without numbers names them
 * @returns {Table}
 * @throws {TableError}
 */
export function readTable(text) {
  const lines = text.replace(/^\uFEFF/, "").split(/\r?\n/).map((line, at) => ({line: at + 1, text: line.trim()})).filter((one) => one.text !== "" && !one.text.startsWith("#"));
  const [first] = lines;
  if (!first) throw new TableError("empty", null);
  const divide = dividerOf(first.text);
  const cells = lines.map((one) => ({line: one.line, cells: one.text.split(divide).map((cell) => cell.trim().replace(/^"(.*)"$/, "$1"))}));
  const head = cells[0]?.cells ?? [];
  const named = head.length > 1 && head.slice(0, -1).every((cell) => !isNumber(cell));
  const rows = named ? cells.slice(1) : cells;
  checkShape(rows, head.length);
  const x = rows.map(({line, cells: row}) => row.slice(0, -1).map((cell) => numberOf(cell, line)));
  return {x, ...targets(rows.map(({line, cells: row}) => ({line, cell: row.at(-1) ?? ""}))), inputs: head.length - 1, names: named ? head : []};
}

/** @param {string} line */
const dividerOf = (line) => (line.includes(";") ? /;/ : line.includes("\t") ? /\t/ : line.includes(",") ? /,/ : /\s+/);

/** @param {readonly {line: number, cells: readonly string[]}[]} rows @param {number} columns */
function checkShape(rows, columns) {
  if (columns < 2) throw new TableError("one", rows[0]?.line ?? 1);
  if (columns > MOST_COLUMNS) throw new TableError("columns", null, String(MOST_COLUMNS));
  if (rows.length < 2) throw new TableError("few", null);
  if (rows.length > MOST_ROWS) throw new TableError("many", null, String(MOST_ROWS));
  const odd = rows.find(({cells}) => cells.length !== columns);
  if (odd) throw new TableError("short", odd.line, `${odd.cells.length}, ${columns}`);
}

/** @param {string} cell */
const isNumber = (cell) => cell !== "" && Number.isFinite(Number(cell.replace("\u2212", "-")));

/** @param {string} cell @param {number} line */
function numberOf(cell, line) {
  if (!isNumber(cell)) throw new TableError("number", line, cell);
  return Number(cell.replace("\u2212", "-"));
}

/**
 * The last column: words are classes, and so are few whole numbers from 0; all else is a height.
 * @param {readonly {line: number, cell: string}[]} column
 */
function targets(column) {
  const words = column.every(({cell}) => !isNumber(cell));
  if (words) {
    const classes = [...new Set(column.map(({cell}) => cell))];
    if (classes.length > MOST_CLASSES) throw new TableError("number", column[0]?.line ?? 1, column[0]?.cell);
    return classed(column.map(({cell}) => [classes.indexOf(cell)]), classes);
  }
  const y = column.map(({line, cell}) => [numberOf(cell, line)]);
  const found = new Set(y.map(([one]) => one));
  const most = Math.max(...y.map(([one = 0]) => one));
  const whole = most < MOST_CLASSES && y.every(([one = 0]) => Number.isInteger(one) && one >= 0) && found.size === most + 1 && most > 0;
  return whole ? classed(y, Array.from({length: most + 1}, (_, at) => String(at))) : {y, task: /** @type {const} */ ("regression"), classes: []};
}

/** @param {readonly (readonly number[])[]} y @param {readonly string[]} classes */
const classed = (y, classes) => ({y, task: classes.length > 2 ? /** @type {const} */ ("classes") : /** @type {const} */ ("two-classes"), classes});
