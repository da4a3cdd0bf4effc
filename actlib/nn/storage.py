"""Parameters in a file, and back."""

import glob
import os
import secrets
import time
import zipfile
from math import prod
from pathlib import Path

import numpy as np

LONGEST_SAVE = 600  # seconds; what stands unfinished for longer, a killed process has left


def save(network, path):
    """Write the parameters of a network to an ``.npz`` file.

    The file is written beside its place and then moved there, so that a crash leaves either
    the old one or the new one. It keeps its permissions, and a symbolic link stays one.
    """
    path = Path(os.path.realpath(_path(path, "save")))
    _sweep(path)
    unfinished = path.with_name(f"{path.name}.{secrets.token_hex(4)}.part")
    try:
        with unfinished.open("xb") as file:
            np.savez(file, **network.parameters)
        if path.is_file():
            os.chmod(unfinished, path.stat().st_mode)
        os.replace(unfinished, path)
    finally:
        unfinished.unlink(missing_ok=True)


def _sweep(path):
    """Remove what killed processes left unfinished of a file."""
    for stray in path.parent.glob(f"{glob.escape(path.name)}.{'[0-9a-f]' * 8}.part"):
        try:
            if time.time() - stray.stat().st_mtime > LONGEST_SAVE:
                stray.unlink()
        except OSError:  # another process was quicker, or owns it
            continue


def load(network, path):
    """Copy the parameters in a file into a network of the same layers, all or none of them."""
    path = _path(path, "load")
    expected = {name: array.shape for name, array in network.parameters.items()}
    stored = _read(path, expected)
    for name, array in stored.items():
        with np.errstate(over="ignore"):
            stored[name] = array.astype(network.dtype)
        if not np.isfinite(stored[name]).all():
            raise ValueError(f"{path} is damaged: {name} does not hold finite numbers")
    for name, parameter in network.parameters.items():
        parameter[...] = stored[name]


def _path(path, asked_by):
    if not isinstance(path, str | os.PathLike) or not str(path):
        raise TypeError(f"{asked_by} expects path to be the name of a file, got {path!r}")
    return Path(path)


def _read(path, expected):
    """Return the arrays of a file by name; what is not as expected is refused before it is unpacked."""
    with path.open("rb") as file:
        try:
            with zipfile.ZipFile(file) as archive:
                return _members(archive, expected)
        except _OtherNetwork as error:
            raise ValueError(f"{path} belongs to another network: {error}") from None
        except Exception as error:  # a damaged archive can fail in any way its parts can
            raise ValueError(f"{path} is no readable .npz file of parameters: {error}") from error


class _OtherNetwork(Exception):
    """An archive holds arrays of other names or shapes."""


def _members(archive, expected):
    members = {member.filename.removesuffix(".npy"): member for member in archive.infolist()}
    found = {name: _described(archive, member) for name, member in members.items()}
    shapes = {name: shape for name, (shape, _) in found.items()}
    kinds = {name: str(dtype) for name, (_, dtype) in found.items() if dtype.kind != "f"}
    if kinds:
        raise TypeError(f"expected floats, found {kinds}")
    if shapes != expected:
        raise _OtherNetwork(f"expected {expected}, found {shapes}")
    return {name: _array(archive, member, *found[name]) for name, member in members.items()}


def _described(archive, member):
    """Return the shape and the dtype that the first bytes of an array's file tell."""
    with archive.open(member) as file:
        shape, _, dtype = _header(file)
    return shape, dtype


def _array(archive, member, shape, dtype):
    with archive.open(member) as file:
        _, is_in_columns, _ = _header(file)
        content = file.read(prod(shape) * dtype.itemsize + 1)
    array = np.frombuffer(content, dtype)
    return array.reshape(shape, order="F" if is_in_columns else "C")


def _header(file):
    read = {(1, 0): np.lib.format.read_array_header_1_0, (2, 0): np.lib.format.read_array_header_2_0}
    return read[np.lib.format.read_magic(file)](file)
