// A reader with Firefox: what the programs beside this file share. node PROGRAM ADDRESS FIREFOX
import puppeteer from "puppeteer-core";

const LONGEST = 600_000;
export const [address, executablePath] = process.argv.slice(2);
const troubles = [];
const browser = await puppeteer.launch({ browser: "firefox", executablePath, headless: true, protocolTimeout: LONGEST, args: ["--width=1280", "--height=900"] });

export const expect = (condition, words) => condition || troubles.push(words);

// `isWanted` spares an exception that a test asks for.
export async function open(path, isWanted = () => false) {
  const page = await browser.newPage();
  page.setDefaultTimeout(LONGEST);
  page.on("pageerror", (error) => isWanted(error.message) || troubles.push(`exception: ${error.message}`));
  page.on("request", (request) => /^(https?:\/\/127\.0\.0\.1|data:|blob:)/.test(request.url()) || troubles.push(`away: ${request.url()}`));
  await page.goto(new URL(path, address).href);
  return page;
}

// Print what went wrong and end, with 1 if anything did.
export async function read(story) {
  await story().catch((error) => troubles.push(`${error.stack} ${error.cause ?? ""}`));
  await browser.close();
  console.log([...new Set(troubles)].slice(0, 20).join("\n") || "Firefox: all is well");
  process.exit(troubles.length ? 1 : 0);
}
