"""2-64-3 written for speed alone, in NumPy: the limit line that ``benchmarks.training`` draws.

Every array is made before the first step, every step writes into them, and nothing is general: ReLU between
two dense layers, softmax with cross-entropy, Adam, all samples at each step. It records what actlib records:
loss, accuracy and the length of the gradient at every step. It shares no code with actlib.
"""

import math

import numpy as np


def train(x, labels, weights, rate, epochs, betas=(0.9, 0.999), epsilon=1e-8):
    """Return losses, accuracies and gradient norms; ``weights`` are two pairs (W, b), not written to."""
    (W1, b1), (W2, b2) = weights
    dtype, count = x.dtype, len(x)
    hidden, classes = W2.shape

    def by_columns(columns, new=np.empty):
        # NumPy's registers are as wide as a line of the cache. Here no register takes parts of two lines.
        memory = new(count * columns * dtype.itemsize + 64, np.uint8)
        return np.ndarray((count, columns), dtype, memory, -memory.ctypes.data % 64, order="F")

    # A bias is the weight of one more input that is always 1. All parameters are parts of one vector.
    parameters = np.concatenate([W1.ravel(), b1, W2.ravel(), b2])
    gradients, means, squares = (np.zeros_like(parameters) for _ in range(3))
    step, root = np.empty_like(parameters), np.empty_like(parameters)
    split = W1.size + b1.size
    V1, V2 = parameters[:split].reshape(-1, hidden), parameters[split:].reshape(-1, classes)
    V1_gradient, V2_gradient = gradients[:split].reshape(-1, hidden), gradients[split:].reshape(-1, classes)
    W2_transposed = V2[:-1].T

    x_and_1, h_and_1 = by_columns(x.shape[1] + 1), by_columns(hidden + 1)
    x_and_1[:, :-1], x_and_1[:, -1], h_and_1[:, -1] = x, 1, 1
    h, slopes, upstream = h_and_1[:, :-1], by_columns(hidden), by_columns(hidden)
    logits, p = by_columns(classes), by_columns(classes)
    logits_by_class, p_by_class = logits.T, p.T
    largest, totals = np.empty(count, dtype), np.empty(count, dtype)
    zeros = by_columns(hidden, np.zeros)
    is_above = np.empty(slopes.shape, bool, order="F")
    one_or_zero = is_above.view(np.int8) if dtype.itemsize > 4 else is_above  # each is the quicker one
    mean_one_hot = np.ascontiguousarray((np.eye(classes) / count)[labels].T, dtype)
    places = labels * count + np.arange(count)
    # Constants in the dtype of the arrays: a Python number is converted anew at every call.
    beta1, beta2, rest1, rest2, zero, one_sample, small, factor = (
        np.array(value, dtype) for value in (*betas, 1 - betas[0], 1 - betas[1], 0, 1 / count, 0, 0)
    )
    power1 = power2 = 1.0
    losses, accuracies, norms = [], [], []
    for _ in range(epochs):
        np.matmul(x_and_1, V1, out=h)
        np.maximum(h, zeros, out=h)
        np.greater(h, zero, out=is_above)
        np.copyto(slopes, one_or_zero)
        np.matmul(h_and_1, V2, out=logits)

        np.maximum.reduce(logits_by_class, out=largest)
        np.subtract(logits_by_class, largest, out=p_by_class)
        below_largest = p_by_class.take(places)
        if np.count_nonzero(p) == p.size - count:  # one class is ahead everywhere
            hits = count - np.count_nonzero(below_largest)
        else:
            hits = np.count_nonzero(logits.argmax(axis=1) == labels)
        accuracies.append(int(hits) / count)
        np.exp(p, out=p)
        np.add.reduce(p_by_class, out=totals)
        p_by_class *= np.divide(one_sample, totals, out=largest)
        p_by_class -= mean_one_hot
        np.log(totals, out=totals)
        totals -= below_largest
        losses.append(float(np.add.reduce(totals)) / count)

        np.dot(h_and_1.T, p, out=V2_gradient)
        np.matmul(p, W2_transposed, out=upstream)
        upstream *= slopes
        np.dot(x_and_1.T, upstream, out=V1_gradient)
        norms.append(math.sqrt(gradients.dot(gradients)))

        power1, power2 = power1 * betas[0], power2 * betas[1]
        means *= beta1
        np.multiply(gradients, rest1, out=step)
        means += step
        squares *= beta2
        np.multiply(gradients, gradients, out=step)
        step *= rest2
        squares += step
        # rate · (m / (1 - β1ᵗ)) / (√(v / (1 - β2ᵗ)) + ε), with the roots of the weights drawn out of the root
        weight = math.sqrt(1 - power2)
        small[()], factor[()] = epsilon * weight, rate * weight / (1 - power1)
        np.sqrt(squares, out=root)
        root += small
        np.divide(means, root, out=step)
        step *= factor
        parameters -= step
    return losses, accuracies, norms
