"""Time every activation and derivative beside SciPy, PyTorch, JAX, the naive formula and a memory copy.

``python -m benchmarks.functions --sizes 1000 100000 --names relu sigmoid_derivative``
"""

import argparse
import os

# Before NumPy and the libraries start their threads.
os.environ |= dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"), "1")

import numpy as np

import actlib
from benchmarks import oracles
from benchmarks.timing import interleaved_medians, processor

ELEMENTWISE = [f"{name}{suffix}" for name in actlib.CATALOGUE for suffix in ("", "_derivative")]
SIZES = (1_000, 100_000, 10_000_000)
DTYPES = ("float32", "float64")
COLUMNS = ("ours", *oracles.LIBRARIES, "copy")
PEERS = [library for library in oracles.LIBRARIES if library != "naive"]


def contestants(name, x, libraries):
    """Return what computes ``name`` of x, by library, each as a call without arguments."""
    prepared = {library: forms.prepare(x) for library, forms in libraries.items() if name in forms.forms}
    calls = {
        library: _call(libraries[library].forms[name], libraries[library].finish, own_x)
        for library, own_x in prepared.items()
    }
    function = getattr(actlib, name)
    return {"ours": lambda: function(x), **calls, "copy": x.copy}


def _call(form, finish, x):
    return lambda: finish(form(x))


def row(name, times, size):
    """Return one line of the table: ns per element by library, and how many times ours the others take."""
    cells = [f"{times[column] / size * 1e9:8.3f}" if column in times else " " * 8 for column in COLUMNS]
    ratios = [
        f"{times[column] / times['ours']:6.2f}" if column in times else " " * 6
        for column in oracles.LIBRARIES
    ]
    return f"{name:24}{''.join(cells)}   {''.join(ratios)}"


def goals(size):
    """Return what is aimed at for arrays of so many elements: a condition on the times, by wording."""

    def within(factor, *others):
        return lambda times: all(times["ours"] <= factor * times[o] for o in others if o in times)

    if size <= 10_000:
        return {"within 2 times the naive formula": within(2, "naive")}
    if size < 1_000_000:
        return {
            "within 1.1 times SciPy and the naive formula": within(1.1, "scipy", "naive"),
            "faster than PyTorch (the aim is half of them)": within(1, "torch"),
        }
    return {"faster than SciPy, PyTorch and JAX": within(1, "scipy", "torch", "jax")}


def ratios_to_fastest(all_times, others=PEERS):
    """Return our time divided by that of the fastest of the others, by function, for those that one has."""
    shared = {name: [times[o] for o in others if o in times] for name, times in all_times.items()}
    return {name: all_times[name]["ours"] / min(times) for name, times in shared.items() if times}


def mean_ratio(all_times, others=PEERS):
    """Return the geometric mean of our time over that of the fastest of the others."""
    return np.exp(np.mean(np.log(list(ratios_to_fastest(all_times, others).values()))))


def summary(all_times, dtype, size):
    """Return lines on the fastest library, the naive formula and each goal: who reaches it, who does not."""
    ratios, mean = ratios_to_fastest(all_times), mean_ratio(all_times)
    naive = mean_ratio(all_times, ["naive"])
    slowest = sorted(ratios, key=ratios.get)[-3:]
    named = ", ".join(f"{name} {ratios[name]:.2f}" for name in reversed(slowest))
    lines = [
        f"{dtype}, {size:,} elements, of the fastest library's time: {mean:.2f} in the mean; most {named}",
        f"{dtype}, {size:,} elements, of the naive formula's time: {naive:.2f} in the mean",
    ]
    for wording, reached in goals(size).items():
        misses = [name for name, times in all_times.items() if not reached(times)]
        count = len(all_times) - len(misses)
        named = f"; not {', '.join(misses)}" if misses else ""
        lines.append(f"{dtype}, {size:,} elements, {wording}: {count} of {len(all_times)}{named}")
    return lines


def table(dtype, size, names, libraries):
    """Print the times of every function named, at one size and dtype, and return them by name."""
    x = (3 * np.random.default_rng(0).standard_normal(size)).astype(dtype)
    header = "".join(f"{column:>8}" for column in COLUMNS)
    ratios = "".join(f"{library:>6}" for library in oracles.LIBRARIES)
    print(f"\n{dtype}, {size:,} elements: ns per element, then times ours\n{'':24}{header}   {ratios}")
    all_times = {}
    with np.errstate(all="ignore"):
        for name in names:
            all_times[name] = interleaved_medians(contestants(name, x, libraries))
            print(row(name, all_times[name], size), flush=True)
    return all_times


def main(given=None):
    """Print all tables, and return the mean ratio to the fastest library, by dtype and size."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--sizes", type=int, nargs="+", default=SIZES)
    parser.add_argument("--names", nargs="+", choices=ELEMENTWISE, default=ELEMENTWISE, metavar="NAME")
    parser.add_argument("--dtypes", nargs="+", choices=DTYPES, default=DTYPES)
    arguments = parser.parse_args(given)
    print(f"{processor()}; {oracles.versions()}; threads=1")
    for library in oracles.missing():
        print(f"{library} is not installed: its column stays empty")
    libraries = oracles.load()
    lines, means = [], {dtype: {} for dtype in arguments.dtypes}
    for dtype in arguments.dtypes:
        for size in arguments.sizes:
            all_times = table(dtype, size, arguments.names, libraries)
            lines += summary(all_times, dtype, size)
            means[dtype][size] = mean_ratio(all_times)
    print("", *lines, sep="\n")
    return means


if __name__ == "__main__":
    main()
