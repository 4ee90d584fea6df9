/** CSV that no spreadsheet takes for more than text: the same rule as that of the library and of api/spreadsheet.py. */

const FORMULA = /^[=+\-@\t\r\n＝＋－＠]/;

/** Return a text as no spreadsheet takes it for a formula: with an apostrophe before it, where it could be one. */
export const harmless = (text) => (FORMULA.test(text) ? `'${text}` : text);

/** Return a text as a cell of CSV: in quotes where a reader could else take a part of it for the end of the cell. */
export const cell = (text) => (/[",;\t\r\n]|^\s|\s$/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);
