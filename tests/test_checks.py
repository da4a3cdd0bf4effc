"""check and check_gradients: every planted mistake gets its name, and nothing right is blamed."""

import functools
import itertools
import re
import subprocess
import sys
import threading
import time
import warnings
from html.parser import HTMLParser
from pathlib import Path

import numpy as np
import pytest
from scipy import signal

from actlib import CATALOGUE, functions
from actlib.checks import MISTAKES, Finding, Report, asked, check, check_gradients, uses
from actlib.checks.checking import CHECKS
from actlib.checks.comparison import ORDINARY, REARRANGED
from actlib.checks.convolution import padded, slid
from actlib.checks.grouped import BATCH, GATE_BATCH, ROW
from actlib.checks.judging import judge
from actlib.checks.lookalikes import LOOKALIKES, lookalikes
from actlib.checks.mistakes import GROUPS, SEVERITIES
from actlib.checks.report import array, number, report
from tests import planted_gradients as planted
from tests.planted_mistakes import KEEPING, RIGHT, WRONG

ROOT = Path(__file__).parents[1]
CHAPTERS = [
    "01-why-nonlinearity",
    "02-neurons-and-weights",
    "03-step",
    "04-sigmoid",
    "05-tanh",
    "06-relu",
    "07-leaky-relu-and-prelu",
    "08-softmax",
    "09-gelu-and-friends",
    "10-custom-activations",
    "11-derivatives",
    "12-sine-from-relu-pairs",
    "13-binary-classification",
    "14-spiral-classification",
    "15-gradients-that-vanish",
    "16-images",
    "17-sequences",
    "18-choosing",
    "19-errata",
    "20-catalogue",
]
HANG = 3 if sys.platform == "emscripten" else 0.2  # seconds; a browser's Python is slower
# Some of the general lookalikes are the function itself: tanh mirrored twice, the square of a step.
EQUAL_BY_NATURE = (
    "absolute-value-needless",
    "another-function",
    "applied-twice",
    "borrowed-formula",
    "both-signs-flipped",
    "derivative-at-output",
    "input-scaled",
    "input-shifted",
    "input-sign-flipped",
    "relu-mask",
    "sign-flipped",
    "square-missing",
    "square-needless",
)


def numbered(planted):
    return [pytest.param(*case, id=f"{i}-{case[0]}-{'-'.join(case[1])}") for i, case in enumerate(planted)]


def naive_sigmoid(x):
    return 1 / (1 + np.exp(-x))


@pytest.mark.parametrize(("name", "keys", "function"), numbered(WRONG))
def test_planted_mistake_gets_its_name(name, keys, function):
    report = check(name, function, seconds=HANG)
    assert not report.passed
    assert report.keys[: len(keys)] == keys


@pytest.mark.parametrize(("name", "keys", "function"), numbered(RIGHT))
def test_right_implementation_passes(name, keys, function):
    report = check(name, function)
    assert report.passed, report
    assert set(keys) <= set(report.keys)


@pytest.mark.parametrize("name", functions.__all__)
def test_the_functions_of_the_course_pass_without_a_remark(name):
    assert check(name, getattr(functions, name)).findings == ()


def forgetful(function, end, left):
    """Return the function with one end of its results left at 0, at 1, or at the input."""

    def forgetting(x):
        results = np.array(function(x), dtype=float)
        if results.ndim:
            results[end] = {"0": 0, "1": 1, "x": x[end]}[left]
        return results

    return forgetting


RIGHT_BY_NATURE = {("identity", "x"), ("identity_derivative", "1"), ("step_derivative", "0")}


@pytest.mark.parametrize("name", sorted(CATALOGUE) + [f"{name}_derivative" for name in sorted(CATALOGUE)])
def test_a_forgotten_end_is_found_in_every_function_whatever_is_left_there(name):
    for end in (0, -1, [0, -1]):
        for left in "01x":
            report = check(name, forgetful(getattr(functions, name), end, left))
            if (name, left) in RIGHT_BY_NATURE:
                assert report.passed
            else:
                assert report.keys[0] == "end-forgotten"


@pytest.mark.parametrize("name", ["softmax", "log_softmax", "softmax_jacobian", "glu", "swiglu"])
@pytest.mark.parametrize("end", [np.s_[0], np.s_[-1], np.s_[..., 0], np.s_[..., -1]])
def test_a_forgotten_row_or_column_is_found(name, end):
    def forgetting(x):
        results = np.array(getattr(functions, name)(x))
        results[end if results.ndim > 1 else 0] = 0
        return results

    assert check(name, forgetting).keys[0] == "end-forgotten"


SINGLE = [name for name in CHECKS if name in functions.__all__ and name != "prelu_gradients"]


@pytest.mark.parametrize("name", SINGLE)
@pytest.mark.parametrize("back", [False, True])
def test_answers_in_float32_are_judged_as_float32(name, back):
    def single(x):
        results = np.asarray(getattr(functions, name)(np.asarray(x, dtype=np.float32)))
        return results.astype(float) if back else results

    report = check(name, single)
    assert report.passed, report
    assert back or "single-precision" in report.keys
    assert not check(name, lambda x: single(x) + 0.001).passed


def only_for(sizes, function):
    """Return a function that is right for arrays of some sizes and gives something else for all others."""
    return lambda x: function(x) if np.size(x) in sizes else np.zeros(3)


@pytest.mark.parametrize("name", SINGLE)
def test_nothing_passes_that_was_not_compared(name):
    """Right for the arrays that are looked at first, and of another shape for those that come later."""
    function = getattr(functions, name)
    sizes = [np.size(x) for x in (ORDINARY, REARRANGED, ROW, BATCH, GATE_BATCH)]
    assert check(name, function).passed
    assert not check(name, only_for(sizes, function)).passed


@pytest.mark.parametrize("name", [name for name in CHECKS if name in functions.__all__])
def test_a_passing_report_says_that_all_values_were_compared(name):
    compared, tried = map(
        int, re.match(r"(\d+) of (\d+) values", check(name, getattr(functions, name)).compared).groups()
    )
    assert compared == tried > 12


def test_a_value_that_could_not_be_compared_is_counted():
    def of_one_dimension(x):
        if np.ndim(x) != 1:
            raise IndexError("one dimension, please")
        return np.maximum(x, 0)

    report = check("relu", of_one_dimension)
    assert report.keys == ("one-dimension-only",)
    assert check("relu", functions.relu).compared == "118 of 118 values"
    assert re.fullmatch(r"\d+ of \d+ values", report.compared)
    compared, tried = map(int, re.findall(r"\d+", report.compared))
    assert compared == tried - 6


@pytest.mark.parametrize(("name", "keys", "make"), KEEPING, ids=lambda each: getattr(each, "__name__", None))
def test_what_is_kept_between_calls_is_found(name, keys, make):
    report = check(name, make())
    assert report.keys == keys
    assert report.passed == (keys == ("result-overwritten",))


def test_enough_is_planted_and_every_function_is_among_it():
    assert len(WRONG) >= 60
    assert len(RIGHT) >= 40
    assert set(CATALOGUE) - {"identity"} <= {name.removesuffix("_derivative") for name, _, _ in WRONG}


@pytest.mark.parametrize("name", sorted(CATALOGUE) + [f"{name}_derivative" for name in sorted(CATALOGUE)])
def test_every_lookalike_differs_from_the_truth_and_is_diagnosed(name):
    """Run each table entry through the whole check: its own key, or that of an earlier equal one."""
    right = getattr(functions, name)
    x = np.linspace(-7, 7, 30)
    for key, mistaken, _ in lookalikes(name):
        with np.errstate(all="ignore"):
            values = np.asarray(mistaken(x), float)
        if np.allclose(values, right(x), rtol=1e-7, atol=1e-9):
            assert key in EQUAL_BY_NATURE
            continue
        report = check(name, alone(mistaken))
        assert report.passed == (key == "rounded-constants")
        assert not report.passed or report.keys[0] in (key, "imprecise")
        assert report.keys[0] in MISTAKES
        assert report.keys[0] != "wrong-values"


@pytest.mark.parametrize("name", sorted(LOOKALIKES))
def test_no_two_mistakes_of_a_table_give_the_same_values_under_different_names(name):
    x = np.linspace(-7, 7, 30)
    with np.errstate(all="ignore"):
        listed = [(key, np.asarray(mistaken(x), float)) for key, mistaken in LOOKALIKES[name]]
    for (key, values), (other, others) in itertools.combinations(listed, 2):
        alike = np.allclose(values, others, rtol=1e-7, atol=1e-9, equal_nan=True)
        assert key == other or not alike, f"whoever makes the mistake {other} is told of {key}"


@pytest.mark.parametrize("name", CATALOGUE)
def test_of_a_functions_values_nothing_is_told_of_derivatives(name):
    of_both = {"derivative-for-function", "slope-without-input", "sign-flipped"}
    for key in {key for key, _, _ in lookalikes(name)} - of_both:
        assert MISTAKES[key].chapter != "11-derivatives"
        assert "derivative" not in f"{MISTAKES[key].title} {MISTAKES[key].why} {MISTAKES[key].hint}"


def alone(function):
    """Hide a function's other parameters: of those the catalogue's function has its own tests."""
    return lambda x: function(x)


def test_lookalikes_use_known_names_and_keys():
    assert set(LOOKALIKES) <= set(CHECKS)
    assert {key for name in CATALOGUE for key, _, _ in lookalikes(name)} <= set(MISTAKES)


def test_every_mistake_is_used_somewhere():
    sources = [
        p for p in (ROOT / "actlib/checks").rglob("*.py") if p.parent.name not in ("mistakes", "claims")
    ]
    text = "".join(path.read_text(encoding="utf-8") for path in sources)
    assert [key for key in MISTAKES if f'"{key}"' not in text] == []


@pytest.mark.parametrize("key", MISTAKES)
def test_mistake_says_all_it_should(key):
    mistake = MISTAKES[key]
    assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", key)
    assert mistake.severity in SEVERITIES
    assert mistake.chapter in ("", *CHAPTERS)
    for text in (mistake.title, mistake.why, mistake.hint):
        assert text == text.strip() != ""
        assert "!" not in text
    assert mistake.why[-1] in ".?"
    assert mistake.hint[-1] in ".?"
    assert mistake.title[-1] not in ".?"


def test_mistakes_are_named_once():
    keys = [mistake.key for group in GROUPS for mistake in group]
    assert len(set(keys)) == len(keys) == len(MISTAKES)


def test_catalogue_chapters_are_chapters():
    assert {entry.chapter for entry in CATALOGUE.values()} <= set(CHAPTERS)


def row_left_out(image, kernel):
    values = signal.correlate2d(image, kernel, mode="valid")
    values[1:] = 0
    return values


def all_in_one_row(image, kernel):
    return signal.correlate2d(image, kernel, mode="valid").ravel().tolist()


@pytest.mark.parametrize(
    ("function", "expected", "got"),
    [
        (
            row_left_out,
            "shape (3, 3), row 2 of 3 [3.152, 6.576, -7.645]",
            "shape (3, 3), row 2 of 3 [0, 0, 0]",
        ),
        (all_in_one_row, "shape (3, 3), first row [7.529, -11.42, 3.414]", "shape (9,)"),
    ],
)
def test_finding_of_a_convolution_shows_where_it_differs(function, expected, got):
    [finding] = check("convolution", function).findings
    assert (finding.expected, finding.got) == (expected, got)


# --- The report ----------------------------------------------------------------------------------


def test_report_reads_as_written():
    report = check("softmax", lambda x: np.exp(x) / np.exp(x).sum(axis=0))
    assert str(report).splitlines()[:7] == [
        "softmax: not yet right, 1 mistake",
        "Compared: 12 values so far",
        "",
        "1. Mistake: The wrong axis: samples are mixed with one another",
        "   Tried:          a batch whose first row is [0.5, -1, 2, 0.1]",
        "   Expected:       [0.1569, 0.035, 0.703, 0.1051]; every row sums to 1",
        "   Got:            [0.2424, 0.08807, 0.7611, 0.4513]; the rows sum to [1.543, 1.532,",
    ]
    assert repr(report) == str(report)
    assert max(map(len, str(report).splitlines())) <= 88


def test_findings_are_few_ordered_and_of_different_kinds_and_the_same_every_time():
    for name, _, function in [*WRONG, *RIGHT]:
        report = check(name, function, seconds=HANG)
        severities = [finding.severity for finding in report.findings]
        assert len(severities) <= 3
        assert severities == sorted(severities, key=SEVERITIES.index)
        assert len(set(report.keys)) == len(report.keys)
        assert report.passed == (not {"mistake", "unmeasured"} & set(severities))
        assert re.fullmatch(r"\d+ of \d+ values" if report.passed else r"\d+ values so far", report.compared)
        assert report.passed or "note" not in severities
        for finding in report.findings:
            assert finding.chapter in CHAPTERS
            assert all(text for _, text in finding.lines)
        assert str(check(name, function, seconds=HANG)) == str(report)


def test_what_was_compared_is_said_in_text_and_html():
    report = check("relu", functions.relu)
    assert str(report) == "relu: passed, nothing to remark\nCompared: 118 of 118 values"
    assert "<p>Compared: 118 of 118 values</p>" in report._repr_html_()
    assert "Compared" not in str(Report("relu", ()))


def test_what_cannot_be_measured_is_neither_passed_nor_wrong():
    found = Finding(MISTAKES["loss-too-coarse"], "", "", "", "11-derivatives")
    wrong = Finding(MISTAKES["gradient-sign"], "", "", "", "11-derivatives")
    note = Finding(MISTAKES["gradient-at-kinks"], "", "", "", "11-derivatives")
    unmeasured = report("gradients", [note, found])
    assert (unmeasured.passed, unmeasured.keys) == (False, ("loss-too-coarse",))
    assert unmeasured.headline == "gradients: could not be measured"
    assert report("gradients", [found, wrong]).headline == "gradients: not yet right, 1 mistake"
    assert report("gradients", [found, wrong]).keys == ("gradient-sign", "loss-too-coarse")


def test_a_report_keeps_the_three_findings_that_matter_most():
    kinds = ("slow-loop", "imprecise", "overflow", "overflow", "sign-flipped", "wrong-side", "dtype-lost")
    found = [Finding(MISTAKES[key], "", "", "", "04-sigmoid") for key in kinds]
    assert report("sigmoid", found).keys == ("overflow", "sign-flipped", "wrong-side")
    assert report("sigmoid", found[:2]).keys == ("imprecise", "slow-loop")


def test_an_error_text_leaves_out_what_differs_from_run_to_run():
    def complaining(x):
        raise ValueError(f"cannot use {object()}\nsecond line")

    assert check("relu", complaining).findings[0].got == "ValueError: cannot use <object object at 0x…>"


class Tags(HTMLParser):
    def __init__(self):
        super().__init__()
        self.open, self.seen = [], set()

    def handle_starttag(self, tag, attributes):
        self.open.append(tag)
        self.seen.add(tag)

    def handle_endtag(self, tag):
        assert self.open.pop() == tag


def test_html_is_well_formed_says_the_same_and_needs_no_color_or_script():
    def ragged(x):
        raise ValueError('<script>alert("x")</script>')

    report = check("relu", ragged)
    markup = report._repr_html_()
    tags = Tags()
    tags.feed(markup)
    assert tags.open == []
    assert tags.seen == {"div", "p", "strong", "ol", "li", "dl", "dt", "dd"}
    assert "&lt;script&gt;" in markup
    assert "Mistake: " in markup
    assert not re.search(r"#[0-9a-f]{3}|rgb|background", markup)
    assert "<ol>" not in Report("relu", ())._repr_html_()


@pytest.mark.parametrize(
    ("value", "text"),
    [(0.123456, "0.1235"), (-0.0, "0"), (np.nan, "NaN"), (-np.inf, "-inf"), (1e-9, "1e-09")],
)
def test_numbers_are_written_with_four_digits(value, text):
    assert number(value) == text
    assert array(np.array([[value], [1.0]])) == f"[[{text}], [1]]"


# --- What learners' code may do ------------------------------------------------------------------


# In a page KeyboardInterrupt is the reader's Stop, which no report may swallow.
@pytest.mark.parametrize(
    "error",
    [
        ValueError,
        KeyError,
        RecursionError,
        SystemExit,
        pytest.param(KeyboardInterrupt, marks=pytest.mark.not_in_browser),
        MemoryError,
    ],
)
@pytest.mark.parametrize("name", CHECKS)
def test_any_error_becomes_a_finding(name, error):
    def failing(*arguments):
        raise error("no")

    report = check(name, failing)
    assert report.keys == ("raises",)
    assert error.__name__ in report.findings[0].got


@pytest.mark.parametrize("name", CHECKS)
@pytest.mark.parametrize(
    "junk",
    [
        *(None, "text", 1j, {}, object(), [[1], [1, 2]], np.array(["a"]), 3, float("nan"), np.zeros((2, 7))),
        *([], 10**400, -(10**400)),
    ],
)
def test_any_junk_becomes_a_finding(name, junk):
    report = check(name, lambda *arguments: junk)
    assert not report.passed
    assert str(report)


OTHER_VALUES = {
    "square": lambda x: np.asarray(x) ** 2 + 3,
    "NaN": lambda x: np.asarray(x) * np.nan,
    "infinity": lambda x: np.full(np.shape(x), np.inf),
    "zeros": lambda x: np.zeros(np.shape(x)),
    "text": lambda x: np.full(np.shape(x), "a"),
    "truth values": lambda x: np.asarray(x) > 0,
    "nearly infinity": lambda x: np.asarray(x) * 1e300,
    "reversed": lambda x: np.asarray(x).T[::-1].T,
}


@pytest.mark.parametrize(
    "name", [name for name in CHECKS if name in functions.__all__ and name != "prelu_gradients"]
)
@pytest.mark.parametrize("values", OTHER_VALUES)
def test_any_other_values_become_a_finding(name, values):
    report = check(name, OTHER_VALUES[values])
    assert str(report)
    assert report.passed == (name == "step_derivative" and values == "zeros")


def test_an_error_at_some_inputs_only_becomes_a_finding():
    def at_large_numbers(x):
        if np.any(np.abs(x) > 500):
            raise RuntimeError("too large")
        return np.maximum(x, 0)

    report = check("relu", at_large_numbers)
    assert report.keys[0] == "raises"
    assert "1000" in report.findings[0].tried


def test_an_endless_loop_is_left_and_stopped():
    running = []

    def endless(x):
        while True:
            running.append(1)

    start = time.perf_counter()
    assert check("tanh", endless, seconds=0.1).keys == ("hangs",)
    assert time.perf_counter() - start < 2
    time.sleep(0.2)
    before = len(running)
    time.sleep(0.1)
    assert len(running) == before


def test_nothing_is_shown_and_no_setting_is_changed(capsys):
    def noisy(x):
        print("here")
        warnings.warn("careful", stacklevel=1)
        return 1 / (1 + np.exp(-x))

    with np.errstate(over="raise", invalid="call"), warnings.catch_warnings():
        warnings.simplefilter("error")
        before = np.geterr(), list(warnings.filters), sys.stdout
        assert check("sigmoid", noisy).keys == ("overflow",)
        assert (np.geterr(), list(warnings.filters), sys.stdout) == before
    assert capsys.readouterr() == ("", "")


def test_learners_get_copies():
    def vandal(x):
        x = np.asarray(x)
        y = np.maximum(x, 0)
        x[...] = 7
        return y

    assert check("relu", vandal).keys == ("input-overwritten",)
    assert check("relu", lambda x: np.maximum(x, 0)).findings == ()


@pytest.mark.parametrize(
    ("arguments", "error", "message"),
    [
        ((3, abs), TypeError, "check expects name to be a string such as 'sigmoid', got 3"),
        (
            ("sigmoyd", abs),
            ValueError,
            "check expects the name of a function it knows, got 'sigmoyd'; did you mean 'sigmoid'?",
        ),
        (
            ("sigmoid", 0.5),
            TypeError,
            "check expects function to be callable, got 0.5; give the function without calling it",
        ),
        (("sigmoid", abs, 0), ValueError, "check expects seconds above zero, got 0"),
        (("sigmoid", abs, -1.5), ValueError, "check expects seconds above zero, got -1.5"),
        (("sigmoid", abs, np.nan), ValueError, "check expects seconds above zero, got nan"),
        (("sigmoid", abs, np.inf), ValueError, "check expects seconds above zero, got inf"),
        (("sigmoid", abs, "a"), TypeError, "check expects seconds to be a number, got 'a'"),
        (("sigmoid", abs, True), TypeError, "check expects seconds to be a number, got True"),
    ],
)
def test_wrong_arguments_are_named(arguments, error, message):
    with pytest.raises(error, match=f"^{re.escape(message)}$"):
        check(*arguments)


@pytest.mark.not_in_browser("it starts no processes")
def test_check_needs_neither_matplotlib_nor_ipywidgets():
    script = "import actlib.checks, sys; print({'matplotlib', 'ipywidgets'} & set(sys.modules))"
    run = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True, cwd=ROOT)
    assert run.stdout.strip() == "set()"


# --- Gradients -----------------------------------------------------------------------------------


def test_right_gradients_pass():
    for gradients in (planted.RIGHT, planted.backward):
        report = check_gradients(planted.loss, planted.PARAMETERS, gradients, batch_size=planted.N)
        assert (report.passed, report.findings) == (True, ())


@pytest.mark.parametrize("mistake", planted.WRONG)
def test_planted_gradient_mistake_gets_its_name(mistake):
    gradients, key, text, options = planted.WRONG[mistake]
    report = check_gradients(planted.loss, planted.PARAMETERS, gradients, **options)
    assert not report.passed
    assert report.keys == (key,)
    assert text in f"{report.findings[0].tried}: {report.findings[0].got}"


@pytest.mark.parametrize("network", planted.RIGHT_ELSEWHERE)
def test_right_gradients_of_other_networks_pass(network):
    loss, parameters, gradients = planted.RIGHT_ELSEWHERE[network]
    report = check_gradients(loss, parameters, gradients)
    assert report.findings == (), report
    compared, entries = map(int, re.match(r"(\d+) of (\d+) gradient entries", report.compared).groups())
    assert compared >= 0.95 * entries or "moved together" in report.compared


@pytest.mark.parametrize("network", planted.WRONG_ELSEWHERE)
def test_wrong_gradients_of_other_networks_get_their_names(network):
    loss, parameters, gradients, key, text = planted.WRONG_ELSEWHERE[network]
    report = check_gradients(loss, parameters, gradients)
    assert not report.passed
    assert report.keys == (key,), report
    assert text in f"{report.findings[0].tried}: {report.findings[0].got}"


@pytest.mark.parametrize("network", planted.UNMEASURED)
@pytest.mark.parametrize("sign", [1, -1])
def test_what_cannot_be_measured_never_passes(network, sign):
    loss, parameters, gradients, key = planted.UNMEASURED[network]
    report = check_gradients(loss, parameters, {name: sign * g for name, g in gradients.items()})
    assert not report.passed
    assert key in report.keys
    assert MISTAKES[key].severity == "unmeasured"
    if sign == 1:
        assert report.keys == (key,)
        assert report.headline == "gradients: could not be measured"


def test_gradient_of_another_matrix_shape_is_seen_to_be_transposed():
    w = np.arange(6.0).reshape(2, 3)
    report = check_gradients(lambda p: float(np.sum(p["w"] ** 2)), {"w": w}, {"w": 2 * w.T})
    assert report.keys == ("gradient-transposed",)


def test_mask_of_relu_shows_in_a_single_sample():
    x, labels = planted.X[:1], planted.LABELS[:1]
    gradients = planted.backward(planted.PARAMETERS, x, labels, slope=lambda z: (z > 0) * 1.0)
    report = check_gradients(lambda p: planted.loss(p, x, labels), planted.PARAMETERS, gradients)
    assert report.keys[0] == "gradient-mask"
    assert "of 3 units" in report.findings[0].got


def test_mask_of_relu_is_named_for_a_whole_batch_where_the_backward_pass_is_given():
    def masked(parameters):
        return planted.backward(parameters, slope=lambda z: (z > 0) * 1.0)

    report = check_gradients(planted.loss, planted.PARAMETERS, masked)
    assert report.keys == ("gradient-mask",)
    assert "exactly 0 for all units once b1 is low" in report.findings[0].got


@pytest.mark.parametrize(
    ("b2", "key"), [(lambda g: None, "gradient-missing"), (lambda g: g.sum(), "gradient-shape")]
)
def test_a_hidden_layers_error_keeps_its_name_beside_another_parameters_own(b2, key):
    def masked(parameters):
        gradients = planted.backward(parameters, slope=lambda z: (z > 0) * 1.0)
        return gradients | {"b2": b2(gradients["b2"])}

    report = check_gradients(planted.loss, planted.PARAMETERS, masked)
    assert report.keys == (key, "gradient-mask")
    report = check_gradients(planted.loss, planted.PARAMETERS, masked(planted.PARAMETERS))
    assert report.keys == (key, "gradient-hidden-layer")


def test_a_mask_is_named_where_the_whole_output_layer_is_missing():
    def masked(parameters):
        gradients = planted.backward(parameters, slope=lambda z: (z > 0) * 1.0)
        return {name: gradients[name] for name in ("W1", "b1")}

    report = check_gradients(planted.loss, planted.PARAMETERS, masked)
    assert report.keys == ("gradient-missing", "gradient-mask")


def test_a_gradient_that_is_always_0_is_no_sign_of_a_mask():
    def unfilled(parameters):
        gradients = planted.backward(parameters, slope=np.ones_like)
        return gradients | {"b1": np.zeros(3)}

    report = check_gradients(planted.loss, planted.PARAMETERS, unfilled)
    assert report.keys == ("gradient-zero", "gradient-hidden-layer")


def test_units_that_a_backward_pass_drops_are_an_error_of_their_layer():
    def dropping(parameters):
        return planted.backward(parameters, slope=lambda z: (1 - np.tanh(z) ** 2) * [0, 1.5, 1.5])

    report = check_gradients(planted.loss, planted.PARAMETERS, dropping)
    assert report.keys == ("gradient-hidden-layer",)
    assert "exactly 0 for 1 of 3 units" in report.findings[0].got


def test_a_step_too_far_to_measure_from_is_no_update_made_too_early():
    report = check_gradients(planted.of_log, planted.NEAR_0, {"w": [-1e9] * 3}, learning_rate=1.0)
    assert "gradient-after-update" not in report.keys


def test_slopes_beyond_all_floats_are_not_measured():
    w = np.array([709.7, 1.0, 2.0])
    report = check_gradients(lambda p: float(np.sum(np.exp(p["w"]))), {"w": w}, {"w": np.exp(w)})
    assert report.headline == "gradients: could not be measured"


def test_other_errors_of_a_hidden_layer_are_not_taken_for_a_mask():
    def at_the_output(parameters):
        return planted.backward(parameters, slope=lambda z: 1 - np.tanh(np.tanh(z)) ** 2)

    def through_other_weights(parameters):
        return planted.backward(parameters, output_weights=1.5 * parameters["W2"] - 0.2 * np.eye(3))

    for backward in (at_the_output, through_other_weights):
        report = check_gradients(planted.loss, planted.PARAMETERS, backward)
        assert report.keys == ("gradient-hidden-layer",)


def test_gradients_from_before_an_update_are_recognized_with_the_learning_rate():
    report = check_gradients(planted.loss, planted.after_a_step(0.5), planted.RIGHT, learning_rate=0.5)
    assert report.keys == ("gradient-after-update",)
    report = check_gradients(planted.loss, planted.PARAMETERS, planted.RIGHT, learning_rate=0.5)
    assert report.passed


@pytest.mark.parametrize("shape", [(), (2,)])
@pytest.mark.parametrize("learning_rate", [None, 0.1])
@pytest.mark.parametrize(
    "junk",
    [
        *(None, "text", 1j, {}, object(), [[1], [1, 2]], np.array(["a"]), np.nan, np.inf),
        *(np.zeros((2, 7)), [], (number for number in (4.0, 4.0)), threading.Lock()),
    ],
)
def test_any_junk_in_the_place_of_a_gradient_becomes_a_finding(shape, learning_rate, junk):
    parameters = {"v": np.full(shape, 2.0), "w": np.full(shape, 3.0)}

    def loss(p):
        return np.sum(p["v"] ** 2 + p["w"] ** 2)

    claimed = {"v": junk, "w": 2 * parameters["w"]}
    for gradients in (claimed, lambda parameters: claimed):
        for batch_size in (None, 4):
            report = check_gradients(loss, parameters, gradients, batch_size, learning_rate)
            assert not report.passed
            assert "of v" in report.findings[0].tried


def test_a_gradient_that_comes_and_goes_is_another_one_at_the_second_call():
    answers = iter([2.0, None, 2.0, None])
    report = check_gradients(lambda p: p["w"] ** 2, {"w": 1.0}, lambda p: {"w": next(answers)})
    assert report.keys == ("gradient-accumulates",)


def test_the_parameter_nearest_the_loss_comes_first():
    gradients = planted.with_changes(W1=lambda g: -g, W2=lambda g: g + 0.1)
    report = check_gradients(planted.loss, planted.PARAMETERS, gradients)
    assert "W2" in report.findings[0].tried


def test_kinks_are_left_out():
    x = np.array([[1.0, -1.0], [2.0, 0.5]])
    parameters = {"w": np.array([[0.0, 1.0], [0.0, -1.0]])}

    def loss(p):
        return np.maximum(x @ p["w"], 0).sum()

    claimed = {"w": x.T @ (x @ parameters["w"] > 0)}
    report = check_gradients(loss, parameters, claimed)
    assert report.passed
    assert report.keys == ("gradient-at-kinks",)


def test_vanishing_gradients_are_no_mistake():
    report = check_gradients(
        lambda p: float(1e-6 * p["w"] @ p["w"]), {"w": np.ones(3)}, {"w": 2e-6 * np.ones(3)}
    )
    assert report.findings == ()


@pytest.mark.parametrize(
    ("loss", "key"),
    [
        (lambda p: p["w"], "loss-unusable"),
        (lambda p: None, "loss-unusable"),
        (lambda p: np.nan, "loss-unusable"),
        (lambda p: p["v"], "loss-unusable"),
        (lambda p: np.random.default_rng().normal(), "loss-not-repeatable"),
        (lambda p: time.sleep(3), "hangs"),
        (lambda p: 3.0, "loss-ignores-parameter"),
    ],
)
def test_an_unusable_loss_becomes_a_finding(loss, key):
    report = check_gradients(loss, {"w": np.ones(3)}, {"w": np.arange(1.0, 4.0)}, seconds=0.2)
    assert report.keys == (key,)


def test_parameters_and_gradients_are_left_alone():
    def vandal(p):
        value = float(np.sum(p["w"] ** 2))
        p["w"][...] = 0
        return value

    w = np.array([1.0, 2.0])
    assert check_gradients(vandal, {"w": w}, {"w": 2 * w}).passed
    assert w.tolist() == [1.0, 2.0]


@pytest.mark.parametrize("value", [np.inf, -np.inf, np.nan, 1e308, -1e200])
@pytest.mark.parametrize("size", [3, 20_000])  # of the latter most entries are moved together
@pytest.mark.parametrize("place", [slice(None), 1, -2])
def test_no_size_of_a_gradient_makes_room_for_itself(value, size, place):
    w = np.linspace(-1, 1, size)
    claimed = 2 * w
    claimed[place] = value
    assert not check_gradients(lambda p: float(np.sum(p["w"] ** 2)), {"w": w}, {"w": claimed}).passed


def test_infinity_is_no_gradient_where_the_slope_is_unknown():
    report = check_gradients(
        lambda p: float(np.abs(p["w"]).sum()), {"w": np.array([0.0, 1.0])}, {"w": [np.inf, 1]}
    )
    assert report.keys[0] == "gradient-not-finite"


def test_a_large_parameter_is_sampled():
    w = np.linspace(-1, 1, 20_000)
    start = time.perf_counter()
    assert check_gradients(lambda p: float(np.sum(p["w"] ** 2)), {"w": w}, {"w": 2 * w}).passed
    assert check_gradients(lambda p: float(np.sum(p["w"] ** 2)), {"w": w}, {"w": 4 * w}).keys == (
        "gradient-scaled",
    )
    assert time.perf_counter() - start < 5


@pytest.mark.parametrize(
    ("arguments", "error", "message"),
    [
        ((3, {"w": [1.0]}, {}), TypeError, "check_gradients expects loss to be callable, got 3"),
        ((abs, [1.0], {}), TypeError, "check_gradients expects parameters to be a dict of arrays, got [1.0]"),
        (
            (abs, {"w": [1.0]}, [1.0]),
            TypeError,
            "check_gradients expects gradients to be a dict of arrays, got [1.0]",
        ),
        (
            (abs, {"w": [1.0]}, {"v": 1}),
            ValueError,
            "check_gradients expects gradients of w, got one named 'v'",
        ),
        (
            (abs, {"w": ["a"]}, {}),
            TypeError,
            "check_gradients expects parameters to be arrays of real numbers, 'w' is ['a']",
        ),
        (
            (abs, {"w": [np.nan]}, {}),
            ValueError,
            "check_gradients expects parameters to be finite, 'w' holds NaN or infinity",
        ),
        (
            (abs, {"w": [1.0]}, {}, -3),
            ValueError,
            "check_gradients expects batch_size to be a whole number from 1 on, got -3",
        ),
        (
            (abs, {"w": [1.0]}, {}, np.nan),
            ValueError,
            "check_gradients expects batch_size to be a whole number from 1 on, got nan",
        ),
        (
            (abs, {"w": [1.0]}, {}, "6"),
            TypeError,
            "check_gradients expects batch_size to be a whole number, got '6'",
        ),
        (
            (abs, {"w": [1.0]}, {}, 6, -0.1),
            ValueError,
            "check_gradients expects learning_rate above zero, got -0.1",
        ),
        (
            (abs, {"w": [1.0]}, {}, 6, 0.1, "a"),
            TypeError,
            "check_gradients expects seconds to be a number, got 'a'",
        ),
    ],
)
def test_wrong_arguments_of_check_gradients_are_named(arguments, error, message):
    with pytest.raises(error, match=f"^{re.escape(message)}$"):
        check_gradients(*arguments)


@pytest.mark.parametrize("shape", [(3, 3), (2, 3), (1, 2), (4, 1)])
def test_what_is_expected_of_a_convolution_is_scipys_correlation(shape):
    rng = np.random.default_rng(0)
    image, kernel = rng.standard_normal((5, 6)), rng.standard_normal(shape)
    valid = signal.correlate2d(image, kernel, mode="valid")
    same = signal.correlate2d(image, kernel, mode="same")
    np.testing.assert_allclose(slid(image, kernel), valid, rtol=0, atol=1e-13)
    np.testing.assert_allclose(slid(padded(image, kernel), kernel), same, rtol=0, atol=1e-13)


def renamed(x, behind=functions.gelu):
    return behind(x)


def by_a_helper(x):
    return renamed(x)


class Layer:
    def forward(self, x):
        return functions.gelu(x)

    def __call__(self, x):
        return self.forward(x)


USERS = {
    "by its name in a module": lambda x: functions.gelu(x),
    "by a default": renamed,
    "by a helper": by_a_helper,
    "by a helper within": lambda x: [by_a_helper(each) for each in x],
    "by a closure": (lambda gelu: lambda x: gelu(x))(functions.gelu),
    "by the catalogue": lambda x: CATALOGUE["gelu"](x),
    "vectorized": np.vectorize(renamed),
    "in part": functools.partial(renamed, behind=functions.gelu),
    "as a method": Layer().forward,
    "itself": functions.gelu,
    "from a list": lambda x: LISTED[0](x),
    "through a partial one": lambda x: PARTIAL(x),
}
LISTED, PARTIAL = [functions.gelu], functools.partial(functions.gelu, approximate="none")


def imported_within(x):
    from actlib.functions import gelu as smooth

    return smooth(x)


def imported_by_another_name(x):
    import actlib.functions as library

    others = library
    return others.gelu(x)


IMPORTING = {"imported within": imported_within, "by another name": imported_by_another_name}


@pytest.mark.parametrize("user", [*USERS.values(), *IMPORTING.values()], ids=[*USERS, *IMPORTING])
def test_a_function_that_uses_another_is_found(user):
    assert uses(user, functions.gelu, CATALOGUE["gelu"])
    assert not uses(user, functions.silu, CATALOGUE["silu"])


def where(x):
    return np.maximum(x, 0)


class Own:
    gelu = 0.5

    def where(self, x):
        return np.clip(x, 0, self.gelu)

    def __call__(self, x):
        return self.where(np.asarray(x))


def documented(x):
    """gelu"""
    return CATALOGUE["sigmoid"](x), "gelu"


INNOCENT = [
    len,
    np.exp,
    Own,
    Own(),
    Own().where,
    print,
    lambda: len([1]),
    np.vectorize(len),
    where,
    documented,
]
INNOCENT += [lambda x: where(np.asarray(x)), lambda x: x * Own.gelu, lambda x, gelu=3: np.clip(x, 0, gelu)]


@pytest.mark.parametrize("function", INNOCENT)
def test_what_uses_nothing_forbidden_is_not_accused(function):
    assert not uses(function, functions.gelu, CATALOGUE["gelu"], np.where)


def relu_of_some(parameters):
    """Return the gradients of a ReLU network whose hidden layer sees the first sample alone."""
    z = planted.X @ parameters["W1"] + parameters["b1"]
    scores = functions.softmax(np.maximum(z, 0) @ parameters["W2"] + parameters["b2"])
    scores[np.arange(planted.N), planted.LABELS] -= 1
    scores /= planted.N
    signal = (scores @ parameters["W2"].T * (z > 0))[:1]
    of_outputs = {"W2": np.maximum(z, 0).T @ scores, "b2": scores.sum(axis=0)}
    return {"W1": planted.X[:1].T @ signal, "b1": signal[0]} | of_outputs


def relu_loss(parameters):
    return planted.loss(parameters, activation=lambda z: np.maximum(z, 0))


def test_units_that_are_silent_for_a_sample_are_no_sign_of_another_activations_mask():
    z = planted.X[0] @ planted.PARAMETERS["W1"] + planted.PARAMETERS["b1"]
    assert 0 < np.count_nonzero(z > 0) < z.size
    report = check_gradients(relu_loss, planted.PARAMETERS, relu_of_some)
    assert not report.passed
    assert "gradient-mask" not in report.keys


def test_over_time_no_layer_is_named():
    for backward in (relu_of_some, lambda p: planted.backward(p, slope=lambda z: (z > 0) * 1.0)):
        report = check_gradients(relu_loss, planted.PARAMETERS, backward, over_time=True)
        assert not report.passed
        assert set(report.keys) <= {"gradient-wrong-over-time", "gradient-scaled"}
        assert "sequence" in report.findings[0].hint
    with pytest.raises(TypeError, match="over_time"):
        check_gradients(relu_loss, planted.PARAMETERS, relu_of_some, over_time="yes")


def test_what_is_expected_of_a_padded_convolution_has_the_shape_without_padding():
    def padded_by_half(image, kernel):
        image, kernel = np.asarray(image), np.asarray(kernel)
        bordered = np.pad(image, [(size // 2, size // 2) for size in kernel.shape])
        return signal.correlate2d(bordered, kernel, mode="valid")

    [finding] = check("convolution", padded_by_half).findings
    assert "shape (4, 5), a kernel of shape (2, 3)" in finding.tried
    assert finding.expected.startswith("shape (3, 3), first row")
    assert finding.expected.endswith(", without padding")


@pytest.mark.parametrize("key", ["kink-convention", "kernel-turned", "kernel-padded", "prelu-one-slope"])
def test_no_hint_says_that_nothing_is_to_be_repaired_where_a_task_may_want_it(key):
    assert "?" in MISTAKES[key].hint
    assert "Nothing to repair" not in MISTAKES[key].hint


@pytest.mark.parametrize(
    "function",
    [
        lambda x: 1 / (1 - np.tanh(x) ** 2),
        lambda x: (1 + np.arctanh(x / 2)) / 2,
        lambda x: ((1 + np.tanh(x / 16)) / (1 - np.tanh(x / 16))) ** 8,
    ],
)
@pytest.mark.parametrize("name", ["tanh_derivative", "sigmoid"])
def test_no_overflow_is_named_where_nothing_overflows(name, function):
    assert not any("overflow" in key for key in check(name, function).keys)


def test_what_numpy_said_of_numbers_that_are_not_finite_is_shown():
    finding = check("tanh", lambda x: np.tanh(x) + 0 / (1 - np.tanh(x / 16) ** 2)).findings[0]
    assert finding.key == "not-finite-far-out"
    assert finding.got.endswith("NumPy warned: invalid value encountered")


def test_a_stretched_input_is_shown_with_its_factor():
    assert (
        "as 4·x in place of x gives" in check("sigmoid", lambda x: (1 + np.tanh(2 * x)) / 2).findings[0].got
    )
    shares = check("softmax", lambda x: functions.softmax(np.log(2) * x)).findings[0]
    assert shares.got.endswith("as 0.6931·x in place of x gives")
    assert "base" in shares.hint


@pytest.mark.parametrize("name", ["x", "learner", "points", "tried", "want", "seconds", "function"])
def test_a_parameter_may_have_any_name(name):
    scope = {"np": np}
    exec(f"def leaky(v, {name}=0.01):\n    return np.where(v > 0, v, {name} * v)", scope)
    assert check("leaky_relu", scope["leaky"]).findings == ()


def check_halves(halves, one=1.0):
    x = np.linspace(0, 1, 7)
    if not np.allclose(asked(halves, x), x / 2, rtol=0, atol=1e-9):
        raise AssertionError("These are no halves.")


def said_of(halves, **others):
    return judge(check_halves, {"halves": halves, "one": 1.0} | others).said


def test_it_is_said_which_answers_have_fewer_digits():
    assert said_of(lambda x: x / 2) == ""
    assert said_of(lambda x: x / 3) == "These are no halves."
    single = said_of(lambda x: (x / 2).astype(np.float32))
    assert (
        single
        == "These are no halves. Besides, what your function returns is in float32, which has seven digits."
    )
    assert "three digits" in said_of(lambda x: (x / 2).astype(np.float16))
    assert said_of(lambda x: x / 3, one=np.float32([1])).endswith(
        "one is in float32, which has seven digits."
    )
    assert said_of(lambda x: x / 3) == "These are no halves."


def test_text_and_complex_numbers_are_no_answer_where_a_check_computes():
    text = "Your function returns text, where numbers are asked for."
    assert said_of(lambda x: (x / 2).astype(str)) == text
    assert said_of(lambda x: np.array([*(x / 2)[1:], "0.5"], dtype=object)) == text
    assert said_of(lambda x: x / 2 + 1e-12j).startswith("Your function returns complex numbers")
    assert said_of(lambda x: x / 2 + 0j) == ""
    assert said_of(lambda x: (x / 2).astype(object)) == ""
    assert said_of(lambda x: x / 2, one=np.array("1")) == "one holds text, where numbers are asked for."
    assert said_of(lambda x: x / 2, one={"of": [1j]}).startswith("one holds complex numbers")
    assert said_of(lambda x: x / 2, one=["in", "words"]) == ""
