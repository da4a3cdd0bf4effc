# %% ex-15-gain right: by the formula
def gain_of(a):
    return np.sqrt(2 / (1 + a**2))
# %% ex-15-gain right: the two halves averaged with plain Python
import math

def gain_of(a):
    mean_square = 0.5 * 1 + 0.5 * a * a
    return 1 / math.sqrt(mean_square)
# %% ex-15-gain right: as a multiple of ReLU's, a lambda
gain_of = lambda slope: 2**0.5 * (1 + slope * slope) ** -0.5
# %% ex-15-gain right: a million standard normal numbers, made symmetric
draws = np.random.default_rng(5).standard_normal(1_000_000)

def gain_of(a):
    y = np.where(draws > 0, draws, a * draws)
    return float(1 / np.sqrt(np.mean(y**2)))
# %% ex-15-gain wrong: the start itself | no number
def gain_of(a):
    return ...
# %% ex-15-gain wrong: the root forgotten | take the root
def gain_of(a):
    return 2 / (1 + a**2)
# %% ex-15-gain wrong: upside down | has to make up for it
def gain_of(a):
    return np.sqrt((1 + a**2) / 2)
# %% ex-15-gain wrong: the slope not squared | as its square
def gain_of(a):
    return np.sqrt(2 / (1 + a))
# %% ex-15-gain wrong: both sides counted whole | only half of the z
def gain_of(a):
    return 1 / np.sqrt(1 + a**2)
# %% ex-15-gain wrong: ReLU's, whatever the slope | do not keep their mean square
def gain_of(a):
    return np.sqrt(2)
# %% ex-15-gain wrong: the mean square itself | the mean square itself
def gain_of(a):
    return (1 + a**2) / 2
# %% ex-15-gain wrong: right only for 0 and 1 | do not keep their mean square
def gain_of(a):
    return np.sqrt(2) * (1 - a) + a
# %% ex-15-gain wrong: prints and returns nothing | no number
def gain_of(a):
    print(np.sqrt(2 / (1 + a**2)))
# %% ex-15-mistake right: by the formulas
def he_deviation(inputs):
    return np.sqrt(2 / inputs)

def growth(inputs, layers):
    return np.sqrt(inputs / 64) ** layers
# %% ex-15-mistake right: plain Python, a loop over layers
import math

def he_deviation(inputs):
    return math.sqrt(2) / math.sqrt(inputs)

def growth(inputs, layers):
    factor = 1.0
    for _ in range(layers):
        factor *= (math.sqrt(2) / 8) / he_deviation(inputs)
    return factor
# %% ex-15-mistake right: powers of the mean square
def he_deviation(inputs):
    variance = 2 / inputs
    return variance**0.5

def growth(inputs, layers):
    return (inputs / 64) ** (layers / 2)
# %% ex-15-mistake wrong: the start itself | whatever the number of inputs
def he_deviation(inputs):
    return np.sqrt(2) / 8  # He's, for 8 by 8 pixels

def growth(inputs, layers):
    return ...
# %% ex-15-mistake wrong: a constant for 80 inputs | with 100 inputs
def he_deviation(inputs):
    return 0.1581

def growth(inputs, layers):
    return np.sqrt(inputs / 64) ** layers
# %% ex-15-mistake wrong: a deviation near the right one | with 80 inputs
def he_deviation(inputs):
    return 0.163 * np.sqrt(80 / inputs)

def growth(inputs, layers):
    return (np.sqrt(2) / 8 / he_deviation(inputs)) ** layers
# %% ex-15-mistake wrong: the variance for the deviation | He's variance
def he_deviation(inputs):
    return 2 / inputs

def growth(inputs, layers):
    return np.sqrt(inputs / 64) ** layers
# %% ex-15-mistake wrong: LeCun's | without ReLU
def he_deviation(inputs):
    return 1 / np.sqrt(inputs)

def growth(inputs, layers):
    return np.sqrt(inputs / 64) ** layers
# %% ex-15-mistake wrong: growth of the mean square | take its root
def he_deviation(inputs):
    return np.sqrt(2 / inputs)

def growth(inputs, layers):
    return (inputs / 64) ** layers
# %% ex-15-mistake wrong: growth upside down | upside down
def he_deviation(inputs):
    return np.sqrt(2 / inputs)

def growth(inputs, layers):
    return np.sqrt(64 / inputs) ** layers
# %% ex-15-mistake wrong: growth of one layer | a single layer
def he_deviation(inputs):
    return np.sqrt(2 / inputs)

def growth(inputs, layers):
    return np.sqrt(inputs / 64)
# %% ex-15-mistake wrong: layers added up instead of multiplied | measures otherwise
def he_deviation(inputs):
    return np.sqrt(2 / inputs)

def growth(inputs, layers):
    return layers * np.sqrt(inputs / 64)
# %% ex-15-mistake wrong: half done | network measures otherwise
def he_deviation(inputs):
    return np.sqrt(2 / inputs)

def growth(inputs, layers):
    return 265
# %% ex-15-sigmoid right: the digits that the solution prints
rescued = 9
at_the_ends = 0.65
# %% ex-15-sigmoid right: the first of a list of candidates, the share counted in a loop
for rescued in np.arange(2, 14, 0.5):
    if gradient_through_depth("sigmoid", [10], gain=float(rescued))[0] > 0.5:
        break
y = outputs("sigmoid", rescued, depth=10)[-1]
count = 0
for value in y.ravel():
    if value < 0.05 or value > 0.95:
        count += 1
at_the_ends = count / y.size
# %% ex-15-sigmoid right: by halving an interval, the share by the distance from the middle
small, large = 2.0, 12.0
while large - small > 0.01:
    rescued = (small + large) / 2
    if gradient_through_depth("sigmoid", [10], gain=rescued)[0] < 1:
        small = rescued
    else:
        large = rescued
tenth = outputs("sigmoid", rescued, depth=10)[9]
at_the_ends = (abs(tenth - 0.5) > 0.45).mean()
# %% ex-15-sigmoid wrong: the start itself | three dots
rescued = 1.846
print(gradient_through_depth("sigmoid", [10], gain=rescued))

at_the_ends = ...
# %% ex-15-sigmoid wrong: the gain of the values | too little of the gradient
rescued = properties("sigmoid").gain
at_the_ends = 0.0
# %% ex-15-sigmoid wrong: the deviation for gradients at standard normal sums | too little of the gradient
rescued = 1 / np.sqrt(properties("sigmoid").squared_slope)
last = outputs("sigmoid", rescued, depth=10)[-1]
at_the_ends = np.mean((last < 0.05) | (last > 0.95))
# %% ex-15-sigmoid wrong: too large | the gradient grows
rescued = 12.0
last = outputs("sigmoid", rescued, depth=10)[-1]
at_the_ends = np.mean((last < 0.05) | (last > 0.95))
# %% ex-15-sigmoid wrong: the first layer's share | first layer
rescued = 9.0
first = outputs("sigmoid", rescued, depth=10)[0]
at_the_ends = np.mean((first < 0.05) | (first > 0.95))
# %% ex-15-sigmoid wrong: one end only | one end only
rescued = 9.0
at_the_ends = np.mean(outputs("sigmoid", rescued, depth=10)[-1] < 0.05)
# %% ex-15-sigmoid wrong: what lies between | not at the ends
rescued = 9.0
last = outputs("sigmoid", rescued, depth=10)[-1]
at_the_ends = np.mean((last > 0.05) & (last < 0.95))
# %% ex-15-sigmoid wrong: a percentage | between 0 and 1
rescued = 9.0
at_the_ends = 65
# %% ex-15-sigmoid wrong: a negative deviation | above 0
rescued = -9.0
at_the_ends = 0.65
# %% ex-15-sigmoid wrong: a list of candidates | one number above 0
rescued = [8.0, 9.0]
at_the_ends = 0.65
# %% ex-15-sigmoid wrong: another share | not the share of the tenth
rescued = 9.0
at_the_ends = 0.5
# %% ex-15-gain wrong: NaN for every slope | is no number
def gain_of(a):
    return np.nan
# %% ex-15-gain wrong: the root of a negative slope | is no number
def gain_of(a):
    with np.errstate(invalid="ignore"):
        return np.sqrt(2 / (1 + np.sqrt(np.float64(a)) ** 4))
# %% ex-15-sigmoid right: a list that happens to be called outputs
rescued = 9.0
outputs = outputs("sigmoid", rescued, depth=10)
at_the_ends = np.mean((outputs[9] < 0.05) | (outputs[9] > 0.95))
# %% ex-15-sigmoid wrong: a number as text | one number above 0
rescued, at_the_ends = "9.0", 0.8
