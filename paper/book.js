// Joins the built pages to one book without scripts, on paper and in an EPUB: `assemble` for both.
// tools/pdf.py and tools/epub.py call it in page.html, and take what it makes.
import { label, telling } from "./frames.js";

export const make = (name, className = "", ...children) => {
  const made = document.createElement(name);
  if (className) made.className = className;
  made.append(...children);
  return made;
};
// What only a screen, a hand or a script has a use for.
const ALIVE =
  "script, button, .headerlink, .sd-summary-state-marker, .toctree-wrapper, .studio-invitation, .side-note, .pst-js-only, [role=status]";
const slug = (name) => name.replaceAll("/", "-");
const anchor = (name, id) => (id ? `${slug(name)}--${id}` : slug(name));

async function fetched(name) {
  const answer = await fetch(`/${name}.html`);
  if (!answer.ok) throw new Error(`the built book has no page ${name}`);
  const read = new DOMParser().parseFromString(await answer.text(), "text/html");
  return document.adoptNode(read.querySelector("article > section"));
}

/** Return the chapters of a book, each with its section, and the answers that stood among them. */
export async function assemble({ parts, site }) {
  const chapters = [];
  for (const part of parts) {
    for (const { name, children = [] } of part.pages) {
      const section = await page(name);
      for (const child of children) section.append(deeper(await page(child)));
      chapters.push({ name, part: part.caption, section, answers: answersOf(section, name) });
    }
  }
  const names = new Set(parts.flatMap((part) => part.pages.flatMap(({ name, children = [] }) => [name, ...children])));
  const inside = chapters.flatMap(({ section, answers }) => [section, answers]);
  for (const each of inside) follow(each, names, site);
  return chapters;
}

async function page(name) {
  const section = await fetched(name);
  section.dataset.page = name;
  still(section);
  rename(section, name);
  return section;
}

/** Put what a reader moves or opens into a form that stands still. */
function still(section) {
  for (const each of section.querySelectorAll(".explorer")) each.replaceWith(strip(each));
  for (const each of section.querySelectorAll(".hero")) each.replaceWith(drawing(each));
  for (const each of section.querySelectorAll(ALIVE)) each.remove();
  for (const each of section.querySelectorAll("svg[role=img]")) each.replaceWith(image(each.getAttribute("aria-label"), each));
  for (const each of section.querySelectorAll("a.image-reference")) each.replaceWith(...each.childNodes);
  for (const each of section.querySelectorAll("img")) {
    each.removeAttribute("loading");
    each.removeAttribute("decoding");
  }
  for (const each of section.querySelectorAll("details:not(.hint, .predict details)")) {
    const summary = each.querySelector("summary");
    summary.remove();
    const title = make("p", "opened", make("strong", "", summary.textContent.trim()));
    const content = each.querySelector(".sd-summary-content") ?? each;
    each.replaceWith(...(each.querySelector(".cell_input") ? [] : [title]), ...content.childNodes);
  }
  for (const each of section.querySelectorAll("p:empty")) each.remove();
}

/** A drawing as a picture of its own, with the colors that it names where nothing else sets them. */
function image(alt, source) {
  const drawn = source instanceof Element ? new XMLSerializer().serializeToString(source) : source;
  const src = drawn.startsWith("<") ? `data:image/svg+xml,${encodeURIComponent(drawn)}` : drawn;
  return Object.assign(new Image(), { alt, src, className: "frame" });
}

/** A strip of an explorer's most telling frames, each with its settings and its sentence. */
function strip(explorer) {
  const frames = JSON.parse(explorer.querySelector('script[type="application/json"]').textContent);
  const first = explorer.querySelector(".frame"); // its source the page may carry once, where it is shown
  const controls = [...explorer.querySelectorAll(".explorer-control")].map(control);
  const made = make("div", "strip");
  for (const number of telling(frames.map(([words]) => words), controls.map(({ options }) => options.length))) {
    const [alt, source] = frames[number];
    const picture = image(alt, source || first.getAttribute("src") || first);
    const settings = make("strong", "", label(controls, number));
    made.append(make("figure", "", picture, make("figcaption", "", make("p", "", settings), make("p", "", alt))));
  }
  return made;
}

function control(row) {
  const slider = row.querySelector("input");
  const options = slider
    ? JSON.parse(slider.dataset.options)
    : [...row.querySelectorAll("button, option")].map((each) => each.textContent);
  return { name: row.firstElementChild.textContent, options };
}

function drawing(hero) {
  const plot = hero.querySelector(".hero-plot");
  const caption = make("figcaption", "", make("p", "", hero.querySelector(".hero-score").textContent));
  return make("figure", "drawing", plot, caption);
}

/** Give every id the name of its page, so that no two pages have the same, and links their whole address. */
function rename(section, name) {
  const seen = new Set();
  for (const each of [section, ...section.querySelectorAll("[id]")]) {
    if (!each.id || each.closest("svg")) continue;
    const lost = seen.has(each.id) || /^(exercise|solution)-content$/.test(each.id);
    seen.add(each.id);
    if (lost) each.removeAttribute("id");
    else each.id = anchor(name, each.id);
  }
  section.querySelector("h1").id = slug(name);
  const base = new URL(`/${name}.html`, location);
  for (const each of section.querySelectorAll("a[href]")) each.href = new URL(each.getAttribute("href"), base).href;
  for (const each of section.querySelectorAll("img[src]")) each.src = new URL(each.getAttribute("src"), base).href;
}

/** Let all headings be one level lower, as in a section of another page. */
export function deeper(section) {
  for (const level of [5, 4, 3, 2, 1]) {
    for (const each of section.querySelectorAll(`h${level}`)) {
      const lower = make(`h${level + 1}`, each.className, ...each.childNodes);
      if (each.id) lower.id = each.id;
      each.replaceWith(lower);
    }
  }
  return section;
}

/** Take hints, checks, solutions and answers to questions out of a chapter; return them in their order. */
function answersOf(section, name) {
  const answers = make("section", "answers");
  let questions = 0;
  for (const place of section.querySelectorAll(".predict, .exercise")) {
    if (place.matches(".predict")) answers.append(predicted(place, name, (questions += 1)));
    else answers.append(solved(place, section));
  }
  return answers;
}

function predicted(question, name, number) {
  const id = anchor(name, `question-${number}`);
  const answer = make("section", "answer");
  const asked = [...question.querySelectorAll(":scope > p:not(.admonition-title)")].map((each) => each.cloneNode(true));
  question.id = id;
  question.querySelector(".admonition-title").append(` (question ${number})`);
  answer.id = `${id}-answer`;
  answer.append(make("h3", "", `Question ${number}`, " ", to(id, "asked")));
  const options = make("ul", "options");
  for (const each of question.querySelectorAll("details")) {
    const words = each.querySelector(".sd-summary-text");
    options.append(make("li", "", ...words.cloneNode(true).childNodes));
    const reasons = [...each.querySelector(".sd-summary-content").childNodes];
    answer.append(make("p", "opened", make("strong", "", ...words.childNodes)), ...reasons);
    each.remove();
  }
  answer.firstChild.after(...asked);
  question.append(options, make("p", "whereto", to(answer.id, "Answer")));
  return answer;
}

function solved(exercise, section) {
  const title = exercise.querySelector(".admonition-title");
  const heading = make("h3", title.className, ...title.childNodes);
  title.replaceWith(heading);
  const answer = make("section", "answer");
  answer.id = `${exercise.id}-answer`;
  answer.append(make("h3", "", ...[...heading.childNodes].map((each) => each.cloneNode(true)), " ", to(exercise.id, "set")));
  const hints = exercise.querySelectorAll(".hint");
  hints.forEach((each, index) => {
    const number = hints.length > 1 ? `Hint ${index + 1}. ` : "Hint. ";
    const content = each.querySelector(".sd-summary-content");
    (content.querySelector("p") ?? content).prepend(make("strong", "", number));
    answer.append(...content.childNodes);
    each.remove();
  });
  const check = exercise.querySelector(".cell");
  if (check) answer.append(make("p", "opened", make("strong", "", "What the check asks.")), check);
  const solution = [...section.querySelectorAll(".solution")].find(
    (each) => each.querySelector(".admonition-title a").hash === `#${exercise.id.split("--")[1]}`,
  );
  if (solution) {
    solution.querySelector(".admonition-title").remove();
    const marked = make("p", "opened", make("strong", "", "Solution."));
    marked.id = solution.id;
    answer.append(marked, ...(solution.querySelector("section") ?? solution).childNodes);
    solution.remove();
  }
  exercise.append(make("p", "whereto", to(answer.id, hints.length ? "Hints and solution" : "Solution")));
  return answer;
}

/** A link within the book that tells its page on paper. */
export function to(id, words) {
  const made = make("a", "told", words);
  made.href = `#${id}`;
  return made;
}

/** Let links lead to places in the book, or to the published site; without one, keep their words alone. */
function follow(part, names, site) {
  for (const each of part.querySelectorAll("a[href]")) {
    const written = each.getAttribute("href");
    if (written.startsWith("#")) continue;
    const url = new URL(written);
    if (url.origin !== location.origin) {
      if (!shows(each, url)) each.append(make("span", "address", ` (${plain(url)})`));
      continue;
    }
    const name = url.pathname.slice(1).replace(/\.(html|ipynb)$/, "");
    const id = decodeURIComponent(url.hash.slice(1));
    if (!names.has(name)) {
      if (site) each.href = site + url.pathname.slice(1) + url.hash;
      else each.replaceWith(...each.childNodes);
      continue;
    }
    each.setAttribute("href", `#${anchor(name, id)}`);
    each.removeAttribute("title");
    const same = name === each.closest("[data-page]")?.dataset.page;
    if (!same && each.querySelector(".doc, .std-ref, .py-obj") && !/\d$/.test(each.textContent.trim())) {
      each.classList.add("told");
    }
  }
}

const plain = (url) => decodeURI(url.href).replace(/^https?:\/\/(www\.)?|\/$/g, "");
const shows = (link, url) => {
  const words = link.textContent;
  return words.includes(url.hostname.replace(/^www\./, "")) || /^(doi|arXiv):/i.test(words);
};

/** Unwrap links whose place is not in the book; return their addresses, of which there should be none. */
export function lost(root) {
  const links = [...root.querySelectorAll('a[href^="#"]')];
  const dead = links.filter((each) => !document.getElementById(decodeURIComponent(each.hash.slice(1))));
  for (const each of dead) each.replaceWith(...each.childNodes);
  return [...new Set(dead.map((each) => each.hash))];
}

/** A heading for what belongs to a chapter and stands elsewhere. */
export function headOf(title) {
  const made = make("h2", "", ...[...title.childNodes].map((each) => each.cloneNode(true)));
  made.id = `${title.id}-answers`;
  return made;
}

export function titlePage({ title, author, version, date }, chapters) {
  const drawn = chapters[0].section.querySelector(".drawing .hero-plot")?.cloneNode(true) ?? "";
  const made = make("header", "title-page", make("p", "book-title", title), drawn);
  made.append(make("p", "", author), make("p", "", [`Version ${version}`, date].filter(Boolean).join(", ")));
  return made;
}

/** What this form of the book is, and what is elsewhere. */
export function about({ site, license }, where, ...more) {
  const online = site ? Object.assign(make("a", "", site), { href: site }) : "the book’s own pages";
  const made = make(
    "section",
    "about",
    Object.assign(make("h1", "", "About this copy"), { id: "about" }),
    make("p", "", make("strong", "", `This is the book ${where}. `), MOVING, online, "."),
    make("p", "", "Hints, checks and solutions of the exercises, and the answers to “Predict, then look”, are collected at the end."),
    ...more.map((each) => make("p", "", each)),
    make("p", "", license),
  );
  return made;
}

const MOVING =
  "What moves on its pages stands still here. Of each explorer you see its controls at one end, in the middle and at the other end, and the two settings between which its sentence changes most; what a page lets you open stands open. The studio, the playground and the buttons that run code are on ";
