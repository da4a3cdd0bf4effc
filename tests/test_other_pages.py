"""What the pages beside the chapters say in numbers is what the library does."""

import re

import pytest
from scipy.special import ndtr

from actlib.studio.cards import DEPTHS, LAYERS
from actlib.studio.challenges import CHALLENGES
from actlib.studio.races import RATES, SEEDS
from tests.prose import PAGES

SMALL = "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"
WORDS = dict(enumerate(SMALL)) | {30: "thirty"}
STUDIO, INTRO = PAGES["studio"], PAGES["intro"]
WAYS = re.findall(r"^\*\*(?:Read|Answer|Run|Look up)\.", INTRO, re.MULTILINE)


@pytest.mark.parametrize(
    ("page", "sentence"),
    [
        (STUDIO, f"with {WORDS[len(RATES)]} learning rates and {WORDS[len(SEEDS)]} seeds"),
        (STUDIO, f"{WORDS[len(SEEDS)]} with the same seeds, compared in pairs"),
        (STUDIO, f"## {WORDS[len(CHALLENGES)].capitalize()} challenges"),
        (STUDIO, f"what {WORDS[LAYERS]} layers without that gain leave"),
        (STUDIO, f"what one layer, {WORDS[DEPTHS[0]]} and {WORDS[DEPTHS[1]]} make of a gradient"),
        (INTRO, f"## {WORDS[len(WAYS)].capitalize()} ways in"),
    ],
)
def test_a_page_counts_rightly(page, sentence):
    assert sentence in page


def test_most_normal_inputs_lie_where_the_studio_says():
    low, high = map(int, re.search(r"most of them between (-\d+) and (\d+)", STUDIO).groups())
    assert 0.9 < ndtr(high) - ndtr(low) < 0.99
