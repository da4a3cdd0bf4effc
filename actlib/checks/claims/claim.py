"""What is known of a claim: who makes it, what is wrong with it, and what is right."""

import html
import textwrap
from dataclasses import dataclass

WIDTH = 88
SOURCES = {
    "guide A": "an online guide to activation functions, with a network in plain NumPy",
    "lesson B": "a lesson on activation functions in an online course",
    "guide C": "an online guide to weights and activations, in plain Python",
    "notes D": "a learner's notes on a book about networks from scratch",
    "UvA": "Tutorial 3 of the UvA Deep Learning Tutorials",
    "D2L": "the book Dive into Deep Learning",
    "Neuromatch": "the deep-learning course of Neuromatch Academy",
    "PyTorch": "the library, version 2.13",
    "JAX": "the library, version 0.10",
    "Keras": "the library",
}
"""Who is quoted, in the names that claims use."""

GROUPS = {
    "numerics": "Numbers too large, too small",
    "shapes": "Shapes and axes",
    "formulas": "Formulas and slopes",
    "training": "Training loops",
    "starts": "How a network starts",
    "words": "Words and ideas",
    "running": "Code that does not run",
    "citations": "Citations",
}
"""The kinds of mistake, with their titles."""


@dataclass(frozen=True)
class Claim:
    """Something that a text says or a program assumes, and that a check refutes.

    Attributes
    ----------
    key : str
        A stable name, such as "one-maximum".
    group : str
        Its kind, a key of ``GROUPS``.
    said_by : tuple of str
        Keys of ``SOURCES``.
    claim : str
        The claim in the words of this course.
    right : str
        What is right instead.
    chapter : str
        The chapter that teaches what is right.
    mistake : str
        The key in ``MISTAKES`` of what ``check`` or ``check_gradients`` finds in code that follows
        the claim; empty where the claim is no code.

    Examples
    --------
    >>> from actlib.checks import CLAIMS
    >>> print(CLAIMS["sigmoid-range"].refuted_by("the largest output is 1"))
    sigmoid-range (notes D)
      says:  The outputs of the sigmoid lie between 0 and infinity.
      fails: the largest output is 1
      right: They lie between 0 and 1. (Chapter 4)
    """

    key: str
    group: str
    said_by: tuple[str, ...]
    claim: str
    right: str
    chapter: str
    mistake: str = ""

    def refuted_by(self, failure):
        """Return the claim with how its check failed, to be shown."""
        return Refutation(self, failure)


@dataclass(frozen=True, repr=False)
class Refutation:
    """A claim and how its check failed; printing it gives text, a notebook shows the same as HTML.

    Attributes
    ----------
    claim : Claim
    failure : str
    """

    claim: Claim
    failure: str

    @property
    def lines(self):
        """Return the labels and texts: what is said, how it fails, what is right."""
        right = f"{self.claim.right} (Chapter {int(self.claim.chapter[:2])})"
        return (("says", self.claim.claim), ("fails", self.failure), ("right", right))

    def __str__(self):
        lines = [_wrapped(label, text) for label, text in self.lines]
        return "\n".join([f"{self.claim.key} ({', '.join(self.claim.said_by)})", *lines])

    __repr__ = __str__

    def _repr_html_(self):
        pairs = "".join(
            f"<dt>{label}</dt><dd style='margin: 0'>{html.escape(text, quote=False)}</dd>"
            for label, text in self.lines
        )
        return (
            f"<div role='group' aria-label='{self.claim.key}' style='color: inherit; margin-bottom: 1em; "
            "border-left: 3px solid currentColor; padding-left: 1em'>"
            f"<strong>{self.claim.key}</strong> ({', '.join(self.claim.said_by)})"
            "<dl style='display: grid; grid-template-columns: max-content minmax(0, 1fr); gap: 0 1em; "
            f"margin: 0; overflow-wrap: anywhere'>{pairs}</dl></div>"
        )


def _wrapped(label, text):
    start = f"  {label + ':':<7}"
    return textwrap.fill(
        text, WIDTH, initial_indent=start, subsequent_indent=" " * len(start), break_on_hyphens=False
    )
