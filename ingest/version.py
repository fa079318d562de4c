"""The version of the project: below everything that writes it."""

from typing import Final

__version__: Final = "0.1.0"
