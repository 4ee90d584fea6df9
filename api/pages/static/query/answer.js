/** An answer as the views read it: columns, each with the kind of its values, and rows of cells. */

import { lang } from "../words.js";

export const BASE = "https://w3id.org/gzkg/";
const XSD = "http://www.w3.org/2001/XMLSchema#";
const NUMBERS = new Set(["integer", "decimal", "double", "float", "int", "long", "nonNegativeInteger", "positiveInteger"].map((name) => XSD + name));
const DATES = new Set(["date", "dateTime", "gYear", "gYearMonth"].map((name) => XSD + name));
const POINT = /^\s*(?:<[^>]*>\s*)?POINT\s*\(\s*(-?[\d.]+)\s+(-?[\d.]+)\s*\)/i;
const YEAR = /(^|_)year($|_)|年/i;

/** Return the answer in the JSON of SPARQL results. */
export function readAnswer(json) {
  if ("boolean" in json) return table(["answer"], [[{ kind: "boolean", value: String(json.boolean) }]]);
  const names = json.head.vars;
  return table(names, json.results.bindings.map((row) => names.map((name) => (row[name] ? cell(row[name]) : null))));
}

/** Return N-Triples as an answer with the columns subject, predicate and object. */
export function readTriples(text) {
  const rows = [];
  for (const line of text.split("\n")) {
    const parts = /^(\S+) (\S+) (.*) \.\s*$/.exec(line);
    if (parts) rows.push(parts.slice(1).map((part) => cell(term(part))));
  }
  return table(["subject", "predicate", "object"], rows);
}

function table(names, rows) {
  const columns = names.map((name, place) => {
    const values = rows.map((row) => row[place]).filter(Boolean);
    return { name, place, kind: kindOf(name, values), lang: commonest(values.map((value) => value.lang)), filled: values.length };
  });
  return { columns, rows };
}

function kindOf(name, values) {
  const kind = commonest(values.map((value) => value.kind));
  if (kind === "number" && YEAR.test(name)) return "date";
  return kind ?? "empty";
}

function commonest(values) {
  const counts = new Map();
  for (const value of values) if (value) counts.set(value, (counts.get(value) ?? 0) + 1);
  return [...counts].sort((a, b) => b[1] - a[1])[0]?.[0];
}

function cell({ type, value, datatype, "xml:lang": language }) {
  if (type === "uri") return { kind: value.startsWith(BASE) ? "thing" : "iri", value };
  if (type === "bnode") return { kind: "blank", value: `_:${value}` };
  if (NUMBERS.has(datatype)) return { kind: "number", value, datatype };
  if (DATES.has(datatype)) return { kind: "date", value, datatype };
  if (POINT.test(value)) return { kind: "point", value, datatype };
  return { kind: "text", value, datatype, lang: language };
}

function term(text) {
  if (text.startsWith("<")) return { type: "uri", value: unescaped(text.slice(1, -1)) };
  if (text.startsWith("_:")) return { type: "bnode", value: text.slice(2) };
  const [, value, language, datatype] = /^"((?:[^"\\]|\\.)*)"(?:@([\w-]+)|\^\^<([^>]*)>)?$/.exec(text) ?? [null, text];
  return { type: "literal", value: unescaped(value), "xml:lang": language, datatype };
}

function unescaped(text) {
  const known = { n: "\n", r: "\r", t: "\t", b: "\b", f: "\f" };
  return text.replace(/\\(?:u([\dA-Fa-f]{4})|U([\dA-Fa-f]{8})|(.))/g, (_, four, eight, one) => (one ? (known[one] ?? one) : String.fromCodePoint(parseInt(four ?? eight, 16))));
}

/** Return the columns of some kinds. */
export function ofKind(answer, ...kinds) {
  return answer.columns.filter((column) => kinds.includes(column.kind));
}

/** Return the column in which the reader finds the name of a row, or undefined. */
export function nameColumn(answer, near) {
  const texts = ofKind(answer, "text").filter((column) => /name|label|title|_zh$|_en$/.test(column.name) || column.lang);
  const ours = texts.filter((column) => column.name.endsWith(`_${lang}`) || column.lang === lang);
  const close = ours.find((column) => near && column.name.startsWith(`${near}_`));
  return close?.name ?? ours[0]?.name ?? near ?? ofKind(answer, "thing")[0]?.name ?? texts[0]?.name ?? ofKind(answer, "text", "iri")[0]?.name;
}

/** Return longitude and latitude that a cell says, or null. */
export function pointOf(value) {
  const [, across, up] = POINT.exec(value?.value ?? "") ?? [];
  return across === undefined || Math.abs(up) > 90 ? null : [Number(across), Number(up)];
}

/** Return a day, month or year as years and a fraction, or null. */
export function yearOf(value) {
  const [, year, month = "1", day = "1"] = /^(-?\d{1,4})(?:-(\d\d))?(?:-(\d\d))?/.exec(value?.value ?? "") ?? [];
  return year === undefined ? null : Number(year) + (Number(month) - 1) / 12 + (Number(day) - 1) / 366;
}

/** Return the number that a cell says, or null. */
export function numberOf(value) {
  const found = value ? Number(value.value) : NaN;
  return Number.isFinite(found) ? found : null;
}

/** Return the place of a column by its name. */
export function placeOf(answer, name) {
  return answer.columns.findIndex((column) => column.name === name);
}
