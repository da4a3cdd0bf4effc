"""Tests and chapters compute on one thread each, unless the environment says otherwise.

The matrices of this course are small. Two threads on each, in two workers on two cores, mostly wait for
one another: a chapter then takes up to twice as long. ``make test-cpus`` compares with more threads.
"""

import atexit
import os
import tempfile

import pytest

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

# What a kernel warns of is an output, whatever somebody else would rather see or stumble over. (With
# PYTHONOPTIMIZE there would be no asserts; pytest refuses that itself, as warnings are errors here.)
os.environ.pop("PYTHONWARNINGS", None)

no_profile = tempfile.TemporaryDirectory()  # what somebody has set up for IPython must change no output
atexit.register(no_profile.cleanup)
os.environ["IPYTHONDIR"] = no_profile.name


def pytest_addoption(parser):
    parser.addoption(
        "--without-browser", action="store_true", help="leave out the tests that open pages (noxfile.py)"
    )


def pytest_collection_modifyitems(config, items):
    if config.getoption("--without-browser"):
        by_use = {True: [], False: []}
        for item in items:
            by_use["browser" in getattr(item, "fixturenames", ())].append(item)
        config.hook.pytest_deselected(items=by_use[True])
        items[:] = by_use[False]


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report(collector):
    """Let a last item of each chapter under nbval compare what nbval does not."""
    report = yield
    if type(collector).__name__ == "IPyNbFile":
        from tests.whole_pages import WholePage

        collector.skip_compare += ("image/svg+xml",)
        report.result.append(WholePage.from_parent(collector, name="whole page"))
    return report
