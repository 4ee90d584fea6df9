/** A graph as Turtle, its parts coloured. */

import { make } from "../element.js";
import { number, say } from "../words.js";

const MOST = 150_000;
const PARTS = /(?<iri><[^<>\s]*>)|(?<string>"""[\s\S]*?"""|"(?:[^"\\\n]|\\.)*")|(?<tag>@[a-zA-Z][\w-]*|\^\^)|(?<number>(?<![\w:])[+-]?\d[\d.]*(?:e[+-]?\d+)?(?![\w:]))|(?<name>[\w-]*:[\w.\\\/-]*[\w\/-]|\ba\b)/gi;

export const text = { key: "text", draw };

function draw(place, given) {
  const whole = tidied(given);
  const shown = whole.slice(0, MOST), pre = make("pre", { class: "graph", tabindex: 0, role: "region", "aria-label": say("view_text") });
  let from = 0;
  for (const found of shown.matchAll(PARTS)) {
    const kind = Object.keys(found.groups).find((name) => found.groups[name] !== undefined);
    pre.append(shown.slice(from, found.index), make("span", { class: `turtle-${kind}` }, found[0]));
    from = found.index + found[0].length;
  }
  pre.append(shown.slice(from));
  const cut = whole.length > MOST ? make("p", { class: "quiet small" }, say("letters_of", { n: number(MOST), m: number(whole.length) })) : null;
  place.replaceChildren(...[pre, cut].filter(Boolean));
}

/** Return Turtle without the prefixes that it does not use. */
function tidied(turtle) {
  const body = turtle.replace(/^@prefix .*$/gm, ""), used = new Set(body.match(/[\w-]*:/g));
  return turtle.replace(/^@prefix ([\w-]*:) .*\n/gm, (line, prefix) => (used.has(prefix) ? line : ""));
}
