/** Finding by name as one types: every field with `data-finder` becomes a combobox of what the graph knows. */

const WAIT_MS = 120;

for (const field of document.querySelectorAll("input[data-finder]")) attach(field);

/** Make a field offer entities; `choose(match)` is called with the chosen one, by default its page is opened. */
export function attach(field, choose = (match) => location.assign(field.dataset.page + match.id)) {
  const list = document.createElement("ul");
  list.id = `${field.id}-found`;
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", field.labels?.[0]?.textContent ?? "");
  list.hidden = true;
  field.after(list);
  for (const [name, value] of Object.entries({ role: "combobox", "aria-autocomplete": "list", "aria-controls": list.id, "aria-expanded": "false" })) field.setAttribute(name, value);

  let matches = [], at = -1, waiting = 0, asked = 0;

  const close = () => { list.hidden = true; at = -1; field.setAttribute("aria-expanded", "false"); field.removeAttribute("aria-activedescendant"); };
  const mark = (place) => {
    at = place;
    [...list.children].forEach((item, i) => item.setAttribute("aria-selected", String(i === at)));
    field.setAttribute("aria-activedescendant", `${list.id}-${at}`);
    list.children[at]?.scrollIntoView({ block: "nearest" });
  };
  const take = (place) => { close(); choose(matches[place], field); };

  const show = () => {
    list.replaceChildren(...matches.map((match, i) => option(match, `${list.id}-${i}`, field.dataset.lang)));
    if (!matches.length) {
      const none = document.createElement("li");
      none.setAttribute("role", "option");
      none.setAttribute("aria-disabled", "true");
      none.textContent = field.dataset.nothing;
      list.append(none);
    }
    list.hidden = false;
    at = -1;
    field.setAttribute("aria-expanded", "true");
    field.removeAttribute("aria-activedescendant");
  };

  const ask = async () => {
    const text = field.value.trim(), number = ++asked;
    if (!text) { matches = []; close(); return; }
    const answer = await fetch(`${field.dataset.finder}?limit=8&q=${encodeURIComponent(text)}`);
    if (number !== asked || !answer.ok) return;
    matches = await answer.json();
    show();
  };

  field.addEventListener("input", () => { clearTimeout(waiting); waiting = setTimeout(ask, WAIT_MS); });
  field.addEventListener("blur", () => setTimeout(close, 150));
  field.addEventListener("keydown", (event) => {
    if (event.isComposing) return; // the key belongs to the input method
    if (event.key === "Escape") close();
    if (list.hidden || !matches.length) return;
    const steps = { ArrowDown: 1, ArrowUp: -1 };
    if (event.key in steps) { event.preventDefault(); mark((at + steps[event.key] + matches.length) % matches.length); }
    if (event.key === "Enter" && at >= 0) { event.preventDefault(); take(at); }
  });
  list.addEventListener("mousedown", (event) => event.preventDefault()); // the field keeps the focus
  list.addEventListener("click", (event) => {
    const place = [...list.children].indexOf(event.target.closest("li"));
    if (matches[place]) take(place);
  });
}

function option(match, id, lang) {
  const item = document.createElement("li"), name = document.createElement("span"), why = document.createElement("small");
  item.id = id;
  item.setAttribute("role", "option");
  item.setAttribute("aria-selected", "false");
  const [shown, other] = lang === "zh" ? ["zh", "en"] : ["en", "zh"];
  name.textContent = match.label[shown] ?? match.label[other] ?? match.id;
  why.textContent = match.matched === name.textContent ? (match.label[other] ?? "") : match.matched;
  item.append(name, why);
  return item;
}
