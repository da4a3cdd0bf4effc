"""Claims about training loops, most of them of one loop."""

from actlib.checks.claims.claim import Claim

TRAINING = (
    Claim(
        "mask-for-every-activation",
        "training",
        ("guide A",),
        "Going backward, multiply by (a > 0), whichever the activation.",
        "That is ReLU's slope. For tanh it is 1 - a².",
        "13-binary-classification",
        "gradient-mask",
    ),
    Claim(
        "biases-stay",
        "training",
        ("guide A",),
        "It is enough to update the weights.",
        "Biases have gradients too: the sum of the errors.",
        "13-binary-classification",
        "gradient-missing",
    ),
    Claim(
        "sum-for-mean",
        "training",
        ("guide A",),
        "The gradient of the mean loss is a.T @ error.",
        "That is N times the gradient. Divided by N, the learning rate no longer depends on the size of "
        "the data.",
        "13-binary-classification",
        "gradient-times-n",
    ),
    Claim(
        "second-layer-first",
        "training",
        ("guide A",),
        "Update the second layer, then compute the gradient of the first.",
        "All gradients first, then all updates.",
        "13-binary-classification",
        "gradient-after-update",
    ),
    Claim(
        "alpha-is-learned",
        "training",
        ("guide A",),
        "Output with learned alpha = 0.25.",
        "0.25 is the number it started with. A gradient that no update uses teaches nothing.",
        "07-leaky-relu-and-prelu",
        "update-missing",
    ),
    Claim(
        "score-proves-program",
        "training",
        ("guide A",),
        "The program is right: it classifies nearly all points.",
        "Its task is a line through the origin. With the line moved away it fails; a gradient check "
        "shows why without any training.",
        "13-binary-classification",
    ),
    Claim(
        "training-accuracy",
        "training",
        ("guide A",),
        "Accuracy on the points it was trained on shows how good a model is.",
        "Memory alone gets all of those right. Hold points out.",
        "13-binary-classification",
    ),
    Claim(
        "two-draws-one-comparison",
        "training",
        ("guide A",),
        "Two models drawn one after the other differ in their activation alone.",
        "They differ in their weights too. Give both the same seed, and use many seeds.",
        "13-binary-classification",
    ),
    Claim(
        "boundaries-that-are-not-there",
        "training",
        ("guide A",),
        "The results show the decision boundaries.",
        "Its program plots two loss curves. Draw the boundary: it shows what the score hides.",
        "13-binary-classification",
    ),
    Claim(
        "relu-prevents-vanishing",
        "training",
        ("guide A",),
        "ReLU prevents vanishing gradients.",
        "It mitigates them. A unit that is silent for every sample has gradient 0.",
        "15-gradients-that-vanish",
    ),
)
