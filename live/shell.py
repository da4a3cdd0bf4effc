"""Run a reader's cells and say what came of them: texts, pictures, errors, verdicts.

The worker of a page calls it in the browser; tests and ``tools`` call it in ordinary Python. It
needs no IPython. ``emit(kind, data)`` receives each output while it is made, data a dict of plain
values: ``stdout`` and ``stderr`` with ``text``, ``result`` with media types, ``error`` with
``text`` and ``line``, ``verdict`` with ``solved``, ``text`` and perhaps ``html``, and ``data`` with
whatever the function of a ``call`` returned.
"""

import ast
import base64
import builtins
import contextlib
import copy
import functools
import importlib
import io
import json
import linecache
import logging
import os
import re
import sys
import time
import traceback
import types
import unicodedata
import warnings

import explorer_markup
from preparation import preparation

from actlib.checks.calling import is_caret_for_power
from actlib.checks.judging import apart, judge
from actlib.checks.report import Report

MOST_CHARACTERS = 100_000  # printed by one cell; a page with more is of no use to anybody
MOST_READY = 4  # namespaces kept for the next run
YOURS = "<your code>"
HINTS = {  # words of a chapter's code that tell which package it will ask for
    "scipy": {"scipy", "special"},
    "matplotlib": {"matplotlib", "pyplot", "plt", "figures", "explorers", "playground", "report_card"},
    "ipywidgets": {"ipywidgets", "explorers", "explorer", "playground"},
}
WANTED = {"text/plain", "text/html", "image/svg+xml"}
METHODS = {"text/html": "_repr_html_", "image/svg+xml": "_repr_svg_", "image/png": "_repr_png_"}
MOST_LINES = 4  # of the reader's own calls, at either end of a long chain
PIECE, SECONDS_HELD = 4000, 0.1  # what is printed is handed on in pieces: each costs the page some work
NOTEBOOK_PROMPTS = "In [1]: and Out[1]: are the prompts of a notebook: leave them out."
PASTED = {  # how lines begin that are no Python, and what they are
    ("%", "!"): "Lines with % or ! are commands of Jupyter, no Python.",
    ("```",): "Lines with ``` mark code in a text and do not belong to it: leave them out.",
    (">>>", "..."): "The >>> and ... before lines are the prompts of Python's own window: leave them out.",
    ("In [", "Out["): NOTEBOOK_PROMPTS,
}
ALIKE = {  # signs of printed texts that are no Python, by what stands for them in code
    '"': "“”„‟«»″",
    "'": "‘’‚‛´",
    "-": "−–—‐‑‒―",
    "*": "×⋅∗",
    "/": "÷∕",
    "<=": "≤",
    ">=": "≥",
    "!=": "≠",
    "**2": "²",
    "**3": "³",
    "...": "…",
}
NO_INPUT = "input() cannot ask for anything on this page; write the value into the code instead"

_ready, _page = {}, {}
_waiting, _asked = set(), set()


def emit(kind, data):
    """Receive an output; the caller of this module puts a function of its own here."""


def tell(kind, data):
    """Hand an output on, after all that was printed before it."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, Stream):
            stream.flush()
    emit(kind, data)


class Stream(io.TextIOBase):
    """Standard output or standard error of the reader's code: handed on in pieces, up to a limit."""

    def __init__(self, kind):
        self.kind = kind
        self.room = MOST_CHARACTERS
        self.held = ""
        self.handed_on = time.monotonic()

    def writable(self):
        return True

    def write(self, text):
        if self.room > 0:
            self.held += text[: self.room]
            if len(text) >= self.room:
                self.held += "\n… what was printed after this is left out\n"
            if len(self.held) > PIECE or time.monotonic() - self.handed_on > SECONDS_HELD:
                self.flush()
        self.room -= len(text)
        return len(text)

    def flush(self):
        if self.held:
            emit(self.kind, {"text": self.held})
        self.held = ""
        self.handed_on = time.monotonic()


@contextlib.contextmanager
def at_the_page():
    """Let the reader's code print to the page, and take back what it does to Python's own names."""
    before, own = (sys.stdout, sys.stderr), dict(vars(builtins))
    sys.stdout, sys.stderr, builtins.input = streams = Stream("stdout"), Stream("stderr"), _no_input
    give_back = functools.partial(vars(builtins).update, own)
    try:
        yield give_back
    finally:
        give_back()
        for stream in streams[:2]:
            stream.flush()
        sys.stdout, sys.stderr = before


def run(source, namespace, name=YOURS):
    """Run a cell in a namespace, as a notebook would; return whether it ended well."""
    with at_the_page() as give_back:
        try:
            _execute(source, namespace, name)
            _show_open_figures()
            return True
        except BaseException as error:
            give_back()
            tell("error", described(error))
            return False


def begin(folder, packages):
    """Make this Python the page's: where chapters expect their files, and which packages can come later."""
    os.makedirs(folder)
    os.chdir(folder)
    _waiting.update(packages)
    sys.meta_path.insert(0, Later)
    builtins.display = display
    logging.getLogger("matplotlib.font_manager").setLevel(logging.ERROR)
    warnings.filterwarnings("ignore", message="FigureCanvasAgg is non-interactive")  # plt.show()


def listen(function):
    """Hand every output to a function of its kind and its data as JSON."""
    global emit
    emit = lambda kind, data: function(kind, json.dumps(data))  # noqa: E731


class Later:
    """Among Python's finders the first: it refuses packages that are not loaded, half of them there or not.

    Which were asked for is noted.
    """

    @staticmethod
    def find_spec(name, path=None, target=None):
        if name in _waiting:
            _asked.add(name)
            raise ModuleNotFoundError(f"No module named {name!r}", name=name)


def missing():
    """Return the packages that were asked for in vain since the last call."""
    asked = sorted(_asked)
    _asked.clear()
    return asked


def loaded(packages):
    """Hear which packages have come."""
    _waiting.difference_update(packages)
    importlib.invalidate_caches()
    if {"IPython", "ipywidgets"} & set(packages):
        _display_for_ipython()


def _display_for_ipython():
    """Let what cells import as display show values here; IPython's own would print them."""
    import IPython.display
    from IPython.core import display_functions

    IPython.display.display = display_functions.display = display


def above(kind, code, cells):
    """Return the code that a job needs from the cells above; the check of an answer belongs to it.

    A check needs names of the page also where an answer defines them anew.
    """
    if kind != "answer":
        return preparation(code, cells)
    *cells, check = cells
    both = f"{check}\n{code}"
    return f"{preparation(both, cells)}\n{check}"


def needed(kind, code, cells):
    """Return the packages that a job, with what it needs from above, will ask for."""
    words = set(re.findall(r"\w+", f"{above(kind, code, list(cells))}\n{code}"))
    return sorted(name for name in _waiting if words & HINTS.get(name, {name}))


def job(kind, code, cells, check):
    """Run what the page asks for; return whether it ended well.

    ``page`` goes on in the namespace of the page's cells, ``cell`` takes what a cell needs from the
    cells above, ``answer`` judges an answer to an exercise, whose check is the last of the cells. A
    ``call`` names a function of a module that lies beside this one; the one cell holds its arguments.
    """
    cells = list(cells)
    if kind == "call":
        return call(code, cells[0])
    if kind == "page":
        if not cells:
            _page.clear()
            _page["__name__"] = "__main__"
        return run(code, _page)
    namespace = prepared(above(kind, code, cells))
    if namespace is None:
        return False
    return answer(code, namespace, check) if kind == "answer" else run(code, namespace)


def call(name, arguments):
    """Call a function such as ``studio.card`` with arguments given as JSON, and hand on what it returns."""
    module, function = name.split(".")
    with at_the_page() as give_back:
        try:
            emit("data", getattr(importlib.import_module(module), function)(**json.loads(arguments)))
            return True
        except BaseException as error:
            give_back()
            tell("error", described(error))
            return False


def prepared(source):
    """Return a namespace in which the cells above have run, a new one each time; None if they fail.

    They run once; who asks again gets copies of what they made, so that nothing a reader's code
    changes in place is found changed later. Functions of the page see the new namespace.
    """
    if source not in _ready:
        namespace = {"__name__": "__main__"}
        if not _run_silently(source, namespace):
            return None
        while len(_ready) >= MOST_READY:
            del _ready[next(iter(_ready))]
        _ready[source] = namespace
    try:
        return _copy(_ready[source])
    except Exception:  # something that cannot be copied: made anew
        return _ready.pop(source)


def _copy(namespace):
    kept = {name: value for name, value in namespace.items() if name != "__builtins__"}
    constant = (types.ModuleType, types.MappingProxyType)  # such as CATALOGUE
    new = copy.deepcopy(kept, {id(value): value for value in kept.values() if isinstance(value, constant)})
    return apart(namespace, new | {"__builtins__": builtins})


def _page_of(namespace):
    try:
        return _copy(namespace)
    except Exception:  # something that cannot be copied: shared
        return apart(namespace)


def _run_silently(source, namespace):
    global emit
    heard, emit = emit, lambda kind, data: heard(kind, data) if kind == "error" else None
    try:
        return run(source, namespace, "<the page above>")
    finally:
        emit = heard


def answer(source, namespace, check):
    """Run the answer to an exercise and judge it by the check of that name, which stands in the namespace.

    The check goes on with what the page has made: names that the answer defines anew are none of its own.
    """
    before, page = dict(namespace), _page_of(namespace)
    if not run(source, namespace):
        return False
    defined = {name: value for name, value in namespace.items() if before.get(name, before) is not value}
    with at_the_page() as give_back:
        try:
            verdict = judge(page[check], defined)
        except BaseException as error:
            give_back()
            found = described(error)
            where = "" if found["line"] or "stopped" in found else "While the check used your answer: "
            tell("error", found | {"text": where + found["text"], "checked": True})
            return False
    said = verdict.said
    html = {"html": said._repr_html_()} if isinstance(said, Report) else {}
    tell("verdict", {"solved": verdict.solved, "text": str(said), **html})
    return verdict.solved


def display(*values, **_):
    """Show values as a notebook does."""
    for value in values:
        tell("result", media(value))


def _no_input(*_):
    raise RuntimeError(NO_INPUT)


def _execute(source, namespace, name):
    linecache.cache[name] = (len(source), None, source.splitlines(True), name)
    tree = ast.parse(source, name)
    shown = tree.body and isinstance(tree.body[-1], ast.Expr) and not source.rstrip().endswith(";")
    last = tree.body.pop() if shown else None
    exec(compile(tree, name, "exec"), namespace)
    if last is not None:
        value = eval(compile(ast.Expression(last.value), name, "eval"), namespace)
        if value is not None:
            display(value)


def described(error):
    """Say what an error was and in which line of the reader's code, without the frames of machinery."""
    if isinstance(error, KeyboardInterrupt):
        return {"text": "Stopped.", "line": None, "stopped": True}
    words = "".join(traceback.format_exception_only(error)).rstrip()
    if isinstance(error, SyntaxError) and error.filename == YOURS:
        line = (error.text or "").lstrip()
        pasted = [words for begins, words in PASTED.items() if line.startswith(begins)]
        advice = pasted or _no_python(error.msg)
        return {"text": "\n".join([words.partition("\n")[2], *advice[:1]]), "line": error.lineno}
    frames = [each for each in traceback.extract_tb(error.__traceback__) if each.filename.startswith("<")]
    yours = [each for each in frames if each.filename == YOURS]
    lines = [f"  in {each.name}, line {each.lineno}: {each.line}\n" for each in yours if each.line]
    if len(lines) > 2 * MOST_LINES:
        lines[MOST_LINES:-MOST_LINES] = [f"  … and {len(lines) - 2 * MOST_LINES} more\n"]
    below = "".join(lines)
    return {
        "text": f"{_advised(error, words)}\n{below}".rstrip(),
        "line": yours[-1].lineno if yours else None,
    }


def _no_python(message):
    """Return what there is to say of the character that Python complains of; many cannot be seen."""
    code = re.search(r"invalid .*character .*U\+([0-9A-F]+)", message)
    if not code:
        return []
    sign = chr(int(code[1], 16))
    named = f"U+{code[1]} ({unicodedata.name(sign, 'without a name').lower()})"
    if sign.isspace():
        return [f"{named} looks like a space and is none to Python: write an ordinary space instead."]
    if not sign.isprintable():
        return [f"{named} cannot be seen and is no Python: delete it, or type the line anew."]
    instead = _instead_of(sign)
    return [f"{sign}, {named}, is no Python: write {instead} instead."] if instead else []


def _instead_of(sign):
    if "\uff01" <= sign <= "\uff5e":  # as wide as a Chinese character
        return unicodedata.normalize("NFKC", sign)
    return next((written for written, alike in ALIKE.items() if sign in alike), None)


def _advised(error, words):
    if isinstance(error, ModuleNotFoundError) and error.name:
        return f"{words}: this page's Python has NumPy, SciPy, Matplotlib and actlib, and no network"
    if is_caret_for_power(error):
        return f"{words}\nIn Python ^ is no power: x to the power of 2 is x**2."
    if isinstance(error, TypeError | AttributeError) and "NoneType" in words:
        return f"{words}\nNone is what a function without a return gives back: is one of yours without?"
    if isinstance(error, NameError) and error.name in ("In", "Out"):
        return f"{words}\n{NOTEBOOK_PROMPTS}"
    if isinstance(error, SystemExit):
        return f"Your code ended itself here ({words})."
    if "start new thread" in words or "stack switch" in words:
        return f"{words}: a page's Python has no threads and no event loop of its own"
    if isinstance(error, MemoryError):
        return f"{words or 'MemoryError'}: a page's Python may use about two gigabytes"
    return words


def media(value):
    """Return what a page may show of a value, by media type."""
    found = {"text/plain": repr(value)}
    if callable(getattr(type(value), "_repr_mimebundle_", None)):
        bundle = value._repr_mimebundle_(include=WANTED)
        found |= bundle[0] if isinstance(bundle, tuple) else bundle
    for kind, name in METHODS.items():
        shown = getattr(value, name, None)
        made = shown() if callable(shown) else None
        if made:
            found[kind] = made[0] if isinstance(made, tuple) else made
    if "explorer" in getattr(value, "_dom_classes", ()):
        found["explorer"] = _explorer(value)
    return {kind: _text(data) for kind, data in found.items() if not kind.startswith("application/")}


def _text(data):
    return base64.b64encode(data).decode() if isinstance(data, bytes) else data


def _explorer(value):
    from ipywidgets.embed import dependency_state

    models = dependency_state([value], drop_defaults=False)
    return json.dumps(explorer_markup.markup(models, value.model_id))


def _show_open_figures():
    pyplot = sys.modules.get("matplotlib.pyplot")
    for number in pyplot.get_fignums() if pyplot else ():
        figure, file = pyplot.figure(number), io.BytesIO()
        figure.savefig(file, format="png", dpi=100, bbox_inches="tight")
        pyplot.close(figure)
        names = [axes.get_title() or axes.get_ylabel() for axes in figure.axes]
        sentence = "; ".join(filter(None, names)) or "A figure that your code drew"
        tell("result", {"image/png": _text(file.getvalue()), "text/plain": sentence})
