/** An answer as a chart: bars for categories, lines for years and days. */

import { nameColumn, numberOf, ofKind, placeOf, yearOf } from "./answer.js";
import { scale, steps } from "./axis.js";
import { legend, shownOf } from "./count.js";
import { draw as svg, make } from "../element.js";
import { roomOf, shortened, widthOf } from "./letter.js";
import { called, learn } from "./names.js";
import { number, say } from "../words.js";

const [BAR, MOST_BARS, MOST_LINES] = [24, 60, 8];

export const chart = { key: "chart", fit, rank, draw };

function fit(answer) {
  const numbers = ofKind(answer, "number").map((column) => column.name);
  const across = ofKind(answer, "date", "text", "thing", "iri", "boolean").map((column) => column.name);
  if (!numbers.length || !across.length || answer.rows.length < 2) return null;
  const day = ofKind(answer, "date").find((column) => column.filled)?.name;
  const few = ofKind(answer, "text", "thing").filter((column) => isFew(answer, column)).map((column) => column.name);
  return [
    { role: "across", options: across, chosen: day ?? nameColumn(answer) ?? across[0] },
    { role: "value", options: numbers, chosen: numbers.find((name) => /total|count|^n$|number|ties|shared/i.test(name)) ?? numbers[0] },
    { role: "series", options: few, chosen: day ? (few.includes(nameColumn(answer)) ? nameColumn(answer) : (few[0] ?? "")) : "", optional: true },
  ];
}

function rank(answer, slots) {
  const isDay = ofKind(answer, "date").some((column) => column.name === slots[0].chosen);
  if (isDay && /year/i.test(slots[0].chosen)) return 3;
  return answer.columns.length <= 4 && answer.rows.length <= MOST_BARS ? 2 : 0;
}

function isFew(answer, column) {
  const values = new Set(answer.rows.map((row) => row[column.place]?.value));
  return values.size <= MOST_LINES && values.size < answer.rows.length;
}

async function draw(place, answer, used, still) {
  const [across, value, series] = [used.across, used.value, used.series].map((name) => (name ? placeOf(answer, name) : -1));
  const marks = answer.rows.filter((row) => row[across] && numberOf(row[value]) !== null).map((row) => ({ cell: row[across], of: row[series], n: numberOf(row[value]) }));
  await learn(marks.flatMap((mark) => [mark.cell, mark.of]).filter((cell) => cell?.kind === "thing").slice(0, 1500).map((cell) => cell.value));
  if (!still()) return;
  const isDay = answer.columns[across].kind === "date" && marks.every((mark) => yearOf(mark.cell) !== null);
  const [drawn, shown] = (isDay ? lines : bars)(marks, used, roomOf(place, 0.45));
  place.replaceChildren(...drawn, shownOf(shown, answer.rows.length, "rows_drawn"));
}

function bars(marks, used, { width }) {
  const shown = marks.slice(0, MOST_BARS), height = shown.length * BAR + 34;
  const left = Math.min(width / 3, Math.max(60, ...shown.map((mark) => widthOf(called(mark.cell), 13) + 16)));
  const [least, most] = [Math.min(0, ...shown.map((mark) => mark.n)), Math.max(0, ...shown.map((mark) => mark.n))];
  const along = scale([least, most], [left, width - 90]);
  const series = names(shown);
  const rows = shown.map((mark, at) => {
    const y = 26 + at * BAR, [from, to] = [along(Math.min(0, mark.n)), along(Math.max(0, mark.n))], name = called(mark.cell);
    return svg("g", {},
      svg("title", {}, `${name}: ${mark.n}`),
      svg("text", { x: left - 10, y: y + 14, "text-anchor": "end" }, shortened(name, 13, left - 14)),
      svg("rect", { x: from, y: y + 2, width: Math.max(1, to - from), height: BAR - 7, rx: 2, class: `kind-${1 + (series.indexOf(called(mark.of)) % 8)}` }),
      svg("text", { class: "when", x: to + 7, y: y + 14 }, number(mark.n)));
  });
  const ticks = steps(least, most, width / 130).map((n) => svg("g", { class: "grid" }, svg("line", { x1: along(n), x2: along(n), y1: 20, y2: height - 8 }), svg("text", { x: along(n), y: 13, "text-anchor": "middle" }, number(n))));
  return [[legend(series), framed(`0 0 ${width} ${height}`, used, svg("g", { "aria-hidden": "true" }, ...ticks), ...rows)], shown.length];
}

function lines(marks, used, { width, height }) {
  const series = names(marks).slice(0, MOST_LINES), shown = marks.filter((mark) => series.includes(called(mark.of)));
  const years = shown.map((mark) => yearOf(mark.cell)), values = shown.map((mark) => mark.n);
  const [first, last, least, most] = [Math.min(...years), Math.max(...years), Math.min(0, ...values), Math.max(...values, 1)];
  const across = scale([first, last], [60, width - 30]), up = scale([least, most * 1.05], [height - 40, 16]);
  const grid = [
    ...steps(least, most * 1.05, 6).map((n) => svg("g", { class: "grid" }, svg("line", { x1: 60, x2: width - 30, y1: up(n), y2: up(n) }), svg("text", { x: 50, y: up(n) + 4, "text-anchor": "end" }, number(n)))),
    ...steps(first, last, width / 110, true).map((year) => svg("text", { class: "when", x: across(year), y: height - 16, "text-anchor": "middle" }, String(year))),
  ];
  const drawn = series.map((name, at) => {
    const points = shown.filter((mark) => called(mark.of) === name).map((mark) => [across(yearOf(mark.cell)), up(mark.n), mark]).sort((a, b) => a[0] - b[0]);
    const dots = points.map(([x, y, mark]) => svg("circle", { cx: x, cy: y, r: 3.5, role: "img", "aria-label": `${name} ${mark.cell.value}: ${mark.n}` }, svg("title", {}, `${name} ${mark.cell.value}: ${number(mark.n)}`)));
    return svg("g", { class: `line kind-${1 + (at % 8)}` }, svg("polyline", { points: points.map(([x, y]) => `${x},${y}`).join(" ") }), ...dots);
  });
  return [[legend(series), framed(`0 0 ${width} ${height}`, used, svg("g", { "aria-hidden": "true" }, ...grid), ...drawn)], shown.length];
}

function names(marks) {
  return [...new Set(marks.map((mark) => called(mark.of)))];
}

function framed(viewBox, used, ...children) {
  const label = say("chart_of", { value: used.value, across: used.across });
  return make("div", { class: "scroll", tabindex: 0, role: "region", "aria-label": label }, svg("svg", { viewBox, class: "drawn", role: "group", "aria-label": label }, ...children));
}
