"""Claims of the chapters that say more than their cells can show.

Each function reads a notebook and yields the lines, comparisons or sentences that break one rule;
``test_reasons.py`` states the rules, and the few exceptions that are meant.

Whether a number comes from a training, and from how many seeds, is read from names, not run. A step of
training is ``network.fit``, ``optimizer.step``, a call of ``train``, ``weight -= rate * ...``, or a
function of the page that has a parameter ``seed`` or makes a generator of its own: what it returns is the
luck of that draw. What such code sets is trained, and so is what is computed from that. It has five seeds
if it loops over five, ``for seed in range(5)``, or is given ``seeds=range(5)``; the loop's name must say
that it is one over seeds, starts, draws or runs.
"""

import ast
import re
from dataclasses import dataclass, field
from itertools import pairwise

ENOUGH_SEEDS = 5
CLOSE = {"allclose", "isclose", "assert_allclose", "assert_almost_equal", "assert_array_almost_equal"}
TOLERANCES = ({"rtol", "atol"}, {"rel_tol", "abs_tol"})
WIDE = 1e-6
CLOCKS = {"timeit", "perf_counter", "perf_counter_ns", "process_time", "monotonic", "time_ns"}
ORDER = (ast.Lt, ast.LtE, ast.Gt, ast.GtE)
SEED = re.compile(r"seed|start|draw|run|rng|\bs\b")
BLOCK = re.compile(
    r"^```+ ?(?:python|\{code-block\} python)\n(?::[^\n]*\n)*(.*?)^```+$", re.DOTALL | re.MULTILINE
)
RULE = re.compile(
    r"\b(?:always|never|because|whatever|chaotic|in general|no (?:activation|network|optimizer|start|seed)"
    r"|(?:any|every) (?:[\w-]+ )?(?:activation|network|training|optimizer|start|seed|run|setting|task)"
    r"|beats?|wins?|winner|better|worse|faster|slower|outperforms?)\b",
    re.IGNORECASE,
)

TIMES = r"(?:\d[\d.,]*|half|twice|two|three|four|five|ten|a hundred|a thousand|many|several)"
TIMING = re.compile(
    rf"""(?<!\w)(?: (?:{TIMES}|within|takes|few) \s (?:(?:milli|micro|nano)?seconds|minutes)
        | \d[\d.]* \s m?s
        | {TIMES} \s (?:times \s)? (?:as \s (?:fast|quick|slow|long|much \s time)|faster|slower|quicker)
        | {TIMES} \s (?:times \s)? (?:\S+ \s)? time
        | (?:runs?|computed?|computes|takes?) \s (?:faster|slower|quicker|longer|less \s time)
        | (?:faster|slower|quicker) \s (?:to \s (?:compute|calculate)|than \s (?:a|in|with)?)
    )(?!\w)""",
    re.IGNORECASE | re.VERBOSE,
)
FORMULA = re.compile(r"\$\$.*?\$\$|\$[^$]*\$")
MEASURED = re.compile(
    r"\b(?:measured? (?:on|it|by|here|with)|on the machine|timeit|make bench)\b", re.IGNORECASE
)


def parsed(code):
    """Parse code without its magics; what is not Python (yet) counts as empty."""
    try:
        return ast.parse(re.sub(r"^\s*[%!].*$", "", code, flags=re.MULTILINE))
    except SyntaxError:
        return ast.Module([], [])


def programs(notebook):
    """Yield all code of a notebook: its code cells, and the blocks of code in its Markdown."""
    for cell in notebook.cells:
        yield from [cell.source] if cell.cell_type == "code" else BLOCK.findall(cell.source)


def last_name(node):
    """Return the name of ``f`` or the last one of ``a.b.f``; None for anything else."""
    return getattr(node, "attr", getattr(node, "id", None))


def without_tolerances(notebook):
    """Yield each line that names ``allclose`` or its like and does not state both tolerances to it."""
    for code in programs(notebook):
        tree = parsed(code)
        stated = {
            id(part)
            for call in ast.walk(tree)
            if isinstance(call, ast.Call)
            and any(both <= {keyword.arg for keyword in call.keywords} for both in TOLERANCES)
            for part in (call.func, *call.args)  # of partial(np.allclose, rtol=0, atol=1e-9) as well
        }
        for node in ast.walk(tree):
            renamed = isinstance(node, ast.alias) and node.name in CLOSE and node.asname
            if renamed or (last_name(node) in CLOSE and id(node) not in stated):
                yield code.splitlines()[node.lineno - 1].strip()


def wide_tolerances(notebook):
    """Yield each line whose comparison of floats lets pass more than ``WIDE``; after ``not`` none does."""
    for code in (cell.source for cell in notebook.cells if cell.cell_type == "code"):
        nodes = list(ast.walk(parsed(code)))
        denied = {id(node.operand) for node in nodes if isinstance(node, ast.UnaryOp)}
        for call in (node for node in nodes if isinstance(node, ast.Call) and id(node) not in denied):
            stated = [each.value for each in call.keywords if each.arg in set().union(*TOLERANCES)]
            if any(isinstance(each, ast.Constant) and each.value > WIDE for each in stated):
                yield code.splitlines()[call.lineno - 1].strip()


def clocks(notebook):
    """Yield each line of code that reads a clock or compares seconds."""
    for code in programs(notebook):
        lines = code.splitlines()
        yield from (line.strip() for line in lines if re.match(r"\s*%+(?:time|timeit|prun)\b", line))
        for node in ast.walk(parsed(code)):
            imported = isinstance(node, (ast.Import, ast.ImportFrom)) and bool(
                {getattr(node, "module", None), *(each.name for each in node.names)} & {*CLOCKS, "time"}
            )
            read = last_name(node) in CLOCKS
            compared = isinstance(node, ast.Compare) and re.search("seconds|elapsed", ast.unparse(node))
            if imported or read or compared:
                yield lines[node.lineno - 1].strip()


def timings(notebook):
    """Yield each sentence of prose that says how long something takes and not on what it was measured."""
    for cell in notebook.cells:
        if cell.cell_type == "markdown":
            for sentence in re.split(r"(?<=[.?!:])\s+|\n+", cell.source):
                if (
                    TIMING.search(FORMULA.sub("", sentence))
                    and not MEASURED.search(sentence)
                    and not sentence.endswith("?")
                ):
                    yield sentence


def constant_prints(notebook):
    """Yield each text that a cell shows if all that it shows are texts without a measured number."""
    for cell in notebook.cells:
        body = parsed(cell.source).body if cell.cell_type == "code" else []
        if not body:
            continue
        shown = [
            argument for node in ast.walk(ast.Module(body, [])) if is_print(node) for argument in node.args
        ]
        if isinstance(body[-1], ast.Expr) and not is_print(body[-1].value):
            shown.append(body[-1].value)
        if shown and all(is_constant_text(each) for each in shown):
            yield from (ast.unparse(each) for each in shown)


def is_print(node):
    return isinstance(node, ast.Call) and last_name(node.func) == "print"


def is_constant_text(node):
    if isinstance(node, ast.JoinedStr):
        return not any(isinstance(part, ast.FormattedValue) for part in node.values)
    return isinstance(node, ast.Constant) and isinstance(node.value, str)


def length(node, lengths):
    """Return how many items a literal, ``range(5)`` or a name of such has; 1 if that cannot be seen."""
    match node:
        case ast.Call(func=ast.Name("range"), args=args) if all(isinstance(a, ast.Constant) for a in args):
            return len(range(*(argument.value for argument in args)))
        case ast.Tuple(items) | ast.List(items):
            return len(items)
        case ast.Name(name):
            return lengths.get(name, 1)
        case ast.Constant(int(number)):  # runs=10
            return number
    return 1


def seeds_looped_over(tree, page):
    """Return over how many seeds the loops, arguments and defaults of the code go; 1 without any."""
    found = []
    for node in ast.walk(tree):
        match node:
            case ast.For() | ast.comprehension():
                found += [page.trained[name] for name in names_in(node.iter) & page.trained.keys()]
                if SEED.search(ast.unparse(node.target)):
                    found.append(length(node.iter, page.lengths))
            case ast.keyword(arg="seeds", value=value):
                found.append(length(value, page.lengths))
            case ast.Call(func, args) if names_in(func) & page.trainers.keys():
                found += [length(each, page.lengths) for each in args if isinstance(each, ast.Call)]
            case ast.arguments(args=arguments, defaults=defaults) if defaults:
                for argument, default in zip(arguments[-len(defaults) :], defaults, strict=True):
                    if SEED.search(argument.arg):
                        found.append(length(default, page.lengths))
    return max(found, default=1)


def trains(node):
    """Say whether a node is a step of training, or a function that draws its own start."""
    match node:
        case ast.Attribute(value, "fit" | "step"):
            return last_name(value) != "figures"
        case ast.Call(func=ast.Name("train" | "fit")) | ast.arg(arg="seed" | "seeds"):
            return True
        case ast.FunctionDef():
            return any(last_name(part) == "default_rng" for part in ast.walk(node))
        case ast.AugAssign(op=ast.Sub(), value=ast.BinOp(op=ast.Mult())):
            return True
    return False


@dataclass
class Page:
    """What is known of a page's names so far: seeds by function that trains, by result, and lengths."""

    trainers: dict = field(default_factory=dict)
    trained: dict = field(default_factory=dict)
    lengths: dict = field(default_factory=dict)

    def seeds(self, tree):
        """Return from how many seeds the trainings come that the code does or names; None without any."""
        names = names_in(tree)
        trainers = [self.trainers[name] for name in names & self.trainers.keys()]
        if trainers or any(trains(node) for node in ast.walk(tree)):
            return max([*trainers, seeds_looped_over(tree, self)])
        return min((self.trained[name] for name in names & self.trained.keys()), default=None)

    def read(self, statement):
        """Take in a statement: what it defines, sets or trains."""
        seeds = self.seeds(statement)
        is_function = isinstance(statement, ast.FunctionDef)
        if is_function and statement.name.startswith("check_"):
            return  # an exercise's check: what it draws are questions
        for name in {statement.name} if is_function else names_set(statement, self):
            self.trainers.pop(name, None)
            self.trained.pop(name, None)
            if seeds and not is_function:
                self.trained[name] = seeds
            elif seeds and any(trains(n) or last_name(n) in self.trainers for n in ast.walk(statement)):
                self.trainers[name] = seeds
        if isinstance(statement, ast.Assign):
            self.lengths[last_name(statement.targets[0])] = length(statement.value, self.lengths)


def names_in(tree):
    """Return the names whose values the code uses.

    What it sets itself does not count: parameters, the counters and results of its loops. Nor does what
    only picks: in ``losses[name]``, the losses are used.
    """
    nodes = list(ast.walk(tree))
    own, picking = set(), set()
    for node in nodes:
        match node:
            case ast.arg(name):
                own.add(name)
            case ast.comprehension(target):
                own |= {part.id for part in ast.walk(target) if isinstance(part, ast.Name)}
            case ast.Name(name, ast.Store()) if isinstance(tree, ast.For):
                own.add(name)
            case ast.Subscript(slice=picked):
                picking |= {id(part) for part in ast.walk(picked)}
    return {
        node.id
        for node in nodes
        if isinstance(node, ast.Name) and id(node) not in picking and node.id not in own
    }


def names_set(statement, page):
    """Return the names that a statement sets or trains, without those that only count its loops."""
    counting, found = set(), set()
    for node in ast.walk(statement):
        match node:
            case ast.For(target, over) | ast.comprehension(target, over):
                if not names_in(over) & page.trained.keys():
                    counting |= {part.id for part in ast.walk(target) if isinstance(part, ast.Name)}
            case (
                ast.Name(name, ast.Store())
                | ast.Subscript(ast.Name(name), ctx=ast.Store())
                | ast.Attribute(ast.Name(name), "fit" | "append" | "extend")
            ) if name != "figures":
                found.add(name)
    return found - counting


def cells_as_they_run(notebook):
    """Yield each cell with its statements, without functions, and what is known of the page after it."""
    page = Page()
    for cell in notebook.cells:
        body = parsed(cell.source).body if cell.cell_type == "code" else []
        for statement in body:
            page.read(statement)
        yield cell, [each for each in body if not isinstance(each, ast.FunctionDef)], page


def ordered(tree):
    """Yield each comparison of the code that puts its sides in order, with these sides."""
    for node in ast.walk(tree):
        match node:
            case ast.Compare(left, ops, others) if any(isinstance(each, ORDER) for each in ops):
                yield node, (left, *others)
            case ast.Call(func, [ast.Name() | ast.List() | ast.Call() as among]) if last_name(func) in {
                "argmax",
                "argmin",
                "argsort",
            }:
                yield node, (among,)
            case ast.Call(func, [among], [ast.keyword("key")]) if last_name(func) in {"max", "min", "sorted"}:
                yield node, (among,)


def are_of_one_run(sides, page):
    """Say whether all sides are numbers of one training, such as its first and its last loss."""
    text = re.sub(r"\[-?\d+\]", "", " ".join(map(ast.unparse, sides)))
    names = re.findall(r"(?<![\w.])[A-Za-z_]\w*(?:\[[^]]*\])*", text)
    return len({name for name in names if name.partition("[")[0] in page.trained}) == 1


def winners(notebook):
    """Yield each comparison that puts trainings in order though they come from fewer than five seeds."""
    for _, run, page in cells_as_they_run(notebook):
        for node, sides in (found for statement in run for found in ordered(statement)):
            seeds = [page.seeds(side) for side in sides]
            one_run = len(sides) > 1 and are_of_one_run(sides, page)
            if None not in seeds and min(seeds) < ENOUGH_SEEDS and not one_run:
                yield ast.unparse(node)


def rules_of_few_runs(notebook):
    """Yield each sentence with a word of a rule beside a cell that trains, from fewer than five seeds.

    Beside it stand the last paragraph before it and the text after it, up to a heading or a directive.
    """
    cells = [
        (cell, max(filter(None, map(page.seeds, run)), default=ENOUGH_SEEDS))
        for cell, run, page in cells_as_they_run(notebook)
    ]
    for (cell, seeds), (after, seeds_after) in pairwise(cells):
        texts = re.split(r"^(?:#.*|[`:]{3}.*)$", cell.source, flags=re.MULTILINE)
        if cell.cell_type == "markdown" and seeds_after < ENOUGH_SEEDS:
            yield from sentences_with_a_rule(texts[-1].strip().split("\n\n")[-1])
        texts = re.split(r"^(?:#|[`:]{3})", after.source, flags=re.MULTILINE)
        if after.cell_type == "markdown" and seeds < ENOUGH_SEEDS:
            yield from sentences_with_a_rule(texts[0])


def sentences_with_a_rule(text):
    for sentence in re.split(r"(?<=[.?!:])\s+", text):
        if RULE.search(sentence) and not sentence.endswith(("?", ":")):
            yield sentence
