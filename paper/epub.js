// The book as the documents of an EPUB: a page each, hints and solutions at the end, without scripts.
import { about, assemble, headOf, lost, make, titlePage } from "./book.js";

const SHOWN = "h1, h2"; // in the table of contents

/** Return the documents in reading order, and the addresses of links that lead nowhere. */
window.build = async (book) => {
  const chapters = await assemble(book);
  const cover = titlePage(book, chapters);
  const documents = [{ file: "about.xhtml", section: about(book, "on a reading device") }];
  for (const { name, section } of chapters) documents.push({ file: `${name.replaceAll("/", "-")}.xhtml`, section });
  documents.push({ file: "solutions.xhtml", section: solutions(chapters) });
  document.body.append(cover, ...documents.map(({ section }) => section));
  const dead = lost(document);
  await document.fonts.ready;
  for (const { section } of documents) asReadersKnow(section);
  for (const { file, section } of documents) locate(section, file, documents);
  return { dead, documents: documents.map(written) };
};

function solutions(chapters) {
  const made = make("section", "solutions", Object.assign(make("h1", "", "Hints and solutions"), { id: "solutions" }));
  for (const { section, answers } of chapters) {
    if (!answers.children.length) continue;
    answers.prepend(headOf(section.querySelector("h1")));
    made.append(answers);
  }
  return made;
}

/** EPUB's MathML has a table's style around it, and of roles not all. */
function asReadersKnow(section) {
  for (const each of section.querySelectorAll(":is(mtable, mfrac)[displaystyle]")) {
    const style = document.createElementNS(each.namespaceURI, "mstyle");
    for (const name of ["displaystyle", "scriptlevel"]) {
      if (each.hasAttribute(name)) style.setAttribute(name, each.getAttribute(name));
      each.removeAttribute(name);
    }
    each.replaceWith(style);
    style.append(each);
  }
  for (const each of section.querySelectorAll("[role=doc-biblioentry]")) each.removeAttribute("role");
}

/** Let links name the document that they lead to. */
function locate(section, file, documents) {
  for (const link of section.querySelectorAll('a[href^="#"]')) {
    const id = decodeURIComponent(link.hash.slice(1));
    const owner = documents.find((each) => each.section.contains(document.getElementById(id)));
    link.setAttribute("href", `${owner.file === file ? "" : owner.file}#${encodeURIComponent(id)}`);
  }
}

function written({ file, section }) {
  const headings = [...section.querySelectorAll(SHOWN)].map((heading) => ({
    title: heading.textContent,
    level: Number(heading.localName[1]),
    id: encodeURIComponent(heading.id || heading.closest("section[id]").id),
  }));
  const body = new XMLSerializer().serializeToString(section);
  return { file, title: headings[0].title, headings, body };
}
