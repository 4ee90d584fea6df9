/** The city of the form above the lists: one that is chosen from those offered is meant by its id, not by its name. */

import { attach } from "./search.js";

const field = document.getElementById("city");
const meant = Object.assign(document.createElement("input"), { type: "hidden", name: "city" });

field.after(meant);
if (field.dataset.chosen) mean(field.dataset.chosen);
attach(field, (match) => {
  field.value = match.label[field.dataset.lang] ?? match.label.en ?? match.id;
  mean(match.id);
});
field.addEventListener("input", () => mean(""));

function mean(id) {
  meant.value = id;
  meant.disabled = !id;
  field.name = id ? "" : "city";
}
