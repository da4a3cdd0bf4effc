// Draw your own activation: what the page holds together. Each part has its own module.
import { createCard } from "./card.js";
import { createChallenges } from "./challenges.js";
import { curve, indexOf, plain } from "./curve.js";
import { createDrawing, measured } from "./drawing.js";
import { button, choice, field, html, menu, say, status, svg } from "./elements.js";
import { createFormula } from "./formula.js";
import { createHistory } from "./history.js";
import * as judge from "./judge.js";
import { unpack } from "./link.js";
import { keepThisPage } from "./offline.js";
import { createRace } from "./race.js";
import { createShare } from "./share.js";
import { createStroke } from "./stroke.js";
import { pointList, settings, shapeButtons } from "./studio-controls.js";
import { added, dragged, least, most, places, removed, typed } from "./studio-points.js";
import { rests, START, validated } from "./studio-state.js";
import { described, digits, place } from "./words.js";

const { here } = window.course;
const PAUSE = 500; // milliseconds of rest before the words follow
const [NEAR, FAR] = [4, 6];
const HINTS = {
  draw: "Draw with finger or mouse. A long stroke makes a new curve, a short one mends a piece.",
  points: "Drag a point, or move it with the arrow keys. A double click between two points adds one, Delete removes one.",
  bent: "Drag a handle: the function bends there and stays as it was farther away.",
  formula: "",
};
const room = document.getElementById("studio");
document.head.append(html("link", { rel: "stylesheet", href: `${here}live.css` }), html("link", { rel: "stylesheet", href: `${here}studio.css` }));

const table = { functions: {}, challenges: [] };
let [tool, reach, chosen, lead, relative] = ["draw", NEAR, 0, "", null];
let now = null; // the curve that is shown; null while a formula has not run

const drawn = createHistory(START, show);
const drawing = createDrawing({ stroke, strokeEnded, moved, moveEnded: () => drawn.settle(), added: add, removed: remove });
const words = status({ class: "studio-words" });
const refusal = html("p", { role: "alert", class: "studio-complaint" });
const hint = html("p", { class: "studio-hint" });
const tools = choice("How to make a curve", [["draw", "Draw"], ["points", "Bend by points"], ["bent", "Bend a known one"], ["formula", "Type a formula"]], choose);
const controls = settings((change) => drawn.settle(change));
const list = pointList({ moved: typedPoint, removed: remove });
const formula = createFormula({ state: drawn.get, typed: (text) => drawn.settle({ formula: text }), drawn: redraw });
const card = createCard();
const share = createShare({ state: drawn.get, ready });
const race = createRace({ functions: () => table.functions, changed: (change) => drawn.settle(change), ready });
const opinion = judge.newest("studio.card", { answered: judged, failed: unjudged, progress: (text) => judging.tell(text) });

// The parts of the page

const undo = button("Undo", drawn.undo);
const redo = button("Redo", drawn.redo);
const zoom = button("Zoom out", () => {
  reach = reach === NEAR ? FAR : NEAR;
  say(zoom, reach === NEAR ? "Zoom out" : "Zoom in");
  redraw();
});
const adding = button("Add a point", () => add(null));
const removing = button("Remove the point", () => remove(chosen));
const base = menu([], (value) => drawn.settle({ base: value }));
const baseField = field("Function", base);
const name = html("input", { type: "text", maxlength: 40, class: "studio-name", change: () => rename() });
const shapes = html("details", { open: true }, html("summary", {}, "Begin with a shape"), shapeButtons((state, title) => {
  lead = `A new shape: ${title}.`;
  drawn.settle(state);
}));
const numbers = html("details", {}, html("summary", {}, "Points as numbers"), list.element);
const more = html("details", { open: true }, html("summary", {}, "Symmetry, period, limits"), controls.element);
const judging = judge.runner("Judge it with Python", async ({ progress }) => {
  const state = await ready();
  judged(await judge.ask("studio.card", { state }, progress), { state });
  return "From now on every change is judged at once.";
});
const relativeName = html("span", {}, "nearest relative");
const legend = html("p", { class: "studio-legend" }, key("curve", "curve"), key("slope", "its slope"), key("relative", relativeName));
const board = html("div", { class: "studio-board" }, hint, drawing.element, legend,
  html("div", { class: "live-row" }, undo, redo, button("Start over", startOver), zoom), html("div", { class: "live-row" }, adding, removing), words, judging.element, card.element);
const side = html("div", { class: "studio-side" }, baseField, formula.element, shapes, numbers, more, field("Its name", name), share.element);
room.replaceChildren(refusal, tools.element, html("div", { class: "studio-bench" }, board, side));
document.getElementById("studio-race").replaceChildren(race.element);

function key(kind, text) {
  const line = svg("svg", { viewBox: "0 0 28 8", width: 28, height: 8, "aria-hidden": "true" }, svg("path", { class: `studio-${kind}`, d: "M0 4H28" }));
  return html("span", {}, line, text);
}

// What is shown

function show(state, { settled, stepped, canUndo, canRedo }) {
  const began = performance.now();
  if (settled && state.kind !== kindOf(tool)) tool = { points: "points", bent: "bent", formula: "formula" }[state.kind];
  now = state.kind === "formula" ? formula.curve(state) : curve(state, table.functions);
  plot(state);
  measured("studio-draw", began);
  [undo.disabled, redo.disabled] = [!canUndo, !canRedo];
  if (stepped) lead = "One step back or forth.";
  if (settled) {
    showControls(state);
    if (canUndo || canRedo) share.follow();
  } else if (numbers.open) showNumbers(state);
  later();
  judgeAgain(state);
}
function redraw() {
  drawn.settle();
}
const kindOf = (name) => (name === "draw" ? "points" : name);

function plot(state) {
  const near = relative && table.functions[relative];
  drawing.draw({ reach, draws: tool === "draw", curve: now?.y, slope: now?.slope, relative: near?.y, handles: handles(state) });
}
function handles(state) {
  if (tool === "points") return state.points.map(([x, y], k) => ({ x, y, name: `Point ${k + 1} of ${state.points.length}`, words: place(x, y), rests: rests(state, x) }));
  if (tool !== "bent") return [];
  const at = plain(state, table.functions);
  return state.handles.map(([x, bent], k) => {
    const [y] = at(x);
    return { x, y, name: `Handle ${k + 1} of ${state.handles.length}`, words: `${place(x, y)}, bent by ${digits(bent)}`, rests: rests(state, x) };
  });
}

function showControls(state) {
  tools.show(tool);
  say(hint, HINTS[tool]);
  hint.hidden = !HINTS[tool];
  const bends = tool === "points" || tool === "bent";
  [adding.parentElement.hidden, numbers.hidden, baseField.hidden, formula.element.hidden, shapes.hidden] = [!bends, !bends, tool !== "bent", tool !== "formula", tool === "bent" || tool === "formula"];
  say(adding, `Add a ${nameOf(state).toLowerCase()}`);
  adding.disabled = places(state).length >= most(state);
  removing.disabled = places(state).length <= least(state);
  chosen = Math.min(chosen, places(state).length - 1);
  nameRemoving();
  controls.show(state);
  showNumbers(state);
  if (table.functions[state.base]) base.value = state.base;
  if (document.activeElement !== name) name.value = state.name;
  formula.show(state);
  race.show(state);
}
const nameOf = (state) => (state.kind === "bent" ? "Handle" : "Point");
const nameRemoving = () => say(removing, `Remove ${nameOf(drawn.get()).toLowerCase()} ${chosen + 1}`);
const showNumbers = (state) => list.show(places(state), state.kind === "bent" ? "bent by" : "value", least(state));

const undrawn = (state) => (formula.hasFailed(state) ? "This formula could not be run." : "This formula has not run yet: press “Run the formula”.");

let waiting;
function later() {
  clearTimeout(waiting);
  waiting = setTimeout(() => {
    say(words, `${lead} ${now ? described(now) : undrawn(drawn.get())}`.trim());
    lead = "";
  }, PAUSE);
}

// What the reader does

function choose(wanted) {
  if (wanted === "bent" && !table.functions[drawn.get().base]) return say(refusal, "The known functions have not come yet; is there a network?");
  tool = wanted;
  chosen = 0;
  drawn.settle({ kind: kindOf(wanted) });
}

let [pen, before] = [null, null];
function stroke(passed, begins) {
  const state = drawn.get();
  if (begins) [pen, before] = [createStroke(), state.points];
  for (const [x, y] of passed) {
    const turned = state.symmetry !== "none" && x < 0;
    pen.add(turned ? -x : x, turned && state.symmetry === "odd" ? -y : y);
  }
  const halved = state.symmetry === "none" ? 1 : 2;
  drawn.preview({ points: pen.points(before, (2 * reach) / halved, state.between) });
}
function strokeEnded() {
  lead = "A new stroke.";
  drawn.settle();
}

function moved(index, x, y) {
  const state = drawn.get();
  chosen = index;
  drawn.preview(dragged(state, index, x, y, table.functions));
  const { x: to, y: height } = handles(drawn.get())[index];
  const slope = now ? `, slope ${digits(now.slope[indexOf(to)])}` : "";
  lead = `${nameOf(state)} ${index + 1}: ${place(to, height)}${slope}.`;
}
function typedPoint(index, k, value) {
  const pair = [...places(drawn.get())[index]];
  pair[k] = value;
  drawn.settle(typed(drawn.get(), index, ...pair));
}
function add(wanted) {
  const found = added(drawn.get(), wanted, table.functions);
  if (!found) return;
  chosen = found.index;
  lead = `Added at x ${digits(found.x)}.`;
  drawn.settle(found.change);
  drawing.focus(chosen);
}
function remove(index) {
  const change = removed(drawn.get(), index);
  if (!change) return;
  lead = `Removed number ${index + 1}.`;
  drawn.settle(change);
  chosen = Math.min(index, places(drawn.get()).length - 1);
  if (drawing.element.contains(document.activeElement) || document.activeElement === document.body) drawing.focus(chosen);
}
function rename() {
  const kept = name.value.replace(/[<>{}`"\\\p{Cc}]/gu, "").trim() || "mine";
  name.value = kept;
  drawn.settle({ name: kept });
}
function startOver() {
  tool = "draw";
  lead = "Back at the start.";
  drawn.settle({ ...START, data: drawn.get().data, rival: drawn.get().rival });
}

room.addEventListener("keydown", (event) => {
  if (!(event.ctrlKey || event.metaKey) || event.target.matches("input")) return;
  const pressed = event.key.toLowerCase();
  if (pressed !== "z" && pressed !== "y") return;
  pressed === "y" || event.shiftKey ? drawn.redo() : drawn.undo();
  event.preventDefault();
});
drawing.element.addEventListener("focusin", (event) => {
  const index = [...drawing.element.querySelectorAll("[role=slider]")].indexOf(event.target);
  if (index >= 0) chosen = index;
  nameRemoving();
});

// What Python says

// A state whose formula, if it is one, the reader has pressed for.
async function ready() {
  const state = drawn.get();
  if (state.kind === "formula") await formula.ready(state);
  return state;
}
function judgeAgain(state) {
  say(judging.words, ""); // which are of an earlier curve
  const may = judge.isHere() && (state.kind !== "formula" || formula.hasRun(state));
  may ? opinion({ state }) : card.old();
}
function judged(said, { state }) {
  card.show(said);
  relative = said.relative?.name ?? null;
  say(relativeName, said.relative ? `nearest relative: ${said.relative.title}` : "nearest relative");
  plot(drawn.get());
}
function unjudged(error) {
  card.old();
  say(judging.words, error.message);
}

// The beginning

async function openLink(arriving) {
  try {
    const given = await unpack(location.hash);
    if (given === null) return redraw(); // a place of this page; the address then holds the curve again
    const state = validated(given, table.functions);
    tool = state.kind === "points" ? "points" : state.kind;
    lead = `Opened from a link: ${state.name}.`;
    drawn.settle(state);
    say(refusal, "");
  } catch (error) {
    if (arriving) history.replaceState(null, "", location.pathname + location.search);
    else await share.keep();
    say(refusal, `${error.message} ${arriving ? "Here is a curve to start with." : "The curve that was here stays, and its link stands in the address again."}`);
  }
}
window.addEventListener("hashchange", () => openLink(false));

async function begin() {
  redraw();
  const answer = await fetch(`${here}functions.json`);
  Object.assign(table, await answer.json());
  base.append(...Object.entries(table.functions).map(([value, { title }]) => html("option", { value }, title)));
  document.getElementById("studio-challenges").replaceChildren(createChallenges({ tasks: table.challenges, ready }).element);
  await openLink(true);
  redraw();
}
begin().then(
  async () => {
    room.dataset.state = "ready";
    await keepThisPage().catch(() => {}); // a browser that keeps nothing shows the page all the same
    room.dataset.state = "kept";
  },
  () => say(refusal, "A part of this page did not come; is there a network? Drawing works, bending a known function does not."),
);
