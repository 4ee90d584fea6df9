/** Dates in words, by the rules of api/pages/dating.py and with the same words, for what the browser alone has. */

import { lang, say } from "./words.js";

const BEGUN = ["begun_in", "begun_between", "begun_after", "begun_by"], ENDED = ["ended_in", "ended_between", "ended_after", "ended_by"];
const numbers = (day) => day.split("-").map(Number);

/** Return a day, 1979-05-02, as readers of the page write it. */
export function tellDay(day) {
  const [year, month, date] = numbers(day);
  return lang === "zh" ? `${year}年${month}月${date}日` : day;
}

/** Return a span that is one day, month or year by that; "" for any other. */
export function tellSpan(first, last) {
  if (first === last) return tellDay(first);
  const [year, month, begin] = numbers(first), [same, until, end] = numbers(last);
  if (year !== same || begin !== 1 || end !== new Date(Date.UTC(year, until, 0)).getUTCDate()) return "";
  if (month === until) return lang === "zh" ? `${year}年${month}月` : first.slice(0, 7);
  return month === 1 && until === 12 ? (lang === "zh" ? `${year}年` : String(year)) : "";
}

/** Return when something began and ended: "since 1979-05-02; still in force on 2020-03-18". */
export function tellPeriod(bounds) {
  const atOnce = tellAtOnce(bounds);
  if (atOnce) return atOnce;
  const begin = tell(BEGUN, bounds.start_earliest, bounds.start_latest), end = tell(ENDED, bounds.end_earliest, bounds.end_latest);
  return begin && end ? say("and_then", { begin, end }) : begin || end || say("undated");
}

function tellAtOnce({ start_earliest: opens, start_latest: begun, end_earliest: ends, end_latest: closed }) {
  const first = known(opens, begun), last = known(ends, closed);
  if (first && last) return first === last ? say("on", { when: first }) : say("from_to", { first, last });
  if (begun && begun === closed && !opens && !ends) return say("by", { last: tellDay(begun) });
  const moment = opens || closed ? "" : known(ends, begun);
  return moment && say("seen_in", { when: moment });
}

function tell([inside, between, after, by], earliest, latest) {
  const when = known(earliest, latest);
  if (when) return say(inside, { when });
  if (!earliest && !latest) return "";
  return say(earliest && latest ? between : earliest ? after : by, { first: earliest && tellDay(earliest), last: latest && tellDay(latest) });
}

const known = (earliest, latest) => (earliest && latest ? tellSpan(earliest, latest) : "");
