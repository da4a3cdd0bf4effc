"""Claims that shapes and axes refute."""

from actlib.checks.claims.claim import Claim

SHAPES = (
    Claim(
        "softmax-down-the-columns",
        "shapes",
        ("lesson B",),
        "Softmax divides by the sum over axis=0.",
        "For one sample, given as a vector: that is its only axis.",
        "In a batch with one sample a row it is the last axis.",
        "08-softmax",
        "softmax-wrong-axis",
    ),
    Claim(
        "softmax-of-everything",
        "shapes",
        ("guide A",),
        "Softmax divides by the sum of all exponentials.",
        "For one sample.",
        "Of its own row. The shares of each sample sum to 1, not those of the batch.",
        "08-softmax",
        "softmax-whole-array",
    ),
    Claim(
        "max-of-an-array",
        "shapes",
        ("guide C",),
        "ReLU is max(0, x).",
        "For one number, in a loop.",
        "For an array it is np.maximum(0, x).",
        "06-relu",
        "one-number-comparison",
    ),
    Claim(
        "alpha-of-another-shape",
        "shapes",
        ("guide A",),
        "The gradient of a PReLU's alpha is a sum over axis 0.",
        "For one alpha for each feature and a batch of vectors.",
        "It is a sum over everything that shares the alpha, and has alpha's shape. Otherwise one update "
        "stretches alpha silently.",
        "07-leaky-relu-and-prelu",
        "prelu-gradient-shape",
    ),
    Claim(
        "convolution-without-neighbors",
        "shapes",
        ("guide C",),
        "A simple convolution multiplies each pixel by the sum of the kernel's first row.",
        "For a kernel of one pixel.",
        "Each output is a weighted sum of a whole window of pixels.",
        "16-images",
        "kernel-not-slid",
    ),
    Claim(
        "channels-in-name-only",
        "shapes",
        ("guide C",),
        "A convolution layer made with two output channels gives two channels.",
        "For one output channel.",
        "Not this one: it only ever uses its first kernel. Each output channel has kernels of its own.",
        "16-images",
    ),
)
