"""A curve in words: where it begins and ends, what it passes on the way, and its shape."""

from itertools import pairwise

import numpy as np

from actlib.figures.picture import magnitude_text, number_text

FLAT = 0.037  # of the steepest slope; no round number, which a curve might have as its slope
MOST_PIECES = 5
JUMP = 2
NEAR = 4  # steps on either side, of which none may be like a jump
ENOUGH_FOR_JUMPS = 100  # points; with fewer, a line is steep where it has two of them
TALL = 0.1  # of the whole height
FAR = 0.3  # of the whole height; what goes back as far within a rise is no rise
HARDLY = 0.05  # of the whole height is the most that what is flat may rise or fall by
BARELY = 0.01  # of the whole height is the most that a curve may go back by within what is called a rise
LEVEL = 0.001  # of the whole height, which no picture shows
STAIRS = 4  # jumps, from which on they are not told one by one


def course_text(x, y, *, in_powers=False, jumps=None):
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
    jumps : sequence of float, optional
        All places where the curve jumps. Without them, it jumps where a step is tall and those beside it
        are not.

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
    shape = shape_text(x, y, in_powers=in_powers, jumps=jumps)
    return f"{words} ({shape})" if shape else words


def shape_text(x, y, *, in_powers=False, jumps=None):
    """Describe the pieces of a curve: flat, rising or falling, straight or steepest somewhere, and jumps.

    A rise that goes back a little on its way is one "on the whole". A jump is told to go up or down unless
    the curve, from its beginning to its end, goes the same way.

    Parameters
    ----------
    x, y : ndarray, shape (n,)
    in_powers : bool
    jumps : sequence of float, optional
        As for course_text.

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
    >>> shape_text(x, np.floor(5 * x + 0.1))
    'rising in steps'
    >>> shape_text(x, np.where(x < 0.25, x, x - 0.1), jumps=[0.25])
    'rising straight, jump down at 0.25, then rising straight'
    """
    if len(x) < 3 or not np.isfinite(y).all() or (in_powers and not np.all(y > 0)):
        return ""
    heights = np.log10(y) if in_powers else np.asarray(y, dtype=float)
    if np.ptp(heights) < (0.01 if in_powers else 0.005):
        return "flat"
    steps = np.diff(heights)
    least = 1e-6 * np.ptp(heights) / np.ptp(x)
    slopes, places = steps / np.abs(np.diff(x)), x if jumps is None else jumps
    leaping = _jumps(steps, TALL * np.ptp(heights)) if jumps is None else _around(x, jumps)
    if _is_staircase(steps):
        return _joined(_stairs_texts(x, heights, steps))
    pieces = _on_the_whole(_pieces(slopes, leaping, least, heights), heights)
    pieces = _as_they_go(_turning(pieces, heights), heights)
    is_long = sum(kind != JUMP for kind, _, _ in pieces) > MOST_PIECES or len(pieces) > MOST_PIECES + 2
    if not pieces or is_long or _back(pieces, heights) > FAR:
        leaps = [_kind_text(x, heights, *piece, places) for piece in pieces if piece[0] == JUMP]
        leaps = leaps if len(leaps) < STAIRS else [f"with {len(leaps)} jumps"]
        return ", ".join(["up and down", *leaps]) if leaps else _joined(_ways_texts(x, heights))
    followers = [kind for kind, _, _ in pieces[1:]] + [JUMP]
    both = zip(pieces, followers, strict=True)
    return _joined([_kind_text(x, heights, *piece, places, before=follower) for piece, follower in both])


def _joined(texts):
    return ", ".join([*texts[:-1], f"then {texts[-1]}"]) if len(texts) > 1 else texts[0]


def _is_staircase(steps):
    """Return whether a curve is level but for jumps, most of them by themselves, and has some of these."""
    moves = _moves(steps)
    alone = moves & ~np.append(moves[1:], False) & ~np.append(False, moves[:-1])
    is_level = len(steps) >= ENOUGH_FOR_JUMPS and np.mean(moves) < 0.2
    return is_level and np.sum(moves) >= STAIRS and np.sum(alone) > 0.7 * np.sum(moves)


def _moves(steps):
    return np.abs(steps) > 1e-9 * np.abs(steps).sum()


def _stairs_texts(x, heights, steps):
    """Describe a staircase: the way it goes, and where it is flat for long."""
    ways = _ways(heights)
    if not ways:
        return ["up and down in steps"]
    texts, at, long, moves = [], 0, len(steps) // 8, _moves(steps)
    for kind, first, last in ways:
        begins, ends = first + np.flatnonzero(moves[first:last])[[0, -1]]
        if begins - at > long:
            texts.append(f"flat to {number_text(x[begins])}")
        texts.append(f"{'rising' if kind > 0 else 'falling'} in steps")
        at = ends + 1
        if at < len(steps) - long or last < ways[-1][2]:
            texts[-1] += f" to {number_text(x[at])}"
    return [*texts, "flat"] if at < len(steps) - long else texts


def _ways(heights):
    """Return the rises and falls between a curve's ends and its extremes; none if it goes back on one."""
    heights = (heights / np.ptp(heights)).round(9)
    beyond, places = HARDLY, {0, len(heights) - 1}
    if heights.min() < min(heights[[0, -1]]) - beyond:
        places.add(int(heights.argmin()))
    if heights.max() > max(heights[[0, -1]]) + beyond:
        places.add(int(heights.argmax()))
    places = sorted(places)
    ways = [(int(np.sign(heights[b] - heights[a])), a, b) for a, b in pairwise(places)]
    return [] if _back(ways, heights) > HARDLY or any(kind == 0 for kind, _, _ in ways) else ways


def _ways_texts(x, heights):
    """Describe a curve of many pieces: where it rises and falls, if that can be said."""
    ways = _ways(heights)
    texts = [_way_text(heights, *way) for way in ways] or ["up and down"]
    ends = [f" to {number_text(x[last])}" for _, _, last in ways[:-1]]
    return [text + end for text, end in zip(texts, [*ends, ""], strict=True)]


def _jumps(steps, tall):
    """Return which steps are jumps: tall, and far more than the few on either side.

    Where a value is held in the middle of a jump, as the sign of 0 is, two steps are one jump.
    """
    sizes, jumps = np.abs(steps), np.zeros(len(steps), bool)
    if len(sizes) >= ENOUGH_FOR_JUMPS:
        jumps |= (sizes > tall) & (sizes > 8 * _beside(sizes, 1))
    if len(sizes) >= 2 * ENOUGH_FOR_JUMPS:
        both = np.abs(steps[1:] + steps[:-1])
        are_alike = np.minimum(sizes[1:], sizes[:-1]) > both / 4
        in_two = (both > tall) & (both > 8 * _beside(sizes, 2)) & are_alike
        jumps |= np.append(in_two, False) | np.append(False, in_two)
    return jumps


def _around(x, jumps):
    """Return which steps lead over, to or from one of the places named."""
    lower, upper = np.minimum(x[1:], x[:-1]), np.maximum(x[1:], x[:-1])
    around = np.zeros(len(lower), bool)
    for at in jumps:
        around |= (lower <= at) & (at <= upper)
    return around


def _beside(sizes, together):
    """Return the largest of the steps near one, or near so many in a row, without these."""
    largest = np.lib.stride_tricks.sliding_window_view(np.pad(sizes, NEAR), NEAR).max(axis=1)
    return np.maximum(largest[: -NEAR - together], largest[NEAR + together :])


def _pieces(slopes, jumps, least, heights):
    """Return the kind of each piece of a curve, and the places where it begins and ends.

    Pieces that are hardly to be seen belong to the one before them, or to the next if there is none or if
    it is a jump; but what is flat has no cliff in it.
    """
    steepest = np.abs(slopes[~jumps]).max(initial=least)
    kinds = np.where(np.abs(slopes) <= FLAT * steepest, 0, np.sign(slopes)).astype(int)
    kinds[jumps] = JUMP
    shortest = max(2, len(slopes) // 40)
    ends = np.flatnonzero(np.diff(kinds)) + 1
    pieces, begin = [], 0
    for first, last in zip([0, *ends], [*ends, len(kinds)], strict=True):
        kind = int(kinds[first])
        joined = pieces[-1][0] if pieces else int(kinds[min(last, len(kinds) - 1)])
        is_cliff = joined == 0 and abs(heights[last] - heights[first]) > TALL * np.ptp(heights)
        is_seen = kind == JUMP or last - first >= shortest or is_cliff
        if kind == JUMP and begin < first:
            pieces.append([0, begin, int(first)])
        if pieces and joined != JUMP and (not is_seen or joined == kind):
            pieces[-1][2] = int(last)
        elif is_seen:
            pieces.append([kind, int(first) if kind == JUMP else begin, int(last)])
        begin = pieces[-1][2] if pieces else 0
    return pieces if begin == len(kinds) or not pieces else [*pieces, [0, begin, len(kinds)]]


def _on_the_whole(pieces, heights):
    """Let a piece on which a curve gets far be the rise or the fall that it is on the whole.

    And between a jump and what is flat, let what hardly rises be flat, too.
    """
    parts = []
    for place, (kind, first, last) in enumerate(pieces):
        change = heights[last] - heights[first]
        if abs(kind) == 1:
            beside = {other for other, _, _ in pieces[max(place - 1, 0) : place + 2]}
            hardly = abs(change) <= HARDLY * np.ptp(heights) and beside > {0, JUMP}
            kind = 0 if hardly else kind
        if kind != JUMP and abs(change) > HARDLY * np.ptp(heights):
            begin, end = (first, last) if kind else _moves_between(heights, first, last)
            parts += [[0, first, begin], [int(np.sign(change)), begin, end], [0, end, last]]
        else:
            parts.append([kind, first, last])
    return _merged(parts)


def _moves_between(heights, first, last):
    """Return where what is nearly flat stops being level, and from where on it is level again."""
    part, shortest = heights[first : last + 1], max(2, len(heights) // 40)
    begin = first + int(np.argmax(np.abs(part - part[0]) > LEVEL * np.ptp(heights))) - 1
    end = last + 1 - int(np.argmax(np.abs(part[::-1] - part[-1]) > LEVEL * np.ptp(heights)))
    return begin if begin - first >= shortest else first, end if last - end >= shortest else last


def _back(pieces, heights):
    """Return how far a curve falls within a rise, or rises within a fall, as a share of its height."""
    ways = [kind * heights[first : last + 1] for kind, first, last in pieces if abs(kind) == 1]
    return max((np.max(np.maximum.accumulate(way) - way) for way in ways), default=0) / np.ptp(heights)


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


def _as_they_go(pieces, heights):
    """Let no piece rise that ends lower than it begins, or fall that ends higher."""
    changes = [int(np.sign(heights[last] - heights[first])) for _, first, last in pieces]
    return _merged(
        [(change or kind) if abs(kind) == 1 else kind, first, last]
        for (kind, first, last), change in zip(pieces, changes, strict=True)
    )


def _merged(pieces):
    """Make one of neighbors of one kind; leave out what has no length."""
    kept = []
    for kind, first, last in pieces:
        if kept and kept[-1][0] == kind:
            kept[-1][2] = last
        elif last > first:
            kept.append([kind, first, last])
    return kept


def _kind_text(x, heights, kind, first, last, places, before=JUMP):
    """Describe one piece of a curve, and where it ends, but before a jump, which says so itself."""
    if kind == JUMP:
        up, whole = _leap(heights, first, last) > 0, heights[-1] - heights[0]
        is_clear = abs(whole) > HARDLY * np.ptp(heights) and up == (whole > 0)
        way = "" if is_clear else " up" if up else " down"
        low, high = sorted(x[[first, last]])
        within = [at for at in places if low <= at <= high]
        return f"jump{way} at {number_text(min(within, key=lambda at: len(f'{at:.6g}')))}"
    until = "" if before == JUMP else f" to {number_text(x[last])}"
    if kind == 0:
        return f"flat{until}"
    slopes = kind * np.diff(heights[first : last + 1]) / np.abs(np.diff(x[first : last + 1]))
    words = _way_text(heights, kind, first, last)
    inner = slopes[1:-1] if len(slopes) > 2 else slopes  # a piece may end between two points
    if inner.max() <= 1.02 * inner.min() and slopes.min() >= 0:
        return f"{words} straight{until}"
    return f"{words}{until}, {_bend_text(x[first : last + 1], slopes)}"


def _way_text(heights, kind, first, last):
    words = "rising" if kind > 0 else "falling"
    return f"{words} on the whole" if _back([(kind, first, last)], heights) > BARELY else words


def _leap(heights, first, last):
    """Return how much further a curve goes up within a few steps than it would by the steps beside them."""
    steps = np.diff(heights)
    beside = steps[[at for at in (first - 1, last) if 0 <= at < len(steps)]]
    usual = np.mean(beside) if beside.size else 0.0
    return heights[last] - heights[first] - (last - first) * usual


def _bend_text(x, slopes):
    changes = np.diff(slopes) / slopes.max()
    if np.all(changes > -1e-6):
        return "ever more"
    if np.all(changes < 1e-6):
        return "ever less"
    steepest = np.flatnonzero(slopes >= (1 - 1e-6) * slopes.max())
    steepest = np.split(steepest, np.flatnonzero(np.diff(steepest) > 1) + 1)[0]
    return f"steepest at {number_text(np.mean(x[steepest] + x[steepest + 1]) / 2)}"
