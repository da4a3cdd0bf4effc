# %% ex-20-lowest right: sorted among those that reach it
reached = {name: card.range.low for name, card in cards.items() if card.range.includes_low}
lowest = sorted(reached, key=reached.get)[:2]
# %% ex-20-lowest right: typed, as read off the cards
lowest = ["hard_tanh", "hard_swish"]
# %% ex-20-lowest right: a loop that keeps the two lowest, as a tuple
pairs = []
for name in cards:
    if cards[name].range.includes_low:
        pairs.append((cards[name].range.low, name))
pairs.sort()
lowest = (pairs[0][1], pairs[1][1])
# %% ex-20-lowest wrong: the start, without asking what is reached | falls without end
lowest = sorted(cards, key=lambda name: cards[name].range.low)[:2]
# %% ex-20-lowest wrong: SELU, which comes close | only comes close
lowest = ["selu", "hard_tanh"]
# %% ex-20-lowest wrong: the higher one first | lower one comes first
lowest = ["hard_swish", "hard_tanh"]
# %% ex-20-lowest wrong: the wrong second | lower value
lowest = ["hard_tanh", "mish"]
# %% ex-20-lowest wrong: titles in place of names | no name
lowest = ["hard tanh", "hard swish"]
# %% ex-20-lowest wrong: one name | two names
lowest = "hard_tanh"
# %% ex-20-lowest wrong: the lowest of the gates only | lower value
lowest = ["hard_swish", "mish"]
# %% ex-20-dip right: from the cards, and by halving
deep_enough = [name for name in falling if cards[name].extrema[0].y < -0.2]



def silu_at(target, low, high):
    for _ in range(60):
        middle = (low + high) / 2
        same_side = (CATALOGUE["silu"](middle) > target) == (CATALOGUE["silu"](low) > target)
        low, high = (middle, high) if same_side else (low, middle)
    return low


down, up = silu_at(-0.2, -10.0, -1.278465), silu_at(-0.2, -1.278465, 0.0)
# %% ex-20-dip right: the digits that the solution prints
deep_enough = ["silu", "mish", "hard_swish"]
down, up = -2.3961, -0.5449
# %% ex-20-dip right: a fine grid
x = np.linspace(-5, 0, 500_001)
deep_enough = {name for name in FAMILIES["Gates"] if CATALOGUE[name](x).min() < -0.2}
y = CATALOGUE["silu"](x)
below = x[y < -0.2]
down, up = below.min(), below.max()
# %% ex-20-dip right: SciPy's root finder
from scipy.optimize import brentq

deep_enough = ("hard_swish", "mish", "silu")
down = brentq(lambda x: CATALOGUE["silu"](x) + 0.2, -10, -1.28)
up = brentq(lambda x: CATALOGUE["silu"](x) + 0.2, -1.28, 0)
# %% ex-20-dip wrong: the start, which takes monotone ones too | never turns
deep_enough = [name for name in CATALOGUE if CATALOGUE[name](-1.3) < -0.2]
down, up = -2.3961, -0.5449
# %% ex-20-dip wrong: all four gates | how low
deep_enough = ["gelu", "silu", "mish", "hard_swish"]
down, up = -2.3961, -0.5449
# %% ex-20-dip wrong: one missing | missing
deep_enough = ["silu", "mish"]
down, up = -2.3961, -0.5449
# %% ex-20-dip wrong: extra names | never turns
deep_enough = ["silu", "mish", "hard_swish", "relu"]
down, up = -2.3961, -0.5449
# %% ex-20-dip wrong: swapped | swap
deep_enough = ["silu", "mish", "hard_swish"]
down, up = -0.5449, -2.3961
# %% ex-20-dip wrong: two decimals | four decimals
deep_enough = ["silu", "mish", "hard_swish"]
down, up = -2.40, -0.54
# %% ex-20-dip wrong: those of another output | not near
deep_enough = ["silu", "mish", "hard_swish"]
down, up = -3.54, -0.23
# %% ex-20-dip wrong: the same side twice | same side
deep_enough = ["silu", "mish", "hard_swish"]
down, up = -0.5449, -0.5449
# %% ex-20-mistake right: from the cards
def claims(cards):
    gains = {name: card.gain for name, card in cards.items()}
    flat = [np.isfinite(cards[name].flat_beyond).sum() for name in ("relu6", "hard_swish")]
    return [
        max(gains, key=gains.get) == "softsign",
        flat == [2, 1],
        cards["gelu"].monotone != "no" and cards["gelu"].largest_slope <= 1,
        abs(cards["softplus"].variance - cards["log_sigmoid"].variance) < 1e-9,
    ]
# %% ex-20-mistake right: with loops and all
def claims(cards):
    softsign = cards["softsign"].gain
    first = all(card.gain <= softsign for card in cards.values())
    second = True
    for side in (0, 1):
        second = second and np.isfinite(cards["relu6"].flat_beyond[side])
    left, right = cards["hard_swish"].flat_beyond
    second = second and np.isfinite(left) != np.isfinite(right)
    third = not cards["gelu"].falls and cards["gelu"].largest_slope < 1.001
    a, b = cards["softplus"].variance, cards["log_sigmoid"].variance
    return [first, bool(second), third, round(a, 6) == round(b, 6)]
# %% ex-20-mistake right: an array of bools
def claims(cards):
    names = list(cards)
    gains = np.array([cards[name].gain for name in names])
    flat = np.isfinite([cards["relu6"].flat_beyond, cards["hard_swish"].flat_beyond])
    third = "no" not in cards["gelu"].monotone and cards["gelu"].largest_slope <= 1
    spreads = [cards[name].variance for name in ("softplus", "log_sigmoid")]
    return np.array(
        [
            names[gains.argmax()] == "softsign",
            flat.sum(axis=1).tolist() == [2, 1],
            third,
            np.isclose(*spreads, rtol=1e-6, atol=0),
        ]
    )
# %% ex-20-mistake wrong: typed constants | on the card of tanh
def claims(cards):
    return [True, True, False, True]
# %% ex-20-mistake wrong: the start, nothing false | exactly one
def claims(cards):
    gains = {name: card.gain for name, card in cards.items()}
    return [max(gains, key=gains.get) == "softsign", True, True, True]
# %% ex-20-mistake wrong: only the largest slope | falls
def claims(cards):
    gains = {name: card.gain for name, card in cards.items()}
    flat = [np.isfinite(cards[name].flat_beyond).sum() for name in ("relu6", "hard_swish")]
    return [
        max(gains, key=gains.get) == "softsign",
        flat == [2, 1],
        cards["gelu"].largest_slope <= 1,
        abs(cards["softplus"].variance - cards["log_sigmoid"].variance) < 1e-9,
    ]
# %% ex-20-mistake wrong: only where it falls | largest slope
def claims(cards):
    gains = {name: card.gain for name, card in cards.items()}
    flat = [np.isfinite(cards[name].flat_beyond).sum() for name in ("relu6", "hard_swish")]
    return [
        max(gains, key=gains.get) == "softsign",
        flat == [2, 1],
        cards["gelu"].monotone != "no",
        abs(cards["softplus"].variance - cards["log_sigmoid"].variance) < 1e-9,
    ]
# %% ex-20-mistake wrong: the third typed | card of gelu
def claims(cards):
    gains = {name: card.gain for name, card in cards.items()}
    flat = [np.isfinite(cards[name].flat_beyond).sum() for name in ("relu6", "hard_swish")]
    return [
        max(gains, key=gains.get) == "softsign",
        flat == [2, 1],
        False,
        abs(cards["softplus"].variance - cards["log_sigmoid"].variance) < 1e-9,
    ]
# %% ex-20-mistake wrong: the fourth typed | card of softplus
def claims(cards):
    gains = {name: card.gain for name, card in cards.items()}
    flat = [np.isfinite(cards[name].flat_beyond).sum() for name in ("relu6", "hard_swish")]
    third = cards["gelu"].monotone != "no" and cards["gelu"].largest_slope <= 1
    return [max(gains, key=gains.get) == "softsign", flat == [2, 1], third, True]
# %% ex-20-mistake wrong: mean squares instead of variances | sentence 4
def claims(cards):
    gains = {name: card.gain for name, card in cards.items()}
    flat = [np.isfinite(cards[name].flat_beyond).sum() for name in ("relu6", "hard_swish")]
    third = cards["gelu"].monotone != "no" and cards["gelu"].largest_slope <= 1
    squares = [cards[name].second_moment for name in ("softplus", "log_sigmoid")]
    return [max(gains, key=gains.get) == "softsign", flat == [2, 1], third, np.isclose(*squares)]
# %% ex-20-mistake wrong: three bools | four bools
def claims(cards):
    return [True, False, True]
# %% ex-20-lowest wrong: nothing found | is None
lowest = None
# %% ex-20-lowest wrong: one name twice | Two different names
lowest = ["hard_tanh", "hard_tanh"]
# %% ex-20-mistake wrong: the card of ReLU6 is not looked at | the card of relu6
def claims(cards):
    gains = {name: card.gain for name, card in cards.items()}
    softplus, log_sigmoid = cards["softplus"].variance, cards["log_sigmoid"].variance
    return [
        max(gains, key=gains.get) == "softsign",
        np.isfinite(cards["hard_swish"].flat_beyond).sum() == 1,
        cards["gelu"].monotone != "no" and cards["gelu"].largest_slope <= 1,
        bool(np.isclose(softplus, log_sigmoid, rtol=1e-6, atol=0)),
    ]
# %% ex-20-mistake wrong: the gain of tanh alone | the card of elu
def claims(cards):
    flat = [np.isfinite(cards[name].flat_beyond).sum() for name in ("relu6", "hard_swish")]
    softplus, log_sigmoid = cards["softplus"].variance, cards["log_sigmoid"].variance
    return [
        cards["softsign"].gain > cards["tanh"].gain,
        flat == [2, 1],
        cards["gelu"].monotone != "no" and cards["gelu"].largest_slope <= 1,
        bool(np.isclose(softplus, log_sigmoid, rtol=1e-6, atol=0)),
    ]
# %% ex-20-lowest wrong: activations instead of names | is to hold names
lowest = [CATALOGUE["hard_tanh"], CATALOGUE["silu"]]
# %% ex-20-dip wrong: activations instead of names | is to hold names
deep_enough = [CATALOGUE["silu"], CATALOGUE["mish"]]
down, up = -1.0, -0.3
# %% ex-20-dip wrong: numbers as text | one number each
deep_enough = [name for name in falling if cards[name].extrema[0].y < -0.2]
down, up = "-2.6", "-0.4"
# %% ex-20-mistake wrong: flat on fewer than two sides | flat_beyond on the card of hard_swish
def claims(cards):
    gains = {name: card.gain for name, card in cards.items()}
    f = [np.isfinite(cards[name].flat_beyond).sum() for name in ("relu6", "hard_swish")]
    softplus, log_sigmoid = cards["softplus"].variance, cards["log_sigmoid"].variance
    return [
        max(gains, key=gains.get) == "softsign",
        bool(f[0] == 2 and f[1] < 2),
        cards["gelu"].monotone != "no" and cards["gelu"].largest_slope <= 1,
        bool(np.isclose(softplus, log_sigmoid, rtol=1e-6, atol=0)),
    ]
# %% ex-20-mistake wrong: variances that are only near | second_moment on the card of softplus
def claims(cards):
    gains = {name: card.gain for name, card in cards.items()}
    f = [np.isfinite(cards[name].flat_beyond).sum() for name in ("relu6", "hard_swish")]
    softplus, log_sigmoid = cards["softplus"].variance, cards["log_sigmoid"].variance
    return [
        max(gains, key=gains.get) == "softsign",
        f == [2, 1],
        cards["gelu"].monotone != "no" and cards["gelu"].largest_slope <= 1,
        abs(softplus - log_sigmoid) < 0.3,
    ]
# %% ex-20-mistake wrong: a word that no card has | With a card of gelu that never falls
def claims(cards):
    gains = {name: card.gain for name, card in cards.items()}
    f = [np.isfinite(cards[name].flat_beyond).sum() for name in ("relu6", "hard_swish")]
    softplus, log_sigmoid = cards["softplus"].variance, cards["log_sigmoid"].variance
    return [
        max(gains, key=gains.get) == "softsign",
        f == [2, 1],
        cards["gelu"].monotone == "rising" and cards["gelu"].largest_slope <= 1,
        bool(np.isclose(softplus, log_sigmoid, rtol=1e-6, atol=0)),
    ]
# %% ex-20-dip wrong: a list within a list | is to hold names
deep_enough = [[name for name in falling if cards[name].extrema[0].y < -0.2]]
down, up = -2.6, -0.4
