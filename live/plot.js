// Draws what a kernel describes: panels with axes, and in them lines, dots, rectangles and words, in pixels.
import { svg } from "./elements.js";

const [TITLE, LEFT, BOTTOM, RIGHT, TOP] = [44, 46, 40, 14, 8]; // pixels kept free
const CAPTION = 18; // pixels above a square panel
const LETTER = 7.6; // pixels, on average
const LINE = 17;

// The panels of a scene with what carries a place into pixels, and back.
export function layout({ panels }, width, height) {
  return panels.map((panel) => {
    const { x: [left, right], y: [low, high], box: [x0, y0, x1, y1] = [0, 0, 1, 1], bare, square } = panel;
    const words = Math.max(0, ...panel.shapes.map(({ label = "" }) => label.length * LETTER + 8));
    const [l, r, b] = bare ? [panel.left ?? 0, panel.right ?? 0, 0] : [LEFT, panel.right ?? Math.max(RIGHT, words), panel.xLabel === undefined ? 22 : BOTTOM];
    let [from, to] = [x0 * width + l, x1 * width - r];
    let [top, bottom] = [TITLE + y0 * (height - TITLE) + TOP, TITLE + y1 * (height - TITLE) - b];
    if (square) {
      const side = Math.min(to - from, bottom - top - CAPTION);
      [from, to] = [(from + to - side) / 2, (from + to + side) / 2];
      [top, bottom] = [top + CAPTION, top + CAPTION + side];
    }
    const at = ([x, y]) => [from + ((x - left) / (right - left)) * (to - from), bottom - ((y - low) / (high - low)) * (bottom - top)];
    const back = ([px, py]) => [left + ((px - from) / (to - from)) * (right - left), low + ((bottom - py) / (bottom - top)) * (high - low)];
    return { ...panel, at, back, from, to, top, bottom };
  });
}

export const drawn = (panels, name) => panels.flatMap((panel, k) => [...(panel.bare ? [] : axes(panel)), ...shapes(panel, `${name}-${k}`)]);

const word = (text, x, y, as, anchor = "middle") => svg("text", { x: x.toFixed(1), y: y.toFixed(1), class: `drag-${as}`, "text-anchor": anchor }, text);
const stroke = (points, as, more = {}) => svg("path", { d: path(points), class: `drag-${as}`, ...more });

// A path through pixels, broken where there is no number.
export function path(points) {
  let pen = "M";
  return points
    .map(([x, y]) => {
      if (!Number.isFinite(x + y)) return (pen = "M"), "";
      const piece = `${pen}${x.toFixed(1)} ${y.toFixed(1)}`;
      pen = "L";
      return piece;
    })
    .join("");
}

function axes(panel) {
  const { x, y, at, from, to, top, bottom, xLabel, name } = panel;
  const made = [stroke([[from, top], [from, bottom], [to, bottom]], "axis")];
  if (x[0] < 0 && x[1] > 0) made.push(stroke([at([0, y[0]]), at([0, y[1]])], "zero"));
  if (y[0] < 0 && y[1] > 0) made.push(stroke([at([x[0], 0]), at([x[1], 0])], "zero"));
  for (const tick of panel.xTicks ?? ticks(x, (to - from) / 60)) made.push(word(digits(tick), at([tick, 0])[0], bottom + LINE, "tick"));
  for (const tick of panel.yTicks ?? ticks(y, (bottom - top) / 34)) made.push(word(digits(tick), from - 6, at([0, tick])[1] + 4, "tick", "end"));
  if (xLabel) made.push(word(xLabel, (from + to) / 2, bottom + 2 * LINE + 1, "tick"));
  if (name) made.push(word(name, from + 6, top + 4, "tick", "start"));
  return made;
}

export function ticks([low, high], most) {
  const rough = (high - low) / Math.max(3, most);
  const size = 10 ** Math.floor(Math.log10(rough));
  const step = size * [1, 2, 5, 10].find((each) => each * size >= rough * 0.999);
  const first = Math.ceil(low / step - 1e-9);
  return Array.from({ length: Math.floor(high / step + 1e-9) - first + 1 }, (_, k) => (first + k) * step);
}
export const digits = (number, most = 6) => `${+number.toFixed(most) + 0}`.replace("-", "−");

export const fixed = (number, count) => (Math.round(number * 10 ** count) / 10 ** count + 0).toFixed(count).replace("-", "−");

function shapes(panel, name) {
  const { at, from, to, top, bottom } = panel;
  const edge = svg("rect", { x: from, y: top - 4, width: Math.max(0, to - from), height: Math.max(0, bottom - top + 4) });
  const inside = svg("g", { "clip-path": `url(#${name})` });
  const [over, ends] = [[], []];
  for (const shape of panel.shapes) {
    const { as, line, area, dot, box, text, label } = shape;
    if (line) inside.append(stroke(line.map(at), as));
    if (area) inside.append(svg("path", { d: `${path(area.map(at))}Z`, class: `drag-${as}` }));
    if (dot) over.push(svg("circle", { cx: at(dot)[0].toFixed(1), cy: at(dot)[1].toFixed(1), r: shape.size ?? 5, class: `drag-${as}` }));
    if (box) over.push(...boxed(at([box[0], box[1]]), at([box[2], box[3]]), shape));
    if (text && !box) over.push(word(text, ...at(shape.place).map((each, k) => each + (shape.beside?.[k] ?? 0)), as, shape.anchor));
    if (label) ends.push({ label, as, y: Math.min(bottom, Math.max(top, at(line.findLast(([, y]) => Number.isFinite(y)))[1])) });
  }
  ends.sort((one, other) => one.y - other.y);
  ends.forEach((end, k) => k && (end.y = Math.max(end.y, ends[k - 1].y + LINE)));
  const labels = ends.map(({ label, as, y }) => word(label, to + 6, y + 4, `${as} drag-label`, "start"));
  return [svg("clipPath", { id: name }, edge), inside, ...over, ...labels];
}

function boxed([x0, y0], [x1, y1], { as, text, strength, textAs = "tick" }) {
  const [x, y, width, height] = [Math.min(x0, x1), Math.min(y0, y1), Math.abs(x1 - x0), Math.abs(y1 - y0)];
  const rect = svg("rect", { x: x.toFixed(1), y: y.toFixed(1), width: width.toFixed(1), height: height.toFixed(1), class: `drag-${as}`, "fill-opacity": strength });
  return text === undefined ? [rect] : [rect, word(text, x + width / 2, y + height / 2 + 4, textAs)];
}
