/** The map: coastlines and great-circle arcs in the Natural Earth projection, in a plane 1,000 wide. */
import { feature, geoNaturalEarth1, geoPath } from "../vendor/drawing.js";
import { PLANES } from "./picture.js";

const PLANE = PLANES.map, NORTH = 82, SOUTH = -57, RAD = Math.PI / 180;

/** Degrees between two points of an arc; more where many are drawn. */
const STEP = 4, WIDE_STEP = 8, MANY = 4000;

/** Meridians in the middle of the map: of Europe and Africa, or of the Pacific. */
const MIDDLES = [11, 150];

export class WorldMap {
  /** `land` is TopoJSON; the middle is chosen so that the fewest pairs of a network cross the edge of the map. */
  constructor(land) {
    this.land = feature(land, land.objects.land);
    this.turn(MIDDLES[0]);
  }

  /** Put the meridian in the middle that cuts the fewest arcs of a network. */
  suit(network) {
    const cut = MIDDLES.map((middle) => {
      let count = 0;
      for (let i = 0; i < network.from.length; i++) {
        if (Math.abs(around(network.lon[network.from[i]], middle) - around(network.lon[network.to[i]], middle)) > 180) count++;
      }
      return count;
    });
    this.turn(MIDDLES[cut.indexOf(Math.min(...cut))]);
  }

  turn(middle) {
    this.middle = middle;
    this.projection = geoNaturalEarth1().rotate([-middle, 0]).scale(1).translate([0, 0]);
    const [[left], [right], [, top], [, bottom]] = [[-179.99, 0], [179.99, 0], [0, NORTH], [0, SOUTH]].map(([lon, lat]) => this.projection([middle + lon, lat]));
    const scale = Math.min(PLANE.width / (right - left), PLANE.height / (bottom - top));
    this.projection.scale(scale).translate([PLANE.width / 2, PLANE.height / 2 - scale * (top + bottom) / 2]);
    const draw = geoPath(this.projection).digits(2);
    this.coast = draw(this.land);
    this.sphere = draw({ type: "Sphere" });
  }

  /** Return where the nodes of a network lie: x and y one after the other, NaN where it is not known. */
  place(network) {
    const xy = new Float32Array(network.size * 2);
    for (let i = 0; i < network.size; i++) {
      [xy[2 * i], xy[2 * i + 1]] = Number.isFinite(network.lon[i]) ? this.projection([network.lon[i], network.lat[i]]) : [NaN, NaN];
    }
    return xy;
  }

  /** Return the arc of a pair as x and y one after the other; NaN where it leaves the map and comes back. */
  arc(network, pair) {
    const ends = [network.from[pair], network.to[pair]].map((node) => [network.lon[node] * RAD, network.lat[node] * RAD]);
    const [[x1, y1, z1], [x2, y2, z2]] = ends.map(([lon, lat]) => [Math.cos(lat) * Math.cos(lon), Math.cos(lat) * Math.sin(lon), Math.sin(lat)]);
    const angle = Math.acos(Math.max(-1, Math.min(1, x1 * x2 + y1 * y2 + z1 * z2)));
    const step = RAD * (network.from.length > MANY ? WIDE_STEP : STEP), steps = Math.max(1, Math.ceil(angle / step)), sine = Math.sin(angle) || 1, points = [];
    let before = null;
    for (let i = 0; i <= steps; i++) {
      const a = steps > 1 ? Math.sin((1 - i / steps) * angle) / sine : 1 - i, b = steps > 1 ? Math.sin(i / steps * angle) / sine : i;
      const x = a * x1 + b * x2, y = a * y1 + b * y2, z = a * z1 + b * z2;
      const point = [around(Math.atan2(y, x) / RAD, this.middle), Math.atan2(z, Math.hypot(x, y)) / RAD];
      if (before && Math.abs(point[0] - before[0]) > 180) this.leave(points, before, point);
      points.push(...this.projection([point[0] + this.middle, point[1]]));
      before = point;
    }
    return points;
  }

  /** Lead an arc to the edge of the map, and on from the other edge. */
  leave(points, [lon, lat], [nextLon, nextLat]) {
    const side = Math.sign(lon), share = (180 - Math.abs(lon)) / (360 - Math.abs(lon) - Math.abs(nextLon) || 1), at = lat + share * (nextLat - lat);
    points.push(...this.projection([this.middle + side * 179.999, at]), NaN, NaN, ...this.projection([this.middle - side * 179.999, at]));
  }
}

/** Return a longitude as degrees east of a meridian, -180 to 180. */
function around(lon, middle) {
  return ((lon - middle + 540) % 360 + 360) % 360 - 180;
}
