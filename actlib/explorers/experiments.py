"""The training behind the playground, without widgets and, until a picture is asked for, without figures."""

from functools import partial
from itertools import pairwise

import numpy as np

from actlib import data
from actlib.catalogue import named_activation
from actlib.explorers.choices import number_on_slider
from actlib.functions import arguments as must_be
from actlib.nn import SGD, AdaGrad, Adam, Dense, Diverged, Network, RMSProp

EPOCHS_A_STEP = 10
MOST_EPOCHS = 20_000
DEPTHS = (1, 2, 3, 4)
WIDTHS = (2, 3, 4, 8, 16, 32, 64)
RATES = (0.001, 0.003, 0.01, 0.03, 0.1, 0.3, 1.0, 3.0, 10.0, 100.0)


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

    def picture(self, title=None, **axes):
        """Return the regions, the loss and the units as they are now, with what axes say of the loss."""
        from actlib import figures  # brings Matplotlib, which training does not need

        limits = 1.15 * np.abs(self.points).max() * np.array([-1, 1, -1, 1])
        title = self.title if title is None else title
        with np.errstate(all="ignore"):
            return figures.snapshot(
                self.classify, self.points, self.labels, self.losses,
                units=self.units, title=title, limits=tuple(limits), **axes,
            )  # fmt: skip

    def __repr__(self):
        return f"experiment: {self.title}, epoch {self.epoch}, loss {self.losses[-1]:.2f}"
