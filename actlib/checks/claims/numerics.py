"""Claims that floating-point numbers refute."""

from actlib.checks.claims.claim import Claim

NUMERICS = (
    Claim(
        "naive-sigmoid",
        "numerics",
        ("guide A", "lesson B"),
        "The sigmoid of an array is 1 / (1 + np.exp(-x)).",
        "For very negative x the exponential overflows. Written with the exponential of -|x| alone, it "
        "never does.",
        "04-sigmoid",
        "overflow",
    ),
    Claim(
        "math-sigmoid",
        "numerics",
        ("guide C",),
        "Number by number the sigmoid is 1 / (1 + math.exp(-x)).",
        "The math module stops with an error where NumPy goes on. Treat the two signs of x apart.",
        "04-sigmoid",
        "overflow-error",
    ),
    Claim(
        "tanh-quotient",
        "numerics",
        ("UvA",),
        "tanh can be computed as its formula stands, (e^x - e^-x) / (e^x + e^-x).",
        "On paper, yes. In float32 both exponentials are infinite or 0 from 89 on, and infinity over "
        "infinity is NaN. Call np.tanh, as guide A and lesson B do.",
        "05-tanh",
        "tanh-quotient",
    ),
    Claim(
        "one-maximum",
        "numerics",
        ("guide A", "lesson B"),
        "Subtracting np.max(x) makes softmax stable.",
        "For one sample, yes. In a batch every row needs its own maximum.",
        "08-softmax",
        "softmax-global-maximum",
    ),
    Claim(
        "log-sum-exp",
        "numerics",
        ("Neuromatch",),
        "With the logarithm of a sum of exponentials in place of softmax, a cross-entropy is stable.",
        "Only if the largest score is subtracted first.",
        "08-softmax",
        "softmax-no-maximum",
    ),
    Claim(
        "gate-at-infinity",
        "numerics",
        ("PyTorch", "JAX"),
        "x times its gate is right for every x: SiLU, GELU, Mish.",
        "At -infinity the gate is 0, and infinity times 0 is NaN. The limit is 0.",
        "09-gelu-and-friends",
        "nan-at-infinity",
    ),
    Claim(
        "softplus-above-20",
        "numerics",
        ("PyTorch",),
        "Above 20, softplus is x.",
        "Nearly. What is missing just above 20 is more than half a million times the spacing of float64 "
        "numbers there. With the exponential of -|x| no threshold is needed.",
        "09-gelu-and-friends",
        "softplus-threshold",
    ),
    Claim(
        "sixth-in-float32",
        "numerics",
        ("PyTorch",),
        "1/6, rounded to float32, is the slope of the hard sigmoid in float64 too.",
        "It has half of the digits. A gradient check in float64 sees the difference.",
        "09-gelu-and-friends",
        "imprecise",
    ),
)
