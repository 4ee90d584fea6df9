/** Finding a node of the network by name: what the service finds and the network holds, then what else is called so. */
import { attach } from "../search.js";
import { nameOf } from "./network.js";
import { lang as LANG } from "../words.js";

const MOST = 8;

/** Make a field offer nodes of the network; `choose(id)` is called with the chosen one. */
export function offerNodes(field, network, choose) {
  attach(field, (match) => { field.value = match.label[LANG] ?? match.id; choose(match.id); }, (matches, text) => {
    const held = network();
    if (!held) return [];
    const known = matches.filter((match) => held.place.has(match.id)), ids = new Set(known.map((match) => match.id));
    return [...known, ...called(held, text).filter((match) => !ids.has(match.id))].slice(0, MOST);
  });
}

function called(network, text) {
  const wanted = text.toLowerCase(), found = [];
  for (let node = 0; node < network.size && found.length < MOST; node++) {
    const names = [network.en[node], network.zh[node], network.label[node], network.ids[node]];
    const matched = names.find((name) => name.toLowerCase().includes(wanted));
    if (matched) found.push({ id: network.ids[node], label: { [LANG]: nameOf(network, node, LANG) }, matched });
  }
  return found;
}
