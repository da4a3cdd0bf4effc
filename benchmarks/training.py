"""Time the training of 2-64-3 beside a plain NumPy program and PyTorch: ``python -m benchmarks.training``.

Ten thousand and one full-batch epochs on the spiral, ReLU and softmax, Adam, loss and accuracy taken at
every epoch. All start from the same weights and take turns. Processor time is taken, not the clock's: a
machine that does something else at the same time then disturbs least.
"""

import argparse
import os

# Before NumPy and PyTorch start their threads.
os.environ |= dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"), "1")

import platform
import statistics
import time
import tracemalloc
from importlib.util import find_spec

import numpy as np

from actlib.data import spiral
from actlib.nn import Adam, Dense, Network
from benchmarks import plain_network
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
    return network.fit(x, labels, Adam(LEARNING_RATE), epochs).loss


def train_plain(x, labels, weights, epochs):
    """Return the losses of the plain NumPy program."""
    return plain_network.train(x, labels, weights, plain_network.Adam(LEARNING_RATE), epochs)[0]


def train_pytorch(x, labels, weights, epochs):
    """Return the losses of PyTorch, as its tutorials write the loop, with the fused optimizer off."""
    import torch

    torch.set_num_threads(1)
    x, labels = torch.from_numpy(x), torch.from_numpy(labels)
    first, second = (torch.nn.Linear(*w.shape, dtype=x.dtype) for w, _ in weights)
    with torch.no_grad():
        for layer, (weight, bias) in zip((first, second), weights, strict=True):
            layer.weight[:], layer.bias[:] = torch.from_numpy(weight.T), torch.from_numpy(bias)
    network = torch.nn.Sequential(first, torch.nn.ReLU(), second)
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


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--epochs", type=int, default=10_001)
    parser.add_argument("--rounds", type=int, default=3)
    options = parser.parse_args()
    contestants = {"ours": train_ours, "plain NumPy": train_plain}
    if find_spec("torch"):
        contestants["PyTorch"] = train_pytorch
    else:
        print("PyTorch is not installed (requirements-bench.txt); going on without it")
    print(f"{processor()}, one thread, Python {platform.python_version()}, NumPy {np.__version__}")
    for dtype in (np.float64, np.float32):
        compare(contestants, dtype, options.epochs, options.rounds)
    memory(options.epochs)


def compare(contestants, dtype, epochs, rounds):
    """Print the median processor seconds of each contestant and ours as a share of it."""
    seconds = {name: [] for name in contestants}
    for _ in range(rounds):
        for name, train in contestants.items():
            arguments = task(dtype)
            start = time.process_time()
            losses = train(*arguments, epochs)
            seconds[name].append(time.process_time() - start)
            assert losses[0] > losses[-1]
    medians = {name: statistics.median(times) for name, times in seconds.items()}
    print(f"\n2-64-3, {epochs:,} epochs, {np.dtype(dtype)}: median of {rounds} rounds")
    for name, median in medians.items():
        print(f"  {name:12} {median:7.3f} s   ours / {name}: {medians['ours'] / median:.2f}")


def memory(epochs):
    """Print the most memory that our training held beyond its data, after few epochs and after many."""
    for count in (max(1, epochs // 100), epochs // 10):
        x, labels, weights = task(np.float64)
        tracemalloc.start()
        train_ours(x, labels, weights, count)
        _, peak = tracemalloc.get_traced_memory()
        tracemalloc.stop()
        print(f"  memory of {count:6,} epochs: {peak / 1024:.0f} KiB at most")


if __name__ == "__main__":
    main()
