"""Ask PyTorch and JAX what chapter 19 says of them: ``python -m benchmarks.claims``."""

import numpy as np


def main():
    for library, facts in {"PyTorch": pytorch_facts(), "JAX": jax_facts()}.items():
        for fact, holds in facts.items():
            assert holds, f"{fact} is no longer so in {library}"
            print(f"{library:8s}{fact}")


def pytorch_facts():
    import torch
    from torch.nn import functional as F

    def number(x):
        return torch.tensor([float(x)], dtype=torch.float64, requires_grad=True)

    def slope(function, x):
        x = number(x)
        function(x).backward()
        return x.grad.item()

    infinite = [f(number(-np.inf)).item() for f in (F.silu, F.gelu, F.mish)]
    just_above = float(np.nextafter(20, 21))
    weight = torch.nn.Linear(512, 512).weight.detach().numpy()
    return {
        "SiLU, GELU and Mish are NaN at -infinity": np.isnan(infinite).all(),
        "softplus is x above 20": F.softplus(number(just_above)).item() == just_above,
        "the hard sigmoid's slope is 1/6 of float32": slope(F.hardsigmoid, 1) == float(np.float32(1 / 6)),
        "GELU is exact by default": np.isclose(
            F.gelu(number(1)).item(), 0.8413447460685429, rtol=1e-12, atol=0
        ),
        "leaky ReLU's slope is 0.01 by default": np.isclose(
            F.leaky_relu(number(-1)).item(), -0.01, rtol=1e-12, atol=0
        ),
        "ReLU's slope at 0 is 0": slope(F.relu, 0) == 0,
        "a linear layer starts uniform between ±1/√n": abs(512 * weight.var() - 1 / 3) < 0.01
        and np.abs(weight).max() <= 1 / np.sqrt(512),
    }


def jax_facts():
    import jax

    jax.config.update("jax_enable_x64", True)
    infinite = [float(f(-np.inf)) for f in (jax.nn.silu, jax.nn.gelu, jax.nn.mish)]
    tanh_form = 0.8411919906082768
    return {
        "SiLU, GELU and Mish are NaN at -infinity": np.isnan(infinite).all(),
        "GELU is the tanh form by default": np.isclose(
            float(jax.nn.gelu(1.0)), tanh_form, rtol=1e-12, atol=0
        ),
        "leaky ReLU's slope is 0.01 by default": np.isclose(
            float(jax.nn.leaky_relu(-1.0)), -0.01, rtol=1e-12, atol=0
        ),
        "ReLU's slope at 0 is 0": float(jax.grad(jax.nn.relu)(0.0)) == 0,
    }


if __name__ == "__main__":
    main()
