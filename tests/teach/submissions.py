"""Invented submissions to an assignment of chapter 4: what each answer is, and what it deserves."""

from tests.exercises import answers, exercises

CHAPTER = "04-sigmoid"
INVERSE, HALF_SLOPE, LOG_SIGMOID, MISTAKE = LABELS = tuple(exercises(CHAPTER))


def kept(right):
    """Return for each exercise the first kept answer that is right, or wrong."""
    return {each.label: each.code for each in reversed(answers(CHAPTER)) if each.right == right}


RIGHT, WRONG = kept(True), kept(False)

NEVER_ENDS = """
while True:
    try:
        while True:
            pass
    except BaseException:
        pass
"""
WAITS = "import time\ntime.sleep(1_000_000)"
DELETES_AND_SNOOPS = """
import os, pathlib, shutil, socket, sys
for place in [{canary!r}, {course!r}, os.path.expanduser("~"), os.getcwd(), "/usr/bin", "/etc"]:
    shutil.rmtree(place, ignore_errors=True)
    try:
        pathlib.Path(place, "was-here").write_text("x")
    except OSError:
        pass
python = (sys.prefix, sys.base_prefix, "/usr", "/proc", "/dev", "/lib", "/bin")
for folder, below, files in os.walk("/"):
    below[:] = [each for each in below if not os.path.join(folder, each).startswith(python)]
    for name in files:
        if name.endswith((".ipynb", ".db", ".bib", ".yml", ".md")):
            print("FOUND", folder, name)
print("SEEN", os.path.exists({canary!r}), os.path.exists({course!r}))
print("PROGRAMS", [name for name in os.listdir("/proc") if name.isdigit() and int(name) > 100])
try:
    socket.create_connection(("127.0.0.1", {port}), timeout=2)
    print("CONNECTED")
except OSError as problem:
    print("NO NETWORK", problem)
from IPython.display import HTML, display
display(HTML("<script>stolen()</script><b onclick='stolen()'>look</b>"))
def check_inverse(mine):
    pass
mine = print
"""
HOARDS = """
import os
hoard = []
for _ in range(3):
    if os.fork() == 0:
        while True:
            hoard.append(bytearray(b"x" * 10_000_000))
while True:
    hoard.append(bytearray(b"x" * 10_000_000))
"""
PRAISES_ITSELF = """
import actlib.checks.judging as judging
judging.judge = lambda check, answer: judging.Verdict(True)
mine = None
"""
SILENCES_ASSERTS = """
import ast
class WithoutAsserts(ast.NodeTransformer):
    def visit_Assert(self, node):
        return ast.copy_location(ast.Pass(), node)
get_ipython().ast_transformers.append(WithoutAsserts())
x = 0.5
"""
ENDS_ITSELF = "import os\nos._exit(0)"
FLOODS = "while True:\n    print('x' * 100_000)"


def submissions(canary, course, port):
    """Return name, answers and the exercises that deserve their points."""
    deletes = DELETES_AND_SNOOPS.format(canary=str(canary), course=str(course), port=port)
    return {
        "right": (RIGHT, set(LABELS)),
        "mistaken": (WRONG, set()),
        "hanging": (RIGHT | {INVERSE: NEVER_ENDS, LOG_SIGMOID: WAITS}, {HALF_SLOPE, MISTAKE}),
        "hostile": (
            {INVERSE: deletes, HALF_SLOPE: HOARDS, LOG_SIGMOID: NEVER_ENDS, MISTAKE: RIGHT[MISTAKE]},
            {MISTAKE},
        ),
        "empty": (dict.fromkeys(LABELS, ""), set()),
        "cheating": (
            {
                INVERSE: ENDS_ITSELF,
                HALF_SLOPE: SILENCES_ASSERTS,
                LOG_SIGMOID: PRAISES_ITSELF,
                MISTAKE: FLOODS,
            },
            set(),
        ),
    }
