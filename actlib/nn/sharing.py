"""What is part of a network's vector: assigned to, it is written into and stays a part.

A plain attribute or dict would take the new array in and leave the old one to the optimizer.
"""

import functools
from collections.abc import Mapping
from types import MethodType

from actlib.functions.accept import real_array


def write_into(array, value, name):
    """Copy a value of the same shape into an array, or say what is wrong with it."""
    value = real_array(value, f"{name} expects")
    if value.shape != array.shape:
        raise ValueError(f"{name} expects shape {array.shape}, got {value.shape}")
    array[...] = value


class Part:
    """An attribute of a layer that is written into once the layer is part of a network.

    It has no ``__get__``, so that reading it costs no more than reading any attribute.
    """

    def __init__(self, name):
        self.name = name

    def __set__(self, layer, value):
        if layer.in_network and value is not vars(layer).get(self.name):
            write_into(vars(layer)[self.name], value, f"{layer}.{self.name}")
        else:
            vars(layer)[self.name] = value


class ArraysByName(dict):
    """Arrays by name; assigned to, an array is written into. None can be added or taken away."""

    def __init__(self, kind, arrays):
        super().__init__(arrays)
        self.kind = kind

    def __setitem__(self, name, value):
        if name not in self:
            raise KeyError(f"{self.kind} expects one of the names {', '.join(self)}, got {name!r}")
        if value is not self[name]:
            write_into(self[name], value, f"{self.kind}[{name!r}]")

    def update(self, *others, **named):
        for name, value in dict(*others, **named).items():
            self[name] = value

    def __ior__(self, other):
        self.update(other)
        return self

    def replace(self, arrays):
        """Write into every array."""
        if not isinstance(arrays, Mapping) or set(arrays) != set(self):
            given = ", ".join(map(str, arrays)) if isinstance(arrays, Mapping) else repr(arrays)
            raise ValueError(f"{self.kind} expects a dict of {', '.join(self)}, got {given}")
        self.update(arrays)

    def _refuse(self, *arguments, **named):
        raise TypeError(f"the names in {self.kind} are those of the network's layers and stay; assign to one")

    __delitem__ = clear = pop = popitem = setdefault = _refuse

    def __reduce__(self):
        return dict, (dict(self),)


class FixedLayers(tuple):
    """The layers of a network, which cannot change: their parameters share a vector of that size."""

    def _refuse(self, *arguments, **named):
        raise TypeError("the layers of a network cannot change; make a new Network of new layers")

    append = extend = insert = pop = remove = clear = reverse = sort = _refuse
    __setitem__ = __delitem__ = __iadd__ = _refuse


def after_forward(backward):
    """Say in words that backward was called before forward had kept what it needs; return what is yours.

    Outside of training that is a copy, for the next call may write into the layer's own array.
    """

    @functools.wraps(backward)
    def checked(layer, upstream):
        try:
            gradient = backward(layer, upstream)
            return gradient if layer.in_training or gradient is None else gradient.copy(order="K")
        except AttributeError as error:
            if error.obj is not layer:
                raise
            raise RuntimeError(
                f"{layer} expects forward to be called before backward, which found no {error.name!r}"
            ) from error

    return checked


def unchecked(layer):
    """Return a layer's backward without what ``after_forward`` puts around it; for a plain one."""
    return MethodType(type(layer).backward.__wrapped__, layer)
