// The book on paper: title, contents, parts, hints and solutions, as one document for a browser to print.
import { about, assemble, deeper, headOf, lost, make, titlePage, to } from "./book.js";

const body = document.body;
const PAGES = "A number in brackets after a link, such as (p. 12), is the page that it leads to.";
const LONG = 18; // lines, from which on a block of code may go over two pages
const SHORT = 3.5; // lines, up to which a paragraph stays on one page

/** Build the document; return the addresses of links that lead nowhere. */
window.build = async (book) => {
  document.title = book.title;
  const chapters = await assemble(book);
  const main = make("main");
  body.append(titlePage(book, chapters), about(book, "on paper", PAGES), make("nav", "contents"), main);
  for (const { caption } of book.parts) main.append(partOf(caption, chapters.filter(({ part }) => part === caption)));
  main.append(solutions(chapters.filter(({ answers }) => answers.children.length)));
  contents(document.querySelector("nav"), main);
  const dead = lost(document);
  for (const each of document.querySelectorAll("a.told")) {
    each.after(Object.assign(make("span", "on-page", "000"), { ariaHidden: "true" }));
  }
  for (const each of document.querySelectorAll("pre")) measure(each);
  await document.fonts.ready;
  await Promise.all([...document.images].map((each) => each.decode()));
  for (const each of [...document.querySelectorAll("main p")].filter(isShort)) each.classList.add("short");
  for (const each of document.querySelectorAll("main :is(h2, h3, h4, h5, h6):has(+ p.short)")) keepTogether(each, each.nextElementSibling);
  return dead;
};

// Where the rules of style ask for too much at once, a browser gives up the one that a heading stays with its text.
function keepTogether(heading, text) {
  const both = make("div", "together");
  heading.before(both);
  both.append(heading, text);
}

const isShort = (each) => each.offsetHeight < SHORT * parseFloat(getComputedStyle(each).lineHeight);

/** Write the page that each place came to stand on. */
window.number = (pages) => {
  for (const each of document.querySelectorAll(".on-page")) {
    each.textContent = pages[decodeURIComponent(each.previousElementSibling.hash.slice(1))];
  }
};

/** Return what is wider than its room, and would be cut off. */
window.clipped = () => {
  const end = ({ right }) => Math.floor(right);
  const edge = end(body.getBoundingClientRect());
  const wide = (each) => !each.closest("svg") && end(each.getBoundingClientRect()) > edge + 1;
  const where = (each) => `${each.localName} in ${each.closest("[data-page]")?.dataset.page}: ${each.textContent.slice(0, 60)}`;
  return [...document.querySelectorAll("main *")].filter(wide).map(where);
};

function partOf(caption, chapters) {
  const made = make("section", "part", make("h1", "", caption));
  for (const { section } of chapters) {
    deeper(section);
    section.classList.add("chapter");
    head(section, section.querySelector("h2").textContent);
    made.append(section);
  }
  made.querySelector(".chapter").prepend(made.firstChild);
  return made;
}

function solutions(chapters) {
  const made = make("section", "part solutions", make("h1", "", "Hints and solutions"));
  for (const { section, answers } of chapters) {
    const title = section.querySelector("h2");
    answers.prepend(headOf(title));
    answers.classList.add("chapter");
    head(answers, `Hints and solutions: ${title.textContent}`);
    made.append(answers);
  }
  made.querySelector(".chapter").prepend(made.firstChild);
  return made;
}

/** Give a chapter pages of its own, with its title at their head. */
function head(chapter, words) {
  const name = `of-${document.querySelectorAll("style.head").length}`;
  chapter.style.page = name;
  document.head.append(make("style", "head", `@page ${name} { @top-center { content: ${JSON.stringify(words)}; } }`));
}

function contents(nav, main) {
  nav.append(make("h1", "", "Contents"));
  const few = "h1, h2, [data-page] > h3, h3:has(.section-number)";
  for (const heading of main.querySelectorAll(few)) {
    if (/\d\. (Summary|References|Exercises)$/.test(heading.textContent)) continue;
    if (heading.matches("h1")) {
      nav.append(make("p", "of-part", heading.textContent));
      continue;
    }
    const id = heading.id || heading.closest("section[id]").id;
    nav.append(make("p", `of-${heading.localName}`, to(id, heading.textContent)));
  }
}

/** Tell a block of code its longest line, which decides its size, and whether it may go over two pages. */
function measure(block) {
  const lines = block.textContent.trimEnd().split("\n");
  block.style.setProperty("--columns", Math.max(...lines.map((line) => [...line].length)));
  block.classList.toggle("long", lines.length > LONG);
}
