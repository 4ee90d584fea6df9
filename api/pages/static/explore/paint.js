/** Drawing on a canvas: land, pairs, nodes, names. Paths are kept as long as what they show stays the same. */
import { fitLabels } from "./labels.js";
import { STROKES, strokeOf, trace } from "./picture.js";

const SINGLY = 1500, TAU = Math.PI * 2;

/** The size of letters on the drawing, in pixels. */
export const LETTERS = 12.5;

/** Return the paths of what is shown: `strokes`, one for each way to draw pairs. Cheap to draw again at any zoom. */
export function pathsOf(picture) {
  return STROKES.map(({ state }) => {
    const path = new Path2D();
    for (const pair of picture.scene.pairs) if (picture.scene.how[pair] === state) trace(path, picture, pair);
    return path;
  });
}

/** Draw everything; `t` is the transform from the plane to the drawing, in pixels of the page. */
export function paint(context, picture, t) {
  const { theme, width, height, ratio } = picture;
  context.setTransform(ratio, 0, 0, ratio, 0, 0);
  context.fillStyle = theme.sheet;
  context.fillRect(0, 0, width, height);
  if (picture.land > 0) paintLand(context, picture, t);
  paintPairs(context, picture, t);
  context.setTransform(ratio, 0, 0, ratio, 0, 0);
  paintNodes(context, picture, t);
}

function plane(context, { ratio }, t) {
  context.setTransform(ratio * t.k, 0, 0, ratio * t.k, ratio * t.x, ratio * t.y);
}

function paintLand(context, picture, t) {
  plane(context, picture, t);
  context.globalAlpha = picture.land;
  context.fillStyle = picture.theme.sea;
  context.fill(picture.sphere);
  context.fillStyle = picture.theme.land;
  context.fill(picture.coast);
  context.globalAlpha = 1;
}

function paintPairs(context, picture, t) {
  const { width, fade } = strokeOf(picture.scene.pairs.length);
  plane(context, picture, t);
  STROKES.forEach(({ colour, alpha, dash }, i) => {
    context.strokeStyle = picture.theme[colour];
    context.globalAlpha = alpha * fade * (picture.dim ? 0.4 : 1);
    context.lineWidth = (dash.length ? width * 1.6 : width) / t.k;
    context.setLineDash(dash.map((length) => length / t.k));
    context.stroke(picture.strokes[i]);
  });
  context.setLineDash([]);
  context.globalAlpha = 1;
}

function paintNodes(context, picture, t) {
  const { nodes } = picture.scene;
  context.globalAlpha = picture.dim ? 0.45 : 1;
  if (nodes.length > SINGLY) picture.theme.kinds.forEach((colour, group) => paintGroup(context, picture, t, group));
  else for (let i = nodes.length - 1; i >= 0; i--) paintNode(context, picture, t, nodes[i]);
  context.globalAlpha = 1;
}

function paintGroup(context, picture, t, group) {
  const { scene, groups, xy, radius, width, height } = picture;
  context.beginPath();
  for (const node of scene.nodes) {
    if (groups[node] !== group) continue;
    const x = xy[2 * node] * t.k + t.x, y = xy[2 * node + 1] * t.k + t.y, r = radius[node];
    if (!(x > -r && y > -r && x < width + r && y < height + r)) continue;
    if (r < 2.2) context.rect(x - r, y - r, 2 * r, 2 * r);
    else { context.moveTo(x + r, y); context.arc(x, y, r, 0, TAU); }
  }
  context.fillStyle = picture.theme.kinds[group];
  context.fill();
}

/** Draw one node with a rim, so that those below stay apart from it. */
export function paintNode(context, picture, t, node, rim = picture.theme.sheet) {
  const { xy, radius, square, groups, theme } = picture, r = radius[node];
  const x = xy[2 * node] * t.k + t.x, y = xy[2 * node + 1] * t.k + t.y;
  context.beginPath();
  if (square[node]) context.rect(x - r * 0.88, y - r * 0.88, r * 1.76, r * 1.76);
  else context.arc(x, y, r, 0, TAU);
  context.fillStyle = theme.kinds[groups[node]];
  context.fill();
  context.lineWidth = 1.2;
  context.strokeStyle = rim;
  context.stroke();
}

/** Return the names that fit on the drawing; `first` come before all others. */
export function labelsOf(context, picture, t, first = []) {
  const { scene, xy, radius, width, height, name, widths, margin = 0 } = picture;
  context.font = `${LETTERS}px ${picture.theme.font}`;
  const measure = (text) => {
    if (!widths.has(text)) widths.set(text, context.measureText(text).width);
    return widths.get(text);
  };
  const at = (node) => [xy[2 * node] * t.k + t.x, xy[2 * node + 1] * t.k + t.y, radius[node]];
  return fitLabels(scene.nodes, { first, frame: [margin, margin, width - margin, height - margin], at, text: name, measure });
}

/** Write names, each with a rim of the paper's colour. */
export function paintLabels(context, picture, labels) {
  context.font = `${LETTERS}px ${picture.theme.font}`;
  context.textBaseline = "middle";
  context.lineJoin = "round";
  context.lineWidth = 3;
  context.strokeStyle = picture.theme.sheet;
  context.fillStyle = picture.theme.ink;
  context.globalAlpha = picture.dim ? 0.5 : 1;
  for (const { text, x, y } of labels) { context.strokeText(text, x, y); context.fillText(text, x, y); }
  context.globalAlpha = 1;
}
