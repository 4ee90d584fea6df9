/** Deciding on a submission: the token goes into the header of the request and nowhere else. */

import { make } from "../element.js";
import { say } from "../words.js";
import { refuse } from "./refusal.js";
import { ask } from "./service.js";

const $ = (id) => document.getElementById(id);
const form = $("deciding");
form.hidden = false;

form.addEventListener("submit", (event) => event.preventDefault());
for (const one of form.querySelectorAll("button")) one.addEventListener("click", () => { if (form.reportValidity()) judge(one.value, $("reason").value.trim()); });

/** Decide as asked; a rejection needs a reason. */
async function judge(verdict, reason) {
  if (verdict === "reject" && !reason) {
    $("refusal").replaceChildren(make("p", { class: "trouble" }, say("reason_needed")));
    $("reason").focus();
    return;
  }
  await decide(verdict, reason);
}

async function decide(verdict, reason) {
  const buttons = form.querySelectorAll("button");
  for (const one of buttons) one.disabled = true;
  $("refusal").replaceChildren(make("p", {}, say("deciding")));
  const asked = new URLSearchParams({ [verdict === "accept" ? "note" : "reason"]: reason });
  try {
    await ask(`${form.dataset.at}/${verdict}?${asked}`, { method: "POST", headers: { Authorization: `Bearer ${$("token").value.trim()}` } });
    location.reload();
  } catch (refusal) {
    refuse($("refusal"), refusal, form.dataset.lang);
    for (const one of buttons) one.disabled = false;
  }
}
