/** The editor over the plain field: colours, completion, and faults at their place. */

import { autocompletion, basicSetup, EditorState, EditorView, HighlightStyle, keymap, lintGutter, placeholder, Prec, setDiagnostics, sparql, syntaxHighlighting, tags } from "../vendor/editor.js";
import { complete } from "./complete.js";
import { lang, say } from "../words.js";

const COLOURS = HighlightStyle.define([
  { tag: tags.keyword, class: "hue-keyword" },
  { tag: tags.variableName, class: "hue-variable" },
  { tag: [tags.string, tags.annotation], class: "hue-string" },
  { tag: [tags.integer, tags.float, tags.bool], class: "hue-number" },
  { tag: [tags.namespace, tags.typeName], class: "hue-name" },
  { tag: tags.url, class: "hue-iri" },
  { tag: tags.comment, class: "hue-comment" },
]);

const WORDS = {
  zh: { "Diagnostics": "问题", "No diagnostics": "没有问题", "Completions": "补全", "Find": "查找", "Replace": "替换", "next": "下一个", "previous": "上一个", "all": "全部", "match case": "区分大小写", "by word": "全字匹配", "regexp": "正则表达式", "replace": "替换", "replace all": "全部替换", "close": "关闭", "Selection deleted": "已删除所选内容" },
};

/** Put the editor over a field; `run()` is called for Ctrl+Enter. */
export function openEditor(field, nonce, run) {
  const keys = Prec.highest(keymap.of([{ key: "Mod-Enter", run: () => (run(), true) }]));
  const view = new EditorView({
    parent: field.parentElement,
    doc: field.value,
    extensions: [
      EditorView.cspNonce.of(nonce),
      EditorState.phrases.of(WORDS[lang] ?? {}),
      EditorView.darkTheme.of(matchMedia("(prefers-color-scheme: dark)").matches),
      keys,
      basicSetup,
      sparql(),
      syntaxHighlighting(COLOURS),
      autocompletion({ override: [complete], icons: false, maxRenderedOptions: 60, optionClass: (option) => `of-${option.type}` }),
      lintGutter(),
      placeholder(say("placeholder")),
      EditorView.lineWrapping,
      EditorView.contentAttributes.of({ "aria-label": say("sparql_query"), "aria-describedby": "keys", tabindex: "0" }),
      EditorView.domEventHandlers({ beforeinput: replaceLines }),
      EditorView.updateListener.of((update) => update.docChanged && (field.value = update.state.doc.toString())),
    ],
  });
  field.hidden = true;
  toHeart(view);
  field.required = false;
  return {
    view,
    get text() { return view.state.doc.toString(); },
    set text(text) { view.dispatch({ changes: { from: 0, to: view.state.doc.length, insert: text }, selection: { anchor: 0 } }), toHeart(view); },
    mark: (faults) => view.dispatch(setDiagnostics(view.state, faults.map((fault) => diagnostic(view, fault)))),
    replace: (fault, text) => replace(view, fault, text),
  };
}

/** On a small screen, begin where the query itself does, below its prefixes. */
function toHeart(view) {
  const heart = view.state.doc.toString().search(/^\s*(SELECT|ASK|CONSTRUCT|DESCRIBE)\b/im);
  if (innerWidth < 640 && heart > 0) view.dispatch({ effects: EditorView.scrollIntoView(heart, { y: "start" }) });
}

/** Type over several lines without the browser, which would join them by styles that the policy forbids. */
function replaceLines(event, view) {
  const { from, to } = view.state.selection.main, { doc } = view.state;
  if (event.inputType !== "insertText" || !event.data || doc.lineAt(from).number === doc.lineAt(to).number) return false;
  event.preventDefault();
  view.dispatch(view.state.replaceSelection(event.data), { userEvent: "input.type" });
  return true;
}

/** Return a fault of the server (line, column, message, perhaps a term and what to put in its stead) for the editor. */
function diagnostic(view, { line, column, term, message, severity = "error", nearest = [] }) {
  const from = term ? placeIn(view, line, column) : beginOfWord(view, placeIn(view, line, column));
  const to = term && view.state.sliceDoc(from, from + term.length) === term ? from + term.length : endOfWord(view, from);
  const actions = nearest.slice(0, 3).map((text) => ({ name: say("replace_with", { term: text }), apply: (_, start, end) => view.dispatch({ changes: { from: start, to: end, insert: text } }) }));
  return { from, to, severity, message, actions };
}

function placeIn(view, line, column) {
  const at = view.state.doc.line(Math.min(Math.max(1, line), view.state.doc.lines));
  return Math.min(at.from + offset(at.text, column - 1), at.to);
}

/** The server counts characters, the editor halves of those that are long. */
function offset(text, characters) {
  return [...text].slice(0, Math.max(0, characters)).join("").length;
}

/** A mistake is often found at the end of the word that makes it. */
function beginOfWord(view, at) {
  const { from, text } = view.state.doc.lineAt(at), before = text.slice(0, at - from);
  return /^\s|^$/.test(text.slice(at - from)) ? at - (/\S+\s*$/.exec(before)?.[0].length ?? 0) : at;
}

function endOfWord(view, from) {
  const rest = view.state.sliceDoc(from, view.state.doc.lineAt(from).to);
  return from + (/^[\w:?$<>./#-]+|^./.exec(rest)?.[0].length ?? 0);
}

function replace(view, { line, column, term }, text) {
  let from = placeIn(view, line, column);
  if (view.state.sliceDoc(from, from + term.length) !== term) from = view.state.doc.toString().indexOf(term);
  if (from < 0) return;
  view.dispatch({ changes: { from, to: from + term.length, insert: text }, selection: { anchor: from + text.length }, scrollIntoView: true });
  view.focus();
}
