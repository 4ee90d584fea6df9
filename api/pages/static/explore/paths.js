/** The shortest paths between two nodes over the pairs that hold. */
import { eachPair } from "./network.js";

/**
 * Return up to `most` shortest paths, each a list of nodes, in the order of the nodes' ids; none when there is no way.
 * `how` tells which pairs hold.
 */
export function shortestPaths(network, how, [from, to], most = 10) {
  const before = stepsFrom(network, how, from, to);
  if (!before.has(to)) return [];
  const found = [];
  const walk = (node, rest) => {
    if (found.length >= most) return;
    if (node === from) { found.push([node, ...rest]); return; }
    for (const other of before.get(node).sort((a, b) => a - b)) walk(other, [node, ...rest]);
  };
  walk(to, []);
  return found;
}

/** Return of each node that is reached the nodes before it on shortest paths. */
function stepsFrom(network, how, from, to) {
  const before = new Map([[from, []]]);
  for (let edge = [from]; edge.length && !before.has(to);) {
    const next = new Map();
    for (const node of edge) eachPair(network, node, (pair, other) => {
      if (!how[pair] || before.has(other)) return;
      if (next.has(other)) next.get(other).push(node);
      else next.set(other, [node]);
    });
    for (const [node, steps] of next) before.set(node, steps);
    edge = [...next.keys()];
  }
  return before;
}

/** Return the pair of two nodes that are tied, or -1. */
export function pairOf(network, one, other) {
  let found = -1;
  eachPair(network, one, (pair, end) => { if (end === other) found = pair; });
  return found;
}
