"""Claims that floating-point numbers refute."""

from actlib.checks.claims.claim import Claim

NUMERICS = (
    Claim(
        "naive-sigmoid",
        "numerics",
        ("guide A", "lesson B"),
        "The sigmoid of an array is 1 / (1 + np.exp(-x)).",
        "For every x that is not very negative, to the last digits.",
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
        "For x above about -700, which is where ordinary scores lie.",
        "The math module stops with an error where NumPy goes on. Treat the two signs of x apart.",
        "04-sigmoid",
        "overflow-error",
    ),
    Claim(
        "tanh-quotient",
        "numerics",
        ("UvA",),
        "tanh can be computed as its formula stands, (e^x - e^-x) / (e^x + e^-x).",
        "On paper, and in the machine for x of ordinary size. The tutorial writes its own functions to show"
        " how, and recommends the library's.",
        "In float32 e^|x| is infinite from 89 on, and infinity over infinity is NaN. Call np.tanh, as"
        " guide A and lesson B do.",
        "05-tanh",
        "tanh-quotient",
    ),
    Claim(
        "one-maximum",
        "numerics",
        ("guide A", "lesson B"),
        "Subtracting np.max(x) makes softmax stable.",
        "For one sample. The idea is the right one.",
        "In a batch every row needs its own maximum.",
        "08-softmax",
        "softmax-global-maximum",
    ),
    Claim(
        "log-sum-exp",
        "numerics",
        ("Neuromatch",),
        "With the logarithm of a sum of exponentials in place of softmax, a cross-entropy is stable.",
        "For scores of ordinary size, and for any once the largest is subtracted.",
        "Subtract the largest score first.",
        "08-softmax",
        "softmax-no-maximum",
    ),
)
