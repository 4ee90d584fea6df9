/** The coastlines as one small SVG: equal areas (Equal Earth), the Pacific in the middle as in maps of China, no Antarctica. */
import { geoEqualEarth, geoPath } from "d3-geo";
import { feature } from "topojson-client";

export const CENTRE = 150, WIDTH = 1000, NORTH = 84, SOUTH = -57;
const FINE = 2; // steps to a unit: the lines are drawn in whole numbers, each from the one before

/** Return the land of a world atlas as SVG text; `api/pages/atlas.py` places towns on the same map. */
export function drawCoast(atlas) {
  const earth = geoEqualEarth().rotate([-CENTRE, 0]).fitWidth(WIDTH * FINE, { type: "Sphere" });
  const [, top] = earth([CENTRE, NORTH]), [, bottom] = earth([CENTRE, SOUTH]);
  earth.translate([WIDTH * FINE / 2, earth.translate()[1] - top]);
  const height = Math.round(bottom - top);
  const rings = geoPath(earth).digits(0)(feature(atlas, atlas.objects.land)).split("Z").filter(Boolean);
  const drawn = rings.map(points).filter((ring) => ring.length > 2 && ring.some(([, y]) => y < height)).map(relative).join("");
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH * FINE} ${height}" preserveAspectRatio="none"><path d="${drawn}"/></svg>\n`;
}

function points(ring) {
  const all = ring.slice(1).split("L").map((pair) => pair.split(",").map(Number));
  return all.filter(([x, y], i) => i === 0 || x !== all[i - 1][0] || y !== all[i - 1][1]);
}

function relative([first, ...rest]) {
  let [x, y] = first;
  const steps = rest.map(([toX, toY]) => {
    const step = `${toX - x}${toY - y < 0 ? "" : " "}${toY - y}`;
    [x, y] = [toX, toY];
    return step;
  });
  return `M${first.join(" ")}l${steps.join(" ").replaceAll(" -", "-")}z`;
}
