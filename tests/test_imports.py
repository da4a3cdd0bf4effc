"""Imports: nothing heavy comes with actlib, inside they run one way, and every public name is there."""

import ast
import inspect
import itertools
import subprocess
import sys
import textwrap
import tomllib
from pathlib import Path

import pytest

import actlib

ROOT = Path(actlib.__file__).parents[1]
SOURCES = {path.relative_to(ROOT).as_posix(): path for path in sorted((ROOT / "actlib").rglob("*.py"))}
# Each layer may import the layers before it. Layers may lack modules that are still to be written.
LAYERS = (
    ("functions",),
    ("calculus",),
    ("catalogue",),
    ("properties",),
    ("nn",),
    ("checks", "report_cards", "studio"),
    ("figures",),
    ("explorers",),
)
MAY_IMPORT = {
    module: {"data", *(earlier for layer in LAYERS[:depth] for earlier in layer)}
    for depth, layer in enumerate(LAYERS)
    for module in layer
} | {"data": {"functions"}, "functions": set()}
MAY_IMPORT_IN_FUNCTIONS = {
    "accept": set(),
    "arguments": {"accept"},
    "sigmoidal": {"accept"},
    "rectified": {"accept", "sigmoidal"},
    "normal_table": {"accept"},
    "gated": {"accept", "normal_table", "sigmoidal"},
    "softmax_family": {"accept"},
    "together": {"accept", "gated", "normal_table", "rectified"},
}
HOMES = {"matplotlib": "figures", "ipywidgets": "explorers", "IPython": "explorers", "traitlets": "explorers"}
LOADED_WHEN_ASKED_FOR = set(actlib._LOADED_WHEN_ASKED_FOR)
SECTIONS = ("Parameters", "Returns", "Raises", "References", "Examples")
DOCUMENTED = [
    *(f"functions.{name}" for name in actlib.functions.__all__),
    *(f"calculus.{name}" for name in ("central_difference", "complex_step", "gradient_check")),
    *(f"properties.{name}" for name in ("properties", "gradient_through_depth", "dead_share")),
    *(f"checks.{name}" for name in ("check", "check_gradients")),
    *(f"report_cards.{name}" for name in ("report_card", "accuracies", "time_per_element")),
]

every_source = pytest.mark.parametrize("source", SOURCES)


def imported_names(source):
    """Return the full dotted name of everything a file imports, at the top or inside a function."""
    names = set()
    for node in ast.walk(ast.parse(SOURCES[source].read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            package = source.removesuffix(".py").split("/")[: -node.level] if node.level else []
            origin = ".".join([*package, *([node.module] if node.module else [])])
            names |= {f"{origin}.{alias.name}" for alias in node.names}
    return names


def layer_of(source):
    """Return the module or package directly under actlib that a file belongs to."""
    return source.split("/")[1].removesuffix(".py")


@pytest.mark.parametrize("statement", ["import actlib", "from actlib import *", "dir(__import__('actlib'))"])
@pytest.mark.not_in_browser("it starts no processes")
def test_import_loads_numpy_alone(statement):
    if statement == "from actlib import *":
        statement = "from actlib import " + ", ".join(sorted(set(actlib.__all__) - LOADED_WHEN_ASKED_FOR))
    heavy = {
        "matplotlib",
        "ipywidgets",
        "IPython",
        "traitlets",
        "mpmath",
        "pytest",
        "pandas",
        "scipy",
        "sklearn",
        "tqdm",
    }
    script = f"{statement}\nimport sys\nprint(sorted({heavy!r} & set(sys.modules)))"
    run = subprocess.run(
        [sys.executable, "-W", "error", "-c", script], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert (run.returncode, run.stdout.strip(), run.stderr) == (0, "[]", "")


USES = {
    "the catalogue": """
        from actlib import CATALOGUE
        x = np.linspace(-9, 9, 7)
        for activation in CATALOGUE.values():
            activation(x), activation.derivative(x)
    """,
    "checks of right functions": """
        from actlib import check, functions
        for name in ("sigmoid", "relu", "tanh", "softmax", "leaky_relu", "silu_derivative", "gelu", "glu"):
            assert check(name, getattr(functions, name)).passed
    """,
    "checks of wrong functions": """
        from actlib import check
        def array_sigmoid(x):
            return 1 / (1 + np.exp(-x))
        for name in ("sigmoid", "relu", "tanh", "softmax", "leaky_relu", "tanh_derivative", "swiglu"):
            for wrong in (array_sigmoid, np.sin, lambda x: 3 * x + 1, lambda x: None, lambda x: max(0, x)):
                assert not check(name, wrong).passed
        check("convolution", lambda image, kernel: image)
    """,
    "check_gradients": """
        from actlib import check_gradients, functions
        x = np.linspace(-1, 1, 6).reshape(3, 2)
        def loss(p):
            return np.mean((functions.tanh(x @ p["W"] + p["b"]) - 1) ** 2)
        def backward(p):
            return {"W": np.ones((2, 3)), "b": np.ones(3)}
        check_gradients(loss, {"W": np.ones((2, 3)) / 3, "b": np.zeros(3)}, backward)
    """,
    "training": """
        from actlib import data
        from actlib.nn import Adam, Dense, Network
        rng = np.random.default_rng(0)
        network = Network([Dense(2, 8, rng), "relu", Dense(8, 3, rng)])
        network.fit(*data.spiral(10, rng=rng), Adam(), epochs=3, progress=False)
    """,
}


@pytest.mark.parametrize("use", USES)
@pytest.mark.not_in_browser("it starts no processes")
def test_scipy_is_not_loaded_by(use):
    """It is half of what a browser has to fetch before the first answer."""
    script = f"import numpy as np, sys\n{textwrap.dedent(USES[use])}\nprint('scipy' in sys.modules)"
    run = subprocess.run(
        [sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert (run.returncode, run.stdout.splitlines()[-1:], run.stderr) == (0, ["False"], "")


@pytest.mark.not_in_browser("it starts no processes")
def test_a_call_with_numbers_does_not_load_numpy_ma():
    """NumPy loads it late, and in a browser that takes a sixth of a second."""
    calls = "actlib.sigmoid(0.5), actlib.relu([1, 2]), actlib.central_difference(actlib.tanh, [0.0, 1.0])"
    script = f"import actlib, sys\n{calls}\nprint('numpy.ma' in sys.modules)"
    run = subprocess.run(
        [sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert (run.returncode, run.stdout, run.stderr) == (0, "False\n", "")


@every_source
def test_imports_run_one_way(source):
    layer = layer_of(source)
    if layer == "__init__":
        return
    modules = {name.split(".")[1] for name in imported_names(source) if name.startswith("actlib.")}
    assert layer in MAY_IMPORT, f"{source} has no place in the order of imports"
    assert "actlib" not in imported_names(source)
    assert modules <= MAY_IMPORT[layer] | ({layer} if source.count("/") > 1 else set())


@pytest.mark.parametrize("source", [s for s in SOURCES if s.startswith("actlib/functions/")])
def test_imports_run_one_way_within_functions(source):
    module = source.split("/")[2].removesuffix(".py")
    if module == "__init__":
        return
    start = "actlib.functions."
    siblings = {name.split(".")[2] for name in imported_names(source) if name.startswith(start)}
    assert siblings <= MAY_IMPORT_IN_FUNCTIONS[module]


@every_source
def test_plots_and_widgets_stay_in_their_modules(source):
    for name in imported_names(source):
        home = HOMES.get(name.split(".")[0])
        assert home is None or layer_of(source).startswith(home), f"{source} imports {name}"


@every_source
def test_nobody_uses_pyplot(source):
    assert not any("pyplot" in name.split(".") for name in imported_names(source))
    tree = ast.parse(SOURCES[source].read_text(encoding="utf-8"))
    assert not any(isinstance(node, ast.Attribute) and node.attr == "pyplot" for node in ast.walk(tree))


@pytest.mark.parametrize("name", actlib.__all__)
def test_every_public_name_is_there(name):
    assert getattr(actlib, name) is not None


def test_public_names_are_listed_once():
    assert len(set(actlib.__all__)) == len(actlib.__all__)
    assert dir(actlib) == sorted(actlib.__all__)


def test_every_elementwise_function_and_its_derivative_are_public():
    names = {*actlib.CATALOGUE, *(f"{name}_derivative" for name in actlib.CATALOGUE)}
    others = {"softmax", "log_softmax", "softmax_jacobian", "prelu_gradients", "glu", "swiglu"}
    assert set(actlib.functions.__all__) == names | others
    assert names | others <= set(actlib.__all__)


def test_a_name_that_is_not_there_is_an_attribute_error():
    with pytest.raises(AttributeError, match=r"^module 'actlib' has no attribute 'sigmoyd'$"):
        _ = actlib.sigmoyd


@pytest.mark.parametrize("path", DOCUMENTED)
def test_docstring_has_every_section_in_order(path):
    module, name = path.split(".")
    lines = inspect.getdoc(getattr(getattr(actlib, module), name)).splitlines()
    underlined = [line for line, under in itertools.pairwise(lines) if under == "-" * len(line) > ""]
    assert [line for line in underlined if line in SECTIONS] == list(SECTIONS)
    assert lines[0]
    assert any(line.startswith(">>> ") for line in lines)


@pytest.mark.parametrize("path", DOCUMENTED)
def test_docstring_names_every_parameter(path):
    module, name = path.split(".")
    function = getattr(getattr(actlib, module), name)
    section = inspect.getdoc(function).split("Parameters\n----------\n")[1].split("\n\n")[0]
    documented = [
        parameter.strip()
        for line in section.splitlines()
        if " : " in line and not line.startswith(" ")
        for parameter in line.split(" : ")[0].split(",")
    ]
    assert documented == list(inspect.signature(function).parameters)


def test_every_package_is_installed_with_the_library():
    listed = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["setuptools"][
        "packages"
    ]
    assert listed == sorted({source.rpartition("/")[0].replace("/", ".") for source in SOURCES})
