"""Claims that shapes and axes refute."""

from actlib.checks.claims.claim import Claim

SHAPES = (
    Claim(
        "softmax-down-the-columns",
        "shapes",
        ("lesson B",),
        "Softmax divides by the sum over axis=0.",
        "For one sample that is the only axis. In a batch with one sample a row it is the last axis.",
        "08-softmax",
        "softmax-wrong-axis",
    ),
    Claim(
        "softmax-of-everything",
        "shapes",
        ("guide A",),
        "Softmax divides by the sum of all exponentials.",
        "Of its own row. The shares of each sample sum to 1, not those of the batch.",
        "08-softmax",
        "softmax-whole-array",
    ),
    Claim(
        "max-of-an-array",
        "shapes",
        ("guide C",),
        "ReLU is max(0, x).",
        "For one number. For an array it is np.maximum(0, x).",
        "06-relu",
        "one-number-comparison",
    ),
    Claim(
        "two-loops-one-list",
        "shapes",
        ("notes D",),
        "Two loops, two ways to write ReLU, append to one list; it then holds the 8 outputs.",
        "It holds 16, each output twice. Every way needs a list of its own.",
        "06-relu",
        "shape-changed",
    ),
    Claim(
        "slope-of-integers",
        "shapes",
        ("guide A",),
        "The slope of ReLU is np.where(x > 0, 1, 0).",
        "The right numbers in the wrong type: integers come back whatever goes in. Write 1.0 and 0.0.",
        "11-derivatives",
        "integers-out",
    ),
    Claim(
        "alpha-of-another-shape",
        "shapes",
        ("guide A",),
        "The gradient of a PReLU's alpha is a sum over axis 0.",
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
        "Each output is a weighted sum of a whole window of pixels.",
        "16-images",
        "kernel-not-slid",
    ),
    Claim(
        "channels-in-name-only",
        "shapes",
        ("guide C",),
        "A convolution layer made with two output channels gives two channels.",
        "Not this one: it only ever uses its first kernel. Each output channel has kernels of its own.",
        "16-images",
    ),
)
