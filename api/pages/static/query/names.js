/** What the IRIs of an answer are called and where they lie, asked of the service many at once and kept. */

import { BASE } from "./answer.js";
import { inOurs, lang } from "../words.js";
import { root } from "./service.js";

const AT_ONCE = 40;
const known = new Map();

/** Learn the names and positions of things of this graph; those that it does not know keep their ids. */
export async function learn(iris) {
  const missing = [...new Set(iris)].filter((iri) => iri.startsWith(BASE) && !known.has(iri));
  const lots = [];
  for (let at = 0; at < missing.length; at += AT_ONCE) lots.push(missing.slice(at, at + AT_ONCE));
  await Promise.all(lots.map(learnLot));
}

async function learnLot(iris) {
  for (const iri of iris) known.set(iri, null);
  const briefs = await fetchBriefs(iris) ?? await fetchBriefs(iris);
  if (!briefs) iris.forEach((iri) => known.delete(iri)); // asked for again when they are shown again
  for (const brief of briefs ?? []) known.set(brief.iri, brief);
}

/** Return what the service says of some things, or null when it does not answer. */
async function fetchBriefs(iris) {
  try {
    const answer = await fetch(`${root}/brief?${new URLSearchParams(iris.map((iri) => ["id", iri]))}`);
    return answer.ok ? await answer.json() : null;
  } catch {
    return null;
  }
}

/** Return what to call an IRI, and in which language that is when it is not the reader's. */
export function nameOf(iri) {
  const label = known.get(iri)?.label ?? {};
  const other = label[lang] === undefined && Object.keys(label).length ? (label.en === undefined ? Object.keys(label)[0] : "en") : undefined;
  return { text: inOurs(label) || shortOf(iri), lang: other };
}

/** Return the end of an IRI that a reader may recognise. */
export function shortOf(iri) {
  if (iri.startsWith(`${BASE}ontology#`)) return `gz:${iri.slice(BASE.length + 9)}`;
  if (iri.startsWith(`${BASE}concept/`)) return iri.slice(BASE.length + 8).replace("/", ":");
  return iri.startsWith(BASE) ? iri.slice(BASE.length).replace(/^id\//, "") : iri;
}

/** Return the IRI of the class of a thing that has been learned, or null. */
export function classOf(iri) {
  const name = known.get(iri)?.classes[0];
  return name ? `${BASE}ontology#${name}` : null;
}

/** Return longitude and latitude of a thing that has been learned, or null. */
export function whereIs(iri) {
  return known.get(iri)?.point ?? null;
}

/** Return the address of the page about an IRI, or null when none can safely be opened. */
export function pageOf(iri) {
  if (iri.startsWith(`${BASE}id/`)) return `${root}/id/${encodeURI(iri.slice(BASE.length + 3))}`;
  if (iri.startsWith(`${BASE}ontology#`)) return `${root}/ontology/${encodeURIComponent(iri.slice(BASE.length + 9))}`;
  if (iri.startsWith(`${BASE}concept/`)) return `${root}/${encodeURI(iri.slice(BASE.length))}`;
  return /^https?:\/\/[^\s]+$/i.test(iri) ? iri : null;
}

/** Return the text by which a cell is called. */
export function called(cell) {
  if (!cell) return "";
  return cell.kind === "thing" ? nameOf(cell.value).text : cell.value;
}
