// A formula, which only Python can draw, and only after the reader has pressed for it.
import { html, say } from "./elements.js";
import { ask, newest, runner } from "./judge.js";

const EXAMPLES = ["x * sigmoid(2 * x)", "np.maximum(0, x)**2", "np.sin(x) + 0.5 * x", "np.where(x < 0, 0.1 * x, np.log1p(np.abs(x)))"];

export function createFormula({ state, typed, drawn }) {
  let ran = null; // the curve, and the formula and settings it was computed for
  let [computing, failed] = [null, null]; // formulas
  const input = html("input", { type: "text", maxlength: 300, autocapitalize: "off", autocomplete: "off", autocorrect: "off", spellcheck: "false", class: "studio-code", "aria-label": "Formula in x" });
  const run = runner("Run the formula", compute);
  const examples = html("select", { "aria-label": "Examples of formulas", change: () => examples.value && typed((input.value = examples.value)) });
  examples.append(html("option", { value: "" }, "examples …"), ...EXAMPLES.map((each) => html("option", {}, each)));
  const hint = html("p", {}, "An expression in ", html("code", {}, "x"), ", NumPy as ", html("code", {}, "np"), ", and the course’s own functions by name, such as ", html("code", {}, "gelu(x)"), ".");
  const element = html("div", {}, hint, html("label", { class: "studio-field studio-wide" }, html("span", {}, "f(x) ="), input), html("div", { class: "live-row" }, examples), run.element);
  input.addEventListener("change", () => typed(input.value));
  input.addEventListener("keydown", (event) => {
    if (event.key !== "Enter") return;
    typed(input.value);
    run.start();
  });

  async function compute({ progress }) {
    const given = state();
    [ran, failed, computing] = [null, null, given.formula];
    try {
      keep(await ask("studio.curve", { state: given }, progress), given);
    } catch (error) {
      if (!error.stopped) failed = given.formula;
      throw error;
    } finally {
      computing = null;
      drawn();
    }
    return "The formula is drawn.";
  }
  function keep(answer, { formula, symmetry, period, clip }) {
    ran = { ...answer, formula, settings: JSON.stringify([symmetry, period, clip]) };
  }
  const again = newest("studio.curve", {
    answered(answer, { state: given }) {
      keep(answer, given);
      drawn();
    },
    failed: (error) => say(run.words, error.message),
  });

  return {
    element,
    focus: () => input.focus(),
    hasRun: ({ formula }) => ran?.formula === formula,
    hasFailed: ({ formula }) => failed === formula,
    // Other settings of a formula that has run are computed without another press.
    curve(given) {
      if (ran?.formula !== given.formula) return null;
      if (ran.settings !== JSON.stringify([given.symmetry, given.period, given.clip])) again({ state: given });
      return ran;
    },
    async ready(given) {
      if (ran?.formula === given.formula) return;
      if (computing !== null && computing !== given.formula) await run.start();
      await run.start();
      if (ran?.formula !== given.formula) throw new Error("The formula could not be run; what is wrong with it stands beside it.");
    },
    show: (given) => document.activeElement !== input && (input.value = given.formula),
  };
}
