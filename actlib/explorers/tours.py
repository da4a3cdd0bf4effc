"""A tour of the playground, drawn in advance."""

from collections.abc import Mapping

import numpy as np

from actlib.explorers.choices import rising
from actlib.explorers.experiments import Experiment
from actlib.explorers.frames import explorer
from actlib.functions import arguments as must_be
from actlib.functions.arguments import takes

TOUR = {
    "no activation": {"data": "circles", "activation": "identity", "width": 8},
    "2 ReLUs": {"data": "circles", "activation": "relu", "width": 2},
    "4 ReLUs": {"data": "circles", "activation": "relu", "width": 4},
    "spiral, 16 ReLUs": {"data": "spiral", "activation": "relu", "width": 16},
    "spiral, 4 sigmoid layers": {"data": "spiral", "activation": "sigmoid", "width": 16, "depth": 4},
    "rate too high": {
        "data": "XOR", "activation": "relu", "width": 8, "depth": 2, "optimizer": "SGD",
        "learning_rate": 100.0,
    },
}  # fmt: skip


@takes(epochs=rising(must_be.sequence(must_be.whole(0, 100_000), 2, "numbers")))
def playground_tour(stops=None, epochs=(0, 20, 100)):
    """See some states of the playground, drawn in advance. How few ReLUs can fence in the inner circle?

    By hand: each ReLU bends the border along one straight line. How many sides does a fence need?

    Parameters
    ----------
    stops : mapping of str to mapping, optional
        Name of a stop to the settings of an ``Experiment``; by default six of the course's.
    epochs : sequence of int, rising

    Returns
    -------
    Explorer

    Examples
    --------
    >>> playground_tour({"a": {"width": 2}, "b": {"width": 4}}, epochs=[0, 2])
    explorer: stop (2) × epoch (2), 4 frames
    """
    stops, epochs = TOUR if stops is None else stops, tuple(epochs)
    if not isinstance(stops, Mapping) or not all(isinstance(each, Mapping) for each in stops.values()):
        raise TypeError(f"playground_tour expects stops to be a dict of dicts of settings, got {stops!r}")
    pictures = {
        (stop, epoch): picture for stop, made in stops.items() for epoch, picture in _visit(made, epochs)
    }
    return explorer(
        lambda stop, epoch: pictures[stop, epoch], drag={"play": "epoch"}, stop=list(stops), epoch=epochs
    )


def _visit(settings, epochs):
    experiment = Experiment(**settings)
    first = experiment.losses[0]
    top = 1.5 * first if np.isfinite(first) and first > 0 else None
    axes = {"epochs": max(epochs), "loss_limit": top}  # the same in every frame
    for epoch in epochs:
        if epoch > experiment.epoch:
            experiment.step(epoch - experiment.epoch)
        what = f"{experiment.title}, epoch {epoch}"
        yield epoch, experiment.picture(f"{what}: diverged" if experiment.trouble else what, **axes)
