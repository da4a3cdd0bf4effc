// What Python answers: shown on the page, and compared with what the book has stored.
import { cleanHtml } from "./editor.js";

const SHOWN = ["explorer", "text/html", "image/svg+xml", "image/png", "text/plain"];

export function show(kind, data, box) {
  if (kind === "result") return box.append(picture(data));
  if (kind === "verdict") return box.append(verdict(data));
  const last = box.lastElementChild;
  if (kind !== "error" && last?.dataset.kind === kind) return last.append(data.text);
  box.append(text(data.text, kind));
}

function text(content, kind) {
  const made = Object.assign(document.createElement("pre"), { className: `live-${kind}`, textContent: content });
  made.dataset.kind = kind;
  made.tabIndex = 0;
  return made;
}

function verdict({ solved, text: words, html }) {
  const made = Object.assign(document.createElement("div"), { className: `live-verdict ${solved ? "live-right" : "live-wrong"}` });
  const head = document.createElement("p");
  head.append(Object.assign(document.createElement("strong"), { textContent: solved ? "✓ Right." : "Not yet." }));
  if (words && !html) head.append(` ${words}`);
  made.append(head);
  if (html) made.insertAdjacentHTML("beforeend", cleanHtml(html));
  if (!solved && /: passed, /.test(words)) made.append("It passes, but this exercise asks for one that the tutor has nothing to remark on.");
  return made;
}

function picture(data) {
  const kind = SHOWN.find((each) => data[each]);
  const made = document.createElement("div");
  if (kind === "explorer") fillWithExplorer(made, data[kind]);
  else if (kind === "text/html") made.innerHTML = cleanHtml(data[kind]);
  else if (kind === "text/plain") made.append(text(data[kind], "stdout"));
  else if (kind === "image/svg+xml") made.append(drawing(data[kind], data["text/plain"]));
  else made.append(Object.assign(new Image(), { src: `data:${kind};base64,${data[kind]}`, alt: data["text/plain"] }));
  return made;
}

// A drawing stands in the page itself, so that its colors follow the page.
function drawing(markup, sentence) {
  const template = document.createElement("template");
  template.innerHTML = cleanHtml(markup);
  const made = template.content.querySelector("svg");
  made.setAttribute("class", "figure");
  made.setAttribute("role", "img");
  made.setAttribute("aria-label", sentence);
  return made;
}

// An explorer is shown as the book shows its own, by the script that is on every page.
function fillWithExplorer(made, data) {
  const [markup, frames] = JSON.parse(data);
  made.className = "cell_output";
  made.innerHTML = cleanHtml(markup);
  const clean = frames.map(([sentence, frame]) => [sentence, cleanHtml(frame)]);
  window.startExplorer(made.querySelector(".explorer"), clean);
  if (!made.querySelector(".drag-alive")) made.querySelector(".drag-row")?.remove(); // how it is moved, where it is not
}

// The texts of outputs in the form in which the book stores them: what is printed first, then each result.
export function texts(outputs) {
  const printed = outputs.filter(({ kind }) => kind === "stdout").map(({ data }) => data.text).join("");
  const results = outputs.filter(({ kind }) => kind === "result").map(({ data }) => comparable(data));
  return JSON.stringify([printed, results]);
}
export function storedTexts(outputs) {
  const printed = outputs.filter((each) => "text" in each).map((each) => each.text).join("");
  return JSON.stringify([printed, outputs.filter((each) => !("text" in each)).map(comparable)]);
}
const comparable = (data) => [data["text/plain"] ?? "", data["text/html"] ?? ""];
