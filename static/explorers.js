// Explorers: native controls choose which of the stored frames is shown. The page has the first without it.
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
    return { count: options.length, chosen: () => input.valueAsNumber, listen: (act) => input.addEventListener("input", act), show };
  }
  function menu(select) {
    return { count: select.length, chosen: () => select.selectedIndex, listen: (act) => select.addEventListener("input", act), show() {} };
  }
  function buttons(group) {
    const all = [...group.children];
    const pressed = (button) => button.getAttribute("aria-pressed") === "true";
    const listen = (act) =>
      group.addEventListener("click", ({ target }) => {
        if (!all.includes(target)) return;
        all.forEach((button) => button.setAttribute("aria-pressed", String(button === target)));
        act();
      });
    return { count: all.length, chosen: () => all.findIndex(pressed), listen, show() {} };
  }
  const KINDS = [["input", slider], ["select", menu], ["[role=group]", buttons]];

  function control(row) {
    const [selector, kind] = KINDS.find(([each]) => row.querySelector(each));
    return kind(row.querySelector(selector));
  }

  // A figure of curves says its title first, and that is what has changed.
  const title = (sentence) => sentence.split(": curves over ")[0];

  function drawn(drawing) {
    const template = document.createElement("template");
    template.innerHTML = drawing;
    return template.content.firstElementChild;
  }

  function startExplorer(explorer, frames) {
    const frame = explorer.querySelector(".frame");
    const status = explorer.querySelector("[role=status]");
    const controls = [...explorer.querySelectorAll(".explorer-control")].map(control);
    const chosen = () => controls.reduce((place, each) => place * each.count + each.chosen(), 0);
    let waiting;
    function show() {
      controls.forEach((each) => each.show());
      const [sentence, drawing] = frames[chosen()];
      if (frame.getAttribute("aria-label") === sentence) return;
      const next = drawn(drawing);
      for (const name of ["width", "height", "viewBox"]) frame.setAttribute(name, next.getAttribute(name));
      frame.replaceChildren(...next.childNodes);
      frame.setAttribute("aria-label", sentence);
      clearTimeout(waiting);
      waiting = setTimeout(() => (status.textContent = title(sentence)), SAID_AFTER);
    }
    controls.forEach((each) => each.listen(show));
    show(); // what was moved before this script had come
  }
  window.startExplorer = startExplorer;

  for (const data of document.querySelectorAll(".explorer > script")) startExplorer(data.parentElement, JSON.parse(data.textContent));
})();
