/** What the colours mean, with how many of each are shown. */
import { REST } from "./colour.js";
import { make } from "../element.js";
import { say, number } from "../words.js";

/** Show the legend of `groups` (`of`, `names`) for the nodes of a scene; `notes` are sentences below. */
export function showLegend(groups, scene, nameOf, notes) {
  const counts = new Map();
  for (const node of scene.nodes) counts.set(groups.of[node], (counts.get(groups.of[node]) ?? 0) + 1);
  const lines = !groups.names.length ? [] : [...counts.keys()].sort((a, b) => a - b).map((group) => make("li", {},
    make("span", { class: `swatch group-${group}` }),
    make("span", { text: group === REST ? say("rest") : nameOf(groups.names[group]) }),
    make("span", { class: "number", text: number(counts.get(group)) })));
  document.getElementById("legend").replaceChildren(...lines, ...notes.map((text) => make("li", { class: "note", text })));
}
