/** The table on the page: cells to edit, findings below the row that they are about, so many rows at a time. */

import { make } from "../element.js";
import { say } from "../words.js";
import { button } from "./parts.js";
import { isOfReading, offering, repaired, show, sign, worst } from "./finding.js";

const PAGE = 50;

/** Shows a sheet with its findings; `changed()` is called after every edit. */
export class Grid {
  constructor(region, pages, { changed }) {
    Object.assign(this, { region, pages, changed, filter: "all", first: 0, language: "en", passed: { line: -1, at: -1 } });
    region.addEventListener("focusin", () => { this.passed = this.held() ?? this.passed; });
    region.addEventListener("input", ({ target }) => this.#write(Number(target.dataset.line), Number(target.dataset.at), target.value, target));
    region.addEventListener("change", ({ target }) => { target.value = target.value.trim(); this.sheet.close(); });
    region.addEventListener("keydown", (event) => this.#move(event));
  }

  /** Show a sheet and what was found in it. */
  open(sheet, findings, language) {
    Object.assign(this, { sheet, findings, language });
    const there = new Set([sheet.top, ...sheet.rows.map((row) => row.line)]);
    this.places = findings.map((finding) => this.#placed(finding)).filter(({ line }) => there.has(line));
    this.places.sort((a, b) => a.line - b.line || a.at - b.at);
    this.draw();
  }

  /** Draw the rows that are to be seen. */
  draw() {
    const lines = this.#lines();
    this.first = Math.min(this.first, Math.max(0, Math.floor((lines.length - 1) / PAGE) * PAGE));
    const shown = lines.slice(this.first, this.first + PAGE);
    const body = make("tbody");
    let last = this.first ? lines[this.first - 1] : this.sheet.top;
    for (const line of shown) {
      const between = this.sheet.rows.filter((row) => row.line > last && row.line < line).length;
      if (between) body.append(make("tr", { class: "gap" }, make("td", { colspan: this.sheet.width + 1 }, make("div", { class: "along" }, say("not_shown", { number: between })))));
      body.append(...this.#row(line));
      last = line;
    }
    this.region.replaceChildren(make("table", {}, make("thead", {}, ...this.#row(this.sheet.top)), body));
    this.#turn(lines.length, shown);
  }

  /** Go to the next finding, or with -1 to the one before; return whether there is one. */
  jump(step) {
    const places = this.places.filter((place) => this.#matters(place));
    if (!places.length) return false;
    const here = this.#here(), after = (one) => one.line - here.line || Math.max(one.at, 0) - here.at;
    const found = step > 0 ? places.find((one) => after(one) > 0) ?? places[0] : places.findLast((one) => after(one) < 0) ?? places.at(-1);
    this.go(found.line, found.at);
    return true;
  }

  /** Bring a cell into view and into the hand, with the cursor where it was, if that is given. */
  go(line, at, caret = null) {
    if (line !== this.sheet.top && !this.#cell(line, Math.max(at, 0))) {
      const place = this.#lines().indexOf(line);
      if (place < 0) this.filter = "all";
      this.first = Math.floor(this.#lines().indexOf(line) / PAGE) * PAGE;
      this.draw();
    }
    const cell = this.#cell(line, Math.max(at, 0));
    cell?.focus();
    if (caret !== null) cell?.setSelectionRange(caret, caret);
    cell?.scrollIntoView({ block: "center", inline: "nearest" });
  }

  /** The cell that is in the hand, if one is: `{line, at}`. */
  held() {
    const cell = document.activeElement?.closest?.("[data-line]");
    return cell && this.region.contains(cell) ? { line: Number(cell.dataset.line), at: Number(cell.dataset.at) } : null;
  }

  #here() { return this.held() ?? this.passed; }

  #placed(finding) {
    if (finding.line === null) return { finding, line: null, at: -1 };
    const line = finding.line <= this.sheet.top ? this.sheet.top : finding.line;
    const at = this.sheet.place(finding.column);
    return { finding, line: line === this.sheet.top && at < 0 ? null : line, at };
  }

  /** Whether a finding is among those asked for. */
  #matters({ finding }) { return this.filter !== "violation" || finding.severity === "violation"; }

  #lines() {
    const all = this.sheet.rows.map((row) => row.line);
    if (this.filter === "all") return all;
    const faulty = new Set(this.places.filter((place) => this.#matters(place)).map(({ line }) => line));
    return all.filter((line, i) => faulty.has(line) || (this.filter === "faulty" && (faulty.has(all[i - 1]) || faulty.has(all[i + 1]))));
  }

  #row(line) {
    const here = this.places.filter((place) => place.line === line), isHeader = line === this.sheet.top;
    const cells = Array.from({ length: this.sheet.width }, (_, at) => this.#drawn(line, at, here));
    const head = isHeader ? make("th", { scope: "col", class: "row-number" }, say("row")) : make("th", { scope: "row", class: "row-number" }, String(line), button("×", () => this.#drop(line), { class: "drop-row", "aria-label": say("delete_row", { row: line }) }));
    const rows = [make("tr", { class: worst(here.map(({ finding }) => finding)) ?? "" }, head, ...cells)];
    if (here.length) rows.push(make("tr", { class: "told" }, make("td", { colspan: this.sheet.width + 1 }, make("ul", { class: "findings along" }, ...here.map((place, i) => this.#told(place, i))))));
    return rows;
  }

  #drawn(line, at, here) {
    const isHeader = line === this.sheet.top, column = this.sheet.header[at] || say("no_header", { number: at + 1 });
    const faults = here.filter((place) => place.at === at), severity = worst(faults.map(({ finding }) => finding));
    const touched = this.sheet.touched.has(`${line}/${at}`);
    const text = this.sheet.text(line, at);
    const cell = make("textarea", {
      text, rows: 1, spellcheck: "false", "data-line": line, "data-at": at,
      "aria-label": isHeader ? say("header_label", { column }) : say("cell_label", { row: line, column }),
      "aria-invalid": severity === "violation" ? "true" : null,
      "aria-describedby": faults.map((place) => `told-${line}-${here.indexOf(place)}`).join(" ") || null,
      class: text.length > 40 ? "long" : "",
    });
    return make(isHeader ? "th" : "td", { class: [severity ?? "", touched ? "touched" : ""].join(" ").trim(), scope: isHeader ? "col" : null, title: touched ? say("edited") : "" }, severity && sign(severity), cell);
  }

  #told({ finding, line, at }, number) {
    const put = (offer) => { this.sheet.close(); this.#write(line, at, repaired(this.sheet.text(line, at), finding, offer)); this.sheet.close(); this.go(line, at); };
    const acts = at < 0 ? [] : offering(finding, put);
    if (isOfReading(finding) && at >= 0) acts.push(button(say("keep_shown"), () => { this.sheet.keep(line, at); this.draw(); this.changed(); }, { class: "offer" }));
    return show(finding, this.language, { where: finding.column ?? "", acts, id: `told-${line}-${number}` });
  }

  /** Write into a cell; `typed` is its field when somebody types in it. */
  #write(line, at, text, typed = null) {
    if (!this.sheet.write(line, at, text.trim())) return;
    const field = typed ?? this.#cell(line, at);
    if (field) {
      if (!typed) field.value = text;
      field.parentElement.classList.add("touched");
      field.parentElement.title = say("edited");
    }
    this.changed();
  }

  #drop(line) {
    this.sheet.drop(line);
    this.places = this.places.filter((place) => place.line !== line);
    this.draw();
    this.changed();
    (this.region.querySelector(".drop-row") ?? this.region).focus();
  }

  #move(event) {
    const held = this.held(), step = { ArrowDown: 1, ArrowUp: -1, Enter: 1 }[event.key];
    if (!held || !step || event.isComposing || event.altKey || event.ctrlKey || event.shiftKey || event.target.value.includes("\n")) return;
    const cells = [...this.region.querySelectorAll(`[data-at="${held.at}"]`)];
    event.preventDefault();
    cells[cells.indexOf(event.target) + step]?.focus();
  }

  #cell(line, at) { return this.region.querySelector(`[data-line="${line}"][data-at="${at}"]`); }

  #turn(all, shown) {
    const turn = (to) => { this.first = to; this.draw(); this.region.scrollIntoView({ block: "start" }); };
    this.pages.replaceChildren(
      make("span", { class: "quiet small" }, say(shown.length ? "page_of" : "page_none", { first: shown[0], last: shown.at(-1), shown: shown.length, all: this.sheet.rows.length })),
      button(say("earlier"), () => turn(this.first - PAGE), { disabled: this.first === 0, hidden: all <= PAGE }),
      button(say("later"), () => turn(this.first + PAGE), { disabled: this.first + PAGE >= all, hidden: all <= PAGE }),
      button(say("add_row"), () => { const line = this.sheet.add(); this.filter = "all"; this.changed(); this.go(line, 0); }),
    );
  }
}
