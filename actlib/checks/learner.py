"""A learner's function: how it is called, and how a finding about it is made."""

from dataclasses import dataclass, field, replace
from functools import partial

import numpy as np

from actlib import functions
from actlib.catalogue import CATALOGUE
from actlib.checks.calling import SECONDS, call, real_numbers
from actlib.checks.mistakes import MISTAKES
from actlib.checks.report import Finding
from actlib.checks.tolerances import ABSOLUTE, RELATIVE, agrees

CHAPTERS = {
    "softmax": "08-softmax",
    "log_softmax": "08-softmax",
    "softmax_jacobian": "08-softmax",
    "prelu_gradients": "07-leaky-relu-and-prelu",
    "glu": "09-gelu-and-friends",
    "swiglu": "09-gelu-and-friends",
    "convolution": "16-images",
    "gradient_step": "13-binary-classification",
}


@dataclass(frozen=True)
class Learner:
    """A learner's function and how it likes to be called.

    Attributes
    ----------
    name : str
    function : callable
    seconds : float
        How long one call may take.
    form : {"array", "list", "number", "rows"}
        What it takes; rows are arrays of two dimensions.
    fixed : tuple of (str, value)
        Parameters given in every call.
    relative, absolute : float
        The errors up to which a value is right; larger where constants are rounded, or in float32.
    counts : dict of str to int
        How many values were compared and how many left out, so far.
    changed : list of ndarray
        The arrays that it has changed so far, as they were before.
    """

    name: str
    function: object
    seconds: float = SECONDS
    form: str = "array"
    fixed: tuple = ()
    relative: float = RELATIVE
    absolute: float = ABSOLUTE
    counts: dict = field(default_factory=lambda: {"compared": 0, "left out": 0})
    changed: list = field(default_factory=list)

    def __call__(self, x, /, **parameters):
        outcome = self._called(x, dict(self.fixed) | parameters)
        if outcome.overwritten:
            self.changed.append(x)
        return outcome

    def _called(self, x, parameters):
        function = partial(self.function, **parameters)
        if self.form == "array":
            return call(function, x, seconds=self.seconds)
        if self.form == "list":
            return call(function, x.tolist(), seconds=self.seconds)
        if self.form == "rows":
            return self._as_rows(function, x)

        def one_by_one(x):
            values = [function(float(v)) for v in x.flat]
            array = np.reshape(values, x.shape)
            return array.tolist() if array.dtype == object else array

        return call(one_by_one, x, seconds=self.seconds)

    def _as_rows(self, function, x):
        """Call the function with a batch of one row where x has fewer dimensions, and undo that."""
        outcome = call(function, np.atleast_2d(x), seconds=self.seconds)
        if outcome.failed or x.ndim > 1:
            return outcome
        value = call(np.reshape, outcome.value, x.shape)
        return outcome if value.failed else replace(outcome, value=value.value)

    def at_least(self, tolerances):
        """Return the learner with errors allowed that are no smaller than these; None changes nothing."""
        if tolerances is None:
            return self
        relative, absolute = tolerances
        return replace(self, relative=max(relative, self.relative), absolute=max(absolute, self.absolute))

    def close(self, got, want):
        """Say of each element whether it is right, without counting it."""
        return agrees(got, want, self.relative, self.absolute)

    def compare(self, got, want):
        """Say of each element whether it is right, and count it as compared."""
        self.counts["compared"] += np.size(want)
        return self.close(got, want)

    def errors_at(self, x, share, dtype):
        """Return the errors at points that are larger than x by a share, or None if they have no numbers."""
        points = ((1 + share) * x).astype(dtype)
        got, want = real_numbers(self(points).value), self.right(points.astype(np.float64))
        return got - want if np.shape(got) == want.shape else None

    def numbers_at(self, x):
        """Return what comes for x as floats, or None where that is no array of the right shape."""
        outcome = self(x)
        got = None if outcome.failed else real_numbers(outcome.value)
        return got.astype(float) if np.shape(got) == self.right(x).shape else None

    def leave_out(self, values):
        """Count values that could not be compared, because the function does not take them."""
        self.counts["left out"] += np.size(values)

    def compared(self, complete):
        """Say how many values were compared of how many; of a check that broke off only how many."""
        compared, left_out = self.counts["compared"], self.counts["left out"]
        return f"{compared} of {compared + left_out} values" if complete else f"{compared} values so far"

    @property
    def right(self):
        return getattr(functions, self.name)

    @property
    def entry(self):
        return CATALOGUE[self.name.removesuffix("_derivative")]

    @property
    def default_chapter(self):
        if self.name.endswith("_derivative"):
            return "11-derivatives"
        return CHAPTERS.get(self.name) or self.entry.chapter

    def finding(self, key, tried, expected, got):
        """Return the finding of a mistake; its chapter is the mistake's own or the function's."""
        mistake = MISTAKES[key]
        return Finding(mistake, tried, expected, got, mistake.chapter or self.default_chapter)
