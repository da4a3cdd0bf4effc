// The studio in Firefox: drawn, undone, bent, shared, judged, raced, typed.
import { address, expect, open, read } from "./reader.mjs";

const [REACH, MARGIN] = [4, 14]; // of the plot: units from its middle, pixels around it
const page = await open("studio.html");
const curve = () => page.$eval("path.studio-curve", (path) => path.getAttribute("d"));
const press = (name) => page.evaluate((text) => [...document.querySelectorAll("button")].find((each) => each.textContent === text && !each.closest("[hidden]")).click(), name);
const said = (text) => page.waitForFunction((words) => [...document.querySelectorAll("[role=status], [role=alert], .studio-legend")].some((each) => each.textContent.includes(words)), {}, text);

async function draw(height) {
  const { x, y, width } = await page.$eval(".studio-plot", (plot) => (plot.scrollIntoView({ block: "center" }), plot.getBoundingClientRect().toJSON()));
  const unit = (width - 2 * MARGIN) / (2 * REACH);
  const at = (place) => [x + MARGIN + (place + REACH) * unit, y + MARGIN + (REACH - height(place)) * unit];
  await page.mouse.move(...at(-3.8));
  await page.mouse.down();
  for (let place = -3.6; place < 3.9; place += 0.2) await page.mouse.move(...at(place));
  await page.mouse.up();
}

await read(async () => {
  await page.waitForSelector("#studio[data-state]");
  const start = await curve();
  await draw(Math.tanh);
  const drawn = await curve();
  expect(drawn !== start, "a stroke draws nothing");
  await press("Undo");
  expect((await curve()) === start, "a stroke is not undone");
  await press("Redo");
  await page.waitForFunction(() => location.hash.startsWith("#1."));
  const link = page.url();

  await press("Bend by points");
  await page.$eval(".studio-handle", (handle) => handle.focus());
  await page.keyboard.press("ArrowUp");
  expect((await curve()) !== drawn, "an arrow key moves no point");

  const other = await open(link);
  await other.waitForSelector("#studio[data-state]");
  expect((await other.$eval("path.studio-curve", (path) => path.getAttribute("d"))) === drawn, "a link brings another curve");
  await other.goto(`${address}studio.html#1.${"A".repeat(2 ** 19)}`);
  await other.waitForFunction(() => document.querySelector("[role=alert]")?.textContent.includes("far too long"));
  await other.close();

  await press("Start over");
  await draw((x) => Math.max(0, x));
  await press("Judge it with Python");
  await said("nearest relative: ReLU");
  await draw(Math.tanh);
  await said("nearest relative: tanh");

  await page.select("#studio-race select", "wave");
  await press("Start the race");
  await page.waitForSelector("#studio-race canvas");
  await page.evaluate(() => [...document.querySelectorAll("#studio-race button")].find((each) => each.textContent === "Stop").click());
  await said("Stopped.");

  await press("Type a formula");
  await page.$eval(".studio-code", (input) => {
    input.value = "x * sigmoid(x)";
    input.dispatchEvent(new Event("change"));
  });
  await press("Run the formula");
  await said("The formula is drawn.");
  await said("nearest relative: SiLU");
});
