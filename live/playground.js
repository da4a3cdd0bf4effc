// The playground: what the reader wants, what Python is asked for, one call at a time, and what is shown of it.
import { drawLoss, drawMark, drawRegions, drawUnits } from "./playground-drawing.js";
import { button, html } from "./elements.js";
import { asksForSettings, fromAddress, makeControls, toAddress } from "./playground-settings.js";
import { keepThisPage } from "./offline.js";
import { call, stop } from "./python.js";

const { here, megabytes } = window.course;
const MILLISECONDS = 25; // of training in one frame
const SHAPES = ["dots", "squares", "triangles"];
const QUIET = 400; // milliseconds without news before the status says the last of them
const SECONDS_BETWEEN_WORDS = 5;
const room = document.getElementById("playground");
const styled = new Promise((done) => document.head.append(html("link", { rel: "stylesheet", href: `${here}playground.css`, load: done, error: done })));

const page = await (await fetch(`${here}playground.json`)).json();
await styled;
const prefersStill = matchMedia("(prefers-reduced-motion: reduce)");

// What is wanted, what Python has, what is shown.
let settings = { ...page.start };
let [training, steps] = [false, 0];
let [loaded, begun, loading, cancelled, driving] = [false, false, false, false, false];
let shown = { ...page.picture, address: toAddress(page.start) };
let losses = shown.losses;

const canvas = (name) => html("canvas", { class: name, role: "img" });

const controls = makeControls(page, change);
const main = button("", () => (loading ? cancel() : training ? pause() : train()));
const once = button("One epoch", () => ((steps += 1), (training = false), drive()));
const afresh = button("Reset", () => change(settings));
const another = button("New points and weights", () => {
  const seed = settings.seed < page.most_seed ? settings.seed + 1 : 0;
  controls.show({ ...settings, seed });
  change({ ...settings, seed });
});
const progress = html("span", { class: "playground-progress" });
const [status, notice] = ["status", "notice"].map((name) => html("p", { role: "status", class: `playground-${name}` }));
const regions = canvas("playground-regions");
const loss = canvas("playground-loss");
const units = html("div", { class: "playground-units" });
const legend = html("p", { class: "playground-legend" });
const numbers = html("dl", { class: "playground-numbers" });
const told = Object.fromEntries(
  ["Epoch", "Loss", "Points in their own class", "Fresh points"].map((name) => {
    const value = html("dd");
    numbers.append(html("div", {}, html("dt", {}, name), value));
    return [name, value];
  }),
);

function furnish() {
  const row = html("div", { class: "live-row" }, main, once, afresh, another, progress);
  const right = html("div", {}, numbers, html("p", { class: "playground-layer-name" }, "Loss"), loss);
  const bench = html("div", { class: "playground-bench" }, html("div", {}, regions, legend), right);
  const key = html("p", { class: "playground-hint" }, "A unit's map shows what it answers over the same plane: blue above 0, orange below, each scaled by itself. A dead unit has slope 0 at every point.");
  room.replaceChildren(controls.box, row, notice, status, bench, key, units);
}

// What is drawn waits for the browser's next frame; a newer one takes its place.
let waiting = null;
function draw(all = false) {
  waiting = { all: all || waiting?.all };
  if (document.hidden) return paint(); // no frame comes while the page is hidden
  waiting.request ??= requestAnimationFrame(paint);
}
let lastWords = 0;
function paint() {
  const everything = waiting?.all || performance.now() - lastWords > 1000;
  waiting = null;
  drawRegions(regions, shown.regions, shown.points, shown.limit);
  drawLoss(loss, losses);
  drawUnits(units, shown.layers);
  tell();
  Object.assign(room.dataset, { shows: shown.address, epoch: shown.epoch });
  if (!everything) return;
  lastWords = performance.now();
  drawLegend();
  regions.setAttribute("aria-label", shown.words.regions);
  loss.setAttribute("aria-label", shown.words.loss);
  [...units.children].forEach((layer, index) => layer.lastChild.setAttribute("aria-label", shown.words.layers[index]));
}
function tell() {
  told.Epoch.textContent = shown.epoch.toLocaleString("en-US");
  told.Loss.textContent = lossText();
  told["Points in their own class"].textContent = percent(shown.accuracy);
  told["Fresh points"].textContent = percent(shown.fresh);
}
const lossText = () => (shown.loss === null ? "not finite" : shown.loss.toPrecision(3));
const percent = (share) => `${(100 * share).toFixed(1).replace(/\.0$/, "")} %`;
function drawLegend() {
  if (legend.childElementCount !== shown.classes) {
    legend.replaceChildren(
      ...Array.from({ length: shown.classes }, (_, label) => {
        const picture = html("canvas", { "aria-hidden": "true" });
        return html("span", { class: "playground-class" }, picture, `class ${label}: ${SHAPES[label]}`);
      }),
    );
  }
  [...legend.children].forEach((entry, label) => drawMark(entry.firstChild, label));
}

// Words for everyone, once nothing newer comes.
let saying;
function say(text) {
  clearTimeout(saying);
  saying = setTimeout(() => status.textContent !== text && (status.textContent = text), QUIET);
}
const brief = () => `epoch ${shown.epoch}, loss ${lossText()}, ${percent(shown.accuracy)} of the points and ${percent(shown.fresh)} of fresh ones in their own class`;

function showButtons() {
  main.textContent = loading ? "Cancel" : training ? "Pause" : loaded ? "Train" : prefersStill.matches ? `Load Python (${megabytes} MB)` : `Load Python (${megabytes} MB) and train`;
  once.disabled = afresh.disabled = !loaded || loading;
  room.classList.toggle("playground-stale", !begun);
  Object.assign(room.dataset, { state: loading ? "loading" : training ? "training" : loaded ? "paused" : "ready", begun });
}
function sayState() {
  if (!loaded) say(`Below is a picture stored with this page: ${shown.title}, after ${shown.epoch} epochs. To train, Python has to come first.`);
  else if (shown.trouble) say(`${shown.trouble} Lower the learning rate, or reset.`);
  else if (shown.ended) say(`Here the playground ends: ${brief()}.`);
  else if (begun) say(`${training ? "Training" : shown.epoch ? "Paused" : "Untrained"}: ${brief()}.`);
}

// Other settings, or the same afresh: the training so far is gone.
function change(wanted) {
  const differ = toAddress(wanted) !== toAddress(settings);
  if (differ || asksForSettings(location.hash)) history.replaceState(null, "", `#${toAddress(wanted)}`);
  settings = { ...wanted };
  [training, steps, begun] = [false, 0, false];
  notice.textContent = "";
  showButtons();
  if (loaded) drive();
  else sayState();
}
function train() {
  if (begun && shown.ended) change(settings);
  training = true;
  drive();
}
function cancel() {
  cancelled = true;
  stop();
}
function pause() {
  training = false;
  showButtons();
}

// One call at a time; what is wanted when it is answered decides what is asked next.
async function drive() {
  showButtons();
  if (driving) return;
  driving = true;
  try {
    while (training || steps > 0 || !begun) await (begun ? ask() : begin());
    sayState();
  } catch (error) {
    [training, steps, begun] = [false, 0, false];
    if (error.stopped) loaded = false; // Python has ended
    say(cancelled ? "Loading was cancelled." : error.message);
  }
  [driving, loading, cancelled] = [false, false, false];
  progress.textContent = "";
  showButtons();
  draw(true);
}
async function begin() {
  const wanted = settings;
  const first = !loaded;
  loading = first;
  showButtons();
  if (first) {
    say("Loading Python …");
    await keepWhatComes();
  }
  const made = await call("playground.begin", wanted, (text) => (progress.textContent = loading && !text.startsWith("Running") ? text : ""));
  [loaded, loading] = [true, false];
  progress.textContent = "";
  if (wanted !== settings) return;
  begun = true;
  if (first && prefersStill.matches) training = false;
  take({ ...made, address: toAddress(wanted) }, made.losses);
}
let lastSaid = 0;
async function ask() {
  if (document.hidden && !steps) return visible();
  const wanted = settings;
  const epochs = steps || null;
  steps = 0;
  const frame = await call("playground.frame", { epochs, milliseconds: MILLISECONDS, known: losses.length });
  if (wanted !== settings) return;
  losses.push(...frame.losses);
  take({ ...shown, ...frame }, losses);
  if (frame.ended) training = false;
  if (!training || performance.now() - lastSaid < 1000 * SECONDS_BETWEEN_WORDS) return;
  lastSaid = performance.now();
  sayState();
}
function take(frame, all) {
  [shown, losses] = [frame, all];
  room.dataset.frames = Number(room.dataset.frames ?? 0) + 1;
  showButtons();
  draw(!training);
}
function visible() {
  return new Promise((seen) => document.addEventListener("visibilitychange", seen, { once: true }));
}

// With the service worker in place before Python comes, what comes is kept for a time without a network.
async function keepWhatComes() {
  const late = new Promise((go) => setTimeout(go, 3000));
  await Promise.race([keepThisPage(), late]).catch(() => {}); // a browser that keeps nothing trains all the same
}

// The settings in the address; a damaged one is refused and changes nothing.
function readAddress() {
  if (!asksForSettings(location.hash)) return false;
  try {
    const wanted = fromAddress(location.hash, page);
    controls.show(wanted);
    change(wanted);
    return true;
  } catch (error) {
    notice.textContent = `The address asks for something else: ${error.message}. Nothing was changed.`;
    return false;
  }
}
function followAddress() {
  if (!asksForSettings(location.hash)) return;
  readAddress();
  room.scrollIntoView();
  main.focus({ preventScroll: true });
}
addEventListener("hashchange", followAddress);
document.addEventListener("click", (event) => {
  const link = event.target.closest?.(".bd-article a[href^='#']");
  if (link && link.hash === location.hash) followAddress(); // no change of the address, no event of its own
});
new MutationObserver(() => draw(true)).observe(document.documentElement, { attributeFilter: ["data-theme"] });
new ResizeObserver(() => draw(true)).observe(room);

furnish();
if (!readAddress()) sayState();
showButtons();
draw(true);
