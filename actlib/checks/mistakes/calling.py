"""Mistakes in how a function is called and what comes back."""

from actlib.checks.mistakes.mistake import Mistake

CALLING = (
    Mistake(
        "raises",
        "The function stops with an error",
        "A network calls its layers at every step; one error ends the training.",
        "Call it by hand with the input shown and read the last line of the error first.",
    ),
    Mistake(
        "hangs",
        "The function does not come back",
        "Training makes millions of such calls, so each of them has to be short.",
        "Look for a loop whose end is never reached. What happens to its condition for this input?",
    ),
    Mistake(
        "one-number-comparison",
        "A comparison made for one number is given an array",
        "A layer hands over all its numbers at once. Comparing an array gives many answers, and `if`, "
        "`max` and `min` of plain Python need one.",
        "Which NumPy function makes the choice for each element on its own?",
        "06-relu",
    ),
    Mistake(
        "one-number-only",
        "The function takes one number at a time",
        "A layer hands over an array. Functions of the `math` module know single numbers alone.",
        "NumPy has functions of the same names that work on whole arrays; np.vectorize is the slow way out.",
    ),
    Mistake(
        "caret-for-power",
        "^ is no power in Python, and numbers with fractions do not have it",
        "It compares two whole numbers bit by bit. There it raises no error: 3 ^ 2 is 1.",
        "How does Python write a square? Two characters stand between the number and its exponent.",
    ),
    Mistake(
        "returns-nothing",
        "Nothing is returned",
        "The next layer waits for numbers and gets None. Printing a result does not hand it on.",
        "How does a Python function hand its result to the caller?",
    ),
    Mistake(
        "returns-no-numbers",
        "What comes back is no array of real numbers",
        "The next layer multiplies by its weights, and that needs a regular array of real numbers.",
        "Print type(result) and, for an array, result.dtype. Which line makes it what it is?",
    ),
    Mistake(
        "returns-more",
        "The values come back together with something else",
        "A layer may well keep its input for the way back. But who takes the pair for the values computes "
        "with both.",
        "Which part of the pair holds the values? Hand over a function that gives that part alone.",
    ),
    Mistake(
        "object-given",
        "A class or an object is given where a function is expected",
        "A layer is an object with several methods, and only one of them computes the values.",
        "If it is a class, make an object of it first. Which of its methods takes x and returns the values? "
        "Give that method, without calling it.",
    ),
    Mistake(
        "arguments-exchanged",
        "The arguments are expected in another order than the one in which they are given",
        "A caller who gives no names has only the order. Exchanged, a number may be taken for the array, and "
        "what comes back still looks like a result.",
        "In which order does the caller give them, and in which does your line with def name them?",
    ),
    Mistake(
        "shape-changed",
        "The result has another shape than it should",
        "Layers fit together by their shapes. A wrong one raises an error later or, worse, is stretched "
        "silently by broadcasting.",
        "Print the shape after every line. Which line is the first to change it?",
    ),
    Mistake(
        "input-overwritten",
        "The input is overwritten",
        "Backpropagation needs the input again to compute slopes. Once overwritten it is gone, and the "
        "gradients are wrong without any error.",
        "Which line assigns to a part of the argument? Let it work on an array of its own.",
    ),
    Mistake(
        "result-overwritten",
        "The next call overwrites the result of the one before",
        "A network keeps the outputs of its layers for the way back. If two of them are one array, it holds "
        "the numbers of the second.",
        "Where is the array for the results made: at every call, or once for all?",
        severity="warning",
    ),
    Mistake(
        "not-deterministic",
        "The same input gives different results",
        "An activation is a fixed function. GELU, too, is motivated by chance but computes no random "
        "number; with one, no gradient check and no result can be repeated.",
        "Where does a random number, or something remembered from the previous call, come in?",
    ),
    Mistake(
        "depends-on-neighbors",
        "An element's result depends on the other elements",
        "An activation treats every unit alone. If units mix, its slope is no longer one number for each "
        "unit, and the chain rule in the layer is another one.",
        "Which line looks at the whole array, for instance at its sum, its largest element or its mean?",
    ),
    Mistake(
        "remembered",
        "The result of an earlier call comes back for another input",
        "A cache answers by its key. If two inputs share a key, the second gets the first one's answer.",
        "What is the key: all numbers of the input, or only its length, its shape, its sum?",
    ),
    Mistake(
        "first-result-type",
        "The type of the first result is forced on all others",
        "If the first result is a whole number, the fractions of all others are cut off; with another first "
        "element the same code is right.",
        "np.vectorize and np.empty_like take one type for all. Which branch returns a whole number? Write it "
        "as a float, or name the type.",
    ),
    Mistake(
        "integers-out",
        "Whole numbers or truth values come back where floats are expected",
        "The type spreads: an in-place update such as w -= 0.1 * g then raises an error or cuts the "
        "fractions off, and the function forgets whether it was given float32 or float64.",
        "Which type do the constants in the choice have? Compare the dtype of input and result.",
    ),
    Mistake(
        "integers-truncated",
        "With whole numbers as input the fractions are cut off",
        "The array for the results took the integer type of the input. np.array([-1, 0, 2]) is such "
        "an input.",
        "What dtype does the array have into which results are written, and who chose it?",
    ),
    Mistake(
        "dtype-lost",
        "float32 goes in and float64 comes out",
        "Networks are trained in float32 or less. One such function doubles the memory of everything "
        "after it.",
        "Which constant or array inside is float64 whatever the input is?",
        severity="warning",
    ),
    Mistake(
        "slow-loop",
        "Right, as a plain Python loop over numbers",
        "It is correct, and as a check of a faster version it is valuable. For a layer of thousands of "
        "units it takes some hundred times as long as one NumPy expression.",
        "Can each line that treats one element be said for the whole array?",
        severity="note",
    ),
    Mistake(
        "one-dimension-only",
        "Right for one row, not for a batch or another number of dimensions",
        "Networks see many samples at once, one a row; images have still more dimensions.",
        "Which line counts on the number of dimensions?",
        "02-neurons-and-weights",
        severity="note",
    ),
    Mistake(
        "more-dimensions-refused",
        "Right for rows and batches, not for another number of dimensions",
        "The output of one sample has one dimension, images have three or four. One expression for all of "
        "them is shorter, too.",
        "Which line counts on the number of dimensions?",
        "02-neurons-and-weights",
        severity="note",
    ),
    Mistake(
        "batch-only",
        "Right for a batch of rows, not for a single row of numbers",
        "A bias or the output of one sample has one dimension, an image has three. One expression for all of "
        "them is shorter, too.",
        "Which line counts on there being rows and columns? What would treat each element by itself?",
        "02-neurons-and-weights",
        severity="note",
    ),
    Mistake(
        "integers-refused",
        "An array of integers is refused",
        "np.array([-1, 0, 2]) is such an array. An error is better than a wrong number; turning the input "
        "into floats is better still.",
        "Which line writes fractions into an array that holds integers?",
        severity="note",
    ),
    Mistake(
        "not-finite-refused",
        "Infinity or NaN is refused",
        "Masked scores are set to -inf. An error stops the training there; the function's limit would not.",
        "Which step cannot take inf or NaN? What is the function's limit?",
        severity="note",
    ),
    Mistake(
        "parameter-refused",
        "Right with the default parameter; another value is refused",
        "Nothing wrong comes out, so it does no harm. Whoever needs the other value has to write it anew.",
        "Which line counts on the default? Work the shapes out by hand for the value tried.",
        severity="note",
    ),
    Mistake(
        "empty-refused",
        "An array without elements is refused",
        "A filtered batch can be empty. Functions that answer with an empty array need no special case.",
        "Which line needs a first element?",
        severity="note",
    ),
)
