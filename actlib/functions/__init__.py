"""Every activation function of the course beside its derivative."""

from actlib.functions.gated import (
    gelu,
    gelu_derivative,
    glu,
    hard_swish,
    hard_swish_derivative,
    mish,
    mish_derivative,
    silu,
    silu_derivative,
    swiglu,
)
from actlib.functions.rectified import (
    elu,
    elu_derivative,
    identity,
    identity_derivative,
    leaky_relu,
    leaky_relu_derivative,
    prelu,
    prelu_derivative,
    prelu_gradients,
    relu,
    relu6,
    relu6_derivative,
    relu_derivative,
    selu,
    selu_derivative,
    softplus,
    softplus_derivative,
)
from actlib.functions.sigmoidal import (
    hard_sigmoid,
    hard_sigmoid_derivative,
    hard_tanh,
    hard_tanh_derivative,
    log_sigmoid,
    log_sigmoid_derivative,
    sigmoid,
    sigmoid_derivative,
    softsign,
    softsign_derivative,
    step,
    step_derivative,
    tanh,
    tanh_derivative,
)
from actlib.functions.softmax_family import log_softmax, softmax, softmax_jacobian

__all__ = sorted(name for name, value in globals().items() if callable(value) and name[0] != "_")
