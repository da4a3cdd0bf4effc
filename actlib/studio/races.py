"""A race: small networks that differ in their activation alone learn the same data."""

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from math import inf, isfinite, nan

import numpy as np

from actlib import data
from actlib.catalogue import CATALOGUE, Activation
from actlib.functions.arguments import above, check, one_of, sequence, whole
from actlib.nn import Adam, Dense, Diverged, Network
from actlib.properties.features import as_activation
from actlib.properties.random_networks import gradient_lengths
from actlib.studio.cards import describe, share_text

RATES = (0.01, 0.03, 0.1)
SEEDS = (0, 1, 2, 3, 4)
WIDTH = 16
EPOCHS = 200
EPOCHS_A_SLICE = 20
DEEP = 10  # layers of the fresh network whose gradients are looked at
PLACES_A_SIDE = 40  # of the picture of regions


def _spiral(rng):
    return data.spiral(60, 3, rng, noise=0.15, angle_scale=2.0)


def _circles(rng):
    return data.circles(120, rng, noise=0.12)


def _wave(rng):
    x = rng.uniform(-3, 3, (80, 1))
    return x, np.sin(2 * x[:, 0]) + 0.1 * rng.standard_normal(80)


@dataclass(frozen=True)
class Task:
    """Data to learn, and how well they are learned.

    Attributes
    ----------
    draw : callable
        From a generator to inputs and targets.
    outputs : int
    loss : str
    measure : str
        What ``score`` means, in words.
    """

    draw: Callable
    inputs: int
    outputs: int
    loss: str
    measure: str

    @property
    def has_classes(self):
        """Whether the targets are classes."""
        return self.loss == "softmax_cross_entropy"


ACCURACY = "share of fresh points that are right"
TASKS = {
    "spiral": Task(_spiral, 2, 3, "softmax_cross_entropy", ACCURACY),
    "circles": Task(_circles, 2, 2, "softmax_cross_entropy", ACCURACY),
    "wave": Task(_wave, 1, 1, "mean_squared_error", "mean squared error on fresh points"),
}


@dataclass(frozen=True)
class Entrant:
    """An activation in a race, with the gain of its first weights."""

    key: str
    activation: Activation
    gain: float

    @property
    def title(self):
        return self.activation.title


def usable_gain(card):
    """Return the gain on a card, or 1 where there is none."""
    return card.gain if isfinite(card.gain) and card.gain < 1e6 else 1.0


@dataclass
class Training:
    """One network while it learns: measured before and after each slice of its epochs.

    Attributes
    ----------
    chosen_by, judged_by : list of float
        The loss on the data that choose the learning rate, and the score on those that judge; a slice
        more each.
    diverged : str
        Why its numbers are not finite; empty if they are.
    """

    entrant: Entrant
    rate: float
    seed: int
    network: Network
    chosen_by: list[float] = field(default_factory=list)
    judged_by: list[float] = field(default_factory=list)
    diverged: str = ""
    dead: float = nan


@dataclass(frozen=True)
class Standing:
    """How an entrant stands at its best learning rate so far.

    Attributes
    ----------
    rate : float
    epochs : list of int
    median, low, high : list of float
        Of the seeds' scores on the data to judge by, at those epochs.
    loss : float
        The median loss on the data to choose by.
    dead : float
        The median share of units whose slope is 0 for every sample; NaN if all diverged.
    network : Network
        That of the first seed.
    """

    rate: float
    epochs: list[int]
    median: list[float]
    low: list[float]
    high: list[float]
    loss: float
    dead: float
    network: Network


def regions(network, limits, size=PLACES_A_SIDE):
    """Return the class that a network gives each place of a grid, rows from the top, as digits."""
    left, right, bottom, top = limits
    across = left + (np.arange(size) + 0.5) * (right - left) / size
    down = top - (np.arange(size) + 0.5) * (top - bottom) / size
    x, y = np.meshgrid(across, down)
    with np.errstate(all="ignore"):
        classes = network.predict(np.column_stack([x.ravel(), y.ravel()])).argmax(axis=1)
    return "".join(map(str, classes.tolist()))


class Race:
    """The same data and first weights for each activation, several learning rates, several seeds.

    Every seed draws points to learn, others to choose the learning rate by and others again to judge by,
    and the first weights of two hidden layers of 16 units, which each activation multiplies by its gain.

    Parameters
    ----------
    activation : Activation or str
    rival : str
        Of the catalogue; it and ReLU run beside.
    task : {"spiral", "circles", "wave"}
    seeds : sequence of int
    rates : sequence of float
        Learning rates of Adam, each above 0.

    Attributes
    ----------
    epochs : int
    entrants : list of Entrant
        The activation itself first.
    total, done : int
        Trainings in all, and those that have ended.
    gradients : dict of str to list of float
        By entrant, ``gradient_sizes``.

    Raises
    ------
    TypeError, ValueError
        If an argument is not as described.

    Examples
    --------
    >>> race = Race("tanh", "sigmoid", "circles", seeds=[0], rates=[0.03])
    >>> race.run()
    >>> [entrant.title for entrant in race.entrants], race.done
    (['tanh', 'ReLU', 'sigmoid'], 3)
    """

    def __init__(self, activation, rival="tanh", task="spiral", *, seeds=SEEDS, rates=RATES):
        check(one_of(TASKS), task, "Race expects task to be")
        check(one_of(CATALOGUE), rival, "Race expects rival to be")
        check(sequence(whole(0), what="whole numbers"), seeds, "Race expects seeds to be")
        check(sequence(above(0), what="numbers"), rates, "Race expects rates to be")
        self.epochs = EPOCHS
        self.task, self.seeds, self.rates = TASKS[task], list(seeds), list(rates)
        runners = {"mine": as_activation(activation, "Race"), "relu": CATALOGUE["relu"]}
        if rival != "relu":
            runners["rival"] = CATALOGUE[rival]
        cards = {key: describe(each) for key, each in runners.items()}
        self.entrants = [Entrant(key, each, usable_gain(cards[key])) for key, each in runners.items()]
        self.card = cards["mine"]
        self.trainings = []
        self.total = len(self.entrants) * len(self.seeds) * len(self.rates)
        self.done = 0
        self._begun = 0.0  # share of the training at work
        self.gradients = {}
        self._course = self._run()

    @property
    def finished(self):
        return self.done == self.total

    @property
    def share(self):
        """How far the race is, from 0 to 1."""
        return (self.done + self._begun) / self.total

    def step(self, seconds=0.1):
        """Train for about so long; whatever the slices, the result is the same."""
        work_on(self._course, seconds)

    def run(self):
        """Train to the end."""
        self.step(inf)

    def _run(self):
        for each in self.entrants:
            self.gradients[each.key] = gradient_sizes(each)
            yield
        for seed in self.seeds:
            for rate in self.rates:
                for each in self.entrants:
                    yield from self._train(each, rate, seed)

    def _train(self, each, rate, seed):
        learned, choosing, judging = (self.task.draw(np.random.default_rng([seed, k])) for k in range(3))
        network = fresh_network(self.task, each, seed)
        training, optimizer = Training(each, rate, seed, network), Adam(rate)
        measure(training, self.task, choosing, judging)
        slices = EPOCHS // EPOCHS_A_SLICE
        for done in range(slices):
            try:
                with np.errstate(all="ignore"):
                    network.fit(*learned, optimizer, EPOCHS_A_SLICE, measure_every=EPOCHS, progress=False)
            except Diverged as error:
                training.diverged = str(error)
            measure(training, self.task, choosing, judging)
            if training.diverged:
                break
            self._begun = (done + 1) / (slices + 1)
            yield
        with np.errstate(all="ignore"):
            dead = network.dead_units(learned[0])
        training.dead = float(np.mean(list(dead.values())))
        self.trainings.append(training)
        self.done, self._begun = self.done + 1, 0.0
        yield

    def best(self, key):
        """Return the trainings of an entrant at the learning rate that did best on the data to choose by."""
        own = {}
        for training in self.trainings:
            if training.entrant.key == key:
                own.setdefault(training.rate, []).append(training)
        most = max(map(len, own.values()), default=0)
        complete = [trainings for trainings in own.values() if len(trainings) == most]
        return min(complete, key=lambda group: np.median([each.chosen_by[-1] for each in group]), default=[])

    def standing(self, key):
        """Return how an entrant stands, or None before its first training has ended."""
        best = self.best(key)
        if not best:
            return None
        scores = np.full((len(best), EPOCHS // EPOCHS_A_SLICE + 1), 0.0 if self.task.has_classes else inf)
        for row, training in zip(scores, best, strict=True):
            row[: len(training.judged_by)] = training.judged_by
        low, median, high = np.quantile(scores, [0, 0.5, 1], axis=0, method="nearest")
        epochs = list(range(0, EPOCHS + 1, EPOCHS_A_SLICE))
        dead = [training.dead for training in best if not training.diverged]
        return Standing(
            best[0].rate,
            epochs,
            median.tolist(),
            low.tolist(),
            high.tolist(),
            float(np.median([training.chosen_by[-1] for training in best])),
            float(np.median(dead)) if dead else nan,
            best[0].network,
        )

    def points(self):
        """Return the points that the first seed learns, with their labels or values."""
        return self.task.draw(np.random.default_rng([self.seeds[0], 0]))

    def limits(self):
        """Return left, right, bottom and top of a square around those points."""
        farthest = 1.1 * float(np.abs(self.points()[0]).max())
        return [-farthest, farthest, -farthest, farthest]

    @property
    def sentence(self):
        """What the race has shown, no more than it can; empty before its end."""
        if not self.finished:
            return ""
        mine, *others = [(each, self.best(each.key)) for each in self.entrants]
        parts = [_reached(*each, self.task) for each in (mine, *others)]
        parts += [_compared(mine, other, self.task) for other in others]
        return " ".join([*parts, _why_it_did_not_learn(self.card)]).strip()


def work_on(course, seconds):
    """Let a generator, which pauses now and then, go on for about so long or to its end."""
    end = time.monotonic() + seconds
    for _ in course:
        if time.monotonic() > end:
            return


def fresh_network(task, each, seed):
    """Return a network of two hidden layers: the seed's first weights, times the gain before activations."""
    rng = np.random.default_rng([seed, 1000])
    layers = [
        Dense(task.inputs, WIDTH, rng, "lecun", each.gain),
        each.activation,
        Dense(WIDTH, WIDTH, rng, "lecun", each.gain),
        each.activation,
        Dense(WIDTH, task.outputs, rng, "lecun"),
    ]
    return Network(layers, task.loss)


@np.errstate(all="ignore")
def measure(training, task, choosing, judging):
    """Note how well a network does on fresh data; one that has diverged does as badly as can be."""
    loss, _ = training.network.evaluate(*choosing)
    score, accuracy = training.network.evaluate(*judging)
    whole = isfinite(loss) and isfinite(score) and not training.diverged
    if not whole and not training.diverged:
        training.diverged = "its answers to fresh data are not all finite"
    worst = 0.0 if task.has_classes else inf
    training.chosen_by.append(loss if whole else inf)
    training.judged_by.append((accuracy if task.has_classes else score) if whole else worst)


def gradient_sizes(each, seeds=SEEDS, width=32, batch=32):
    """Return how large a gradient is at each of ten layers of a fresh network, relative to the last.

    Returns
    -------
    list of float
        The median over the seeds, first layer first; NaN if something is no number.
    """
    runs = [
        gradient_lengths(each.activation, DEEP, np.random.default_rng(seed), each.gain, width, batch)
        for seed in seeds
    ]
    return np.median(runs, axis=0).tolist()


def _reached(each, trainings, task):
    failed = sum(bool(training.diverged) for training in trainings)
    if failed > len(trainings) / 2:
        return (
            f"{each.title} ended in numbers that are not finite in {failed} of {len(trainings)} runs, even "
            "at the best of the learning rates."
        )
    score = np.median([training.judged_by[-1] for training in trainings])
    said = (
        f"{share_text(score)} of fresh points right"
        if task.has_classes
        else f"a mean squared error of {score:.2g}"
    )
    count, rate = len(trainings), trainings[0].rate
    diverged = f"; {failed} of the runs ended in numbers that are not finite" if failed else ""
    return f"{each.title}: {said} (median of {count} seeds, learning rate {rate:g}{diverged})."


def _compared(mine, other, task):
    """Compare two entrants seed by seed."""
    (own, trainings), (rival, theirs) = mine, other
    sign = 1 if task.has_classes else -1
    with np.errstate(invalid="ignore"):
        gains = [sign * (a.judged_by[-1] - b.judged_by[-1]) for a, b in zip(trainings, theirs, strict=True)]
    better, worse = sum(gain > 0 for gain in gains), sum(gain < 0 for gain in gains)
    count = len(gains)
    if count in (better, worse):
        word = "better" if better else "worse"
        chance = f"one of {2 ** (count - 1)} such comparisons" if count > 1 else "every comparison"
        return (
            f"{own.title} was {word} than {rival.title} in {count} of {count} seeds; by mere chance that "
            f"happens in {chance}."
        )
    return (
        f"Between {own.title} and {rival.title} there is no difference that {count} seeds can show "
        f"(better in {better}, worse in {worse})."
    )


def _why_it_did_not_learn(card):
    title, found = card.activation.title, card.landmarks
    if found.range.low == found.range.high:
        return f"{title} answers the same to everything, so that nothing of the input reaches the output."
    if card.largest_slope == 0:
        return f"The slope of {title} is 0 everywhere, so that only its last layer learned."
    if found.holes:
        return f"{title} gives no finite number for some inputs; a training that comes there ends."
    return ""
