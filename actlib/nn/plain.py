"""Which networks train by the library's own code alone.

For these a training may go a shorter way: nobody is there to notice what is left out on it.
"""

from actlib.catalogue import CATALOGUE
from actlib.nn.losses import LOSSES

METHODS = (
    *("forward", "backward", "get_ready", "prepare"),  # of a layer
    *("as_input", "dead_units"),  # of a network
    *("update", "move"),  # of an optimizer
)

OWN_METHODS = {}

OWN_LOSSES = tuple(LOSSES.values())


def know(*classes):
    """Take down the methods of the library's classes, before anybody puts others in their place."""
    for kind in classes:
        OWN_METHODS[kind] = {name: getattr(kind, name) for name in METHODS if hasattr(kind, name)}


def is_plain(network, optimizer):
    """Return whether network, loss and optimizer are the library's own, and so are all parts of them."""
    activations = [layer.activation for layer in network.layers if hasattr(layer, "activation")]
    return (
        all(map(_is_own, (network, optimizer, *network.layers)))
        and any(network.loss is loss for loss in OWN_LOSSES)
        and all(CATALOGUE.get(activation.name) is activation for activation in activations)
    )


def _is_own(part):
    own = OWN_METHODS.get(type(part))
    return (
        own is not None
        and not vars(part).keys() & own.keys()
        and all(getattr(type(part), name) is method for name, method in own.items())
    )
