"""The formulas of the pages, read from their TeX and computed.

``python(tex)`` translates the small part of TeX that the book writes its formulas in: sums, products without
a sign, fractions, roots, powers, absolute values, cases, and the functions of the catalogue by their names on
the page. What it does not know raises ``Unreadable``. ``test_formulas.py`` says what is done with it.
"""

import re

import numpy as np
from scipy.special import ndtr

from actlib import CATALOGUE, sigmoid, sigmoid_derivative, tanh, tanh_derivative
from actlib.functions.rectified import SELU_ALPHA, SELU_SCALE
from tests.prose import PAGES, without_code

FORMULA = re.compile(r"\$\$(?P<shown>.*?)\$\$|(?<![\\$])\$(?P<inline>[^$\n]+)\$(?!\$)", re.DOTALL)
TOKEN = re.compile(r"\\[A-Za-z]+'*|\\\\|\d+(?:\.\d+)?|[A-Za-z]'*|[-+*/^_(){}\[\]|,=<>&.]|@[\w-]+'*")
RELATIONS = {"=": "==", "<": "<", ">": ">", r"\le": "<=", r"\ge": ">=", r"\ne": "!="}
FUNCTIONS = {
    r"\ln": "np.log",
    r"\sin": "np.sin",
    r"\cos": "np.cos",
    r"\max": "np.maximum",
    r"\min": "np.minimum",
}
FUNCTIONS |= {r"\tanh": "tanh", r"\tanh'": "tanh_slope", r"\sigma": "sigma", r"\sigma'": "sigma_slope"}
FUNCTIONS |= {r"\Phi": "ndtr", r"\varphi": "bell", "@sign": "np.sign"}
CONSTANTS = {r"\pi": "np.pi", "e": "np.e"}
LETTERS = {r"\alpha": "alpha", r"\beta": "beta", r"\lambda": "lam", r"\varepsilon": "eps", r"\rho": "rho"}
NAMES = {"LeakyReLU": "leaky_relu", "hardsigmoid": "hard_sigmoid", "hardtanh": "hard_tanh"}
NAMES |= {"hardswish": "hard_swish", "logsigmoid": "log_sigmoid"}
for key in CATALOGUE:
    NAMES.setdefault({"relu": "ReLU", "relu6": "ReLU6", "prelu": "PReLU"}.get(key, key), key)
NAMES |= {"SiLU": "silu", "GELU": "gelu", "Mish": "mish", "ELU": "elu", "SELU": "selu", "relu": "relu"}
NAMESPACE = {
    "np": np,
    "ndtr": ndtr,
    "bell": lambda x: np.exp(-(x**2) / 2) / np.sqrt(2 * np.pi),
    "tanh": tanh,
    "tanh_slope": tanh_derivative,
    "sigma": sigmoid,
    "sigma_slope": sigmoid_derivative,
}
for key, entry in CATALOGUE.items():
    NAMESPACE |= {f"f_{key}": entry, f"f_{key}_slope": entry.derivative}


class Unreadable(ValueError):
    """TeX of another kind than the formulas that are computed."""


def formulas(page):
    """Yield each formula of a page, on one line, and whether it is set off."""
    for found in FORMULA.finditer(re.sub(r"`[^`\n]+`", "", without_code(PAGES[page]))):
        yield " ".join((found["shown"] or found["inline"]).split()), bool(found["shown"])


def tokens_of(tex):
    tex = re.sub(
        r"\\(?:mathrm|operatorname|text)\{([^}]*)\}", lambda name: "@" + re.sub(r"\W", "", name[1]), tex
    )
    tex = re.sub(r"\\[,!;]|\\(?:bigl|bigr|left|right|displaystyle)(?![A-Za-z])", " ", tex)
    tex = re.sub(r"\\tfrac(?![A-Za-z])", r"\\frac", tex)
    tex = re.sub(r"\\frac(\d)(\d)", r"\\frac{\1}{\2}", tex)
    if re.sub(r"\s", "", TOKEN.sub("", tex)):
        raise Unreadable(tex)
    return TOKEN.findall(tex)


def sides_of(tex):
    """Return Python for the sides of a formula, with the relations between them."""
    tokens = tokens_of(tex)
    bare = re.search(r"\\(?:sigma|tanh)'*(?!'|\s*\(|\s*\^|\s*[a-z\\])", tex)
    found = chain(tokens, bool(bare))
    if tokens:
        raise Unreadable(f"{tex}: what is {tokens[0]}?")
    return found


def chain(tokens, bare):
    """Read sums with relations between them."""
    sides = [total(tokens, bare)]
    while tokens and tokens[0] in RELATIONS:
        sides += [RELATIONS[tokens.pop(0)], total(tokens, bare)]
    return sides


def one(tokens, bare):
    """Read a sum without relations."""
    [found] = chain(tokens, bare)[:1]
    return found


def total(tokens, bare):
    found = []
    while True:
        sign = tokens.pop(0) if tokens and tokens[0] in "+-" else "+" if not found else None
        if sign is None:
            return "(" + "".join(found) + ")"
        found.append(f"{sign}{product(tokens, bare)}")


def product(tokens, bare):
    found = [power(tokens, bare)]
    while tokens and starts_a_factor(tokens[0]):
        sign = "/" if tokens[0] == "/" else "*"
        if tokens[0] in ("/", r"\cdot"):
            tokens.pop(0)
        found += [sign, power(tokens, bare)]
    return "".join(found)


def starts_a_factor(token):
    ends = {*RELATIONS, "+", "-", ")", "}", "]", "|", ",", "&", r"\\", r"\end", r"\quad", "^", "_", "."}
    return token not in ends


def power(tokens, bare):
    found = atom(tokens, bare)
    if tokens and tokens[0] == "^":
        tokens.pop(0)
        found = f"({found}**{argument(tokens, bare)})"
    return found


def argument(tokens, bare):
    """Read what one pair of braces holds, or a single token."""
    if not tokens:
        raise Unreadable("something is missing at the end")
    if tokens[0] == "{":
        tokens.pop(0)
        found = one(tokens, bare)
        expect(tokens, "}")
        return f"({found})"
    return atom(tokens, bare)


def expect(tokens, token):
    if not tokens or tokens.pop(0) != token:
        raise Unreadable(f"{token} is missing")


def atom(tokens, bare):
    if not tokens:
        raise Unreadable("something is missing at the end")
    token = tokens.pop(0)
    name = token.lstrip("@").rstrip("'")
    if token in FUNCTIONS:
        return called(FUNCTIONS[token], tokens, bare)
    if token.startswith("@") and name in NAMES:
        return called(f"f_{NAMES[name]}" + "_slope" * token.endswith("'"), tokens, bare)
    if re.fullmatch(r"\d.*", token):
        return token
    if token in CONSTANTS:
        return CONSTANTS[token]
    if token in LETTERS or re.fullmatch(r"[A-Za-z]", token):
        subscript = ""
        if tokens and tokens[0] == "_":
            tokens.pop(0)
            subscript = "_" + re.sub(r"\W", "", argument(tokens, bare))
        return LETTERS.get(token, name) + subscript
    if token == r"\frac":
        return f"({argument(tokens, bare)}/{argument(tokens, bare)})"
    if token == r"\sqrt":
        return root(tokens, bare)
    if token in "(|":
        found = one(tokens, bare)
        expect(tokens, ")" if token == "(" else "|")
        return f"({found})" if token == "(" else f"abs({found})"
    if token == r"\begin":
        return cases(tokens, bare)
    raise Unreadable(token)


def root(tokens, bare):
    degree = "2"
    if tokens and tokens[0] == "[":
        tokens.pop(0)
        degree = tokens.pop(0)
        expect(tokens, "]")
    return f"({argument(tokens, bare)}**(1/{degree}))"


def called(function, tokens, bare):
    """Read the arguments of a function; without any it is meant at x."""
    exponent = ""
    if tokens and tokens[0] == "^":
        tokens.pop(0)
        exponent = f"**{argument(tokens, bare)}"
    if bare and function.startswith(("sigma", "tanh")):
        return f"({function}(x){exponent})"
    if tokens and tokens[0] == "(":
        tokens.pop(0)
        arguments = [one(tokens, bare)]
        while tokens and tokens[0] == ",":
            tokens.pop(0)
            arguments.append(one(tokens, bare))
        expect(tokens, ")")
        return f"({function}({', '.join(arguments)}){exponent})"
    return f"({function}({power(tokens, bare)}){exponent})"


def cases(tokens, bare):
    """Read the lines of cases, each a value and its condition."""
    for part in ("{", "c", "a", "s", "e", "s", "}"):
        if tokens[0] == part or (part == "e" and tokens[0] == "e"):
            tokens.pop(0)
        else:
            raise Unreadable("of what begins only cases are read")
    conditions, values = [], []
    while True:
        values.append(total(tokens, bare))
        expect(tokens, "&")
        if tokens[0] == "@else":
            tokens.pop(0)
            conditions.append("True")
        else:
            conditions.append(all_of(chain(tokens, bare)))
        if tokens[0] == r"\end":
            del tokens[: tokens.index("}") + 1]
            return pieces(conditions, values)
        expect(tokens, r"\\")


def all_of(sides):
    """Write 0 < x < 6 so that it holds for arrays too."""
    return " & ".join(f"({' '.join(sides[i : i + 3])})" for i in range(0, len(sides) - 2, 2))


def pieces(conditions, values):
    found = "np.nan"
    for condition, value in zip(reversed(conditions), reversed(values), strict=True):
        found = f"np.where({condition}, {value}, {found})"
    return found


def holds(tex, given):
    """Say whether a chain of equations holds at all given values; raise if it cannot be read or has none.

    After ``\\quad`` a formula may say what a letter stands for, or where it holds.
    """
    main, *notes = re.split(r",?\s*\\quad\s*", tex)
    values, where = dict(given), np.ones(1, bool)
    for note in notes:
        sides = sides_of(re.sub(r"^\((.*)\)$", r"\1", note))
        if sides[1:2] == ["=="]:
            values[sides[0].strip("(+)")] = evaluated(sides[2], values)
        else:
            where = evaluated(all_of(sides), values)
    sides = sides_of(main)
    if "==" not in sides:
        raise Unreadable(f"{tex}: nothing is equal")
    found = [evaluated(side, values) for side in sides[::2]]
    return all(
        np.all(related(left, sign, right) | ~where)
        for left, sign, right in zip(found, sides[1::2], found[1:], strict=False)
    )


def related(left, sign, right):
    if sign in ("==", "!="):
        equal = np.isclose(left, right, rtol=1e-9, atol=1e-12)
        return equal if sign == "==" else ~equal
    return {"<=": np.less_equal, ">=": np.greater_equal, "<": np.less, ">": np.greater}[sign](left, right)


def evaluated(source, values):
    try:
        with np.errstate(all="ignore"):
            return np.asarray(eval(source, NAMESPACE, values))
    except (NameError, TypeError, SyntaxError) as error:
        raise Unreadable(f"{source}: {error}") from None


def values_for(name):
    """Return values for the letters; those of a function of the catalogue are its own."""
    rng = np.random.default_rng(0)
    values = {letter: rng.uniform(0.1, 0.9, 60) for letter in "abchkmnpqstwyzMNT"}
    values |= dict.fromkeys(LETTERS.values(), values["a"][::-1])
    values["x"] = np.concatenate([np.linspace(-7, 7, 57), [-3, 0, 3]])
    own = {"leaky_relu": {"a": 0.01}, "prelu": {"alpha": 0.25}, "elu": {"alpha": 1.0}}
    own["selu"] = {"alpha": SELU_ALPHA, "lam": SELU_SCALE}
    return values | own.get(name, {})


def is_identity(tex):
    """Say whether a formula can be read and holds whatever its letters are."""
    named = re.match(r"\\(?:mathrm|operatorname)\{(\w+)\}", tex)
    try:
        return holds(tex, values_for(NAMES.get(named[1]) if named else None))
    except Unreadable:
        return False
