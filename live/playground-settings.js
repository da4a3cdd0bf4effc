// What can be set on the playground: the controls, and the same in the address.
const LABELS = { data: "Data", activation: "Activation", depth: "Hidden layers", width: "Units in each", optimizer: "Optimizer", learning_rate: "Learning rate", seed: "Seed" };
const IN_ADDRESS = { learning_rate: "rate" };
const nameInAddress = (name) => IN_ADDRESS[name] ?? name;

export function toAddress(settings) {
  return new URLSearchParams(Object.entries(settings).map(([name, value]) => [nameInAddress(name), value])).toString();
}

// A fragment without "=" is a place on the page and asks for nothing.
export const asksForSettings = (fragment) => fragment.includes("=");

// Read the settings that a fragment asks for; what it leaves out is as at the start. An error says what is wrong.
export function fromAddress(fragment, { choices, start, most_seed }) {
  const settings = { ...start };
  const names = Object.fromEntries(Object.keys(start).map((name) => [nameInAddress(name), name]));
  const seen = new Set();
  for (const [given, text] of new URLSearchParams(fragment.replace(/^#/, ""))) {
    const name = Object.hasOwn(names, given) ? names[given] : null;
    if (!name) throw new Error(`the playground has no setting “${short(given)}”`);
    if (seen.has(name)) throw new Error(`“${given}” stands in it twice`);
    seen.add(name);
    settings[name] = name === "seed" ? seed(text, most_seed) : chosen(choices[name], given, text);
  }
  return settings;
}
function chosen(choices, name, text) {
  const found = choices.find(([value]) => String(value) === text);
  if (!found) throw new Error(`${name} “${short(text)}” is none of ${choices.map(([value]) => value).join(", ")}`);
  return found[0];
}
function seed(text, most) {
  if (!/^\d{1,9}$/.test(text) || Number(text) > most) throw new Error(`the seed “${short(text)}” is no whole number from 0 to ${most}`);
  return Number(text);
}
const short = (text) => (text.length > 30 ? `${text.slice(0, 30)}…` : text);

// One labeled control for each setting; `changed` hears the settings that they show.
export function makeControls({ choices, start, most_seed }, changed) {
  const box = Object.assign(document.createElement("div"), { className: "playground-controls" });
  const controls = {};
  for (const name of Object.keys(start)) {
    const field = Object.assign(document.createElement("div"), { className: "playground-control" });
    const control = choices[name] ? menu(choices[name]) : numberField(most_seed);
    Object.assign(control, { name, id: `playground-${name}` });
    const label = Object.assign(document.createElement("label"), { htmlFor: control.id, textContent: LABELS[name] });
    control.addEventListener("change", () => settle(control, name));
    controls[name] = control;
    field.append(label, control);
    box.append(field);
  }
  let shown = { ...start };
  function settle(control, name) {
    if (control.type === "number" && !control.checkValidity()) control.value = shown[name];
    shown = { ...shown, [name]: control.type === "number" ? Number(control.value) : choices[name][control.selectedIndex][0] };
    changed(shown);
  }
  function show(settings) {
    shown = { ...settings };
    for (const [name, control] of Object.entries(controls)) control.value = String(settings[name]);
  }
  show(start);
  return { box, show };
}
function menu(choices) {
  const made = document.createElement("select");
  made.append(...choices.map(([value, title]) => new Option(title, value)));
  return made;
}
function numberField(most) {
  return Object.assign(document.createElement("input"), { type: "number", min: 0, max: most, step: 1, required: true, inputMode: "numeric" });
}
