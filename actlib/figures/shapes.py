"""A curve in words: where it begins and ends, what it passes on the way, and its shape."""

import numpy as np

from actlib.figures.picture import magnitude_text, number_text

FLAT = 0.037  # of the steepest slope; no round number, which a curve might have as its slope
MOST_PIECES = 5
JUMP = 2
ENOUGH_FOR_JUMPS = 100  # points; with fewer, a line is steep where it has two of them
TALL = 0.1  # of the whole height
HARDLY = 0.3  # of the whole height is the most that what is flat may rise or fall by


def course_text(x, y, *, in_powers=False):
    """Describe a curve: where it begins and ends, its extremes, and in brackets its shape.

    A symmetric curve is lowest at several places, but for a rounding that differs between processors;
    the first of them is named. An extreme is told if the picture shows it: by 0.005 beyond the ends or,
    on an axis that counts in powers of ten, by a tenth.

    Parameters
    ----------
    x, y : ndarray, shape (n,)
        With x rising or falling.
    in_powers : bool
        Whether the vertical axis counts in powers of ten.

    Returns
    -------
    str

    Examples
    --------
    >>> x = np.linspace(-4, 4, 201)
    >>> course_text(x, np.maximum(x, 0))
    'from 0.00 to 4.00 (flat to 0.00, then rising straight)'
    >>> course_text(x, 1 / (1 + np.exp(-3 * x)))
    'from 0.00 to 1.00 (flat to −1.56, rising to 1.56, steepest at 0.00, then flat)'
    """
    number = magnitude_text if in_powers else number_text
    margin = 0.1 * np.abs(y[[0, -1]]) if in_powers else 0.005

    def first_place(extreme):
        return number_text(x[np.isclose(y, extreme, rtol=1e-9, atol=1e-12).argmax()])

    lowest, highest = np.min(y), np.max(y)
    words = f"from {number(y[0])} to {number(y[-1])}"
    if lowest < min(y[[0, -1]] - margin):
        words += f", lowest {number(lowest)} at {first_place(lowest)}"
    if highest > max(y[[0, -1]] + margin):
        words += f", highest {number(highest)} at {first_place(highest)}"
    shape = shape_text(x, y, in_powers=in_powers)
    return f"{words} ({shape})" if shape else words


def shape_text(x, y, *, in_powers=False):
    """Describe the pieces of a curve: flat, rising or falling, straight or steepest somewhere, and jumps.

    Parameters
    ----------
    x, y : ndarray, shape (n,)
    in_powers : bool

    Returns
    -------
    str
        Empty for fewer than three points and for what is not finite or, in powers of ten, not above zero.

    Examples
    --------
    >>> x = np.linspace(-1, 1, 201)
    >>> shape_text(x, x**2)
    'falling to 0.00, ever less, then rising, ever more'
    >>> shape_text(x, np.sign(x - 0.005))
    'flat, jump at 0.00, then flat'
    """
    if len(x) < 3 or not np.isfinite(y).all() or (in_powers and not np.all(y > 0)):
        return ""
    heights = np.log10(y) if in_powers else np.asarray(y, dtype=float)
    if np.ptp(heights) < (0.01 if in_powers else 0.005):
        return "flat"
    steps = np.diff(heights)
    least = 1e-6 * np.ptp(heights) / np.ptp(x)
    slopes, jumps = steps / np.abs(np.diff(x)), _jumps(steps)
    pieces = _turning(_on_the_whole(_pieces(slopes, jumps, least, heights), heights), heights)
    if not 1 <= len(pieces) <= MOST_PIECES or _go_back(pieces, heights):
        return "up and down"
    followers = [kind for kind, _, _ in pieces[1:]] + [JUMP]
    both = zip(pieces, followers, strict=True)
    texts = [_kind_text(x, heights, *piece, before=follower) for piece, follower in both]
    return ", ".join([*texts[:-1], f"then {texts[-1]}"]) if len(texts) > 1 else texts[0]


def _jumps(steps):
    """Return which steps are jumps: a tenth of the whole height, and far more than those beside them.

    Where a value is held in the middle of a jump, as the sign of 0 is, two steps are one jump.
    """
    sizes, jumps = np.abs(steps), np.zeros(len(steps), bool)
    if len(sizes) >= ENOUGH_FOR_JUMPS:
        beside = np.maximum(np.append(sizes[1:], 0), np.append(0, sizes[:-1]))
        jumps |= (sizes > TALL * np.sum(sizes)) & (sizes > 8 * beside)
    if len(sizes) >= 2 * ENOUGH_FOR_JUMPS:
        both = np.abs(steps[1:] + steps[:-1])
        beside = np.maximum(np.append(sizes[2:], 0), np.append(0, sizes[:-2]))
        are_alike = np.minimum(sizes[1:], sizes[:-1]) > both / 4
        in_two = (both > TALL * np.sum(sizes)) & (both > 8 * beside) & are_alike
        jumps |= np.append(in_two, False) | np.append(False, in_two)
    return jumps


def _pieces(slopes, jumps, least, heights):
    """Return the kind of each piece of a curve, and the places where it begins and ends.

    Pieces that are hardly to be seen belong to the one before them, or to the next if there is none; but
    what is flat has no cliff in it.
    """
    steepest = np.abs(slopes[~jumps]).max(initial=least)
    kinds = np.where(np.abs(slopes) <= FLAT * steepest, 0, np.sign(slopes)).astype(int)
    kinds[jumps] = JUMP
    shortest = max(2, len(slopes) // 40)
    ends = np.flatnonzero(np.diff(kinds)) + 1
    pieces = []
    for first, last in zip([0, *ends], [*ends, len(kinds)], strict=True):
        kind = int(kinds[first])
        joined = pieces[-1][0] if pieces else int(kinds[min(last, len(kinds) - 1)])
        is_cliff = joined == 0 and abs(heights[last] - heights[first]) > TALL * np.ptp(heights)
        is_seen = kind == JUMP or last - first >= shortest or is_cliff
        if pieces and (not is_seen or pieces[-1][0] == kind):
            pieces[-1][2] = int(last)
        elif is_seen:
            pieces.append([kind, int(first) if pieces else 0, int(last)])
    return pieces


def _on_the_whole(pieces, heights):
    """Let a piece on which a curve gets far be the rise or the fall that it is on the whole."""
    kept = []
    for kind, first, last in pieces:
        change = heights[last] - heights[first]
        if kind != JUMP and abs(change) > HARDLY * np.ptp(heights):
            kind = int(np.sign(change))
        if kept and kept[-1][0] == kind:
            kept[-1][2] = last
        else:
            kept.append([kind, first, last])
    return kept


def _go_back(pieces, heights):
    """Return whether a curve falls far within a rise, or rises far within a fall."""
    ways = [kind * heights[first : last + 1] for kind, first, last in pieces if abs(kind) == 1]
    return any(np.max(np.maximum.accumulate(way) - way) > HARDLY * np.ptp(heights) for way in ways)


def _turning(pieces, heights):
    """Let a rise and a fall meet at the extreme between them, where a curve is flat for a moment."""
    shortest = len(heights) // 8
    kept = []
    for kind, first, last in pieces:
        turns = len(kept) > 1 and kept[-1][0] == 0 and abs(kind) == 1 and kept[-2][0] == -kind
        if turns and first - kept[-1][1] < shortest:
            kept.pop()
        if kept and abs(kind) == 1 and kept[-1][0] == -kind:
            before = kept[-1][1]
            extreme = int(np.argmin(kind * heights[before : last + 1].round(9)))
            first = before + min(max(extreme, 1), last - before - 1)
            kept[-1][2] = first
        kept.append([kind, first, last])
    return kept


def _kind_text(x, heights, kind, first, last, before):
    """Describe one piece of a curve, and where it ends, but before a jump, which says so itself."""
    if kind == JUMP:
        return f"jump at {number_text(min(x[first : last + 1], key=lambda at: len(f'{at:.6g}')))}"
    until = "" if before == JUMP else f" to {number_text(x[last])}"
    if kind == 0:
        return f"flat{until}"
    slopes = np.abs(np.diff(heights[first : last + 1]) / np.diff(x[first : last + 1]))
    words = "rising" if kind > 0 else "falling"
    inner = slopes[1:-1] if len(slopes) > 2 else slopes  # a piece may end between two points
    if inner.max() <= 1.02 * inner.min():
        return f"{words} straight{until}"
    return f"{words}{until}, {_bend_text(x[first : last + 1], slopes)}"


def _bend_text(x, slopes):
    changes = np.diff(slopes) / slopes.max()
    if np.all(changes > -1e-6):
        return "ever more"
    if np.all(changes < 1e-6):
        return "ever less"
    steepest = np.flatnonzero(slopes >= (1 - 1e-6) * slopes.max())
    steepest = np.split(steepest, np.flatnonzero(np.diff(steepest) > 1) + 1)[0]
    return f"steepest at {number_text(np.mean(x[steepest] + x[steepest + 1]) / 2)}"
