"""Repeat the comparison of every chapter as other machines would compute it.

Each combination of BLAS kernel, thread count and NumPy instruction set runs nbval on all chapters. A
kernel with instructions that this processor lacks is named and left out. Machines that are not to be had are
stood in for by nudges: every training then starts a last digit away (``tools/nudged``).
"""

import itertools
import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
KERNELS = ("Prescott", "Haswell", "SkylakeX", "Zen")
THREADS = ("1", "2")
WITHOUT_AVX512 = "X86_V4 AVX512_ICL AVX512_SPR"
WITHOUT_AVX2 = f"X86_V3 {WITHOUT_AVX512}"
NUDGES = range(1, 9)


def main():
    kernels = [kernel for kernel in KERNELS if runs_here(kernel)]
    print("left out, for this processor lacks their instructions:", *sorted(set(KERNELS) - set(kernels)))
    without = ("", WITHOUT_AVX2, WITHOUT_AVX512) if "SkylakeX" in kernels else ("", WITHOUT_AVX2)
    machines = [
        {"OPENBLAS_CORETYPE": kernel, "OPENBLAS_NUM_THREADS": threads, "NPY_DISABLE_CPU_FEATURES": disabled}
        for kernel, threads, disabled in itertools.product(kernels, THREADS, without)
    ]
    machines += [{"NUDGE": str(seed), "PYTHONPATH": str(ROOT / "tools" / "nudged")} for seed in NUDGES]
    failed = []
    for machine in machines:
        name = " ".join(f"{variable}={value!r}" for variable, value in machine.items())
        print(name, flush=True)
        if not chapters_agree(machine):
            failed.append(name)
    print(*failed, f"{len(failed)} of {len(machines)} machines disagree", sep="\n")
    sys.exit(1 if failed or not machines else 0)


def runs_here(kernel):
    """Multiply two matrices; a kernel that this processor lacks instructions for dies of it."""
    multiply = "import numpy as np; [np.ones((99, 99), t) @ np.ones((99, 99), t) for t in ('f4', 'f8')]"
    environment = {**os.environ, "OPENBLAS_CORETYPE": kernel}
    return subprocess.run([sys.executable, "-c", multiply], env=environment).returncode == 0


def chapters_agree(machine):
    command = [sys.executable, "-m", "pytest", "-q", "--nbval", "-n", "2", "--dist", "loadscope", "chapters"]
    return subprocess.run(command, cwd=ROOT, env={**os.environ, **machine}).returncode == 0


if __name__ == "__main__":
    main()
