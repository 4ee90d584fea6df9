/** The canvas: draws what is shown, moves and zooms it, tells which node is under the pointer. */
import { quadtree, select, zoom, zoomIdentity } from "../vendor/drawing.js";
import { labelsOf, paint, paintLabels, pathsOf } from "./paint.js";
import { paintMarks } from "./marks.js";
import { fitPlane, PLANES } from "./picture.js";

/** Milliseconds that a whole drawing may take to be made for every frame of a move; a slower one is moved as an image. */
const QUICK_MS = 9, SETTLE_MS = 110, CATCH_UP_MS = 350, MARGIN = 120, FLIGHT_MS = 480, TOUCH = 12;

export class Stage {
  /** `heard`: choose(node or -1), moved(). */
  constructor(canvas, heard) {
    Object.assign(this, { canvas, heard, context: canvas.getContext("2d"), still: document.createElement("canvas"), marks: {}, hovered: -1, zoomed: zoomIdentity, cost: 0, drawing: 0, asked: 0, ratio: 1, drawnAt: 0 });
    this.zoom = zoom().scaleExtent([0.6, 60]).clickDistance(5).on("zoom", ({ transform, sourceEvent }) => this.move(transform, sourceEvent));
    select(canvas).call(this.zoom).on("dblclick.zoom", null);
    canvas.removeAttribute("style"); // d3-zoom leaves one for touch screens; explore.css has it
    new ResizeObserver(() => this.fit()).observe(canvas);
    canvas.addEventListener("pointermove", (event) => { if (event.pointerType !== "touch") this.hover(this.at(event)); });
    canvas.addEventListener("pointerleave", () => this.hover(-1));
    canvas.addEventListener("click", (event) => heard.choose(this.at(event, TOUCH)));
    this.fit();
  }

  /** Take the size of the canvas on the page. */
  fit() {
    const { clientWidth: width, clientHeight: height } = this.canvas, ratio = Math.min(3, devicePixelRatio || 1);
    if (!width || !height) return;
    Object.assign(this, { width, height, ratio, plane: fitPlane(this.picture?.plane ?? PLANES.map, width, height) });
    this.canvas.width = Math.round(width * ratio);
    this.canvas.height = Math.round(height * ratio);
    this.still.width = Math.round((width + 2 * MARGIN) * ratio);
    this.still.height = Math.round((height + 2 * MARGIN) * ratio);
    this.stale = true;
    if (this.waiting && this.picture) this.lookAt(this.waiting);
    this.ask();
  }

  /** Show a picture; with `flight`, nodes move there from where they are. */
  show(picture, flight = false) {
    const before = this.picture;
    cancelAnimationFrame(this.flying);
    this.flying = 0;
    this.picture = picture;
    this.plane = this.width ? fitPlane(picture.plane, this.width, this.height) : null;
    this.tree = null;
    if (this.waiting) this.lookAt(this.waiting);
    if (this.hovered >= 0 && !picture.scene.shown[this.hovered]) this.hovered = -1;
    if (flight && before?.network === picture.network && !matchMedia("(prefers-reduced-motion: reduce)").matches) return this.fly(before, picture);
    picture.strokes = pathsOf(picture);
    this.refresh();
  }

  fly(before, after) {
    const started = performance.now(), arcs = after.arcs;
    const step = (now) => {
      const share = Math.min(1, Math.max(0, (now - started) / FLIGHT_MS)), eased = share * share * (3 - 2 * share);
      const xy = after.xy.map((end, i) => Number.isFinite(before.xy[i]) && Number.isFinite(end) ? before.xy[i] + (end - before.xy[i]) * eased : end);
      const moving = { ...after, xy, plane: between(before.plane, after.plane, eased), arcs: share < 1 ? null : arcs, land: before.land + (after.land - before.land) * eased, bare: share < 1 };
      this.picture = share < 1 ? moving : after;
      this.plane = fitPlane(this.picture.plane, this.width, this.height);
      this.picture.strokes = pathsOf(this.picture);
      this.refresh();
      this.flying = share < 1 ? requestAnimationFrame(step) : 0;
    };
    step(started);
  }

  /** Draw everything anew with the next frame. */
  refresh() {
    this.stale = true;
    this.ask();
  }

  /** Mark what is chosen: `node`, `paths` (lists of nodes), `wanted` (nodes whose names come first). */
  mark(marks) {
    this.marks = marks;
    this.refresh();
  }

  ask() {
    this.asked ||= requestAnimationFrame(() => { this.asked = 0; this.frame(); });
  }

  /** The transform from the plane to the canvas, in pixels of the page. */
  get transform() {
    const { k, x, y } = this.zoomed;
    return { k: this.plane.k * k, x: this.plane.x * k + x, y: this.plane.y * k + y };
  }

  frame() {
    if (!this.picture || !this.width) return;
    const t = this.transform, moved = !this.drawn || t.k !== this.drawn.k || t.x !== this.drawn.x || t.y !== this.drawn.y;
    if (this.stale || (moved && (this.cost < QUICK_MS || performance.now() - this.movedAt > SETTLE_MS || this.isFar(t)))) this.draw(t);
    const { context, ratio, still, drawn } = this, scale = t.k / drawn.k, started = performance.now();
    context.setTransform(1, 0, 0, 1, 0, 0);
    if (scale !== 1 || this.isFar(t, 0)) context.fillStyle = this.picture.theme.sheet, context.fillRect(0, 0, this.canvas.width, this.canvas.height);
    context.drawImage(still, (t.x - (drawn.x + MARGIN) * scale) * ratio, (t.y - (drawn.y + MARGIN) * scale) * ratio, still.width * scale, still.height * scale);
    if (this.drawing) this.cost = 0.5 * this.cost + 0.5 * (performance.now() - started + this.drawing); // browsers put drawing off until the image is used
    this.drawing = 0;
    paintMarks(context, { ...this.picture, width: this.width, height: this.height, ratio }, t, { ...this.marks, hovered: this.hovered, named: this.named });
    if (t.k !== drawn.k || t.x !== drawn.x || t.y !== drawn.y) this.settle();
  }

  /** Tell whether the image has been moved so far that its edge shows, and is old enough to be made anew. */
  isFar(t, patience = CATCH_UP_MS) {
    const { drawn } = this, scale = drawn ? t.k / drawn.k : 1;
    if (!drawn) return true;
    const left = t.x - (drawn.x + MARGIN) * scale, top = t.y - (drawn.y + MARGIN) * scale;
    const shows = left > 0 || top > 0 || left + (this.width + 2 * MARGIN) * scale < this.width || top + (this.height + 2 * MARGIN) * scale < this.height;
    return shows && performance.now() - this.drawnAt > patience;
  }

  settle() {
    clearTimeout(this.settling);
    this.settling = setTimeout(() => this.ask(), SETTLE_MS + 5);
  }

  /** Make the image of everything, a margin wider than the canvas on each side. */
  draw(t) {
    const started = performance.now(), context = this.still.getContext("2d");
    const width = this.width + 2 * MARGIN, height = this.height + 2 * MARGIN, shifted = { k: t.k, x: t.x + MARGIN, y: t.y + MARGIN };
    const picture = { ...this.picture, width, height, ratio: this.ratio, dim: this.marks.node >= 0 || this.marks.paths?.length > 0 };
    paint(context, picture, shifted);
    const labels = picture.bare || picture.dim ? [] : labelsOf(context, { ...picture, margin: MARGIN }, shifted, this.marks.wanted);
    paintLabels(context, picture, labels);
    this.named = new Set(labels.map(({ node }) => node));
    Object.assign(this, { drawn: t, stale: false, drawnAt: performance.now(), drawing: performance.now() - started });
  }

  move(transform, sourceEvent) {
    this.zoomed = transform;
    this.movedAt = sourceEvent ? performance.now() : 0;
    this.ask();
    this.heard.moved();
  }

  /** Return where a node lies on the canvas, in pixels of the page; NaN while nothing is drawn. */
  where(node) {
    if (!this.picture || !this.plane) return [NaN, NaN];
    const t = this.transform, { xy } = this.picture;
    return [xy[2 * node] * t.k + t.x, xy[2 * node + 1] * t.k + t.y];
  }

  /** Return the node at a pointer, -1 when there is none; with some reach beyond its rim. */
  at(event, reach = 5) {
    if (!this.picture || this.flying) return -1;
    const t = this.transform, { xy, radius, scene } = this.picture;
    this.tree ??= quadtree(scene.nodes.filter((node) => Number.isFinite(xy[2 * node])), (node) => xy[2 * node], (node) => xy[2 * node + 1]);
    const x = (event.offsetX - t.x) / t.k, y = (event.offsetY - t.y) / t.k, widest = 26 / t.k;
    let best = -1, nearest = Infinity;
    this.tree.visit((branch, left, top, right, bottom) => {
      for (let leaf = branch; leaf && !branch.length; leaf = leaf.next) {
        const node = leaf.data, distance = Math.hypot(xy[2 * node] - x, xy[2 * node + 1] - y) * t.k - radius[node];
        if (distance < reach && distance + radius[node] * 0.5 < nearest) { best = node; nearest = distance + radius[node] * 0.5; }
      }
      return left > x + widest || right < x - widest || top > y + widest || bottom < y - widest;
    });
    return best;
  }

  hover(node) {
    if (node === this.hovered) return;
    this.hovered = node;
    this.canvas.classList.toggle("over", node >= 0);
    this.ask();
  }

  /** Zoom by a factor around the middle. */
  zoomBy(factor) {
    select(this.canvas).call(this.zoom.scaleBy, factor);
  }

  /** Show the whole plane. */
  reset() {
    this.waiting = null;
    select(this.canvas).call(this.zoom.transform, zoomIdentity);
  }

  /** The zoom and the point of the plane in the middle, `[k, x, y]`; null when the whole plane is shown. */
  get look() {
    if (this.waiting || !this.plane) return this.waiting ?? null;
    const { k, x, y } = this.zoomed, t = this.transform;
    return k === 1 && x === 0 && y === 0 ? null : [k, (this.width / 2 - t.x) / t.k, (this.height / 2 - t.y) / t.k];
  }

  /** Zoom so that a point of the plane is in the middle. */
  lookAt([k, x, y]) {
    this.waiting = this.picture && this.plane ? null : [k, x, y];
    if (this.waiting) return;
    const scale = this.plane.k * k;
    const transform = zoomIdentity.translate(this.width / 2 - x * scale - this.plane.x * k, this.height / 2 - y * scale - this.plane.y * k).scale(k);
    select(this.canvas).call(this.zoom.transform, transform);
  }

  /** Bring a node into the middle unless it can be seen already. */
  bring(node) {
    const [x, y] = this.where(node);
    if (!Number.isFinite(x) || (x > 30 && y > 30 && x < this.width - 30 && y < this.height - 30)) return;
    const { xy } = this.picture;
    this.lookAt([this.zoomed.k, xy[2 * node], xy[2 * node + 1]]);
  }
}

function between(one, other, share) {
  return { width: one.width + (other.width - one.width) * share, height: one.height + (other.height - one.height) * share };
}
