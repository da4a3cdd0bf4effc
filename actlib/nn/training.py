"""Training: forward, loss, backward, update; and a record of how it went."""

import math
from collections.abc import Iterable
from contextlib import contextmanager
from contextvars import copy_context
from dataclasses import dataclass, field
from functools import partial

import numpy as np
from tqdm import tqdm

from actlib.functions.arguments import check, flag, optional
from actlib.nn.arguments import above_zero, at_least_zero, positive_integer
from actlib.nn.layers import Dense, Elementwise, forget_training
from actlib.nn.losses import LOSSES
from actlib.nn.optimizers import Optimizer
from actlib.nn.plain import is_plain
from actlib.nn.sharing import unchecked

# The output of the widest layer may have this size, in a part of a batch that is taken at once. Around it
# stand half a dozen arrays as large: inputs, slopes, gradients.
PART_BYTES = 2**19

# Each part adds up all gradients of the network, which therefore have to be few beside its outputs.
GRADIENTS_A_PART = 4


class _Bar(tqdm):
    """A progress bar without the thread that tqdm starts beside it: a browser has none to give."""

    monitor_interval = 0


class Diverged(ArithmeticError):
    """The loss is no longer a finite number. ``history`` holds the epochs before."""


@dataclass
class History:
    """What was met while training.

    Attributes
    ----------
    loss, accuracy, gradient_norm : list of float, one an epoch
        Loss (with the L2 penalty) and accuracy are averages over the samples as they came, each
        before the update that it led to; accuracy stays empty for regression. The gradient norm
        is the length of the vector of all gradients at the epoch's last update.
    measured_epochs : list of int
        The epochs after which the following were taken.
    held_out_loss, held_out_accuracy : list of float
        On data that is not trained on; empty if there are none.
    dead_share : list of float
        Share of the units of all activation layers whose slope is 0 for every training sample.
    stopped : str
        Why training ended.
    """

    loss: list[float] = field(default_factory=list)
    accuracy: list[float] = field(default_factory=list)
    gradient_norm: list[float] = field(default_factory=list)
    measured_epochs: list[int] = field(default_factory=list)
    held_out_loss: list[float] = field(default_factory=list)
    held_out_accuracy: list[float] = field(default_factory=list)
    dead_share: list[float] = field(default_factory=list)
    stopped: str = ""

    def __str__(self):
        """Return a table of at most a dozen of the measured epochs."""
        at = [epoch - 1 for epoch in self.measured_epochs]
        columns = {
            "epoch": [f"{i + 1}" for i in at],
            "loss": [f"{self.loss[i]:.4f}" for i in at],
            "accuracy": [f"{self.accuracy[i]:.3f}" for i in at if self.accuracy],
            "held-out loss": [f"{value:.4f}" for value in self.held_out_loss],
            "held-out accuracy": [f"{value:.3f}" for value in self.held_out_accuracy],
            "gradient norm": [f"{self.gradient_norm[i]:.1e}" for i in at],
            "dead units": [f"{value:.0%}" for value in self.dead_share],
        }
        table = [[title, *cells] for title, cells in columns.items() if cells]
        shown = {0, *np.linspace(1, len(at), min(len(at), 12)).astype(int)}
        widths = [max(map(len, column)) for column in table]
        lines = [
            "  ".join(column[row].rjust(width) for column, width in zip(table, widths, strict=True))
            for row in sorted(shown)
            if table
        ]
        return "\n".join([*lines, self.stopped])


def fit(
    network,
    x,
    targets,
    optimizer,
    epochs,
    *,
    batch_size=None,
    rng=None,
    held_out=None,
    l2=0.0,
    clip_norm=None,
    measure_every=None,
    callbacks=(),
    progress=None,
):
    """Train a network.

    Parameters
    ----------
    network : Network
    x : array_like, shape (samples, ...)
    targets : array_like
        As the network's loss takes them.
    optimizer : Optimizer
    epochs : int
        How often to go through all samples.
    batch_size : int, optional
        Samples an update; by default all of them.
    rng : numpy.random.Generator
        Shuffles the samples before each epoch; needed with batch_size.
    held_out : pair of (x, targets), optional
        Data to measure on and not to train on.
    l2 : float
        Adds l2 / 2 times the sum of all squared weights to the loss; biases and slopes go free.
    clip_norm : float, optional
        Shortens the vector of all gradients to this length where it is longer.
    measure_every : int, optional
        Epochs between two measurements of held-out figures and dead units; by default there
        are between one and two hundred measurements in all.
    callbacks : callable or iterable of callable
        Each is called after every epoch as ``callback(network, epoch, history)``, with epochs
        counted from 1. What it returns ends the training if it is true, and is the reason if it
        is a string. ``EarlyStopping`` is one.
    progress : bool, optional
        Whether to show a bar; by default only in a terminal.

    Returns
    -------
    History
        Also after Ctrl-C, with the epochs so far; the network keeps what it has learned.

    Raises
    ------
    Diverged
        If the loss turns non-finite. Says at which step, and where in the network it began.
    ShapeError, TypeError, ValueError
        If an argument is not as described.

    Notes
    -----
    A batch that would not fit into the processor's cache goes through the network in parts, and the gradients
    of all parts are added up before the update. Layers then keep what they had of the last part. A loss that
    a callback gives the network is that of the next training.

    References
    ----------
    goodfellow2016

    Examples
    --------
    >>> from actlib.nn import SGD, Dense, Network, fit
    >>> network = Network([Dense(1, 1, initialization="zeros")], "mean_squared_error")
    >>> history = fit(network, [[0.0], [1.0]], [1.0, 3.0], SGD(0.5), epochs=200)
    >>> print({name: value.round(3).ravel() for name, value in network.parameters.items()})
    {'1.weight': array([2.]), '1.bias': array([1.])}
    """
    if not hasattr(network, "loss_and_gradients"):
        raise TypeError(f"fit expects network to be a Network, got {network!r}")
    x, is_copy, targets, outputs = _training_data(network, x, targets)
    _check_options(optimizer, epochs, batch_size, rng, len(x), l2, clip_norm, measure_every)
    callbacks = _list_of_callables(callbacks)
    loss = network.loss
    l2_vector = float(l2) * _weight_mask(network) if l2 else None
    measure_every = max(1, epochs // 100) if measure_every is None else measure_every
    if held_out is not None:
        _check_held_out(network, held_out)
    part_size = _samples_in_cache(network, x)
    no_one_looks = not callbacks and is_plain(network, optimizer)
    judge = partial(loss.prepared, in_one_array=True) if no_one_looks else loss.prepared
    whole = [(len(x), _parts(judge, x, targets, outputs, part_size))] if batch_size is None else None
    quiet = copy_context()  # overflow is reported by Diverged, once, with the place where it began
    quiet.run(np.seterr, all="ignore")
    through = _short_way(network, batch_size is not None) if no_one_looks else _checked_way(network)
    update = _update_of(network, optimizer, l2_vector, clip_norm, through, stay=no_one_looks)
    history = History()
    check(optional(flag), progress, "fit expects progress to be")
    hide_bar = None if progress is None else not progress
    try:
        with (
            _training_mode(network, x if no_one_looks and is_copy else None),
            _Bar(total=epochs, disable=hide_bar, unit="epoch") as bar,
        ):
            for epoch in range(1, epochs + 1):
                batches = whole or _batches(loss, x, targets, batch_size, part_size, rng)
                quiet.run(_one_epoch, update, batches, history, loss.hits)
                if epoch % measure_every == 0 or epoch in (1, epochs):
                    in_place = no_one_looks and batch_size is None and epoch < epochs
                    _measure(network, x, held_out, epoch, history, in_place)
                bar.update()
                reason = callbacks and _reason_to_stop(network, epoch, history, callbacks)
                if reason:
                    history.stopped = f"{reason}, at epoch {epoch}"
                    return history
    except KeyboardInterrupt:
        history.stopped = f"interrupted after epoch {len(history.loss)}"
        return history
    except Diverged as error:
        history.stopped = str(error)
        error.history = history
        raise
    history.stopped = f"trained for {epochs} epochs"
    return history


def _one_epoch(update, batches, history, counts_hits):
    samples = loss_sum = hit_sum = norm = 0
    for count, parts in batches:
        loss, hit_share, norm = update(count, parts)
        samples += count
        loss_sum += count * loss
        hit_sum += count * hit_share
    history.loss.append(loss_sum / samples)
    history.gradient_norm.append(norm)
    if counts_hits:
        history.accuracy.append(hit_sum / samples)


def _update_of(network, optimizer, l2_vector, clip_norm, through, stay):
    """Return a function that takes one step; say whether the network's two vectors stay the same arrays.

    It returns the loss and the share of hits before the step, and the gradient norm.
    """
    vectors = network.flat_parameters, network.flat_gradients

    def update(count, parts):
        parameters, gradients = vectors if stay else (network.flat_parameters, network.flat_gradients)
        if len(parts) == 1:
            loss, hits, answers = through(*parts[0])
        else:
            loss, hits, answers = _through_all(network, through, count, parts)
        if l2_vector is not None:
            pull = l2_vector * parameters
            loss += 0.5 * float(pull @ parameters)
            gradients += pull
        if not math.isfinite(loss):
            step = optimizer.next_step(parameters)
            raise Diverged(f"the loss is {loss} at step {step}: {_origin(network, parts)}")
        norm = _length(gradients)
        if clip_norm is not None and norm > clip_norm:
            gradients *= clip_norm / norm
        optimizer.update(parameters, gradients)
        return loss, hits / answers, norm

    return update


def _length(vector):
    length = math.sqrt(vector.dot(vector))
    if length < math.inf:
        return length
    return float(np.linalg.norm(vector.astype(np.float64)))  # a float32 has no room for such squares


def _checked_way(network):
    """Return a function that goes forward and backward: to the loss, the number of hits and of answers."""

    def through(x, judged):
        loss, output_gradient, (hits, answers) = judged(network.forward(x, training=True))
        network.backward(output_gradient)
        return loss, int(hits), answers

    return through


def _short_way(network, is_in_batches):
    """Return the same for a plain network and one of the library's losses, which need no checks."""
    layers, backwards = network.layers, [unchecked(layer) for layer in reversed(network.layers)]

    def through(x, judged):
        for layer in layers:
            x = layer.forward(x, True)
        if is_in_batches:
            network._output_shape = x.shape
        loss, gradient, (hits, answers) = judged(x)
        for backward in backwards:
            gradient = backward(gradient)
        return loss, hits, answers

    return through


def _through_all(network, through, count, parts):
    """Do so for a batch in parts: loss and gradients are means over its samples."""
    loss, hits, answers, gradients = 0.0, 0, 0, np.zeros_like(network.flat_gradients)
    for part in parts:
        share = len(part[0]) / count
        part_loss, *counts = through(*part)
        loss += share * part_loss
        hits, answers = hits + counts[0], answers + counts[1]
        gradients += share * network.flat_gradients
    network.flat_gradients[...] = gradients
    return loss, hits, answers


def _samples_in_cache(network, x):
    """Return how many samples' numbers stay in the processor's cache on their way through all layers.

    More than these are taken in parts: from the main memory each step takes several times as long. If layers
    or the loss may mix samples, as a reader's own may, all have to go at once.
    """
    apart = network.goes_straight and all(layer.keeps_samples_apart for layer in network.layers)
    if not (apart and network.loss in LOSSES.values()):
        return len(x)
    widest = max(x[:1].nbytes, *(y.nbytes for _, y in network.outputs_by_layer(x[:1])))
    return max(1, PART_BYTES // widest, GRADIENTS_A_PART * network.flat_gradients.nbytes // widest)


def _parts(judge, x, targets, outputs, most):
    """Return inputs in parts of at most so many samples, each with what judges its outputs."""
    if len(x) <= most:
        return [(x, judge(outputs, targets))]
    return [(x[cut], judge(outputs[cut], targets[cut])) for cut in _cuts(len(x), most)]


def _cuts(count, most):
    """Return slices of nearly the same length that go through ``count`` samples."""
    size = math.ceil(count / math.ceil(count / most))
    return [slice(start, start + size) for start in range(0, count, size)]


def _origin(network, parts):
    """Say where the first non-finite number of a network is."""
    x = np.concatenate([x for x, _ in parts])
    for name, parameter in network.parameters.items():
        if not np.isfinite(parameter).all():
            return f"parameter {name} became non-finite in the update before"
    for position, (layer, y) in enumerate(network.outputs_by_layer(x, training=True), 1):
        if not np.isfinite(y).all():
            return f"it began in layer {position}, {layer}, whose outputs are not all finite"
    return "all parameters and outputs are finite; it began in the loss"


@np.errstate(all="ignore")
def _measure(network, x, held_out, epoch, history, in_place):
    if in_place:
        dead = list(_dead_units_in_place(network, x))
    else:
        with _pause(network):
            dead = [units.ravel() for units in network.dead_units(x).values()]
    if held_out is not None:
        with _pause(network):
            held_out_loss, held_out_accuracy = network.evaluate(*held_out)
        history.held_out_loss.append(held_out_loss)
        if held_out_accuracy is not None:
            history.held_out_accuracy.append(held_out_accuracy)
    if dead:
        history.dead_share.append(float(np.concatenate(dead).mean()))
    history.measured_epochs.append(epoch)


def _dead_units_in_place(network, x):
    """Yield what ``dead_units`` finds, computed in the arrays of training, which takes a third of the time.

    Nobody may see these arrays before the next step: they do not hold what layers keep outside of training.
    """
    for layer in network.layers:
        x = layer.forward(x, training=isinstance(layer, Dense | Elementwise))
        if isinstance(layer, Elementwise):
            is_number = x == x  # where it is not, the slope may be any
            yield np.all((layer.slopes == 0) & is_number, axis=0).ravel()


def _reason_to_stop(network, epoch, history, callbacks):
    """Call all callbacks; return the reason that one of them gives, or None."""
    with _pause(network):
        reasons = [reason for callback in callbacks if (reason := callback(network, epoch, history))]
    in_words = (reason for reason in reasons if isinstance(reason, str))
    return next(in_words, "stopped by a callback" if reasons else None)


def _batches(loss, x, targets, batch_size, part_size, rng):
    order = rng.permutation(len(x))
    for start in range(0, len(x), batch_size):
        batch = order[start : start + batch_size]
        cuts = [batch[cut] for cut in _cuts(len(batch), part_size)]
        yield len(batch), [(x[cut], loss.of_outputs(targets[cut])) for cut in cuts]


class EarlyStopping:
    """A callback that ends training once held-out loss no longer falls, and takes the best back.

    Parameters
    ----------
    patience : int
        How many measurements without a lower held-out loss to wait for.

    Examples
    --------
    >>> EarlyStopping(patience=5)
    EarlyStopping(patience=5)
    """

    def __init__(self, patience):
        self.patience = positive_integer(patience, "EarlyStopping expects patience to be")

    def __call__(self, network, epoch, history):
        if not history.held_out_loss:
            raise ValueError("EarlyStopping expects fit to be given held_out data")
        if history.measured_epochs[-1] != epoch:
            return None
        losses = history.held_out_loss
        best = int(np.argmin(losses))
        if best == len(losses) - 1:
            self.best_parameters = network.flat_parameters.copy()
        if len(losses) - 1 - best < self.patience:
            return None
        network.flat_parameters[:] = self.best_parameters
        return f"stopped early, back to the parameters of epoch {history.measured_epochs[best]}"

    def __repr__(self):
        return f"EarlyStopping(patience={self.patience})"


@contextmanager
def _training_mode(network, data):
    """Let layers write into the same arrays at each step, and the first spare its input's gradient.

    The data is an array that goes in at every step and that nobody else can change, if there is one.
    """
    _switch_training(network, True)
    if data is not None and type(network.layers[0]) is Dense:
        network.layers[0].know_data(data)
    try:
        yield
    finally:
        _switch_training(network, False)
        for layer in network.layers:
            forget_training(layer)


@contextmanager
def _pause(network):
    """Let the network be used while it trains as at any other time: what it returns is not written over."""
    _switch_training(network, False)
    try:
        yield
    finally:
        _switch_training(network, True)


def _switch_training(network, on):
    for layer in network.layers:
        layer.in_training = on
    first = network.layers[0]
    spared = on and network.goes_straight and first.can_spare_input_gradient
    first.wants_input_gradient = not spared


def _weight_mask(network):
    """Return a flat vector with 1 where a parameter is a weight and 0 elsewhere."""
    mask = np.zeros_like(network.flat_parameters)
    begin = network.flat_parameters.ctypes.data
    for name, parameter in network.parameters.items():
        if name.endswith("weight"):
            place = parameter.ctypes.data - begin
            np.ndarray(parameter.shape, mask.dtype, mask, place, parameter.strides)[...] = 1
    return mask


def _training_data(network, x, targets):
    x = network.as_input(x)
    if not network.flat_parameters.size:
        raise ValueError("fit expects a network with parameters to train, got none")
    if x.ndim < 2 or not x.size:
        raise ValueError(f"fit expects x of shape (samples, ...), not empty, got {x.shape}")
    _check_finite(x, "x")
    by_columns = np.asfortranarray(x) if x.ndim == 2 else x
    outputs = network.forward(by_columns)
    network.refuse_probabilities(outputs)
    return by_columns, by_columns is not x, network.loss.targets_for(outputs, targets), outputs


def _check_held_out(network, held_out):
    if not isinstance(held_out, tuple | list) or len(held_out) != 2:
        raise TypeError(f"fit expects held_out to be a pair (x, targets), got {type(held_out).__name__}")
    network.evaluate(*held_out)
    _check_finite(network.as_input(held_out[0]), "the x held out")


def _check_finite(x, name):
    if not np.isfinite(x).all():
        raise ValueError(f"fit expects {name} to be finite, got NaN or infinity in it")


def _list_of_callables(callbacks):
    if not callable(callbacks) and (isinstance(callbacks, str) or not isinstance(callbacks, Iterable)):
        raise TypeError(f"fit expects callbacks to be a function or a list of functions, got {callbacks!r}")
    callbacks = [callbacks] if callable(callbacks) else list(callbacks)
    for callback in callbacks:
        if not callable(callback):
            raise TypeError(f"fit expects callbacks to be callable, got {callback!r}")
    return callbacks


def _check_options(optimizer, epochs, batch_size, rng, samples, l2, clip_norm, measure_every):
    if not isinstance(optimizer, Optimizer):
        raise TypeError(f"fit expects an optimizer such as Adam(0.01), got {optimizer!r}")
    positive_integer(epochs, "fit expects epochs to be")
    at_least_zero(l2, "fit expects l2")
    if clip_norm is not None:
        above_zero(clip_norm, "fit expects clip_norm")
    if measure_every is not None:
        positive_integer(measure_every, "fit expects measure_every to be")
    if batch_size is None:
        return
    positive_integer(batch_size, "fit expects batch_size to be")
    if batch_size > samples:
        raise ValueError(f"fit expects batch_size to be at most the {samples} samples, got {batch_size}")
    if not isinstance(rng, np.random.Generator):
        raise TypeError(f"fit expects rng to be a numpy.random.Generator with batch_size, got {rng!r}")
