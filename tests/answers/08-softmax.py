# %% ex-08-temperature right: by hand
temperature = 1 / np.log(10)
# %% ex-08-temperature right: typed as printed
temperature = 0.4343
# %% ex-08-temperature right: by bisection
low, high = 0.1, 5.0
for _ in range(60):
    temperature = (low + high) / 2
    a, b, _ = softmax(np.array([2.0, 1.0, 0.1]) / temperature)
    low, high = (temperature, high) if a > 10 * b else (low, temperature)
# %% ex-08-temperature right: in an array, with the logarithm to base 10
temperature = np.array([np.log10(np.e)])[0]
# %% ex-08-temperature wrong: the start | too hot
temperature = 1.0
# %% ex-08-temperature wrong: multiplied in place of divided | the other one
temperature = np.log(10)
# %% ex-08-temperature wrong: a tenth | too cold
temperature = 1 / 10
# %% ex-08-temperature wrong: the sign | above 0
temperature = -1 / np.log(10)
# %% ex-08-temperature wrong: twice as likely, as on the page | too hot
temperature = 1 / np.log(2)
# %% ex-08-temperature wrong: too few decimals | More decimals
temperature = 0.43
# %% ex-08-temperature wrong: ten as a number of bits | too cold
temperature = 1 / np.log2(10)
# %% ex-08-find-the-mistake right: softmax once more
def lowest(classes):
    scores = np.zeros((1, classes))
    scores[0, 0] = 50.0
    loss, _ = softmax_cross_entropy(softmax(scores), np.array([0]))
    return loss
# %% ex-08-find-the-mistake right: on paper
def lowest(classes):
    return np.log(np.e + classes - 1) - 1
# %% ex-08-find-the-mistake right: the logarithm of a share
def lowest(classes):
    best = [1.0] + [0.0] * (classes - 1)
    return -log_softmax(best)[0]
# %% ex-08-find-the-mistake right: plain Python
import math
def lowest(classes):
    return -math.log(math.e / (math.e + (classes - 1)))
# %% ex-08-find-the-mistake wrong: the start, softmax once | without the mistake
def lowest(classes):
    scores = np.zeros((1, classes))
    scores[0, 0] = 50.0
    loss, _ = softmax_cross_entropy(scores, np.array([0]))
    return loss
# %% ex-08-find-the-mistake wrong: the number of the task typed in | For 2 classes
def lowest(classes):
    return 0.5514
# %% ex-08-find-the-mistake wrong: the rounded number of the task | cannot get as low
def lowest(classes):
    return 0.55
# %% ex-08-find-the-mistake wrong: equal shares | equal scores
def lowest(classes):
    return np.log(classes)
# %% ex-08-find-the-mistake wrong: the logarithm of the sum, without the right score | lose no more
def lowest(classes):
    return np.log(np.e + classes - 1)
# %% ex-08-find-the-mistake wrong: all classes beside the right one | can do better
def lowest(classes):
    return np.log(np.e + classes) - 1
# %% ex-08-find-the-mistake wrong: three classes always | For 2 classes
def lowest(classes):
    return np.log(np.e + 2) - 1
# %% ex-08-find-the-mistake wrong: the share in place of its logarithm | such a network
def lowest(classes):
    return softmax([1.0] + [0.0] * (classes - 1))[0]
# %% ex-08-jacobian right: the unit matrix in the right type
def my_jacobian(x):
    p = softmax(x)
    unit = np.eye(p.shape[-1], dtype=p.dtype)
    return p[..., :, None] * (unit - p[..., None, :])
# %% ex-08-jacobian right: less the products, the diagonal put back
def my_jacobian(x):
    p = softmax(x)
    matrices = -p[..., :, None] * p[..., None, :]
    places = np.arange(p.shape[-1])
    matrices[..., places, places] = p * (1 - p)
    return matrices
# %% ex-08-jacobian right: with einsum
def my_jacobian(x):
    p = softmax(x)
    unit = np.eye(p.shape[-1], dtype=p.dtype)
    return np.einsum("...i,ij->...ij", p, unit) - np.einsum("...i,...j->...ij", p, p)
# %% ex-08-jacobian wrong: the start, one sample only | right for one row
def my_jacobian(x):
    p = softmax(x)
    return np.diag(p) - np.outer(p, p)
# %% ex-08-jacobian wrong: the type is lost | float32 goes in
def my_jacobian(x):
    p = softmax(x)
    return p[..., :, None] * (np.eye(p.shape[-1]) - p[..., None, :])
# %% ex-08-jacobian wrong: the diagonal alone | not yet right
def my_jacobian(x):
    p = softmax(x)
    return p[..., :, None] * np.eye(p.shape[-1], dtype=p.dtype)
# %% ex-08-jacobian wrong: the slopes of separate sigmoids | not yet right
def my_jacobian(x):
    p = softmax(x)
    return p * (1 - p)
# %% ex-08-jacobian wrong: the sign | not yet right
def my_jacobian(x):
    p = softmax(x)
    return p[..., :, None] * (np.eye(p.shape[-1], dtype=p.dtype) + p[..., None, :])
# %% ex-08-jacobian wrong: p on the outside forgotten | not yet right
def my_jacobian(x):
    p = softmax(x)
    return np.eye(p.shape[-1], dtype=p.dtype) - p[..., :, None] * p[..., None, :]
# %% ex-08-jacobian wrong: the factor p forgotten | lacks a factor
def my_jacobian(x):
    p = softmax(x)
    return np.eye(p.shape[-1], dtype=p.dtype) - p[..., None, :]
# %% ex-08-jacobian wrong: the library's | library's own
def my_jacobian(x):
    return softmax_jacobian(x)
# %% ex-08-jacobian wrong: the library's under another name | library's own
my_jacobian = softmax_jacobian
# %% ex-08-backward right: less the weighted mean
def softmax_backward(p, g):
    return p * (g - np.sum(p * g, axis=-1, keepdims=True))
# %% ex-08-backward right: the two parts apart
def softmax_backward(p, g):
    first = p * g
    return first - p * first.sum(axis=1)[:, None]
# %% ex-08-backward right: with einsum
def softmax_backward(p, g):
    return p * g - p * np.einsum("bi,bi->b", p, g)[:, np.newaxis]
# %% ex-08-backward right: row by row
def softmax_backward(p, g):
    return np.array([row * (up - row @ up) for row, up in zip(p, g)])
# %% ex-08-backward wrong: the start, the first part alone | sums to
def softmax_backward(p, g):
    return p * g
# %% ex-08-backward wrong: summed over the whole batch | sums to
def softmax_backward(p, g):
    return p * (g - np.sum(p * g))
# %% ex-08-backward wrong: summed down the columns | sums to
def softmax_backward(p, g):
    return p * (g - np.sum(p * g, axis=0))
# %% ex-08-backward wrong: the sum of g without p | sums to
def softmax_backward(p, g):
    return p * (g - np.sum(g, axis=-1, keepdims=True))
# %% ex-08-backward wrong: separate sigmoids | sums to
def softmax_backward(p, g):
    return p * (1 - p) * g
# %% ex-08-backward wrong: the sign | the matrix says otherwise
def softmax_backward(p, g):
    return p * (np.sum(p * g, axis=-1, keepdims=True) - g)
# %% ex-08-backward wrong: keepdims forgotten | broadcast
def softmax_backward(p, g):
    return p * (g - np.sum(p * g, axis=-1))
# %% ex-08-backward wrong: zeros, which sum to 0 | the matrix says otherwise
def softmax_backward(p, g):
    return np.zeros_like(g)
# %% ex-08-temperature wrong: the logarithm of a negative number | NaN, which is not a number
with np.errstate(invalid="ignore"):
    temperature = np.log(-10.0)
# %% ex-08-find-the-mistake wrong: the logarithm of a negative number | your answer is nan
def lowest(n):
    with np.errstate(invalid="ignore"):
        return np.log(1.0 - n)
# %% ex-08-backward wrong: a matrix for each row | makes a matrix of a million numbers
def softmax_backward(p, g):
    return np.array([(np.diag(row) - np.outer(row, row)) @ up for row, up in zip(p, g)])
# %% ex-08-backward wrong: the sum of the first row for all | a row sums to
def softmax_backward(p, g):
    return p * (g - np.sum(p[0] * g[0]))
# %% ex-08-backward wrong: g is lowered in place | changes the numbers that it is given
def softmax_backward(p, g):
    g -= np.sum(p * g, axis=-1, keepdims=True)
    return p * g
# %% ex-08-jacobian wrong: four classes only | broadcast together
def my_jacobian(x):
    p = softmax(x)
    return np.eye(4) * p[..., None] - p[..., None] * p[..., None, :]
# %% ex-08-temperature right: an array of one number
temperature = np.array([1 / np.log(10)])
# %% ex-08-temperature wrong: a number as text | One temperature is asked for
temperature = "0.43429448"
# %% ex-08-find-the-mistake wrong: loss and gradient | you return two things
def lowest(classes):
    scores = np.zeros((1, classes))
    scores[0, 0] = 50.0
    return softmax_cross_entropy(softmax(scores), np.array([0]))
# %% ex-08-find-the-mistake wrong: printed instead of returned | one number is asked for
def lowest(classes):
    print(np.log(np.e + classes - 1) - 1)
# %% ex-08-backward wrong: half as many digits | digits are missing
def softmax_backward(p, g):
    p, g = np.float32(p), np.float32(g)
    return p * (g - np.sum(p * g, axis=-1, keepdims=True))
# %% ex-08-backward wrong: printed instead of returned | returns nothing
def softmax_backward(p, g):
    print(p * (g - np.sum(p * g, axis=-1, keepdims=True)))
