// The studio's way to Python: loaded on a press, asked for the newest thing only, and stopped at any time.
import { button, html, say, status } from "./elements.js";
import * as python from "./python.js";

const { megabytes } = window.course;
const SECONDS_TO_END = 0.5; // a call that has not come back by then hangs, and is ended

let here = false; // Python has answered, and has not been ended since
const changed = new Set();
export const isHere = () => here;
function set(value) {
  if (here === value) return;
  here = value;
  changed.forEach((hear) => hear());
}

// Python's last line without the name of the error's kind, for the reader.
function plainly(error) {
  const text = String(error.text ?? error.message).trim();
  return text.split("\n")[0].replace(/^\w*(?:Error|Exception): /, "");
}

export async function ask(name, given, progress = () => {}) {
  try {
    const answer = await python.call(name, given, progress);
    set(true);
    return answer;
  } catch (error) {
    if (!python.isLoaded()) set(false);
    throw Object.assign(new Error(plainly(error)), { stopped: error.stopped });
  }
}

// One question in flight; of those that come meanwhile only the newest is asked.
export function newest(name, { answered, failed, progress }) {
  let [waiting, busy] = [null, false];
  return async function offer(given) {
    waiting = given;
    if (busy) return;
    busy = true;
    while (waiting) {
      const asked = waiting;
      waiting = null;
      try {
        answered(await ask(name, asked, progress), asked);
      } catch (error) {
        failed(error, asked);
      }
    }
    busy = false;
  };
}

// Two buttons and a line of words: the first starts something long, the second ends it. What changes many
// times a second stands beside the buttons and is not read aloud; how it ended is.
export function runner(title, work, attributes = {}) {
  const progress = html("small", { class: "studio-weight" });
  const words = status();
  let [running, asked, under] = [false, false, null];
  const go = button(title, start, attributes);
  const halt = button("Stop", stop, { disabled: true });
  const element = html("div", {}, html("div", { class: "live-row" }, go, halt, progress), words);

  const weight = () => running || say(progress, here ? "" : `Python comes first: ${megabytes} MB, once`);
  changed.add(weight);
  weight();

  // Who asks while it runs waits for the same end.
  function start() {
    if (!running) under = begin();
    return under;
  }
  async function begin() {
    [running, asked] = [true, true];
    go.disabled = true;
    halt.disabled = false;
    say(words, "");
    say(progress, here ? "" : "Loading Python …");
    try {
      const said = await work({ progress: tell, goesOn: () => asked });
      say(words, asked ? said ?? "" : "Stopped.");
    } catch (error) {
      say(words, error.message);
    }
    const held = document.activeElement === halt || document.activeElement === document.body;
    running = false;
    halt.disabled = true;
    go.disabled = false;
    say(progress, "");
    weight();
    if (held) go.focus({ preventScroll: true });
  }
  function stop() {
    if (!running) return;
    asked = false;
    if (!here) return python.stop();
    setTimeout(() => running && python.stop(), SECONDS_TO_END * 1000);
  }
  const tell = (text) => say(progress, /^(Running|Waiting)/.test(text) ? "" : text);
  return { element, start, stop, tell, words };
}
