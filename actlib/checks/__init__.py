"""Checks of a learner's own code: what is wrong with it, which classic mistake that is, and why."""

from actlib.checks.backpropagation import check_gradients
from actlib.checks.checking import check
from actlib.checks.claims import CLAIMS, Claim
from actlib.checks.judging import asked
from actlib.checks.mistakes import MISTAKES, Mistake
from actlib.checks.referring import uses
from actlib.checks.report import Finding, Report

__all__ = [
    "CLAIMS",
    "MISTAKES",
    "Claim",
    "Finding",
    "Mistake",
    "Report",
    "asked",
    "check",
    "check_gradients",
    "uses",
]
