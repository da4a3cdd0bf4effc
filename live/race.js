// The race: what Python measures in small steps, drawn while it runs.
import { field, html, menu, say, svg } from "./elements.js";
import { ask, runner } from "./judge.js";
import { digits, percent } from "./words.js";

const TASKS = [["spiral", "part a spiral"], ["circles", "part two circles"], ["wave", "follow a wave"]];
const [WIDTH, HEIGHT, LEFT, BOTTOM] = [480, 210, 44, 34];

export function createRace({ functions, changed, ready }) {
  const task = menu(TASKS, (value) => changed({ data: value }));
  const rival = menu([], (value) => changed({ rival: value }));
  const lanes = html("div", { class: "studio-lanes" });
  const chart = svg("svg", { class: "studio-chart", viewBox: `0 0 ${WIDTH} ${HEIGHT}`, role: "img" });
  const caption = html("p", { class: "studio-caption" });
  const bar = html("progress", { max: 1, value: 0, "aria-label": "How far the race is", hidden: true });
  const results = html("div", { hidden: true }, lanes, chart, caption);
  const run = runner("Start the race", race);
  const element = html("div", {}, html("div", { class: "studio-settings" }, field("Task", task), field("Third in the race", rival)), run.element, bar, results);

  async function race({ progress, goesOn }) {
    const state = await ready();
    const begun = await ask("studio.race_start", { state }, progress);
    progress("");
    const racing = begun.entrants.map(lane);
    lanes.replaceChildren(...racing.map((each) => each.element));
    const measure = begun.measure ?? "accuracy";
    say(caption, `${capital(measure)} while learning: the line is the median of five seeds at the best rate so far, the band runs from the lowest to the highest.`);
    [results.hidden, bar.hidden] = [false, false];
    bar.value = 0;
    chart.replaceChildren();
    let [news, points] = [{}, null];
    while (goesOn() && !news.finished) {
      news = await ask("studio.race_step", {});
      points ??= news.points;
      bar.value = news.done;
      racing.forEach((each) => each.show(news.entrants[each.key], points));
      drawChart(chart, racing, measure);
      progress(`${Math.round(100 * news.done)} % of ${begun.total} trainings`);
    }
    progress("");
    bar.hidden = true;
    return news.finished ? news.sentence.replaceAll(/\. (?=\S)/g, ".\n") : "";
  }

  function show(state) {
    if (!rival.options.length) {
      const others = Object.entries(functions()).filter(([name]) => name !== "relu");
      rival.append(...others.map(([value, { title }]) => html("option", { value }, title)));
    }
    [task.value, rival.value] = [state.data, state.rival];
  }
  new MutationObserver(() => [...lanes.children].forEach((each) => each.redraw())).observe(document.documentElement, { attributeFilter: ["data-theme"] });
  return { element, show, run };
}
const capital = (text) => text[0].toUpperCase() + text.slice(1);

// One entrant: what it has learned so far, and what can be said of its units and gradients.
function lane({ key, title }) {
  const look = `studio-of-${key === "mine" ? key : title.replaceAll(" ", "-")}`; // each function has its color and dashes
  const canvas = html("canvas", { width: 240, height: 240, role: "img", "aria-label": `${title}: nothing learned yet` });
  const facts = html("dl", { class: "studio-facts" });
  const bars = svg("svg", { class: "studio-bars", viewBox: "0 0 120 40", role: "img" });
  const swatch = svg("svg", { viewBox: "0 0 28 8", width: 28, height: 8, "aria-hidden": "true" }, svg("path", { class: "studio-median", d: "M0 4H28" }));
  const element = html("section", { class: `studio-lane ${look}` }, html("h3", {}, swatch, title), canvas, facts, html("p", { class: "studio-caption" }, "gradients"), bars);
  let [known, points] = [{}, null];
  element.redraw = () => drawLearned(canvas, known, points);
  return {
    key,
    title,
    element,
    look,
    get curves() {
      return known.curves;
    },
    show(news, given) {
      if (!news) return;
      [known, points] = [{ ...known, ...news }, given];
      element.redraw();
      const score = known.curves?.median?.at(-1);
      if (score !== undefined) canvas.setAttribute("aria-label", `What ${title} has learned: ${digits(score, 3)} after ${known.curves.epochs.at(-1)} epochs`);
      const rows = [["rate", known.rate === null || known.rate === undefined ? "–" : String(known.rate)], ["dead units", known.dead === null || known.dead === undefined ? "–" : percent(known.dead)]];
      facts.replaceChildren(...rows.flatMap(([name, text]) => [html("dt", {}, name), html("dd", {}, text)]));
      if (known.gradients) drawGradients(bars, known.gradients, title);
    },
  };
}

const color = (name) => getComputedStyle(document.getElementById("studio")).getPropertyValue(name).trim();
function drawLearned(canvas, { regions, line }, points) {
  const pen = canvas.getContext("2d");
  const { width, height } = canvas;
  pen.clearRect(0, 0, width, height);
  const box = regions?.limits ?? (points ? around(points.x, line) : null);
  if (!box) return;
  const [left, right, bottom, top] = box;
  const at = ([x, y]) => [((x - left) / (right - left)) * width, ((top - y) / (top - bottom)) * height];
  if (regions) drawRegions(pen, regions, width, height);
  drawPoints(pen, points, at);
  if (line) drawLine(pen, line, at);
}
function drawRegions(pen, { size, classes }, width, height) {
  const fills = [0, 1, 2].map((kind) => color(`--studio-region-${kind}`));
  const [across, down] = [width / size, height / size];
  [...classes].forEach((kind, place) => {
    pen.fillStyle = fills[kind];
    pen.fillRect(Math.floor((place % size) * across), Math.floor(Math.floor(place / size) * down), Math.ceil(across), Math.ceil(down));
  });
}
function drawPoints(pen, points, at) {
  if (!points) return;
  const inks = [0, 1, 2].map((kind) => color(`--studio-point-${kind}`));
  points.x.forEach((place, k) => {
    const [x, y] = at(place);
    pen.fillStyle = inks[points.labels?.[k] ?? 0];
    pen.beginPath();
    pen.arc(x, y, 3, 0, 7);
    pen.fill();
  });
}
function drawLine(pen, { x, y }, at) {
  pen.strokeStyle = color("--pst-color-text-base");
  pen.lineWidth = 4;
  pen.beginPath();
  x.forEach((each, k) => pen.lineTo(...at([each, y[k]])));
  pen.stroke();
}
function around(places) {
  const [xs, ys] = [0, 1].map((k) => places.map((place) => place[k]));
  const wide = (values, by) => [Math.min(...values) - by, Math.max(...values) + by];
  return [...wide(xs, 0.1), ...wide(ys, 0.3)];
}

// Ten bars from the first layer to the last, each by its power of ten from −5 to 2.
function drawGradients(bars, sizes, title) {
  const tall = (size) => (size > 0 ? Math.max(1, Math.min(38, (Math.log10(size) + 5) * 5)) : 1);
  bars.replaceChildren(
    svg("line", { class: "studio-axis", x1: 0, x2: 120, y1: 13, y2: 13, "stroke-dasharray": "3 3" }),
    ...sizes.map((size, k) => svg("rect", { class: "studio-bar", x: 12 * k + 2, width: 8, y: 38 - tall(size), height: tall(size) })),
  );
  bars.setAttribute("aria-label", `${title}: of a gradient of size 1 at layer 10 of a fresh network, ${scientific(sizes[0])} is left at layer 1`);
}
function scientific(value) {
  if (!(value > 0)) return "nothing";
  return value >= 0.001 && value < 10_000 ? digits(value, 3) : value.toExponential(0).replace("e", " times ten to the power of ").replace("+", "").replace("-", "−");
}

// A share on a plain scale from 0 to 1, an error by powers of ten.
function scaleOf(values, measure) {
  if (!/error|loss/i.test(measure)) return { ticks: [0, 0.5, 1], share: (value) => value };
  const powers = values.filter((value) => value > 0).map(Math.log10);
  const [low, high] = [Math.floor(Math.min(...powers, 0)), Math.ceil(Math.max(...powers, 0.1))];
  const ticks = Array.from({ length: high - low + 1 }, (_, k) => 10 ** (low + k));
  const share = (value) => (Math.log10(Math.max(value, 10 ** low)) - low) / (high - low);
  return { ticks, share };
}

function drawChart(chart, racing, measure) {
  const drawn = racing.filter(({ curves }) => curves?.epochs?.length);
  if (!drawn.length) return;
  const values = drawn.flatMap(({ curves }) => [...curves.low, ...curves.high]);
  const { ticks, share } = scaleOf(values, measure);
  const last = Math.max(...drawn.map(({ curves }) => curves.epochs.at(-1)), 1);
  const x = (epoch) => (LEFT + (epoch / last) * (WIDTH - LEFT - 8)).toFixed(1);
  const y = (value) => (8 + (1 - share(value)) * (HEIGHT - BOTTOM - 8)).toFixed(1);
  const pairs = (epochs, heights) => epochs.map((epoch, k) => `${x(epoch)},${y(heights[k])}`);
  const rows = ticks.flatMap((value) => [
    svg("line", { class: "studio-grid", x1: LEFT, x2: WIDTH - 8, y1: y(value), y2: y(value) }),
    svg("text", { class: "studio-label", x: LEFT - 6, y: Number(y(value)) + 4, "text-anchor": "end" }, digits(value, 4)),
  ]);
  const ends = [svg("text", { class: "studio-label", x: LEFT, y: HEIGHT - 12 }, "0"), svg("text", { class: "studio-label", x: WIDTH - 8, y: HEIGHT - 12, "text-anchor": "end" }, `epoch ${last}`)];
  const bands = drawn.map(({ curves: { epochs, low, high }, look }) => svg("polygon", { class: `studio-band ${look}`, points: [...pairs(epochs, high), ...pairs(epochs, low).reverse()].join(" ") }));
  const lines = drawn.map(({ curves: { epochs, median }, look }) => svg("polyline", { class: `studio-median ${look}`, points: pairs(epochs, median).join(" ") }));
  chart.replaceChildren(...rows, ...ends, ...bands, ...lines);
  const said = drawn.map(({ title, curves: { median, low, high } }) => `${title} ${digits(median.at(-1), 3)} (${digits(low.at(-1), 3)} to ${digits(high.at(-1), 3)})`);
  chart.setAttribute("aria-label", `Median ${measure} at epoch ${last}, with the spread of five seeds: ${said.join("; ")}`);
}
