"""What stands among the rows of a table and is none of it: running heads, page numbers, rules (reading rule 1)."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from typing import Final

from ingest.document.header import is_header
from ingest.document.rows import Gap, Row
from ingest.table.prose import goes_on, is_page_number

_DIGITS: Final = re.compile(r"\d+")
_RULE: Final = re.compile(r"[-=_+|*~\s]{3,}")


class PageFurniture:
    """The edges of the pages of a document, and what is printed there again and again.

    Parameters
    ----------
    rows
        All rows of the document.
    """

    def __init__(self, rows: Sequence[Row]) -> None:
        self._rows = rows
        self._is_paged = any(row.gap is Gap.PAGE or row.span.page is not None for row in rows)
        keys: Counter[str] = Counter()
        for index, row in enumerate(rows):
            if len(row.cells) > 1 or self._is_at_edge(index, blank_counts=True):
                keys[_key(row)] += 1
        self._repeated = frozenset(key for key, count in keys.items() if count > 1)

    def name(self, index: int, *, is_double_spaced: bool) -> str | None:
        """What furniture a row of nothing but text is; None if it is none.

        Blank lines are edges of pages too, unless they stand between all rows.
        """
        row = self._rows[index]
        if _RULE.fullmatch(row.text):
            return "rule"
        if self._is_at_edge(index, blank_counts=not is_double_spaced):
            if is_page_number(row.text):
                return "page number"
            return "running head" if _key(row) in self._repeated and not goes_on("", row.text) else None
        has_columns = len(row.cells) > 1 and not goes_on("", row.text)
        return "running head" if has_columns and _key(row) in self._repeated else None

    def _is_at_edge(self, index: int, *, blank_counts: bool) -> bool:
        gap = self._rows[index].gap
        if gap is Gap.PAGE or (gap is Gap.BLANK and blank_counts) or self._ends_page(index + 1):
            return True
        if index + 1 == len(self._rows):
            return False
        # A page number may stand behind the line.
        following = self._rows[index + 1]
        return following.gap is Gap.NONE and is_page_number(following.text) and self._ends_page(index + 2)

    def _ends_page(self, index: int) -> bool:
        """Whether a page ends before a row: by a form feed, a header, or the end of a document with pages."""
        if index == len(self._rows):
            return self._is_paged
        return self._rows[index].gap is Gap.PAGE or is_header(self._rows[index])


def _key(row: Row) -> str:
    return _DIGITS.sub("#", row.text)
