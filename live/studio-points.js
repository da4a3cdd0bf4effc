// The points of a drawn curve, or the handles of a bent one: moved, added, taken away, always within bounds.
import { bump, indexOf, plain } from "./curve.js";
import { LEAST_GAP, LIMIT, MOST_HANDLES, MOST_POINTS } from "./studio-state.js";

const isBent = (state) => state.kind === "bent";
export const places = (state) => (isBent(state) ? state.handles : state.points);
export const least = (state) => (isBent(state) ? 1 : 2);
export const most = (state) => (isBent(state) ? MOST_HANDLES : MOST_POINTS);
const changed = (state, pairs) => (isBent(state) ? { handles: pairs } : { points: pairs });
const rounded = (value) => Math.round(Math.min(LIMIT, Math.max(-LIMIT, value)) * 100) / 100;

// A place between the neighbors, with a value of its own.
export function typed(state, index, x, value) {
  const pairs = places(state).map((pair) => [...pair]);
  pairs[index] = [rounded(between(pairs, index, x)), rounded(value)];
  return changed(state, pairs);
}
function between(pairs, index, x) {
  const low = index ? pairs[index - 1][0] + LEAST_GAP : -LIMIT;
  const high = index < pairs.length - 1 ? pairs[index + 1][0] - LEAST_GAP : LIMIT;
  return Math.min(high, Math.max(low, x));
}

// A place in the plane: a handle is bent by what the function itself falls short of it.
export function dragged(state, index, x, y, functions) {
  if (!isBent(state)) return typed(state, index, x, y);
  const to = rounded(between(state.handles, index, x));
  return typed(state, index, to, y - functions[state.base].y[indexOf(to)]);
}

// On the curve at x, or in the middle of the widest gap; null where there is no room.
export function added(state, wanted, functions) {
  const there = places(state);
  const isTaken = (x) => there.some(([other]) => Math.abs(other - x) < LEAST_GAP);
  const x = rounded(wanted === null || isTaken(wanted) ? widest(there) : wanted);
  if (there.length >= most(state) || isTaken(x)) return null;
  const [value] = isBent(state) ? bump(state.handles)(x) : plain(state, functions)(x);
  const pairs = [...there, [x, rounded(value)]].sort(([a], [b]) => a - b);
  return { change: changed(state, pairs), index: pairs.findIndex(([other]) => other === x), x };
}
function widest(pairs) {
  if (pairs.length === 1) return pairs[0][0] + (pairs[0][0] > 0 ? -1 : 1);
  const gaps = pairs.slice(1).map(([x], k) => [x - pairs[k][0], (x + pairs[k][0]) / 2]);
  return gaps.reduce((best, gap) => (gap[0] > best[0] ? gap : best))[1];
}

export function removed(state, index) {
  const there = places(state);
  return there.length <= least(state) ? null : changed(state, there.filter((_, k) => k !== index));
}
