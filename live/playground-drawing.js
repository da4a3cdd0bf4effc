// The pictures of the playground: regions with points, the loss, and one small map for each unit.
const LEVELS = 64; // of how sure the network is, for each class
const ZERO = 128; // the byte of a unit that answers 0
const THEMES = {
  light: { paper: "#ffffff", text: "#333333", line: "#0060a8", regions: ["#eeb083", "#8fc0e6", "#8fd0bd"], points: ["#8a3600", "#004a82", "#005a48"], edge: "#ffffff", below: "#b34700", zero: "#f2f2f2", above: "#0060a8" },
  dark: { paper: "#16191d", text: "#dddddd", line: "#6fb7f0", regions: ["#7a4820", "#1f568a", "#1c6653"], points: ["#ffc9a3", "#b9dcfa", "#a8ead9"], edge: "#111111", below: "#f5a06a", zero: "#23272d", above: "#6fb7f0" },
};
const theme = () => THEMES[document.documentElement.dataset.theme === "dark" ? "dark" : "light"];

export function bytes(encoded) {
  return Uint8Array.from(atob(encoded), (letter) => letter.charCodeAt(0));
}

const parts = (color) => [1, 3, 5].map((at) => parseInt(color.slice(at, at + 2), 16));
function mixed(from, to, share) {
  const [a, b] = [parts(from), parts(to)];
  return a.map((part, i) => Math.round(part + share * (b[i] - part)));
}

// The color of every byte, four numbers each.
function table(colorOf) {
  const made = new Uint8ClampedArray(1024);
  for (let byte = 0; byte < 256; byte++) made.set([...colorOf(byte), 255], 4 * byte);
  return made;
}
const tables = {};
function colors(kind) {
  const now = theme();
  const key = `${kind} ${now.paper}`;
  return (tables[key] ??= table(
    kind === "regions"
      ? (byte) => mixed(now.paper, now.regions[Math.min(byte >> 6, 2)], 0.25 + (0.75 * (byte % LEVELS)) / (LEVELS - 1))
      : (byte) => mixed(now.zero, byte < ZERO ? now.below : now.above, Math.min(Math.abs(byte - ZERO) / 127, 1)),
  ));
}

// Bytes come row after row from below; a canvas counts from above.
function paint(canvas, data, side, kind) {
  if (canvas.width !== side) canvas.width = canvas.height = side;
  const context = canvas.getContext("2d");
  const image = context.createImageData(side, side);
  const color = colors(kind);
  for (let row = 0; row < side; row++) {
    for (let column = 0; column < side; column++) {
      const from = 4 * data[(side - 1 - row) * side + column];
      const to = 4 * (row * side + column);
      for (let part = 0; part < 4; part++) image.data[to + part] = color[from + part];
    }
  }
  context.putImageData(image, 0, 0);
}

function fitted(canvas) {
  const scale = devicePixelRatio || 1;
  const [width, height] = [canvas.clientWidth, canvas.clientHeight].map((length) => Math.max(1, Math.round(length * scale)));
  if (canvas.width !== width || canvas.height !== height) Object.assign(canvas, { width, height });
  const context = canvas.getContext("2d");
  context.setTransform(scale, 0, 0, scale, 0, 0);
  return { context, width: width / scale, height: height / scale };
}

const grid = document.createElement("canvas");
export function drawRegions(canvas, { side, bytes: encoded }, points, limit) {
  paint(grid, bytes(encoded), side, "regions");
  const { context, width, height } = fitted(canvas);
  const [stepX, stepY] = [width / (side - 1), height / (side - 1)]; // the outer places lie on the edge
  context.imageSmoothingEnabled = true;
  context.drawImage(grid, -stepX / 2, -stepY / 2, width + stepX, height + stepY);
  const now = theme();
  const radius = Math.max(2.5, width / 120);
  context.strokeStyle = now.edge;
  context.lineWidth = 1;
  for (const [x, y, label] of points) {
    context.fillStyle = now.points[label];
    context.beginPath();
    mark(context, label, (width * (x + limit)) / (2 * limit), (height * (limit - y)) / (2 * limit), radius);
    context.fill();
    context.stroke();
  }
}

// A shape for each class, so that color is not all that tells them apart.
function mark(context, label, x, y, radius) {
  if (label === 0) return context.arc(x, y, radius, 0, 2 * Math.PI);
  if (label === 1) return context.rect(x - radius, y - radius, 2 * radius, 2 * radius);
  context.moveTo(x, y - 1.3 * radius);
  context.lineTo(x + 1.3 * radius, y + radius);
  context.lineTo(x - 1.3 * radius, y + radius);
  context.closePath();
}

export function drawMark(canvas, label) {
  const { context, width, height } = fitted(canvas);
  context.clearRect(0, 0, width, height);
  context.fillStyle = theme().points[label];
  context.beginPath();
  mark(context, label, width / 2, height / 2, width / 3);
  context.fill();
}

const ROOM = { left: 46, right: 12, top: 12, bottom: 26 };
export function drawLoss(canvas, losses) {
  const { context, width, height } = fitted(canvas);
  const now = theme();
  context.clearRect(0, 0, width, height);
  const known = losses.filter((loss) => loss !== null);
  const top = 1.1 * Math.min(Math.max(...sampled(known, 400)), 3 * known[0]) || 1;
  const last = Math.max(losses.length - 1, 1);
  const x = (epoch) => ROOM.left + ((width - ROOM.left - ROOM.right) * epoch) / last;
  const y = (loss) => ROOM.top + (height - ROOM.top - ROOM.bottom) * (1 - Math.min(loss, top) / top);
  Object.assign(context, { strokeStyle: now.text, fillStyle: now.text, lineWidth: 1, font: "13px sans-serif", textBaseline: "middle", textAlign: "right" });
  context.beginPath();
  context.moveTo(x(0), y(top));
  context.lineTo(x(0), y(0));
  context.lineTo(x(last), y(0));
  context.stroke();
  for (const loss of [0, top / 2, top]) context.fillText(loss ? loss.toPrecision(2) : "0", x(0) - 6, y(loss));
  context.textBaseline = "top";
  context.fillText(last, x(last), y(0) + 7);
  Object.assign(context, { textAlign: "center" });
  context.fillText("0", x(0), y(0) + 7);
  context.fillText("epoch", (x(0) + x(last)) / 2, y(0) + 7);
  Object.assign(context, { strokeStyle: now.line, fillStyle: now.line, lineWidth: 2 });
  context.beginPath();
  for (const epoch of sampled([...losses.keys()], Math.ceil(width))) if (losses[epoch] !== null) context.lineTo(x(epoch), y(losses[epoch]));
  context.stroke();
  context.beginPath();
  context.arc(x(losses.length - 1), y(losses.at(-1) ?? top), 4, 0, 2 * Math.PI);
  context.fill();
}

// Some of many, evenly, with the first and the last.
function sampled(list, most) {
  if (list.length <= most) return list;
  return Array.from({ length: most }, (_, i) => list[Math.round((i * (list.length - 1)) / (most - 1))]);
}

// Make the maps anew where the network has another form; else paint into those that stand there.
export function drawUnits(box, layers) {
  const form = layers.map(({ units }) => units).join(" ");
  if (box.dataset.form !== form) {
    box.replaceChildren(...layers.map(({ units }, index) => layerOfTiles(units, index)));
    box.dataset.form = form;
  }
  layers.forEach(({ units, side, bytes: encoded, dead }, index) => {
    const [name, tiles] = box.children[index].children;
    const words = `Hidden layer ${index + 1}: ${units} units, ${dead.length ? `${dead.length} dead` : "none dead"}`;
    if (name.textContent !== words) name.textContent = words;
    const data = bytes(encoded);
    [...tiles.children].forEach((tile, unit) => {
      paint(tile.firstChild, data.subarray(unit * side * side, (unit + 1) * side * side), side, "units");
      tile.classList.toggle("playground-dead", dead.includes(unit));
    });
  });
}
function layerOfTiles(units, index) {
  const [layer, name, tiles] = ["div", "p", "div"].map((kind) => document.createElement(kind));
  layer.className = "playground-layer";
  name.className = "playground-layer-name";
  tiles.className = units > 16 ? "playground-tiles playground-many" : "playground-tiles";
  tiles.setAttribute("role", "img");
  tiles.setAttribute("aria-label", `Hidden layer ${index + 1}`);
  for (let unit = 0; unit < units; unit++) {
    const tile = Object.assign(document.createElement("span"), { className: "playground-tile" });
    tile.append(document.createElement("canvas"));
    tiles.append(tile);
  }
  layer.append(name, tiles);
  return layer;
}
