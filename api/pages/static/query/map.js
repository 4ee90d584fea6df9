/** An answer on a map: a dot for each place, its size by a number, arcs where a row names two places. */

import { feature, geoInterpolate, geoNaturalEarth1, geoPath } from "../vendor/drawing.js";
import { nameColumn, numberOf, ofKind, placeOf, pointOf } from "./answer.js";
import { shownOf } from "./count.js";
import { draw as svg, make } from "../element.js";
import { lettering, roomOf, widthOf } from "./letter.js";
import { called, learn, pageOf, whereIs } from "./names.js";
import { pan } from "./pan.js";
import { say } from "../words.js";

const [MOST, LABELS] = [2000, 60];
const PLACED = /\/id\/(city|district)\//;
const isLatitude = (column) => /^(lat|latitude|纬度)$/i.test(column.name);
const isLongitude = (column) => /^(lon|lng|long|longitude|经度)$/i.test(column.name);
const statics = document.getElementById("asking").dataset.static;

export const geography = { key: "map", fit, rank: (answer) => (answer.rows.length > 1 && ofKind(answer, "point").length ? 3 : 0), draw };

function fit(answer) {
  const numbers = ofKind(answer, "number");
  const up = numbers.find(isLatitude), across = numbers.find(isLongitude);
  const points = ofKind(answer, "point"), things = ofKind(answer, "thing").filter((column) => answer.rows.some((row) => PLACED.test(row[column.place]?.value ?? "")));
  const places = [...points, ...things].map((column) => column.name);
  if (!places.length && !(up && across)) return null;
  const where = up && across && !points.length
    ? [{ role: "latitude", options: [up.name], chosen: up.name }, { role: "longitude", options: [across.name], chosen: across.name }]
    : [{ role: "place", options: places, chosen: places[0] }, { role: "second", options: places, chosen: points.length ? "" : (places[1] ?? ""), optional: true }];
  const labels = ofKind(answer, "thing", "text").map((column) => column.name);
  const sizes = numbers.filter((column) => column !== up && column !== across).map((column) => column.name);
  return [
    ...where,
    { role: "label", options: labels, chosen: nameColumn(answer, things[0]?.name) ?? "", optional: true },
    { role: "size", options: sizes, chosen: sizes.find((name) => /^(n|count|number|population|ties|shared|total)/i.test(name)) ?? "", optional: true },
  ];
}

async function draw(place, answer, used, still) {
  place.replaceChildren(make("p", { class: "quiet" }, say("drawing")));
  const cells = (name) => (name ? answer.rows.map((row) => row[placeOf(answer, name)]).filter((cell) => cell?.kind === "thing").map((cell) => cell.value) : []);
  const [land] = await Promise.all([coasts(), learn([...cells(used.place), ...cells(used.second), ...cells(used.label)].slice(0, MOST))]);
  if (!still()) return;
  const marks = read(answer, used);
  if (!marks.length) {
    place.replaceChildren(make("p", { class: "quiet" }, say("no_places")));
    return;
  }
  place.replaceChildren(picture(land, marks.slice(0, MOST), roomOf(place, 0.52, 180)), shownOf(Math.min(MOST, marks.length), answer.rows.length, "rows_on_map"));
}

let asked;

/** Return the land of the world, or null when it cannot be fetched. */
function coasts() {
  asked ??= fetch(`${statics}vendor/land.json`).then((answer) => answer.json()).then((world) => feature(world, world.objects.land)).catch(() => (asked = null));
  return asked;
}

/** Return a mark for each row that has a place: where, and perhaps whereto, what it is called, how much it counts. */
function read(answer, used) {
  const at = Object.fromEntries(Object.entries(used).map(([role, name]) => [role, name ? placeOf(answer, name) : -1]));
  const where = (cell) => (cell?.kind === "thing" ? whereIs(cell.value) : pointOf(cell));
  return answer.rows.flatMap((row) => {
    const point = used.latitude ? [numberOf(row[at.longitude]), numberOf(row[at.latitude])] : where(row[at.place]);
    if (!point || point.includes(null)) return [];
    const other = where(row[at.second]), size = numberOf(row[at.size]);
    if (other) return [{ ...end(row[at.place]), point, other, size: null }, { ...end(row[at.second]), point: other, size }];
    const page = [row[at.place], row[at.label], ...row].find((cell) => cell?.kind === "thing");
    return [{ point, label: called(row[at.label] ?? row[at.place]), size, page: page ? pageOf(page.value) : null }];
  });
}

function end(cell) {
  return { label: called(cell), page: cell.kind === "thing" ? pageOf(cell.value) : null };
}

function picture(land, marks, room) {
  const projection = geoNaturalEarth1().fitExtent([[8, 8], [room.width - 8, room.height - 8]], { type: "Sphere" });
  const path = geoPath(projection);
  const ground = svg("g", {}, svg("path", { class: "sea", d: path({ type: "Sphere" }) }), land && svg("path", { class: "land", d: path(land) }));
  const arcs = svg("g", { class: "arcs" }), dots = svg("g", { class: "dots" }), words = svg("g", { class: "words", "aria-hidden": "true" });
  const image = svg("svg", { viewBox: `0 0 ${room.width} ${room.height}`, role: "group", "aria-label": say("view_map") }, ground, arcs, dots, words);
  for (const { point, other } of marks) {
    if (other) arcs.append(svg("path", { d: path({ type: "LineString", coordinates: [point, geoInterpolate(point, other)(0.5), other] }) }));
  }
  const placed = spots(marks, projection, room.width / 75);
  dots.append(...placed.map((spot) => spot.element));
  const { buttons } = pan(image, (transform) => {
    ground.setAttribute("transform", transform);
    arcs.setAttribute("transform", transform);
    letter(placed, words, room, transform);
  });
  letter(placed, words, room, { x: 0, y: 0, k: 1 });
  return make("div", { class: "picture" }, image, buttons);
}

function spots(marks, projection, widest) {
  const most = Math.max(...marks.map((mark) => mark.size ?? 0), 1);
  const seen = new Map();
  for (const mark of marks) {
    const key = `${mark.point} ${mark.label}`;
    if (!seen.has(key) || (mark.size ?? 0) > (seen.get(key).size ?? 0)) seen.set(key, mark);
  }
  return [...seen.values()].sort((a, b) => (b.size ?? 0) - (a.size ?? 0)).map((mark) => {
    const [x, y] = projection(mark.point);
    const r = mark.size === null ? 4 : 3 + widest * Math.sqrt(Math.max(0, mark.size) / most);
    const told = mark.size === null ? mark.label : `${mark.label}: ${mark.size}`;
    const dot = svg("circle", { r }, svg("title", {}, told));
    const element = mark.page ? svg("a", { href: mark.page, "aria-label": told }, dot) : svg("g", { role: "img", "aria-label": told }, dot);
    return { x, y, r, label: mark.label, element };
  });
}

function letter(placed, words, room, { x, y, k }) {
  const free = lettering(), written = [];
  for (const spot of placed) {
    const [across, down] = [spot.x * k + x, spot.y * k + y];
    spot.element.setAttribute("transform", `translate(${across},${down})`);
    const right = across + spot.r + 3, box = [right, down - 8, right + widthOf(spot.label, 12), down + 7];
    const inside = across > 0 && across < room.width && down > 0 && down < room.height;
    if (inside && spot.label.length < 40 && written.length < LABELS && free(box)) written.push(svg("text", { x: right, y: down + 4 }, spot.label));
  }
  words.replaceChildren(...written);
}
