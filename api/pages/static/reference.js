/** Trials in the reference: each form builds an address from its fields, asks it, and shows command and answer. */

const MOST_CHARACTERS = 20_000;
const TEXT = /^text\/|json|xml|turtle|triples|quads|trig|sparql/;

for (const hidden of document.querySelectorAll(".try")) hidden.hidden = false;
for (const form of document.querySelectorAll("form[data-path]")) form.addEventListener("submit", send);
window.addEventListener("hashchange", reveal);
reveal();

/** Ask what a form says. */
async function send(event) {
  event.preventDefault();
  const form = event.currentTarget, answer = form.querySelector(".answer"), address = addressOf(form);
  if (!answer || !form.reportValidity()) return;
  answer.hidden = false;
  answer.setAttribute("aria-busy", "true");
  answer.querySelector(".command").textContent = `curl '${new URL(address, location.href).href.replaceAll("'", "%27")}'`;
  answer.querySelector("a").href = address;
  const began = performance.now();
  try {
    const response = await fetch(address, { headers: { Accept: "*/*" } });
    await show(answer, response, began);
  } catch {
    tell(answer, "", "", answer.dataset.failed, true);
  }
  answer.removeAttribute("aria-busy");
}

async function show(answer, response, began) {
  const type = response.headers.get("Content-Type") ?? "";
  const body = await response.blob();
  const told = [`${Math.round(performance.now() - began)} ms`, type, `${body.size.toLocaleString()} B`].join(" · ");
  let text = TEXT.test(type) ? await body.slice(0, 4 * MOST_CHARACTERS).text() : answer.dataset.binary;
  if (/json/.test(type) && body.size < 10 * MOST_CHARACTERS) text = JSON.stringify(JSON.parse(await body.text()), null, 2);
  const shown = text.length > MOST_CHARACTERS ? `${text.slice(0, MOST_CHARACTERS)}\n${answer.dataset.more}` : text;
  tell(answer, `${response.status} ${response.statusText}`, told, shown, !response.ok);
}

function tell(answer, status, told, text, against) {
  const place = answer.querySelector(".status");
  place.textContent = status;
  place.classList.toggle("against", against);
  answer.querySelector(".told").textContent = told;
  answer.querySelector(".body").textContent = text;
}

/** The address that the fields of a form make; what is left empty is left out. */
function addressOf(form) {
  let path = form.dataset.path;
  const query = new URLSearchParams();
  for (const field of form.elements) {
    const value = field.name ? field.value.trim() : "";
    if (field.dataset.place === "path") path = path.replace(`{${field.name}}`, value.split("/").map(encodeURIComponent).join("/"));
    else if (value) for (const one of "many" in field.dataset ? value.split(/[\s,]+/) : [value]) query.append(field.name, one);
  }
  return query.size ? `${path}?${query}` : path;
}

/** Open the operation that the address names. */
function reveal() {
  const named = document.getElementById(decodeURIComponent(location.hash.slice(1)));
  if (named instanceof HTMLDetailsElement) named.open = true;
}
