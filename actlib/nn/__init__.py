"""A small neural-network package, written to be read from top to bottom.

Read ``layers``, ``losses``, ``optimizers``, ``network`` and ``training``, in this order;
``convolution`` and ``recurrent`` add layers for images and for sequences. ``initialization`` draws
first weights, ``storage`` keeps parameters in files, and ``arguments`` says what settings may be.
"""

from actlib.nn.convolution import Conv2D, MaxPool2D
from actlib.nn.initialization import INITIALIZATIONS, initial_weights
from actlib.nn.layers import Dense, Dropout, Elementwise, Flatten, Layer, PReLU, ShapeError, Softmax
from actlib.nn.losses import LOSSES, Loss, binary_cross_entropy, mean_squared_error, softmax_cross_entropy
from actlib.nn.network import Network
from actlib.nn.optimizers import SGD, AdaGrad, Adam, Optimizer, RMSProp
from actlib.nn.plain import know
from actlib.nn.recurrent import RNN
from actlib.nn.training import Diverged, EarlyStopping, History, fit

__all__ = [
    "INITIALIZATIONS",
    "LOSSES",
    "RNN",
    "SGD",
    "AdaGrad",
    "Adam",
    "Conv2D",
    "Dense",
    "Diverged",
    "Dropout",
    "EarlyStopping",
    "Elementwise",
    "Flatten",
    "History",
    "Layer",
    "Loss",
    "MaxPool2D",
    "Network",
    "Optimizer",
    "PReLU",
    "RMSProp",
    "ShapeError",
    "Softmax",
    "binary_cross_entropy",
    "fit",
    "initial_weights",
    "mean_squared_error",
    "softmax_cross_entropy",
]

know(Network, Dense, Elementwise, PReLU, Softmax, Dropout, Flatten, Conv2D, MaxPool2D, RNN)
know(SGD, AdaGrad, RMSProp, Adam)
