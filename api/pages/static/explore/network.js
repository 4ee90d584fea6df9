/** A network as columns: nodes, pairs of nodes, and the links of each pair (one for each record, with its dates). */

/** Bound of a date that is not known; days are whole numbers, 19790502. */
export const EARLY = 0, LATE = 99999999;

/** Groups of statuses, by number. */
export const STATUSES = ["factual", "prospective", "negative"];

const ENDS = ["source", "target"];

/**
 * Read the JSON of a network: the service's own, node-link, or Cytoscape.js.
 * Throws an Error with one of the keys `file_no_network` and `file_no_edges` when it holds none.
 */
export function readNetwork(told) {
  const nodes = rows(told?.nodes ?? told?.elements?.nodes), edges = rows(told?.edges ?? told?.links ?? told?.elements?.edges);
  if (!nodes || !edges) throw new Error("file_no_network");
  const place = new Map();
  const known = nodes.filter((node) => !place.has(idOf(node)) && place.set(idOf(node), place.size));
  const together = pairsOf(edges, place);
  if (!together.size) throw new Error("file_no_edges");
  return columns(known, [...together.values()], place);
}

/** Return a date of the JSON as a whole number, or `missing` when it is none. */
export function dayOf(text, missing) {
  const found = /^(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?/.exec(String(text ?? ""));
  return found ? Number(found[1] + (found[2] ?? "01") + (found[3] ?? "01")) : missing;
}

function rows(list) {
  return Array.isArray(list) ? list.map((item) => item?.data && typeof item.data === "object" ? item.data : item).filter((item) => item && typeof item === "object") : null;
}

function idOf(node) {
  return String(node.id ?? node.key ?? node.name ?? "");
}

/** Put together the edges of each pair of nodes, whatever their direction. */
function pairsOf(edges, place) {
  const together = new Map();
  for (const edge of edges) {
    const [from, to] = ENDS.map((end) => place.get(String(edge[end]?.id ?? edge[end])));
    if (from === undefined || to === undefined || from === to) continue;
    const key = from < to ? from * place.size + to : to * place.size + from;
    const pair = together.get(key);
    if (pair) pair.links.push(...linksOf(edge));
    else together.set(key, { from, to, links: linksOf(edge) });
  }
  return together;
}

/** Return the links of an edge: those of its records where it tells them, else one for each spell, else one. */
function linksOf(edge) {
  const layers = edge.kinds ?? edge.layers ?? [edge.layer ?? ""], records = edge.records ?? [];
  const times = edge.bounds ?? (edge.spells?.length ? edge.spells.map(([start, end]) => [start, start ?? "0000", end, end]) : [[null, "0000", null, null]]);
  return times.map((time, i) => ({
    layer: String(layers[i] ?? layers[0] ?? ""),
    status: Math.max(0, STATUSES.indexOf(edge.statuses?.[i] ?? "factual")),
    record: records[i] === undefined ? "" : String(records[i]),
    bounds: [dayOf(time[0], EARLY), dayOf(time[1], LATE), dayOf(time[2], EARLY), dayOf(time[3], LATE)],
  }));
}

function columns(nodes, pairs, place) {
  const text = (name) => nodes.map((node) => node[name] == null ? "" : String(node[name]));
  const degrees = (name, other) => Float64Array.from(nodes, (node) => node[name] == null && node[other] == null ? NaN : Number(node[name] ?? node[other]));
  const links = pairs.flatMap((pair) => pair.links);
  const first = new Int32Array(pairs.length + 1);
  pairs.forEach((pair, i) => { first[i + 1] = first[i] + pair.links.length; });
  const bound = (number) => Int32Array.from(links, (link) => link.bounds[number]);
  return {
    size: nodes.length, ids: nodes.map(idOf), place,
    label: text("label"), en: text("label_en"), zh: text("label_zh"),
    kind: text("kind"), country: text("country"), region: text("region"),
    lon: degrees("lon", "lng"), lat: degrees("lat", "latitude"),
    from: Int32Array.from(pairs, (pair) => pair.from), to: Int32Array.from(pairs, (pair) => pair.to), first,
    layer: links.map((link) => link.layer), record: links.map((link) => link.record),
    status: Uint8Array.from(links, (link) => link.status),
    opens: bound(0), begun: bound(1), ends: bound(2), closes: bound(3),
    beside: neighbours(nodes.length, pairs),
  };
}

/** Return for each node the pairs that it is in: `pairs[start[i]]` to `pairs[start[i + 1] - 1]`. */
function neighbours(size, pairs) {
  const start = new Int32Array(size + 1);
  for (const { from, to } of pairs) { start[from + 1]++; start[to + 1]++; }
  for (let i = 0; i < size; i++) start[i + 1] += start[i];
  const next = start.slice(0, size), found = new Int32Array(pairs.length * 2);
  pairs.forEach(({ from, to }, i) => { found[next[from]++] = i; found[next[to]++] = i; });
  return { start, pairs: found };
}

/** Return what to call a node in a language, or else in another. */
export function nameOf(network, node, lang) {
  const [own, other] = lang === "zh" ? [network.zh, network.en] : [network.en, network.zh];
  return own[node] || other[node] || network.label[node] || network.ids[node];
}

/** Return the language of the name that `nameOf` gives, or "" when nothing tells. */
export function langOf(network, node, lang) {
  const other = lang === "zh" ? "en" : "zh";
  return network[lang][node] ? lang : network[other][node] ? other : "";
}

/** Give the pairs of a node with the node at the other end: `each(pair, other)`. */
export function eachPair(network, node, each) {
  const { start, pairs } = network.beside;
  for (let i = start[node]; i < start[node + 1]; i++) each(pairs[i], network.from[pairs[i]] === node ? network.to[pairs[i]] : network.from[pairs[i]]);
}
