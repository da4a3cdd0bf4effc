// Plays the stored frames of a slider, for a reader who wants to see it go. Where motion is unwanted there is no button.
const PAUSE = 700; // milliseconds between two frames

export function play() {
  for (const explorer of document.querySelectorAll(".explorer[data-play]")) {
    const button = explorer.querySelector(".drag-row button");
    const rows = [...explorer.querySelectorAll(".explorer-control")];
    const slider = rows.find((row) => row.firstElementChild.textContent === explorer.dataset.play).querySelector("input");
    playable(explorer, slider, button);
  }
}

function playable(explorer, slider, button) {
  let timer = null;
  function stop() {
    clearInterval(timer);
    timer = null;
    button.textContent = "Play";
  }
  function show(index) {
    slider.value = index;
    slider.dispatchEvent(new CustomEvent("input", { bubbles: true, detail: "played" }));
    if (slider.valueAsNumber >= Number(slider.max)) stop();
  }
  button.disabled = false;
  button.addEventListener("click", () => {
    if (timer) return stop();
    const isAtEnd = slider.valueAsNumber >= Number(slider.max);
    button.textContent = "Stop";
    timer = setInterval(() => show(slider.valueAsNumber + 1), PAUSE);
    if (isAtEnd) show(0);
  });
  explorer.addEventListener("input", ({ detail }) => detail !== "played" && timer && stop());
}
