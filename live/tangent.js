// A point along an activation that paints the slope's curve, and a second one that makes the secant.
import { ACTIVATIONS } from "./activations.js";
import { fixed } from "./plot.js";

const END = 5; // of the inputs shown, as in actlib.figures.activation
const BESIDE = 1e-9; // of 0, where a value or a slope may jump
const MARGIN = 0.08;
const TITLES = { relu: "ReLU", gelu: "GELU", silu: "SiLU" };
const SIDES = [-1, 1].map((side) => Array.from({ length: 101 }, (_, k) => side * Math.max(BESIDE, k / 20)));
export const INPUTS = [...SIDES[0].reverse(), ...SIDES[1]];

export function tangent(name, { x: values }) {
  if (!ACTIVATIONS[name]) return null;
  const { value: f, slope } = ACTIVATIONS[name];
  const at = (x) => [x, f(x)];
  const parted = (of) => (Math.abs(of(BESIDE) - of(-BESIDE)) < 0.1 ? [] : [[0, NaN]]);
  const line = (of, [from, to]) => {
    const [left, right] = [-1, 1].map((side) => INPUTS.filter((x) => x * side > 0 && x > from && x < to).map((x) => [x, of(x)]));
    return [[from, of(from)], ...left, ...(from < 0 && to > 0 ? parted(of) : []), ...right, [to, of(to)]];
  };
  const all = INPUTS.flatMap((x) => [f(x), slope(x)]);
  const [low, high] = [Math.min(...all), Math.max(...all)];
  const margin = MARGIN * (high - low);
  const aspect = (high - low) / (2 * END);
  const secant = ({ x, second }) => (Math.abs(second - x) < BESIDE ? slope(x) : (f(second) - f(x)) / (second - x));
  const seen = (x, [from, to]) => [Math.min(x, from), Math.max(x, to)];
  const straight = (x, y, steep, run) => [[x - run, y - run * steep], [x + run, y + run * steep]];

  const words = (state) => {
    const told = `x = ${fixed(state.x, 2)}, value ${fixed(f(state.x), 3)}, slope ${fixed(slope(state.x), 3)}`;
    return state.second === null ? told : `${told}; secant to x = ${fixed(state.second, 2)}: slope ${fixed(secant(state), 3)}`;
  };
  return {
    start: ({ x }, before) => ({ x, second: before?.second ?? null, seen: seen(x, before?.seen ?? [x, x]) }),
    moved: ({ second }) => second !== null,
    handles(state) {
      const point = { name: "Point on the curve", at: at(state.x), value: state.x, min: -END, max: END, text: `x = ${fixed(state.x, 2)}, slope ${fixed(slope(state.x), 3)}`, stops: values, as: "tangent" };
      if (state.second === null) return [point];
      const text = `x = ${fixed(state.second, 2)}, slope of the secant ${fixed(secant(state), 3)}`;
      return [point, { name: "Second point", at: at(state.second), value: state.second, min: -END, max: END, text, stops: [...values, state.x], as: "chord" }];
    },
    dragged: (state, k, [x]) => Math.round(100 * Math.min(END, Math.max(-END, x))) / 100,
    set: (state, k, asked) => (k ? { ...state, second: asked } : { ...state, x: asked, seen: seen(asked, state.seen) }),
    buttons: (state) => [
      state.second === null
        ? { text: "Add a second point", next: () => ({ ...state, second: state.x > 1.5 ? state.x - 2 : state.x + 2 }) }
        : { text: "Take it away", next: () => ({ ...state, second: null }) },
    ],
    secant,
    scene(state) {
      const steep = slope(state.x);
      const shapes = [
        { line: line(f, [-END, END]), as: "curve", label: TITLES[name] ?? name },
        { line: line(slope, [-END, END]), as: "slope", label: "slope" },
        { line: line(slope, state.seen), as: "painted" },
        { line: [[state.x, f(state.x)], [state.x, steep]], as: "level" },
        { line: straight(state.x, f(state.x), steep, 1.3 / Math.hypot(1, steep / aspect / 2)), as: "tangent" },
        { dot: [state.x, steep], as: "brush" },
      ];
      if (state.second !== null) shapes.push({ line: straight(state.x, f(state.x), secant(state), 3 * END), as: "chord" });
      return { title: words(state), sentence: `${TITLES[name] ?? name}, ${words(state)}.`, panels: [{ x: [-END, END], y: [low - margin, high + margin], xLabel: "x", shapes }] };
    },
  };
}
