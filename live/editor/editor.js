// An editor for Python and a filter for HTML, bundled for the page into bundle/.
import { closeBrackets, closeBracketsKeymap } from "@codemirror/autocomplete";
import { defaultKeymap, history, historyKeymap, indentWithTab } from "@codemirror/commands";
import { python } from "@codemirror/lang-python";
import { bracketMatching, indentOnInput, indentUnit, syntaxHighlighting } from "@codemirror/language";
import { setDiagnostics } from "@codemirror/lint";
import { EditorState } from "@codemirror/state";
import { drawSelection, EditorView, highlightActiveLine, keymap, lineNumbers } from "@codemirror/view";
import { classHighlighter } from "@lezer/highlight";
import DOMPurify from "dompurify";

export function createEditor(parent, { code, label, run, leave, changed }) {
  const keys = keymap.of([
    { key: "Shift-Enter", run: () => (run(), true) },
    { key: "Mod-Enter", run: () => (run(), true) },
    { key: "Escape", run: () => (leave(), true) },
    indentWithTab,
    ...closeBracketsKeymap,
    ...historyKeymap,
    ...defaultKeymap,
  ]);
  const view = new EditorView({
    parent,
    doc: code,
    extensions: [
      keys,
      history(),
      lineNumbers(),
      drawSelection(),
      highlightActiveLine(),
      bracketMatching(),
      closeBrackets(),
      indentOnInput(),
      indentUnit.of("    "),
      EditorState.tabSize.of(4),
      python(),
      syntaxHighlighting(classHighlighter),
      EditorView.lineWrapping,
      EditorView.contentAttributes.of({ "aria-label": label, spellcheck: "false", autocapitalize: "off" }),
      EditorView.updateListener.of((update) => update.docChanged && changed(update.state.doc.toString())),
      // Sphinx listens for "/" on the whole document and would take it away from the editor.
      EditorView.domEventHandlers({ keydown: (event) => void event.stopPropagation() }),
    ],
  });
  return {
    text: () => view.state.doc.toString(),
    replace: (text) => view.dispatch({ changes: { from: 0, to: view.state.doc.length, insert: text } }),
    focus: () => view.focus(),
    mark(number, message) {
      const line = number && number <= view.state.doc.lines ? view.state.doc.line(number) : null;
      const marks = line ? [{ from: line.from, to: line.to, severity: "error", message }] : [];
      view.dispatch(setDiagnostics(view.state, marks));
    },
  };
}

const ALLOWED = { USE_PROFILES: { html: true, svg: true, mathMl: true }, FORBID_TAGS: ["style"] };
export const cleanHtml = (text) => DOMPurify.sanitize(text, ALLOWED);
