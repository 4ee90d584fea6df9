/** The state of the explorer in the address, so that a link reopens it: only what differs from the beginning is told. */

/** What is shown when the address tells nothing else. */
export const START = {
  layer: ["tie"], view: "map", as_of: "", certainty: "begun", status: ["factual"], country: [], top: 300,
  size: "degree", colour: "region", focus: "", expand: [], only: "", from: "", to: "", zoom: "", table: "",
};

const LISTS = new Set(["layer", "status", "country", "expand"]);
const CHOICES = { view: ["map", "layout"], certainty: ["begun", "possible"], colour: ["region", "community", "kind", "country"] };

/** Return the state that an address tells; what it cannot mean is left as at the beginning. */
export function readAddress(address) {
  const given = new URL(address).searchParams, state = structuredClone(START);
  for (const name of Object.keys(START)) {
    if (!given.has(name)) continue;
    if (LISTS.has(name)) state[name] = given.getAll(name).flatMap((text) => text.split(",")).filter(Boolean);
    else if (name === "top") state.top = Math.max(1, Math.round(Number(given.get(name))) || START.top);
    else if (!CHOICES[name] || CHOICES[name].includes(given.get(name))) state[name] = given.get(name);
  }
  if (!state.layer.length) state.layer = [...START.layer];
  return state;
}

/** Return an address that tells a state; what is not the explorer's (the language) stays. */
export function writeAddress(address, state) {
  const url = new URL(address);
  for (const name of Object.keys(START)) {
    url.searchParams.delete(name);
    const value = LISTS.has(name) ? state[name].join(",") : String(state[name]);
    const usual = LISTS.has(name) ? START[name].join(",") : String(START[name]);
    if (value !== usual) url.searchParams.set(name, value);
  }
  return url.href.replaceAll("%2C", ",").replaceAll("%2F", "/");
}
