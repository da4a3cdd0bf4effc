// Writes the licenses of everything that the bundle holds beside it.
import { readFileSync, readdirSync, writeFileSync } from "node:fs";

const packages = Object.entries(JSON.parse(readFileSync("package-lock.json")).packages)
  .filter(([path, { dev, optional }]) => path && !dev && !optional);
const texts = packages.map(([path, { version, license }]) => {
  const file = readdirSync(path).find((name) => /^licen[cs]e/i.test(name));
  const text = file ? readFileSync(`${path}/${file}`, "utf8").trim() : "";
  return `${path.replace("node_modules/", "")} ${version} (${license})\n\n${text}`;
});
writeFileSync("bundle/LICENSES.txt", texts.join(`\n\n${"-".repeat(70)}\n\n`) + "\n");
