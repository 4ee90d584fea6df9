/** What the page told its scripts, and dates and terms in the reader's language. */
import { EARLY, LATE } from "./network.js";
import { island, lang, say } from "../words.js";

/** Layers, kinds, measures and the day of today. */
export const TOLD = island("explore-told");

/** Days before this one, of the year 0, stand for a beginning of which nothing is known. */
const FIRST = 10000;

const DATE = formatter({ year: "numeric", month: "long", day: "numeric" });
const MONTH = formatter({ year: "numeric", month: "long" }), YEAR = formatter({ year: "numeric" });

function formatter(parts) {
  return new Intl.DateTimeFormat(lang === "zh" ? "zh-CN" : "en-GB", { ...parts, timeZone: "UTC" });
}

/** Return a day, 19790502, as this language writes it. */
export function sayDay(day) {
  return DATE.format(dateOf(day));
}

/** Return a day as in data: 1979-05-02; "" when it is not known. */
export function isoOf(day) {
  const text = String(day).padStart(8, "0");
  return day < FIRST || day >= LATE ? "" : `${text.slice(0, 4)}-${text.slice(4, 6)}-${text.slice(6)}`;
}

function dateOf(day) {
  return new Date(Date.UTC(Math.floor(day / 10000), Math.floor(day / 100) % 100 - 1, day % 100));
}

function lengthOf(year, month) {
  return new Date(Date.UTC(year, month, 0)).getUTCDate();
}

/** Return what lies between two bounds: a day, a month, a year, or both bounds. */
function sayBetween(first, last) {
  if (first === last) return sayDay(first);
  const [a, b] = [first, last].map((day) => [Math.floor(day / 10000), Math.floor(day / 100) % 100, day % 100]);
  if (a[0] === b[0] && a[1] === b[1] && a[2] === 1 && b[2] === lengthOf(...a)) return MONTH.format(dateOf(first));
  if (a[0] === b[0] && first % 10000 === 101 && last % 10000 === 1231) return YEAR.format(dateOf(first));
  return say("between", { first: sayDay(first), last: sayDay(last) });
}

/** Return when a link held, as exactly as is known: "since 2 May 1979", "known by 18 March 2020". */
export function sayDates(network, link) {
  const [opens, begun, ends, closes] = [network.opens, network.begun, network.ends, network.closes].map((days) => days[link]);
  const told = [];
  if (opens > EARLY && begun < LATE) told.push(say("since", { when: sayBetween(opens, begun) }));
  else if (begun < LATE && begun > 9999) told.push(say("known_by", { when: sayDay(begun) }));
  else if (opens > EARLY) told.push(say("not_before", { when: sayDay(opens) }));
  if (ends > EARLY && closes < LATE) told.push(say("until", { when: sayBetween(ends, closes) }));
  else if (closes < LATE) told.push(say("ended_by", { when: sayDay(closes) }));
  return told.join(say("comma")) || say("no_dates");
}

/** Return the name of a layer, a kind of node, or a region, in the page's language; as it is when there is none. */
export function nameOfTerm(group, code) {
  return TOLD[group]?.[code] ?? code;
}
