// Figures that are moved by hand: over the stored frame of an explorer lies a drawing with handles. Its sliders,
// buttons and menus go on choosing among the stored states, where handles snap and their keys stop.
import { html, say, svg } from "./elements.js";
import { draggable, slider } from "./handles.js";
import { digits, drawn, layout } from "./plot.js";

const NEAR = 7; // pixels within which a handle snaps to a stored state
const FORWARD = { ArrowRight: 1, ArrowUp: 1, PageUp: 1, ArrowLeft: -1, ArrowDown: -1, PageDown: -1 };
const number = (text) => Number(text.replace("−", "-"));
const same = (one, other) => Math.abs(one - other) < 1e-9;
let count = 0;

export function start(kernels) {
  window.startDragging = (explorer) => {
    const { kernel, of, at } = explorer.dataset;
    if (!kernel) return;
    const controls = [...explorer.querySelectorAll(".explorer-control")].map(control);
    const stops = Object.fromEntries(controls.map(({ name, stops }) => [name, stops]));
    const made = kernels[kernel]?.(of, stops, at);
    if (made) move(explorer, controls, made);
    else explorer.querySelector(".drag-row").remove();
  };
  document.querySelectorAll(".explorer[data-kernel]").forEach(window.startDragging);
}

// A control of an explorer: its name, what is chosen, and of a slider the numbers that it can choose.
function control(row) {
  const name = row.firstElementChild.textContent;
  const input = row.querySelector("input");
  if (!input) return { name, value: () => row.querySelector("[aria-pressed=true], option:checked").textContent };
  const stops = JSON.parse(input.dataset.options).map(number);
  return { name, input, stops, value: () => stops[input.valueAsNumber] };
}

function move(explorer, controls, kernel) {
  const stage = explorer.querySelector(".explorer-stage");
  const [drawing, title] = [svg("svg", { "aria-hidden": "true" }), html("p", { class: "drag-title", "aria-hidden": "true" })];
  const plane = html("div", { class: "drag-plane" }, drawing, title);
  const row = explorer.querySelector(".drag-row");
  const name = `drag-${(count += 1)}`;
  const sliders = controls.filter(({ stops }) => stops);
  const given = () => Object.fromEntries(controls.map(({ name, value }) => [name, value()]));
  let [state, places, isOwn] = [kernel.start(given()), [], false];

  const handles = () => [...plane.querySelectorAll(".drag-handle")];
  const isStored = () => !kernel.moved?.(state) && sliders.every(({ name, stops }) => stops.some((stop) => same(stop, state[name])));

  function draw() {
    const { clientWidth: width, clientHeight: height } = plane;
    if (!width) return;
    const scene = kernel.scene(state);
    places = layout(scene, width, height);
    drawing.setAttribute("viewBox", `0 0 ${width} ${height}`);
    drawing.replaceChildren(...drawn(places, name));
    say(title, scene.title);
    const wanted = kernel.handles(state);
    while (handles().length > wanted.length) handles().at(-1).remove();
    while (handles().length < wanted.length) plane.append(handle());
    handles().forEach((each, k) => place(each, wanted[k]));
    showButtons();
  }
  function place(each, { name, at, panel = 0, value, min, max, text, as = "curve" }) {
    const [x, y] = places[panel].at(at);
    const held = [Math.min(plane.clientWidth, Math.max(0, x)), Math.min(plane.clientHeight, Math.max(0, y))];
    [each.style.left, each.style.top] = held.map((side) => `${side.toFixed(1)}px`);
    each.dataset.as = as;
    const told = { "aria-label": name, "aria-valuemin": min, "aria-valuemax": max, "aria-valuenow": +value.toFixed(4), "aria-valuetext": text };
    for (const [key, said] of Object.entries(told)) each.setAttribute(key, said);
  }
  function handle() {
    const made = html("span", { class: "drag-handle" }, svg("svg", { viewBox: "-22 -22 44 44", "aria-hidden": "true" }, svg("circle", { r: 10 })));
    return slider(made, (key, shift) => press(handles().indexOf(made), key, shift));
  }

  // What a handle asks for: the next stored state, or with Shift a hundredth of its way.
  function press(k, key, shift) {
    const own = kernel.press?.(state, k, key, shift);
    if (own) return change(own), true;
    const { value, min, max, stops, step } = kernel.handles(state)[k];
    if (!stops) return false;
    const ends = step ? [min, max] : [Math.min(...stops), Math.max(...stops)];
    if (key === "Home" || key === "End") return change(kernel.set(state, k, ends[key === "Home" ? 0 : 1])), true;
    const way = FORWARD[key];
    if (!way) return false;
    const beyond = stops.filter((stop) => way * (stop - value) > 1e-9);
    const small = step ? step * (shift ? 5 : 1) : shift ? (max - min) / 100 : 0;
    const next = small ? Math.min(max, Math.max(min, value + way * small)) : way > 0 ? Math.min(...beyond) : Math.max(...beyond);
    if (Number.isFinite(next)) change(kernel.set(state, k, next));
    return true;
  }
  function drag(k, across, down) {
    const { panel = 0 } = kernel.handles(state)[k];
    const pixels = [across * plane.clientWidth, down * plane.clientHeight];
    const asked = kernel.dragged(state, k, places[panel].back(pixels));
    change(snapped(k, kernel.set(state, k, asked)));
  }
  function snapped(k, next) {
    const [x, y] = pixels(k, next);
    const stored = (kernel.handles(next)[k].stops ?? []).map((stop) => {
      const state = kernel.set(next, k, stop);
      const [otherX, otherY] = pixels(k, state);
      return { state, far: Math.hypot(otherX - x, otherY - y) };
    });
    const nearest = stored.reduce((best, each) => (each.far < best.far ? each : best), { far: NEAR, state: next });
    return nearest.state;
  }
  function pixels(k, next) {
    const { at, panel = 0 } = kernel.handles(next)[k];
    return places[panel].at(at);
  }

  function change(next) {
    state = next;
    for (const { name, input, stops } of sliders) {
      const far = stops.map((stop) => Math.abs(stop - state[name]));
      input.value = far.indexOf(Math.min(...far));
    }
    if (isStored()) {
      isOwn = true;
      sliders[0].input.dispatchEvent(new Event("input", { bubbles: true }));
      isOwn = false;
    } else tell();
    draw();
  }
  // Between the stored states words are the drawing's own.
  function tell() {
    for (const { name, input } of sliders) {
      const text = digits(state[name], 2);
      input.setAttribute("aria-valuetext", text);
      input.nextElementSibling.textContent = text;
    }
    explorer.dispatchEvent(new CustomEvent("moved", { bubbles: true, detail: kernel.scene(state).sentence }));
  }
  function follow() {
    if (isOwn) return;
    state = kernel.start(given(), state);
    if (!isStored()) tell();
    draw();
  }
  // A tap beside the handles.
  function tap({ clientX, clientY, target }) {
    if (handles().some((each) => each.contains(target))) return;
    const { left, top } = plane.getBoundingClientRect();
    for (const [panel, { back }] of places.entries()) {
      const next = kernel.tapped?.(state, panel, back([clientX - left, clientY - top]));
      if (next) return change(next);
    }
  }
  function showButtons() {
    const wanted = kernel.buttons?.(state) ?? [];
    const have = [...row.querySelectorAll("button")];
    wanted.forEach(({ text, next, pressed }, k) => {
      const button = have[k] ?? row.appendChild(html("button", { type: "button" }));
      say(button, text);
      button.disabled = false;
      if (pressed !== undefined) button.setAttribute("aria-pressed", String(pressed));
      button.onclick = () => change(next());
    });
  }

  stage.append(plane);
  stage.classList.add("drag-alive");
  draggable(plane, handles, drag);
  plane.addEventListener("click", tap);
  explorer.addEventListener("input", follow);
  explorer.addEventListener("click", ({ target }) => target.closest("[role=group]") && follow());
  new ResizeObserver(draw).observe(plane);
  draw();
}
