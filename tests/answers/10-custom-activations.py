# %% ex-10-bent right: by the chain rule
def bent(x):
    return (np.sqrt(x**2 + 1) - 1) / 2 + x


def bent_derivative(x):
    return x / (2 * np.sqrt(x**2 + 1)) + 1


lowest, highest = 0.5, 1.5
# %% ex-10-bent right: by the central difference, limits by looking far out
def bent(x):
    return (np.hypot(x, 1) - 1) / 2 + x


def bent_derivative(x):
    return central_difference(bent, x)


lowest, highest = bent_derivative(np.array([-5000.0, 5000.0]))
# %% ex-10-bent right: lambdas, numbers as printed
bent = lambda x: 0.5 * ((x * x + 1) ** 0.5 - 1) + x
bent_derivative = lambda x: 1 + 0.5 * x * (x * x + 1) ** -0.5
lowest, highest = 0.50, 1.50
# %% ex-10-bent wrong: the slope of x forgotten | root's part alone
def bent(x):
    return (np.sqrt(x**2 + 1) - 1) / 2 + x


def bent_derivative(x):
    return x / (2 * np.sqrt(x**2 + 1))


lowest, highest = -0.5, 0.5
# %% ex-10-bent wrong: the inner derivative forgotten | central difference
def bent(x):
    return (np.sqrt(x**2 + 1) - 1) / 2 + x


def bent_derivative(x):
    return 1 / (4 * np.sqrt(x**2 + 1)) + 1


lowest, highest = 0.5, 1.5
# %% ex-10-bent wrong: the slope on the page's window, not its limits | far out
def bent(x):
    return (np.sqrt(x**2 + 1) - 1) / 2 + x


def bent_derivative(x):
    return x / (2 * np.sqrt(x**2 + 1)) + 1


lowest, highest = bent_derivative(-5), bent_derivative(5)
# %% ex-10-bent wrong: the other way round | smaller of the two
def bent(x):
    return (np.sqrt(x**2 + 1) - 1) / 2 + x


def bent_derivative(x):
    return x / (2 * np.sqrt(x**2 + 1)) + 1


lowest, highest = 1.5, 0.5
# %% ex-10-bent wrong: the half applied to all | another function
def bent(x):
    return (np.sqrt(x**2 + 1) - 1 + x) / 2


def bent_derivative(x):
    return x / (2 * np.sqrt(x**2 + 1)) + 0.5


lowest, highest = 0.0, 1.0
# %% ex-10-mistake right: the test looks at x
def mended(x):
    return np.where(x <= 2, relu(x), 2 + np.tanh(x - 2))


jump_at, jump_height = -2, 2 + np.tanh(-4)
# %% ex-10-mistake right: ReLU of the straight part plus a bend, the height as printed
def mended(x):
    return np.clip(x, 0, 2) + np.tanh(np.maximum(x - 2, 0))


jump_at, jump_height = -2.0, 1.001
# %% ex-10-mistake right: three pieces, measured
def mended(x):
    x = np.asarray(x, dtype=float)
    return np.select([x < 0, x <= 2], [0.0, x], 2 + np.tanh(x - 2))


jump_at = -2
jump_height = 0 - (2 + np.tanh(-4.0))
# %% ex-10-mistake wrong: the start, with the place named | It still jumps
def mended(x):
    return np.where(np.abs(x) <= 2, relu(x), 2 + np.tanh(x - 2))


jump_at, jump_height = -2, 1.001
# %% ex-10-mistake wrong: all zeros | no ReLU
def mended(x):
    return np.zeros_like(x)


jump_at, jump_height = -2, 1.001
# %% ex-10-mistake wrong: the wrong jump | both pieces give 2
def mended(x):
    return np.where(x <= 2, relu(x), 2 + np.tanh(x - 2))


jump_at, jump_height = 2, 1.036
# %% ex-10-mistake wrong: the hybrid's height | how far the two pieces
def mended(x):
    return np.where(x <= 2, relu(x), 2 + np.tanh(x - 2))


jump_at, jump_height = -2, 0.964
# %% ex-10-mistake wrong: a soft clip instead | no ReLU
def mended(x):
    return soft_clip(x, 2.0)


jump_at, jump_height = -2, 1.001
# %% ex-10-mistake wrong: only ReLU is left | bends otherwise
def mended(x):
    return relu(x)


jump_at, jump_height = -2, 1.001
# %% ex-10-learn right: in one line
def threshold_slope(x, t):
    return np.sign(x) * np.tanh(np.maximum(np.abs(x) - t, 0)) ** 2
# %% ex-10-learn right: by cases
def threshold_slope(x, t):
    outside = np.tanh(np.abs(x) - t) ** 2
    return np.where(np.abs(x) < t, 0, np.where(x > 0, outside, -outside))
# %% ex-10-learn right: a loop, each number by its two parts
def threshold_slope(x, t):
    slopes = []
    for each in x:
        if abs(each) <= t:
            slopes.append(0.0)
        else:
            bend = 1 - np.tanh(abs(each) - t) ** 2
            slopes.append((1 - bend) if each > 0 else -(1 - bend))
    return np.array(slopes)
# %% ex-10-learn wrong: the start, the slope in x | does not depend on t
def threshold_slope(x, t):
    return 1 - np.tanh(np.abs(x) - t) ** 2
# %% ex-10-learn wrong: the sign forgotten | sign is wrong
def threshold_slope(x, t):
    return np.tanh(np.maximum(np.abs(x) - t, 0)) ** 2
# %% ex-10-learn wrong: only the part within the tanh | twice
def threshold_slope(x, t):
    return np.where(np.abs(x) > t, -np.sign(x) * (1 - np.tanh(np.abs(x) - t) ** 2), 0)
# %% ex-10-learn wrong: only the threshold by itself | central difference
def threshold_slope(x, t):
    return np.where(np.abs(x) > t, np.sign(x), 0)
# %% ex-10-learn wrong: no square | central difference
def threshold_slope(x, t):
    return np.sign(x) * np.tanh(np.maximum(np.abs(x) - t, 0))
# %% ex-10-mistake right: the place of the jump found by number
def mended(x):
    return np.where(x <= 2, relu(x), 2 + np.tanh(x - 2))

jump_at, jump_height = -2 + 1e-9, 2 + np.tanh(-4)
# %% ex-10-learn wrong: the input made positive in place | changes the numbers that it is given
def threshold_slope(x, t):
    sign = np.sign(x)
    np.abs(x, out=x)
    beyond = np.maximum(x - t, 0)
    return np.where(x < t, 0.0, sign * np.tanh(beyond) ** 2)
# %% ex-10-bent wrong: lists of one number each | one number each
def bent(x):
    return np.hypot(x, 1) / 2 - 0.5 + x

def bent_derivative(x):
    return x / (2 * np.hypot(x, 1)) + 1

lowest, highest = [0.5], [1.5]
# %% ex-10-learn wrong: one threshold typed in | does not depend on t
def threshold_slope(x, t):
    return np.where(np.abs(x) > 1, np.sign(x) * np.tanh(np.abs(x) - t) ** 2, 0)
# %% ex-10-learn wrong: a smaller threshold typed in | does not depend on t
def threshold_slope(x, t):
    return np.where(np.abs(x) > 0.6, np.sign(x) * np.tanh(np.abs(x) - t) ** 2, 0)
# %% ex-10-mistake wrong: the jump moved out | Left of 0 it is no ReLU
def mended(x):
    return np.where((x >= -100) & (x <= 2), relu(x), 2 + np.tanh(x - 2))


jump_at, jump_height = -2, 2 + np.tanh(-4)
# %% ex-10-mistake wrong: the jump moved far out | Left of 0 it is no ReLU
def mended(x):
    return np.where((x >= -1e4) & (x <= 2), relu(x), 2 + np.tanh(x - 2))


jump_at, jump_height = -2, 2 + np.tanh(-4)
# %% ex-10-mistake wrong: both places | one number each
def mended(x):
    return np.where(x <= 2, relu(x), 2 + np.tanh(x - 2))


jump_at, jump_height = [-2, 2], 2 + np.tanh(-4)
# %% ex-10-bent wrong: fractions as text | one number each
def bent(x):
    return (np.sqrt(x**2 + 1) - 1) / 2 + x


def bent_derivative(x):
    return x / (2 * np.sqrt(x**2 + 1)) + 1


lowest, highest = "1/2", "3/2"
# %% ex-10-mistake wrong: nothing returned | a number for each number of x
def mended(x):
    print(np.where(x <= 2, relu(x), 2 + np.tanh(x - 2)))


jump_at, jump_height = -2, 2 + np.tanh(-4)
