/** What is shown: which pairs hold on the day and pass the filters, which nodes are the largest, what hangs on them. */
import { EARLY, LATE, eachPair } from "./network.js";

/** Instead of a day: all time. */
export const EVER = "ever";

/** How a pair is drawn: it holds not; it is a fact; a wish; or known not to be. */
export const OFF = 0, FACT = 1, WISH = 2, NOT = 3;

/** Tell whether a link holds on a day as surely as asked: not ruled out, or (unless `possible`) certainly begun. */
export function holds(network, link, day, possible) {
  if (day === EVER) return possible || network.begun[link] < LATE;
  if (network.opens[link] > day || network.closes[link] < day) return false;
  return possible || network.begun[link] <= day;
}

/**
 * Choose what is shown. `asked`: day, possible, statuses (flags by number), countries (a Set), top, placed (only what
 * lies on the map), always (nodes that are shown whatever their size), open (nodes of which all neighbours are shown),
 * only (a node, or -1: only it and its neighbours), values (size of each node, or null: its number of ties).
 */
export function choose(network, asked) {
  const how = pairStates(network, asked), degree = degreesOf(network, how);
  const values = asked.values ?? degree;
  const there = [];
  for (let i = 0; i < network.size; i++) if (degree[i]) there.push(i);
  there.sort((a, b) => (values[b] || 0) - (values[a] || 0) || degree[b] - degree[a] || a - b);
  const shown = new Uint8Array(network.size);
  for (const node of there.slice(0, asked.top)) shown[node] = 1;
  for (const node of asked.always) if (degree[node]) shown[node] = 1;
  for (const node of asked.open) open(network, node, how, shown);
  const nodes = Int32Array.from(there.filter((node) => shown[node]));
  const pairs = [];
  for (let i = 0; i < how.length; i++) if (how[i] && shown[network.from[i]] && shown[network.to[i]]) pairs.push(i);
  return { nodes, pairs: Int32Array.from(pairs), how, shown, degree, values, all: there.length, unplaced: asked.placed ? unplaced(network, asked) : 0 };
}

function pairStates(network, asked) {
  const how = new Uint8Array(network.from.length);
  for (let pair = 0; pair < how.length; pair++) if (passes(network, asked, pair)) how[pair] = stateOf(network, asked, pair);
  return how;
}

function passes(network, { countries, placed, only }, pair) {
  const from = network.from[pair], to = network.to[pair];
  if (placed && !(isPlaced(network, from) && isPlaced(network, to))) return false;
  if (only >= 0 && from !== only && to !== only) return false;
  return !countries.size || countries.has(network.country[from]) || countries.has(network.country[to]);
}

function stateOf(network, { day, possible, statuses }, pair) {
  let state = OFF;
  for (let link = network.first[pair]; link < network.first[pair + 1]; link++) {
    const status = network.status[link];
    if (!statuses[status] || !holds(network, link, day, possible || status > 0)) continue;
    state = state === OFF ? status + 1 : Math.min(state, status + 1);
  }
  return state;
}

function degreesOf(network, how) {
  const degree = new Int32Array(network.size);
  for (let pair = 0; pair < how.length; pair++) if (how[pair]) { degree[network.from[pair]]++; degree[network.to[pair]]++; }
  return degree;
}

function open(network, node, how, shown) {
  eachPair(network, node, (pair, other) => { if (how[pair]) shown[node] = shown[other] = 1; });
}

/** Tell whether it is known where a node lies. */
export function isPlaced(network, node) {
  return Number.isFinite(network.lon[node]) && Number.isFinite(network.lat[node]);
}

/** Count the nodes with ties on the day that cannot be on the map. */
function unplaced(network, asked) {
  const degree = degreesOf(network, pairStates(network, { ...asked, placed: false }));
  let count = 0;
  for (let i = 0; i < network.size; i++) if (degree[i] && !isPlaced(network, i)) count++;
  return count;
}

/** Return the links of a pair that are shown: of the chosen statuses, on the day. */
export function linksShown(network, asked, pair) {
  const links = [];
  for (let link = network.first[pair]; link < network.first[pair + 1]; link++) {
    if (asked.statuses[network.status[link]] && holds(network, link, asked.day, asked.possible || network.status[link] > 0)) links.push(link);
  }
  return links;
}

/** Return the years that dates of the network tell of, `[first, last]`, or null when it has none. */
export function yearsOf(network, today) {
  let first = LATE;
  for (const days of [network.opens, network.begun, network.closes]) for (const day of days) if (day > EARLY + 9999 && day < first) first = day;
  return first === LATE ? null : [Math.floor(first / 10000), Math.floor(today / 10000)];
}
