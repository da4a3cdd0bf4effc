"""Draw an activation of your own, see what it is worth, and let it race."""

from actlib.studio.cards import Card, Relative, describe
from actlib.studio.making import bent, from_formula, from_points
from actlib.studio.states import activation_of, code_of

__all__ = ["Card", "Relative", "activation_of", "bent", "code_of", "describe", "from_formula", "from_points"]
