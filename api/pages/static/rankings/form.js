/** The cities of the form: one that is chosen becomes a ticked box, and another can be added. */

import { attach } from "../search.js";

const field = document.getElementById("city"), chosen = document.getElementById("chosen");

attach(field, (match) => {
  field.value = "";
  const boxes = [...chosen.querySelectorAll("input")], there = boxes.find((box) => box.value === match.id);
  if (there) there.checked = true;
  else if (boxes.filter((box) => box.checked).length < Number(field.dataset.most)) chosen.append(chip(match), " ");
});

function chip(match) {
  const label = document.createElement("label"), box = document.createElement("input");
  Object.assign(box, { type: "checkbox", name: "city", value: match.id, checked: true });
  label.className = "chip";
  label.append(box, ` ${match.label[field.dataset.lang] ?? match.label.en ?? match.id}`);
  return label;
}
