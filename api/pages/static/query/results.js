/** The answer below the editor: what is to be said of it, and its views as tabs. */

import { readAnswer, readTriples } from "./answer.js";
import { make } from "../element.js";
import { chart } from "./chart.js";
import { geography } from "./map.js";
import { network } from "./network.js";
import { sheet } from "./table.js";
import { text } from "./text.js";
import { timeline } from "./timeline.js";
import { say } from "../words.js";

const OF_ROWS = [sheet, geography, network, timeline, chart];
const place = document.getElementById("views");
let drawing = 0;

/**
 * Show an outcome of asking in the wanted view, else in the one that fits best.
 * `triples()` fetches a graph once more as N-Triples; `opened(key)` is told which view is seen.
 */
export function show(outcome, { wanted, triples, opened }) {
  const offers = outcome.holds === "graph" ? graphOffers(outcome, triples) : rowOffers(readAnswer(outcome.json));
  const best = offers.find((offer) => offer.view.key === wanted) ?? offers.reduce((a, b) => (b.rank > a.rank ? b : a));
  tabs(offers, best, opened);
}

/** Show nothing. */
export function clear() {
  drawing++;
  place.replaceChildren();
}

function rowOffers(answer) {
  const fitting = OF_ROWS.map((view) => ({ view, answer, slots: view.fit(answer) })).filter((offer) => offer.slots);
  return fitting.map((offer) => ({ ...offer, rank: offer.view.rank(answer, offer.slots) }));
}

function graphOffers(outcome, triples) {
  let asked;
  const later = () => (asked ??= triples().then(readTriples, () => (asked = null)));
  const offers = [sheet, network].map((view) => ({ view, later, rank: 0 }));
  return [{ view: text, answer: outcome.text, slots: [], rank: 1 }, ...offers];
}

function tabs(offers, best, opened) {
  const buttons = offers.map(({ view }) =>
    make("button", { type: "button", role: "tab", id: `tab-${view.key}`, "aria-controls": "view", "aria-selected": "false", tabindex: -1 }, say(`view_${view.key}`)));
  const panel = make("div", { id: "view", role: "tabpanel", tabindex: 0 });
  const list = make("div", { class: "tabs", role: "tablist", "aria-label": say("views") }, ...buttons);
  const open = (at, isChoice) => {
    buttons.forEach((button, i) => {
      button.setAttribute("aria-selected", String(i === at));
      button.tabIndex = i === at ? 0 : -1;
    });
    panel.setAttribute("aria-labelledby", buttons[at].id);
    if (isChoice) opened(offers[at].view.key);
    fill(panel, offers[at]);
  };
  buttons.forEach((button, at) => button.addEventListener("click", () => open(at, true)));
  list.addEventListener("keydown", (event) => {
    const from = buttons.indexOf(document.activeElement), last = buttons.length - 1;
    const to = { ArrowRight: from === last ? 0 : from + 1, ArrowLeft: from === 0 ? last : from - 1, Home: 0, End: last }[event.key];
    if (to === undefined) return;
    event.preventDefault();
    buttons[to].focus();
    open(to, true);
  });
  place.replaceChildren(list, panel);
  open(offers.indexOf(best), false);
}

async function fill(panel, offer) {
  const turn = ++drawing;
  if (offer.later && !offer.answer) {
    panel.replaceChildren(make("p", { class: "quiet" }, say("fetching")));
    offer.answer = await offer.later();
    offer.slots = offer.answer && offer.view.fit(offer.answer);
    if (turn !== drawing) return;
    if (!offer.answer) {
      panel.replaceChildren(make("p", { class: "trouble", role: "alert" }, say("unreachable")));
      return;
    }
  }
  if (!offer.slots) {
    panel.replaceChildren(make("p", { class: "quiet" }, say("does_not_fit")));
    return;
  }
  const canvas = make("div", { class: `view ${offer.view.key}` });
  const redraw = () => {
    const used = Object.fromEntries(offer.slots.map((slot) => [slot.role, slot.chosen]));
    offer.view.draw(canvas, offer.answer, used, () => canvas.isConnected && turn === drawing);
  };
  panel.replaceChildren(...[slotRow(offer.slots, redraw), canvas].filter(Boolean));
  redraw();
}

/** Return the row that says which columns a view uses, each to be changed. */
function slotRow(slots, redraw) {
  if (!slots.length) return null;
  return make("p", { class: "slots small" }, ...slots.map((slot) => {
    const options = [...(slot.optional ? [""] : []), ...slot.options];
    const select = make("select", {}, ...options.map((name) => make("option", { value: name, selected: name === (slot.chosen ?? "") }, name ? `?${name}` : "—")));
    select.addEventListener("change", () => {
      slot.chosen = select.value;
      redraw();
    });
    return make("label", {}, `${say(`slot_${slot.role}`)} `, select);
  }));
}
