// A reader with Firefox: node firefox.mjs ADDRESS FIREFOX. Prints what went wrong; ends with 1 if anything did.
import puppeteer from "puppeteer-core";

const [address, executablePath] = process.argv.slice(2);
const LONGEST = 600_000;
const troubles = [];
const browser = await puppeteer.launch({ browser: "firefox", executablePath, headless: true, args: ["--width=1280", "--height=900"] });
const page = await browser.newPage();
page.setDefaultTimeout(LONGEST);
// That another host is refused is said as an error, and is what we want.
page.on("pageerror", (error) => /127\.0\.0\.2/.test(error.message) || troubles.push(`exception: ${error.message}`));
page.on("request", (request) => /^(https?:\/\/127\.0\.0\.1|data:|blob:)/.test(request.url()) || troubles.push(`away: ${request.url()}`));

const expect = (condition, words) => condition || troubles.push(words);
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

try {
  await page.goto(`${address}chapters/01-why-nonlinearity.html`);
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
} catch (error) {
  troubles.push(String(error));
}
await browser.close();
console.log([...new Set(troubles)].slice(0, 20).join("\n") || "Firefox: all is well");
process.exit(troubles.length ? 1 : 0);
