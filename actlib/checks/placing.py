"""Where an error arises: what the right gradients say of the wrong ones."""

import re

import numpy as np

from actlib.checks.calling import MOST_SECONDS, call, real_numbers

AS_MUCH = 1e-3  # how far numbers may differ that are called the same
STEPS = (1.0, -3.0, 3.0)
LENGTHS, RESCALED = (0.25, 0.5, 2.0), 1e-2  # a normalized weight, so much longer, moves the loss by less
MARKS = re.compile(r"weights?|kernels?|bias(es)?|[wb]")  # what tells weight and bias of a layer apart


class Network:
    """The parameters in their places, with what the loss shows of how they are connected.

    Attributes
    ----------
    biases : dict
        By the name of a bias the name of the weight in the same sum, where names, shapes and the loss
        leave no doubt.
    weights : tuple
        The names of all parameters with several axes, or with a bias.
    """

    def __init__(self, loss, parameters):
        self.loss, self.parameters = loss, parameters
        self.names = list(parameters)
        found = {name: self._weight_of(name) for name in self.names}
        self.biases = {bias: weights[0] for bias, weights in found.items() if weights}
        several = (name for name in self.names if parameters[name].ndim >= 2)
        self.weights = tuple(sorted({*several, *self.biases.values()}, key=self.names.index))

    def place(self, name):
        """Return where a parameter stands; a bias stands where its weight does."""
        return self.names.index(self.biases.get(name, name))

    def partners(self, name):
        """Return the weight of a bias, or the biases of a weight."""
        if name in self.biases:
            return [self.biases[name]]
        return [bias for bias, weight in self.biases.items() if weight == name]

    def goes_through(self, name, weight):
        """Return whether the loss feels a parameter through a weight alone: with that at 0, not at all."""
        if name == weight:
            return True
        off = {weight: np.zeros_like(self.parameters[weight])}
        here, without = self.parameters[name], self._value(off)
        step = np.random.default_rng(0).standard_normal(here.shape)
        losses = (self._value(off | {name: here + size * step}) for size in STEPS)
        return without is not None and all(loss == without for loss in losses)

    def is_normalized(self, weight):
        """Return whether the loss does not feel how long a weight is, only where it points."""
        here = self.parameters[weight]
        if not np.any(here):
            return False
        away = here + np.max(np.abs(here)) * np.random.default_rng(0).standard_normal(here.shape)
        moved = (here, away, *(length * here for length in LENGTHS))
        losses = [self._value({weight: each}) for each in moved]
        if None in losses:
            return True
        turned, *rescaled = np.abs(np.array(losses[1:]) - losses[0])
        return not max(rescaled) > RESCALED * turned

    def may_be_branches(self, one, other):
        """Return whether two layers may read the same and meet in a product, as query and value do."""
        one, other = (self.biases.get(name, name) for name in (one, other))
        first, second = (self.parameters[name].shape for name in (one, other))
        alike = first[:1] == second[:1] or first[-1:] == second[-1:]
        return alike and (first == second or not self.goes_through(other, one))

    def _weight_of(self, name):
        """Return in a list the weight that goes with a bias by name and shape, if the loss feels it so."""
        shape, stem = self.parameters[name].shape, _without_marks(name)
        if len(shape) > 1 or "b" not in str(name).lower():
            return []
        before = self.names[: self.names.index(name)]
        fitting = [o for o in self.names if o != name and shape in _of_units(self.parameters[o])]
        same = [other for other in fitting if _without_marks(other) == stem]
        nearest = [other for other in before if other in fitting and self.parameters[other].ndim > 1][-1:]
        likely = same[:1] or (nearest if not stem else [])
        return [weight for weight in likely if not self.goes_through(name, weight)]

    def _value(self, changes):
        outcome = call(self.loss, self.parameters | changes, seconds=MOST_SECONDS)
        value = real_numbers(outcome.value)
        return None if value is None or value.size != 1 else float(value.item())


def _without_marks(name):
    return MARKS.sub("", str(name).lower())


def _of_units(weight):
    """Return the shapes that a bias of this weight may have, whichever of its axes counts the units."""
    one_unit = {(), (1,)} if weight.shape[1:] in ((), (1,)) else set()
    return {weight.shape[:1], weight.shape[-1:]} | one_unit


def placed(wrong, slopes, network):
    """Say of gradients that are wrong without a pattern where the error arises.

    Parameters
    ----------
    wrong : dict
        By name the key of a mistake, what was expected and what came.
    slopes : dict of Slopes
    network : Network
    """
    wrong = _with_the_others(wrong, slopes)
    right = [name for name in slopes if name not in wrong and np.any(slopes[name].felt)]
    found = {}
    for name, (key, expected, got) in wrong.items():
        without = key in ("gradient-wrong", "gradient-mask") or _is_any_multiple(name, wrong, slopes)
        if without and _signal_is_right(name, right, network):
            key = "gradient-own-line"
        elif key == "gradient-wrong" and _is_right_nearer_the_loss(name, right, network):
            key = "gradient-hidden-layer"
        found[name] = key, expected, got
    return found


def _with_the_others(wrong, slopes):
    """Let what is one number in fact, always some multiple of another, go with what is said of the rest."""
    keys = [key for key, _, _ in wrong.values()]
    others = next((key for key in ("gradient-penalty", "gradient-wrong") if key in keys), None)
    note = next((got.split(";")[1] for key, _, got in wrong.values() if key == "gradient-penalty"), "")
    found = {}
    for name, (key, expected, got) in wrong.items():
        if others and _is_scaled(wrong[name]) and _is_one_number(slopes[name]):
            key, got = others, got.split(";")[0] + f";{note}" * bool(note)
        found[name] = key, expected, got
    return found


def _is_any_multiple(name, wrong, slopes):
    """Return whether one number is off by a factor that no other gradient shares and no rule gives."""
    if not _is_scaled(wrong[name]) or not _is_one_number(slopes[name]):
        return False
    factor = wrong[name][2].partition(";")[2]
    shared = any(found[2].endswith(factor) and not _is_one_number(slopes[n]) for n, found in wrong.items())
    return not shared and not re.match(r" (1/)?\d+ ", factor)


def _is_scaled(found):
    key, _, got = found
    return key in ("gradient-scaled", "gradient-sign") and ";" in got


def _is_one_number(slopes):
    """Return whether all slopes that are felt have one size, as both of two classes have: a and -a."""
    sizes = np.abs(slopes.value[slopes.felt])
    return sizes.size == 1 or (sizes.size > 1 and np.ptp(sizes) <= AS_MUCH * np.max(sizes))


def _signal_is_right(name, right, network):
    """Return whether the signal that goes back is right at this parameter's layer, or beyond it."""
    if any(other in right for other in network.partners(name)):
        return name in network.biases or not network.is_normalized(name)
    place = network.place(name)
    following = [weight for weight in network.weights if network.place(weight) >= place][:1]
    known = [*network.weights, *network.biases]
    before = [other for other in known if network.place(other) < place]
    through = [other for other in before if all(network.goes_through(other, weight) for weight in following)]
    if following == [network.biases.get(name, name)]:
        return any(other in right and not network.may_be_branches(other, name) for other in through)
    return bool(through) and set(before) & set(network.weights) <= set(right)


def _is_right_nearer_the_loss(name, right, network):
    partners, place = network.partners(name), network.place(name)
    nearer = (other in partners or network.place(other) > place for other in right)
    return network.names[-1] in right or any(nearer)
