"""A report: what a check found, as text for people and as HTML for notebooks."""

import html
import textwrap
from dataclasses import dataclass

from actlib.checks.mistakes import SEVERITIES, Mistake

WIDTH = 88
MOST_FINDINGS = 3
FAILING = ("mistake", "unmeasured")


@dataclass(frozen=True)
class Finding:
    """One thing a check found: what was tried, what was expected, what came, and what that means.

    Attributes
    ----------
    mistake : Mistake
        Which classic mistake it is; ``key``, ``title``, ``why`` and ``hint`` are read from it.
    tried, expected, got : str
    chapter : str
        The chapter that explains it.
    """

    mistake: Mistake
    tried: str
    expected: str
    got: str
    chapter: str

    @property
    def key(self):
        return self.mistake.key

    @property
    def severity(self):
        return self.mistake.severity

    @property
    def title(self):
        return self.mistake.title

    @property
    def why(self):
        return self.mistake.why

    @property
    def hint(self):
        return self.mistake.hint

    @property
    def lines(self):
        """Return the labels and texts of the finding, in the order in which they are read."""
        chapter = f"chapter {int(self.chapter[:2])}, {self.chapter}"
        texts = (self.tried, self.expected, self.got, self.why, self.hint, chapter)
        labels = ("Tried", "Expected", "Got", "Why it matters", "Hint", "Read")
        return tuple(zip(labels, texts, strict=True))


@dataclass(frozen=True, repr=False)
class Report:
    """What a check found; printing it gives the text, a notebook shows the same as HTML.

    Attributes
    ----------
    name : str
        What was checked.
    findings : tuple of Finding
        The root cause first, at most three.
    compared : str
        What was compared, of how much.

    Examples
    --------
    >>> print(Report("relu", (), "17 of 17 values"))
    relu: passed, nothing to remark
    Compared: 17 of 17 values
    """

    name: str
    findings: tuple[Finding, ...]
    compared: str = ""

    @property
    def passed(self):
        """Return whether all was compared and is right; warnings and notes do not fail a check."""
        return all(finding.severity not in FAILING for finding in self.findings)

    @property
    def keys(self):
        """Return the keys of the findings, to look up in ``MISTAKES``."""
        return tuple(finding.key for finding in self.findings)

    @property
    def headline(self):
        severities = [finding.severity for finding in self.findings]
        counted = [severity for severity in SEVERITIES if severity != "unmeasured"]
        counts = [_count(severities.count(severity), severity) for severity in counted]
        verdict = "passed" if self.passed else "could not be measured"
        verdict = "not yet right" if "mistake" in severities else verdict
        remarks = [*filter(None, counts)] or ["nothing to remark"] * self.passed
        return f"{self.name}: {', '.join([verdict, *remarks])}"

    def __str__(self):
        blocks = [self.headline, *([f"Compared: {self.compared}"] if self.compared else [])]
        for position, finding in enumerate(self.findings, 1):
            blocks += ["", f"{position}. {finding.severity.capitalize()}: {finding.title}"]
            blocks += [_wrapped(label, text) for label, text in finding.lines]
        return "\n".join(blocks)

    __repr__ = __str__

    def _repr_html_(self):
        items = "".join(_as_item(finding) for finding in self.findings)
        listed = f"<ol>{items}</ol>" if items else ""
        compared = f"<p>Compared: {html.escape(self.compared, quote=False)}</p>" if self.compared else ""
        return (
            f'<div role="group" aria-label="Check of {html.escape(self.name, quote=True)}" '
            'style="color: inherit; border-left: 3px solid currentColor; padding-left: 1em">'
            f"<p><strong>{html.escape(self.headline)}</strong></p>{compared}{listed}</div>"
        )


def has_mistake(findings):
    """Return whether one of the findings is a mistake, not a warning or a note."""
    return any(finding.severity == "mistake" for finding in findings)


def report(name, findings, compared=""):
    """Keep the findings a learner should read now: mistakes first, then warnings, then notes.

    Beside a mistake notes only distract, and a mistake named twice is one mistake.
    """
    once = []
    for finding in findings:
        if finding.key not in [earlier.key for earlier in once]:
            once.append(finding)
    in_order = sorted(once, key=lambda finding: SEVERITIES.index(finding.severity))
    if in_order and in_order[0].severity in FAILING:
        in_order = [finding for finding in in_order if finding.severity != "note"]
    return Report(name, tuple(in_order[:MOST_FINDINGS]), compared)


def number(value, digits=4):
    """Write a number with so few digits that they hold on every machine."""
    value = float(value)
    return f"{value + 0.0:.{digits}g}" if value == value else "NaN"


def array(values, digits=4):
    """Write a small array in one line."""
    if getattr(values, "ndim", 0) == 0:
        return number(values, digits)
    return "[" + ", ".join(array(value, digits) for value in values) + "]"


def told_apart(want, got):
    """Write two small arrays or numbers with as many digits as it takes to tell them apart, four at least."""
    texts = [(array(want, digits), array(got, digits)) for digits in (4, 6, 8, 12)]
    return next((pair for pair in texts if pair[0] != pair[1]), texts[0])


def _count(count, severity):
    if count == 0:
        return ""
    return f"{count} {severity}{'s' if count > 1 else ''}"


def _wrapped(label, text):
    start = f"   {label + ':':<16}"
    return textwrap.fill(
        text, WIDTH, initial_indent=start, subsequent_indent=" " * len(start), break_long_words=False
    )


def _as_item(finding):
    pairs = "".join(
        f"<dt>{label}</dt><dd>{html.escape(text, quote=False)}</dd>" for label, text in finding.lines
    )
    title = html.escape(finding.title, quote=False)
    return f"<li><p><strong>{finding.severity.capitalize()}: {title}</strong></p><dl>{pairs}</dl></li>"
