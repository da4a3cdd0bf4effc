"""A layer for sequences: arrays of shape (batch, time, features)."""

import numpy as np

from actlib.functions.accept import real_array
from actlib.nn.arguments import float_dtype, positive_integer
from actlib.nn.initialization import initial_weights
from actlib.nn.layers import Elementwise, Layer, ShapeError


class RNN(Layer):
    """Go through a sequence step by step, mixing each input with what is remembered.

    state[t] = activation(x[t] @ input_weight + state[t - 1] @ hidden_weight + bias)

    Parameters
    ----------
    inputs, hidden : int
        Features of each input, and of the state.
    rng : numpy.random.Generator
    activation : Activation or str
    initialization, scale
        See ``initial_weights``; both weights are drawn this way.
    dtype : float32 or float64

    Attributes
    ----------
    state_gradients : ndarray, shape (batch, time, hidden)
        After ``backward``: the gradient of the loss with respect to each state, by all ways
        on which it matters later.
    first_state_gradient : ndarray, shape (batch, hidden)
        The same for the state before the first input.

    Notes
    -----
    Training can be unstable because gradients through many steps explode; give ``fit`` a
    ``clip_norm``.

    References
    ----------
    pascanu2013

    Examples
    --------
    >>> layer = RNN(5, 16, np.random.default_rng(0))
    >>> layer.forward(np.zeros((2, 30, 5))).shape
    (2, 30, 16)
    """

    parameter_names = ("input_weight", "hidden_weight", "bias")
    keeps_samples_apart = True

    def __init__(
        self,
        inputs,
        hidden,
        rng=None,
        activation="tanh",
        initialization="xavier",
        scale=1.0,
        dtype=np.float64,
    ):
        self.inputs = positive_integer(inputs, "RNN expects inputs to be")
        self.hidden = positive_integer(hidden, "RNN expects hidden to be")
        self.activation = Elementwise(activation).activation
        dtype = float_dtype(dtype, "RNN expects")
        input_weight = initial_weights(initialization, (inputs, hidden), inputs, hidden, rng, scale)
        hidden_weight = initial_weights(initialization, (hidden, hidden), hidden, hidden, rng, scale)
        self.input_weight, self.hidden_weight = input_weight.astype(dtype), hidden_weight.astype(dtype)
        self.bias = np.zeros(hidden, dtype)
        for name in self.parameter_names:
            setattr(self, f"{name}_gradient", np.zeros_like(getattr(self, name)))

    def step(self, x, state):
        """Return the state after one input.

        Parameters
        ----------
        x : ndarray, shape (batch, inputs)
        state : ndarray, shape (batch, hidden)
        """
        return self.activation(x @ self.input_weight + state @ self.hidden_weight + self.bias)

    def forward(self, x, training=False, first_state=None):
        """Return the states after each input.

        Parameters
        ----------
        x : ndarray, shape (batch, time, inputs)
        training : bool
            Makes no difference.
        first_state : array_like, shape (batch, hidden) or (hidden,), optional
            The state before the first input, such as the last one of a sequence that goes on; by default 0.

        Raises
        ------
        ShapeError
            If x or first_state has another shape.
        """
        if x.ndim != 3 or x.shape[2] != self.inputs:
            raise ShapeError(f"{self} expects shape (batch, time, {self.inputs}), got {x.shape}")
        batch, times, _ = x.shape
        self.x = x
        self.sums = x @ self.input_weight + self.bias
        self.states = np.zeros((batch, times + 1, self.hidden), self.sums.dtype)
        if first_state is not None:
            self.states[:, 0] = self._first(first_state, batch)
        for t in range(times):
            self.sums[:, t] += self.states[:, t] @ self.hidden_weight
            self.states[:, t + 1] = self.activation(self.sums[:, t])
        return self.states[:, 1:]

    def _first(self, state, batch):
        state = real_array(state, f"{self} expects first_state to hold")
        if state.shape not in ((batch, self.hidden), (self.hidden,)):
            raise ShapeError(
                f"{self} expects first_state of shape ({batch}, {self.hidden}) or ({self.hidden},), "
                f"got {state.shape}"
            )
        return state

    def backward(self, upstream):
        gradients = np.zeros_like(self.states)
        gradients[:, 1:] = upstream
        slopes = self.activation.derivative(self.sums)
        sum_gradients = np.empty_like(self.sums)
        for t in reversed(range(upstream.shape[1])):
            sum_gradients[:, t] = gradients[:, t + 1] * slopes[:, t]
            gradients[:, t] += sum_gradients[:, t] @ self.hidden_weight.T
        self.first_state_gradient, self.state_gradients = gradients[:, 0], gradients[:, 1:]
        self.input_weight_gradient[...] = np.einsum("bti,bth->ih", self.x, sum_gradients, optimize=True)
        earlier = self.states[:, :-1]
        self.hidden_weight_gradient[...] = np.einsum("bti,bth->ih", earlier, sum_gradients, optimize=True)
        self.bias_gradient[...] = sum_gradients.sum(axis=(0, 1))
        return sum_gradients @ self.input_weight.T

    def __repr__(self):
        return f"RNN({self.inputs} → {self.hidden}, {self.activation.title})"
