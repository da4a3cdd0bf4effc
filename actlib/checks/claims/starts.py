"""Claims about how a network starts: data and weights."""

from actlib.checks.claims.claim import Claim

STARTS = (
    Claim(
        "normalized-by-initializing",
        "starts",
        ("notes D",),
        "Zero biases and random weights are steps of normalizing a data set.",
        "Scaling the inputs, which the notes list too, is one. And the others are needed as well.",
        "Biases and weights initialize the network; the data stay as they are.",
        "02-neurons-and-weights",
    ),
    Claim(
        "gaussian-is-bounded",
        "starts",
        ("notes D",),
        "A Gaussian distribution is bounded around 0.",
        "Nearly: 997 of 1,000 numbers lie within three standard deviations.",
        "It has no bounds: large numbers are rare, not impossible.",
        "02-neurons-and-weights",
    ),
    Claim(
        "default-is-made-for-relu",
        "starts",
        ("UvA",),
        "PyTorch's default initialization is Kaiming's, optimized for ReLU.",
        "PyTorch draws with a function of Kaiming's name, only not with its setting for ReLU.",
        "It is uniform between ±1/√n, with variance 1/(3n): six times less than Kaiming He's 2/n for ReLU.",
        "15-gradients-that-vanish",
    ),
    Claim(
        "half-of-deep-relus-die",
        "starts",
        ("UvA",),
        "More than half of the units of a deep ReLU layer are dead: a weakness of ReLU, to be met with "
        "Swish.",
        "With the default start about half of them die: we measure what the tutorial measured.",
        "From He's weights and biases of 0 the same ReLU layers keep most of their units. The start decides"
        " first.",
        "15-gradients-that-vanish",
    ),
    Claim(
        "one-gradient-for-all",
        "starts",
        ("D2L",),
        "If all weights start equal, all entries of their gradient are equal.",
        "For inputs that are equal, and along the units: those stay alike, as the book concludes.",
        "All units get the same gradient. For unequal inputs its entries differ.",
        "15-gradients-that-vanish",
    ),
    Claim(
        "leaky-mean-is-zero",
        "starts",
        ("Neuromatch",),
        "The mean of LeakyReLU(z) is 0 for a standard normal z.",
        "For a slope of 1, where nothing is bent.",
        "It is (1 - α)/√(2π): for α = 0.1 that is 0.359.",
        "07-leaky-relu-and-prelu",
    ),
    Claim(
        "leaky-variance",
        "starts",
        ("Neuromatch",),
        "The variance of LeakyReLU(z) is (1 + α²)/2, for α = 0.1 that is 0.505.",
        "As the second moment, which is what keeps a signal's size.",
        "That is the second moment. Less the square of the mean it is 0.376.",
        "07-leaky-relu-and-prelu",
    ),
)
