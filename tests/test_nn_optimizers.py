"""Optimizers: against recurrences in plain Python, trajectories of PyTorch, and their contract."""

import math
import re

import numpy as np
import pytest

from actlib.nn import SGD, AdaGrad, Adam, Optimizer, RMSProp

START = (1.0, -1.5, 2.0)
MATRIX = np.array([[3.0, 1.0, 0.5], [1.0, 2.0, -0.25], [0.5, -0.25, 1.5]])
VECTOR = np.array([1.0, -2.0, 0.5])


def gradient_at(p):
    return MATRIX @ p - VECTOR + np.sin(p)


def positions(optimizer, steps=20, dtype=np.float64):
    p, found = np.array(START, dtype), {}
    for step in range(1, steps + 1):
        optimizer.update(p, gradient_at(p).astype(dtype))
        found[step] = p.copy()
    return found


# Made with PyTorch 2.13 in float64: the same start and gradients, torch.optim's SGD, Adagrad, RMSprop and
# Adam with these options; decay is lr_decay for Adagrad and LambdaLR(lambda t: 1 / (1 + decay * t)) else.
PYTORCH = {
    "SGD(0.1)": {
        1: [0.7658529015192103, -1.3502505013395945, 1.5715702573174317],
        2: [0.6232283668607844, -1.2199186159225794, 1.2137858410587878],
        20: [0.4602090076434885, -0.8476685582459631, 0.031003930361144825],
    },
    "SGD(0.05, momentum=0.9)": {
        1: [0.8829264507596052, -1.4251252506697973, 1.7857851286587159],
        2: [0.6831029147792316, -1.2875790237528197, 1.3953216937378357],
        20: [0.32148592030436723, -1.0263096563611385, 0.2944365885647807],
    },
    "SGD(0.05, momentum=0.9, nesterov=True)": {
        1: [0.7775602564432498, -1.3577379762726147, 1.5929917444515602],
        2: [0.5427974346506134, -1.1723019484192712, 1.0758193852394438],
        20: [0.43317929420062473, -0.8391396852779197, 0.0828882387806549],
    },
    "SGD(0.2, decay=0.1)": {
        1: [0.5317058030384206, -1.2005010026791891, 1.1431405146348637],
        2: [0.44567106709735343, -1.0028097586480067, 0.6539351693791612],
        20: [0.46196738282769967, -0.8493704742255623, 0.026227132346001755],
    },
    "AdaGrad(0.3)": {
        1: [0.7000000000128125, -1.2000000000200335, 1.7000000000070024],
        2: [0.5465154234931981, -1.026996810260435, 1.5041697006135122],
        20: [0.3885428624107246, -0.7796625301861653, 0.36881441442588253],
    },
    "AdaGrad(0.3, epsilon=0.1, decay=0.05)": {
        1: [0.7122876741876827, -1.2187794016579507, 1.7068426014659595],
        2: [0.5689729108727978, -1.0591863058771236, 1.5229972137435928],
        20: [0.34698439784828644, -0.7426918870889243, 0.6099608947441933],
    },
    "RMSProp(0.05)": {
        1: [0.5000000213540969, -1.0000000333890915, 1.500000011670525],
        2: [0.35060437578833303, -0.7833208142788579, 1.1970002198820684],
        20: [0.4558093903274231, -0.8443682555713644, 0.059339885585897575],
    },
    "RMSProp(0.05, rho=0.8, epsilon=0.1)": {
        1: [0.897942894266683, -1.4027221801623846, 1.8937424154889688],
        2: [0.825864433955539, -1.3312220239179366, 1.815297561655079],
        20: [0.3234162510105949, -0.7419965549819174, 0.9544279930941827],
    },
    "Adam(0.1)": {
        1: [0.900000000427082, -1.4000000006677817, 1.9000000002334105],
        2: [0.800613460293652, -1.3003644816794477, 1.8001420675230415],
        20: [0.1870351993902881, -0.5093376160700319, 0.24425837366397316],
    },
    "Adam(0.1, beta1=0.7, beta2=0.95, epsilon=0.1)": {
        1: [0.9040958913958942, -1.4062598005526503, 1.9022808671553197],
        2: [0.809658753331106, -1.3134958467574789, 1.8049529162612363],
        20: [0.3546162006434887, -0.729878399988156, 0.41134830612743184],
    },
    "Adam(0.1, decay=0.2)": {
        1: [0.900000000427082, -1.4000000006677817, 1.9000000002334105],
        2: [0.8171778836492236, -1.3169704015108368, 1.8167850563081032],
        20: [0.28038506286027687, -0.7342981759738767, 1.1761147116981132],
    },
}


@pytest.mark.parametrize("name", PYTORCH)
def test_trajectories_are_pytorchs(name):
    found = positions(eval(name))
    for step, expected in PYTORCH[name].items():
        np.testing.assert_allclose(found[step], expected, rtol=1e-12)


def sgd(p, gradients, rate, momentum=0.0, nesterov=False, decay=0.0):
    v = 0.0
    for t, g in enumerate(gradients):
        v = momentum * v + g
        p -= rate / (1 + decay * t) * (g + momentum * v if nesterov else v)
        yield p


def adagrad(p, gradients, rate=0.01, epsilon=1e-10, decay=0.0):
    total = 0.0
    for t, g in enumerate(gradients):
        total += g * g
        p -= rate / (1 + decay * t) * g / (math.sqrt(total) + epsilon)
        yield p


def rmsprop(p, gradients, rate=0.01, rho=0.99, epsilon=1e-8, decay=0.0):
    mean = 0.0
    for t, g in enumerate(gradients):
        mean = rho * mean + (1 - rho) * g * g
        p -= rate / (1 + decay * t) * g / (math.sqrt(mean) + epsilon)
        yield p


def adam(p, gradients, rate=0.001, beta1=0.9, beta2=0.999, epsilon=1e-8, decay=0.0):
    m = v = 0.0
    for t, g in enumerate(gradients):
        m = beta1 * m + (1 - beta1) * g
        v = beta2 * v + (1 - beta2) * g * g
        m_corrected = m / (1 - beta1 ** (t + 1))
        v_corrected = v / (1 - beta2 ** (t + 1))
        p -= rate / (1 + decay * t) * m_corrected / (math.sqrt(v_corrected) + epsilon)
        yield p


CASES = [
    (SGD, sgd, (0.3,), {}),
    (SGD, sgd, (0.3,), {"decay": 0.5}),
    (SGD, sgd, (0.3,), {"momentum": 0.8}),
    (SGD, sgd, (0.3,), {"momentum": 0.8, "decay": 0.5}),
    (SGD, sgd, (0.3,), {"momentum": 0.8, "nesterov": True, "decay": 0.01}),
    (AdaGrad, adagrad, (), {}),
    (AdaGrad, adagrad, (0.5,), {"epsilon": 0.3, "decay": 0.1}),
    (RMSProp, rmsprop, (), {}),
    (RMSProp, rmsprop, (0.5,), {"rho": 0.5, "epsilon": 0.3, "decay": 0.1}),
    (Adam, adam, (), {}),
    (Adam, adam, (0.5,), {"beta1": 0.5, "beta2": 0.7, "epsilon": 0.3, "decay": 0.1}),
    (Adam, adam, (0.5,), {"beta1": 0.0, "beta2": 0.0}),
]


@pytest.mark.parametrize(("optimizer", "recurrence", "args", "options"), CASES)
def test_every_number_follows_the_recurrence(optimizer, recurrence, args, options):
    gradients = np.random.default_rng(0).normal(size=(30, 4)) * [1e-9, 0.1, 1, 100]
    p = np.array([1.0, -2.0, 0.5, 30.0])
    expected = [list(recurrence(*pair, *args, **options)) for pair in zip(p, gradients.T, strict=True)]
    used = optimizer(*args, **options)
    for t, g in enumerate(gradients):
        used.update(p, g)
        np.testing.assert_allclose(p, [column[t] for column in expected], rtol=1e-12, atol=1e-15)


@pytest.mark.parametrize("name", PYTORCH)
def test_updates_in_place_leave_gradients_alone_and_keep_float32(name):
    p, g = np.array(START, np.float32), np.array([1.0, 2.0, -3.0], np.float32)
    same, optimizer = p, eval(name)
    for _ in range(3):
        optimizer.update(p, g)
    assert p is same
    assert p.dtype == np.float32
    assert g.tolist() == [1, 2, -3]
    assert all(v.dtype == np.float32 for v in vars(optimizer).values() if isinstance(v, np.ndarray))
    # Any intermediate result in float64 would show in the last digits of such a sum.
    np.testing.assert_allclose(positions(eval(name), dtype=np.float32)[20], PYTORCH[name][20], rtol=1e-3)


def test_settings_of_any_precision_are_plain_floats():
    optimizer = Adam(np.float32(0.5), np.float64(0.9), decay=np.int64(1))
    assert str(optimizer) == "Adam(learning_rate=0.5, decay=1, beta1=0.9, beta2=0.999, epsilon=1e-08)"
    assert type(optimizer.learning_rate) is type(optimizer.beta1) is type(optimizer.decay) is float


@pytest.mark.parametrize("name", PYTORCH)
def test_zero_gradients_move_nothing(name):
    p = np.array(START)
    for _ in range(3):
        eval(name).update(p, np.zeros(3))
    assert p.tolist() == list(START)


@pytest.mark.parametrize("name", PYTORCH)
def test_another_vector_starts_afresh(name):
    optimizer = eval(name)
    first, again = positions(optimizer, 5), positions(optimizer, 5)
    np.testing.assert_array_equal(first[5], again[5])


def test_steps_are_counted_from_one():
    optimizer, p, other = Adam(), np.zeros(2), np.zeros(2)
    assert optimizer.next_step(p) == 1
    optimizer.update(p, np.ones(2))
    assert optimizer.next_step(p) == 2
    assert optimizer.next_step(other) == 1


def test_default_options_are_pytorchs():
    assert str(AdaGrad()) == "AdaGrad(learning_rate=0.01, decay=0, epsilon=1e-10)"
    assert str(RMSProp()) == "RMSProp(learning_rate=0.01, decay=0, rho=0.99, epsilon=1e-08)"
    assert str(Adam()) == "Adam(learning_rate=0.001, decay=0, beta1=0.9, beta2=0.999, epsilon=1e-08)"


@pytest.mark.parametrize("steps", [0, 2])
def test_repr_holds_settings_and_no_state(steps):
    optimizer, p = Adam(0.02, decay=5e-7), np.zeros(2)
    for _ in range(steps):
        optimizer.update(p, np.ones(2))
    assert str(optimizer) == "Adam(learning_rate=0.02, decay=5e-07, beta1=0.9, beta2=0.999, epsilon=1e-08)"


@pytest.mark.parametrize(
    ("make", "message"),
    [
        *(
            (
                lambda kind=kind, rate=rate: kind(rate),
                f"{kind.__name__} expects learning_rate to be above 0, got {rate}",
            )
            for kind in (SGD, AdaGrad, RMSProp, Adam)
            for rate in (0, -0.1, math.nan)
        ),
        (lambda: SGD("0.1"), "SGD expects learning_rate to be above 0, got '0.1'"),
        (lambda: Adam(math.inf), "Adam expects learning_rate to be finite, got inf"),
        (lambda: Adam(epsilon=math.inf), "Adam expects epsilon to be finite, got inf"),
        (lambda: Adam(beta1="0.9"), "Adam expects beta1 to be at least 0 and below 1, got '0.9'"),
        (lambda: SGD(0.1, decay=-1), "SGD expects decay to be at least 0, got -1"),
        (lambda: Adam(decay=math.nan), "Adam expects decay to be at least 0, got nan"),
        (lambda: SGD(0.1, momentum=-0.5), "SGD expects momentum to be at least 0, got -0.5"),
        (
            lambda: SGD(0.1, nesterov=True),
            "SGD expects momentum above 0 when nesterov is set, got 0.0",
        ),
        (lambda: AdaGrad(epsilon=-1), "AdaGrad expects epsilon to be at least 0, got -1"),
        (lambda: RMSProp(epsilon=-1), "RMSProp expects epsilon to be at least 0, got -1"),
        (lambda: RMSProp(rho=1), "RMSProp expects rho to be at least 0 and below 1, got 1"),
        (lambda: Adam(beta1=1), "Adam expects beta1 to be at least 0 and below 1, got 1"),
        (lambda: Adam(beta2=-0.1), "Adam expects beta2 to be at least 0 and below 1, got -0.1"),
        (lambda: Adam(epsilon=-1), "Adam expects epsilon to be at least 0, got -1"),
    ],
)
def test_bad_options_are_named(make, message):
    with pytest.raises(ValueError, match=f"^{re.escape(message)}$"):
        make()


def test_the_base_class_takes_no_step():
    with pytest.raises(NotImplementedError):
        Optimizer(0.1).update(np.zeros(1), np.zeros(1))
