// What the studio keeps of a drawing, what it starts with, and which states it accepts from a link.
export const LIMIT = 6;
export const MOST_POINTS = 40;
export const MOST_HANDLES = 12;
export const LEAST_GAP = 0.05;

export const START = {
  v: 1,
  kind: "points",
  points: [[-4, -0.1], [-2, -0.4], [-1, -0.6], [0, 0], [1, 1.2], [4, 3.6]],
  between: "smooth",
  formula: "np.maximum(0, x) + 0.2 * np.sin(3 * x)",
  base: "relu",
  handles: [[0, 0.6]],
  symmetry: "none",
  period: null,
  clip: null,
  name: "mine",
  data: "spiral",
  rival: "tanh",
};

const SHAPE = { kind: "points", between: "smooth", symmetry: "none", period: null, clip: null };
export const SHAPES = [
  ["Corner", { between: "straight", points: [[-3, 0], [0, 0], [3, 3]] }],
  ["S", { symmetry: "odd", points: [[0, 0], [0.5, 0.46], [1, 0.76], [2, 0.96], [4, 1]] }],
  ["Dip", { points: START.points }],
  ["Bump", { symmetry: "even", points: [[0, 2], [0.8, 1.4], [1.6, 0.5], [2.8, 0], [4, 0]] }],
  ["Valley", { between: "straight", symmetry: "even", points: [[0, 0], [3, 3]] }],
  ["Wave", { period: 4, points: [[-2, 0], [-1, -1], [0, 0], [1, 1], [2, 0]] }],
  ["Teeth", { between: "straight", period: 2, points: [[-1, -1], [1, 1]] }],
  ["Stairs", { between: "steps", points: [[-4, -2], [-2, -1], [0, 0], [1, 1], [2, 2], [3, 3]] }],
].map(([title, parts]) => ({ title, state: { ...SHAPE, ...parts } }));

const REFUSED = "This link holds something that is no curve of this studio";
const isNumber = (value) => typeof value === "number" && Number.isFinite(value);
const within = (low, high) => (value) => isNumber(value) && low <= value && value <= high;
const one = (...values) => (value) => values.includes(value);
const pairs = (least, most) => (value) =>
  Array.isArray(value) && value.length >= least && value.length <= most &&
  value.every((pair) => Array.isArray(pair) && pair.length === 2 && pair.every(within(-LIMIT, LIMIT))) &&
  value.every(([x], k) => k === 0 || x - value[k - 1][0] >= LEAST_GAP - 1e-9);
const isClip = (value) => value === null || (Array.isArray(value) && value.length === 2 && value.every(within(-100, 100)) && value[0] < value[1]);

// Python looks at a formula once more before it runs; a link with anything but arithmetic is not even shown.
const NOT_IN_A_FORMULA = /[^\w\s.+\-*/%(),<>=!&|~^[\]"']|__|\b(?:import|lambda|exec|eval|open|compile|getattr|setattr|for|while|def|class|yield|await|global|js|os|sys|pyodide)\b/;
const isFormula = (value) => typeof value === "string" && value.length <= 300 && !NOT_IN_A_FORMULA.test(value);
const isName = (value) => typeof value === "string" && value.length <= 40 && !/[<>{}`"\\\p{Cc}]/u.test(value);

// A state made of known parts alone; what is missing, as in an older link, is as at the start.
export function validated(given, functions) {
  if (typeof given !== "object" || given === null || Array.isArray(given)) throw new Error(`${REFUSED}.`);
  const known = (value) => typeof value === "string" && Object.hasOwn(functions, value);
  const rules = {
    v: one(1),
    kind: one("points", "formula", "bent"),
    points: pairs(2, MOST_POINTS),
    between: one("straight", "smooth", "steps"),
    formula: isFormula,
    base: known,
    handles: pairs(1, MOST_HANDLES),
    symmetry: one("none", "odd", "even"),
    period: (value) => value === null || within(0.5, 12)(value),
    clip: isClip,
    name: isName,
    data: one("spiral", "circles", "wave"),
    rival: (value) => known(value) && value !== "relu", // which runs anyway
  };
  const state = {};
  for (const [part, accepts] of Object.entries(rules)) {
    const value = Object.hasOwn(given, part) ? given[part] : START[part];
    if (!accepts(value)) throw new Error(`${REFUSED} (its ${part === "v" ? "version" : part}).`);
    state[part] = structuredClone(value);
  }
  if (state.period !== null) state.period = Math.round(state.period * 20) / 20;
  return state;
}

// Which points have a say: symmetry takes the right half, a period the stretch around 0.
export function rests(state, x) {
  const mirrored = state.symmetry !== "none" && x < 0;
  return mirrored || (state.period !== null && (x < -state.period / 2 || x > state.period / 2));
}
