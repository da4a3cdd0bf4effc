// Draw your own activation: what the page holds together. Each part has its own module.
import { createCard } from "./card.js";
import { createChallenges } from "./challenges.js";
import { curve, indexOf, plain, bump } from "./curve.js";
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
import { LEAST_GAP, LIMIT, MOST_HANDLES, MOST_POINTS, rests, START, validated } from "./studio-state.js";
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
const drawing = createDrawing({ stroke, strokeEnded, moved, moveEnded: () => drawn.settle(), added, removed });
const words = status({ class: "studio-words" });
const refusal = html("p", { role: "alert", class: "studio-complaint" });
const hint = html("p", { class: "studio-hint" });
const tools = choice("How to make a curve", [["draw", "Draw"], ["points", "Bend by points"], ["bent", "Bend a known one"], ["formula", "Type a formula"]], choose);
const controls = settings((change) => drawn.settle(change));
const list = pointList({ moved: typedPoint, removed });
const formula = createFormula({ state: drawn.get, typed: (text) => drawn.settle({ formula: text }), drawn: redraw });
const card = createCard();
const share = createShare({ state: drawn.get, ready });
const race = createRace({ functions: () => table.functions, changed: (change) => drawn.settle(change), ready });
const opinion = judge.newest("studio.card", { answered: judged, failed: unjudged });

// The parts of the page

const undo = button("Undo", drawn.undo);
const redo = button("Redo", drawn.redo);
const zoom = button("Zoom out", () => {
  reach = reach === NEAR ? FAR : NEAR;
  say(zoom, reach === NEAR ? "Zoom out" : "Zoom in");
  redraw();
});
const add = button("Add a point", () => added(null));
const remove = button("Remove the point", () => removed(chosen));
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
  html("div", { class: "live-row" }, undo, redo, button("Start over", startOver), zoom), html("div", { class: "live-row" }, add, remove), words, judging.element, card.element);
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
  [add.parentElement.hidden, numbers.hidden, baseField.hidden, formula.element.hidden, shapes.hidden] = [!bends, !bends, tool !== "bent", tool !== "formula", tool === "bent" || tool === "formula"];
  const what = tool === "bent" ? "handle" : "point";
  say(add, `Add a ${what}`);
  say(remove, `Remove ${what} ${Math.min(chosen, places(state).length - 1) + 1}`);
  add.disabled = places(state).length >= most(state);
  remove.disabled = places(state).length <= least(state);
  controls.show(state);
  showNumbers(state);
  if (table.functions[state.base]) base.value = state.base;
  if (document.activeElement !== name) name.value = state.name;
  formula.show(state);
  race.show(state);
}
const showNumbers = (state) => list.show(places(state), state.kind === "bent" ? "bent by" : "value", least(state));
const places = (state) => (state.kind === "bent" ? state.handles : state.points);
const part = (state) => (state.kind === "bent" ? "handles" : "points");
const least = (state) => (state.kind === "bent" ? 1 : 2);
const most = (state) => (state.kind === "bent" ? MOST_HANDLES : MOST_POINTS);

let waiting;
function later() {
  clearTimeout(waiting);
  waiting = setTimeout(() => {
    say(words, `${lead} ${now ? described(now) : "This formula has not run yet: press “Run the formula”."}`.trim());
    lead = "";
  }, PAUSE);
}

// What the reader does

function choose(wanted) {
  tool = wanted;
  chosen = 0;
  drawn.settle({ kind: kindOf(wanted) });
  redraw();
}

let [pen, before] = [null, null];
function stroke(x, y, begins) {
  const state = drawn.get();
  if (begins) [pen, before] = [createStroke(), state.points];
  const turned = state.symmetry !== "none" && x < 0;
  pen.add(turned ? -x : x, turned && state.symmetry === "odd" ? -y : y);
  const halved = state.symmetry === "none" ? 1 : 2;
  drawn.preview({ points: pen.points(before, (2 * reach) / halved, state.between) });
}
function strokeEnded() {
  lead = "A new stroke.";
  drawn.settle();
}

const rounded = (value) => Math.round(Math.min(LIMIT, Math.max(-LIMIT, value)) * 100) / 100;
function between(points, index, x) {
  const low = index ? points[index - 1][0] + LEAST_GAP : -LIMIT;
  const high = index < points.length - 1 ? points[index + 1][0] - LEAST_GAP : LIMIT;
  return Math.min(high, Math.max(low, x));
}
function placed(state, index, x, value) {
  const changed = places(state).map((pair) => [...pair]);
  changed[index] = [rounded(between(changed, index, x)), rounded(value)];
  return { [part(state)]: changed };
}
function moved(index, x, y) {
  const state = drawn.get();
  chosen = index;
  let value = y;
  if (state.kind === "bent") {
    const to = rounded(between(state.handles, index, x));
    value = y - table.functions[state.base].y[indexOf(to)];
  }
  drawn.preview(placed(state, index, x, value));
  const [to] = places(drawn.get())[index];
  lead = `${state.kind === "bent" ? "Handle" : "Point"} ${index + 1}: ${place(to, y)}${now ? `, slope ${digits(now.slope[indexOf(to)])}` : ""}.`;
}
function typedPoint(index, k, value) {
  const pair = [...places(drawn.get())[index]];
  pair[k] = value;
  drawn.settle(placed(drawn.get(), index, ...pair));
}

// At a place, or in the middle of the widest gap.
function added(wanted) {
  const state = drawn.get();
  const there = places(state);
  if (there.length >= most(state)) return;
  const x = rounded(wanted === null || there.some(([other]) => Math.abs(other - wanted) < LEAST_GAP) ? widest(there) : wanted);
  if (there.some(([other]) => Math.abs(other - x) < LEAST_GAP)) return;
  const [value] = state.kind === "bent" ? bump(state.handles)(x) : plain(state, table.functions)(x);
  const all = [...there, [x, rounded(value)]].sort(([a], [b]) => a - b);
  chosen = all.findIndex(([other]) => other === x);
  lead = `Added at x ${digits(x)}.`;
  drawn.settle({ [part(state)]: all });
  drawing.focus(chosen);
}
function widest(points) {
  if (points.length === 1) return points[0][0] + (points[0][0] > 0 ? -1 : 1);
  const gaps = points.slice(1).map(([x], k) => [x - points[k][0], (x + points[k][0]) / 2]);
  return gaps.reduce((best, gap) => (gap[0] > best[0] ? gap : best))[1];
}
function removed(index) {
  const state = drawn.get();
  if (places(state).length <= least(state)) return;
  lead = `Removed number ${index + 1}.`;
  const kept = places(state).filter((_, k) => k !== index);
  chosen = Math.min(index, kept.length - 1);
  drawn.settle({ [part(state)]: kept });
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
  say(remove, `Remove ${tool === "bent" ? "handle" : "point"} ${chosen + 1}`);
});

// What Python says

// A state whose formula, if it is one, the reader has pressed for.
async function ready() {
  const state = drawn.get();
  if (state.kind === "formula") await formula.ready(state);
  return state;
}
function judgeAgain(state) {
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

async function openLink() {
  try {
    const given = await unpack(location.hash);
    if (given === null) return;
    const state = validated(given, table.functions);
    tool = state.kind === "points" ? "points" : state.kind;
    lead = `Opened from a link: ${state.name}.`;
    drawn.settle(state);
    say(refusal, "");
  } catch (error) {
    history.replaceState(null, "", location.pathname + location.search);
    say(refusal, `${error.message} Here is a curve to start with.`);
  }
}
window.addEventListener("hashchange", openLink);

async function begin() {
  redraw();
  const answer = await fetch(`${here}functions.json`);
  Object.assign(table, await answer.json());
  base.append(...Object.entries(table.functions).map(([value, { title }]) => html("option", { value }, title)));
  document.getElementById("studio-challenges").replaceChildren(createChallenges({ tasks: table.challenges, ready }).element);
  await openLink();
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
