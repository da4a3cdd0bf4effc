# %% ex-06-find-the-mistake right: two lists by comprehension
def both_ways(numbers):
    return [n if n > 0 else 0 for n in numbers], [max(n, 0) for n in numbers]
# %% ex-06-find-the-mistake right: the tutorial's loops, with a list each
def both_ways(numbers):
    with_if, with_max = [], []
    for number in numbers:
        with_if.append(number if number > 0 else 0)
    for number in numbers:
        with_max.append(max(number, 0))
    return with_if, with_max
# %% ex-06-find-the-mistake right: one loop, a list of two arrays
def both_ways(numbers):
    first, second = [], []
    for number in numbers:
        first += [number if number > 0 else 0]
        second += [max(number, 0)]
    return [np.array(first), np.array(second)]
# %% ex-06-find-the-mistake wrong: the start, both loops fill one list | in one list
def both_ways(numbers):
    results = []
    for number in numbers:
        results.append(number if number > 0 else 0)
    for number in numbers:
        results.append(max(number, 0))
    return results
# %% ex-06-find-the-mistake wrong: two names for one list | one and the same list
def both_ways(numbers):
    with_if = with_max = []
    for number in numbers:
        with_if.append(number if number > 0 else 0)
    for number in numbers:
        with_max.append(max(number, 0))
    return with_if, with_max
# %% ex-06-find-the-mistake wrong: the second list starts as a copy of the first | the second list holds 10
def both_ways(numbers):
    with_if = [n if n > 0 else 0 for n in numbers]
    with_max = list(with_if)
    for number in numbers:
        with_max.append(max(number, 0))
    return with_if, with_max
# %% ex-06-find-the-mistake wrong: only one of the two ways | two lists
def both_ways(numbers):
    return [max(number, 0) for number in numbers]
# %% ex-06-find-the-mistake wrong: the eight results typed in | holds 8
def both_ways(numbers):
    return [0, 2, 0, 3.3, 0, 1.1, 2.2, 0], [0, 2, 0, 3.3, 0, 1.1, 2.2, 0]
# %% ex-06-find-the-mistake wrong: min in place of max | second list is not what ReLU
def both_ways(numbers):
    return [n if n > 0 else 0 for n in numbers], [min(n, 0) for n in numbers]
# %% ex-06-find-the-mistake wrong: the lengths are returned | two lists
def both_ways(numbers):
    return len(numbers), len(numbers)
# %% ex-06-find-the-mistake wrong: nothing returned | returns nothing
def both_ways(numbers):
    first = [number if number > 0 else 0 for number in numbers]
    second = [max(number, 0) for number in numbers]
# %% ex-06-integers right: heaviside
def mine(x):
    return np.heaviside(x, 0)
# %% ex-06-integers right: the sign, cut off below
def mine(x):
    return np.maximum(np.sign(x), 0)
# %% ex-06-integers right: clip
mine = lambda x: np.clip(np.sign(x), 0, 1)
# %% ex-06-integers right: where, with nan and the type in mind
def mine(x):
    slope = np.where(x > 0, 1.0, 0.0).astype(np.result_type(x, np.float16))
    return np.where(np.isnan(x), x, slope)
# %% ex-06-integers wrong: the start, whole numbers | whole numbers
def mine(x):
    return np.where(x > 0, 1, 0)
# %% ex-06-integers wrong: a comparison alone | whole numbers or truth values
def mine(x):
    return x > 0
# %% ex-06-integers wrong: float64 for everything | float32 goes in
def mine(x):
    return np.where(x > 0, 1.0, 0.0)
# %% ex-06-integers wrong: nan becomes a number | NaN goes in
def mine(x):
    return np.where(x > 0, np.ones_like(x), np.zeros_like(x))
# %% ex-06-integers wrong: the other side | the two sides of the kink
def mine(x):
    return np.heaviside(-x, 0)
# %% ex-06-integers wrong: the sign, -1 on the left | Below zero this gives -1
def mine(x):
    return np.sign(x)
# %% ex-06-integers wrong: ReLU itself | the function itself
def mine(x):
    return np.maximum(x, 0)
# %% ex-06-hat right: three terms
def mine(x):
    return relu(x - 1) - 2 * relu(x - 2) + relu(x - 3)
# %% ex-06-hat right: corners and changes of slope in a product
def mine(x):
    return relu(np.subtract.outer(x, [1, 2, 3])) @ [1, -2, 1]
# %% ex-06-hat right: a loop over the corners
def mine(x):
    y = np.zeros(np.shape(x))
    for corner, change in zip((1, 2, 3), (1, -2, 1)):
        y += change * np.maximum(x - corner, 0)
    return y
# %% ex-06-hat right: a ReLU of a difference of two
def mine(x):
    return relu(relu(x - 1) - 2 * relu(x - 2))
# %% ex-06-hat wrong: the start, a ramp | from 2 to 3
def mine(x):
    return relu(x - 1) - relu(x - 2)
# %% ex-06-hat wrong: right only inside of 0 and 4 | right of 3
def mine(x):
    return relu(x - 1) - 2 * relu(x - 2) + relu(x - 3) - relu(x - 4)
# %% ex-06-hat wrong: never leveled out | right of 3
def mine(x):
    return relu(x - 1) - 2 * relu(x - 2)
# %% ex-06-hat wrong: the signs of the shifts | left of 1
def mine(x):
    return relu(x + 1) - 2 * relu(x + 2) + relu(x + 3)
# %% ex-06-hat wrong: the change at 2 forgotten to be 2 | from 2 to 3
def mine(x):
    return relu(x - 1) - relu(x - 2) - relu(x - 3)
# %% ex-06-hat wrong: a hat twice as high | from 1 to 2
def mine(x):
    return 2 * relu(x - 1) - 4 * relu(x - 2) + 2 * relu(x - 3)
# %% ex-06-hat wrong: a single number | has shape ()
def mine(x):
    return 1.0
# %% ex-06-revive right: where
def revive(rate):
    _, weight, bias = train(4.0, steps=1)
    awake = 0
    for _ in range(200):
        z = weight * x_train + bias
        error = (relu(z) - y_train) * np.where(z > 0, 1.0, 0.1)
        weight -= rate * np.mean(error * x_train)
        bias -= rate * np.mean(error)
        z = weight * x_train + bias
        awake += np.any(z > 0)
    return np.mean(z > 0), awake
# %% ex-06-revive right: maximum of the slope and 0.1, sums in place of means
def revive(rate):
    _, w, b = train(4.0, steps=1)
    shares = []
    for _ in range(200):
        z = w * x_train + b
        error = (np.maximum(z, 0) - y_train) * np.maximum(relu_derivative(z), 0.1)
        w, b = w - rate * (error @ x_train) / len(x_train), b - rate * error.sum() / len(x_train)
        shares.append(((w * x_train + b) > 0).mean())
    return shares[-1], sum(share > 0 for share in shares)
# %% ex-06-revive right: counted before each step
def revive(rate):
    _, weight, bias = train(4.0, steps=1)
    active = []
    for _ in range(201):
        z = weight * x_train + bias
        active.append(np.mean(z > 0))
        error = (relu(z) - y_train) * np.where(z > 0, 1.0, 0.1)
        weight, bias = weight - rate * np.mean(error * x_train), bias - rate * np.mean(error)
    return active[-1], np.count_nonzero(active)
# %% ex-06-revive right: plain Python
def revive(rate):
    _, w, b = train(4.0, steps=1)
    awake = 0
    for _ in range(200):
        dw = db = 0.0
        for x_one, y_one in zip(x_train, y_train):
            score = w * x_one + b
            d = (max(score, 0) - y_one) * (1 if score > 0 else 0.1) / 50
            dw, db = dw + d * x_one, db + d
        w, b = w - rate * dw, b - rate * db
        active = [w * x_one + b > 0 for x_one in x_train]
        awake += any(active)
    return sum(active) / 50, awake
# %% ex-06-revive wrong: the start, nothing counted | none of the steps
def revive(rate):
    _, weight, bias = train(4.0, steps=1)
    awake = 0
    for _ in range(200):
        z = weight * x_train + bias
        error = (relu(z) - y_train) * relu_derivative(z)
        weight -= rate * np.mean(error * x_train)
        bias -= rate * np.mean(error)
    return np.mean(z > 0), awake
# %% ex-06-revive wrong: typed constants | steps awake are wrong
def revive(rate):
    return 1.0, 100
# %% ex-06-revive wrong: 1.0 and 0 | none of the steps
def revive(rate):
    return 1.0, 0
# %% ex-06-revive wrong: the numbers of rate 0.5 for every rate | At rate 0.3
def revive(rate):
    return 0.98, 144
# %% ex-06-revive wrong: the output leaks as well | its output leaks as well
def revive(rate):
    _, weight, bias = train(4.0, steps=1)
    active = []
    for _ in range(200):
        z = weight * x_train + bias
        error = (np.where(z > 0, z, 0.1 * z) - y_train) * np.where(z > 0, 1.0, 0.1)
        weight -= rate * np.mean(error * x_train)
        bias -= rate * np.mean(error)
        active.append(np.mean(weight * x_train + bias > 0))
    return active[-1], np.count_nonzero(active)
# %% ex-06-revive wrong: a slope of 0.5 on the left | larger than asked for
def revive(rate):
    _, weight, bias = train(4.0, steps=1)
    active = []
    for _ in range(200):
        z = weight * x_train + bias
        error = (relu(z) - y_train) * np.where(z > 0, 1.0, 0.5)
        weight -= rate * np.mean(error * x_train)
        bias -= rate * np.mean(error)
        active.append(np.mean(weight * x_train + bias > 0))
    return active[-1], np.count_nonzero(active)
# %% ex-06-revive wrong: the bias is not updated | steps awake are wrong
def revive(rate):
    _, weight, bias = train(4.0, steps=1)
    active = []
    for _ in range(200):
        z = weight * x_train + bias
        error = (relu(z) - y_train) * np.where(z > 0, 1.0, 0.1)
        weight -= rate * np.mean(error * x_train)
        active.append(np.mean(weight * x_train + bias > 0))
    return active[-1], np.count_nonzero(active)
# %% ex-06-revive wrong: begun from a neuron that is not dead | steps awake are wrong
def revive(rate):
    weight, bias, active = 1.0, 0.1, []
    for _ in range(200):
        z = weight * x_train + bias
        error = (relu(z) - y_train) * np.where(z > 0, 1.0, 0.1)
        weight -= rate * np.mean(error * x_train)
        bias -= rate * np.mean(error)
        active.append(np.mean(weight * x_train + bias > 0))
    return active[-1], np.count_nonzero(active)
# %% ex-06-revive wrong: the two numbers exchanged | steps awake are wrong
def revive(rate):
    _, weight, bias = train(4.0, steps=1)
    active = []
    for _ in range(200):
        z = weight * x_train + bias
        error = (relu(z) - y_train) * np.where(z > 0, 1.0, 0.1)
        weight -= rate * np.mean(error * x_train)
        bias -= rate * np.mean(error)
        active.append(np.mean(weight * x_train + bias > 0))
    return np.count_nonzero(active), active[-1]
# %% ex-06-revive wrong: 0.1 added on both sides | At rate 0.3, the share
def revive(rate):
    _, weight, bias = train(4.0, steps=1)
    active = []
    for _ in range(200):
        z = weight * x_train + bias
        error = (relu(z) - y_train) * (relu_derivative(z) + 0.1)
        weight -= rate * np.mean(error * x_train)
        bias -= rate * np.mean(error)
        active.append(np.mean(weight * x_train + bias > 0))
    return active[-1], np.count_nonzero(active)
# %% ex-06-revive wrong: 0.1 added on both sides, the share before the last step | At rate 0.3, the share
def revive(rate):
    _, weight, bias = train(4.0, steps=1)
    awake = 0
    for _ in range(200):
        z = weight * x_train + bias
        error = (relu(z) - y_train) * (relu_derivative(z) + 0.1)
        weight -= rate * np.mean(error * x_train)
        bias -= rate * np.mean(error)
        awake += np.any(weight * x_train + bias > 0)
    return np.mean(z > 0), awake
# %% ex-06-revive right: the share before the last step
def revive(rate):
    _, weight, bias = train(4.0, steps=1)
    awake = 0
    for _ in range(200):
        z = weight * x_train + bias
        error = (relu(z) - y_train) * np.where(z > 0, 1.0, 0.1)
        weight -= rate * np.mean(error * x_train)
        bias -= rate * np.mean(error)
        awake += np.any(weight * x_train + bias > 0)
    return np.mean(z > 0), awake
# %% ex-06-hat wrong: the input set to 0 | changes the numbers that it is given
def mine(x):
    x *= 0
    return x
# %% ex-06-hat wrong: right values, the input moved | changes the numbers that it is given
def mine(x):
    x -= 2
    return np.maximum(0, 1 - np.abs(x))
# %% ex-06-hat wrong: whole numbers come first | from -60 to 60 at once
mine = np.vectorize(lambda v: 0 if v < 1 or v > 3 else v - 1 if v < 2 else 3 - v)
# %% ex-06-find-the-mistake wrong: the second way sees what the first has left | changes the numbers
def both_ways(numbers):
    for i, n in enumerate(numbers):
        numbers[i] = n if n > 0 else 0
    return numbers, [max(n, 0) for n in numbers]
# %% ex-06-find-the-mistake wrong: pairs that nobody has looked at | two lists
def both_ways(numbers):
    return zip([max(n, 0) for n in numbers], [n * (n > 0) for n in numbers])
# %% ex-06-revive wrong: counted before each step, the last one left out | steps awake are wrong
def revive(rate):
    _, weight, bias = train(4.0, steps=1)
    awake = 0
    for _ in range(200):
        z = weight * x_train + bias
        awake += np.any(z > 0)
        error = (relu(z) - y_train) * np.where(z > 0, 1.0, 0.1)
        weight, bias = weight - rate * np.mean(error * x_train), bias - rate * np.mean(error)
    return np.mean(weight * x_train + bias > 0), awake
# %% ex-06-revive wrong: the bias moved by what the new weight gives | the share at the end
def revive(rate):
    _, weight, bias = train(4.0, steps=1)
    awake = 0
    for _ in range(200):
        z = weight * x_train + bias
        error = (relu(z) - y_train) * np.where(z > 0, 1.0, 0.1)
        weight -= rate * np.mean(error * x_train)
        z = weight * x_train + bias
        error = (relu(z) - y_train) * np.where(z > 0, 1.0, 0.1)
        bias -= rate * np.mean(error)
        awake += np.any(weight * x_train + bias > 0)
    return np.mean(weight * x_train + bias > 0), awake
# %% ex-06-find-the-mistake wrong: the two ways compared inside | Return two lists, one for each way
def both_ways(numbers):
    a = [number if number > 0 else 0 for number in numbers]
    b = [max(number, 0) for number in numbers]
    return a == b
# %% ex-06-find-the-mistake wrong: one length is returned | Return two lists, one for each way
def both_ways(numbers):
    return len([max(number, 0) for number in numbers])
# %% ex-06-find-the-mistake wrong: the second way is a copy of the first | compared only once
def both_ways(numbers):
    a = [max(number, 0) for number in numbers]
    return a, a.copy()
# %% ex-06-find-the-mistake right: one loop of two comparisons
def both_ways(numbers):
    pairs = [(number if number > 0 else 0, max(0, number)) for number in numbers]
    return tuple(zip(*pairs))
# %% ex-06-find-the-mistake right: an array of truth values, and NumPy
def both_ways(numbers):
    values = np.array(numbers)
    return values * (values > 0), np.maximum(values, 0)
# %% ex-06-find-the-mistake right: the second way on the results of the first
def both_ways(numbers):
    first = [number if not number <= 0 else 0 for number in numbers]
    return first, [max(number, 0) for number in first]
# %% ex-06-hat wrong: interpolated | combined of ReLUs, without interp
def mine(x):
    return np.interp(x, [1, 2, 3], [0, 1, 0])
# %% ex-06-hat wrong: in pieces | combined of ReLUs, without piecewise
def mine(x):
    return np.piecewise(x, [(x > 1) & (x <= 2), (x > 2) & (x < 3)], [lambda x: x - 1, lambda x: 3 - x, 0])
# %% ex-06-integers wrong: the library's slope | the library's own slope
mine = relu_derivative
# %% ex-06-integers wrong: the catalogue's slope | the library's own slope
def mine(x):
    return CATALOGUE["relu"].derivative(x)
# %% ex-06-revive wrong: a slope of a hundredth on the left | yours is awake after none
def revive(rate):
    _, weight, bias = train(4.0, steps=1)
    awake = 0
    for _ in range(200):
        z = weight * x_train + bias
        error = (relu(z) - y_train) * np.where(z > 0, 1.0, 0.01)
        weight -= rate * np.mean(error * x_train)
        bias -= rate * np.mean(error)
        awake += np.any(weight * x_train + bias > 0)
    return np.mean(z > 0), awake
# %% ex-06-revive wrong: the share alone | two numbers
def revive(rate):
    return 1.0
# %% ex-06-revive wrong: numbers as text | two numbers
def revive(rate):
    return "0.63", "116"
# %% ex-06-hat wrong: printed instead of returned | returns nothing
def mine(x):
    print(relu(x - 1) - 2 * relu(x - 2) + relu(x - 3))
