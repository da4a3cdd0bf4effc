// Creases of ReLUs around the inner of two circles: what none of them reaches is inside.
import { cut, square } from "./polygons.js";
import { fixed } from "./plot.js";

const VIEW = [-1.55, 1.55];
const LEAST = 0.1; // of a crease's distance from the middle
const STEP = 0.05;
const WAYS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, 1], ArrowDown: [0, -1] };
// actlib.data.circles(60, default_rng(0)): first the outer circle, then the inner one.
export const POINTS = [
  [1.0126, -0.0132], [1.0422, 0.2184], [0.8600, 0.4429], [0.9394, 0.6825], [0.5988, 0.6166], [0.4377, 0.8702],
  [0.0765, 0.9292], [-0.0201, 0.9213], [-0.1590, 0.9629], [-0.2679, 1.0553], [-0.5129, 1.0027], [-0.7357, 0.7783],
  [-0.7187, 0.5972], [-0.9879, 0.3146], [-1.0239, 0.2299], [-1.1010, -0.0209], [-0.9941, -0.1538], [-0.8921, -0.3712],
  [-0.8744, -0.6007], [-0.5907, -0.5938], [-0.6259, -0.7146], [-0.1744, -0.8729], [-0.0781, -1.0259], [0.2503, -0.7985],
  [0.4892, -0.8195], [0.5357, -0.9869], [0.6687, -0.6775], [0.6802, -0.5483], [0.9565, -0.3371], [0.8597, -0.2741],
  [0.4564, -0.1170], [0.6630, 0.0544], [0.4897, 0.1775], [0.5629, 0.4259], [0.3979, 0.1512], [0.2552, 0.5014],
  [0.2549, 0.4137], [0.2345, 0.3652], [-0.1184, 0.5908], [-0.1496, 0.6758], [-0.2311, 0.3697], [-0.3723, 0.2625],
  [-0.5323, 0.3569], [-0.3987, 0.3328], [-0.5645, 0.2729], [-0.5287, 0.1574], [-0.5324, -0.1775], [-0.4318, -0.1002],
  [-0.3884, -0.3524], [-0.4687, -0.5117], [-0.1997, -0.3340], [-0.1709, -0.5830], [0.0350, -0.6253], [-0.0190, -0.4352],
  [-0.0705, -0.4369], [0.1918, -0.4221], [0.3270, -0.3514], [0.4739, -0.3697], [0.5989, -0.1308], [0.5734, 0.0125],
];
const HALF = POINTS.length / 2;
export const DOT = [0, 1.2]; // the reader's own, at first

// A crease by its foot, the place on it that is nearest to the middle.
const beyond = ([footX, footY], [x, y]) => (footX * x + footY * y) / Math.hypot(footX, footY) - Math.hypot(footX, footY);
export const isInside = (feet, point) => feet.every((foot) => beyond(foot, point) <= 0);
export const outputs = (feet, point) => feet.map((foot) => Math.max(0, beyond(foot, point)));
export const share = (feet) => shareOnTheirSide((point) => isInside(feet, point));

// What every figure of these dots has: their share, their drawing, and a dot that keys move.
export const shareOnTheirSide = (inside) => POINTS.filter((point, k) => inside(point) === k >= HALF).length / POINTS.length;
export const dots = () => POINTS.map((dot, k) => ({ dot, as: k < HALF ? "outer" : "inner", size: 4 }));
export const within = (place, [low, high]) => place.map((side) => Math.min(high, Math.max(low, side)));
export const nudged = (place, key, shift) => WAYS[key] && place.map((side, axis) => side + WAYS[key][axis] * STEP * (shift ? 4 : 1));
export const beside = (text, place) => ({ text, place, as: "score", beside: [0, place[1] > 1.2 ? 36 : -27] });

// The part of the view in which no ReLU grows: cut off at one crease after the other.
export const yard = (feet) => feet.reduce((corners, foot) => cut(corners, (point) => beyond(foot, point)), square(VIEW));

export function fence(of, stops, at) {
  const even = (count) => Array.from({ length: count }, (_, k) => {
    const angle = Math.PI / 2 + (2 * Math.PI * k) / count;
    return [at * Math.cos(angle), at * Math.sin(angle)];
  });
  const apart = (one, other) => Math.hypot(one[0] - other[0], one[1] - other[1]) > 1e-9;
  const turned = ({ creases, feet }) => even(creases).some((foot, k) => apart(foot, feet[k]));
  const moved = (state) => turned(state) || apart(state.dot, DOT);
  const title = ({ creases, feet }) => `creases: ${creases}, ${Math.round(100 * share(feet))}% of the dots on their side`;
  const held = ([x, y]) => {
    const size = Math.hypot(x, y) || 1e-9;
    const far = Math.min(VIEW[1], Math.max(LEAST, size));
    return [(x / size) * far, (y / size) * far];
  };
  const sum = ({ feet, dot }) => outputs(feet, dot).reduce((total, each) => total + each, 0);
  const told = (state) => `at (${state.dot.map((side) => fixed(side, 2)).join(", ")}) the ReLUs add up to ${fixed(sum(state), 2)}: ${sum(state) ? "outside" : "inside"}`;
  const line = ([x, y]) => {
    const size = Math.hypot(x, y);
    return [-4, 4].map((way) => [x - (way * y) / size, y + (way * x) / size]);
  };
  const ring = ([x, y], k, feet) => ({
    name: `Crease ${k + 1} of ${feet.length}`, at: [x, y], value: Math.hypot(x, y), min: LEAST, max: VIEW[1],
    text: `${Math.hypot(x, y).toFixed(2)} from the middle, at ${Math.round((Math.atan2(y, x) * 180) / Math.PI)} degrees`.replace("-", "−"),
  });
  const probe = (state) => ({
    name: "A dot of your own", at: state.dot, value: sum(state), min: 0, max: 2 * VIEW[1] * state.feet.length,
    text: told(state), as: "probe",
  });
  return {
    start: ({ creases }, { dot } = { dot: DOT }) => ({ creases, feet: even(creases), dot }),
    moved,
    handles: (state) => [...state.feet.map(ring), probe(state)],
    dragged: (state, k, place) => place.map((side) => Math.round(100 * side) / 100),
    set: (state, k, place) => (k < state.feet.length ? { ...state, feet: state.feet.with(k, held(place)) } : { ...state, dot: within(place, VIEW) }),
    press(state, k, key, shift) {
      const place = nudged(state.feet[k] ?? state.dot, key, shift);
      return place ? this.set(state, k, place) : null;
    },
    buttons: (state) => [{ text: "Evenly turned", next: () => ({ ...state, feet: even(state.creases), dot: DOT }) }],
    scene: (state) => ({
      title: title(state),
      sentence: `${title(state)}${turned(state) ? ", with creases moved by hand" : ""}; ${told(state)}.`,
      panels: [{
        bare: true, square: true, x: VIEW, y: VIEW,
        shapes: [
          { area: yard(state.feet), as: "yard" },
          ...state.feet.map((foot) => ({ line: line(foot), as: "crease" })),
          ...dots(),
          beside(fixed(sum(state), 2), state.dot),
        ],
      }],
    }),
  };
}
