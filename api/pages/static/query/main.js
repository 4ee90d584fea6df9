/** The query page: what is in the editor is asked, can be stopped, and its answer is shown and shared. */

import { ask } from "./ask.js";
import { make } from "../element.js";
import { openEditor } from "./editor.js";
import * as examples from "./examples.js";
import * as past from "./history.js";
import { clear, show } from "./results.js";
import { fileLink, share, shareLink, shareNothing } from "./share.js";
import { inOurs, island, number, say } from "../words.js";
import { root } from "./service.js";

const form = document.getElementById("asking");
const at = (id) => document.getElementById(id);
const [run, stop, progress, said, told] = ["run", "stop", "progress", "said", "told"].map(at);
const editor = openEditor(at("query"), form.dataset.nonce, go);
const question = { id: form.dataset.question, query: editor.text };
let running = null, view = form.dataset.view, search = location.search;

at("keys").hidden = false;
at("keys").textContent = /Mac|iP(hone|ad)/.test(navigator.platform) ? "⌘ Enter" : "Ctrl + Enter";
form.addEventListener("submit", (event) => {
  event.preventDefault();
  go();
});
addEventListener("popstate", () => location.search !== search && location.reload());
stop.addEventListener("click", () => running?.abort());
examples.listen(open);
past.list((query) => open("", query));

const came = island("came");
if ("problem" in came || came.holds) {
  const asked = asking();
  if (came.problem?.title === "QueryTimeout" || came.cut) go();
  else after(came, asked);
}

/** Put a query into the editor and ask it. */
function open(id, query) {
  Object.assign(question, { id, query });
  view = "";
  editor.text = query;
  go();
}

/** Return what the form asks. */
function asking() {
  const [asOf, knownOn, timeout] = ["as-of", "known-on", "timeout"].map((name) => form.elements[name].value);
  return { query: editor.text, asOf, knownOn, timeout };
}

async function go() {
  running?.abort();
  const asked = asking(), mine = new AbortController();
  running = mine;
  began();
  if (innerWidth < 960) at("answer").scrollIntoView();
  const watch = clock();
  try {
    const outcome = await ask(asked, { signal: mine.signal, heard: watch.heard });
    if (running === mine) after(outcome, asked);
  } catch (error) {
    if (running === mine) ended(error, watch.seconds());
  } finally {
    watch.end();
    if (running === mine) rest();
  }
}

function began() {
  run.disabled = true;
  stop.hidden = false;
  at("answer").setAttribute("aria-busy", "true");
  said.textContent = say("running");
  told.replaceChildren();
  editor.mark([]);
  at("answer").hidden = false;
}

function rest() {
  running = null;
  run.disabled = false;
  stop.hidden = true;
  progress.textContent = "";
  at("answer").removeAttribute("aria-busy");
}

/** Show how long it takes, and how much has come. */
function clock() {
  const start = performance.now();
  let bytes = 0;
  const seconds = () => (performance.now() - start) / 1000;
  const tick = setInterval(() => {
    const kilobytes = bytes ? ` · ${number(Math.round(bytes / 1000))} kB` : "";
    progress.textContent = `${seconds().toFixed(1)} s${kilobytes}`;
  }, 100);
  return { seconds, heard: (sum) => (bytes = sum), end: () => clearInterval(tick) };
}

function ended(error, seconds) {
  clear();
  shareNothing();
  if (error.name === "AbortError") said.textContent = say("stopped", { s: seconds.toFixed(1) });
  else complain(say("unreachable"));
}

/** Show what came: an answer, or a problem. */
function after(outcome, asked) {
  at("answer").hidden = false;
  told.replaceChildren();
  remember(asked);
  if (outcome.problem) {
    clear();
    shareNothing();
    complainOf(outcome.problem);
    return;
  }
  const rows = outcome.json?.results?.bindings.length;
  said.textContent = outcome.holds === "bindings" ? say("answered", { n: number(rows), s: inSeconds(outcome.ms) }) : say("answered_in", { s: inSeconds(outcome.ms) });
  if (outcome.cut || outcome.partial) told.append(notice(outcome.partial ? say("partial", { shown: number(rows ?? 0) }) : make("span", { lang: "en" }, outcome.cut), fileLink(asked, outcome.holds === "graph" ? "ntriples" : "csv", say("all"))));
  explain(outcome.explanation ?? []);
  if (rows === 0) {
    clear();
    if (!outcome.explanation?.length) told.append(notice(say("no_rows")));
  } else {
    show(outcome, { wanted: view, triples: () => triples(asked), opened: (key) => opened(key, asked) });
  }
  share(asked, outcome.holds, address(asked));
}

function inSeconds(ms) {
  return Math.max(0.01, ms / 1000).toFixed(2);
}

async function triples(asked) {
  const { problem, text } = await ask(asked, { accept: "application/n-triples" });
  if (problem) throw new Error(problem.title);
  return text;
}

/** Say what is wrong, first in the words of the page, and mark it at its line. */
function complainOf(problem) {
  const key = `trouble_${problem.title}`, ours = say(key);
  complain(ours === key ? say("trouble") : ours, " ", make("span", { lang: "en" }, problem.detail ?? problem.title));
  if (problem.line) editor.mark([{ line: problem.line, column: problem.column ?? 1, message: problem.detail }]);
}

function complain(...parts) {
  said.textContent = "";
  told.replaceChildren(make("p", { class: "trouble", role: "alert" }, ...parts));
}

/** Say why an answer is empty: each term that does not occur, with those that do as buttons that put them in. */
function explain(explanation) {
  const list = explanation.map((one) => {
    const buttons = one.nearest.map((text) => make("button", { type: "button", onclick: () => mend(one, text) }, say("replace_with", { term: text })));
    return make("li", {}, make("p", {}, inOurs(one.message)), make("p", { class: "row" }, ...buttons));
  });
  if (list.length) told.append(make("div", { class: "notice" }, make("p", {}, say("empty_because")), make("ul", {}, ...list)));
  editor.mark(explanation.map((one) => ({ ...one, message: inOurs(one.message), severity: "warning" })));
}

function mend(one, text) {
  editor.replace(one, text);
  go();
}

function notice(...parts) {
  return make("p", { class: "notice" }, ...parts.flatMap((part) => [part, " "]));
}

function opened(key, asked) {
  view = key;
  keep("replaceState", asked);
  shareLink(address(asked));
}

/** Keep a query in the history of this browser and in the address. */
function remember(asked) {
  examples.mark(question.query === asked.query ? question.id : "");
  past.remember(asked.query, (query) => open("", query));
  if (address(asked).length < 30_000) keep(new URL(address(asked), location.href).search === location.search ? "replaceState" : "pushState", asked);
}

/** Put what is asked into the address, as a step to come back to or in place of the last. */
function keep(how, asked) {
  history[how](null, "", address(asked));
  search = location.search;
}

/** Return the address that opens this question again, in this view. */
function address(asked) {
  const isQuestion = question.id && question.query === asked.query;
  const all = { ...(isQuestion ? { question: question.id } : { query: asked.query }), "as-of": asked.asOf, "known-on": asked.knownOn, timeout: asked.timeout, view };
  const wanted = new URLSearchParams(Object.entries(all).filter(([, value]) => value));
  return new URL(`${root}/query?${wanted}`, location.href).href;
}
