"""What the page playground asks Python for: begin an experiment, train it a little, say how it looks.

One experiment at a time is trained. All that is returned is plain and finite: pictures are bytes in
base64, one byte a place, row after row from the lower left corner of the plane.
"""

import base64
import time

import numpy as np

from actlib.catalogue import CATALOGUE
from actlib.explorers.experiments import DATA, DEPTHS, MOST_EPOCHS, OPTIMIZERS, RATES, WIDTHS, Experiment
from actlib.functions import arguments as must_be

CHOICES = {
    "data": tuple(DATA),
    "activation": tuple(CATALOGUE),
    "depth": DEPTHS,
    "width": WIDTHS,
    "optimizer": tuple(OPTIMIZERS),
    "learning_rate": RATES,
}
START = {
    "data": "circles",
    "activation": "relu",
    "depth": 2,
    "width": 8,
    "optimizer": "Adam",
    "learning_rate": 0.03,
    "seed": 0,
}
MOST_SEED = 999_999
STORED_EPOCHS = 40
MOST_MILLISECONDS = 1000
EPOCHS_A_FRAME = 25  # of what lies behind, so many parts: slow at first, when most happens, then faster
SIDES = ((32, 48), (64, 36), (128, 24), (256, 16))  # up to how many units, places along a side
SURE = 63  # the highest of the levels on which a region says how sure the network is
MOST_DESCRIBED = 8
SHAPES = ("dots", "squares", "triangles")
COLORS = ("orange", "blue", "green")

_running = {}


def stored():
    """Return what the page shows before it has Python: the choices, and a picture trained in advance.

    Examples
    --------
    >>> page = stored()
    >>> page["choices"]["data"], page["picture"]["epoch"]
    ([['spiral', 'spiral'], ['circles', 'circles'], ['XOR', 'XOR'], ['half plane', 'half plane']], 40)
    """
    choices = {name: [[value, _title(name, value)] for value in values] for name, values in CHOICES.items()}
    opening = begin(**START)
    return {
        "choices": choices,
        "start": START,
        "most_seed": MOST_SEED,
        "picture": opening | frame(STORED_EPOCHS, 1000 * MOST_MILLISECONDS),
    }


def _title(name, value):
    return CATALOGUE[value].title if name == "activation" else str(value)


def begin(**settings):
    """Make a new experiment and return its points and how it looks untrained.

    Parameters
    ----------
    **settings
        data, activation (a name of the catalogue), depth, width, optimizer, learning_rate, each one of
        ``CHOICES``, and seed; what is left out is as in ``START``.

    Returns
    -------
    dict
        ``points``, a list of [x₁, x₂, class]; ``limit``, how far the plane that is shown reaches from 0
        on each side; ``classes``; ``title``; and what ``frame`` returns.

    Raises
    ------
    TypeError
        If there is no such setting.
    ValueError
        If a setting is none of its choices.

    Examples
    --------
    >>> looks = begin(data="half plane", width=4)
    >>> looks["title"], len(looks["points"]), looks["epoch"]
    ('half plane, ReLU, 2 × 4, Adam 0.03', 200, 0)
    """
    settings = _checked(START | settings)
    _running.clear()
    experiment = Experiment(**settings)
    units = settings["depth"] * settings["width"]
    limit = 1.15 * np.abs(experiment.points).max()
    fresh = DATA[settings["data"]](np.random.default_rng([settings["seed"], 1]))
    side = next(side for most, side in SIDES if units <= most)
    looks = {
        "points": [
            [round(float(x), 4), round(float(y), 4), int(label)]
            for (x, y), label in zip(experiment.points, experiment.labels, strict=True)
        ],
        "limit": float(limit),
        "classes": int(experiment.labels.max()) + 1,
        "title": f"{settings['data']}, {experiment.title}",
    }
    along = np.linspace(-limit, limit, side)
    places = np.stack(np.meshgrid(along, along), axis=-1).reshape(-1, 2)
    _running.update(experiment=experiment, fresh=fresh, places=places, side=side)
    return looks | frame(0)


def _checked(settings):
    for name in settings:
        if name not in START:
            raise TypeError(f"begin expects settings among {', '.join(START)}, got {name!r}")
    for name, known in CHOICES.items():
        value = settings[name]
        if isinstance(value, bool) or not isinstance(value, str | int | float) or value not in known:
            raise ValueError(f"begin expects {name} to be one of {', '.join(map(str, known))}, got {value!r}")
    must_be.check(must_be.whole(0, MOST_SEED), settings["seed"], "begin expects seed to be")
    return settings


def frame(epochs=None, milliseconds=30, known=0):
    """Train the experiment that was begun last, and return how it looks then.

    Parameters
    ----------
    epochs : int, optional
        How many at most; by default one at first and more as time goes on.
    milliseconds : float
        How long at most, if that is more than one epoch takes.
    known : int
        How many losses the page has already.

    Returns
    -------
    dict
        ``epoch``; ``loss``; ``losses``, those that the page has not; ``accuracy`` on the points of the
        training and ``fresh`` on others made the same way; ``regions``, with 64 levels of how sure the
        network is for each class; ``layers``, of each hidden layer one picture a unit, in which 128 is 0
        and 1 or 255 as far from it as that unit gets, and which units are ``dead``; ``trouble``;
        ``ended``; and ``words`` for each picture.

    Raises
    ------
    RuntimeError
        If nothing was begun.
    ValueError
        If a number is out of range.

    Examples
    --------
    >>> _ = begin(data="half plane", width=4)
    >>> looks = frame(30, milliseconds=1000)
    >>> looks["epoch"], looks["accuracy"] > 0.9, [layer["units"] for layer in looks["layers"]]
    (30, True, [4, 4])
    """
    if not _running:
        raise RuntimeError("frame expects that begin was called before")
    whole = must_be.whole(0, MOST_EPOCHS)
    must_be.check(must_be.optional(whole), epochs, "frame expects epochs to be")
    must_be.check(must_be.at_least(0), milliseconds, "frame expects milliseconds to be")
    must_be.check(whole, known, "frame expects known to be")
    experiment = _running["experiment"]
    epochs = 1 + experiment.epoch // EPOCHS_A_FRAME if epochs is None else epochs
    with np.errstate(all="ignore"):
        _train(experiment, min(epochs, MOST_EPOCHS - experiment.epoch), milliseconds / 1000)
        return _looks(known)


def _train(experiment, epochs, seconds):
    """Train for some epochs or until the time is up, but for one at least; few at a time cost more."""
    begun, done = time.monotonic(), 0
    while done < epochs and not experiment.trouble:
        spent = time.monotonic() - begun
        if done and spent >= seconds:
            return
        in_time = int(done * (seconds - spent) / spent) if done and spent else 1
        more = min(max(in_time, 1), 2 * done or 1, epochs - done)
        experiment.step(more)
        done += more


def _looks(known):
    experiment, side = _running["experiment"], _running["side"]
    *layers, (_, scores) = experiment.network.outputs_by_layer(_running["places"])
    hidden = [outputs for _, outputs in layers[1::2]]
    dead = list(experiment.network.dead_units(experiment.points).values())
    regions, shares = _regions(scores)
    fresh_points, fresh_labels = _running["fresh"]
    accuracy = _right(experiment, experiment.points, experiment.labels)
    fresh = _right(experiment, fresh_points, fresh_labels)
    return {
        "epoch": experiment.epoch,
        "loss": _finite(experiment.losses[-1]),
        "losses": [_finite(loss) for loss in experiment.losses[known:]],
        "accuracy": accuracy,
        "fresh": fresh,
        "regions": {"side": side, "bytes": _encoded(regions)},
        "layers": [
            {"units": len(each), "side": side // 2, "bytes": _encoded(_pictures(outputs, side)),
             "dead": np.flatnonzero(each).tolist()}
            for outputs, each in zip(hidden, dead, strict=True)
        ],
        "trouble": experiment.trouble,
        "ended": bool(experiment.trouble) or experiment.epoch >= MOST_EPOCHS,
        "words": {
            "regions": _words_on_regions(shares, accuracy, fresh),
            "loss": _words_on_loss(experiment.losses),
            "layers": [
                _words_on_units(number, outputs, each)
                for number, (outputs, each) in enumerate(zip(hidden, dead, strict=True), 1)
            ],
        },
    }  # fmt: skip


def _right(experiment, points, labels):
    return float(np.mean(experiment.classify(points) == labels))


def _regions(scores):
    """Return one byte a place, the class and how sure it is, and each class's share of the plane."""
    classes = scores.shape[1]
    given = scores.argmax(axis=1)
    probability = 1 / np.exp(scores - scores.max(axis=1, keepdims=True)).sum(axis=1)
    sure = np.nan_to_num((probability - 1 / classes) / (1 - 1 / classes)).clip(0, 1)
    levels = (SURE + 1) * given + np.rint(SURE * sure).astype(int)
    return levels.astype(np.uint8), np.bincount(given, minlength=classes) / len(given)


def _pictures(outputs, side):
    """Return the units' outputs at every second place of each direction, each unit scaled by itself."""
    outputs = np.nan_to_num(outputs).reshape(side, side, -1)[::2, ::2].reshape(-1, outputs.shape[1])
    largest = np.abs(outputs).max(axis=0)
    scaled = outputs / np.where(largest > 0, largest, 1)
    return (128 + np.rint(127 * scaled)).astype(np.uint8).T


def _encoded(picture):
    return base64.b64encode(picture.tobytes()).decode()


def _finite(number):
    return float(number) if np.isfinite(number) else None


def _words_on_regions(shares, accuracy, fresh):
    parts = [
        f"class {label} ({COLORS[label]} {SHAPES[label]}) has {_percent(share)} of it"
        for label, share in enumerate(shares)
    ]
    return (
        f"The plane by the class the network gives each place: {', '.join(parts)}. "
        f"{_percent(accuracy)} of the points lie in their own class, and {_percent(fresh)} of the fresh ones."
    )


def _words_on_loss(losses):
    if len(losses) == 1:
        return f"The loss before training: {losses[0]:.3g}."
    lowest = int(np.argmin(losses))
    return (
        f"The loss over {len(losses) - 1} epochs: from {losses[0]:.3g} to {losses[-1]:.3g}, "
        f"lowest {losses[lowest]:.3g} at epoch {lowest}."
    )


def _words_on_units(number, outputs, dead):
    few = [_words_on_unit(unit, outputs[:, unit]) for unit in range(min(len(dead), MOST_DESCRIBED))]
    more = f"; and {len(dead) - len(few)} more" if len(dead) > len(few) else ""
    names = ", ".join(str(unit + 1) for unit in np.flatnonzero(dead))
    died = f"dead: {names}" if names else "none dead"
    return f"Hidden layer {number}, {len(dead)} units, {died}. Over the plane, {'; '.join(few)}{more}."


def _words_on_unit(unit, outputs):
    low, high = outputs.min(), outputs.max()
    if low == high:
        return f"unit {unit + 1} is {low:.2g} everywhere"
    side = _running["side"]
    row, column = divmod(int(outputs.argmax()), side)
    across = ("left", "", "right")[3 * column // side]
    where = f"{('lower', '', 'upper')[3 * row // side]} {across}".strip() or "middle"
    return f"unit {unit + 1} is {low:.2g} to {high:.2g}, highest at the {where}".replace("-", "−")


def _percent(share):
    """Return a share in percent; only all of them are 100 %, and only none 0 %."""
    shown = 100 * share if share in (0, 1) else min(max(100 * share, 0.5), 99.5)
    return f"{shown:.0f} %" if shown in (0, 100) or 1 <= shown <= 99 else f"{shown:.1f} %"
