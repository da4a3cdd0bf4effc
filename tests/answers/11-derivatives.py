# %% ex-11-three-pieces right: two np.where, as rounded has them
def my_slope(x):
    return np.where(x <= -1, 0, np.where(x >= 1, 1, (x + 1) / 2))
# %% ex-11-three-pieces right: one clip
def my_slope(x):
    return np.clip((x + 1) / 2, 0, 1)
# %% ex-11-three-pieces right: a loop over the numbers, a list returned
def my_slope(x):
    slopes = []
    for number in x:
        if number < -1:
            slopes.append(0)
        elif number > 1:
            slopes.append(1)
        else:
            slopes.append(0.5 * number + 0.5)
    return slopes
# %% ex-11-three-pieces right: np.select
def my_slope(x):
    return np.select([x < -1, x < 1], [0.0, (1 + x) / 2], default=1.0)
# %% ex-11-three-pieces wrong: the start | one number for each number
def my_slope(x):
    return ...
# %% ex-11-three-pieces wrong: the function itself | the function itself
def my_slope(x):
    return np.where(x <= -1, 0, np.where(x >= 1, x, (x + 1) ** 2 / 4))
# %% ex-11-three-pieces wrong: the factor 2 of the square is forgotten | between -1 and 1
def my_slope(x):
    return np.where(x <= -1, 0, np.where(x >= 1, 1, (x + 1) / 4))
# %% ex-11-three-pieces wrong: x is left where its slope belongs | right of 1
def my_slope(x):
    return np.where(x <= -1, 0, np.where(x >= 1, x, (x + 1) / 2))
# %% ex-11-three-pieces wrong: the left piece falls | left of -1
def my_slope(x):
    return np.where(x <= -1, -1, np.where(x >= 1, 1, (x + 1) / 2))
# %% ex-11-three-pieces wrong: 0 at the corners | at -1 and 1
def my_slope(x):
    return np.where(x <= -1, 0, np.where(x > 1, 1, (x + 1) / 2)) * (np.abs(x) != 1)
# %% ex-11-three-pieces wrong: one number for all | one number for each number
def my_slope(x):
    return 0.75
# %% ex-11-find-the-mistake right: the page's 56 places
def is_right(slope):
    return gradient_check(lambda x: x * np.tanh(x), slope, between) < 1e-8
# %% ex-11-find-the-mistake right: random places and a central difference by hand
def is_right(slope):
    x = np.random.default_rng(0).normal(scale=3, size=500)
    numerical = (f(x + 1e-5) - f(x - 1e-5)) / 2e-5
    return np.allclose(slope(x), numerical, rtol=0, atol=1e-7)


def f(x):
    return x * np.tanh(x)
# %% ex-11-find-the-mistake right: a loop over places, one after the other
def is_right(slope):
    def function(x):
        return x * np.tanh(x)

    for place in np.arange(-8, 8.1, 0.1):
        if not abs(slope(place) - two_sided(function, place, 1e-4)) < 1e-6:
            return False
    return True
# %% ex-11-find-the-mistake wrong: the start | the first colleague's
def f(x):
    return x * np.tanh(x)


def is_right(slope):
    return gradient_check(f, slope, np.zeros(1)) < 1e-8
# %% ex-11-find-the-mistake wrong: one other place | beyond 2
def is_right(slope):
    return gradient_check(lambda x: x * np.tanh(x), slope, np.array([-1.0, 0.0, 1.0])) < 1e-8
# %% ex-11-find-the-mistake wrong: only positive places | for negative numbers
def is_right(slope):
    return gradient_check(lambda x: x * np.tanh(x), slope, np.linspace(0.1, 5, 50)) < 1e-8
# %% ex-11-find-the-mistake wrong: far too loose | off by a thousandth
def is_right(slope):
    return gradient_check(lambda x: x * np.tanh(x), slope, between) < 0.01
# %% ex-11-find-the-mistake wrong: far too strict for a central difference | refuses a right slope
def is_right(slope):
    return gradient_check(lambda x: x * np.tanh(x), slope, between) < 1e-16
# %% ex-11-find-the-mistake wrong: the verdict is turned around | refuses a right slope
def is_right(slope):
    return gradient_check(lambda x: x * np.tanh(x), slope, between) > 1e-8
# %% ex-11-find-the-mistake wrong: all are refused | refuses a right slope
def is_right(slope):
    return False
# %% ex-11-second right: by hand
def tanh_second(x):
    t = np.tanh(x)
    return -2 * t * (1 - t**2)


fastest = np.arctanh(np.sqrt(1 / 3))
# %% ex-11-second right: with cosh, and the printed digits
def tanh_second(x):
    return -2 * np.tanh(x) / np.cosh(x) ** 2


fastest = 0.6585
# %% ex-11-second right: multiplied out, the place found on a grid
def tanh_second(x):
    return 2 * np.tanh(x) ** 3 - 2 * np.tanh(x)


grid = np.linspace(0, 2, 20_001)
fastest = grid[np.argmin(tanh_second(grid))]
# %% ex-11-second right: by logarithms, a list from a loop
def tanh_second(x):
    return [-2 * np.tanh(each) * (1 - np.tanh(each) ** 2) for each in x]


t = 1 / 3**0.5
fastest = np.log((1 + t) / (1 - t)) / 2
# %% ex-11-second right: three digits of the place
def tanh_second(x):
    return -2 * np.sinh(x) / np.cosh(x) ** 3


fastest = 0.658
# %% ex-11-second wrong: the start | three dots
def tanh_second(x):
    return ...


fastest = ...
# %% ex-11-second wrong: the sign | wrong sign
def tanh_second(x):
    t = np.tanh(x)
    return 2 * t * (1 - t**2)


fastest = 0.6585
# %% ex-11-second wrong: the inner factor is missing | inner factor
def tanh_second(x):
    return -2 * np.tanh(x)


fastest = 0.6585
# %% ex-11-second wrong: the 2 is missing | not the slope
def tanh_second(x):
    return -np.tanh(x) * (1 - np.tanh(x) ** 2)


fastest = 0.6585
# %% ex-11-second wrong: t instead of x | fastest is a t
def tanh_second(x):
    return -2 * np.tanh(x) * (1 - np.tanh(x) ** 2)


fastest = 1 / np.sqrt(3)
# %% ex-11-second wrong: the other side | right of 0
def tanh_second(x):
    return -2 * np.tanh(x) * (1 - np.tanh(x) ** 2)


fastest = -0.6585
# %% ex-11-second wrong: where tanh is steepest | right of 0
def tanh_second(x):
    return -2 * np.tanh(x) * (1 - np.tanh(x) ** 2)


fastest = 0.0
# %% ex-11-second wrong: the tanh of t | changes faster
def tanh_second(x):
    return -2 * np.tanh(x) * (1 - np.tanh(x) ** 2)


fastest = np.tanh(1 / np.sqrt(3))
# %% ex-11-three-mistakes right: the three lines mended
def mended(p):
    a, outputs = forward(p, inputs)
    z2_slope = (outputs - targets) / len(inputs)
    z1_slope = (z2_slope @ p["W2"].T) * (1 - a**2)
    first = {"W1": inputs.T @ z1_slope, "b1": z1_slope.sum(axis=0)}
    return first | {"W2": a.T @ z2_slope, "b2": z2_slope.sum(axis=0)}
# %% ex-11-three-mistakes right: divided at the end, one assignment a line
def mended(p):
    a, outputs = forward(p, inputs)
    d2 = outputs - targets
    d1 = (d2 @ p["W2"].T) * (1 - a**2)
    gradients = {}
    gradients["W2"] = a.T @ d2 / 20
    gradients["b2"] = np.mean(d2, axis=0)
    gradients["W1"] = inputs.T @ d1 / 20
    gradients["b1"] = np.mean(d1, axis=0)
    return gradients
# %% ex-11-three-mistakes right: transposed instead of swapped, ones instead of a sum
def mended(p):
    a, outputs = forward(p, inputs)
    z2_slope = (outputs - targets) / inputs.shape[0]
    z1_slope = (z2_slope @ p["W2"].T) * (1 - a**2)
    ones = np.ones(len(inputs))
    first = {"W1": (z1_slope.T @ inputs).T, "b1": ones @ z1_slope}
    return first | {"W2": a.T @ z2_slope, "b2": ones @ z2_slope}
# %% ex-11-three-mistakes right: the page's backward
def mended(p):
    return backward(p, inputs, targets)
# %% ex-11-three-mistakes wrong: the start | N times too large
def mended(p):
    a, outputs = forward(p, inputs)
    z2_slope = outputs - targets
    z1_slope = (z2_slope @ p["W2"].T) * (1 - a**2)
    first = {"W1": z1_slope.T @ inputs, "b1": z1_slope}
    return first | {"W2": a.T @ z2_slope, "b2": z2_slope.sum(axis=0)}
# %% ex-11-three-mistakes wrong: only the mean is mended | samples are still apart
def mended(p):
    a, outputs = forward(p, inputs)
    z2_slope = (outputs - targets) / len(inputs)
    z1_slope = (z2_slope @ p["W2"].T) * (1 - a**2)
    first = {"W1": z1_slope.T @ inputs, "b1": z1_slope}
    return first | {"W2": a.T @ z2_slope, "b2": z2_slope.sum(axis=0)}
# %% ex-11-three-mistakes wrong: W1 is left as it was | W1
def mended(p):
    a, outputs = forward(p, inputs)
    z2_slope = (outputs - targets) / len(inputs)
    z1_slope = (z2_slope @ p["W2"].T) * (1 - a**2)
    first = {"W1": z1_slope.T @ inputs, "b1": z1_slope.sum(axis=0)}
    return first | {"W2": a.T @ z2_slope, "b2": z2_slope.sum(axis=0)}
# %% ex-11-three-mistakes wrong: the sum over the wrong axis | b1
def mended(p):
    a, outputs = forward(p, inputs)
    z2_slope = (outputs - targets) / len(inputs)
    z1_slope = (z2_slope @ p["W2"].T) * (1 - a**2)
    first = {"W1": inputs.T @ z1_slope, "b1": z1_slope.sum(axis=1)}
    return first | {"W2": a.T @ z2_slope, "b2": z2_slope.sum(axis=0)}
# %% ex-11-three-mistakes wrong: all divided but not the output's error | N times too large
def mended(p):
    a, outputs = forward(p, inputs)
    z2_slope = outputs - targets
    z1_slope = (z2_slope @ p["W2"].T) * (1 - a**2)
    first = {"W1": inputs.T @ z1_slope, "b1": z1_slope.sum(axis=0)}
    return first | {"W2": a.T @ z2_slope, "b2": z2_slope.sum(axis=0)}
# %% ex-11-three-mistakes wrong: the numbers for one place only | W1
right_at_start = backward(start, inputs, targets)


def mended(p):
    return right_at_start
# %% ex-11-three-pieces wrong: the input set to 1 and more | changes the numbers that it is given
def my_slope(x):
    x[x < 1] = 1
    return np.ones_like(x)
# %% ex-11-second wrong: fastest is not a number | NaN, which is not a number
def tanh_second(x):
    return -2 * np.tanh(x) * (1 - np.tanh(x) ** 2)

with np.errstate(invalid="ignore"):
    fastest = np.arctanh(np.sqrt(3))
# %% ex-11-find-the-mistake wrong: not far enough out | wrong beyond 3
def is_right(slope):
    return gradient_check(lambda x: x * np.tanh(x), slope, np.linspace(-2.5, 2.5, 101)) < 1e-8
# %% ex-11-find-the-mistake wrong: up to 4 only | wrong beyond 5
def is_right(slope):
    return gradient_check(lambda x: x * np.tanh(x), slope, np.linspace(-4, 4, 81)) < 1e-6
# %% ex-11-find-the-mistake wrong: three places | wrong slope pass
def is_right(slope):
    return gradient_check(lambda x: x * np.tanh(x), slope, np.array([-3.5, 0.05, 3.5])) < 1e-6
# %% ex-11-find-the-mistake wrong: three places, one far out | wrong near 1
def is_right(slope):
    places = np.array([-6.5, 0.05, 6.5])
    return gradient_check(lambda x: x * np.tanh(x), slope, places) < 1e-6
# %% ex-11-find-the-mistake wrong: what is not too far off | one that is NaN
def is_right(slope):
    def f(x):
        return x * np.tanh(x)

    return not np.any(np.abs(slope(between) - central_difference(f, between)) > 1e-6)
# %% ex-11-find-the-mistake wrong: printed instead of returned | Return True or False, not None
def is_right(slope):
    print(gradient_check(lambda x: x * np.tanh(x), slope, between) < 1e-8)
# %% ex-11-find-the-mistake wrong: one answer for each place | Return True or False
def is_right(slope):
    def f(x):
        return x * np.tanh(x)

    return np.abs(slope(between) - central_difference(f, between)) < 1e-6
# %% ex-11-second wrong: two places, still to be found | fastest is one number
def tanh_second(x):
    t = np.tanh(x)
    return -2 * t * (1 - t**2)


fastest = [..., ...]
# %% ex-11-second wrong: a function that finds it | fastest is one number
def tanh_second(x):
    t = np.tanh(x)
    return -2 * t * (1 - t**2)


def fastest():
    return np.arctanh(1 / np.sqrt(3))
