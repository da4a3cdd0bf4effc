"""Explorers: figures with knobs, for live notebooks and for pages with no kernel; and a playground.

Each module comes when something of it is asked for: ``Experiment`` trains without widgets and figures.
"""

import importlib

_HOMES = {
    "Experiment": "experiments",
    "Explorer": "frames",
    "Playground": "playgrounds",
    "depth": "networks",
    "explorer": "frames",
    "fence": "networks",
    "gelu_approximations": "functions",
    "kernels": "networks",
    "leaky_slope": "functions",
    "neuron": "networks",
    "optimizer_paths": "networks",
    "overlay": "functions",
    "playground": "playgrounds",
    "playground_tour": "tours",
    "saturation": "functions",
    "sine_pairs": "networks",
    "spiral_regions": "networks",
    "tangent": "functions",
    "temperature": "functions",
    "trained_creases": "networks",
}

__all__ = list(_HOMES)


def __getattr__(name):
    if name in _HOMES:
        return getattr(importlib.import_module(f"actlib.explorers.{_HOMES[name]}"), name)
    raise AttributeError(f"module 'actlib.explorers' has no attribute {name!r}")


def __dir__():
    return __all__
