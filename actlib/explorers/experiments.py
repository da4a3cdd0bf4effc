"""The training behind the playground, without widgets; and a tour of it, drawn in advance."""

from collections.abc import Mapping
from functools import partial
from itertools import pairwise

import numpy as np

from actlib import data, figures
from actlib.explorers.frames import explorer, number_on_slider
from actlib.figures import named_activation
from actlib.functions import arguments as must_be
from actlib.functions.arguments import takes
from actlib.nn import SGD, AdaGrad, Adam, Dense, Diverged, Network, RMSProp

EPOCHS_A_STEP = 10
MOST_EPOCHS = 20_000


def _clouds(rng):
    corners, labels = data.logic_gate("XOR")
    x = np.repeat(2 * corners - 1, 50, axis=0)
    return x + 0.35 * rng.standard_normal(x.shape), np.repeat(labels, 50)


DATA = {
    "spiral": lambda rng: data.spiral(70, 3, rng),
    "circles": lambda rng: data.circles(200, rng),
    "XOR": _clouds,
    "half plane": lambda rng: data.half_plane(200, rng),
}
OPTIMIZERS = {
    "SGD": SGD,
    "momentum": partial(SGD, momentum=0.9),
    "AdaGrad": AdaGrad,
    "RMSProp": RMSProp,
    "Adam": Adam,
}


class Experiment:
    """One network on one set of points, trained for as long as one likes.

    Parameters
    ----------
    data : {"spiral", "circles", "XOR", "half plane"}
    activation : str or Activation
    depth, width : int
        Hidden layers, and units in each.
    optimizer : {"SGD", "momentum", "AdaGrad", "RMSProp", "Adam"}
    learning_rate : float
    seed : int
        Draws points and initial weights.

    Attributes
    ----------
    losses : list of float
        Before training and after each epoch.
    trouble : str
        What ended the training for good; empty while all is well.

    Raises
    ------
    KeyError
        If the catalogue has no activation of that name.
    ValueError
        If there are no such data or no such optimizer, or a number is out of range.

    Examples
    --------
    >>> experiment = Experiment(data="half plane", width=4)
    >>> losses = experiment.step(50)
    >>> len(losses), losses[-1] < 0.1
    (51, True)
    """

    def __init__(
        self,
        *,
        data="spiral",
        activation="relu",
        depth=1,
        width=16,
        optimizer="Adam",
        learning_rate=0.03,
        seed=0,
    ):
        for name, value, known in (("data", data, DATA), ("optimizer", optimizer, OPTIMIZERS)):
            must_be.check(must_be.one_of(known), value, f"Experiment expects {name} to be")
        must_be.check(must_be.whole(1, 100), depth, "Experiment expects depth to be")
        must_be.check(must_be.whole(1, 10_000), width, "Experiment expects width to be")
        must_be.check(must_be.whole(0), seed, "Experiment expects seed to be")
        must_be.check(must_be.above(0), learning_rate, "Experiment expects learning_rate to be")
        self.activation = named_activation(activation)
        rng = np.random.default_rng(seed)
        self.points, labels = DATA[data](rng)
        self.labels = labels.astype(int)
        sizes = [2, *[width] * depth, self.labels.max() + 1]
        layers = []
        for inputs, outputs in pairwise(sizes):
            layers += [Dense(inputs, outputs, rng, "xavier"), self.activation]
        self.network = Network(layers[:-1])
        self.optimizer = OPTIMIZERS[optimizer](learning_rate)
        self.losses = [self.network.evaluate(self.points, self.labels)[0]]
        self._good = self._latest = self.network.flat_parameters.copy()
        self.trouble = ""
        self.title = (
            f"{self.activation.title}, {depth} × {width}, {optimizer} {number_on_slider(learning_rate)}"
        )

    @property
    def epoch(self):
        return len(self.losses) - 1

    def step(self, epochs=EPOCHS_A_STEP):
        """Train for some epochs, or until the loss is no longer finite; return all losses.

        Raises
        ------
        KeyboardInterrupt
            If someone pressed Ctrl-C meanwhile; the epochs before it are kept.
        """
        if self.trouble or self.epoch >= MOST_EPOCHS:
            return self.losses
        try:
            history = self.network.fit(
                self.points, self.labels, self.optimizer, epochs, callbacks=[self._keep], progress=False
            )
        except Diverged as error:
            history = error.history
            self.trouble = f"Diverged at epoch {self.epoch + len(history.loss) + 1}: {error}."
        self._note(history)
        if history.stopped.startswith("interrupted"):
            raise KeyboardInterrupt
        return self.losses

    def _keep(self, network, epoch, history):
        """Remember the parameters of now and of an epoch ago, whose loss is known to be finite."""
        self._good, self._latest = self._latest, network.flat_parameters.copy()

    def _note(self, history):
        """Add the losses of a run: those after each epoch, while fit gives those before."""
        with np.errstate(all="ignore"):
            now = self.network.evaluate(self.points, self.labels)[0]
        if not (self.trouble or np.isfinite(now)):
            self.trouble = f"Diverged at epoch {self.epoch + len(history.loss)}: the loss is {now}."
        self.losses += history.loss[1:]
        if self.trouble:
            self.network.flat_parameters[:] = self._good
        elif history.loss:
            self.losses.append(now)

    def classify(self, places):
        """Return the class the network gives each place."""
        return self.network.forward(places).argmax(axis=1)

    def units(self, places):
        """Return the outputs of the last hidden layer."""
        *_, (_, outputs), _ = self.network.outputs_by_layer(np.asarray(places, dtype=float))
        return outputs.copy()

    def picture(self, title=None):
        """Return the regions, the loss and the units as they are now."""
        limits = 1.15 * np.abs(self.points).max() * np.array([-1, 1, -1, 1])
        title = self.title if title is None else title
        with np.errstate(all="ignore"):
            return figures.snapshot(
                self.classify, self.points, self.labels, self.losses,
                units=self.units, title=title, limits=tuple(limits),
            )  # fmt: skip

    def __repr__(self):
        return f"experiment: {self.title}, epoch {self.epoch}, loss {self.losses[-1]:.2f}"


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


@takes(epochs=must_be.sequence(must_be.whole(0, 100_000), 1, "numbers"))
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
    stops = TOUR if stops is None else stops
    if not isinstance(stops, Mapping) or not all(isinstance(each, Mapping) for each in stops.values()):
        raise TypeError(f"playground_tour expects stops to be a dict of dicts of settings, got {stops!r}")
    pictures = {
        (stop, epoch): picture for stop, made in stops.items() for epoch, picture in _visit(made, epochs)
    }
    return explorer(lambda stop, epoch: pictures[stop, epoch], stop=list(stops), epoch=epochs)


def _visit(settings, epochs):
    experiment = Experiment(**settings)
    for epoch in epochs:
        if epoch > experiment.epoch:
            experiment.step(epoch - experiment.epoch)
        what = f"{experiment.title}, epoch {epoch}"
        yield epoch, experiment.picture(f"{what}: diverged" if experiment.trouble else what)
