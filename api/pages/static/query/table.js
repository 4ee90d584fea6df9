/** An answer as a table: sorted by any column, a page of rows at a time. */

import { numberOf } from "./answer.js";
import { make } from "../element.js";
import { called, learn, nameOf, pageOf, shortOf } from "./names.js";
import { lang, number, say } from "../words.js";

const ROWS = 100;
const collator = new Intl.Collator(lang, { numeric: true });

export const sheet = { key: "table", fit: () => [], rank: () => 1, draw };

function draw(place, answer) {
  const state = { rows: answer.rows, page: 0, by: -1, down: false };
  const table = make("div", { class: "scroll", tabindex: 0, role: "region", "aria-label": say("view_table") });
  const pager = make("div", { class: "pager" });
  place.replaceChildren(table, pager);
  const show = async () => {
    const rows = state.rows.slice(state.page * ROWS, (state.page + 1) * ROWS);
    const iris = rows.flatMap((row) => row.filter((cell) => cell?.kind === "thing").map((cell) => cell.value));
    const fill = () => table.replaceChildren(make("table", {}, head(answer, state, sort), make("tbody", {}, ...rows.map((row) => line(answer, row)))));
    fill();
    turnPages(pager, state, show);
    const drawn = table.firstChild;
    await learn(iris);
    if (iris.length && table.firstChild === drawn) drawn.tBodies[0].replaceChildren(...rows.map((row) => line(answer, row)));
  };
  const sort = async (at) => {
    Object.assign(state, { down: state.by === at && !state.down, by: at, page: 0 });
    await learn(answer.rows.map((row) => row[at]).filter((cell) => cell?.kind === "thing").slice(0, 3000).map((cell) => cell.value));
    state.rows = [...answer.rows].sort((a, b) => (state.down ? -1 : 1) * compare(a[at], b[at]));
    await show();
    table.querySelectorAll("thead button")[at].focus();
  };
  show();
}

function head(answer, state, sort) {
  const cells = answer.columns.map((column, at) => {
    const order = state.by === at ? (state.down ? "descending" : "ascending") : null;
    const mark = make("span", { class: "order", "aria-hidden": "true" }, order ? (state.down ? "▾" : "▴") : "");
    return make("th", { scope: "col", "aria-sort": order, class: column.kind }, make("button", { type: "button", onclick: () => sort(at) }, column.name, mark));
  });
  return make("thead", {}, make("tr", {}, ...cells));
}

function line(answer, row) {
  return make("tr", {}, ...row.map((cell, at) => make("td", { class: answer.columns[at].kind }, cell && shown(cell))));
}

/** Return a cell as a reader sees it: a link where there is a page, a tag for its language, a number as it is. */
function shown(cell) {
  if (cell.kind === "thing" || cell.kind === "iri") {
    const name = cell.kind === "thing" ? nameOf(cell.value) : { text: cell.value };
    const page = pageOf(cell.value);
    const words = { lang: name.lang, title: cell.value, class: "iri" };
    return page ? make("a", { ...words, href: page, rel: cell.kind === "iri" ? "noreferrer external" : null }, name.text) : make("span", words, name.text);
  }
  if (cell.lang) return make("span", { lang: cell.lang }, cell.value, make("span", { class: "tongue", "aria-hidden": "true" }, cell.lang));
  if (cell.kind === "text" && cell.datatype && !cell.datatype.endsWith("#string")) return make("span", { title: shortOf(cell.datatype) }, cell.value);
  return document.createTextNode(cell.kind === "number" ? shownNumber(cell) : cell.value);
}

function shownNumber(cell) {
  return /^-?\d{5,}$/.test(cell.value) ? number(Number(cell.value)) : cell.value;
}

function compare(a, b) {
  if (!a || !b) return a ? -1 : b ? 1 : 0;
  if (a.kind === "number" && b.kind === "number") return numberOf(a) - numberOf(b);
  return collator.compare(called(a), called(b));
}

function turnPages(pager, state, show) {
  const all = state.rows.length, from = state.page * ROWS, to = Math.min(all, from + ROWS);
  const turn = (by) => async () => {
    state.page += by;
    await show();
    pager.scrollIntoView({ block: "nearest" });
  };
  const said = all > ROWS ? say("rows_from_to", { from: number(from + 1), to: number(to), n: number(all) }) : say("rows", { n: number(all) });
  const buttons = all > ROWS
    ? [make("button", { type: "button", disabled: from === 0, onclick: turn(-1) }, say("previous")), make("button", { type: "button", disabled: to === all, onclick: turn(1) }, say("next"))]
    : [];
  pager.replaceChildren(make("span", { class: "quiet small" }, all ? said : say("no_rows")), ...buttons);
}
