/** The words of the page in the reader's language, as the server gave them in islands of JSON. */

/** The language of the page: en or zh. */
export const lang = document.documentElement.lang;

const NUMBER = new Intl.NumberFormat(lang);
const words = island("words");

/** Return what an island of the page holds. */
export function island(id) {
  return JSON.parse(document.getElementById(id).textContent);
}

/** Return the words of a key with values put in, numbers as readers of the page write them. */
export function say(key, values = {}) {
  return (words[key] ?? key).replace(/\{(\w+)\}/g, (_, name) => (typeof values[name] === "number" ? number(values[name]) : String(values[name] ?? "")));
}

/** Return a number as readers of the page write it. */
export function number(value) {
  return NUMBER.format(value);
}

/** Return the text in the reader's language, else in another. */
export function inOurs(texts) {
  return texts?.[lang] ?? texts?.en ?? Object.values(texts ?? {})[0] ?? "";
}
