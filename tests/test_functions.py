"""Every elementwise activation and derivative: its values, its limits and what it accepts."""

import math
import re
import warnings
from fractions import Fraction

import mpmath
import numpy as np
import pytest
from scipy import special

import actlib
from actlib.catalogue import CATALOGUE
from actlib.functions.accept import BLOCK_BYTES, LARGE_BYTES

INF = math.inf
LAMBDA, ALPHA = 1.0507009873554805, 1.6732632423543772
FUNCTIONS = [getattr(actlib, name) for name in CATALOGUE]
DERIVATIVES = [getattr(actlib, f"{name}_derivative") for name in CATALOGUE]
SOFTMAXES = [actlib.softmax, actlib.log_softmax, actlib.softmax_jacobian]
GATES = [actlib.glu, actlib.swiglu]
FLOATS = [np.float16, np.float32, np.float64]

# 360 digits, so that even 1 + tanh and 1 + erf keep fifty where their sum is as small as 1e-300,
# and a context of its own, so that no other test sees them.
mp = mpmath.MPContext()
mp.dps = 360


def mp_sigmoid(x):
    return 1 / (1 + mp.exp(-x))


def mp_clip(x, low, high):
    return min(max(x, mp.mpf(low)), mp.mpf(high))


def mp_elu(x, alpha=1.0):
    return x if x > 0 else alpha * (mp.exp(x) - 1)


def mp_leaky_relu(x, slope):
    return x if x > 0 else slope * x


DEFINITIONS = {
    "identity": lambda x: x,
    "step": lambda x: mp.mpf(1 if x > 0 else 0),
    "sigmoid": mp_sigmoid,
    "log_sigmoid": lambda x: mp.log(mp_sigmoid(x)),
    "hard_sigmoid": lambda x: mp_clip((x + 3) / 6, 0, 1),
    "tanh": lambda x: (mp.exp(x) - mp.exp(-x)) / (mp.exp(x) + mp.exp(-x)),
    "hard_tanh": lambda x: mp_clip(x, -1, 1),
    "softsign": lambda x: x / (1 + abs(x)),
    "relu": lambda x: max(x, mp.mpf(0)),
    "relu6": lambda x: mp_clip(x, 0, 6),
    "leaky_relu": lambda x: mp_leaky_relu(x, 0.01),
    "prelu": lambda x: mp_leaky_relu(x, 0.25),
    "elu": mp_elu,
    "selu": lambda x: LAMBDA * mp_elu(x, ALPHA),
    "softplus": lambda x: mp.log(1 + mp.exp(x)),
    "gelu": lambda x: x / 2 * (1 + mp.erf(x / mp.sqrt(2))),
    "silu": lambda x: x * mp_sigmoid(x),
    "mish": lambda x: x * mp.tanh(mp.log(1 + mp.exp(x))),
    "hard_swish": lambda x: x * mp_clip((x + 3) / 6, 0, 1),
}

# A call with other parameters than the defaults, beside its definition.
VARIANTS = {
    "leaky_relu-0": ("leaky_relu", {"negative_slope": 0}, lambda x: mp_leaky_relu(x, 0)),
    "leaky_relu-negative": ("leaky_relu", {"negative_slope": -0.5}, lambda x: mp_leaky_relu(x, -0.5)),
    "leaky_relu-above-1": ("leaky_relu", {"negative_slope": 2.0}, lambda x: mp_leaky_relu(x, 2)),
    "prelu-0": ("prelu", {"alpha": 0}, lambda x: mp_leaky_relu(x, 0)),
    "prelu-negative": ("prelu", {"alpha": -0.5}, lambda x: mp_leaky_relu(x, -0.5)),
    "prelu-above-1": ("prelu", {"alpha": [2.0]}, lambda x: mp_leaky_relu(x, 2)),
    "elu-0": ("elu", {"alpha": 0}, lambda x: mp_elu(x, 0)),
    "elu-half": ("elu", {"alpha": 0.5}, lambda x: mp_elu(x, 0.5)),
    "elu-3": ("elu", {"alpha": 3}, lambda x: mp_elu(x, 3)),
    "gelu-tanh": (
        "gelu",
        {"approximate": "tanh"},
        lambda x: x / 2 * (1 + mp.tanh(mp.sqrt(2 / mp.pi) * (x + mp.mpf("0.044715") * x**3))),
    ),
    "gelu-sigmoid": (
        "gelu",
        {"approximate": "sigmoid"},
        lambda x: x * mp_sigmoid(mp.mpf("1.702") * x),
    ),
}
EVERY_CALL = {name: (name, {}, definition) for name, definition in DEFINITIONS.items()} | VARIANTS

# Sixty points and four beside 0; none is a kink, a zero crossing of a derivative or beside one.
POINTS = np.concatenate([np.linspace(-20, 20, 60), [-1e-3, -1e-8, 1e-8, 1e-3]])
FAR_POINTS = np.array([-700, -300, -100, -36.5, -30, 30, 36.5, 100, 300, 700.0])
# Where the derivatives of hard swish, SiLU, Mish and GELU cross zero.
NEAR_ZERO_SLOPE = np.array([-1.5, -1.278464542, -1.192431, -0.751792])

every_function = pytest.mark.parametrize("function", FUNCTIONS + DERIVATIVES, ids=lambda f: f.__name__)
every_accepting_function = pytest.mark.parametrize(
    "function", [*FUNCTIONS, *DERIVATIVES, *SOFTMAXES, *GATES], ids=lambda f: f.__name__
)
every_gate = pytest.mark.parametrize("gate", GATES, ids=lambda f: f.__name__)
every_call = pytest.mark.parametrize("call", EVERY_CALL)
every_float = pytest.mark.parametrize("dtype", FLOATS)


def exactly(message):
    return f"^{re.escape(message)}$"


def allowed_ulps(name, parameters, x):
    """Return how many eps of relative error a value at x may have: 8, and more for GELU.

    GELU's gate falls as exp(-x**2 / 2), so rounding x / sqrt(2) or x**2 alone costs x**2 / 2 eps;
    the exponents of its approximations are 1.702 * x and 1.6 * (x + 0.045 * x**3). What is achieved
    is about 2 eps, 4.4 for Mish's slope in float32, and two thirds of what GELU may have.
    """
    if name != "gelu":
        return np.full(x.shape, 8.0)
    if parameters.get("approximate") == "tanh":
        return 8 + 2 * np.abs(x) + 0.15 * np.abs(x) ** 3
    return 8 + x**2


def errors_in_ulps(got, want, floor):
    eps = float(np.finfo(got.dtype).eps)
    return np.array(
        [float(abs(mp.mpf(float(g)) - w) / max(abs(w), floor)) / eps for g, w in zip(got, want, strict=True)]
    )


def exact_values(definition, x):
    return [definition(mp.mpf(float(v))) for v in x]


def exact_slopes(definition, x):
    return [mp.diff(definition, mp.mpf(float(v))) for v in x]


def test_every_activation_has_a_definition_and_pinned_values():
    assert set(DEFINITIONS) == set(CATALOGUE)
    assert set(PINNED) == set(EVERY_CALL)


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
@every_call
def test_value_is_the_textbook_formula_to_a_few_ulps(call, dtype):
    name, parameters, definition = EVERY_CALL[call]
    x = POINTS.astype(dtype)
    got = getattr(actlib, name)(x, **parameters)
    errors = errors_in_ulps(got, exact_values(definition, x), float(np.finfo(dtype).tiny))
    assert np.all(errors <= allowed_ulps(name, parameters, x)), errors.max()


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
@every_call
def test_derivative_is_that_of_the_textbook_formula_to_a_few_ulps(call, dtype):
    name, parameters, definition = EVERY_CALL[call]
    x = POINTS.astype(dtype)
    got = getattr(actlib, f"{name}_derivative")(x, **parameters)
    errors = errors_in_ulps(got, exact_slopes(definition, x), float(np.finfo(dtype).tiny))
    assert np.all(errors <= allowed_ulps(name, parameters, x)), errors.max()


# Both terms of the slope are of size 0.1 to 1 there and cancel: only their last digits are left.
@pytest.mark.parametrize("dtype", [np.float32, np.float64])
@every_call
def test_derivative_crosses_zero_to_a_few_ulps_of_its_terms(call, dtype):
    name, parameters, definition = EVERY_CALL[call]
    x = NEAR_ZERO_SLOPE.astype(dtype)
    got = getattr(actlib, f"{name}_derivative")(x, **parameters)
    assert errors_in_ulps(got, exact_slopes(definition, x), floor=1).max() <= 2


@every_call
def test_value_and_derivative_keep_their_digits_in_the_far_tails(call):
    name, parameters, definition = EVERY_CALL[call]
    allowed = allowed_ulps(name, parameters, FAR_POINTS)
    tiny = float(np.finfo(np.float64).tiny)
    for function, want in (
        (getattr(actlib, name), exact_values(definition, FAR_POINTS)),
        (getattr(actlib, f"{name}_derivative"), exact_slopes(definition, FAR_POINTS)),
    ):
        errors = errors_in_ulps(function(FAR_POINTS, **parameters), want, tiny)
        assert np.all(errors <= allowed), errors


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
@pytest.mark.parametrize(
    ("function", "counterpart"),
    [
        (actlib.sigmoid, special.expit),
        (actlib.softplus_derivative, special.expit),
        (actlib.log_sigmoid, special.log_expit),
    ],
    ids=["sigmoid", "softplus_derivative", "log_sigmoid"],
)
def test_agrees_with_scipy(function, counterpart, dtype):
    x = POINTS.astype(dtype)
    np.testing.assert_allclose(function(x), counterpart(x), rtol=4 * np.finfo(dtype).eps, atol=0)


@pytest.mark.parametrize(("dtype", "x"), [(np.float32, -95), (np.float64, -720)])
def test_sigmoid_is_not_yet_zero_where_exp_of_its_negative_overflows(dtype, x):
    assert actlib.sigmoid(dtype(x)) == np.exp(dtype(x)) > 0


def test_relu_derivative_is_step():
    x = np.array([-INF, -2, -1e-300, 0, 1e-300, 2, INF, math.nan])
    np.testing.assert_array_equal(actlib.relu_derivative(x), actlib.step(x))


# The values at -inf, 0 and inf, then those of the derivative.
PINNED = {
    "identity": ((-INF, 0, INF), (1, 1, 1)),
    "step": ((0, 0, 1), (0, 0, 0)),
    "sigmoid": ((0, 0.5, 1), (0, 0.25, 0)),
    "log_sigmoid": ((-INF, -math.log(2), 0), (1, 0.5, 0)),
    "hard_sigmoid": ((0, 0.5, 1), (0, 1 / 6, 0)),
    "tanh": ((-1, 0, 1), (0, 1, 0)),
    "hard_tanh": ((-1, 0, 1), (0, 1, 0)),
    "softsign": ((-1, 0, 1), (0, 1, 0)),
    "relu": ((0, 0, INF), (0, 0, 1)),
    "relu6": ((0, 0, 6), (0, 0, 0)),
    "leaky_relu": ((-INF, 0, INF), (0.01, 0.01, 1)),
    "prelu": ((-INF, 0, INF), (0.25, 0.25, 1)),
    "elu": ((-1, 0, INF), (0, 1, 1)),
    "selu": ((-LAMBDA * ALPHA, 0, INF), (0, LAMBDA * ALPHA, LAMBDA)),
    "softplus": ((0, math.log(2), INF), (0, 0.5, 1)),
    "gelu": ((0, 0, INF), (0, 0.5, 1)),
    "silu": ((0, 0, INF), (0, 0.5, 1)),
    "mish": ((0, 0, INF), (0, 0.6, 1)),
    "hard_swish": ((0, 0, INF), (0, 0.5, 1)),
    "leaky_relu-0": ((0, 0, INF), (0, 0, 1)),
    "leaky_relu-negative": ((INF, 0, INF), (-0.5, -0.5, 1)),
    "leaky_relu-above-1": ((-INF, 0, INF), (2, 2, 1)),
    "prelu-0": ((0, 0, INF), (0, 0, 1)),
    "prelu-negative": ((INF, 0, INF), (-0.5, -0.5, 1)),
    "prelu-above-1": ((-INF, 0, INF), (2, 2, 1)),
    "elu-0": ((0, 0, INF), (0, 0, 1)),
    "elu-half": ((-0.5, 0, INF), (0, 0.5, 1)),
    "elu-3": ((-3, 0, INF), (0, 3, 1)),
    "gelu-tanh": ((0, 0, INF), (0, 0.5, 1)),
    "gelu-sigmoid": ((0, 0, INF), (0, 0.5, 1)),
}


@every_float
@every_call
def test_limits_and_value_at_zero(call, dtype):
    name, parameters, _ = EVERY_CALL[call]
    values, slopes = PINNED[call]
    x = np.array([-INF, 0, INF], dtype)
    rtol = 2 * float(np.finfo(dtype).eps)
    np.testing.assert_allclose(getattr(actlib, name)(x, **parameters), values, rtol=rtol, atol=0)
    derivative = getattr(actlib, f"{name}_derivative")
    np.testing.assert_allclose(derivative(x, **parameters), slopes, rtol=rtol, atol=0)


@every_float
@every_call
def test_nan_stays_nan_and_stays_alone(call, dtype):
    name, parameters, _ = EVERY_CALL[call]
    x = np.array([math.nan, 1, -INF], dtype)
    for function in (getattr(actlib, name), getattr(actlib, f"{name}_derivative")):
        np.testing.assert_array_equal(np.isnan(function(x, **parameters)), [True, False, False])


@pytest.mark.parametrize(
    ("name", "parameters", "x", "slope"),
    [
        ("step", {}, 0, 0),
        ("relu", {}, 0, 0),
        ("relu", {}, 5e-324, 1),
        ("relu", {}, -5e-324, 0),
        ("relu6", {}, 0, 0),
        ("relu6", {}, 1e-300, 1),
        ("relu6", {}, 6, 0),
        ("relu6", {}, np.nextafter(6, 0), 1),
        ("hard_tanh", {}, -1, 0),
        ("hard_tanh", {}, 1, 0),
        ("hard_tanh", {}, np.nextafter(-1, 0), 1),
        ("hard_tanh", {}, np.nextafter(1, 0), 1),
        ("hard_tanh", {}, 1e-300, 1),
        ("hard_sigmoid", {}, -3, 0),
        ("hard_sigmoid", {}, 3, 0),
        ("hard_sigmoid", {}, np.nextafter(-3, 0), 1 / 6),
        ("hard_sigmoid", {}, np.nextafter(3, 0), 1 / 6),
        ("hard_swish", {}, -3, 0),
        ("hard_swish", {}, 3, 1),
        ("hard_swish", {}, np.nextafter(-3, 0), -0.5),
        ("hard_swish", {}, np.nextafter(3, 0), 1.5),
        ("leaky_relu", {}, 0, 0.01),
        ("leaky_relu", {}, 5e-324, 1),
        ("leaky_relu", {"negative_slope": 0.3}, 0, 0.3),
        ("prelu", {}, 0, 0.25),
        ("prelu", {"alpha": 0.7}, 0, 0.7),
        ("prelu", {"alpha": 0.7}, 5e-324, 1),
        ("elu", {"alpha": 2}, 0, 2),
        ("elu", {"alpha": 2}, 5e-324, 1),
        ("selu", {}, 0, LAMBDA * ALPHA),
        ("selu", {}, 5e-324, LAMBDA),
    ],
)
def test_slope_at_a_kink_and_right_beside_it(name, parameters, x, slope):
    derivative = getattr(actlib, f"{name}_derivative")
    assert derivative(float(x), **parameters) == pytest.approx(slope, rel=1e-15, abs=0)


def test_hard_swish_is_its_straight_pieces_at_its_kinks():
    np.testing.assert_array_equal(actlib.hard_swish([-4.0, -3.0, 3.0, 4.0]), [0, 0, 3, 4])


@every_function
def test_float16_is_float32_rounded_once(function):
    x = np.concatenate([np.linspace(-20, 20, 201), [-6e4, -1e3, 1e3, 6e4, -INF, INF]]).astype(np.float16)
    y = function(x)
    assert y.dtype == np.float16
    np.testing.assert_array_equal(y, function(x.astype(np.float32)).astype(np.float16))


@every_function
@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_float_dtype_and_shape_are_kept(function, dtype):
    y = function(np.ones((2, 3, 4), dtype))
    assert (y.dtype, y.shape) == (dtype, (2, 3, 4))


@every_function
@pytest.mark.parametrize("dtype", [*"bhilqBHILQ", "?"])
def test_integers_and_bools_are_computed_in_float64(function, dtype):
    x = np.array([0, 1, 1, 0, 7, 100]).astype(dtype)
    y = function(x)
    assert y.dtype == np.float64
    np.testing.assert_array_equal(y, function(x.astype(np.float64)))


@every_function
@pytest.mark.parametrize("dtype", [np.int8, np.int64])
def test_negative_integers_do_not_wrap_around(function, dtype):
    lowest = np.iinfo(dtype).min
    np.testing.assert_array_equal(function(np.array([lowest, -1], dtype)), function([float(lowest), -1.0]))


@every_function
@pytest.mark.parametrize("dtype", [">f2", ">f4", ">f8", ">i4"])
def test_big_endian_equals_native(function, dtype):
    x = np.array([-8, -2, -0.5, 0, 0.5, 2, 8]).astype(dtype)
    native = x.astype(x.dtype.newbyteorder("="))
    y = function(x)
    assert y.dtype == function(native).dtype
    assert y.dtype.isnative
    np.testing.assert_array_equal(y, function(native))


@every_function
@pytest.mark.parametrize(
    "x",
    [
        [-2.5, 0.5],
        (-2.5, 0.5),
        [[-2.5, 0.5], [1, 2]],
        [[[-2.5]]],
        range(-2, 3),
        [Fraction(-5, 2), Fraction(1, 3)],
        [2**70, -(2**70), 1],
        [True, 2, -2.5, Fraction(1, 2)],
        [np.float64(0.1), np.int8(3)],
        np.array([1, -2.5, True], dtype=object),
    ],
    ids=["list", "tuple", "nested", "3-d", "range", "Fraction", "beyond int64", "mixed", "scalars", "object"],
)
def test_anything_array_like_is_computed_in_float64(function, x):
    as_floats = np.vectorize(float, otypes=[float])(np.array(x, dtype=object))
    y = function(x)
    assert (y.dtype, y.shape) == (np.float64, as_floats.shape)
    np.testing.assert_array_equal(y, function(as_floats))


@every_function
@pytest.mark.parametrize(
    "x", [-2, -2.0, True, Fraction(-5, 2), 2**70, np.float32(0.5), np.array(0.5)], ids=repr
)
def test_scalars_give_numpy_scalars(function, x):
    y = function(x)
    assert isinstance(y, np.floating)
    assert y.dtype == (np.float32 if isinstance(x, np.float32) else np.float64)
    # Four eps: a vector loop may round the last digit otherwise than a scalar one.
    np.testing.assert_allclose(y, function([float(x)])[0], rtol=4 * np.finfo(y.dtype).eps, atol=0)


@every_function
@pytest.mark.parametrize("shape", [(0,), (0, 3), (3, 0), (2, 0, 4)])
@every_float
def test_empty_arrays_keep_shape_and_dtype(function, shape, dtype):
    y = function(np.empty(shape, dtype))
    assert (y.shape, y.dtype) == (shape, dtype)


def test_empty_list_is_an_empty_float64_array():
    assert actlib.relu([]).shape == (0,)
    assert actlib.relu([]).dtype == np.float64


@every_function
@pytest.mark.parametrize(
    "view",
    [
        lambda x: x[::2],
        lambda x: x[:, ::3],
        lambda x: x[::-1, ::-1],
        lambda x: x.T,
        np.asfortranarray,
        lambda x: np.broadcast_to(x[0], (4, 12)),
    ],
    ids=["strided rows", "strided columns", "reversed", "transposed", "Fortran", "broadcast"],
)
@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_memory_layout_does_not_matter(function, view, dtype):
    x = view(np.linspace(-9, 9, 72, dtype=dtype).reshape(6, 12))
    np.testing.assert_array_equal(function(x), function(np.ascontiguousarray(x)))


@every_function
@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_a_large_array_is_its_small_parts(function, dtype):
    columns = LARGE_BYTES // np.dtype(dtype).itemsize // 7 + 5
    x = np.random.default_rng(0).normal(0, 5, (7, columns)).astype(dtype)
    assert LARGE_BYTES < x.nbytes < LARGE_BYTES + BLOCK_BYTES
    want = np.concatenate([function(part) for part in np.array_split(x.ravel(), 9)]).reshape(x.shape)
    np.testing.assert_array_equal(function(x), want)
    np.testing.assert_array_equal(function(x[::-1].T), want[::-1].T)


def test_what_is_not_elementwise_is_computed_as_a_whole():
    x = np.random.default_rng(0).normal(0, 1, (2, LARGE_BYTES // 8))
    assert actlib.softmax(x).sum(axis=-1) == pytest.approx([1, 1], rel=1e-12)
    np.testing.assert_array_equal(actlib.glu(x, axis=0)[0], x[0] * actlib.sigmoid(x[1]))
    np.testing.assert_array_equal(actlib.prelu(x, [[0.5], [2]])[1], actlib.prelu(x[1], 2))


@every_accepting_function
@every_float
def test_input_is_neither_written_into_nor_shared(function, dtype):
    x = np.array([[-30, -3, -1, 0], [0.5, 3, 6, 30]], dtype)
    before = x.copy()
    y = function(x)
    np.testing.assert_array_equal(x, before)
    assert not np.shares_memory(y, x)
    assert y.flags.writeable
    x.setflags(write=False)
    np.testing.assert_array_equal(function(x), y)


WRONG_INPUTS = [
    ("a", "<U1"),
    (["ab", "c"], "<U2"),
    (b"a", "|S1"),
    (None, "object"),
    ([1.0, None], "object"),
    (np.array([1.0, "a"], dtype=object), "object"),
    ([1j, Fraction(1, 2)], "object"),
    (1j, "complex128"),
    (np.complex64([1, 2]), "complex64"),
    (np.datetime64("2020-01-01"), "datetime64[D]"),
    (np.timedelta64(1, "s"), "timedelta64[s]"),
    ({1.0}, "object"),
]


@every_accepting_function
@pytest.mark.parametrize(("x", "dtype"), WRONG_INPUTS, ids=[f"{dtype}-{x!r}" for x, dtype in WRONG_INPUTS])
def test_what_is_not_real_is_named_in_the_error(function, x, dtype):
    with pytest.raises(
        TypeError, match=exactly(f"{function.__name__} expects real numbers, got dtype {dtype}")
    ):
        function(x)


def test_strings_of_variable_width_are_named_in_the_error():
    x = np.array(["a"], dtype=np.dtypes.StringDType())
    with pytest.raises(TypeError, match=exactly(f"sigmoid expects real numbers, got dtype {x.dtype}")):
        actlib.sigmoid(x)


@every_accepting_function
def test_ragged_rows_are_named_in_the_error(function):
    message = f"{function.__name__} expects a regular array, got rows of different lengths"
    with pytest.raises(ValueError, match=exactly(message)):
        function([[1, 2], [3]])


@every_accepting_function
def test_longdouble_is_refused_only_where_it_is_wider_than_float64(function):
    x = np.array([1, 2], np.longdouble)
    if np.finfo(np.longdouble).eps == np.finfo(np.float64).eps:
        assert function(x).dtype == np.float64
    else:
        with pytest.raises(
            TypeError, match=f"^{function.__name__} expects real numbers, got dtype {x.dtype}$"
        ):
            function(x)


WITH_A_NUMBER = [
    (actlib.leaky_relu, "negative_slope"),
    (actlib.leaky_relu_derivative, "negative_slope"),
    (actlib.elu, "alpha"),
    (actlib.elu_derivative, "alpha"),
]
every_numeric_parameter = pytest.mark.parametrize(
    ("function", "parameter"), WITH_A_NUMBER, ids=[f.__name__ for f, _ in WITH_A_NUMBER]
)


@every_numeric_parameter
@pytest.mark.parametrize(
    "value", ["a", None, math.nan, INF, -INF, 1j, [0.1], np.array([0.1]), True], ids=lambda v: repr(v)[:12]
)
def test_parameter_that_is_no_finite_number_is_named_in_the_error(function, parameter, value):
    message = f"{function.__name__} expects {parameter} to be a finite real number, got {value!r}"
    with pytest.raises(TypeError, match=exactly(message)):
        function(1.0, **{parameter: value})


@every_numeric_parameter
def test_a_number_beyond_float64_is_named_by_its_ends(function, parameter):
    with pytest.raises(TypeError, match=rf"{parameter} to be a finite real number, got 10+\.\.\.0+$"):
        function(1.0, **{parameter: 10**400})


@every_numeric_parameter
@pytest.mark.parametrize("value", [2, 0.5, np.float32(0.5), np.int8(2), Fraction(1, 2)], ids=repr)
def test_parameter_may_be_any_real_number(function, parameter, value):
    x = np.array([-2.0, 0.0, 2.0])
    np.testing.assert_array_equal(function(x, **{parameter: value}), function(x, **{parameter: float(value)}))


@every_float
def test_parameters_do_not_change_the_dtype(dtype):
    x = np.array([-2, 2], dtype)
    for parameter in (np.float64(0.3), 0.3, 1):
        assert actlib.leaky_relu(x, negative_slope=parameter).dtype == dtype
        assert actlib.elu(x, alpha=parameter).dtype == dtype
        assert actlib.prelu(x, alpha=parameter).dtype == dtype
        assert actlib.prelu_derivative(x, alpha=np.full(2, parameter)).dtype == dtype


@pytest.mark.parametrize("function", [actlib.gelu, actlib.gelu_derivative], ids=lambda f: f.__name__)
@pytest.mark.parametrize("value", ["fast", "None", None, True, []], ids=repr)
def test_unknown_gelu_approximation_is_named_in_the_error(function, value):
    message = f"{function.__name__} expects approximate to be 'none', 'tanh' or 'sigmoid', got {value!r}"
    with pytest.raises(ValueError, match=exactly(message)):
        function(1.0, approximate=value)


every_prelu = pytest.mark.parametrize(
    "function", [actlib.prelu, actlib.prelu_derivative], ids=lambda f: f.__name__
)


@every_prelu
@pytest.mark.parametrize("shape", [(3,), (2, 1), (1, 2)])
def test_prelu_alpha_of_a_wrong_shape_is_named_in_the_error(function, shape):
    message = f"{function.__name__} expects alpha to broadcast to x's shape (2,), got shape {shape}"
    with pytest.raises(ValueError, match=exactly(message)):
        function([-1.0, 2.0], alpha=np.ones(shape))


@every_prelu
def test_prelu_alpha_that_is_not_real_is_named_in_the_error(function):
    message = f"{function.__name__} expects alpha to be real numbers, got dtype <U1"
    with pytest.raises(TypeError, match=exactly(message)):
        function([-1.0, 2.0], alpha="a")


@every_prelu
@pytest.mark.parametrize("alpha", [INF, -INF, math.nan, [0.5, INF]], ids=str)
def test_prelu_alpha_that_is_not_finite_is_named_in_the_error(function, alpha):
    message = f"{function.__name__} expects alpha to be finite, got {np.array(alpha)}"
    with pytest.raises(ValueError, match=exactly(message)):
        function([-1.0, 2.0], alpha=alpha)


@pytest.mark.parametrize("alpha", [0.5, [0.5], [0, 0.5, 2], [[0.1], [0.2]]], ids=str)
def test_prelu_takes_one_slope_for_all_or_one_for_each_channel(alpha):
    x = np.array([[-4.0, -1.0, 3.0], [2.0, -INF, -8.0]])
    slopes = np.broadcast_to(alpha, x.shape)
    values = [
        [v if v > 0 else 0 if a == 0 else a * v for v, a in zip(*row, strict=True)]
        for row in zip(x, slopes, strict=True)
    ]
    np.testing.assert_array_equal(actlib.prelu(x, alpha), values)
    np.testing.assert_array_equal(actlib.prelu_derivative(x, alpha), np.where(x > 0, 1, slopes))


every_alpha = pytest.mark.parametrize(
    "alpha", [0.25, [0.3], [0.1, -0.4, 1.5], [[0.2], [0.3], [0.4], [0.5]]], ids=str
)


@every_alpha
def test_prelu_gradients_are_the_central_differences_of_the_loss(alpha):
    alpha = np.array(alpha)
    rng = np.random.default_rng(0)
    x, upstream = rng.standard_normal((5, 4, 3)), rng.standard_normal((5, 4, 3))

    def loss(x, alpha):
        return np.sum(upstream * actlib.prelu(x, alpha))

    def slopes(function, at, h=1e-4):
        unit_vectors = np.eye(at.size).reshape(-1, *at.shape)
        differences = [(function(at + h * e) - function(at - h * e)) / (2 * h) for e in unit_vectors]
        return np.reshape(differences, at.shape)

    assert np.abs(x).min() > 1e-4
    x_gradient, alpha_gradient = actlib.prelu_gradients(x, alpha, upstream)
    assert (x_gradient.shape, alpha_gradient.shape) == (x.shape, alpha.shape)
    np.testing.assert_allclose(x_gradient, slopes(lambda v: loss(v, alpha), x), rtol=0, atol=1e-9)
    np.testing.assert_allclose(alpha_gradient, slopes(lambda a: loss(x, a), alpha), rtol=0, atol=1e-9)


@every_float
@every_alpha
def test_prelu_gradients_keep_dtype_shapes_and_input(alpha, dtype):
    alpha = np.array(alpha)
    x, upstream = np.full((4, 3), -1, dtype), np.full((4, 3), 2, dtype)
    x_gradient, alpha_gradient = actlib.prelu_gradients(x, alpha, upstream)
    assert (x_gradient.dtype, alpha_gradient.dtype) == (dtype, dtype)
    assert (x_gradient.shape, alpha_gradient.shape) == (x.shape, alpha.shape)
    assert not np.shares_memory(x_gradient, upstream)
    np.testing.assert_array_equal(x, np.full((4, 3), -1))
    np.testing.assert_array_equal(upstream, np.full((4, 3), 2))


def test_prelu_gradients_of_scalars_are_scalars():
    assert actlib.prelu_gradients(-2, 0.25, 3) == (0.75, -6.0)
    assert actlib.prelu_gradients(2, 0.25, 3) == (3.0, 0.0)


def test_prelu_gradients_of_an_empty_batch_are_zero():
    x_gradient, alpha_gradient = actlib.prelu_gradients(np.empty((0, 3)), np.ones(3), np.empty((0, 3)))
    assert x_gradient.shape == (0, 3)
    np.testing.assert_array_equal(alpha_gradient, [0, 0, 0])


def test_prelu_gradients_of_float16_are_computed_in_float32_and_rounded_once():
    x, upstream = np.full(5000, -1.001, np.float16), np.full(5000, 0.1, np.float16)
    wide = actlib.prelu_gradients(x.astype(np.float32), 0.25, upstream.astype(np.float32))
    for got, want in zip(actlib.prelu_gradients(x, 0.25, upstream), wide, strict=True):
        np.testing.assert_array_equal(got, want.astype(np.float16))


@pytest.mark.parametrize(
    ("x", "alpha", "upstream"),
    [
        (-1e308, 0.25, 1e308),
        (-INF, 0.25, 0.0),
        (INF, 0.25, 0.0),
        (np.full(10, -1e308), 0.25, np.ones(10)),
        (np.full(2, -1e38, np.float32), 0.25, np.full(2, 1e38)),
        (np.full(2, -6e4, np.float16), 0.25, np.full(2, 6e4, np.float16)),
    ],
    ids=["product", "-inf * 0", "0 * inf", "sum", "cast", "float16"],
)
def test_prelu_gradients_warn_of_nothing(x, alpha, upstream):
    with warnings.catch_warnings(), np.errstate(all="raise"):
        warnings.simplefilter("error")
        actlib.prelu_gradients(x, alpha, upstream)


@pytest.mark.parametrize(
    ("x", "alpha", "upstream", "error", "message"),
    [
        ("a", 1.0, 1.0, TypeError, "x to be real numbers, got dtype <U1"),
        (1.0, "a", 1.0, TypeError, "alpha to be real numbers, got dtype <U1"),
        (1.0, 1.0, "a", TypeError, "upstream to be real numbers, got dtype <U1"),
        ([1.0, 2.0], 1.0, [1.0], ValueError, "upstream to have x's shape (2,), got (1,)"),
        ([1.0, 2.0], 1.0, 1.0, ValueError, "upstream to have x's shape (2,), got ()"),
        (
            [1.0, 2.0],
            [1.0] * 3,
            [1.0] * 2,
            ValueError,
            "alpha to broadcast to x's shape (2,), got shape (3,)",
        ),
    ],
    ids=["x", "alpha", "upstream", "upstream too short", "upstream scalar", "alpha too long"],
)
def test_prelu_gradients_name_the_wrong_argument(x, alpha, upstream, error, message):
    with pytest.raises(error, match=exactly(f"prelu_gradients expects {message}")):
        actlib.prelu_gradients(x, alpha, upstream)


def test_gates_multiply_one_half_by_the_gate_of_the_other():
    x = np.random.default_rng(0).standard_normal((3, 4, 6))
    a, b = x[..., :3], x[..., 3:]
    np.testing.assert_allclose(actlib.glu(x), a / (1 + np.exp(-b)), rtol=1e-14)
    np.testing.assert_allclose(actlib.swiglu(x), a / (1 + np.exp(-a)) * b, rtol=1e-14)


@every_gate
def test_gates_halve_any_axis(gate):
    x = np.random.default_rng(0).standard_normal((3, 4, 6))
    assert gate(x).shape == (3, 4, 3)
    assert gate(x, axis=1).shape == (3, 2, 6)
    np.testing.assert_array_equal(gate(x, axis=1), np.moveaxis(gate(np.moveaxis(x, 1, -1)), -1, 1))
    np.testing.assert_array_equal(gate(x, axis=-2), gate(x, axis=1))
    assert gate(np.empty((3, 0))).shape == (3, 0)


@every_gate
@pytest.mark.parametrize(("shape", "axis"), [((3,), -1), ((2, 3), -1), ((3, 2), 0), ((), -1)])
def test_gates_refuse_what_has_no_halves(gate, shape, axis):
    message = f"{gate.__name__} expects an even number of elements along axis {axis}, got shape {shape}"
    with pytest.raises(ValueError, match=exactly(message)):
        gate(np.ones(shape), axis=axis)


@every_gate
@pytest.mark.parametrize("axis", [2, -3])
def test_gates_refuse_an_axis_that_is_not_there_by_their_documented_error(gate, axis):
    with pytest.raises(ValueError, match=f"{axis}"):
        gate(np.ones((2, 2)), axis=axis)


@every_gate
@every_float
def test_gates_keep_the_dtype_and_round_float16_once(gate, dtype):
    x = np.linspace(-5, 5, 40).astype(dtype)
    assert gate(x).dtype == dtype
    working_dtype = np.result_type(dtype, np.float32)
    np.testing.assert_array_equal(gate(x), gate(x.astype(working_dtype)).astype(dtype))


def every_magnitude(dtype):
    limits = np.finfo(dtype)
    powers = np.ldexp(1.0, np.arange(limits.minexp - limits.nmant, limits.maxexp))
    return np.concatenate([-powers, powers, [limits.min, limits.max, -0.0, 0, -INF, INF]]).astype(dtype)


@every_function
@every_float
def test_no_magnitude_warns(function, dtype):
    x = every_magnitude(dtype)
    with warnings.catch_warnings(), np.errstate(all="raise"):
        warnings.simplefilter("error")
        assert not np.isnan(function(x)).any()
        assert not np.isnan(function(x[-1]))


@every_call
@every_float
def test_no_magnitude_warns_whatever_the_parameters(call, dtype):
    name, parameters, _ = EVERY_CALL[call]
    x = every_magnitude(dtype)
    with warnings.catch_warnings(), np.errstate(all="raise"):
        warnings.simplefilter("error")
        assert not np.isnan(getattr(actlib, name)(x, **parameters)).any()
        assert not np.isnan(getattr(actlib, f"{name}_derivative")(x, **parameters)).any()


@every_gate
@every_float
def test_no_pair_of_magnitudes_warns_in_a_gate(gate, dtype):
    x = every_magnitude(dtype)
    x = np.concatenate([x[:-6:29], x[-6:]])
    pairs = np.stack(np.meshgrid(x, x), axis=-1)
    with warnings.catch_warnings(), np.errstate(all="raise"):
        warnings.simplefilter("error")
        y = gate(pairs)[..., 0]
    assert not np.isnan(y[np.isfinite(pairs).all(axis=-1)]).any()


@pytest.mark.parametrize("name", CATALOGUE)
def test_an_integer_beyond_float64_is_refused(name):
    with pytest.raises(ValueError, match=f"{name} expects numbers within float64, got a larger integer"):
        getattr(actlib, name)(10**400)


@pytest.mark.parametrize("dtype", [np.float16, np.float32])
@pytest.mark.parametrize("number", [1e39, -1e300, 1e300])
@pytest.mark.parametrize("name", ["leaky_relu", "elu", "prelu"])
def test_a_parameter_beyond_the_precision_of_x_makes_no_nan(name, number, dtype):
    x = np.array([-np.inf, -1, -1e-7, 0, 2, np.inf], dtype)
    for function in (getattr(actlib, name), getattr(actlib, f"{name}_derivative")):
        with np.errstate(all="ignore"):
            want = function(x.astype(np.float64), number).astype(dtype)
        y = function(x, number)
        assert y.dtype == dtype
        assert not np.isnan(y).any()
        np.testing.assert_array_equal(y, want)
