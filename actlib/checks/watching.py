"""Arrays that see for themselves where a number overflows, for machines on which NumPy cannot.

NumPy warns of an overflow because the processor raises a flag. Python in a browser runs on
WebAssembly, which has none: there ``exp(1000)`` is infinity without a word. So a learner's code is
given arrays and numbers that look at each of their results, and while it runs, those functions of
NumPy that make arrays or may overflow hand out such arrays too.
"""

import warnings
from contextlib import contextmanager
from functools import reduce
from operator import and_

import numpy as np
from numpy import abs, asarray, isfinite, isinf, isnan  # the true ones, also while others stand in
from numpy.lib.mixins import NDArrayOperatorsMixin

SEEN = 0  # in place of the processor's flags, of which at least one is always set
WORDS = {"divide": "divide by zero", "over": "overflow", "invalid": "invalid value"}
MAKERS = (
    *("arange", "array", "asanyarray", "asarray", "ascontiguousarray", "copy", "empty", "empty_like"),
    *("fromiter", "full", "full_like", "linspace", "ones", "ones_like", "where", "zeros", "zeros_like"),
)
FUNCTIONS = (
    *("add", "arccosh", "arctanh", "cosh", "divide", "exp", "exp2", "expm1", "float_power", "log", "log10"),
    *(
        "log1p",
        "log2",
        "multiply",
        "power",
        "reciprocal",
        "sinh",
        "sqrt",
        "square",
        "subtract",
        "true_divide",
    ),
)
# Where these are infinite for finite numbers, they are infinite themselves: a pole, not an overflow.
POLES = {
    np.log: lambda x: x == 0,
    np.log2: lambda x: x == 0,
    np.log10: lambda x: x == 0,
    np.log1p: lambda x: x == -1,
    np.arctanh: lambda x: abs(x) == 1,
    np.reciprocal: lambda x: x == 0,
    np.divide: lambda x, y: y == 0,
    np.floor_divide: lambda x, y: y == 0,
    np.power: lambda x, y: x == 0,
    np.float_power: lambda x, y: x == 0,
}


def _numpy_sees_overflow():
    with np.errstate(over="raise"):
        try:
            np.exp(np.array([1e3]))
        except FloatingPointError:
            return True
    return False


WATCHES = not _numpy_sees_overflow()


def watched(value):
    """Return a value so that its numbers are watched; what holds no real numbers comes back as it is."""
    if isinstance(value, np.ndarray):
        return value.view(_Array) if value.dtype.kind in "biuf" else value
    if isinstance(value, np.floating):
        return NUMBERS.get(type(value), type(value))(value)
    return type(value)(map(watched, value)) if type(value) in (list, tuple) else value


def unwatched(value):
    """Return a value, or what a list, tuple or dict holds, as plain NumPy has it."""
    if isinstance(value, _Array):
        return value.view(np.ndarray)
    if type(value) in PLAIN:
        return PLAIN[type(value)](value)
    if type(value) is dict:
        return {key: unwatched(each) for key, each in value.items()}
    return type(value)(map(unwatched, value)) if type(value) in (list, tuple) else value


class _Array(np.ndarray):
    """An array that looks at what is computed with it."""

    def __array_ufunc__(self, ufunc, method, *inputs, **keywords):
        return _computed(ufunc, method, inputs, keywords)

    def __array_function__(self, function, types, arguments, keywords):
        return watched(super().__array_function__(function, types, arguments, keywords))

    def __getitem__(self, index):
        return watched(super().__getitem__(index))

    def __iter__(self):
        return map(watched, super().__iter__())


def _numbers_like(base):
    """Return a kind of NumPy scalars that look at what is computed with them.

    NumPy takes a scalar's type from its first base, so the operators stand in the class itself. Those in
    place are left out: a number cannot be written into.
    """
    operators = vars(NDArrayOperatorsMixin)
    in_place = {name.replace("__", "__i", 1) for name in operators}
    operators = {name: operator for name, operator in operators.items() if name not in in_place}
    own = {"__array_ufunc__": _Array.__array_ufunc__, "__hash__": base.__hash__, "__module__": "numpy"}
    return type(base.__name__, (base,), {**operators, **own, "__slots__": ()})


NUMBERS = {base: _numbers_like(base) for base in (np.float16, np.float32, np.float64)}
PLAIN = {number: base for base, number in NUMBERS.items()}
_Array.__name__ = _Array.__qualname__ = "ndarray"  # as error messages call it
_Array.__module__ = "numpy"


def _computed(ufunc, method, inputs, keywords):
    """Compute with plain arrays, tell what NumPy would have told, and return watched results."""
    inputs = [unwatched(each) for each in inputs]
    plain = {name: unwatched(value) for name, value in keywords.items()}
    # Written into one of the inputs, a result would hide what that was.
    before = [np.copy(each) if isinstance(each, np.ndarray) else each for each in inputs]
    results = getattr(ufunc, method)(*inputs, **plain)
    for result in results if isinstance(results, tuple) else (results,):
        _look_at(result, ufunc, method, before if "out" in plain else inputs, plain.get("where", True))
    if "out" in keywords:
        return keywords["out"] if ufunc.nout > 1 else keywords["out"][0]
    return watched(results)


def _look_at(result, ufunc, method, inputs, where):
    value = asarray(result)
    if value.dtype.kind != "f" or isfinite(value).all():
        return
    numbers = [a for a in map(asarray, inputs) if a.dtype.kind in "biuf"]
    finite, known = [isfinite(a) for a in numbers], [~isnan(a) for a in numbers]
    pole = False
    if method != "__call__" or ufunc.signature:  # of a sum or a product of matrices, all inputs count
        finite, known = [a.all() for a in finite], [a.all() for a in known]
    elif ufunc in POLES:
        pole = POLES[ufunc](*numbers)
    infinite = isinf(value) & reduce(and_, finite, where)
    _tell("divide", infinite & pole, ufunc)
    _tell("over", infinite & (pole ^ True), ufunc)
    _tell("invalid", isnan(value) & reduce(and_, known, where), ufunc)


def _tell(kind, happened, ufunc):
    """Do what NumPy is set to do in such a case."""
    how = np.geterr()[kind]
    if how == "ignore" or not happened.any():
        return
    message = f"{WORDS[kind]} encountered in {ufunc.__name__}"
    if how == "raise":
        raise FloatingPointError(message)
    if how == "warn":
        warnings.warn(message, RuntimeWarning, stacklevel=2)
    if how == "call":
        np.geterrcall()(WORDS[kind], SEEN)


class _Maker:
    """A function of NumPy whose results are watched."""

    def __init__(self, function):
        self.function = function

    def __call__(self, *arguments, **keywords):
        return watched(self.function(*arguments, **keywords))

    def __getattr__(self, name):
        return getattr(self.function, name)


class _Function(_Maker):
    """The same, also given numbers of plain Python: a ufunc."""

    def __call__(self, *inputs, **keywords):
        if len(inputs) != self.function.nin or "out" in keywords:
            return self.function(*inputs, **keywords)
        return _computed(self.function, "__call__", inputs, keywords)


STAND_INS = {name: _Maker(getattr(np, name)) for name in MAKERS} | {
    name: _Function(getattr(np, name)) for name in FUNCTIONS
}


@contextmanager
def watching():
    """Let NumPy hand out watched arrays in this block; for all threads, so only where there is one."""
    before = {name: getattr(np, name) for name in STAND_INS}
    vars(np).update(STAND_INS)
    try:
        yield
    finally:
        vars(np).update(before)
