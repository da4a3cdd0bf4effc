"""Mistakes in softmax, its logarithm and its Jacobian, and gates."""

from actlib.checks.mistakes.mistake import Mistake

ROWS = (
    Mistake(
        "softmax-wrong-axis",
        "The wrong axis: samples are mixed with one another",
        "In a batch each row is one sample. Summed down the columns, samples compete with one another, "
        "and the shares of one sample do not sum to 1.",
        "Along which axis do the scores of one sample lie? Print the sum of each row.",
        "08-softmax",
    ),
    Mistake(
        "softmax-whole-array",
        "The whole array is treated as one row",
        "The shares of the whole batch sum to 1, so those of a sample sum to much less, and every "
        "sample's result depends on the rest of the batch.",
        "How many sums do you need for a batch of three samples, and how many does your code compute?",
        "08-softmax",
    ),
    Mistake(
        "softmax-global-maximum",
        "One maximum is subtracted for the whole batch",
        "A row far below the largest score of another row becomes all zeros, and 0/0 is NaN.",
        "Whose maximum should a row subtract?",
        "08-softmax",
    ),
    Mistake(
        "softmax-column-maximum",
        "The maximum is taken down the columns: the scores of a row lose different numbers",
        "Shares stay what they are only if all scores of a row lose the same number. Here each loses the "
        "largest of its column, so the shares of a sample depend on the other samples.",
        "Whose maximum should a row subtract?",
        "08-softmax",
    ),
    Mistake(
        "softmax-no-maximum",
        "No maximum is subtracted before exp",
        "exp overflows above 709 (88 in float32), and infinity over infinity is NaN. Scores far below "
        "zero become 0/0.",
        "Adding the same number to all scores changes no share. Which number makes exp safe?",
        "08-softmax",
    ),
    Mistake(
        "keepdims-missing",
        "The sums of the rows do not line up with the rows",
        "A sum along an axis drops the axis. Broadcasting then pairs sum j with column j: an error for "
        "most shapes and wrong numbers for square ones.",
        "Compare the shape of the sums with that of the array. How can the axis be kept?",
        "08-softmax",
    ),
    Mistake(
        "softmax-sign",
        "The largest score gets the smallest share",
        "The network's favorite class is reported as its least likely.",
        "Does the exponential grow with the score?",
        "08-softmax",
    ),
    Mistake(
        "softmax-not-normalized",
        "The results do not sum to 1",
        "Shares that do not sum to 1 are no probabilities, and the cross-entropy of them means nothing.",
        "What do you divide by?",
        "08-softmax",
    ),
    Mistake(
        "softmax-no-exponential",
        "The shares are made with something else in the place of exp",
        "Scores may be negative, and may sum to 0. Made positive by abs or a square, a very negative score "
        "gets a large share; shifted to begin at 0, the least likely class gets exactly none.",
        "Which function makes every score positive and keeps the larger one larger?",
        "08-softmax",
    ),
    Mistake(
        "sigmoid-for-softmax",
        "Each score is squashed on its own",
        "Sigmoids answer separate yes-or-no questions. For one choice among several the shares must "
        "sum to 1.",
        "Does raising one score lower the shares of the others?",
        "08-softmax",
    ),
    Mistake(
        "log-of-softmax",
        "The logarithm is taken of shares that have been rounded to 0",
        "log(0) is -inf: the loss of a confident mistake becomes infinite, and its gradient NaN.",
        "Write the logarithm of the quotient as a difference. Which logarithm cancels an exp?",
        "08-softmax",
    ),
    Mistake(
        "softmax-for-log-softmax",
        "The shares come back, not their logarithms",
        "A loss that expects logarithms then rewards the wrong thing.",
        "Which sign do logarithms of shares have?",
        "08-softmax",
    ),
    Mistake(
        "log-sum-missing",
        "Only the largest score is subtracted, not the logarithm of the sum",
        "The largest score makes the exponentials safe. Without the sum the shares behind these logarithms "
        "do not sum to 1: the best class always gets 0, as if it were certain.",
        "What should the exponentials of a row's results sum to, and what do yours?",
        "08-softmax",
    ),
    Mistake(
        "softmax-inside",
        "The shares go into log-softmax, where the scores belong",
        "Shares lie between 0 and 1, so what comes out differs by less than 1 from class to class.",
        "How often does a softmax, or the logarithm of one, act on the scores?",
        "08-softmax",
    ),
    Mistake(
        "rows-only",
        "Right for a batch of rows, not for a single row",
        "The axis is counted from the front, and a single row has only one.",
        "How is the last axis written, however many there are?",
        "08-softmax",
        severity="note",
    ),
    Mistake(
        "row-taken-apart",
        "Right for a batch of rows; of a single row each number is taken for a row",
        "A loop over rows finds numbers where there is only one row, and no error is raised.",
        "What does the loop go over if the array has one dimension?",
        "08-softmax",
        severity="warning",
    ),
    Mistake(
        "axis-fixed",
        "The axis is fixed: right for a batch of rows, not for more dimensions",
        "In sequences and images the classes lie along the last axis, whichever number that is.",
        "How is the last axis written, however many there are?",
        "08-softmax",
        severity="warning",
    ),
    Mistake(
        "jacobian-diagonal-only",
        "Only the diagonal of the Jacobian",
        "Raising one score lowers all other shares. Without the entries off the diagonal the gradient "
        "misses that, and its rows no longer sum to 0.",
        "How does share 1 change when score 2 grows?",
        "08-softmax",
    ),
    Mistake(
        "jacobian-term-missing",
        "One of the two terms of the Jacobian is missing",
        "Its rows must sum to 0, because the shares always sum to 1: what one gains the others lose.",
        "The quotient rule gives two terms. Print the sum of each row.",
        "08-softmax",
    ),
    Mistake(
        "jacobian-factor-missing",
        "Each row of the Jacobian lacks a factor: the share that it belongs to",
        "The rows sum to 0, as they should. But these are the slopes of the logarithms of the shares, which "
        "are much too large for small shares.",
        "On the diagonal stands 1 - p. What should stand there?",
        "08-softmax",
    ),
    Mistake(
        "jacobian-rows",
        "The rows of the Jacobian do not sum to 0",
        "The shares always sum to 1, so a change of one score must change them by 0 in total.",
        "Check the sign and the size of the entries off the diagonal.",
        "08-softmax",
    ),
    Mistake(
        "halves-swapped",
        "The two halves are swapped: the other one is the gate",
        "It still trains, but weights from elsewhere do not fit.",
        "Which half goes through the gate's function, and which is multiplied by it?",
        "09-gelu-and-friends",
    ),
    Mistake(
        "gate-function",
        "The gate goes through another function",
        "glu gates with sigmoid, swiglu with silu; the gate decides how much passes and what flows back.",
        "Which function is in the name?",
        "09-gelu-and-friends",
    ),
    Mistake(
        "halves-wrong-axis",
        "The halves are split along the wrong axis: samples are mixed with one another",
        "In a batch each row is one sample and holds both halves. Split between the rows, one sample is the "
        "gate of another.",
        "Along which axis do the numbers of one sample lie, and along which does your code split?",
        "09-gelu-and-friends",
    ),
    Mistake(
        "halves-interleaved",
        "The input is split by every second element, not in halves",
        "The weights before it are laid out in two halves; here each element is paired with a stranger.",
        "Which elements belong to the first half?",
        "09-gelu-and-friends",
    ),
)
