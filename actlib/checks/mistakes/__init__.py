"""The mistakes that checks know by name: one table, which chapters and tests read too."""

from collections.abc import Mapping
from types import MappingProxyType

from actlib.checks.mistakes.backpropagation import BACKPROPAGATION
from actlib.checks.mistakes.calling import CALLING
from actlib.checks.mistakes.floats import FLOATS
from actlib.checks.mistakes.layers import LAYERS
from actlib.checks.mistakes.mistake import SEVERITIES, Mistake
from actlib.checks.mistakes.prelu import PRELU
from actlib.checks.mistakes.rows import ROWS
from actlib.checks.mistakes.slopes import SLOPES
from actlib.checks.mistakes.values import VALUES

__all__ = ["MISTAKES", "SEVERITIES", "Mistake"]

GROUPS = (CALLING, VALUES, SLOPES, FLOATS, ROWS, PRELU, LAYERS, BACKPROPAGATION)
MISTAKES: Mapping[str, Mistake] = MappingProxyType({m.key: m for group in GROUPS for m in group})
"""Every mistake that checks know, by key."""
