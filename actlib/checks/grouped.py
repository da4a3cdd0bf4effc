"""Checks of functions in which elements meet: softmax and its kin, and gates."""

from dataclasses import replace
from functools import partial

import numpy as np

from actlib import functions as f
from actlib.checks.calling import description, error_text, extra_parameters, real_numbers
from actlib.checks.comparison import (
    imprecise_findings,
    input_factor,
    judged_by_its_type,
    junk_finding,
    repetition_findings,
)
from actlib.checks.overflow import half_precision_overflow
from actlib.checks.report import array, has_mistake, told_apart
from actlib.checks.tolerances import coarser_tolerances, is_rounded

ROW = np.array([0.5, -1.0, 2.0, 0.1])
BATCH = np.array([[0.5, -1.0, 2.0, 0.1], [1.5, 0.3, -0.7, 0.2], [-0.4, 0.9, 0.6, -2.1]])
GATE_BATCH = np.vstack([np.hstack([BATCH, 0.7 * BATCH[::-1]]), np.hstack([-BATCH[0], 0.4 * BATCH[1]])])
CUBE = np.array([[[0.5, -1.0], [2.0, 0.1], [1.2, -0.6]], [[1.5, 0.3], [-0.7, 0.2], [0.4, -0.9]]])
LARGE_ROW = np.array([1000.0, 1001.0, 1002.0])
SMALL_ROW = np.array([-1002.0, -1001.0, -1000.0])
MIXED_ROWS = np.array([[0.0, 1.0], [2000.0, 2001.0]])
APART_ROW = np.array([0.0, 3000.0])
TIMES = 3


def grouped_findings(learner):
    """Return everything that is to be said of a softmax, its Jacobian or a gate."""
    x = _batch(learner.name)
    batch, row = _kept(learner(x)), _kept(learner(ROW))
    if batch.timed_out or row.timed_out:
        return [junk_finding(learner, batch if batch.timed_out else row, x.shape, "a batch of rows")]
    if batch.failed and row.failed:
        learner = replace(learner, form="list")
        row = _kept(learner(ROW))
        if row.failed:
            return [_refusal(learner, batch)]
    batch_works = _has_shape(learner, batch, x)
    learner, remarks = _judged_by_its_type(learner, batch if batch_works else row, x if batch_works else ROW)
    tried = x if batch_works else ROW
    other = 0.5 * tried[..., ::-1]
    conduct = remarks + repetition_findings(learner, learner, (tried,), (other,), "an array", TIMES)
    if any(finding.key in ("not-deterministic", "remembered") for finding in conduct):
        return conduct
    findings = _values(learner, batch, row) + conduct
    if has_mistake(findings):
        return findings
    for detect in (_digits, _overflow, _axis, _cube, _types):
        findings += detect(learner, batch_works=batch_works)
    one_by_one = any(finding.key == "rows-only" for finding in findings)
    return [each for each in findings if not (one_by_one and each.key == "more-dimensions-refused")]


def _kept(outcome):
    """Return what came of a call with an array of its own, which the next call cannot overwrite."""
    is_array = isinstance(outcome.value, np.ndarray)
    return replace(outcome, value=outcome.value.copy()) if is_array else outcome


def _judged_by_its_type(learner, outcome, x):
    """Return the learner with the tolerances of its answer's type, and a remark if it is coarser."""
    if not _has_shape(learner, outcome, x):
        return learner, []
    tried, errors_at = "an array of dtype float64", partial(learner.errors_at, x)
    return judged_by_its_type(learner, outcome.value, learner.right(x), tried, errors_at)


def _batch(name):
    """Return a batch of rows; for a gate one that can be halved either way."""
    return GATE_BATCH if name in ("glu", "swiglu") else BATCH


def _refusal(learner, outcome):
    expected = f"an array of shape {learner.right(_batch(learner.name)).shape}"
    if _lines_do_not_meet(learner, outcome):
        return learner.finding("keepdims-missing", "a batch of rows", expected, error_text(outcome.error))
    return junk_finding(learner, outcome, _batch(learner.name).shape, "a batch of rows")


def _values(learner, batch, row):
    """Compare a batch or, where batches do not work, a row; name the mistake that gives the same values."""
    if _has_shape(learner, batch, _batch(learner.name)):
        findings = _compared(learner, _batch(learner.name), batch)
        if findings or not row.failed:
            return findings or _single_row(learner, row)
        learner.leave_out(ROW)
        return [learner.finding("rows-only", "a single row", "its result", error_text(row.error))]
    if not _row_is_right(learner, row):
        by_row = _compared(learner, ROW, row)
        named = by_row[0].key in PATTERNS or _has_shape(learner, row, ROW)
        return by_row if named else _compared(learner, _batch(learner.name), batch)
    if _lines_do_not_meet(learner, batch):
        return [_refusal(learner, batch)]
    if not batch.failed and learner.name != "softmax_jacobian":
        return _compared(learner, _batch(learner.name), batch)
    note = "slow-loop" if isinstance(row.value, list) else "one-dimension-only"
    learner.compare(real_numbers(row.value), learner.right(ROW))
    learner.leave_out(_batch(learner.name))
    came = error_text(batch.error) if batch.failed else description(batch.value)
    return [learner.finding(note, "a batch of rows", "an answer for each row", came)]


def _single_row(learner, row):
    """Compare a single row where batches are right; taken apart, each of its numbers is a row of its own."""
    got = real_numbers(row.value)
    apart = _attempt(learner.right, ROW[:, None])
    if (
        apart is not None
        and np.size(got) == apart.size
        and np.all(learner.close(np.ravel(got), apart.ravel()))
    ):
        learner.leave_out(ROW)
        return [learner.finding("row-taken-apart", "a single row", array(learner.right(ROW)), array(got))]
    return _compared(learner, ROW, row)


def _has_shape(learner, outcome, x):
    return not outcome.failed and np.shape(real_numbers(outcome.value)) == learner.right(x).shape


def _lines_do_not_meet(learner, outcome):
    softmax = learner.name in ("softmax", "log_softmax")
    return softmax and isinstance(outcome.error, ValueError) and "broadcast" in str(outcome.error)


def _row_is_right(learner, row):
    want = learner.right(ROW)
    got = real_numbers(row.value)
    return np.shape(got) == want.shape and np.all(learner.close(got, want))


def _compared(learner, x, outcome):
    want = learner.right(x)
    got = real_numbers(outcome.value)
    tried = f"x = {array(x)}" if x.ndim == 1 else f"a batch whose first row is {array(x[0])}"
    if np.shape(got) == want.shape and np.all(learner.compare(got, want)):
        return []
    with np.errstate(all="ignore"):
        for key, mistaken in GROUPED_LOOKALIKES[learner.name]:
            like = _attempt(mistaken, x)
            if like is not None and np.shape(got) == like.shape and np.all(learner.close(got, like)):
                return [_shown(learner, key, tried, want, got)]
    junk = junk_finding(learner, outcome, want.shape, tried)
    if junk:
        return [junk]
    key = _unnamed(learner, x, want, got)
    finding = _shown(learner, key, tried, want, got)
    if key == "input-scaled":
        what = f"{input_factor(learner, learner.right, x, got):.4g}·x in place of x"
        finding = replace(finding, got=f"{finding.got}, as {what} gives")
    return [finding]


def _attempt(mistaken, x):
    try:
        return np.asarray(mistaken(x))
    except (ValueError, IndexError):
        return None


def _unnamed(learner, x, want, got):
    wrong = ~learner.close(got, want)
    if np.any(np.isnan(got)):
        return "not-a-number"
    if got.dtype.kind in "biu":
        return "integers-out"
    if is_rounded(got, want):
        return "results-rounded"
    if _only_an_end(wrong):
        return "end-forgotten"
    if np.all(learner.close(np.sort(got.ravel()), np.sort(want.ravel()))):
        return "order-changed"
    rows_sum_to_0 = learner.name != "softmax_jacobian" or np.allclose(got.sum(axis=-1), 0, atol=1e-6)
    if not rows_sum_to_0:
        return "jacobian-rows"
    if np.allclose(got, want, rtol=0, atol=0.005):
        return "approximation"
    if input_factor(learner, learner.right, x, got):
        return "input-scaled"
    if learner.name == "softmax" and not np.allclose(got.sum(axis=-1), 1, atol=1e-6):
        return "softmax-not-normalized"
    return "wrong-values"


def _only_an_end(wrong):
    """Return whether all that is wrong lies in the first or in the last row, or column, of several."""
    for axis in range(wrong.ndim):
        inner = np.moveaxis(wrong, axis, 0)[1:-1]
        if wrong.shape[axis] > 2 and not np.any(inner) and not np.all(np.moveaxis(wrong, axis, 0)[[0, -1]]):
            return True
    return False


def _shown(learner, key, tried, want, got):
    """Show the first row of both that differs; of softmax also what each row sums to."""
    row = 0
    if got.shape == want.shape and want.ndim > 1:
        row = int(np.argmax([not np.all(learner.close(*pair)) for pair in zip(got, want, strict=True)]))
        tried = tried if row == 0 else f"{tried}; its row {row + 1}"
    pair = [a[row] if a.ndim > 1 else a for a in (want, got)]
    expected, came = told_apart(*pair)
    if learner.name == "softmax" and got.ndim == 2 and got.shape == want.shape:
        expected += "; every row sums to 1"
        came += f"; the rows sum to {array(got.sum(axis=-1))}"
    if got.shape != want.shape:
        expected, came = f"shape {want.shape}", f"shape {got.shape}: {came}"
    return learner.finding(key, tried, expected, came)


def _digits(learner, batch_works):
    """Look for digits that are lost where the values are right."""
    x = _batch(learner.name) if batch_works else ROW
    got, want = real_numbers(learner(x).value), learner.right(x)
    if np.shape(got) != want.shape:
        return []
    return imprecise_findings(learner, got, want, f"an array of shape {x.shape}, dtype float64")


def _overflow(learner, batch_works):
    """Give large scores, very negative ones, rows of different size, and scores far apart."""
    if learner.name in ("glu", "swiglu"):
        return _gate_overflow(learner)
    probes = [
        (LARGE_ROW, "softmax-no-maximum"),
        (SMALL_ROW, "softmax-no-maximum"),
        (APART_ROW, "log-of-softmax" if learner.name == "log_softmax" else "softmax-no-maximum"),
        (MIXED_ROWS, "softmax-global-maximum" if batch_works else "softmax-no-maximum"),
    ]
    row_works = _row_is_right(learner, learner(ROW))
    for x, key in probes:
        x = x if batch_works else x.ravel()
        outcome = learner(x[None] if x.ndim == 1 and not row_works else x)
        want = learner.right(x)
        got = None if outcome.failed else real_numbers(outcome.value)
        if isinstance(outcome.error, OverflowError):
            return [learner.finding(key, f"x = {array(x)}", array(want), error_text(outcome.error))]
        if np.size(got) != want.size or got is None:
            return [junk_finding(learner, outcome, want.shape, f"x = {array(x)}")]
        got = got.reshape(want.shape)
        if not np.all(learner.compare(got, want)):
            key = key if _has_overflowed(learner, got) else "wrong-far-out"
            key = "not-finite-far-out" if _only_divides_by_0(learner, outcome) else key
            return [learner.finding(key, f"x = {array(x)}", array(want), array(got))]
    return []


def _has_overflowed(learner, got):
    """Return whether numbers have grown, or shrunk, beyond all that float64 can hold."""
    sums_to_0 = learner.name == "softmax" and np.any(got.sum(axis=-1) == 0)
    above_all = learner.name == "log_softmax" and np.any(got > 0)  # something was added to the shares
    return sums_to_0 or above_all or not np.all(np.isfinite(got)) or not np.any(got)


def _only_divides_by_0(learner, outcome):
    """Return whether a share was divided by 0, and no exponential has overflowed."""
    poles, overflowed = "divide by zero" in outcome.warned, "overflow" in outcome.warned
    return learner.name == "softmax" and poles and not overflowed


def _gate_overflow(learner):
    """Give large scores to the half that is the gate."""

    def beside(others, scores, dtype=float):
        halves = (others, scores) if learner.name == "glu" else (scores, others)
        x = np.array(np.concatenate(halves), dtype)
        return x if single else x[None]

    single = _row_is_right(learner, learner(ROW))
    x = beside([2.0, 3.0], [-1000.0, 1000.0])
    outcome = learner(x)
    want = learner.right(x)
    junk = junk_finding(learner, outcome, want.shape, f"x = {array(x)}")
    if junk:
        return [junk]
    got = real_numbers(outcome.value)
    if not np.all(learner.compare(got, want)):
        key = "overflow" if "overflow" in outcome.warned else "not-finite-far-out"
        key = "wrong-far-out" if np.all(np.isfinite(got)) else key
        return [learner.finding(key, f"x = {array(x)}", array(want), array(got))]
    finding = half_precision_overflow(learner, lambda score, dtype: beside([1.0], [score], dtype))
    if finding:
        return [finding]
    if "overflow" not in outcome.warned:
        return []
    came = "NumPy warned: overflow encountered"
    return [learner.finding("overflow-unused", f"x = {array(x)}", "no warning", came)]


def _axis(learner, batch_works):
    """Give the axis, if there is a parameter for it."""
    own = next((name for name in extra_parameters(learner.function) if name in ("axis", "dim")), None)
    if own is None or not batch_works:
        return []
    x = BATCH[:2]
    outcome = learner(x, **{own: 0})
    want = learner.right(x, axis=0)
    tried = f"a batch of 2 rows, {own} = 0"
    if isinstance(outcome.error, Exception):
        learner.leave_out(want)
        return [learner.finding("parameter-refused", tried, array(want[0]), error_text(outcome.error))]
    got = None if outcome.failed else real_numbers(outcome.value)
    if np.shape(got) == want.shape and np.all(learner.compare(got, want)):
        return []
    ignored = np.shape(got) == learner.right(x).shape and np.all(learner.close(got, learner.right(x)))
    key = "parameter-ignored" if ignored else "parameter-mishandled"
    came = array(got[0]) if np.shape(got) == want.shape else description(outcome.value)
    return [learner.finding(key, tried, array(want[0]), came)]


def _cube(learner, batch_works):
    if not batch_works:
        return []
    outcome = learner(CUBE)
    got = None if outcome.failed else real_numbers(outcome.value)
    want = learner.right(CUBE)
    tried = f"an array of shape {CUBE.shape}"
    if got is None:
        learner.leave_out(want)
        came = error_text(outcome.error) if outcome.error else description(outcome.value)
        return [learner.finding("more-dimensions-refused", tried, f"an array of shape {want.shape}", came)]
    if np.shape(got) != want.shape:
        return [learner.finding("axis-fixed", tried, f"shape {want.shape}", f"shape {got.shape}")]
    if np.all(learner.compare(got, want)):
        return []
    return [learner.finding("axis-fixed", tried, array(want[0]), array(got[0]))]


def _types(learner, batch_works):
    """Give float32 and integers; a refusal of integers is a note."""
    x = _batch(learner.name) if batch_works else ROW
    findings = []
    if learner.form == "array":
        findings += _single(learner, x)
    whole = np.array([[1, 2, 0, 3], [2, 0, 1, 1]])
    whole = whole if batch_works else whole[0]
    outcome, want, tried = learner(whole), learner.right(whole), "an array of integers"
    junk = junk_finding(learner, outcome, want.shape, tried)
    if isinstance(outcome.error, Exception):
        learner.leave_out(want)
        return [*findings, learner.finding("integers-refused", tried, "an array", error_text(outcome.error))]
    if junk:
        return [*findings, junk]
    got = real_numbers(outcome.value)
    if not np.all(learner.compare(got, want)):
        key = "integers-truncated" if got.dtype.kind in "iu" else "wrong-values"
        findings.append(_shown(learner, key, tried, want, got))
    if learner.form == "array" and isinstance(outcome.value, list):
        findings.append(learner.finding("slow-loop", "an array", "an array", "a list"))
    return findings


def _single(learner, x):
    tried = "an array of dtype float32"
    outcome, want = learner(x.astype(np.float32)), learner.right(x)
    junk = junk_finding(learner, outcome, want.shape, tried)
    if junk:
        return [junk]
    judged = learner.at_least(coarser_tolerances(x.astype(np.float32), x))
    got = real_numbers(outcome.value)
    if not np.all(judged.compare(got, want)):
        return [_shown(judged, "wrong-values", tried, want, got)]
    if isinstance(outcome.value, np.ndarray) and outcome.value.dtype == np.float64:
        return [learner.finding("dtype-lost", tried, "dtype float32", "dtype float64")]
    return []


def _shares(x, axis, base=np.exp):
    e = base(x)
    return e / e.sum(axis=axis, keepdims=True)


def _not_kept(x):
    e = np.exp(x)
    return e / e.sum(axis=-1)


def _log_shares(x, axis):
    return x - np.log(np.sum(np.exp(x), axis=axis, keepdims=True))


def _above_smallest(x):
    return x - x.min(axis=-1, keepdims=True)


def _below_largest(x):
    return x - x.max(axis=-1, keepdims=True)


def _jacobian(x, diagonal=1, outer=1):
    p = f.softmax(x)
    return diagonal * p[..., :, None] * np.eye(x.shape[-1]) - outer * p[..., :, None] * p[..., None, :]


def _jacobian_of_shares(p):
    return p[..., :, None] * np.eye(p.shape[-1]) - p[..., :, None] * p[..., None, :]


def _halved(x, gate, swapped=False, axis=-1):
    first, second = np.split(x, 2, axis=axis)
    return second * gate(first) if swapped else first * gate(second)


def _added(x, gate, swapped):
    first, second = np.split(x, 2, axis=-1)
    return second + gate(first) if swapped else first + gate(second)


def _interleaved(x, gate, swapped=False):
    first, second = x[..., ::2], x[..., 1::2]
    return second * gate(first) if swapped else first * gate(second)


GROUPED_LOOKALIKES = {
    "softmax": [
        ("softmax-wrong-axis", lambda x: _shares(x, 0)),
        ("softmax-column-maximum", lambda x: _shares(x - x.max(axis=0), -1)),
        ("softmax-whole-array", lambda x: _shares(x, None)),
        ("softmax-sign", lambda x: _shares(-x, -1)),
        ("keepdims-missing", _not_kept),
        ("softmax-not-normalized", np.exp),
        ("softmax-not-normalized", lambda x: np.exp(x - x.max(axis=-1, keepdims=True))),
        ("softmax-not-normalized", lambda x: np.exp(x - x.max())),
        ("softmax-no-exponential", lambda x: x / x.sum(axis=-1, keepdims=True)),
        ("softmax-no-exponential", lambda x: x / x.sum()),
        *[
            ("softmax-no-exponential", lambda x, base=base, axis=axis: _shares(x, axis, base))
            for base in (np.abs, np.square, f.relu, f.softplus, f.sigmoid)
            for axis in (-1, None)
        ],
        ("softmax-no-exponential", lambda x: _shares(_above_smallest(x), -1, np.asarray)),
        ("softmax-no-exponential", lambda x: _above_smallest(x) / np.ptp(x, axis=-1, keepdims=True)),
        ("softmax-no-exponential", lambda x: x / x.max(axis=-1, keepdims=True)),
        ("softmax-no-exponential", lambda x: x / np.linalg.norm(x, axis=-1, keepdims=True)),
        ("applied-twice", lambda x: f.softmax(f.softmax(x))),
        ("sigmoid-for-softmax", f.sigmoid),
        ("softmax-wrong-axis", lambda x: _shares(-x, 0)),
        ("another-function", f.log_softmax),
    ],
    "log_softmax": [
        ("softmax-for-log-softmax", f.softmax),
        ("softmax-wrong-axis", lambda x: _log_shares(x, 0)),
        ("softmax-column-maximum", lambda x: _log_shares(x - x.max(axis=0), -1)),
        ("softmax-whole-array", lambda x: _log_shares(x, None)),
        ("sign-flipped", lambda x: -f.log_softmax(x)),
        ("softmax-sign", lambda x: f.log_softmax(-x)),
        ("log-sum-missing", _below_largest),
        ("logarithm-missing", lambda x: x - np.sum(np.exp(x), axis=-1, keepdims=True)),
        (
            "logarithm-missing",
            lambda x: _below_largest(x) - np.exp(_below_largest(x)).sum(axis=-1, keepdims=True),
        ),
        ("constant-factor", lambda x: f.log_softmax(x) / np.log(2)),
        ("constant-factor", lambda x: f.log_softmax(x) / np.log(10)),
        ("sigmoid-for-softmax", f.log_sigmoid),
        ("softmax-inside", lambda x: f.log_softmax(f.softmax(x))),
    ],
    "softmax_jacobian": [
        ("jacobian-diagonal-only", lambda x: f.softmax(x) * (1 - f.softmax(x))),
        ("jacobian-diagonal-only", lambda x: _jacobian(x) * np.eye(x.shape[-1])),
        ("sign-flipped", lambda x: -_jacobian(x)),
        ("wrong-term-sign", lambda x: _jacobian(x, outer=-1)),
        ("jacobian-term-missing", lambda x: _jacobian(x, diagonal=0)),
        ("jacobian-term-missing", lambda x: _jacobian(x, diagonal=0, outer=-1)),
        ("jacobian-term-missing", lambda x: _jacobian(x, outer=0)),
        ("output-formula-on-input", _jacobian_of_shares),
        ("derivative-at-output", lambda x: _jacobian(f.softmax(x))),
        ("function-for-derivative", f.softmax),
        ("jacobian-factor-missing", lambda x: np.eye(x.shape[-1]) - f.softmax(x)[..., None, :]),
    ],
    "glu": [
        ("halves-swapped", lambda x: _halved(x, f.sigmoid, swapped=True)),
        ("halves-interleaved", lambda x: _interleaved(x, f.sigmoid)),
        ("halves-interleaved", lambda x: _interleaved(x, f.sigmoid, swapped=True)),
        *[
            ("gate-function", lambda x, g=g: _halved(x, g))
            for g in (f.silu, f.tanh, f.relu, f.gelu, f.identity)
        ],
        *[
            ("gate-function", lambda x, g=g: _halved(x, g, swapped=True))
            for g in (f.silu, f.tanh, f.relu, f.gelu)
        ],
        ("input-factor-missing", lambda x: f.sigmoid(np.split(x, 2, axis=-1)[1])),
        *[("sum-for-product", lambda x, s=s: _added(x, f.sigmoid, s)) for s in (False, True)],
        ("halves-wrong-axis", lambda x: _halved(x, f.sigmoid, axis=0)),
    ],
    "swiglu": [
        ("halves-swapped", lambda x: _halved(x, f.silu)),
        ("halves-interleaved", lambda x: _interleaved(x, f.silu)),
        ("halves-interleaved", lambda x: _interleaved(x, f.silu, swapped=True)),
        *[
            ("gate-function", lambda x, g=g: _halved(x, g, swapped=True))
            for g in (f.sigmoid, f.tanh, f.relu, f.gelu, f.identity)
        ],
        *[("gate-function", lambda x, g=g: _halved(x, g)) for g in (f.sigmoid, f.tanh, f.relu, f.gelu)],
        ("input-factor-missing", lambda x: f.silu(np.split(x, 2, axis=-1)[0])),
        *[("sum-for-product", lambda x, s=s: _added(x, f.silu, s)) for s in (False, True)],
        ("halves-wrong-axis", lambda x: _halved(x, f.silu, swapped=True, axis=0)),
    ],
}
"""By name: the key of a mistake, and what making it would compute for rows."""

PATTERNS = {key for listed in GROUPED_LOOKALIKES.values() for key, _ in listed}
