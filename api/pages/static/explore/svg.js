/** What is shown as SVG: the same land, ties, nodes and names as on the canvas. */
import { escapeXml } from "./gexf.js";
import { eachPair } from "./network.js";
import { labelsOf, LETTERS } from "./paint.js";
import { pairOf } from "./paths.js";
import { STROKES, strokeOf, trace } from "./picture.js";

const FOOT = 26;

/** Return the SVG of the part of the drawing that can be seen. */
export function svgOf(view, stage, caption) {
  const { width, height } = stage, t = stage.transform, picture = { ...stage.picture, width, height };
  const { theme } = picture, labels = labelsOf(stage.still.getContext("2d"), picture, t, stage.marks.wanted);
  return [`<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height + FOOT}" viewBox="0 0 ${width} ${height + FOOT}" role="img" font-family="${escapeXml(theme.font)}" font-size="${LETTERS}">`,
    `<title>${escapeXml(caption)}</title>`, `<rect width="100%" height="100%" fill="${theme.sheet}"/>`,
    `<svg width="${width}" height="${height}">`,
    `<g transform="translate(${t.x.toFixed(2)} ${t.y.toFixed(2)}) scale(${t.k.toFixed(5)})">`, ...landOf(picture, view), ...pairsOf(picture, t), ...markedOf(picture, stage.marks, t), "</g>",
    ...nodesOf(picture, t), ...namesOf(picture, labels), "</svg>",
    `<text x="10" y="${height + FOOT / 2 + 4}" font-size="11.5" fill="${theme.soft}">${escapeXml(caption)}</text>`, "</svg>", ""].join("\n");
}

function landOf({ land, theme }, { map }) {
  return land > 0 ? [`<path d="${map.sphere}" fill="${theme.sea}"/>`, `<path d="${map.coast}" fill="${theme.land}"/>`] : [];
}

function pairsOf(picture, t) {
  const { scene, theme, network } = picture, { width, fade } = strokeOf(scene.pairs.length);
  return STROKES.flatMap(({ state, colour, alpha, dash }) => {
    const pairs = Array.from(scene.pairs).filter((pair) => scene.how[pair] === state);
    const dashes = dash.length ? ` stroke-dasharray="${dash.map((length) => (length / t.k).toFixed(3)).join(" ")}"` : "";
    const paths = pairs.map((pair) => `<path d="${wayOf(picture, pair)}"><title>${escapeXml(`${picture.name(network.from[pair])} – ${picture.name(network.to[pair])}`)}</title></path>`);
    return pairs.length ? [`<g class="ties" fill="none" stroke="${theme[colour]}" stroke-opacity="${(alpha * fade).toFixed(2)}" stroke-width="${(width / t.k).toFixed(4)}"${dashes}>`, ...paths, "</g>"] : [];
  });
}

/** Return the ties of the chosen node, and the paths, drawn over the others. */
function markedOf(picture, { node, paths }, t) {
  const { network, scene, theme } = picture, pairs = [];
  if (node >= 0) eachPair(network, node, (pair, other) => { if (scene.how[pair] && scene.shown[other]) pairs.push(pair); });
  for (const path of paths) path.slice(1).forEach((step, i) => pairs.push(pairOf(network, path[i], step)));
  if (!pairs.length) return [];
  return [`<g class="marked" fill="none" stroke="${theme.kapok}" stroke-width="${((paths.length ? 3 : 1.6) / t.k).toFixed(4)}">`, ...pairs.map((pair) => `<path d="${wayOf(picture, pair)}"/>`), "</g>"];
}

/** Return the way of a pair as the `d` of a path. */
function wayOf(picture, pair) {
  let told = "";
  trace({ moveTo: (x, y) => { told += `M${x.toFixed(2)} ${y.toFixed(2)}`; }, lineTo: (x, y) => { told += `L${x.toFixed(2)} ${y.toFixed(2)}`; } }, picture, pair);
  return told;
}

function nodesOf({ scene, xy, radius, square, groups, theme, name }, t) {
  const drawn = Array.from(scene.nodes).reverse().map((node) => {
    const x = xy[2 * node] * t.k + t.x, y = xy[2 * node + 1] * t.k + t.y, r = radius[node], side = r * 1.76;
    const title = `<title>${escapeXml(name(node))}</title>`, fill = `fill="${theme.kinds[groups[node]]}"`;
    return square[node] ? `<rect x="${(x - side / 2).toFixed(2)}" y="${(y - side / 2).toFixed(2)}" width="${side.toFixed(2)}" height="${side.toFixed(2)}" ${fill}>${title}</rect>`
      : `<circle cx="${x.toFixed(2)}" cy="${y.toFixed(2)}" r="${r.toFixed(2)}" ${fill}>${title}</circle>`;
  });
  return [`<g class="nodes" stroke="${theme.sheet}" stroke-width="1.2">`, ...drawn, "</g>"];
}

function namesOf({ theme }, labels) {
  const lines = labels.map(({ text, x, y }) => `<text x="${x.toFixed(1)}" y="${(y + LETTERS * 0.36).toFixed(1)}">${escapeXml(text)}</text>`);
  return [`<g class="names" fill="${theme.ink}" stroke="${theme.sheet}" stroke-width="3" stroke-linejoin="round" paint-order="stroke">`, ...lines, "</g>"];
}
