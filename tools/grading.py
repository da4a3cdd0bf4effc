"""What nbgrader calls to grade: only the answers of a submission, each in a sandbox of its own.

``nbgrader_config.py`` of a course calls ``configure``. nbgrader itself runs what students wrote with all the
rights of whoever grades. Here the kernel, and with it every line of theirs, runs in bubblewrap: it sees
Python and ``actlib``, an empty folder in memory and no network; it may use so much time, memory and output,
and no more. Each answer gets a new one. README.md and lecturers.md say what that holds and what it does not.
"""

import contextlib
import functools
import os
import secrets
import shutil
import subprocess
import sys
import tempfile
import threading
import time
import weakref
from pathlib import Path

import handed_in
import nbformat
import psutil
from jupyter_client.manager import AsyncKernelManager
from nbclient.exceptions import CellTimeoutError, DeadKernelError
from nbgrader.converters import Autograde, GenerateAssignment
from nbgrader.preprocessors import ClearSolutions, Execute, NbGraderPreprocessor
from nbgrader.utils import is_grade, is_solution
from traitlets import Bool, Integer

ROOT = Path(__file__).resolve().parent.parent
UNSAFE = "GRADE_WITHOUT_SANDBOX"
NO_SANDBOX = f"""Grading runs what students wrote, and does so only in a sandbox. There is none here: \
bubblewrap ("bwrap") {{problem}}. On Debian and Ubuntu: apt install bubblewrap; Windows and macOS have none, \
there grade in a virtual machine with Linux. With {UNSAFE}=yes in the environment grading goes on all the \
same, and what students wrote can read, change and send whatever you can."""
SECONDS = 300  # for a cell, waiting included
PROCESSOR_SECONDS = 60  # of computing, for all cells of an exercise
MEGABYTES = 2000  # of memory: a program has this limit, and so has all that it starts, twice a second
PROCESSES = 200
MOST_LINES = 30  # of a traceback
MOST_CHARACTERS = 50_000  # of output that a cell may hand on
NOBODY = "65534"
DISK = 64 << 20  # bytes that an answer may write, all in memory
SMALL, MOST_FILES = 16 << 20, 100  # in one file and in the folder that both sides see
TOO_LONG = "Not finished after {seconds} seconds, and ended then. Is there a loop without an end?"
ENDED = """Python was ended while it ran this answer. An answer may compute for {seconds} seconds and hold \
{megabytes} megabytes: is there a loop without an end, or one that hoards?"""
SILENT = "Python no longer reports what fails: something in this answer has changed it. No points."


def configure(c):
    """Set nbgrader up to make assignments of exercises and to grade them in a sandbox."""
    c.ClearSolutions.code_stub = {"python": ""}
    steps = GenerateAssignment.preprocessors.default()
    steps.insert(steps.index(ClearSolutions) + 1, StartingCode)
    c.GenerateAssignment.preprocessors = steps
    c.Autograde.sanitize_preprocessors = [OnlyAnswers, *Autograde.sanitize_preprocessors.default()]
    c.Autograde.autograde_preprocessors = [
        ExecuteApart if each is Execute else each for each in Autograde.autograde_preprocessors.default()
    ]
    c.Autograde.pre_convert_hook = require_sandbox
    c.ExportApp.plugin_class = handed_in.Table
    c.HTMLExporter.sanitize_html = True  # what an answer shows runs nothing on the page of its feedback


class StartingCode(NbGraderPreprocessor):
    """Give students the starting code of an answer, which stands as a comment in the instructor's source."""

    def preprocess_cell(self, cell, resources, index):
        if is_solution(cell):
            before, begun, after = cell.source.partition("### BEGIN START\n")
            commented = after.partition("### END START")[0].splitlines()
            start = "\n".join(line.removeprefix("#").removeprefix(" ") for line in commented)
            cell.source = (start if begun else before).strip()
        return cell, resources


class OnlyAnswers(NbGraderPreprocessor):
    """Put the answers of a submission into a copy of what was handed out, and forget all else of it."""

    def preprocess(self, nb, resources):
        about = resources["nbgrader"]
        path = Path("release") / about["assignment"] / f"{about['notebook']}.ipynb"
        answers = handed_in.answers(nb)
        handed_out = nbformat.read(path, 4)
        if handed_in.unmarked(answers, handed_out):
            raise ValueError(handed_in.UNMARKED.format(name=path.name))
        for cell in filter(is_solution, handed_out.cells):
            cell.source = answers.get(cell.metadata["nbgrader"]["grade_id"], "")
        return handed_out, resources


class ExecuteApart(Execute):
    """Execute each exercise, up to the cell that judges it, in a kernel and a sandbox of its own."""

    timeout = Integer(SECONDS).tag(config=True)
    interrupt_on_timeout = Bool(False)
    startup_timeout = Integer(SECONDS)

    def __init__(self, *arguments, **keywords):
        manager = AsyncKernelManager if os.environ.get(UNSAFE) == "yes" else SandboxedKernel
        super().__init__(*arguments, kernel_manager_class=manager, **keywords)

    def preprocess(self, nb, resources, km=None):
        part = []
        for cell in nb.cells:
            part.append(cell)
            if is_grade(cell):
                self.execute(part, resources)
                part = []
        return nb, resources

    def execute(self, cells, resources):
        """Execute some cells and then one that must fail, by which the kernel shows that it still reports."""
        word = secrets.token_hex(8)
        probe = nbformat.v4.new_code_cell(f"assert False, {word!r}")
        alone = nbformat.v4.new_notebook(cells=[*cells, probe])
        alone.metadata["kernelspec"] = {"name": "python3", "display_name": "Python 3"}
        graded, problem = cells[-1], None
        try:
            super().preprocess(alone, resources)
        except CellTimeoutError:
            problem = TOO_LONG.format(seconds=self.timeout)
        except (DeadKernelError, RuntimeError):
            problem = ENDED.format(seconds=PROCESSOR_SECONDS, megabytes=MEGABYTES)
        else:
            if not any(each.output_type == "error" and each.evalue == word for each in probe.outputs):
                problem = SILENT
        if problem:
            graded.outputs.append(failure("NotGraded", problem))
        for output in graded.outputs:
            if output.output_type == "error":
                output.evalue = output.evalue[:MOST_CHARACTERS]
                said = [each[:MOST_CHARACTERS] for each in output.traceback[-MOST_LINES:]]
                output.traceback = [output.evalue] if output.ename == "AssertionError" else said

    def preprocess_cell(self, cell, resources, index):
        self.handed_on = 0
        return super().preprocess_cell(cell, resources, index)

    def process_message(self, msg, cell, cell_index):
        """Take a message of the kernel, up to a limit; errors always, and whether it is done."""
        self.handed_on += len(str(msg["content"])) + sum(map(len, msg.get("buffers", ())))
        if self.handed_on > MOST_CHARACTERS and msg["msg_type"] not in ("error", "status"):
            return None
        return super().process_message(msg, cell, cell_index)


def failure(name, words):
    return nbformat.v4.new_output("error", ename=name, evalue=words, traceback=[words])


class SandboxedKernel(AsyncKernelManager):
    """A kernel in bubblewrap, spoken to through sockets in a folder that both sides see."""

    def __init__(self, **keywords):
        self.shared = Path(tempfile.mkdtemp(prefix="grading-"))
        self.shared.chmod(0o777)
        weakref.finalize(self, shutil.rmtree, self.shared, ignore_errors=True)
        super().__init__(transport="ipc", ip=str(self.shared / "k"), **keywords)
        self.connection_file = str(self.shared / "connection.json")

    def format_kernel_cmd(self, extra_arguments=None):
        return [*sandbox(self.shared), *super().format_kernel_cmd(extra_arguments)]

    async def _async_pre_start_kernel(self, **keywords):
        return await super()._async_pre_start_kernel(stdout=subprocess.DEVNULL, **keywords)

    async def _async_post_start_kernel(self, **keywords):
        await super()._async_post_start_kernel(**keywords)
        (self.shared / "connection.json").chmod(0o644)
        threading.Thread(target=watch, args=(self.provisioner.pid, self.shared), daemon=True).start()


def require_sandbox(**_):
    """End the program before anything is graded where no sandbox can be had and none was waived.

    Raises
    ------
    SystemExit
        With a sentence that says what is missing.
    """
    if os.environ.get(UNSAFE) != "yes" and (problem := without_sandbox()):
        raise SystemExit(NO_SANDBOX.format(problem=problem))


@functools.cache
def without_sandbox():
    """Return why no sandbox can be had here; empty if one can."""
    if not shutil.which("bwrap"):
        return "is not installed"
    with tempfile.TemporaryDirectory() as shared:
        tried = subprocess.run([*sandbox(Path(shared)), "true"], capture_output=True, text=True, check=False)
    return f"does not start ({tried.stderr.strip()[-300:]})" if tried.returncode else ""


def sandbox(shared):
    """Return the command that runs another one in a sandbox which sees one folder of this machine."""
    places = ["/usr", "/lib", "/lib64", "/bin", "/etc/fonts", "/etc/ld.so.cache"]
    places += [sys.base_prefix, sys.prefix, str(ROOT / "actlib")]
    above = {str(each): None for path in [*places, shared] for each in Path(path).parents[-2::-1]}
    seen = [argument for path in above for argument in ("--perms", "0755", "--dir", path)]
    seen += [argument for path in places for argument in ("--ro-bind-try", path, path)]
    variables = {
        "PATH": os.pathsep.join([str(Path(sys.prefix) / "bin"), "/usr/bin", "/bin"]), "HOME": "/tmp",
        "IPYTHONDIR": "/tmp/ipython", "MPLCONFIGDIR": "/tmp/matplotlib", "MPLBACKEND": "agg",
        "LANG": "C.UTF-8",
        "PYTHONPATH": str(ROOT), "PYTHONDONTWRITEBYTECODE": "1", "OPENBLAS_NUM_THREADS": "1",
    }  # fmt: skip
    limits = {
        "as": MEGABYTES << 20, "nproc": PROCESSES, "fsize": SMALL, "cpu": PROCESSOR_SECONDS, "core": 0,
    }  # fmt: skip
    # Whoever is not root becomes one of nothing; root becomes nobody, for limits do not hold for root.
    apart = ["--unshare-user"]
    limited = ["prlimit", *(f"--{name}={limit}" for name, limit in limits.items())]
    if os.geteuid() == 0:
        apart = ["--cap-drop", "ALL", "--cap-add", "CAP_SETUID", "--cap-add", "CAP_SETGID"]
        as_nobody = ["setpriv", "--reuid", NOBODY, "--regid", NOBODY, "--clear-groups", "--no-new-privs"]
        limited = [*as_nobody, *limited]
    return [
        "bwrap", *apart, "--unshare-ipc", "--unshare-pid", "--unshare-net", "--unshare-uts",
        "--die-with-parent", "--new-session", "--proc", "/proc", "--dev", "/dev",
        "--perms", "1777", "--size", str(SMALL), "--tmpfs", "/dev/shm", "--remount-ro", "/dev",
        "--perms", "1777", "--size", str(DISK), "--tmpfs", "/tmp", "--chdir", "/tmp", *seen,
        "--bind", str(shared), str(shared),
        "--clearenv", *(argument for pair in variables.items() for argument in ("--setenv", *pair)),
        *limited,
    ]  # fmt: skip


def watch(number, shared):
    """End a sandbox whose programs together need too much memory, or that fills the folder it shares."""
    with contextlib.suppress(psutil.NoSuchProcess):
        program = psutil.Process(number)
        while program.is_running() and program.status() != psutil.STATUS_ZOMBIE:
            files = sizes(shared)
            if memory_of(program) > MEGABYTES << 20 or len(files) > MOST_FILES or sum(files) > SMALL:
                program.kill()
            time.sleep(0.5)


def memory_of(program):
    """Return how many bytes a program and all that it has started hold in memory."""
    total = 0
    for each in [program, *program.children(recursive=True)]:
        with contextlib.suppress(psutil.NoSuchProcess):
            total += each.memory_info().rss
    return total


def sizes(folder):
    """Return the size of each file of a folder; one that is full of folders counts as too full."""
    with contextlib.suppress(FileNotFoundError):
        return [path.lstat().st_size for path in folder.rglob("*")]
    return []
