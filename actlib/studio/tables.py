"""What a page of the studio knows before any Python runs: curves of the catalogue, and the challenges."""

from actlib.catalogue import CATALOGUE
from actlib.studio.challenges import CHALLENGES
from actlib.studio.curves import PLACES


def table():
    """Return the catalogue's values and slopes at ``PLACES``, rounded to five digits, and the challenges.

    Returns
    -------
    dict
        Of plain values, for JSON: "functions" and "challenges".

    Examples
    --------
    >>> made = table()
    >>> made["functions"]["relu"]["y"][240:242], [each["name"] for each in made["challenges"]]
    ([0.0, 0.025], ['spiral', 'depth', 'alive'])
    """
    functions = {
        name: {"title": entry.title, "y": _short(entry(PLACES)), "slope": _short(entry.derivative(PLACES))}
        for name, entry in CATALOGUE.items()
    }
    return {"functions": functions, "challenges": challenges()}


def challenges():
    """Return the challenges' names, titles and tasks."""
    return [{"name": each.name, "title": each.title, "task": each.task} for each in CHALLENGES.values()]


def _short(numbers):
    return [round(number, 5) + 0.0 for number in numbers.tolist()]
