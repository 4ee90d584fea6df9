/** What the service refused, in the reader's language, with what to do; its own English words below. */

import { make } from "../element.js";
import { say } from "../words.js";

const SAID = [401, 403, 409, 413, 422, 429, 503];

/** Show a refusal in a place, in a language; what the service itself says of it stands below. */
export function refuse(place, refusal, language) {
  const detail = refusal.message && make("p", { class: "small" }, say("service_says"), make("span", { lang: "en" }, refusal.message));
  place.replaceChildren(make("div", { class: "trouble" }, make("p", {}, sentence(refusal)), language === "en" && refusal.status === 422 ? "" : detail));
  place.scrollIntoView({ block: "nearest" });
}

function sentence(refusal) {
  if (refusal.status === 0) return say("error_unreachable");
  if (refusal.title === "UnknownKind") return say("error_kind");
  if (refusal.status === 400) return refusal.line ? say("error_unreadable_line", { line: refusal.line }) : say("error_unreadable");
  return SAID.includes(refusal.status) ? say(`error_${refusal.status}`, { seconds: refusal.retryAfter ?? "10" }) : say("error_other");
}
