"""Optimizers: how parameters follow their gradients. Definitions and defaults as in PyTorch.

Each works on all parameters of a network at once, laid out in one flat vector.
"""

import functools
import math

import numpy as np

from actlib.functions.accept import constant
from actlib.functions.arguments import check, flag
from actlib.nn.arguments import above_zero, at_least_zero, share

# What an optimizer keeps only to be quicker, as Python calls it.
OF_TRAINING = ("_Optimizer__", "_Adam__")


class Optimizer:
    """What all optimizers share.

    Parameters
    ----------
    learning_rate : float, above 0
    decay : float, at least 0
        At step t, counted from 0, the rate is learning_rate / (1 + decay * t).
    """

    __gradients = None

    def __init__(self, learning_rate, decay=0.0):
        self.learning_rate = above_zero(learning_rate, f"{type(self).__name__} expects learning_rate")
        self.decay = at_least_zero(decay, f"{type(self).__name__} expects decay")
        self._parameters = None
        self._is_copy = False

    def update(self, parameters, gradients):
        """Change a flat vector of parameters in place, following a flat vector of gradients.

        What the optimizer remembers belongs to one vector: given another, it starts afresh. A copy,
        or one that was pickled, goes on with a vector of the numbers it has seen last.
        """
        if not (parameters is self._parameters and gradients is self.__gradients):
            self._begin(parameters, gradients)
        rate = self.learning_rate / (1 + self.decay * self.steps)
        self.steps += 1
        self.move(parameters, gradients, rate)

    def _begin(self, parameters, gradients):
        if not _are_vectors(parameters, gradients):
            raise TypeError(
                f"{type(self).__name__} expects parameters and gradients to be float vectors of one shape, "
                f"got {_described(parameters)} and {_described(gradients)}"
            )
        if not self._remembers(parameters):
            self._parameters, self.steps = parameters, 0
            self.start(parameters)
        self.__gradients = gradients

    def next_step(self, parameters):
        """Return the number of the coming update of these parameters, counted from 1."""
        return self.steps + 1 if self._remembers(parameters) else 1

    def _remembers(self, parameters):
        if self._is_copy and np.array_equal(self._parameters, parameters):
            self._parameters = parameters
        self._is_copy = False
        return self._parameters is parameters

    def __getstate__(self):
        return {name: value for name, value in vars(self).items() if not name.startswith(OF_TRAINING)}

    def __setstate__(self, state):
        vars(self).update(state, _is_copy=True)

    def start(self, parameters):
        """Set up what is remembered from step to step."""

    def move(self, parameters, gradients, rate):
        """Take one step."""
        raise NotImplementedError

    def __repr__(self):
        settings = {
            name: value
            for name, value in vars(self).items()
            if isinstance(value, int | float) and name != "steps" and name[0] != "_"
        }
        return f"{type(self).__name__}({', '.join(f'{k}={v:g}' for k, v in settings.items())})"


class SGD(Optimizer):
    """Gradient descent, with momentum if asked for.

    Parameters
    ----------
    learning_rate : float
    momentum : float
        The share of the last step's velocity that is kept.
    nesterov : bool
        Follow the velocity one step ahead of where it is.
    decay : float

    References
    ----------
    sutskever2013

    Examples
    --------
    >>> parameters = np.array([1.0])
    >>> SGD(0.1).update(parameters, np.array([2.0]))
    >>> print(parameters)
    [0.8]
    """

    def __init__(self, learning_rate, momentum=0.0, nesterov=False, decay=0.0):
        super().__init__(learning_rate, decay)
        self.momentum = at_least_zero(momentum, "SGD expects momentum")
        check(flag, nesterov, "SGD expects nesterov to be")
        self.nesterov = bool(nesterov)
        if nesterov and not momentum:
            raise ValueError(f"SGD expects momentum above 0 when nesterov is set, got {momentum!r}")

    def start(self, parameters):
        self.velocity = np.zeros_like(parameters)

    def move(self, parameters, gradients, rate):
        if not self.momentum:
            parameters -= rate * gradients
            return
        self.velocity *= self.momentum
        self.velocity += gradients
        direction = gradients + self.momentum * self.velocity if self.nesterov else self.velocity
        parameters -= rate * direction


class AdaGrad(Optimizer):
    """Divide each parameter's step by the root of all its squared gradients so far.

    Parameters
    ----------
    learning_rate : float
    epsilon : float
        Added to the root.
    decay : float

    References
    ----------
    duchi2011
    """

    def __init__(self, learning_rate=0.01, epsilon=1e-10, decay=0.0):
        super().__init__(learning_rate, decay)
        self.epsilon = at_least_zero(epsilon, "AdaGrad expects epsilon")

    def start(self, parameters):
        self.squares = np.zeros_like(parameters)

    def move(self, parameters, gradients, rate):
        self.squares += gradients**2
        parameters -= rate * gradients / (np.sqrt(self.squares) + self.epsilon)


class RMSProp(Optimizer):
    """Divide each parameter's step by the root of a running mean of its squared gradients.

    Parameters
    ----------
    learning_rate : float
    rho : float
        The share of the running mean that is kept at each step.
    epsilon : float
        Added to the root.
    decay : float

    References
    ----------
    tieleman2012
    """

    def __init__(self, learning_rate=0.01, rho=0.99, epsilon=1e-8, decay=0.0):
        super().__init__(learning_rate, decay)
        self.rho = share(rho, "RMSProp expects rho")
        self.epsilon = at_least_zero(epsilon, "RMSProp expects epsilon")

    def start(self, parameters):
        self.squares = np.zeros_like(parameters)

    def move(self, parameters, gradients, rate):
        follow(self.squares, gradients**2, self.rho)
        parameters -= rate * gradients / (np.sqrt(self.squares) + self.epsilon)


class Adam(Optimizer):
    """Follow a running mean of the gradients, divided by the root of one of their squares.

    Both means start at 0 and are therefore too small at first; each is divided by the weight
    it has seen so far.

    Parameters
    ----------
    learning_rate : float
    beta1, beta2 : float
        The share of each running mean that is kept at each step.
    epsilon : float
        Added to the root.
    decay : float

    References
    ----------
    kingma2015
    """

    __room = None, None, None, None

    def __init__(self, learning_rate=0.001, beta1=0.9, beta2=0.999, epsilon=1e-8, decay=0.0):
        super().__init__(learning_rate, decay)
        self.beta1 = share(beta1, "Adam expects beta1")
        self.beta2 = share(beta2, "Adam expects beta2")
        self.epsilon = at_least_zero(epsilon, "Adam expects epsilon")

    def start(self, parameters):
        self.mean = np.zeros_like(parameters)
        self.squares = np.zeros_like(parameters)
        shapes = parameters.shape, parameters.shape, (), ()
        self.__room = tuple(np.empty(shape, parameters.dtype) for shape in shapes)

    def move(self, parameters, gradients, rate):
        mean, squares, dtype = self.mean, self.squares, gradients.dtype
        step, root, added, factor = self.__room
        has_room = step is not None and step.dtype is dtype is mean.dtype is squares.dtype
        if not has_room:
            step = root = None  # NumPy then makes new arrays
        kept1, rest1, kept2, rest2 = _shares(self.beta1, self.beta2, mean.dtype, squares.dtype, dtype)
        mean *= kept1
        mean += np.multiply(gradients, rest1, out=step)
        squared = np.multiply(gradients, gradients, out=step)
        squares *= kept2
        squares += np.multiply(squared, rest2, out=step)
        # rate * (mean / mean_weight) / (sqrt(squares / weight) + epsilon); here its weight leaves the root
        mean_weight = 1 - self.beta1**self.steps
        root_of_weight = math.sqrt(1 - self.beta2**self.steps)
        numbers = self.epsilon * root_of_weight, rate * root_of_weight / mean_weight
        if has_room and type(rate) is float:  # NumPy is quicker with an array without axes than with a number
            added[()], factor[()] = numbers
            numbers = added, factor
        root = np.sqrt(squares, out=root)
        root += numbers[0]
        step = np.divide(mean, root, out=step)
        step *= numbers[1]
        parameters -= step


@functools.lru_cache
def _shares(beta1, beta2, of_mean, of_squares, of_gradients):
    """Return of both means the share that is kept and the rest, as arrays without axes, in these dtypes."""
    shares = ((beta1, of_mean), (1 - beta1, of_gradients), (beta2, of_squares), (1 - beta2, of_gradients))
    return tuple(constant(*share) for share in shares)


def follow(running_mean, values, kept):
    """Let a running mean keep a share of itself and take the rest from new values."""
    running_mean *= constant(kept, running_mean.dtype)
    running_mean += constant(1 - kept, values.dtype) * values


def _are_vectors(parameters, gradients):
    return (
        isinstance(parameters, np.ndarray)
        and isinstance(gradients, np.ndarray)
        and parameters.shape == gradients.shape
        and parameters.dtype.kind == gradients.dtype.kind == "f"
    )


def _described(value):
    return f"{value.dtype} of shape {value.shape}" if isinstance(value, np.ndarray) else type(value).__name__
