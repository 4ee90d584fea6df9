/** The classes, properties and concepts of the graph, once asked of the service. */

import { shortIri } from "./prefix.js";
import { inOurs } from "../words.js";
import { root } from "./service.js";

let asked;

/** Return the terms: each with its kind, short name, names in both languages, definition and number of uses. */
export function terms() {
  asked ??= fetch(`${root}/ontology?format=json`)
    .then((answer) => (answer.ok ? answer.json() : {}))
    .then(read)
    .catch(() => []); // without it, names and prefixes are still offered
  return asked;
}

function read({ classes = [], properties = [], schemes = [] }) {
  const concepts = schemes.flatMap((scheme) => scheme.concepts);
  return [...listed("class", classes), ...listed("property", properties), ...listed("concept", concepts)];
}

function listed(kind, terms) {
  return terms.map(({ iri, label, definition, uses }) => ({ kind, iri, short: shortIri(iri) ?? `<${iri}>`, labels: label, definition: inOurs(definition), uses: uses ?? 0 }));
}
