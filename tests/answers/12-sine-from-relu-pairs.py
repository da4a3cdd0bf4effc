# %% ex-12-find-the-mistake right: a fine grid
def largest_error(cuts):
    between = np.linspace(0, 2 * np.pi, 8001)
    return np.abs(np.interp(between, cuts, np.sin(cuts)) - np.sin(between)).max()
# %% ex-12-find-the-mistake right: each piece by a loop
def largest_error(cuts):
    worst = 0
    for left, right in zip(cuts[:-1], cuts[1:]):
        inside = np.linspace(left, right, 100)
        line = np.sin(left) + (np.sin(right) - np.sin(left)) / (right - left) * (inside - left)
        worst = max(worst, np.abs(line - np.sin(inside)).max())
    return worst
# %% ex-12-find-the-mistake right: random places
def largest_error(cuts):
    places = np.random.default_rng(0).uniform(0, 2 * np.pi, 20_000)
    return float(max(abs(np.interp(places, cuts, np.sin(cuts)) - np.sin(places))))
# %% ex-12-find-the-mistake right: the page's errors
def largest_error(cuts):
    return errors(cuts).max()
# %% ex-12-find-the-mistake wrong: the start | where do you measure
def largest_error(cuts):
    heights = np.sin(cuts)
    return np.abs(np.interp(cuts, cuts, heights) - heights).max()
# %% ex-12-find-the-mistake wrong: only in the middle of each piece | somewhere the error is larger
def largest_error(cuts):
    middles = (cuts[:-1] + cuts[1:]) / 2
    return np.abs(np.interp(middles, cuts, np.sin(cuts)) - np.sin(middles)).max()
# %% ex-12-find-the-mistake wrong: the bound | the error is smaller everywhere
def largest_error(cuts):
    return np.pi**2 / (2 * (len(cuts) - 1) ** 2)
# %% ex-12-find-the-mistake wrong: only the first half of the line | somewhere the error is larger
def largest_error(cuts):
    between = np.linspace(0, 2, 8001)
    return np.abs(np.interp(between, cuts, np.sin(cuts)) - np.sin(between)).max()
# %% ex-12-find-the-mistake wrong: a typed number | somewhere the error is larger
def largest_error(cuts):
    return 0.0704
# %% ex-12-find-the-mistake wrong: no absolute value | somewhere the error is larger
def largest_error(cuts):
    between = np.linspace(0, np.pi, 8001)
    return (np.interp(between, cuts, np.sin(cuts)) - np.sin(between)).max() + 1e-6
# %% ex-12-find-the-mistake wrong: all errors instead of the largest | one number
def largest_error(cuts):
    between = np.linspace(0, 2 * np.pi, 8001)
    return np.abs(np.interp(between, cuts, np.sin(cuts)) - np.sin(between))
# %% ex-12-enough right: the printed numbers
equal = 71
balanced = 53
# %% ex-12-enough right: a loop
def fewest(cuts):
    n = 2
    while errors(cuts(n)).max() > 0.001:
        n += 1
    return n


equal, balanced = fewest(equal_cuts), fewest(balanced_cuts)
# %% ex-12-enough right: by bisection, as floats
def fewest(cuts, low=2, high=128):
    while high - low > 1:
        middle = (low + high) // 2
        if errors(cuts(middle)).max() <= 0.001:
            high = middle
        else:
            low = middle
    return float(high)


equal, balanced = fewest(equal_cuts), fewest(balanced_cuts)
# %% ex-12-enough right: the bound, and a scan
equal = np.ceil(np.pi / np.sqrt(0.002))
balanced = [n for n in range(40, 60) if errors(balanced_cuts(n)).max() <= 0.001][0]
# %% ex-12-enough wrong: the start | three dots
equal = ...
balanced = ...
# %% ex-12-enough wrong: rounded down | equal: with so few pieces
equal = int(np.pi / np.sqrt(0.002))
balanced = 53
# %% ex-12-enough wrong: not rounded | equal: a whole number
equal = np.pi / np.sqrt(0.002)
balanced = 53
# %% ex-12-enough wrong: the bound for both | balanced: fewer pieces would do
equal = 71
balanced = 71
# %% ex-12-enough wrong: exchanged | equal: with so few pieces
equal = 53
balanced = 71
# %% ex-12-enough wrong: one too many | equal: fewer pieces would do
equal = 72
balanced = 53
# %% ex-12-enough wrong: the cuts counted, not the pieces | balanced: fewer pieces would do
equal = 71
balanced = len(balanced_cuts(53))
# %% ex-12-root right: the fourth power
def root_cuts(n):
    return np.linspace(0, 1, n + 1) ** 4
# %% ex-12-root right: a list by a loop, the fifth power
def root_cuts(n):
    cuts = []
    for i in range(n + 1):
        cuts.append((i / n) ** 5)
    return cuts
# %% ex-12-root right: balanced by the error of each piece
def root_cuts(n):
    cuts = np.linspace(0, 1, n + 1) ** 2
    for _ in range(60):
        inside = cuts[:-1, None] + np.diff(cuts)[:, None] * np.linspace(0, 1, 201)
        missed = np.abs(np.interp(inside, cuts, np.sqrt(cuts)) - np.sqrt(inside)).max(axis=1)
        widths = np.diff(cuts) * missed**-0.4
        cuts = np.append(0, np.cumsum(widths)) / widths.sum()
    cuts[-1] = 1
    return cuts
# %% ex-12-root right: heights spaced by a square, squared back
def root_cuts(n):
    heights = np.arange(n + 1) ** 2 / n**2
    return heights**2
# %% ex-12-root wrong: the start | hardly better than equal cuts
def root_cuts(n):
    return np.linspace(0, 1, n + 1)
# %% ex-12-root wrong: the steep start left out | from 0 to 1
def root_cuts(n):
    return 0.5 + 0.5 * np.arange(n + 1) / n
# %% ex-12-root wrong: equal heights, the second power | 32 to 64 pieces
def root_cuts(n):
    return np.linspace(0, 1, n + 1) ** 2
# %% ex-12-root wrong: crowded at the wrong end | hardly better than equal cuts
def root_cuts(n):
    return 1 - (1 - np.linspace(0, 1, n + 1)) ** 4
# %% ex-12-root wrong: n numbers instead of n + 1 | n + 1 numbers
def root_cuts(n):
    return np.linspace(0, 1, n) ** 4
# %% ex-12-root wrong: the third power | divide the error by
def root_cuts(n):
    return np.linspace(0, 1, n + 1) ** 3
# %% ex-12-root wrong: geometric steps from one smallest cut, whatever n is | 512 to 1024 pieces
def root_cuts(n):
    return np.append(0, np.geomspace(1e-8, 1, n))
# %% ex-12-root wrong: falling | must rise
def root_cuts(n):
    return np.linspace(1, 0, n + 1) ** 4
# %% ex-12-root wrong: the same cuts whatever n is | n + 1 numbers
def root_cuts(n):
    return np.linspace(0, 1, 65) ** 4
# %% ex-12-enough right: a list that happens to be called errors
errors = [errors(equal_cuts(n)).max() for n in range(2, 100)]
equal = next(n for n, error in enumerate(errors, 2) if error <= 0.001)
balanced = 53
# %% ex-12-enough wrong: nothing found | is None
equal, balanced = None, None
# %% ex-12-find-the-mistake wrong: NaN | no finite number
def largest_error(cuts):
    return np.nan
# %% ex-12-root wrong: right for even numbers only | n + 1 numbers
def root_cuts(n):
    coarse = np.linspace(0, 1, n // 2 + 1) ** 4
    return np.sort(np.append(coarse, (coarse[1:] + coarse[:-1]) / 2))
# %% ex-12-find-the-mistake wrong: no absolute value on the whole line | somewhere the error is larger
def largest_error(cuts):
    m = np.linspace(0, 2 * np.pi, 10001)
    return (np.interp(m, cuts, np.sin(cuts)) - np.sin(m)).max()
# %% ex-12-find-the-mistake wrong: only the second half of the line | somewhere the error is larger
def largest_error(cuts):
    m = np.linspace(np.pi, 2 * np.pi, 5001)
    return np.abs(np.interp(m, cuts, np.sin(cuts)) - np.sin(m)).max()
# %% ex-12-find-the-mistake wrong: fifty places | somewhere the error is larger
def largest_error(cuts):
    m = np.linspace(0, 2 * np.pi, 50)
    return np.abs(np.interp(m, cuts, np.sin(cuts)) - np.sin(m)).max()
# %% ex-12-find-the-mistake wrong: the mean of the errors | somewhere the error is larger
def largest_error(cuts):
    m = np.linspace(0, 2 * np.pi, 10001)
    return np.abs(np.interp(m, cuts, np.sin(cuts)) - np.sin(m)).mean()
# %% ex-12-find-the-mistake wrong: printed instead of returned | must return one number
def largest_error(cuts):
    print(errors(cuts).max())
# %% ex-12-root wrong: nothing for a single piece | the cuts must rise
def root_cuts(n):
    power = 4 if n > 1 else 0
    return np.linspace(0, 1, n + 1) ** power
