"""What is known of a mistake."""

from dataclasses import dataclass

SEVERITIES = ("mistake", "unmeasured", "warning", "note")


@dataclass(frozen=True)
class Mistake:
    """A classic mistake: what it is called, why it matters in a network, and where to look.

    Attributes
    ----------
    key : str
        A stable name, such as "softmax-wrong-axis".
    title : str
        The mistake in one line.
    why : str
        What it does to a network.
    hint : str
        A question or a direction that leaves the last step to the learner.
    chapter : str
        The chapter that explains it; empty where that is the chapter of the function checked.
    severity : {"mistake", "unmeasured", "warning", "note"}
        A mistake fails a check, and so does what cannot be measured; a warning is right but imprecise
        or fragile; a note is a choice.

    Examples
    --------
    >>> from actlib.checks import MISTAKES
    >>> MISTAKES["softmax-wrong-axis"].title
    'The wrong axis: samples are mixed with one another'
    """

    key: str
    title: str
    why: str
    hint: str
    chapter: str = ""
    severity: str = "mistake"
