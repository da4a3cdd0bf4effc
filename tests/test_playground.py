"""The playground trains in slices, answers meanwhile, and can always be stopped."""

import asyncio
import functools
import html
import os
import re
import signal
import time
from pathlib import Path

import numpy as np
import pytest

from actlib import CATALOGUE, Activation
from actlib.explorers import Experiment, Playground, playground, playgrounds

ROOT = Path(__file__).resolve().parent.parent


@pytest.fixture
def made(monkeypatch):
    """A small playground that draws often and trains in short slices."""
    monkeypatch.setattr(playgrounds, "SECONDS_A_SLICE", 0.002)
    monkeypatch.setattr(playgrounds, "SECONDS_A_PICTURE", 0.02)
    opened = playground(data="half plane", width=4)
    yield opened
    opened.close()


def words(opened):
    """Return the alternative text of what a playground shows, and its status."""
    return html.unescape(re.search(r'alt="([^"]*)"', opened.view.value)[1]), opened.status.value


async def until(condition, seconds=20):
    """Let the loop run until something is so; count how often this coroutine was served."""
    end, turns = time.monotonic() + seconds, 0
    while not condition():
        assert time.monotonic() < end, "it never happened"
        await asyncio.sleep(0)
        turns += 1
    return turns


def test_an_experiment_learns_and_counts_its_epochs():
    experiment = Experiment(data="circles", width=8)
    assert len(experiment.losses) == 1
    experiment.step(20)
    experiment.step(20)
    assert experiment.epoch == 40
    assert experiment.losses[-1] == experiment.network.evaluate(experiment.points, experiment.labels)[0]
    assert experiment.losses[-1] < experiment.losses[20] < experiment.losses[0]


def test_steps_one_by_one_are_the_same_training():
    together, apart = Experiment(), Experiment()
    together.step(6)
    for _ in range(3):
        apart.step(2)
    assert together.losses == apart.losses


@pytest.mark.parametrize("name", CATALOGUE)
def test_every_activation_can_be_trained(name):
    experiment = Experiment(activation=name, depth=2, width=3)
    experiment.step(2)
    assert experiment.trouble == ""
    assert experiment.units(np.zeros((5, 2))).shape == (5, 3)


@pytest.mark.parametrize("data", ["spiral", "circles", "XOR", "half plane"])
@pytest.mark.parametrize("optimizer", ["SGD", "momentum", "AdaGrad", "RMSProp", "Adam"])
def test_every_optimizer_learns_all_data(data, optimizer):
    experiment = Experiment(data=data, optimizer=optimizer, learning_rate=0.03)
    losses = experiment.step(10)
    assert losses[-1] < losses[0]


def test_an_experiment_that_diverges_says_so_and_keeps_its_last_good_state():
    experiment = Experiment(activation="relu", depth=2, optimizer="SGD", learning_rate=1e120)
    losses = list(experiment.step(10))
    assert re.match(r"Diverged at epoch \d: ", experiment.trouble)
    assert np.isfinite(losses).all()
    assert np.isfinite(experiment.network.flat_parameters).all()
    assert losses[-1] == experiment.network.evaluate(experiment.points, experiment.labels)[0]
    assert experiment.step(10) == losses
    assert "loss" in experiment.picture().sentence


def test_ctrl_c_keeps_what_was_learned(monkeypatch):
    experiment = Experiment()
    keep = experiment._keep

    def interrupt(network, epoch, history):
        keep(network, epoch, history)
        if epoch == 3:
            raise KeyboardInterrupt

    monkeypatch.setattr(experiment, "_keep", interrupt)
    with pytest.raises(KeyboardInterrupt):
        experiment.step(10)
    assert experiment.epoch == 3


def test_it_shows_where_it_stands(made):
    alt, status = words(made)
    assert "ReLU, 1 × 4, Adam 0.03, after 0 epochs: loss" in alt
    assert 'role="status">epoch 0: loss' in status
    assert repr(made).startswith("playground: data half plane, activation ReLU, depth 1, width 4")


def test_its_picture_shrinks_in_a_narrow_notebook(made):
    assert made.view.value.startswith('<img style="max-width: 100%; height: auto" class="frame"')


def test_step_and_reset_by_their_buttons(made):
    first = words(made)
    made.buttons["Step"].click()
    assert made.experiment.epoch == 10
    assert "after 10 epochs" in words(made)[0]
    made.buttons["Reset"].click()
    assert made.experiment.epoch == 0
    assert words(made) == first


@pytest.mark.parametrize(
    ("control", "value", "shown"),
    [
        ("data", "spiral", "210 points of 3 classes"),
        ("activation", "tanh", "tanh, 1 × 4"),
        ("depth", 3, "ReLU, 3 × 4"),
        ("width", 8, "ReLU, 1 × 8"),
        ("optimizer", "SGD", "SGD 0.03"),
        ("learning_rate", 0.1, "Adam 0.1"),
    ],
)
def test_every_control_starts_afresh(made, control, value, shown):
    made.step(2)
    made.controls[control].value = value
    assert made.experiment.epoch == 0
    assert shown in words(made)[0]


def test_train_and_pause_by_their_button(made):
    async def session():
        button = made.buttons["Train"]
        button.click()
        assert (made.is_training, button.description) == (True, "Pause")
        pictures = {made.view.value}
        turns = await until(lambda: pictures.add(made.view.value) or len(pictures) > 3)
        assert turns > 3
        button.click()
        epoch = made.experiment.epoch
        assert (made.is_training, button.description) == (False, "Train")
        assert f"after {epoch} epochs" in words(made)[0]
        await asyncio.sleep(0.05)
        assert made.experiment.epoch == epoch > 0
        button.click()
        await until(lambda: made.experiment.epoch > epoch)

    asyncio.run(session())
    assert not made.is_training  # the loop has closed, and the run with it


@pytest.mark.parametrize(
    "stop",
    [
        lambda made: made.buttons["Reset"].click(),
        lambda made: setattr(made.controls["width"], "value", 2),
        lambda made: made.close(),
    ],
)
def test_a_run_ends_with_reset_with_a_control_and_with_closing(made, stop):
    async def session():
        made.train()
        task, experiment = made._task, made.experiment
        made.train()
        assert made._task is task
        await until(lambda: experiment.epoch > 5)
        stop(made)
        epoch = experiment.epoch
        assert not made.is_training
        await asyncio.sleep(0.05)
        assert task.done()
        assert experiment.epoch == epoch
        assert made.buttons["Train"].description == "Train"

    asyncio.run(session())


def test_step_during_a_run_stops_it(made):
    async def session():
        made.train()
        await until(lambda: made.experiment.epoch > 5)
        epoch = made.experiment.epoch
        made.buttons["Step"].click()
        assert not made.is_training
        assert made.experiment.epoch == epoch + 10

    asyncio.run(session())


def test_a_new_run_is_not_ended_by_the_one_before(made):
    async def session():
        made.train()
        await asyncio.sleep(0.01)
        made.pause()
        made.train()
        await asyncio.sleep(0.05)
        assert made.is_training
        assert made.buttons["Train"].description == "Pause"

    asyncio.run(session())


def test_an_interrupt_during_a_run_pauses_it(made, monkeypatch):
    async def session():
        made.train()
        await until(lambda: made.experiment.epoch > 2)
        monkeypatch.setattr(playgrounds, "_train_a_slice", interrupted)
        await until(lambda: not made.is_training)

    def interrupted(experiment):
        raise KeyboardInterrupt

    asyncio.run(session())
    assert made.buttons["Train"].description == "Train"
    made.step(1)


def test_interrupting_the_kernel_pauses_a_run(made):
    async def session():
        made.train()
        await until(lambda: made.experiment.epoch > 2)
        os.kill(os.getpid(), signal.SIGINT)
        await until(lambda: not made.is_training)

    before = signal.getsignal(signal.SIGINT)
    asyncio.run(session())
    assert made.experiment.epoch > 2
    assert signal.getsignal(signal.SIGINT) is before


@pytest.mark.not_in_browser("it starts no processes")
def test_a_kernel_answers_while_a_playground_trains():
    """The same in a real kernel: the button by its message, a cell during the run, an interrupt."""
    from jupyter_client.manager import start_new_kernel

    manager, client = start_new_kernel(cwd=str(ROOT))
    try:
        say = functools.partial(answer, client)
        say("from actlib.explorers import playground; p = playground(); p")
        button = say("print(p.buttons['Train'].comm.comm_id)")
        click = {"comm_id": button, "data": {"method": "custom", "content": {"event": "click"}}}
        client.shell_channel.send(client.session.msg("comm_msg", click))
        state = "print(p.experiment.epoch, p.is_training)"
        epochs = {say(state) for _ in range(10) if not time.sleep(0.1)}
        assert len(epochs) > 2
        assert say(state).endswith("True")
        manager.interrupt_kernel()
        time.sleep(1)
        stopped = say(state)
        assert stopped.endswith("False")
        time.sleep(0.2)
        assert say(state) == stopped
    finally:
        client.stop_channels()
        manager.shutdown_kernel(now=True)


def answer(client, code):
    """Run a cell and return what it printed."""
    said = []
    reply = client.execute_interactive(
        code, timeout=60, output_hook=lambda message: said.append(message["content"].get("text", ""))
    )
    assert reply["content"]["status"] == "ok", reply["content"]
    return "".join(said).strip()


def test_divergence_is_said_in_words_and_ends_the_run(made):
    async def session():
        made.train()
        await until(lambda: not made.is_training)

    made.experiment = Experiment(data="half plane", depth=2, optimizer="SGD", learning_rate=1e120)
    asyncio.run(session())
    assert "Diverged at epoch" in words(made)[1]
    assert "Lower the learning rate, then Reset" in words(made)[1]
    assert made.buttons["Train"].description == "Train"
    made.buttons["Reset"].click()
    assert "Diverged" not in words(made)[1]


def test_where_drawing_is_slow_most_of_the_time_goes_into_training(made, monkeypatch):
    drawn, show = [], made.show

    def slow_show():
        drawn.append(time.monotonic())
        time.sleep(0.1)
        show()

    async def session():
        made.train()
        await until(lambda: len(drawn) > 3)

    monkeypatch.setattr(made, "show", slow_show)
    asyncio.run(session())
    assert np.diff(drawn[:4]).min() > 3 * 0.1


def test_a_run_ends_by_itself_at_the_most_epochs(made, monkeypatch):
    monkeypatch.setattr("actlib.explorers.experiments.MOST_EPOCHS", 30)
    monkeypatch.setattr(playgrounds, "MOST_EPOCHS", 30)

    async def session():
        made.train()
        await until(lambda: not made.is_training)

    asyncio.run(session())
    assert made.experiment.epoch == 30


def test_a_slice_keeps_its_time():
    experiment = Experiment(depth=4, width=64)
    experiment.step(1)
    times = []
    for _ in range(3):
        start = time.monotonic()
        playgrounds._train_a_slice(experiment)
        times.append(time.monotonic() - start)
    assert min(times) < 4 * playgrounds.SECONDS_A_SLICE


def test_without_an_event_loop_train_takes_one_step(made):
    made.buttons["Train"].click()
    assert made.experiment.epoch == 10
    assert not made.is_training


def test_it_takes_a_readers_own_activation():
    opened = playground(activation=Activation.of("square", np.square), width=4)
    opened.step(1)
    assert "square, 1 × 4" in words(opened)[0]
    opened.controls["activation"].value = "relu"
    assert "ReLU, 1 × 4" in words(opened)[0]
    opened.close()


def test_its_menu_of_activations_is_the_catalogue(made):
    assert [name for _, name in made.controls["activation"].options] == list(CATALOGUE)
    assert isinstance(made, Playground)


@pytest.mark.parametrize(
    ("error", "settings", "message"),
    [
        (TypeError, {"colour": 1}, "expects settings among data, .*, got 'colour'"),
        (ValueError, {"data": "moons"}, "expects data to be one of spiral, .*, got 'moons'"),
        (ValueError, {"depth": 9}, "expects depth to be one of 1, 2, 3, 4, got 9"),
        (ValueError, {"activation": "rleu"}, "expects activation to be one of identity, .*, got 'rleu'"),
    ],
)
def test_bad_settings_are_named(error, settings, message):
    with pytest.raises(error, match=message):
        playground(**settings)


def test_bad_experiments_are_named():
    with pytest.raises(ValueError, match=r"Experiment expects data to be one of spiral, .*, got 'moons'"):
        Experiment(data="moons")
    with pytest.raises(ValueError, match=r"Experiment expects optimizer to be one of SGD, .*, got 'Sgd'"):
        Experiment(optimizer="Sgd")
    with pytest.raises(KeyError, match="the catalogue has no activation 'rleu'"):
        Experiment(activation="rleu")
