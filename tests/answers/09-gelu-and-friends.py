# %% ex-09-silu right: stopped at -800
def my_silu(x):
    x = np.maximum(x, -800.0)
    e = np.exp(-np.abs(x))
    return x * np.where(x >= 0, 1, e) / (1 + e)
# %% ex-09-silu right: the numerator with a minimum
def my_silu(x):
    x = np.maximum(x, -900.0)
    return x * np.exp(np.minimum(x, 0)) / (1 + np.exp(-np.abs(x)))
# %% ex-09-silu right: minus infinity put in by hand
def my_silu(x):
    finite = np.where(np.isneginf(x), np.zeros_like(x), x)
    e = np.exp(-np.abs(finite))
    return finite * np.where(finite >= 0, np.ones_like(e), e) / (1 + e)
# %% ex-09-silu wrong: the start, which overflows | silu:
def my_silu(x):
    return x / (1 + np.exp(-x))
# %% ex-09-silu wrong: the overflow silenced | silu:
def my_silu(x):
    with np.errstate(over="ignore"):
        x = np.maximum(x, -800.0)
        return x / (1 + np.exp(-x))
# %% ex-09-silu wrong: the library's gate, minus infinity forgotten | silu:
def my_silu(x):
    return x * sigmoid(x)
# %% ex-09-silu wrong: the sign within | not yet right
def my_silu(x):
    return x / (1 + np.exp(x))
# %% ex-09-silu wrong: the gate alone | not yet right
def my_silu(x):
    return 1 / (1 + np.exp(-x))
# %% ex-09-silu wrong: the gate of the positive side for both | not yet right
def my_silu(x):
    return x / (1 + np.exp(-np.abs(x)))
# %% ex-09-silu wrong: the exponential cut off too early | silu:
def my_silu(x):
    return x / (1 + np.exp(np.clip(-x, -30, 30)))
# %% ex-09-silu wrong: the library's | NumPy alone
def my_silu(x):
    return silu(x)
# %% ex-09-silu wrong: the catalogue's entry | NumPy alone
my_silu = CATALOGUE["silu"]
# %% ex-09-find-the-mistake right: the brackets
def program(x):
    return 0.5 * x * (1 + np.tanh(np.sqrt(2 / np.pi) * (x + 0.044715 * x**3)))
# %% ex-09-find-the-mistake right: the root multiplied out
def program(x):
    root = np.sqrt(2 / np.pi)
    return x / 2 * (1 + np.tanh(root * x + root * 0.044715 * x**3))
# %% ex-09-find-the-mistake right: as a sigmoid of twice the argument
def program(x):
    return x * sigmoid(2 * np.sqrt(2 / np.pi) * x * (1 + 0.044715 * x**2))
# %% ex-09-find-the-mistake right: the exact one
def program(x):
    return x * ndtr(x)
# %% ex-09-find-the-mistake wrong: the start as it stands | too much for this form
def program(x):
    return 0.5 * x * (1 + np.tanh(np.sqrt(2 / np.pi) * x + 0.044715 * x**3))
# %% ex-09-find-the-mistake wrong: the bracket around the root | no GELU
def program(x):
    return 0.5 * x * (1 + np.tanh(np.sqrt(2 / np.pi * (x + 0.044715 * x**3) ** 2)))
# %% ex-09-find-the-mistake wrong: the cube left out | too much for this form
def program(x):
    return 0.5 * x * (1 + np.tanh(np.sqrt(2 / np.pi) * x))
# %% ex-09-find-the-mistake wrong: the square of x | no GELU
def program(x):
    return 0.5 * x * (1 + np.tanh(np.sqrt(2 / np.pi) * (x + 0.044715 * x**2)))
# %% ex-09-find-the-mistake wrong: the other approximation | too much for this form
def program(x):
    return x * sigmoid(1.702 * x)
# %% ex-09-find-the-mistake wrong: the half forgotten | no GELU
def program(x):
    return x * (1 + np.tanh(np.sqrt(2 / np.pi) * (x + 0.044715 * x**3)))
# %% ex-09-best-beta right: by SciPy
def distance(beta):
    return np.max(np.abs(fine * sigmoid(beta * fine) - gelu(fine)))
best_beta = optimize.minimize_scalar(distance, bounds=(1.5, 2), method="bounded").x
# %% ex-09-best-beta right: typed as printed
best_beta = 1.77
# %% ex-09-best-beta right: a search along a grid
places = np.linspace(-5, 5, 2001)
factors = np.arange(1.6, 1.9, 0.002)
worst = [np.max(np.abs(places * sigmoid(k * places) - gelu(places))) for k in factors]
best_beta = factors[np.argmin(worst)]
# %% ex-09-best-beta wrong: the start, the paper's factor | the distance is smaller
best_beta = 1.702
# %% ex-09-best-beta wrong: the one that gets the bend right | the distance is smaller
best_beta = 2 * np.sqrt(2 / np.pi)
# %% ex-09-best-beta wrong: the best of the page's three | the distance is smaller
best_beta = 1.8
# %% ex-09-best-beta wrong: the smallest mean square in place of the largest distance | two right decimals
best_beta = optimize.minimize_scalar(
    lambda beta: np.mean((fine * sigmoid(beta * fine) - gelu(fine)) ** 2), bounds=(1.5, 2), method="bounded"
).x
# %% ex-09-best-beta wrong: one decimal too few | two right decimals
best_beta = 1.78
# %% ex-09-best-beta wrong: the distance in place of the factor | the distance is smaller
best_beta = 0.0139
# %% ex-09-glu-gradients right: the product rule
def glu_gradients(value, gate, upstream):
    return upstream * sigmoid(gate), upstream * value * CATALOGUE["sigmoid"].derivative(gate)
# %% ex-09-glu-gradients right: from the open gate
def glu_gradients(value, gate, upstream):
    opened = sigmoid(gate)
    return [upstream * opened, upstream * value * opened * (1 - opened)]
# %% ex-09-glu-gradients right: by complex steps of its own
def glu_gradients(value, gate, upstream):
    slope = np.imag(1 / (1 + np.exp(-(gate + 1e-20j)))) / 1e-20
    return upstream / (1 + np.exp(-gate)), value * upstream * slope
# %% ex-09-glu-gradients wrong: the start, without upstream and slope | the upstream one is missing
def glu_gradients(value, gate, upstream):
    return sigmoid(gate), value * sigmoid(gate)
# %% ex-09-glu-gradients wrong: the slope of the gate forgotten | The gradient of the gates differs
def glu_gradients(value, gate, upstream):
    return upstream * sigmoid(gate), upstream * value * sigmoid(gate)
# %% ex-09-glu-gradients wrong: the value forgotten | The gradient of the gates differs
def glu_gradients(value, gate, upstream):
    return upstream * sigmoid(gate), upstream * CATALOGUE["sigmoid"].derivative(gate)
# %% ex-09-glu-gradients wrong: exchanged | In the place of the gradient of the values is the other one
def glu_gradients(value, gate, upstream):
    return upstream * value * CATALOGUE["sigmoid"].derivative(gate), upstream * sigmoid(gate)
# %% ex-09-glu-gradients wrong: upstream only on the values | In the gradient of the gates
def glu_gradients(value, gate, upstream):
    return upstream * sigmoid(gate), value * CATALOGUE["sigmoid"].derivative(gate)
# %% ex-09-glu-gradients wrong: the SiLU's own slope | The gradient of the values differs
def glu_gradients(value, gate, upstream):
    return upstream * (sigmoid(gate) + value * CATALOGUE["sigmoid"].derivative(gate)), upstream * value
# %% ex-09-glu-gradients wrong: summed up | has shape ()
def glu_gradients(value, gate, upstream):
    return np.sum(upstream * sigmoid(gate)), np.sum(upstream * value)
# %% ex-09-silu right: a helper that happens to be called silu
def silu(x):
    return x / (1 + np.exp(-x))

def my_silu(x):
    return silu(np.maximum(x, -700))
# %% ex-09-find-the-mistake wrong: the input set to 0 | changes the numbers that it is given
def program(x):
    x *= 0
    return x
# %% ex-09-best-beta wrong: a number as text | One number is asked for
best_beta = "1.68"
# %% ex-09-find-the-mistake wrong: NaN far out | At -30 your program gives no finite number
def program(x):
    u = np.sqrt(2 / np.pi) * (x + 0.044715 * x**3)
    return 0.5 * x * (1 + (np.exp(u) - np.exp(-u)) / (np.exp(u) + np.exp(-u)))
# %% ex-09-find-the-mistake wrong: two digits of the constant swapped | compare the numbers
def program(x):
    return 0.5 * x * (1 + np.tanh(np.sqrt(2 / np.pi) * (x + 0.044175 * x**3)))
# %% ex-09-find-the-mistake right: the root in four digits
def program(x):
    return 0.5 * x * (1 + np.tanh(0.79788 * (x + 0.044715 * x**3)))
# %% ex-09-glu-gradients wrong: a dict | Return two gradients
def glu_gradients(value, gate, upstream):
    s = sigmoid(gate)
    return {"value": upstream * s, "gate": upstream * value * s * (1 - s)}
# %% ex-09-glu-gradients wrong: printed instead of returned | Return two gradients
def glu_gradients(value, gate, upstream):
    s = sigmoid(gate)
    print(upstream * s, upstream * value * s * (1 - s))
