// A window that is moved over a digit, which the reader can paint, and what a kernel makes of it.
import { digits } from "./plot.js";

export const KERNELS = {
  unchanged: [0, 0, 0, 0, 1, 0, 0, 0, 0],
  blur: [1, 1, 1, 1, 1, 1, 1, 1, 1],
  sharpen: [0, -1, 0, -1, 5, -1, 0, -1, 0],
  "left edges": [-1, 0, 1, -1, 0, 1, -1, 0, 1],
  "top edges": [-1, -1, -1, 0, 0, 0, 1, 1, 1],
  outline: [-1, -1, -1, -1, 8, -1, -1, -1, -1],
  emboss: [-2, -1, 0, -1, 1, 1, 0, 1, 2],
};
// The first of each digit in actlib.data.digits(): a letter for each pixel, from 0 to g for 16.
export const DIGITS = [
  "005d910000dfaf5003f20b8004c008800580098004b01c7002e5ac00006da000",
  "000cd500000bg900003fg60007fgg200001gg300001gg600001gg600000bga00",
  "0004fc00003gfe00008d8g000016fb00018df10009gg500003dggb500003bg90",
  "007fd10008d6f400021dd000002fb1000001cc1000001a8000845e90007dd900",
  "0001b00000078000001d6220007f098005ga0g6004fgdg100003fa000002g400",
  "00ca000000egge0000dgfa1000bgg70000047g7000004g900054cg40009gga00",
  "000cd000005g800000dg300000ed000000fc720000dgdg30007gbf800019fb30",
  "0078dgf100774bc000008d100488ff6002bff400000g5000009f100000d50000",
  "009e810000ceec00009a0f40003gce20004gg20003g8ad2001f13g8000bgfb10",
  "00bc000002gggd0003gcae0001g1cf0000dg9f20000309b000009f40009cd300",
];
const [SIDE, SIZE, OUT, INK] = [8, 3, 6, 16];
const START = [2, 1]; // row and column of the window in the stored states
const WAYS = { ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1] };

export const pixelsOf = (digit) => [...DIGITS[digit]].map((letter) => parseInt(letter, 17));

// What the kernel makes of each window, row by row.
export function convolved(pixels, weights) {
  return Array.from({ length: OUT * OUT }, (_, place) => {
    const [top, left] = [Math.floor(place / OUT), place % OUT];
    return weights.reduce((sum, weight, k) => sum + weight * pixels[SIDE * (top + Math.floor(k / SIZE)) + left + (k % SIZE)], 0);
  });
}

const within = (most) => (side) => Math.min(most, Math.max(0, side));

export function convolution() {
  const title = ({ kernel, digit, painted }) => `${painted ? "Your image" : `Digit ${digit}`}, ${kernel}`;
  const sum = (state) => convolved(state.pixels, KERNELS[state.kernel])[OUT * state.window[0] + state.window[1]];
  const inked = (state, [row, column], ink = INK) => ({ ...state, painted: true, pixels: state.pixels.with(SIDE * row + column, ink) });
  const toggled = (state, place) => inked(state, place, state.pixels[SIDE * place[0] + place[1]] ? 0 : INK);
  const told = (state) => `sum ${digits(sum(state))}, after ReLU ${Math.max(0, sum(state))}`;

  function grid(box, name, values, side, frame, numbers) {
    const most = Math.max(...values.map(Math.abs)) || 1;
    const [top, left, size] = frame;
    const cells = values.map((value, place) => {
      const [row, column] = [Math.floor(place / side), place % side];
      const isFramed = row >= top && row < top + size && column >= left && column < left + size;
      const strength = Math.abs(value) / most;
      return {
        box: [column, row, column + 1, row + 1], as: value < 0 ? "low" : "high", strength: (0.85 * strength).toFixed(2),
        text: numbers && isFramed ? digits(value) : undefined, textAs: strength > 0.6 ? "on" : "off",
      };
    });
    const caption = { text: name, place: [side / 2, -0.1 * (side / 8)], beside: [0, -4], as: "tick" };
    return { box, bare: true, square: true, x: [0, side], y: [side, 0], shapes: [...cells, { box: [left, top, left + size, top + size], as: "frame" }, caption] };
  }

  return {
    start({ kernel, digit }, before) {
      const isKept = before?.painted && before.digit === digit;
      const pixels = isKept ? before.pixels : pixelsOf(digit);
      return { kernel, digit, pixels, painted: Boolean(isKept), window: before?.window ?? START, pen: before?.pen ?? [7, 0] };
    },
    moved: ({ painted, window: [row, column] }) => painted || row !== START[0] || column !== START[1],
    handles(state) {
      const [[row, column], [penRow, penColumn]] = [state.window, state.pen];
      return [
        { name: "Window", at: [column + SIZE / 2, row + SIZE / 2], value: OUT * row + column, min: 0, max: OUT * OUT - 1, text: `row ${row + 1}, column ${column + 1}: ${told(state)}`, as: "window" },
        { name: "Pen: space paints", at: [penColumn + 0.5, penRow + 0.5], value: SIDE * penRow + penColumn, min: 0, max: SIDE * SIDE - 1, text: `row ${penRow + 1}, column ${penColumn + 1}: ${state.pixels[SIDE * penRow + penColumn]}`, as: "pen" },
      ];
    },
    dragged: (state, k, [x, y]) => (k ? [y, x].map(Math.floor).map(within(SIDE - 1)) : [y, x].map((side) => Math.round(side - SIZE / 2)).map(within(OUT - 1))),
    set(state, k, place) {
      if (!k) return { ...state, window: place };
      const isThere = place.every((side, axis) => side === state.pen[axis]);
      return isThere ? state : inked({ ...state, pen: place }, place);
    },
    press(state, k, key) {
      if (k && (key === " " || key === "Enter")) return toggled(state, state.pen);
      const way = WAYS[key];
      if (!way) return null;
      const part = k ? "pen" : "window";
      return { ...state, [part]: state[part].map((side, axis) => within((k ? SIDE : OUT) - 1)(side + way[axis])) };
    },
    tapped: (state, panel, [x, y]) => (panel === 0 && x >= 0 && y >= 0 && x < SIDE && y < SIDE ? toggled(state, [Math.floor(y), Math.floor(x)]) : null),
    buttons: (state) => [
      { text: "Empty image", next: () => ({ ...state, painted: true, pixels: state.pixels.map(() => 0) }) },
      { text: "Digit", next: () => ({ ...state, painted: false, pixels: pixelsOf(state.digit) }) },
    ],
    sum,
    scene(state) {
      const weights = KERNELS[state.kernel];
      const sums = convolved(state.pixels, weights);
      const [row, column] = state.window;
      return {
        title: title(state),
        sentence: `${title(state)}: the framed ${told(state)}.`,
        panels: [
          grid([0, 0, 0.5, 0.5], "image", state.pixels, SIDE, [row, column, SIZE], true),
          grid([0.5, 0, 1, 0.5], "kernel", weights, SIZE, [0, 0, SIZE], true),
          grid([0, 0.5, 0.5, 1], "sums", sums, OUT, [row, column, 1], true),
          grid([0.5, 0.5, 1, 1], "after ReLU", sums.map((value) => Math.max(0, value)), OUT, [row, column, 1], true),
        ],
      };
    },
  };
}
