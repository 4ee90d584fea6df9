/** The last queries of this browser; they stay in it. */

import { make } from "../element.js";

const [KEY, MOST] = ["gzkg-queries", 20];
const place = document.getElementById("history");

/** Remember a query, and show all that are kept; `choose(query)` is called for the one that is opened. */
export function remember(query, choose) {
  const kept = [query, ...recall().filter((other) => other !== query)].slice(0, MOST);
  try {
    localStorage.setItem(KEY, JSON.stringify(kept));
  } catch { /* a browser that keeps nothing */ }
  list(choose, kept);
}

/** Show the queries that are kept. */
export function list(choose, kept = recall()) {
  place.hidden = !kept.length;
  place.querySelector("ul").replaceChildren(...kept.map((query) => make("li", {}, make("button", { type: "button", onclick: () => choose(query) }, gist(query)))));
}

function recall() {
  try {
    const kept = JSON.parse(localStorage.getItem(KEY) ?? "[]");
    return Array.isArray(kept) ? kept.filter((query) => typeof query === "string") : [];
  } catch {
    return [];
  }
}

function gist(query) {
  return query.replace(/^\s*(?:PREFIX[^\n]*|#[^\n]*)?\n/gim, "").replace(/\s+/g, " ").trim().slice(0, 120);
}
