/** An answer as a timeline: a bar from a beginning to an end, or a dot for a day, on each row. */

import { nameColumn, ofKind, placeOf, yearOf } from "./answer.js";
import { scale, steps } from "./axis.js";
import { shownOf } from "./count.js";
import { draw as svg, make } from "../element.js";
import { roomOf, shortened, widthOf } from "./letter.js";
import { called, learn, pageOf } from "./names.js";
import { say } from "../words.js";

const [ROW, TOP, MOST] = [22, 30, 300];
const BEGIN = /start|since|from|begin|opened|signed|first|published|stated|year/i, END = /end|until|^to$|closed|last/i;

export const timeline = { key: "timeline", fit, rank, draw };

function fit(answer) {
  const dates = ofKind(answer, "date").map((column) => column.name);
  if (!dates.length) return null;
  const start = dates.find((name) => BEGIN.test(name) && !END.test(name)) ?? dates[0];
  const ends = dates.filter((name) => name !== start && END.test(name));
  const latest = dates.find((name) => name !== start && name === start.replace(/earliest$/i, "latest"));
  const labels = ofKind(answer, "thing", "text", "iri").map((column) => column.name);
  return [
    { role: "label", options: labels, chosen: nameColumn(answer) ?? "", optional: true },
    { role: "start", options: dates, chosen: start },
    { role: "end", options: dates, chosen: ends.at(-1) ?? latest ?? "", optional: true },
  ];
}

function rank(answer, slots) {
  return slots[0].chosen && answer.columns.length <= 4 && answer.rows.length > 1 && !ofKind(answer, "number").length ? 2 : 0;
}

async function draw(place, answer, used, still) {
  const [label, start, end] = [used.label, used.start, used.end].map((name) => (name ? placeOf(answer, name) : -1));
  const dated = answer.rows.filter((row) => yearOf(row[start]) !== null || yearOf(row[end]) !== null);
  const spells = dated.map((row) => ({ cell: row[label], start: row[start] ?? null, end: row[end] ?? null, from: yearOf(row[start] ?? row[end]), to: yearOf(row[end] ?? row[start]) }));
  spells.sort((a, b) => a.from - b.from);
  const seen = spells.slice(0, MOST);
  await learn(seen.filter((spell) => spell.cell?.kind === "thing").map((spell) => spell.cell.value));
  if (!still()) return;
  place.replaceChildren(make("div", { class: "scroll", tabindex: 0, role: "region", "aria-label": say("view_timeline") }, picture(seen, roomOf(place, 1).width)), shownOf(seen.length, answer.rows.length, "rows_dated"));
}

function picture(spells, width) {
  const height = TOP + spells.length * ROW + 10;
  const left = Math.min(width / 3, Math.max(60, ...spells.map((spell) => widthOf(called(spell.cell), 13) + 16)));
  const [first, last] = [Math.floor(Math.min(...spells.map((spell) => spell.from))), Math.ceil(Math.max(...spells.map((spell) => spell.to)) + 0.2)];
  const across = scale([first, last], [left, width - 90]);
  const grid = steps(first, last, width / 120, true).map((year) => svg("g", { class: "grid" }, svg("line", { x1: across(year), x2: across(year), y1: TOP - 8, y2: height }), svg("text", { x: across(year), y: TOP - 14, "text-anchor": "middle" }, String(year))));
  const rows = spells.map((spell, at) => line(spell, TOP + at * ROW + ROW / 2, left, across));
  return svg("svg", { viewBox: `0 0 ${width} ${height}`, class: "drawn", role: "group", "aria-label": say("view_timeline") }, svg("g", { "aria-hidden": "true" }, ...grid), ...rows);
}

function line(spell, y, left, across) {
  const name = called(spell.cell), when = [spell.start?.value, spell.end?.value].filter((day, at, all) => day && day !== all[at - 1]).join(" – ");
  const [x, to] = [across(spell.from), across(spell.to)];
  const mark = to - x > 5 ? svg("rect", { x, y: y - 5, width: to - x, height: 10, rx: 3 }) : svg("circle", { cx: x, cy: y, r: 5 });
  const page = spell.cell?.kind === "thing" ? pageOf(spell.cell.value) : null;
  const text = svg("text", { x: left - 10, y: y + 4, "text-anchor": "end" }, shortened(name, 13, left - 14));
  return svg("g", {}, svg("title", {}, `${name} ${when}`), page ? svg("a", { href: page }, text) : text, mark, svg("text", { class: "when", x: to + 9, y: y + 4 }, when));
}
