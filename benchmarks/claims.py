"""Ask PyTorch and JAX what chapter 19 says of them: ``python -m benchmarks.claims``."""

import numpy as np

from actlib.checks import CLAIMS


def main():
    for library, facts in {"PyTorch": pytorch_facts(), "JAX": jax_facts()}.items():
        for key, holds in facts.items():
            assert holds, f"{CLAIMS[key].key} is no longer so in {library}"
            print(f"{library:8s}{key}")


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
        "gate-at-infinity": np.isnan(infinite).all(),
        "softplus-above-20": F.softplus(number(just_above)).item() == just_above,
        "sixth-in-float32": slope(F.hardsigmoid, 1) == float(np.float32(1 / 6)) != 1 / 6,
        "gelu-by-name": np.isclose(F.gelu(number(1)).item(), 0.8413447460685429, rtol=1e-12),
        "leaky-by-name": np.isclose(F.leaky_relu(number(-1)).item(), -0.01),
        "relu-slope-at-zero": slope(F.relu, 0) == 0,
        "default-is-made-for-relu": abs(512 * weight.var() - 1 / 3) < 0.01
        and np.abs(weight).max() <= 1 / np.sqrt(512),
    }


def jax_facts():
    import jax

    jax.config.update("jax_enable_x64", True)
    infinite = [float(f(-np.inf)) for f in (jax.nn.silu, jax.nn.gelu, jax.nn.mish)]
    return {
        "gate-at-infinity": np.isnan(infinite).all(),
        "gelu-by-name": np.isclose(float(jax.nn.gelu(1.0)), 0.8411919906082768, rtol=1e-12),
        "relu-slope-at-zero": float(jax.grad(jax.nn.relu)(0.0)) == 0,
    }


if __name__ == "__main__":
    main()
