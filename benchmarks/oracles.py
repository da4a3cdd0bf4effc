"""The other implementations of every activation and derivative: SciPy, PyTorch, JAX and the naive formula.

Each library is a set of forms by name. A library that is not installed is left out, and ``missing``
says so.
"""

import importlib.util
import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from importlib.metadata import version

import numpy as np
from scipy import special

from actlib.functions.rectified import SELU_ALPHA, SELU_SCALE

LIBRARIES = ("scipy", "torch", "jax", "naive")


@dataclass(frozen=True)
class Library:
    """One source of activations: how it takes an array, its forms, and how to wait for its result."""

    forms: Mapping[str, Callable]
    prepare: Callable = np.asarray
    finish: Callable = np.asarray


def missing(names=LIBRARIES):
    """Return those of the libraries named that are not installed."""
    return [name for name in names if name != "naive" and importlib.util.find_spec(name) is None]


def load(names=LIBRARIES):
    """Return the installed ones of the libraries named, each on one thread."""
    makers = {"naive": naive_library, "scipy": scipy_library, "torch": torch_library, "jax": jax_library}
    absent = missing(names)
    return {name: makers[name]() for name in names if name not in absent}


def versions(names=("numpy", "scipy", "torch", "jax")):
    """Return the version of each installed package as one line of text."""
    return ", ".join(f"{name} {version(name)}" for name in names if importlib.util.find_spec(name))


def naive_library():
    """Return the textbook formulas as they are usually typed, whatever they do in the tails."""

    def sigmoid(x):
        return 1 / (1 + np.exp(-x))

    def elu(x, alpha=1.0):
        return np.where(x > 0, x, alpha * (np.exp(x) - 1))

    def elu_derivative(x, alpha=1.0):
        return np.where(x > 0, 1, alpha * np.exp(x)).astype(x.dtype)

    def inside(x, low, high):
        return ((x > low) & (x < high)).astype(x.dtype)

    def gelu_gate(x):
        return 0.5 * (1 + special.erf(x / np.sqrt(2)))

    def mish_derivative(x):
        t = np.tanh(np.log(1 + np.exp(x)))
        return t + x * (1 - t**2) * sigmoid(x)

    return Library(
        {
            "identity": lambda x: x.copy(),
            "identity_derivative": np.ones_like,
            "step": lambda x: (x > 0).astype(x.dtype),
            "step_derivative": np.zeros_like,
            "sigmoid": sigmoid,
            "sigmoid_derivative": lambda x: sigmoid(x) * (1 - sigmoid(x)),
            "log_sigmoid": lambda x: np.log(sigmoid(x)),
            "log_sigmoid_derivative": lambda x: 1 - sigmoid(x),
            "hard_sigmoid": lambda x: np.clip(x / 6 + 0.5, 0, 1),
            "hard_sigmoid_derivative": lambda x: inside(x, -3, 3) / 6,
            "tanh": np.tanh,
            "tanh_derivative": lambda x: 1 - np.tanh(x) ** 2,
            "hard_tanh": lambda x: np.clip(x, -1, 1),
            "hard_tanh_derivative": lambda x: inside(x, -1, 1),
            "softsign": lambda x: x / (1 + np.abs(x)),
            "softsign_derivative": lambda x: 1 / (1 + np.abs(x)) ** 2,
            "relu": lambda x: np.maximum(x, 0),
            "relu_derivative": lambda x: (x > 0).astype(x.dtype),
            "relu6": lambda x: np.clip(x, 0, 6),
            "relu6_derivative": lambda x: inside(x, 0, 6),
            "leaky_relu": lambda x: np.where(x > 0, x, 0.01 * x),
            "leaky_relu_derivative": lambda x: np.where(x > 0, 1, 0.01).astype(x.dtype),
            "prelu": lambda x: np.where(x > 0, x, 0.25 * x),
            "prelu_derivative": lambda x: np.where(x > 0, 1, 0.25).astype(x.dtype),
            "elu": elu,
            "elu_derivative": elu_derivative,
            "selu": lambda x: SELU_SCALE * elu(x, SELU_ALPHA),
            "selu_derivative": lambda x: SELU_SCALE * elu_derivative(x, SELU_ALPHA),
            "softplus": lambda x: np.log(1 + np.exp(x)),
            "softplus_derivative": sigmoid,
            "gelu": lambda x: x * gelu_gate(x),
            "gelu_derivative": lambda x: gelu_gate(x) + x * np.exp(-(x**2) / 2) / np.sqrt(2 * np.pi),
            "silu": lambda x: x * sigmoid(x),
            "silu_derivative": lambda x: sigmoid(x) * (1 + x * (1 - sigmoid(x))),
            "mish": lambda x: x * np.tanh(np.log(1 + np.exp(x))),
            "mish_derivative": mish_derivative,
            "hard_swish": lambda x: x * np.clip(x + 3, 0, 6) / 6,
            "hard_swish_derivative": lambda x: np.where(np.abs(x) < 3, x / 3 + 0.5, x > 0).astype(x.dtype),
        }
    )


def scipy_library():
    """Return what scipy.special holds, and products with its gates."""
    expit, ndtr = special.expit, special.ndtr
    return Library(
        {
            "sigmoid": expit,
            "sigmoid_derivative": lambda x: expit(x) * expit(-x),
            "log_sigmoid": special.log_expit,
            "log_sigmoid_derivative": lambda x: expit(-x),
            "softplus": special.softplus,
            "softplus_derivative": expit,
            "gelu": lambda x: x * ndtr(x),
            "gelu_derivative": lambda x: ndtr(x) + x * np.exp(-(x**2) / 2) / np.sqrt(2 * np.pi),
            "silu": lambda x: x * expit(x),
            "silu_derivative": lambda x: expit(x) * (1 + x * expit(-x)),
        }
    )


def torch_library():
    """Return torch.nn.functional and the backward kernels of its autograd, on one thread."""
    import torch
    from torch.nn import functional as F

    torch.set_num_threads(1)
    aten = torch.ops.aten

    def backward(kernel, *arguments, **options):
        return lambda x: kernel(torch.ones_like(x), x, *arguments, **options)

    def from_output(kernel, function):
        return lambda x: kernel(torch.ones_like(x), function(x))

    def log_sigmoid_derivative(x):
        _, buffer = aten.log_sigmoid_forward(x)
        return aten.log_sigmoid_backward(torch.ones_like(x), x, buffer)

    def elu_derivative(alpha, scale):
        return lambda x: aten.elu_backward(torch.ones_like(x), alpha, scale, 1, False, x)

    return Library(
        {
            "identity": torch.clone,
            "identity_derivative": torch.ones_like,
            "step": lambda x: torch.heaviside(x, torch.zeros((), dtype=x.dtype)),
            "step_derivative": torch.zeros_like,
            "sigmoid": torch.sigmoid,
            "sigmoid_derivative": from_output(aten.sigmoid_backward, torch.sigmoid),
            "log_sigmoid": F.logsigmoid,
            "log_sigmoid_derivative": log_sigmoid_derivative,
            "hard_sigmoid": F.hardsigmoid,
            "hard_sigmoid_derivative": backward(aten.hardsigmoid_backward),
            "tanh": torch.tanh,
            "tanh_derivative": from_output(aten.tanh_backward, torch.tanh),
            "hard_tanh": F.hardtanh,
            "hard_tanh_derivative": backward(aten.hardtanh_backward, -1, 1),
            "softsign": F.softsign,
            "softsign_derivative": lambda x: 1 / (1 + x.abs()) ** 2,
            "relu": F.relu,
            "relu_derivative": backward(aten.threshold_backward, 0),
            "relu6": F.relu6,
            "relu6_derivative": backward(aten.hardtanh_backward, 0, 6),
            "leaky_relu": F.leaky_relu,
            "leaky_relu_derivative": backward(aten.leaky_relu_backward, 0.01, False),
            "prelu": lambda x: F.prelu(x, torch.full((1,), 0.25, dtype=x.dtype)),
            "prelu_derivative": backward(aten.leaky_relu_backward, 0.25, False),
            "elu": F.elu,
            "elu_derivative": elu_derivative(1, 1),
            "selu": F.selu,
            "selu_derivative": elu_derivative(SELU_ALPHA, SELU_SCALE),
            "softplus": F.softplus,
            "softplus_derivative": backward(aten.softplus_backward, 1, 20),
            "gelu": F.gelu,
            "gelu_derivative": backward(aten.gelu_backward),
            "silu": F.silu,
            "silu_derivative": backward(aten.silu_backward),
            "mish": F.mish,
            "mish_derivative": backward(aten.mish_backward),
            "hard_swish": F.hardswish,
            "hard_swish_derivative": backward(aten.hardswish_backward),
        },
        prepare=torch.from_numpy,
        finish=lambda y: y.numpy(),
    )


def jax_library():
    """Return jax.nn compiled for one thread, and its forward-mode derivatives."""
    one_thread = "--xla_cpu_multi_thread_eigen=false intra_op_parallelism_threads=1"
    os.environ["XLA_FLAGS"] = f"{os.environ.get('XLA_FLAGS', '')} {one_thread}".strip()
    import jax
    from jax import nn
    from jax import numpy as jnp

    jax.config.update("jax_enable_x64", True)
    functions = {
        "identity": jnp.copy,  # a compiled identity would hand back its input
        "step": lambda x: jnp.heaviside(x, jnp.zeros((), x.dtype)),
        "sigmoid": nn.sigmoid,
        "log_sigmoid": nn.log_sigmoid,
        "hard_sigmoid": nn.hard_sigmoid,
        "tanh": jnp.tanh,
        "hard_tanh": nn.hard_tanh,
        "softsign": nn.soft_sign,
        "relu": nn.relu,
        "relu6": nn.relu6,
        "leaky_relu": nn.leaky_relu,
        "prelu": lambda x: nn.leaky_relu(x, 0.25),
        "elu": nn.elu,
        "selu": nn.selu,
        "softplus": nn.softplus,
        "gelu": lambda x: nn.gelu(x, approximate=False),
        "silu": nn.silu,
        "mish": nn.mish,
        "hard_swish": nn.hard_swish,
    }

    def slope(function):
        return lambda x: jax.jvp(function, (x,), (jnp.ones_like(x),))[1]

    slopes = {f"{name}_derivative": slope(function) for name, function in functions.items()}
    return Library(
        {name: jax.jit(form) for name, form in (functions | slopes).items()},
        prepare=jnp.asarray,
        finish=lambda y: np.asarray(y.block_until_ready()),
    )
