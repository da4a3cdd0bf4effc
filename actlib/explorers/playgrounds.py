"""The playground of a live notebook: choose data and a network, train it, watch it learn."""

import asyncio
import signal
import threading
import time
from contextlib import contextmanager
from functools import partial

import ipywidgets as widgets
import numpy as np

from actlib.catalogue import CATALOGUE, an_activation
from actlib.explorers.choices import number_on_slider
from actlib.explorers.experiments import (
    DATA,
    DEPTHS,
    EPOCHS_A_STEP,
    MOST_EPOCHS,
    OPTIMIZERS,
    RATES,
    WIDTHS,
    Experiment,
)
from actlib.explorers.frames import frame_markup
from actlib.functions import arguments as must_be

SETTINGS = {
    "data": "spiral",
    "activation": "relu",
    "depth": 1,
    "width": 16,
    "optimizer": "Adam",
    "learning_rate": 0.03,
}
SECONDS_A_SLICE = 0.05
SECONDS_A_PICTURE = 0.4
FITTING_IMAGE = '<img style="max-width: 100%; height: auto" '  # the book's own style is not in JupyterLab


class Playground(widgets.VBox):
    """Controls around an ``Experiment``; made by ``playground``.

    Training runs in slices of a twentieth of a second on the event loop of the notebook, so that
    every control answers meanwhile. It ends with Pause, Reset, a change of any control, closing,
    interrupting the kernel, or when the loss is no longer finite.
    """

    def __init__(self, **settings):
        self._task = None
        self._activations = dict(CATALOGUE)
        self._make_controls({**SETTINGS, **settings})
        self.view, self.status = widgets.HTML(), widgets.HTML()
        self.reset()
        super().__init__(
            [*self.controls.values(), widgets.HBox(list(self.buttons.values())), self.status, self.view]
        )
        self.add_class("playground")

    def _make_controls(self, settings):
        activation = settings["activation"]
        if not isinstance(activation, str):
            must_be.check(an_activation, activation, "playground expects activation to be")
            self._activations[activation.name] = activation
            settings["activation"] = activation.name
        titles = [(each.title, name) for name, each in self._activations.items()]
        rates = [(number_on_slider(rate), rate) for rate in RATES]
        wide, style = widgets.Layout(width="auto"), {"description_width": "7rem"}
        kinds = {
            "data": partial(widgets.Dropdown, options=[(name, name) for name in DATA]),
            "activation": partial(widgets.Dropdown, options=titles),
            "depth": partial(widgets.SelectionSlider, options=[(str(depth), depth) for depth in DEPTHS]),
            "width": partial(widgets.SelectionSlider, options=[(str(width), width) for width in WIDTHS]),
            "optimizer": partial(widgets.Dropdown, options=[(name, name) for name in OPTIMIZERS]),
            "learning_rate": partial(widgets.SelectionSlider, options=rates),
        }
        _check_settings(settings, kinds)
        self.controls = {
            name: kind(value=settings[name], description=name.replace("_", " "), layout=wide, style=style)
            for name, kind in kinds.items()
        }
        for control in self.controls.values():
            control.observe(self.reset, "value")
        self.buttons = {name: widgets.Button(description=name) for name in ("Train", "Step", "Reset")}
        self.buttons["Train"].on_click(lambda _: self.pause() if self.is_training else self.train())
        self.buttons["Step"].on_click(lambda _: self.step())
        self.buttons["Reset"].on_click(self.reset)

    @property
    def is_training(self):
        return self._task is not None

    def reset(self, _=None):
        """Stop, and start afresh with what the controls say."""
        self.pause()
        settings = {name: control.value for name, control in self.controls.items()}
        settings["activation"] = self._activations[settings["activation"]]
        self.experiment = Experiment(**settings)
        self.show()

    def train(self):
        """Train until paused; without an event loop, one step."""
        if self.is_training:
            return
        try:
            loop = asyncio.get_running_loop()
        except RuntimeError:
            self.step()
            return
        self._task = loop.create_task(self._run())
        self.buttons["Train"].description = "Pause"

    async def _run(self):
        experiment, task = self.experiment, asyncio.current_task()
        shown, until_next = time.monotonic(), SECONDS_A_PICTURE
        try:
            with _interrupts() as interrupts:
                while not (interrupts or experiment.trouble or experiment.epoch >= MOST_EPOCHS):
                    _train_a_slice(experiment)
                    begun = time.monotonic()
                    if begun - shown > until_next:
                        self.show()
                        await asyncio.sleep(0)
                        shown = time.monotonic()
                        until_next = max(SECONDS_A_PICTURE, 2 * (shown - begun))  # on a slow machine too
                    await asyncio.sleep(0.01)
        except KeyboardInterrupt:
            pass
        finally:
            if self._task is task:
                self._stopped()
                self.show()

    def pause(self):
        """Stop training; what was learned stays."""
        if self.is_training:
            self._task.cancel()
            self._stopped()
            self.show()

    def _stopped(self):
        self._task = None
        self.buttons["Train"].description = "Train"

    def step(self, epochs=EPOCHS_A_STEP):
        """Train for some epochs and stop."""
        self.pause()
        self.experiment.step(epochs)
        self.show()

    def show(self):
        """Draw the experiment as it is now."""
        picture = self.experiment.picture()
        self.view.value = frame_markup(picture).replace("<img ", FITTING_IMAGE, 1)
        self.status.value = f'<div role="status">{self._status()}</div>'

    def _status(self):
        experiment = self.experiment
        if experiment.trouble:
            return f"{experiment.trouble} Lower the learning rate, then Reset."
        accuracy = np.mean(experiment.classify(experiment.points) == experiment.labels)
        return f"epoch {experiment.epoch}: loss {experiment.losses[-1]:.3f}, accuracy {accuracy:.2f}"

    def close(self):
        self.pause()
        super().close()

    def __repr__(self):
        chosen = {name: (control.options, control.value) for name, control in self.controls.items()}
        texts = (
            f"{name.replace('_', ' ')} {next(text for text, each in options if each == value)}"
            for name, (options, value) in chosen.items()
        )
        return f"playground: {', '.join(texts)}"


def _check_settings(settings, kinds):
    for name in settings:
        if name not in kinds:
            raise TypeError(f"playground expects settings among {', '.join(kinds)}, got {name!r}")
    for name, kind in kinds.items():
        options = [value for _, value in kind.keywords["options"]]
        if settings[name] not in options:
            known = ", ".join(map(str, options))
            raise ValueError(f"playground expects {name} to be one of {known}, got {settings[name]!r}")


@contextmanager
def _interrupts():
    """Yield a list that fills with interrupts; between cells, a notebook's kernel ignores them."""
    noted = []

    def note(*_):
        noted.append(True)

    if threading.current_thread() is not threading.main_thread():
        yield noted
        return
    before = signal.signal(signal.SIGINT, note)
    try:
        yield noted
    finally:
        if signal.getsignal(signal.SIGINT) is note:
            signal.signal(signal.SIGINT, signal.SIG_DFL if before is None else before)


def _train_a_slice(experiment):
    """Train for about a twentieth of a second."""
    end = time.monotonic() + SECONDS_A_SLICE
    while time.monotonic() < end and not experiment.trouble:
        experiment.step(1)


def playground(**settings):
    """Open a playground in a live notebook. Which is the smallest network that solves the spiral?

    Parameters
    ----------
    **settings
        What the controls say first: data, activation (a name, or an Activation of your own), depth,
        width, optimizer, learning_rate.

    Returns
    -------
    Playground

    Raises
    ------
    TypeError
        If there is no such setting.
    ValueError
        If a setting is none that its control offers.

    Examples
    --------
    >>> playground(data="circles", width=4)  # doctest: +NORMALIZE_WHITESPACE
    playground: data circles, activation ReLU, depth 1, width 4, optimizer Adam, learning rate 0.03
    """
    return Playground(**settings)
