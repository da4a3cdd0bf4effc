# %% ex-18-mistake right: worked out by hand
floor = np.log(np.e + 9) - 1
# %% ex-18-mistake right: the digits that the solution prints
floor = 1.4612
# %% ex-18-mistake right: softmax twice, then minus the logarithm
perfect = np.eye(10)[3]
floor = -np.log(softmax(perfect)[3])
# %% ex-18-mistake right: the loss asked for a perfect answer
perfect = np.zeros((1, 10))
perfect[0, 3] = 1
floor, _ = Network([Dense(10, 10, initialization="zeros")]).loss(perfect, np.array([3]))
# %% ex-18-mistake wrong: what a loss of scores can reach | without bound
floor = 0.0
# %% ex-18-mistake wrong: what she observed | observed
floor = 1.5
# %% ex-18-mistake wrong: ten equal shares | equal shares
floor = np.log(10)
# %% ex-18-mistake wrong: the probability, not its logarithm | logarithm
floor = np.e / (np.e + 9)
# %% ex-18-mistake wrong: the sign lost | too low
floor = 1 - np.log(np.e + 9)
# %% ex-18-mistake wrong: ten others instead of nine | too high
floor = np.log(np.e + 10) - 1
# %% ex-18-mistake wrong: a logarithm of base ten | too low
floor = np.log10(np.e + 9) - np.log10(np.e)
# %% ex-18-mistake wrong: rounded too early | too low
floor = 1.46
# %% ex-18-seeds right: arrays
def compare(a, b):
    difference = np.asarray(a) - np.asarray(b)
    return np.median(difference), np.sum(difference > 0), np.sum(difference < 0)
# %% ex-18-seeds right: a loop that counts
def compare(a, b):
    differences, first, second = [], 0, 0
    for x, y in zip(a, b, strict=True):
        differences.append(x - y)
        if x > y:
            first += 1
        elif y > x:
            second += 1
    return float(np.median(differences)), first, second
# %% ex-18-seeds right: as a list, with the standard library
import statistics


def compare(a, b):
    pairs = list(zip(a.tolist(), b.tolist(), strict=True))
    middle = statistics.median(x - y for x, y in pairs)
    return [middle, sum(x > y for x, y in pairs), sum(x < y for x, y in pairs)]
# %% ex-18-seeds wrong: every run against every run | too many comparisons
def compare(a, b):
    differences = np.subtract.outer(a, b)
    return np.median(differences), np.sum(differences > 0), np.sum(differences < 0)
# %% ex-18-seeds wrong: b less a | other way around
def compare(a, b):
    difference = b - a
    return np.median(difference), np.sum(difference > 0), np.sum(difference < 0)
# %% ex-18-seeds wrong: the difference of the medians | subtract first
def compare(a, b):
    return np.median(a) - np.median(b), np.sum(a > b), np.sum(a < b)
# %% ex-18-seeds wrong: the tie counted for the second | equal
def compare(a, b):
    difference = a - b
    return np.median(difference), np.sum(difference > 0), np.sum(difference <= 0)
# %% ex-18-seeds wrong: the tie counted for the first | equal
def compare(a, b):
    difference = a - b
    return np.median(difference), np.sum(difference >= 0), np.sum(difference < 0)
# %% ex-18-seeds wrong: sorted first | sorting
def compare(a, b):
    difference = np.sort(a) - np.sort(b)
    return np.median(difference), np.sum(difference > 0), np.sum(difference < 0)
# %% ex-18-seeds wrong: shares in place of counts | share
def compare(a, b):
    difference = a - b
    return np.median(difference), np.mean(difference > 0), np.mean(difference < 0)
# %% ex-18-seeds wrong: the mean | mean
def compare(a, b):
    difference = a - b
    return np.mean(difference), np.sum(difference > 0), np.sum(difference < 0)
# %% ex-18-seeds wrong: constants that fit six seeds | five seeds
def compare(a, b):
    return 0.055, 4, 1
# %% ex-18-seeds wrong: two numbers only | three numbers
def compare(a, b):
    difference = a - b
    return np.sum(difference > 0), np.sum(difference < 0)
# %% ex-18-unfair right: a generator and the best of each
def gaps(first, second):
    unfair = max(first[rate] - second[rate] for rate in first.keys() & second.keys())
    return unfair, max(first.values()) - max(second.values())
# %% ex-18-unfair right: a loop over the rates of one, asking the other
def gaps(first, second):
    unfair = -np.inf
    for rate, score in first.items():
        if rate in second and score - second[rate] > unfair:
            unfair = score - second[rate]
    fair = sorted(first.values())[-1] - sorted(second.values())[-1]
    return unfair, fair
# %% ex-18-unfair right: arrays
def gaps(first, second):
    rates = sorted(set(first) & set(second))
    leads = np.array([first[r] for r in rates]) - np.array([second[r] for r in rates])
    return np.array([leads.max(), np.max(list(first.values())) - np.max(list(second.values()))])
# %% ex-18-unfair wrong: the start, at the smallest rate of the first | KeyError
def gaps(first, second):
    rate = min(first)
    unfair = first[rate] - second[rate]
    fair = unfair
    return unfair, fair
# %% ex-18-unfair wrong: at the smallest common rate | larger
def gaps(first, second):
    rate = min(first.keys() & second.keys())
    return first[rate] - second[rate], max(first.values()) - max(second.values())
# %% ex-18-unfair wrong: best of the one against worst of the other | one rate
def gaps(first, second):
    unfair = max(first.values()) - min(second.values())
    return unfair - 0.01 + 0.02, max(first.values()) - max(second.values())
# %% ex-18-unfair wrong: the fair one turned around | first less the second
def gaps(first, second):
    unfair = max(first[rate] - second[rate] for rate in first.keys() & second.keys())
    return unfair, max(second.values()) - max(first.values())
# %% ex-18-unfair wrong: both at the best rate of the second that they share | best score of each
def gaps(first, second):
    shared = first.keys() & second.keys()
    unfair = max(first[rate] - second[rate] for rate in shared)
    rate = max(shared, key=second.get)
    return unfair, first[rate] - second[rate]
# %% ex-18-unfair wrong: in the other order | other order
def gaps(first, second):
    unfair = max(first[rate] - second[rate] for rate in first.keys() & second.keys())
    return max(first.values()) - max(second.values()), unfair
# %% ex-18-unfair wrong: place by place, not rate by rate | both tried
def gaps(first, second):
    a, b = list(first.values()), list(second.values())
    return max(x - y for x, y in zip(a, b)), max(a) - max(b)
# %% ex-18-unfair wrong: never below 0 | negative
def gaps(first, second):
    leads = [first[rate] - second[rate] for rate in first.keys() & second.keys()]
    return max([0, *leads]), max(first.values()) - max(second.values())
# %% ex-18-unfair wrong: typed constants of the example | negative
def gaps(first, second):
    return 0.5, -0.01
# %% ex-18-unfair wrong: rates are struck out of the table given | changes the numbers that it is given
def gaps(first, second):
    fair = max(first.values()) - max(second.values())
    for rate in list(first):
        if rate not in second:
            del first[rate]
    return max(first[rate] - second[rate] for rate in first), fair
# %% ex-18-unfair wrong: the first at common rates only | at the best rate of its own
def gaps(first, second):
    both = first.keys() & second.keys()
    unfair = max(first[rate] - second[rate] for rate in both)
    return unfair, max(first[rate] for rate in both) - max(second.values())
# %% ex-18-mistake wrong: three decimals | four decimals are asked for
floor = 1.461
# %% ex-18-mistake wrong: a function | one number
def floor():
    return np.log(np.e + 9) - 1
# %% ex-18-seeds wrong: small leads counted as ties | The numbers of pairs are not right
def compare(a, b):
    d = a - b
    return np.median(d), np.sum(d > 0.04), np.sum(d < -0.04)
# %% ex-18-seeds wrong: the middle one of unsorted differences | That is not the median of the pairs
def compare(a, b):
    d = a - b
    return d[len(d) // 2], np.sum(d > 0), np.sum(d < 0)
# %% ex-18-seeds wrong: the median last | the median comes first
def compare(a, b):
    d = a - b
    return np.sum(d > 0), np.sum(d < 0), np.median(d)
# %% ex-18-seeds wrong: percentages | Count the pairs
def compare(a, b):
    d = a - b
    return np.median(d), 100 * np.mean(d > 0), 100 * np.mean(d < 0)
# %% ex-18-seeds wrong: rounded percentages | Too many comparisons for six pairs: 84
def compare(a, b):
    d = a - b
    return np.median(d), round(100 * np.mean(d > 0)), round(100 * np.mean(d < 0))
