"""What a user says about a document."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from model import SettledReading

COLUMN_NAMES: Final = ("class", "code", "description", "number", "-")
"""What a column can hold: `number` is that of the row, `-` anything that is no part of the table's three columns.

Labels of three levels may stand in three columns, so `class` may be named several times.
"""


@dataclass(frozen=True, slots=True)
class ReadOptions:
    """What a user may say about a document, and how much of one is read at most.

    Parameters
    ----------
    encoding
        The encoding of a text; None to find it out.
    pages
        The numbers of the pages to read, from 1; None for all of them.
    password
        What opens an encrypted document.
    max_bytes
        The size of the file, in bytes.
    max_pages
        How many pages are read.
    max_decompressed
        What the compressed parts of a document (the members of a DOCX, the streams of a PDF) may come to, in bytes,
        all of them together.
    readings
        How places are read that are in doubt, by what somebody settled.
    columns
        What the columns of the table hold, from left to right: `class`, `code`, `description`, `number`, or `-` for
        what is not wanted. Empty to find it out by the headings, which must be there then.
    """

    encoding: str | None = None
    pages: range | None = None
    password: str | None = None
    max_bytes: int = 100_000_000
    max_pages: int = 5_000
    max_decompressed: int = 500_000_000
    readings: tuple[SettledReading, ...] = ()
    columns: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if not isinstance(self.pages, range | None):
            raise TypeError(
                f"pages are given as a range, such as range(43, 46) for 43 to 45, and not as {self.pages!r}"
            )
        if isinstance(self.columns, str):
            raise TypeError(
                f"columns are given one by one, such as {tuple(self.columns.split(','))}, and not as one text"
            )


def wrong_columns(columns: Sequence[str]) -> str | None:
    """What is wrong with columns as they are named; None if nothing is.

    Examples
    --------
    >>> wrong_columns(["class", "-", "code", "description"])
    >>> wrong_columns(["class", "codes"])
    "'codes' is no column; name each as one of class, code, description, number, -"
    """
    unknown = [name for name in columns if name not in COLUMN_NAMES]
    if unknown:
        return f"{unknown[0]!r} is no column; name each as one of {', '.join(COLUMN_NAMES)}"
    missing = [name for name in ("code", "description") if name not in columns]
    if missing:
        return f"{' and '.join(missing)} must be among the columns"
    twice = [name for name in ("code", "description") if columns.count(name) > 1]
    return f"{twice[0]} is named twice" if twice else None
