"""Mistakes in PReLU's two gradients."""

from actlib.checks.mistakes.mistake import Mistake

PRELU = (
    Mistake(
        "prelu-gradient-shape",
        "The gradient of alpha has another shape than alpha",
        "One update then stretches alpha silently: alpha of shape (1,) minus a gradient of shape (3,) "
        "has shape (3,), and from then on it is another model.",
        "Which elements share a slope? Their gradients are summed, and only theirs.",
        "07-leaky-relu-and-prelu",
    ),
    Mistake(
        "prelu-one-slope",
        "Right for one slope that all elements share, not for a slope for each unit",
        "With a slope for each unit the sum over everything moves all slopes alike.",
        "Is one slope for all asked for? If there is to be one for each unit, which elements share it?",
        "07-leaky-relu-and-prelu",
        severity="warning",
    ),
    Mistake(
        "prelu-mean",
        "The gradient of alpha is averaged where it should be summed",
        "Every element that uses a slope adds to its gradient. The mean over the batch belongs to the "
        "loss and is in upstream already.",
        "If one more element used the same slope, should the gradient grow or stay?",
        "07-leaky-relu-and-prelu",
    ),
    Mistake(
        "prelu-upstream-missing",
        "The gradient from above is not used",
        "Without it the chain rule stops here: the update does not know what the loss wants.",
        "Which factor does the chain rule put before each slope?",
        "07-leaky-relu-and-prelu",
    ),
    Mistake(
        "prelu-wrong-side",
        "Alpha's gradient is taken from the wrong inputs",
        "Alpha only acts below zero, so only inputs below zero can say how it should change.",
        "For which x does the output change when alpha does, and by how much?",
        "07-leaky-relu-and-prelu",
    ),
    Mistake(
        "derivative-by-alpha",
        "This is the slope with respect to alpha, not to x",
        "The layers below learn from how the output changes with x. How it changes with alpha moves alpha "
        "alone.",
        "Which of the two changes by a little here: what goes in, or the parameter?",
        "07-leaky-relu-and-prelu",
    ),
    Mistake(
        "prelu-swapped",
        "The two gradients are in the other order",
        "The caller unpacks the input's gradient first. Swapped, alpha's gradient flows to the layer below.",
        "In which order are x and alpha given? The gradients come in the same order.",
        "07-leaky-relu-and-prelu",
    ),
    Mistake(
        "prelu-input-gradient",
        "The gradient with respect to the input is wrong",
        "It is what the layers below learn from.",
        "The slope is 1 on one side and alpha on the other; what does the chain rule do with it?",
        "07-leaky-relu-and-prelu",
    ),
    Mistake(
        "prelu-alpha-gradient",
        "The gradient with respect to alpha is wrong",
        "Alpha is learned with it; a wrong one moves the slope anywhere.",
        "How much does one output change when alpha grows by a little? Then multiply and sum.",
        "07-leaky-relu-and-prelu",
    ),
)
