// "Bend it yourself" on the front page: hinges dragged, the network drawn anew with every frame.
import { say } from "./elements.js";
import { draggable, slider } from "./handles.js";
import { apart, descend, END, fit, GAP, MOST, PLACES, wave } from "./hinges.js";
import { pack, unpack } from "./link.js";

const HEIGHT = 1.35; // of the plane, above and below its middle
const PAUSE = 700; // milliseconds of rest before words are said and the address follows
const MOST_STEPS = 600;
const STEPS = { ArrowLeft: -5, ArrowDown: -5, ArrowRight: 5, ArrowUp: 5, PageDown: -100, PageUp: 100, Home: -END, End: END };
const COUNTS = ["no hinge", "one hinge", "two hinges", "three hinges", "four hinges", "five hinges", "six hinges", "seven hinges", "eight hinges"];

const hero = document.getElementById("hero");
const { best, goal, start } = JSON.parse(hero.querySelector("script").textContent);
const part = (name) => hero.querySelector(`.hero-${name}`);
const plane = part("plane");
const chips = [...hero.querySelectorAll("[type=radio]")];
const titles = Object.fromEntries(chips.map((chip) => [chip.value, chip.parentElement.textContent.trim()]));
const pressed = (name, act) => part(name).addEventListener("click", act);

let state = structuredClone(start);
let [lead, learning, waiting] = ["", null, null];

// What is shown

function draw() {
  const { name, hinges } = state;
  const fitted = fit(name, hinges);
  const places = [...new Set([...PLACES, ...hinges, ...hinges.map(justAfter)])].filter((place) => place <= END).sort((a, b) => a - b);
  const line = path(places.map((place) => [place, fitted.at(place)]));
  part("net").setAttribute("d", line);
  part("casing").setAttribute("d", line);
  part("gap").setAttribute("d", `${line}${WAY_BACK}`);
  part("sticks").setAttribute("d", PLACES.filter((place) => place % 20 === 10).map((place) => path([[place, wave(place)], [place, fitted.at(place)]])).join(""));
  drawHinges(fitted);
  say(part("number"), shown(fitted.score));
  say(part("rest"), ` of 1 with ${COUNTS[hinges.length]}. Best we found: ${shown(bestScore(name, hinges.length))}.`);
  say(part("message"), lead || judged(fitted.score));
  part("add").disabled = hinges.length >= MOST;
  part("remove").disabled = hinges.length <= 1;
  for (const chip of chips) chip.checked = chip.value === name;
}
const justAfter = (place) => place + 0.01; // a step has its lower value at its place
const path = (points) => `M${points.map(([place, y]) => `${+place.toFixed(2)} ${held(y).toFixed(3)}`).join("L")}`;
const held = (y) => -Math.max(-HEIGHT, Math.min(HEIGHT, y));
const WAY_BACK = `${path(PLACES.map((place) => [place, wave(place)]).reverse()).replace("M", "L")}Z`;
const shown = (score) => (Math.floor(1000 * score + 1e-6) / 1000).toFixed(3); // 1 is shown for nothing less

function drawHinges({ at }) {
  const { name, hinges } = state;
  while (handles().length > hinges.length) handles().at(-1).remove();
  while (handles().length < hinges.length) plane.append(alive(handles()[0].cloneNode(true)));
  handles().forEach((handle, k) => {
    const y = (at(hinges[k]) + at(justAfter(hinges[k]))) / 2;
    handle.style.left = `${hinges[k] / 10}%`;
    handle.style.top = `${50 + (50 * held(y)) / HEIGHT}%`;
    handle.setAttribute("aria-label", `Hinge ${k + 1} of ${hinges.length}, ${titles[name]}`);
    handle.setAttribute("aria-valuenow", hinges[k] / 10);
    handle.setAttribute("aria-valuetext", `${+(hinges[k] / 10).toFixed(1)} % of the wave`);
  });
}
const handles = () => [...plane.querySelectorAll(".hero-hinge")];

// What is said of it

const known = new Map();
function bestScore(name, count) {
  const key = `${name} ${count}`;
  if (!known.has(key)) known.set(key, fit(name, best[name][count - 1]).score);
  return known.get(key);
}
function judged(score) {
  const { name, hinges } = state;
  const count = hinges.length;
  const fewest = best[name].findIndex((_, k) => bestScore(name, k + 1) >= goal) + 1;
  if (score >= goal) return `${goal} with ${COUNTS[count]}. ${reached(count, fewest)}`;
  if (bestScore(name, MOST) - bestScore(name, 1) < 1e-6) return "No hinge bends it: a sum of straight lines is a straight line.";
  if (!fewest) return `Stairs, as many as there are hinges. Can you come near ${shown(bestScore(name, MOST))}, the best we found with ${COUNTS[MOST]}?`;
  if (count < fewest && bestScore(name, count) - score < 0.005) return `That is about as far as ${COUNTS[count]} go. Add one.`;
  return `Can you reach ${goal}, and with how few hinges?`;
}
function reached(count, fewest) {
  if (!fewest || count < fewest) return "We found no way with so few: you beat us.";
  if (count > fewest) return `We found a way with ${COUNTS[fewest]}.`;
  return `As few as we found for ${titles[state.name]}. Now try step.`;
}

// A change: drawn at once, said and written into the address after a pause.
function change(changed, words = "") {
  Object.assign(state, changed);
  lead = words;
  draw();
  clearTimeout(waiting);
  waiting = setTimeout(settle, PAUSE);
}
async function settle() {
  say(part("said"), `R² ${part("number").textContent}${part("rest").textContent} ${part("message").textContent}`);
  try {
    history.replaceState(history.state, "", await pack({ v: 1, ...state }));
  } catch {} // a browser that is asked too often, or from disk, leaves the address as it was
}

// What the reader does

function move(k, place) {
  const { hinges } = state;
  const [low, high] = [k ? hinges[k - 1] + GAP : 0, k + 1 < hinges.length ? hinges[k + 1] - GAP : END];
  stop();
  change({ hinges: hinges.with(k, Math.min(high, Math.max(low, Math.round(place)))) });
}
function add() {
  const edges = [0, ...state.hinges, END];
  const widths = edges.slice(1).map((edge, k) => edge - edges[k]);
  const k = widths.indexOf(Math.max(...widths));
  stop();
  change({ hinges: state.hinges.toSpliced(k, 0, Math.round(edges[k] + widths[k] / 2)) });
}
function remove(k) {
  if (state.hinges.length <= 1) return;
  const focused = handles().includes(document.activeElement);
  stop();
  change({ hinges: state.hinges.toSpliced(k, 1) });
  if (focused) handles()[Math.min(k, state.hinges.length - 1)].focus();
}
let chosen = null; // the hinge last touched, which is the one to remove

function alive(handle) {
  const index = () => handles().indexOf(handle);
  handle.addEventListener("focus", () => (chosen = index()));
  return slider(handle, (key, shift) => {
    if (key === "Delete" || key === "Backspace") remove(index());
    else if (STEPS[key]) move(index(), state.hinges[index()] + STEPS[key] * (shift ? 5 : 1));
    else return false;
    return true;
  });
}

// Gradient descent on the places, seen as it goes, or at once where motion is not wanted.
function learn() {
  if (learning) return stop("Stopped.");
  const first = fit(state.name, state.hinges).score;
  let [rate, step, hinges] = [1, 0, state.hinges];
  const next = () => {
    const found = step < MOST_STEPS && descend(state.name, hinges, rate);
    if (!found) return false;
    ({ hinges, rate } = found);
    return (step += 1);
  };
  const end = () => {
    const rounded = apart(hinges.map(Math.round));
    learning = null;
    say(part("learn"), "Let it learn");
    change({ hinges: rounded }, learned(first, fit(state.name, rounded).score, step));
  };
  const frame = () => {
    if (!next()) return end();
    change({ hinges }, "Each hinge moves the way that makes the gaps smaller …");
    learning = requestAnimationFrame(frame);
  };
  if (!matchMedia("(prefers-reduced-motion: reduce)").matches) {
    say(part("learn"), "Stop");
    return (learning = requestAnimationFrame(frame));
  }
  while (next());
  end();
}
function learned(before, after, steps) {
  if (!steps && before < goal && state.name === "step") return "Nothing learned: step is flat on both sides, so its slope names no way to move. You see more than it does.";
  if (!steps) return "No small move makes the gaps smaller.";
  const rest = bestScore(state.name, state.hinges.length) - after;
  const far = rest < 0.001 ? "which is as good as the best we found" : "where no small move helps; from other places it may get farther";
  return `Learned in ${steps} steps, from ${shown(before)} to ${shown(after)}, ${far}.`;
}
function stop(words = "") {
  if (!learning) return;
  cancelAnimationFrame(learning);
  learning = null;
  say(part("learn"), "Let it learn");
  change({ hinges: apart(state.hinges.map(Math.round)) }, words);
}

// Links

// A state made of known parts alone.
function validated({ v, name, hinges }) {
  const isPlace = (place) => Number.isInteger(place) && place >= 0 && place <= END;
  const fits = Array.isArray(hinges) && hinges.length >= 1 && hinges.length <= MOST && hinges.every(isPlace);
  const inOrder = fits && hinges.slice(1).every((place, k) => place - hinges[k] >= GAP);
  if (v !== 1 || typeof name !== "string" || !Object.hasOwn(best, name) || !inOrder) throw new Error("This link holds no hinges that this page knows.");
  return { name, hinges };
}
async function open() {
  try {
    const given = await unpack(location.hash);
    if (given === null) return;
    stop();
    state = validated(Object(given));
    const { score } = fit(state.name, state.hinges);
    lead = `Sent to you: ${shown(score)} with ${COUNTS[state.hinges.length]} of ${titles[state.name]}. Can you do ${score < goal ? "better" : "it with fewer"}?`;
  } catch (error) {
    history.replaceState(null, "", location.pathname + location.search);
    lead = `${error.message} Here are hinges to start with.`;
  }
  draw();
  say(part("said"), lead);
  leadToStudio();
}
async function leadToStudio() {
  const base = state.name;
  part("studio").hash = await pack({ v: 1, kind: "bent", base, handles: [[0, 0]], name: titles[base] });
  say(part("studio"), `Bend ${titles[base]} itself, in the studio`);
}
async function copy() {
  try {
    await settle();
    await navigator.clipboard.writeText(location.href);
    change({}, "Copied. Who gets this link sees your hinges.");
  } catch {
    change({}, "This browser does not let the page copy; the address above holds your hinges.");
  }
}

pressed("add", add);
pressed("remove", () => remove(Math.min(chosen ?? MOST, state.hinges.length - 1)));
pressed("learn", learn);
pressed("best", () => (stop(), change({ hinges: best[state.name][state.hinges.length - 1] }, "The best places we found.")));
pressed("again", () => (stop(), change(structuredClone(start)), leadToStudio()));
pressed("copy", copy);
for (const chip of chips) chip.addEventListener("change", () => (stop(), change({ name: chip.value }), leadToStudio()));
handles().forEach(alive);
draggable(plane, handles, (k, across) => move(k, across * END));
part("plot").setAttribute("role", "group");
part("plot").setAttribute("aria-label", "A wave, and the network that follows it");
hero.classList.add("hero-alive");
window.addEventListener("hashchange", open);
draw();
leadToStudio();
open();
