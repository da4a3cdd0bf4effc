// One or two points beside a place on a curve, and the line through them, as in chapter 11.
import { ACTIVATIONS } from "./activations.js";
import { fixed } from "./plot.js";

const VIEW = { x: [-2, 3], y: [-1.5, 2] };
const LEAST = 0.01; // between the points
export const INPUTS = Array.from({ length: 101 }, (_, k) => -2 + k / 20);

export function secant(name, { h: distances }, at) {
  const { value: f, slope } = ACTIVATIONS[name];
  const place = Number(at);
  const farthest = Math.max(...distances);
  const ends = ({ h, points }) => [points === "one-sided" ? place : place - h, place + h];
  const steep = (state) => {
    const [from, to] = ends(state);
    return (f(to) - f(from)) / (to - from);
  };
  const off = (state) => Math.abs(steep(state) - slope(place));
  const title = (state) => `slope ${fixed(steep(state), 3)}, off by ${fixed(off(state), 3)}`;
  const held = (h) => Math.min(farthest, Math.max(LEAST, h));
  const line = (state, x) => [x, f(ends(state)[0]) + steep(state) * (x - ends(state)[0])];

  return {
    start: ({ h, points }) => ({ h, points }),
    handles(state) {
      const [from, to] = ends(state);
      const text = `h = ${fixed(state.h, 2)}, ${title(state)}`;
      const right = { name: "Point on the right", at: [to, f(to)], value: state.h, min: LEAST, max: farthest, text, stops: distances };
      if (from === place) return [right];
      const left = { name: "Point on the left", at: [from, f(from)], value: -state.h, min: -farthest, max: -LEAST, text, stops: distances.map((h) => -h) };
      return [right, left];
    },
    dragged: (state, k, [x]) => Math.round(100 * (x - place)) / 100,
    set: (state, k, asked) => ({ ...state, h: held(k ? -asked : asked) }),
    steep,
    scene: (state) => ({
      title: title(state),
      sentence: `${state.points}, h = ${fixed(state.h, 2)}: ${title(state)}.`,
      panels: [{
        ...VIEW, xLabel: "x",
        shapes: [
          { line: INPUTS.map((x) => [x, f(x)]), as: "curve", label: name },
          { line: VIEW.x.map((x) => line(state, x)), as: "chord", label: "line" },
          { dot: [place, f(place)], as: "brush" },
        ],
      }],
    }),
  };
}
