"""What a killer is: a document made to take time, memory, files or connections, or to bring the reader down."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

Make = Callable[[], bytes]

BOOK = "book"
"""The outcome of a killer in which the table can be read: its codes, all of them."""

LIMIT = ("time-limit", "memory-limit", "unpacked-limit", "page-limit")


@dataclass(frozen=True)
class Killer:
    """A killer: its name, what makes its bytes, and how it may end: the book, or ids of errors."""

    name: str
    make: Make
    ends: frozenset[str]


KILLERS: dict[str, Killer] = {}


def killer(*ends: str) -> Callable[[Make], Make]:
    """Add a function to the killers, under its name."""

    def add(make: Make) -> Make:
        name = make.__name__
        KILLERS[name] = Killer(name, make, frozenset(ends))
        return make

    return add
