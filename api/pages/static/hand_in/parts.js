/** Small parts of the page: how many, a button, a name. */
import { make } from "../element.js";
import { say } from "../words.js";

/** Say how many: the key with `_one` where there is one. */
export const count = (key, number) => say(number === 1 ? `${key}_one` : key, { number });

/** Make a button that does something. */
export const button = (text, act, about = {}) => make("button", { type: "button", onclick: act, ...about }, text);

/** Name something in the reader's language, else in another, marked as such. */
export function named(texts, language, otherwise = "") {
  if (texts?.[language]) return document.createTextNode(texts[language]);
  const other = Object.keys(texts ?? {})[0];
  return other ? make("span", { lang: other }, texts[other]) : document.createTextNode(otherwise);
}
