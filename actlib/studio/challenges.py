"""Three challenges for an activation of one's own, and a tutor's judgment: what was measured, and why."""

from collections.abc import Callable
from dataclasses import dataclass
from math import inf, isfinite

import numpy as np

from actlib import data
from actlib.functions.arguments import check, one_of
from actlib.nn import Adam, Dense, Diverged, Network
from actlib.properties.features import EDGE, as_activation, slopes_of
from actlib.properties.random_networks import gradient_lengths
from actlib.properties.tables import number_text
from actlib.studio.cards import describe, factor_text, share_text
from actlib.studio.curves import PLACES
from actlib.studio.races import EPOCHS_A_SLICE, usable_gain, work_on

SPIRAL_SEEDS = range(9)
SPIRAL_UNITS = 3
SPIRAL_RATE = 0.1
MOST_VALUE = 1000
SPIRAL_EPOCHS = 300
LEARNED = 0.9  # share of fresh points that are right

DEPTH = 30
DEPTH_SEEDS = range(5)
DEPTH_WIDTH = 100
DEPTH_BATCH = 16
LEAST_LEFT, MOST_LEFT = 0.3, 5.0  # of a gradient after thirty layers
STRAIGHT = 0.02  # share below which a curve is a straight line to the eye
WEAK = 0.1  # a slope that passes next to nothing on
LEAST_BEND = 0.1  # share of a curve's size that no straight line has

ALIVE_SEEDS = range(5)
ROUGH_RATE = 1.0
ROUGH_EPOCHS = 60
ALIVE_SLOPE = 1e-3
FLAT_STRETCH = 0.25
FAR = np.arange(-100, 100, 1 / 32) + 1 / 64
FAR.flags.writeable = False


@dataclass(frozen=True)
class Challenge:
    """A task for an activation.

    Attributes
    ----------
    name, title, task : str
    seeds : range
    trial : callable
        From an activation, its gain and a seed, a generator that pauses now and then and returns what it
        has measured.
    judge : callable
        From the card and the measurements to a ``Verdict``.
    """

    name: str
    title: str
    task: str
    seeds: range
    trial: Callable
    judge: Callable


@dataclass(frozen=True)
class Verdict:
    """Whether a challenge is solved, what was measured in words and what to try, and the numbers."""

    solved: bool
    sentence: str
    numbers: tuple[tuple[str, str], ...]


class Attempt:
    """An activation at a challenge, measured seed after seed.

    Parameters
    ----------
    challenge : {"spiral", "depth", "alive"}
    activation : Activation or str

    Attributes
    ----------
    done : float
        The share of the seeds that have been measured.
    verdict : Verdict or None
        Once all have.

    Raises
    ------
    TypeError, ValueError
        If an argument is not as described.

    Examples
    --------
    >>> print(Attempt("depth", "identity").run().sentence)
    A straight line keeps every gradient, but thirty linear layers are one linear layer: let the curve bend.
    """

    def __init__(self, challenge, activation):
        check(one_of(CHALLENGES), challenge, "Attempt expects challenge to be")
        self.challenge = CHALLENGES[challenge]
        self.activation = as_activation(activation, "Attempt")
        self.card = describe(self.activation)
        self.measured = []
        self.verdict = None
        self._course = self._run()

    @property
    def done(self):
        return len(self.measured) / len(self.challenge.seeds)

    def step(self, seconds=0.1):
        """Measure for about so long, and judge after the last seed."""
        work_on(self._course, seconds)

    def _run(self):
        gain = usable_gain(self.card)
        for seed in self.challenge.seeds:
            measurement = yield from self.challenge.trial(self.activation, gain, seed)
            self.measured.append(measurement)
            yield
        self.verdict = self.challenge.judge(self.card, self.measured)

    def run(self):
        """Measure all seeds and return the verdict."""
        self.step(inf)
        return self.verdict


# The spiral


def _learn_spiral(activation, gain, seed):
    """Return the share of fresh points of a spiral that three units get right; None if they diverged."""
    rng = np.random.default_rng([seed, 9])
    hidden = Dense(2, SPIRAL_UNITS, rng, "lecun", gain)
    network = Network([hidden, activation, Dense(SPIRAL_UNITS, 3, rng, "lecun")])
    if not (yield from _fits(network, *_spiral(seed, 0), Adam(SPIRAL_RATE), SPIRAL_EPOCHS)):
        return None
    with np.errstate(all="ignore"):
        return network.evaluate(*_spiral(seed, 1))[1]


def _spiral(seed, part):
    x, labels = data.spiral(60, 3, np.random.default_rng([seed, part]), noise=0.15)
    return 2 * x, labels


def _fits(network, x, labels, optimizer, epochs):
    """Train with a pause after every slice; return whether all numbers stayed finite."""
    for _ in range(epochs // EPOCHS_A_SLICE):
        try:
            with np.errstate(all="ignore"):
                network.fit(x, labels, optimizer, EPOCHS_A_SLICE, measure_every=epochs, progress=False)
        except Diverged:
            return False
        yield
    with np.errstate(all="ignore"):
        return bool(np.isfinite(network.evaluate(x, labels)[0]))


def _judge_spiral(card, measured):
    title, failed = card.activation.title, sum(each is None for each in measured)
    accuracies = [0.0 if each is None else each for each in measured]
    reached, worst, best = np.median(accuracies), min(accuracies), max(accuracies)
    numbers = (
        ("right, median", share_text(reached)),
        ("worst to best seed", f"{share_text(worst)} to {share_text(best)}"),
        ("needed", share_text(LEARNED)),
        ("seeds", f"{len(measured)}"),
    )
    said = (
        f"With {title}, three hidden units get {share_text(reached)} of fresh points right (median of "
        f"{len(measured)} seeds)"
    )
    if reached >= LEARNED:
        return Verdict(True, f"{said}.", numbers)
    reason = _trouble(card) or _too_fast(failed, len(measured)) or _why_no_spiral(card)
    close = "That is close. " if reached >= LEARNED - 0.05 else ""
    return Verdict(False, f"{said}; {share_text(LEARNED)} are needed. {close}{reason}", numbers)


def _trouble(card):
    """Return what keeps any network from learning with an activation, or an empty text."""
    if card.landmarks.range.low == card.landmarks.range.high:
        return "It answers the same to everything, so nothing of the input gets through. Give it a slope."
    if card.largest_slope == 0:
        return "Its slope is 0 everywhere: a step tells nobody which way to move. Tilt the flat pieces."
    if any(each.low < EDGE and each.high > -EDGE for each in card.landmarks.holes):
        return "For some inputs it gives no finite number. Give every input a value."
    return ""


def _too_fast(failed, count):
    if failed <= count // 2:
        return ""
    return (
        f"{failed} of {count} trainings ended in numbers that are not finite: it grows too fast. Make it "
        "flatter far out."
    )


def _why_no_spiral(card):
    if bend_share(card.activation) < STRAIGHT:
        return "It is a straight line, and so is whatever borders it draws. Bend it."
    if grows_too_fast(card.activation):
        return f"It grows too fast: beyond {MOST_VALUE:g} within −6 and 6. Make it flatter far out."
    low, high = card.landmarks.range.low, card.landmarks.range.high
    if card.landmarks.monotone == "no":
        return (
            "It turns, but not in a way that three units can use: try one wide fall and rise between −3 "
            "and 3, without sharp swings."
        )
    if isfinite(low) and isfinite(high):
        return (
            "It levels off on both sides, so each unit draws one soft border, and three of them are too few. "
            "Let it turn back within −3 and 3."
        )
    return (
        "It goes one way only, so each unit bends the border once, and three bends are too few. Let it turn "
        "back within −3 and 3."
    )


def grows_too_fast(activation):
    """Whether a curve has values within -6 and 6 with which no training stays quiet."""
    with np.errstate(all="ignore"):
        return not np.all(np.abs(activation(PLACES)) <= MOST_VALUE)


def bend_share(activation):
    """Return the share of a curve's spread, for normal inputs, that its best straight line leaves over."""
    x, weights = _normal_inputs()
    with np.errstate(all="ignore"):
        y = np.asarray(activation(x), dtype=float)
        y = y - weights @ y
        spread = float(weights @ y**2)
        rest = y - (weights @ (x * y)) / (weights @ x**2) * x
        share = float(weights @ rest**2) / spread if spread > 1e-18 else 0.0
    return share**0.5 if isfinite(share) else 1.0


# Thirty layers


def _gradient_through_thirty(activation, gain, seed):
    """Return what thirty random layers leave of a gradient; weights are as drawn, without the gain."""
    yield
    rng = np.random.default_rng(seed)
    return float(gradient_lengths(activation, DEPTH + 1, rng, 1.0, DEPTH_WIDTH, DEPTH_BATCH)[0])


def _judge_depth(card, measured):
    left, bend = float(np.median(measured)), bend_share(card.activation)
    numbers = (
        ("gradient left, median", _size(left)),
        ("needed", f"{LEAST_LEFT:g} to {MOST_LEFT:g}"),
        ("each layer", _size(left ** (1 / DEPTH)) if left > 0 else "0"),
        ("bend", share_text(bend)),
        ("bend needed", share_text(LEAST_BEND)),
    )
    reason = _trouble(card)
    if not reason and bend < STRAIGHT and LEAST_LEFT <= left <= MOST_LEFT:
        reason = (
            "A straight line keeps every gradient, but thirty linear layers are one linear layer: let the "
            "curve bend."
        )
    elif not reason:
        reason = _why_no_depth(card, left, bend)
    if reason:
        return Verdict(False, reason, numbers)
    return Verdict(
        True,
        f"Thirty layers with {card.activation.title}, as drawn, leave {_size(left)} of a gradient "
        f"(median of {len(measured)} seeds), and the curve bends: {share_text(bend)} of its spread "
        "is in no straight line.",
        numbers,
    )


def weak_share(activation):
    """Return the probability that a normal input meets a slope below a tenth in size."""
    x, weights = _normal_inputs()
    with np.errstate(all="ignore"):
        weak = np.abs(np.asarray(activation.derivative(x), dtype=float)) < WEAK
    return float(weights[weak].sum())


def _normal_inputs():
    """Return inputs and their weights under a standard normal distribution, which sum to 1."""
    x = np.linspace(-6, 6, 1201)
    weights = np.exp(-(x**2) / 2)
    return x, weights / weights.sum()


def _why_no_depth(card, left, bend):
    said = f"Thirty layers leave {_size(left)} of a gradient"
    if not isfinite(left):
        return "Within thirty layers the numbers grow beyond all bounds. Make it flatter far out."
    if left > MOST_LEFT:
        return f"{said}: it explodes. Its slopes are too large where inputs lie; make it flatter there."
    if left < LEAST_LEFT and card.largest_slope < 1 - 1e-6:
        return (
            f"{said}: it vanishes. Even its largest slope is only {card.largest_slope:.2g}, and every "
            "layer multiplies by less. Make it steeper."
        )
    weak = weak_share(card.activation)
    if left < LEAST_LEFT and weak > 0.3:
        return (
            f"{said}: it vanishes. {share_text(weak)} of normal inputs meet a slope below {WEAK:g} and "
            "pass next to nothing on. Make the flat part steeper, or the rest, to make up for it."
        )
    if left < LEAST_LEFT:
        return (
            f"{said}: it vanishes. Its slope is large enough near its steepest place, but falls off where "
            "many inputs lie. Keep the slope near 1, up or down, between −2 and 2."
        )
    if bend < LEAST_BEND:
        return (
            f"{said}, which is fine, but it is nearly a straight line: only {share_text(bend)} of its spread "
            f"is bent, and {share_text(LEAST_BEND)} are needed. Thirty nearly linear layers are nearly one."
        )
    return ""


# Alive


def _train_roughly(activation, gain, seed):
    """Return the share of units without slope after a training at far too large a rate; None if it broke."""
    x, labels = data.circles(120, np.random.default_rng([seed, 0]))
    rng = np.random.default_rng([seed, 9])
    layers = [Dense(2, 16, rng, "lecun", gain), activation, Dense(16, 16, rng, "lecun", gain), activation]
    network = Network([*layers, Dense(16, 2, rng, "lecun")])
    if not (yield from _fits(network, x, labels, Adam(ROUGH_RATE), ROUGH_EPOCHS)):
        return None
    with np.errstate(all="ignore"):
        network.forward(x)
        slopes = [activation.derivative(network.layers[i].x) for i in (1, 3)]
        return float(np.mean([np.all(~(np.abs(each) >= ALIVE_SLOPE), axis=0) for each in slopes]))


def flat_stretches(activation):
    """Return the stretches within -100 and 100 on which the slope stays within a thousandth.

    Returns
    -------
    list of (low, high)
        Each at least a quarter wide; an end at the edge of what is looked at is infinite.
    """
    slope = slopes_of(activation)(FAR)
    flat = np.concatenate([[False], ~(np.abs(slope) >= ALIVE_SLOPE), [False]])
    starts, ends = np.flatnonzero(flat[1:] & ~flat[:-1]), np.flatnonzero(flat[:-1] & ~flat[1:]) - 1
    found = [
        (-inf if start == 0 else float(FAR[start]), inf if end == len(FAR) - 1 else float(FAR[end]))
        for start, end in zip(starts, ends, strict=True)
    ]
    return [(low, high) for low, high in found if high - low >= FLAT_STRETCH]


def _judge_alive(card, measured):
    broken = sum(each is None for each in measured)
    shares = [each for each in measured if each is not None]
    dead = float(np.max(shares)) if shares else 1.0
    stretches = flat_stretches(card.activation)
    numbers = (
        ("flat stretches", f"{len(stretches)}"),
        ("units without slope, worst seed", share_text(dead) if shares else "none left"),
        ("trainings that broke", f"{broken} of {len(measured)}"),
    )
    too_fast = _too_fast(broken, len(measured))
    reason = _trouble(card) or too_fast or _why_not_alive(stretches, dead, broken, len(measured))
    if not reason and bend_share(card.activation) < STRAIGHT:
        reason = "A straight line never dies, but it is no activation: layers of it are one layer. Bend it."
    if reason:
        return Verdict(False, reason, numbers)
    return Verdict(
        True,
        f"{card.activation.title} has slope wherever an input may come to lie, and after "
        f"{len(measured)} trainings at a learning rate far too large every unit still had some.",
        numbers,
    )


def _why_not_alive(stretches, dead, broken, count):
    after = f"After a rough training up to {share_text(dead)} of the units had no slope left for any sample."
    if stretches:
        left, right = stretches[0][0] == -inf, stretches[-1][1] == inf
        if left and right:
            return (
                f"It levels off on both sides, from about x = {_short(stretches[0][1])} and "
                f"{_short(stretches[-1][0])}: a unit pushed out there stops learning. {after} Let the ends "
                "rise or fall a little."
            )
        if left or right:
            side, at = ("left", stretches[0][1]) if left else ("right", stretches[-1][0])
            return (
                f"To the {side} of about x = {_short(at)} its slope is 0 or nearly so: a unit pushed there "
                f"by one large step never comes back. {after} Give that side a small slope."
            )
        low, high = stretches[0]
        return (
            f"Between about x = {_short(low)} and {_short(high)} it is flat: a unit whose inputs all lie "
            "there gets no gradient. Tilt that stretch."
        )
    if broken:
        return (
            f"It has slope everywhere, but {broken} of {count} rough trainings ended in numbers that are not "
            "finite: it grows too fast. Make it flatter far out."
        )
    if dead > 0:
        return f"{after} Far out its slope is nearly 0. Keep it away from 0 there."
    return ""


def _short(value):
    """Write a place to one decimal, which is what can be seen on a curve."""
    return number_text(round(value, 1), 6)


def _size(value):
    return factor_text(value) if isfinite(value) else "no finite part"


CHALLENGES = {
    each.name: each
    for each in (
        Challenge(
            "spiral",
            "Three units for a spiral",
            "Bend the curve so that a single hidden layer of three units tells the arms of a spiral apart: "
            "nine of ten fresh points, in the middle of nine seeds. ReLU with three units does not.",
            SPIRAL_SEEDS,
            _learn_spiral,
            _judge_spiral,
        ),
        Challenge(
            "depth",
            "Thirty layers deep",
            "Draw a curve through which a gradient comes back from thirty layers neither lost nor blown up, "
            "with weights as they are drawn and no gain to help; and it has to bend.",
            DEPTH_SEEDS,
            _gradient_through_thirty,
            _judge_depth,
        ),
        Challenge(
            "alive",
            "Nothing ever dies",
            "Draw a curve that has slope on every stretch, however far out, so that units still learn after "
            "a training with far too large steps.",
            ALIVE_SEEDS,
            _train_roughly,
            _judge_alive,
        ),
    )
}
"""The challenges by name."""
