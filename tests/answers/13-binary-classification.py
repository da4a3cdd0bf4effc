# %% ex-13-xor right: a loop
def count_solved(activation):
    x, y = data.logic_gate("XOR")
    count = 0
    for seed in range(5):
        network = new_network(activation, seed)
        network.fit(x, y, Adam(0.05), epochs=300)
        if network.evaluate(x, y)[1] == 1:
            count += 1
    return count
# %% ex-13-xor right: a comprehension over networks
def count_solved(activation):
    gate = data.logic_gate("XOR")
    networks = [new_network(activation, seed) for seed in range(5)]
    for network in networks:
        network.fit(*gate, Adam(0.05), epochs=300)
    return sum(network.evaluate(*gate)[1] == 1 for network in networks)
# %% ex-13-xor right: scores compared by hand
def count_solved(activation):
    x, y = data.logic_gate("XOR")
    solved = []
    for seed in [0, 1, 2, 3, 4]:
        network = new_network(activation, seed)
        network.fit(x, y, Adam(0.05), 300)
        solved.append(np.all((network.predict(x)[:, 0] > 0) == (y == 1)))
    return np.count_nonzero(solved)
# %% ex-13-xor wrong: the start | starts too few
def count_solved(activation):
    count = 0
    for seed in range(5):
        network = new_network(activation, seed)
        ...
    return count
# %% ex-13-xor wrong: all starts are counted | counted a start of the identity
def count_solved(activation):
    return 5
# %% ex-13-xor wrong: three of four is enough | counted a start of the identity
def count_solved(activation):
    gate = data.logic_gate("XOR")
    networks = [new_network(activation, seed) for seed in range(5)]
    for network in networks:
        network.fit(*gate, Adam(0.05), epochs=300)
    return sum(network.evaluate(*gate)[1] > 0.7 for network in networks)
# %% ex-13-xor wrong: the page's typed counts | starts too
def count_solved(activation):
    return 0 if activation == "identity" else 5
# %% ex-13-xor wrong: trained for ten epochs only | starts too few
def count_solved(activation):
    gate = data.logic_gate("XOR")
    networks = [new_network(activation, seed) for seed in range(5)]
    for network in networks:
        network.fit(*gate, Adam(0.05), epochs=10)
    return sum(network.evaluate(*gate)[1] == 1 for network in networks)
# %% ex-13-xor wrong: the loss is asked, not the accuracy | starts too few
def count_solved(activation):
    gate = data.logic_gate("XOR")
    networks = [new_network(activation, seed) for seed in range(5)]
    for network in networks:
        network.fit(*gate, Adam(0.05), epochs=300)
    return sum(network.evaluate(*gate)[0] == 1 for network in networks)
# %% ex-13-xor wrong: a list instead of a count | one number
def count_solved(activation):
    gate = data.logic_gate("XOR")
    networks = [new_network(activation, seed) for seed in range(5)]
    return [network.evaluate(*gate)[1] == 1 for network in networks]
# %% ex-13-xor wrong: nothing is returned | one number
def count_solved(activation):
    found = []
    for seed in range(5):
        found.append(new_network(activation, seed))
    return found
# %% ex-13-find-the-mistake right: reported on the fresh points
def reported(networks, held, fresh):
    best = max(networks, key=lambda network: network.evaluate(*held)[1])
    return best.evaluate(*fresh)[1]
# %% ex-13-find-the-mistake right: argmax
def reported(networks, held, fresh):
    scores = [network.evaluate(*held)[1] for network in networks]
    return networks[np.argmax(scores)].evaluate(*fresh)[1]
# %% ex-13-find-the-mistake right: a loop, the last of equals, accuracy by hand
def reported(networks, held, fresh):
    best, kept = -1, None
    for network in networks:
        accuracy = np.mean((network.predict(held[0])[:, 0] > 0) == held[1])
        if accuracy >= best:
            best, kept = accuracy, network
    return float(np.mean((kept.predict(fresh[0])[:, 0] > 0) == fresh[1]))
# %% ex-13-find-the-mistake wrong: the start | points that chose the network
def reported(networks, held, fresh):
    best = max(networks, key=lambda network: network.evaluate(*held)[1])
    return best.evaluate(*held)[1]
# %% ex-13-find-the-mistake wrong: the fresh points choose | fresh points choose
def reported(networks, held, fresh):
    best = max(networks, key=lambda network: network.evaluate(*fresh)[1])
    return best.evaluate(*fresh)[1]
# %% ex-13-find-the-mistake wrong: chosen by the fresh, reported on the held-out points | not the accuracy
def reported(networks, held, fresh):
    best = max(networks, key=lambda network: network.evaluate(*fresh)[1])
    return best.evaluate(*held)[1]
# %% ex-13-find-the-mistake wrong: the mean of all networks | not the accuracy
def reported(networks, held, fresh):
    return np.mean([network.evaluate(*fresh)[1] for network in networks])
# %% ex-13-find-the-mistake wrong: the first network, chosen by nothing | not the accuracy
def reported(networks, held, fresh):
    return networks[0].evaluate(*fresh)[1]
# %% ex-13-find-the-mistake wrong: loss and accuracy | one number
def reported(networks, held, fresh):
    best = max(networks, key=lambda network: network.evaluate(*held)[1])
    return best.evaluate(*fresh)
# %% ex-13-find-the-mistake wrong: chosen by the loss, and by the largest | not the accuracy
def reported(networks, held, fresh):
    best = max(networks, key=lambda network: network.evaluate(*held)[0])
    return best.evaluate(*fresh)[1]
# %% ex-13-find-the-mistake wrong: a typed number | not the accuracy
def reported(networks, held, fresh):
    return 0.49
# %% ex-13-only-one right: a comprehension
def without(left_in):
    return tuple(fault for fault in FAULTS if fault not in left_in)


def seen_by_score(left_in):
    return any(np.any(loop_scores(-1, name, without(left_in)) < 0.97) for name in ("relu", "tanh"))


def seen_by_check(left_in):
    return not checked("tanh", without(left_in)).passed
# %% ex-13-only-one right: loops, Python's own bool
def repaired_beside(left_in):
    repaired = []
    for fault in FAULTS:
        if fault not in left_in:
            repaired.append(fault)
    return tuple(repaired)


def seen_by_score(left_in):
    for name in ["relu", "tanh"]:
        for score in loop_scores(-1, name, repaired_beside(left_in)):
            if score < 0.97:
                return True
    return False


def seen_by_check(left_in):
    if checked("tanh", repaired_beside(left_in)).passed:
        return False
    return True
# %% ex-13-only-one right: sets, and findings counted
def seen_by_score(left_in):
    others = tuple(sorted(set(FAULTS) - set(left_in)))
    relu, tanh = (loop_scores(-1, name, others).min() for name in ("relu", "tanh"))
    return bool(min(relu, tanh) < 0.97)


def seen_by_check(left_in):
    return len(checked("tanh", set(FAULTS) - set(left_in)).findings) > 0
# %% ex-13-only-one wrong: the start | seen_by_score says
def seen_by_score(left_in):
    return np.min(loop_scores(-1, "relu", left_in)) < 0.97


def seen_by_check(left_in):
    return ...
# %% ex-13-only-one wrong: what is left in is repaired instead | seen_by_score says
def seen_by_score(left_in):
    return min(loop_scores(-1, name, tuple(left_in)).min() for name in ("relu", "tanh")) < 0.97


def seen_by_check(left_in):
    return not checked("tanh", left_in).passed
# %% ex-13-only-one wrong: passed taken for refused | seen_by_check says it refuses
def without(left_in):
    return tuple(fault for fault in FAULTS if fault not in left_in)


def seen_by_score(left_in):
    return min(loop_scores(-1, name, without(left_in)).min() for name in ("relu", "tanh")) < 0.97


def seen_by_check(left_in):
    return checked("tanh", without(left_in)).passed
# %% ex-13-only-one wrong: checked with ReLU, whose slope the mask is | slope left in, the check refuses
def without(left_in):
    return tuple(fault for fault in FAULTS if fault not in left_in)


def seen_by_score(left_in):
    return min(loop_scores(-1, name, without(left_in)).min() for name in ("relu", "tanh")) < 0.97


def seen_by_check(left_in):
    return not checked("relu", without(left_in)).passed
# %% ex-13-only-one wrong: scores at the line through the origin | a start stays below
def without(left_in):
    return tuple(fault for fault in FAULTS if fault not in left_in)


def seen_by_score(left_in):
    return min(loop_scores(0, name, without(left_in)).min() for name in ("relu", "tanh")) < 0.97


def seen_by_check(left_in):
    return not checked("tanh", without(left_in)).passed
# %% ex-13-only-one wrong: always seen | seen_by_score says one
def seen_by_score(left_in):
    return True


def seen_by_check(left_in):
    return True
# %% ex-13-only-one wrong: lists of faults instead of functions | not callable
seen_by_score = ["biases", "mean"]
seen_by_check = ["biases", "mean", "order", "slope"]
# %% ex-13-write-it right: by hand
def gradients(parameters):
    W1, b1, W2, b2 = parameters.values()
    x, z = points[:50], points[:50] @ W1 + b1
    a = CATALOGUE["gelu"](z)
    error = (sigmoid(a @ W2 + b2) - answers[:50, None]) / 50
    delta = error @ W2.T * CATALOGUE["gelu"].derivative(z)
    return {"W1": x.T @ delta, "b1": delta.sum(axis=0), "W2": a.T @ error, "b2": error.sum(axis=0)}
# %% ex-13-write-it right: sample by sample
def gradients(parameters):
    W1, b1, W2, b2 = (parameters[part] for part in PARTS)
    total = {part: np.zeros_like(parameters[part]) for part in PARTS}
    for x, y in zip(points[:50], answers[:50]):
        z = x @ W1 + b1
        a = CATALOGUE["gelu"](z)
        error = (sigmoid(a @ W2 + b2) - y) / 50
        delta = (W2 @ error) * CATALOGUE["gelu"].derivative(z)
        total["W1"] += np.outer(x, delta)
        total["b1"] += delta
        total["W2"] += np.outer(a, error)
        total["b2"] += error
    return total
# %% ex-13-write-it right: einsum and means
def gradients(parameters):
    W1, b1, W2, b2 = (parameters[part] for part in PARTS)
    x, y = points[:50], answers[:50]
    z = np.einsum("ni,ij->nj", x, W1) + b1
    a, slope = CATALOGUE["gelu"](z), CATALOGUE["gelu"].derivative(z)
    error = sigmoid(a @ W2 + b2) - y.reshape(-1, 1)
    delta = np.einsum("nk,jk,nj->nj", error, W2, slope)
    found = {"W2": np.einsum("nj,nk->jk", a, error) / 50, "b2": error.mean(axis=0)}
    return found | {"W1": np.einsum("ni,nj->ij", x, delta) / 50, "b1": delta.mean(axis=0)}
# %% ex-13-write-it wrong: the start | must return a dict
def gradients(parameters):
    W1, b1, W2, b2 = (parameters[part] for part in PARTS)
    x, y = points[:50], answers[:50]
    ...
# %% ex-13-write-it wrong: the mean is forgotten | N times too large
def gradients(parameters):
    W1, b1, W2, b2 = parameters.values()
    x, z = points[:50], points[:50] @ W1 + b1
    a = CATALOGUE["gelu"](z)
    error = sigmoid(a @ W2 + b2) - answers[:50, None]
    delta = error @ W2.T * CATALOGUE["gelu"].derivative(z)
    return {"W1": x.T @ delta, "b1": delta.sum(axis=0), "W2": a.T @ error, "b2": error.sum(axis=0)}
# %% ex-13-write-it wrong: ReLU's mask under GELU | W1
def gradients(parameters):
    W1, b1, W2, b2 = parameters.values()
    x, z = points[:50], points[:50] @ W1 + b1
    a = CATALOGUE["gelu"](z)
    error = (sigmoid(a @ W2 + b2) - answers[:50, None]) / 50
    delta = error @ W2.T * (z > 0)
    return {"W1": x.T @ delta, "b1": delta.sum(axis=0), "W2": a.T @ error, "b2": error.sum(axis=0)}
# %% ex-13-write-it wrong: the slope at the output instead of the sum | W1
def gradients(parameters):
    W1, b1, W2, b2 = parameters.values()
    x, z = points[:50], points[:50] @ W1 + b1
    a = CATALOGUE["gelu"](z)
    error = (sigmoid(a @ W2 + b2) - answers[:50, None]) / 50
    delta = error @ W2.T * CATALOGUE["gelu"].derivative(a)
    return {"W1": x.T @ delta, "b1": delta.sum(axis=0), "W2": a.T @ error, "b2": error.sum(axis=0)}
# %% ex-13-write-it wrong: the sign of the error | sign
def gradients(parameters):
    W1, b1, W2, b2 = parameters.values()
    x, z = points[:50], points[:50] @ W1 + b1
    a = CATALOGUE["gelu"](z)
    error = (answers[:50, None] - sigmoid(a @ W2 + b2)) / 50
    delta = error @ W2.T * CATALOGUE["gelu"].derivative(z)
    return {"W1": x.T @ delta, "b1": delta.sum(axis=0), "W2": a.T @ error, "b2": error.sum(axis=0)}
# %% ex-13-write-it wrong: the classes as a row, so that errors are a table | b2
def gradients(parameters):
    W1, b1, W2, b2 = parameters.values()
    x, z = points[:50], points[:50] @ W1 + b1
    a = CATALOGUE["gelu"](z)
    error = (sigmoid(a @ W2 + b2) - answers[:50]) / 50
    error = error.sum(axis=1, keepdims=True)
    delta = error @ W2.T * CATALOGUE["gelu"].derivative(z)
    return {"W1": x.T @ delta, "b1": delta.sum(axis=0), "W2": a.T @ error, "b2": error.sum(axis=0)}
# %% ex-13-write-it wrong: the biases are forgotten | b1
def gradients(parameters):
    W1, b1, W2, b2 = parameters.values()
    x, z = points[:50], points[:50] @ W1 + b1
    a = CATALOGUE["gelu"](z)
    error = (sigmoid(a @ W2 + b2) - answers[:50, None]) / 50
    delta = error @ W2.T * CATALOGUE["gelu"].derivative(z)
    return {"W1": x.T @ delta, "b1": 0 * b1, "W2": a.T @ error, "b2": 0 * b2}
# %% ex-13-find-the-mistake wrong: the worst network is kept | not the accuracy on fresh points of the best
def reported(networks, held, fresh):
    best = min(networks, key=lambda network: network.evaluate(*held)[1])
    return best.evaluate(*fresh)[1]
# %% ex-13-xor wrong: a share | a whole number
def count_solved(activation):
    gate, count = data.logic_gate("XOR"), 0
    for seed in range(5):
        network = new_network(activation, seed)
        network.fit(*gate, Adam(0.05), epochs=300)
        count += network.evaluate(*gate)[1] == 1
    return count / 5
# %% ex-13-xor wrong: printed instead of returned | must return one number
def count_solved(activation):
    print(0)
