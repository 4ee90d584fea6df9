/** What is shown as GEXF 1.3: nodes with their place, size and colour, ties with the spells of their records. */
import { EARLY, LATE, nameOf } from "./network.js";
import { linksShown, NOT, WISH } from "./scene.js";
import { isoOf } from "./telling.js";
import { lang as LANG } from "../words.js";

const HEAD = `<?xml version="1.0" encoding="UTF-8"?>
<gexf xmlns="http://gexf.net/1.3" xmlns:viz="http://gexf.net/1.3/viz" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:schemaLocation="http://gexf.net/1.3 http://gexf.net/1.3/gexf.xsd" version="1.3">`;
const OF_NODES = { label_en: "string", label_zh: "string", kind: "string", country: "string", region: "string", ties: "integer", lat: "double", lon: "double" };
const OF_EDGES = { layers: "string", status: "string", records: "string" };
const ENTITIES = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "\t": "&#9;", "\n": "&#10;", "\r": "&#13;" };

/** Return a text that can stand in XML; what XML cannot hold becomes U+FFFD. */
export function escapeXml(text) {
  return String(text).replace(/[^\t\n\r\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/gu, "\uFFFD").replace(/[&<>"\t\n\r]/g, (sign) => ENTITIES[sign]);
}

/** Return the GEXF; `caption` says what it is. */
export function gexfOf(view, caption) {
  const { network, scene, asked } = view;
  const spells = new Map(Array.from(scene.pairs, (pair) => [pair, spellsOf(network, linksShown(network, asked, pair))]));
  const dynamic = [...spells.values()].some((list) => list.length);
  const mode = dynamic ? 'mode="dynamic" timeformat="date" timerepresentation="interval"' : 'mode="static"';
  return [HEAD, `<meta><creator>gzkg</creator><description>${escapeXml(caption)}</description></meta>`, `<graph defaultedgetype="undirected" idtype="string" ${mode}>`,
    declared("node", OF_NODES), declared("edge", OF_EDGES),
    "<nodes>", ...Array.from(scene.nodes, (node) => nodeOf(view, node)), "</nodes>",
    "<edges>", ...Array.from(scene.pairs, (pair) => edgeOf(view, pair, spells.get(pair))), "</edges>", "</graph>", "</gexf>", ""].join("\n");
}

function declared(kind, types) {
  const lines = Object.entries(types).map(([name, type], i) => `<attribute id="${i}" title="${name}" type="${type}"/>`);
  return `<attributes class="${kind}" mode="static">${lines.join("")}</attributes>`;
}

function valuesOf(types, told) {
  const values = Object.keys(types).map((name, i) => told[name] === "" || Number.isNaN(told[name]) ? "" : `<attvalue for="${i}" value="${escapeXml(told[name])}"/>`);
  return `<attvalues>${values.join("")}</attvalues>`;
}

function nodeOf({ network, scene, radius, xy }, node) {
  const told = { label_en: network.en[node], label_zh: network.zh[node], kind: network.kind[node], country: network.country[node], region: network.region[node], ties: scene.degree[node], lat: network.lat[node], lon: network.lon[node] };
  const place = Number.isFinite(xy[2 * node]) ? `<viz:position x="${xy[2 * node].toFixed(2)}" y="${(-xy[2 * node + 1]).toFixed(2)}" z="0.0"/>` : "";
  return `<node id="${escapeXml(network.ids[node])}" label="${escapeXml(nameOf(network, node, LANG))}">${valuesOf(OF_NODES, told)}<viz:size value="${radius[node].toFixed(2)}"/>${place}</node>`;
}

function edgeOf({ network, scene, asked }, pair, spells) {
  const links = linksShown(network, asked, pair);
  const told = { layers: [...new Set(links.map((link) => network.layer[link]))].join(" "), status: { [WISH]: "prospective", [NOT]: "negative" }[scene.how[pair]] ?? "factual", records: links.map((link) => network.record[link]).join(" ").trim() };
  const times = spells.map(([start, end]) => `<spell${start > EARLY ? ` start="${isoOf(start)}"` : ""}${end < LATE ? ` end="${isoOf(end)}"` : ""}/>`);
  const inside = valuesOf(OF_EDGES, told) + (times.length ? `<spells>${times.join("")}</spells>` : "");
  return `<edge id="${pair}" source="${escapeXml(network.ids[network.from[pair]])}" target="${escapeXml(network.ids[network.to[pair]])}" weight="${links.length}">${inside}</edge>`;
}

/** Return the spells of links, those that overlap as one; without those that have neither begin nor end. */
function spellsOf(network, links) {
  const told = links.map((link) => {
    const end = network.closes[link], start = network.opens[link] > EARLY && network.begun[link] < LATE ? network.begun[link] : EARLY;
    return [Math.min(start, end), end];
  });
  const joined = [];
  for (const [start, end] of told.filter(([a, b]) => a > EARLY || b < LATE).sort((a, b) => a[0] - b[0] || a[1] - b[1])) {
    const last = joined.at(-1);
    if (last && start <= last[1]) last[1] = Math.max(last[1], end);
    else joined.push([start, end]);
  }
  return joined;
}
