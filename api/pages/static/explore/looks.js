/** How nodes look: their size by a measure, their colour by a group; what only the service knows is asked for. */
import { groupNodes } from "./colour.js";
import { EVER } from "./scene.js";
import { dayAsked } from "./timeline.js";
import { isoOf } from "./telling.js";

/** Regions of the world in the order of their colours. */
export const REGIONS = ["asia", "europe", "africa", "americas", "oceania"];

export class Looks {
  /** `changed` is called when an answer has come, `failed(fault)` when none comes. */
  constructor(source, { changed, failed }) {
    Object.assign(this, { source, changed, failed });
  }

  /** Return the value of each node by the chosen measure; null for the number of ties, and until the first answer. */
  values(network, state, isFile) {
    const { size, layer, certainty, status, as_of } = state;
    if (size === "degree" || isFile) return null;
    const day = dayAsked(as_of), key = JSON.stringify([size, layer, certainty, status, day]);
    if (this.measured?.key !== key && this.measuring !== key) {
      this.measuring = key;
      this.source.values(size, { layer, certainty, as_of: day === EVER ? EVER : isoOf(day), status: status.length === 1 ? status[0] : "any" }).then((values) => {
        if (this.measuring !== key) return;
        this.measured = { key, size, network, values: Float64Array.from(network.ids, (id) => values.get(id) ?? NaN) };
        this.changed();
      }, this.failed);
    }
    return this.measured?.size === size && this.measured.network === network ? this.measured.values : null;
  }

  /** Return the groups by which nodes are coloured, `{ by, of, names }`; by region until communities are known. */
  groups(network, state, isFile) {
    const by = isFile && state.colour === "community" ? "region" : state.colour;
    if (this.grouped?.network === network && this.grouped.by === by) return this.grouped;
    if (by !== "community") return (this.grouped = { network, by, ...groupNodes(network[by], by === "region" ? REGIONS : []) });
    if (this.grouping !== network) {
      this.grouping = network;
      this.source.communities(state.layer).then((found) => {
        this.grouping = null;
        if (state.colour !== by) return;
        this.grouped = { network, by, ...groupNodes(network.ids.map((id) => found.get(id) ?? "")) };
        this.changed();
      }, this.failed);
    }
    return this.grouped?.network === network ? this.grouped : { network, by: "region", ...groupNodes(network.region, REGIONS) };
  }

  /** Return the greatest value among the shown; for numbers of ties that of all time, so that sizes grow with time. */
  most(network, scene, values) {
    if (values) return scene.nodes.reduce((most, node) => Math.max(most, values[node] || 0), 0);
    if (this.greatest?.network !== network) {
      const { start } = network.beside;
      let ties = 1;
      for (let node = 0; node < network.size; node++) ties = Math.max(ties, start[node + 1] - start[node]);
      this.greatest = { network, ties };
    }
    return this.greatest.ties;
  }
}
