// Run one of the programs beside this file in the browser's Python, under node.
//
//   node tests/browser/python.mjs FOLDER PROGRAM [ARGUMENT ...]
//
// FOLDER holds Pyodide's files as tools/pyodide.py keeps them; PROGRAM is unit.py or chapters.py.
// The environment variable SITE_PACKAGES says where pure Python packages such as pytest are taken from.
import { existsSync, readdirSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";

const PACKAGES = ["numpy", "scipy", "matplotlib", "ipython", "joblib"];
const PURE = ["pytest", "_pytest", "py.py", "iniconfig", "pluggy", "packaging", "mpmath", "cloudpickle", "tqdm", "comm", "ipywidgets"];
const [folder, program, ...rest] = process.argv.slice(2);
const repository = resolve(dirname(fileURLToPath(import.meta.url)), "..", "..");
const { loadPyodide } = createRequire(import.meta.url)(join(resolve(folder), "pyodide.js"));

const python = await loadPyodide({
  indexURL: resolve(folder),
  lockFileURL: process.env.PYODIDE_LOCK ?? join(resolve(folder), "pyodide-lock.json"),
  env: { MPLBACKEND: "agg", HOME: "/home/course", PYTHONDONTWRITEBYTECODE: "1" },
  stdout: console.log,
  stderr: console.error,
});
await python.loadPackage(PACKAGES, { messageCallback() {} });

const { FS } = python;
for (const [here, there] of [["/repository", repository], ["/environment", resolve(process.env.SITE_PACKAGES)]]) {
  FS.mkdir(here);
  FS.mount(FS.filesystems.NODEFS, { root: there }, here);
}
FS.mkdir("/pure");
for (const name of PURE.filter((each) => existsSync(join(process.env.SITE_PACKAGES, each)))) {
  FS.symlink(`/environment/${name}`, `/pure/${name}`);
}
for (const name of readdirSync(process.env.SITE_PACKAGES).filter((each) => /^(tqdm|ipywidgets)-.*info$/.test(each))) {
  FS.symlink(`/environment/${name}`, `/pure/${name}`);
}
python.globals.set("arguments", python.toPy(rest));
const run = `
import os, runpy, sys
os.chdir("/repository")
sys.path[:0] = ["/repository", "/repository/live", "/pure"]
sys.argv = [${JSON.stringify(program)}, *arguments]
status = 0
try:
    runpy.run_path("/repository/tests/browser/" + ${JSON.stringify(program)}, run_name="__main__")
except SystemExit as end:
    status = int(end.code or 0)
status
`;
try {
  process.exit(python.runPython(run));
} catch (error) {
  console.error(error.message); // the error itself prints the whole of Pyodide
  process.exit(1);
}
