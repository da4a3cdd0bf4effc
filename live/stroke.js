// A stroke of finger or mouse, made into few points with x rising. Positions are counted in cells.
import { through } from "./curve.js";

const CELLS = 241; // from −6 to 6
const WIDTH = 0.05;
const MOST = 40;
const CLOSE = 0.06;
const LONG = 0.5; // of the visible width: such a stroke replaces the curve, a shorter one mends a piece
const near = (x) => Math.min(CELLS - 1, Math.max(0, Math.round((x + 6) / WIDTH)));
const placeOf = (cell) => (cell * 5 - 600) / 100;
const rounded = (y) => Math.round(Math.min(6, Math.max(-6, y)) * 100) / 100;

// What was drawn last counts; between two places of the pointer the line is straight.
export function createStroke() {
  const heights = new Array(CELLS);
  let last = null;
  return {
    add(x, y) {
      const cell = near(x);
      if (last) {
        const [from, before] = last;
        const step = Math.sign(cell - from);
        for (let k = from + step; step && k !== cell; k += step) heights[k] = before + ((y - before) * (k - from)) / (cell - from);
      }
      heights[cell] = y;
      last = [cell, y];
    },
    points: (old, visibleWidth, between) => merged(drawn(heights), old, visibleWidth, between),
  };
}

function drawn(heights) {
  const cells = [...heights.keys()].filter((cell) => heights[cell] !== undefined);
  return cells.map((cell) => [placeOf(cell), mean(heights, cell)]);
}
// A hand trembles: each height is the mean of its neighbors' and its own, fewer of them at the ends.
function mean(heights, cell) {
  let reach = 0;
  while (reach < 2 && heights[cell - reach - 1] !== undefined && heights[cell + reach + 1] !== undefined) reach += 1;
  const around = heights.slice(cell - reach, cell + reach + 1);
  return around.reduce((sum, y) => sum + y, 0) / around.length;
}

function merged(stroke, old, visibleWidth, between) {
  if (stroke.length < 2) return old;
  const [from, to] = [stroke[0][0], stroke.at(-1)[0]];
  const replaces = to - from >= LONG * visibleWidth;
  const before = replaces ? [] : old.filter(([x]) => x < from - 2 * WIDTH);
  const after = replaces ? [] : old.filter(([x]) => x > to + 2 * WIDTH);
  const room = MOST - before.length - after.length;
  if (room < 2) return old;
  return [...before, ...simplified(stroke, room, between), ...after];
}

// As few points as possible, through which the curve comes back to what was drawn.
export function simplified(points, most, between) {
  let kept = [points[0], points.at(-1)];
  for (let tolerance = 0.5; tolerance > 0.005; tolerance *= 0.75) {
    const finer = [points[0], ...needed(points, 0, points.length - 1, tolerance), points.at(-1)];
    if (finer.length > most) break;
    kept = finer;
    if (farthestFrom(points, kept, between) < CLOSE) break;
  }
  return kept.map(([x, y]) => [x, rounded(y)]);
}
function farthestFrom(points, kept, between) {
  const at = through(kept, between);
  return Math.max(...points.map(([x, y]) => Math.abs(at(x)[0] - y)));
}

// The points that straight lines between the others would miss (Ramer, Douglas and Peucker).
function needed(points, from, to, tolerance) {
  const [[left, low], [right, high]] = [points[from], points[to]];
  let [farthest, most] = [0, tolerance];
  for (let k = from + 1; k < to; k += 1) {
    const [x, y] = points[k];
    const off = Math.abs(y - low - ((high - low) * (x - left)) / (right - left));
    if (off > most) [farthest, most] = [k, off];
  }
  if (!farthest) return [];
  return [...needed(points, from, farthest, tolerance), points[farthest], ...needed(points, farthest, to, tolerance)];
}
