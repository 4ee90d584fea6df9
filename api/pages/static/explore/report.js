/** What is drawn, in words: how many are shown, the legend, the countries, the facts of a node, the tables. */
import { fillCountries, fillTop } from "./controls.js";
import { showLegend } from "./legend.js";
import { REGIONS } from "./looks.js";
import { nameOf } from "./network.js";
import { EVER } from "./scene.js";
import { showTables } from "./table.js";
import { nameOfTerm, sayDay, TOLD } from "./telling.js";
import { lang as LANG, say } from "../words.js";

const part = (id) => document.getElementById(id);

/** Say how many are shown, of how many, on which day. */
export function sayStatus({ scene, asked }) {
  const n = scene.nodes.length, m = scene.all, ties = scene.pairs.length;
  const day = asked.day === EVER ? say("ties_ever", { ties }) : say("ties_on", { ties, day: sayDay(asked.day) });
  part("status").textContent = n ? [say("shown", { n, m }), day, scene.unplaced && say("without_place", { n: scene.unplaced })].filter(Boolean).join(" · ") : say("nothing_here");
  part("canvas").setAttribute("aria-label", say("drawing", { n, m }));
}

/** Bring the controls and the legend in line with what is shown; `changed` is called with other countries. */
export function sayLooks(view, groups, state, changed) {
  const { network, scene, asked, countries } = view;
  fillTop(state.top, scene.all);
  fillCountries(countryList(network, countries), state.country, changed);
  part("size-about").textContent = asked.values ? `${TOLD.measures[state.size].about} ${say("size_what")}` : "";
  const notes = [groups.by === "community" && say("community_what"), scene.nodes.some((node) => view.square[node]) && say("square_is")].filter(Boolean);
  showLegend(groups, scene, (name) => groupName(view, groups, name), notes);
  for (const button of document.querySelectorAll("[data-view]")) button.setAttribute("aria-pressed", String(button.dataset.view === state.view));
}

function groupName({ network, scene, countries }, { by, of, names }, name) {
  if (by === "country") return countries.get(name) ?? name;
  if (by === "kind") return nameOfTerm("kinds", name);
  if (by === "community") return say("community_of", { name: nameOf(network, scene.nodes.find((node) => of[node] === names.indexOf(name)), LANG) });
  return REGIONS.includes(name) ? say(name) : name;
}

function countryList(network, countries) {
  const codes = [...new Set(network.country)].filter(Boolean), order = new Intl.Collator(LANG);
  return codes.map((code) => [code, countries.get(code) ?? code]).sort((a, b) => order.compare(a[1], b[1]));
}

/** Return the name of a node and its facts, a line each. */
export function factsOf({ network, scene, asked, measure, countries }, node) {
  const kind = [nameOfTerm("kinds", network.kind[node]), countries.get(network.country[node]) ?? network.country[node]].filter(Boolean).join(say("comma"));
  const value = asked.values?.[node], measured = Number.isFinite(value) ? TOLD.measures[measure].label + say("colon") + Number(value.toPrecision(3)) : "";
  return [nameOf(network, node, LANG), kind, say("ties_n", { n: scene.degree[node] }), measured].filter(Boolean);
}

/** Show the tables when they are asked for. */
export function sayTables(view, isOpen, heard) {
  const twin = part("twin");
  part("table-button").setAttribute("aria-expanded", String(isOpen));
  twin.hidden = !isOpen;
  if (isOpen) showTables(twin, view, heard);
  else twin.replaceChildren();
}

/** Return in one line what a saved picture shows. */
export function captionOf({ scene, day }, name) {
  return [name, day, say("shown", { n: scene.nodes.length, m: scene.all }), "gzkg"].join(" · ");
}
