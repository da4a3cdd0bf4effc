"""What the page studio asks Python for: plain values out of ``actlib.studio``, never NaN or infinity."""

import functools
import json

import numpy as np

from actlib import studio

PLACES = studio.PLACES
SECONDS_A_STEP = 0.1
WORST_SHOWN = 4.0  # of a mean squared error

_running = {}


def curve(state):
    """Return values and slopes at the 481 places, None where they are no finite numbers, and what breaks."""
    activation = _activation(state)
    found = studio.landmarks_of(activation)
    poles = [each.x for each in found.poles if -6 <= each.x <= 6]
    y, slope = activation(PLACES), activation.derivative(PLACES)
    slope[~np.isfinite(y) | np.isin(PLACES.round(6), np.round(poles, 6))] = np.nan
    return {
        "x": PLACES.tolist(),
        "y": _plain(y),
        "slope": _plain(slope),
        "jumps": [each.x for each in found.breaks if each.jumps and -6 < each.x <= 6],
        "poles": poles,
        "holes": [
            [max(each.low, -6), min(each.high, 6)] for each in found.holes if each.low < 6 and each.high > -6
        ],
    }


def card(state):
    """Return the card of what a state describes, and the Python that makes it."""
    found = studio.describe(_activation(state))
    relative = found.relative
    return {
        "name": found.activation.name,
        "sentences": found.sentences,
        "numbers": [list(pair) for pair in found.numbers],
        "relative": relative
        and {
            "name": relative.name,
            "title": relative.title,
            "distance": relative.distance,
            "differs": relative.differs,
        },
        "python": studio.code_of(state),
    }


def picture(state):
    """Return the curve as an SVG picture, and what it shows in words."""
    svg, description = studio.picture(_activation(state))
    return {"svg": svg, "description": description}


def race_start(state):
    """Set up a race of what a state describes, ReLU and the rival."""
    task, rival = studio.race_settings(state)
    race = studio.Race(_activation(state), rival, task)
    _running["race"], _running["told"] = race, {}
    return {
        "total": race.total,
        "entrants": [{"key": each.key, "title": each.title} for each in race.entrants],
        "epochs": race.epochs,
        "measure": race.task.measure,
    }


def race_step():
    """Train for about a tenth of a second and return what is new."""
    race, told = _at_work("race"), _running["told"]
    race.step(SECONDS_A_STEP)
    news = {"done": race.share, "entrants": {}, "finished": race.finished}
    if "points" not in told:
        told["points"] = True
        news["points"] = _points(race)
    for each in race.entrants:
        ended = sum(training.entrant is each for training in race.trainings), each.key in race.gradients
        if ended != told.get(each.key):
            told[each.key] = ended
            news["entrants"][each.key] = _standing(race, each.key)
    if race.finished:
        news["sentence"] = race.sentence
    return news


def challenge_start(name, state):
    """Begin a challenge with what a state describes."""
    attempt = studio.Attempt(name, _activation(state))
    _running["challenge"] = attempt
    return {"total": len(attempt.challenge.seeds)}


def challenge_step():
    """Measure for about a tenth of a second; return the verdict once there is one."""
    attempt = _at_work("challenge")
    attempt.step(SECONDS_A_STEP)
    verdict = attempt.verdict
    if verdict is None:
        return {"done": attempt.done, "finished": False, "solved": False, "sentence": "", "numbers": []}
    numbers = [list(pair) for pair in verdict.numbers]
    return {
        "done": 1,
        "finished": True,
        "solved": verdict.solved,
        "sentence": verdict.sentence,
        "numbers": numbers,
    }


def _at_work(what):
    if what not in _running:
        raise ValueError(f"no {what} has been started, or Python was started afresh; start it again")
    return _running[what]


def _points(race):
    x, targets = race.points()
    if race.task.has_classes:
        return {"x": x.tolist(), "labels": targets.tolist()}
    return {"x": np.column_stack([x[:, 0], targets]).tolist(), "labels": None}


def _standing(race, key):
    now, sizes = race.standing(key), race.gradients.get(key)
    gradients = {} if sizes is None else {"gradients": _plain(np.array(sizes))}
    if now is None:
        return gradients
    curves = {name: _capped(getattr(now, name)) for name in ("median", "low", "high")}
    told = {
        "rate": now.rate,
        "curves": {"epochs": now.epochs, **curves},
        "loss": _number(now.loss),
        "dead": _number(now.dead),
        **gradients,
    }
    if race.task.has_classes:
        limits = race.limits()
        classes = studio.regions(now.network, limits)
        return told | {"regions": {"size": studio.PLACES_A_SIDE, "classes": classes, "limits": limits}}
    x = np.linspace(-3, 3, 121)
    with np.errstate(all="ignore"):
        y = now.network.predict(x[:, np.newaxis])[:, 0]
    return told | ({"line": {"x": x.tolist(), "y": y.tolist()}} if np.isfinite(y).all() else {})


def _capped(scores):
    """Return scores for a chart: a training that diverged has an error without bounds."""
    return np.fmin(scores, WORST_SHOWN).tolist()


def _number(value):
    return value if np.isfinite(value) else None


def _activation(state):
    """Return the activation of a state; the last ones are kept, because curve and card follow each other."""
    if not isinstance(state, dict):
        return studio.activation_of(state)
    return _made(json.dumps({name: each for name, each in state.items() if name not in ("data", "rival")}))


@functools.lru_cache(maxsize=8)
def _made(text):
    return studio.activation_of(json.loads(text))


def _plain(numbers):
    return [number if np.isfinite(number) else None for number in numbers.tolist()]
