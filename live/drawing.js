// The plot: axes, curves, handles; what finger, mouse and keys do with it. It knows nothing of states.
import { svg } from "./elements.js";
import { PLACES } from "./curve.js";
import { digits } from "./words.js";

const MARGIN = 14; // pixels around the plane, so that a handle at its edge is whole
const TARGET = 22; // pixels from a handle's middle that still take hold of it
const STEPS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, 1], ArrowDown: [0, -1], PageUp: [0, 10], PageDown: [0, -10] };
const STEP = 0.05;

// `hears` has stroke(passed, begun), strokeEnded(), moved(index, x, y), moveEnded(), added(x), removed(index).
export function createDrawing(hears) {
  const grid = svg("g", { "aria-hidden": "true" });
  const paths = Object.fromEntries(["relative", "slope", "curve"].map((name) => [name, svg("path", { class: `studio-${name}` })]));
  const curves = svg("g", { "aria-hidden": "true" }, ...Object.values(paths));
  const handles = svg("g");
  const element = svg("svg", { class: "studio-plot", role: "group", "aria-label": "Plot" }, grid, curves, handles);
  let [size, reach, shown] = [0, 4, null];

  const scale = () => (size - 2 * MARGIN) / (2 * reach);
  const across = (x) => MARGIN + (x + reach) * scale();
  const upright = (y) => MARGIN + (reach - y) * scale();
  const placeOf = ({ clientX, clientY }) => {
    const box = element.getBoundingClientRect();
    return [(clientX - box.left - MARGIN) / scale() - reach, reach - (clientY - box.top - MARGIN) / scale()];
  };

  function drawGrid() {
    const lines = [];
    for (let k = -reach; k <= reach; k += 1) {
      const axis = k === 0 ? "studio-axis" : "studio-grid";
      lines.push(svg("line", { class: axis, x1: across(k), x2: across(k), y1: MARGIN, y2: size - MARGIN }));
      lines.push(svg("line", { class: axis, x1: MARGIN, x2: size - MARGIN, y1: upright(k), y2: upright(k) }));
    }
    for (let k = -reach; k <= reach; k += 2) {
      const edge = k === -reach ? "start" : k === reach ? "end" : "middle";
      lines.push(svg("text", { class: "studio-label", x: across(k), y: upright(0) + 15, "text-anchor": edge }, digits(k)));
      if (k) lines.push(svg("text", { class: "studio-label", x: across(0) - 5, y: upright(k) + (k > 0 ? 11 : -2), "text-anchor": "end" }, digits(k)));
    }
    grid.replaceChildren(...lines);
  }

  // The pen is lifted where there is no number, and held near the plane, which cuts off what lies outside.
  function line(values) {
    let [text, down] = ["", false];
    const far = 3 * reach;
    PLACES.forEach((x, index) => {
      const y = values[index];
      if (y === null || Math.abs(x) > reach) return (down = false);
      text += `${down ? "L" : "M"}${across(x).toFixed(1)} ${upright(Math.max(-far, Math.min(far, y))).toFixed(1)}`;
      down = true;
    });
    return text;
  }

  function drawHandles(wanted) {
    while (handles.childElementCount > wanted.length) handles.lastElementChild.remove();
    while (handles.childElementCount < wanted.length) handles.append(handle(handles.childElementCount));
    wanted.forEach(({ x, y, name, words, rests }, index) => {
      const made = handles.children[index];
      const [held, low] = [Math.max(-reach, Math.min(reach, y)), Math.max(-reach, Math.min(reach, x))];
      made.setAttribute("transform", `translate(${across(low).toFixed(1)} ${upright(held).toFixed(1)})`);
      made.setAttribute("class", rests ? "studio-handle studio-rests" : "studio-handle");
      for (const [key, value] of [["label", name], ["valuetext", words], ["valuenow", y]]) made.setAttribute(`aria-${key}`, value);
    });
  }
  function handle(index) {
    const parts = [svg("circle", { class: "studio-target", r: TARGET }), svg("circle", { class: "studio-knob", r: 7 })];
    const made = svg("g", { role: "slider", tabindex: 0, "aria-orientation": "vertical", "aria-valuemin": -6, "aria-valuemax": 6 }, ...parts);
    made.addEventListener("keydown", (event) => key(event, index));
    return made;
  }
  function key(event, index) {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === "Delete" || event.key === "Backspace") hears.removed(index);
    else if (event.key === "Enter" || event.key === "+") hears.added(shown.handles[index].x, index);
    else if (STEPS[event.key]) {
      const [right, up] = STEPS[event.key].map((step) => step * STEP * (event.shiftKey ? 5 : 1));
      const { x, y } = shown.handles[index];
      hears.moved(index, x + right, y + up);
      hears.moveEnded();
    } else return;
    event.preventDefault();
  }

  // A pointer takes hold of the nearest handle within reach, or draws.
  let held = null;
  function nearest(event) {
    const box = element.getBoundingClientRect();
    const distances = shown.handles.map(({ x, y }) => Math.hypot(across(x) - event.clientX + box.left, upright(y) - event.clientY + box.top));
    const index = distances.indexOf(Math.min(...distances));
    return distances[index] <= TARGET ? index : -1;
  }
  element.addEventListener("pointerdown", (event) => {
    if (held !== null || event.button || !shown) return;
    const taken = shown.draws ? "pen" : nearest(event);
    if (taken === -1) return;
    held = taken;
    element.setPointerCapture(event.pointerId);
    if (held === "pen") hears.stroke([placeOf(event)], true);
    else handles.children[held].focus({ preventScroll: true });
    event.preventDefault();
  });
  element.addEventListener("pointermove", (event) => {
    if (held === null) return;
    if (held === "pen") hears.stroke(coalesced(event).map(placeOf), false);
    else hears.moved(held, ...placeOf(event));
    measured("studio-follow", event.timeStamp);
  });
  const release = () => {
    if (held === null) return;
    const was = held;
    held = null;
    was === "pen" ? hears.strokeEnded() : hears.moveEnded();
  };
  element.addEventListener("pointerup", release);
  element.addEventListener("pointercancel", release);
  element.addEventListener("dblclick", (event) => {
    if (shown.draws || nearest(event) !== -1) return;
    hears.added(placeOf(event)[0]);
  });

  function resize() {
    const width = Math.round(element.getBoundingClientRect().width);
    if (!width || width === size) return;
    size = width;
    element.setAttribute("viewBox", `0 0 ${size} ${size}`);
    drawGrid();
    if (shown) draw(shown);
  }
  function draw(wanted) {
    shown = wanted;
    if (wanted.reach !== reach) {
      reach = wanted.reach;
      if (size) drawGrid();
    }
    if (!size) return;
    element.classList.toggle("studio-draws", wanted.draws);
    for (const [name, path] of Object.entries(paths)) path.setAttribute("d", wanted[name] ? line(wanted[name]) : "");
    drawHandles(wanted.handles);
  }
  new ResizeObserver(resize).observe(element);
  const focus = (index) => handles.children[Math.min(index, handles.childElementCount - 1)]?.focus();
  return { element, draw, focus };
}

const coalesced = (event) => {
  const all = event.getCoalescedEvents?.() ?? [];
  return all.length ? all : [event];
};

// For `python -m benchmarks.studio`: who listens hears it; nothing is kept.
export function measured(name, start) {
  performance.measure(name, { start });
  performance.clearMeasures(name);
}
