// A chapter in JupyterLab in Firefox: it runs whole, and its slider answers the keyboard.
import { expect, open, read } from "./reader.mjs";

await read(async () => {
  const page = await open("lab/lab/index.html?path=chapters/04-sigmoid.ipynb");
  await page.waitForSelector(".jp-Notebook .jp-Cell");
  await page.waitForFunction(() => document.querySelector(".jp-StatusBar-Left")?.textContent.includes("Idle"));
  await page.locator(".lm-MenuBar-item ::-p-text(Run)").click();
  await page.locator('.lm-Menu-item[data-command="runmenu:run-all"]').click();
  await new Promise((later) => setTimeout(later, 500));
  await page.waitForFunction(() => ![...document.querySelectorAll(".jp-Notebook .jp-InputPrompt")].some((prompt) => prompt.textContent.includes("*")));
  const errors = await page.$$eval(".jp-OutputArea-output[data-mime-type*='error']", (all) => all.map((each) => each.textContent));
  expect(errors.length === 0, `a cell ended in an error: ${errors[0]}`);
  const numbered = await page.$$eval(".jp-Notebook .jp-CodeCell .jp-InputPrompt", (all) => all.every((each) => /\d/.test(each.textContent)));
  expect(numbered, "a cell has not run");

  const alternative = () => page.$eval(".jp-OutputArea .jupyter-widgets img.frame", (frame) => frame.alt);
  await page.waitForSelector(".jp-OutputArea .jupyter-widgets [role=slider]");
  await page.$eval(".jp-OutputArea .jupyter-widgets [role=slider]", (handle) => (handle.scrollIntoView({ block: "center" }), handle.focus()));
  const before = await alternative();
  await page.keyboard.press("ArrowRight");
  await page.waitForFunction((text) => document.querySelector(".jp-OutputArea .jupyter-widgets img.frame").alt !== text, {}, before);
});
