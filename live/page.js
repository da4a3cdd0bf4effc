// The reader's editors: exercises answered, cells changed, the page run, answers carried elsewhere.
import { createEditor } from "./editor.js";
import { show, storedTexts, texts } from "./outputs.js";
import * as python from "./python.js";

const { here, page, answers, megabytes } = window.course;
const TRIES_BEFORE_A_HINT = 2;
const style = Object.assign(document.createElement("link"), { rel: "stylesheet", href: `${here}live.css` });
document.head.append(style);
const book = fetch(`${here}pages/${page.split("/").pop()}.json`).then((answer) => (answer.ok ? answer.json() : { cells: [], exercises: {} }));

function element(name, className, text = "") {
  return Object.assign(document.createElement(name), { className, textContent: text });
}
function button(text, act) {
  const made = Object.assign(element("button", "live-button", text), { type: "button" });
  made.addEventListener("click", act);
  return made;
}

// An editor with its buttons, its status and its output. `run` gets a function that shows each output.
async function panel({ after, label, code, act, run, changed, back }) {
  const group = element("div", "live");
  group.setAttribute("role", "group");
  group.setAttribute("aria-label", label);
  const [box, row, status, output] = [element("div", "live-editor"), element("p", "live-row"), element("span", "live-status"), element("div", "live-output")];
  status.setAttribute("role", "status");
  output.setAttribute("aria-live", "polite");
  const go = button(act, start);
  const halt = button("Stop", () => python.stop());
  halt.disabled = true;
  row.append(go, halt, button("Start over", startOver), status);
  group.append(box, row, output);
  after.after(group);
  const editor = createEditor(box, {
    code,
    label: `Python, ${label}. Shift and Enter: ${act.toLowerCase()}; Escape: leave the editor.`,
    run: start,
    leave: () => go.focus(),
    changed,
  });
  async function start() {
    if (go.disabled) return;
    go.disabled = true;
    halt.disabled = false;
    output.replaceChildren();
    editor.mark(null);
    const outputs = [];
    status.textContent = python.isLoaded() ? "Running …" : `Loading Python (${megabytes} MB) …`;
    python.hearProgress(({ text, came, total }) => (status.textContent = `${text} … ${million(came)}${total ? ` of ${million(total)}` : ""} MB`));
    const heard = (kind, data) => {
      outputs.push({ kind, data });
      show(kind, data, output);
      if (kind === "error" && data.line) editor.mark(data.line, data.text.split("\n")[0]);
    };
    const again = (text) => {
      outputs.length = 0;
      output.replaceChildren();
      status.textContent = `${text} …`;
    };
    const result = await run(editor.text(), heard, again);
    status.textContent = result.seconds === undefined ? "" : `${result.seconds.toFixed(1)} s`;
    go.disabled = false;
    halt.disabled = true;
    return { ...result, outputs, output };
  }
  function startOver() {
    output.replaceChildren();
    editor.mark(null);
    back(editor, group);
  }
  return { group, editor, start, output };
}
const million = (bytes) => (bytes / 1e6).toFixed(1);

export async function openExercise(exercise, opener) {
  const { cells, exercises } = await book;
  const label = exercise.id;
  const start = exercises[label].start;
  const end = cells.findIndex((cell) => cell.in === "task" && cell.label === label);
  const above = cells.slice(0, end).filter((cell) => cell.in === "page").map((cell) => cell.source);
  const name = /def (check_\w+)\(/.exec(cells[end].source)[1];
  const title = exercise.querySelector(".admonition-title .caption-number")?.textContent.trim() ?? label;
  opener.hidden = true;
  exercise.querySelector(".start").hidden = true;
  const { editor } = await panel({
    after: opener,
    label: `your answer to ${title}`,
    code: answers.get(label).code ?? start,
    act: "Check",
    changed: (code) => answers.set(label, { code }),
    back(opened) {
      opened.replace(start);
      answers.remove(label);
    },
    async run(code, heard, again) {
      answers.set(label, { code });
      let verdict = null;
      const listen = (kind, data) => {
        if (kind === "verdict") verdict = data;
        heard(kind, data);
      };
      const result = await python.run({ kind: "answer", code, cells: [...above, cells[end].source], check: name }, listen, again);
      if (verdict?.solved) answers.set(label, { solved: true });
      else if (!result.restarted) nextHint(exercise, label);
      return result;
    },
  });
  editor.focus();
}

// After two failed tries a hint opens, and one more with each further try; after the last, the solution is near.
function nextHint(exercise, label) {
  const tries = (answers.get(label).tries ?? 0) + 1;
  answers.set(label, { tries, solved: false });
  if (tries < TRIES_BEFORE_A_HINT) return;
  const hints = [...exercise.querySelectorAll("details.hint")];
  const next = hints.find((hint) => !hint.open);
  if (next) next.open = true;
  const output = exercise.querySelector(".live-output");
  output.append(element("p", "live-advice", next ? "A hint is open below." : "All hints are open; the solution stands below."));
}

export async function openCell(cell) {
  const { cells } = await book;
  const number = Number(cell.dataset.number);
  const { source, in: place, label, outputs } = cells[number];
  const above = cells.slice(0, number).filter((each) => each.in === "page" || (place === "solution" && each.label === label));
  const input = cell.querySelector(".cell_input");
  const stored = cell.querySelector(".cell_output");
  input.hidden = true;
  const { editor } = await panel({
    after: input,
    label: `cell ${number + 1}`,
    code: source,
    act: "Run",
    changed() {},
    back(opened, group) {
      group.remove();
      input.hidden = false;
      if (stored) stored.hidden = false;
    },
    async run(code, heard, again) {
      const made = [];
      const listen = (kind, data) => (made.push({ kind, data }), heard(kind, data));
      const restart = (text) => ((made.length = 0), again(text));
      const result = await python.run({ kind: "cell", code, cells: above.map((each) => each.source) }, listen, restart);
      if (stored) stored.hidden = true;
      const same = texts(made) === storedTexts(outputs);
      mark(input.nextElementSibling.querySelector(".live-output"), same, code.trim() !== source.trim());
      return result;
    },
  });
  editor.focus();
}

function mark(box, same, edited) {
  const words = same ? "The same as stored in the book." : edited ? "You changed this: the output differs from the book's." : "Your browser differs from the book here.";
  box.append(element("p", `live-mark ${same ? "live-same" : "live-differs"}`, words));
}

export async function runPage(row) {
  const { cells } = await book;
  restorePage();
  const elements = [...document.querySelectorAll(".bd-article .cell[data-number]")];
  const [status, halt] = [element("span", "live-status"), button("Stop", () => python.stop())];
  const back = button("Back to the stored page", () => (restorePage(), status.remove(), back.remove()));
  status.setAttribute("role", "status");
  row.querySelectorAll(":scope > .live-status, :scope > button ~ button").forEach((each) => each.remove());
  row.append(halt, back, status);
  python.hearProgress(({ text, came }) => (status.textContent = `${text} … ${million(came)} MB`));
  let different = 0;
  for (const [index, { source, outputs }] of cells.entries()) {
    const made = [];
    status.textContent = `Running cell ${index + 1} of ${cells.length} …`;
    const result = await python.run({ kind: "page", code: source, cells: index ? ["more"] : [] }, (kind, data) => made.push({ kind, data }), () => (made.length = 0));
    const same = texts(made) === storedTexts(outputs);
    different += !same;
    elements[index].append(ran(elements[index], made, same));
    if (!result.ended) {
      halt.remove();
      status.textContent = `Ended at cell ${index + 1} of ${cells.length}.`;
      return;
    }
  }
  halt.remove();
  status.textContent = different ? `${different} of ${cells.length} cells differ from the book.` : `All ${cells.length} cells gave what the book has stored.`;
}

// Where the texts are the same the stored output stays; else the new one stands beside its mark.
function ran(cell, outputs, same) {
  const box = element("div", "live-ran live-output");
  if (!same) {
    outputs.forEach(({ kind, data }) => show(kind, data, box));
    const stored = cell.querySelector(".cell_output");
    if (stored) stored.hidden = true;
  }
  mark(box, same, false);
  return box;
}
function restorePage() {
  document.querySelectorAll(".live-ran").forEach((each) => each.remove());
  document.querySelectorAll(".bd-article .cell_output[hidden]").forEach((each) => (each.hidden = false));
}

export function exportAnswers() {
  const cell = (label) => ({ cell_type: "code", execution_count: null, id: label, metadata: { answer: label, solved: Boolean(answers.get(label).solved) }, outputs: [], source: answers.get(label).code ?? "" });
  const notebook = { nbformat: 4, nbformat_minor: 5, metadata: { kernelspec: { name: "python3", display_name: "Python 3", language: "python" } }, cells: answers.labels().map(cell) };
  const link = Object.assign(document.createElement("a"), { download: "my-answers.ipynb", href: URL.createObjectURL(new Blob([JSON.stringify(notebook, null, 1)])) });
  link.click();
}

export async function importAnswers() {
  const input = Object.assign(document.createElement("input"), { type: "file", accept: ".ipynb" });
  await new Promise((chosen) => (input.addEventListener("change", chosen, { once: true }), input.click()));
  const notebook = JSON.parse(await input.files[0].text());
  const found = (notebook.cells ?? []).filter((cell) => /^ex-[\w-]+$/.test(cell.metadata?.answer));
  if (!found.length) throw new Error("this notebook holds no answers of this course");
  for (const { metadata, source } of found) answers.set(metadata.answer, { code: [source].flat().join(""), solved: metadata.solved === true });
}

export async function keepOffline(made) {
  if (!("serviceWorker" in navigator)) throw new Error("this browser keeps no pages");
  const files = await (await fetch(`${here}files.json`)).json();
  const root = new URL("../../../", here).href;
  const total = Object.values(files).reduce((sum, size) => sum + size, 0);
  const registration = await navigator.serviceWorker.register(`${root}sw.js`);
  await navigator.serviceWorker.ready;
  let came = 0;
  navigator.serviceWorker.addEventListener("message", ({ data }) => {
    if (data.kept) made.textContent = (came += files[data.kept]) >= total ? "Kept on this device" : `Keeping ${million(came)} of ${million(total)} MB …`;
  });
  registration.active.postMessage({ keep: Object.keys(files) });
}
