/** What is shown as CSV: a row for each record, with all that is known of its dates. */
import { cell, harmless } from "../csv.js";
import { STATUSES } from "./network.js";
import { linksShown } from "./scene.js";
import { isoOf } from "./telling.js";

const HEADS = ["source", "target", "source_label_en", "source_label_zh", "target_label_en", "target_label_zh", "layer", "status", "start_earliest", "start_latest", "end_earliest", "end_latest", "record"];

/** Return the CSV; a text that a spreadsheet could take for a formula has an apostrophe before it. */
export function csvOf({ network, scene, asked }) {
  const rows = Array.from(scene.pairs, (pair) => {
    const ends = [network.from[pair], network.to[pair]];
    const names = [...ends.map((node) => network.ids[node]), ...ends.flatMap((node) => [network.en[node] || network.label[node], network.zh[node]])];
    return linksShown(network, asked, pair).map((link) => [...names, ...factsOf(network, link)]);
  });
  return [HEADS, ...rows.flat()].map((row) => row.map((text) => cell(harmless(text))).join(",")).join("\r\n") + "\r\n";
}

function factsOf(network, link) {
  const bounds = [network.opens, network.begun, network.ends, network.closes].map((days) => isoOf(days[link]));
  return [network.layer[link], STATUSES[network.status[link]], ...bounds, network.record[link]];
}
