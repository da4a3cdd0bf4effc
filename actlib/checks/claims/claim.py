"""What is known of a claim: who makes it, what is wrong with it, and what is right."""

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
        """Return the claim, how its check failed, and what is right, as a text of a few lines."""
        right = f"{self.right} (Chapter {int(self.chapter[:2])})"
        texts = {"says": self.claim, "fails": failure, "right": right}
        lines = [_line(label, text) for label, text in texts.items()]
        return "\n".join([f"{self.key} ({', '.join(self.said_by)})", *lines])


def _line(label, text):
    start = f"  {label + ':':<7}"
    return textwrap.fill(
        text, WIDTH, initial_indent=start, subsequent_indent=" " * len(start), break_on_hyphens=False
    )
