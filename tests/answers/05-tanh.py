# %% ex-05-sigmoid-from-tanh right: solved for the sigmoid
def mine(x):
    return (1 + tanh(x / 2)) / 2
# %% ex-05-sigmoid-from-tanh right: NumPy's tanh, multiplied out
def mine(x):
    return 0.5 + 0.5 * np.tanh(0.5 * x)
# %% ex-05-sigmoid-from-tanh right: step by step
def stretched(x):
    return np.tanh(x / 2)


def mine(x):
    raised = stretched(x) + 1
    return raised / 2
# %% ex-05-sigmoid-from-tanh right: by what it is not
def mine(x):
    return 1 - (1 + tanh(-x / 2)) / 2
# %% ex-05-sigmoid-from-tanh wrong: the start, not stretched | sigmoid: not yet right
def mine(x):
    return (1 + tanh(x)) / 2
# %% ex-05-sigmoid-from-tanh wrong: squeezed instead of stretched | sigmoid: not yet right
def mine(x):
    return (1 + tanh(2 * x)) / 2
# %% ex-05-sigmoid-from-tanh wrong: the page's formula with the names exchanged | sigmoid: not yet right
def mine(x):
    return 2 * tanh(2 * x) - 1
# %% ex-05-sigmoid-from-tanh wrong: lowered instead of raised | sigmoid: not yet right
def mine(x):
    return (tanh(x / 2) - 1) / 2
# %% ex-05-sigmoid-from-tanh wrong: not halved | sigmoid: not yet right
def mine(x):
    return 1 + tanh(x / 2)
# %% ex-05-sigmoid-from-tanh wrong: the sigmoid itself | is it made from tanh
def mine(x):
    return sigmoid(x)
# %% ex-05-sigmoid-from-tanh wrong: exponentials, carefully | is it made from tanh
def mine(x):
    e = np.exp(-np.abs(x))
    return np.where(x >= 0, 1, e) / (1 + e)
# %% ex-05-exchange right: doubled, doubled, lowered
rng = np.random.default_rng(seed=0)
x = rng.normal(size=(50, 3))
W1, b1 = rng.normal(size=(3, 8)), rng.normal(size=8)
W2, b2 = rng.normal(size=(8, 2)), rng.normal(size=2)
V1, c1, V2, c2 = 2 * W1, 2 * b1, 2 * W2, b2 - W2.sum(axis=0)
# %% ex-05-exchange right: turned around
rng = np.random.default_rng(seed=0)
x = rng.normal(size=(50, 3))
W1, b1 = rng.normal(size=(3, 8)), rng.normal(size=8)
W2, b2 = rng.normal(size=(8, 2)), rng.normal(size=2)
V1, c1, V2, c2 = -2 * W1, -2 * b1, -2 * W2, b2 + np.ones(8) @ W2
# %% ex-05-exchange right: loops and lists
rng = np.random.default_rng(seed=0)
x = rng.normal(size=(50, 3))
W1, b1 = rng.normal(size=(3, 8)), rng.normal(size=8)
W2, b2 = rng.normal(size=(8, 2)), rng.normal(size=2)
V1 = [[2 * w for w in row] for row in W1]
c1 = [2 * b for b in b1]
V2 = [[2 * w for w in row] for row in W2]
c2 = list(b2)
for row in W2:
    c2 = [b - w for b, w in zip(c2, row, strict=True)]
# %% ex-05-exchange wrong: the start, nothing changed | what goes in
rng = np.random.default_rng(seed=0)
x = rng.normal(size=(50, 3))
W1, b1 = rng.normal(size=(3, 8)), rng.normal(size=8)
W2, b2 = rng.normal(size=(8, 2)), rng.normal(size=2)
V1, c1, V2, c2 = W1, b1, W2, b2
# %% ex-05-exchange wrong: the lowering forgotten | off by one and the same number
rng = np.random.default_rng(seed=0)
x = rng.normal(size=(50, 3))
W1, b1 = rng.normal(size=(3, 8)), rng.normal(size=8)
W2, b2 = rng.normal(size=(8, 2)), rng.normal(size=2)
V1, c1, V2, c2 = 2 * W1, 2 * b1, 2 * W2, b2
# %% ex-05-exchange wrong: lowered by one each | off by one and the same number
rng = np.random.default_rng(seed=0)
x = rng.normal(size=(50, 3))
W1, b1 = rng.normal(size=(3, 8)), rng.normal(size=8)
W2, b2 = rng.normal(size=(8, 2)), rng.normal(size=2)
V1, c1, V2, c2 = 2 * W1, 2 * b1, 2 * W2, b2 - 1
# %% ex-05-exchange wrong: lowered by the sum of everything | off by one and the same number
rng = np.random.default_rng(seed=0)
x = rng.normal(size=(50, 3))
W1, b1 = rng.normal(size=(3, 8)), rng.normal(size=8)
W2, b2 = rng.normal(size=(8, 2)), rng.normal(size=2)
V1, c1, V2, c2 = 2 * W1, 2 * b1, 2 * W2, b2 - W2.sum()
# %% ex-05-exchange wrong: summed over the wrong axis | could not be broadcast
rng = np.random.default_rng(seed=0)
x = rng.normal(size=(50, 3))
W1, b1 = rng.normal(size=(3, 8)), rng.normal(size=8)
W2, b2 = rng.normal(size=(8, 2)), rng.normal(size=2)
V1, c1, V2, c2 = 2 * W1, 2 * b1, 2 * W2, b2 - W2.sum(axis=1)
# %% ex-05-exchange wrong: the hidden biases not doubled | apart
rng = np.random.default_rng(seed=0)
x = rng.normal(size=(50, 3))
W1, b1 = rng.normal(size=(3, 8)), rng.normal(size=8)
W2, b2 = rng.normal(size=(8, 2)), rng.normal(size=2)
V1, c1, V2, c2 = 2 * W1, b1, 2 * W2, b2 - W2.sum(axis=0)
# %% ex-05-exchange wrong: halved instead of doubled | apart
rng = np.random.default_rng(seed=0)
x = rng.normal(size=(50, 3))
W1, b1 = rng.normal(size=(3, 8)), rng.normal(size=8)
W2, b2 = rng.normal(size=(8, 2)), rng.normal(size=2)
V1, c1, V2, c2 = W1 / 2, b1 / 2, W2 / 2, b2 + W2.sum(axis=0)
# %% ex-05-exchange right: a pair of sigmoids for each tanh, so that nothing is lowered
rng = np.random.default_rng(seed=0)
rng.normal(size=(50, 3))
W1, b1 = rng.normal(size=(3, 8)), rng.normal(size=8)
W2, b2 = rng.normal(size=(8, 2)), rng.normal(size=2)
V1, c1 = np.hstack([2 * W1, -2 * W1]), np.concatenate([2 * b1, -2 * b1])
V2, c2 = np.vstack([W2, -W2]), b2
# %% ex-05-find-the-mistake right: one minus the square
def mine(z):
    a1 = tanh(z)
    return 1 - a1**2
# %% ex-05-find-the-mistake right: as a product
def mine(z):
    a1 = np.tanh(z)
    return (1 - a1) * (1 + a1)
# %% ex-05-find-the-mistake right: subtracted in place
def mine(z):
    slope = np.square(tanh(z))
    return np.subtract(1, slope)
# %% ex-05-find-the-mistake wrong: the start as it stands | ReLU's 0-or-1 slope
def mine(z):
    a1 = tanh(z)
    return np.where(a1 > 0, 1.0, 0.0)
# %% ex-05-find-the-mistake wrong: the square forgotten | tanh_derivative: not yet right
def mine(z):
    a1 = tanh(z)
    return 1 - a1
# %% ex-05-find-the-mistake wrong: the sigmoid's formula | tanh_derivative: not yet right
def mine(z):
    a1 = tanh(z)
    return a1 * (1 - a1)
# %% ex-05-find-the-mistake wrong: the input squared | tanh_derivative: not yet right
def mine(z):
    return 1 - z**2
# %% ex-05-find-the-mistake wrong: the slope at the output | tanh_derivative: not yet right
def mine(z):
    a1 = tanh(z)
    return tanh_derivative(a1)
# %% ex-05-find-the-mistake wrong: another kind of corner | tanh_derivative: not yet right
def mine(z):
    a1 = tanh(z)
    return np.where(np.abs(a1) < 1, 1.0, 0.0)
# %% ex-05-find-the-mistake wrong: right slopes, but not from the output | not computed from a1
def mine(z):
    return tanh_derivative(z)
# %% ex-05-sigmoid-from-tanh wrong: the textbook formula, clipped | is it made from tanh
def mine(x):
    return 1 / (1 + np.exp(-np.clip(x, -300, 300)))
# %% ex-05-find-the-mistake wrong: by cosh, clipped | not computed from a1
def mine(z):
    return 1 / np.cosh(np.clip(z, -20, 20)) ** 2
# %% ex-05-exchange wrong: a bias too many | have shapes
rng = np.random.default_rng(seed=0)
x = rng.normal(size=(50, 3))
W1, b1 = rng.normal(size=(3, 8)), rng.normal(size=8)
W2, b2 = rng.normal(size=(8, 2)), rng.normal(size=2)
V1, c1, V2, c2 = 2 * W1, 2 * np.append(b1, 0), 2 * W2, b2 - W2.sum(axis=0)
# %% ex-05-sigmoid-from-tanh right: a power of a quotient, from tanh near 0 alone
def mine(x):
    u = tanh(np.abs(x) / 8)
    e = ((1 - u) / (1 + u)) ** 4
    return np.where(x >= 0, 1, e) / (1 + e)
# %% ex-05-sigmoid-from-tanh wrong: tanh named, the sigmoid called | made from tanh, and from nothing else
def mine(x):
    return sigmoid(x) + 0 * tanh(x)
# %% ex-05-exchange wrong: the hidden biases in a column | shapes
rng = np.random.default_rng(seed=0)
x = rng.normal(size=(50, 3))
W1, b1 = rng.normal(size=(3, 8)), rng.normal(size=8)
W2, b2 = rng.normal(size=(8, 2)), rng.normal(size=2)
V1, c1, V2, c2 = 2 * W1, (2 * b1)[:, None], 2 * W2, b2 - W2.sum(axis=0)
# %% ex-05-exchange wrong: numbers as text | are to hold numbers
rng = np.random.default_rng(seed=0)
x = rng.normal(size=(50, 3))
W1, b1 = rng.normal(size=(3, 8)), rng.normal(size=8)
W2, b2 = rng.normal(size=(8, 2)), rng.normal(size=2)
V1, c1, V2, c2 = 2 * W1, [str(2 * b) for b in b1], 2 * W2, b2 - W2.sum(axis=0)
# %% ex-05-exchange right: biases in a row
rng = np.random.default_rng(seed=0)
x = rng.normal(size=(50, 3))
W1, b1 = rng.normal(size=(3, 8)), rng.normal(size=8)
W2, b2 = rng.normal(size=(8, 2)), rng.normal(size=2)
V1, c1, V2, c2 = 2 * W1, 2 * b1[None], 2 * W2, (b2 - W2.sum(axis=0))[None]
