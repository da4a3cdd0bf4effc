"""Mistakes in backward passes."""

from actlib.checks.mistakes.mistake import Mistake

BACKPROPAGATION = (
    Mistake(
        "gradient-missing",
        "This gradient was never computed",
        "A parameter without a gradient never learns. Biases are forgotten most often.",
        "In the forward pass, what does this parameter touch? Its gradient starts there.",
        "11-derivatives",
    ),
    Mistake(
        "gradient-names",
        "The gradients do not come by the names of their parameters",
        "An optimizer looks up each parameter's gradient by its name. In a tuple, or under other names, "
        "none is found, or the wrong one.",
        "Which keys has the dict of parameters? Return a dict with the same keys.",
        "11-derivatives",
    ),
    Mistake(
        "gradient-zero",
        "This gradient is all zeros, and should not be",
        "The parameter never moves.",
        "Is the array filled at all after it is made? Or is a slope inside 0 everywhere, as a step's is?",
        "11-derivatives",
    ),
    Mistake(
        "gradient-not-finite",
        "This gradient holds NaN or infinity",
        "One update with it destroys the parameter, the next one all others.",
        "Follow it backward: where is the first NaN, and what was divided or subtracted there?",
        "11-derivatives",
    ),
    Mistake(
        "gradient-no-numbers",
        "This gradient is no array of real numbers",
        "An update subtracts it from the parameter, number by number.",
        "What are its type and its dtype? Complex numbers come from a root or a power of something negative, "
        "or from a step along i; objects from rows of different lengths, or from a None among numbers.",
        "11-derivatives",
    ),
    Mistake(
        "gradient-times-n",
        "The gradient is N times too large: a sum where the loss is a mean",
        "The learning rate then depends on how much data there is; what works for ten samples blows up "
        "for a thousand.",
        "The loss divides by the number of samples. Where does its gradient?",
        "13-binary-classification",
    ),
    Mistake(
        "gradient-divided-twice",
        "The gradient is N times too small: divided by the number of samples once too often",
        "Learning crawls, and more so the more data there is.",
        "How many times does the backward pass divide by the number of samples?",
        "13-binary-classification",
    ),
    Mistake(
        "gradient-scaled",
        "The gradient is off by a constant factor",
        "It points the right way, so training hides it as another learning rate. Parameters with "
        "different factors no longer fit together.",
        "Look for a factor such as the 2 of a square, the 1/2 before a loss, or a scale of an activation; "
        "with a single sample also for the slope of the output's activation.",
        "11-derivatives",
    ),
    Mistake(
        "gradient-sign",
        "The gradient has the wrong sign",
        "Every step goes uphill, and the loss grows.",
        "Follow the minus signs from the loss to this parameter. If every gradient has the wrong sign: in "
        "which order are prediction and target subtracted?",
        "11-derivatives",
    ),
    Mistake(
        "gradient-transposed",
        "The gradient is transposed",
        "For a square matrix no error is raised, and each weight gets the step meant for another.",
        "Which index of the matrix counts inputs and which counts outputs?",
        "11-derivatives",
    ),
    Mistake(
        "gradient-per-sample",
        "The gradients of the samples are still apart: the sum over the batch is missing",
        "Subtracting an array with a row per sample stretches the parameter to the shape of the batch.",
        "A parameter is shared by all samples. What happens to their gradients?",
        "13-binary-classification",
    ),
    Mistake(
        "gradient-shape",
        "The gradient has another shape than its parameter",
        "An update by broadcasting then changes the parameter's shape, silently.",
        "Print both shapes. Along which axis was summed, or was not? Which array was multiplied?",
        "02-neurons-and-weights",
    ),
    Mistake(
        "gradient-mask",
        "For some units the gradient is 0 where it should not be, as if ReLU's slope stood under "
        "another activation",
        "A unit below 0 then learns nothing from that sample. Easy tasks do not show it.",
        "Whose slope is exactly 0 for a negative input? Is that your activation?",
        "11-derivatives",
    ),
    Mistake(
        "gradient-accumulates",
        "The backward pass gives other gradients when it is called again",
        "Gradients that are added to those of the call before grow with every step of training.",
        "Where are the gradients made anew, or set to 0, before anything is added to them? And is there "
        "chance in the backward pass, such as dropout?",
        "13-binary-classification",
    ),
    Mistake(
        "gradient-after-update",
        "Gradients and parameters belong to different moments",
        "If a weight changes before the gradients of earlier layers have read it, those are gradients "
        "of a mixture of two networks.",
        "All gradients first, then all updates. Which line changes a parameter too early?",
        "13-binary-classification",
    ),
    Mistake(
        "gradient-hidden-layer",
        "Right near the loss, wrong further from it",
        "The error arises between the two: a factor is missing there or wrong, or the weights that the "
        "signal goes back through were updated before they were read.",
        "Which factors belong in the product: the signal itself, the weights it goes through, the slope? "
        "Which slope does your activation have, and at which point is it taken?",
        "11-derivatives",
    ),
    Mistake(
        "gradient-wrong",
        "The gradient is wrong, in no way this check knows by name",
        "The steps go in another direction than downhill.",
        "Write the formula of the last layer alone, with one sample and one output, and compare. Does the "
        "slope of the output's activation belong in it, with your loss?",
        "11-derivatives",
    ),
    Mistake(
        "gradient-wrong-over-time",
        "Over time the gradient is wrong, in no way this check knows by name",
        "Each step of the sequence adds its share, so a mistake in one step is in the gradients of all.",
        "Shorten the sequence to one step, then to two: from which length on is it wrong? Which state does "
        "each slope and each product read, and are the shares of all steps summed?",
        "17-sequences",
    ),
    Mistake(
        "gradient-exchanged",
        "This is the gradient of another parameter",
        "Each of the two takes the step that is meant for the other, if the shapes let it.",
        "Follow one gradient from the line that computes it to the name under which it is handed over.",
        "11-derivatives",
    ),
    Mistake(
        "gradient-own-line",
        "The signal that goes back is right here; only this parameter's own gradient is wrong",
        "What the loss wants arrives, and is then put together wrongly. This parameter alone learns the "
        "wrong thing.",
        "A weight's gradient is made of the array that it multiplies: the input of the network, or what the "
        "layer before hands over? A bias multiplies nothing: over what is the signal summed for it?",
        "11-derivatives",
    ),
    Mistake(
        "gradient-output-slope",
        "The slope of the output's activation is missing, or there once too often",
        "With squared error the chain rule goes through the output's activation and multiplies by its "
        "slope. With cross-entropy that slope cancels, and prediction minus target is left.",
        "Which loss do you have? Derive it for one sample: does the slope stay, or does it cancel?",
        "13-binary-classification",
    ),
    Mistake(
        "gradient-penalty",
        "The penalty on the weights is not the same in loss and gradient",
        "The loss asks for small weights and the gradient does not know, or the other way round. Training "
        "then goes down another hill than the one you measure.",
        "Differentiate the penalty alone. What does a square of a weight give, and with which factor?",
        "14-spiral-classification",
    ),
    Mistake(
        "loss-not-repeatable",
        "The loss differs from call to call",
        "Slopes are measured from small differences of the loss. Chance or memory drowns them.",
        "Where does a random number come in: dropout, a shuffled batch, noise? Switch it off for the check, "
        "and whatever else the loss remembers from call to call.",
        "13-binary-classification",
        severity="unmeasured",
    ),
    Mistake(
        "loss-too-coarse",
        "The loss moves in steps, so its slopes cannot be measured",
        "Slopes are measured from changes of the loss in its tenth digit. A loss in float32 has seven, a "
        "rounded one fewer, and a count of errors has no slope at all.",
        "Compute the loss in float64 for the check: which array or constant in it is float32? And return "
        "the loss itself, not rounded.",
        "11-derivatives",
        severity="unmeasured",
    ),
    Mistake(
        "slopes-too-small",
        "The slopes are too small to be measured",
        "Rounding changes the loss more than this parameter does. A gradient of the wrong sign would look "
        "the same, so nothing is said of it.",
        "Check the same code with fewer layers, larger weights, or further from a perfect fit. Leave out a "
        "parameter whose slope is 0 by nature, as of a bias before a normalization.",
        "15-gradients-that-vanish",
        severity="unmeasured",
    ),
    Mistake(
        "entries-too-many",
        "There are too many entries to compare most of them",
        "Each entry takes a few calls of the loss. Those that were not moved may be wrong without a trace.",
        "The same code is right or wrong for small layers, too. How small can yours be?",
        "11-derivatives",
        severity="unmeasured",
    ),
    Mistake(
        "slopes-at-kinks",
        "Too many entries lie at a kink to be compared",
        "At a corner of ReLU there is no one slope to compare with. Weights and biases of exactly 0 put "
        "whole layers there.",
        "Start the check from small random numbers, biases too.",
        "11-derivatives",
        severity="unmeasured",
    ),
    Mistake(
        "loss-not-finite-beside",
        "Close to these parameters the loss is not finite, so there is no slope to compare with",
        "A slope is measured on both sides. At the edge of where a root, a logarithm or a division can be "
        "computed, one side is missing.",
        "Which of them is near its edge here? Check the same code further away from it.",
        "11-derivatives",
        severity="unmeasured",
    ),
    Mistake(
        "loss-unusable",
        "The loss cannot be computed as a single finite number",
        "A gradient says how one number changes; there must be one.",
        "Call loss(parameters) by hand. What comes back?",
        "13-binary-classification",
    ),
    Mistake(
        "loss-ignores-parameter",
        "The loss does not depend on this parameter as it is given",
        "Its slope is measured as 0 although a gradient is claimed. A loss that reads its own copy of "
        "the weights cannot be checked.",
        "Does the loss read its weights from its argument, or from variables outside?",
        "11-derivatives",
    ),
    Mistake(
        "gradient-at-kinks",
        "Some entries lie at a kink and were left out",
        "At a corner of ReLU there is no one slope to compare with. Everything else was compared.",
        "Nothing to repair; another random start moves the kinks.",
        "11-derivatives",
        severity="note",
    ),
)
