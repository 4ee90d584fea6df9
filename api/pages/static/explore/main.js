/** The network explorer: keeps the state, in the address too, and shows it in the drawing, the panel and the tables. */
import { readAddress, START, writeAddress } from "./address.js";
import { fillControls, limitControls, onControls } from "./controls.js";
import { onTheme, readTheme } from "./colour.js";
import { Looks } from "./looks.js";
import { WorldMap } from "./map.js";
import { nameOf, readNetwork, STATUSES } from "./network.js";
import { onFile } from "./opened.js";
import { Panel } from "./panel.js";
import { shortestPaths } from "./paths.js";
import { PLANES, radii, squares } from "./picture.js";
import { Positions } from "./positions.js";
import { captionOf, factsOf, sayLooks, sayStatus, sayTables } from "./report.js";
import { save } from "./save.js";
import { choose, EVER, yearsOf } from "./scene.js";
import { offerNodes } from "./seek.js";
import { Source } from "./source.js";
import { Stage } from "./stage.js";
import { placeRows } from "./table.js";
import { dayAsked, Timeline, TODAY } from "./timeline.js";
import { isoOf, nameOfTerm } from "./telling.js";
import { copies } from "../copy.js";
import { lang as LANG, say } from "../words.js";

const ADDRESS_MS = 200, FLYING = 2500;
const FLOWING = new Set(["as_of", "top", "zoom"]); // what a slider or the wheel changes is no step to come back to
const part = (id) => document.getElementById(id);
const root = part("explorer");

class Explorer {
  constructor() {
    Object.assign(this, { state: readAddress(location.href), file: "", theme: readTheme(), countries: new Map(), widths: new Map() });
    root.hidden = false;
    this.source = new Source(root.dataset.network);
    this.looks = new Looks(this.source, { changed: () => this.draw(), failed: (fault) => this.complain(say("failed", { why: fault.message })) });
    this.stage = new Stage(part("canvas"), { choose: (node) => this.pick(node), moved: () => this.tellAddress() });
    this.timeline = new Timeline((as_of) => this.change({ as_of }));
    this.positions = new Positions(() => this.laidOut());
    this.panel = new Panel(root.dataset.page, {
      choose: (focus) => this.change({ focus, only: "" }),
      expand: (id, flag) => this.change({ expand: flag ? [...this.state.expand, id] : this.state.expand.filter((other) => other !== id) }),
      only: (only) => this.change({ only }),
      pathFrom: (from) => { this.change({ from }); part("path").open = true; part("path-to").focus(); },
      clearPath: () => this.change({ from: "", to: "" }),
    });
    this.wire();
  }

  wire() {
    onControls((changes) => this.change(changes));
    onTheme(() => { this.theme = readTheme(); this.draw(); });
    onFile(part("file"), part("stage"), { opened: (name, network) => this.open(name, network), refused: (key) => this.complain(say(key)) });
    offerNodes(part("find-node"), () => this.network, (focus) => this.change({ focus, only: "" }));
    offerNodes(part("path-from"), () => this.network, (from) => this.change({ from }));
    offerNodes(part("path-to"), () => this.network, (to) => this.change({ to }));
    const press = (name, act) => { for (const button of root.querySelectorAll(`[data-${name}]`)) button.addEventListener("click", () => act(button.dataset[name])); };
    press("view", (view) => this.change({ view, zoom: "" }, true));
    press("zoom", (factor) => Number(factor) ? this.stage.zoomBy(Number(factor)) : this.stage.reset());
    press("save", (kind) => { part("save").open = false; save(kind, this.view, this.stage, captionOf(this.view, this.name)); });
    part("table-button").addEventListener("click", () => { this.change({ table: this.state.table ? "" : "1" }); part("twin").scrollIntoView({ block: "nearest", behavior: "smooth" }); });
    addEventListener("popstate", () => this.reopen());
    part("save").addEventListener("keydown", ({ key }) => { if (key === "Escape") { part("save").open = false; part("save").firstElementChild.focus(); } });
    part("close-file").addEventListener("click", () => this.close());
    copies(part("link-button"), () => this.link());
    if (matchMedia("(max-width: 48rem)").matches) part("side").open = false;
  }

  /** Read the map and the network, and show them. */
  async begin() {
    fillControls(this.state);
    this.map = new WorldMap(await (await fetch(root.dataset.land)).json());
    await this.load();
    if (this.state.zoom) this.stage.lookAt(this.state.zoom.split(",").map(Number));
    else if (this.focus >= 0) this.stage.bring(this.focus);
    root.dataset.state = "ready";
  }

  /** Take over changes of the state and show what comes of them. */
  async change(changes, flight = false) {
    const layers = this.state.layer;
    this.isStep ||= Object.keys(changes).some((name) => !FLOWING.has(name));
    Object.assign(this.state, changes);
    if (flight) this.stage.reset();
    if (this.file || String(this.state.layer) === String(layers)) this.draw(flight);
    else await this.load();
    if (changes.focus && this.focus >= 0) this.stage.bring(this.focus);
  }

  /** Show again what the address tells, after a step back or forward. */
  reopen() {
    if (this.file) return;
    clearTimeout(this.telling);
    const layers = this.state.layer;
    this.state = readAddress(location.href);
    fillControls(this.state);
    if (String(this.state.layer) === String(layers)) this.draw();
    else this.load();
  }

  /** Fetch the network of the chosen layers. */
  async load() {
    const layers = this.state.layer;
    part("status").textContent = say("loading");
    try {
      const network = readNetwork(await this.source.network(layers));
      if (layers !== this.state.layer || this.file) return;
      this.take(network);
      this.countries = await this.source.countries(layers, LANG);
      if (network === this.network) this.draw();
    } catch (fault) {
      part("status").textContent = "";
      this.complain(say("failed", { why: fault.message }));
    }
  }

  /** Show another network. */
  take(network) {
    this.complain("");
    this.map.suit(network);
    Object.assign(this, { network, places: this.map.place(network), square: squares(network), arcs: new Map(), covered: "" });
    this.coast = new Path2D(this.map.coast);
    this.sphere = new Path2D(this.map.sphere);
    this.positions.prepare(network, this.state.view === "layout");
    fillControls(this.state);
    this.draw();
  }

  open(name, network) {
    this.kept ??= { ...this.state };
    const view = network.lon.some(Number.isFinite) ? "map" : "layout";
    this.file = name;
    const colour = ["region", "country", "kind"].find((by) => network[by].some(Boolean)) ?? "region";
    this.state = { ...structuredClone(START), view, colour, table: this.state.table, status: [...STATUSES] };
    this.countries = new Map();
    this.stage.reset();
    this.showFile();
    this.take(network);
  }

  close() {
    Object.assign(this, { file: "", state: this.kept, kept: null });
    this.showFile();
    this.load();
  }

  showFile() {
    limitControls(Boolean(this.file));
    this.panel.page = this.file ? "" : root.dataset.page;
    part("opened").hidden = !this.file;
    part("opened").firstElementChild.textContent = say("opened", { name: this.file });
    part("link-button").disabled = Boolean(this.file);
  }

  complain(text) {
    part("trouble").textContent = text;
    part("trouble").hidden = !text;
  }

  /** What is shown, by name. */
  get name() {
    return this.file || this.state.layer.map((layer) => nameOfTerm("layers", layer)).join(say("comma"));
  }

  node(id) {
    return this.network.place.get(id) ?? -1;
  }

  get focus() {
    return this.network ? this.node(this.state.focus) : -1;
  }

  pick(node) {
    this.change(node < 0 ? { focus: "", only: "" } : { focus: this.network.ids[node] });
  }

  asked() {
    const { state } = this, nodes = (ids) => ids.map((id) => this.node(id)).filter((node) => node >= 0);
    return {
      day: dayAsked(state.as_of), possible: state.certainty === "possible", statuses: STATUSES.map((status) => state.status.includes(status)),
      countries: new Set(state.country), top: state.top, placed: state.view === "map", only: this.node(state.only),
      values: this.looks.values(this.network, state, Boolean(this.file)), always: nodes([state.focus, state.from, state.to]), open: nodes(state.expand),
    };
  }

  /** Choose what is shown and show it everywhere; with `flight`, nodes move to their new places. */
  draw(flight = false) {
    if (!this.network) return;
    const { network, state, map, countries, square } = this, asked = this.asked();
    let scene = choose(network, asked);
    const ends = [this.node(state.from), this.node(state.to)];
    const paths = Math.min(...ends) >= 0 && ends[0] !== ends[1] ? shortestPaths(network, scene.how, ends) : [];
    if (paths.length) scene = choose(network, { ...asked, always: [...asked.always, ...paths.flat()] });
    const laid = state.view === "layout" ? this.positions.of(network) : null, groups = this.looks.groups(network, state, Boolean(this.file));
    const radius = radii(network, scene, this.looks.most(network, scene, asked.values)), xy = laid ?? this.places;
    this.view = { network, scene, asked, xy, radius, map, square, countries, measure: asked.values ? state.size : "", day: asked.day === EVER ? EVER : isoOf(asked.day) };
    this.view.facts = (node) => factsOf(this.view, node);
    if (laid || state.view === "map") this.stage.show(this.picture(this.view, groups, Boolean(laid)), flight);
    this.stage.mark({ node: this.focus, paths, wanted: [this.focus, ...paths.flat()].filter((node) => node >= 0) });
    this.tell(groups, paths);
  }

  picture({ network, scene, xy, radius, facts }, groups, isLaid) {
    const { square, theme, coast, sphere, widths } = this;
    return {
      network, scene, xy, radius, square, theme, coast, sphere, widths, facts, groups: groups.of, plane: PLANES[isLaid ? "layout" : "map"],
      land: isLaid ? 0 : 1, arcs: isLaid ? null : (pair) => this.arc(pair), name: (node) => nameOf(network, node, LANG),
    };
  }

  arc(pair) {
    if (!this.arcs.has(pair)) this.arcs.set(pair, this.map.arc(this.network, pair));
    return this.arcs.get(pair);
  }

  /** Say in words what is drawn: status, time, legend, panel, tables, address. */
  tell(groups, paths) {
    const { state, network, view } = this, { scene, asked } = view;
    if (this.covered !== state.certainty) this.timeline.cover(network, yearsOf(network, TODAY), asked.possible);
    this.covered = state.certainty;
    this.timeline.show(state.as_of, scene.pairs.length);
    sayStatus(view);
    sayLooks(view, groups, state, (country) => this.change({ country }));
    const focus = this.focus >= 0 && scene.degree[this.focus] ? this.focus : -1, missing = state.focus && focus < 0 ? this.nameOf(state.focus) : "";
    this.panel.show(view, focus, { expanded: state.expand.includes(state.focus), only: Boolean(state.only) && state.only === state.focus, missing });
    this.panel.showPaths(view, paths, [state.from, state.to].map((id) => id && this.nameOf(id)));
    sayTables(view, Boolean(state.table), { choose: (id) => this.change({ focus: id }), where: (node) => this.stage.where(node), selected: this.focus });
    this.tellAddress();
  }

  nameOf(id) {
    return this.network.place.has(id) ? nameOf(this.network, this.node(id), LANG) : id;
  }

  /** Draw the layout as far as it has come. */
  laidOut() {
    const { done } = this.positions, isShown = this.state.view === "layout";
    part("progress").hidden = done >= 1 || !isShown;
    part("progress").textContent = say("laying_out", { n: Math.round(done * 100) });
    if (isShown && this.positions.xy) this.draw(this.network.size < FLYING);
  }

  /** Tell the state in the address, a moment later. */
  tellAddress() {
    clearTimeout(this.telling);
    this.telling = setTimeout(() => {
      if (!this.view) return;
      const { look } = this.stage;
      this.state.zoom = look ? [look[0].toFixed(3), look[1].toFixed(1), look[2].toFixed(1)].join(",") : "";
      const address = writeAddress(location.href, this.state);
      if (!this.file && address !== location.href) history[this.isStep ? "pushState" : "replaceState"](null, "", address);
      this.isStep = false;
      if (this.state.table && !this.stage.flying) placeRows(part("twin"), this.view, (node) => this.stage.where(node));
    }, ADDRESS_MS);
  }

  /** Return the address of what is shown, told at once. */
  link() {
    history.replaceState(null, "", writeAddress(location.href, this.state));
    return location.href;
  }
}

new Explorer().begin();
