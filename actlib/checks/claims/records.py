"""Claims that no run can settle: what a text shows or cites. They are recorded."""

from actlib.checks.claims.claim import Claim

RECORDS = (
    Claim(
        "boundaries-that-are-not-there",
        "records",
        ("guide A",),
        "The results show the decision boundaries.",
        "It plots two loss curves, and what they show is described rightly.",
        "Draw the boundary: it shows what the score hides.",
        "13-binary-classification",
        found="Its program contains no call that draws a boundary.",
    ),
    Claim(
        "random-numbers-are-words",
        "records",
        ("guide C",),
        "An example of language processing: a sequence of three words.",
        "A sequence of vectors is what a recurrent cell reads.",
        "No text enters, so none can be processed. Give each word, or letter, a number or a vector of its "
        "own.",
        "17-sequences",
        found="The three vectors are drawn at random; no text enters its program.",
    ),
    Claim(
        "program-that-runs",
        "records",
        ("notes D",),
        "The program draws a spiral and sends it through a layer.",
        "The idea and the order of its steps are right. Once mended, it runs.",
        "Start a program before you publish it. The mended one is in chapter 14.",
        "14-spiral-classification",
        found=(
            "Five slips stop Python, each where it first reads or runs it: a comma missing between two "
            "parameters, ponts for points, matplotlib.plt, def init without underscores, and two import "
            "statements in one."
        ),
    ),
    Claim(
        "identifier-of-another-paper",
        "records",
        ("guide C",),
        "arXiv:1907.03452 is Understanding Activation Functions in Deep Learning.",
        "The identifier exists.",
        "Look an identifier up before citing it. A survey that exists is arXiv:2109.14545.",
        "18-choosing",
        found="Under this identifier stands Deep Splitting Method for Parabolic PDEs.",
    ),
    Claim(
        "paper-not-found",
        "records",
        ("guide A",),
        "Beta-RELU: A Learnable Activation Function can be looked up.",
        "Learnable activations exist.",
        "For a learnable slope cite PReLU, arXiv:1502.01852.",
        "07-leaky-relu-and-prelu",
        found="We found no work of this title: no identifier, no authors, no year.",
    ),
    Claim(
        "title-from-memory",
        "records",
        ("guide A",),
        "The survey is called Activation Functions in Deep Learning: A Complete Survey.",
        "There is such a survey.",
        "Copy a title, with the identifier: arXiv:2109.14545.",
        "18-choosing",
        found="Its title is Activation Functions in Deep Learning: A Comprehensive Survey and Benchmark.",
    ),
)
