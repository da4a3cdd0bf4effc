// The page's side of the worker: start it, give it jobs, stop it.
const { here } = window.course;
const SECONDS_TO_STOP = 2;
let worker = null;
let ready = null;
const jobs = new Map();
let number = 0;
let starts = 0;

export const isLoaded = () => worker !== null;
const tellAll = (progress) => jobs.forEach((job) => job.progress(progress));

// The reader's code may talk to this site alone: what is started from here on inherits this policy.
function closeTheDoor() {
  if (document.querySelector("meta[http-equiv=Content-Security-Policy]")) return;
  const policy = Object.assign(document.createElement("meta"), {
    httpEquiv: "Content-Security-Policy",
    content: "default-src 'self' data: blob: 'unsafe-inline' 'unsafe-eval'; connect-src 'self' data: blob:; object-src 'none'",
  });
  document.head.append(policy);
}

async function start() {
  closeTheDoor();
  const begun = ++starts;
  const sets = await (await fetch(`${here}sets.json`)).json();
  if (begun !== starts) throw new Error("it was cancelled");
  const total = Object.values({ ...sets.core, ...sets.numpy }).reduce((sum, size) => sum + size, 0);
  let came = 0;
  const source = new Blob([`importScripts(${JSON.stringify(`${here}worker.js`)})`], { type: "text/javascript" });
  const address = URL.createObjectURL(source); // a worker from a blob inherits the page's policy
  worker = new Worker(address);
  return new Promise((resolve, reject) => {
    worker.onmessage = ({ data }) => {
      const job = jobs.get(data.id);
      if (data.type === "bytes") tellAll(arrived((came += data.count), total));
      else if (data.type === "ready") resolve();
      else if (data.type === "began") job?.progress("Running …");
      else if (data.type === "output") job?.output(data.kind, data.data);
      else if (data.type === "again") job?.again(data.text);
      else if (data.type === "done") finish(data.id, { ended: data.ended, seconds: data.seconds });
      else if (data.type === "failed") {
        reject(new Error(data.text));
        give(`Python has ended: ${data.text.trim().split("\n").pop()}. It starts afresh with the next run; variables are gone.`);
      }
    };
    worker.onerror = (event) => {
      event.preventDefault();
      const reason = event.message || "perhaps for lack of memory";
      reject(new Error(reason));
      give(`Python has ended: ${reason}. It starts afresh with the next run; variables are gone.`);
    };
    worker.postMessage({ type: "start", here, packages: new URL(`../pyodide-${sets.version}/`, here).href });
  });
}

const million = (bytes) => (bytes / 1e6).toFixed(1);
function arrived(came, total) {
  if (came < total) return `Loading Python … ${million(came)} of ${million(total)} MB`;
  return came === total ? "Starting Python …" : `Loading what this needs … ${million(came)} MB in all`;
}

function finish(id, result) {
  const job = jobs.get(id);
  jobs.delete(id);
  URL.revokeObjectURL(job?.address);
  job?.resolve(result);
}

// End the worker and every job with it.
function give(text) {
  worker?.terminate();
  worker = ready = null;
  starts += 1;
  for (const [id, job] of [...jobs]) {
    job.output("error", { text, line: null, stopped: true });
    finish(id, { ended: false, restarted: true });
  }
}

// `job` says what to run; the page hears of it by `output`, `again` (all is run anew) and `progress`.
export function run(job, { output, again, progress }) {
  const id = ++number;
  if (jobs.size) progress("Waiting for what runs already …");
  return new Promise((resolve) => {
    jobs.set(id, { resolve, output, again, progress });
    begin(id, job);
  });
}

async function begin(id, job) {
  try {
    await (ready ??= start());
  } catch (error) {
    if (jobs.has(id)) give(`Python could not be loaded: ${error.message}`);
    return;
  }
  if (!jobs.has(id)) return;
  const address = URL.createObjectURL(new Blob(["go on"], { type: "text/plain" }));
  jobs.get(id).address = address;
  worker.postMessage({ type: "run", id, address, ...job });
}

// Call a function of a module beside the shell, such as "studio.card"; an error says what Python said.
export async function call(name, given, progress = () => {}) {
  let data;
  let error;
  const output = (kind, said) => {
    if (kind === "data") data = said;
    if (kind === "error") error = Object.assign(new Error(said.text), said);
  };
  const again = () => (data = error = undefined);
  await run({ kind: "call", code: name, cells: [JSON.stringify(given)] }, { output, again, progress });
  if (error) throw error;
  return data;
}

// Ask first, so that variables stay; what does not listen in time is ended, and the variables with it.
export function stop() {
  const stopped = [...jobs.values()];
  if (!stopped.length) return;
  if (stopped.every((job) => !job.address)) return give("Loading was cancelled.");
  stopped.forEach((job) => URL.revokeObjectURL(job.address));
  const isLeft = () => stopped.some((job) => [...jobs.values()].includes(job));
  const end = () => isLeft() && give("Stopped. Python had to be ended: its variables are gone, your code is still here.");
  setTimeout(end, SECONDS_TO_STOP * 900);
}
