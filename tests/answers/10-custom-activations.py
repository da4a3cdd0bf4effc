# %% ex-10-bent right: by the chain rule
def bent(x):
    return (np.sqrt(x**2 + 1) - 1) / 2 + x
def bent_derivative(x):
    return x / (2 * np.sqrt(x**2 + 1)) + 1
# %% ex-10-bent right: with hypot
bent = lambda x: 0.5 * np.hypot(x, 1) - 0.5 + x
bent_derivative = lambda x: 1 + 0.5 * x / np.hypot(x, 1)
# %% ex-10-bent right: the slope by complex step
def bent(x):
    return x + ((x * x + 1) ** 0.5 - 1) / 2
def bent_derivative(x):
    return np.imag(bent(x + 1e-20j)) / 1e-20
# %% ex-10-bent wrong: the start, the root not differentiated | the slope differs most
def bent(x):
    return (np.sqrt(x**2 + 1) - 1) / 2 + x
def bent_derivative(x):
    return np.sqrt(x**2 + 1) / 2 + 1
# %% ex-10-bent wrong: the inner derivative forgotten | the slope differs most
def bent(x):
    return (np.sqrt(x**2 + 1) - 1) / 2 + x
def bent_derivative(x):
    return 1 / (2 * np.sqrt(x**2 + 1)) + 1
# %% ex-10-bent wrong: the half forgotten | the slope differs most
def bent(x):
    return (np.sqrt(x**2 + 1) - 1) / 2 + x
def bent_derivative(x):
    return x / np.sqrt(x**2 + 1) + 1
# %% ex-10-bent wrong: the 1 of x forgotten | the slope differs most
def bent(x):
    return (np.sqrt(x**2 + 1) - 1) / 2 + x
def bent_derivative(x):
    return x / (2 * np.sqrt(x**2 + 1))
# %% ex-10-bent wrong: another function whose slope fits it | not yet the function
def bent(x):
    return np.sqrt(x**2 + 1) / 2 + x
def bent_derivative(x):
    return x / (2 * np.sqrt(x**2 + 1)) + 1
# %% ex-10-bent wrong: the identity, which does not bend | not yet the function
def bent(x):
    return x
def bent_derivative(x):
    return np.ones_like(x)
# %% ex-10-mistake right: x in place of its size
def mended(x):
    return np.where(x <= 2, relu(x), 2 + np.tanh(x - 2))
# %% ex-10-mistake right: a sum without a question
def mended(x):
    return np.clip(x, 0, 2) + np.tanh(relu(x - 2))
# %% ex-10-mistake right: a tanh on the left as well
def mended(x):
    return np.where(np.abs(x) <= 2, relu(x), np.where(x > 2, 2 + np.tanh(x - 2), np.tanh(x + 2)))
# %% ex-10-mistake right: two conditions
def mended(x):
    return np.select([x <= 0, x <= 2], [0.0 * np.minimum(x, 0), x], 2 + np.tanh(x - 2))
# %% ex-10-mistake wrong: the start, one jump left | At -2 it jumps
def mended(x):
    return np.where(np.abs(x) <= 2, relu(x), 2 + np.tanh(x - 2))
# %% ex-10-mistake wrong: all zeros | stay a ReLU
def mended(x):
    return np.zeros_like(x)
# %% ex-10-mistake wrong: the hybrid with its jump at 2 | Right of 2
def mended(x):
    return np.where(x <= 2, relu(x), np.tanh(x))
# %% ex-10-mistake wrong: ReLU everywhere | Right of 2
def mended(x):
    return relu(x)
# %% ex-10-mistake wrong: soft clip, smooth and another function | stay a ReLU
def mended(x):
    return soft_clip(x, 2.0)
# %% ex-10-mistake wrong: minus the right side on the left | At -2 it jumps
def mended(x):
    return np.where(np.abs(x) <= 2, relu(x), np.sign(x) * (2 + np.tanh(np.abs(x) - 2)))
# %% ex-10-mistake wrong: the jump moved to the left | There is a jump at -3
def mended(x):
    return np.where(np.abs(x + 0.5) <= 2.5, relu(x), 2 + np.tanh(x - 2))
# %% ex-10-learn right: with the sign
def threshold_slope(x, t):
    return np.sign(x) * np.tanh(np.maximum(np.abs(x) - t, 0)) ** 2
# %% ex-10-learn right: three cases
def threshold_slope(x, t):
    if x > t:
        return np.tanh(x - t) ** 2
    if x < -t:
        return -(np.tanh(x + t) ** 2)
    return 0
# %% ex-10-learn right: where, one less the inner slope
def threshold_slope(x, t):
    return np.where(np.abs(x) > t, np.sign(x) * (1 - 1 / np.cosh(np.abs(x) - t) ** 2), 0.0)
# %% ex-10-learn right: from the slope of soft clip itself
def threshold_slope(x, t):
    return np.sign(x) * (1 - soft_clip_derivative(x, t))
# %% ex-10-learn wrong: the start, without sign and without an inside | wrong sign
def threshold_slope(x, t):
    return np.tanh(np.abs(x) - t) ** 2
# %% ex-10-learn wrong: the inside not set to 0 | plays no part
def threshold_slope(x, t):
    return np.sign(x) * np.tanh(np.abs(x) - t) ** 2
# %% ex-10-learn wrong: the inside right, the sign forgotten | On the left, the slope has the wrong sign
def threshold_slope(x, t):
    return np.tanh(np.maximum(np.abs(x) - t, 0)) ** 2
# %% ex-10-learn wrong: the slope with respect to x | differs from the central difference
def threshold_slope(x, t):
    return np.where(np.abs(x) > t, soft_clip_derivative(x, t), 0)
# %% ex-10-learn wrong: the threshold inside of tanh forgotten | differs from the central difference
def threshold_slope(x, t):
    return np.where(np.abs(x) > t, np.sign(x), 0)
# %% ex-10-learn wrong: the square forgotten | differs from the central difference
def threshold_slope(x, t):
    return np.sign(x) * np.tanh(np.maximum(np.abs(x) - t, 0))
# %% ex-10-learn wrong: zero everywhere | differs from the central difference
def threshold_slope(x, t):
    return 0.0
