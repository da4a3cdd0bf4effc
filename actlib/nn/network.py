"""A network: layers in a row, with all their parameters in one flat vector."""

import math
from collections.abc import Iterable

import numpy as np

from actlib.catalogue import Activation
from actlib.functions.accept import real_array
from actlib.nn import storage, training
from actlib.nn.arguments import positive_integer
from actlib.nn.layers import Dropout, Elementwise, Flatten, Layer, ShapeError, Softmax
from actlib.nn.losses import LOSSES, Loss
from actlib.nn.sharing import ArraysByName, FixedLayers, write_into


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
    layers : tuple of Layer
        These stay; for other layers make a new network.
    parameters, gradients : dict of str to ndarray
        By name: "1.weight" is the weight of the first layer.
    flat_parameters, flat_gradients : ndarray, 1-d
        The same numbers in one vector, in the order of the names; changing one changes the other.
        What is assigned to one of them, or to a name, is copied into it.
    loss : Loss
    dtype : numpy.dtype
        That of the layers.

    Raises
    ------
    TypeError
        If something among the layers is no layer, or their dtypes differ.
    ValueError
        If there are no layers, or one of them belongs to a network already.

    Notes
    -----
    One thread at a time may use a network: layers keep what they computed last, in ``predict`` as well. Give
    each thread a copy.

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

    _output_shape = None

    def __init__(self, layers, loss="softmax_cross_entropy"):
        if isinstance(layers, str | Layer) or not isinstance(layers, Iterable):
            raise TypeError(f"Network expects a list of layers, got {layers!r}")
        self._layers = FixedLayers(_as_layer(layer, position) for position, layer in enumerate(layers, 1))
        if not self.layers:
            raise ValueError("Network expects at least one layer, got none")
        self.loss = loss
        self._refuse_layers_of_a_network()
        arrays = [getattr(layer, name) for layer, name in self._stored()]
        dtypes = {array.dtype for array in arrays}
        if len(dtypes) > 1:
            raise TypeError(f"Network expects layers of one dtype, got {sorted(map(str, dtypes))}")
        dtype = dtypes.pop() if dtypes else np.dtype(np.float64)
        flat_parameters = np.concatenate([np.zeros(0, dtype), *map(np.ravel, arrays)])
        self._share(flat_parameters, np.zeros_like(flat_parameters))

    def _refuse_layers_of_a_network(self):
        owned = {id(layer): position for position, layer in reversed(list(enumerate(self.layers, 1)))}
        for position, layer in enumerate(self.layers, 1):
            if owned[id(layer)] != position or layer.in_network:
                raise ValueError(f"layer {position}, {layer}, is part of a network already; make a new one")

    def _stored(self):
        return [
            (layer, name)
            for layer in self.layers
            for name in (layer.parameter_names if layer.stored_names is None else layer.stored_names)
        ]

    def _share(self, flat_parameters, flat_gradients):
        """Make all parameters parts of one vector, so that an optimizer updates them in one go."""
        self._flat_parameters, self._flat_gradients = flat_parameters, flat_gradients
        start = 0
        for layer, name in self._stored():
            shape = getattr(layer, name).shape
            end = start + math.prod(shape)
            vars(layer)[name] = flat_parameters[start:end].reshape(shape)
            vars(layer)[f"{name}_gradient"] = flat_gradients[start:end].reshape(shape)
            start = end
        for layer, following in zip(self.layers, (*self.layers[1:], None), strict=True):
            layer.in_network, layer.following = True, following if self.goes_straight else None
        self._parameters = ArraysByName("parameters", self._by_name())
        self._gradients = ArraysByName("gradients", self._by_name("_gradient"))

    def _by_name(self, suffix=""):
        return {
            f"{position}.{name}": getattr(layer, name + suffix)
            for position, layer in enumerate(self.layers, 1)
            for name in layer.parameter_names
        }

    def __reduce__(self):
        """Let copy and pickle take the two vectors along and make the layers' arrays parts of them again."""
        own = ("_layers", "_loss", "_flat_parameters", "_flat_gradients", "_parameters", "_gradients")
        added = {name: value for name, value in vars(self).items() if name not in own}
        parts = (type(self), list(self.layers), self.loss, self.flat_parameters, self.flat_gradients)
        return _rebuilt, parts, added

    @property
    def goes_straight(self):
        """Whether each layer's output goes to the next and nowhere else, as in Network's own forward."""
        kind = type(self)
        return kind.forward is Network.forward and kind.backward is Network.backward

    @property
    def layers(self):
        return self._layers

    @layers.setter
    def layers(self, value):
        raise TypeError("the layers of a network cannot change; make a new Network of new layers")

    @property
    def loss(self):
        return self._loss

    @loss.setter
    def loss(self, loss):
        if isinstance(loss, str) and loss in LOSSES:
            loss = LOSSES[loss]
        if not isinstance(loss, Loss):
            raise TypeError(f"Network expects loss to be one of {', '.join(LOSSES)}, got {loss!r}")
        self._loss = loss

    @property
    def dtype(self):
        return self._flat_parameters.dtype

    @dtype.setter
    def dtype(self, value):
        raise TypeError("the dtype of a network is that of its layers; make them with another dtype")

    @property
    def parameters(self):
        return self._parameters

    @parameters.setter
    def parameters(self, arrays):
        self._parameters.replace(arrays)

    @property
    def gradients(self):
        return self._gradients

    @gradients.setter
    def gradients(self, arrays):
        self._gradients.replace(arrays)

    @property
    def flat_parameters(self):
        return self._flat_parameters

    @flat_parameters.setter
    def flat_parameters(self, value):
        write_into(self._flat_parameters, value, "flat_parameters")

    @property
    def flat_gradients(self):
        return self._flat_gradients

    @flat_gradients.setter
    def flat_gradients(self, value):
        write_into(self._flat_gradients, value, "flat_gradients")

    def forward(self, x, training=False):
        """Return the outputs for a batch, keeping in each layer what ``backward`` needs.

        Parameters
        ----------
        x : array_like, shape (batch, ...)
        training : bool
            Whether dropout drops.

        Returns
        -------
        ndarray of the network's dtype

        Raises
        ------
        ShapeError
            If a layer gets another shape than it expects; the message says which layer.
        """
        y = self.as_input(x)
        try:
            for layer in self._layers:
                y = layer.forward(y, training)
        except ShapeError as error:
            raise self._at(layer, error) from None
        if y.dtype != self.dtype:
            y = self._as_own(y, "Network expects its last layer to give")
        self._output_shape = y.shape
        return y

    def as_input(self, x):
        """Return anything array-like as an array of the network's dtype."""
        return self._as_own(x, "Network expects its input to hold")

    def _as_own(self, x, expectation):
        if type(x) is np.ndarray and x.dtype == self.dtype:
            return x
        return real_array(x, expectation).astype(self.dtype)

    def outputs_by_layer(self, x, training=False):
        """Go through the network and yield each layer with its output."""
        for layer in self.layers:
            try:
                x = layer.forward(x, training)
            except ShapeError as error:
                raise self._at(layer, error) from None
            yield layer, x

    def _at(self, layer, error):
        return ShapeError(f"layer {self.layers.index(layer) + 1}: {error}")

    def backward(self, gradient):
        """Compute all gradients from that of the loss with respect to the outputs.

        Parameters
        ----------
        gradient : array_like, shape of the outputs of the last ``forward``

        Returns
        -------
        ndarray
            The gradient with respect to the input of the last ``forward``.

        Raises
        ------
        RuntimeError
            If there was no ``forward`` before.
        TypeError, ValueError
            If gradient does not hold real numbers or has another shape.
        """
        if self._output_shape is None:
            raise RuntimeError("Network expects forward to be called before backward")
        gradient = self._as_own(gradient, "Network.backward expects gradient to hold")
        if gradient.shape != self._output_shape:
            raise ValueError(
                f"Network.backward expects gradient of shape {self._output_shape}, got {gradient.shape}"
            )
        for layer in self._layers[::-1]:
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
        self.refuse_probabilities()
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
        self.refuse_probabilities()
        value, gradient = self.loss(self.forward(x, training=True), targets)
        self.backward(gradient)
        return value, self.gradients

    def refuse_probabilities(self, outputs=None):
        """Raise an error if the loss takes scores and the network gives probabilities.

        Training would go on without a word and hardly get anywhere.

        Parameters
        ----------
        outputs : ndarray, shape (samples, classes), optional
            To find out also where a layer of the reader's own is a softmax.

        Raises
        ------
        ValueError
            If they are probabilities; the message says which layer to leave out.
        """
        if not self.loss.applies:
            return
        last = next((each for each in reversed(self.layers) if not isinstance(each, Dropout | Flatten)), None)
        if _gives_shares(last) or (
            outputs is not None and self.loss.applies == "softmax" and _are_shares(outputs)
        ):
            raise ValueError(
                f"{self.loss} applies {self.loss.applies} itself and expects scores, "
                f"got what {last} has put between 0 and 1; leave out this last layer"
            )

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
        for size in input_shape:
            positive_integer(size, "summary expects input_shape to hold")
        x = np.zeros((1, *input_shape), self.dtype)
        return [" × ".join(map(str, y.shape[1:])) for _, y in self.outputs_by_layer(x)]

    def __repr__(self):
        return f"Network({', '.join(map(str, self.layers))}; {self.loss})"


def _rebuilt(kind, layers, loss, flat_parameters, flat_gradients):
    """Make a network of the parts that ``Network.__reduce__`` gives."""
    network = kind.__new__(kind)
    network._layers, network._loss = FixedLayers(layers), loss
    network._share(flat_parameters, flat_gradients)
    return network


def parameter_count(layer):
    """Return how many trainable numbers a layer holds."""
    return sum(getattr(layer, name).size for name in layer.parameter_names)


def _gives_shares(layer):
    activation = getattr(layer, "activation", None)
    within = isinstance(activation, Activation) and 0 <= activation.range.low < activation.range.high <= 1
    return isinstance(layer, Softmax) or within


def _are_shares(outputs):
    sums = outputs.sum(axis=-1)
    return outputs.shape[-1] > 1 and (outputs >= 0).all() and np.allclose(sums, 1, rtol=0, atol=1e-5)


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
