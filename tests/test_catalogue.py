"""The catalogue: every fact in it held against the functions, the mathematics and the references."""

import ast
import dataclasses
import inspect
import math
import re
from pathlib import Path

import mpmath
import numpy as np
import pytest

import actlib
from actlib import CATALOGUE, Activation, Interval
from actlib.functions.rectified import SELU_ALPHA, SELU_SCALE

INF = math.inf
ROOT = Path(actlib.__file__).parents[1]
SOURCES = sorted((ROOT / "actlib").rglob("*.py"))
# A spacing of a power of two, so that every kink of the catalogue and its neighbors are exact.
SPACING = 2.0**-12
SWEEP = np.arange(-8, 8 + SPACING, SPACING)
FAR = np.array([-1e6, 1e6])

mp = mpmath.MPContext()
mp.dps = 50

every_activation = pytest.mark.parametrize("activation", CATALOGUE.values(), ids=CATALOGUE)


def test_entries_stand_under_their_names():
    assert [activation.name for activation in CATALOGUE.values()] == list(CATALOGUE)
    titles = [activation.title for activation in CATALOGUE.values()]
    assert all(titles)
    assert len(set(titles)) == len(titles)


def test_every_function_with_a_derivative_has_an_entry():
    suffix = "_derivative"
    names = {name.removesuffix(suffix) for name in actlib.__all__ if name.endswith(suffix)}
    assert names == set(CATALOGUE)


@every_activation
def test_entry_holds_the_public_function_and_derivative(activation):
    assert activation.function is getattr(actlib, activation.name)
    assert activation.derivative is getattr(actlib, f"{activation.name}_derivative")


@every_activation
def test_entry_can_be_called_as_its_function(activation):
    np.testing.assert_array_equal(activation(SWEEP), activation.function(SWEEP))
    assert activation([1.0]).shape == (1,)


def test_call_passes_parameters_on():
    assert CATALOGUE["leaky_relu"](-1.0, negative_slope=0.5) == -0.5
    assert CATALOGUE["elu"](-INF, alpha=3) == -3
    assert CATALOGUE["gelu"](2.0, approximate="tanh") == actlib.gelu(2.0, approximate="tanh")


@every_activation
def test_parameters_are_the_defaults_of_both_signatures(activation):
    for function in (activation.function, activation.derivative):
        first, *others = inspect.signature(function).parameters.values()
        assert first.name == "x"
        assert {parameter.name: parameter.default for parameter in others} == dict(activation.parameters)


@every_activation
def test_values_lie_in_the_range(activation):
    assert all(y in activation.range for y in activation(SWEEP))


@every_activation
def test_ends_of_the_range_are_attained_or_approached(activation):
    interval = activation.range
    near, far = activation(SWEEP), activation(FAR)
    for end, included, nearest, farthest in (
        (interval.low, interval.includes_low, near.min(), far.min()),
        (interval.high, interval.includes_high, near.max(), far.max()),
    ):
        if math.isinf(end):
            assert not included
            assert math.copysign(1, end) * farthest > 1e3
        elif included:
            # A minimum is flat: a step of 1.2e-4 away from it is 1.5e-8 at most.
            assert abs(nearest - end) < 1.5e-8
        else:
            assert nearest != end
            assert min(abs(far - end)) < 2e-6


@every_activation
def test_kinks_are_exactly_where_the_slopes_to_either_side_differ(activation):
    y = activation(SWEEP)
    slopes = np.diff(y) / SPACING
    differs = SWEEP[1:-1][np.abs(np.diff(slopes)) > 0.01]
    found = [x for i, x in enumerate(differs) if i == 0 or x - differs[i - 1] > 1.5 * SPACING]
    assert tuple(found) == activation.kinks
    assert differs.size <= len(activation.kinks) + (activation.name == "step")


@every_activation
def test_formulas_are_there_and_their_braces_balance(activation):
    for tex in (activation.tex, activation.derivative_tex):
        assert tex.strip()
        assert "$" not in tex
        depths = np.cumsum([{"{": 1, "}": -1}.get(c, 0) for c in re.sub(r"\\[{}]", "", tex)])
        assert depths.min() >= 0
        assert depths[-1] == 0
        assert tex.count("(") == tex.count(")")
        assert re.findall(r"\\begin\{(\w+)\}", tex) == re.findall(r"\\end\{(\w+)\}", tex)
        assert len(re.findall(r"\\left\b", tex)) == len(re.findall(r"\\right\b", tex))


@every_activation
def test_chapter_is_a_number_and_a_slug(activation):
    assert re.fullmatch(r"\d\d(-[a-z]+)+", activation.chapter)


def cited_in_docstrings():
    for path in SOURCES:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.FunctionDef | ast.ClassDef | ast.Module):
                section = (ast.get_docstring(node) or "").partition("References\n----------\n")[2]
                for key in section.partition("\n\n")[0].split():
                    yield path.name, getattr(node, "name", ""), key


def reference_keys():
    return re.findall(
        r"^@\w+\{([^,\s]+),", (ROOT / "references.bib").read_text(encoding="utf-8"), re.MULTILINE
    )


@every_activation
def test_sources_are_in_the_references(activation):
    origin = [activation.origin] if activation.origin else []
    assert {activation.cite, *origin, *(activation.popularizer or ())} <= set(reference_keys())


@every_activation
def test_origin_is_the_oldest_source(activation):
    references = (ROOT / "references.bib").read_text(encoding="utf-8")

    def year(key):  # of the preprint, where there is one
        entry = references[references.index(f"{{{key},") :].partition("\n}\n")[0]
        preprint = re.search(r"eprint = \{(\d\d)", entry)
        return 2000 + int(preprint[1]) if preprint else int(re.search(r"\d{4}", key)[0])

    popularizers = activation.popularizer or ()
    years = [year(key) for key in popularizers]
    assert years == sorted(years)
    assert activation.origin not in popularizers
    assert activation.popularizer != ()
    if activation.origin:
        assert year(activation.origin) <= min([year(activation.cite), *years])
    elif not popularizers:
        assert activation.name in ("identity", "log_sigmoid"), "of whom nobody is known"


def test_who_described_and_who_made_known_what_is_often_credited_to_others():
    assert CATALOGUE["silu"].origin == "hendrycks2016"
    assert CATALOGUE["silu"].popularizer == ("elfwing2018", "ramachandran2017")
    assert CATALOGUE["relu"].origin == "fukushima1969"
    assert CATALOGUE["relu"].popularizer == ("jarrett2009", "nair2010", "glorot2011", "krizhevsky2012")
    assert "bergstra2009" in CATALOGUE["softsign"].popularizer


@pytest.mark.parametrize("name", ["silu", "relu", "softsign"])
def test_docstrings_cite_origin_and_popularizers(name):
    activation = CATALOGUE[name]
    for function in (activation.function, activation.derivative):
        section = inspect.getdoc(function).partition("References\n----------\n")[2].partition("\n\n")[0]
        assert {activation.origin, *activation.popularizer} <= set(section.split())


def test_prelu_tells_the_defaults_on_which_libraries_differ():
    prelu = CATALOGUE["prelu"]
    assert dict(prelu.parameters) == {"alpha": 0.25}
    assert "PyTorch starts it at 0.25" in prelu.note
    assert "Keras at 0" in prelu.note


@every_activation
def test_docstrings_cite_the_source_of_the_entry(activation):
    for function in (activation.function, activation.derivative):
        section = inspect.getdoc(function).partition("References\n----------\n")[2].partition("\n\n")[0]
        assert activation.cite in section.split()


def test_sources_cited_in_docstrings_are_in_the_references():
    cited = list(cited_in_docstrings())
    assert len(cited) > 2 * len(CATALOGUE)
    assert [where for where in cited if where[-1] not in reference_keys()] == []


def test_no_reference_is_there_twice():
    assert len(set(reference_keys())) == len(reference_keys())


@every_activation
def test_entries_are_immutable(activation):
    for field in dataclasses.fields(activation):
        with pytest.raises(dataclasses.FrozenInstanceError):
            setattr(activation, field.name, None)
    with pytest.raises(dataclasses.FrozenInstanceError):
        activation.range.low = 0
    with pytest.raises(TypeError):
        activation.parameters["alpha"] = 1
    assert isinstance(activation.kinks, tuple)


def test_catalogue_is_immutable():
    with pytest.raises(TypeError):
        CATALOGUE["relu"] = None


def mp_gelu(x):
    return x / 2 * (1 + mp.erf(x / mp.sqrt(2)))


def mp_silu(x):
    return x / (1 + mp.exp(-x))


def mp_mish(x):
    return x * mp.tanh(mp.log(1 + mp.exp(x)))


@pytest.mark.parametrize(
    ("name", "definition", "place", "minimum"),
    [
        ("gelu", mp_gelu, -0.751792, -0.169971),
        ("silu", mp_silu, -1.278465, -0.278465),
        ("mish", mp_mish, -1.192431, -0.308843),
    ],
)
def test_minimum_is_where_the_slope_is_zero(name, definition, place, minimum):
    root = mp.findroot(lambda x: mp.diff(definition, x), place)
    assert float(root) == pytest.approx(place, abs=5e-7)
    assert float(definition(root)) == pytest.approx(minimum, abs=5e-7)
    assert CATALOGUE[name].range.low == float(definition(root))
    assert abs(CATALOGUE[name].derivative(float(root))) < 2e-16
    assert CATALOGUE[name](float(root)) == pytest.approx(float(definition(root)), rel=4e-16)


@pytest.mark.parametrize(
    ("name", "slope", "place"),
    [("sigmoid", 0.25, 0), ("tanh", 1, 0), ("gelu", 1.128904, math.sqrt(2)), ("silu", 1.099839, 2.3994)],
)
def test_largest_slope(name, slope, place):
    slopes = np.abs(CATALOGUE[name].derivative(SWEEP))
    assert slopes.max() == pytest.approx(slope, abs=6e-7)
    assert SWEEP[slopes.argmax()] == pytest.approx(place, abs=2 * SPACING)


@pytest.mark.parametrize(
    ("approximate", "error", "place", "digits"),
    [("tanh", 4.7324e-4, 2.699, 5e-9), ("sigmoid", 0.02033, 2.270, 5e-6)],
)
def test_largest_error_of_a_gelu_approximation(approximate, error, place, digits):
    errors = np.abs(actlib.gelu(SWEEP, approximate=approximate) - actlib.gelu(SWEEP))
    assert errors.max() == pytest.approx(error, abs=digits)
    for half in (SWEEP < 0, SWEEP > 0):
        assert errors[half].max() == pytest.approx(error, abs=digits)
        assert abs(SWEEP[half][errors[half].argmax()]) == pytest.approx(place, abs=5e-4 + SPACING)


def test_selu_constants_keep_mean_0_and_variance_1():
    def gaussian_mean(f, low, high):
        return mp.quad(lambda z: f(z) * mp.npdf(z), [low, high])

    below = gaussian_mean(lambda z: mp.expm1(z), -mp.inf, 0)
    below_squared = gaussian_mean(lambda z: mp.expm1(z) ** 2, -mp.inf, 0)
    above = gaussian_mean(lambda z: z, 0, mp.inf)
    above_squared = gaussian_mean(lambda z: z**2, 0, mp.inf)
    # The mean is scale * (alpha * below + above),
    # the variance then scale**2 * (alpha**2 * below_squared + above_squared).
    alpha = -above / below
    scale = 1 / mp.sqrt(alpha**2 * below_squared + above_squared)
    assert float(alpha) == SELU_ALPHA
    assert float(scale) == SELU_SCALE
    assert CATALOGUE["selu"].range.low == float(-scale * alpha)


def test_hard_swish_minimum_is_three_eighths_below_zero():
    assert CATALOGUE["hard_swish"](-1.5) == CATALOGUE["hard_swish"].range.low == -0.375


def square(x):
    return x**2


def test_activation_of_keeps_the_function_and_the_derivative_it_is_given():
    def slope(x):
        return 2 * x

    mine = Activation.of("square", square, slope)
    assert (mine.name, mine.title) == ("square", "square")
    assert mine.function is square
    assert mine.derivative is slope
    assert mine(3.0) == 9


def test_activation_of_differentiates_by_central_difference_unless_told():
    mine = Activation.of("square", square)
    np.testing.assert_allclose(mine.derivative([-1.0, 0.0, 3.0]), [-2, 0, 6], rtol=1e-9, atol=1e-10)
    assert mine.derivative([[1.0, 2.0]]).shape == (1, 2)


def test_activation_of_claims_nothing_it_is_not_told():
    mine = Activation.of("square", square)
    assert mine.range == Interval(-INF, INF)
    assert mine.kinks == ()
    assert dict(mine.parameters) == {}
    assert (mine.tex, mine.derivative_tex, mine.cite, mine.chapter) == ("", "", "", "")


def test_activation_of_takes_any_other_fact():
    mine = Activation.of("square", square, title="Square", range=Interval(0, INF, True), tex="x^2")
    assert (mine.title, mine.tex) == ("Square", "x^2")
    assert 0 in mine.range
    assert -1 not in mine.range


@pytest.mark.parametrize("value", [3, "relu", np.zeros(3)], ids=repr)
def test_activation_of_names_what_cannot_be_called(value):
    for arguments, argument in (((value,), "function"), ((square, value), "derivative")):
        message = f"Activation.of expects {argument} to be callable, got {value!r}"
        with pytest.raises(TypeError, match=f"^{re.escape(message)}$"):
            Activation.of("mine", *arguments)


@pytest.mark.parametrize(("function", "shape"), [(np.sum, ()), (lambda x: x[:2], (2,)), (np.diag, (3, 3))])
def test_activation_of_refuses_a_function_that_changes_the_shape(function, shape):
    message = f"Activation.of expects function to keep the shape (3,), got {shape}"
    with pytest.raises(ValueError, match=f"^{re.escape(message)}$"):
        Activation.of("mine", function)


@pytest.mark.parametrize("argument", ["function", "derivative"])
@pytest.mark.parametrize(
    ("answer", "error", "words"),
    [
        (lambda x: None, ValueError, "to keep the shape (3,), got ()"),
        (lambda x: 1.0, ValueError, "to keep the shape (3,), got ()"),
        (lambda x: x[:2], ValueError, "to keep the shape (3,), got (2,)"),
        (lambda x: [[1], [1, 2], 3], ValueError, "to return a regular array, got rows of different lengths"),
        (lambda x: ["a"] * 3, TypeError, "to return real numbers, got dtype <U1"),
        (lambda x: [None] * 3, TypeError, "to return real numbers, got dtype object"),
        (lambda x: x + 1j, TypeError, "to return real numbers, got dtype complex128"),
    ],
)
def test_activation_of_refuses_an_answer_that_is_none(argument, answer, error, words):
    given = {"function": square, "derivative": np.sign} | {argument: answer}
    with pytest.raises(error, match=f"^{re.escape(f'Activation.of expects {argument} {words}')}$"):
        Activation.of("mine", **given)


@pytest.mark.parametrize("value", [3, None, ["a"], "a\nb", "\x07"])
def test_activation_of_wants_a_title_of_one_line(value):
    with pytest.raises(
        (TypeError, ValueError), match="expects title to be text without control characters, got"
    ):
        Activation.of("mine", square, title=value)


@pytest.mark.parametrize(
    ("fact", "value", "words"),
    [
        ("tex", 3, "text, got 3"),
        ("note", None, "text, got None"),
        ("origin", 1986, "text, got 1986"),
        ("popularizer", "he2015", "a sequence of texts, got 'he2015'"),
        ("parameters", ["alpha"], "a mapping, got ['alpha']"),
    ],
)
def test_activation_of_refuses_a_fact_of_another_kind(fact, value, words):
    message = f"Activation.of expects {fact} to be {words}"
    with pytest.raises((TypeError, ValueError), match=f"^{re.escape(message)}$"):
        Activation.of("mine", square, **{fact: value})


def test_parameters_of_a_readers_own_cannot_be_changed_either():
    parameters = {"alpha": 1.0}
    mine = Activation.of("mine", square, parameters=parameters)
    parameters["alpha"] = 2.0
    assert dict(mine.parameters) == {"alpha": 1.0}
    with pytest.raises(TypeError):
        mine.parameters["alpha"] = 3.0


@pytest.mark.parametrize("settings", [{"all": "warn"}, {"all": "raise"}])
def test_activation_of_tries_a_function_without_a_word(settings):
    with np.errstate(**settings):
        mine = Activation.of("log", np.log, lambda x: 1 / x)
    assert mine(1.0) == 0


def test_activation_of_refuses_a_fact_it_does_not_know():
    with pytest.raises(TypeError, match="colour"):
        Activation.of("mine", square, colour="blue")


@pytest.mark.parametrize(
    ("includes_low", "includes_high", "members"),
    [(False, False, [0.5]), (True, False, [0, 0.5]), (False, True, [0.5, 1]), (True, True, [0, 0.5, 1])],
)
def test_interval_membership(includes_low, includes_high, members):
    interval = Interval(0, 1, includes_low, includes_high)
    candidates = [-INF, -1, -5e-324, 0, 0.5, 1, np.nextafter(1, 2), INF, math.nan]
    assert [y for y in candidates if y in interval] == members


def test_interval_membership_in_infinite_intervals():
    assert all(y in Interval(-INF, INF) for y in (-1e308, 0, 1e308))
    assert INF not in Interval(0, INF)
    assert INF in Interval(0, INF, includes_high=True)
    assert np.float32(0.5) in Interval(0, 1)
    assert type(np.float64(0.5) in Interval(0, 1)) is bool


@pytest.mark.parametrize(
    ("interval", "text"),
    [
        (Interval(0, 1), "(0, 1)"),
        (Interval(0, 1, True), "[0, 1)"),
        (Interval(0, 1, False, True), "(0, 1]"),
        (Interval(-1, 1, True, True), "[−1, 1]"),
        (Interval(-INF, -0.0), "(−∞, 0)"),
        (Interval(-INF, INF), "(−∞, ∞)"),
        (Interval(-0.375, INF, True), "[−0.375, ∞)"),
        (Interval(-0.27846454276107379, INF, True), "[−0.2785, ∞)"),
    ],
    ids=lambda v: v if isinstance(v, str) else "",
)
def test_interval_text(interval, text):
    assert str(interval) == text


def test_intervals_are_equal_by_their_ends():
    assert Interval(0, 1) == Interval(0.0, 1.0)
    assert Interval(0, 1) != Interval(0, 1, includes_low=True)
