"""Claims of tutorials, a book and courses that are not so: one list, for chapter 19 and the tests."""

from collections.abc import Mapping
from types import MappingProxyType

from actlib.checks.claims.claim import GROUPS, SOURCES, Claim, Source
from actlib.checks.claims.formulas import FORMULAS
from actlib.checks.claims.numerics import NUMERICS
from actlib.checks.claims.records import RECORDS
from actlib.checks.claims.shapes import SHAPES
from actlib.checks.claims.starts import STARTS
from actlib.checks.claims.training import TRAINING
from actlib.checks.claims.words import WORDS

__all__ = ["CLAIMS", "GROUPS", "SOURCES", "Claim", "Source"]

LISTS = (NUMERICS, SHAPES, FORMULAS, TRAINING, STARTS, WORDS, RECORDS)
CLAIMS: Mapping[str, Claim] = MappingProxyType({claim.key: claim for claims in LISTS for claim in claims})
"""Every claim, by key, in the order of chapter 19."""
