/** The words of the page in the reader's language, and elements made of text: nothing from a file is ever markup. */

export const words = JSON.parse(document.getElementById("words").textContent);

/** Say something: the words of a key, with values in their places. */
export const say = (key, values = {}) => (words[key] ?? key).replace(/\{(\w+)\}/g, (whole, name) => (name in values ? String(values[name]) : whole));

/** Say how many: the key with `_one` where there is one. */
export const count = (key, number) => say(number === 1 ? `${key}_one` : key, { number });

/** Make an element; `about` has its properties, attributes (with a dash or `role`) and listeners (`onclick`). */
export function element(name, about = {}, ...inside) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(about)) {
    if (value === undefined || value === null) continue;
    if (key.startsWith("on")) made.addEventListener(key.slice(2), value);
    else if (key in made && !key.includes("-") && key !== "list") made[key] = value;
    else made.setAttribute(key, value);
  }
  made.append(...inside.filter((one) => one !== null && one !== undefined && one !== ""));
  return made;
}

/** Make a button that does something. */
export const button = (text, act, about = {}) => element("button", { type: "button", onclick: act, ...about }, text);

/** Name something in the reader's language, else in another, marked as such. */
export function named(texts, language, otherwise = "") {
  if (texts?.[language]) return document.createTextNode(texts[language]);
  const other = Object.keys(texts ?? {})[0];
  return other ? element("span", { lang: other }, texts[other]) : document.createTextNode(otherwise);
}
