"""Mistakes in derivatives."""

from actlib.checks.mistakes.mistake import Mistake

SLOPES = (
    Mistake(
        "output-formula-on-input",
        "A formula made for the function's output is given its input",
        "The slope can be computed from the output, and that is quick. Given the input the same formula "
        "gives numbers that may even be negative.",
        "What does the variable in your formula hold: what goes into the function, or what comes out?",
        "11-derivatives",
    ),
    Mistake(
        "derivative-at-output",
        "The activation is applied twice: the slope is taken at the output",
        "Near 0 the numbers look plausible, further out the slope is several times too large, and no "
        "error is raised.",
        "At which point is the slope asked for, and at which is it computed?",
        "11-derivatives",
    ),
    Mistake(
        "borrowed-formula",
        "Another function's way from output to slope",
        "s(1 - s) holds for the sigmoid and 1 - t² for tanh. Other functions have other formulas, and some "
        "have none: their output does not tell the slope.",
        "Which function was the formula derived for? Start from the definition of yours.",
        "11-derivatives",
    ),
    Mistake(
        "relu-mask",
        "ReLU's 0-or-1 slope under another activation",
        "Training seems to work on easy tasks, and only a gradient check notices. The slope of a smooth "
        "curve is not 0 or 1.",
        "Whose derivative is 1 for positive and 0 for negative inputs?",
        "11-derivatives",
    ),
    Mistake(
        "square-missing",
        "A factor or a square is missing, or is there without need",
        "The slope is then wrong nearly everywhere and may be negative where the curve rises.",
        "Compare with the derivative's formula in the catalogue. Which factor appears twice?",
        "11-derivatives",
    ),
    Mistake(
        "product-rule",
        "The product rule is incomplete or mixed up",
        "The function is a product of x and a gate, and both change with x. Slopes are wrong wherever the "
        "term that is missing counts.",
        "The derivative of u·v has two terms, each with one factor differentiated. Which have you got?",
        "11-derivatives",
    ),
    Mistake(
        "function-on-one-side",
        "On one side of zero the function itself comes back, not its derivative",
        "Backpropagation multiplies by slopes. On that side it multiplies by values.",
        "Take the derivative branch by branch. By what does each of them change if x grows by a little?",
        "11-derivatives",
    ),
    Mistake(
        "slope-sign-below",
        "Below zero the slope has the wrong sign",
        "The function rises on both sides of zero. With a negative slope every unit below zero learns the "
        "opposite of what it should.",
        "If x rises from -2 to -1, does the function rise or fall?",
        "11-derivatives",
    ),
    Mistake(
        "chain-rule",
        "The inner derivative of the chain rule is missing",
        "Every slope is off by how fast the inner part changes, so steps are too long or too short.",
        "What stands inside the outer function, and what is its own slope?",
        "11-derivatives",
    ),
    Mistake(
        "value-at-kink",
        "At the kink the value lies outside those of its two sides",
        "Where a slope or a step jumps, any number from that on the left to that on the right will do. "
        "Another one belongs to neither side.",
        "Which values are there just left and just right of the point?",
    ),
    Mistake(
        "nan-at-a-point",
        "At a single ordinary point the result is not a finite number",
        "Exact zeros are common in networks: biases start there and ReLU makes them. One NaN spreads "
        "to every weight.",
        "What is divided by what at this point?",
    ),
    Mistake(
        "kink-convention",
        "Another convention at the kink",
        "A network learns with any value between the slopes of the two sides, or the two levels of a step. "
        "PyTorch and JAX take 0 for ReLU, and so does this course.",
        "Which value at the kink is asked for? Where none is, keep yours, and say so where you use it.",
        severity="note",
    ),
)
