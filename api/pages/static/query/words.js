/** The words of the page in the reader's language, as the server gave them. */

const words = island("words");
const form = document.getElementById("asking");

export const lang = form.dataset.lang;
export const root = form.dataset.root;

/** Return what a script island of the page holds. */
export function island(id) {
  return JSON.parse(document.getElementById(id).textContent);
}

/** Return the words of a key, with values put in. */
export function say(key, values = {}) {
  return words[key].replace(/\{(\w+)\}/g, (_, name) => values[name]);
}

/** Return a number as readers of the page write it. */
export function number(value) {
  return value.toLocaleString(lang);
}

/** Return the text in the reader's language, else in another. */
export function inOurs(texts) {
  return texts[lang] ?? texts.en ?? Object.values(texts)[0] ?? "";
}
