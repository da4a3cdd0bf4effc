// Elements made in one line: attributes by name, functions as listeners, texts as texts.
const SVG = "http://www.w3.org/2000/svg";

function filled(made, attributes, children) {
  for (const [name, value] of Object.entries(attributes)) {
    if (typeof value === "function") made.addEventListener(name, value);
    else if (value !== false && value !== null && value !== undefined) made.setAttribute(name, value === true ? "" : value);
  }
  made.append(...children);
  return made;
}
export const html = (name, attributes = {}, ...children) => filled(document.createElement(name), attributes, children);
export const svg = (name, attributes = {}, ...children) => filled(document.createElementNS(SVG, name), attributes, children);

export const button = (text, click, attributes = {}) => html("button", { type: "button", class: "live-button", click, ...attributes }, text);
export const status = (attributes = {}) => html("p", { role: "status", class: "studio-status", ...attributes });

// A control below its name.
export const field = (name, control, attributes = {}) => html("label", { class: "studio-field", ...attributes }, html("span", {}, name), control);

export function menu(options, change, attributes = {}) {
  const made = html("select", { ...attributes, change: () => change(made.value) });
  made.append(...options.map(([value, title]) => html("option", { value }, title)));
  return made;
}

// Buttons of which one is pressed.
export function choice(name, options, choose) {
  const buttons = new Map(options.map(([value, title]) => [value, button(title, () => choose(value), { "aria-pressed": "false" })]));
  const element = html("div", { role: "group", "aria-label": name, class: "studio-choice" }, ...buttons.values());
  const show = (chosen) => buttons.forEach((made, value) => made.setAttribute("aria-pressed", String(value === chosen)));
  return { element, show };
}

// A text changed only where it differs, so that nothing is announced twice.
export function say(element, text) {
  if (element.textContent !== text) element.textContent = text;
}

export const saveFile = (name, text, type) => {
  const address = URL.createObjectURL(new Blob([text], { type }));
  html("a", { download: name, href: address }).click();
  setTimeout(() => URL.revokeObjectURL(address), 60_000);
};
