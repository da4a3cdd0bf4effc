"""Whatever stands in the place of an argument, the answer is a result or an error in words."""

import inspect
import traceback

import numpy as np
import pytest

from actlib import data, explorers, figures, functions, nn
from tests import arguments

every_call = pytest.mark.parametrize("name", arguments.CALLS)

# What is computed, and what it takes longer than a second to compute.
SLOW = {("report_card", "relatives", "zero")}
# These take anything that is printed or found in the catalogue.
TEXTS = ("title", "x_label", "y_label", "value_label", "row_label", "column_label", "target", "label")
# No number, no array, no text: nothing takes these.
NEVER = {"an object", "ragged"}
# Places in which a bound or a choice leaves less than all numbers.
NUMBERS = ("negative", "zero", "not whole", "a bool")


def outcome(name, argument, wrong):
    """Return None for a result, or the error and whether actlib itself raised it."""
    function, good = arguments.CALLS[name]
    try:
        with np.errstate(all="ignore"):
            function(**good | {argument: arguments.WRONG[wrong]})
    except Exception as error:
        last = traceback.extract_tb(error.__traceback__)[-1]
        return error, "actlib" in last.filename.split("/")
    return None


def test_every_public_name_that_takes_arguments_has_a_call():
    classes = {name for name in nn.__all__ if inspect.isclass(getattr(nn, name))}
    of_nn = {name for name in nn.__all__ if callable(getattr(nn, name))}
    no_arguments = {"Layer", "Optimizer", "Loss", "Diverged", "History", "ShapeError", "Softmax", "Flatten"}
    assert of_nn - no_arguments <= set(arguments.CALLS) | {"Network"}
    assert classes
    for module, others in (
        (figures, {"Picture"}),
        (explorers, {"Explorer", "Playground"}),
    ):
        prefix = module.__name__.rpartition(".")[2]
        called = {name.partition(".")[2] for name in arguments.CALLS if name.startswith(f"{prefix}.")}
        assert set(module.__all__) - others == called
    assert set(functions.__all__) <= set(arguments.CALLS)
    with_arguments = {
        f"data.{name}"
        for name, made in vars(data).items()
        if inspect.isfunction(made)
        and made.__module__ == data.__name__
        and inspect.signature(made).parameters
    }
    assert {name for name in with_arguments if not name.startswith("data._")} <= set(arguments.CALLS)


@every_call
def test_the_good_call_is_good(name):
    function, good = arguments.CALLS[name]
    function(**good)


@every_call
def test_numbers_may_be_of_any_precision(name):
    function, good = arguments.CALLS[name]
    for argument in (argument for argument, value in good.items() if type(value) is float):
        function(**good | {argument: np.float32(good[argument])})


@every_call
def test_a_wrong_value_is_an_error_in_words(name):
    for argument, wrong in arguments.cases(name):
        if (name, argument, wrong) in SLOW:
            continue
        found = outcome(name, argument, wrong)
        place = f"{name}, {argument}: {wrong}"
        if found is None:
            assert wrong not in NEVER, f"{place} is accepted"
            assert wrong != "text" or argument in (*TEXTS, "name", "text"), f"{place} is accepted"
            continue
        error, by_actlib = found
        kinds = (TypeError, ValueError, KeyError, np.exceptions.AxisError, FileNotFoundError)
        assert isinstance(error, kinds), f"{place} gives {error!r}"
        if not isinstance(error, np.exceptions.AxisError | FileNotFoundError):
            assert by_actlib, f"{place} is left to others: {error!r}"
            assert len(str(error)) < 700, f"{place} says too much"


# What was found: accepted without a word, or left to others

FOUND = [
    (
        "fit",
        "callbacks",
        3,
        TypeError,
        "fit expects callbacks to be a function or a list of functions, got 3",
    ),
    ("fit", "batch_size", -3, ValueError, "fit expects batch_size to be a whole number above 0, got -3"),
    ("fit", "network", 3, TypeError, "fit expects network to be a Network, got 3"),
    ("fit", "epochs", 10**400, ValueError, "fit expects epochs to be a whole number above 0"),
    ("fit", "clip_norm", True, ValueError, "fit expects clip_norm to be above 0, got True"),
    ("fit", "progress", "no", TypeError, "fit expects progress to be True or False, got 'no'"),
    ("Dense", "dtype", "a", TypeError, "Dense expects dtype to be float32 or float64, got 'a'"),
    ("Dense", "inputs", 10**400, ValueError, "Dense expects inputs to be a whole number above 0"),
    ("SGD", "learning_rate", True, ValueError, "SGD expects learning_rate to be above 0, got True"),
    ("SGD", "nesterov", "yes", TypeError, "SGD expects nesterov to be True or False, got 'yes'"),
    (
        "Optimizer.update",
        "parameters",
        [1.0],
        TypeError,
        "expects parameters and gradients to be float vectors",
    ),
    (
        "initial_weights",
        "fan_in",
        -1,
        ValueError,
        "initial_weights expects fan_in to be a whole number above 0",
    ),
    (
        "initial_weights",
        "shape",
        "a",
        ValueError,
        "initial_weights expects shape to be a whole number above 0",
    ),
    (
        "softmax",
        "axis",
        0.5,
        TypeError,
        "softmax expects axis to be an int, a tuple of ints or None, got 0.5",
    ),
    ("glu", "axis", None, TypeError, "glu expects axis to be an int, got None"),
    ("elu", "alpha", True, TypeError, "elu expects alpha to be a finite real number, got True"),
    (
        "central_difference",
        "function",
        3,
        ValueError,
        "central_difference expects function to be a function, got 3",
    ),
    (
        "complex_step",
        "step_size",
        0,
        ValueError,
        "complex_step expects step_size to be a finite number above 0",
    ),
    ("Interval", "low", 3, ValueError, "Interval expects low up to high, got low=3 and high=1"),
    ("Activation.of", "kinks", "a", TypeError, "Activation.of expects kinks to be a sequence of numbers"),
    (
        "Activation.of",
        "kinks",
        iter([0.0]),
        ValueError,
        "Activation.of expects kinks to be a sequence of numbers, such as a list, and no iterator",
    ),
    (
        "Activation.of",
        "kinks",
        {0.0},
        ValueError,
        "Activation.of expects kinks to be a sequence of numbers, got {",
    ),
    (
        "Activation.of",
        "kinks",
        np.array(0.0),
        ValueError,
        "expects kinks to be a sequence of numbers, got array(0",
    ),
    (
        "Activation.of",
        "name",
        "a\x01b",
        TypeError,
        "expects name to be text without control characters, got 'a\\x01",
    ),
    (
        "Activation.of",
        "range",
        (0, 1),
        TypeError,
        "Activation.of expects range to be an Interval, got (0, 1)",
    ),
    ("dead_share", "width", -1, ValueError, "dead_share expects width to be a whole number from 1 to 100000"),
    (
        "dead_share",
        "gain",
        float("nan"),
        ValueError,
        "dead_share expects gain to be a finite number from 0 on",
    ),
    (
        "accuracies",
        "seeds",
        iter(range(2)),
        ValueError,
        "accuracies expects seeds to be a sequence of whole numbers, such as a list, and no iterator, got",
    ),
    ("accuracies", "seeds", -1, ValueError, "accuracies expects seeds to be a sequence of whole numbers"),
    (
        "time_per_element",
        "elements",
        -1,
        ValueError,
        "time_per_element expects elements to be a whole number",
    ),
    (
        "report_card",
        "relatives",
        -1,
        ValueError,
        "report_card expects relatives to be a whole number from 0 on",
    ),
    (
        "figures.activation",
        "tangent_at",
        float("nan"),
        ValueError,
        "activation expects tangent_at to be a finite",
    ),
    (
        "figures.activation",
        "height",
        -1,
        ValueError,
        "activation expects height to be a finite number above 0",
    ),
    (
        "figures.gallery",
        "activations",
        iter(["relu"]),
        ValueError,
        "such as a list, and no iterator",
    ),
    ("explorers.tangent", "values", {-1, 0, 1}, ValueError, "tangent expects values to be a sequence"),
    (
        "explorers.temperature",
        "temperatures",
        iter([1.0]),
        ValueError,
        "such as a list, and no iterator, got <list_",
    ),
    ("figures.gallery", "columns", 0, ValueError, "gallery expects columns to be a whole number from 1"),
    ("figures.regions", "limits", (2, -2, 0, 1), ValueError, "regions expects limits to be 4 finite numbers"),
    (
        "figures.bars",
        "shares",
        {},
        ValueError,
        "bars expects shares to be a dict with texts as keys, at least 1 of them",
    ),
    (
        "figures.report_card",
        "card",
        "relu",
        TypeError,
        "report_card expects card to be a ReportCard, got 'relu'",
    ),
    ("explorers.tangent", "values", [], ValueError, "tangent expects values to be a sequence of at least 2"),
    ("explorers.Experiment", "depth", -1, ValueError, "Experiment expects depth to be a whole number from 1"),
    ("explorers.Experiment", "seed", 0.5, ValueError, "Experiment expects seed to be a whole number from 0"),
    ("explorers.temperature", "temperatures", [0, 1], ValueError, "temperature expects temperatures to be a"),
    ("explorers.explorer", "start", 3, TypeError, "explorer expects start to be a dict of settings, got 3"),
]


@pytest.mark.parametrize(("name", "argument", "value", "error", "message"), FOUND)
def test_what_was_found(name, argument, value, error, message):
    function, good = arguments.CALLS[name]
    with pytest.raises(error) as caught:
        function(**good | {argument: value})
    assert message in str(caught.value)


def test_a_fact_that_no_activation_has_is_refused():
    with pytest.raises(TypeError, match="knows no fact named kinkz"):
        arguments.Activation.of("mine", np.sin, kinkz=(0.0,))
