"""What a cell needs from above: everything that gives a name its value, and nothing else."""

import pytest
from preparation import preparation

CASES = {
    "nothing": ("1 + 1", ["x = 1"], ""),
    "what is no Python": ("x +", ["x = 1"], ""),
    "a name by another": ("y", ["x = 1", "y = x + 1", "z = y"], "x = 1\ny = x + 1"),
    "the last value only": ("x", ["x = 1", "x = 2"], "x = 2"),
    "a value that grows": ("x", ["x = 1", "x += 1"], "x = 1\nx += 1"),
    "of an import what is used": ("b", ["from m import a, b as b"], "from m import b as b"),
    "of a module its first part": ("m.n", ["import m.n"], "import m.n"),
    "no figures, prints or assertions": (
        "x",
        ["import figures\nx = [1]\nfigures.curves(x)\nprint(x)\nassert x"],
        "x = [1]",
    ),
    "a list filled in a loop": (
        "found",
        ["found = []\nfor i in range(3):\n    found.append(i)"],
        "found = []\nfor i in range(3):\n    found.append(i)",
    ),
    "an element replaced": ("a", ["a = {}\na['b'] = 1"], "a = {}\na['b'] = 1"),
    "a method that changes": ("net", ["net = Net()\nnet.fit(1)"], "net = Net()\nnet.fit(1)"),
    "what a with block makes anew": ("x", ["x = 1", "with quiet():\n    x = 2"], "with quiet():\n    x = 2"),
    "not a method that only reads": (
        "text",
        ["text = 'abc'\nnet = Net()", "net.fit(text.index('a'))"],
        "text = 'abc'",
    ),
    "draws of a generator": (
        "y",
        ["rng = default_rng(0)", "x = draw(rng)", "y = draw(rng)"],
        "rng = default_rng(0)\nx = draw(rng)\ny = draw(rng)",
    ),
    "what a function reads when it is called": (
        "f()",
        ["def f():\n    return w", "w = 3"],
        "def f():\n    return w\nw = 3",
    ),
    "what a function changes outside": (
        "seen",
        ["seen = {}\ndef note(k):\n    seen.update(k)", "note(1)"],
        "seen = {}\ndef note(k):\n    seen.update(k)\nnote(1)",
    ),
    "what a function changes in its argument": (
        "one",
        ["def train(net, x):\n    net.fit(x)", "one, x = make(), 1", "train(one, x)"],
        "def train(net, x):\n    net.fit(x)\none, x = (make(), 1)\ntrain(one, x)",
    ),
    "not for what it only reads": (
        "x",
        ["def train(net, x):\n    net.fit(x)", "x = 1", "one = make()", "train(one, x)"],
        "x = 1",
    ),
    "elements changed one by one": (
        "nets",
        ["nets = [Net(i) for i in range(3)]", "for net in nets:\n    net.fit(1)"],
        "nets = [Net(i) for i in range(3)]\nfor net in nets:\n    net.fit(1)",
    ),
    "not another loop's variable": (
        "for name in [1]:\n    print(name)",
        ["for name in [2]:\n    print(name)"],
        "",
    ),
    "not what it makes itself": ("x = 2\nx + y", ["x = 1", "y = 1"], "y = 1"),
    "not a comprehension's variable": ("[k for k in range(2)]", ["k = 1"], ""),
    "not the variables of a set and a dict": (
        "{k for k in [2]}, {k: v for k, v in [(1, 2)]}",
        ["k = v = 1"],
        "",
    ),
    "but what a comprehension goes through": ("[k for k in names]", ["names = [2]", "k = 1"], "names = [2]"),
    "a broken cell above is passed over": ("x", ["x = ", "x = 1"], "x = 1"),
}


@pytest.mark.parametrize(("source", "cells", "wanted"), CASES.values(), ids=CASES)
def test_preparation_keeps(source, cells, wanted):
    assert preparation(source, cells) == wanted
