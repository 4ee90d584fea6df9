/** The page on which a file is checked, repaired and handed in; all that it holds is in this page alone. */

import { Grid } from "./grid.js";
import { Handing } from "./handing.js";
import { Text } from "./text.js";
import { Sheet } from "./sheet.js";
import { make } from "../element.js";
import { say } from "../words.js";
import { count } from "./parts.js";
import { isOfReading, offering, SEVERITIES, show, sign } from "./finding.js";
import { showPlan } from "./plan.js";
import { refuse } from "./refusal.js";
import { check, mark } from "./service.js";
import { decoded, isWorkbook, Reading, typeOf } from "./source.js";

const $ = (id) => document.getElementById(id);
const at = $("drop").dataset, SMALL = 30;
const COUNTED = { violation: "violations", warning: "warnings", info: "infos" };
const state = { name: "", bytes: null, sheet: null, isText: false, findings: [], found: null, kind: "", edits: 0, isSaved: true, speak: at.lang };
let turns = 0;

const grid = new Grid($("sheet-region"), $("pages"), { changed });
const text = new Text($("text-region"), { editor: at.editor, nonce: at.nonce, changed });
const reading = new Reading(() => { if (state.bytes !== null) examine(); });
const handing = new Handing({ address: at.submit, review: at.review, language: at.lang, file, taken: () => { state.isSaved = true; }, found: rejected });

/** Take a new file, or the promise of its content, and check it at once. */
async function open(name, given) {
  if (!mayLeave()) return;
  const turn = ++turns, content = await given;
  if (turn !== turns) return;
  Object.assign(state, { name, bytes: content, sheet: null, isText: false, findings: [], found: null, kind: "", edits: 0, isSaved: true });
  handing.clear();
  arrange();
  await examine();
  $("found").scrollIntoView({ block: "start" });
}

async function openFile(chosen) {
  const most = Number(at.mostMb);
  if (chosen.size <= most * 2 ** 20) return open(chosen.name, chosen.arrayBuffer());
  $("trouble").replaceChildren(make("p", { class: "trouble" }, say("error_too_large", { name: chosen.name, size: Math.ceil(chosen.size / 2 ** 20), most })));
}

/** What is to be sent: the file itself as long as nothing was changed, else what it has become. */
function file() {
  const told = { name: state.name, kind: reading.kind || state.kind, sheet: reading.sheet, fills: reading.fills, type: typeOf(state.name), body: state.bytes };
  if (state.isText && text.isEdited) return { ...told, body: text.value };
  if (!state.sheet?.isEdited) return told;
  return { ...told, name: renamed("csv"), sheet: "", type: "text/csv", body: state.sheet.csv() };
}

const renamed = (ending) => `${state.name.replace(/\.[A-Za-z]{2,6}$/, "")}.${ending}`;

/** Check what is here now, and show what was found; what is typed meanwhile stays, unchecked. A check that another has overtaken tells nothing. */
async function examine() {
  const turn = ++turns, asked = file(), before = state.edits, isEdited = state.sheet?.isEdited || (state.isText && text.isEdited);
  if (state.isText) state.bytes = asked.body;
  state.sheet?.close();
  tell(say("checking", { name: state.name }), true);
  $("trouble").replaceChildren();
  $("again").disabled = true;
  try {
    const found = await check(at.validate, asked), edits = state.edits - before;
    if (turn !== turns) return;
    if (edits && state.isText && found.table) return await examine();
    const left = isEdited && state.sheet ? state.findings.filter((one) => isOfReading(one) && !isTouched(one)) : [];
    Object.assign(state, { found, kind: found.kind ?? "", findings: [...left, ...found.findings], edits });
    await present(found, asked, isEdited || edits);
    if (turn === turns) tell(summary(found));
  } catch (refusal) {
    if (turn === turns) await despair(refusal, asked);
  } finally {
    if (turn === turns) $("again").disabled = false;
  }
}

const isTouched = ({ line, column }) => state.sheet.touched.has(`${line}/${state.sheet.place(column)}`);

async function present(found, asked, isEdited) {
  const held = grid.held(), caret = document.activeElement?.selectionEnd, wasText = state.isText;
  state.isText = !found.table;
  if (found.table) {
    if (!isEdited || !state.sheet) {
      state.sheet = new Sheet(found.table);
      grid.filter = found.table.rows.length > SMALL && state.findings.length ? (found.conforms ? "faulty" : "violation") : "all";
      grid.first = 0;
    }
    reading.offer(found.kind);
    grid.open(state.sheet, state.findings, state.speak);
    if (held) grid.go(held.line, held.at, caret);
  } else {
    state.sheet = null;
    arrange();
    await showText(asked.body, wasText);
  }
  arrange();
}

/** Show a text that was checked with its findings; one that was changed since stays as it is now. */
async function showText(body, wasText) {
  if (wasText && state.edits) text.tell(state.findings, state.speak);
  else await text.open(typeof body === "string" ? body : decoded(body), state.findings, state.speak);
}

/** Show the text itself where the file could not be read, so that it can be repaired. */
async function despair(refusal, asked) {
  const wasText = state.isText;
  tell("");
  state.found = null;
  refuse($("trouble"), refusal, at.lang);
  if (refusal.title === "UnknownKind") {
    $("options").open = true;
    $("kind").focus();
  } else if (refusal.status === 400 && !state.sheet && !(typeof asked.body !== "string" && isWorkbook(asked.body))) {
    state.isText = true;
    state.findings = refusal.line ? [{ check: "", severity: "violation", line: refusal.line, message: { en: refusal.message, zh: say("error_unreadable_line", { line: refusal.line }) }, repair: {}, nearest: [] }] : [];
    arrange();
    await showText(asked.body, wasText);
  }
  arrange();
}

/** Show what there is to be seen now: the table or the text, the counts, and whether it can be handed in. */
function arrange() {
  const isTable = Boolean(state.sheet), isOpen = isTable || state.isText, conforms = isClean();
  $("work").hidden = !isOpen;
  for (const id of ["sheet-region", "pages", "marked", "repaired-xlsx", "repaired-csv", "filter-label", "undo"]) $(id).hidden = !isTable;
  for (const id of ["text-region", "repaired-text"]) $(id).hidden = isTable;
  $("filter").value = grid.filter;
  $("marked").disabled = !state.findings.length;
  $("previous").disabled = $("next").disabled = !state.findings.length;
  $("undo").disabled = !state.sheet?.isEdited;
  $("counts").replaceChildren(...counts());
  $("whole").replaceChildren(...(isTable ? whole() : []));
  $("not-yet").textContent = state.found && state.edits ? say("check_first") : say("not_yet");
  $("not-yet").hidden = conforms;
  $("ready").hidden = !conforms;
  if (conforms && state.found.plan) $("plan").replaceChildren(...showPlan(state.found.plan, at.lang, at.thing));
}

const isClean = () => Boolean(state.found?.triples) && !state.edits && !state.findings.some((one) => one.severity === "violation");

function counts() {
  const numbers = SEVERITIES.map((severity) => [severity, state.findings.filter((one) => one.severity === severity).length]).filter(([, number]) => number);
  const told = numbers.map(([severity, number]) => make("span", { class: `count ${severity}` }, sign(severity), " ", count(COUNTED[severity], number)));
  if (!numbers.length && state.found) told.push(make("span", { class: "count" }, say("no_findings")));
  if (state.edits) told.push(make("span", { class: "quiet small" }, count("edits", state.edits)));
  return told;
}

/** Findings about the table as a whole: of its header, and those without a place. */
function whole() {
  const apart = state.findings.filter((one) => one.line === null || (one.line <= state.sheet.top && state.sheet.place(one.column) < 0));
  const add = (header) => { state.sheet.addColumn(header); grid.draw(); changed(); grid.go(state.sheet.top, state.sheet.header.length - 1); };
  const items = apart.map((one) => show(one, state.speak, { acts: one.line !== null && !one.column ? offering(one, add, "add_column") : [] }));
  return items.length ? [make("h3", {}, say("whole_file")), make("ul", { class: "findings" }, ...items)] : [];
}

function summary(found) {
  const sheet = found.table?.name, kind = [...$("kind").options].find((one) => one.value === found.kind)?.text;
  const told = found.table ? say(sheet ? "read_sheet" : "read_table", { name: state.name, sheet, rows: count("rows", found.table.rows.length), kind }) : say("read_rdf", { name: state.name, triples: found.triples });
  const next = state.edits ? "check_first" : state.findings.some((one) => one.severity === "violation") ? "to_repair" : !found.triples ? "no_rows" : state.findings.some((one) => one.severity === "warning") ? "only_warnings" : "clean";
  return [told, ...found.notes.map((note) => note[at.lang]), say(next)].join(at.lang === "zh" ? "" : " ");
}

function changed() {
  state.edits += 1;
  state.isSaved = false;
  handing.clear();
  arrange();
}

/** Show the findings with which the service rejected what was handed in. */
function rejected(findings) {
  state.findings = findings;
  if (state.sheet) grid.open(state.sheet, findings, state.speak);
  else text.tell(findings, state.speak);
  state.found = null;
  arrange();
}

const tell = (words, isBusy = false) => { $("said").textContent = words; $("said").classList.toggle("busy", isBusy); };
const mayLeave = () => state.isSaved || confirm(say("leave"));

function save(name, content) {
  const address = URL.createObjectURL(content instanceof Blob ? content : new Blob([content], { type: "text/plain;charset=utf-8" }));
  make("a", { href: address, download: name }).click();
  setTimeout(() => URL.revokeObjectURL(address), 60_000);
}

async function saveMarked(name, asked) {
  try {
    save(name, await mark(at.validate, asked, state.speak));
  } catch (refusal) {
    refuse($("trouble"), refusal, at.lang);
  }
}

function speak(language) {
  state.speak = language;
  for (const one of document.querySelectorAll("[data-speak]")) one.setAttribute("aria-pressed", String(one.dataset.speak === language));
  if (state.sheet) grid.open(state.sheet, state.findings, language);
  else if (state.isText) text.tell(state.findings, language);
  arrange();
}

const jump = (step) => (state.sheet ? grid : text).jump(step);
const asCsv = () => `\ufeff${state.sheet.csv(true)}`;
const acts = {
  again: examine,
  next: () => jump(1),
  previous: () => jump(-1),
  undo: () => { if (state.sheet.undo()) { grid.draw(); changed(); } },
  marked: () => saveMarked(renamed("marked.xlsx"), file()),
  "repaired-xlsx": () => { state.isSaved = true; saveMarked(renamed("xlsx"), { ...file(), name: renamed("csv"), sheet: "", type: "text/csv", body: state.sheet.csv() }); },
  "repaired-csv": () => { state.isSaved = true; save(renamed("csv"), asCsv()); },
  "repaired-text": () => { state.isSaved = true; save(state.name.includes(".") ? state.name : `${state.name}.txt`, text.value); },
  "check-pasted": () => { if ($("pasted").value.trim()) open(say("pasted_name"), $("pasted").value); },
};
for (const [id, act] of Object.entries(acts)) $(id).addEventListener("click", act);
for (const one of document.querySelectorAll("[data-speak]")) one.addEventListener("click", () => speak(one.dataset.speak));
$("filter").addEventListener("change", () => { grid.filter = $("filter").value; grid.first = 0; grid.draw(); });
$("file").addEventListener("change", () => { const [chosen] = $("file").files; if (chosen) openFile(chosen); $("file").value = ""; });

$("work").addEventListener("keydown", (event) => {
  const act = event.altKey ? { ArrowDown: acts.next, ArrowUp: acts.previous }[event.key] : (event.ctrlKey || event.metaKey) && event.key === "Enter" ? acts.again : null;
  if (!act) return;
  event.preventDefault();
  act();
});
for (const kind of ["dragenter", "dragover"]) $("drop").addEventListener(kind, (event) => { event.preventDefault(); $("drop").classList.add("over"); });
for (const kind of ["dragleave", "drop"]) $("drop").addEventListener(kind, () => $("drop").classList.remove("over"));
$("drop").addEventListener("drop", (event) => { event.preventDefault(); const [dropped] = event.dataTransfer.files; if (dropped) openFile(dropped); });
addEventListener("beforeunload", (event) => { if (!state.isSaved) event.preventDefault(); });
for (const id of ["check", "submit"]) $(id).hidden = false;
