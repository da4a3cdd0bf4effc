// The reader's editors: exercises answered, cells changed, the page run, answers carried elsewhere.
import { createEditor } from "./editor.js";
import { button, html, saveFile, say } from "./elements.js";
import { askToKeep, canKeep } from "./offline.js";
import { show, storedTexts, texts } from "./outputs.js";
import * as python from "./python.js";

const { here, page, answers, megabytes } = window.course;
const TRIES_BEFORE_A_HINT = 2;
document.head.append(html("link", { rel: "stylesheet", href: `${here}live.css` }));

// What did not come is asked for again with the next press.
async function fetched(name) {
  try {
    const answer = await fetch(here + name);
    if (answer.ok) return await answer.json();
  } catch {}
  throw new Error("This did not come. Is there a network? Press again once there is one.");
}
let ofPage; // its code and stored texts
const book = async () => (ofPage ??= await fetched(`pages/${page.split("/").pop()}.json`));

const counted = (count, one, many) => `${count} ${count === 1 ? one : many}`;
const million = (bytes) => (bytes / 1e6).toFixed(1);

// An editor with its buttons, its status and its output. `job` says what runs with a text, `run` runs it
// and has what hears of it.
async function panel({ after, label, code, act, job, run, changed, backLabel, back }) {
  const [box, output] = [html("div", { class: "live-editor" }), html("div", { class: "live-output", "aria-live": "polite" })];
  const [status, progress] = [html("span", { role: "status", class: "live-status" }), html("small")];
  const go = button(act, start);
  const halt = button("Stop", () => python.stop(), { disabled: true });
  const over = button(backLabel, startOver);
  const row = html("p", { class: "live-row" }, go, halt, over, status, progress);
  const group = html("div", { role: "group", "aria-label": label, class: "live" }, box, row, output);
  after.after(group);
  const editor = createEditor(box, {
    code,
    label: `Python, ${label}. Shift and Enter: ${act.toLowerCase()}; Escape: leave the editor.`,
    run: start,
    leave: () => (go.disabled ? halt : go).focus(),
    changed,
  });
  const clear = () => (output.replaceChildren(), editor.mark(null));
  function tell(text) {
    const runs = text.startsWith("Running");
    if (runs) say(status, text);
    say(progress, runs ? "" : text); // many times a second, and not read aloud
  }
  async function start() {
    if (go.disabled) return;
    go.disabled = over.disabled = true;
    halt.disabled = false;
    clear();
    say(status, python.isHere() ? "Running …" : `Loading Python (${megabytes} MB or more) …`);
    const result = await run(job(editor.text()), {
      output(kind, data) {
        show(kind, data, output);
        if (kind === "error" && data.line) editor.mark(data.line, data.text.split("\n")[0]);
      },
      again: (text) => (clear(), tell(`${text} …`)),
      progress: tell,
    });
    say(status, result.seconds === undefined ? "" : `${result.seconds.toFixed(1)} s`);
    tell("");
    const held = [halt, document.body].includes(document.activeElement);
    go.disabled = over.disabled = false;
    halt.disabled = true;
    if (held) go.focus({ preventScroll: true });
  }
  // Python comes while the reader types, and the first run need not wait for it.
  async function loadAhead() {
    const awaited = !python.isHere();
    if (awaited && navigator.connection?.saveData) return;
    if (awaited) say(status, "Python is loading; you can type meanwhile.");
    halt.disabled = !awaited;
    let trouble;
    await python.load(job(code), { output: (kind, data) => (trouble = data.text), again() {}, progress: awaited ? tell : () => {} });
    document.querySelectorAll(".live-weight").forEach((each) => trouble || each.remove());
    if (go.disabled || !awaited) return; // a run tells its own
    say(status, trouble ?? "Python is here.");
    tell("");
    const held = document.activeElement === halt;
    halt.disabled = true;
    if (held) go.focus({ preventScroll: true });
  }
  function startOver() {
    clear();
    back(editor, group);
  }
  loadAhead();
  return { group, editor };
}

export async function openExercise(exercise, opener) {
  const { cells, exercises } = await book();
  const label = exercise.id;
  const start = exercises[label].start;
  const end = cells.findIndex((cell) => cell.in === "task" && cell.label === label);
  const above = cells.slice(0, end).filter((cell) => cell.in === "page").map((cell) => cell.source);
  const name = /def (check_\w+)\(/.exec(cells[end].source)[1];
  const title = exercise.querySelector(".admonition-title .caption-number")?.textContent.trim() ?? label;
  opener.hidden = true;
  exercise.querySelector(".start").hidden = true;
  let offer = () => {}; // what another tab has made of this answer
  const keep = (code) => {
    answers.set(label, { code });
    offer();
  };
  const { editor, group } = await panel({
    after: opener,
    label: `your answer to ${title}`,
    code: answers.get(label).code ?? start,
    act: "Check",
    backLabel: "Start over",
    changed: keep,
    back(opened) {
      opened.replace(start);
      answers.startOver(label);
      offer();
    },
    job: (code) => ({ kind: "answer", code, cells: [...above, cells[end].source], check: name }),
    async run(job, heard) {
      keep(job.code);
      let solved = null; // stays null where nothing was judged, as after Stop
      const output = (kind, data) => {
        if (kind === "verdict") solved = data.solved;
        if (kind === "error" && data.checked) solved = false;
        heard.output(kind, data);
      };
      const result = await python.run(job, { ...heard, output });
      if (solved) answers.set(label, { solved });
      if (solved === false) nextHint(exercise, label);
      return result;
    },
  });
  editor.focus();
  offer = hearOtherTabs(label, start, editor, group);
}

// Another tab keeps its text of this exercise where this one does: what comes from there is said and offered.
function hearOtherTabs(label, start, editor, group) {
  const kept = () => answers.get(label).code ?? start;
  const words = html("span", { role: "status" });
  const take = button("Take its text", () => choose(kept()));
  const keep = button("Keep this one", () => choose(editor.text()));
  group.querySelector(".live-row").after(html("p", { class: "live-row" }, words, take, keep));
  function hear() {
    const same = kept() === editor.text();
    say(words, same ? "" : "This answer was changed in another tab. What is typed last, in either, is kept.");
    take.hidden = keep.hidden = same;
  }
  function choose(code) {
    if (code !== editor.text()) editor.replace(code);
    answers.set(label, { code });
    hear();
    editor.focus();
  }
  hear();
  window.addEventListener("storage", hear);
  return hear;
}

// After two failed tries a hint opens, and one more with each further try; after the last, the solution is near.
function nextHint(exercise, label) {
  const tries = (answers.get(label).tries ?? 0) + 1;
  answers.set(label, { tries });
  if (tries < TRIES_BEFORE_A_HINT) return;
  const hints = [...exercise.querySelectorAll("details.hint")];
  const next = hints.find((hint) => !hint.open);
  if (next) next.open = true;
  const output = exercise.querySelector(".live-output");
  output.append(html("p", { class: "live-advice" }, next ? "A hint is open below." : "All hints are open; the solution stands below."));
}

export async function openCell(cell) {
  const { cells } = await book();
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
    backLabel: "Back to the book",
    changed() {},
    back(opened, group) {
      group.remove();
      input.hidden = false;
      if (stored) stored.hidden = false;
      input.querySelector(".live-edit").focus();
    },
    job: (code) => ({ kind: "cell", code, cells: above.map((each) => each.source) }),
    async run(job, heard) {
      const { hears, made } = collecting(heard);
      const result = await python.run(job, hears);
      if (stored) stored.hidden = true;
      const same = texts(made) === storedTexts(outputs);
      if (!isCut(made)) mark(input.nextElementSibling.querySelector(".live-output"), same, job.code.trim() !== source.trim());
      return result;
    },
  });
  editor.focus();
}

// What hears of a job, keeping its outputs to be compared.
function collecting(heard) {
  const made = [];
  const hears = {
    ...heard,
    output: (kind, data) => (made.push({ kind, data }), heard.output(kind, data)),
    again: (text) => ((made.length = 0), heard.again(text)),
  };
  return { hears, made };
}

// What was stopped, or did not come, says nothing about the book.
const isCut = (made) => made.some(({ data }) => data.stopped);

function mark(box, same, edited) {
  const words = same ? "The same as stored in the book." : edited ? "You changed this: the output differs from the book's." : "Your browser differs from the book here.";
  box.append(html("p", { class: `live-mark ${same ? "live-same" : "live-differs"}` }, words));
}

export async function runPage(row) {
  const { cells } = await book();
  restorePage();
  const elements = [...document.querySelectorAll(".bd-article .cell[data-number]")];
  const [status, progress] = [html("span", { role: "status", class: "live-status" }), html("small")];
  const tell = (text) => say(progress, text);
  let left = false; // the reader went back
  const halt = button("Stop", () => python.stop());
  const back = button("Back to the stored page", () => {
    left = true;
    python.stop();
    restorePage();
    [halt, back, status, progress].forEach((each) => each.remove());
  });
  row.querySelectorAll(":scope > .live-status, :scope > .live-status ~ small, :scope > button ~ button").forEach((each) => each.remove());
  row.append(halt, back, status, progress);
  say(status, "The page runs.");
  let different = 0;
  for (const [index, { source, outputs }] of cells.entries()) {
    const place = `cell ${index + 1} of ${cells.length}`;
    const showPlace = (text) => tell(`${text} (${place})`);
    const { hears, made } = collecting({ output() {}, again: showPlace, progress: showPlace });
    showPlace("Running …");
    const result = await python.run({ kind: "page", code: source, cells: index ? ["more"] : [] }, hears);
    if (left) return;
    const same = texts(made) === storedTexts(outputs);
    different += !same;
    elements[index].append(ran(elements[index], made, same));
    if (result.ended) continue;
    halt.remove();
    tell("");
    return say(status, `Ended at ${place}.`);
  }
  tell("");
  halt.remove();
  say(status, different ? `${different} of ${cells.length} cells ${different === 1 ? "differs" : "differ"} from the book.` : `All ${cells.length} cells gave what the book has stored.`);
}

// Where the texts are the same the stored output stays; else the new one stands beside its mark.
function ran(cell, outputs, same) {
  const box = html("div", { class: "live-ran live-output" });
  if (!same) {
    outputs.forEach(({ kind, data }) => show(kind, data, box));
    const stored = cell.querySelector(".cell_output");
    if (stored) stored.hidden = true;
  }
  if (!isCut(outputs)) mark(box, same, false);
  return box;
}
function restorePage() {
  document.querySelectorAll(".live-ran").forEach((each) => each.remove());
  document.querySelectorAll(".bd-article .cell:not(:has(.live)) .cell_output[hidden]").forEach((each) => (each.hidden = false));
}

export function exportAnswers() {
  const labels = answers.labels();
  if (!labels.length) return "There is no answer yet.";
  const cell = (label) => ({ cell_type: "code", execution_count: null, id: label, metadata: { answer: label, solved: Boolean(answers.get(label).solved) }, outputs: [], source: answers.get(label).code ?? "" });
  const notebook = { nbformat: 4, nbformat_minor: 5, metadata: { kernelspec: { name: "python3", display_name: "Python 3", language: "python" } }, cells: labels.map(cell) };
  saveFile("my-answers.ipynb", JSON.stringify(notebook, null, 1), "application/x-ipynb+json");
  return `${counted(labels.length, "answer is", "answers are")} in my-answers.ipynb.`;
}

export async function importAnswers() {
  const input = html("input", { type: "file", accept: ".ipynb" });
  await new Promise((closed) => {
    for (const event of ["change", "cancel"]) input.addEventListener(event, closed, { once: true });
    input.click();
  });
  if (!input.files.length) return "No file was chosen.";
  const found = answersWithin(await input.files[0].text());
  const replaced = found.filter(({ label, code }) => code && ![undefined, code].includes(answers.get(label).code));
  if (replaced.length && !confirm(`Replace ${replaced.length} of your answers here?`)) return "Nothing was changed.";
  for (const { label, code, solved } of found) {
    const mine = answers.get(label);
    answers.set(label, { code: code || mine.code, solved: solved || mine.solved });
  }
  return `${counted(found.length, "answer has", "answers have")} come.`;
}

function answersWithin(text) {
  let cells;
  try {
    cells = JSON.parse(text).cells;
  } catch {}
  if (!Array.isArray(cells)) throw new Error("This file is no notebook.");
  const known = new Set([...document.querySelectorAll(".bd-article a[href*='#ex-']")].map((link) => link.hash.slice(1)));
  const found = cells
    .filter((cell) => known.has(cell?.metadata?.answer) && cell.source !== undefined)
    .map(({ metadata, source }) => ({ label: metadata.answer, code: [source].flat().join(""), solved: metadata.solved === true }));
  if (!found.length) throw new Error("This notebook holds no answers of this course.");
  return found;
}

// The first press says how much it is, the second keeps it.
export async function keepOffline(made) {
  if (!canKeep()) throw new Error("This browser keeps no pages.");
  const files = await fetched("files.json");
  const total = Object.values(files).reduce((sum, size) => sum + size, 0);
  if (!made.dataset.asked) {
    made.dataset.asked = "yes";
    made.textContent = `Keep ${million(total)} MB on my device`;
    return "Press once more to begin.";
  }
  let [came, failed] = [0, 0];
  await askToKeep({ keep: Object.keys(files) }, (news) => {
    if (news.kept) came += files[news.kept];
    if (news.failed) failed += 1;
    made.textContent = `Keeping ${million(came)} of ${million(total)} MB …`;
  });
  made.textContent = failed ? "Keep this course on my device" : "Kept on this device";
  return failed ? `${counted(failed, "file", "files")} did not come; is there a network? Press again to go on.` : "Its pages and its Python are here without a network.";
}
