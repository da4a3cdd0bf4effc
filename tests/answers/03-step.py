# %% ex-03-your-own right: cut off and round up
def mine(x):
    return np.ceil(np.clip(x, 0, 1))
# %% ex-03-your-own right: from the sign
def mine(x):
    sign = np.sign(x)
    return np.maximum(sign, sign * 0)
# %% ex-03-your-own right: a comparison, nan put back
def mine(x):
    x = np.asarray(x)
    answers = (x > 0).astype(x.dtype)
    return np.where(np.isnan(x), x, answers)
# %% ex-03-your-own right: cut off and rounded, as methods
def mine(x):
    return np.ceil(np.asarray(x).clip(0, 1))
# %% ex-03-your-own right: a loop over the elements
def mine(x):
    x = np.asarray(x)
    answers = np.empty(x.shape, x.dtype)
    for place, value in np.ndenumerate(x):
        answers[place] = value if np.isnan(value) else value > 0
    return answers
# %% ex-03-your-own wrong: the start, integers | Whole numbers or truth values
def mine(x):
    return (x > 0).astype(int)
# %% ex-03-your-own wrong: nan becomes 0 | comparison with NaN
def mine(x):
    return np.where(x > 0, 1.0, 0.0)
# %% ex-03-your-own wrong: the sign alone | step: not yet right
def mine(x):
    return np.sign(x)
# %% ex-03-your-own wrong: 1 at 0 | Another convention at the kink
def mine(x):
    return np.floor(np.clip(x + 1, 0, 1))
# %% ex-03-your-own wrong: an if on an array | step: not yet right
def mine(x):
    return 1 if x > 0 else 0
# %% ex-03-your-own wrong: the ready-made one | calls heaviside
def mine(x):
    return np.heaviside(x, 0)
# %% ex-03-your-own wrong: rounded to the nearest | step: not yet right
def mine(x):
    return np.round(np.clip(x, 0, 1))
# %% ex-03-your-own wrong: the library's step itself | library's own step
mine = step
# %% ex-03-sixteen-gates right: typed
impossible = [[0, 1, 1, 0], [1, 0, 0, 1]]
# %% ex-03-sixteen-gates right: by the linear program
tables = (np.arange(16)[:, None] >> np.array([3, 2, 1, 0])) & 1
impossible = [table for table in tables if separating_line(table).status == 2]
# %% ex-03-sixteen-gates right: tuples in a set, by a search
from itertools import product

found = set()
for w1, w2, b in product((-2, -1, 0, 1, 2), (-2, -1, 0, 1, 2), (-1.5, -0.5, 0.5, 1.5)):
    found.add(tuple(int(w1 * p + w2 * q + b > 0) for p in (0, 1) for q in (0, 1)))
impossible = set(product((0, 1), repeat=4)) - found
# %% ex-03-sixteen-gates right: XOR and what is left of it
xor = data.logic_gate("XOR")[1]
impossible = [xor, 1 - xor]
# %% ex-03-sixteen-gates wrong: the start, XOR only | it is not all
tables = (np.arange(16)[:, None] >> np.array([3, 2, 1, 0])) & 1  # 0 to 15 in binary
impossible = [[0, 1, 1, 0]]
print(len(tables), "gates, of which", len(impossible), "is impossible?")
# %% ex-03-sixteen-gates wrong: XOR and AND | There is a line for [0, 0, 0, 1]
impossible = [[0, 1, 1, 0], [0, 0, 0, 1]]
# %% ex-03-sixteen-gates wrong: the possible ones | There is a line for
tables = (np.arange(16)[:, None] >> np.array([3, 2, 1, 0])) & 1
impossible = [table.tolist() for table in tables if separating_line(table).status == 0]
# %% ex-03-sixteen-gates wrong: the constant gates thought impossible | There is a line for [0, 0, 0, 0]
impossible = [[0, 1, 1, 0], [1, 0, 0, 1], [0, 0, 0, 0], [1, 1, 1, 1]]
# %% ex-03-sixteen-gates wrong: one input alone | There is a line for [0, 0, 1, 1]
impossible = [[0, 0, 1, 1], [1, 1, 0, 0]]
# %% ex-03-sixteen-gates wrong: rows of inputs instead of outputs | list of four outputs
impossible = [[0, 1], [1, 0]]
# %% ex-03-sixteen-gates wrong: none | Your list is empty
impossible = []
# %% ex-03-sixteen-gates wrong: one gate in place of a list of gates | list of four outputs
impossible = [0, 1, 1, 0]
# %% ex-03-find-the-mistake right: a column of ones
inputs, outputs = data.logic_gate("AND")
mended_inputs = np.column_stack([inputs, np.ones(4)])
# %% ex-03-find-the-mistake right: typed lists, the constant first
mended_inputs = [[1, 0, 0], [1, 0, 1], [1, 1, 0], [1, 1, 1]]
# %% ex-03-find-the-mistake right: another constant
inputs, outputs = data.logic_gate("AND")
mended_inputs = np.hstack([inputs, np.full((4, 1), -2.0)])
# %% ex-03-find-the-mistake right: a loop
mended_inputs = np.array([[*row, 1] for row in data.logic_gate("OR")[0]])
# %% ex-03-find-the-mistake wrong: the start as it stands | learns AND with
def mistakes_without_bias(inputs, outputs, epochs=1000):
    weights = np.zeros(inputs.shape[1])
    for _ in range(epochs):
        for x, target in zip(inputs, outputs, strict=True):
            weights = weights + (target - step(x @ weights)) * x
    return int(np.sum(step(inputs @ weights) != outputs))


inputs, outputs = data.logic_gate("AND")
mended_inputs = inputs
print(mistakes_without_bias(mended_inputs, outputs), "of 4 wrong")
# %% ex-03-find-the-mistake wrong: only moved to the middle | learns OR with
mended_inputs = data.logic_gate("AND")[0] - 0.5
# %% ex-03-find-the-mistake wrong: only moved off the corner | learns OR with
mended_inputs = data.logic_gate("AND")[0] - 0.75
# %% ex-03-find-the-mistake wrong: a column of zeros | learns AND with
mended_inputs = np.column_stack([data.logic_gate("AND")[0], np.zeros(4)])
# %% ex-03-find-the-mistake wrong: the answers given as an input | learns NAND with
inputs, outputs = data.logic_gate("AND")
mended_inputs = np.column_stack([inputs, outputs])
# %% ex-03-find-the-mistake wrong: a row instead of a column | has shape (5, 2)
mended_inputs = np.vstack([data.logic_gate("AND")[0], np.ones(2)])
# %% ex-03-find-the-mistake wrong: the outputs mended | learns AND with
inputs, outputs = data.logic_gate("AND")
mended_inputs, outputs = inputs, data.logic_gate("OR")[1]
# %% ex-03-odd right: count, then up and down
W1, b1 = np.ones((3, 3)), np.array([-0.5, -1.5, -2.5])
W2, b2 = np.array([1, -1, 1]), -0.5
# %% ex-03-odd right: one detector for each odd row
odd_rows = np.array([[0, 0, 1], [0, 1, 0], [1, 0, 0], [1, 1, 1]])
W1 = (2 * odd_rows - 1).T
b1 = 0.5 - odd_rows.sum(axis=1)
W2, b2 = np.ones(4), -0.5
# %% ex-03-odd right: plain lists, other thresholds, a column of output weights
W1 = [[2, 2, 2], [2, 2, 2], [2, 2, 2]]
b1 = [-1, -3, -5]
W2 = [[3], [-3], [3]]
b2 = -2
# %% ex-03-odd right: whole thresholds, since a step at 0 says 0
W1, b1 = np.ones((3, 3)), -np.arange(3)
W2, b2 = [1, -1, 1], 0
# %% ex-03-odd wrong: the start, any input at all | 3 of 8 are wrong
W1 = np.ones((3, 3))
b1 = np.array([-0.5, -0.5, -0.5])
W2 = np.array([1, 1, 1])
b2 = -0.5
# %% ex-03-odd wrong: counted, but all added | 3 of 8 are wrong
W1, b1 = np.ones((3, 3)), np.array([-0.5, -1.5, -2.5])
W2, b2 = np.array([1, 1, 1]), -0.5
# %% ex-03-odd wrong: all thresholds one too high | of 8 are wrong
W1, b1 = np.ones((3, 3)), np.array([-1, -2, -3])
W2, b2 = np.array([1, -1, 1]), -0.5
# %% ex-03-odd wrong: XOR of two inputs only | of 8 are wrong
W1, b1 = np.array([[1, 1], [1, 1], [0, 0]]), np.array([-0.5, -1.5])
W2, b2 = np.array([1, -1]), -0.5
# %% ex-03-odd wrong: XOR's two neurons for three inputs | 1 of 8 are wrong
W1, b1 = np.ones((3, 2)), np.array([-0.5, -1.5])
W2, b2 = np.array([1, -1]), -0.5
# %% ex-03-odd wrong: the biases' signs | of 8 are wrong
W1, b1 = np.ones((3, 3)), np.array([0.5, 1.5, 2.5])
W2, b2 = np.array([1, -1, 1]), 0.5
# %% ex-03-odd wrong: weights of the wrong shape | a row for each of the three
W1, b1 = np.ones((2, 3)), np.array([-0.5, -1.5, -2.5])
W2, b2 = np.array([1, -1, 1]), -0.5
# %% ex-03-odd wrong: the answers instead of a network | does not define W1
bits = np.indices((2, 2, 2)).reshape(3, -1).T
odd = bits.sum(axis=1) % 2
# %% ex-03-your-own right: a helper that happens to be called step
def step(x):
    x = np.asarray(x)
    dtype = x.dtype if x.dtype.kind == "f" else float
    return np.where(np.isnan(x), x, x > 0).astype(dtype)

def mine(x):
    return step(x)
# %% ex-03-your-own wrong: heaviside under another name | calls heaviside
from numpy import heaviside as jump

def mine(x):
    return jump(x, 0.0)
# %% ex-03-your-own wrong: the library's, in a helper | calls step
def helper(x):
    return step(x)

mine = lambda x: helper(x)
# %% ex-03-sixteen-gates right: by a generator
impossible = (gate for gate in ([0, 1, 1, 0], [1, 0, 0, 1]))
# %% ex-03-sixteen-gates wrong: their number | a list of four outputs
impossible = 2
# %% ex-03-odd wrong: one bias too few | one bias for each hidden neuron
W1, b1 = np.ones((3, 3)), np.array([-0.5, -1.5])
W2, b2 = np.array([1.0, -1.0, 1.0]), -0.5
# %% ex-03-odd wrong: a single weight | one weight for each hidden neuron
W1, b1 = np.ones((3, 3)), np.array([-0.5, -1.5, -2.5])
W2, b2 = 1.0, -0.5
# %% ex-03-your-own right: a method that happens to be called step, an attribute too
class Unit:
    threshold = step = 0.0

    def heaviside(self, x):
        x = np.asarray(x)
        dtype = x.dtype if x.dtype.kind == "f" else float
        return np.where(np.isnan(x), x, x > self.step).astype(dtype)

unit = Unit()

def mine(x):
    return unit.heaviside(x)
# %% ex-03-your-own wrong: the library's through the catalogue | calls step
from actlib import CATALOGUE

mine = CATALOGUE["step"]
# %% ex-03-your-own wrong: the slope of the library's relu | calls step
from actlib import relu_derivative

def mine(x):
    return relu_derivative(x)
# %% ex-03-find-the-mistake wrong: a function | is to be an array of numbers
def mended_inputs(inputs):
    return np.column_stack([inputs, np.ones(4)])
# %% ex-03-find-the-mistake wrong: numbers as text | is to be an array of numbers
inputs, outputs = data.logic_gate("AND")
mended_inputs = [[str(a), str(b), "1"] for a, b in inputs]
# %% ex-03-odd wrong: the biases in a column | b1 has shape (3, 1)
W1, b1 = np.ones((3, 3)), np.array([[-0.5], [-1.5], [-2.5]])
W2, b2 = np.array([1, -1, 1]), -0.5
# %% ex-03-odd wrong: the output's weights in a row | W2 has shape (1, 3)
W1, b1 = np.ones((3, 3)), np.array([-0.5, -1.5, -2.5])
W2, b2 = np.array([[1, -1, 1]]), -0.5
# %% ex-03-odd wrong: numbers as text | are to hold numbers
W1, b1 = np.ones((3, 3)), ["-0.5", "-1.5", "-2.5"]
W2, b2 = ["1", "-1", "1"], "-0.5"
# %% ex-03-odd wrong: a function for the last bias | are to hold numbers
W1, b1 = np.ones((3, 3)), np.array([-0.5, -1.5, -2.5])
W2 = np.array([1, -1, 1])


def b2():
    return -0.5
