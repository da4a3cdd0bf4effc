"""Activation functions with their derivatives, and the figures and explorers of a course about them.

``import actlib`` loads NumPy and SciPy alone; ``actlib.nn`` (tqdm), ``actlib.figures``
(Matplotlib) and ``actlib.explorers`` (ipywidgets) load when they are first asked for.
"""

import importlib

from actlib import calculus, catalogue, data, functions
from actlib.calculus import central_difference, complex_step, gradient_check
from actlib.catalogue import CATALOGUE, Activation, Interval
from actlib.functions import *

_LOADED_WHEN_ASKED_FOR = ("explorers", "figures", "nn")

__all__ = [
    "CATALOGUE",
    "Activation",
    "Interval",
    "calculus",
    "catalogue",
    "central_difference",
    "complex_step",
    "data",
    "explorers",
    "figures",
    "functions",
    "gradient_check",
    "nn",
    *functions.__all__,
]


def __getattr__(name):
    if name in _LOADED_WHEN_ASKED_FOR:
        return importlib.import_module(f"actlib.{name}")
    raise AttributeError(f"module 'actlib' has no attribute {name!r}")


def __dir__():
    return __all__
