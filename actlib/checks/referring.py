"""uses: whether a learner's function relies on one that it is to do without."""

import dis
import sys
from collections.abc import Mapping
from functools import partial
from types import CellType, CodeType, FunctionType, ModuleType

import numpy as np

NAMED = ("LOAD_GLOBAL", "LOAD_NAME", "LOAD_FAST", "LOAD_DEREF", "STORE_FAST_LOAD")
WITHOUT_EFFECT = {"PUSH_NULL", "COPY", "SWAP", "POP_TOP", "NOP", "CACHE"}


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
    yield plain
    code = getattr(plain, "__code__", None)
    if code is None or code in seen:
        return
    seen.add(code)
    cells = dict(zip(code.co_freevars, plain.__closure__ or (), strict=False))
    closed = {name: cell.cell_contents for name, cell in cells.items() if cell != CellType()}
    found = list(_in_code(code, plain.__globals__ | closed))
    found += [*(plain.__defaults__ or ()), *(plain.__kwdefaults__ or {}).values()]
    for each in found:
        for part in each if isinstance(each, (list, tuple)) else [each]:
            within = _plain(part)
            yield from (part, within)
            if getattr(within, "__globals__", None) is plain.__globals__:
                yield from _referred(part, seen)


def _plain(function):
    """Return the function within a partial or vectorized one, a method, or an object that is called."""
    if isinstance(function, partial):
        return _plain(function.func)
    if isinstance(function, np.vectorize):
        return _plain(function.pyfunc)
    if hasattr(function, "__code__") or isinstance(function, type):
        return getattr(function, "__func__", function)
    called = getattr(type(function), "__call__", None)  # noqa: B004
    return called if isinstance(called, FunctionType) else function


def _in_code(code, known):
    """Yield what the names in a function's code stand for, and in what is defined within it.

    An attribute is one of the object that is loaded just before, and so is what stands in brackets.
    """
    now, key, local = None, None, {}
    for step in dis.get_instructions(code):
        now, key = _after(step, now, key, local, known)
        yield now
        if isinstance(step.argval, CodeType):
            yield from _in_code(step.argval, known | local)


def _after(step, now, key, local, known):
    """Return the object that is loaded after a step of a function's code, and the constant beside it."""
    if step.opname == "LOAD_CONST":
        return now, step.argval
    names = step.argval if isinstance(step.argval, tuple) else (step.argval,)  # two, in a step for both
    if step.opname.startswith("STORE_"):
        local[names[0]] = now
    if step.opname.startswith(NAMED):
        return local.get(names[-1], known.get(names[-1])), None
    if step.opname == "IMPORT_NAME":
        return sys.modules.get(step.argval), None
    if step.opname in ("LOAD_ATTR", "LOAD_METHOD", "IMPORT_FROM"):
        otherwise = now if step.opname == "IMPORT_FROM" else None  # of "import a.b as c" the module is a.b
        return getattr(now, step.argval, otherwise) if _is_open(now) else None, None
    if "SUBSCR" in step.opname or step.argrepr == "[]":
        return now.get(key) if isinstance(now, Mapping) and isinstance(key, str) else None, None
    return (now, key) if step.opname in WITHOUT_EFFECT else (None, None)


def _is_open(value):
    """Return whether an attribute of a value may be asked for without running code of the learner's."""
    return isinstance(value, ModuleType) or type(value).__module__.startswith("actlib")
