"""Explorers: figures with knobs, for live notebooks and for pages with no kernel; and a playground."""

from actlib.explorers.experiments import Experiment, playground_tour
from actlib.explorers.frames import Explorer, explorer
from actlib.explorers.functions import (
    gelu_approximations,
    leaky_slope,
    overlay,
    saturation,
    tangent,
    temperature,
)
from actlib.explorers.networks import depth, kernels, neuron, optimizer_paths, sine_pairs, spiral_regions
from actlib.explorers.playgrounds import Playground, playground

__all__ = [
    "Experiment",
    "Explorer",
    "Playground",
    "depth",
    "explorer",
    "gelu_approximations",
    "kernels",
    "leaky_slope",
    "neuron",
    "optimizer_paths",
    "overlay",
    "playground",
    "playground_tour",
    "saturation",
    "sine_pairs",
    "spiral_regions",
    "tangent",
    "temperature",
]
