"""uses: whether a learner's function relies on one that it is to do without."""

import sys
from collections.abc import Mapping
from functools import partial
from types import CellType, CodeType, FunctionType, ModuleType

import numpy as np


def uses(function, *others):
    """Return whether a function refers to one of others, by whatever name, itself or by one of its helpers.

    Parameters
    ----------
    function : callable
        A learner's own. A helper is a function that was defined in the same place.
    *others : object
        What it is to do without, such as functions and entries of the catalogue.

    Returns
    -------
    bool

    Examples
    --------
    >>> from actlib import gelu, silu
    >>> uses(lambda x: gelu(x) + 0, gelu), uses(lambda x: gelu(x) + 0, silu)
    (True, False)
    """
    return any(_is_same(found, other) for found in _referred(function, set()) for other in others)


def _is_same(found, other):
    """Return whether two are one, or one function of a page in two copies of it."""
    if not isinstance(found, FunctionType) or not isinstance(other, FunctionType):
        return found is other
    cells = [[id(cell) for cell in each.__closure__ or ()] for each in (found, other)]
    return found.__code__ is other.__code__ and cells[0] == cells[1]


def _referred(function, seen):
    """Yield a function and all objects that its code refers to."""
    yield function
    plain = _plain(function)
    code = getattr(plain, "__code__", None)
    if code is None or code in seen:
        return
    seen.add(code)
    names, constants = _names_and_constants(code)
    known = plain.__globals__
    found = [known[name] if name in known else sys.modules.get(name) for name in names]
    found += [cell.cell_contents for cell in plain.__closure__ or () if cell != CellType()]
    found += [*(plain.__defaults__ or ()), *(plain.__kwdefaults__ or {}).values()]
    for each in found:
        yield each
        if isinstance(each, ModuleType):
            yield from (getattr(each, name) for name in names & set(dir(each)))
        elif isinstance(each, Mapping):
            yield from (each[word] for word in constants if word in each)
        elif getattr(_plain(each), "__globals__", None) is known:
            yield from _referred(each, seen)


def _plain(function):
    """Return the function within a partial or vectorized one, a method, or an object that is called."""
    if isinstance(function, partial):
        return _plain(function.func)
    if isinstance(function, np.vectorize):
        return _plain(function.pyfunc)
    if hasattr(function, "__code__") or isinstance(function, type):
        return getattr(function, "__func__", function)
    return type(function).__call__ if callable(function) else None


def _names_and_constants(code):
    """Return the names and the strings in a function's code and in what is defined within it."""
    names, words = set(code.co_names), {each for each in code.co_consts if isinstance(each, str)}
    for inner in code.co_consts:
        if isinstance(inner, CodeType):
            more = _names_and_constants(inner)
            names, words = names | more[0], words | more[1]
    return names, words
