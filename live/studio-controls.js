// The controls around the plot: ready-made shapes, settings, and the points as numbers.
import { button, field, html, menu, say, svg } from "./elements.js";
import { curve, PLACES } from "./curve.js";
import { SHAPES } from "./studio-state.js";

const MIDDLE = [80, 401]; // places from −4 to 4
const NEVER = "";

export function shapeButtons(chosen) {
  return html("div", { class: "studio-shapes", role: "group", "aria-label": "Begin with a shape" }, ...SHAPES.map(({ title, state }) => {
    const made = button("", () => chosen(state, title), { class: "live-button studio-shape" });
    made.append(miniature(curve(state, {}).y), title);
    return made;
  }));
}
function miniature(y) {
  const points = PLACES.slice(...MIDDLE).map((x, k) => `${(20 + 4.6 * x).toFixed(1)},${(20 - 4.6 * y[MIDDLE[0] + k]).toFixed(1)}`);
  return svg("svg", { viewBox: "0 0 40 40", width: 40, height: 40, "aria-hidden": "true" },
    svg("path", { class: "studio-axis", d: "M0 20H40M20 0V40" }), svg("polyline", { class: "studio-curve", points: points.join(" ") }));
}

export function number(value, change, attributes) {
  const made = html("input", { type: "number", inputmode: "decimal", ...attributes, change: () => change(made.value === "" ? null : Number(made.value), made) });
  made.value = value;
  return made;
}

// How the points become a curve: what lies between them, symmetry, period, limits.
export function settings(change) {
  const between = menu([["smooth", "smooth"], ["straight", "straight lines"], ["steps", "steps"]], (value) => change({ between: value }));
  const symmetry = menu([["none", "none"], ["odd", "odd: turned about 0"], ["even", "even: mirrored at 0"]], (value) => change({ symmetry: value }));
  const period = html("select", { change: () => change({ period: period.value === NEVER ? null : Number(period.value) }) });
  const low = number("", limited, { step: 0.5, min: -100, max: 100, placeholder: "none" });
  const high = number("", limited, { step: 0.5, min: -100, max: 100, placeholder: "none" });
  const complaint = html("p", { role: "alert", class: "studio-complaint" });
  const ends = [-100, 100]; // as good as none

  function limited() {
    const [bottom, top] = [low, high].map((input, k) => (input.value === "" ? ends[k] : Math.max(-100, Math.min(100, Number(input.value)))));
    const wrong = !(bottom < top);
    say(complaint, wrong ? "The lowest value must be below the highest." : "");
    if (!wrong) change({ clip: bottom === ends[0] && top === ends[1] ? null : [bottom, top] });
  }
  function periods(now) {
    const known = [1, 2, 3, 4, 6, 8];
    const all = now === null || known.includes(now) ? known : [...known, now].sort((a, b) => a - b);
    period.replaceChildren(html("option", { value: NEVER }, "never"), ...all.map((each) => html("option", { value: each }, `every ${each}`)));
    period.value = now ?? NEVER;
  }
  const betweenField = field("Between points", between);
  const element = html("div", { class: "studio-settings" },
    betweenField, field("Symmetry", symmetry), field("Repeats", period), field("Lowest value", low), field("Highest value", high), complaint);
  function show(state) {
    betweenField.hidden = state.kind !== "points";
    [between.value, symmetry.value] = [state.between, state.symmetry];
    periods(state.period);
    const shown = (k) => (state.clip === null || state.clip[k] === ends[k] ? "" : state.clip[k]);
    [low, high].forEach((input, k) => document.activeElement === input || (input.value = shown(k)));
    say(complaint, "");
  }
  return { element, show };
}

// Every point as two numbers, for the keyboard and for exactness.
export function pointList({ moved, removed }) {
  let last = []; // what was shown
  const rows = html("tbody");
  const second = html("th", { scope: "col" }, "value");
  const element = html("table", { class: "studio-points" },
    html("caption", {}, "Points as numbers"),
    html("thead", {}, html("tr", {}, html("th", { scope: "col" }, "point"), html("th", { scope: "col" }, "x"), second, html("th", { scope: "col" }, "remove"))), rows);
  function row(index) {
    const read = (k) => (value) => (value === null ? show(...last) : moved(index, k, value));
    const take = button("×", () => removed(index), { "aria-label": `Remove point ${index + 1}` });
    const cell = (k, name) => html("td", {}, number("", read(k), { step: 0.05, min: -6, max: 6, "aria-label": `Point ${index + 1}, ${name}` }));
    return html("tr", {}, html("th", { scope: "row" }, String(index + 1)), cell(0, "x"), cell(1, "value"), html("td", {}, take));
  }
  function show(points, heading, least) {
    last = [points, heading, least];
    say(second, heading);
    while (rows.childElementCount > points.length) rows.lastElementChild.remove();
    while (rows.childElementCount < points.length) rows.append(row(rows.childElementCount));
    points.forEach((pair, index) => {
      const made = rows.children[index];
      [...made.querySelectorAll("input")].forEach((input, k) => {
        if (Number(input.value) !== pair[k] || input.value === "") input.value = pair[k];
      });
      made.querySelector("button").disabled = points.length <= least;
    });
  }
  return { element, show };
}
