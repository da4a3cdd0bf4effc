"""Every plot of the course: data in, a finished figure out that can say in words what it shows."""

from actlib.catalogue import named_activation
from actlib.figures.bars import bars
from actlib.figures.cards import report_card
from actlib.figures.convolutions import convolution
from actlib.figures.curves import activation, curves, fit, gallery, r_squared
from actlib.figures.descents import layers, valley
from actlib.figures.images import images
from actlib.figures.overlays import overlay, saturation
from actlib.figures.picture import Picture
from actlib.figures.planes import plane, regions
from actlib.figures.snapshots import snapshot
from actlib.figures.training import growth, heat_map, histograms, history, paths, spread

__all__ = [
    "Picture",
    "activation",
    "bars",
    "convolution",
    "curves",
    "fit",
    "gallery",
    "growth",
    "heat_map",
    "histograms",
    "history",
    "images",
    "layers",
    "named_activation",
    "overlay",
    "paths",
    "plane",
    "r_squared",
    "regions",
    "report_card",
    "saturation",
    "snapshot",
    "spread",
    "valley",
]
