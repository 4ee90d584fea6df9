/** An answer as a network: two columns are its nodes, each row a link between them. */

import { forceCollide, forceLink, forceManyBody, forceSimulation, forceX, forceY } from "../vendor/drawing.js";
import { numberOf, ofKind, placeOf } from "./answer.js";
import { draw as svg, make } from "../element.js";
import { legend, shownOf } from "./count.js";
import { lettering, roomOf, widthOf } from "./letter.js";
import { called, classOf, learn, nameOf, pageOf } from "./names.js";
import { pan } from "./pan.js";
import { say } from "../words.js";

const [MOST, LABELS, HUBS, STEPS] = [500, 120, 8, 240];
const FROM = /^(source|from|subject)$|_a$/i, TO = /^(target|to|object)$|_b$/i, ASIDE = /^(class|type|kind|rule|property|predicate|source_?(?:zh|en)?|record|claim)$/i;

export const network = { key: "network", fit, rank, draw };

function fit(answer) {
  const ends = ofKind(answer, "thing", "iri", "blank").filter((column) => column.filled);
  const named = [ends.find((column) => FROM.test(column.name)), ends.find((column) => TO.test(column.name))];
  const likely = [...ends.filter((column) => !ASIDE.test(column.name)), ...ends];
  const from = named[0] && named[1] ? named[0] : likely[0];
  const to = named[0] && named[1] ? named[1] : likely.find((column) => column !== from);
  if (!from || !to) return null;
  const options = [...ends, ...ofKind(answer, "text")].map((column) => column.name);
  const weights = ofKind(answer, "number").map((column) => column.name);
  return [
    { role: "from", options, chosen: from.name },
    { role: "to", options, chosen: to.name },
    { role: "weight", options: weights, chosen: weights.find((name) => /^(weight|shared|n|count|ties)/i.test(name)) ?? "", optional: true },
  ];
}

function rank(answer, slots) {
  const named = FROM.test(slots[0].chosen) && TO.test(slots[1].chosen) && !answer.columns.some((column) => column.kind === "point");
  return named && answer.rows.length > 1 ? 3 : 0;
}

async function draw(place, answer, used, still) {
  place.replaceChildren(make("p", { class: "quiet" }, say("drawing")));
  const { nodes, links, all } = read(answer, used);
  await learn(nodes.filter((node) => node.cell.kind === "thing").map((node) => node.cell.value));
  const kinds = commonFirst(nodes.map(kind));
  await learn(kinds);
  if (!still()) return;
  const room = roomOf(place, 0.6);
  await settle(nodes, links, still);
  if (!still()) return;
  place.replaceChildren(legend(kinds.map((iri) => (iri.includes("#") ? nameOf(iri).text : iri))), picture({ nodes, links, kinds }, room), shownOf(nodes.length, all, "nodes_of"));
}

/** Return the most linked nodes, the links between them, and how many nodes there are. */
function read(answer, used) {
  const [from, to, weight] = [used.from, used.to, used.weight].map((name) => (name ? placeOf(answer, name) : -1));
  const nodes = new Map(), links = new Map();
  const node = (cell) => {
    const key = `${cell.kind} ${cell.value}`;
    if (!nodes.has(key)) nodes.set(key, { key, cell, degree: 0 });
    return nodes.get(key);
  };
  for (const row of answer.rows) {
    if (!row[from] || !row[to]) continue;
    const ends = [node(row[from]), node(row[to])];
    const key = ends.map((end) => end.key).sort().join("\n");
    if (links.has(key)) continue;
    links.set(key, { source: ends[0], target: ends[1], weight: numberOf(row[weight]) ?? 1 });
    for (const end of ends) end.degree++;
  }
  const kept = [...nodes.values()].sort((a, b) => b.degree - a.degree).slice(0, MOST), among = new Set(kept);
  return { nodes: kept, links: [...links.values()].filter((link) => among.has(link.source) && among.has(link.target)), all: nodes.size };
}

async function settle(nodes, links, still) {
  const forces = forceSimulation(nodes).stop()
    .force("link", forceLink(links).distance(60))
    .force("apart", forceManyBody().strength(-140).distanceMax(500))
    .force("x", forceX().strength(0.06)).force("y", forceY().strength(0.1))
    .force("touch", forceCollide((node) => size(node) + 3));
  for (let step = 0; step < STEPS && still(); step += 15) {
    forces.tick(15);
    await new Promise((go) => setTimeout(go));
  }
}

const size = (node) => 4 + Math.min(12, 1.7 * Math.sqrt(node.degree));

function picture({ nodes, links, kinds }, room) {
  const most = Math.max(...links.map((link) => link.weight), 1);
  const lines = svg("g", { class: "links" }, ...links.map((link) =>
    svg("line", { x1: link.source.x, y1: link.source.y, x2: link.target.x, y2: link.target.y, "stroke-width": 0.6 + (2.4 * Math.max(0, link.weight)) / most })));
  const dots = svg("g", { class: "dots" }, ...nodes.map((node) => dot(node, kinds)));
  const words = svg("g", { class: "words", "aria-hidden": "true" });
  const image = svg("svg", { viewBox: `0 0 ${room.width} ${room.height}`, role: "group", "aria-label": say("view_network") }, lines, dots, words);
  const whole = framed(nodes, room);
  const move = ({ x, y, k }) => {
    const all = { x: whole.x * k + x, y: whole.y * k + y, k: whole.k * k };
    lines.setAttribute("transform", `translate(${all.x},${all.y}) scale(${all.k})`);
    letter({ nodes, dots, words, room }, all);
  };
  const { buttons } = pan(image, move);
  move({ x: 0, y: 0, k: 1 });
  return make("div", { class: "picture" }, image, buttons);
}

function dot(node, kinds) {
  const told = called(node.cell);
  const circle = svg("circle", { r: size(node), class: `kind-${1 + (kinds.indexOf(kind(node)) % 8)}` }, svg("title", {}, told));
  const page = node.cell.kind === "text" || node.cell.kind === "blank" ? null : pageOf(node.cell.value);
  return page ? svg("a", { href: page, "aria-label": told }, circle) : svg("g", { role: "img", "aria-label": told }, circle);
}

/** Return the class of what a node stands for, or a word for what has none here. */
function kind(node) {
  return (node.cell.kind === "thing" && classOf(node.cell.value)) || say("other");
}

function commonFirst(values) {
  const counts = new Map();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  return [...counts.keys()].sort((a, b) => counts.get(b) - counts.get(a));
}

function framed(nodes, { width, height }) {
  const [xs, ys] = [nodes.map((node) => node.x), nodes.map((node) => node.y)];
  const [left, right, top, bottom] = [Math.min(...xs), Math.max(...xs), Math.min(...ys), Math.max(...ys)];
  const k = Math.min((width * 0.86) / (right - left || 1), (height - 60) / (bottom - top || 1), 2.2);
  return { x: width * 0.47 - (k * (left + right)) / 2, y: height / 2 - (k * (top + bottom)) / 2, k };
}

function letter({ nodes, dots, words, room }, { x, y, k }) {
  const free = lettering(), written = [];
  nodes.forEach((node, at) => {
    if (at === HUBS) for (const { x: left, y: top } of nodes) free([left * k + x - 4, top * k + y - 4, left * k + x + 4, top * k + y + 4]);
    const [across, down, label] = [node.x * k + x, node.y * k + y, called(node.cell)];
    dots.children[at].setAttribute("transform", `translate(${across},${down})`);
    const right = across + size(node) + 3, box = [right, down - 8, right + widthOf(label, 12), down + 7];
    const inside = across > -20 && across < room.width && down > 0 && down < room.height;
    if (inside && label.length < 50 && written.length < LABELS && free(box)) written.push(svg("text", { x: right, y: down + 4 }, label));
  });
  words.replaceChildren(...written);
}
