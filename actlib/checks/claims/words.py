"""Claims in words."""

from actlib.checks.claims.claim import Claim

WORDS = (
    Claim(
        "sigmoid-range",
        "words",
        ("notes D",),
        "The outputs of the sigmoid range from 0 to infinity.",
        "That it is never below 0.",
        "They lie between 0 and 1.",
        "04-sigmoid",
    ),
    Claim(
        "step-is-unstable",
        "words",
        ("notes D",),
        "Sigmoid and ReLU replaced the step for their numerical stability.",
        "That they replaced it, and that they train better.",
        "A step is computed without any error. Its derivative is 0 almost everywhere, so no gradient comes "
        "through.",
        "03-step",
    ),
    Claim(
        "negative-weights-weaken",
        "words",
        ("guide C",),
        "Positive weights strengthen a connection, negative ones weaken it.",
        'If "strengthen" is read as "push the sum up".',
        "The sign says whether an input excites or inhibits. How strongly, the size says.",
        "02-neurons-and-weights",
    ),
    Claim(
        "large-weights-matter",
        "words",
        ("guide C",),
        "The size of a weight indicates its importance.",
        "In a linear model whose inputs have one scale, roughly.",
        "Not by itself: relu(c·w·x)/c is the same function for every c above 0.",
        "02-neurons-and-weights",
    ),
    Claim(
        "sigmoid-for-many-classes",
        "words",
        ("guide C",),
        "The sigmoid belongs in the output layer of multi-class tasks.",
        "Where several classes can be right at once.",
        "Softmax, if exactly one class is right. Sigmoids for two classes, or for labels that are each true"
        " or not.",
        "08-softmax",
    ),
    Claim(
        "another-spiral",
        "words",
        ("notes D",),
        "The spiral with its angle times 2.5 is the one of the course CS231n.",
        "The shape is the same, and so is the idea.",
        "There is no 2.5 in the spiral of CS231n. With it an arm makes 1.59 turns in place of 0.64, a much "
        "harder task.",
        "14-spiral-classification",
    ),
)
