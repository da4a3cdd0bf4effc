"""What the page studio asks Python for: plain values out of ``actlib.studio``, never NaN or infinity."""

import functools
import json

import numpy as np

from actlib import studio

PLACES = (np.arange(481) - 240) / 40


def curve(state):
    """Return values and slopes at the 481 places, None where they are no finite numbers."""
    activation = _activation(state)
    return {
        "x": PLACES.tolist(),
        "y": _plain(activation(PLACES)),
        "slope": _plain(activation.derivative(PLACES)),
    }


def card(state):
    """Return the card of what a state describes, and the Python that makes it."""
    found = studio.describe(_activation(state))
    relative = found.relative
    return {
        "name": found.activation.name,
        "sentences": found.sentences,
        "numbers": [list(pair) for pair in found.numbers],
        "relative": relative
        and {
            "name": relative.name,
            "title": relative.title,
            "distance": relative.distance,
            "differs": relative.differs,
        },
        "python": studio.code_of(state),
    }


def _activation(state):
    """Return the activation of a state; the last ones are kept, because curve and card follow each other."""
    shape = {name: value for name, value in state.items() if name not in ("data", "rival")}
    return (
        _made(json.dumps(shape, sort_keys=True)) if isinstance(state, dict) else studio.activation_of(state)
    )


@functools.lru_cache(maxsize=8)
def _made(text):
    return studio.activation_of(json.loads(text))


def _plain(numbers):
    return [number if np.isfinite(number) else None for number in numbers.tolist()]
