"""Draw how time and memory grow with elements, batch, width, depth and epochs.

Run it as ``python -m benchmarks.growth``; it writes ``_build/growth.png``. A slope of 1 on these axes is
linear growth; a layer's weights, and hence its time, grow with the square of its width.
"""

import os

os.environ |= dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"), "1")

import time
import tracemalloc
from pathlib import Path

import numpy as np

import actlib
from actlib import figures
from actlib.nn import SGD, Dense, Network

TARGET = Path("_build/growth.png")
BASE = {"batch": 512, "width": 64, "depth": 2, "epochs": 20}
SIZES = {
    "elements": [10**n for n in range(3, 8)],
    "batch": [2**n for n in range(7, 14)],
    "width": [2**n for n in range(5, 11)],
    "depth": [2**n for n in range(1, 7)],
    "epochs": [10 * 2**n for n in range(7)],
}


def activate(elements):
    """Return what computes an activation of so many elements."""
    x = np.random.default_rng(0).standard_normal(elements)
    return lambda: actlib.silu(x)


def train(batch, width, depth, epochs):
    """Return what trains a network of so many hidden layers of one width."""
    rng = np.random.default_rng(0)
    x = rng.standard_normal((batch, 8))
    hidden = [layer for i in range(depth) for layer in (Dense(width if i else 8, width, rng), "relu")]
    network = Network([*hidden, Dense(width, 1, rng)], "mean_squared_error")
    targets = rng.standard_normal(batch)
    return lambda: network.fit(x, targets, SGD(1e-6), epochs, measure_every=10**9)


def measured(call):
    """Return the least seconds of three calls, and the most bytes one of them held."""
    seconds = []
    for _ in range(3):
        start = time.perf_counter()
        call()
        seconds.append(time.perf_counter() - start)
    tracemalloc.start()
    call()
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    return min(seconds), peak


def slope(sizes, values):
    """Return the exponent of growth over the upper half of the sizes."""
    half = len(sizes) // 2
    return np.polyfit(np.log(sizes[half:]), np.log(values[half:]), 1)[0]


def main():
    seconds, memory = {}, {}
    for quantity, sizes in SIZES.items():
        results = []
        for size in sizes:
            call = activate(size) if quantity == "elements" else train(**(BASE | {quantity: size}))
            results.append(measured(call))
        seconds[quantity], memory[quantity] = map(list, zip(*results, strict=True))
        time_slope, memory_slope = slope(sizes, seconds[quantity]), slope(sizes, memory[quantity])
        print(f"{quantity:10} time grows as n^{time_slope:.2f}, memory as n^{memory_slope:.2f}", flush=True)
    TARGET.parent.mkdir(exist_ok=True)
    TARGET.write_bytes(figures.growth(SIZES, {"seconds": seconds, "bytes": memory}).png())
    print(f"drawn in {TARGET}")


if __name__ == "__main__":
    main()
