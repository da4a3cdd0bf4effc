// What the book adds to JupyterLab: one service worker for the whole site, keys for what stands in
// outputs, links back to the book's pages, a reload that shows the chapter again, and room on a phone.
const BOOK = new URL("../", import.meta.url).href;
const SECONDS = 5;
const NARROW = 760; // pixels

// JupyterLite would register a service worker of its own, and end all others of this site.
async function useTheBooksWorker(workers) {
  const registered = workers.register(`${BOOK}sw.js`);
  workers.register = () => registered;
  workers.getRegistrations = async () => [];
  await registered;
  const { active } = await workers.ready;
  if (workers.controller) return;
  const controlled = new Promise((resolve) => workers.addEventListener("controllerchange", resolve, { once: true }));
  active.postMessage({ claim: true });
  await Promise.race([controlled, new Promise((resolve) => setTimeout(resolve, SECONDS * 1000))]);
}
try {
  await useTheBooksWorker(navigator.serviceWorker);
} catch (error) {
  console.info(`Without a service worker, Python sees no files: ${error}`); // a private window
}

// The keys of a slider or a menu are its own: JupyterLab would go to another cell with the arrows.
document.addEventListener("focusin", ({ target }) => {
  if (target.closest(".jupyter-widgets")) target.dataset.lmSuppressShortcuts = "true";
});

// The notebooks do not know where the book lies: their links to its pages begin with /book/.
for (const event of ["pointerover", "focusin"]) {
  document.addEventListener(event, ({ target }) => {
    const link = target.closest?.("a[href^='/book/']");
    if (link) link.href = BOOK + link.getAttribute("href").slice("/book/".length);
  });
}

// JupyterLite takes the chapter out of the address; a reload of the tab looks for it here.
const address = new URL(location);
try {
  const chapter = address.searchParams.get("path") ?? sessionStorage.getItem("chapter");
  if (chapter) {
    sessionStorage.setItem("chapter", chapter);
    address.searchParams.set("path", chapter);
    history.replaceState(null, "", address);
  }
} catch {} // no storage: a reload shows the list of chapters

// On a phone the list of chapters would leave the chapter no room: Ctrl+B folds it, and opens it again.
if (innerWidth < NARROW) {
  const b = { key: "b", code: "KeyB", keyCode: 66, ctrlKey: true, bubbles: true };
  let looks = 10; // once the chapter is there: the list may open a little later
  const look = setInterval(() => {
    if (!document.querySelector(".jp-Notebook .jp-Cell")) return;
    if (document.querySelector("#jp-left-stack:not(.lm-mod-hidden)")) document.body.dispatchEvent(new KeyboardEvent("keydown", b));
    if (!--looks) clearInterval(look);
  }, 300);
}

// JupyterLab's editors have no names for those who do not see which cell they belong to.
function nameEditors() {
  for (const editor of document.querySelectorAll(".jp-Cell .cm-content:not([aria-label])"))
    editor.setAttribute("aria-label", editor.closest(".jp-CodeCell") ? "Code of this cell" : "Text of this cell");
}
new MutationObserver(nameEditors).observe(document.documentElement, { childList: true, subtree: true });
