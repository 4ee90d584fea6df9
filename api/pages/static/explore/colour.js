/** Colours: those of the page's theme, and the groups of nodes that they tell apart. */

/** Colours of the page, by number, in the order of groups: six that most eyes tell apart, and a grey for the rest. */
const KINDS = [1, 2, 3, 4, 6, 8, 7];

/** The group of all that has none, or none of the largest. */
export const REST = 6;

/** Return the colours of the page as it looks now, light or dark. */
export function readTheme() {
  const style = getComputedStyle(document.documentElement), colour = (name) => style.getPropertyValue(`--${name}`).trim();
  const theme = Object.fromEntries(["paper", "sheet", "ink", "soft", "line", "accent", "kapok", "wish", "sea", "land"].map((name) => [name, colour(name)]));
  theme.kinds = KINDS.map((number) => colour(`kind-${number}`));
  theme.font = colour("sans");
  return theme;
}

/** Call back when the page turns light or dark. */
export function onTheme(changed) {
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", changed);
}

/**
 * Sort nodes into at most seven groups by a text of each: `of` gives the group of each node, `names` the texts in
 * order, most frequent first (or first the `known`, in their order); the rest is group `REST`. Without any text, all
 * are group 0.
 */
export function groupNodes(texts, known = []) {
  const counts = new Map();
  for (const text of texts) if (text) counts.set(text, (counts.get(text) ?? 0) + 1);
  const rest = [...counts.keys()].filter((text) => !known.includes(text)).sort((a, b) => counts.get(b) - counts.get(a) || (a < b ? -1 : 1));
  const names = [...known.filter((text) => counts.has(text)), ...rest].slice(0, REST);
  const place = new Map(names.map((text, i) => [text, i]));
  return { of: Uint8Array.from(texts, (text) => place.get(text) ?? (names.length ? REST : 0)), names };
}
