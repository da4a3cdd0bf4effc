"""Mistakes in a layer's forward pass and in its update."""

from actlib.checks.mistakes.mistake import Mistake

LAYERS = (
    Mistake(
        "kernel-not-slid",
        "The kernel is not slid over the image: each pixel is multiplied by one number",
        "The image only becomes brighter or darker. No output sees a neighborhood, so no edge and no "
        "stroke can be found.",
        "Try an image that is black but for one pixel. How many pixels of the output should be touched?",
        "16-images",
    ),
    Mistake(
        "kernel-transposed",
        "Rows and columns of the kernel are mixed up",
        "A kernel that looks for horizontal edges finds vertical ones.",
        "Which index of the kernel goes with which index of the image?",
        "16-images",
    ),
    Mistake(
        "kernel-mirrored",
        "The kernel is turned over in one direction only",
        "Where it looks for dark beside light it finds light beside dark, in that direction alone.",
        "How often is each direction turned over, by you and by the function that you call?",
        "16-images",
    ),
    Mistake(
        "kernel-turned",
        "The kernel is turned by half a turn first",
        "That is the convolution of mathematics. Deep-learning libraries leave the kernel as it is and "
        "keep the name, so weights from elsewhere come out turned around.",
        "Is it to be turned? If not: at which corner does your kernel begin?",
        "16-images",
        severity="note",
    ),
    Mistake(
        "kernel-padded",
        "The image is padded with zeros, so that the output is as large as the image",
        "A common choice, and another one than no padding. The rim of the output has seen pixels that "
        "are not there.",
        "Is padding asked for? If not: how far can the window go without leaving the image?",
        "16-images",
        severity="note",
    ),
    Mistake(
        "update-missing",
        "A parameter has a gradient and is never updated",
        "It keeps its first value forever, so it is called learned and is not. Biases and the slope of "
        "a PReLU are forgotten most often.",
        "Count the parameters, then count the lines that change one.",
        "13-binary-classification",
    ),
    Mistake(
        "update-uphill",
        "The gradient is added where it should be subtracted",
        "A gradient points to where the loss grows. Every step goes uphill.",
        "Should the loss be larger or smaller after the step?",
        "11-derivatives",
    ),
    Mistake(
        "update-step-only",
        "The step comes back, not the parameter after it",
        "The parameter is replaced by how far it should have moved, and forgets all it has learned.",
        "Where should a step begin?",
        "13-binary-classification",
    ),
    Mistake(
        "update-without-rate",
        "The learning rate is not used",
        "Steps as long as the gradient itself jump over every valley.",
        "Which factor says how far a step follows the gradient?",
        "13-binary-classification",
    ),
)
