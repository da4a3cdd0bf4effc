// Explorers: native controls choose which of the stored frames is shown. The page has the first without it.
// It listens at the document, so that a control answers as soon as it is there, while the page still comes.
(() => {
  const SAID_AFTER = 700; // milliseconds, so that a dragged slider is silent until it rests

  // Each kind of control: which option is chosen, how many there are, and what else shows the choice.
  function slider(input) {
    const options = JSON.parse(input.dataset.options);
    const show = () => {
      const text = options[input.valueAsNumber];
      input.setAttribute("aria-valuetext", text);
      input.nextElementSibling.textContent = text;
    };
    return { count: options.length, chosen: input.valueAsNumber, show };
  }
  const menu = (select) => ({ count: select.length, chosen: select.selectedIndex, show() {} });
  function buttons(group) {
    const all = [...group.children];
    return { count: all.length, chosen: all.findIndex((button) => button.getAttribute("aria-pressed") === "true"), show() {} };
  }
  const KINDS = [["input", slider], ["select", menu], ["[role=group]", buttons]];

  function control(row) {
    const [selector, kind] = KINDS.find(([each]) => row.querySelector(each));
    return kind(row.querySelector(selector));
  }

  const known = new WeakMap();
  function framesOf(explorer) {
    if (!known.has(explorer)) {
      const data = explorer.querySelector(":scope > script");
      if (!data) return null; // the page has not come that far
      const first = explorer.querySelector(".frame").outerHTML; // is not written a second time
      known.set(explorer, JSON.parse(data.textContent).map(([sentence, drawing]) => [sentence, drawing || first]));
    }
    return known.get(explorer);
  }

  // A figure of curves says its title first, and that is what has changed.
  const title = (sentence) => sentence.split(": curves over ")[0];

  function drawn(drawing) {
    const template = document.createElement("template");
    template.innerHTML = drawing;
    return template.content.firstElementChild;
  }

  const waiting = new WeakMap();
  function show(explorer) {
    const frames = framesOf(explorer);
    if (!frames) return;
    const frame = explorer.querySelector(".frame");
    const controls = [...explorer.querySelectorAll(".explorer-control")].map(control);
    controls.forEach((each) => each.show());
    const [sentence, drawing] = frames[controls.reduce((place, each) => place * each.count + each.chosen, 0)];
    if (frame.getAttribute("aria-label") === sentence) return;
    const next = drawn(drawing);
    for (const name of ["width", "height", "viewBox"]) frame.setAttribute(name, next.getAttribute(name));
    frame.replaceChildren(...next.childNodes);
    tell(explorer, sentence);
  }
  function tell(explorer, sentence) {
    explorer.querySelector(".frame").setAttribute("aria-label", sentence);
    clearTimeout(waiting.get(explorer));
    const say = () => (explorer.querySelector("[role=status]").textContent = title(sentence));
    waiting.set(explorer, setTimeout(say, SAID_AFTER));
  }
  window.startExplorer = (explorer, frames) => {
    known.set(explorer, frames);
    show(explorer);
    window.startDragging?.(explorer); // one that Python in the page has made
  };

  const explorerOf = (target) => target.closest?.(".explorer");
  // Before whoever else hears of it: what follows a control by hand finds the frame chosen.
  const hear = (kind, heard) => document.addEventListener(kind, heard, { capture: true });
  hear("input", ({ target }) => {
    if (explorerOf(target)) show(explorerOf(target));
  });
  hear("moved", ({ target, detail }) => tell(target, detail)); // by hand, between the frames
  hear("click", ({ target }) => {
    const group = target.closest?.(".explorer [role=group]");
    if (!group || target.parentElement !== group) return;
    for (const button of group.children) button.setAttribute("aria-pressed", String(button === target));
    show(explorerOf(group));
  });
  // Who comes by keyboard sees what the control changes.
  document.addEventListener("focusin", ({ target }) => {
    if (target.matches?.(".explorer :focus-visible")) explorerOf(target).scrollIntoView({ block: "nearest" });
  });

  // What was moved before this script had come, or the frames had.
  function catchUp() {
    for (const explorer of document.querySelectorAll(".explorer")) {
      const moved = (each) => (each.value ?? "") !== (each.defaultValue ?? each.querySelector("[selected]")?.value ?? "");
      if ([...explorer.querySelectorAll("input, select")].some(moved)) show(explorer);
    }
  }
  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", catchUp);
  else catchUp();
})();
