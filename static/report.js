// "Report a mistake" tells in which section the reader was.
(function () {
  const link = document.querySelector("a.btn-report-mistake-button");
  if (!link) return;

  function section() {
    const passed = [...document.querySelectorAll(".bd-article :is(h1, h2, h3)")].filter(
      (heading) => heading.getBoundingClientRect().top < innerHeight / 2,
    );
    const heading = passed.at(-1)?.cloneNode(true);
    heading?.querySelector(".headerlink")?.remove();
    return heading?.textContent.trim() ?? "";
  }

  function tell() {
    const address = new URL(link.href);
    address.searchParams.set("section", section());
    link.href = address;
  }

  for (const sign of ["pointerdown", "focus", "click"]) link.addEventListener(sign, tell);
})();
