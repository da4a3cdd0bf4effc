"""Measure the error of every activation and derivative against mpmath, beside the other libraries.

``python -m benchmarks.accuracy --names gelu silu_derivative``
"""

import argparse

import mpmath
import numpy as np

import actlib
from actlib.functions.rectified import SELU_ALPHA, SELU_SCALE
from benchmarks import oracles
from benchmarks.timing import processor

DTYPES = ("float32", "float64")
COLUMNS = ("ours", *oracles.LIBRARIES)

# Every form below keeps its digits in the tails, so fifty are enough to judge sixteen.
mp = mpmath.MPContext()
mp.dps = 50


def exact_sigmoid(x):
    return 1 / (1 + mp.exp(-x))


def exact_gaussian_gate(x):
    return mp.erfc(-clipped(x, -1000, 1000) / mp.sqrt(2)) / 2  # beyond, mpmath's own erfc overflows


def exact_leaky_relu(slope):
    return lambda x: x if x > 0 else mp.mpf(slope) * x


def exact_elu(x, alpha=1.0):
    return x if x > 0 else alpha * mp.expm1(x)


def exact_elu_derivative(x, alpha=1.0):
    return mp.mpf(1) if x > 0 else alpha * mp.exp(x)


def exact_mish(x):
    e = mp.exp(x)
    return x * (e * (e + 2)) / (e * (e + 2) + 2)


def exact_mish_derivative(x):
    e = mp.exp(x)
    n = e * (e + 2)
    return n / (n + 2) + x * 4 * e * (e + 1) / (n + 2) ** 2


def clipped(x, low, high):
    return min(max(x, mp.mpf(low)), mp.mpf(high))


def inside(x, low, high):
    return mp.mpf(low < x < high)


EXACT = {
    "identity": lambda x: x,
    "identity_derivative": lambda x: mp.mpf(1),
    "step": lambda x: mp.mpf(x > 0),
    "step_derivative": lambda x: mp.mpf(0),
    "sigmoid": exact_sigmoid,
    "sigmoid_derivative": lambda x: exact_sigmoid(x) * exact_sigmoid(-x),
    "log_sigmoid": lambda x: -mp.log1p(mp.exp(-x)),
    "log_sigmoid_derivative": lambda x: exact_sigmoid(-x),
    "hard_sigmoid": lambda x: clipped((x + 3) / 6, 0, 1),
    "hard_sigmoid_derivative": lambda x: inside(x, -3, 3) / 6,
    "tanh": mp.tanh,
    "tanh_derivative": lambda x: mp.sech(x) ** 2,
    "hard_tanh": lambda x: clipped(x, -1, 1),
    "hard_tanh_derivative": lambda x: inside(x, -1, 1),
    "softsign": lambda x: x / (1 + abs(x)),
    "softsign_derivative": lambda x: 1 / (1 + abs(x)) ** 2,
    "relu": lambda x: max(x, mp.mpf(0)),
    "relu_derivative": lambda x: mp.mpf(x > 0),
    "relu6": lambda x: clipped(x, 0, 6),
    "relu6_derivative": lambda x: inside(x, 0, 6),
    "leaky_relu": exact_leaky_relu(0.01),
    "leaky_relu_derivative": lambda x: mp.mpf(1 if x > 0 else 0.01),
    "prelu": exact_leaky_relu(0.25),
    "prelu_derivative": lambda x: mp.mpf(1 if x > 0 else 0.25),
    "elu": exact_elu,
    "elu_derivative": exact_elu_derivative,
    "selu": lambda x: SELU_SCALE * exact_elu(x, SELU_ALPHA),
    "selu_derivative": lambda x: SELU_SCALE * exact_elu_derivative(x, SELU_ALPHA),
    "softplus": lambda x: mp.log1p(mp.exp(x)),
    "softplus_derivative": exact_sigmoid,
    "gelu": lambda x: x * exact_gaussian_gate(x),
    "gelu_derivative": lambda x: exact_gaussian_gate(x) + x * mp.exp(-(x**2) / 2) / mp.sqrt(2 * mp.pi),
    "silu": lambda x: x * exact_sigmoid(x),
    "silu_derivative": lambda x: exact_sigmoid(x) * (1 + x * exact_sigmoid(-x)),
    "mish": exact_mish,
    "mish_derivative": exact_mish_derivative,
    "hard_swish": lambda x: x * clipped((x + 3) / 6, 0, 1),
    "hard_swish_derivative": lambda x: (x + mp.mpf(1.5)) / 3 if abs(x) < 3 else mp.mpf(x > 0),
}

# Where a derivative crosses zero its two terms cancel and only their last digits are left.
ZERO_CROSSINGS = {
    "silu_derivative": -1.278464542761074,
    "mish_derivative": -1.1924312145154,
    "gelu_derivative": -0.7517915246935645,
}
NEAR_CROSSING = 0.5


def sample(dtype, count=400):
    """Return ordinary inputs, inputs in the tails and inputs of every magnitude, subnormals too."""
    rng = np.random.default_rng(0)
    limits = np.finfo(dtype)
    tail = 110 if dtype == "float32" else 750
    exponents = rng.uniform(limits.minexp - limits.nmant, limits.maxexp, count)
    return np.concatenate(
        [
            rng.normal(0, 3, count),
            rng.uniform(-tail, tail, count),
            rng.uniform(-40, 40, count),
            rng.choice([-1, 1], count) * np.exp2(exponents),
            [0, limits.tiny, -limits.tiny, limits.smallest_subnormal, -limits.smallest_subnormal],
        ]
    ).astype(dtype)


def exact_values(name, x):
    """Return the function named at each x, as mpmath numbers."""
    return [EXACT[name](mp.mpf(float(v))) for v in x]


def errors(name, x, y, exact):
    """Return how far each y is from the exact value, in units in the last place of that value.

    Near a zero crossing the unit is that of the value at the rim of the neighborhood.
    """
    return np.array(
        [abs(mp.mpf(float(v)) - w) / u for v, w, u in zip(y, exact, units(name, x, exact), strict=True)],
        float,
    )


def units(name, x, exact):
    scales = [abs(value) for value in exact]
    if name in ZERO_CROSSINGS:
        crossing = ZERO_CROSSINGS[name]
        rim = max(abs(EXACT[name](mp.mpf(crossing + side * NEAR_CROSSING))) for side in (-1, 1))
        near = np.abs(x - crossing) < NEAR_CROSSING
        scales = [max(s, rim) if is_near else s for s, is_near in zip(scales, near, strict=True)]
    return [_unit_in_last_place(scale, np.finfo(x.dtype)) for scale in scales]


def _unit_in_last_place(scale, limits):
    exponent = mp.frexp(scale)[1] - 1 if scale else limits.minexp
    return mp.ldexp(1, max(exponent, limits.minexp) - limits.nmant)


def row(name, x, libraries):
    """Return one line of the table: the median and the largest error by library."""
    exact = exact_values(name, x)
    values = {"ours": getattr(actlib, name)(x)}
    with np.errstate(all="ignore"):
        for library, forms in libraries.items():
            if name in forms.forms:
                values[library] = forms.finish(forms.forms[name](forms.prepare(x)))
    cells = []
    for column in COLUMNS:
        if column not in values:
            cells.append(" " * 16)
            continue
        error = errors(name, x, values[column], exact)
        cells.append(f"{np.median(error):7.2g}{np.max(error):9.3g}")
    return f"{name:24}{''.join(cells)}"


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--names", nargs="+", choices=EXACT, default=EXACT, metavar="NAME")
    parser.add_argument("--dtypes", nargs="+", choices=DTYPES, default=DTYPES)
    arguments = parser.parse_args()
    print(f"{processor()}; {oracles.versions()}, mpmath {mpmath.__version__}")
    for library in oracles.missing():
        print(f"{library} is not installed: its column stays empty")
    libraries = oracles.load()
    for dtype in arguments.dtypes:
        header = "".join(f"{column:>16}" for column in COLUMNS)
        print(f"\n{dtype}: median and largest error in ULP\n{'':24}{header}")
        for name in arguments.names:
            print(row(name, sample(dtype), libraries), flush=True)


if __name__ == "__main__":
    main()
