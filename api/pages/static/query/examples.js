/** The competency questions beside the editor: sifted while one types, opened without leaving the page. */

import { number, say } from "../words.js";
import { root } from "./service.js";

const list = document.getElementById("examples");
const field = document.getElementById("sift");
const links = [...list.querySelectorAll("a[data-question]")];
const groups = [...list.querySelectorAll("details")];

/** Let questions be sifted, and call `choose(id, query)` for the one that is opened. */
export function listen(choose) {
  field.hidden = false;
  field.addEventListener("input", sift);
  list.addEventListener("click", async (event) => {
    const link = event.target.closest("a[data-question]");
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    const answer = await fetch(`${root}/questions/${link.dataset.question}`);
    if (answer.ok) choose(link.dataset.question, (await answer.json()).sparql);
  });
}

/** Mark the question whose query stands in the editor, and say it above; none with "". */
export function mark(id) {
  const title = document.getElementById("asks"), asked = links.find((link) => link.dataset.question === id);
  title.textContent = asked?.textContent ?? "";
  title.hidden = !asked;
  for (const link of links) {
    if (link.dataset.question === id) link.setAttribute("aria-current", "true");
    else link.removeAttribute("aria-current");
  }
}

function sift() {
  const words = field.value.toLowerCase().split(/\s+/).filter(Boolean);
  let found = 0;
  for (const link of links) {
    const text = `${link.dataset.question} ${link.dataset.other}`.toLowerCase(), fits = words.every((word) => text.includes(word));
    link.closest("li").hidden = !fits;
    found += fits;
  }
  for (const [at, group] of groups.entries()) {
    group.hidden = !group.querySelector("li:not([hidden])");
    group.open = words.length ? !group.hidden : at === 0;
  }
  document.getElementById("sifted").textContent = words.length ? say("questions_found", { n: number(found) }) : "";
}
