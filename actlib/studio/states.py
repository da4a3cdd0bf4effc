"""The state of the studio: what a link holds, read, checked and made into an activation."""

from collections.abc import Mapping

from actlib.catalogue import CATALOGUE
from actlib.functions.arguments import check, one_of
from actlib.studio.making import bent, from_formula, from_points

VERSION = 1
KINDS = ("points", "formula", "bent")
DATA = ("spiral", "circles", "wave")
NEEDED = {"points": ("points", "between"), "formula": ("formula",), "bent": ("base", "handles")}
SHAPE = ("symmetry", "period", "clip", "name")


def activation_of(state):
    """Return the activation that a state describes.

    Parameters
    ----------
    state : mapping
        With "v" 1, "kind" ("points", "formula" or "bent"), what this kind needs ("points" and
        "between"; "formula"; "base" and "handles"), "symmetry", "period", "clip" and "name".

    Returns
    -------
    Activation

    Raises
    ------
    TypeError, ValueError
        If something is missing or is not as ``from_points``, ``from_formula`` and ``bent`` take it.

    References
    ----------
    goodfellow2016

    Examples
    --------
    >>> state = {"v": 1, "kind": "formula", "formula": "np.abs(x)", "symmetry": "none",
    ...          "period": None, "clip": None, "name": "vee"}
    >>> activation_of(state)([-2.0, 1.0])
    array([2., 1.])
    """
    kind, options = _read(state)
    if kind == "points":
        return from_points(state["points"], state["between"], **options)
    if kind == "formula":
        return from_formula(state["formula"], **options)
    return bent(state["base"], state["handles"], **options)


def code_of(state):
    """Return three lines of Python that make the activation of a state and describe it."""
    kind, options = _read(state)
    function = {"points": "from_points", "formula": "from_formula", "bent": "bent"}[kind]
    given = [repr(state[name]) for name in NEEDED[kind]]
    plain = {"symmetry": "none", "period": None, "clip": None}
    named = [f"{name}={options[name]!r}" for name in SHAPE if name == "name" or options[name] != plain[name]]
    return (
        f"from actlib.studio import describe, {function}\n"
        f"mine = {function}({', '.join([*given, *named])})\n"
        "print(describe(mine))"
    )


def race_settings(state):
    """Return the data and the rival that a state names."""
    _read(state)
    for name, known in (("data", DATA), ("rival", CATALOGUE)):
        _has(state, name)
        check(one_of(known), state[name], f"{name} is expected to be")
    return state["data"], state["rival"]


def _read(state):
    if not isinstance(state, Mapping):
        raise TypeError(f"a state is expected to be a dict, got {type(state).__name__}")
    _has(state, "v")
    if state["v"] != VERSION or isinstance(state["v"], bool):
        raise ValueError(
            f"this page reads states of version {VERSION}; the link is of another, {state['v']!r:.20}"
        )
    _has(state, "kind")
    check(one_of(KINDS), state["kind"], "kind is expected to be")
    for name in (*NEEDED[state["kind"]], *SHAPE):
        _has(state, name)
    return state["kind"], {name: state[name] for name in SHAPE}


def _has(state, name):
    if name not in state:
        raise ValueError(f"the state lacks “{name}”")
