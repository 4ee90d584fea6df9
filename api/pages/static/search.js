/** Finding by name as one types: every field with `data-finder` becomes a combobox of what the graph knows. */

const WAIT_MS = 120;
const MOST = 8;
const STEPS = { ArrowDown: 1, ArrowUp: -1 };

const fields = new WeakMap();

/**
 * Make a field offer entities; `choose(match, field)` is called with the chosen one, by default its page is opened.
 * `sift(matches, text)` may leave out and add matches before they are offered.
 */
export function attach(field, choose = (match) => location.assign(field.dataset.page + match.id), sift = (matches) => matches) {
  if (fields.has(field)) Object.assign(fields.get(field), { choose, sift }); // offered already; another page takes what is chosen
  else fields.set(field, new Finder(field, choose, sift));
}

class Finder {
  #field; #list; #said;
  #matches = [];
  #marked = -1;
  #waiting = 0;
  #asking = new AbortController();

  constructor(field, choose, sift) {
    Object.assign(this, { choose, sift });
    this.#field = field;
    this.#list = listFor(field);
    this.#said = Object.assign(document.createElement("span"), { className: "unseen" });
    this.#said.setAttribute("role", "status");
    field.after(this.#list, this.#said);
    set(field, { role: "combobox", "aria-autocomplete": "list", "aria-controls": this.#list.id, "aria-expanded": "false" });
    field.addEventListener("input", (event) => { if (!event.isComposing) this.#askSoon(); });
    field.addEventListener("compositionend", () => this.#askSoon()); // the input method has made its characters
    field.addEventListener("keydown", (event) => this.#press(event));
    field.addEventListener("blur", () => this.#close());
    this.#list.addEventListener("mousedown", (event) => event.preventDefault()); // the field keeps the focus
    this.#list.addEventListener("click", (event) => this.#take([...this.#list.children].indexOf(event.target.closest("li"))));
  }

  #askSoon() {
    clearTimeout(this.#waiting);
    this.#waiting = setTimeout(() => this.#ask(), WAIT_MS);
  }

  async #ask() {
    this.#asking.abort();
    this.#asking = new AbortController();
    const text = this.#field.value.trim(), { finder, kind } = this.#field.dataset;
    if (!text) return this.#close();
    const asked = new URLSearchParams({ q: text, limit: MOST, ...(kind && { kind }) });
    try {
      const answer = await fetch(`${finder}?${asked}`, { signal: this.#asking.signal });
      if (answer.ok) this.#show(this.sift(await answer.json(), text));
      else this.#close(); // Enter still leads to the page of results, which says what is wrong
    } catch (fault) {
      if (fault.name !== "AbortError") this.#close();
    }
  }

  #show(matches) {
    if (document.activeElement !== this.#field) return;
    const { lang, nothing, found = "{n}" } = this.#field.dataset;
    this.#matches = matches;
    this.#list.replaceChildren(...matches.map((match, i) => option(match, `${this.#list.id}-${i}`, lang)));
    if (!matches.length) this.#list.append(nothingFound(nothing));
    this.#said.textContent = matches.length ? found.replace("{n}", matches.length) : nothing;
    this.#list.hidden = false;
    this.#field.setAttribute("aria-expanded", "true");
    this.#mark(-1);
  }

  #close() {
    clearTimeout(this.#waiting);
    this.#asking.abort();
    this.#list.hidden = true;
    this.#said.textContent = "";
    this.#field.setAttribute("aria-expanded", "false");
    this.#mark(-1);
  }

  #mark(place) {
    this.#marked = place;
    [...this.#list.children].forEach((item, i) => item.setAttribute("aria-selected", String(i === place)));
    if (place < 0) return this.#field.removeAttribute("aria-activedescendant");
    this.#field.setAttribute("aria-activedescendant", `${this.#list.id}-${place}`);
    this.#list.children[place].scrollIntoView({ block: "nearest" });
  }

  #take(place) {
    const match = this.#matches[place];
    if (!match) return;
    this.#close();
    this.choose(match, this.#field);
  }

  #press(event) {
    if (event.isComposing) return; // the key belongs to the input method
    const open = !this.#list.hidden;
    if (event.key === "Escape") this.#close();
    if (event.key === "Escape" && open) event.preventDefault(); // the text stays
    if (event.key === "Enter" && open && this.#marked >= 0) { event.preventDefault(); this.#take(this.#marked); }
    if (!(event.key in STEPS)) return;
    event.preventDefault();
    if (open && this.#matches.length) this.#mark(this.#next(STEPS[event.key]));
    else if (!open) this.#ask();
  }

  #next(step) {
    const from = this.#marked < 0 && step < 0 ? 0 : this.#marked;
    return (from + step + this.#matches.length) % this.#matches.length;
  }
}

function listFor(field) {
  const list = document.createElement("ul");
  list.id = `${field.id}-found`;
  list.hidden = true;
  set(list, { role: "listbox", "aria-label": field.labels?.[0]?.textContent ?? "" });
  return list;
}

function option(match, id, lang) {
  const item = document.createElement("li"), name = document.createElement("span"), why = document.createElement("small");
  const other = lang === "zh" ? "en" : "zh", spoken = lang in match.label ? lang : other;
  set(item, { id, role: "option", "aria-selected": "false" });
  name.textContent = match.label[spoken] || match.id;
  if (spoken !== lang) name.lang = spoken;
  why.textContent = isOwnName(match) ? (match.label[spoken === lang ? other : lang] ?? "") : match.matched;
  item.append(name, why);
  return item;
}

/** Tell whether a match needs no word on how it was found: by a name that is shown, or by how that sounds. */
function isOwnName({ matched, label, why }) {
  return Object.values(label).includes(matched) || why.startsWith("pinyin");
}

function nothingFound(text) {
  const item = document.createElement("li");
  set(item, { role: "option", "aria-disabled": "true", "aria-selected": "false" });
  item.textContent = text;
  return item;
}

function set(element, attributes) {
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
}

for (const field of document.querySelectorAll("input[data-finder]")) attach(field);
