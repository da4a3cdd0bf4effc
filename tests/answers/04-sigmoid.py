# %% ex-04-inverse right: one after the other
def mine(score):
    return log_odds(sigmoid(score))
# %% ex-04-inverse right: with a name for the probability
def mine(score):
    p = 1 / (1 + np.exp(-np.asarray(score)))
    return np.log(p) - np.log(1 - p)
# %% ex-04-inverse right: a loop
def mine(score):
    return np.array([log_odds(sigmoid(each)) for each in np.atleast_1d(score)])
# %% ex-04-inverse right: a lambda with log1p
mine = lambda score: np.log(sigmoid(score)) - np.log1p(-sigmoid(score))
# %% ex-04-inverse wrong: the start, in the wrong order | only probabilities
def mine(score):
    return sigmoid(log_odds(score))
# %% ex-04-inverse wrong: the score handed back | to 40 and 45 log_odds(sigmoid(score)) gives something else
def mine(score):
    return score
# %% ex-04-inverse wrong: the odds forgotten to be logarithms | comes back as
def mine(score):
    p = sigmoid(score)
    return p / (1 - p)
# %% ex-04-inverse wrong: the logarithm of the probability | comes back as
def mine(score):
    return np.log(sigmoid(score))
# %% ex-04-inverse wrong: yes and no exchanged | comes back as
def mine(score):
    return log_odds(1 - sigmoid(score))
# %% ex-04-inverse wrong: kept off 1 by cutting | to 40 and 45 log_odds(sigmoid(score)) gives something else
def mine(score):
    return log_odds(np.clip(sigmoid(score), 1e-9, 1 - 1e-9))
# %% ex-04-inverse wrong: a single number only | has shape ()
def mine(score):
    return log_odds(sigmoid(score[0]))
# %% ex-04-half-slope right: by hand
x = log_odds(1 / 2 + np.sqrt(2) / 4)
# %% ex-04-half-slope right: typed as printed
x = 1.7627
# %% ex-04-half-slope right: plain Python
p = (1 + math.sqrt(1 / 2)) / 2
x = math.log(p / (1 - p))
# %% ex-04-half-slope right: by bisection
low, high = 0.0, 5.0
for _ in range(60):
    middle = (low + high) / 2
    low, high = (middle, high) if sigmoid_derivative(middle) > 1 / 8 else (low, middle)
x = low
# %% ex-04-half-slope right: in an array
x = np.array([np.log(3 + 2 * np.sqrt(2))])[0]
# %% ex-04-half-slope right: a list of one
x = [2 * np.arccosh(np.sqrt(2))]
# %% ex-04-half-slope wrong: the start, at 0 | still steeper
p = 1 / 2
x = log_odds(p)
print("slope there:", sigmoid_derivative(x))
# %% ex-04-half-slope wrong: p instead of its log-odds | That is p
x = 1 / 2 + np.sqrt(2) / 4
# %% ex-04-half-slope wrong: the smaller root | to the left of 0
x = log_odds(1 / 2 - np.sqrt(2) / 4)
# %% ex-04-half-slope wrong: where p is three quarters | still steeper
x = np.log(3)
# %% ex-04-half-slope wrong: a tenth of the slope, as on the page | still flatter
x = 3.64
# %% ex-04-half-slope wrong: the sigmoid of p | still steeper
x = sigmoid(1 / 2 + np.sqrt(2) / 4)
# %% ex-04-half-slope wrong: too few decimals | more decimals
x = 1.76
# %% ex-04-half-slope wrong: the odds without the logarithm | still flatter
x = 3 + 2 * np.sqrt(2)
# %% ex-04-log-sigmoid right: minimum and log1p
def mine(x):
    return np.minimum(x, 0) - np.log1p(np.exp(-np.abs(x)))
# %% ex-04-log-sigmoid right: two cases
def mine(x):
    tail = np.log1p(np.exp(-np.abs(x)))
    return np.where(x >= 0, -tail, x - tail)
# %% ex-04-log-sigmoid right: the logarithm of a sum of exponentials
def mine(x):
    return -np.logaddexp(np.zeros_like(x), -x)
# %% ex-04-log-sigmoid right: x added where it is negative
def mine(x):
    return np.where(x < 0, x, 0) - np.log1p(np.exp(-abs(x)))
# %% ex-04-log-sigmoid right: SciPy's
from scipy.special import log_expit as mine
# %% ex-04-log-sigmoid wrong: the start, log of a rounded 0 | rounded to 0
def mine(x):
    return np.log(sigmoid(x))
# %% ex-04-log-sigmoid wrong: the formula as it stands | not yet right
def mine(x):
    return -np.log1p(np.exp(-x))
# %% ex-04-log-sigmoid wrong: log instead of log1p | the digits are lost
def mine(x):
    return np.minimum(x, 0) - np.log(1 + np.exp(-np.abs(x)))
# %% ex-04-log-sigmoid wrong: the sign | not yet right
def mine(x):
    return np.log1p(np.exp(-np.abs(x))) - np.minimum(x, 0)
# %% ex-04-log-sigmoid wrong: maximum instead of minimum | not yet right
def mine(x):
    return np.maximum(x, 0) - np.log1p(np.exp(-np.abs(x)))
# %% ex-04-log-sigmoid wrong: kept off 0 by a small constant | not yet right
def mine(x):
    return np.log(sigmoid(x) + 1e-12)
# %% ex-04-log-sigmoid wrong: the library's function | the library's own
def mine(x):
    return log_sigmoid(x)
# %% ex-04-log-sigmoid wrong: the library's by way of the catalogue | library's own
def mine(x):
    return CATALOGUE["log_sigmoid"](x)
# %% ex-04-log-sigmoid wrong: the catalogue's entry itself | library's own
mine = CATALOGUE["log_sigmoid"]
# %% ex-04-find-the-mistake right: at z
def mine(z):
    return sigmoid_derivative(z)
# %% ex-04-find-the-mistake right: from the output
def mine(z):
    a = sigmoid(z)
    return a * (1 - a)
# %% ex-04-find-the-mistake right: from the output, with the other output
def mine(z):
    return sigmoid(z) * sigmoid(-z)
# %% ex-04-find-the-mistake right: as a square of the distance from the middle
def mine(z):
    a = sigmoid(z)
    return 0.25 - (a - 0.5) ** 2
# %% ex-04-find-the-mistake right: number by number
def mine(z):
    z = np.asarray(z)
    slopes = [sigmoid(each) * (1 - sigmoid(each)) for each in z.ravel()]
    return np.array(slopes, dtype=np.result_type(z, np.float16)).reshape(z.shape)
# %% ex-04-find-the-mistake wrong: the start as it stands | the slope is taken at the output
def mine(z):
    a = sigmoid(z)
    return sigmoid_derivative(a)
# %% ex-04-find-the-mistake wrong: the output itself | not yet right
def mine(z):
    a = sigmoid(z)
    return a
# %% ex-04-find-the-mistake wrong: output and input mixed | not yet right
def mine(z):
    a = sigmoid(z)
    return a * (1 - z)
# %% ex-04-find-the-mistake wrong: the sign within | not yet right
def mine(z):
    a = sigmoid(z)
    return a * (1 + a)
# %% ex-04-find-the-mistake wrong: the formula of another function | not yet right
def mine(z):
    a = sigmoid(z)
    return 1 - a**2
# %% ex-04-find-the-mistake wrong: the sigmoid applied once too often | not yet right
def mine(z):
    a = sigmoid(sigmoid(z))
    return a * (1 - a)
# %% ex-04-find-the-mistake wrong: a sigmoid of its own that overflows in silence | overflow
def mine(z):
    with np.errstate(over="ignore"):
        a = 1 / (1 + np.exp(-z))
    return a * (1 - a)
# %% ex-04-half-slope wrong: both places | One x is asked for
p = (1 + np.array([-1, 1]) * np.sqrt(0.5)) / 2
x = np.log(p / (1 - p))
# %% ex-04-half-slope wrong: the root is too long | NaN, which is not a number
p = (1 + np.sqrt(2)) / 2
with np.errstate(invalid="ignore"):
    x = np.log(p / (1 - p))
# %% ex-04-log-sigmoid right: a helper that happens to be called log_sigmoid
def log_sigmoid(x):
    return -np.logaddexp(0, -x)

mine = log_sigmoid
# %% ex-04-log-sigmoid right: another entry of the catalogue
def mine(x):
    return -CATALOGUE["softplus"](-x)
# %% ex-04-log-sigmoid wrong: this entry of the catalogue, by another way | calls log_sigmoid
entry = CATALOGUE["log_sigmoid"]

def mine(x):
    return entry.function(x)
# %% ex-04-inverse wrong: the scores are overwritten | changes the numbers that it is given
def mine(scores):
    np.negative(scores, out=scores)
    return 1 / (1 + np.exp(scores))
# %% ex-04-half-slope wrong: a number as text | One x is asked for, a number
x = "1.7627"
# %% ex-04-half-slope wrong: a function | One x is asked for, a number
def x():
    return log_odds(1 / 2 + np.sqrt(2) / 4)
# %% ex-04-inverse wrong: the probability kept between two bounds | to 40 and 45 log_odds(sigmoid(score)) gives something else
def mine(score):
    return log_odds(np.clip(sigmoid(score), 1e-15, 1 - 1e-15))
# %% ex-04-inverse wrong: printed instead of returned | returns nothing
def mine(score):
    print(log_odds(sigmoid(score)))
