"""Print the coefficients of actlib/functions/normal_tail.py: ``python tools/normal_tail.py``.

With Φ the share of a unit Gaussian below, exp(-z²/2) / Φ(-z) is √(2π) z plus something that falls from 2
to 0. That is fitted by a quotient of two polynomials, so that the largest relative error of the whole is as
small as it can be. Each step is a least-squares fit of numerator minus denominator times the values, weighted
by the denominator of the step before (Sanathanan and Koerner) and by how far the step before was off at that
place (Lawson). Computed with 80 digits, of which a float needs 17.
"""

from mpmath import MPContext

mp = MPContext()
mp.dps = 80
STEPS = 25
DEGREE = 10  # of the denominator; the numerator's is one less
LARGEST = 40  # z that is looked at: beyond it exp(-z²/2) is 0


def bell_over_tail(z):
    return mp.exp(-z * z / 2) * 2 / mp.erfc(z / mp.sqrt(2))


def fit(degree=DEGREE, largest=LARGEST):
    """Return the coefficients of numerator and denominator, lowest first, and the largest relative error."""
    places = [*_places(12 * (degree + 1), largest)]
    whole = [bell_over_tail(z) for z in places]
    rest = [w - mp.sqrt(2 * mp.pi) * z for w, z in zip(whole, places, strict=True)]
    denominators, weights, best = [mp.one] * len(places), [mp.one] * len(places), None
    for step in range(STEPS):
        scale = [mp.sqrt(weight) / (d * w) for weight, d, w in zip(weights, denominators, whole, strict=True)]
        rows = [
            [s * z**k for k in range(degree)] + [-s * r * z**k for k in range(1, degree + 1)]
            for s, z, r in zip(scale, places, rest, strict=True)
        ]
        found = mp.qr_solve(mp.matrix(rows), mp.matrix([s * r for s, r in zip(scale, rest, strict=True)]))[0]
        numerator, denominator = [*found[:degree]], [mp.one, *found[degree:]]
        denominators = [mp.polyval(denominator[::-1], z) for z in places]
        errors = [
            abs(mp.polyval(numerator[::-1], z) / d - r) / w
            for z, d, r, w in zip(places, denominators, rest, whole, strict=True)
        ]
        if best is None or max(errors) < best[2]:
            best = numerator, denominator, max(errors)
        if step > 2:
            weights = [w * (e / max(errors) + mp.mpf("0.001")) for w, e in zip(weights, errors, strict=True)]
            weights = [w * len(weights) / mp.fsum(weights) for w in weights]
    return best


def _places(count, largest):
    """Return places from 0 to the largest, dense at both ends and more so near 0."""
    squeezed = mp.mpf(largest - 3) / (largest + 3)
    for k in range(count):
        t = (mp.cos(mp.pi * (k + mp.mpf("0.5")) / count) + 1) * (squeezed + 1) / 2 - 1
        yield 3 * (1 + t) / (1 - t)


def main():
    numerator, denominator, error = fit()
    print(f"off by 2 ** {float(mp.log(error, 2)):.1f}")
    for coefficients in (numerator, denominator):
        print("    ", ", ".join(str(float(c)) for c in coefficients))


if __name__ == "__main__":
    main()
