// Value and slope of what the reader draws, while a finger moves it; actlib.studio computes the same.
// Slopes are those from the right; a mirrored half therefore asks for those from the left.

export const PLACES = Array.from({ length: 481 }, (_, index) => (index - 240) / 40);
export const indexOf = (x) => Math.min(480, Math.max(0, Math.round(x * 40) + 240));
const BESIDE = [1.5, 2.5]; // how far from the outer handles a bend has ended

const NEXT = 1e-9; // to either side of a place
const LEAST_JUMP = 0.01;

export function curve(state, functions) {
  const at = shaped(plain(state, functions), state);
  const both = PLACES.map((x) => at(x, false));
  return {
    y: both.map(([value]) => value),
    slope: both.map(([, slope]) => slope),
    get jumps() {
      return jumpsOf(state, functions);
    },
  };
}
const shaped = (at, { symmetry, period, clip }) => clipped(repeated(mirrored(at, symmetry), period), clip);

// Where it jumps: at a step, at 0, or where it begins anew, if its values on both sides differ.
function jumpsOf(state, functions) {
  const at = shaped(state.kind === "bent" ? beside(state, functions) : plain(state, functions), state);
  const steps = state.kind === "points" && state.between === "steps" ? state.points.flatMap(([x]) => [x, -x]) : [];
  let places = [0, ...steps];
  if (state.period !== null) {
    const turns = Array.from({ length: 2 * Math.ceil(6 / state.period) + 3 }, (_, k) => k - Math.ceil(6 / state.period) - 1);
    places = turns.flatMap((turn) => [...places, state.period / 2].map((x) => x + turn * state.period));
  }
  const once = [...new Set(places.map((x) => Number(x.toFixed(12))))].filter((x) => -6 < x && x <= 6);
  return once.filter((x) => Math.abs(at(x + NEXT)[0] - at(x - NEXT)[0]) > LEAST_JUMP).sort((one, other) => one - other);
}

// A bent function right beside a place: its table is followed there from the next place on that side.
function beside(state, functions) {
  const { y, slope } = functions[state.base];
  const bend = bump(state.handles);
  return (x) => {
    const index = indexOf(x);
    const from = Math.min(480, Math.max(0, index + Math.sign(x - PLACES[index])));
    return [y[from] + slope[from] * (x - PLACES[from]) + bend(x)[0], 0];
  };
}

// Without symmetry, period and clip: what points and handles are drawn on. Gives (x, fromTheLeft) → [value, slope].
export function plain(state, functions) {
  if (state.kind === "points") return through(state.points, state.between);
  const { y, slope } = functions[state.base];
  const bend = bump(state.handles);
  return (x, left) => {
    const index = indexOf(x);
    const [more, steeper] = bend(x, left);
    return [y[index] + more, slope[index] + steeper];
  };
}

export function bump(handles) {
  const [first, last] = [handles[0][0], handles.at(-1)[0]];
  const [near, far] = BESIDE;
  const at = through([[first - far, 0], [first - near, 0], ...handles, [last + near, 0], [last + far, 0]], "smooth");
  return (x, left) => (x < first - far || x > last + far ? [0, 0] : at(x, left));
}

export function through(points, between) {
  const xs = points.map(([x]) => x);
  const ys = points.map(([, y]) => y);
  if (between === "steps") return (x) => [ys[Math.max(0, piece(xs, x, false))], 0];
  const slopes = between === "smooth" && points.length > 2 ? monotoneSlopes(xs, ys) : null;
  const last = xs.length - 2;
  return (x, left) => {
    const k = Math.min(last, Math.max(0, piece(xs, x, left)));
    const h = xs[k + 1] - xs[k];
    const rise = (ys[k + 1] - ys[k]) / h;
    if (!slopes) return [ys[k] + rise * (x - xs[k]), rise];
    if (x < xs[0]) return [ys[0] + slopes[0] * (x - xs[0]), slopes[0]];
    if (x > xs[last + 1]) return [ys[last + 1] + slopes[last + 1] * (x - xs[last + 1]), slopes[last + 1]];
    return cubic((x - xs[k]) / h, h, ys[k], rise, slopes[k], slopes[k + 1]);
  };
}

// The piece that begins at or before x; from the left, the one that begins before it.
function piece(xs, x, left) {
  let k = xs.length - 1;
  while (k >= 0 && (left ? xs[k] >= x : xs[k] > x)) k -= 1;
  return k;
}

function cubic(t, h, y, rise, begin, end) {
  const bend = begin + end - 2 * rise;
  const quick = 3 * rise - 2 * begin - end;
  return [y + h * t * (begin + t * (quick + t * bend)), begin + t * (2 * quick + 3 * t * bend)];
}

// The slopes of PCHIP: weighted harmonic means, and 0 where the curve turns (Fritsch and Butland 1984).
function monotoneSlopes(xs, ys) {
  const h = xs.slice(1).map((x, k) => x - xs[k]);
  const rise = h.map((width, k) => (ys[k + 1] - ys[k]) / width);
  const inner = rise.slice(1).map((after, k) => {
    const before = rise[k];
    if (before * after <= 0) return 0;
    const [one, two] = [2 * h[k + 1] + h[k], h[k + 1] + 2 * h[k]];
    return (one + two) / (one / before + two / after);
  });
  const end = (a, b) => endSlope(h.at(a), h.at(b), rise.at(a), rise.at(b));
  return [end(0, 1), ...inner, end(-1, -2)];
}
function endSlope(h, next, rise, nextRise) {
  const slope = ((2 * h + next) * rise - h * nextRise) / (h + next);
  if (Math.sign(slope) !== Math.sign(rise)) return 0;
  const turns = Math.sign(rise) !== Math.sign(nextRise);
  return turns && Math.abs(slope) > 3 * Math.abs(rise) ? 3 * rise : slope;
}

function mirrored(at, symmetry) {
  if (symmetry === "none") return at;
  const sign = symmetry === "odd" ? -1 : 1;
  return (x, left) => {
    const [value, slope] = x >= 0 ? at(x, left) : at(-x, !left);
    if (x === 0 && sign === -1) return [0, slope];
    return x >= 0 ? [value, slope] : [sign * value, -sign * slope];
  };
}
function repeated(at, period) {
  if (period === null) return at;
  return (x, left) => at(x - period * Math.floor((x + period / 2) / period), left);
}
function clipped(at, clip) {
  if (clip === null) return at;
  const [low, high] = clip;
  return (x, left) => {
    const [value, slope] = at(x, left);
    const held = value < low || value > high || (value === low && slope < 0) || (value === high && slope > 0);
    return [Math.min(high, Math.max(low, value)), held ? 0 : slope];
  };
}
