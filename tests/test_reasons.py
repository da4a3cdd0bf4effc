"""Reasons in the chapters: what a sentence or a check claims, its cell must be able to show.

Four rules, each with the faults it was made from and those of the same reading that it misses.

1. A comparison of floats states both tolerances. Found: 11, whose ``allclose`` accepted an offset of 5e-9
   and a slope off by 5e-6. One wider than 1e-6 has its reason below. Misses: a tolerance short of that which
   is too wide all the same.
2. Trainings, and other runs from a seed, are put in order from five seeds on; and the sentences beside a
   cell that ran fewer state no rule. Found: 14 ("the end of every long run"; medians of three), 15 ("no
   activation lets its numbers shrink", "whatever the activation"), 16 (the fair opponent), 17 (tanh above
   the others at one seed), 18 (activations lie closer together than rates). Misses: a cause that five
   seeds show but nothing tests (12, "because that is where they started"; 07, PReLU's gain at unequal
   numbers of parameters), a count of seeds that is fair in a race that is not (18, 90 updates), a rule in
   other words, in a summary or an admonition, and reasons beside cells that train nothing (02, 05, 09).
3. What a cell prints is not only text, which would be the same if the computation had gone wrong. Found:
   11 (claims beside ``allclose``), 14 (hand-set bands around one run), 18 (sixteen such lines). Misses: a
   typed table (07), a typed value in an f-string, a right number beside a wrong claim.
4. No chapter reads a clock or compares seconds, and no sentence says how long something takes without the
   machine on which it was measured. Found: 18. Misses: a time in words that name none ("in no time").
"""

import nbformat
import pytest

from tests.prose import CHAPTERS
from tests.reasons import (
    clocks,
    constant_prints,
    rules_of_few_runs,
    timings,
    wide_tolerances,
    winners,
    without_tolerances,
)

RULES = [without_tolerances, winners, rules_of_few_runs, constant_prints, clocks, timings, wide_tolerances]

# What breaks a rule and is meant, by chapter and a piece of its text, with the reason. One that no longer
# stands in its chapter is an error.
MEANT = {
    ("07", "rtol=0.01, atol=0.005"): "compares with a million draws, which are as near as that",
    ("10", "far, rtol=0, atol=1e-3"): "a limit, and the slope at ten thousand",
    ("10", "high, rtol=0, atol=5e-4"): "an answer may be given to three decimals",
    ("11", "rtol=0.02"): "the orders of two errors, whose next terms are still there",
    (
        "11",
        "right[there], rtol=0, atol=1e-5",
    ): "beside a corner a difference with step 1e-6 is off by its size",
    ("12", "np.pi, rtol=0, atol=0.01"): "places found on a grid of that width",
    ("18", "epochs=5), rtol=0, atol=1e-4"): "trainings that round their weights to six decimals",
    ("20", "computed, rtol=0, atol=0.005"): "compares with a million draws, which are as near as that",
    ("02", "`normal` takes no notice of the width"): "follows from the lines above, as it says",
    ("06", "to learn several times faster than with tanh"): "a count of epochs, and cited",
    ("06", "because bringing back is the gradient's work"): "the cell asserts it, a thousand steps long",
    ("12", "Whatever the untrained network draws"): "proved before it: every sum is 0 at the same place",
    ("13", "the trained one is worse than a coin"): "says it of this one network, and the cell asserts it",
    ("13", "it never lies above the straight line"): "the sentence is the proof",
    ("13", "The input that a bias multiplies is always 1"): "what a bias is, not what a training showed",
    ("14", "stochastic because usually each step"): "where the name comes from",
    ("14", "is called **chaotic**"): "a definition",
    ("14", "the end of every run with such a setting, may"): "says what may happen where it was shown to",
    ("14", "a fact that every run shares"): "how the page asserts, not what it found",
    ("18", "so that the page is computed within seconds"): "says why they are few, not how long they take",
    ("19", "it computes a gradient and never uses it"): "what stands in the code above",
}


def page(*cells):
    """Make a notebook: what begins with ``#:`` is code, all else Markdown."""
    return nbformat.v4.new_notebook(
        cells=[
            nbformat.v4.new_code_cell(each.removeprefix("#:").strip())
            if each.startswith("#:")
            else nbformat.v4.new_markdown_cell(each)
            for each in cells
        ]
    )


def found(rule, *cells):
    return list(rule(page(*cells)))


@pytest.mark.parametrize(
    "line",
    [
        "assert np.allclose(a, b)",
        "assert np.allclose(a, b, atol=1e-9)",
        "assert np.isclose(a, b, rtol=1e-9)",
        "np.testing.assert_allclose(a, b, rtol=1e-9)",
        "np.testing.assert_almost_equal(a, b)",
        "assert math.isclose(a, b, rel_tol=1e-9)",
        "close = np.allclose",
        "from numpy import allclose as close",
    ],
)
def test_a_tolerance_left_open_is_found(line):
    assert found(without_tolerances, f"#: x = 1\n{line}") == [line]
    assert found(without_tolerances, f"#: def check_slope(a):\n    {line}") == [line]
    for opening in ("```python", "```{code-block} python\n:class: start\n"):
        assert found(without_tolerances, f"Compare:\n\n{opening}\n{line}\n```") == [line]


@pytest.mark.parametrize(
    "line",
    [
        "assert np.allclose(a, b, rtol=0, atol=1e-9)",
        "assert math.isclose(a, b, rel_tol=0, abs_tol=1e-9)",
        "np.testing.assert_allclose(\n    a, b, atol=0,\n    rtol=1e-9)",
        "close = partial(np.allclose, rtol=0, atol=1e-9)",
        "from numpy import allclose",
    ],
)
def test_stated_tolerances_pass(line):
    assert found(without_tolerances, f"#: {line}", "`np.allclose(a, b)` has defaults.") == []


def test_a_wide_tolerance_is_found_and_one_that_must_not_be_met_passes():
    line = "assert np.allclose(a, b, rtol=0, atol=1e-3)"
    assert found(wide_tolerances, f"#: x = 1\n{line}") == [line]
    assert found(wide_tolerances, "#: assert not np.allclose(a, b, rtol=0, atol=1e-3)") == []
    assert found(wide_tolerances, "#: assert np.allclose(a, b, rtol=0, atol=1e-9)") == []


NETWORK = "#: def final_loss(activation, seed):\n    return new_network(activation, seed).fit(x, y).loss[-1]"
ONE_EACH = 'losses = {name: final_loss(name, 0) for name in ("relu", "prelu")}'
THREE_EACH = 'losses = {name: [final_loss(name, s) for s in range(3)] for name in ("relu", "prelu")}'
FIVE_EACH = THREE_EACH.replace("range(3)", "range(5)")


@pytest.mark.parametrize(
    "code",
    [
        f'{ONE_EACH}\nassert 2 * losses["prelu"] < losses["relu"]',
        f'{THREE_EACH}\nassert np.median(losses["prelu"]) < min(losses["relu"])',
        f"{THREE_EACH}\nbest = min(losses, key=lambda name: np.median(losses[name]))",
        f"{ONE_EACH}\nprint(np.argmin(list(losses.values())))",
        f'{ONE_EACH}\nfor other in ("relu",):\n    print(losses["prelu"] < losses[other])',
        'a, b = final_loss("relu", 1), final_loss("prelu", 2)\nassert b < a',
        'assert final_loss("prelu", 0) < final_loss("relu", 0)',
        'losses = {}\nfor name in ("tanh", "relu", "elu", "gelu", "silu", "mish"):\n'
        "    network = Network([name])\n    losses[name] = network.fit(x, y, epochs=9).loss[-1]\n"
        'assert losses["gelu"] < losses["tanh"]',
        "def reach(name):\n    return gradient(RNN(16, np.random.default_rng(0), name))\n\n\n"
        'left = {name: reach(name) for name in ("tanh", "relu")}\nassert left["tanh"] > left["relu"]',
        'one, two = Network(["tanh"]), Network(["relu"])\none.fit(x, y)\ntwo.fit(x, y)\n'
        "assert one.evaluate(x, y)[1] > two.evaluate(x, y)[1]",
    ],
)
def test_a_winner_from_few_seeds_is_found(code):
    assert len(found(winners, NETWORK, f"#: {code}")) == 1
    setup, _, comparison = code.rpartition("\n")
    if setup and "for other" not in setup:
        assert len(found(winners, NETWORK, f"#: {setup}", "And now?", f"#: {comparison}")) == 1


@pytest.mark.parametrize(
    "code",
    [
        f'{FIVE_EACH}\nassert 2 * np.median(losses["prelu"]) < np.median(losses["relu"])',
        f"{FIVE_EACH}\nbest = min(losses, key=lambda name: np.median(losses[name]))",
        f'{ONE_EACH}\nassert losses["prelu"] < 0.01',
        "history = network.fit(x, y)\nassert history.loss[-1] < history.loss[0] / 10",
        "runs = {name: network_of(name).fit(x, y).loss for name in names}\n"
        'assert runs["relu"][-1] < runs["relu"][0]',
        "def five(name, seeds=range(5)):\n    return [final_loss(name, seed) for seed in seeds]\n\n\n"
        'assert np.median(five("gelu")) < np.median(five("relu"))',
        "a, b = (train(slope, seeds=range(6)) for slope in slopes)\nassert a < b",
        "def mean(f, runs=10):\n    return np.mean([final_loss(f, run) for run in range(runs)])\n\n\n"
        "assert mean(relu) < mean(tanh)",
        "figures.fit(x, y, line)\nassert np.max(line) < np.max(y)",
    ],
)
def test_five_seeds_a_limit_or_one_run_alone_pass(code):
    assert found(winners, NETWORK, f"#: {code}") == []


RUN = "#: network = new_network(seed=0)\nprint(network.fit(x, y, SGD(1.0), epochs=1500).loss[-1])"


@pytest.mark.parametrize(
    "sentence",
    [
        "Training is chaotic, and the end of a long run may look different.",
        "The end of every long run may look different.",
        "The corners stay in the middle because that is where they started.",
        "With its gain no activation lets its numbers shrink to nothing.",
        "ReLU never dies here.",
        "Adam always gets there.",
        "GELU beats ReLU.",
        "So the centered one learns faster.",
    ],
)
def test_a_rule_after_one_run_is_found(sentence):
    text = f"It falls. {sentence}"
    assert found(rules_of_few_runs, RUN, text) == [sentence]
    assert found(rules_of_few_runs, f"Depth.\n\n{text}", RUN) == [sentence]
    assert found(rules_of_few_runs, NETWORK, '#: print(final_loss("relu", 0))', text) == [sentence]
    assert found(rules_of_few_runs, NETWORK, f"#: {FIVE_EACH}", text) == []
    assert found(rules_of_few_runs, "#: print(relu(x))", text) == []


def test_what_one_run_showed_a_question_and_the_next_section_pass():
    text = "In this run it fell. Does every run do so?\n\n## Depth\n\nIt is always 1.\n\nIs it?"
    assert found(rules_of_few_runs, RUN, text, RUN) == []


@pytest.mark.parametrize(
    "code",
    [
        'assert np.allclose(a, b, rtol=0, atol=1e-9)\nprint("both agree")',
        'print(f"both agree")',
        'for name in names:\n    assert agrees(name)\nprint("all agree", "to nine digits")',
        'assert np.all(slope > 0)\n"the slope is positive"',
    ],
)
def test_a_claim_printed_without_a_number_is_found(code):
    assert found(constant_prints, f"#: {code}")


@pytest.mark.parametrize(
    "code",
    [
        'print(f"largest difference below 1e-9: {error < 1e-9}")',
        'print("both agree:", np.array_equal(a, b))',
        'print("name  loss")\nprint(*losses)',
        'print("right" if passed else "WRONG")',
        'print("The curve of the median:")\nfigures.curves(x, lines)',
        "print()",
    ],
)
def test_a_measured_output_passes(code):
    assert found(constant_prints, f"#: {code}") == []


@pytest.mark.parametrize(
    "line",
    [
        "import time",
        "from time import perf_counter",
        "began = time.perf_counter()",
        "%timeit relu(x)",
        "assert seconds['gelu'] > 2 * seconds['relu']",
        "assert report.seconds < 2",
    ],
)
def test_a_clock_is_found(line):
    assert line in found(clocks, f"#: x = 1\n{line}")


def test_a_time_that_is_data_passes():
    assert (
        found(clocks, "#: time = np.arange(9)\nassert time[0] < time[-1]\ncheck('relu', mine, seconds=2)")
        == []
    )


@pytest.mark.parametrize(
    "sentence",
    [
        "GELU takes more than twice ReLU's time.",
        "This is twice as fast.",
        "The loop needs ten times as long as the array.",
        "It runs faster.",
        "ReLU is quicker to compute.",
        "Softplus is three times slower than ReLU.",
        "Training takes 3 seconds.",
        "A call costs 40 ms.",
        "An epoch is over within a few minutes.",
    ],
)
def test_a_time_that_names_no_machine_is_found(sentence):
    assert found(timings, f"First this. {sentence} Then that.") == [sentence]


@pytest.mark.parametrize(
    "sentence",
    [
        "Measured on a laptop of 2021, this is twice as fast.",
        "It is twice as fast; measure it where it matters, with `timeit`.",
        "Is it twice as fast?",
        "Add a second neuron, twice as wide.",
        "The chance to pass after 4 hours is one half.",
        "With Adam it learned faster here.",
    ],
)
def test_a_measured_time_and_what_is_no_time_pass(sentence):
    assert found(timings, sentence) == []


def is_meant(stem, text):
    return any(stem.startswith(chapter) and piece in text for chapter, piece in MEANT)


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.__name__)
@pytest.mark.parametrize("stem", CHAPTERS)
def test_a_chapter_claims_no_more_than_its_cells_show(stem, rule):
    assert [text for text in rule(CHAPTERS[stem]) if not is_meant(stem, text)] == []


@pytest.mark.parametrize(("chapter", "piece"), MEANT)
def test_what_is_meant_still_stands_in_its_chapter(chapter, piece):
    texts = [
        text for stem in CHAPTERS if stem.startswith(chapter) for r in RULES for text in r(CHAPTERS[stem])
    ]
    assert any(piece in text for text in texts)
