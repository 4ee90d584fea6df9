/** What was chosen, dropped or pasted, and how it is to be read: the fields under “How to read it”. */

import { make } from "../element.js";
import { say } from "../words.js";
import { button } from "./parts.js";

const columns = JSON.parse(document.getElementById("columns").textContent);
const $ = (id) => document.getElementById(id);
const TYPES = { csv: "text/csv", tsv: "text/csv", xlsx: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", ttl: "text/turtle", trig: "application/trig", nt: "application/n-triples", nq: "application/n-quads", jsonld: "application/ld+json", json: "application/ld+json", rdf: "application/rdf+xml", owl: "application/rdf+xml", xml: "application/rdf+xml" };

/** What a file is by the ending of its name, for the service; empty when it must look for itself. */
export const typeOf = (name) => $("format").value || (TYPES[name.split(".").at(-1).toLowerCase()] ?? "");

/** Read bytes as text: UTF-8, UTF-16 with its mark, else GB18030. */
export function decoded(bytes) {
  const [a, b] = new Uint8Array(bytes.slice(0, 2));
  if (a === 0xff && b === 0xfe) return new TextDecoder("utf-16le").decode(bytes);
  if (a === 0xfe && b === 0xff) return new TextDecoder("utf-16be").decode(bytes);
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    return new TextDecoder("gb18030").decode(bytes);
  }
}

/** Whether bytes are a workbook, which is no text. */
export const isWorkbook = (bytes) => { const [a, b] = new Uint8Array(bytes.slice(0, 2)); return a === 0x50 && b === 0x4b; };

/** The fields that say how a file is read; `changed()` is called when one of them changes. */
export class Reading {
  constructor(changed) {
    this.fills = new Map();
    this.changed = changed;
    this.offer(this.kind);
    for (const id of ["kind", "format", "sheet"]) $(id).addEventListener("change", () => { if (id === "kind") this.offer($("kind").value); changed(); });
    $("fill-add").addEventListener("click", () => this.#add());
    $("fill-value").addEventListener("keydown", (event) => { if (event.key === "Enter" && !event.isComposing) this.#add(); });
  }

  get kind() { return $("kind").value; }
  get sheet() { return $("sheet").value.trim(); }

  /** Offer the columns of a kind of table for filling. */
  offer(kind) {
    const named = Object.entries(columns[kind] ?? {}).map(([key, header]) => make("option", { value: key }, header[document.documentElement.lang]));
    $("fill-column").replaceChildren(...(named.length ? named : [make("option", { value: "" }, say("fill_first"))]));
    this.names = columns[kind] ?? {};
  }

  #add() {
    const column = $("fill-column").value, value = $("fill-value").value.trim();
    if (!column || !value) return;
    this.fills.set(column, value);
    $("fill-value").value = "";
    this.#show();
    this.changed();
  }

  #show() {
    const remove = (column) => { this.fills.delete(column); this.#show(); this.changed(); $("fill-column").focus(); };
    $("fills").replaceChildren(...[...this.fills].map(([column, value]) => make("li", {}, say("fill_is", { column: this.names[column]?.[document.documentElement.lang] ?? column, value }), " ", button(say("remove"), () => remove(column), { class: "offer" }))));
  }
}
