"""Ask PyTorch, JAX and Keras what the course says of them: ``python -m benchmarks.claims``.

The answers are kept in ``answers.json`` with versions and date; ``tests/test_frameworks.py`` compares them
with what the pages say.
"""

import datetime
import json
import os
from importlib.metadata import version
from pathlib import Path

import numpy as np

ANSWERS = Path(__file__).with_name("answers.json")
CATALOGUE_PAGE = ANSWERS.parent.parent / "chapters" / "20-catalogue.ipynb"
PLACES = [-1.5, 2.5]
KINKS = {
    "hard_sigmoid": (-3, 3),
    "hard_tanh": (-1, 1),
    "relu": (0,),
    "relu6": (0, 6),
    "leaky_relu": (0,),
    "hard_swish": (-3, 3),
}


def spellings():
    """Return the table of chapter 20: what each activation is called in PyTorch, JAX and Keras."""
    cells = json.loads(CATALOGUE_PAGE.read_text(encoding="utf-8"))["cells"]
    [table] = [text for cell in cells if (text := "".join(cell["source"])).startswith("SPELLINGS")]
    rows = [[cell.strip() for cell in line.split("|")] for line in table.splitlines()[1:-1]]
    return {name: dict(zip(("PyTorch", "JAX", "Keras"), cells, strict=True)) for name, *cells in rows}


def values_of(library, names, x):
    """Return what each spelling of a library gives at the places; a layer is called first."""
    found = {}
    for each in spellings().values():
        spelling = each[library]
        if spelling == "none":
            continue
        made = eval(spelling, {}, names | {"x": x, "alpha": 0.25})
        made = made(x) if callable(made) else made
        made = made.detach() if hasattr(made, "detach") else made
        found[spelling] = [rounded(y) for y in np.asarray(made).ravel()]
    return found


def main():
    answers = {"PyTorch": pytorch_facts(), "JAX": jax_facts(), "Keras": keras_facts()}
    names = {"PyTorch": "torch", "JAX": "jax", "Keras": "keras"}
    versions = {library: version(name).partition("+")[0] for library, name in names.items()}
    for library, facts in answers.items():
        for fact, answer in facts.items():
            print(f"{library:8s} {versions[library]:8s} {fact}: {answer}")
    kept = {"asked": datetime.date.today().isoformat(), "versions": versions, "answers": answers}
    ANSWERS.write_text(json.dumps(kept, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")


def rounded(number):
    """Return a number as JSON can hold it: NaN by its name, float32's digits cut off."""
    return "nan" if np.isnan(number) else float(f"{float(number):.6g}") + 0.0


def pytorch_facts():
    import torch
    from torch.nn import functional as F

    def number(x):
        return torch.tensor(float(x), dtype=torch.float64, requires_grad=True)

    def value(function, x):
        return rounded(function(number(x)).item())

    def slope(function, x):
        x = number(x)
        function(x).backward()
        return rounded(x.grad.item())

    functions = {"hard_sigmoid": F.hardsigmoid, "hard_tanh": F.hardtanh, "hard_swish": F.hardswish}
    functions |= {name: getattr(F, name) for name in ("relu", "relu6", "leaky_relu")}
    just_above = float(np.nextafter(20, 21))
    layer = torch.nn.Linear(512, 512)
    parameters = {"weight": layer.weight.detach().numpy(), "bias": layer.bias.detach().numpy()}
    with_values = {"values": torch.tensor(7.0)}
    names = {name: getattr(F, name) for name in dir(F)} | {"torch": torch}
    names |= {name: getattr(torch, name) for name in ("sigmoid", "tanh")}
    return {
        "spellings": values_of("PyTorch", names, torch.tensor(PLACES)),
        "leaky ReLU's negative slope by default": -value(F.leaky_relu, -1),
        "PReLU's first slopes": [rounded(each) for each in torch.nn.PReLU().weight.tolist()],
        "GELU at 1 by default": value(F.gelu, 1),
        "GELU at 1 in its tanh form": value(lambda x: F.gelu(x, approximate="tanh"), 1),
        "at -infinity": {
            name: value(f, -np.inf) for name, f in {"silu": F.silu, "gelu": F.gelu, "mish": F.mish}.items()
        },
        "softplus just above 20 is its input": F.softplus(number(just_above)).item() == just_above,
        "the hard sigmoid's slope at 1 is 1/6 of float32": (
            torch.autograd.functional.jacobian(F.hardsigmoid, number(1)).item() == float(np.float32(1 / 6))
        ),
        "slopes at kinks": {
            name: {str(x): slope(functions[name], x) for x in places} for name, places in KINKS.items()
        },
        "a linear layer's largest weight times the root of its inputs": rounded(
            np.round(np.abs(parameters["weight"]).max() * 512**0.5, 2)
        ),
        "a linear layer's largest bias times the root of its inputs": rounded(
            np.round(np.abs(parameters["bias"]).max() * 512**0.5, 1)
        ),
        "a linear layer's variance times its inputs": rounded(np.round(512 * parameters["weight"].var(), 2)),
        "calculate_gain for tanh": rounded(torch.nn.init.calculate_gain("tanh")),
        "heaviside at 0 with values=7": torch.heaviside(torch.tensor(0.0), **with_values).item(),
    }


def jax_facts():
    import jax

    jax.config.update("jax_enable_x64", True)
    nn = jax.nn
    functions = {name: getattr(nn, name) for name in KINKS}
    names = {name: getattr(nn, name) for name in dir(nn)} | {"jax": jax}
    return {
        "spellings": values_of("JAX", names, jax.numpy.asarray(PLACES)),
        "leaky ReLU's negative slope by default": -rounded(nn.leaky_relu(-1.0)),
        "GELU at 1 by default": rounded(nn.gelu(1.0)),
        "GELU at 1, exact": rounded(nn.gelu(1.0, approximate=False)),
        "at -infinity": {name: rounded(getattr(nn, name)(-np.inf)) for name in ("silu", "gelu", "mish")},
        "slopes at kinks": {
            name: {str(x): rounded(jax.grad(functions[name])(float(x))) for x in places}
            for name, places in KINKS.items()
        },
    }


def keras_facts():
    os.environ.setdefault("KERAS_BACKEND", "torch")
    import keras

    layer = keras.layers.PReLU()
    layer.build((None, 3))
    names = {name: getattr(keras.activations, name) for name in dir(keras.activations)}
    places = np.asarray([PLACES], dtype=np.float32)
    return {
        "spellings": values_of("Keras", names | {"layers": keras.layers}, places),
        "leaky ReLU's negative slope by default": -rounded(
            keras.activations.leaky_relu(np.array([-1.0])).item()
        ),
        "the layer LeakyReLU's negative slope by default": -rounded(
            keras.layers.LeakyReLU()(np.array([-1.0])).item()
        ),
        "PReLU's first slopes for three units": [rounded(each) for each in np.asarray(layer.alpha)],
        "GELU at 1 by default": rounded(keras.activations.gelu(np.array([1.0])).item()),
        "the hard sigmoid at 1": rounded(keras.activations.hard_sigmoid(np.array([1.0])).item()),
    }


if __name__ == "__main__":
    main()
