"""Time training beside other programs: ``python -m benchmarks.training``.

2-64-3 learns the spiral, beside plain NumPy, the best hand-written NumPy, PyTorch and JAX: full batches, ReLU
and softmax, Adam, loss and accuracy taken at every epoch. All start from the same weights. Then the nets of
the chapters on images and on sequences, beside PyTorch. The contestants take short turns, and of each the
least processor time of an epoch counts: a machine that does something else at the same time then disturbs
least. ``NPY_DISABLE_CPU_FEATURES="X86_V4 AVX512_ICL AVX512_SPR"`` hides AVX-512 from NumPy.
"""

import argparse
import os

# Before NumPy and PyTorch start their threads.
os.environ |= dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"), "1")

import functools
import platform
import time
import tracemalloc
from importlib.util import find_spec

import numpy as np

from actlib.data import spiral
from actlib.nn import RNN, Adam, Conv2D, Dense, Flatten, MaxPool2D, Network
from benchmarks import limit_network, plain_network
from benchmarks.timing import processor

LEARNING_RATE = 0.02


def task(dtype):
    """Return the spiral and initial weights of 2-64-3, as (weights, biases) for each layer."""
    rng = np.random.default_rng(0)
    x, labels = spiral(100, 3, rng, angle_scale=2.5)
    shapes = ((2, 64), (64, 3))
    weights = [(rng.standard_normal(shape) * np.sqrt(2 / shape[0]), np.zeros(shape[1])) for shape in shapes]
    return x.astype(dtype), labels, [(w.astype(dtype), b.astype(dtype)) for w, b in weights]


def train_ours(x, labels, weights, epochs):
    """Return the losses of actlib's network."""
    first, second = (Dense.of(*pair) for pair in weights)
    network = Network([first, "relu", second])
    return network.fit(x, labels, Adam(LEARNING_RATE), epochs, measure_every=100).loss


def train_plain(x, labels, weights, epochs):
    """Return the losses of the plain NumPy program."""
    return plain_network.train(x, labels, weights, plain_network.Adam(LEARNING_RATE), epochs)[0]


def train_limit(x, labels, weights, epochs):
    """Return the losses of the hand-written program."""
    return limit_network.train(x, labels, weights, LEARNING_RATE, epochs)[0]


def train_pytorch(x, labels, weights, epochs):
    """Return the losses of PyTorch."""
    import torch

    first, second = (torch.nn.Linear(*w.shape, dtype=torch.from_numpy(x).dtype) for w, _ in weights)
    with torch.no_grad():
        for layer, (weight, bias) in zip((first, second), weights, strict=True):
            layer.weight[:], layer.bias[:] = torch.from_numpy(weight.T), torch.from_numpy(bias)
    return pytorch_losses(torch.nn.Sequential(first, torch.nn.ReLU(), second), x, labels, epochs)


def pytorch_losses(network, x, labels, epochs):
    """Train as PyTorch's tutorials write the loop, with the fused optimizer off."""
    import torch

    torch.set_num_threads(1)
    x, labels = torch.from_numpy(x), torch.from_numpy(labels)
    optimizer = torch.optim.Adam(network.parameters(), LEARNING_RATE)
    cross_entropy = torch.nn.CrossEntropyLoss()
    losses, accuracies = [], []
    for _ in range(epochs):
        logits = network(x)
        loss = cross_entropy(logits, labels)
        losses.append(loss.item())
        accuracies.append((logits.argmax(1) == labels).double().mean().item())
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
    return losses


def train_jax(x, labels, weights, epochs):
    """Return the losses of JAX: one compiled step an epoch, its figures fetched at the end."""
    import jax

    jax.config.update("jax_enable_x64", True)
    state = jax.tree.map(jax.numpy.asarray, (weights, *2 * [jax.tree.map(np.zeros_like, weights)]))
    x, labels = jax.numpy.asarray(x), jax.numpy.asarray(labels)
    figures = []
    for epoch in range(1, epochs + 1):
        state, *both = jax_step()(state, x, labels, epoch)
        figures.append(both)
    return [float(loss) for loss, _ in figures]


@functools.cache
def jax_step():
    """Return one step of Adam on 2-64-3, compiled."""
    import jax
    from jax import numpy as jnp

    def loss_and_accuracy(weights, x, labels):
        (W1, b1), (W2, b2) = weights
        logits = jnp.maximum(x @ W1 + b1, 0) @ W2 + b2
        of_label = jnp.take_along_axis(jax.nn.log_softmax(logits), labels[:, None], axis=1)
        return -of_label.mean(), (logits.argmax(axis=1) == labels).mean()

    @jax.jit
    def step(state, x, labels, epoch):
        weights, means, squares = state
        gradient_of = jax.value_and_grad(loss_and_accuracy, has_aux=True)
        (loss, accuracy), gradients = gradient_of(weights, x, labels)
        means = jax.tree.map(lambda m, g: 0.9 * m + 0.1 * g, means, gradients)
        squares = jax.tree.map(lambda v, g: 0.999 * v + 0.001 * g * g, squares, gradients)
        mean_weight, square_weight = 1 - 0.9**epoch, 1 - 0.999**epoch
        weights = jax.tree.map(
            lambda w, m, v: (
                w - LEARNING_RATE * (m / mean_weight) / (jnp.sqrt(v / square_weight) + 1e-8)
            ).astype(w.dtype),
            *(weights, means, squares),
        )
        return (weights, means, squares), loss, accuracy

    return step


def images(dtype):
    """Return 32 images of 8 x 8 with labels, and the chapter's net by actlib and by PyTorch."""
    rng = np.random.default_rng(0)
    data = rng.standard_normal((32, 1, 8, 8)).astype(dtype), rng.integers(0, 10, 32)

    def ours():
        first, second = (Conv2D(*c, 3, rng, padding=1, dtype=dtype) for c in ((1, 8), (8, 16)))
        flat = [Flatten(), Dense(64, 10, rng, dtype=dtype)]
        return Network([first, "relu", MaxPool2D(2), second, "relu", MaxPool2D(2), *flat])

    def theirs():
        from torch import nn

        sliding = [nn.Conv2d(1, 8, 3, padding=1), nn.ReLU(), nn.MaxPool2d(2)]
        sliding += [nn.Conv2d(8, 16, 3, padding=1), nn.ReLU(), nn.MaxPool2d(2)]
        return nn.Sequential(*sliding, nn.Flatten(), nn.Linear(64, 10))

    return data, ours, theirs


def sequences(dtype):
    """Return 32 sequences of 32 characters with labels, and the chapter's net by actlib and by PyTorch."""
    rng = np.random.default_rng(0)
    x = np.eye(45, dtype=dtype)[rng.integers(0, 45, (32, 32))]
    data = x, rng.integers(0, 45, (32, 32))

    def ours():
        return Network([RNN(45, 48, rng, dtype=dtype), Dense(48, 45, rng, dtype=dtype)])

    def theirs():
        from torch import nn

        class Net(nn.Module):
            def __init__(self):
                super().__init__()
                self.states, self.scores = nn.RNN(45, 48, batch_first=True), nn.Linear(48, 45)

            def forward(self, x):
                return self.scores(self.states(x)[0]).movedim(2, 1)

        return Net()

    return data, ours, theirs


def contestants_of(net, dtype):
    """Return what trains a net for so many epochs, by contestant."""
    (x, labels), ours, theirs = net(dtype)
    contestants = {"ours": lambda epochs: fit_quietly(ours(), x, labels, epochs)}
    if find_spec("torch"):
        to = {"float32": "float", "float64": "double"}[np.dtype(dtype).name]
        contestants["PyTorch"] = lambda epochs: pytorch_losses(getattr(theirs(), to)(), x, labels, epochs)
    return contestants


def fit_quietly(network, x, labels, epochs):
    return network.fit(x, labels, Adam(LEARNING_RATE), epochs, measure_every=100).loss


def contestants_of_spiral(dtype):
    """Return what trains 2-64-3 for so many epochs, by contestant."""
    trainers = {"ours": train_ours, "plain NumPy": train_plain, "hand-written": train_limit}
    trainers |= {"PyTorch": train_pytorch} if find_spec("torch") else {}
    trainers |= {"JAX": train_jax} if find_spec("jax") else {}
    return {
        name: functools.partial(lambda train, epochs: train(*task(dtype), epochs), train)
        for name, train in trainers.items()
    }


def main(arguments=None):
    """Print all comparisons, and return ours over theirs for 2-64-3, by dtype and contestant."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--epochs", type=int, default=2000, help="of one turn")
    parser.add_argument("--rounds", type=int, default=8)
    options = parser.parse_args(arguments)
    for name in ("torch", "jax"):
        if not find_spec(name):
            print(f"{name} is not installed (requirements-bench.txt); going on without it")
    print(f"{processor()}, one thread, Python {platform.python_version()}, NumPy {np.__version__}")
    ratios = {}
    for dtype in (np.float64, np.float32):
        ratios[np.dtype(dtype).name] = compare(
            "2-64-3", contestants_of_spiral(dtype), dtype, options.epochs, options.rounds
        )
        for net in (images, sequences):
            few = max(1, options.epochs // 10)
            compare(net.__name__, contestants_of(net, dtype), dtype, few, options.rounds)
    memory(options.epochs)
    return ratios


def compare(net, contestants, dtype, epochs, rounds):
    """Print the least processor time an epoch of each contestant; return ours as a share of each."""
    for train in contestants.values():
        train(1)  # what is loaded and compiled
    microseconds = {name: [] for name in contestants}
    for _ in range(rounds):
        for name, train in contestants.items():
            microseconds[name].append(1e6 * processor_seconds(train, epochs) / epochs)
    least = {name: min(times) for name, times in microseconds.items()}
    ratios = {name: least["ours"] / time_of_epoch for name, time_of_epoch in least.items()}
    print(f"\n{net}, {np.dtype(dtype)}: least of {rounds} turns of {epochs} epochs")
    for name, ratio in ratios.items():
        print(f"  {name:12} {least[name]:9.1f} µs   ours / {name}: {ratio:.2f}")
    return ratios


def processor_seconds(train, epochs):
    start = time.process_time()
    losses = train(epochs)
    taken = time.process_time() - start
    assert np.isfinite(losses).all()
    return taken


def memory(epochs):
    """Print the most memory that our training held beyond its data, after few epochs and after many."""
    for count in (max(1, epochs // 10), epochs):
        x, labels, weights = task(np.float64)
        tracemalloc.start()
        train_ours(x, labels, weights, count)
        _, peak = tracemalloc.get_traced_memory()
        tracemalloc.stop()
        print(f"  memory of {count:6,} epochs: {peak / 1024:.0f} KiB at most")


if __name__ == "__main__":
    main()
