// What a curve does, in words, as long as Python is not there and while a finger moves.
import { PLACES, indexOf } from "./curve.js";

export function digits(value, most = 2) {
  if (value === null || value === undefined || !Number.isFinite(value)) return "not a number";
  const text = Math.abs(value) >= 1e5 ? value.toExponential(1) : String(Number(value.toFixed(most)));
  return text === "-0" ? "0" : text.replace("-", "−");
}
const FLAT = 1e-6;
const MOST_STRETCHES = 3;
const SAME = 1e-6;

// Where a formula has no bounds and no value, Python knows; what is drawn has values everywhere.
export function described({ y, slope, jumps, poles = [], holes = [] }) {
  const finite = y.filter((value) => value !== null);
  if (!finite.length) return "No value of this curve is a finite number.";
  const [low, high] = [Math.min(...finite), Math.max(...finite)];
  const gaps = [...holes, ...poles.map((x) => [x, x])].sort(([one], [other]) => one - other);
  const without = holes.filter(([from, to]) => from < to || !poles.includes(from));
  return [
    `At 0 ${y[indexOf(0)] === null ? "it has no finite value" : `the value is ${digits(y[indexOf(0)])}`}.`,
    `The slope is ${steepness(slope[indexOf(0)])} at 0 and ${steepness(slope[indexOf(1)])} at 1.`,
    course(y, slope, gaps),
    without.length ? `It has no finite value ${where(without)}.` : "",
    poles.length ? `It grows beyond all bounds ${where(poles.map((x) => [x, x]))}.` : "",
    jumps.length ? `It jumps ${jumps.length === 1 ? "once" : `${jumps.length} times`}.` : "",
    gaps.length ? `Its values, taken every 0.025, run from ${digits(low)} to ${digits(high)}.` : `From −6 to 6 its values run from ${digits(low)} to ${digits(high)}.`,
  ].filter(Boolean).join(" ");
}
const steepness = (slope) => (slope === null ? "no finite number" : digits(slope));

// Where it rises, falls and is flat, by the sign of its slope; a stretch ends where a gap begins.
function course(y, slope, gaps) {
  const stretches = { falls: [], rises: [], flat: [], none: [] };
  let [begun, level] = [0, true];
  const seen = y.map((value, k) => {
    const steep = slope[k] ?? slope[k + 1] ?? slope[k - 1] ?? null; // where it begins or ends upright
    if (value === null || steep === null) return "none";
    return Math.abs(steep) < FLAT ? "flat" : steep < 0 ? "falls" : "rises";
  });
  const kinds = seen.map((kind, k) => (kind !== "none" && seen[k - 1] === seen[k + 1] ? seen[k + 1] : kind)); // x³ rises at 0, too
  const between = (x, k) => PLACES[k - 1] - SAME <= x && x <= PLACES[k] + SAME;
  const isCut = (k) => gaps.some(([low]) => PLACES[k - 1] < low && low <= PLACES[k]);
  const start = (k) => gaps.findLast(([, high]) => between(high, k))?.[1] ?? PLACES[k];
  const end = (k) => gaps.find(([low]) => between(low, k))?.[0] ?? PLACES[kinds[k] === "none" ? k - 1 : k];
  for (let k = 1; k <= slope.length; k += 1) {
    const kind = kinds[begun];
    if (k < slope.length && kinds[k] === kind && !isCut(k)) continue;
    if (k - begun > 1) {
      stretches[kind].push([start(begun), k < slope.length ? end(k) : PLACES.at(-1)]);
      if (kind === "flat") level &&= slope.slice(begun, k).every((value) => !value);
    }
    begun = k;
  }
  const said = [];
  if (stretches.falls.length) said.push(`falls ${where(stretches.falls)}`);
  if (stretches.rises.length) said.push(`rises ${where(stretches.rises)}`);
  if (stretches.flat.length) said.push(`is ${level ? "" : "nearly "}flat ${where(stretches.flat)}`);
  return said.length ? `The curve ${said.join(", ")}.` : "";
}

function where(stretches) {
  const [from, to] = stretches[0];
  if (from === -6 && to === 6) return "everywhere";
  const [first, ...others] = stretches.slice(0, MOST_STRETCHES).map(([a, b]) => (a === b ? `at ${digits(a)}` : `between ${digits(a)} and ${digits(b)}`));
  return stretches.length > MOST_STRETCHES ? `again and again, first ${first}` : [first, ...others].join(", ");
}

export const place = (x, y) => `x ${digits(x)}, value ${digits(y)}`;
export const percent = (share) => (share > 0 && share < 0.001 ? "below 0.1\u00a0%" : `${digits(100 * share, 1)}\u00a0%`);
