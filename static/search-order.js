// Search results: the chapter about what is asked for comes first. Sphinx puts this into its language_data.js,
// after a statement that lacks its semicolon.
;(() => {
  // What a chapter is about, beside the words of its address.
  const ABOUT = {
    "chapters/01-why-nonlinearity": "linear layers",
    "chapters/04-sigmoid": "logistic",
    "chapters/06-relu": "dying dead",
    "chapters/07-leaky-relu-and-prelu": "leakyrelu",
    "chapters/09-gelu-and-friends": "silu swish mish softplus elu selu",
    "chapters/11-derivatives": "gradient check",
    "chapters/13-binary-classification": "cross entropy",
    "chapters/15-gradients-that-vanish": "vanishing exploding initialization",
    "chapters/16-images": "convolution",
    "chapters/17-sequences": "recurrent",
    "chapters/18-choosing": "which should use best choose",
    "chapters/20-catalogue": "formula formulas pytorch",
  };
  const OWN_SUBJECT = 200; // above all that Sphinx gives for words in titles and texts
  const CHAPTER = 5;
  const words = (text) => text.toLowerCase().match(/[a-z]+/g) ?? [];
  const asked = new Set(words(new URLSearchParams(location.search).get("q") ?? ""));

  // The share of a chapter's own words counts as well, so that "relu" finds its chapter before that of Leaky ReLU.
  function subjectOf(page) {
    const own = words(page.replace(/^.*\/\d*/, "")).filter((each) => each !== "and");
    const met = own.filter((each) => asked.has(each)).length;
    const more = words(ABOUT[page] ?? "").filter((each) => asked.has(each)).length;
    return met + more + met / own.length;
  }

  window.Scorer = {
    score([page, , anchor, , score]) {
      if (!page.startsWith("chapters/")) return score;
      return score + CHAPTER + OWN_SUBJECT * subjectOf(page) - (anchor ? 1 : 0);
    },
    objNameMatch: 11,
    objPartialMatch: 6,
    objPrio: { 0: 15, 1: 5, 2: -5 },
    objPrioDefault: 0,
    title: 15,
    partialTitle: 7,
    term: 5,
    partialTerm: 2,
  };

  // An excerpt is prose: no contents lists, code, tables or formulas that only their source would show.
  const PROSE = "p, li:not(:has(p)), dd:not(:has(p))";
  const NO_PROSE = "nav, pre, table, script, style, math, .headerlink, .side-note, .place, .visually-hidden, .onlyprint";
  function prose(page, anchor) {
    const article = new DOMParser().parseFromString(page, "text/html").querySelector(".bd-article");
    let part = (anchor && article?.querySelector(anchor)) || article;
    while (part?.tagName === "DT") part = part.nextElementSibling; // of a term, what it means
    if (!part) return "";
    part.querySelectorAll(NO_PROSE).forEach((each) => each.remove());
    const texts = [...part.querySelectorAll(PROSE)].map((each) => each.textContent.replace(/\s+/g, " ").trim());
    return (texts.length ? texts : [part.textContent]).join(" ");
  }
  document.addEventListener("DOMContentLoaded", () => (Search.htmlToText = prose));
})();
