"""The part of a unit Gaussian that lies beyond z, to the last digits however small it gets.

GELU's gate is Φ(x), the share of a unit Gaussian below x. One minus a number near 1 has few digits left, so
the share below -z is computed by itself, as the bell divided by something that is easy to compute:

    Φ(-z) = exp(-z² / 2) / (√(2π) z + rest(z)),    z >= 0

The rest falls from 2 at 0 to 0 and is a quotient of two polynomials. All of their coefficients are positive:
nothing is subtracted, so no digits are lost. ``tools/normal_tail.py`` fits them. Before they are rounded they
leave a relative error of 2**-57.7, less than a twentieth of the last digit's unit. (The denominator is √(2π)
times the hazard function, which is also the inverse Mills ratio.)
"""

import numpy as np

# Arrays without axes: NumPy computes faster with them than with numbers.
SQRT_2_PI, MINUS_HALF = np.array(np.sqrt(2 * np.pi)), np.array(-0.5)
NUMERATOR = tuple(
    map(
        np.array,
        (
            *(2.0, 2.47939728937505, 1.5714886745214183, 0.6465792059437129, 0.18756543302255516),
            *(0.03948934247370407, 0.0060178791738535395, 0.0006408981274369397, 4.3522452198499567e-05),
            1.4531336952135904e-06,
        ),
    )
)
DENOMINATOR = tuple(
    map(
        np.array,
        (
            *(1.0, 1.695128221200159, 1.421136092808964, 0.7629029332333255, 0.2879466536255949),
            *(0.07952514258253505, 0.016261854080653726, 0.0024355122963135418, 0.00025684079411542526),
            *(1.7362946320543066e-05, 5.797164701391954e-07),
        ),
    )
)


def bell(z):
    """Return exp(-z² / 2) without rounding z², whose error exp would make large.

    The square of the first 24 bits of z, the head, is exact; what is left is z² - head² =
    (z - head) (z + head).
    """
    head = z.astype(np.float32).astype(np.float64)
    left = z - head
    left *= z + head
    left *= MINUS_HALF
    np.expm1(left, out=left)
    y = head
    y *= head
    y *= MINUS_HALF
    np.exp(y, out=y)
    left *= y
    y += left
    return y


def bell_over_tail(z):
    """Return exp(-z² / 2) / Φ(-z) for z >= 0."""
    rest = _polynomial(NUMERATOR, z)
    rest /= _polynomial(DENOMINATOR, z)
    y = SQRT_2_PI * z
    y += rest
    return y


def _polynomial(coefficients, z):
    lowest, *others, highest = coefficients
    y = highest * z
    for coefficient in reversed(others):
        y += coefficient
        y *= z
    y += lowest
    return y
