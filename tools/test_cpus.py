"""Repeat the comparison of every chapter as other machines would compute it.

Each combination of BLAS kernel, thread count and NumPy instruction set runs nbval on all chapters.
"""

import itertools
import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
KERNELS = ("Prescott", "Haswell", "SkylakeX")
THREADS = ("1", "2")
DISABLED_FEATURES = ("", "X86_V3 X86_V4 AVX512_ICL AVX512_SPR")


def main():
    failed = []
    for kernel, threads, disabled in itertools.product(KERNELS, THREADS, DISABLED_FEATURES):
        name = (
            f"OPENBLAS_CORETYPE={kernel} OPENBLAS_NUM_THREADS={threads} NPY_DISABLE_CPU_FEATURES={disabled!r}"
        )
        print(name, flush=True)
        if not chapters_agree(kernel, threads, disabled):
            failed.append(name)
    print(f"{len(failed)} of 12 machines disagree" if failed else "all 12 machines agree")
    sys.exit(1 if failed else 0)


def chapters_agree(kernel, threads, disabled):
    environment = {
        **os.environ,
        "OPENBLAS_CORETYPE": kernel,
        "OPENBLAS_NUM_THREADS": threads,
        "NPY_DISABLE_CPU_FEATURES": disabled,
    }
    command = [sys.executable, "-m", "pytest", "-q", "--nbval", "-n", "2", "--dist", "loadscope", "chapters"]
    return subprocess.run(command, cwd=ROOT, env=environment).returncode == 0


if __name__ == "__main__":
    main()
