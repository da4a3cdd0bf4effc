"""Hear what code prints and what it warns of, in its own thread, and leave every other thread alone.

Standard output and the filters of warnings belong to the whole process. While any call is heard,
both hold something that asks which thread it is; a thread that is not heard finds them as they were.
"""

import sys
import threading
import warnings
from contextlib import contextmanager

import numpy as np

from actlib.checks import watching

_here = threading.local()
_lock = threading.Lock()
_blocks = 0


class Heard:
    """What one call has printed and warned of.

    Attributes
    ----------
    printed : bool
    warnings : list of str
    """

    def __init__(self):
        self.printed = False
        self.warnings = []

    def of_numbers(self, what, flags):
        """Note an overflow and the like; where arrays are watched, NumPy's own word does not count."""
        if watching.WATCHES and flags != watching.SEEN:
            return
        self.warnings.append(f"{what} encountered")
        # For code that turns the warnings of NumPy into errors by a filter of its own.
        warnings.warn(f"{what} encountered", RuntimeWarning, stacklevel=2)

    @contextmanager
    def in_this_thread(self):
        """Hear what this thread does within the block."""
        before, _here.heard = _heard(), self
        try:
            with np.errstate(all="call", under="ignore", call=self.of_numbers):
                yield
        finally:
            _here.heard = before


class _Ear:
    """A stream that keeps from printing what heard threads write, and hands on the rest."""

    def __init__(self, stream):
        self.stream = stream

    def write(self, text):
        heard = _heard()
        if heard is None:
            return self.stream.write(text)
        heard.printed |= bool(text)
        return len(text)

    def writelines(self, lines):
        for line in lines:
            self.write(line)

    def flush(self):
        if _heard() is None:
            self.stream.flush()

    def __getattr__(self, name):
        return getattr(self.stream, name)


class _AnyWarning:
    """In a filter, a pattern that matches every warning of heard threads and none of the others."""

    def match(self, text):
        heard = _heard()
        if heard is not None:
            heard.warnings.append(text)
        return heard is not None


NOT_SHOWN = ("ignore", _AnyWarning(), Warning, None, 0)


@contextmanager
def hearing():
    """Make it possible within this block to hear a thread."""
    _begin()
    try:
        yield
    finally:
        _end()


def _heard():
    return getattr(_here, "heard", None)


def _begin():
    global _blocks
    with _lock:
        _blocks += 1
        if NOT_SHOWN not in warnings.filters:
            warnings.filters.insert(0, NOT_SHOWN)
        for name in ("stdout", "stderr"):
            if not isinstance(getattr(sys, name), _Ear | None):
                setattr(sys, name, _Ear(getattr(sys, name)))


def _end():
    global _blocks
    with _lock:
        _blocks -= 1
        if _blocks:
            return
        if NOT_SHOWN in warnings.filters:
            warnings.filters.remove(NOT_SHOWN)
        for name in ("stdout", "stderr"):
            if isinstance(getattr(sys, name), _Ear):
                setattr(sys, name, getattr(sys, name).stream)
