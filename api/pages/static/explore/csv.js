/** What is shown as CSV: a row for each tie. */
import { linksShown, NOT, WISH } from "./scene.js";
import { isoOf } from "./telling.js";

const FORMULA = /^[=+\-@\t\r\n＝＋－＠]/, HEADS = ["source", "target", "source_label_en", "source_label_zh", "target_label_en", "target_label_zh", "layers", "status", "start", "start_latest", "end", "records"];

/** Return the CSV; a text that a spreadsheet could take for a formula has an apostrophe before it. */
export function csvOf({ network, scene, asked }) {
  const rows = Array.from(scene.pairs, (pair) => {
    const links = linksShown(network, asked, pair), ends = [network.from[pair], network.to[pair]];
    const each = (tell) => links.map(tell).join(" ").trim();
    return [
      ...ends.map((node) => network.ids[node]), ...ends.flatMap((node) => [network.en[node] || network.label[node], network.zh[node]]),
      [...new Set(links.map((link) => network.layer[link]))].join(" "), { [WISH]: "prospective", [NOT]: "negative" }[scene.how[pair]] ?? "factual",
      each((link) => isoOf(network.opens[link])), each((link) => network.begun[link] > 9999 ? isoOf(network.begun[link]) : ""), each((link) => isoOf(network.closes[link])), each((link) => network.record[link]),
    ];
  });
  return [HEADS, ...rows].map((row) => row.map(cell).join(",")).join("\r\n") + "\r\n";
}

function cell(text) {
  const safe = FORMULA.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
