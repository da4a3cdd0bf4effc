// The playground in Firefox: it trains, pauses, answers its controls and its address.
import { expect, open, read } from "./reader.mjs";

await read(async () => {
  const page = await open("playground.html");
  const until = (words, given) => page.waitForFunction(words, {}, given);
  const state = (wanted) => until((text) => document.getElementById("playground").dataset.state === text, wanted);
  const epoch = () => page.$eval("#playground", (room) => Number(room.dataset.epoch));
  const pixels = (name = ".playground-regions") => page.$eval(name, (canvas) => canvas.toDataURL());
  const press = (name) => page.evaluate((text) => [...document.querySelectorAll("#playground button")].find((each) => each.textContent === text).click(), name);

  await page.waitForSelector(".playground-controls");
  const stored = await pixels();
  await page.click("#playground .live-row button");
  await until(() => {
    const { begun, epoch } = document.getElementById("playground").dataset;
    return begun === "true" && Number(epoch) > 20;
  });
  expect((await pixels()) !== stored, "training changes no picture");
  const [from, began] = [await page.$eval("#playground", (room) => Number(room.dataset.frames)), Date.now()];
  await new Promise((later) => setTimeout(later, 2000));
  const frames = (await page.$eval("#playground", (room) => Number(room.dataset.frames))) - from;
  console.info(`${((1000 * frames) / (Date.now() - began)).toFixed(1)} frames a second`);
  await press("Pause");
  await state("paused");

  await page.select("#playground-activation", "tanh");
  await until(() => location.hash.includes("activation=tanh") && document.getElementById("playground").dataset.shows === location.hash.slice(1));
  expect((await epoch()) === 0, "another activation does not begin afresh");
  await press("One epoch");
  await until(() => document.getElementById("playground").dataset.epoch === "1");
  await page.evaluate(() => (location.hash = "data=nothing"));
  await until(() => document.querySelector(".playground-notice").textContent.includes("Nothing was changed"));
  const units = await page.$$eval(".playground-units canvas", (all) => all.length);
  expect(units > 0, "no pictures of units");
});
