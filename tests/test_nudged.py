"""A nudge: every training starts a last digit away, as it would after another processor's rounding."""

import json
import os
import subprocess
import sys
from pathlib import Path

import numpy as np

ROOT = Path(__file__).resolve().parent.parent

TRAIN = """
import numpy as np
from actlib import nn
layers = [nn.Dense.of(np.ones((3, 5)), np.zeros(5)), "relu", nn.Dense.of(np.ones((5, 2)), [0, 3])]
network = nn.Network(layers, "mean_squared_error")
network.fit(np.zeros((1, 3)), [[0, 3]], nn.SGD(1e-300), epochs=1)
print(network.flat_parameters.tolist())
"""


def trained(seed):
    path = os.pathsep.join([str(ROOT / "tools" / "nudged"), str(ROOT)])
    environment = {**os.environ, "PYTHONPATH": path, "NUDGE": seed}
    run = subprocess.run([sys.executable, "-c", TRAIN], env=environment, capture_output=True, check=True)
    return np.array(json.loads(run.stdout))


def test_some_weights_start_at_the_next_number_the_same_for_the_same_seed_and_no_zero_moves():
    plain, first, again, other = (trained(seed) for seed in ("", "1", "1", "2"))
    assert set(plain) == {0, 1, 3}
    moved = first != plain
    assert 5 < moved.sum() < 20
    np.testing.assert_array_equal(first[moved], np.nextafter(plain[moved], np.inf))
    assert not moved[plain == 0].any()
    np.testing.assert_array_equal(first, again)
    assert (first != other).any()
