"""The page's Python, driven in ordinary Python: what is shown, what is said of errors, what stays apart."""

import json
import sys
import types

import IPython.display
import matplotlib
import pytest
import shell


@pytest.fixture
def heard(monkeypatch):
    said = []
    monkeypatch.setattr(shell, "emit", lambda kind, data: said.append((kind, data)))
    monkeypatch.setattr(shell, "_ready", {})
    return said


def texts(heard, kind):
    return "".join(data["text"] for each, data in heard if each == kind)


def test_a_cell_prints_and_its_last_value_is_shown(heard):
    assert shell.run("print('a')\n1 + 1", {})
    assert texts(heard, "stdout") == "a\n"
    assert heard[-1] == ("result", {"text/plain": "2"})


@pytest.mark.parametrize("source", ["", "x = 1", "None", "1;"])
def test_a_cell_may_show_nothing(heard, source):
    assert shell.run(source, {})
    assert heard == []


def test_a_function_is_called_and_its_answer_handed_on(heard, monkeypatch):
    module = types.SimpleNamespace(half=lambda number: {"half": number / 2}, ask=lambda: input())
    monkeypatch.setitem(sys.modules, "of_a_page", module)
    assert shell.job("call", "of_a_page.half", ['{"number": 3}'], None)
    assert heard == [("data", {"half": 1.5})]
    assert not shell.job("call", "of_a_page.half", ['{"number": "3"}'], None)
    assert "unsupported operand" in heard[-1][1]["text"]
    assert not shell.job("call", "of_a_page.ask", ["{}"], None)
    assert "input() cannot ask" in heard[-1][1]["text"]


def test_standard_output_is_given_back(heard):
    before = sys.stdout, sys.stderr
    shell.run("1 / 0", {})
    assert (sys.stdout, sys.stderr) == before


@pytest.mark.parametrize(
    ("source", "words", "line"),
    [
        ("a = 1\n1 / 0", "ZeroDivisionError: division by zero", 2),
        ("def f():\n    return wrong\n\nf()", "NameError: name 'wrong' is not defined", 2),
        ("a = (", "SyntaxError", 1),
        ("import numpy as np\nnp.zeros(3) @ np.zeros(4)", "ValueError: matmul", 2),
        ("import requests_of_nobody", "no network", 1),
        ("input('?')", "input() cannot ask", 1),
        ("raise SystemExit(1)", "ended itself here (SystemExit: 1)", 1),
        ("def f():\n    f()\nf()", "RecursionError", 2),
        ("raise MemoryError", "two gigabytes", 1),
        ("def f():\n    3\nf() + 1", "a function without a return", 3),
    ],
)
def test_an_error_is_said_without_frames_of_machinery(heard, source, words, line):
    assert not shell.run(source, {})
    [data] = [data for kind, data in heard if kind == "error"]
    assert words in data["text"]
    assert data["line"] == line
    assert "shell.py" not in data["text"]
    assert "Traceback" not in data["text"]


def test_an_interrupt_is_no_error_of_the_reader(heard):
    assert not shell.run("raise KeyboardInterrupt", {})
    assert heard == [("error", {"text": "Stopped.", "line": None, "stopped": True})]


def test_what_is_printed_has_an_end(heard):
    assert shell.run("for i in range(100_000):\n    print(i)", {})
    assert len(texts(heard, "stdout")) <= shell.MOST_CHARACTERS + 50
    assert texts(heard, "stdout").count("left out") == 1
    assert len(heard) < 100


def test_an_open_figure_is_shown_and_closed(heard):
    matplotlib.use("agg")
    assert shell.run("import matplotlib.pyplot as plt\nplt.plot([1, 2])\nplt.title('Mine')\nNone", {})
    assert heard[-1][1]["text/plain"] == "Mine"
    assert heard[-1][1]["image/png"].startswith("iVBOR")
    assert not sys.modules["matplotlib.pyplot"].get_fignums()


def test_a_report_is_shown_as_html_and_an_explorer_with_its_frames(heard):
    assert shell.run("from actlib import check\ncheck('relu', max)", {})
    assert "<strong>" in heard[-1][1]["text/html"]
    source = "from actlib.explorers import tangent\nfrom actlib import CATALOGUE\ntangent(CATALOGUE['tanh'])"
    assert shell.run(source, {})
    markup, frames = json.loads(heard[-1][1]["explorer"])
    assert 'type="range"' in markup
    assert len(frames) == 21


def test_a_widget_that_is_no_explorer_is_shown_by_its_words(heard):
    assert shell.run("import ipywidgets\nipywidgets.IntSlider()", {})
    assert "explorer" not in heard[-1][1]
    assert heard[-1][1]["text/plain"].startswith("IntSlider")


PAGE = "weights = [1, 2]\n\ndef total(extra=0):\n    return sum(weights) + extra"


def test_each_run_gets_the_page_as_it_was(heard):
    first, second = shell.prepared(PAGE), shell.prepared(PAGE)
    assert shell.run("weights.append(10)\ntotal()", first)
    assert shell.run("weights = [5]\ntotal(extra=1)", second)
    assert shell.run("total()", shell.prepared(PAGE))
    assert [data["text/plain"] for _, data in heard] == ["13", "6", "3"]


def test_what_is_above_runs_once_and_shows_only_its_errors(heard, monkeypatch):
    runs = []
    monkeypatch.setattr(shell, "note", runs.append, raising=False)
    source = "import shell\nprint('hidden')\nshell.note(1)\nx = 1"
    assert shell.prepared(source)["x"] == shell.prepared(source)["x"] == 1
    assert runs == [1]
    assert heard == []
    assert shell.prepared("1 / 0") is None
    assert [kind for kind, _ in heard] == ["error"]


def test_what_cannot_be_copied_is_made_anew(heard):
    source = "x = iter([1, 2])\ny = (i for i in x)"
    assert next(shell.prepared(source)["y"]) == next(shell.prepared(source)["y"]) == 1


CHECK = "def check_twice(twice):\n    assert twice(3) == 6, 'twice 3 is not right'"


@pytest.mark.parametrize(
    ("code", "solved", "said"),
    [
        ("def twice(x):\n    return x + x", True, ""),
        ("def twice(x):\n    return x", False, "twice 3 is not right"),
        ("def other(x):\n    return x", False, "Your code does not define twice."),
        ("twice = ...", False, "Replace the three dots"),
    ],
)
def test_an_answer_is_judged_by_its_check(heard, code, solved, said):
    assert shell.job("answer", code, [CHECK], "check_twice") == solved
    kind, data = heard[-1]
    assert (kind, data["solved"]) == ("verdict", solved)
    assert said in data["text"]


def test_an_error_in_an_answers_function_names_the_readers_line(heard):
    assert not shell.job("answer", "def twice(x):\n    return x.y", [CHECK], "check_twice")
    assert heard[-1][0] == "error"
    assert heard[-1][1]["line"] == 2


def test_an_assertion_of_the_answers_own_is_told_by_its_line(heard):
    code = "def twice(x):\n    assert x > 5, 'too small'\n    return 2 * x"
    assert not shell.job("answer", code, [CHECK], "check_twice")
    kind, data = heard[-1]
    assert (kind, data["line"]) == ("error", 2)
    assert data["text"].startswith("AssertionError: too small")


def test_a_check_speaks_for_itself_where_the_answers_function_called_it(heard):
    check = (
        "def check_each(each):\n"
        "    def positive(x):\n        assert x > 0, 'not positive'\n"
        "    each(positive)"
    )
    assert not shell.job("answer", "def each(test):\n    test(-1)", [check], "check_each")
    assert (heard[-1][0], heard[-1][1]["text"]) == ("verdict", "not positive")


def test_a_check_keeps_the_pages_names_that_an_answer_defines_anew(heard):
    page = "import math\nTABLE = [2, 4]\ndef half(x):\n    return x / TABLE[0]"
    check = "def check_y(y):\n    assert y == half(3), 'no half'"
    assert shell.job("answer", "half, TABLE = 3, None\ny = 1.5", [page, check], "check_y")
    assert shell.job("answer", "TABLE[0] = 4\ny = 1.5", [page, check], "check_y")
    assert not shell.job("answer", "TABLE[0] = 4\ny = half(3)", [page, check], "check_y")
    assert heard[-1][1]["text"] == "no half"


def test_what_a_function_prints_while_it_is_checked_is_shown_before_the_verdict(heard):
    assert shell.job("answer", "def twice(x):\n    print('called')\n    return 2 * x", [CHECK], "check_twice")
    assert [kind for kind, _ in heard] == ["stdout", "verdict"]


def test_an_error_within_the_check_says_so(heard):
    assert not shell.job("answer", "twice = 2", [CHECK], "check_twice")
    assert heard[-1][1]["text"].startswith("While the check used your answer: TypeError")


def test_pythons_own_names_are_given_back(heard):
    assert not shell.run("import builtins\nbuiltins.print = None\ndel builtins.len\n1 / 0", {})
    assert shell.run("print(len([1]))", {})
    assert texts(heard, "stdout") == "1\n"


def test_a_long_chain_of_calls_is_told_by_its_ends(heard):
    assert not shell.run("def f(n):\n    return f(n + 1)\nf(0)", {})
    assert len(heard[-1][1]["text"].splitlines()) < 12


def test_a_command_of_jupyter_is_recognized(heard):
    assert not shell.run("%timeit 1", {})
    assert "commands of Jupyter" in heard[-1][1]["text"]


@pytest.mark.parametrize(
    ("source", "advice", "line"),
    [
        ("```python\nx = 1\n```", "Lines with ``` mark code", 1),
        ("x = 1\n```", "Lines with ``` mark code", 2),
        (">>> x = 1\n>>> x", "prompts of Python's own window", 1),
        ("def f(x):\n    return x\n... f(1)", "prompts of Python's own window", 3),
        ("In [1]: x = 1", "prompts of a notebook", 1),
        ("x = 1\nOut[1]: 3", "prompts of a notebook", 2),
        ("Out[1]: 3 4", "prompts of a notebook", 1),
    ],
)
def test_what_was_pasted_beside_the_code_is_recognized(heard, source, advice, line):
    assert not shell.run(source, {})
    assert advice in heard[-1][1]["text"]
    assert heard[-1][1]["line"] == line


@pytest.mark.parametrize(
    ("source", "advice"),
    [
        (
            "x =\u00a01",
            "U+00A0 (no-break space) looks like a space and is none to Python: write an ordinary space",
        ),
        ("if True:\n\u00a0\u00a0x = 1", "U+00A0 (no-break space) looks like a space"),
        ("x = 1\u3000+ 1", "U+3000 (ideographic space) looks like a space"),
        ("x = 1\u200b", "U+200B (zero width space) cannot be seen and is no Python: delete it"),
        ("\ufeffx = 1", "U+FEFF (zero width no-break space) cannot be seen"),
        ("print(“a”)", '“, U+201C (left double quotation mark), is no Python: write " instead.'),
        ("print(‘a’)", "U+2018 (left single quotation mark), is no Python: write ' instead."),
        ("x = 1\nx − 1", "−, U+2212 (minus sign), is no Python: write - instead."),
        ("x = 3 – 1", "U+2013 (en dash), is no Python: write - instead."),
        ("x = 3 — 1", "U+2014 (em dash), is no Python: write - instead."),
        ("print（1）", "U+FF08 (fullwidth left parenthesis), is no Python: write ( instead."),
        ("x ＝ 1", "write = instead."),
        ("x = 3²", "write **2 instead."),
    ],
)
def test_a_character_that_is_no_python_is_named_with_what_to_write(heard, source, advice):
    assert not shell.run(source, {})
    assert advice in heard[-1][1]["text"]


def test_of_a_character_that_stands_for_nothing_in_code_python_alone_speaks(heard):
    assert not shell.run("x = 5 €", {})
    assert heard[-1][1]["text"].endswith("SyntaxError: invalid character '€' (U+20AC)")


@pytest.mark.parametrize("source", ["import numpy as np\nnp.array([1.5])^2", "1.5^2", "x = 2.0\nx ^= 2"])
def test_a_caret_for_a_power_is_recognized(heard, source):
    assert not shell.run(source, {})
    assert "x to the power of 2 is x**2" in heard[-1][1]["text"]


def test_a_syntax_error_of_another_kind_gets_no_such_advice(heard):
    assert not shell.run("a = (", {})
    assert "leave them out" not in heard[-1][1]["text"]


def test_a_name_of_the_page_is_no_answer(heard):
    check = "def check_x(x):\n    pass"
    assert not shell.job("answer", "y = x", ["x = 1", check], "check_x")
    assert "does not define x" in heard[-1][1]["text"]
    assert shell.job("answer", "x = x + 1", ["x = 1", check], "check_x")


def test_the_cells_of_a_page_share_a_namespace_that_the_first_one_begins(heard):
    assert shell.job("page", "x = 1", [], None)
    assert shell.job("page", "x + 1", ["more"], None)
    assert heard[-1] == ("result", {"text/plain": "2"})
    assert shell.job("page", "'x' in globals()", [], None)
    assert heard[-1] == ("result", {"text/plain": "False"})


def test_a_package_that_is_not_there_yet_is_noted(heard, monkeypatch):
    monkeypatch.setattr(shell, "_waiting", {"package_to_come", "scipy"})
    monkeypatch.setattr(sys, "meta_path", [shell.Later, *sys.meta_path])
    above = ["from scipy import special", "def check_y(y):\n    special.erf(y)"]
    assert shell.needed("cell", "special.erf(1)", above[:1]) == ["scipy"]
    assert shell.needed("answer", "y = 1", above) == ["scipy"]
    assert shell.needed("cell", "y = 1", above) == []
    assert not shell.run("import package_to_come", {})
    assert shell.missing() == ["package_to_come"]
    assert shell.missing() == []
    shell.loaded(["package_to_come"])
    assert not shell.run("import package_to_come", {})
    assert shell.missing() == []


def test_half_of_a_package_is_not_taken_for_the_whole(heard, monkeypatch, tmp_path):
    (tmp_path / "half_there.py").write_text("")
    monkeypatch.setattr(shell, "_waiting", {"half_there"})
    monkeypatch.setattr(sys, "meta_path", [shell.Later, *sys.meta_path])
    monkeypatch.syspath_prepend(tmp_path)
    assert not shell.run("import half_there", {})
    assert shell.missing() == ["half_there"]


@pytest.mark.parametrize("package", ["IPython", "ipywidgets"])
def test_what_a_cell_takes_from_ipython_to_display_shows_on_the_page(heard, monkeypatch, package):
    from IPython.core import display_functions

    for module in (IPython.display, display_functions):
        monkeypatch.setattr(module, "display", module.display)  # to be given back
    shell.loaded([package])
    source = "from IPython.display import HTML, display\ndisplay(HTML('<b>bold</b>'))"
    assert shell.run(source, {})
    assert texts(heard, "stdout") == ""
    assert heard[-1][0] == "result"
    assert heard[-1][1]["text/html"] == "<b>bold</b>"
