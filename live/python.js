// The page's side of the worker: start it, give it jobs, stop it.
const { here, megabytes } = window.course;
const SECONDS_TO_STOP = 2;
let worker = null;
let ready = null;
const jobs = new Map();
let number = 0;
let starts = 0;
let answers = false; // Python has come, and has not been ended since

export const isLoaded = () => worker !== null;
export const isHere = () => answers;
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
      else if (data.type === "ready") resolve((answers = true));
      else if (data.type === "began") job?.progress("Running …");
      else if (data.type === "output") job?.output(data.kind, data.data);
      else if (data.type === "again") job?.again(data.text);
      else if (data.type === "done") finish(data.id, { ended: data.ended, seconds: data.seconds });
      else if (data.type === "failed") {
        reject(new Error(data.text));
        give(lost(data.text));
      }
    };
    worker.onerror = (event) => {
      event.preventDefault();
      const reason = event.message || "perhaps for lack of memory";
      reject(new Error(reason));
      give(lost(reason));
    };
    worker.postMessage({ type: "start", here, packages: new URL(`../pyodide-${sets.version}/`, here).href });
  });
}

// Python comes compressed, and as much is said as was said before it came; packages after it are as large as they come.
function arrived(came, total) {
  if (came < total) return `Loading Python … ${((came / total) * megabytes).toFixed(1)} of ${megabytes} MB`;
  return came === total ? "Starting Python …" : `Loading what this needs … ${(Number(megabytes) + (came - total) / 1e6).toFixed(1)} MB in all`;
}

function lost(reason) {
  const last = reason.trim().split("\n").pop().replace(/\.$/, "");
  if (answers) return `Python has ended: ${last}. It starts afresh with the next run; variables are gone.`;
  return `Python has not come (${last}). Is there a network? The next run tries again.`;
}

function finish(id, result) {
  const job = jobs.get(id);
  jobs.delete(id);
  URL.revokeObjectURL(job?.address);
  job?.resolve(result);
}

// End the worker and every job with it.
function give(text) {
  if (worker) worker.onmessage = worker.onerror = null; // what it still says is not of the next one
  worker?.terminate();
  worker = ready = null;
  answers = false;
  starts += 1;
  for (const [id, job] of [...jobs]) {
    job.output("error", { text, line: null, stopped: true });
    finish(id, { ended: false, restarted: true });
  }
}

// Let Python come before there is anything to run, and read the cells above ahead of the first run.
export const load = (job, heard) => run({ ...job, ahead: true }, heard);

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
    if (jobs.has(id)) give(lost(error.message));
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
  const end = () => isLeft() && give("Stopped. Python had to be ended: its variables are gone.");
  setTimeout(end, SECONDS_TO_STOP * 900);
}
