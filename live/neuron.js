// One neuron with one input, f(wx + b): where its sum is 0, and its slope there. tests/test_dragging.py compares.
import { ACTIVATIONS } from "./activations.js";
import { digits } from "./plot.js";

const END = 5; // of the inputs shown, as in actlib.explorers.neuron
const LEAST = 0.1; // of a weight: with none there is no crossing
const WORDS = {
  relu: ["Corner", "the corner is"],
  sigmoid: ["Half-crossing", "it crosses one half"],
  tanh: ["Zero crossing", "it crosses 0"],
};
export const INPUTS = Array.from({ length: 201 }, (_, k) => (k - 100) / 20);

export function neuron(name, { weight: weights, bias: biases }) {
  if (!WORDS[name]) return null;
  const { value: f, slope } = ACTIVATIONS[name];
  const [part, told] = WORDS[name];
  const turn = slope(1e-9); // at 0, a ReLU's from the right
  const reach = END * Math.max(...weights.map(Math.abs)) + Math.max(...biases.map(Math.abs));
  const widest = [f(-reach), f(reach)];
  const view = [Math.max(-15, Math.min(...widest) - 0.1), Math.min(15, Math.max(...widest) + 0.1)];
  const aspect = (view[1] - view[0]) / (2 * END);
  const crossing = ({ weight, bias }) => -bias / weight + 0;
  const inView = (x) => Math.min(END, Math.max(-END, x));

  // Along the tangent, to the side where there is room; of a ReLU to its active side.
  function tangent(state) {
    const [x, steep] = [inView(crossing(state)), state.weight * turn];
    const side = name === "relu" ? Math.sign(state.weight) : x > 1.5 ? -1 : 1;
    const run = Math.min(2.6 / Math.hypot(1, steep / aspect), Math.max(0.4, side > 0 ? END - x : x + END));
    return { x, steep, side, run, end: [x + side * run, f(0) + side * run * steep] };
  }
  const handles = (state) => {
    const at = tangent(state);
    return [
      { name: part, at: [at.x, f(0)], value: crossing(state), min: -END, max: END, text: `${told} at x = ${digits(crossing(state), 2)}`, stops: biases.map((bias) => -bias / state.weight + 0) },
      { name: "Slope", at: at.end, value: state.weight, min: Math.min(...weights), max: Math.max(...weights), text: `slope ${digits(at.steep, 3)}, weight ${digits(state.weight, 2)}`, stops: weights, as: "tangent" },
    ];
  };
  // Where the curve is not: of a ReLU above its silent side.
  function beside(x, steep, side) {
    if (name === "relu") return { beside: [-14 * side, -20], anchor: side > 0 ? "end" : "start" };
    const isLeft = x > 2.5;
    return { beside: [isLeft ? -14 : 14, steep > 0 === !isLeft ? 30 : -22], anchor: isLeft ? "end" : "start" };
  }
  const title = ({ weight, bias }) => `${name === "relu" ? "ReLU" : name}(${digits(weight, 2)}·x ${bias < 0 ? "−" : "+"} ${digits(Math.abs(bias), 2)})`;

  return {
    start: ({ weight, bias }) => ({ weight, bias }),
    handles,
    dragged(state, k, [x, y]) {
      if (k === 0) return Math.round(100 * inView(x)) / 100;
      const at = tangent(state);
      const run = name === "relu" ? x - at.x : at.side * Math.max(0.002, at.side * (x - at.x));
      const steep = (name === "relu" ? Math.max(0.02, y - f(0)) : y - f(0)) / (Math.abs(run) < 0.002 ? 0.002 * (Math.sign(run) || 1) : run);
      const weight = Math.min(Math.max(...weights), Math.max(Math.min(...weights), steep / turn));
      return Math.round(100 * (Math.abs(weight) < LEAST ? LEAST * (Math.sign(weight) || 1) : weight)) / 100;
    },
    set(state, k, asked) {
      if (k === 0) return { ...state, bias: -state.weight * asked + 0 };
      const weight = Math.abs(asked) < LEAST ? LEAST * (Math.sign(asked - state.weight) || 1) : asked;
      return { weight, bias: -weight * crossing(state) + 0 };
    },
    output: ({ weight, bias }) => INPUTS.map((x) => f(weight * x + bias)),
    scene(state) {
      const { x, steep, side, run, end } = tangent(state);
      const line = INPUTS.map((at) => [at, f(state.weight * at + state.bias)]);
      const back = name === "relu" ? [x, f(0)] : [x - side * run, f(0) - side * run * steep];
      return {
        title: title(state),
        sentence: `${title(state)}: ${told} at x = ${digits(crossing(state), 2)}, with slope ${digits(steep, 3)}.`,
        panels: [{
          x: [-END, END], y: view, xLabel: "x",
          shapes: [
            { line: [[-END, f(0)], [END, f(0)]], as: "level" },
            { line, as: "curve" },
            { line: [back, end], as: "tangent" },
            { text: `−b/w = ${digits(crossing(state), 2)}`, place: [x, f(0)], ...beside(x, steep, side), as: "word" },
          ],
        }],
      };
    },
  };
}
