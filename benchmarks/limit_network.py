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

    def by_columns(columns):
        return np.empty((count, columns), dtype, order="F")

    # A bias is the weight of one more input that is always 1. All parameters are parts of one vector.
    parameters = np.concatenate([W1.ravel(), b1, W2.ravel(), b2])
    gradients, means, squares = (np.zeros_like(parameters) for _ in range(3))
    step, root = np.empty_like(parameters), np.empty_like(parameters)
    split = W1.size + b1.size
    V1, V2 = parameters[:split].reshape(-1, hidden), parameters[split:].reshape(-1, classes)
    V1_gradient, V2_gradient = gradients[:split].reshape(-1, hidden), gradients[split:].reshape(-1, classes)
    W2_transposed = V2[:-1].T

    x_and_1 = np.ones((count, x.shape[1] + 1), dtype, order="F")
    x_and_1[:, :-1] = x
    h_and_1 = np.ones((count, hidden + 1), dtype, order="F")
    h, sums, upstream = h_and_1[:, :-1], by_columns(hidden), by_columns(hidden)
    logits, p = by_columns(classes), by_columns(classes)
    largest, totals = np.empty((count, 1), dtype), np.empty((count, 1), dtype)
    zeros, zero = np.zeros_like(sums), np.array(0, dtype)
    is_above = np.empty(sums.shape, bool, order="F")
    one_hot = np.asfortranarray(np.eye(classes, dtype=dtype)[labels])
    places = labels * count + np.arange(count)
    p_in_a_row = p.T.ravel()
    # Constants in the dtype of the arrays: a Python number is converted anew at every call.
    beta1, beta2, rest1, rest2, n = (
        np.array(value, dtype) for value in (*betas, 1 - betas[0], 1 - betas[1], count)
    )
    power1 = power2 = 1.0
    losses, accuracies, norms = [], [], []
    for _ in range(epochs):
        np.matmul(x_and_1, V1, out=sums)
        np.maximum(sums, zeros, out=h)
        np.greater(sums, zero, out=is_above)
        np.copyto(sums, is_above)  # the slopes from here on
        np.matmul(h_and_1, V2, out=logits)

        np.maximum.reduce(logits, axis=1, keepdims=True, out=largest)
        np.subtract(logits, largest, out=p)
        log_p = np.add.reduce(p_in_a_row.take(places))
        np.exp(p, out=p)
        np.add.reduce(p, axis=1, keepdims=True, out=totals)
        p /= totals
        losses.append(float(np.add.reduce(np.log(totals, out=totals), axis=None) - log_p) / count)
        accuracies.append(int(np.count_nonzero(logits.argmax(axis=1) == labels)) / count)

        p -= one_hot
        p /= n
        np.matmul(h_and_1.T, p, out=V2_gradient)
        np.matmul(p, W2_transposed, out=upstream)
        upstream *= sums
        np.matmul(x_and_1.T, upstream, out=V1_gradient)
        norms.append(math.sqrt(gradients @ gradients))

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
        np.sqrt(squares, out=root)
        root += dtype.type(epsilon * weight)
        np.divide(means, root, out=step)
        step *= dtype.type(rate * weight / (1 - power1))
        parameters -= step
    return losses, accuracies, norms
