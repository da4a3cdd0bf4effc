"""Parameters in a file, and back."""

import io
import os
import secrets
import zipfile
from pathlib import Path

import numpy as np


def save(network, path):
    """Write the parameters of a network to an ``.npz`` file.

    The file is written beside its place and then moved there, so that a crash leaves either
    the old one or the new one.
    """
    path = _path(path, "save")
    unfinished = path.with_name(f"{path.name}.{secrets.token_hex(4)}.part")
    try:
        with unfinished.open("xb") as file:
            np.savez(file, **network.parameters)
        os.replace(unfinished, path)
    finally:
        unfinished.unlink(missing_ok=True)


def load(network, path):
    """Copy the parameters in a file into a network of the same layers, all or none of them."""
    stored = _read(path)
    expected = {name: array.shape for name, array in network.parameters.items()}
    found = {name: array.shape for name, array in stored.items()}
    if found != expected:
        raise ValueError(f"{path} belongs to another network: expected {expected}, found {found}")
    for name, array in stored.items():
        with np.errstate(over="ignore"):
            stored[name] = array.astype(network.dtype) if array.dtype.kind == "f" else np.array(np.nan)
        if not np.isfinite(stored[name]).all():
            raise ValueError(f"{path} is damaged: {name} does not hold finite numbers")
    for name, parameter in network.parameters.items():
        parameter[...] = stored[name]


def _path(path, asked_by):
    if not isinstance(path, str | os.PathLike) or not str(path):
        raise TypeError(f"{asked_by} expects path to be the name of a file, got {path!r}")
    return Path(path)


def _read(path):
    content = io.BytesIO(_path(path, "load").read_bytes())
    if not zipfile.is_zipfile(content):
        raise ValueError(f"{path} is no readable .npz file of parameters: it is no whole zip archive")
    content.seek(0)
    try:
        with np.load(content, allow_pickle=False) as arrays:
            return {name: arrays[name] for name in arrays.files}
    except Exception as error:  # a damaged archive can fail in any way its parts can
        raise ValueError(f"{path} is no readable .npz file of parameters: {error}") from error
