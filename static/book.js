// What the pages need beside the theme.
(function () {
  // The keyboard can scroll only what it can reach.
  function reachScrolled() {
    document.querySelectorAll(".bd-article div.math").forEach((formula) => {
      if (formula.scrollWidth > formula.clientWidth && formula.clientWidth) formula.tabIndex = 0;
      else formula.removeAttribute("tabindex");
    });
    // The theme does this for code, but only once, when code in a closed solution has no width yet.
    document.querySelectorAll(".bd-article pre").forEach((code) => {
      if (code.clientWidth) code.tabIndex = code.scrollWidth > code.clientWidth ? 0 : -1;
    });
  }
  window.addEventListener("load", () => {
    reachScrolled();
    document.fonts.load("1em 'STIX Two Math'"); // so that the next page, which may have formulas, has it
  });
  window.addEventListener("resize", reachScrolled);
  document.addEventListener("click", () => requestAnimationFrame(reachScrolled));

  // What is below a page's first window is laid out when that has been shown, piece by piece, so that the
  // page answers meanwhile: as many pieces at once as the browser has time for.
  const idle = () => new Promise((resolve) => (window.requestIdleCallback ?? setTimeout)(resolve));
  const LONGEST_PIECE = 8; // milliseconds that one piece may take, as most do

  async function showAll() {
    const { dataset } = document.documentElement;
    const pieces = document.querySelectorAll(".bd-article section > *");
    let deadline;
    for (const each of pieces) {
      if (!(deadline?.timeRemaining() > LONGEST_PIECE)) deadline = await idle();
      each.style.contentVisibility = "visible";
      each.getBoundingClientRect(); // lays it out now, within the time
    }
    delete dataset.below;
    pieces.forEach((each) => each.style.removeProperty("content-visibility"));
    reachScrolled();
  }
  document.addEventListener("DOMContentLoaded", () => requestAnimationFrame(() => setTimeout(showAll)));
})();

(function () {
  // What axe-core finds in the theme and in the lists of references.
  function mendTheme() {
    document.querySelector(".sidebar-primary-item:has(.navbar-brand)")?.setAttribute("role", "banner");
    document.querySelectorAll(".citation-list, .citation").forEach((each) => each.removeAttribute("role"));
    document.querySelectorAll(".bd-sidebar summary").forEach((each) => {
      const page = each.closest("li").querySelector("a").textContent.trim();
      each.setAttribute("aria-label", `Pages below: ${page}`);
    });
  }

  document.addEventListener("DOMContentLoaded", mendTheme);
  // A page opened from disk may not fetch others for excerpts; the list of results stays.
  if (location.protocol === "file:") DOCUMENTATION_OPTIONS.SHOW_SEARCH_SUMMARY = false;
})();

(function () {
  // The mark beside a heading leads to it, as ever, and puts its address where it can be pasted.
  const SHOWN_FOR = 2000; // milliseconds
  const status = Object.assign(document.createElement("p"), { className: "visually-hidden" });
  status.setAttribute("role", "status");
  const marks = () => document.querySelectorAll(".bd-article a.headerlink");

  async function copyLink({ currentTarget: mark }) {
    await navigator.clipboard.writeText(mark.href);
    mark.dataset.copied = status.textContent = "Link copied";
    setTimeout(() => {
      delete mark.dataset.copied;
      status.textContent = "";
    }, SHOWN_FOR);
  }

  document.addEventListener("DOMContentLoaded", () => {
    if (!navigator.clipboard) return; // a page that came without encryption may not
    document.body.append(status);
    for (const mark of marks()) {
      const title = mark.parentElement.textContent.slice(0, -mark.textContent.length).trim();
      mark.title = "Copy the link to this heading";
      mark.setAttribute("aria-label", `Copy the link to: ${title}`);
      mark.addEventListener("click", (event) => copyLink(event).catch(() => {}));
    }
  });
})();
