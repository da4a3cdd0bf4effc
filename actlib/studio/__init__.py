"""Draw an activation of your own, see what it is worth, let it race and take challenges."""

from actlib.studio import tables
from actlib.studio.cards import Card, Relative, describe
from actlib.studio.challenges import CHALLENGES, Attempt, Challenge, Verdict
from actlib.studio.curves import PLACES
from actlib.studio.landmarks import landmarks_of
from actlib.studio.making import bent, from_formula, from_points
from actlib.studio.pictures import picture
from actlib.studio.races import PLACES_A_SIDE, Entrant, Race, Standing, regions
from actlib.studio.states import activation_of, code_of, race_settings

__all__ = [
    "CHALLENGES",
    "PLACES",
    "Attempt",
    "Card",
    "Challenge",
    "Race",
    "Relative",
    "Standing",
    "Verdict",
    "activation_of",
    "bent",
    "code_of",
    "describe",
    "from_formula",
    "from_points",
    "picture",
]
