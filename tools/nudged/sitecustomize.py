"""Let every Python with this folder on its path, and NUDGE set, train from first weights a last digit away.

``tools/test_cpus.py`` runs all chapters so. Where a training enlarges differences of that size, another
processor would end elsewhere, too; whatever a chapter says of it must hold all the same.
"""

import functools
import importlib.util
import os
import sys


class TrainingFromNudgedWeights:
    """Finds ``actlib.nn.training`` once, and puts a nudge before its ``fit``."""

    def find_spec(self, name, path=None, target=None):
        if name != "actlib.nn.training":
            return None
        sys.meta_path.remove(self)
        spec = importlib.util.find_spec(name)
        execute = spec.loader.exec_module

        def execute_and_wrap(module):
            execute(module)
            module.fit = from_nudged_weights(module.fit, int(os.environ["NUDGE"]))

        spec.loader.exec_module = execute_and_wrap
        return spec


def from_nudged_weights(fit, seed):
    @functools.wraps(fit)
    def nudged(network, *arguments, **options):
        import numpy as np

        weights = network.flat_parameters
        moved = (np.random.default_rng([seed, weights.size]).random(weights.size) < 0.5) & (weights != 0)
        weights[moved] = np.nextafter(weights[moved], weights.dtype.type(np.inf))
        return fit(network, *arguments, **options)

    return nudged


if os.environ.get("NUDGE"):
    sys.meta_path.insert(0, TrainingFromNudgedWeights())
