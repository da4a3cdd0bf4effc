// Which frames of an explorer stand on paper, and what they are called.

const MARK = /[−-]?\d+(?:\.\d+)?(?:e[−-]?\d+)?|[^\s\d]+/gu;
const value = (word) => Number(word.replaceAll("−", "-"));

/** How far two sentences are apart: 1 for each other word, for each number its share of change. */
export function distance(one, other) {
  const [first, second] = [one, other].map((words) => words.match(MARK) ?? []);
  let sum = Math.abs(first.length - second.length);
  for (let place = 0; place < Math.min(first.length, second.length); place += 1) {
    const [a, b] = [value(first[place]), value(second[place])];
    if (Number.isNaN(a) || Number.isNaN(b)) sum += first[place] === second[place] ? 0 : 1;
    else if (a !== b) sum += Math.abs(a - b) / (Math.abs(a) + Math.abs(b));
  }
  return sum;
}

/** Return the settings of a frame, the last control's first to change. */
export function settings(number, sizes) {
  const chosen = [];
  for (const size of [...sizes].reverse()) {
    chosen.unshift(number % size);
    number = Math.floor(number / size);
  }
  return chosen;
}

const numberOf = (chosen, sizes) => chosen.reduce((number, index, place) => number * sizes[place] + index, 0);

/**
 * Return the numbers of the most telling frames, in order: with all controls at one end, in the middle and
 * at the other end, and the two between which one step of one control changes the sentence most.
 */
export function telling(sentences, sizes) {
  const middle = numberOf(sizes.map((size) => Math.floor((size - 1) / 2)), sizes);
  let [most, before, after] = [-1, 0, 0];
  for (let number = 0; number < sentences.length; number += 1) {
    settings(number, sizes).forEach((index, place, chosen) => {
      if (index + 1 >= sizes[place]) return;
      const next = numberOf(chosen.map((each, other) => each + (other === place)), sizes);
      const apart = distance(sentences[number], sentences[next]);
      if (apart > most) [most, before, after] = [apart, number, next];
    });
  }
  return [...new Set([0, middle, before, after, sentences.length - 1])].sort((a, b) => a - b);
}

export function label(controls, number) {
  const chosen = settings(number, controls.map(({ options }) => options.length));
  return controls.map(({ name, options }, place) => `${name}: ${options[chosen[place]]}`).join(", ");
}
