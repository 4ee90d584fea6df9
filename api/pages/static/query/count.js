/** What a view says of itself: how much of the answer it shows, and what its colours mean. */

import { make } from "../element.js";
import { number, say } from "../words.js";

/** Return a line that says how many of all are shown. */
export function shownOf(shown, all, key = "n_of_m") {
  return make("p", { class: "quiet small count" }, say(key, { n: number(shown), m: number(all) }));
}

/** Return what the colours mean, in their order; nothing when there is only one. */
export function legend(names) {
  if (names.length < 2) return "";
  return make("p", { class: "legend small" }, ...names.slice(0, 8).map((name, at) => make("span", {}, make("i", { class: `kind-${1 + at}`, "aria-hidden": "true" }), name)));
}
