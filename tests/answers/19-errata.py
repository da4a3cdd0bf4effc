# %% ex-19-convolution right: sliding windows and a sum
def convolve(image, kernel):
    windows = np.lib.stride_tricks.sliding_window_view(image, kernel.shape)
    return np.sum(windows * kernel, axis=(2, 3))
# %% ex-19-convolution right: four loops and plain lists
def convolve(image, kernel):
    rows, columns = len(kernel), len(kernel[0])
    out = []
    for i in range(len(image) - rows + 1):
        line = []
        for j in range(len(image[0]) - columns + 1):
            total = 0.0
            for a in range(rows):
                for b in range(columns):
                    total += image[i + a][j + b] * kernel[a][b]
            line.append(total)
        out.append(line)
    return np.array(out)
# %% ex-19-convolution right: two loops over the kernel, whole images shifted
def convolve(image, kernel):
    rows, columns = kernel.shape
    height, width = image.shape[0] - rows + 1, image.shape[1] - columns + 1
    out = np.zeros((height, width))
    for a in range(rows):
        for b in range(columns):
            out += kernel[a, b] * image[a : a + height, b : b + width]
    return out
# %% ex-19-convolution right: SciPy's correlation
from scipy.signal import correlate2d


def convolve(image, kernel):
    return correlate2d(image, kernel, mode="valid")
# %% ex-19-convolution wrong: a mathematician's convolution, the kernel turned | turned
def convolve(image, kernel):
    windows = np.lib.stride_tricks.sliding_window_view(image, kernel.shape)
    return np.sum(windows * kernel[::-1, ::-1], axis=(2, 3))
# %% ex-19-convolution wrong: one place too few in each direction | shape
def convolve(image, kernel):
    rows, columns = kernel.shape
    height, width = image.shape[0] - rows, image.shape[1] - columns
    out = np.zeros((height, width))
    for i in range(height):
        for j in range(width):
            out[i, j] = np.sum(image[i : i + rows, j : j + columns] * kernel)
    return out
# %% ex-19-convolution wrong: padded with zeros | so (2, 3) is asked for
def convolve(image, kernel):
    rows, columns = kernel.shape
    image = np.pad(image, ((rows // 2, rows // 2), (columns // 2, columns // 2)))
    windows = np.lib.stride_tricks.sliding_window_view(image, kernel.shape)
    return np.sum(windows * kernel, axis=(2, 3))
# %% ex-19-convolution wrong: rows and columns of the kernel swapped | Got
def convolve(image, kernel):
    kernel = kernel.T
    windows = np.lib.stride_tricks.sliding_window_view(image, kernel.shape)
    return np.sum(windows * kernel, axis=(2, 3))
# %% ex-19-convolution wrong: the guide's own | first row
def convolve(image, kernel):
    return [[sum(kernel[0]) * pixel for pixel in row] for row in image]
# %% ex-19-mistake right: keepdims
def mended(x):
    e = np.exp(x - np.max(x, axis=-1, keepdims=True))
    return e / np.sum(e, axis=-1, keepdims=True)


quiet = np.array([[1.0, 2.0], [3.0, 5.0]])
# %% ex-19-mistake right: a new axis, and a batch of lists
def mended(x):
    x = np.asarray(x)
    e = np.exp(x - x.max(axis=-1)[..., None])
    return e / e.sum(axis=-1)[..., None]


quiet = [[0, 1, 2], [5, 5, 5], [9, 1, 1]]
# %% ex-19-mistake right: the axis moved to the front
def mended(x):
    columns = np.moveaxis(np.asarray(x), -1, 0)
    e = np.exp(columns - columns.max(axis=0))
    return np.moveaxis(e / e.sum(axis=0), 0, -1)


quiet = np.eye(4)
quiet[0] *= 3
# %% ex-19-mistake right: a batch of one column, which she stretches to a square
def mended(x):
    e = np.exp(x - np.max(x, axis=-1, keepdims=True))
    return e / np.sum(e, axis=-1, keepdims=True)


quiet = np.zeros((3, 1))
# %% ex-19-mistake wrong: a batch for which hers stops with an error | stops with an error
def mended(x):
    e = np.exp(x - np.max(x, axis=-1, keepdims=True))
    return e / np.sum(e, axis=-1, keepdims=True)


quiet = np.array([[1.0, 2.0, 3.0], [3.0, 5.0, 1.0]])
# %% ex-19-mistake wrong: one sample, for which hers is right | is right
def mended(x):
    e = np.exp(x - np.max(x, axis=-1, keepdims=True))
    return e / np.sum(e, axis=-1, keepdims=True)


quiet = np.array([[1.0, 2.0, 3.0]])
# %% ex-19-mistake wrong: a vector in place of a batch | a sample a row
def mended(x):
    e = np.exp(x - np.max(x, axis=-1, keepdims=True))
    return e / np.sum(e, axis=-1, keepdims=True)


quiet = np.array([1.0, 2.0])
# %% ex-19-mistake wrong: infinity, for which any softmax fails | ordinary numbers
def mended(x):
    e = np.exp(x - np.max(x, axis=-1, keepdims=True))
    return e / np.sum(e, axis=-1, keepdims=True)


quiet = np.array([[np.inf, 2.0], [3.0, 5.0]])
# %% ex-19-mistake wrong: mended is still hers | line up
def mended(x):
    e = np.exp(x - np.max(x, axis=-1))
    return e / np.sum(e, axis=-1)


quiet = np.array([[1.0, 2.0], [3.0, 5.0]])
# %% ex-19-mistake wrong: one maximum for all rows | maximum
def mended(x):
    e = np.exp(x - np.max(x))
    return e / np.sum(e, axis=-1, keepdims=True)


quiet = np.array([[1.0, 2.0], [3.0, 5.0]])
# %% ex-19-mistake wrong: right for batches, not for one sample | axis is fixed
def mended(x):
    e = np.exp(x - np.max(x, axis=1, keepdims=True))
    return e / np.sum(e, axis=1, keepdims=True)


quiet = np.array([[1.0, 2.0], [3.0, 5.0]])
# %% ex-19-refute right: the printed digits
crossing = 1.66
# %% ex-19-refute right: on a fine grid
x = np.linspace(0.01, 6, 600)
crossing = x[np.argmax(functions.tanh_derivative(x) < functions.sigmoid_derivative(x))]
# %% ex-19-refute right: by halving
low, high = 0.0, 6.0
for _ in range(50):
    middle = (low + high) / 2
    if functions.tanh_derivative(middle) > functions.sigmoid_derivative(middle):
        low = middle
    else:
        high = middle
crossing = low
# %% ex-19-refute right: by hand, from cosh x = 2 cosh(x/2)
crossing = 2 * np.arccosh((1 + np.sqrt(3)) / 2)
# %% ex-19-refute wrong: the negative one | above 0
crossing = -1.66
# %% ex-19-refute wrong: at 0 | above 0
crossing = 0
# %% ex-19-refute wrong: one decimal only | too large
crossing = 1.7
# %% ex-19-refute wrong: the grid of the start, last where tanh is steeper | too small
x = np.linspace(0, 6, 61)
crossing = x[functions.tanh_derivative(x) > functions.sigmoid_derivative(x)].max()
# %% ex-19-refute wrong: the end of the range | flat already
crossing = 6.0
# %% ex-19-refute wrong: all such inputs | one number
x = np.linspace(0, 6, 601)
crossing = x[functions.tanh_derivative(x) < functions.sigmoid_derivative(x)]
# %% ex-19-refute wrong: where the values meet their slopes, not the slopes each other | too small
crossing = 0.88
# %% ex-19-convolution wrong: three by three places | shape
def convolve(image, kernel):
    rows, columns = kernel.shape
    return np.array([[np.sum(image[i : i + rows, j : j + columns] * kernel) for j in range(3)] for i in range(3)])
# %% ex-19-convolution wrong: the type of the image | fractions are cut off
def convolve(image, kernel):
    rows, columns = kernel.shape
    out = np.zeros((image.shape[0] - rows + 1, image.shape[1] - columns + 1), dtype=image.dtype)
    for i in range(out.shape[0]):
        for j in range(out.shape[1]):
            out[i, j] = np.sum(image[i : i + rows, j : j + columns] * kernel)
    return out
# %% ex-19-mistake wrong: rows of different lengths | different lengths
quiet = [[1.0, 2.0], [3.0]]

def mended(x):
    e = np.exp(x - np.max(x, axis=-1, keepdims=True))
    return e / np.sum(e, axis=-1, keepdims=True)
# %% ex-19-refute wrong: nothing found | is None
crossing = None
# %% ex-19-mistake wrong: the library's softmax | the library's own softmax
from actlib import softmax as mended

quiet = np.array([[1.0, 2.0], [3.0, 5.0]])
# %% ex-19-refute wrong: a number as text | one number
crossing = "1.66"
# %% ex-19-convolution wrong: as large as the image, by SciPy | without padding, so (2, 3) is asked for
def convolve(image, kernel):
    from scipy import signal

    return signal.correlate2d(image, kernel, mode="same")
# %% ex-19-convolution wrong: a frame of one pixel, whatever the kernel | without padding, so (2, 3) is asked for
def convolve(image, kernel):
    padded = np.pad(image, 1)
    rows, columns = kernel.shape
    out = np.zeros(image.shape)
    for i, j in np.ndindex(*image.shape):
        window = padded[i : i + rows, j : j + columns]
        out[i, j] = np.sum(window * kernel[: window.shape[0], : window.shape[1]])
    return out
# %% ex-19-convolution wrong: a wrong sum for lists of lists alone | not yet right
def convolve(image, kernel):
    image, kernel = image * 1, kernel * 1
    rows = range(len(image) - len(kernel) + 1)
    columns = range(len(image[0] or []) - len(kernel[0] or []) + 1)
    return [[image[i][j] * kernel[0][0] for j in columns] for i in rows]
