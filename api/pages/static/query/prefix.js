/** Our prefixes, and the PREFIX lines of a query. */

import { island } from "../words.js";

export const PREFIXES = island("prefixes");
const LOCAL = /^[A-Za-z0-9_](?:[\w-]*\w)?$/;
const DECLARED = /^[^\S\n]*PREFIX\s+([\w.-]*):\s*<([^<>\s]*)>/gim;

/** Return an IRI with the prefix that fits, or null when none does. */
export function shortIri(iri) {
  for (const [prefix, namespace] of Object.entries(PREFIXES)) {
    if (iri.startsWith(namespace) && LOCAL.test(iri.slice(namespace.length))) return `${prefix}:${iri.slice(namespace.length)}`;
  }
  return null;
}

/** Return what stands for an IRI in a query, and the line to be put before it; another use of the prefix is respected. */
export function written(iri, query) {
  const short = shortIri(iri), prefix = short?.split(":")[0];
  const declared = new Map([...query.matchAll(DECLARED)].map(([, name, namespace]) => [name, namespace]));
  if (!short || (declared.has(prefix) && declared.get(prefix) !== PREFIXES[prefix])) return { text: `<${iri}>`, line: "" };
  return { text: short, line: declared.has(prefix) ? "" : `PREFIX ${prefix}: <${PREFIXES[prefix]}>\n` };
}

/** Return where in a query a new PREFIX line belongs: after those that it has. */
export function placeOfPrefix(query) {
  const last = [...query.matchAll(DECLARED)].at(-1);
  if (!last) return 0;
  const end = query.indexOf("\n", last.index + last[0].length);
  return end < 0 ? query.length : end + 1;
}
