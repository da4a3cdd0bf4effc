// What Python says of the curve: words first, numbers after, and the lines that make the same in Python.
import { button, html, say } from "./elements.js";

export function createCard() {
  const sentences = html("div", { class: "studio-sentences" });
  const numbers = html("dl", { class: "studio-numbers" });
  const all = html("details", { open: !matchMedia("(max-width: 480px)").matches }, html("summary", {}, "Its numbers"), numbers);
  const code = html("pre", { tabindex: 0 });
  const note = html("span", { role: "status" });
  const copy = button("Copy the Python", () => copied(code.textContent, note));
  const python = html("details", {}, html("summary", {}, "The same in Python"), html("div", { class: "highlight" }, code), html("p", { class: "live-row" }, copy, note));
  const element = html("div", { class: "studio-card", hidden: true }, sentences, all, python);
  return {
    element,
    show(card) {
      element.hidden = false;
      element.classList.remove("studio-old");
      fill(sentences, card.sentences.map((text) => ["p", text]));
      fill(numbers, card.numbers.flatMap(([label, text]) => [["dt", label], ["dd", text]]));
      say(code, card.python);
      say(note, "");
      copy.disabled = false;
    },
    old() {
      element.classList.add("studio-old");
      say(note, "What stands here is of an earlier curve.");
      copy.disabled = true;
    },
    hide: () => (element.hidden = true),
  };
}

function fill(box, wanted) {
  while (box.childElementCount > wanted.length) box.lastElementChild.remove();
  wanted.forEach(([name, text], index) => {
    const there = box.children[index];
    if (there?.localName === name) say(there, text);
    else if (there) there.replaceWith(html(name, {}, text));
    else box.append(html(name, {}, text));
  });
}

export async function copied(text, note) {
  try {
    await navigator.clipboard.writeText(text);
    say(note, "Copied.");
  } catch {
    say(note, "This browser does not let the page copy; select the text and copy it.");
  }
}
