// What the pages need beside the theme and the widget renderer. Runs before both.

// The theme's icon script would swap the <i> inside widgets for <svg>, at which Play throws.
window.FontAwesomeConfig = { observeMutations: false };

// html-manager asks MathJax 2 to typeset; MathJax 3 answers. What comes too early waits.
(function () {
  const waiting = [];
  const hub = {
    Queue(task) {
      waiting.push(task[2]);
    },
  };
  // The keyboard can scroll only what it can reach.
  function reachScrolled() {
    document.querySelectorAll(".bd-article .math, .bd-article mjx-container").forEach((formula) => {
      if (formula.scrollWidth > formula.clientWidth && formula.clientWidth) formula.tabIndex = 0;
      else formula.removeAttribute("tabindex");
    });
    // The theme does this for code, but only once, when code in a closed solution has no width yet.
    document.querySelectorAll(".bd-article pre").forEach((code) => {
      if (code.clientWidth) code.tabIndex = code.scrollWidth > code.clientWidth ? 0 : -1;
    });
  }
  window.addEventListener("resize", reachScrolled);
  document.addEventListener("click", () => requestAnimationFrame(reachScrolled));

  const config = (window.MathJax = window.MathJax || {});
  config.Hub = hub;
  config.startup = Object.assign({}, config.startup, {
    ready() {
      MathJax.startup.defaultReady();
      MathJax.Hub = hub;
      let typeset = MathJax.startup.promise.then(reachScrolled);
      hub.Queue = (task) => {
        typeset = typeset.then(() => MathJax.typesetPromise([task[2]])).catch(console.error);
      };
      waiting.splice(0).forEach((element) => hub.Queue([null, null, element]));
    },
  });
})();

// Names for the controls, which the widgets' markup lacks.
(function () {
  function nameSlider(row) {
    const label = row.querySelector(".widget-label");
    const readout = row.querySelector(".widget-readout");
    const handle = row.querySelector(".noUi-handle");
    if (!label || !handle) return;
    handle.setAttribute("aria-label", label.textContent);
    readout.contentEditable = "false";
    const announce = () => {
      if (handle.getAttribute("aria-valuetext") !== readout.textContent) {
        handle.setAttribute("aria-valuetext", readout.textContent);
      }
    };
    announce();
    // The slider rewrites aria-valuetext with its position in the list: put the value back.
    const observer = new MutationObserver(announce);
    observer.observe(readout, { childList: true, characterData: true, subtree: true });
    observer.observe(handle, { attributes: true, attributeFilter: ["aria-valuetext", "aria-valuenow"] });
  }

  function nameButtons(row) {
    const label = row.querySelector(".widget-label");
    row.setAttribute("role", "group");
    if (label) row.setAttribute("aria-label", label.textContent);
    const press = () =>
      row.querySelectorAll("button").forEach((button) => {
        const pressed = String(button.classList.contains("mod-active"));
        if (button.getAttribute("aria-pressed") !== pressed) button.setAttribute("aria-pressed", pressed);
      });
    press();
    new MutationObserver(press).observe(row, { attributes: true, attributeFilter: ["class"], subtree: true });
  }

  function nameMenu(row) {
    const label = row.querySelector(".widget-label");
    const menu = row.querySelector("select");
    if (label && menu) menu.setAttribute("aria-label", label.textContent);
  }

  const treatments = [
    [".widget-hslider", nameSlider],
    [".widget-toggle-buttons", nameButtons],
    [".widget-dropdown", nameMenu],
    [".explorer > .widget-box:last-child", (stack) => stack.setAttribute("aria-live", "polite")],
    [".explorer .widget-label", (label) => label.removeAttribute("title")], // it says "null"
  ];

  function treatNewWidgets() {
    for (const [selector, treat] of treatments) {
      document.querySelectorAll(selector).forEach((element) => {
        if (element.dataset.named) return;
        element.dataset.named = "yes";
        treat(element);
      });
    }
  }

  // What axe-core finds in the theme and in the lists of references.
  function mendTheme() {
    document.querySelector(".sidebar-primary-item:has(.navbar-brand)")?.setAttribute("role", "banner");
    document.querySelectorAll(".citation-list, .citation").forEach((each) => each.removeAttribute("role"));
    document.querySelectorAll(".bd-sidebar summary").forEach((each) => {
      const page = each.closest("li").querySelector("a").textContent.trim();
      each.setAttribute("aria-label", `Pages below: ${page}`);
    });
    // A page opened from disk may not fetch others for excerpts; the list of results stays.
    if (location.protocol === "file:") DOCUMENTATION_OPTIONS.SHOW_SEARCH_SUMMARY = false;
  }

  document.addEventListener("DOMContentLoaded", () => {
    mendTheme();
    new MutationObserver(treatNewWidgets).observe(document.body, { childList: true, subtree: true });
    treatNewWidgets();
  });
})();
