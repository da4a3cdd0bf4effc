// Python for one page, in a worker of its own: the page answers whatever the reader's code does.
"use strict";
const post = (type, data) => self.postMessage({ type, ...data });
const PACKAGES = { scipy: ["scipy"], matplotlib: ["matplotlib"], ipywidgets: ["matplotlib", "ipython"], IPython: ["ipython"], joblib: ["joblib"] };
const HOME = "/home/course";
const OWN = { ipywidgets: ["comm", "ipywidgets"] };
let python, shell, place, site, filesOfChapters;

// What the reader's code must not reach: the storage of other pages, and workers that would.
for (const name of ["indexedDB", "caches", "Worker", "cookieStore", "BroadcastChannel", "WebSocket", "WebTransport"]) {
  for (let owner = self; owner; owner = Object.getPrototypeOf(owner)) delete owner[name];
}
const navigatorParts = Object.getPrototypeOf(navigator);
for (const name of ["storage", "serviceWorker", "locks", "sendBeacon"]) delete navigatorParts[name];

// Every byte that comes is counted, on a copy: of the answer itself the browser keeps what it compiles.
const plainFetch = self.fetch;
self.fetch = async (...request) => {
  const answer = await plainFetch(...request);
  if (answer.ok && answer.body) count(answer.clone().body.getReader());
  return answer;
};
async function count(reader) {
  for (let piece = await reader.read(); !piece.done; piece = await reader.read()) post("bytes", { count: piece.value.byteLength });
}

// Python asks here every so often whether to go on. The page says stop by revoking an address that it
// gave us; then a synchronous request for it fails. This needs no shared memory and no special headers.
const goOn = {
  address: null,
  next: 0,
  get 0() {
    const now = performance.now();
    if (!this.address || now < this.next) return 0;
    this.next = now + 150;
    try {
      const question = new XMLHttpRequest();
      question.open("GET", this.address, false);
      question.send();
      return 0;
    } catch {
      this.address = null;
      return 2; // SIGINT
    }
  },
  set 0(_) {},
};

const MODULES = ["shell.py", "preparation.py", "explorer_markup.py"];
async function start({ here, packages }) {
  place = here;
  const [own, ...sources] = await Promise.all([
    Promise.all(["actlib.zip", "tqdm.zip"].map(bytes)),
    ...MODULES.map(bytes),
    (importScripts(`${packages}pyodide.js`), loadPyodide({ indexURL: packages, packages: ["numpy"], env: { MPLBACKEND: "agg", HOME } })).then((made) => (python = made)),
  ]);
  site = python.runPython("import sysconfig; sysconfig.get_path('purelib')");
  own.forEach((packed) => python.unpackArchive(packed, "zip", { extractDir: site }));
  MODULES.forEach((name, index) => python.FS.writeFile(`${site}/${name}`, new Uint8Array(sources[index])));
  shell = python.pyimport("shell");
  shell.begin(`${HOME}/chapters`, Object.keys(PACKAGES));
  python.setInterruptBuffer(goOn);
}

// For want of a connection, most often: the run ends, Python does not.
class NotCome extends Error {
  constructor(what) {
    super(`${what} did not come`);
  }
}
async function bytes(name) {
  try {
    const answer = await fetch(place + name);
    if (answer.ok) return await answer.arrayBuffer();
  } catch {}
  throw new NotCome(name);
}

async function load(names) {
  if (!names.length) return;
  const troubles = [];
  const heard = { messageCallback() {}, errorCallback: (text) => troubles.push(text) };
  const came = await python.loadPackage(names.flatMap((name) => PACKAGES[name]), heard);
  if (troubles.length) {
    // Else Pyodide would never ask again for what a package depends on that has come itself.
    came.forEach(({ name }) => delete python.loadedPackages[name]);
    throw new NotCome(names.join(", "));
  }
  for (const own of names.flatMap((name) => OWN[name] ?? [])) {
    python.unpackArchive(await bytes(`${own}.zip`), "zip", { extractDir: site });
  }
  shell.loaded(names);
}

// What a page of its own, such as the studio, asks Python for: a module beside the shell.
const modules = new Set();
async function fetchModule(name) {
  if (modules.has(name)) return;
  python.FS.writeFile(`${site}/${name}.py`, new Uint8Array(await bytes(`${name}.py`)));
  shell.loaded([]);
  modules.add(name);
}

async function run({ id, kind, code, cells, check, address, ahead }) {
  shell.listen((what, data) => post("output", { id, kind: what, data: JSON.parse(data) }));
  const began = performance.now();
  if (ahead) {
    python.runPython("import numpy.ma"); // NumPy would load it in the midst of a first check
    shell.needed(kind, code, cells).destroy(); // what it finds out is remembered
    return post("done", { id, ended: true });
  }
  post("began", { id });
  try {
    const ended = await work({ id, kind, code, cells, check, address });
    post("done", { id, ended, seconds: (performance.now() - began) / 1000 });
  } catch (error) {
    if (!(error instanceof NotCome)) throw error;
    post("output", { id, kind: "error", data: { text: `${error.message}. Is there a network? The next run tries again.`, line: null, stopped: true } });
    post("done", { id, ended: false });
  }
}

// What a job seems to need is loaded first. It is run again, in a new namespace, when it turns out to need more.
async function work({ id, kind, code, cells, check, address }) {
  if (/\.(ipynb|bib)\b/.test([code, ...cells])) filesOfChapters ??= python.unpackArchive(await bytes("chapters.zip"), "zip", { extractDir: HOME }) ?? true;
  if (kind === "call") await fetchModule(code.split(".")[0]); // its name is no word of a chapter's code
  else await load(shell.needed(kind, code, cells).toJs()).catch(() => {});
  for (;;) {
    Object.assign(goOn, { address, next: performance.now() + 300 });
    const ended = shell.job(kind, code, cells, check);
    goOn.address = null;
    const missing = shell.missing().toJs();
    if (!missing.length) return ended;
    post("again", { id, text: `Loading ${missing.join(", ")}` });
    await load(missing);
  }
}

let queue = Promise.resolve();
self.onmessage = ({ data }) => {
  const act = data.type === "start" ? () => start(data).then(() => post("ready")) : () => run(data);
  queue = queue.then(act).catch((error) => post("failed", { id: data.id, text: String(error.message ?? error) }));
};
