# %% ex-16-shape right: by the formula
def output_size(size, kernel, stride, padding):
    return (size + 2 * padding - kernel) // stride + 1
# %% ex-16-shape right: counting the places in a loop
def output_size(size, kernel, stride, padding):
    count, start = 0, -padding
    while start + kernel <= size + padding:
        count += 1
        start += stride
    return count
# %% ex-16-shape right: by the length of a range
def output_size(size, kernel, stride, padding):
    return len(range(-padding, size + padding - kernel + 1, stride))
# %% ex-16-shape right: with floor, a float
def output_size(size, kernel, stride, padding):
    return np.floor((size + 2 * padding - kernel) / stride) + 1
# %% ex-16-shape wrong: the start itself | it is not
def output_size(size, kernel, stride, padding):
    return ...


print(output_size(28, 5, 2, 2))
# %% ex-16-shape wrong: the first place forgotten | before its first step
def output_size(size, kernel, stride, padding):
    return (size + 2 * padding - kernel) // stride
# %% ex-16-shape wrong: the frame counted once | two sides
def output_size(size, kernel, stride, padding):
    return (size + padding - kernel) // stride + 1
# %% ex-16-shape wrong: no padding | no frame
def output_size(size, kernel, stride, padding):
    return (size - kernel) // stride + 1
# %% ex-16-shape wrong: no stride | no stride
def output_size(size, kernel, stride, padding):
    return size + 2 * padding - kernel + 1
# %% ex-16-shape wrong: rounded up | without room
def output_size(size, kernel, stride, padding):
    return int(np.ceil((size + 2 * padding - kernel) / stride)) + 1
# %% ex-16-shape wrong: true division | parts of steps
def output_size(size, kernel, stride, padding):
    return (size + 2 * padding - kernel) / stride + 1
# %% ex-16-shape wrong: one added before dividing | divided as well
def output_size(size, kernel, stride, padding):
    return (size + 2 * padding - kernel + 1) // stride
# %% ex-16-shape wrong: the answer of the example typed | it is not 14
def output_size(size, kernel, stride, padding):
    return 14
# %% ex-16-mistake right: the kernel turned
def quick(image, kernel):
    return signal.convolve2d(image, kernel[::-1, ::-1], mode="valid")
# %% ex-16-mistake right: SciPy's correlation
def quick(image, kernel):
    return signal.correlate2d(image, kernel, mode="valid")
# %% ex-16-mistake right: windows and a sum
def quick(image, kernel):
    windows = np.lib.stride_tricks.sliding_window_view(image, kernel.shape)
    return np.einsum("ijkl,kl->ij", windows, kernel)
# %% ex-16-mistake right: a sum of shifted images
def quick(image, kernel):
    rows = image.shape[0] - kernel.shape[0] + 1
    columns = image.shape[1] - kernel.shape[1] + 1
    total = 0
    for i in range(kernel.shape[0]):
        for j in range(kernel.shape[1]):
            total = total + kernel[i, j] * image[i : i + rows, j : j + columns]
    return total
# %% ex-16-mistake wrong: the start itself | half a turn
def quick(image, kernel):
    return signal.convolve2d(image, kernel, mode="valid")


tested = np.array([[0, 1, 0], [1, 4, 1], [0, 1, 0]])
print("passed:", np.allclose(quick(zero, tested), slide(zero, tested), rtol=0, atol=1e-9))
# %% ex-16-mistake wrong: flipped up and down only | left and right
def quick(image, kernel):
    return signal.convolve2d(image, kernel[::-1], mode="valid")
# %% ex-16-mistake wrong: flipped left and right only | up and down
def quick(image, kernel):
    return signal.convolve2d(image, kernel[:, ::-1], mode="valid")
# %% ex-16-mistake wrong: transposed instead of turned | three quarters
def quick(image, kernel):
    return signal.correlate2d(image, np.rot90(kernel, 3), mode="valid")
# %% ex-16-mistake wrong: rows and columns swapped | swapped
def quick(image, kernel):
    return signal.correlate2d(image, kernel.T, mode="valid")
# %% ex-16-mistake wrong: another mode | its shape is
def quick(image, kernel):
    return signal.convolve2d(image, kernel[::-1, ::-1], mode="same")
# %% ex-16-mistake wrong: a minus, which repairs more_below alone | slide answers otherwise
def quick(image, kernel):
    return -signal.convolve2d(image, kernel, mode="valid")
# %% ex-16-mistake wrong: the image turned as well | slide answers otherwise
def quick(image, kernel):
    return signal.convolve2d(image[::-1, ::-1], kernel[::-1, ::-1], mode="valid")
# %% ex-16-linear right: strides
def unbent(seed):
    rng = np.random.default_rng(seed)
    return Network(
        [
            Conv2D(1, 8, 3, rng, stride=2, padding=1),
            Conv2D(8, 16, 3, rng, stride=2, padding=1),
            Flatten(),
            Dense(64, 10, rng),
        ]
    )
# %% ex-16-linear right: no shrinking, a wide last layer, identities left in
def unbent(seed):
    rng = np.random.default_rng(seed)
    layers = [Conv2D(1, 8, 3, rng, padding=1), "identity"]
    layers.append(Conv2D(8, 16, 3, rng, padding=1))
    layers.append("identity")
    layers += [Flatten(), Dense(16 * 64, 10, rng)]
    return Network(layers)
# %% ex-16-linear right: no padding
def unbent(seed):
    r = np.random.default_rng(seed)
    return Network([Conv2D(1, 8, 3, r), Conv2D(8, 16, 3, r), Flatten(), Dense(256, 10, r)])
# %% ex-16-linear right: one stride, kernels of 2 by 2, trained as well
def unbent(seed):
    rng = np.random.default_rng(seed)
    first = Conv2D(1, 8, 2, rng, stride=2)
    second = Conv2D(8, 16, 2, rng, stride=2)
    return Network([first, second, Flatten(), Dense(16 * 4, 10, rng)])


_, reached = five(unbent)
print(0.97 - np.median(reached))
# %% ex-16-linear wrong: the start itself | max pooling bends
def unbent(seed):
    return small_network(seed, "identity")


print(unbent(0).summary((1, 8, 8)))
# %% ex-16-linear wrong: ReLU left, pooling gone | ReLU bends
def unbent(seed):
    rng = np.random.default_rng(seed)
    layers = [Conv2D(1, 8, 3, rng, stride=2, padding=1), "relu"]
    layers += [Conv2D(8, 16, 3, rng, stride=2, padding=1), "relu"]
    return Network([*layers, Flatten(), Dense(64, 10, rng)])
# %% ex-16-linear wrong: another bend in its place | something bends
def unbent(seed):
    rng = np.random.default_rng(seed)
    layers = [Conv2D(1, 8, 3, rng, stride=2, padding=1), "leaky_relu"]
    layers += [Conv2D(8, 16, 3, rng, stride=2, padding=1)]
    return Network([*layers, Flatten(), Dense(64, 10, rng)])
# %% ex-16-linear wrong: the small network as it was | ReLU bends
unbent = small_network
# %% ex-16-linear wrong: no convolutions at all | 8 and 16 kernels
def unbent(seed):
    return Network([Flatten(), Dense(64, 10, np.random.default_rng(seed))])
# %% ex-16-linear wrong: the seed ignored | another seed
def unbent(seed):
    rng = np.random.default_rng(0)
    layers = [Conv2D(1, 8, 3, rng, stride=2, padding=1), Conv2D(8, 16, 3, rng, stride=2, padding=1)]
    return Network([*layers, Flatten(), Dense(64, 10, rng)])
# %% ex-16-linear wrong: a generator without the seed | one seed gives two
def unbent(seed):
    rng = np.random.default_rng()
    layers = [Conv2D(1, 8, 3, rng, stride=2, padding=1), Conv2D(8, 16, 3, rng, stride=2, padding=1)]
    return Network([*layers, Flatten(), Dense(64, 10, rng)])
# %% ex-16-linear wrong: all weights zero | the same to every digit
def unbent(seed):
    rng = np.random.default_rng(seed)
    layers = [Conv2D(1, 8, 3, rng, stride=2, padding=1), Conv2D(8, 16, 3, rng, stride=2, padding=1)]
    return Network([*layers, Flatten(), Dense(64, 10, initialization="zeros")])
# %% ex-16-linear wrong: a last layer that does not fit | expects shape
def unbent(seed):
    rng = np.random.default_rng(seed)
    layers = [Conv2D(1, 8, 3, rng, padding=1), Conv2D(8, 16, 3, rng, padding=1)]
    return Network([*layers, Flatten(), Dense(64, 10, rng)])
# %% ex-16-linear wrong: a list of layers | no Network
def unbent(seed):
    rng = np.random.default_rng(seed)
    return [Conv2D(1, 8, 3, rng, stride=2, padding=1), Flatten(), Dense(128, 10, rng)]
# %% ex-16-mistake wrong: the kernel is turned for good | changes the numbers that it is given
def quick(image, kernel):
    kernel[:] = kernel[::-1, ::-1].copy()
    return signal.convolve2d(image, kernel, mode="valid")
# %% ex-16-shape wrong: an array of one number | is to return one number
def output_size(size, kernel, stride, padding):
    return np.array([(size + 2 * padding - kernel) // stride + 1])
# %% ex-16-mistake wrong: printed instead of returned | returns nothing
def quick(image, kernel):
    print(signal.correlate2d(image, kernel, mode="valid"))
