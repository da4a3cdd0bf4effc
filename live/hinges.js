// The network of the front page: a sum of neurons with their hinges at given places, in thousandths of the wave.
// Heights are those of least squares. hinges.py computes the same with actlib; tests/test_hinges.py compares.
import { ACTIVATIONS } from "./activations.js";

export const STEEPNESS = 2; // of every neuron, per radian of the wave
export const PULL = 1e-10; // what a squared height costs beside the squared gaps: it keeps heights finite
export const GAP = 20; // thousandths between two hinges
export const MOST = 8;
export const END = 1000;
export const PLACES = Array.from({ length: 201 }, (_, k) => 5 * k);
export const wave = (place) => Math.sin((2 * Math.PI * place) / END);
const WAVE = PLACES.map(wave);
const TOTAL = squares(WAVE.map((y) => y - mean(WAVE)));
const [MOST_MOVE, LEAST_RATE, LEAST_GAIN] = [8, 1e-3, 1e-7];
const PER_PLACE = (STEEPNESS * 2 * Math.PI) / END;
const sumOf = (place, hinge) => PER_PLACE * (place - hinge);

export function fit(name, hinges) {
  const { value } = ACTIVATIONS[name];
  const columns = [PLACES.map(() => 1), ...hinges.map((hinge) => PLACES.map((place) => value(sumOf(place, hinge))))];
  const weights = leastSquares(columns);
  const at = (place) => hinges.reduce((sum, hinge, k) => sum + weights[k + 1] * value(sumOf(place, hinge)), weights[0]);
  const gaps = WAVE.map((y, row) => columns.reduce((sum, column, k) => sum + weights[k] * column[row], -y));
  return { weights, at, gaps, score: 1 - squares(gaps) / TOTAL };
}

// By modified Gram-Schmidt, with the wave as one more column, which makes it stable (Björck 1967).
function leastSquares(columns) {
  const count = columns.length;
  const pull = (k) => columns.slice(1).map((_, row) => (row + 1 === k ? Math.sqrt(PULL) : 0));
  const rest = [...columns, WAVE].map((column, k) => Float64Array.of(...column, ...pull(k)));
  const shares = columns.map((_, k) => {
    const unit = rest[k];
    const size = Math.sqrt(squares(unit));
    for (let row = 0; row < unit.length; row += 1) unit[row] /= size;
    return [size, ...rest.slice(k + 1).map((column) => withoutShare(column, unit))];
  });
  const weights = [];
  for (let k = count - 1; k >= 0; k -= 1) {
    const [size, ...others] = shares[k];
    weights.unshift((others.pop() - dot(others, weights)) / size);
  }
  return weights;
}
function withoutShare(column, unit) {
  const share = dot(column, unit);
  for (let row = 0; row < unit.length; row += 1) column[row] -= share * unit[row];
  return share;
}

// What the mean squared gap gains when a hinge moves right by a radian. Heights are at their best, so that
// their own change counts for nothing.
export function slopes(name, hinges) {
  const { slope } = ACTIVATIONS[name];
  const { weights, gaps } = fit(name, hinges);
  return hinges.map((hinge, k) => {
    const moved = PLACES.map((place) => -STEEPNESS * weights[k + 1] * slope(sumOf(place, hinge)));
    return (2 * dot(gaps, moved)) / PLACES.length;
  });
}

// One step of gradient descent, no hinge farther than MOST_MOVE; a step that makes it worse is tried again
// at half the rate. Gives the new places and the rate that served, or null where no step helps.
export function descend(name, hinges, rate) {
  const before = fit(name, hinges).score;
  const down = slopes(name, hinges).map((slope) => (-slope * END) / (2 * Math.PI));
  const quickest = MOST_MOVE / Math.max(...down.map(Math.abs));
  for (let tried = Math.min(2 * rate, quickest); tried > LEAST_RATE; tried /= 2) {
    const places = apart(hinges.map((hinge, k) => hinge + tried * down[k]));
    if (fit(name, places).score > before + LEAST_GAIN) return { hinges: places, rate: tried };
  }
  return null;
}

// Places in order, inside the wave, and no two closer than the gap.
export function apart(places) {
  const sorted = [...places].sort((a, b) => a - b);
  const pushed = [];
  sorted.forEach((place, k) => pushed.push(Math.max(place, k ? pushed[k - 1] + GAP : 0)));
  for (let k = pushed.length - 1; k >= 0; k -= 1) pushed[k] = Math.min(pushed[k], k + 1 < pushed.length ? pushed[k + 1] - GAP : END);
  return pushed;
}

function dot(a, b) {
  let sum = 0;
  for (let k = 0; k < a.length; k += 1) sum += a[k] * b[k];
  return sum;
}
function squares(values) {
  return dot(values, values);
}
function mean(values) {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
