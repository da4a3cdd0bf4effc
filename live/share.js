// The drawing on its way to somebody else: a link that holds it, a picture of it.
import { button, html, saveFile, say } from "./elements.js";
import { copied } from "./card.js";
import { ask, runner } from "./judge.js";
import { pack } from "./link.js";

const PAUSE = 400; // milliseconds without a change before the address follows

export function createShare({ state, ready }) {
  const note = html("span", { role: "status" });
  const linked = async () => new URL(await pack(state()), location.href).href;
  const copy = button("Copy link", async () => copied(await linked(), note));
  const send = button("Share …", async () => navigator.share({ title: document.title, text: `An activation function I drew: ${state().name}`, url: await linked() }).catch(() => {}));
  send.hidden = !navigator.share || !matchMedia("(pointer: coarse)").matches;
  const picture = runner("Save a picture", async ({ progress }) => {
    const drawn = await ready();
    const { svg, description } = await ask("studio.picture", { state: drawn }, progress);
    saveFile(`${drawn.name.replace(/[^\p{L}\p{N}]+/gu, "-") || "activation"}.svg`, svg, "image/svg+xml");
    return `Saved: ${description}`;
  });
  const element = html("div", { class: "studio-share" }, html("div", { class: "live-row" }, copy, send, note), picture.element);

  let waiting;
  const keep = async () => history.replaceState(history.state, "", await pack(state()));
  function follow() {
    clearTimeout(waiting);
    waiting = setTimeout(keep, PAUSE);
  }
  return { element, follow, keep };
}
