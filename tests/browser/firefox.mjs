// A chapter in Firefox: exercises, Stop, the closed door, the keyboard, the whole page run.
import { expect, open, read } from "./reader.mjs";

// That another host is refused is said as an error, and is what we want.
const page = await open("chapters/01-why-nonlinearity.html", (message) => /127\.0\.0\.2/.test(message));
const exercise = "#ex-01-absolute";
const button = (name) => page.locator(`${exercise} .live ::-p-text(${name})`);

async function write(code) {
  await page.click(`${exercise} .cm-content`);
  await page.keyboard.down("Control");
  await page.keyboard.press("a");
  await page.keyboard.up("Control");
  await page.keyboard.press("Delete");
  await page.keyboard.type(code);
}
async function check() {
  await button("Check").click();
  await ended();
  return page.$eval(`${exercise} .live-output`, (output) => output.innerText);
}
const ended = () => page.waitForFunction((within) => [...document.querySelectorAll(`${within} .live button`)].find((each) => each.textContent === "Stop").disabled, {}, exercise);

await read(async () => {
  await page.waitForSelector(`${exercise} .live-row button`);
  await page.click(`${exercise} .live-row button`);
  await page.waitForSelector(`${exercise} .cm-content`);
  await write("weights = [1, 1]\nbiases = [0, 0]\noutput_weights = [1, 1]");
  expect((await check()).includes("Not yet."), "a wrong answer is not refused");
  await write("weights = [1, -1]\nbiases = [0, 0]\noutput_weights = [1, 1]");
  expect((await check()).includes("Right."), "a right answer is not accepted");

  await write("while True:\npass");
  await button("Check").click();
  await new Promise((later) => setTimeout(later, 1000));
  const pressed = Date.now();
  await button("Stop").click();
  await ended();
  expect(Date.now() - pressed < 3000, `stopping took ${Date.now() - pressed} ms`);

  await write(`import js\nquestion = js.XMLHttpRequest.new()\nquestion.open('GET', 'http://127.0.0.2:9/', False)\nquestion.send()`);
  expect(/NetworkError|JsException/.test(await check()), "another host was reached");
  const printable = String.fromCharCode(...Array.from({ length: 95 }, (_, index) => 32 + index));
  await write(`# ${printable}`);
  const typed = await page.$eval(`${exercise} .cm-line`, (line) => line.textContent);
  expect(typed.startsWith(`# ${printable}`), `typed: ${typed}`);

  await page.evaluate(() => [...document.querySelectorAll("button")].find((each) => each.textContent === "Run this page").click());
  await page.waitForFunction(() => /^(All|Ended|\d+ of)/.test(document.querySelector(".live-row .live-status")?.textContent ?? ""));
  const status = await page.$eval(".live-row .live-status", (each) => each.textContent);
  expect(status.startsWith("All"), status);
});
