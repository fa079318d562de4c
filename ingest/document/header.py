"""The header of a code table: Класс, Код, Описание, or Class, Code, Description (reading rule 1)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from ingest.document.rows import Row

HEADINGS: Final = (
    frozenset({"класс", "код", "описание"}),
    frozenset({"class", "code", "description"}),
)
_WORDS: Final = frozenset().union(*HEADINGS)
WANTED: Final = "Класс, Код, Описание or Class, Code, Description"
"""The headings, as errors name them."""

_DECORATION: Final = "*_`\"'«»:|#"
_LONGEST: Final = 120


def is_header(row: Row) -> bool:
    """Whether a row is the header of a code table. The headings may stand in any order, case or cells.

    Examples
    --------
    >>> from ingest.document.rows import Cell
    >>> from model import Span
    >>> is_header(Row((Cell("Класс", Span()), Cell("Код Описание", Span()))))
    True
    """
    return is_heading(row.text)


def is_heading(text: str) -> bool:
    """Whether a text is made of the three headings and nothing else."""
    if len(text) > _LONGEST:
        return False
    found: set[str] = set()
    for word in text.split():
        heading = word.strip(_DECORATION).casefold()
        if heading and heading not in _WORDS:  # nearly every line of a text ends here
            return False
        found.add(heading)
    return found - {""} in HEADINGS


def header_length(rows: Sequence[Row], start: int) -> int:
    """How many rows from a start make a header: one, or three with one heading each; 0 if there is none."""
    if is_header(rows[start]):
        return 1
    three = rows[start : start + 3]
    if len(three) == 3 and all(len(row.cells) == 1 for row in three):
        is_stacked = all(" " not in row.text for row in three) and is_heading(" ".join(row.text for row in three))
        return 3 if is_stacked else 0
    return 0
