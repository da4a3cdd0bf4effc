// The three challenges: each asked of Python in small steps, one at a time, with the tutor's judgment.
import { html, say } from "./elements.js";
import { ask, runner } from "./judge.js";

export function createChallenges({ tasks, ready }) {
  const runners = [];
  const element = html("div", { class: "studio-challenges" }, ...tasks.map(one));
  return { element };

  function one({ name, title, task }) {
    const verdict = html("p", { class: "live-verdict", hidden: true });
    const numbers = html("dl", { class: "studio-numbers" });
    const bar = html("progress", { max: 1, value: 0, "aria-label": `How far ${title} is`, hidden: true });
    const run = runner("Try it with my curve", attempt, { "aria-label": `Try “${title}” with my curve` });
    runners.push(run);
    return html("section", {}, html("h3", {}, title), html("p", {}, task), run.element, bar, verdict, numbers);

    async function attempt({ progress, goesOn }) {
      runners.filter((other) => other !== run).forEach((other) => other.stop());
      const state = await ready();
      verdict.hidden = true;
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
      verdict.hidden = false;
      verdict.className = `live-verdict ${news.solved ? "live-right" : "live-wrong"}`;
      say(verdict, news.solved ? "✓ Done." : "Not yet.");
      numbers.replaceChildren(...news.numbers.flatMap(([label, text]) => [html("dt", {}, label), html("dd", {}, text)]));
      return news.sentence;
    }
  }
}
