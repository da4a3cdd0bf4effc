"""Layers: each computes its output forward and hands the gradient of the loss backward."""

import math

import numpy as np

from actlib.catalogue import CATALOGUE, Activation
from actlib.functions import prelu, prelu_gradients, softmax
from actlib.functions.accept import CACHE_LINE, beginning_with_a_cache_line, finite_number, real_array
from actlib.nn import arguments
from actlib.nn.arguments import float_dtype, positive_integer
from actlib.nn.initialization import initial_weights
from actlib.nn.sharing import Part, after_forward, write_into


class ShapeError(ValueError):
    """A layer was given an array of the wrong shape."""


LARGE = 2**16  # bytes; what is smaller is not worth the search for a cache line

# What Dense and Elementwise keep for their training alone, as Python calls it.
OF_TRAINING = ("_Dense__", "_Elementwise__")

PROMISES = ("keeps_samples_apart", "may_be_written_over", "can_spare_input_gradient")


class Layer:
    """What all layers share.

    A layer holds its trainable arrays under the names in ``parameter_names`` and, after
    ``backward``, the gradient of the loss with respect to each under that name followed by
    ``_gradient``. ``forward`` keeps what ``backward`` will need. A layer whose parameters are
    parts of one array names that array in ``stored_names``.

    Attributes
    ----------
    in_training : bool
        While its network trains. Then a layer writes into the same arrays at every step; see ``get_ready``.
    following : Layer or None
        The next layer of its network, if the network takes its outputs there and nowhere else.
    wants_input_gradient : bool
        False for the first layer of a network that trains, if nobody needs it and the layer can spare it.
    in_network : bool
        Whether a network has taken the layer in; then its parameters are part of that network's vector.
    sample_shape : tuple of int or None
        Shape of one sample, where the layer itself says it.
    keeps_samples_apart : bool
        Whether each sample's output depends on that sample alone, so that a large batch may be taken in
        parts. A layer with a forward or backward of its own is taken to mix them unless it says so, too.
    may_be_written_over : bool
        Whether others may write over the layer's input and output once ``forward`` is done, because its
        ``backward`` reads neither. A layer with a forward or backward of its own is taken to read them, too.
    can_spare_input_gradient : bool
        Whether ``backward`` may return None where ``wants_input_gradient`` is False. A layer with a forward
        or backward of its own is taken to need what it gets from the layer that it is derived from.
    """

    parameter_names = ()
    stored_names = None
    in_training = False
    following = None
    prepared_for = None
    wants_input_gradient = True
    in_network = False
    sample_shape = None
    keeps_samples_apart = False
    may_be_written_over = False
    can_spare_input_gradient = False

    def __init_subclass__(cls):
        super().__init_subclass__()
        if cls.stored_names is not None and "stored_names" not in vars(cls):
            known = {name for base in cls.__mro__[1:] for name in getattr(base, "parameter_names", ())}
            cls.stored_names += tuple(name for name in cls.parameter_names if name not in known)
        for name in (*cls.parameter_names, *(cls.stored_names or ())):
            for part in (name, f"{name}_gradient"):
                if not hasattr(cls, part):
                    setattr(cls, part, Part(part))
        for promise in PROMISES:
            if min(_place(cls, "forward"), _place(cls, "backward")) < _place(cls, promise):
                setattr(cls, promise, False)
        if "backward" in vars(cls):
            cls.backward = after_forward(cls.backward)

    def __getstate__(self):
        """Leave out what belongs to the network that the layer is in or to its training, not to the layer."""
        left_out = ("in_training", "following", "prepared_for", "wants_input_gradient", "in_network")
        return {
            name: value
            for name, value in vars(self).items()
            if name not in left_out and not name.startswith(OF_TRAINING)
        }

    def __setstate__(self, state):
        vars(self).update(state)

    def forward(self, x, training=False):
        """Return the layer's output for a batch; ``training`` matters to dropout alone."""
        raise NotImplementedError

    def backward(self, upstream):
        """Turn the gradient of the loss with respect to the output into that of the input.

        Also computes the gradients of the parameters. Call it after ``forward``. While a network
        trains, nobody needs the gradient of its data: its first layer may return None, see
        ``wants_input_gradient``.
        """
        raise NotImplementedError

    def get_ready(self, x, training):
        """Have arrays for a batch like ``x``, which ``forward`` and ``backward`` write into.

        While a network trains, ``prepare`` makes them once, and again when a batch has another shape:
        asking the system for fresh memory ten thousand times takes longer than the arithmetic of a small
        network. At any other time it makes them anew for every call, and ``backward`` returns a copy, so
        that nothing you hold is overwritten. A layer that trains and is handed the very array that it was
        handed before is ready, and need not ask.
        """
        lasting = training and self.in_training
        if not (lasting and self.prepared_for == x.shape):
            self.prepared_for = x.shape if lasting else None
            self.prepare(x.shape, x.dtype)

    def prepare(self, shape, dtype):
        """Make the arrays for batches of this shape.

        A matrix is laid out column by column, because sums over the batch and over a few classes then
        run along memory.
        """

    def arrays_ahead(self, shape, dtype):
        """Return two arrays of the output's shape: for it, and for a gradient of that shape.

        While a network trains they are those of the next layer, if both layers allow it: then nothing is
        copied, and an activation writes over the sums that it is taken of.
        """
        following = self.following
        if self.prepared_for and self.may_be_written_over and following and following.may_be_written_over:
            return following.share_arrays(shape, dtype)
        return Layer.share_arrays(self, shape, dtype)

    def share_arrays(self, shape, dtype):
        """Return two arrays for the layer before, of the shape of this one's input; see ``arrays_ahead``.

        A layer may get ready and give its own, of its input and of its input's gradient.
        """
        lasting = self.prepared_for
        return array_by_columns(shape, dtype, lasting), array_by_columns(shape, dtype, lasting)

    def __repr__(self):
        return type(self).__name__


def _place(cls, name):
    """Return which of a class and those it is derived from has an attribute: the first, the second, ..."""
    return next(place for place, each in enumerate(cls.__mro__) if name in vars(each))


def array_by_columns(shape, dtype, lasting=False):
    """Return a new array; a matrix is laid out column by column.

    A large one that lasts begins where a line of the processor's cache does.
    """
    order = "F" if len(shape) == 2 else "C"
    size = math.prod(shape) * np.dtype(dtype).itemsize
    if not lasting or size < LARGE:
        return np.empty(shape, dtype, order)
    memory = np.empty(size + CACHE_LINE, np.uint8)
    return np.ndarray(shape, dtype, beginning_with_a_cache_line(memory), order=order)


def forget_training(layer):
    """Let go of what a layer keeps for its training alone."""
    layer.prepared_for = None
    for name in [name for name in vars(layer) if name.startswith(OF_TRAINING)]:
        del vars(layer)[name]


def as_floats(x, layer):
    """Return floats as they are, and whole numbers and truth values, which a layer may give, in float64."""
    return x if x.dtype.kind == "f" else real_array(x, f"{layer} expects its input to hold")


class Dense(Layer):
    """An affine layer: every output is a weighted sum of all inputs plus a bias.

    A bias is the weight of one more input that is always 1. With that input in place, one matrix
    product does for weights and biases together, forward and backward.

    Parameters
    ----------
    inputs, outputs : int
    rng : numpy.random.Generator
        Draws the weights; not needed with initialization="zeros".
    initialization : str
        See ``initial_weights``. Biases start at 0.
    scale : float
        Multiplies the initial weights.
    dtype : float32 or float64

    Attributes
    ----------
    weight, bias : ndarray, shapes (inputs, outputs) and (outputs,)

    Examples
    --------
    >>> layer = Dense(2, 3, np.random.default_rng(0))
    >>> layer.forward(np.ones((5, 2))).shape
    (5, 3)
    """

    parameter_names = ("weight", "bias")
    stored_names = ("weight_and_bias",)
    keeps_samples_apart = True
    may_be_written_over = True
    can_spare_input_gradient = True
    __in_place = __data = __copied = __weight_transposed = None

    def __init__(self, inputs, outputs, rng=None, initialization="he", scale=1.0, dtype=np.float64):
        self.inputs = positive_integer(inputs, "Dense expects inputs to be")
        self.outputs = positive_integer(outputs, "Dense expects outputs to be")
        self.sample_shape = (self.inputs,)
        self.weight_and_bias = np.zeros((inputs + 1, outputs), float_dtype(dtype, "Dense expects"))
        self.weight_and_bias_gradient = np.zeros_like(self.weight_and_bias)
        self.weight[...] = initial_weights(initialization, (inputs, outputs), inputs, outputs, rng, scale)

    @classmethod
    def of(cls, weight, bias):
        """Make a layer that starts with given weights and biases.

        Parameters
        ----------
        weight : array_like of real numbers, shape (inputs, outputs)
            Copied, as is bias.
        bias : array_like of real numbers, shape (outputs,)

        Returns
        -------
        Dense
            In float32 if both arrays are float32 or shorter, else in float64.

        Raises
        ------
        TypeError
            If an argument does not hold real numbers.
        ValueError
            If an argument has another shape or holds NaN or infinity.

        Examples
        --------
        >>> difference = Dense.of([[1.0], [-1.0]], [0.5])
        >>> print(difference, difference.forward(np.array([[3.0, 2.0]])))
        Dense(2 → 1) [[1.5]]
        """
        weight = real_array(weight, "Dense.of expects weight to hold")
        bias = real_array(bias, "Dense.of expects bias to hold")
        if weight.ndim != 2 or not weight.size:
            raise ValueError(f"Dense.of expects weight of shape (inputs, outputs), got {weight.shape}")
        if bias.shape != weight.shape[1:]:
            raise ValueError(f"Dense.of expects bias of shape {weight.shape[1:]}, got {bias.shape}")
        for name, array in (("weight", weight), ("bias", bias)):
            if not np.isfinite(array).all():
                raise ValueError(f"Dense.of expects {name} to be finite, got NaN or infinity in it")
        dtype = np.result_type(weight, bias, np.float32)
        layer = cls(*weight.shape, initialization="zeros", dtype=dtype)
        layer.weight[...], layer.bias[...] = weight, bias
        return layer

    weight = property(
        lambda self: self.weight_and_bias[:-1],
        lambda self, value: write_into(self.weight, value, f"{self}.weight"),
    )
    bias = property(
        lambda self: self.weight_and_bias[-1],
        lambda self, value: write_into(self.bias, value, f"{self}.bias"),
    )
    weight_gradient = property(lambda self: self.weight_and_bias_gradient[:-1])
    bias_gradient = property(lambda self: self.weight_and_bias_gradient[-1])

    def prepare(self, shape, dtype):
        rows, dtype = math.prod(shape[:-1]), self.weight_and_bias.dtype
        self.x_and_1 = array_by_columns((rows, self.inputs + 1), dtype, self.prepared_for)
        self.x_and_1[:, -1] = 1
        self.x = self.__in_place = self.x_and_1[:, :-1].reshape(shape)
        y, _ = self.arrays_ahead((*shape[:-1], self.outputs), dtype)
        self.y_rows = y.reshape(rows, self.outputs)
        self.y = self.y_rows.reshape(y.shape)
        self.x_gradient_rows = array_by_columns((rows, self.inputs), dtype, self.prepared_for)
        self.x_gradient = self.x_gradient_rows.reshape(shape)
        stays = self.prepared_for and type(self) is Dense
        self.__weight_transposed = self.weight.T if stays else None

    def __setstate__(self, state):
        """Make the arrays anew: in a copy what was a part of one of them is an array of its own."""
        super().__setstate__(state)
        if type(self) is Dense and {"x", "x_and_1", "y"} <= state.keys():
            self.prepare(state["x"].shape, self.weight_and_bias.dtype)
            self.x_and_1[...], self.y[...] = state["x_and_1"], state["y"]

    def share_arrays(self, shape, dtype):
        self.prepared_for = shape
        self.prepare(shape, dtype)
        return self.x, self.x_gradient

    def forward(self, x, training=False):
        is_there = x is self.__in_place or x is self.__copied
        if not (is_there and self.prepared_for and self.in_training and training):
            self.take_in(x, training)
        np.matmul(self.x_and_1, self.weight_and_bias, out=self.y_rows)
        return self.y

    def take_in(self, x, training):
        """Have an array for ``x`` and copy it there, unless the layer before has written it there.

        Data that nobody changes need not be copied again, see ``know_data``.
        """
        if x.ndim < 2 or x.shape[-1] != self.inputs:
            raise ShapeError(f"{self} expects shape (batch, {self.inputs}), got {x.shape}")
        self.__copied = None
        self.get_ready(x, training)
        if x is not self.__in_place:
            self.x[...] = x
            self.__copied = x if x is self.__data else None

    def know_data(self, x):
        """Know an array that will be handed in again and again and that nobody changes, or None."""
        self.__data, self.__copied = x, None

    def backward(self, upstream):
        rows = upstream
        try:  # np.dot does less around the product, but takes this very shape and dtype only
            np.dot(self.x_and_1.T, rows, out=self.weight_and_bias_gradient)
        except ValueError:
            rows = None
        if rows is None:
            rows = upstream.reshape(-1, self.outputs)
            np.matmul(self.x_and_1.T, rows, out=self.weight_and_bias_gradient)
        if not self.wants_input_gradient:
            return None
        weight_transposed = self.weight.T if self.__weight_transposed is None else self.__weight_transposed
        np.matmul(rows, weight_transposed, out=self.x_gradient_rows)
        return self.x_gradient

    def __repr__(self):
        return f"Dense({self.inputs} → {self.outputs})"


class Elementwise(Layer):
    """An activation as a layer: applied to each element on its own.

    Parameters
    ----------
    activation : Activation or str
        An entry of the catalogue, its name, or a reader's own ``Activation.of(...)``.

    Examples
    --------
    >>> relu = Elementwise("relu")
    >>> print(relu.forward(np.array([-1.0, 2.0])), relu.backward(np.array([5.0, 5.0])))
    [0. 2.] [0. 5.]
    """

    keeps_samples_apart = True
    may_be_written_over = True
    __written_x = __written_by = None

    def __init__(self, activation):
        if isinstance(activation, str) and activation in CATALOGUE:
            activation = CATALOGUE[activation]
        if not isinstance(activation, Activation):
            raise TypeError(f"Elementwise expects an Activation or a name of one, got {activation!r}")
        self.activation = activation

    def prepare(self, shape, dtype):
        self.y, self.x_gradient = self.arrays_ahead(shape, dtype)
        self.slope = array_by_columns(shape, dtype, self.prepared_for)
        self.__written_by = None

    def share_arrays(self, shape, dtype):
        self.prepared_for = shape
        self.prepare(shape, dtype)
        return self.y, self.x_gradient

    def forward(self, x, training=False):
        if not training:
            self.prepared_for, self.slopes = None, None
            self.x = as_floats(x, self)
            return self.activation(self.x)
        is_known = x is self.__written_x and self.activation is self.__written_by
        if not (is_known and self.prepared_for and self.in_training):
            self.take_in(x)
        self.slopes = self.__write()
        return self.y

    def take_in(self, x):
        """Have arrays for ``x``, and what writes the activation's values and slopes into them."""
        self.slopes = None
        x = as_floats(x, self)
        self.get_ready(x, training=True)
        self.__write = self.activation.writer(x, self.y, self.slope)
        self.x = self.__written_x = x
        self.__written_by = self.activation

    def backward(self, upstream):
        if self.slopes is None:
            self.slopes = self.activation.derivative(self.x)
            self.x_gradient = array_by_columns(upstream.shape, upstream.dtype)
        return np.multiply(upstream, self.slopes, out=self.x_gradient)

    def __repr__(self):
        return self.activation.title


class PReLU(Layer):
    """A leaky ReLU whose slope below zero is learned.

    Parameters
    ----------
    channels : int
        1 for one slope in all, or one slope for each of the last axis' entries.
    alpha : float
        The slope it starts with.
    dtype : float32 or float64
    """

    parameter_names = ("alpha",)
    keeps_samples_apart = True

    def __init__(self, channels=1, alpha=0.25, dtype=np.float64):
        self.channels = positive_integer(channels, "PReLU expects channels to be")
        alpha = finite_number(alpha, "PReLU expects alpha to be")
        self.alpha = np.full(channels, alpha, float_dtype(dtype, "PReLU expects"))
        self.alpha_gradient = np.zeros_like(self.alpha)

    def forward(self, x, training=False):
        if self.channels not in (1, *x.shape[-1:]):
            raise ShapeError(f"{self} expects shape (batch, {self.channels}), got {x.shape}")
        self.x = x
        return prelu(x, self.alpha)

    def backward(self, upstream):
        x_gradient, self.alpha_gradient[...] = prelu_gradients(self.x, self.alpha, upstream)
        return x_gradient

    def __repr__(self):
        return f"PReLU({self.channels})"


class Softmax(Layer):
    """Turn each row of scores into shares that sum to 1.

    For training a classifier leave it out: ``softmax_cross_entropy`` takes the scores themselves.
    """

    keeps_samples_apart = True

    def forward(self, x, training=False):
        self.p = softmax(x)
        return self.p

    def backward(self, upstream):
        return self.p * (upstream - np.sum(self.p * upstream, axis=-1, keepdims=True))


class Dropout(Layer):
    """While training, set a random share of the inputs to 0 and scale the others up.

    Parameters
    ----------
    share : float
        The probability of being dropped, from 0 up to but not including 1.
    rng : numpy.random.Generator

    References
    ----------
    srivastava2014
    """

    def __init__(self, share, rng):
        if not isinstance(rng, np.random.Generator):
            raise TypeError(f"Dropout expects rng to be a numpy.random.Generator, got {rng!r}")
        self.share, self.rng = arguments.share(share, "Dropout expects share"), rng

    def forward(self, x, training=False):
        x = as_floats(x, self)
        if not training:
            self.mask = np.ones(1, x.dtype)
            return x
        kept = self.rng.random(x.shape) >= self.share
        self.mask = kept.astype(x.dtype) / x.dtype.type(1 - self.share)
        return x * self.mask

    def backward(self, upstream):
        return upstream * self.mask

    def __repr__(self):
        return f"Dropout({self.share:g})"


class Flatten(Layer):
    """Lay out everything but the batch axis in one row."""

    keeps_samples_apart = True

    def forward(self, x, training=False):
        self.shape = x.shape
        return x.reshape(len(x), -1)

    def backward(self, upstream):
        return upstream.reshape(self.shape)
