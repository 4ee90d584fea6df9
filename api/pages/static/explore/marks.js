/** What is drawn over the image: the node under the pointer with its ties and facts, the chosen one, paths. */
import { fitLabels } from "./labels.js";
import { eachPair } from "./network.js";
import { LETTERS, paintNode } from "./paint.js";
import { trace } from "./picture.js";
import { pairOf } from "./paths.js";

const PADDING = 9, LINE = 18, WIDEST = 280;

/** Draw the marks. */
export function paintMarks(context, picture, t, { node = -1, paths = [], hovered, named = new Set() }) {
  if (picture.bare) return;
  if (node >= 0 && picture.scene.shown[node]) paintTies(context, picture, t, node, picture.theme.kapok);
  for (const path of paths) paintPath(context, picture, t, path);
  if (hovered >= 0 && hovered !== node) paintTies(context, picture, t, hovered, picture.theme.ink, new Set([...named, hovered]));
  if (hovered >= 0) paintFacts(context, picture, t, hovered);
}

function stroke(context, picture, t, pairs, colour, width) {
  const { ratio } = picture, path = new Path2D();
  for (const pair of pairs) trace(path, picture, pair);
  context.setTransform(ratio * t.k, 0, 0, ratio * t.k, ratio * t.x, ratio * t.y);
  context.lineWidth = width / t.k;
  context.strokeStyle = colour;
  context.stroke(path);
  context.setTransform(ratio, 0, 0, ratio, 0, 0);
}

/** Draw a node with its ties and the names of its partners; but those `named` already. */
function paintTies(context, picture, t, node, colour, named = new Set()) {
  const { network, scene } = picture, pairs = [], others = [];
  eachPair(network, node, (pair, other) => {
    if (scene.how[pair] && scene.shown[other]) { pairs.push(pair); others.push(other); }
  });
  stroke(context, picture, t, pairs, colour, pairs.length > 400 ? 0.8 : 1.6);
  for (const other of others) paintNode(context, picture, t, other);
  paintNode(context, picture, t, node, colour);
  paintNames(context, picture, t, [node, ...others.sort((a, b) => scene.degree[b] - scene.degree[a])].filter((one) => !named.has(one)));
}

function paintNames(context, picture, t, nodes) {
  const { xy, radius, name, width, height, theme } = picture;
  context.font = `600 ${LETTERS}px ${theme.font}`;
  context.textBaseline = "middle";
  context.lineJoin = "round";
  context.lineWidth = 3.5;
  context.strokeStyle = theme.sheet;
  context.fillStyle = theme.ink;
  const at = (node) => [xy[2 * node] * t.k + t.x, xy[2 * node + 1] * t.k + t.y, radius[node]];
  const labels = fitLabels(nodes, { first: [], frame: [0, 0, width, height], at, text: name, measure: (text) => context.measureText(text).width });
  for (const { text, x, y } of labels) { context.strokeText(text, x, y); context.fillText(text, x, y); }
}

function paintPath(context, picture, t, path) {
  const pairs = path.slice(1).map((node, i) => pairOf(picture.network, path[i], node));
  stroke(context, picture, t, pairs, picture.theme.kapok, 3);
  for (const node of path) paintNode(context, picture, t, node, picture.theme.kapok);
  paintNames(context, picture, t, path);
}

function paintFacts(context, picture, t, node) {
  const { xy, radius, theme, width, height } = picture, [title, ...facts] = picture.facts(node);
  context.font = `600 ${LETTERS + 1}px ${theme.font}`;
  const shown = [cut(context, title)], widths = [context.measureText(shown[0]).width];
  context.font = `${LETTERS}px ${theme.font}`;
  for (const fact of facts) { shown.push(cut(context, fact)); widths.push(context.measureText(shown.at(-1)).width); }
  const across = Math.max(...widths) + 2 * PADDING, down = shown.length * LINE + 2 * PADDING - 4;
  const x = xy[2 * node] * t.k + t.x, y = xy[2 * node + 1] * t.k + t.y;
  const left = Math.max(4, Math.min(width - across - 4, x - across / 2));
  const above = y - radius[node] - down - 10, top = above > 4 ? above : Math.min(height - down - 4, y + radius[node] + 14);
  context.beginPath();
  context.roundRect(left, top, across, down, 6);
  context.fillStyle = theme.paper;
  context.fill();
  context.strokeStyle = theme.line;
  context.lineWidth = 1;
  context.stroke();
  shown.forEach((text, i) => {
    context.font = i ? `${LETTERS}px ${theme.font}` : `600 ${LETTERS + 1}px ${theme.font}`;
    context.fillStyle = i ? theme.soft : theme.ink;
    context.fillText(text, left + PADDING, top + PADDING + LINE * (i + 0.5) - 2);
  });
}

function cut(context, text) {
  if (context.measureText(text).width <= WIDEST) return text;
  let end = text.length;
  while (end > 1 && context.measureText(`${text.slice(0, end)}…`).width > WIDEST) end = Math.floor(end * 0.9);
  return `${text.slice(0, end)}…`;
}
