"""The packages that only some formats need: extras of the installation."""

from __future__ import annotations

from importlib import import_module
from types import ModuleType

from model import MissingPackageError


def import_package(name: str, package: str, wanted_by: str, extra: str) -> ModuleType:
    """A module of a package of an extra.

    Raises
    ------
    MissingPackageError
        If the package is not installed.
    """
    try:
        return import_module(name)
    except ModuleNotFoundError as error:
        if error.name != name:
            raise
        raise MissingPackageError(
            f"{wanted_by} needs {package}, which is not installed: "
            f"pip install {package}, or 'resultcodes[{extra}]' for all {extra}"
        ) from error
