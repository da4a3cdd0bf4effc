"""A directive that lists every exercise of the book by chapter."""

import exercises as cut
import notebooks
from sphinx.util.docutils import SphinxDirective


def exercises(path):
    """Return title and label of each exercise of a chapter, in order."""
    return [(each.title, label) for label, each in cut.exercises(path).items()]


class ExerciseIndex(SphinxDirective):
    def run(self):
        lines = []
        for path in notebooks.chapter_paths():
            lines += [f"## {notebooks.number(path)} [{notebooks.title(path)}](/chapters/{path.stem})", ""]
            lines += [f"- {{ref}}`{title} <{label}>`" for title, label in exercises(path)]
            lines.append("")
        return self.parse_text_to_nodes("\n".join(lines), allow_section_headings=True)


def setup(app):
    app.add_directive("exercise-index", ExerciseIndex)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
