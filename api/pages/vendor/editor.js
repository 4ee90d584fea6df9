/** The SPARQL editor's parts: CodeMirror 6 with the SPARQL grammar. */
export { basicSetup } from "codemirror";
export { autocompletion, startCompletion, snippetCompletion } from "@codemirror/autocomplete";
export { indentWithTab } from "@codemirror/commands";
export { HighlightStyle, syntaxHighlighting, syntaxTree } from "@codemirror/language";
export { setDiagnostics, lintGutter, forceLinting, linter } from "@codemirror/lint";
export { Compartment, EditorState, Prec } from "@codemirror/state";
export { EditorView, keymap, placeholder } from "@codemirror/view";
export { tags } from "@lezer/highlight";
export { sparql } from "codemirror-lang-sparql";
