// Corners along a sine, each pair of ReLUs a ramp between two of them, and below the lobes of the error.
import { fixed } from "./plot.js";

const END = 2 * Math.PI;
const GAP = 0.1; // between two corners
const MOST = 8; // pairs whose corners have handles: more would lie under one finger
const STEP = 0.05;
const LABELS = 40; // pixels on the right
export const INPUTS = Array.from({ length: 481 }, (_, k) => (END * k) / 480);

export const equal = (count) => Array.from({ length: count + 1 }, (_, k) => (END * k) / count);

// The sum of the ramps: between two corners the chord of the sine.
export function built(corners) {
  let k = 0;
  return INPUTS.map((x) => {
    while (k < corners.length - 2 && x > corners[k + 1]) k += 1;
    const [from, to] = [corners[k], corners[k + 1]];
    const rise = (Math.sin(to) - Math.sin(from)) / (to - from);
    return Math.sin(from) + rise * (x - from);
  });
}
export const errors = (corners) => built(corners).map((y, k) => y - Math.sin(INPUTS[k]));
export const largest = (corners) => Math.max(...errors(corners).map(Math.abs));

export function pairs() {
  const bound = (count) => Math.PI ** 2 / (2 * count ** 2);
  const moved = ({ pairs: count, corners }) => equal(count).some((x, k) => Math.abs(x - corners[k]) > 1e-9);
  const title = (state) => {
    const [count, error] = [state.pairs, largest(state.corners)];
    const told = `${count} pairs: error ${fixed(error, 4)}`;
    return moved(state) ? `${told}, in equal pieces ${fixed(largest(equal(count)), 4)}` : `${told} ≤ ${fixed(bound(count), 4)}`;
  };
  const inner = (count) => equal(count).slice(1, -1);
  return {
    start: ({ pairs: count }) => ({ pairs: count, corners: equal(count) }),
    moved,
    handles({ pairs: count, corners }) {
      if (count > MOST) return [];
      return inner(count).map((stop, k) => {
        const x = corners[k + 1];
        const [min, max] = [corners[k] + GAP, corners[k + 2] - GAP];
        return { name: `Corner ${k + 1} of ${count - 1}`, at: [x, Math.sin(x)], value: x, min, max, text: `x = ${fixed(x, 2)}`, stops: [stop], step: STEP };
      });
    },
    dragged: (state, k, [x]) => Math.round(100 * x) / 100,
    set: (state, k, asked) => ({ ...state, corners: state.corners.with(k + 1, Math.min(state.corners[k + 2] - GAP, Math.max(state.corners[k] + GAP, asked))) }),
    buttons: (state) => [{ text: "Equal pieces", next: () => ({ ...state, corners: equal(state.pairs) }) }],
    scene(state) {
      const { pairs: count, corners } = state;
      const error = errors(corners);
      const top = 1.15 * Math.max(largest(corners), 0.6 * bound(count));
      const places = INPUTS.map((x, k) => [x, k]).filter(([, k]) => k % 2 === 0);
      return {
        title: title(state),
        sentence: `${title(state)}.`,
        panels: [
          {
            box: [0, 0, 1, 0.6], x: [0, END], y: [-1.2, 1.2], right: LABELS,
            shapes: [
              { line: places.map(([x]) => [x, Math.sin(x)]), as: "target", label: "sine" },
              { line: corners.map((x) => [x, Math.sin(x)]), as: "curve", label: "sum" },
              ...(count > MOST ? corners.map((x) => ({ dot: [x, Math.sin(x)], as: "corner", size: 3.5 })) : []),
            ],
          },
          {
            box: [0, 0.6, 1, 1], right: LABELS, x: [0, END], y: [-top, top], xLabel: "x", name: "sum − sine",
            shapes: [
              { area: [[0, 0], ...places.map(([x, k]) => [x, error[k]]), [END, 0]], as: "lobe" },
              { line: places.map(([x, k]) => [x, error[k]]), as: "edge" },
            ],
          },
        ],
      };
    },
  };
}
