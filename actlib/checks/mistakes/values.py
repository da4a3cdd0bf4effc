"""Mistakes in values that are another function's."""

from actlib.checks.mistakes.mistake import Mistake

VALUES = (
    Mistake(
        "wrong-values",
        "The values differ, in no way this check knows by name",
        "Whatever the network learns, it learns with another function than the one you mean.",
        "Work the point shown out by hand, term by term, and print each term of your code beside it.",
    ),
    Mistake(
        "always-the-same",
        "The same number comes out for every input",
        "Whatever the layer before has found is lost.",
        "Does the input reach the result? Look for an array that is made and never filled, or a part that "
        "cancels.",
    ),
    Mistake(
        "end-forgotten",
        "The first or the last element is forgotten",
        "What stands there never does its work, and nothing raises an error.",
        "Which indices does the loop visit? Print the first and the last of them, beside the length.",
    ),
    Mistake(
        "order-changed",
        "The right values stand in other places",
        "Each unit gets the answer that is another one's.",
        "Follow one element: at which index does it go in, and at which does its result come out?",
    ),
    Mistake(
        "another-function",
        "This is another function of the catalogue",
        "Activations look alike near 0 and differ where it counts: in range, in slope and in the tails.",
        "Compare the range of your function with that in the catalogue.",
        "20-catalogue",
    ),
    Mistake(
        "function-for-derivative",
        "This is the function itself where its derivative is asked for",
        "Backpropagation multiplies by slopes. With values in their place the steps point elsewhere.",
        "At a place where the curve is flat the derivative must be 0. Is it?",
        "11-derivatives",
    ),
    Mistake(
        "derivative-for-function",
        "This is the derivative where the function itself is asked for",
        "The forward pass hands on values; slopes are for the way back.",
        "What should come out far to the right, and what comes out?",
        "11-derivatives",
    ),
    Mistake(
        "sign-flipped",
        "The sign is flipped",
        "With a derivative of the wrong sign every step goes uphill; with a value of the wrong sign the "
        "next layer sees the opposite.",
        "Follow the minus signs: is there one too many, or one too few?",
    ),
    Mistake(
        "input-sign-flipped",
        "The curve is mirrored left to right",
        "Large scores come out as small ones: the unit answers the opposite question.",
        "Where x grows, should the exponential grow or shrink? On which side should the curve be large?",
    ),
    Mistake(
        "constant-factor",
        "Every value is off by the same factor",
        "A factor is a learning rate you did not choose, and over many layers it multiplies up.",
        "Which factor of the formula is missing, or there twice? Compare the value shown with the expected.",
    ),
    Mistake(
        "constant-offset",
        "Every value is off by the same amount",
        "In a value the next layer's biases have to learn the offset away; in a slope it turns every step.",
        "What should come out at 0, and what does?",
    ),
    Mistake(
        "range-moved",
        "The same curve, stretched and moved into another range",
        "The next layer counts on the range: a probability lies between 0 and 1, a tanh around 0.",
        "What comes out far to the left and far to the right, and what should?",
    ),
    Mistake(
        "applied-twice",
        "The function is applied to its own result",
        "Twice is not once: the curve gets flatter or steeper, and its range another.",
        "How often does the result go through the function? Look for it in the line that returns, too.",
    ),
    Mistake(
        "input-scaled",
        "The input is stretched or squeezed before the function sees it",
        "The curve is too steep or too flat. Its slopes are off with it, and layers multiply that up.",
        "Does x enter with the formula's factor and no other? If there is an exponential, is its base e?",
    ),
    Mistake(
        "input-shifted",
        "The curve is moved to the left or to the right",
        "A shift is the bias's work. Built into the function it is there in every unit.",
        "At which x should the curve bend or turn, and where does yours?",
    ),
    Mistake(
        "absolute-value-needless",
        "An absolute value removes a sign that should stay",
        "A sign says on which side of 0 an input or a result lies. Without it that is lost.",
        "What should come out for 2 and for -2, and what does?",
    ),
    Mistake(
        "branch-missing",
        "One branch is used for every input",
        "Without its bend the function is a straight line, and layers of straight lines are "
        "one straight line.",
        "Which line of your code decides between the two branches?",
        "01-why-nonlinearity",
    ),
    Mistake(
        "branches-added",
        "The two branches are added up where only one should count",
        "On one side the slope is a little too large. So small a mistake is found by a check only.",
        "For a positive x, which parts of your sum are not zero?",
        "07-leaky-relu-and-prelu",
    ),
    Mistake(
        "missing-parentheses",
        "Parentheses are missing, so the parts are combined in another order",
        "Python multiplies and divides before it adds. The line runs all the same, and what comes out may "
        "leave the function's range.",
        "Which of the operations in the line does Python do first?",
    ),
    Mistake(
        "sum-for-product",
        "Two parts are added where they should be multiplied",
        "A gate decides how much of its input passes. Added, it only moves the input, and nothing is ever "
        "held back.",
        "What should come out for a very negative x, where the gate is nearly 0?",
    ),
    Mistake(
        "gate-scaled",
        "The gate opens too fast or too slowly: its input is stretched or squeezed",
        "x times a gate of another width is another curve, with another lowest point and other slopes.",
        "What does the gate's function see: x itself, or x times a number?",
        "09-gelu-and-friends",
    ),
    Mistake(
        "wrong-side",
        "The two sides of the kink are mixed up",
        "Each side gets what belongs to the other one.",
        "Say aloud what should happen to 2 and to -2, then read the choice in your code.",
    ),
    Mistake(
        "cut-off-missing",
        "A limit of the function is missing or lies elsewhere",
        "The curve is put together of pieces, and at a limit one of them ends. Without it, or with another, "
        "a piece goes on where the next one should be.",
        "From which x to which x does each piece go? Try inputs beside these and a very large one on "
        "either side.",
    ),
    Mistake(
        "square-needless",
        "A square or a root stands where the formula has none",
        "Squares make large numbers larger and small ones smaller, and forget the sign; roots make large "
        "ones smaller. The curve may look alike in places, and its values are others.",
        "Which operations does the formula in the catalogue have? Look for a power or a root that is not "
        "among them.",
    ),
    Mistake(
        "branch-everywhere",
        "The exponential branch comes out on both sides of zero",
        "Above zero an exponential explodes: exp(10) is 22026, where the other branch goes straight on.",
        "What should come out for 3? If a maximum chooses: which of the two branches is larger there?",
        "09-gelu-and-friends",
    ),
    Mistake(
        "exponent-sign",
        "The exponential gets its input with the wrong sign",
        "What should level off below zero grows without end there.",
        "Where x falls, should the exponential shrink or grow?",
        "09-gelu-and-friends",
    ),
    Mistake(
        "both-signs-flipped",
        "The curve is turned by half a turn: input and result have the wrong sign",
        "What belongs to a large score comes out, upside down, for a very negative one.",
        "Follow the minus signs. Is there one before the input and one before the whole result?",
    ),
    Mistake(
        "gate-mirrored",
        "The gate is mirrored: it closes where it should open",
        "Large scores are held back, and very negative ones pass.",
        "Where x grows, should the gate go to 1 or to 0?",
        "09-gelu-and-friends",
    ),
    Mistake(
        "absolute-value-missing",
        "The absolute value is missing",
        "For negative inputs the denominator becomes 0 or changes its sign: the curve jumps to infinity.",
        "The function treats both sides alike. What in your code does?",
    ),
    Mistake(
        "sign-function",
        "Below zero this gives -1, as the sign function does",
        "A step, and the slope of ReLU, is 1 or 0. With -1 something is subtracted where nothing should be.",
        "Which two values should come out?",
    ),
    Mistake(
        "slope-on-wrong-side",
        "The slope acts on the wrong side of zero",
        "The positive part should pass unchanged; here it is shrunk, and the negative part is not.",
        "Which inputs should be multiplied by the slope? Check the two branches of the choice.",
        "07-leaky-relu-and-prelu",
    ),
    Mistake(
        "slope-sign",
        "The part below zero is turned upward",
        "The function then has its least value at 0: a unit answers yes to very positive and very "
        "negative scores alike.",
        "What should come out for -2: something below zero, above it, or 0?",
    ),
    Mistake(
        "slope-without-input",
        "Below zero the slope itself comes back, not the slope times the input",
        "A constant has derivative 0, so units below zero learn nothing: what the leak should prevent.",
        "A slope says how much is gained per step of x. What is still missing?",
        "07-leaky-relu-and-prelu",
    ),
    Mistake(
        "leaky-maximum",
        "The larger of a·x and x is right only for slopes up to 1",
        "With a slope above 1 the two branches swap, and a learned slope may well grow past 1.",
        "Draw both lines for a slope of 2. Which of them is the larger one for negative x?",
        "07-leaky-relu-and-prelu",
    ),
    Mistake(
        "another-default",
        "The same function with another parameter",
        "Frameworks differ: leaky ReLU's slope is 0.01 in PyTorch, 0.2 in Keras as a function, 0.3 in "
        "Keras as a layer. Weights trained with one give other outputs with another.",
        "Look the parameter up in the catalogue, or let the caller choose it.",
        "19-errata",
    ),
    Mistake(
        "default-differs",
        "Right for every parameter, with another default",
        "Frameworks differ in defaults: leaky ReLU's slope is 0.01 in PyTorch, 0.2 in Keras as a "
        "function, 0.3 in Keras as a layer. Name the parameter when you call.",
        "Which default does the catalogue give?",
        "19-errata",
        severity="warning",
    ),
    Mistake(
        "parameter-ignored",
        "A parameter is accepted and ignored",
        "Whoever passes it believes it counts. Experiments that compare its values compare nothing.",
        "Search the body for the parameter's name. Is there a number in its place?",
    ),
    Mistake(
        "parameter-mishandled",
        "Right with the default parameter, wrong with another",
        "The parameter is there to be changed, by hand or by learning.",
        "Put the parameter's new value into the formula by hand and compare branch by branch.",
    ),
    Mistake(
        "parameter-fixed",
        "The parameter is fixed inside the function, or enters it in another form",
        "That is enough to use the function, but comparing parameters or learning them needs an argument.",
        "Which number in the formula would you want to vary? Let the caller give that very number.",
        severity="note",
    ),
    Mistake(
        "approximation",
        "Close, but not it: an approximation in place of the function",
        "Small differences add up over layers, and a gradient check against the exact function fails.",
        "Where does the difference come from: a rounded constant, a step size, a shortened formula?",
    ),
    Mistake(
        "results-rounded",
        "The results are rounded",
        "What is cut off here is missing in everything after. Small slopes become exactly 0.",
        "Where do you round, or divide with //? Round what you print, not what you hand on.",
    ),
    Mistake(
        "rounded-constants",
        "The constants are rounded",
        "Results agree with others' to the digits you typed and no further.",
        "More digits of the constants cost nothing; the paper and the catalogue give them.",
        severity="warning",
    ),
    Mistake(
        "gelu-tanh",
        "The tanh approximation of GELU in place of the exact one",
        "It is off by up to 0.00047. JAX uses it by default and PyTorch does not, so the same weights "
        "give different outputs.",
        "The exact gate is the share of a Gaussian below x. Which special function gives it?",
        "09-gelu-and-friends",
    ),
    Mistake(
        "gelu-sigmoid",
        "The sigmoid approximation of GELU in place of the exact one",
        "x·σ(1.702x) is off by up to 0.020, forty times as much as the tanh form.",
        "The exact gate is the share of a Gaussian below x. Which special function gives it?",
        "09-gelu-and-friends",
    ),
    Mistake(
        "gelu-constants",
        "A constant of GELU's formula is off",
        "The gate opens too fast or too slowly; the curve looks right and is not.",
        "What is divided by the root of 2, what is multiplied by the root of 2/π, and which power has "
        "the factor 0.044715?",
        "09-gelu-and-friends",
    ),
    Mistake(
        "gelu-density",
        "The height of the bell curve in place of the share below x",
        "GELU's gate is the share of a Gaussian below x, which rises from 0 to 1. The bell's height falls "
        "back to 0, so a large score hardly passes.",
        "Which of the two should be 1 for a large x: the height of the bell or the share below x?",
        "09-gelu-and-friends",
    ),
    Mistake(
        "hard-sigmoid-slope",
        "The hard sigmoid with another slope",
        "Keras long used the slope 0.2, Theano too; MobileNetV3 and PyTorch use 1/6. A model moved from "
        "one to the other changes its outputs.",
        "At which x should the line reach 1? What slope follows from that?",
        "19-errata",
    ),
    Mistake(
        "argument-not-doubled",
        "The sigmoid inside is taken at the wrong point",
        "tanh is a sigmoid stretched to (-1, 1), and also squeezed along x. Without that its slope at 0 "
        "is 1/2 in place of 1, and signals shrink layer by layer.",
        "What is the slope of your function at 0, and what should it be?",
        "05-tanh",
    ),
    Mistake(
        "wrong-term-sign",
        "One term of the formula has the wrong sign",
        "Added where it should be taken away, a term can make a pole, or values that should never occur.",
        "Put a number into your code and into the formula, and compare term by term: which of them are "
        "added, which taken away?",
    ),
    Mistake(
        "minus-one-missing",
        "The -1 beside the exponential is missing",
        "The two branches no longer meet at 0: the function jumps, and negative inputs give positive "
        "outputs.",
        "What must both branches give at 0?",
        "09-gelu-and-friends",
    ),
    Mistake(
        "minus-one-inside",
        "The -1 stands inside the exponential",
        "exp(x - 1) is exp(x) divided by e. The branch below zero then goes to 0 and not to a value below "
        "it, and the two branches do not meet.",
        "What must both branches give at 0? Is 1 taken away from x, or from the exponential of x?",
        "09-gelu-and-friends",
    ),
    Mistake(
        "scale-missing",
        "The scale is missing, or stands on one branch only",
        "SELU keeps mean 0 and variance 1 only with both of its constants, each in its place.",
        "Which part of the formula does λ multiply?",
        "09-gelu-and-friends",
    ),
    Mistake(
        "selu-constants",
        "SELU's two constants are not both in their places",
        "λ = 1.0507 stretches both branches, α = 1.6733 says how deep the lower one goes. Mean 0 and "
        "variance 1 stay only with each in its place.",
        "Which of the two multiplies x above zero, and which two multiply what is below?",
        "09-gelu-and-friends",
    ),
    Mistake(
        "logarithm-missing",
        "The logarithm is missing",
        "Without it the values have another range, and what it should tame may grow exponentially.",
        "Which operation undoes an exponential? Where does the formula have it?",
    ),
    Mistake(
        "softplus-forgotten",
        "A step of the chain inside Mish is missing, or another one",
        "Mish is x times tanh of softplus of x. With other steps it is another function, with other values "
        "everywhere but at 0.",
        "Compute the three steps one after another and print each.",
        "09-gelu-and-friends",
    ),
    Mistake(
        "input-factor-missing",
        "The gate comes back alone, without the input it should gate",
        "A gate only says how much of its input passes. The signal itself is lost.",
        "What does the gate multiply?",
        "09-gelu-and-friends",
    ),
    Mistake(
        "hybrid-jump",
        "ReLU on one part of the line and tanh on the rest, with jumps between",
        "At -2 ReLU is 0 and tanh -0.964, at 2 they are 2 and 0.964: where the pieces meet the values jump. "
        "A tiny change of a weight then changes the output by all of that, and no slope says so.",
        "Compare the two pieces where they meet. When do they fit together?",
        "10-custom-activations",
    ),
)
