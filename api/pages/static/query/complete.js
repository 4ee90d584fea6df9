/** What the editor offers: variables, words of SPARQL, prefixes, terms with their names, and things by any name. */

import { PREFIXES, placeOfPrefix, shortIri, written } from "./prefix.js";
import { terms } from "./terms.js";
import { inOurs, lang, number, say } from "../words.js";
import { root } from "./service.js";

const WORD = /[?$]?[\p{L}\p{N}_:.-]+$/u;
const KEYWORDS = `SELECT DISTINCT WHERE FILTER OPTIONAL UNION MINUS VALUES BIND GRAPH ASK CONSTRUCT DESCRIBE PREFIX LIMIT OFFSET
  COUNT SUM MIN MAX AVG SAMPLE GROUP_CONCAT REGEX CONTAINS STRSTARTS STRENDS LANG LANGMATCHES DATATYPE YEAR MONTH DAY NOW STR IRI
  LCASE UCASE STRLEN SUBSTR REPLACE CONCAT COALESCE BOUND IF`.split(/\s+/).concat("GROUP BY", "ORDER BY", "HAVING", "FILTER NOT EXISTS", "FILTER EXISTS");
const [MOST_TERMS, MOST_THINGS, WAIT_MS] = [40, 8, 120];

/** Return what fits before the cursor, for CodeMirror. */
export async function complete(context) {
  const word = context.matchBefore(WORD);
  if (!context.explicit && (!word || word.text.length < 2)) return null;
  const typed = word?.text ?? "", from = word?.from ?? context.pos;
  if (isInText(context)) return null;
  const query = context.state.doc.toString();
  if (/^[?$]/.test(typed)) return { from, options: variables(query, typed), filter: false };
  const [known, things] = await Promise.all([terms(), thingsNamed(typed, context)]);
  if (context.aborted) return null;
  const options = [...fittingTerms(known, typed), ...things, ...fittingPrefixes(typed), ...keywords(typed)];
  return options.length ? { from, options, filter: false } : null;
}

/** Tell whether the cursor stands in a comment, a string or an IRI, by what stands before it on its line. */
function isInText(context) {
  const line = context.state.doc.lineAt(context.pos), before = line.text.slice(0, context.pos - line.from);
  const rest = before.replace(/<[^<>\s]*>|"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'/g, "");
  return /["'#]|<[^\s<>=]+$/.test(rest);
}

function variables(query, typed) {
  const names = new Set(query.match(/[?$]\w+/g));
  names.delete(typed);
  return [...names].filter((name) => name.startsWith(typed)).map((label) => ({ label, type: "variable" }));
}

function keywords(typed) {
  if (!/^[a-z]+$/i.test(typed)) return [];
  return KEYWORDS.filter((word) => word.startsWith(typed.toUpperCase())).map((label) => ({ label, type: "keyword", boost: -1 }));
}

function fittingPrefixes(typed) {
  if (typed.includes(":")) return [];
  return Object.entries(PREFIXES).filter(([prefix]) => prefix.startsWith(typed.toLowerCase()))
    .map(([prefix, namespace]) => ({ label: `${prefix}:`, detail: namespace, type: "prefix", apply: (view, _, from, to) => put(view, from, to, `${prefix}:`, prefix) }));
}

/** Return the terms that the word may mean, the best first: by short name, or by name in either language. */
function fittingTerms(known, typed) {
  const wanted = typed.toLowerCase();
  if (!wanted) return [];
  return known.map((term) => ({ term, score: score(term, wanted) })).filter(({ score }) => score > 0)
    .sort((a, b) => b.score - a.score || b.term.uses - a.term.uses).slice(0, MOST_TERMS)
    .map(({ term }) => ({ label: term.short, detail: told(term), info: term.definition || undefined, type: term.kind, apply: (view, _, from, to) => putIri(view, from, to, term.iri) }));
}

function score(term, wanted) {
  const short = term.short.toLowerCase(), local = short.slice(short.indexOf(":") + 1);
  const names = Object.values(term.labels).map((label) => label.toLowerCase());
  if (short === wanted || local === wanted || names.includes(wanted)) return 4;
  if (short.startsWith(wanted) || local.startsWith(wanted)) return 3;
  if (names.some((name) => name.startsWith(wanted))) return 2;
  const isPlain = !wanted.includes(":");
  return isPlain && wanted.length > 1 && (local.includes(wanted) || names.some((name) => name.includes(wanted))) ? 1 : 0;
}

function told(term) {
  const names = [...new Set([term.labels[lang], ...Object.values(term.labels)].filter(Boolean))];
  return [...names, term.uses ? say("uses", { n: number(term.uses) }) : ""].filter(Boolean).join(" · ");
}

/** Return the things that a name may mean, as the service finds them; after `city:` only cities. */
async function thingsNamed(typed, context) {
  const [, prefix, name] = /^(?:([a-z-]+):)?(.*)$/iu.exec(typed);
  const kind = prefix && /\/id\/([a-z]+)\/$/.exec(PREFIXES[prefix] ?? "")?.[1];
  if (!name || (prefix && !kind) || (/^[\w.-]+$/.test(name) && name.length < 3)) return [];
  await new Promise((go) => setTimeout(go, WAIT_MS));
  if (context.aborted) return [];
  const answer = await fetch(`${root}/entities?${new URLSearchParams({ q: name.replaceAll("-", " "), limit: MOST_THINGS * (kind ? 4 : 1) })}`).catch(() => null);
  const found = answer?.ok ? await answer.json() : [];
  return found.filter((match) => !kind || match.id.startsWith(`${kind}/`)).slice(0, MOST_THINGS).map(thing);
}

function thing(match) {
  const iri = `https://w3id.org/gzkg/id/${match.id}`, names = [inOurs(match.label), ...Object.values(match.label)];
  const label = [...new Set(names)].join(" · ");
  return { label, detail: shortIri(iri) ?? match.id, type: "thing", boost: match.score > 0.9 ? 1 : 0, apply: (view, _, from, to) => putIri(view, from, to, iri) };
}

function putIri(view, from, to, iri) {
  const { text, line } = written(iri, view.state.doc.toString());
  putText(view, { from, to, text, line });
}

function put(view, from, to, text, prefix) {
  const { line } = written(PREFIXES[prefix] + "x", view.state.doc.toString());
  putText(view, { from, to, text, line });
}

function putText(view, { from, to, text, line }) {
  const changes = [{ from, to, insert: text }];
  if (line) changes.unshift({ from: placeOfPrefix(view.state.doc.toString()), insert: line });
  view.dispatch({ changes, selection: { anchor: from + line.length + text.length }, userEvent: "input.complete" });
}
