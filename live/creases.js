// The creases of ReLUs that have learned to tell two circles apart. To move a crease is to change its unit's bias.
import { cut, square } from "./polygons.js";
import { DOT, beside, dots, nudged, shareOnTheirSide, within } from "./fence.js";
import { fixed } from "./plot.js";

const VIEW = [-1.4, 1.4];
const FARTHEST = 4; // from the middle, of a crease
const STEP = 0.05;

// A network as a row of its numbers: two weights, bias and weight of the output for each unit; then the output's bias.
export function read(text) {
  const numbers = text.split(",").map(Number);
  const units = Array.from({ length: (numbers.length - 1) / 4 }, (_, k) => {
    const [across, up, bias, weight] = numbers.slice(4 * k, 4 * k + 4);
    return { normal: [across, up], bias, weight };
  });
  return { units, bias: numbers.at(-1) };
}
const sum = ({ normal, bias }, [x, y]) => normal[0] * x + normal[1] * y + bias;
export const score = ({ units, bias }, point) => units.reduce((total, unit) => total + unit.weight * Math.max(0, sum(unit, point)), bias);
export const share = (net) => shareOnTheirSide((point) => score(net, point) > 0);

const size = ({ normal }) => Math.hypot(...normal);
export const distance = (unit) => -unit.bias / size(unit);
const foot = (unit) => unit.normal.map((side) => (side / size(unit)) * distance(unit));
const movedTo = (unit, far) => ({ ...unit, bias: -far * size(unit) });

// Between the creases no ReLU bends, so that the border in each piece of the plane is straight.
export function inside({ units, bias }) {
  let pieces = [{ corners: square(VIEW), on: [] }];
  for (const unit of units) {
    pieces = pieces.flatMap(({ corners, on }) => [
      { corners: cut(corners, (point) => sum(unit, point)), on },
      { corners: cut(corners, (point) => -sum(unit, point)), on: [...on, unit] },
    ]).filter(({ corners }) => corners.length > 2);
  }
  const ofPiece = (on, point) => on.reduce((total, unit) => total + unit.weight * sum(unit, point), bias);
  return pieces.map(({ corners, on }) => cut(corners, (point) => -ofPiece(on, point))).filter((corners) => corners.length > 2);
}

export function creases(of, stops) {
  const nets = of.split("|").map(read);
  const trained = ({ epoch }) => nets[stops.epoch.indexOf(epoch)];
  const apart = ({ bias }, other) => Math.abs(bias - other.bias) > 1e-9;
  const shifted = (state) => state.net.units.some((unit, k) => apart(unit, trained(state).units[k]));
  const moved = (state) => shifted(state) || state.dot.some((side, axis) => side !== DOT[axis]);
  const title = ({ epoch, net }) => `epoch: ${epoch}, ${Math.round(100 * share(net))}% of the dots on their side`;
  const answer = ({ net, dot }) => score(net, dot);
  const told = (state) => `at (${state.dot.map((side) => fixed(side, 2)).join(", ")}) the score is ${fixed(answer(state), 2)}: ${answer(state) > 0 ? "inside" : "outside"}`;
  const line = (unit) => {
    const [x, y] = foot(unit);
    const [across, up] = unit.normal.map((side) => side / size(unit));
    return [-4, 4].map((way) => [x - way * up, y + way * across]);
  };
  const offset = (unit) => {
    const [across, up] = unit.normal.map((side) => (22 * side) / size(unit));
    return [across, 5 - up];
  };
  const ring = (unit, k, units) => {
    const [x, y] = foot(unit);
    return {
      name: `Crease ${k + 1} of ${units.length}`, at: [x, y], value: distance(unit), min: -FARTHEST, max: FARTHEST, stops: [], step: STEP,
      text: `${fixed(Math.hypot(x, y), 2)} from the middle, at ${Math.round((Math.atan2(y, x) * 180) / Math.PI)} degrees`.replace("-", "−"),
    };
  };
  const probe = (state) => ({ name: "A dot of your own", at: state.dot, value: answer(state), min: -100, max: 100, text: told(state), as: "probe" });
  const along = ({ normal }, place) => (normal[0] * place[0] + normal[1] * place[1]) / Math.hypot(...normal);
  const kept = (far) => Math.min(FARTHEST, Math.max(-FARTHEST, far));
  return {
    start: ({ epoch }, { dot } = { dot: DOT }) => ({ epoch, net: trained({ epoch }), dot }),
    moved,
    handles: (state) => [...state.net.units.map(ring), probe(state)],
    dragged({ net }, k, place) {
      const rounded = (number) => Math.round(100 * number) / 100;
      return k < net.units.length ? rounded(along(net.units[k], place)) : place.map(rounded);
    },
    set(state, k, asked) {
      const { units, bias } = state.net;
      if (k === units.length) return { ...state, dot: within(asked, VIEW) };
      return { ...state, net: { bias, units: units.with(k, movedTo(units[k], kept(asked))) } };
    },
    press(state, k, key, shift) {
      const place = k === state.net.units.length && nudged(state.dot, key, shift);
      return place ? this.set(state, k, place) : null;
    },
    buttons: (state) => [{ text: "As trained", next: () => ({ ...state, net: trained(state), dot: DOT }) }],
    scene: (state) => ({
      title: title(state),
      sentence: `${title(state)}${shifted(state) ? ", with creases moved by hand" : ""}; ${told(state)}.`,
      panels: [{
        bare: true, square: true, x: VIEW, y: VIEW,
        shapes: [
          { area: inside(state.net).flatMap((corners) => [...corners, [NaN, NaN]]), as: "yard" },
          ...state.net.units.map((unit) => ({ line: line(unit), as: "crease" })),
          ...dots(),
          ...state.net.units.map((unit, k) => ({ text: `${k + 1}`, place: foot(unit), as: "number", beside: offset(unit) })),
          beside(fixed(answer(state), 2), state.dot),
        ],
      }],
    }),
  };
}
