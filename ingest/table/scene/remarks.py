"""Remarks in brackets right below headings: they say more of one of them, and are no text of the first row."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from ingest.document.fragments import Word
from ingest.table.scene.headings import Headings
from ingest.table.scene.lines import Line

_BELOW: Final = 2.0
"""How far below the headings a line stands at most that goes on with them, in letter heights."""


def with_remarks(words: Sequence[Word], lines: Sequence[Line], headings: Sequence[Headings]) -> list[Headings]:
    """Headings with the remarks below them; below later ones only that of the first is one: a text may go on there."""
    found: list[Headings] = []
    for item in headings:
        end = item.end
        is_one = end < len(lines) and _is_remark(words, lines[end], lines[end - 1])
        if is_one and (not found or lines[end].text == lines[found[0].end - 1].text):
            found.append(item._replace(end=end + 1))
        else:
            found.append(item)
    return found


def _is_remark(words: Sequence[Word], line: Line, before: Line) -> bool:
    """Whether a line right below headings is all in brackets: no text begins so, it says more of a heading."""
    first, last = words[line.begin], words[line.end - 1]
    is_below = line.sheet == before.sheet and line.base - before.base < _BELOW * first.size
    return is_below and first.cell is None and first.text.startswith("(") and last.text.endswith(")")
