/** The table twin: nodes and ties that are shown, as text. */
import { langOf, nameOf } from "./network.js";
import { linksShown } from "./scene.js";
import { nameOfTerm, sayDates } from "./telling.js";
import { make } from "../element.js";
import { lang as LANG, say } from "../words.js";

const MOST = 1000;

/** Show both tables in a section; `choose(id)` is called when a name is pressed, `where(node)` gives its place on the drawing. */
export function showTables(section, view, { choose, where, selected }) {
  const frames = () => [...section.querySelectorAll(".scroll")], scrolled = frames().map((frame) => frame.scrollTop);
  const pressed = section.contains(document.activeElement) ? document.activeElement.closest("tr")?.dataset.node : undefined;
  section.replaceChildren(nodesTable(view, { choose, where, selected }), edgesTable(view));
  frames().forEach((frame, i) => { frame.scrollTop = scrolled[i] ?? 0; });
  if (pressed !== undefined) [...section.querySelectorAll("tr[data-node]")].find((row) => row.dataset.node === pressed)?.querySelector("button").focus({ preventScroll: true });
}

/** Tell the tables where nodes are now. */
export function placeRows(section, view, where) {
  for (const row of section.querySelectorAll("tr[data-node]")) setPlace(row, where(view.network.place.get(row.dataset.node)));
}

function setPlace(row, [x, y]) {
  row.dataset.x = Number.isFinite(x) ? x.toFixed(1) : "";
  row.dataset.y = Number.isFinite(y) ? y.toFixed(1) : "";
}

function nodesTable(view, { choose, where, selected }) {
  const { network, scene, measure, countries } = view;
  const heads = ["name", "kind", "country", "ties", ...(measure ? ["value"] : [])];
  const rows = Array.from(scene.nodes.slice(0, MOST), (node) => {
    const button = make("button", { type: "button", class: "name", text: nameOf(network, node, LANG), lang: langOf(network, node, LANG) || undefined });
    button.addEventListener("click", () => choose(network.ids[node]));
    const texts = [nameOfTerm("kinds", network.kind[node]), countries.get(network.country[node]) ?? network.country[node]], value = scene.values[node];
    const row = make("tr", { "data-node": network.ids[node], class: node === selected ? "chosen-row" : undefined }, make("th", { scope: "row" }, button), ...texts.map((text) => make("td", { text })),
      make("td", { class: "number", text: String(scene.degree[node]) }), ...(measure ? [make("td", { class: "number", text: Number.isFinite(value) ? String(+value.toPrecision(4)) : "" })] : []));
    setPlace(row, where(node));
    return row;
  });
  return framed(say("nodes_caption"), heads, rows, scene.nodes.length, "nodes");
}

function edgesTable(view) {
  const { network, scene, asked } = view;
  const rows = Array.from(scene.pairs.slice(0, MOST), (pair) => {
    const links = linksShown(network, asked, pair), ends = [network.from[pair], network.to[pair]];
    const texts = [links.map((link) => kindOf(network, link)), links.map((link) => sayDates(network, link))];
    return make("tr", { "data-pair": ends.map((node) => network.ids[node]).join(" ") },
      ...ends.map((node) => make("td", { text: nameOf(network, node, LANG), lang: langOf(network, node, LANG) || undefined })),
      ...texts.map((each) => make("td", {}, ...each.map((text) => make("div", { text })))));
  });
  return framed(say("edges_caption"), ["between_names", "and_name", "relation", "dates"], rows, scene.pairs.length, "edges");
}

function kindOf(network, link) {
  const status = network.status[link];
  return nameOfTerm("layers", network.layer[link]) + (status ? ` (${say(status === 1 ? "wish" : "not")})` : "");
}

function framed(title, heads, rows, all, name) {
  const head = make("thead", {}, make("tr", {}, ...heads.map((key) => make("th", { scope: "col", text: say(key), class: key === "ties" || key === "value" ? "number" : undefined }))));
  const table = make("table", { id: `${name}-table` }, make("caption", { text: title }), head, make("tbody", {}, ...rows));
  const frame = make("div", { class: "scroll", tabindex: "0", role: "region", "aria-label": title }, table);
  if (all > rows.length) frame.append(make("p", { class: "small quiet", text: say("first_rows", { n: rows.length, m: all }) }));
  return frame;
}
