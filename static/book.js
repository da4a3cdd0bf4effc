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
    // A page opened from disk may not fetch others for excerpts; the list of results stays.
    if (location.protocol === "file:") DOCUMENTATION_OPTIONS.SHOW_SEARCH_SUMMARY = false;
  }

  document.addEventListener("DOMContentLoaded", mendTheme);
})();
