"""A network: layers in a row, with all their parameters in one flat vector."""

import copy
from collections.abc import Iterable

import numpy as np

from actlib.functions.accept import real_array
from actlib.nn import storage, training
from actlib.nn.layers import Elementwise, Layer, ShapeError
from actlib.nn.losses import LOSSES, Loss


class Network:
    """Layers in a row and the loss they are trained on.

    Parameters
    ----------
    layers : list
        Layers; a catalogue ``Activation`` or its name stands for a layer that applies it.
    loss : Loss or str
        ``softmax_cross_entropy`` (the default), ``binary_cross_entropy`` or
        ``mean_squared_error``. The two cross-entropies take scores: leave the last layer
        without softmax or sigmoid.

    Attributes
    ----------
    layers : list of Layer
    parameters, gradients : dict of str to ndarray
        By name: "1.weight" is the weight of the first layer.
    flat_parameters, flat_gradients : ndarray, 1-d
        The same numbers in one vector, in the order of the names; changing one changes the other.

    Raises
    ------
    TypeError
        If something among the layers is no layer, or their dtypes differ.
    ValueError
        If there are no layers, or one of them belongs to a network already.

    References
    ----------
    goodfellow2016

    Examples
    --------
    >>> from actlib.nn import Adam, Dense
    >>> rng = np.random.default_rng(0)
    >>> network = Network([Dense(2, 8, rng), "tanh", Dense(8, 2, rng)])
    >>> x = rng.standard_normal((200, 2))
    >>> labels = (x[:, 0] * x[:, 1] > 0).astype(int)
    >>> history = network.fit(x, labels, Adam(0.02), epochs=300)
    >>> history.accuracy[-1] > 0.9
    True
    """

    def __init__(self, layers, loss="softmax_cross_entropy"):
        if isinstance(layers, str | Layer) or not isinstance(layers, Iterable):
            raise TypeError(f"Network expects a list of layers, got {layers!r}")
        self.layers = [_as_layer(layer, position) for position, layer in enumerate(layers, 1)]
        if not self.layers:
            raise ValueError("Network expects at least one layer, got none")
        if isinstance(loss, str) and loss in LOSSES:
            loss = LOSSES[loss]
        if not isinstance(loss, Loss):
            raise TypeError(f"Network expects loss to be one of {', '.join(LOSSES)}, got {loss!r}")
        self.loss = loss
        self._share_flat_vectors()

    def _share_flat_vectors(self):
        """Move all parameters into one vector, so that an optimizer updates them in one go."""
        owned = {id(layer): position for position, layer in reversed(list(enumerate(self.layers, 1)))}
        for position, layer in enumerate(self.layers, 1):
            if owned[id(layer)] != position or layer.in_network:
                raise ValueError(f"layer {position}, {layer}, is part of a network already; make a new one")
        stored = [
            (layer, name)
            for layer in self.layers
            for name in (layer.parameter_names if layer.stored_names is None else layer.stored_names)
        ]
        arrays = [getattr(layer, name) for layer, name in stored]
        dtypes = {array.dtype for array in arrays}
        if len(dtypes) > 1:
            raise TypeError(f"Network expects layers of one dtype, got {sorted(map(str, dtypes))}")
        self.dtype = dtypes.pop() if dtypes else np.dtype(np.float64)
        self.flat_parameters = np.concatenate([np.zeros(0, self.dtype), *map(np.ravel, arrays)])
        self.flat_gradients = np.zeros_like(self.flat_parameters)
        start = 0
        for (layer, name), array in zip(stored, arrays, strict=True):
            end = start + array.size
            setattr(layer, name, self.flat_parameters[start:end].reshape(array.shape))
            setattr(layer, f"{name}_gradient", self.flat_gradients[start:end].reshape(array.shape))
            start = end
        for layer in self.layers:
            layer.in_network = True
        self.parameters, self.gradients = self._by_name(), self._by_name("_gradient")

    def _by_name(self, suffix=""):
        return {
            f"{position}.{name}": getattr(layer, name + suffix)
            for position, layer in enumerate(self.layers, 1)
            for name in layer.parameter_names
        }

    def __deepcopy__(self, memo):
        layers = copy.deepcopy(self.layers, memo)
        for layer in layers:
            layer.in_network = False
        return Network(layers, self.loss)

    def forward(self, x, training=False):
        """Return the outputs for a batch, keeping in each layer what ``backward`` needs.

        Parameters
        ----------
        x : array_like, shape (batch, ...)
        training : bool
            Whether dropout drops.

        Returns
        -------
        ndarray

        Raises
        ------
        ShapeError
            If a layer gets another shape than it expects; the message says which layer.
        """
        for _, output in self.outputs_by_layer(self.as_input(x), training):
            y = output
        return y

    def as_input(self, x):
        """Return anything array-like as an array of the network's dtype."""
        if isinstance(x, np.ndarray) and x.dtype == self.dtype:
            return x
        return real_array(x, "Network expects its input to hold").astype(self.dtype)

    def outputs_by_layer(self, x, training=False):
        """Go through the network and yield each layer with its output."""
        for position, layer in enumerate(self.layers, 1):
            try:
                x = layer.forward(x, training)
            except ShapeError as error:
                raise ShapeError(f"layer {position}: {error}") from None
            yield layer, x

    def backward(self, gradient):
        """Compute all gradients from that of the loss with respect to the outputs.

        Returns
        -------
        ndarray
            The gradient with respect to the input of the last ``forward``.
        """
        for layer in reversed(self.layers):
            gradient = layer.backward(gradient)
        return gradient

    def predict(self, x):
        """Return the outputs for a batch, without dropout.

        They are scores or values as the last layer gives them; for classes take
        ``predict(x).argmax(axis=-1)``.
        """
        return self.forward(x).copy()

    def evaluate(self, x, targets):
        """Return the mean loss and the accuracy (None for regression) on a batch."""
        outputs = self.predict(x)
        value, _ = self.loss(outputs, targets)
        if self.loss.hits is None:
            return value, None
        return value, float(self.loss.hits(outputs, self.loss.targets_for(outputs, targets)).mean())

    def loss_and_gradients(self, x, targets):
        """Compute the loss of a batch and, in ``gradients``, its gradient for every parameter.

        Returns
        -------
        loss : float
        gradients : dict of str to ndarray
        """
        value, gradient = self.loss(self.forward(x, training=True), targets)
        self.backward(gradient)
        return value, self.gradients

    def dead_units(self, x):
        """Say of each unit of the activation layers whether its slope is 0 for every sample.

        Returns
        -------
        dict of str to ndarray of bool, shape of one sample's outputs
            By position and name of the layer, such as "2 ReLU".
        """
        self.forward(x)
        return {
            f"{position} {layer}": np.all(layer.activation.derivative(layer.x) == 0, axis=0)
            for position, layer in enumerate(self.layers, 1)
            if isinstance(layer, Elementwise)
        }

    def fit(self, x, targets, optimizer, epochs, **options):
        """Train the network; see ``actlib.nn.training.fit`` for all options.

        Returns
        -------
        History
        """
        return training.fit(self, x, targets, optimizer, epochs, **options)

    def save(self, path):
        """Write all parameters to an ``.npz`` file, replacing it in one go."""
        storage.save(self, path)

    def load(self, path):
        """Take all parameters from a file that ``save`` wrote for a network of the same layers.

        Raises
        ------
        ValueError
            If the file is damaged, none of ours, or of another network; nothing is changed then.
        """
        storage.load(self, path)

    def summary(self, input_shape=None):
        """Return a table of the layers with output shapes and parameter counts.

        Parameters
        ----------
        input_shape : tuple of int, optional
            Shape of one sample. Not needed where the first layer is dense.

        Returns
        -------
        str
        """
        shapes = self._output_shapes(self.layers[0].sample_shape if input_shape is None else input_shape)
        rows = [
            (str(position), str(layer), shape, f"{parameter_count(layer):,}")
            for position, (layer, shape) in enumerate(zip(self.layers, shapes, strict=True), 1)
        ]
        rows.append(("", "total", "", f"{self.flat_parameters.size:,}"))
        return _table([("", "layer", "output", "parameters"), *rows])

    def _output_shapes(self, input_shape):
        if input_shape is None:
            return ["?"] * len(self.layers)
        if not isinstance(input_shape, tuple | list):
            raise TypeError(f"summary expects input_shape to be a tuple of sizes, got {input_shape!r}")
        x = np.zeros((1, *input_shape), self.dtype)
        return [" × ".join(map(str, y.shape[1:])) for _, y in self.outputs_by_layer(x)]

    def __repr__(self):
        return f"Network({', '.join(map(str, self.layers))}; {self.loss})"


def parameter_count(layer):
    """Return how many trainable numbers a layer holds."""
    return sum(getattr(layer, name).size for name in layer.parameter_names)


def _as_layer(layer, position):
    if isinstance(layer, Layer):
        return layer
    try:
        return Elementwise(layer)
    except TypeError:
        raise TypeError(f"Network expects layer {position} to be a layer, got {layer!r}") from None


def _table(rows):
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    return "\n".join(
        "  ".join(
            cell.rjust(width) if i in (0, 3) else cell.ljust(width)
            for i, (cell, width) in enumerate(zip(row, widths, strict=True))
        ).rstrip()
        for row in rows
    )
