// All that an ordinary visit loads: the buttons, the ticks, and the reader's answers as they are kept.
(() => {
  const script = document.currentScript;
  const { page, megabytes, pageMegabytes, exercises, room, lab, labMegabytes } = script.dataset;
  const here = new URL("./", script.src).href;
  const PREFIX = "activation-course:";
  const memory = new Map(); // where the browser keeps nothing, answers last as long as the page

  const answers = {
    get(label) {
      try {
        return JSON.parse(localStorage.getItem(PREFIX + label)) ?? {};
      } catch {
        return memory.get(label) ?? {};
      }
    },
    set(label, change) {
      const answer = { ...answers.get(label), ...change };
      try {
        localStorage.setItem(PREFIX + label, JSON.stringify(answer));
      } catch {
        memory.set(label, answer);
      }
      showTicks();
    },
    // What was solved stays so.
    startOver(label) {
      const { solved } = answers.get(label);
      memory.delete(label);
      try {
        localStorage.removeItem(PREFIX + label);
      } catch {}
      solved ? answers.set(label, { solved }) : showTicks();
    },
    labels() {
      try {
        const kept = Object.keys(localStorage).filter((key) => key.startsWith(`${PREFIX}ex-`));
        return kept.map((key) => key.slice(PREFIX.length)).sort();
      } catch {
        return [...memory.keys()].sort();
      }
    },
  };
  const solved = () => answers.labels().filter((label) => answers.get(label).solved);

  const element = (name, className, textContent) => Object.assign(document.createElement(name), { className, textContent });

  function tick(place, text, shown) {
    let mark = place.querySelector(":scope > .live-tick");
    if (!shown) return mark?.remove();
    if (!mark) place.append((mark = element("span", "live-tick", "")));
    if (mark.textContent !== text) mark.textContent = text;
  }

  // A solved exercise is ticked where it stands, in the list of exercises and in the contents.
  function showTicks() {
    const all = solved();
    for (const exercise of document.querySelectorAll(".exercise.admonition[id^=ex-]"))
      tick(exercise.querySelector(".admonition-title"), " ✓ solved", all.includes(exercise.id));
    for (const link of document.querySelectorAll(".bd-article li a[href*='#ex-']"))
      tick(link.parentElement, " ✓ solved", all.includes(link.hash.slice(1)));
    for (const entry of exercises.split(" ")) {
      const [stem, count] = entry.split(":");
      const done = all.filter((label) => label.startsWith(`ex-${stem.slice(0, 2)}-`)).length;
      const links = `.bd-sidebar-primary a[href$='${stem}.html']${page.endsWith(stem) ? ", .bd-sidebar-primary .current > a[href='#']" : ""}`;
      document.querySelectorAll(links).forEach((link) => tick(link, ` ✓ ${done}/${count}`, done));
    }
    const summary = document.getElementById("live-summary");
    if (summary) summary.textContent = `Exercises solved so far: ${all.length}.`;
  }

  const course = (window.course = { here, page, megabytes, answers, solved });
  const saving = navigator.connection?.saveData; // then an editor opens without its Python
  const weight = () => element("small", "live-weight", `Python comes with ${saving ? "your first run" : "it"}: about ${megabytes} MB, once`);

  const FROM_DISK = "A page opened from disk may not start Python. Serve its folder, for example with: python -m http.server";
  const NOT_LOADED = "This did not load. Is there a network? Press again once there is one; if that does not help, reload the page.";
  function button(text, act, name = "live-button") {
    const made = Object.assign(element("button", name, text), { type: "button" });
    made.addEventListener("click", async () => {
      if (location.protocol === "file:") return say(made, FROM_DISK);
      made.disabled = true;
      say(made, "");
      const live = await import(`${here}page.js`).catch(() => null);
      try {
        const said = live ? await act(live, made) : NOT_LOADED;
        if (typeof said === "string") say(made, said);
      } catch (error) {
        say(made, error.message);
      }
      made.disabled = false;
      if (document.activeElement === document.body) made.focus({ preventScroll: true });
    });
    return made;
  }
  function say(beside, text) {
    let note = beside.parentElement?.querySelector(".live-note");
    if (!note && !text) return;
    note ??= element("span", "live-note", "");
    note.setAttribute("role", "status");
    note.textContent = text;
    beside.parentElement.append(note);
  }
  function row(...children) {
    const made = element("p", "live-row", "");
    made.append(...children);
    return made;
  }

  document.addEventListener("DOMContentLoaded", () => {
    const article = document.querySelector(".bd-article");
    if (!article) return;
    for (const exercise of article.querySelectorAll(".exercise.admonition[id^=ex-]")) {
      const text = answers.get(exercise.id).code === undefined ? "Answer here" : "Go on with your answer";
      const opener = row(button(text, (live) => live.openExercise(exercise, opener)), weight());
      const start = exercise.querySelector(".start");
      start ? start.after(opener) : exercise.append(opener);
    }
    const cells = [...article.querySelectorAll(".cell")].filter((cell) => cell.querySelector(".cell_input pre"));
    cells.forEach((cell, index) => {
      cell.dataset.number = index;
      if (cell.closest(".exercise")) return;
      const edit = button("Edit", (live) => live.openCell(cell), "live-edit");
      edit.setAttribute("aria-label", `Edit and run cell ${index + 1}`);
      edit.title = weight().textContent;
      edit.append(element("small", "live-weight", ` (${megabytes} MB)`));
      cell.querySelector(".cell_input").append(edit);
    });
    if (cells.length) article.querySelector("h1").after(row(button("Run this page", (live, made) => live.runPage(made.parentElement)), note()));
    if (room) openRoom(document.getElementById(page));
    if (lab) article.querySelector("h1 + .live-row").after(linkToLab());
    if (page === "exercises") article.querySelector("h1").after(...answersMenu());
    showTicks();
  });
  const note = () => element("small", "", `Python comes first: about ${pageMegabytes} MB for this page, once`);

  // A page of its own, such as the studio. From disk no module may be loaded.
  function openRoom(place) {
    if (location.protocol === "file:") place.textContent = FROM_DISK;
    else import(here + room).catch((error) => {
      place.textContent = "This page did not load. Is there a network? Reload it to try again.";
      throw error;
    });
  }

  function linkToLab() {
    const link = Object.assign(element("a", "live-button", "Open in JupyterLab"), { href: new URL(`../../../${lab}`, here) });
    link.addEventListener("click", (event) => {
      if (location.protocol !== "file:") return;
      event.preventDefault();
      say(link, FROM_DISK);
    });
    return row(link, element("small", "", `The whole chapter as a notebook, in your browser: about ${labMegabytes} MB, once`));
  }

  function answersMenu() {
    const summary = Object.assign(element("p", "", ""), { id: "live-summary" });
    const menu = row(
      button("Export my answers", (live) => live.exportAnswers()),
      button("Import answers", (live) => live.importAnswers()),
      button("Keep this course on my device", (live, made) => live.keepOffline(made)),
    );
    return [summary, menu];
  }
  window.addEventListener("storage", showTicks); // of another tab
})();
