"""Timing side by side: contestants take turns, round by round, so that a slow moment hits them all."""

import platform
import time
from pathlib import Path

import numpy as np


def interleaved_medians(contestants, rounds=7, seconds=0.02):
    """Return the median time of one call of each contestant, a mapping from name to callable.

    One turn repeats the call for about ``seconds``, so that short calls outlast the clock's steps.
    """
    repeats = {name: max(1, int(seconds / _once(call))) for name, call in contestants.items()}
    times = {name: [] for name in contestants}
    for _ in range(rounds):
        for name, call in contestants.items():
            times[name].append(_seconds(call, repeats[name]) / repeats[name])
    return {name: float(np.median(values)) for name, values in times.items()}


def _once(call):
    call()
    return max(_seconds(call, 1), 1e-9)


def _seconds(call, repeats):
    start = time.perf_counter()
    for _ in range(repeats):
        call()
    return time.perf_counter() - start


def processor():
    """Return the model of the processor, as far as the system tells."""
    info = Path("/proc/cpuinfo")
    lines = info.read_text(encoding="utf-8").splitlines() if info.exists() else []
    models = [line.split(":", 1)[1].strip() for line in lines if line.startswith("model name")]
    return models[0] if models else platform.processor() or platform.machine()
