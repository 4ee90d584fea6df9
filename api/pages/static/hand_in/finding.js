/** Findings: where they are, what is wrong, what to do, and what may be put in at once. */

import { make } from "../element.js";
import { say } from "../words.js";
import { button } from "./parts.js";

export const SEVERITIES = ["violation", "warning", "info"];
const SIGNS = { violation: "✕", warning: "!", info: "i" };
const READING = /^F0[2-6]/;

/** The worst severity among findings. */
export const worst = (findings) => SEVERITIES.find((one) => findings.some((finding) => finding.severity === one));

/** A sign for a severity, with its name for those who do not see it. */
export const sign = (severity) => make("span", { class: `sign ${severity}` }, make("span", { "aria-hidden": "true" }, SIGNS[severity]), make("span", { class: "unseen" }, say(severity)));

/** Whether a finding tells of something left out when the cell was read, which a second reading cannot see. */
export const isOfReading = (finding) => READING.test(finding.check);

/** What may be put in the place of what a finding is about, most likely first. */
export function offers(finding) {
  const ids = finding.suggestion && finding.nearest.length ? finding.nearest.slice(1) : finding.nearest;
  return [...new Set([finding.suggestion, ...ids].filter(Boolean))];
}

/** A text with what is wrong in it replaced: the part that a finding is about, else all. */
export function repaired(text, finding, offer) {
  const parts = text.split(";").map((part) => part.trim());
  return parts.length > 1 && parts.includes(finding.value) ? parts.map((part) => (part === finding.value ? offer : part)).join("; ") : offer;
}

/** Show a finding; `acts` are buttons that repair it, `where` says its place. */
export function show(finding, language, { where = "", acts = [], id } = {}) {
  return make(
    "li",
    { class: `finding ${finding.severity}`, id },
    sign(finding.severity),
    make("div", {}, where && make("strong", { class: "where" }, where, " "), make("span", { lang: language }, finding.message[language]), finding.repair[language] && make("span", { class: "repair", lang: language }, ` ${finding.repair[language]}`), acts.length ? make("span", { class: "acts" }, ...acts) : null),
  );
}

/** Buttons for the offers of a finding; `put(offer)` puts one in. */
export const offering = (finding, put, key = "put_in") => offers(finding).map((value) => button(say(key, { value }), () => put(value), { class: "offer" }));
