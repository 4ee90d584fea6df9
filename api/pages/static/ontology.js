/** The filter of the ontology page: hides what does not hold the words that were typed, and opens what does. */

const field = document.getElementById("sift");
const said = document.getElementById("sifted");
const items = [...document.querySelectorAll("[data-item]")].map((node) => ({ node, text: textOf(node) }));
const parts = [...document.querySelectorAll("[data-part]")];
let opened = [];

field.addEventListener("input", sift);
window.addEventListener("hashchange", reveal);
reveal();
if (field.value) sift();

/** Show what matches every word, with what it stands in; without a word, everything as it was. */
function sift() {
  const words = field.value.toLowerCase().split(/\s+/).filter(Boolean);
  restore();
  if (!words.length) { said.textContent = ""; return; }
  const found = items.filter(({ text }) => words.every((word) => text.includes(word))).map(({ node }) => node);
  for (const { node } of items) node.hidden = true;
  for (const node of found) show(node);
  for (const part of parts) part.hidden = !part.querySelector("[data-item]:not([hidden])");
  said.textContent = found.length ? field.dataset.some.replace("{n}", found.length) : field.dataset.none;
}

function show(node) {
  for (let one = node; one; one = one.parentElement) {
    if (one.hidden) one.hidden = false;
    if (one instanceof HTMLDetailsElement && !one.open) { one.open = true; opened.push(one); }
  }
  if (node instanceof HTMLDetailsElement && !node.open) { node.open = true; opened.push(node); }
}

function restore() {
  for (const { node } of items) node.hidden = false;
  for (const part of parts) part.hidden = false;
  for (const one of opened) one.open = false;
  opened = [];
}

/** What an item itself says, without the items in it. */
function textOf(node) {
  const own = node.cloneNode(true);
  for (const inner of own.querySelectorAll("[data-item]")) inner.remove();
  return `${own.textContent} ${node.id}`.toLowerCase();
}

/** Open what holds the term that the address names. */
function reveal() {
  const named = document.getElementById(decodeURIComponent(location.hash.slice(1)));
  if (!named) return;
  for (let one = named; one; one = one.parentElement) if (one instanceof HTMLDetailsElement) one.open = true;
  named.scrollIntoView();
}
