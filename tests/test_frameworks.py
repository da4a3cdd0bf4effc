"""What the pages say of other libraries is what these answered when they were asked.

``python -m benchmarks.claims`` asks them and keeps their answers, with versions and date. A sentence that
names PyTorch, JAX or Keras stands below with its check; what was only read somewhere, in ``QUOTED``.
"""

import ast
import datetime
import json
import re

import numpy as np
import pytest

from actlib import CATALOGUE, relu
from tests.prose import CHAPTERS, PAGES, ROOT, without_code

KEPT = json.loads((ROOT / "benchmarks" / "answers.json").read_text(encoding="utf-8"))
PYTORCH, JAX, KERAS = (KEPT["answers"][library] for library in ("PyTorch", "JAX", "Keras"))
VERSIONS = KEPT["versions"]
ASKED = datetime.date.fromisoformat(KEPT["asked"])
LIBRARY = re.compile(r"PyTorch|\bJAX|Keras|TensorFlow|SymPy|MATLAB")
DEFAULT = "leaky ReLU's negative slope by default"
EXACT, TANH_FORM = 0.841345, 0.841192


def series(library):
    """Return a version as the pages say it: its first two numbers."""
    return ".".join(VERSIONS[library].split(".")[:2])


def slopes_at_kinks():
    [table] = [cell.source for cell in CHAPTERS["20-catalogue"].cells if "AT_KINKS = {" in cell.source]
    return ast.literal_eval(table.partition(" = ")[2])


def gelu_defaults():
    return [library["GELU at 1 by default"] for library in (PYTORCH, KERAS, JAX)]


def uniform_by_inputs():
    parts = (f"a linear layer's largest {name} times the root of its inputs" for name in ("weight", "bias"))
    variance = PYTORCH["a linear layer's variance times its inputs"]
    return [PYTORCH[part] for part in parts] == [1, 1] and abs(variance - 1 / 3) < 0.01


# Each with the chapter, words of the sentence, and what must be so for it.
STATEMENTS = [
    (
        "02",
        r"$\pm 1/\sqrt{\text{fan-in}}$, here ±0.05, as the documentation of PyTorch's `torch.nn.Linear` says",
        uniform_by_inputs,
    ),
    ("03", "PyTorch's `torch.heaviside` asks you", lambda: PYTORCH["heaviside at 0 with values=7"] == 7),
    (
        "06",
        "0 in this course, as PyTorch and JAX do",
        lambda: PYTORCH["slopes at kinks"]["relu"] == JAX["slopes at kinks"]["relu"] == {"0": 0},
    ),
    ("07", f"in {ASKED:%B %Y} ([PyTorch]", lambda: True),
    (
        "09",
        "JAX takes the tanh form, PyTorch the exact one",
        lambda: gelu_defaults()[::2] == [EXACT, TANH_FORM],
    ),
    (
        "09",
        "PyTorch and JAX, as measured for this course, give NaN for SiLU, GELU and Mish",
        lambda: {*PYTORCH["at -infinity"].values(), *JAX["at -infinity"].values()} == {"nan"},
    ),
    ("15", r"between $\pm 1/\sqrt n$, is what a layer of PyTorch starts with", uniform_by_inputs),
    (
        "15",
        "PyTorch's `calculate_gain` gives 5/3 for tanh",
        lambda: abs(PYTORCH["calculate_gain for tanh"] - 5 / 3) < 1e-5,
    ),
    (
        "15",
        r"PyTorch's default, in which weights *and* biases are uniform between $\pm 1/\sqrt n$",
        uniform_by_inputs,
    ),
    ("15", "`uniform` stands for PyTorch's weights", uniform_by_inputs),
    ("18", r"PyTorch's default size, $1/\sqrt{3}$ of the usual one", uniform_by_inputs),
    ("19", f"What PyTorch {series('PyTorch')} and JAX {series('JAX')} compute", lambda: True),
    (
        "20",
        "0.01 in PyTorch and JAX, 0.2 in Keras's function, 0.3 in its layer",
        lambda: (
            [PYTORCH[DEFAULT], JAX[DEFAULT], KERAS[DEFAULT]] == [0.01, 0.01, 0.2]
            and KERAS["the layer LeakyReLU's negative slope by default"] == 0.3
        ),
    ),
    (
        "20",
        "0.25 shared by all units in PyTorch, and with a slope of 0 for each unit, which is a ReLU, in Keras",
        lambda: (
            PYTORCH["PReLU's first slopes"] == [0.25]
            and KERAS["PReLU's first slopes for three units"] == [0, 0, 0]
            and np.array_equal(CATALOGUE["prelu"].function([-2.0, 3.0], 0), relu([-2.0, 3.0]))
        ),
    ),
    (
        "20",
        "GELU is exact in PyTorch and Keras, and in its tanh form in JAX",
        lambda: gelu_defaults() == [EXACT, EXACT, TANH_FORM],
    ),
    (
        "20",
        "These are the slopes that PyTorch (first) and JAX gave, in the same versions",
        lambda: all(
            pair == tuple(library["slopes at kinks"][name][str(x)] for library in (PYTORCH, JAX))
            for (name, x), pair in slopes_at_kinks().items()
        ),
    ),
    (
        "20",
        "`actlib` chooses as PyTorch does",
        lambda: all(
            CATALOGUE[name].derivative(float(x)) == pytorch
            for (name, x), (pytorch, _) in slopes_at_kinks().items()
        ),
    ),
    ("20", f"last in {ASKED:%B %Y}, and what they gave is compared with `actlib`", lambda: True),
]

# What was read in a manual, and sentences that state no fact of a library.
QUOTED = [
    ("07", "[Keras, the function](https://keras.io/api/layers/activations/#leakyrelu-function)"),
    ("03", "while SymPy's `Heaviside` and MATLAB's `heaviside` take one half unless told otherwise"),
    ("20", "Keras 2 had a steeper hard sigmoid, $0.2 x + 0.5$ between 0 and 1"),
    ("20", "its name in PyTorch? And whose idea was it?"),
    ("20", "PyTorch's are in `torch.nn.functional`, JAX's in `jax.nn` and Keras's in `keras.activations`"),
    ("20", "The page cannot check the columns of PyTorch, JAX and Keras when it runs"),
    ("intro", "its name in PyTorch? And whose idea was it?"),
]


def sentences(text):
    for line in without_code(text).splitlines():
        yield from re.split(r"(?<=[.!]) (?=[A-Z`(*])|(?<=,) (?=while )", line)


def belongs(page, chapter):
    return page.removeprefix("chapters/").startswith(chapter)


@pytest.mark.parametrize("page", PAGES)
def test_a_sentence_about_another_library_is_checked_or_quoted(page):
    known = [each[1] for each in (*STATEMENTS, *QUOTED) if belongs(page, each[0])]
    for sentence in sentences(PAGES[page]):
        if LIBRARY.search(sentence):
            found = [words for words in known if words in sentence or sentence in words]
            assert found, sentence
            assert {*LIBRARY.findall(sentence)} <= {*LIBRARY.findall(" ".join(found))}, sentence


@pytest.mark.parametrize(
    ("chapter", "words", "holds"), STATEMENTS, ids=[f"{each[0]}-{each[1][:40]}" for each in STATEMENTS]
)
def test_what_is_said_of_a_library_is_what_it_answered(chapter, words, holds):
    [page] = [page for page in PAGES if belongs(page, chapter)]
    assert words in PAGES[page]
    assert holds()


@pytest.mark.parametrize(("chapter", "words"), QUOTED)
def test_what_is_quoted_still_stands_there(chapter, words):
    assert any(words in text for page, text in PAGES.items() if belongs(page, chapter))


def test_the_negative_slopes_of_chapter_7_are_the_libraries_own():
    [line] = re.findall(r"^quoted = (\{.*\})$", code_of("07-leaky-relu-and-prelu"), re.MULTILINE)
    assert ast.literal_eval(line) == {
        f"PyTorch {series('PyTorch')}": PYTORCH[DEFAULT],
        f"Keras {series('Keras')}, function": KERAS[DEFAULT],
        f"Keras {series('Keras')}, layer": KERAS["the layer LeakyReLU's negative slope by default"],
    }


def test_every_spelling_of_chapter_20_gives_the_values_of_the_catalogue():
    code = code_of("20-catalogue")
    table = re.search(r'^SPELLINGS = """\n(.*?)"""', code, re.DOTALL | re.MULTILINE)[1]
    heads = ast.literal_eval(re.search(r"^LIBRARIES = (\[.*\])$", code, re.MULTILINE)[1])
    for column, library in enumerate(VERSIONS, start=1):
        assert f"{library} {VERSIONS[library]}.".startswith(f"{heads[column - 1]}.")
        for name, *spellings in ([cell.strip() for cell in line.split("|")] for line in table.splitlines()):
            spelling = spellings[column - 1]
            if spelling != "none":
                expected = KNOWN_TO_DIFFER.get((library, name), CATALOGUE[name])
                values = KEPT["answers"][library]["spellings"][spelling]
                np.testing.assert_allclose(values, expected(np.array([-1.5, 2.5])), rtol=1e-5, atol=0)


KNOWN_TO_DIFFER = {
    ("Keras", "leaky_relu"): lambda x: np.where(x > 0, x, 0.2 * x),
    ("Keras", "prelu"): relu,
    ("JAX", "gelu"): lambda x: x / 2 * (1 + np.tanh(np.sqrt(2 / np.pi) * (x + 0.044715 * x**3))),
}


def code_of(stem):
    return "\n".join(cell.source for cell in CHAPTERS[stem].cells if cell.cell_type == "code")
