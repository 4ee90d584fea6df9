/** The filters and looks: what is ticked and chosen there, and back. */
import { make } from "../element.js";
import { say } from "../words.js";

const form = document.getElementById("controls"), country = document.getElementById("country");
let offered = "";

/** Show a state in the controls. */
export function fillControls(state) {
  for (const box of ticks("status")) box.checked = state.status.includes(box.value);
  for (const box of ticks("certainty")) box.checked = state.certainty === "possible";
  for (const box of ticks("layer")) box.checked = state.layer.includes(box.value) || state.layer.includes(box.dataset.within);
  for (const box of ticks("layer")) if (box.dataset.within && box.checked && !state.layer.includes(box.dataset.within)) box.closest("details").open = true;
  for (const box of ticks("layer")) if (!box.dataset.within) join(box);
  form.elements.size.value = state.size;
  form.elements.colour.value = state.colour;
}

/** Call back with what of the state has changed whenever it does. */
export function onControls(changed) {
  form.addEventListener("submit", (event) => event.preventDefault());
  form.addEventListener("change", ({ target }) => {
    if (target.name === "layer") changed({ layer: layersTicked(target) });
    if (target.name === "status") changed({ status: ticks("status").filter((box) => box.checked).map((box) => box.value) });
    if (target.name === "certainty") changed({ certainty: target.checked ? "possible" : "begun" });
    if (target.name === "size" || target.name === "colour") changed({ [target.name]: target.value });
  });
  form.elements.top.addEventListener("input", ({ target }) => changed({ top: Number(target.value) }));
}

/** Fit the slider of how many are shown to how many there are. */
export function fillTop(top, all) {
  const slider = form.elements.top;
  slider.max = String(Math.max(2, all));
  slider.min = String(Math.min(10, all));
  slider.value = String(Math.min(top, all));
  document.getElementById("top-told").textContent = say("top_told", { n: Math.min(top, all) });
}

/** Offer countries, `[code, name]` by name, and show which are chosen; `changed(codes)` is called with others. */
export function fillCountries(named, chosen, changed) {
  const told = JSON.stringify([named, chosen]);
  if (told === offered) return;
  offered = told;
  const options = named.filter(([code]) => !chosen.includes(code)).map(([code, name]) => make("option", { value: code, text: name }));
  country.replaceChildren(make("option", { value: "", text: say(chosen.length ? "add_country" : "any_country") }), ...options);
  country.onchange = () => { if (country.value) changed([...chosen, country.value]); };
  const names = new Map(named), chips = document.getElementById("countries");
  chips.replaceChildren(...chosen.map((code) => {
    const chip = make("button", { type: "button", text: `${names.get(code) ?? code} ×`, "aria-label": say("remove", { name: names.get(code) ?? code }) });
    chip.addEventListener("click", () => { changed(chosen.filter((other) => other !== code)); country.focus(); });
    return chip;
  }));
}

/** Close to an opened file what only the graph can tell. */
export function limitControls(isFile) {
  ticks("layer")[0].closest("fieldset").hidden = isFile;
  for (const option of form.elements.size.options) option.disabled = isFile && option.value !== "degree";
  for (const option of form.elements.colour.options) option.disabled = isFile && option.value === "community";
}

function ticks(name) {
  return [...form.querySelectorAll(`input[name="${name}"]`)];
}

/** Return the layers that are ticked: of a class whose kinds are all ticked, the class. One stays ticked. */
function layersTicked(target) {
  const kinds = ticks("layer").filter((box) => box.dataset.within === target.value);
  for (const box of kinds) box.checked = target.checked;
  const layers = ticks("layer").filter((box) => !box.dataset.within).flatMap((box) => {
    const some = join(box, box === target);
    return box.checked ? [box.value] : some;
  });
  if (layers.length) return layers;
  target.checked = true;
  return layersTicked(target);
}

/** Tick a class when all its kinds are, or some of them half; return those of them that are ticked. */
function join(box, leads = false) {
  const kinds = ticks("layer").filter((kind) => kind.dataset.within === box.value), ticked = kinds.filter((kind) => kind.checked);
  if (kinds.length && !leads) box.checked = ticked.length === kinds.length;
  box.indeterminate = !box.checked && ticked.length > 0;
  return ticked.map((kind) => kind.value);
}
