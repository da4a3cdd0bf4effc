"""A formula that a reader typed: read, refused with a reason, or made into a function."""

import ast
import math
import reprlib

import numpy as np

from actlib import functions
from actlib.catalogue import CATALOGUE

MOST_CHARACTERS = 300
CONSTANTS = {"pi": math.pi, "e": math.e, "tau": math.tau, "inf": math.inf}
ACTIVATIONS = {
    name: getattr(functions, name) for entry in CATALOGUE for name in (entry, f"{entry}_derivative")
}
NAMES = {"x": None, "np": np} | CONSTANTS | ACTIVATIONS
OTHERS_OF_NUMPY = {
    "where",
    "clip",
    "select",
    "sinc",
    "nan_to_num",
    "interp",
    "polyval",
    "pi",
    "e",
    "inf",
    "nan",
}
MOST_ARGUMENTS = {"clip": 3, "nan_to_num": 1}
LOOK_AROUND = {
    *("mean", "sum", "std", "var", "max", "min", "amax", "amin", "median", "prod", "average", "ptp"),
    *("cumsum", "cumprod", "diff", "sort", "argsort", "argmax", "argmin", "gradient", "convolve", "roll"),
    *("flip", "percentile", "quantile", "softmax", "log_softmax", "glu", "swiglu", "matmul", "dot", "linalg"),
}
ALLOWED = (
    *(ast.Expression, ast.BinOp, ast.UnaryOp, ast.Compare, ast.Call, ast.Attribute, ast.Name, ast.Constant),
    *(ast.List, ast.Tuple, ast.keyword, ast.Load, ast.operator, ast.unaryop, ast.cmpop),
)
REFUSED = {
    ast.Lambda: "a function inside a formula (lambda) is not possible here",
    ast.IfExp: "“… if … else …” decides once for all inputs; np.where(x > 0, …, …) decides for each",
    ast.BoolOp: "“and” and “or” decide once for all inputs; write (x > 0) & (x < 1) or (x < 0) | (x > 1)",
    ast.Subscript: "an index looks at other inputs; each value has to come from its own x alone",
    ast.Not: "“not” decides once for all inputs; write x <= 0 for “not x > 0”, or ~(x > 0)",
    **dict.fromkeys((ast.Is, ast.IsNot), "“is” compares no numbers; write == or !="),
    **dict.fromkeys((ast.In, ast.NotIn), "“in” compares no numbers; write (x == 1) | (x == 2)"),
    ast.MatMult: "“@” looks at all inputs at once; each value has to come from its own x alone",
    ast.JoinedStr: "a text is no number",
}
INSTEAD = {"max": "np.maximum", "min": "np.minimum", "abs": "np.abs", "pow": "**"}
FORMULA = "<the formula>"


def function_of(formula):
    """Return the function of one argument that a formula says, or raise an error that says why not.

    Parameters
    ----------
    formula : str
        A Python expression in ``x``, ``np``, pi, e and the names of actlib's activations.

    Returns
    -------
    callable
        From a float array, which it never changes, to one of the same shape.

    Raises
    ------
    TypeError
        If formula is no text.
    ValueError
        If it is too long, is no expression, or uses what it may not.
    """
    try:
        code = _compiled(_read(formula))
    except RecursionError:
        raise ValueError("the formula cannot be read: it is nested too deeply") from None

    def value(x):
        x = np.asarray(x).view()
        x.flags.writeable = False
        try:
            with np.errstate(all="ignore"):
                y = np.asarray(eval(code, {"__builtins__": {}}, NAMES | {"x": x}))
        except KeyboardInterrupt:
            raise  # the reader stopped it
        except Exception as error:
            raise ValueError(f"the formula cannot be computed: {_in_words(error)}") from error
        return _one_number_each(y, x)

    return value


def _read(formula):
    if not isinstance(formula, str):
        raise TypeError(f"a formula is expected to be text, got {reprlib.repr(formula)}")
    if len(formula) > MOST_CHARACTERS:
        raise ValueError(f"a formula has at most {MOST_CHARACTERS} characters, got {len(formula)}")
    text = formula.strip()
    if not text:
        raise ValueError("the formula is empty; try np.maximum(0, x)")
    try:
        tree = ast.parse(text, FORMULA, "eval")
    except (SyntaxError, ValueError, MemoryError, RecursionError) as error:
        raise ValueError(_why_it_cannot_be_read(text, error)) from None
    for node in ast.walk(tree):
        _refuse(node)
    settings = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.keyword)}
    texts = [node for node in ast.walk(tree) if isinstance(getattr(node, "value", None), str)]
    if any(isinstance(node, ast.Constant) and id(node) not in settings for node in texts):
        raise ValueError("a text in quotes is no number; a formula is written without quotes")
    return tree


def _why_it_cannot_be_read(text, error):
    where = f" at character {error.offset}" if getattr(error, "offset", None) else ""
    advice = ""
    if "=" in text.replace("==", "").replace("<=", "").replace(">=", "").replace("!=", ""):
        advice = "; write what comes to the right of “=” alone"
    elif any(each in text for each in "²³⁴"):
        advice = "; write x**2 for a square"
    said = getattr(error, "msg", None) or "it is nested too deeply"
    return f"the formula cannot be read{where}: {said}{advice}"


def _refuse(node):
    """Raise an error that names the first part of a formula that has no place in one."""
    reason = next((words for kind, words in REFUSED.items() if isinstance(node, kind)), None)
    if reason:
        raise ValueError(reason)
    if not isinstance(node, ALLOWED):
        raise ValueError(f"a formula is one expression, without {type(node).__name__}")
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.BitXor):
        raise ValueError("“^” is no power in Python; write x**2")
    if isinstance(node, ast.Compare) and len(node.ops) > 1:
        raise ValueError("a chain such as 0 < x < 1 decides once for all inputs; write (x > 0) & (x < 1)")
    if isinstance(node, ast.Name) and node.id not in NAMES:
        raise ValueError(_unknown_name(node.id))
    if isinstance(node, ast.Attribute):
        _refuse_attribute(node)
    if isinstance(node, ast.Call):
        _refuse_call(node)
    if isinstance(node, ast.Constant) and not isinstance(node.value, bool | int | float | str):
        raise ValueError(f"{node.value!r} is no real number")


def _unknown_name(name):
    if name in INSTEAD:
        return f"{name} does not take arrays; write {INSTEAD[name]}"
    if name in LOOK_AROUND:
        return f"{name} looks at all inputs at once; each value has to come from its own x alone"
    if _is_elementwise(name):
        return f"{name} is not known here; write np.{name}"
    return f"{name} is not known here; a formula may use x, np, pi, e and actlib's activations"


def _refuse_attribute(node):
    if node.attr == "random" or getattr(node.value, "attr", "") == "random":
        raise ValueError("a function that is random has no curve; each x needs one value that stays")
    if not (isinstance(node.value, ast.Name) and node.value.id == "np"):
        raise ValueError(f"“.{node.attr}” looks at all inputs at once; use functions such as np.exp(x)")
    if node.attr in LOOK_AROUND:
        raise ValueError(
            f"np.{node.attr} looks at all inputs at once; each value has to come from its own x alone"
        )
    if node.attr not in OTHERS_OF_NUMPY and not _is_elementwise(node.attr):
        raise ValueError(f"np.{node.attr} is not for formulas; only functions of each number alone are")


def _refuse_call(node):
    called = node.func
    if not isinstance(called, ast.Name | ast.Attribute) or getattr(called, "id", "") in ("x", *CONSTANTS):
        raise ValueError("a number cannot be called; write * for a product")
    if not isinstance(called, ast.Attribute):
        return
    if node.keywords:
        raise ValueError(f"np.{called.attr} takes no “{node.keywords[0].arg}=” in a formula")
    most = _most_arguments(called.attr)
    if len(node.args) > most:
        raise ValueError(
            f"np.{called.attr} takes {most} argument{'s' * (most > 1)} in a formula, got {len(node.args)}"
        )


def _most_arguments(name):
    """Return how many arguments a NumPy function takes before those that say where the result is put."""
    return getattr(getattr(np, name, None), "nin", None) or MOST_ARGUMENTS.get(name, math.inf)


def _is_elementwise(name):
    found = None if name.startswith("_") else getattr(np, name, None)
    return isinstance(found, np.ufunc) and found.signature is None and found.nout == 1


class _WithFloats(ast.NodeTransformer):
    """Whole numbers as floats: 9**9**9 then overflows at once, where an integer would fill the memory."""

    def visit_Constant(self, node):
        if isinstance(node.value, int) and not isinstance(node.value, bool):
            return ast.copy_location(ast.Constant(_as_float(node.value)), node)
        return node


def _as_float(number):
    try:
        return float(number)
    except OverflowError:
        return math.inf


def _compiled(tree):
    return compile(ast.fix_missing_locations(_WithFloats().visit(tree)), FORMULA, "eval")


def _in_words(error):
    words = str(error).rstrip(".") or type(error).__name__
    if isinstance(error, OverflowError):
        return f"a number in it is too large ({words})"
    if isinstance(error, ZeroDivisionError):
        return "it divides a number by 0"
    return words


def _one_number_each(y, x):
    if y.dtype.kind == "c":
        raise ValueError("the formula gives complex numbers; an activation is real")
    if y.dtype.kind not in "biuf":
        raise ValueError(f"the formula is expected to give numbers, got {reprlib.repr(y.tolist())}")
    if y.ndim and y.shape != x.shape:
        raise ValueError(
            f"the formula is expected to give one number for each x, got {y.size} for {x.size} inputs"
        )
    return y.astype(np.float64) if y.ndim else np.full(x.shape, float(y))
