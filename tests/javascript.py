"""The page's own scripts, run without a browser: by the node that Playwright brings."""

import json
import shutil
import subprocess
from pathlib import Path

import playwright

LIVE = Path(__file__).parents[1] / "live"
# Playwright, which the tests of pages need anyway, brings a node of its own.
NODE = shutil.which("node") or Path(playwright.__file__).with_name("driver") / "node"


def program_in(folder, imports, scripts=None):
    """Return what runs lines of JavaScript with ``imports`` and ``given`` and returns their ``answer``.

    ``scripts`` lie beside the program: the page's own, if no others are named.
    """
    for path in LIVE.glob("*.js") if scripts is None else scripts:
        shutil.copy(path, folder)
    (folder / "package.json").write_text('{"type": "module"}')
    head = f'import {{ readFileSync }} from "node:fs";\n{imports}\n'
    head += "const given = JSON.parse(readFileSync(0));\nlet answer;\n"
    tail = "\nprocess.stdout.write(JSON.stringify(answer));"

    def run(lines, given=None):
        (folder / "program.js").write_text(head + lines + tail, encoding="utf-8")
        ended = subprocess.run(
            [NODE, "program.js"], input=json.dumps(given), capture_output=True, text=True, encoding="utf-8",
            cwd=folder, check=False,
        )  # fmt: skip
        assert ended.returncode == 0, ended.stderr
        return json.loads(ended.stdout)

    return run
