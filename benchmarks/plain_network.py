"""A network the way popular tutorials write one, in NumPy alone: to check actlib's network, and to time it.

It shares no code with actlib. Each layer is an object that keeps what its backward pass needs, every
step makes new arrays, the batch is the whole data set, and loss and accuracy are computed each epoch.
"""

import numpy as np


class Dense:
    """An affine layer: inputs @ weights + biases."""

    def __init__(self, weights, biases):
        self.weights = np.array(weights)
        self.biases = np.array(biases)

    def forward(self, inputs):
        self.inputs = inputs
        self.output = np.dot(inputs, self.weights) + self.biases
        return self.output

    def backward(self, upstream, l2):
        self.weights_gradient = np.dot(self.inputs.T, upstream)
        if l2 > 0:
            self.weights_gradient = self.weights_gradient + l2 * self.weights
        self.biases_gradient = np.sum(upstream, axis=0)
        return np.dot(upstream, self.weights.T)


class ReLU:
    """max(0, inputs), with slope 0 at 0."""

    def forward(self, inputs):
        self.inputs = inputs
        self.output = np.maximum(0, inputs)
        return self.output

    def backward(self, upstream):
        gradient = upstream.copy()
        gradient[self.inputs <= 0] = 0
        return gradient


class SoftmaxCrossEntropy:
    """Mean cross-entropy of the softmax of logits against integer labels."""

    def forward(self, logits, labels):
        shifted = logits - np.max(logits, axis=1, keepdims=True)
        exponentials = np.exp(shifted)
        sums = np.sum(exponentials, axis=1, keepdims=True)
        self.labels = labels
        self.probabilities = exponentials / sums
        log_probabilities = shifted - np.log(sums)
        return -np.mean(log_probabilities[np.arange(len(labels)), labels])

    def backward(self):
        gradient = self.probabilities.copy()
        gradient[np.arange(len(self.labels)), self.labels] -= 1
        return gradient / len(self.labels)


class SGD:
    """Gradient descent as PyTorch's: velocity = momentum * velocity + gradient."""

    def __init__(self, learning_rate=1.0, momentum=0.0, nesterov=False, decay=0.0):
        self.learning_rate = learning_rate
        self.momentum = momentum
        self.nesterov = nesterov
        self.decay = decay
        self.steps = 0
        self.velocity = {}

    def step(self, layers):
        rate = self.learning_rate / (1 + self.decay * self.steps)
        for number, layer in enumerate(layers):
            layer.weights = layer.weights - rate * self.direction((number, "W"), layer.weights_gradient)
            layer.biases = layer.biases - rate * self.direction((number, "b"), layer.biases_gradient)
        self.steps += 1

    def direction(self, key, gradient):
        if self.momentum == 0:
            return gradient
        self.velocity[key] = self.momentum * self.velocity.get(key, 0) + gradient
        return gradient + self.momentum * self.velocity[key] if self.nesterov else self.velocity[key]


class AdaGrad:
    """Each gradient over the root of the sum of its squares so far."""

    def __init__(self, learning_rate=0.01, decay=0.0, epsilon=1e-10):
        self.learning_rate = learning_rate
        self.decay = decay
        self.epsilon = epsilon
        self.steps = 0
        self.squares = {}

    def step(self, layers):
        rate = self.learning_rate / (1 + self.decay * self.steps)
        for number, layer in enumerate(layers):
            layer.weights = layer.weights - rate * self.direction((number, "W"), layer.weights_gradient)
            layer.biases = layer.biases - rate * self.direction((number, "b"), layer.biases_gradient)
        self.steps += 1

    def direction(self, key, gradient):
        self.squares[key] = self.squares.get(key, 0) + gradient**2
        return gradient / (np.sqrt(self.squares[key]) + self.epsilon)


class RMSProp:
    """Each gradient over the root of a moving average of its squares."""

    def __init__(self, learning_rate=0.01, decay=0.0, alpha=0.99, epsilon=1e-8):
        self.learning_rate = learning_rate
        self.decay = decay
        self.alpha = alpha
        self.epsilon = epsilon
        self.steps = 0
        self.squares = {}

    def step(self, layers):
        rate = self.learning_rate / (1 + self.decay * self.steps)
        for number, layer in enumerate(layers):
            layer.weights = layer.weights - rate * self.direction((number, "W"), layer.weights_gradient)
            layer.biases = layer.biases - rate * self.direction((number, "b"), layer.biases_gradient)
        self.steps += 1

    def direction(self, key, gradient):
        self.squares[key] = self.alpha * self.squares.get(key, 0) + (1 - self.alpha) * gradient**2
        return gradient / (np.sqrt(self.squares[key]) + self.epsilon)


class Adam:
    """Moving averages of gradient and square, each divided by what it lacks for having started at 0."""

    def __init__(self, learning_rate=0.001, decay=0.0, betas=(0.9, 0.999), epsilon=1e-8):
        self.learning_rate = learning_rate
        self.decay = decay
        self.betas = betas
        self.epsilon = epsilon
        self.steps = 0
        self.means = {}
        self.squares = {}

    def step(self, layers):
        rate = self.learning_rate / (1 + self.decay * self.steps)
        for number, layer in enumerate(layers):
            layer.weights = layer.weights - rate * self.direction((number, "W"), layer.weights_gradient)
            layer.biases = layer.biases - rate * self.direction((number, "b"), layer.biases_gradient)
        self.steps += 1

    def direction(self, key, gradient):
        beta1, beta2 = self.betas
        self.means[key] = beta1 * self.means.get(key, 0) + (1 - beta1) * gradient
        self.squares[key] = beta2 * self.squares.get(key, 0) + (1 - beta2) * gradient**2
        mean = self.means[key] / (1 - beta1 ** (self.steps + 1))
        square = self.squares[key] / (1 - beta2 ** (self.steps + 1))
        return mean / (np.sqrt(square) + self.epsilon)


def train(x, labels, weights, optimizer, epochs=100, l2=0.0):
    """Train dense layers, with a ReLU between each two, on the whole data set at each step.

    Parameters
    ----------
    x : ndarray, shape (samples, inputs)
    labels : ndarray of int, shape (samples,)
    weights : list of (W, b)
        Initial weights of each layer: W of shape (inputs, outputs), b of shape (outputs,). They are not
        written to.
    optimizer : SGD, AdaGrad, RMSProp or Adam
        A new one, which has made no step.
    epochs : int
    l2 : float
        Half of it times the sum of all squared W is added to the loss; biases are not penalized.

    Returns
    -------
    losses, accuracies : list of float, length epochs
        On the data, before the step of that epoch; the loss with its penalty.
    weights : list of (W, b)
        After the last step.
    """
    dense = [Dense(*pair) for pair in weights]
    activations = [ReLU() for _ in dense[1:]]
    cross_entropy = SoftmaxCrossEntropy()
    losses, accuracies = [], []
    for _ in range(epochs):
        output = dense[0].forward(x)
        for activation, layer in zip(activations, dense[1:], strict=True):
            output = layer.forward(activation.forward(output))
        loss = cross_entropy.forward(output, labels)
        if l2 > 0:
            loss = loss + 0.5 * l2 * sum(np.sum(layer.weights**2) for layer in dense)
        losses.append(float(loss))
        accuracies.append(float(np.mean(np.argmax(cross_entropy.probabilities, axis=1) == labels)))

        upstream = dense[-1].backward(cross_entropy.backward(), l2)
        for activation, layer in zip(activations[::-1], dense[-2::-1], strict=True):
            upstream = layer.backward(activation.backward(upstream), l2)
        optimizer.step(dense)
    return losses, accuracies, [(layer.weights, layer.biases) for layer in dense]
