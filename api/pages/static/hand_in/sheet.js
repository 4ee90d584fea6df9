/** A table as it was read and is being repaired: its cells, its edits, and the CSV that it becomes. */

import { cell, harmless } from "../csv.js";

/** A table with numbered rows; row numbers stay what the spreadsheet says, whatever is deleted. */
export class Sheet {
  constructor({ name, header, rows, top }) {
    this.name = name;
    this.top = top;
    this.header = [...header];
    this.rows = rows.map(([line, cells]) => ({ line, cells: [...cells] }));
    this.width = Math.max(header.length, ...rows.map(([, cells]) => cells.length));
    this.done = [];
    this.touched = new Set();
  }

  /** Whether anything differs from what was read. */
  get isEdited() { return this.done.length > 0; }

  /** What a cell says; the row of the header is `top`. */
  text(line, at) { return (line === this.top ? this.header : this.row(line)?.cells)?.[at] ?? ""; }

  row(line) { return this.rows.find((row) => row.line === line); }

  /** Place of a column by its header, -1 when there is none. */
  place(column) { return column === null ? -1 : this.header.indexOf(column); }

  /** Write into a cell; return whether that is an edit of its own, and not the last one going on. */
  write(line, at, text) {
    const before = this.text(line, at), cell = `${line}/${at}`, last = this.done.at(-1);
    if (before === text) return false;
    const cells = line === this.top ? this.header : this.row(line).cells, goesOn = last?.cell === cell && !last.isClosed;
    if (!goesOn) this.#note(() => { cells[at] = before; }, cell);
    while (cells.length < at) cells.push("");
    cells[at] = text;
    return !goesOn;
  }

  /** End the last edit: what is written from now on is another. */
  close() { if (this.done.length) this.done.at(-1).isClosed = true; }

  /** Take what a cell shows for what is meant, where it was read with something left out. */
  keep(line, at) { this.#note(() => {}, `${line}/${at}`); }

  /** Delete a row; those below keep their numbers. */
  drop(line) {
    const at = this.rows.findIndex((row) => row.line === line), [gone] = this.rows.splice(at, 1);
    this.#note(() => { this.rows.splice(at, 0, gone); });
  }

  /** Add an empty row at the end and return its number. */
  add() {
    const line = (this.rows.at(-1)?.line ?? this.top) + 1;
    this.rows.push({ line, cells: [] });
    this.#note(() => { this.rows.pop(); });
    return line;
  }

  /** Add a column at the end. */
  addColumn(header) {
    this.header.push(header);
    this.width = Math.max(this.width, this.header.length);
    this.#note(() => { this.header.pop(); });
  }

  /** Take the last edit back; return whether there was one. */
  undo() {
    const last = this.done.pop();
    if (!last) return false;
    last.back();
    if (last.cell && !this.done.some((one) => one.cell === last.cell)) this.touched.delete(last.cell);
    return true;
  }

  /** The table as CSV with its rows where they were; `guarded` for spreadsheets, which else take a text for a formula. */
  csv(guarded = false) {
    const width = Math.max(this.header.length, ...this.rows.map((row) => row.cells.length));
    const lines = Array.from({ length: this.top - 1 }, () => "");
    for (const { line, cells } of [{ line: this.top, cells: this.header }, ...this.rows]) {
      while (lines.length < line - 1) lines.push("");
      lines.push(Array.from({ length: width }, (_, at) => cell(guarded ? harmless(cells[at] ?? "") : cells[at] ?? "")).join(","));
    }
    return `${lines.join("\r\n")}\r\n`;
  }

  #note(back, cell = "") {
    this.done.push({ back, cell, isClosed: false });
    if (cell) this.touched.add(cell);
  }
}
