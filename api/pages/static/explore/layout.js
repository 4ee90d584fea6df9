/** A worker that lays out a network by its ties: d3-force, always the same for the same network, sent as it grows. */
import { forceCollide, forceLink, forceManyBody, forceSimulation, forceX, forceY } from "../vendor/drawing.js";

const SEND_MS = 250, LARGE = 2500, TURN = Math.PI * (3 - Math.sqrt(5));

const SMALL_LOOKS = { distance: 42, strength: -130, theta: 0.9, reach: 420, x: 0.075, y: 0.11, ticks: 320, iterations: 2 };
const LARGE_LOOKS = { distance: 22, strength: -26, theta: 1.2, reach: Infinity, x: 0.08, y: 0.115, ticks: 90, iterations: 1 };

self.onmessage = ({ data: { size, from, to, number } }) => {
  const large = size > LARGE, looks = large ? LARGE_LOOKS : SMALL_LOOKS;
  const stem = large ? leavesOf(size, from, to) : new Int32Array(size).fill(-1);
  const hung = new Int32Array(size), place = new Int32Array(size).fill(-1), nodes = [];
  stem.forEach((parent, i) => { if (parent >= 0) hung[parent]++; else place[i] = nodes.push({ i }) - 1; });
  const links = Array.from(from, (source, i) => ({ source: place[source], target: place[to[i]] })).filter((link) => link.source >= 0 && link.target >= 0);
  const simulation = forceSimulation(nodes)
    .force("link", forceLink(links).distance(looks.distance).iterations(looks.iterations))
    .force("charge", forceManyBody().strength((node) => looks.strength * (1 + hung[node.i] / 3)).theta(looks.theta).distanceMax(looks.reach))
    .force("x", forceX().strength(looks.x))
    .force("y", forceY().strength(looks.y))
    .alphaDecay(1 - Math.pow(0.001, 1 / looks.ticks))
    .stop();
  if (!large) simulation.force("collide", forceCollide(9));
  let sent = performance.now();
  for (let tick = 1; tick <= looks.ticks; tick++) {
    simulation.tick();
    if (tick < looks.ticks && performance.now() - sent < SEND_MS) continue;
    const xy = spread(nodes, stem, looks.distance);
    self.postMessage({ xy, number, done: tick / looks.ticks }, [xy.buffer]);
    sent = performance.now();
  }
};

/** Return of each node that has one partner, who has more, this partner; -1 of the others. They need no simulation. */
function leavesOf(size, from, to) {
  const degree = new Int32Array(size), stem = new Int32Array(size).fill(-1);
  from.forEach((node, i) => { degree[node]++; degree[to[i]]++; });
  from.forEach((node, i) => {
    if (degree[node] === 1 && degree[to[i]] > 1) stem[node] = to[i];
    if (degree[to[i]] === 1 && degree[node] > 1) stem[to[i]] = node;
  });
  return stem;
}

/** Return all positions: those simulated, and the leaves of each in a spiral around it. */
function spread(nodes, stem, distance) {
  const xy = new Float32Array(stem.length * 2), turned = new Int32Array(stem.length);
  for (const { i, x, y } of nodes) { xy[2 * i] = x; xy[2 * i + 1] = y; }
  stem.forEach((parent, i) => {
    if (parent < 0) return;
    const turn = turned[parent]++, reach = distance * (0.45 + 0.09 * Math.sqrt(turn));
    xy[2 * i] = xy[2 * parent] + reach * Math.cos(turn * TURN);
    xy[2 * i + 1] = xy[2 * parent + 1] + reach * Math.sin(turn * TURN);
  });
  return xy;
}
