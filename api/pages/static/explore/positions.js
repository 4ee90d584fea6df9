/** The positions by ties: laid out once for a network of all time, so that they stay while time passes. */
import { intoPlane } from "./picture.js";

const SMALL = 2500;

export class Positions {
  /** `changed` is called when a layout begins, and whenever it has come further. */
  constructor(changed) {
    Object.assign(this, { changed, network: null, xy: null, done: 0, number: 0 });
  }

  /** Begin to lay out a network if it is small, or `wanted` now. */
  prepare(network, wanted) {
    if (wanted || network.size < SMALL) this.begin(network);
  }

  /** Return the positions of a network in the plane as far as they are known, else null. */
  of(network) {
    this.begin(network);
    return this.network === network ? this.xy : null;
  }

  begin(network) {
    if (this.network === network) return;
    this.worker?.terminate();
    Object.assign(this, { network, xy: null, done: 0, number: this.number + 1 });
    this.worker = new Worker(new URL("layout.js", import.meta.url), { type: "module" });
    this.worker.onmessage = ({ data: { xy, number, done } }) => {
      if (number !== this.number) return;
      Object.assign(this, { xy: intoPlane(xy), done });
      if (done >= 1) this.worker.terminate();
      this.changed();
    };
    this.worker.postMessage({ size: network.size, from: network.from, to: network.to, number: this.number });
    this.changed();
  }
}
