"""Losses: how wrong a network's outputs are, and in which direction each should move."""

import copyreg
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from actlib.functions import sigmoid, softplus
from actlib.functions.accept import constant, real_array, unmasked


@dataclass(frozen=True)
class Loss:
    """A loss, averaged over the batch, with its gradient.

    Attributes
    ----------
    name : str
    value_and_gradient : callable
        From outputs and targets to the mean loss and its gradient with respect to the outputs.
    targets_for : callable
        From outputs and targets to targets of the shape and dtype that value_and_gradient
        takes, or an error that says what is wrong with them.
    hits : callable or None
        From outputs and targets to one bool a sample: is the answer right? None for regression.
    applies : str
        The function it applies to the outputs, which are scores then; empty if it takes them as they are.

    Examples
    --------
    Calling a loss checks the targets and returns its value and gradient:

    >>> value, gradient = mean_squared_error(np.array([[1.0], [3.0]]), [[1.0], [1.0]])
    >>> print(value, gradient.ravel())
    2.0 [0. 2.]
    """

    name: str
    value_and_gradient: Callable
    targets_for: Callable
    hits: Callable | None = None
    applies: str = ""

    def prepared(self, outputs, targets, in_one_array=False):
        """Return a function of outputs like these: to loss, gradient and (right answers, answers).

        For targets that come again at every step what can be computed once is, and the cross-entropy counts
        the hits where it has the largest score at hand. It may write each gradient over the one before, if
        nobody holds that any more.
        """
        if self.value_and_gradient is _softmax_cross_entropy and self.hits is _is_largest:
            return _cross_entropy_against(outputs, targets, in_one_array)
        return lambda outputs: (*self.value_and_gradient(outputs, targets), self._count(outputs, targets))

    def of_outputs(self, targets):
        """Return the same for targets that come only once, with nothing prepared."""
        return lambda outputs: self.prepared(outputs, targets)(outputs)

    def _count(self, outputs, targets):
        if self.hits is None:
            return 0, 1
        hits = self.hits(outputs, targets)
        return int(np.count_nonzero(hits)), hits.size

    def __call__(self, outputs, targets):
        outputs = real_array(outputs, f"{self.name} expects outputs to hold")
        if not outputs.size or not outputs.ndim:
            raise ValueError(f"{self.name} expects at least one sample, got outputs of shape {outputs.shape}")
        return self.value_and_gradient(outputs, self.targets_for(outputs, targets))

    def __repr__(self):
        return self.name

    def __reduce__(self):
        if LOSSES.get(self.name) is self:
            return _loss_named, (self.name,)
        return copyreg.__newobj__, (type(self),), vars(self)


def _loss_named(name):
    return LOSSES[name]


def _softmax_cross_entropy(logits, labels):
    value, gradient, _ = _cross_entropy_against(logits, labels)(logits)
    return value, gradient


def _cross_entropy_against(logits, labels, in_one_array=False):
    classes, count = logits.shape[-1], labels.size
    labels = labels.ravel().astype(np.intp)
    # All arrays here have a row for each class: sums over a few classes then run along memory.
    one_sample = constant(1 / count, logits.dtype)
    mean_one_hot = one_sample * (np.arange(classes)[:, None] == labels)
    places = labels * count + np.arange(count)
    largest, totals = np.empty((2, count), logits.dtype)
    room = np.empty(mean_one_hot.shape, logits.dtype) if in_one_array else None

    def value_gradient_and_hits(logits):
        is_matrix = logits.ndim == 2 and logits.size == classes * count
        scores = (logits if is_matrix else logits.reshape(count, classes)).T
        p = np.subtract(scores, np.maximum.reduce(scores, out=largest), out=room)
        below_largest = p.take(places)
        if int(np.count_nonzero(p)) == p.size - count:  # one class leads, for each sample
            hits = count - int(np.count_nonzero(below_largest))
        else:  # of several such the first counts
            hits = int(np.count_nonzero(p.argmax(axis=0) == labels))
        np.exp(p, out=p)
        np.add.reduce(p, out=totals)
        p *= np.divide(one_sample, totals, out=largest)
        p -= mean_one_hot
        np.log(totals, out=totals)
        np.subtract(totals, below_largest, out=totals)
        value = np.add.reduce(totals) / count
        gradient = p.T if logits.ndim == 2 else p.T.reshape(logits.shape)
        return float(value), gradient, (hits, count)

    return value_gradient_and_hits


def _is_largest(logits, labels):
    return logits.argmax(axis=-1) == labels


def _labels_for(logits, labels):
    labels = unmasked(labels, "softmax_cross_entropy expects labels to be")
    if labels.dtype.kind not in "iu":
        raise TypeError(f"softmax_cross_entropy expects whole-number labels, got dtype {labels.dtype}")
    if labels.shape != logits.shape[:-1]:
        raise ValueError(
            f"softmax_cross_entropy expects labels of shape {logits.shape[:-1]}, got {labels.shape}"
        )
    classes = logits.shape[-1]
    if labels.size and not 0 <= labels.min() <= labels.max() < classes:
        raise ValueError(
            f"softmax_cross_entropy expects labels from 0 to {classes - 1}, "
            f"got {labels.min()} to {labels.max()}"
        )
    return labels


def _binary_cross_entropy(logits, targets):
    value = np.mean(softplus(logits) - targets * logits)
    return float(value), (sigmoid(logits) - targets) / logits.size


def _probabilities_for(logits, targets):
    targets = _numbers_for(logits, targets, "binary_cross_entropy")
    if targets.size and not 0 <= targets.min() <= targets.max() <= 1:
        raise ValueError(
            f"binary_cross_entropy expects targets from 0 to 1, got {targets.min():g} to {targets.max():g}"
        )
    return targets


def _mean_squared_error(outputs, targets):
    difference = outputs - targets
    return float(np.mean(difference**2)), 2 / difference.size * difference


def _values_for(outputs, targets):
    return _numbers_for(outputs, targets, "mean_squared_error")


def _numbers_for(outputs, targets, loss_name):
    targets = unmasked(targets, f"{loss_name} expects targets to be")
    if targets.dtype.kind not in "biuf":
        raise TypeError(f"{loss_name} expects real targets, got dtype {targets.dtype}")
    if targets.shape not in (outputs.shape, outputs.shape[:-1]) or targets.size != outputs.size:
        raise ValueError(f"{loss_name} expects targets of shape {outputs.shape}, got {targets.shape}")
    if not np.isfinite(targets).all():
        raise ValueError(f"{loss_name} expects finite targets, got NaN or infinity among them")
    return targets.reshape(outputs.shape).astype(outputs.dtype, copy=False)


softmax_cross_entropy = Loss(
    "softmax_cross_entropy",
    _softmax_cross_entropy,
    _labels_for,
    hits=_is_largest,
    applies="softmax",
)
"""Minus the log of the share that softmax gives the right class; targets are class numbers."""

binary_cross_entropy = Loss(
    "binary_cross_entropy",
    _binary_cross_entropy,
    _probabilities_for,
    hits=lambda logits, targets: (logits > 0) == (targets > 0.5),
    applies="sigmoid",
)
"""Minus the log of the share that sigmoid gives the right one of two classes.

Targets lie from 0 to 1; those above 0.5 count as class 1 where hits are counted.
"""

mean_squared_error = Loss("mean_squared_error", _mean_squared_error, _values_for)
"""The square of the difference, averaged over every output; targets are numbers."""

LOSSES = {loss.name: loss for loss in (softmax_cross_entropy, binary_cross_entropy, mean_squared_error)}
"""The three losses by name, as Network.fit takes them."""
