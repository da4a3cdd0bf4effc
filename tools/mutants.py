"""Change actlib one small step at a time and see whether the chapters, compared by nbval alone, notice.

    python tools/mutants.py                               200 changes, spread over everything below
    python tools/mutants.py --only optimizers --count 40  changes of one group, or of several
    python tools/mutants.py --list                        name the changes, run nothing

A change is one operator, constant, comparison, default, axis, extreme or sum that becomes its neighbor,
or one term, factor, root, sign or line that is dropped. Each is made in a copy of the package; the
checkout is never touched. Left alone is what no chapter could tell: docstrings, texts (__repr__ and
f-strings), what is refused (an if that raises), the choice of memory and precision (out, optimize,
dtypes, buffers that are written before they are read, scales that cancel).
A cut-off of a tail is moved inward only.
"""

import argparse
import ast
import difflib
import os
import random
import re
import shutil
import subprocess
import sys
import tempfile
import time
from collections import Counter, defaultdict
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
GROUPS = {
    "functions": (
        "functions/sigmoidal.py",
        "functions/rectified.py",
        "functions/gated.py",
        "functions/normal_table.py",
    ),
    "softmax": ("functions/softmax_family.py",),
    "initialization": ("nn/initialization.py",),
    "losses": ("nn/losses.py",),
    "layers": ("nn/layers.py",),
    "convolution": ("nn/convolution.py",),
    "recurrent": ("nn/recurrent.py",),
    "optimizers": ("nn/optimizers.py",),
}
LEAST_SHARE = 0.95
SECONDS_PER_CELL = 180


def both_ways(*pairs):
    return {old: new for pair in pairs for old, new in (pair, pair[::-1])}


OPERATORS = both_ways((ast.Add, ast.Sub), (ast.Mult, ast.Div), (ast.BitAnd, ast.BitOr))
OPERATORS |= {ast.Pow: ast.Mult, ast.FloorDiv: ast.Mult}
DROPPABLE = (ast.Add, ast.Sub, ast.Mult, ast.Div)
COMPARISONS = both_ways((ast.Lt, ast.LtE), (ast.Gt, ast.GtE), (ast.Eq, ast.NotEq))
CALLS = both_ways(("maximum", "minimum"), ("max", "min"), ("sum", "mean"))
CALLS |= {"argmax": "argmin", "zeros": "ones", "zeros_like": "ones_like", "expm1": "exp", "log1p": "log"}
CALLS |= {"reversed": "list"}
DROPPED_CALLS = {"abs", "sqrt", "exp"}
DEFAULT_TEXTS = {"none": "tanh", "tanh": "relu", "he": "xavier", "xavier": "he"}
TEXTS_AND_MEMORY = {"__repr__", "array_by_columns", "beginning_with_a_cache_line", "_described", "next_step"}
SCALES_THAT_CANCEL = {"SMALL_ONE", "_SMALL_ONES"}  # all but the rounding of the last digit
SETTINGS_OF_SPEED = {"optimize", "casting", "out", "order", "dtype", "copy"}
LARGE = 10

# Changes that no computation could tell from the original: where, the line as changed, and why.
EQUIVALENT = {
    "identity_derivative: return x.clip(1.1, 1.0)": "the upper bound wins",
    "step_derivative: return x.clip(0.1, 0.0)": "the upper bound wins",
    "hard_swish: y *= x.clip(-3.3, np.inf)": "the other factor is 0 below -3",
    "leaky_relu: larger_or_smaller = np.maximum if (negative_slope < 1) else np.minimum": "at 1 both give x",
    "leaky_relu_derivative: if (0 < negative_slope <= 1):": "the branch is a quicker way to the same",
    "leaky_relu_derivative: if (0 <= negative_slope < 1):": "the branch is a quicker way to the same",
    "leaky_relu_derivative: if 1 <= negative_slope <= 1:": "the branch is a quicker way to the same",
    "sigmoid: if y.size and not smallest(y) > 1:": "the branch gives the same where nothing has overflown",
    "smallest: return -(in_a_row.item(in_a_row.argmin()))": "it decides on that branch alone",
    "Conv2D.forward: def forward(self, x, training=True):": "it decides which arrays are written",
    "Elementwise.forward: def forward(self, x, training=True):": "it decides which arrays are written",
    "Dropout.forward: kept = (self.rng.random(x.shape) > self.share)": "they are equal once in 2**53 times",
}

RECORDER = '''"""Written beside a copy of actlib: which lines ran."""

import os

seen = set()


def ran(path, line):
    if (path, line) not in seen:
        seen.add((path, line))
        with open(os.environ["LINES_THAT_RAN"], "a", encoding="utf-8") as file:
            print(path, line, file=file)
'''


@dataclass(frozen=True)
class Mutant:
    """One change of one file, and the lines one of which must run for the change to matter."""

    path: str
    piece: str
    start: int
    end: int
    old: str
    new: str
    first_line: int
    last_line: float


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--count", type=int, default=200, help="how many changes (200)")
    parser.add_argument("--seed", type=int, default=0, help="which of all changes (0)")
    parser.add_argument("--only", nargs="+", choices=GROUPS, default=list(GROUPS), help="some groups alone")
    parser.add_argument("--jobs", type=int, default=2, help="how many at the same time (2)")
    parser.add_argument("--list", action="store_true", help="show the changes without running them")
    arguments = parser.parse_args()
    mutants = sample(all_mutants(ROOT, arguments.only), arguments.count, arguments.seed)
    if arguments.list:
        print("\n".join(description(ROOT, mutant) for mutant in mutants))
        return
    with ThreadPoolExecutor(arguments.jobs) as pool:
        runs = unchanged_runs(ROOT, pool)
        seconds = sum(seconds for seconds, _ in runs.values())
        print(f"{len(runs)} chapters agree with what is stored ({seconds:.0f} s)", flush=True)
        judged = []
        for mutant, catcher in pool.map(lambda mutant: (mutant, caught_by(ROOT, mutant, runs)), mutants):
            judged.append((mutant, catcher))
            print(f"{len(judged)}/{len(mutants)} {mutant.piece}: {catcher or 'SURVIVED'}", flush=True)
    sys.exit(0 if report(ROOT, judged) >= LEAST_SHARE else 1)


def report(root, judged):
    """Print what was caught and what was not; return the share that was caught."""
    print("\nSurvivors:" if not all(catcher for _, catcher in judged) else "\nNo survivor.")
    for mutant, catcher in judged:
        if not catcher:
            print(description(root, mutant))
    for group, paths in GROUPS.items():
        of_group = [bool(catcher) for mutant, catcher in judged if mutant.path in paths]
        if of_group:
            print(f"{group}: {sum(of_group)} of {len(of_group)}")
    catchers = Counter(catcher for _, catcher in judged if catcher)
    print("first caught by: " + ", ".join(f"{name} {count}" for name, count in sorted(catchers.items())))
    share = catchers.total() / len(judged)
    print(f"nbval alone caught {catchers.total()} of {len(judged)} changes ({share:.1%})")
    return share


def description(root, mutant):
    """Return where a change is, and its lines before and after."""
    source = (root / "actlib" / mutant.path).read_text(encoding="utf-8")
    before, after = source.splitlines(), mutated(source, mutant).splitlines()
    lines = [line for line in difflib.ndiff(before, after) if line[0] in "-+"]
    number = source.encode()[: mutant.start].count(b"\n") + 1
    return "\n  ".join([f"actlib/{mutant.path}:{number} {mutant.piece}", *lines])


# Which changes there are


def all_mutants(root, groups=tuple(GROUPS)):
    """Return every change of the files of some groups, or of all, in the order of their text."""
    paths = [path for name, paths in GROUPS.items() if name in groups for path in paths]
    return [
        mutant
        for path in paths
        for mutant in mutants_of(path, (root / "actlib" / path).read_text(encoding="utf-8"))
    ]


def sample(mutants, count, seed):
    """Draw one change of every function and class, then a second of each that has one, and so on."""
    of_piece = defaultdict(list)
    for mutant in mutants:
        of_piece[mutant.path, mutant.piece.split(".")[0]].append(mutant)
    rng = random.Random(seed)
    pieces = [rng.sample(choices, len(choices)) for choices in of_piece.values()]
    rounds = [
        [choices[turn] for choices in rng.sample(pieces, len(pieces)) if turn < len(choices)]
        for turn in range(max(map(len, pieces)))
    ]
    drawn = [mutant for turn in rounds for mutant in turn]
    return drawn[: max(count, len(rounds[0]))]


def mutants_of(path, source):
    """Return every change of one file."""
    line_starts = [0]
    for line in source.encode().splitlines(keepends=True):
        line_starts.append(line_starts[-1] + len(line))
    found = []
    for piece, lines, node in pieces_of(ast.parse(source)):
        before = len(found)
        changes = list(changes_of(node, lines))
        if not changes and isinstance(node, ast.FunctionDef) and not is_left_alone(node):
            changes = negated_results(node)
        for old, new, (first, last) in changes:
            start = line_starts[old.lineno - 1] + old.col_offset
            end = line_starts[old.end_lineno - 1] + old.end_col_offset
            mutant = Mutant(path, piece, start, end, ast.unparse(old), new, first, last)
            changed_line = mutated(source, mutant).splitlines()[old.lineno - 1].strip()
            if f"{piece}: {changed_line}" not in EQUIVALENT:
                found.append(mutant)
        found[before:] = dict.fromkeys(found[before:])
    return found


def pieces_of(tree):
    """Yield each function, method and other statement with its name and the lines it depends on."""
    for node in tree.body:
        if isinstance(node, ast.ClassDef):
            for part in node.body:
                if isinstance(part, ast.FunctionDef):
                    yield f"{node.name}.{part.name}", (node.lineno, node.end_lineno), part
                else:  # runs when the class is made, so nothing tells which chapters use it
                    yield node.name, (0, float("inf")), part
        elif isinstance(node, ast.FunctionDef):
            yield node.name, (node.lineno, node.end_lineno), node
        else:
            targets = getattr(node, "targets", [])
            yield ast.unparse(targets[0]) if targets else "module", (0, float("inf")), node


def changes_of(node, lines):
    """Yield (node, its new text, lines that use it) for every change inside a node."""
    if is_left_alone(node):
        return
    if isinstance(node, ast.FunctionDef):
        statements = without_docstring(node.body)
        first = (statements[0].lineno, statements[0].lineno) if statements else lines
        for default in defaults_in_use(node):
            yield from default_changes(default, first)
        children = statements
    elif isinstance(node, ast.If) and isinstance(node.body[-1], ast.Raise):
        children = node.orelse
    elif isinstance(node, ast.Call) and getattr(node.func, "attr", "") == "reshape":
        children = [node.func, *(size for size in node.args if ast.unparse(size) != "-1")]
    else:
        if isinstance(node, ast.stmt) and lines[1] != float("inf"):
            lines = (node.lineno, node.lineno)
        yield from ((old, new, lines) for old, new in steps(node))
        children = ast.iter_child_nodes(node)
    for child in children:
        yield from changes_of(child, lines)


def is_left_alone(node):
    if isinstance(node, ast.FunctionDef):
        return node.name in TEXTS_AND_MEMORY
    if isinstance(node, ast.keyword):
        return node.arg in SETTINGS_OF_SPEED
    if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) in SCALES_THAT_CANCEL:
        return True
    if isinstance(node, ast.Compare):
        return "dtype" in ast.unparse(node)
    if isinstance(node, ast.stmt) and re.search(r"_gradient\b.*zeros_like", ast.unparse(node).split("\n")[0]):
        return True
    return isinstance(node, ast.Raise | ast.Import | ast.ImportFrom | ast.JoinedStr | ast.AnnAssign)


def without_docstring(body):
    return body[1:] if isinstance(body[0], ast.Expr) and isinstance(body[0].value, ast.Constant) else body


def defaults_in_use(function):
    names = {node.id for node in ast.walk(function) if isinstance(node, ast.Name)}
    arguments = function.args.args[len(function.args.args) - len(function.args.defaults) :]
    pairs = zip(arguments, function.args.defaults, strict=True)
    return [default for argument, default in pairs if argument.arg in names]


def default_changes(default, lines):
    value = getattr(default, "value", None)
    if isinstance(value, bool):
        yield default, repr(not value), lines
    elif isinstance(value, str) and value in DEFAULT_TEXTS:
        yield default, repr(DEFAULT_TEXTS[value]), lines
    else:
        yield from changes_of(default, lines)


def steps(node):
    """Yield (part, its new text) for every change of a node itself, not of its children."""
    if isinstance(node, ast.Constant) and type(node.value) in (int, float):
        yield node, repr(neighbor(node.value))
    elif isinstance(node, ast.BinOp) and type(node.op) in OPERATORS:
        yield node, in_brackets(ast.BinOp(node.left, OPERATORS[type(node.op)](), node.right))
        if isinstance(node.op, DROPPABLE):
            yield node, in_brackets(node.left)
    elif isinstance(node, ast.AugAssign):
        if type(node.op) in OPERATORS:
            yield node, ast.unparse(ast.AugAssign(node.target, OPERATORS[type(node.op)](), node.value))
        yield node, "pass"
    elif isinstance(node, ast.Compare):
        for i, operator in enumerate(node.ops):
            if type(operator) in COMPARISONS:
                ops = [*node.ops[:i], COMPARISONS[type(operator)](), *node.ops[i + 1 :]]
                yield node, in_brackets(ast.Compare(node.left, ops, node.comparators))
    elif isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.USub):
        yield node, in_brackets(node.operand)
    elif isinstance(node, ast.keyword) and isinstance(node.value, ast.Constant):
        if isinstance(node.value.value, bool):
            yield node.value, repr(not node.value.value)
    elif isinstance(node, ast.Call):
        yield from call_steps(node)


def call_steps(node):
    name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", None)
    if name in CALLS:
        prefix = f"{ast.unparse(node.func.value)}." if isinstance(node.func, ast.Attribute) else ""
        yield node.func, prefix + CALLS[name]
    if name in DROPPED_CALLS and node.args and not node.keywords:
        yield node, in_brackets(node.args[0])


def neighbor(number):
    """Return the next whole number, or a float a tenth away; one beyond 10 cuts a tail: move it inward."""
    if isinstance(number, int):
        return number + 1
    if number == 0:
        return 0.1
    return float(f"{number / 10 if number >= LARGE else number * 1.1:.12g}")


def in_brackets(node):
    text = ast.unparse(node)
    return f"({text})" if isinstance(node, ast.BinOp | ast.Compare | ast.UnaryOp) else text


def negated_results(function):
    """Return the one change of a function that has nothing else to change: its result's sign."""
    returns = [node for node in ast.walk(function) if isinstance(node, ast.Return) and node.value]
    return [(node.value, f"-({ast.unparse(node.value)})", (node.lineno, node.lineno)) for node in returns]


def mutated(source, mutant):
    content = source.encode()
    return (content[: mutant.start] + mutant.new.encode() + content[mutant.end :]).decode()


# What the chapters say to them


def unchanged_runs(root, pool):
    """Run every chapter on the unchanged package; return its seconds and the lines that it runs."""
    chapters = sorted(path.stem for path in (root / "chapters").glob("*.ipynb"))
    runs = dict(zip(chapters, pool.map(lambda chapter: unchanged_run(root, chapter), chapters), strict=True))
    red = [chapter for chapter, run in runs.items() if run is None]
    if red:
        sys.exit(f"mutants: red before anything was changed: {', '.join(red)}; run make nbval")
    return runs


def unchanged_run(root, chapter):
    with tempfile.TemporaryDirectory() as folder:
        copy_project(root, Path(folder), [chapter])
        for path in all_paths():
            file = Path(folder) / "actlib" / path
            file.write_text(with_probes(file.read_text(encoding="utf-8"), path), encoding="utf-8")
        (Path(folder) / "recorder.py").write_text(RECORDER, encoding="utf-8")
        lines_file = Path(folder) / "lines"
        lines_file.touch()
        began = time.perf_counter()
        failed = first_failure(Path(folder), [chapter], {"LINES_THAT_RAN": str(lines_file)})
        seconds = time.perf_counter() - began
        lines = [line.split() for line in lines_file.read_text(encoding="utf-8").splitlines()]
        return None if failed else (seconds, {(path, int(number)) for path, number in lines})


def all_paths():
    return [path for paths in GROUPS.values() for path in paths]


def with_probes(source, path):
    """Return source that writes down each of its lines inside a function when it first runs."""
    tree = ast.parse(source)
    for function in [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)]:
        for node in [node for node in ast.walk(function) if isinstance(node, ast.stmt | ast.ExceptHandler)]:
            for field in ("body", "orelse", "finalbody"):
                setattr(node, field, probed(getattr(node, field, []), path))
    tree.body.insert(1, ast.parse("from recorder import ran").body[0])
    return ast.unparse(ast.fix_missing_locations(tree))


def probed(statements, path):
    result = []
    for statement in statements:
        is_text = isinstance(statement, ast.Expr) and isinstance(statement.value, ast.Constant)
        if not is_text:
            result += ast.parse(f"ran({path!r}, {statement.lineno})").body
        result.append(statement)
    return result


def caught_by(root, mutant, runs):
    """Return the first chapter that a change turns red, quick ones first; None if there is none."""
    chapters = sorted(
        (seconds, chapter)
        for chapter, (seconds, lines) in runs.items()
        if any(path == mutant.path and mutant.first_line <= n <= mutant.last_line for path, n in lines)
    )
    if not chapters:
        return None
    with tempfile.TemporaryDirectory() as folder:
        names = [chapter for _, chapter in chapters]
        copy_project(root, Path(folder), names)
        file = Path(folder) / "actlib" / mutant.path
        file.write_text(mutated(file.read_text(encoding="utf-8"), mutant), encoding="utf-8")
        return first_failure(Path(folder), names)


def copy_project(root, folder, chapters):
    shutil.copytree(root / "actlib", folder / "actlib", ignore=shutil.ignore_patterns("__pycache__"))
    for name in ("pyproject.toml", "references.bib"):  # chapter 19 reads what it cites
        shutil.copy(root / name, folder)
    (folder / "chapters").mkdir()
    for chapter in chapters:
        shutil.copy(root / "chapters" / f"{chapter}.ipynb", folder / "chapters")


def first_failure(folder, chapters, environment=()):
    """Run nbval on chapters in the order given until one is red; return its name, or None.

    Red is a cell that failed. A kernel that could not even start says nothing about the change.
    """
    command = [sys.executable, "-m", "pytest", "-q", "-x", "-rf", "--tb=no", "-p", "no:xdist", "--nbval"]
    command += [f"--nbval-cell-timeout={SECONDS_PER_CELL}", *(f"chapters/{name}.ipynb" for name in chapters)]
    variables = {**os.environ, "OPENBLAS_NUM_THREADS": "1", **dict(environment), "PYTHONPATH": str(folder)}
    run = subprocess.run(command, cwd=folder, env=variables, capture_output=True, text=True)
    if run.returncode == 0:
        return None
    failed = re.search(r"^FAILED chapters[/\\]([^\n]+?)\.ipynb", run.stdout, re.MULTILINE)
    if run.returncode != 1 or not failed:
        raise RuntimeError(f"nbval did not run: {run.stdout}{run.stderr}")
    return failed[1]


if __name__ == "__main__":
    main()
