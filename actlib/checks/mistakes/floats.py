"""Mistakes in what floating-point numbers do far from 1 and beside 0."""

from actlib.checks.mistakes.mistake import Mistake

FLOATS = (
    Mistake(
        "overflow",
        "Overflow: an exponential grows beyond the largest number",
        "exp(x) is too large for float64 above 709, for float32 above 88 and for float16 above 11. Then "
        "come infinity, NaN, or values that are right by luck in one format and wrong in another.",
        "Can the formula be rewritten so that exp only ever sees numbers that are not positive?",
    ),
    Mistake(
        "not-finite-far-out",
        "Far from zero what comes out is no finite number",
        "Scores of that size occur when training goes badly. One NaN or infinity spreads to every weight.",
        "What does each term become for the x shown? Look for infinity by infinity, for a divisor that is 0, "
        "and for a root or a logarithm whose input leaves its range.",
    ),
    Mistake(
        "not-a-number",
        "NaN, which is no number, comes out for ordinary inputs",
        "Every sum and product with a NaN is one: at the first step of training it spreads to all weights.",
        "Where is a root or a logarithm taken of a negative number, or 0 divided by 0? Print its input.",
    ),
    Mistake(
        "overflow-error",
        "math.exp stops the program with an OverflowError",
        "NumPy answers infinity and goes on; the math module raises. One large score ends the training.",
        "For which sign of the exponent is exp never larger than 1? Treat the two signs of x apart.",
        "04-sigmoid",
    ),
    Mistake(
        "tanh-quotient",
        "NaN: infinity divided by infinity in tanh's textbook formula",
        "Both exponentials overflow for large abs(x), in float32 from 89 on. One NaN spreads to every "
        "weight.",
        "Multiply top and bottom by one of the exponentials. Or does NumPy have the function already?",
        "05-tanh",
    ),
    Mistake(
        "overflow-unused",
        "An overflow happens on the way, and the result is right all the same",
        "The infinity is thrown away later: by np.where, which computes both branches and then chooses, "
        "or by a function that levels off. The warning is harmless here, but it hides those that are "
        "not, and with np.errstate(over='raise') it stops the program.",
        "What would the exponential see if its input were limited first?",
        severity="warning",
    ),
    Mistake(
        "wrong-far-out",
        "Far from zero the values are wrong",
        "Scores of that size occur when training goes badly, just when you need to see what happens.",
        "What does each term become for such an x? What should the limit be?",
    ),
    Mistake(
        "clipped-far-out",
        "Far out every input gets the same answer: the input is cut off, or the result",
        "Cutting off tames the exponential, and takes away what the function does beyond.",
        "From which x on is the answer the same? Limit what goes into exp, and leave x itself as it is.",
    ),
    Mistake(
        "clipped-tail",
        "Far out in a tail one and the same tiny number comes for every input",
        "The input is cut off, or the result. The error is tiny, but logarithms and ratios of it are wrong, "
        "and no slope is left.",
        "Is there a form in which exp only sees numbers that are not positive? It needs no limits.",
        severity="warning",
    ),
    Mistake(
        "single-precision",
        "Computed in float32, though float64 is given",
        "Seven digits are right, which is enough for training. A gradient check needs more.",
        "Which line names float32, or which constant has that type? Keep the type of the input.",
        severity="warning",
    ),
    Mistake(
        "half-precision",
        "Computed in float16, though float64 is given",
        "Three digits are right, and what is smaller than 6e-8 is 0: small gradients are lost. A gradient "
        "check needs far more.",
        "Which line names float16? Keep the type of the input.",
        severity="warning",
    ),
    Mistake(
        "nan-at-infinity",
        "Not the limit at infinity",
        "0 times infinity is NaN, and so are infinity by infinity and infinity less infinity. PyTorch and "
        "JAX have it too, for SiLU, GELU and Mish at -inf. Masked scores are set to -inf, so it does occur.",
        "What does each part of the formula become there, and which two of them have no product, quotient or "
        "difference?",
        severity="warning",
    ),
    Mistake(
        "nan-swallowed",
        "NaN goes in and a number comes out",
        "A NaN means that something broke earlier. Turned into a number it is not noticed.",
        "Which way does a comparison with NaN decide?",
        severity="note",
    ),
    Mistake(
        "cancellation-near-zero",
        "Cancellation: near zero most digits are lost",
        "Two nearly equal numbers are subtracted, and what is left is mostly rounding. Small signals and "
        "late gradients live there.",
        "Is there a function that computes the difference in one piece, as expm1 and log1p do?",
        severity="warning",
    ),
    Mistake(
        "digits-lost-in-tail",
        "Far out in a tail the digits are lost",
        "The value is tiny there, so little is wrong in absolute terms. Logarithms and ratios of it are "
        "wrong all the same, and a slope that should be small is exactly 0.",
        "Which line adds a tiny number to 1, or takes a number near 1 away from 1?",
        severity="warning",
    ),
    Mistake(
        "softplus-threshold",
        "Above a threshold softplus is replaced by x",
        "PyTorch does so above 20: right to eleven digits and wrong after them.",
        "Is a threshold still needed when exp only sees numbers that are not positive?",
        "19-errata",
        severity="warning",
    ),
    Mistake(
        "imprecise-in-float32",
        "Right in float64; in float32 too few digits are left",
        "Networks are trained in float32, where a number has seven digits. A small step or difference that "
        "float64 can tell apart is lost there.",
        "Which number is tiny beside the one it is added to? Is there a formula without a small step?",
        severity="warning",
    ),
    Mistake(
        "imprecise",
        "Right, but with fewer digits than there could be",
        "It does no harm in training. In a gradient check it hides real mistakes of that size.",
        "Which step is less precise than float64: a type, a constant, a difference?",
        severity="warning",
    ),
)
