"""Directives that write the reference of the library from its docstrings.

``names`` documents every public name of a module through autodoc, and ``names-list`` lists them.
Each name says which chapter explains it: the catalogue's for an activation and its derivative, and
for every other name the first chapter that uses it.
"""

import functools
import importlib
import inspect
import re
import sys

import notebooks
from docutils.parsers.rst import directives
from sphinx.errors import ExtensionError
from sphinx.pycode import ModuleAnalyzer
from sphinx.util.docutils import SphinxDirective

sys.path.insert(0, str(notebooks.ROOT))

from actlib import CATALOGUE

KEY = re.compile(r"\b[a-z]+\d{3,4}[a-z]*\b")


def public_names(module):
    """List what a module offers: its ``__all__`` or, without one, what is defined and documented in it."""
    if hasattr(module, "__all__"):
        return [name for name in module.__all__ if not inspect.ismodule(getattr(module, name))]
    own = {
        name for name, value in vars(module).items() if getattr(value, "__module__", "") == module.__name__
    }
    return sorted(name for name in {*own, *attribute_docs(module.__name__)} if name[0] != "_")


@functools.cache
def attribute_docs(module_name):
    """Return the docstrings that stand below a module's constants, by name."""
    docs = ModuleAnalyzer.for_module(module_name).find_attr_docs()
    return {name: "\n".join(lines).strip() for (owner, name), lines in docs.items() if not owner}


def source_chapter(path):
    """Return the stem of the chapter that a dotted name comes from and the word for how, or None."""
    name = path.rpartition(".")[2]
    entry = CATALOGUE.get(name.removesuffix("_derivative"))
    if entry and path in (f"actlib.{name}", f"actlib.functions.{name}"):
        return entry.chapter, "Explained"
    uses = {notebooks.first_uses().get(alias) for alias in aliases(path)} - {None}
    return (min(uses), "First used") if uses else None


def aliases(path):
    """List the dotted names under which one thing can be imported."""
    module, _, name = path.rpartition(".")
    value = getattr(importlib.import_module(module), name)
    parents = {module, "actlib", getattr(value, "__module__", module)}
    for parent in list(parents):
        while "." in parent:
            parent = parent.rpartition(".")[0]
            parents.add(parent)
    return [f"{p}.{name}" for p in parents if getattr(sys.modules.get(p), name, None) is value]


def chapter_link(stem):
    path = notebooks.ROOT / "chapters" / f"{stem}.ipynb"
    return f":doc:`chapter {notebooks.number(path)} </chapters/{stem}>`"


def entry_lines(path):
    """Write one name of the reference in reStructuredText."""
    module_name, _, name = path.rpartition(".")
    value = getattr(importlib.import_module(module_name), name)
    if inspect.isclass(value):
        return [f".. autoclass:: {path}", "   :members:", ""]
    if inspect.isroutine(value):
        return [f".. autofunction:: {path}", ""]
    lines = [constant_doc(module_name, name, value), "", *source_lines(path)]
    head = [f".. py:currentmodule:: {module_name}", "", f".. py:data:: {name}", ""]
    return [*head, *(f"   {line}" for line in lines), ""]


def constant_doc(module_name, name, value):
    """Return what is written below a constant or, if it is an object with a docstring, its summary."""
    for each in [m for m in list(sys.modules) if m.startswith(module_name)]:
        if getattr(sys.modules[each], name, None) is value and name in attribute_docs(each):
            return attribute_docs(each)[name].replace("\n", " ")
    if not type(value).__module__.startswith("actlib"):
        raise ExtensionError(f"library_reference: {module_name}.{name} has no docstring below it")
    return inspect.getdoc(value).partition("\n\n")[0]


def source_lines(path):
    found = source_chapter(path)
    return [f"{found[1]} in {chapter_link(found[0])}.", ""] if found else []


class Names(SphinxDirective):
    """Document the public names of a module, spelled as members of the module ``at``."""

    required_arguments = 1
    option_spec = {"at": directives.unchanged}  # noqa: RUF012

    def run(self):
        module = importlib.import_module(self.arguments[0])
        place = self.options.get("at", module.__name__)
        lines = [line for name in public_names(module) for line in entry_lines(f"{place}.{name}")]
        return self.parse_text_to_nodes("\n".join(lines))


class NamesList(SphinxDirective):
    """List the public names of a module with their summaries and notebooks."""

    required_arguments = 1
    option_spec = Names.option_spec

    def run(self):
        module = importlib.import_module(self.arguments[0])
        place = self.options.get("at", module.__name__)
        lines = []
        for name in public_names(module):
            found = source_chapter(f"{place}.{name}")
            chapter = f" ({chapter_link(found[0])})" if found else ""
            lines.append(f"- :py:obj:`~{place}.{name}`{chapter}: {summary(module, name)}")
        return self.parse_text_to_nodes("\n".join(lines))


def summary(module, name):
    value = getattr(module, name)
    if inspect.isclass(value) or inspect.isroutine(value):
        return inspect.getdoc(value).partition("\n\n")[0].replace("\n", " ")
    return constant_doc(module.__name__, name, value)


def add_chapter_and_citations(app, what, name, value, options, lines):
    """Tell the source chapter below a docstring's summary, and make its bibliography keys links."""
    cite_keys(lines)
    if what == "property":
        lines[0] = lines[0].replace(":", " –", 1)  # napoleon takes what stands before a colon for a type
    if what in ("function", "class") and name.count(".") <= 2 and lines:
        end = lines.index("") if "" in lines else len(lines)
        lines[end:end] = ["", *source_lines(name)[:1]]


def cite_keys(lines):
    for start, line in enumerate(lines[:-1]):
        if line == "References" and re.fullmatch("-+", lines[start + 1]):
            for index in range(start + 2, len(lines)):
                if not lines[index].strip():
                    break
                cited = KEY.sub(r":cite:t:`\g<0>`", lines[index])
                more = index + 1 < len(lines) and lines[index + 1].strip()
                lines[index] = f"{cited}," if more else cited


def skip_what_others_wrote(app, what, name, value, skip, options):
    """Leave out what a class has from another package, such as Matplotlib's ``set``."""
    return True if not getattr(value, "__module__", "actlib").startswith("actlib") else None


def setup(app):
    app.setup_extension("sphinx.ext.autodoc")
    app.setup_extension("sphinx.ext.napoleon")
    app.add_directive("names", Names)
    app.add_directive("names-list", NamesList)
    app.connect("autodoc-process-docstring", add_chapter_and_citations, priority=100)
    app.connect("autodoc-skip-member", skip_what_others_wrote)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
