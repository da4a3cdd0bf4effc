// A reader with Firefox on the front page: node firefox-hero.mjs ADDRESS FIREFOX. Prints what went wrong; ends with 1 if anything did.
import puppeteer from "puppeteer-core";

const [address, executablePath] = process.argv.slice(2);
const troubles = [];
const browser = await puppeteer.launch({ browser: "firefox", executablePath, headless: true, args: ["--width=1280", "--height=900"] });
const page = await browser.newPage();
page.setDefaultTimeout(120_000);
page.on("pageerror", (error) => troubles.push(`exception: ${error.message}`));
page.on("request", (request) => /^(https?:\/\/127\.0\.0\.1|data:|blob:)/.test(request.url()) || troubles.push(`away: ${request.url()}`));

const expect = (condition, words) => condition || troubles.push(words);
const text = (name) => page.$eval(`.hero-${name}`, (each) => each.textContent);
const places = (on = page) => on.$$eval(".hero-hinge", (all) => all.map((each) => Number(each.getAttribute("aria-valuenow"))));
const begins = (words) => page.waitForFunction((start) => document.querySelector(".hero-message").textContent.startsWith(start), {}, words);

try {
  await page.goto(`${address}intro.html`);
  await page.waitForSelector(".hero-alive");
  const [first, second, third] = await places();
  const score = await text("number");

  const { x, y, width } = await page.$eval(".hero-hinge", (each) => (each.scrollIntoView({ block: "center" }), each.getBoundingClientRect().toJSON()));
  await page.mouse.move(x + width / 2, y + width / 2);
  await page.mouse.down();
  await page.mouse.move(x + width / 2 - 50, y + width / 2, { steps: 5 });
  await page.mouse.up();
  const [dragged] = await places();
  expect(dragged < first - 5, "the mouse moves no hinge");
  expect((await text("number")) !== score, "the score does not follow");

  await page.keyboard.press("ArrowRight");
  expect((await places())[0] === dragged + 0.5, "an arrow key moves no hinge");
  await page.waitForFunction(() => location.hash.startsWith("#1.") && document.querySelector(".hero-said").textContent);

  const other = await browser.newPage();
  await other.goto(page.url());
  await other.waitForFunction(() => document.querySelector(".hero-message")?.textContent.startsWith("Sent to you"));
  expect(JSON.stringify(await places(other)) === JSON.stringify([dragged + 0.5, second, third]), "a link brings other hinges");
  await other.close();

  await page.click("label:has([value=identity])");
  await begins("No hinge bends it");
  await page.click("label:has([value=relu])");
  await page.click(".hero-learn");
  await begins("Learned in");
  expect((await text("number")) === "0.989", `learning ends at ${await text("number")}`);
} catch (error) {
  troubles.push(String(error));
}
await browser.close();
if (troubles.length) console.log(troubles.join("\n"));
process.exitCode = troubles.length ? 1 : 0;
