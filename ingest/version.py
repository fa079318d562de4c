"""The version of the project: below everything that writes it."""

__version__ = "0.1.0"
