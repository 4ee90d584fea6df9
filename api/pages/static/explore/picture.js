/** The geometry of what is drawn: where each shown node lies, how large it is, which way each pair goes. */
import { FACT, NOT, WISH } from "./scene.js";

/** Kinds of node that are drawn as squares: what has members or staff rather than inhabitants. */
const SQUARE = new Set(["CityNetwork", "Organization", "OrganizationUnit", "PublicBody", "InternationalOrganization", "Award", "DiplomaticMission"]);

/** Ways to draw a pair, by its state: colour of the theme, opacity, dashes. */
export const STROKES = [
  { state: FACT, colour: "accent", alpha: 0.55, dash: [] },
  { state: WISH, colour: "wish", alpha: 0.95, dash: [6, 4] },
  { state: NOT, colour: "soft", alpha: 0.8, dash: [1.5, 4] },
];

/** Sizes of the planes in which the views lay out their nodes. */
export const PLANES = { map: { width: 1000, height: 480 }, layout: { width: 1000, height: 700 } };

/** Pixels at the foot of the drawing that are left to the legend. */
const LEGEND = 24;

/** Return the transform that fits a plane into a drawing, before zooming. */
export function fitPlane(plane, width, height) {
  const k = Math.min((width - 20) / plane.width, (height - 20 - LEGEND) / plane.height);
  return { k, x: (width - k * plane.width) / 2, y: (height - LEGEND - k * plane.height) / 2 };
}

/** Return positions scaled into the plane of layouts, in its middle; of many, the outermost hundredth may lie outside. */
export function intoPlane(xy) {
  const plane = PLANES.layout;
  const range = (offset) => {
    const values = Float32Array.from({ length: xy.length / 2 }, (_, i) => xy[2 * i + offset]).sort();
    const skip = values.length > 500 ? Math.floor(values.length / 100) : 0;
    return [values[skip] ?? 0, values[values.length - 1 - skip] ?? 0];
  };
  const [[left, right], [top, bottom]] = [range(0), range(1)];
  const scale = 0.92 * Math.min(plane.width / (right - left || 1), plane.height / (bottom - top || 1));
  return xy.map((value, i) => i % 2 ? plane.height / 2 + (value - (top + bottom) / 2) * scale : plane.width / 2 + (value - (left + right) / 2) * scale);
}

/** Return the radius of each node on the screen, in pixels: its area grows with its value; smaller where many are shown. */
export function radii(network, scene, most) {
  const crowd = 80 / Math.max(80, scene.nodes.length), narrow = Math.min(1, Math.sqrt(innerWidth / 900));
  const least = Math.max(1.1, 3.4 * crowd ** 0.25 * narrow), span = 14 * crowd ** 0.3 * narrow, found = new Float32Array(network.size);
  for (const node of scene.nodes) found[node] = least + span * Math.sqrt(Math.max(0, scene.values[node] || 0) / (most || 1));
  return found;
}

/** Return which nodes are drawn as squares. */
export function squares(network) {
  return Uint8Array.from(network.kind, (kind) => SQUARE.has(kind) ? 1 : 0);
}

/** Trace the way of a pair on a path (of a canvas, or one that collects SVG); arcs on the map, else straight. */
export function trace(path, picture, pair) {
  const { network, xy, arcs } = picture, points = arcs?.(pair);
  if (!points) {
    const a = 2 * network.from[pair], b = 2 * network.to[pair];
    path.moveTo(xy[a], xy[a + 1]);
    path.lineTo(xy[b], xy[b + 1]);
    return;
  }
  let begun = false;
  for (let i = 0; i < points.length; i += 2) {
    if (Number.isNaN(points[i])) begun = false;
    else if (begun) path.lineTo(points[i], points[i + 1]);
    else { path.moveTo(points[i], points[i + 1]); begun = true; }
  }
}

/** Return how wide and how opaque strokes are when so many pairs are drawn. */
export function strokeOf(count) {
  return count > 4000 ? { width: 0.5, fade: 0.4 } : count > 800 ? { width: 0.7, fade: 0.6 } : { width: 1.15, fade: 1 };
}
