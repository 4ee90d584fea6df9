/** The side panel: the chosen node with its ties, and the path between two. */
import { eachPair, langOf, nameOf } from "./network.js";
import { pairOf } from "./paths.js";
import { linksShown, WISH, NOT } from "./scene.js";
import { nameOfTerm, sayDates } from "./telling.js";
import { make } from "../element.js";
import { lang as LANG, say } from "../words.js";

const MOST = 200;

export class Panel {
  /** `heard`: choose(id), expand(id, flag), only(id), pathFrom(id), clearPath(). `page` is the address of entities. */
  constructor(page, heard) {
    Object.assign(this, { page, heard, chosen: document.getElementById("chosen"), found: document.getElementById("path-found") });
  }

  /** Show a node with its ties, or say how to choose one; `missing` is the name of one that is not there. */
  show(view, node, { expanded, only, missing }) {
    if (node < 0) {
      this.chosen.replaceChildren(make("p", { class: "quiet", text: missing ? say("not_there", { name: missing }) : say("choose_one") }));
      return;
    }
    const { network, scene } = view, name = nameOf(network, node, LANG), neighbours = [], before = document.activeElement?.closest("#chosen [data-key]")?.dataset.key;
    eachPair(network, node, (pair, other) => { if (scene.how[pair]) neighbours.push([pair, other]); });
    const shown = neighbours.filter(([, other]) => scene.shown[other]).length;
    this.chosen.replaceChildren(make("article", { class: "card chosen", "data-id": network.ids[node] },
      this.title(network, node, name),
      make("p", { class: "facts", text: view.facts(node).slice(1).join(" · ") }),
      make("p", { class: "small", text: say("neighbours_shown", { n: shown, m: neighbours.length }) }),
      this.buttons(network, node, { expanded, only, shown, all: neighbours.length }),
      this.ties(view, neighbours, name)));
    if (before) (this.chosen.querySelector(`[data-key="${before}"]`) ?? this.chosen.querySelector("[data-key]")).focus();
  }

  title(network, node, name) {
    const other = LANG === "zh" ? network.en[node] : network.zh[node], lang = langOf(network, node, LANG);
    const title = make("h2", { text: name, lang: lang && lang !== LANG ? lang : undefined });
    if (other && other !== name) title.append(" ", make("small", { class: "quiet", lang: LANG === "zh" ? "en" : "zh", text: other }));
    return title;
  }

  buttons(network, node, { expanded, only, shown, all }) {
    const id = network.ids[node], made = [];
    const button = (key, act) => { const one = make("button", { type: "button", text: say(key), "data-key": made.length }); one.addEventListener("click", act); made.push(one); };
    if (this.page) made.push(make("a", { class: "button", href: this.page + id, text: say("its_page") }));
    if (expanded) button("hide_neighbours", () => this.heard.expand(id, false));
    else if (shown < all) button("show_neighbours", () => this.heard.expand(id, true));
    button(only ? "all_again" : "only_these", () => this.heard.only(only ? "" : id));
    button("path_here", () => this.heard.pathFrom(id));
    button("unselect", () => this.heard.choose(""));
    return make("p", { class: "buttons" }, ...made);
  }

  ties(view, neighbours, name) {
    const { network, asked } = view, lines = neighbours.map(([pair, other]) => ({ pair, other, links: linksShown(network, asked, pair) }));
    const begun = ({ links }) => Math.min(...links.map((link) => network.opens[link] || network.begun[link]));
    lines.sort((a, b) => begun(a) - begun(b) || a.other - b.other);
    const list = make("ul", { class: "list ties", tabindex: "0", role: "list", "aria-label": say("its_ties", { name }) }, ...lines.slice(0, MOST).map(({ other, pair }) => this.tie(view, pair, other)));
    if (lines.length > MOST) list.append(make("li", { class: "quiet", text: say("and_more", { n: lines.length - MOST }) }));
    return list;
  }

  tie(view, pair, other) {
    return make("li", {}, this.node(view.network, other), ...this.links(view, pair));
  }

  /** Return a button that chooses a node. */
  node(network, node) {
    const lang = langOf(network, node, LANG);
    const button = make("button", { type: "button", class: "name", text: nameOf(network, node, LANG), lang: lang && lang !== LANG ? lang : undefined });
    button.addEventListener("click", () => this.heard.choose(network.ids[node]));
    return button;
  }

  /** Return what is known of the links of a pair: kind, dates, status, record. */
  links({ network, asked, scene }, pair) {
    return linksShown(network, asked, pair).map((link) => {
      const line = make("small", { text: [nameOfTerm("layers", network.layer[link]), sayDates(network, link)].filter(Boolean).join(say("comma")) });
      if (network.status[link]) line.append(" ", make("span", { class: "tag wish", text: say(scene.how[pair] === NOT ? "not" : scene.how[pair] === WISH || network.status[link] === 1 ? "wish" : "not") }));
      if (this.page && network.record[link]) line.append(" ", make("a", { href: this.page + network.record[link], text: say("record") }));
      return line;
    });
  }

  /** Show the names of both ends of a path, "" where none is chosen, and the paths that were found. */
  showPaths(view, paths, ends) {
    ["path-from", "path-to"].forEach((id, i) => { if (ends[i] || document.activeElement?.id !== id) document.getElementById(id).value = ends[i]; });
    if (ends.some(Boolean)) document.getElementById("path").open = true;
    if (!ends.every(Boolean)) { this.found.replaceChildren(); return; }
    const clear = make("button", { type: "button", text: say("path_clear") });
    clear.addEventListener("click", () => this.heard.clearPath());
    const told = !paths.length ? say("no_path") : say(paths.length > 1 ? "paths_steps" : "path_steps", { n: paths[0].length - 1, m: paths.length });
    this.found.replaceChildren(make("p", { class: "small", role: "status", text: told }), ...paths.map((path) => this.steps(view, path)), clear);
  }

  steps(view, path) {
    const { network } = view;
    return make("ol", { class: "list steps" }, ...path.map((node, i) => i === 0
      ? make("li", {}, this.node(network, node))
      : make("li", {}, ...this.links(view, pairOf(network, path[i - 1], node)), this.node(network, node))));
  }
}
