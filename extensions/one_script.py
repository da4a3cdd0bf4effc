"""Scripts of a page in one file: it comes in one piece, and a page opened from disk may load no module."""

import re

import notebooks

LIVE = notebooks.ROOT / "live"
IMPORT = re.compile(r'^import \{ (.+) \} from "\./([\w-]+)\.js";$', re.MULTILINE)
EXPORT = re.compile(r"^export ((?:async )?function|const) (\w+)", re.MULTILINE)
COMMENT = re.compile(r"^ *// .*\n", re.MULTILINE)
INDENT = re.compile(r"^ +", re.MULTILINE)  # none of these scripts has a text of several lines


def of_module(name):
    """Return a script of live/ with all that it imports."""
    return of_text(name, (LIVE / f"{name}.js").read_text(encoding="utf-8"))


def of_text(name, text):
    """Return a script and the modules that it imports as one script, each module in a room of its own.

    Comments that stand on lines of their own are left out.
    """
    done = {}

    def room(name, text):
        for _, imported in IMPORT.findall(text):
            if imported not in done:
                room(imported, (LIVE / f"{imported}.js").read_text(encoding="utf-8"))
        exported = ", ".join(public for _, public in EXPORT.findall(text))
        body = EXPORT.sub(
            r"\1 \2", IMPORT.sub(r'const { \1 } = modules["\2"];', INDENT.sub("", COMMENT.sub("", text)))
        )
        done[name] = f'modules["{name}"] = (() => {{\n{body}\nreturn {{ {exported} }};\n}})();'

    room(name, text)
    return '"use strict";\n(() => {\nconst modules = {};\n' + "\n".join(done.values()) + "\n})();\n"
