"""Claims in words, code that does not run, and citations."""

from actlib.checks.claims.claim import Claim

WORDS = (
    Claim(
        "sigmoid-range",
        "words",
        ("notes D",),
        "The outputs of the sigmoid lie between 0 and infinity.",
        "They lie between 0 and 1.",
        "04-sigmoid",
    ),
    Claim(
        "activated-or-not",
        "words",
        ("lesson B", "guide C"),
        "An activation function determines whether a neuron is activated or not.",
        "Only a step does. The others say by how much.",
        "03-step",
    ),
    Claim(
        "step-is-unstable",
        "words",
        ("notes D",),
        "Sigmoid and ReLU replaced the step for their numerical stability.",
        "A step is computed without any error. Its derivative is 0 almost everywhere, so no gradient "
        "comes through.",
        "03-step",
    ),
    Claim(
        "weights-and-biases-are-linear",
        "words",
        ("notes D",),
        "With weights and biases alone, a network is a linear function.",
        "With biases it is affine: a linear function plus a constant.",
        "01-why-nonlinearity",
    ),
    Claim(
        "relu-is-almost-linear",
        "words",
        ("notes D",),
        "ReLU is almost linear.",
        "Piecewise linear. The bend is the point of it.",
        "01-why-nonlinearity",
    ),
    Claim(
        "negative-weights-weaken",
        "words",
        ("guide C",),
        "Positive weights strengthen a connection, negative ones weaken it.",
        "The sign says whether an input excites or inhibits. How strongly, the size says.",
        "02-neurons-and-weights",
    ),
    Claim(
        "large-weights-matter",
        "words",
        ("guide C",),
        "The size of a weight indicates its importance.",
        "Not by itself: relu(c·w·x)/c is the same function for every c above 0.",
        "02-neurons-and-weights",
    ),
    Claim(
        "vanishes-for-small-inputs",
        "words",
        ("guide C",),
        "The gradient of the sigmoid vanishes for very large or very small inputs.",
        "For very positive and very negative ones. Near 0 its slope is largest, 1/4.",
        "04-sigmoid",
    ),
    Claim(
        "sigmoid-for-many-classes",
        "words",
        ("guide C",),
        "The sigmoid belongs in the output layer of multi-class tasks.",
        "Softmax, if exactly one class is right. Sigmoids for two classes, or for labels that are each "
        "true or not.",
        "08-softmax",
        "sigmoid-for-softmax",
    ),
    Claim(
        "random-numbers-are-words",
        "words",
        ("guide C",),
        "An example of language processing: a sequence of three words.",
        "Its three words are random vectors. No text enters, so none can be processed.",
        "17-sequences",
    ),
)

RUNNING = (
    Claim(
        "comma-missing",
        "running",
        ("notes D",),
        "def create_data(points classes): defines a function.",
        "Parameters are separated by commas.",
        "14-spiral-classification",
    ),
    Claim(
        "name-misspelled",
        "running",
        ("notes D",),
        "A function of points may use ponts.",
        "Python finds out when the line runs, not before.",
        "14-spiral-classification",
    ),
    Claim(
        "module-misremembered",
        "running",
        ("notes D",),
        "import matplotlib.plt loads the plotting functions.",
        "The module is matplotlib.pyplot; plt is what people call it.",
        "14-spiral-classification",
    ),
    Claim(
        "init-without-underscores",
        "running",
        ("notes D",),
        "def init(self, ...) makes Layer_Dense(2, 5) work.",
        "The method that a class calls for its arguments is __init__.",
        "14-spiral-classification",
    ),
    Claim(
        "import-before-from",
        "running",
        ("notes D",),
        "import nnfs from nnfs.datasets import spiral_data is one statement.",
        "They are two: import ..., and from ... import ....",
        "14-spiral-classification",
    ),
    Claim(
        "another-spiral",
        "running",
        ("notes D",),
        "The spiral with its angle times 2.5 is the one of the course CS231n.",
        "There is no 2.5 in CS231n. With it an arm makes 1.59 turns in place of 0.64, a much harder task.",
        "14-spiral-classification",
    ),
)

CITATIONS = (
    Claim(
        "identifier-of-another-paper",
        "citations",
        ("guide C",),
        "arXiv:1907.03452 is Understanding Activation Functions in Deep Learning.",
        "Under this identifier stands a paper on partial differential equations.",
        "18-choosing",
    ),
    Claim(
        "paper-not-found",
        "citations",
        ("guide A",),
        "Beta-RELU: A Learnable Activation Function can be looked up.",
        "We found no work of this title. For a learnable slope cite PReLU, arXiv:1502.01852.",
        "07-leaky-relu-and-prelu",
    ),
    Claim(
        "title-from-memory",
        "citations",
        ("guide A",),
        "The survey is called Activation Functions in Deep Learning: A Complete Survey.",
        "It is called A Comprehensive Survey and Benchmark, arXiv:2109.14545.",
        "18-choosing",
    ),
)
