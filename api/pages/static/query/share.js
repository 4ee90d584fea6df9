/** Taking an answer along: files, an address that opens it again, and code that asks the same. */

import { parameters } from "./ask.js";
import { copies } from "../copy.js";
import { make } from "../element.js";
import { snippets } from "./snippet.js";
import { say } from "../words.js";
import { root } from "./service.js";

const ROWS = { CSV: "csv", TSV: "tsv", JSON: "json", XML: "xml" };
const GRAPHS = { Turtle: "turtle", "JSON-LD": "jsonld", "N-Triples": "ntriples", "RDF/XML": "rdfxml" };
const ENDS = { turtle: "ttl", ntriples: "nt", rdfxml: "rdf" };
const LONGEST_ADDRESS = 8000;
const place = document.getElementById("share");

/** Offer what was asked as files, as an address and as code; `link` is the address of this page. */
export function share(asked, holds, link) {
  const formats = { graph: GRAPHS, boolean: { JSON: "json", XML: "xml" } }[holds] ?? ROWS;
  const { query, ...more } = Object.fromEntries(parameters(asked));
  const format = { graph: "turtle", boolean: "json" }[holds] ?? "csv";
  place.replaceChildren(
    make("section", { "aria-labelledby": "files-title" }, make("h3", { id: "files-title" }, say("download")), downloads(asked, formats)),
    make("section", { "aria-labelledby": "link-title" }, make("h3", { id: "link-title" }, say("link")), permanent(link)),
    make("section", { class: "code", "aria-labelledby": "code-title" }, make("h3", { id: "code-title" }, say("code")), code(snippets(new URL(`${root}/sparql`, location.href).href, query, more, format))),
  );
}

/** Offer nothing. */
export function shareNothing() {
  place.replaceChildren();
}

/** Return an element that fetches the whole answer in a format: a link, or a form where the query is long. */
export function fileLink(asked, format, words) {
  const all = parameters(asked, { format });
  const address = `${root}/sparql?${all}`;
  if (address.length < LONGEST_ADDRESS) return make("a", { class: "button", href: address, download: `answer.${ENDS[format] ?? format}` }, words);
  const fields = [...all].map(([name, value]) => make("input", { type: "hidden", name, value }));
  return make("form", { method: "post", action: `${root}/sparql`, class: "inline" }, ...fields, make("button", {}, words));
}

function downloads(asked, formats) {
  return make("p", { class: "row" }, ...Object.entries(formats).map(([name, format]) => fileLink(asked, format, name)));
}

function permanent(link) {
  const field = make("input", { readonly: true, value: link, "aria-label": say("link"), onfocus: () => field.select() });
  return make("p", { class: "row" }, field, copier(() => field.value));
}

/** Offer another address of this page: that of another view. */
export function shareLink(link) {
  const field = place.querySelector("input[readonly]");
  if (field) field.value = link;
}

function code(texts) {
  const names = Object.keys(texts), shown = make("pre", { tabindex: 0, role: "region" });
  const buttons = names.map((name) => make("button", { type: "button", "aria-pressed": "false", onclick: () => open(name) }, name));
  const open = (name) => {
    shown.textContent = texts[name];
    shown.setAttribute("aria-label", name);
    buttons.forEach((button) => button.setAttribute("aria-pressed", String(button.textContent === name)));
  };
  open(names[0]);
  return make("div", {}, make("p", { class: "row" }, ...buttons, copier(() => shown.textContent)), shown);
}

function copier(text) {
  const button = make("button", { type: "button", class: "copy", "data-done": say("copied"), "data-failed": say("not_copied") }, say("copy"));
  copies(button, text);
  return button;
}
