"""Report cards: what an activation is, and how it does in networks, beside its nearest relatives."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from time import perf_counter

import numpy as np

from actlib.catalogue import CATALOGUE, Activation
from actlib.data import circles, spiral
from actlib.functions.arguments import at_least, check, flag, one_of, optional, sequence, whole
from actlib.nn import Adam, Dense, Diverged, Network
from actlib.nn.arguments import whole_number
from actlib.properties import (
    Properties,
    as_activation,
    dead_share,
    gradient_through_depth,
    html_table,
    number_text,
    properties,
    property_table,
    text_table,
)

DEPTHS = range(1, 51)
SEEDS = range(5)
TASKS = {
    "circles": lambda seed: circles(120, np.random.default_rng(seed)),
    "spiral": lambda seed: spiral(60, 3, np.random.default_rng(seed)),
}
# So few epochs that rounding errors, which grow as a network trains, cannot change the accuracy.
EPOCHS = 100


@dataclass(frozen=True)
class Column:
    """What a report card says of one activation.

    Attributes
    ----------
    properties : Properties
    gradients : ndarray, shape (50,)
        What ``gradient_through_depth`` measures for 1 to 50 layers; NaN without a gain.
    dead_share : float
        Of the tenth layer of a random network; NaN without a gain.
    accuracies : dict of str to ndarray of shape (5,)
        On held-out points, for each task, one for each seed; 0 where training diverged.
    nanoseconds : float or None
        Time per element, if asked for.
    """

    properties: Properties
    gradients: np.ndarray
    dead_share: float
    accuracies: dict[str, np.ndarray]
    nanoseconds: float | None = None


@dataclass(frozen=True, repr=False)
class ReportCard:
    """An activation beside its nearest relatives in the catalogue; see ``report_card``.

    Attributes
    ----------
    columns : tuple of Column
        The activation first.
    """

    columns: tuple[Column, ...]

    @property
    def activation(self):
        return self.columns[0].properties.activation

    def table(self):
        """Return titles and rows: label, then a cell (a tuple of lines) for each activation."""
        titles, rows = property_table([column.properties for column in self.columns])
        measured = [_measured_cells(column) for column in self.columns]
        rows += [(label, *(cells[label] for cells in measured)) for label in measured[0]]
        distances = self.columns[0].properties.distances
        names = [column.properties.activation.name for column in self.columns[1:]]
        rows.append(("distance", ("",), *((number_text(distances[name], 2),) for name in names)))
        return titles, rows

    def __str__(self):
        return text_table(*self.table())

    __repr__ = __str__

    def _repr_html_(self):
        return html_table(f"Report card of {self.activation.title}", *self.table())


def report_card(activation, *, relatives=2, timing=False):
    """Examine an activation, and its nearest relatives beside it.

    Parameters
    ----------
    activation : Activation or str
        A reader's own, or one of the catalogue or its name.
    relatives : int
        How many of the catalogue to set beside it.
    timing : bool
        Whether to measure the time per element. It is left out by default because it is another one
        on every machine and in every run, and a page's outputs have to come out the same again.

    Returns
    -------
    ReportCard

    Raises
    ------
    TypeError, ValueError
        If activation is none, see ``properties``; or relatives no whole number from 0 on.

    References
    ----------
    lecun1998

    Examples
    --------
    >>> card = report_card("tanh", relatives=0)
    >>> print(str(card).splitlines()[1])
    range                 (−1, 1)
    """
    activation = as_activation(activation, "report_card")
    relatives = whole_number(relatives, "report_card expects relatives to be")
    own = properties(activation)
    check(flag, timing, "report_card expects timing to be")
    columns = [_column(own)] + [_catalogue_column(name) for name in own.nearest(relatives)]
    if timing:
        times = time_per_element([column.properties.activation for column in columns])
        columns = [
            Column(c.properties, c.gradients, c.dead_share, c.accuracies, time)
            for c, time in zip(columns, times, strict=True)
        ]
    return ReportCard(tuple(columns))


@lru_cache(maxsize=len(CATALOGUE))
def _catalogue_column(name):
    return _column(properties(name))


def _column(found):
    activation, gain = found.activation, found.gain
    usable = 0 < gain < np.inf and not found.holes
    with np.errstate(all="ignore"):
        return Column(
            properties=found,
            gradients=gradient_through_depth(activation, DEPTHS, seeds=SEEDS, gain=gain)
            if usable
            else np.full(len(DEPTHS), np.nan),
            dead_share=dead_share(activation, seeds=SEEDS, gain=gain) if usable else np.nan,
            accuracies={task: accuracies(activation, task, gain=gain if usable else 1.0) for task in TASKS},
        )


def accuracies(activation, task, *, seeds=SEEDS, gain=None):
    """Train a small network on a small task and return its accuracy on held-out points.

    Parameters
    ----------
    activation : Activation or str
    task : {"circles", "spiral"}
    seeds : sequence of int
        One run of each: its points, its held-out points and its initial weights.
    gain : float, optional
        Of the initial weights of the hidden layer, of 16 units; by default 1 / sqrt(E[f²]).

    Returns
    -------
    ndarray of float64, shape (len(seeds),)
        0 where training diverged.

    Raises
    ------
    TypeError, ValueError
        If an argument is not as described.

    References
    ----------
    goodfellow2016

    Examples
    --------
    >>> bool(np.median(accuracies("tanh", "circles")) > 0.9)
    True
    """
    activation = as_activation(activation, "accuracies")
    check(one_of(TASKS), task, "accuracies expects task to be")
    check(sequence(whole(0), what="whole numbers"), seeds, "accuracies expects seeds to be")
    check(optional(at_least(0)), gain, "accuracies expects gain to be")
    gain = properties(activation).gain if gain is None else gain
    return np.array([_accuracy(activation, TASKS[task], seed, gain) for seed in seeds])


def _accuracy(activation, draw, seed, gain):
    x, labels = draw(seed)
    rng = np.random.default_rng(1000 + seed)
    hidden = Dense(2, 16, rng, initialization="lecun", scale=gain)
    network = Network([hidden, activation, Dense(16, int(labels.max()) + 1, rng, initialization="lecun")])
    try:
        with np.errstate(all="ignore"):
            network.fit(x, labels, Adam(0.05), EPOCHS, measure_every=EPOCHS, progress=False)
            return network.evaluate(*draw(500 + seed))[1]
    except Diverged:
        return 0.0


def time_per_element(activations, *, elements=100_000, rounds=15):
    """Measure how long activations take for each element of a large array.

    Parameters
    ----------
    activations : iterable of Activation or str
        In turns, so that a busy moment of the machine does not strike only one of them.
    elements, rounds : int
        The size of the array, and how often; the fastest counts.

    Returns
    -------
    list of float
        Nanoseconds. Not the same twice, and not to be stored with a page.

    Raises
    ------
    TypeError, ValueError
        If one is no activation.

    References
    ----------
    goodfellow2016

    Examples
    --------
    >>> [nanoseconds] = time_per_element(["relu"])
    >>> nanoseconds > 0
    True
    """
    if isinstance(activations, str | Activation) or not isinstance(activations, Iterable):
        raise TypeError(f"time_per_element expects activations to be a list of them, got {activations!r}")
    activations = [as_activation(each, "time_per_element") for each in activations]
    check(whole(1), elements, "time_per_element expects elements to be")
    check(whole(1), rounds, "time_per_element expects rounds to be")
    x = np.random.default_rng(0).standard_normal(elements)
    fastest = [np.inf] * len(activations)
    for _ in range(rounds):
        for i, activation in enumerate(activations):
            start = perf_counter()
            activation(x)
            fastest[i] = min(fastest[i], perf_counter() - start)
    return [1e9 * seconds / elements for seconds in fastest]


def _measured_cells(column):
    cells = {f"gradient, {depth} layers": (_size_text(column.gradients[depth - 1]),) for depth in (10, 50)}
    cells["dead units, layer 10"] = (_percent(column.dead_share),)
    for task, values in column.accuracies.items():
        low, median, high = np.percentile(values, [25, 50, 75])
        cells[f"accuracy on {task}"] = (f"{median:.2f} ({low:.2f} to {high:.2f})",)
    if column.nanoseconds is not None:
        cells["ns per element"] = (_size_text(column.nanoseconds),)
    return cells


def _size_text(value):
    """Write a number of any size with two digits."""
    text = "undefined" if not np.isfinite(value) else f"{value:.2g}"
    return text.replace("e+0", "e").replace("e+", "e").replace("e-0", "e-").replace("-", "−")


def _percent(share):
    return "undefined" if np.isnan(share) else f"{share:.0%}"
