// Scores as bars to drag, a temperature on a scale of powers of ten, and the shares that softmax makes of them.
import { digits, fixed } from "./plot.js";

const NAMES = "ABCDEFGH";
const MOST = 4; // of a score, up or down
const STEP = 0.1;
const [COLDEST, HOTTEST] = [-1, 2]; // powers of ten

export function softmax(scores, temperature) {
  const highest = Math.max(...scores);
  const powers = scores.map((score) => Math.exp((score - highest) / temperature));
  const sum = powers.reduce((one, other) => one + other);
  return powers.map((power) => power / sum);
}
export const entropy = (shares) => -shares.reduce((sum, p) => sum + (p ? p * Math.log2(p) : 0), 0) + 0;

export function temperature(of, { temperature: stops }) {
  const stored = of.split(",").map(Number);
  const rows = stored.length;
  const shares = ({ scores, temperature: heat }) => softmax(scores, heat);
  const moved = ({ scores }) => scores.some((score, k) => score !== stored[k]);
  const title = (state) => `temperature ${digits(state.temperature, 2)}: entropy ${fixed(entropy(shares(state)), 2)} bits`;
  const row = (k) => [k + 0.2, k + 0.8];
  const scale = { box: [0, 0.78, 1, 1], bare: true, left: 30, right: 30 };

  return {
    start: ({ temperature: heat }, before) => ({ temperature: heat, scores: before?.scores ?? stored }),
    moved,
    shares,
    handles: (state) => [
      ...state.scores.map((score, k) => ({
        name: `Score of ${NAMES[k]}`, at: [score, k + 0.5], value: score, min: -MOST, max: MOST, stops: [stored[k]], step: STEP,
        text: `score ${digits(score, 1)}, share ${fixed(shares(state)[k], 3)}`,
      })),
      {
        name: "Temperature", panel: 2, at: [Math.log10(state.temperature), 0], value: state.temperature, min: 10 ** COLDEST, max: 10 ** HOTTEST, stops, as: "tangent",
        text: `${digits(state.temperature, 2)}, entropy ${fixed(entropy(shares(state)), 2)} bits`,
      },
    ],
    dragged: (state, k, [x]) => (k < rows ? Math.round(10 * x) / 10 : Number((10 ** Math.min(HOTTEST, Math.max(COLDEST, x))).toPrecision(2))),
    set(state, k, asked) {
      if (k >= rows) return { ...state, temperature: Math.min(10 ** HOTTEST, Math.max(10 ** COLDEST, asked)) };
      return { ...state, scores: state.scores.with(k, Math.min(MOST, Math.max(-MOST, Math.round(asked * 1e6) / 1e6))) };
    },
    buttons: (state) => [{ text: "Scores as before", next: () => ({ ...state, scores: stored }) }],
    scene(state) {
      const parts = shares(state);
      return {
        title: title(state),
        sentence: `${title(state)}: ${parts.map((share, k) => `${NAMES[k]} with score ${digits(state.scores[k], 1)} has ${fixed(share, 3)}`).join(", ")}.`,
        panels: [
          {
            box: [0, 0, 0.5, 0.78], bare: true, left: 34, right: 26, x: [-MOST, MOST], y: [rows, -0.4],
            shapes: [
              { line: [[0, 0], [0, rows]], as: "zero" },
              { text: "score", place: [0, -0.15], as: "tick" },
              ...state.scores.flatMap((score, k) => [
                { box: [0, row(k)[0], score, row(k)[1]], as: "score" },
                { text: NAMES[k], place: [-MOST, k + 0.5], beside: [-30, 5], anchor: "start", as: "word" },
              ]),
            ],
          },
          {
            box: [0.5, 0, 1, 0.78], bare: true, left: 8, right: 46, x: [0, 1], y: [rows, -0.4],
            shapes: [
              { text: "share", place: [0.5, -0.15], as: "tick" },
              { line: [[0, 0], [0, rows]], as: "zero" },
              ...parts.flatMap((share, k) => [
                { box: [0, row(k)[0], share, row(k)[1]], as: "share" },
                { text: fixed(share, 3), place: [share, k + 0.5], beside: [5, 5], anchor: "start", as: "word" },
              ]),
            ],
          },
          {
            ...scale, x: [COLDEST, HOTTEST], y: [-1, 1],
            shapes: [
              { line: [[COLDEST, 0], [HOTTEST, 0]], as: "scale" },
              ...[-1, 0, 1, 2].map((power) => ({ text: digits(10 ** power), place: [power, 0], beside: [0, 24], as: "tick" })),
              { text: "temperature", place: [HOTTEST, 0], beside: [0, -12], anchor: "end", as: "tick" },
            ],
          },
        ],
      };
    },
  };
}
