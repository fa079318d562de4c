"""What a killer is: a document made to take time, memory, files or connections, or to bring the reader down."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

Make = Callable[..., bytes]

URL, FILE = "http://127.0.0.1:9/", "/etc/passwd"
"""What killers reach for that want what is outside of them, unless they are told otherwise."""

BOOK = "book"
"""The outcome of a killer in which the table can be read: its codes, all of them."""

DOUBTFUL = "doubtful-reading"
"""The outcome of a killer whose table can be read, but in doubt: nothing is published until somebody has looked."""

LIMITS = ("limit-time", "limit-memory", "limit-decompressed")
"""The outcomes of a killer that is ended by a limit; which one ends it first is a matter of the machine."""


@dataclass(frozen=True)
class Killer:
    """A killer: what makes its bytes, and how it may end: in the book, or in errors of some ids.

    One that reaches for what is outside is made with a URL and the name of a file.
    """

    make: Make
    ends: frozenset[str]
    reaches: bool


KILLERS: dict[str, Killer] = {}


def killer(*ends: str, reaches: bool = False) -> Callable[[Make], Make]:
    """Add a function to the killers, under its name."""

    def add(make: Make) -> Make:
        KILLERS[make.__name__] = Killer(make, frozenset(ends), reaches)
        return make

    return add
