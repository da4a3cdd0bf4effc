# %% ex-07-without-asking right: one of the two is always 0
def my_leaky_relu(x, negative_slope=0.01):
    return np.maximum(x, 0) + negative_slope * np.minimum(x, 0)
undo = 5
# %% ex-07-without-asking right: undo as a quotient
def my_leaky_relu(x, negative_slope=0.01):
    left, right = np.minimum(x, 0), np.maximum(x, 0)
    return right + left * negative_slope
undo = 1 / 0.2
# %% ex-07-without-asking right: less what the left side loses
def my_leaky_relu(x, negative_slope=0.01):
    return np.maximum(0, x) - (-negative_slope) * np.minimum(0, x)
undo = np.float64(5.0)
# %% ex-07-without-asking wrong: the start, the shorthand | right only for slopes up to 1
def my_leaky_relu(x, negative_slope=0.01):
    return np.maximum(negative_slope * x, x)
undo = -0.2
# %% ex-07-without-asking wrong: the function right, the undo with the wrong sign | turns negative numbers positive
def my_leaky_relu(x, negative_slope=0.01):
    return np.maximum(x, 0) + negative_slope * np.minimum(x, 0)
undo = -5
# %% ex-07-without-asking wrong: the same slope once more | makes what was small smaller
def my_leaky_relu(x, negative_slope=0.01):
    return np.maximum(x, 0) + negative_slope * np.minimum(x, 0)
undo = 0.2
# %% ex-07-without-asking wrong: one more than the slope | makes what was small smaller
def my_leaky_relu(x, negative_slope=0.01):
    return np.maximum(x, 0) + negative_slope * np.minimum(x, 0)
undo = 0.8
# %% ex-07-without-asking wrong: the undo of another slope | comes back as
def my_leaky_relu(x, negative_slope=0.01):
    return np.maximum(x, 0) + negative_slope * np.minimum(x, 0)
undo = 2
# %% ex-07-without-asking wrong: the slope forgotten | not yet right
def my_leaky_relu(x, negative_slope=0.01):
    return np.maximum(x, 0) + np.minimum(x, 0)
undo = 5
# %% ex-07-without-asking wrong: the slope on the wrong side | not yet right
def my_leaky_relu(x, negative_slope=0.01):
    return negative_slope * np.maximum(x, 0) + np.minimum(x, 0)
undo = 5
# %% ex-07-without-asking wrong: the sign of the left side | not yet right
def my_leaky_relu(x, negative_slope=0.01):
    return np.maximum(x, 0) - negative_slope * np.minimum(x, 0)
undo = 5
# %% ex-07-without-asking wrong: with where | without where
def my_leaky_relu(x, negative_slope=0.01):
    return np.where(x > 0, x, negative_slope * x)
undo = 5
# %% ex-07-find-the-mistake right: mean, square, difference
def moments(a):
    z = np.linspace(-8, 8, 16001)
    density = np.exp(-(z**2) / 2)
    density = density / density.sum()
    output = leaky_relu(z, a)
    mean, mean_square = np.sum(density * output), np.sum(density * output**2)
    return mean, mean_square, mean_square - mean**2
# %% ex-07-find-the-mistake right: on paper
def moments(a):
    mean, mean_square = (1 - a) / np.sqrt(2 * np.pi), (1 + a**2) / 2
    return mean, mean_square, mean_square - mean**2
# %% ex-07-find-the-mistake right: the distance from the mean, weighted
def moments(a):
    z = np.linspace(-8, 8, 4001)
    p = np.exp(-(z**2) / 2)
    y = leaky_relu(z, a)
    mean = np.average(y, weights=p)
    return [mean, np.average(y**2, weights=p), np.average((y - mean) ** 2, weights=p)]
# %% ex-07-find-the-mistake right: a million draws
def moments(a):
    y = leaky_relu(np.random.default_rng(2).normal(size=1_000_000), a)
    return np.mean(y), np.mean(y**2), np.var(y)
# %% ex-07-find-the-mistake wrong: the start, the mean taken for 0 | The mean is not 0
def moments(a):
    z = np.linspace(-8, 8, 16001)
    density = np.exp(-(z**2) / 2)
    density = density / density.sum()
    output = leaky_relu(z, a)
    mean = 0.0
    mean_square = np.sum(density * output**2)
    return mean, mean_square, mean_square
# %% ex-07-find-the-mistake wrong: the mean right, the variance still the mean square | Your variance is the mean square
def moments(a):
    z = np.linspace(-8, 8, 16001)
    density = np.exp(-(z**2) / 2)
    density = density / density.sum()
    output = leaky_relu(z, a)
    mean_square = np.sum(density * output**2)
    return np.sum(density * output), mean_square, mean_square
# %% ex-07-find-the-mistake wrong: ReLU's numbers, whatever the slope | the mean differs
def moments(a):
    return 1 / np.sqrt(2 * np.pi), 1 / 2, 1 / 2 - 1 / (2 * np.pi)
# %% ex-07-find-the-mistake wrong: ReLU's mean square | the mean square differs
def moments(a):
    mean = (1 - a) / np.sqrt(2 * np.pi)
    return mean, 1 / 2, 1 / 2 - mean**2
# %% ex-07-find-the-mistake wrong: the printed numbers typed in | For a = 0.5, the mean differs
def moments(a):
    return 0.359, 0.505, 0.376
# %% ex-07-find-the-mistake wrong: the mean is not squared | the variance differs
def moments(a):
    mean, mean_square = (1 - a) / np.sqrt(2 * np.pi), (1 + a**2) / 2
    return mean, mean_square, mean_square - mean
# %% ex-07-find-the-mistake wrong: the deviation in place of the variance | Your variance is the standard deviation
def moments(a):
    y = leaky_relu(np.random.default_rng(2).normal(size=1_000_000), a)
    return np.mean(y), np.mean(y**2), np.std(y)
# %% ex-07-find-the-mistake wrong: the weights forgotten | the mean differs
def moments(a):
    y = leaky_relu(np.linspace(-8, 8, 16001), a)
    return np.mean(y), np.mean(y**2), np.var(y)
# %% ex-07-one-or-many right: by unit, then once more if one is shared
def my_prelu_gradients(x, alpha, upstream):
    x_gradient = upstream * np.where(x > 0, 1, alpha)
    by_unit = np.sum(upstream * np.minimum(x, 0), axis=0)
    alpha_gradient = np.sum(by_unit, keepdims=True) if np.size(alpha) == 1 else by_unit
    return x_gradient, alpha_gradient.reshape(np.shape(alpha))
# %% ex-07-one-or-many right: every element's own, then summed into the shape of alpha
def my_prelu_gradients(x, alpha, upstream):
    own = upstream * np.minimum(x, 0)
    axes = None if np.size(alpha) == 1 else 0
    return np.where(x > 0, upstream, alpha * upstream), np.sum(own, axis=axes).reshape(np.shape(alpha))
# %% ex-07-one-or-many right: a case for each kind
def my_prelu_gradients(x, alpha, upstream):
    left = x <= 0
    x_gradient = np.where(left, alpha, 1.0) * upstream
    contributions = np.where(left, x * upstream, 0)
    if np.shape(alpha) == (1,):
        return x_gradient, np.array([contributions.sum()])
    return x_gradient, contributions.sum(axis=0).reshape(np.shape(alpha))
# %% ex-07-one-or-many wrong: the start, summed over the samples alone | another shape than alpha
def my_prelu_gradients(x, alpha, upstream):
    x_gradient = np.where(x > 0, 1, alpha) * upstream
    return x_gradient, np.sum(np.where(x <= 0, x * upstream, 0), axis=0)
# %% ex-07-one-or-many wrong: summed over everything | not for a slope for each unit
def my_prelu_gradients(x, alpha, upstream):
    x_gradient = np.where(x > 0, 1, alpha) * upstream
    return x_gradient, np.array([np.sum(upstream * np.minimum(x, 0))])
# %% ex-07-one-or-many wrong: the upstream gradient forgotten | not yet right
def my_prelu_gradients(x, alpha, upstream):
    x_gradient = np.where(x > 0, 1, alpha)
    by_unit = np.sum(np.minimum(x, 0), axis=0)
    return x_gradient, by_unit.sum(keepdims=True) if np.size(alpha) == 1 else by_unit
# %% ex-07-one-or-many wrong: the mean in place of the sum | not yet right
def my_prelu_gradients(x, alpha, upstream):
    x_gradient = upstream * np.where(x > 0, 1, alpha)
    by_unit = np.mean(upstream * np.minimum(x, 0), axis=0)
    return x_gradient, by_unit.sum(keepdims=True) if np.size(alpha) == 1 else by_unit
# %% ex-07-one-or-many wrong: the right side counted | not yet right
def my_prelu_gradients(x, alpha, upstream):
    x_gradient = upstream * np.where(x > 0, 1, alpha)
    by_unit = np.sum(upstream * np.maximum(x, 0), axis=0)
    return x_gradient, by_unit.sum(keepdims=True) if np.size(alpha) == 1 else by_unit
# %% ex-07-one-or-many wrong: the two slopes exchanged | not yet right
def my_prelu_gradients(x, alpha, upstream):
    x_gradient = upstream * np.where(x > 0, alpha, 1)
    by_unit = np.sum(upstream * np.minimum(x, 0), axis=0)
    return x_gradient, by_unit.sum(keepdims=True) if np.size(alpha) == 1 else by_unit
# %% ex-07-one-or-many wrong: the library's function | the library's own
def my_prelu_gradients(x, alpha, upstream):
    return prelu_gradients(x, alpha, upstream)
# %% ex-07-decay right: the solution's way
def learn_with_decay(target, penalty):
    alpha = 0.25
    for _ in range(400):
        error = prelu(x_fit, alpha) - prelu(x_fit, target)
        _, alpha_gradient = prelu_gradients(x_fit, alpha, error / len(x_fit))
        alpha = alpha - 0.2 * (alpha_gradient + penalty * alpha)
    return alpha
def expected(target, penalty):
    m = np.mean(np.minimum(x_fit, 0) ** 2)
    return target * m / (m + penalty)
# %% ex-07-decay right: by hand, without the library
def learn_with_decay(target, penalty):
    left = np.minimum(x_fit, 0)
    alpha = 0.25
    for _ in range(400):
        alpha -= 0.2 * (np.mean((alpha - target) * left * left) + penalty * alpha)
    return alpha
def expected(target, penalty):
    m = np.mean(np.minimum(x_fit, 0) ** 2)
    return target / (1 + penalty / m)
# %% ex-07-decay right: alpha as an array, the factor of decay taken out
def learn_with_decay(target, penalty):
    alpha = np.array([0.25])
    for _ in range(400):
        error = prelu(x_fit, alpha) - prelu(x_fit, target)
        gradient = prelu_gradients(x_fit, alpha, error / len(x_fit))[1]
        alpha = (1 - 0.2 * penalty) * alpha - 0.2 * gradient
    return alpha
expected = lambda target, penalty: target - target * penalty / (penalty + np.mean(np.minimum(x_fit, 0) ** 2))
# %% ex-07-decay wrong: the start, without a penalty | the loop knows of no penalty
def learn_with_decay(target, penalty):
    alpha = 0.25
    for _ in range(400):
        error = prelu(x_fit, alpha) - prelu(x_fit, target)
        _, alpha_gradient = prelu_gradients(x_fit, alpha, error / len(x_fit))
        alpha = alpha - 0.2 * alpha_gradient
    return alpha
def expected(target, penalty):
    m = np.mean(np.minimum(x_fit, 0) ** 2)
    return target
# %% ex-07-decay wrong: the penalty's own value in place of its slope | alpha has less loss and penalty
def learn_with_decay(target, penalty):
    alpha = 0.25
    for _ in range(400):
        error = prelu(x_fit, alpha) - prelu(x_fit, target)
        _, alpha_gradient = prelu_gradients(x_fit, alpha, error / len(x_fit))
        alpha = alpha - 0.2 * (alpha_gradient + penalty / 2 * alpha**2)
    return alpha
def expected(target, penalty):
    m = np.mean(np.minimum(x_fit, 0) ** 2)
    return target * m / (m + penalty)
# %% ex-07-decay wrong: twice the penalty | alpha has less loss and penalty
def learn_with_decay(target, penalty):
    alpha = 0.25
    for _ in range(400):
        error = prelu(x_fit, alpha) - prelu(x_fit, target)
        _, alpha_gradient = prelu_gradients(x_fit, alpha, error / len(x_fit))
        alpha = alpha - 0.2 * (alpha_gradient + 2 * penalty * alpha)
    return alpha
def expected(target, penalty):
    m = np.mean(np.minimum(x_fit, 0) ** 2)
    return target * m / (m + 2 * penalty)
# %% ex-07-decay wrong: the sign of the penalty | goes beyond the target
def learn_with_decay(target, penalty):
    alpha = 0.25
    for _ in range(400):
        error = prelu(x_fit, alpha) - prelu(x_fit, target)
        _, alpha_gradient = prelu_gradients(x_fit, alpha, error / len(x_fit))
        alpha = alpha - 0.2 * (alpha_gradient - penalty * alpha)
    return alpha
def expected(target, penalty):
    m = np.mean(np.minimum(x_fit, 0) ** 2)
    return target * m / (m - penalty)
# %% ex-07-decay wrong: the loop right, the formula without m | the formula gives
def learn_with_decay(target, penalty):
    alpha = 0.25
    for _ in range(400):
        error = prelu(x_fit, alpha) - prelu(x_fit, target)
        _, alpha_gradient = prelu_gradients(x_fit, alpha, error / len(x_fit))
        alpha = alpha - 0.2 * (alpha_gradient + penalty * alpha)
    return alpha
def expected(target, penalty):
    return target / (1 + penalty)
# %% ex-07-decay wrong: the printed number typed in | For the target -1.0
def learn_with_decay(target, penalty):
    return 1.5472
def expected(target, penalty):
    return 1.5472
# %% ex-07-decay wrong: the loop right, the formula without the penalty | the formula knows of no penalty
def learn_with_decay(target, penalty):
    alpha = 0.25
    for _ in range(400):
        error = prelu(x_fit, alpha) - prelu(x_fit, target)
        _, alpha_gradient = prelu_gradients(x_fit, alpha, error / len(x_fit))
        alpha = alpha - 0.2 * (alpha_gradient + penalty * alpha)
    return alpha
def expected(target, penalty):
    return target
# %% ex-07-without-asking right: undo as an array of one number
def my_leaky_relu(x, negative_slope=0.01):
    return np.maximum(x, 0) + negative_slope * np.minimum(x, 0)

undo = np.array(5.0)
# %% ex-07-without-asking wrong: no slope to choose | fixed inside the function
def my_leaky_relu(x):
    return np.maximum(x, 0.01 * x)

undo = 5
# %% ex-07-without-asking wrong: the start, behind a decorator | not yet right
def named(function):
    return lambda *given, **others: function(*given, **others)

@named
def my_leaky_relu(x, negative_slope=0.01):
    return np.maximum(negative_slope * x, x)

undo = 5
# %% ex-07-without-asking wrong: where under another name | without where
choose = np.where

def my_leaky_relu(x, negative_slope=0.01):
    return choose(x > 0, x, negative_slope * x)

undo = 5
# %% ex-07-find-the-mistake wrong: the mean is NaN | no finite number
def moments(a):
    return np.nan, (1 + a**2) / 2, (1 + a**2) / 2 - (1 - a) ** 2 / (2 * np.pi)
# %% ex-07-decay wrong: NaN by the formula | gives nan
def learn_with_decay(target, penalty):
    alpha, rate, half = 0.25, 0.5, np.mean(np.minimum(x_fit, 0) ** 2)
    for _ in range(500):
        alpha -= rate * (half * (alpha - target) + penalty * alpha)
    return alpha

def expected(target, penalty):
    return float("nan")
# %% ex-07-without-asking right: a helper that happens to be called where
def where(x):
    return np.maximum(x, 0)

def my_leaky_relu(x, negative_slope=0.01):
    return where(x) + negative_slope * np.minimum(x, 0)

undo = 5
# %% ex-07-decay wrong: ten steps only | a larger alpha has less loss and penalty
def learn_with_decay(target, penalty):
    alpha = 0.25
    for _ in range(10):
        error = prelu(x_fit, alpha) - prelu(x_fit, target)
        _, alpha_gradient = prelu_gradients(x_fit, alpha, error / len(x_fit))
        alpha = alpha - 0.2 * (alpha_gradient + penalty * alpha)
    return alpha


def expected(target, penalty):
    m = np.mean(np.minimum(x_fit, 0) ** 2)
    return target * m / (m + penalty)
# %% ex-07-decay wrong: the mean over the negative half | a smaller alpha has less loss and penalty
def learn_with_decay(target, penalty):
    alpha = 0.25
    for _ in range(400):
        error = prelu(x_fit, alpha) - prelu(x_fit, target)
        _, alpha_gradient = prelu_gradients(x_fit, alpha, error / len(x_fit))
        alpha = alpha - 0.2 * (alpha_gradient + penalty * alpha)
    return alpha


def expected(target, penalty):
    m = np.mean(x_fit[x_fit < 0] ** 2)
    return target * m / (m + penalty)
# %% ex-07-decay wrong: a number as text | the loop gives no number
def learn_with_decay(target, penalty):
    return "1.5"


def expected(target, penalty):
    m = np.mean(np.minimum(x_fit, 0) ** 2)
    return target * m / (m + penalty)
# %% ex-07-find-the-mistake wrong: variance and mean square swapped | in another order
def moments(a):
    mean, square = (1 - a) / np.sqrt(2 * np.pi), (1 + a**2) / 2
    return mean, square - mean**2, square
# %% ex-07-find-the-mistake wrong: two numbers | Return three numbers
def moments(a):
    mean, square = (1 - a) / np.sqrt(2 * np.pi), (1 + a**2) / 2
    return mean, square - mean**2
# %% ex-07-find-the-mistake wrong: a dict | Return three numbers
def moments(a):
    mean, square = (1 - a) / np.sqrt(2 * np.pi), (1 + a**2) / 2
    return {"mean": mean, "mean_square": square, "variance": square - mean**2}
# %% ex-07-without-asking wrong: a number as text | undo is to be one number
def my_leaky_relu(x, negative_slope=0.01):
    return np.maximum(x, 0) + negative_slope * np.minimum(x, 0)


undo = "5"
# %% ex-07-without-asking wrong: a function that undoes | undo is to be one number
def my_leaky_relu(x, negative_slope=0.01):
    return np.maximum(x, 0) + negative_slope * np.minimum(x, 0)


def undo(x):
    return my_leaky_relu(x, 5)
