"""What is known of a claim: who makes it, where it holds, what is wrong with it, and what is right."""

import html
import textwrap
from dataclasses import dataclass

WIDTH = 88


@dataclass(frozen=True)
class Source:
    """A text that claims are taken from.

    Attributes
    ----------
    name : str
    description : str
        What it is.
    date : str
        When it was published, or read.
    address : str
        Where it stands; empty if that is not known.

    Examples
    --------
    >>> print(SOURCES["D2L"])
    Dive into Deep Learning, a book, 2021, https://arxiv.org/abs/2106.11342
    """

    name: str
    description: str
    date: str
    address: str = ""

    def __str__(self):
        parts = (self.name, self.description, self.date, self.address)
        return ", ".join(part for part in parts if part)


GREW_FROM = "from which this course grew"
READ = "read in November 2026"
SOURCES = {
    "guide A": Source("guide A", f"an online guide to activations and a NumPy network, {GREW_FROM}", READ),
    "lesson B": Source("lesson B", f"a lesson on activations in an online course, {GREW_FROM}", READ),
    "guide C": Source("guide C", f"an online guide to weights and activations, {GREW_FROM}", READ),
    "notes D": Source("notes D", f"a learner's notes on networks from scratch, {GREW_FROM}", READ),
    "UvA": Source(
        "UvA Deep Learning Tutorials",
        "Tutorial 3",
        "2024",
        "https://uvadlc-notebooks.readthedocs.io/en/latest/",
    ),
    "D2L": Source("Dive into Deep Learning", "a book", "2021", "https://arxiv.org/abs/2106.11342"),
    "Neuromatch": Source(
        "Neuromatch Academy",
        "its deep-learning course",
        READ,
        "https://github.com/NeuromatchAcademy/course-content-dl",
    ),
}
"""Who is quoted, by the short names that claims use."""

GROUPS = {
    "numerics": "Numbers too large, too small",
    "shapes": "Shapes and axes",
    "formulas": "Formulas and slopes",
    "training": "Training loops",
    "starts": "How a network starts",
    "words": "Words and ideas",
    "records": "What cannot be run",
}
"""The kinds of claim, with their titles."""


@dataclass(frozen=True)
class Claim:
    """Something that a text says and that is not so: refuted by a check, or recorded.

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
    holds : str
        Where it holds, or what is right about it.
    right : str
        What is right instead.
    chapter : str
        The chapter that teaches what is right.
    mistake : str
        The key in ``MISTAKES`` of what ``check`` or ``check_gradients`` finds in code that follows
        the claim; empty where the claim is no code.
    found : str
        What was found by hand, for a claim that no run can settle; such a claim is recorded, not
        refuted. Empty for all others.

    Examples
    --------
    >>> from actlib.checks import CLAIMS
    >>> print(CLAIMS["one-gradient-for-all"].refuted_by("two of them differ"))
    one-gradient-for-all
      by:    Dive into Deep Learning, a book, 2021, https://arxiv.org/abs/2106.11342
      says:  If all weights start equal, all entries of their gradient are equal.
      holds: For inputs that are equal, and along the units: those stay alike, as the book
             concludes.
      fails: two of them differ
      right: All units get the same gradient. For unequal inputs its entries differ.
             (Chapter 15)
    """

    key: str
    group: str
    said_by: tuple[str, ...]
    claim: str
    holds: str
    right: str
    chapter: str
    mistake: str = ""
    found: str = ""

    def refuted_by(self, failure):
        """Return the claim with how its check failed, to be shown.

        Raises
        ------
        ValueError
            If the claim is one that is recorded.
        """
        if self.found:
            raise ValueError(f"{self.key} is recorded; no check of this course can refute it")
        return ShownClaim(self, "fails", failure)

    def recorded(self):
        """Return the claim with what was found by hand, to be shown.

        Raises
        ------
        ValueError
            If the claim is one that a check refutes.
        """
        if not self.found:
            raise ValueError(f"{self.key} can be run; let a check refute it")
        return ShownClaim(self, "found", self.found)


@dataclass(frozen=True, repr=False)
class ShownClaim:
    """A claim and what is known of it; printing it gives text, a notebook shows the same as HTML.

    Attributes
    ----------
    claim : Claim
    label : str
        "fails" or "found".
    finding : str
        How its check failed, or what was found by hand.
    """

    claim: Claim
    label: str
    finding: str

    @property
    def lines(self):
        """Return labels and texts: who says what, where it holds, how it fails, what is right."""
        claim = self.claim
        right = f"{claim.right} (Chapter {int(claim.chapter[:2])})"
        by = "; ".join(str(SOURCES[name]) for name in claim.said_by)
        return (
            ("by", by),
            ("says", claim.claim),
            ("holds", claim.holds),
            (self.label, self.finding),
            ("right", right),
        )

    def __str__(self):
        return "\n".join([self.claim.key, *(_wrapped(label, text) for label, text in self.lines)])

    __repr__ = __str__

    def _repr_html_(self):
        pairs = "".join(
            f"<dt>{label}</dt><dd style='margin: 0'>{_linked(html.escape(text, quote=False))}</dd>"
            for label, text in self.lines
        )
        return (
            f"<div role='group' aria-label='{self.claim.key}' style='color: inherit; margin-bottom: 1em; "
            "border-left: 3px solid currentColor; padding-left: 1em'>"
            f"<strong>{self.claim.key}</strong>"
            "<dl style='display: grid; grid-template-columns: max-content minmax(0, 1fr); gap: 0 1em; "
            f"margin: 0; overflow-wrap: anywhere'>{pairs}</dl></div>"
        )


def _wrapped(label, text):
    start = f"  {label + ':':<7}"
    return textwrap.fill(
        text,
        WIDTH,
        initial_indent=start,
        subsequent_indent=" " * len(start),
        break_on_hyphens=False,
        break_long_words=False,
    )


def _linked(text):
    for source in SOURCES.values():
        if source.address:
            text = text.replace(source.address, f"<a href='{source.address}'>{source.address}</a>")
    return text
