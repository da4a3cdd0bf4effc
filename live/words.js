// What a curve does, in words, as long as Python is not there and while a finger moves.
import { PLACES, indexOf } from "./curve.js";

export function digits(value, most = 2) {
  if (value === null || value === undefined || !Number.isFinite(value)) return "not a number";
  const text = Math.abs(value) >= 1e5 ? value.toExponential(1) : String(Number(value.toFixed(most)));
  return text === "-0" ? "0" : text.replace("-", "−");
}
const FLAT = 1e-6;
const LEAST_JUMP = 0.1;
const MOST_STRETCHES = 3;

export function described({ y, slope }) {
  const finite = y.filter((value) => value !== null);
  if (!finite.length) return "No value of this curve is a finite number.";
  const [low, high] = [Math.min(...finite), Math.max(...finite)];
  return [
    `At 0 the value is ${digits(y[indexOf(0)])}. The slope is ${digits(slope[indexOf(0)])} at 0 and ${digits(slope[indexOf(1)])} at 1.`,
    course(slope) + jumps(y, slope),
    `From −6 to 6 its values run from ${digits(low)} to ${digits(high)}.`,
  ].join(" ");
}

// Where it rises, falls and is flat, by the sign of its slope.
function course(slope) {
  const stretches = { falls: [], rises: [], flat: [] };
  let begun = 0;
  const kindOf = (value) => (value === null || Math.abs(value) < FLAT ? "flat" : value < 0 ? "falls" : "rises");
  for (let k = 1; k <= slope.length; k += 1) {
    if (k < slope.length && kindOf(slope[k]) === kindOf(slope[begun])) continue;
    if (k - begun > 1 || slope.length === 1) stretches[kindOf(slope[begun])].push([PLACES[begun], PLACES[Math.min(k, slope.length - 1)]]);
    begun = k;
  }
  const said = [];
  if (stretches.falls.length) said.push(`falls ${where(stretches.falls)}`);
  if (stretches.rises.length) said.push(`rises ${where(stretches.rises)}`);
  if (stretches.flat.length) said.push(`is flat ${where(stretches.flat)}`);
  return `The curve ${said.join(", ")}.`;
}

// Between two places a curve goes as far as its slopes say, unless it jumps.
function jumps(y, slope) {
  const far = (k) => Math.abs(y[k + 1] - y[k] - ((slope[k] + slope[k + 1]) / 2) * (PLACES[k + 1] - PLACES[k]));
  const count = PLACES.slice(1).filter((_, k) => ![y[k], y[k + 1]].includes(null) && far(k) > LEAST_JUMP).length;
  return count ? ` It jumps ${count === 1 ? "once" : `${count} times`}.` : "";
}

function where(stretches) {
  const [from, to] = stretches[0];
  if (from === -6 && to === 6) return "everywhere";
  const named = stretches.slice(0, MOST_STRETCHES).map(([a, b]) => `between ${digits(a)} and ${digits(b)}`).join(", ");
  return stretches.length > MOST_STRETCHES ? `${stretches.length} times, first ${named.split(", ")[0]}` : named;
}

export const place = (x, y) => `x ${digits(x)}, value ${digits(y)}`;
export const percent = (share) => (share > 0 && share < 0.001 ? "below 0.1\u00a0%" : `${digits(100 * share, 1)}\u00a0%`);
