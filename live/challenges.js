// The three challenges: each asked of Python in small steps, one at a time, with the tutor's judgment.
import { html } from "./elements.js";
import { ask, runner } from "./judge.js";

export function createChallenges({ tasks, ready }) {
  const runners = [];
  const element = html("div", { class: "studio-challenges" }, ...tasks.map(one));
  return { element };

  function one({ name, title, task }) {
    const numbers = html("dl", { class: "studio-numbers" });
    const bar = html("progress", { max: 1, value: 0, "aria-label": `How far ${title} is`, hidden: true });
    const run = runner("Try my curve", attempt, { "aria-label": `Try my curve: ${title}` });
    runners.push(run);
    return html("section", {}, html("h3", {}, title), html("p", {}, task), run.element, bar, numbers);

    async function attempt({ progress, goesOn }) {
      runners.filter((other) => other !== run).forEach((other) => other.stop());
      const state = await ready();
      run.words.className = "studio-status";
      numbers.replaceChildren();
      await ask("studio.challenge_start", { name, state }, progress);
      progress("");
      bar.hidden = false;
      let news = { done: 0 };
      while (goesOn() && !news.finished) {
        news = await ask("studio.challenge_step", {});
        bar.value = news.done;
        progress(`${Math.round(100 * news.done)} %`);
      }
      progress("");
      bar.hidden = true;
      if (!news.finished) return "";
      run.words.className = `studio-status live-verdict ${news.solved ? "live-right" : "live-wrong"}`;
      numbers.replaceChildren(...news.numbers.flatMap(([label, text]) => [html("dt", {}, label), html("dd", {}, text)]));
      return `${news.solved ? "✓ Done." : "Not yet."} ${news.sentence}`;
    }
  }
}
