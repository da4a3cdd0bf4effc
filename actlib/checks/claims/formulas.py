"""Claims about formulas and slopes."""

from actlib.checks.claims.claim import Claim

FORMULAS = (
    Claim(
        "leaky-as-maximum",
        "formulas",
        ("guide A",),
        "Leaky ReLU is max(a*x, x).",
        "For a up to 1, as the defaults in chapter 7 are. (The code of guide A chooses by the sign of x, "
        "which is right for all.)",
        "Beyond 1 the two sides swap.",
        "07-leaky-relu-and-prelu",
        "leaky-maximum",
    ),
    Claim(
        "gelu-is-its-approximation",
        "formulas",
        ("guide A",),
        "GELU is x·Φ(x), computed with a tanh and 0.044715.",
        "To three decimals. The paper gives both forms.",
        "The formula with tanh is an approximation, off by up to 0.00047.",
        "09-gelu-and-friends",
        "gelu-tanh",
    ),
    Claim(
        "hybrid-below-threshold",
        "formulas",
        ("guide A",),
        "ReLU below the threshold and tanh above it make one good activation.",
        "For inputs within the threshold.",
        "The code tests |x|, so there are two joints, and at both the curve jumps: at -2 from -0.964 to 0, "
        "at 2 from 2 to 0.964.",
        "10-custom-activations",
    ),
    Claim(
        "relu-slope-at-zero",
        "formulas",
        ("guide A", "lesson B"),
        "At 0 the slope of ReLU is 0, as a matter of fact.",
        "As the convention of PyTorch and JAX.",
        "It has no slope there. Every number from 0 to 1 is a subgradient; 0 is a choice.",
        "06-relu",
        "kink-convention",
    ),
    Claim(
        "softmax-slopes-ensure-the-sum",
        "formulas",
        ("lesson B",),
        "The derivative of softmax is complex, and ensures that the outputs sum to 1.",
        "That the outputs sum to 1, and that the derivative takes some work.",
        "It is diag(p) - p pᵀ. The outputs sum to 1 because they are divided by their sum; the slopes in "
        "each row sum to 0.",
        "08-softmax",
    ),
)
