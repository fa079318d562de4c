"""A list as somebody wrote it down: entries of a code and a text, with their places."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple


class Entry(NamedTuple):
    """A code and a text that stand beside each other in a file.

    `code`, `text`: what stands there. `start`, `end`: from the first character of the code to the last of the text, in
    the file.
    """

    code: int
    text: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Group:
    """Entries that stand together, in the order of the file, and may be a list.

    Parameters
    ----------
    name
        How the file calls it; None where nothing says so.
    entries
        The entries. A code may come twice.
    first, last
        The places of the first number and the last text among the tokens of the program; None in a file of data.
    brackets
        The brackets that are open around the entries, from the outermost, each by the place of its token.
    """

    name: str | None
    entries: tuple[Entry, ...]
    first: int | None = None
    last: int | None = None
    brackets: tuple[int, ...] = ()
