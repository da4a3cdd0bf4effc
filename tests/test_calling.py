"""Calling a learner's code: for a limited time, heard but not shown, in pools, and as in a browser."""

import contextlib
import io
import sys
import textwrap
import threading
import time
import warnings
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest

from actlib.checks import check, check_gradients, watching
from actlib.checks.calling import CALLED, call
from tests import planted_gradients
from tests.planted_mistakes import RIGHT, WRONG

HANG = 0.2
threads = pytest.mark.not_in_browser("it has no threads")
processes = pytest.mark.not_in_browser("it starts no processes")


def no_thread(self):
    raise RuntimeError("can't start new thread")


@pytest.fixture
def no_threads(monkeypatch):
    # As long as one that was told to stop still sleeps, Python 3.11 does not get on where lines are traced.
    for thread in threading.enumerate():
        if thread.name == CALLED:
            thread.join()
    monkeypatch.setattr(threading.Thread, "start", no_thread)


@pytest.fixture
def browser(monkeypatch, no_threads):
    """Neither threads nor flags: what NumPy itself says of overflow is not listened to."""
    monkeypatch.setattr(watching, "WATCHES", True)


def numbered(planted):
    return [pytest.param(*case, id=f"{i}-{case[0]}-{'-'.join(case[1])}") for i, case in enumerate(planted)]


@pytest.mark.parametrize(("name", "keys", "function"), numbered([*WRONG, *RIGHT]))
def test_the_report_is_the_same_in_a_browser(name, keys, function, request):
    seconds = HANG if "hangs" in keys else 2.0
    ordinary = check(name, function, seconds)
    request.getfixturevalue("browser")
    assert str(check(name, function, seconds)) == str(ordinary)


@pytest.mark.parametrize("mistake", planted_gradients.WRONG)
def test_the_report_of_gradients_is_the_same_in_a_browser(mistake, request):
    gradients, _, _, options = planted_gradients.WRONG[mistake]
    ordinary = check_gradients(planted_gradients.loss, planted_gradients.PARAMETERS, gradients, **options)
    request.getfixturevalue("browser")
    again = check_gradients(planted_gradients.loss, planted_gradients.PARAMETERS, gradients, **options)
    assert str(again) == str(ordinary)


# --- What is seen of numbers ---------------------------------------------------------------------

X = np.array([-1000.0, -1.0, 0.0, 1.0, 1000.0])


def by_elements(function):
    return lambda x: np.array([function(v) for v in x])


OVERFLOWS = {
    "an array": lambda x: np.exp(x),
    "an operator": lambda x: 2.718281828**x,
    "elements": by_elements(lambda v: np.exp(v)),
    "elements and an operator": by_elements(lambda v: 2.718281828**v),
    "places": lambda x: [np.exp(x[i]) for i in range(len(x))],
    "numbers of plain Python": by_elements(lambda v: np.exp(float(v))),
    "numbers taken out of the array": lambda x: [np.exp(v) for v in x.tolist()],
    "flat": lambda x: [np.exp(v) for v in x.flat],
    "asarray": lambda x: 1e300 * np.exp(0 * np.asarray(x)) * 1e300,
    "a list": lambda x: np.cosh(list(x)),
    "in place": lambda x: np.exp(x, out=x),
    "a new array": lambda x: np.exp(np.linspace(0, 1000, 5)),
    "an array filled": lambda x: np.zeros(5) + np.exp(x),
    "rows": lambda x: [np.exp(row) for row in x.reshape(5, 1)],
    "vectorize": np.vectorize(lambda v: np.exp(v)),
    "a mean": lambda x: np.exp(x * x / x.max()).mean(),
    "a sum": lambda x: np.sum(1e308 + 0 * x),
    "a matrix": lambda x: (1e200 * x.reshape(1, 5)) @ (1e200 * x.reshape(5, 1)),
    "an angle": lambda x: np.sinh(x),
    "float32": lambda x: np.exp(x[3:].astype(np.float32)),
    "a square": lambda x: (1e200 * x) ** 2,
    "where": lambda x: np.where(x > 0, np.expm1(x), 0),
    "its own errstate": lambda x: warning(np.exp, x),
    "its own warnings as errors": lambda x: as_an_error(x),
}


def as_an_error(x):
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        try:
            return np.exp(x)
        except RuntimeWarning:
            return x


OTHERS = {
    "divide by zero": [
        lambda x: 1 / x,
        lambda x: np.log(0 * x),
        lambda x: [1 / v for v in x],
        lambda x: np.log1p(0 * x - 1),
    ],
    "invalid value": [
        lambda x: np.log(x - 0.5),
        lambda x: (0 * x) / (0 * x),
        lambda x: [np.sqrt(v) for v in x],
        lambda x: np.inf * (0 * x),
    ],
    "": [
        np.tanh,
        np.abs,
        lambda x: 1 / (1 + np.exp(-np.abs(x))),
        lambda x: np.exp(-np.abs(x)),
        lambda x: np.log(np.abs(x) + np.nan),
        lambda x: np.maximum(x, np.nan),
        lambda x: np.inf + np.abs(x),
        lambda x: ignoring(np.exp, x),
    ],
}


def warning(function, x):
    with np.errstate(over="warn"):
        return function(x)


def ignoring(function, x):
    with np.errstate(all="ignore"):
        return function(x)


SEEN = [(way, "overflow", function) for way, function in OVERFLOWS.items()] + [
    (f"{what or 'nothing'} {i}", what, function)
    for what, functions in OTHERS.items()
    for i, function in enumerate(functions)
]


@pytest.mark.parametrize(("way", "what", "function"), SEEN, ids=[case[0] for case in SEEN])
@pytest.mark.parametrize("place", ["ordinary", "browser"])
def test_what_numbers_do_is_seen(place, way, what, function, request):
    if place == "browser":
        request.getfixturevalue("browser")
    outcome = call(function, X)
    assert not outcome.failed, outcome.error
    assert {word for word in ("overflow", "divide by zero", "invalid value") if word in outcome.warned} == (
        {what} - {""}
    )


def test_watched_numbers_go_to_the_learner_alone(browser):
    given = []

    def keeps(x):
        given.append(x)
        return {"a": [np.exp(x), x[0], np.exp(x[:1])], "b": (x.sum(), None, "text")}

    value = call(keeps, X).value
    assert isinstance(given[0], np.ndarray)
    assert type(given[0]) is not np.ndarray
    assert [type(each) for each in value["a"]] == [np.ndarray, np.float64, np.ndarray]
    assert [type(each) for each in value["b"]] == [np.float64, type(None), str]
    assert type(np.asarray(X)) is np.ndarray
    assert isinstance(np.exp, np.ufunc)


def test_errors_call_a_watched_array_what_numpy_calls_it(browser):
    def wrong(x):
        return x + "1"

    with pytest.raises(TypeError) as ordinary:
        wrong(X)
    assert str(call(wrong, X).error) == str(ordinary.value)


def test_errstate_raises_for_watched_arrays(browser):
    def strict(x):
        with np.errstate(over="raise"):
            return np.exp(x)

    assert isinstance(call(strict, X).error, FloatingPointError)


# --- Time ----------------------------------------------------------------------------------------


def endless(x):
    while True:
        pass


def test_a_loop_without_end_is_stopped_where_there_is_no_thread(no_threads):
    start = time.monotonic()
    assert call(endless, X, seconds=HANG).timed_out
    assert time.monotonic() - start < 10 * HANG
    assert sys.gettrace() is None or "look" not in repr(sys.gettrace())


def test_what_comes_back_late_is_late_where_there_is_no_thread(no_threads):
    assert call(lambda x: time.sleep(2 * HANG), X, seconds=HANG).timed_out


def test_who_stops_the_program_is_heard_where_there_is_no_thread(no_threads):
    def stopped(x):
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        check("relu", stopped)


@pytest.fixture
def library(tmp_path, monkeypatch):
    """The name of a module that takes four times as long to load as a call may take."""
    name = f"large_library_{tmp_path.name.replace('-', '_')}"
    source = f"""
        import time
        end = time.monotonic() + {4 * HANG}
        while time.monotonic() < end:
            pass
    """
    (tmp_path / f"{name}.py").write_text(textwrap.dedent(source), encoding="utf-8")
    monkeypatch.syspath_prepend(tmp_path)
    yield name
    sys.modules.pop(name, None)


@pytest.mark.parametrize("place", ["threads", "no_threads"])
def test_loading_a_large_library_is_no_hanging(place, library, request):
    if place == "no_threads":
        request.getfixturevalue("no_threads")

    def relu(x):
        __import__(library)
        return np.maximum(x, 0)

    assert check("relu", relu, seconds=HANG).passed


def test_hanging_after_loading_is_hanging(library):
    def hangs(x):
        __import__(library)
        while True:
            pass

    assert check("relu", hangs, seconds=HANG).keys == ("hangs",)


# --- Pools ---------------------------------------------------------------------------------------


def naive_sigmoid(x):
    print("a sigmoid")
    warnings.warn("a sigmoid", UserWarning, stacklevel=1)
    return 1 / (1 + np.exp(-x))


def stable_sigmoid(x):
    return np.exp(-np.logaddexp(0, -x))


def keys_of_both(number):
    return check("sigmoid", naive_sigmoid if number % 2 else stable_sigmoid).keys


EXPECTED = [("overflow",) if number % 2 else () for number in range(40)]


@threads
def test_checks_in_a_pool_of_threads_do_not_disturb_each_other(capsys):
    before = sys.stdout, sys.stderr, list(warnings.filters), np.geterr()
    with ThreadPoolExecutor(4) as pool:
        assert list(pool.map(keys_of_both, range(40))) == EXPECTED
    assert (sys.stdout, sys.stderr, list(warnings.filters), np.geterr()) == before
    assert capsys.readouterr() == ("", "")


@processes
def test_checks_in_a_pool_of_processes_do_not_disturb_each_other():
    from concurrent.futures import ProcessPoolExecutor

    with ProcessPoolExecutor(2) as pool:
        assert list(pool.map(keys_of_both, range(6))) == EXPECTED[:6]


@threads
def test_other_threads_print_and_warn_as_ever_while_a_check_runs(capsys):
    started, go_on = threading.Event(), threading.Event()

    def waits(x):
        print("not shown")
        started.set()
        go_on.wait(10)

    checking = threading.Thread(target=call, args=(waits, X), kwargs={"seconds": 10})
    checking.start()
    assert started.wait(10)
    print("shown")
    with pytest.warns(UserWarning, match="seen"):
        warnings.warn("seen", UserWarning, stacklevel=1)
    with np.errstate(over="warn"), pytest.warns(RuntimeWarning, match="overflow"):
        np.exp(np.array([1e3]))
    with contextlib.redirect_stdout(io.StringIO()) as own:
        print("elsewhere")
    go_on.set()
    checking.join()
    assert own.getvalue() == "elsewhere\n"
    assert capsys.readouterr() == ("shown\n", "")


def test_a_check_within_a_check():
    def checks_itself(x):
        print("here")
        assert check("sigmoid", naive_sigmoid).keys == ("overflow",)
        print("there")
        return np.maximum(x, 0)

    outcome = call(checks_itself, X, seconds=10)
    assert (outcome.error, outcome.printed, outcome.warned) == (None, True, "")


def test_an_argument_that_has_become_a_ragged_list_counts_as_changed():
    def spoil(values):
        values.append((1, 2))

    assert call(spoil, [1.0, 2.0]).overwritten
