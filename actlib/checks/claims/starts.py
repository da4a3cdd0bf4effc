"""Claims about how a network starts: data, seeds, weights."""

from actlib.checks.claims.claim import Claim

STARTS = (
    Claim(
        "normalized-by-initializing",
        "starts",
        ("notes D",),
        "Zero biases and random weights are steps of normalizing a data set.",
        "Scaling the inputs is, which the notes list too. Biases and weights initialize the network.",
        "02-neurons-and-weights",
    ),
    Claim(
        "seed-is-a-distribution",
        "starts",
        ("notes D",),
        "np.random.seed(0) gives a Gaussian distribution around 0.",
        "A seed makes the numbers repeat. Which distribution they have, the call that draws them says.",
        "02-neurons-and-weights",
    ),
    Claim(
        "gaussian-is-bounded",
        "starts",
        ("notes D",),
        "A Gaussian distribution is bounded around 0.",
        "It has no bounds: large numbers are rare, not impossible.",
        "02-neurons-and-weights",
    ),
    Claim(
        "default-is-made-for-relu",
        "starts",
        ("UvA",),
        "PyTorch's default initialization is Kaiming's, optimized for ReLU.",
        "It is uniform between ±1/√n, with variance 1/(3n): six times less than Kaiming He's 2/n for ReLU.",
        "15-gradients-that-vanish",
    ),
    Claim(
        "half-of-deep-relus-die",
        "starts",
        ("UvA",),
        "In deep layers more than half of the ReLU units are dead, so use Swish.",
        "With that default, about half. With He's initialization far fewer: the weights are too small, "
        "not the activation wrong.",
        "15-gradients-that-vanish",
    ),
    Claim(
        "one-gradient-for-all",
        "starts",
        ("D2L",),
        "If all weights start equal, all entries of their gradient are equal.",
        "All units get the same gradient, so they stay alike. For unequal inputs its entries differ.",
        "15-gradients-that-vanish",
    ),
    Claim(
        "leaky-mean-is-zero",
        "starts",
        ("Neuromatch",),
        "The mean of LeakyReLU(z) is 0 for a standard normal z.",
        "It is (1 - α)/√(2π): for α = 0.1 that is 0.359.",
        "15-gradients-that-vanish",
    ),
    Claim(
        "leaky-variance",
        "starts",
        ("Neuromatch",),
        "The variance of LeakyReLU(z) is (1 + α²)/2, for α = 0.1 that is 0.505.",
        "That is the second moment. Less the square of the mean it is 0.376.",
        "15-gradients-that-vanish",
    ),
)
