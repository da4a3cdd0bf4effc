"""Find what a cell needs from the cells above it, so that it can be run alone.

The cells above are read backward, statement by statement. What binds or changes a name that is
still needed is kept, and what it uses is needed in turn; figures, prints and assertions drop out.
"""

import ast
import builtins
import functools
import symtable

_READING = {
    *dir(str),
    *dir(tuple),
    "all",
    "any",
    "argmax",
    "astype",
    "copy",
    "evaluate",
    "get",
    "items",
    "keys",
}
_READING |= {"max", "mean", "min", "predict", "ravel", "reshape", "round", "std", "sum", "tolist", "values"}
MOST_READ = 8  # lists of cells remembered: an exercise has one of its own
_BUILT_IN = frozenset(dir(builtins))
_SCOPES = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef, ast.Lambda)
_COMPREHENSIONS = (ast.ListComp, ast.SetComp, ast.DictComp, ast.GeneratorExp)


def preparation(source, cells):
    """Return the code of the cells above that a piece of source needs before it can run.

    Parameters
    ----------
    source : str
    cells : list of str
        The code cells above, in order.

    Returns
    -------
    str
        Statements of these cells in their order; empty if none is needed or source is no Python.

    Examples
    --------
    >>> print(preparation("y + 1", ["x = 1\\nunused = 2", "y = x", "print(y)"]))
    x = 1
    y = x
    """
    needed = set()
    for statement in reversed(_statements(source)):
        needed = needed - _replaces(statement) | _needs(statement)
    within, backward = _read_through(tuple(cells))
    kept = []
    needed = _with_functions(needed, within)
    for each in backward:
        wanted = (each.binds | each.changes) & needed
        if not wanted:
            continue
        kept.append(_only(each.node, wanted) if _is_import(each.node) else each.node)
        needed -= each.replaces - each.changes
        needed |= _with_functions(each.needs, within)
    return "\n".join(map(ast.unparse, reversed(kept)))


class _Statement:
    """A statement of the cells above, with the names that it gives a value, replaces, changes and needs."""

    def __init__(self, node, binds, changes):
        self.node, self.binds, self.changes = node, binds, changes
        self.replaces = _replaces(node)

    @functools.cached_property
    def needs(self):
        return _needs(self.node)


@functools.lru_cache(maxsize=MOST_READ)
def _read_through(cells):
    """Return what functions read when they are called, and all statements, the last one first.

    It is the greater part of the work, and the same for each run below the same cells.
    """
    nodes = [node for cell in cells for node in _statements(cell)]
    binds = [_binds(node) for node in nodes]
    imported = {name for node, bound in zip(nodes, binds, strict=True) if _is_import(node) for name in bound}
    growing = {name for node in nodes for name in _made_to_change(node)}
    within = _names_within_functions(nodes)
    effects = {}
    for node, bound in zip(nodes, binds, strict=True):
        functions = bound & within.keys()
        changed = _changes(node, growing, {}) if functions else set()
        for name in functions:
            effects[name] = changed & within[name], [each in changed for each in _parameters(node)]
    statements = [
        _Statement(node, bound, _changes(node, growing, effects) - imported)
        for node, bound in zip(nodes, binds, strict=True)
    ]
    return within, statements[::-1]


def _statements(cell):
    try:
        return ast.parse(cell).body
    except SyntaxError:
        return []


def _is_import(statement):
    return isinstance(statement, (ast.Import, ast.ImportFrom))


def _only(statement, names):
    """Return an import of these names alone: each may load much."""
    aliases = [each for each in statement.names if _bound_by(each) in names]
    module = {"module": statement.module, "level": statement.level} if hasattr(statement, "module") else {}
    return type(statement)(names=aliases, **module)


def _bound_by(alias):
    return (alias.asname or alias.name).split(".")[0]


def _outside_scopes(node):
    """Walk a statement, but not into what has names of its own."""
    yield node
    if not isinstance(node, (*_SCOPES, *_COMPREHENSIONS)):
        for child in ast.iter_child_nodes(node):
            yield from _outside_scopes(child)


def _binds(statement):
    """Return the names that a statement may give a new value."""
    found = set()
    for node in _outside_scopes(statement):
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            found.add(node.id)
        elif isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)):
            found.add(node.name)
        elif _is_import(node):
            found |= {_bound_by(alias) for alias in node.names}
    return found


def _replaces(statement):
    """Return the names that a statement gives a new value, whatever they were before."""
    if isinstance(statement, ast.With):
        return set().union(*map(_replaces, statement.body))
    always = isinstance(statement, (ast.Assign, ast.AnnAssign, *_SCOPES)) or _is_import(statement)
    return _binds(statement) if always else set()


def _names(code):
    """Return every name that a piece of code reads from outside of itself."""
    text = ast.unparse(_AsGenerators().visit(ast.parse(ast.unparse(code))))
    return {name for name in _read(symtable.symtable(text, "", "exec")) if name not in _BUILT_IN}


class _AsGenerators(ast.NodeTransformer):
    """Write comprehensions as generators, whose variables are their own in every Python."""

    def visit_ListComp(self, node):
        self.generic_visit(node)
        return ast.GeneratorExp(node.elt, node.generators)

    visit_SetComp = visit_ListComp

    def visit_DictComp(self, node):
        self.generic_visit(node)
        return ast.GeneratorExp(ast.Tuple([node.key, node.value], ast.Load()), node.generators)


def _read(table):
    """Collect the names that a scope and the scopes within it look up at the top."""
    top = table.get_type() == "module"
    own = {
        each.get_name() for each in table.get_symbols() if each.is_referenced() and (top or each.is_global())
    }
    return own.union(*map(_read, table.get_children()))


def _needs(statement):
    """Return what a statement reads, less the variables of its own loops."""
    loops = [node for node in _outside_scopes(statement) if isinstance(node, ast.For)]
    own = {each.id for loop in loops for each in ast.walk(loop.target) if isinstance(each, ast.Name)}
    outside = set().union(*(_names(loop.iter) for loop in loops)) if loops else set()
    return _names(statement) - (own - outside)


def _changes(statement, growing, effects):
    """Return the names whose value a statement may change in place, also by what it calls."""
    found = set()
    for node in ast.walk(statement):
        if isinstance(node, (ast.Subscript, ast.Attribute)) and not isinstance(node.ctx, ast.Load):
            found.add(_root(node))
        elif isinstance(node, ast.AugAssign):
            found.add(_root(node.target))
        elif isinstance(node, ast.Call):
            if isinstance(node.func, ast.Attribute) and node.func.attr not in _READING:
                found.add(_root(node.func))
            outside, changed = effects.get(getattr(node.func, "id", None), (set(), []))
            given = [*node.args, *(keyword.value for keyword in node.keywords)]
            for position, names in enumerate(map(_all_names, given)):
                found |= names if changed[position : position + 1] == [True] else names & growing
            found |= outside
    for node in ast.walk(statement):
        if isinstance(node, (ast.For, ast.comprehension)) and _all_names(node.target) & found:
            found |= _all_names(node.iter)
    return found - {None}


def _parameters(statement):
    return [each.arg for each in statement.args.args] if isinstance(statement, ast.FunctionDef) else []


def _all_names(node):
    return {each.id for each in ast.walk(node) if isinstance(each, ast.Name)}


def _root(node):
    while isinstance(node, (ast.Subscript, ast.Attribute)):
        node = node.value
    return node.id if isinstance(node, ast.Name) else None


def _made_to_change(statement):
    """Return the names of generators, networks and the like, which change when they are passed on."""
    if not isinstance(statement, ast.Assign):
        return set()
    calls = (node.func for node in ast.walk(statement.value) if isinstance(node, ast.Call))
    made = {getattr(each, "attr", None) or getattr(each, "id", "") for each in calls}
    changing = ast.unparse(statement.value) in ("[]", "{}") or any(
        name == "default_rng" or name[:1].isupper() for name in made
    )
    return _binds(statement) if changing else set()


def _names_within_functions(statements):
    """Map each function or class of the page to the names that its body reads when it is called."""
    within = {}
    for statement in statements:
        for node in _outside_scopes(statement):
            if isinstance(node, _SCOPES):
                for name in _binds(statement):
                    within.setdefault(name, set()).update(_names(node))
    return within


def _with_functions(names, within):
    names, open_names = set(), set(names)
    while open_names:
        name = open_names.pop()
        names.add(name)
        open_names |= within.get(name, set()) - names
    return names
