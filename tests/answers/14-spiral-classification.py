# %% ex-14-steps right: products and roots
places = {
    "SGD": [0.9, 0.9**2, 0.9**3],
    "momentum": [0.9, 0.9 - 0.1 * 1.8, 0.72 - 0.1 * 2.34],
    "AdaGrad": [0.9, 0.9 - 0.09 / np.sqrt(1.81), 0.8331 - 0.08331 / np.sqrt(1.81 + 0.8331**2)],
}
# %% ex-14-steps right: the printed digits
places = {
    "SGD": (0.900, 0.810, 0.729),
    "momentum": (0.900, 0.720, 0.486),
    "AdaGrad": (0.900, 0.833, 0.780),
}
# %% ex-14-steps right: loops
places = {"SGD": [], "momentum": [], "AdaGrad": []}
x = 1
for _ in range(3):
    x -= 0.1 * x
    places["SGD"].append(x)
x, velocity = 1, 0
for _ in range(3):
    velocity = 0.9 * velocity + x
    x -= 0.1 * velocity
    places["momentum"].append(x)
x, squares = 1, 0
for _ in range(3):
    squares += x**2
    x -= 0.1 * x / squares**0.5
    places["AdaGrad"].append(x)
# %% ex-14-steps right: arrays
places = {
    "SGD": np.array([0.9, 0.81, 0.729]),
    "momentum": np.array([0.9, 0.72, 0.486]),
    "AdaGrad": np.array([0.9, 0.8331, 0.7805]),
}
# %% ex-14-steps wrong: the start | replace the three dots
places = {
    "SGD": [0.9, ..., ...],
    "momentum": [0.9, ..., ...],
    "AdaGrad": [..., ..., ...],
}
# %% ex-14-steps wrong: 0.1 is taken away each time | SGD: place 2 should be higher
places = {"SGD": [0.9, 0.8, 0.7], "momentum": [0.9, 0.72, 0.486], "AdaGrad": [0.9, 0.833, 0.780]}
# %% ex-14-steps wrong: the start is among the places | without the start
places = {
    "SGD": [1, 0.9, 0.81, 0.729],
    "momentum": [1, 0.9, 0.72, 0.486],
    "AdaGrad": [1, 0.9, 0.833, 0.780],
}
# %% ex-14-steps wrong: the velocity is forgotten | momentum: place 2 should be lower
places = {"SGD": [0.9, 0.81, 0.729], "momentum": [0.9, 0.81, 0.729], "AdaGrad": [0.9, 0.833, 0.780]}
# %% ex-14-steps wrong: only a tenth of the new slope is added, as Adam does | momentum: place 1 should be lower
places = {"SGD": [0.9, 0.81, 0.729], "momentum": [0.99, 0.9711, 0.9443], "AdaGrad": [0.9, 0.833, 0.78]}
# %% ex-14-steps wrong: divided by the newest slope alone | AdaGrad: place 2 should be higher
places = {"SGD": [0.9, 0.81, 0.729], "momentum": [0.9, 0.72, 0.486], "AdaGrad": [0.9, 0.8, 0.7]}
# %% ex-14-steps wrong: the root is forgotten | AdaGrad: place 2 should be lower
places = {"SGD": [0.9, 0.81, 0.729], "momentum": [0.9, 0.72, 0.486], "AdaGrad": [0.9, 0.8503, 0.8168]}
# %% ex-14-steps wrong: AdaGrad is missing | no 'AdaGrad'
places = {"SGD": [0.9, 0.81, 0.729], "momentum": [0.9, 0.72, 0.486]}
# %% ex-14-mistake right: another seed
x_hers, labels_hers = data.spiral(100, 3, np.random.default_rng(0), angle_scale=2.5)
held_out = data.spiral(100, 3, np.random.default_rng(1), angle_scale=2.5)
# %% ex-14-mistake right: one generator draws both
rng = np.random.default_rng(0)
x_hers, labels_hers = data.spiral(100, 3, rng, angle_scale=2.5)
held_out = data.spiral(100, 3, rng, angle_scale=2.5)
# %% ex-14-mistake right: the page's harder_spiral, more points
x_hers, labels_hers = harder_spiral(0)
held_out = harder_spiral(1234, points=500)
# %% ex-14-mistake right: one draw, split
points, arms = data.spiral(200, 3, np.random.default_rng(3), angle_scale=2.5)
x_hers, labels_hers = points[::2], arms[::2]
held_out = [points[1::2], arms[1::2]]
# %% ex-14-mistake wrong: the start | are training points
x_hers, labels_hers = data.spiral(100, 3, np.random.default_rng(0), angle_scale=2.5)
held_out = data.spiral(100, 3, np.random.default_rng(0), angle_scale=2.5)
# %% ex-14-mistake wrong: the training points moved by a billionth | hardly moved
x_hers, labels_hers = data.spiral(100, 3, np.random.default_rng(0), angle_scale=2.5)
held_out = x_hers + 1e-9, labels_hers
# %% ex-14-mistake wrong: a little noise on the training points | hardly moved
x_hers, labels_hers = data.spiral(100, 3, np.random.default_rng(0), angle_scale=2.5)
held_out = x_hers + 0.005 * np.random.default_rng(1).normal(size=x_hers.shape), labels_hers
# %% ex-14-mistake wrong: more noise on the training points | hardly moved
x_hers, labels_hers = data.spiral(100, 3, np.random.default_rng(0), angle_scale=2.5)
held_out = x_hers + 0.02 * np.random.default_rng(3).normal(size=x_hers.shape), labels_hers
# %% ex-14-mistake wrong: some of the training points | are training points
x_hers, labels_hers = data.spiral(100, 3, np.random.default_rng(0), angle_scale=2.5)
held_out = x_hers[::3], labels_hers[::3]
# %% ex-14-mistake wrong: shuffled, but the same points | are training points
x_hers, labels_hers = data.spiral(100, 3, np.random.default_rng(0), angle_scale=2.5)
order = np.random.default_rng(1).permutation(300)
held_out = x_hers[order], labels_hers[order]
# %% ex-14-mistake wrong: another spiral | where the harder spiral is
x_hers, labels_hers = data.spiral(100, 3, np.random.default_rng(0), angle_scale=2.5)
held_out = data.spiral(100, 3, np.random.default_rng(1))
# %% ex-14-mistake wrong: new points with labels that are shuffled | where the harder spiral is
x_hers, labels_hers = data.spiral(100, 3, np.random.default_rng(0), angle_scale=2.5)
rng = np.random.default_rng(1)
held_out = data.spiral(100, 3, rng, angle_scale=2.5)[0], rng.permutation(labels_hers)
# %% ex-14-mistake wrong: half new, half old | are training points
x_hers, labels_hers = data.spiral(100, 3, np.random.default_rng(0), angle_scale=2.5)
new, arms = data.spiral(100, 3, np.random.default_rng(1), angle_scale=2.5)
held_out = np.concatenate([new, x_hers]), np.concatenate([arms, labels_hers])
# %% ex-14-nonsense right: one generator for all
def nonsense(seed):
    rng = np.random.default_rng(seed)
    points, arms = data.spiral(20, 3, rng)
    arms = rng.permutation(arms)
    network = network_of(seed, width=200)
    network.fit(points, arms, Adam(0.05), epochs=1500, measure_every=1500)
    return network.evaluate(points, arms)[1], network.evaluate(*data.spiral(1000, 3, rng))[1]
# %% ex-14-nonsense right: shuffled in place, accuracies by hand, a list returned
def nonsense(seed):
    points, arms = data.spiral(20, 3, np.random.default_rng(seed))
    np.random.default_rng(seed + 50).shuffle(arms)
    network = Network([Dense(2, 200, np.random.default_rng(seed)), "relu", Dense(200, 3, np.random.default_rng(9))])
    network.fit(points, arms, Adam(0.05), epochs=1500, measure_every=1500)
    fresh, truth = data.spiral(300, 3, np.random.default_rng(seed + 100))
    on_training = np.mean(network.predict(points).argmax(axis=1) == arms)
    return [on_training, np.mean(network.predict(fresh).argmax(axis=1) == truth)]
# %% ex-14-nonsense right: labels drawn at random
def nonsense(seed):
    rng = np.random.default_rng(seed)
    points, _ = data.spiral(20, 3, rng)
    arms = rng.integers(0, 3, 60)
    network = network_of(seed, width=200)
    network.fit(points, arms, Adam(0.05), epochs=1500, measure_every=1500)
    fresh = data.spiral(1000, 3, np.random.default_rng(seed + 1))
    return np.array([network.evaluate(points, arms)[1], network.evaluate(*fresh)[1]])
# %% ex-14-nonsense wrong: the start | the true labels were learned
def nonsense(seed):
    rng = np.random.default_rng(seed)
    points, arms = data.spiral(20, 3, rng)
    network = network_of(seed, width=200)
    network.fit(points, arms, Adam(0.05), epochs=150, measure_every=150)
    return network.evaluate(points, arms)[1], network.evaluate(points, arms)[1]
# %% ex-14-nonsense wrong: the labels are not shuffled | the true labels were learned
def nonsense(seed):
    rng = np.random.default_rng(seed)
    points, arms = data.spiral(20, 3, rng)
    network = network_of(seed, width=200)
    network.fit(points, arms, Adam(0.05), epochs=1500, measure_every=1500)
    return network.evaluate(points, arms)[1], network.evaluate(*data.spiral(1000, 3, rng))[1]
# %% ex-14-nonsense wrong: only the fresh labels are shuffled | the true labels were learned
def nonsense(seed):
    rng = np.random.default_rng(seed)
    points, arms = data.spiral(20, 3, rng)
    network = network_of(seed, width=200)
    network.fit(points, arms, Adam(0.05), epochs=300, measure_every=300)
    fresh, truth = data.spiral(1000, 3, rng)
    return network.evaluate(points, arms)[1], network.evaluate(fresh, rng.permutation(truth))[1]
# %% ex-14-nonsense wrong: too few epochs | it can learn more
def nonsense(seed):
    rng = np.random.default_rng(seed)
    points, arms = data.spiral(20, 3, rng)
    arms = rng.permutation(arms)
    network = network_of(seed, width=200)
    network.fit(points, arms, Adam(0.05), epochs=20, measure_every=20)
    return network.evaluate(points, arms)[1], network.evaluate(*data.spiral(1000, 3, rng))[1]
# %% ex-14-nonsense wrong: typed constants | no accuracy on fresh points
def nonsense(seed):
    return 0.95, 0.35
# %% ex-14-nonsense wrong: measured on the training points twice | no accuracy on fresh points
def nonsense(seed):
    rng = np.random.default_rng(seed)
    points, arms = data.spiral(20, 3, rng)
    arms = rng.permutation(arms)
    network = network_of(seed, width=200)
    network.fit(points, arms, Adam(0.05), epochs=1500, measure_every=1500)
    return network.evaluate(points, arms)[1], network.evaluate(points, arms)[1]
# %% ex-14-nonsense wrong: fresh points first | no accuracy on fresh points
def nonsense(seed):
    rng = np.random.default_rng(seed)
    points, arms = data.spiral(20, 3, rng)
    arms = rng.permutation(arms)
    network = network_of(seed, width=200)
    network.fit(points, arms, Adam(0.05), epochs=100, measure_every=100)
    return network.evaluate(*data.spiral(1000, 3, rng))[1], network.evaluate(points, arms)[1]
# %% ex-14-nonsense wrong: losses and accuracies | two accuracies
def nonsense(seed):
    rng = np.random.default_rng(seed)
    points, arms = data.spiral(20, 3, rng)
    network = network_of(seed, width=200)
    network.fit(points, rng.permutation(arms), Adam(0.05), epochs=20, measure_every=20)
    return network.evaluate(points, arms), network.evaluate(*data.spiral(1000, 3, rng))
# %% ex-14-nonsense wrong: the fresh labels are shuffled as well | no accuracy on fresh points
def nonsense(seed):
    rng = np.random.default_rng(seed)
    points, arms = data.spiral(20, 3, rng)
    nonsense = rng.permutation(arms)
    network = network_of(seed, width=200)
    network.fit(points, nonsense, Adam(0.05), epochs=1500, measure_every=1500)
    fresh, truth = data.spiral(1000, 3, rng)
    return network.evaluate(points, nonsense)[1], network.evaluate(fresh, rng.permutation(truth))[1]
# %% ex-14-nonsense wrong: the training points with their true labels | no accuracy on fresh points
def nonsense(seed):
    rng = np.random.default_rng(seed)
    points, arms = data.spiral(20, 3, rng)
    nonsense = rng.permutation(arms)
    network = network_of(seed, width=200)
    network.fit(points, nonsense, Adam(0.05), epochs=1500, measure_every=1500)
    return network.evaluate(points, nonsense)[1], network.evaluate(points, arms)[1]
# %% ex-14-nonsense wrong: fresh points of the harder spiral | no accuracy on fresh points
def nonsense(seed):
    rng = np.random.default_rng(seed)
    points, arms = data.spiral(20, 3, rng)
    nonsense = rng.permutation(arms)
    network = network_of(seed, width=200)
    network.fit(points, nonsense, Adam(0.05), epochs=1500, measure_every=1500)
    fresh = data.spiral(1000, 3, rng, angle_scale=2.5)
    return network.evaluate(points, nonsense)[1], network.evaluate(*fresh)[1]
# %% ex-14-nonsense right: few fresh points, accuracies by hand
def nonsense(seed):
    rng = np.random.default_rng(seed)
    points, arms = data.spiral(20, 3, rng)
    nonsense = rng.permutation(arms)
    network = network_of(seed, width=200)
    network.fit(points, nonsense, Adam(0.05), epochs=1500, measure_every=1500)
    fresh, truth = data.spiral(20, 3, rng)
    guessed, on_fresh = (network.predict(each).argmax(axis=1) for each in (points, fresh))
    return np.mean(guessed == nonsense), np.mean(on_fresh == truth)
# %% ex-14-backward right: from the output
class TanhByHand:
    def forward(self, x):
        self.y = np.tanh(x)
        return self.y

    def backward(self, upstream):
        return upstream * (1 - self.y**2)
# %% ex-14-backward right: from the input, with cosh
class TanhByHand:
    def forward(self, x):
        self.x = x
        return np.tanh(x)

    def backward(self, upstream):
        return upstream / np.cosh(self.x) ** 2
# %% ex-14-backward right: the slope is kept
class TanhByHand:
    def __init__(self):
        self.slope = None

    def forward(self, x):
        y = (np.exp(x) - np.exp(-x)) / (np.exp(x) + np.exp(-x))
        self.slope = (1 - y) * (1 + y)
        return y

    def backward(self, upstream):
        return self.slope * upstream
# %% ex-14-backward right: a child of the ReLU
class TanhByHand(ReLUByHand):
    def forward(self, x):
        self.x = x
        return np.tanh(x)

    def backward(self, upstream):
        return np.multiply(upstream, 1 - np.square(np.tanh(self.x)))
# %% ex-14-backward wrong: the start | gradient of first
class TanhByHand:
    def forward(self, x):
        self.y = np.tanh(x)
        return self.y

    def backward(self, upstream):
        return upstream * (self.y > 0)
# %% ex-14-backward wrong: the square is forgotten | gradient of first
class TanhByHand:
    def forward(self, x):
        self.y = np.tanh(x)
        return self.y

    def backward(self, upstream):
        return upstream * (1 - self.y)
# %% ex-14-backward wrong: tanh twice | gradient of first
class TanhByHand:
    def forward(self, x):
        self.y = np.tanh(x)
        return self.y

    def backward(self, upstream):
        return upstream * (1 - np.tanh(self.y) ** 2)
# %% ex-14-backward wrong: passed on unchanged | gradient of first
class TanhByHand:
    def forward(self, x):
        return np.tanh(x)

    def backward(self, upstream):
        return upstream
# %% ex-14-backward wrong: the slope without what comes back | gradient of first
class TanhByHand:
    def forward(self, x):
        self.y = np.tanh(x)
        return self.y

    def backward(self, upstream):
        return 1 - self.y**2
# %% ex-14-backward wrong: nothing is returned | must return what goes on
class TanhByHand:
    def forward(self, x):
        self.y = np.tanh(x)
        return self.y

    def backward(self, upstream):
        self.gradient = upstream * (1 - self.y**2)
# %% ex-14-backward wrong: the input is overwritten | changes the numbers that it is given
class TanhByHand:
    def forward(self, x):
        self.y = np.tanh(x, out=x)
        return self.y

    def backward(self, upstream):
        return upstream * (1 - self.y**2)
# %% ex-14-backward wrong: the sine forward | does not return the tanh
class TanhByHand:
    def forward(self, x):
        self.y = np.sin(x)
        return self.y

    def backward(self, upstream):
        return upstream * (1 - self.y**2)
# %% ex-14-backward wrong: what the first batch gave is kept | broadcast together
class TanhByHand:
    y = None

    def forward(self, x):
        if self.y is None:
            self.y = np.tanh(x)
        return np.tanh(x)

    def backward(self, upstream):
        return upstream * (1 - self.y**2)
# %% ex-14-backward wrong: all layers share what they keep | broadcast together
class TanhByHand:
    def forward(self, x):
        TanhByHand.y = np.tanh(x)
        return self.y

    def backward(self, upstream):
        return upstream * (1 - self.y**2)
# %% ex-14-backward wrong: the upstream gradient is overwritten | changes the numbers that it is given
class TanhByHand:
    def forward(self, x):
        self.y = np.tanh(x)
        return self.y

    def backward(self, upstream):
        upstream *= 1 - self.y**2
        return upstream
# %% ex-14-steps wrong: one number each | three places
places = {"SGD": 0.729, "momentum": 0.486, "AdaGrad": 0.7}
# %% ex-14-steps wrong: numbers as text | SGD: three numbers, please
places = {
    "SGD": ["0.9", "0.81", "0.729"],
    "momentum": [0.9, 0.72, 0.486],
    "AdaGrad": [0.9, 0.833, 0.782],
}
# %% ex-14-mistake right: few points
x_hers, labels_hers = data.spiral(100, 3, np.random.default_rng(0), angle_scale=2.5)
held_out = data.spiral(9, 3, np.random.default_rng(7), angle_scale=2.5)
# %% ex-14-mistake wrong: points without labels | is to be a pair
x_hers, labels_hers = data.spiral(100, 3, np.random.default_rng(0), angle_scale=2.5)
held_out = data.spiral(100, 3, np.random.default_rng(1), angle_scale=2.5)[0]
