"""Activation functions with their derivatives, and the figures and explorers of a course about them.

``import actlib`` loads NumPy alone. SciPy comes with the first ``properties``, tqdm with ``actlib.nn``,
Matplotlib with ``actlib.figures`` and ipywidgets with ``actlib.explorers``, each when first asked for.
"""

import importlib

from actlib import calculus, catalogue, data, functions, properties
from actlib.calculus import central_difference, complex_step, gradient_check
from actlib.catalogue import CATALOGUE, Activation, Interval
from actlib.functions import *

# What brings more than NumPy with it, and where it stands.
_LOADED_WHEN_ASKED_FOR = {
    "check": "actlib.checks",
    "check_gradients": "actlib.checks",
    "checks": "actlib.checks",
    "explorers": "actlib.explorers",
    "figures": "actlib.figures",
    "nn": "actlib.nn",
    "playground": "actlib.explorers",
    "report_card": "actlib.report_cards",
    "report_cards": "actlib.report_cards",
    "studio": "actlib.studio",
}

__all__ = [
    "CATALOGUE",
    "Activation",
    "Interval",
    "calculus",
    "catalogue",
    "central_difference",
    "check",
    "check_gradients",
    "checks",
    "complex_step",
    "data",
    "explorers",
    "figures",
    "functions",
    "gradient_check",
    "nn",
    "playground",
    "properties",
    "report_card",
    "report_cards",
    "studio",
    *functions.__all__,
]


def __getattr__(name):
    if name in _LOADED_WHEN_ASKED_FOR:
        module = importlib.import_module(_LOADED_WHEN_ASKED_FOR[name])
        return module if module.__name__ == f"actlib.{name}" else getattr(module, name)
    raise AttributeError(f"module 'actlib' has no attribute {name!r}")


def __dir__():
    return __all__
