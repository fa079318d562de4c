"""The headings of sections of a document: short lines, with their number or their kind in front."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from typing import Final

from ingest.document.fragments import Word
from ingest.table.scene.heading_words import is_foreign_headings
from ingest.table.scene.lines import Line

_SECTION: Final = re.compile(
    r"#{1,6}|(?:\d{1,2}\.)+\d{0,2}|(?:приложение|таблица|рисунок|глава|раздел|appendix|annex|table|figure|chapter|section)",
    re.IGNORECASE,
)
_NUMBER: Final = re.compile(r"\d{1,2}")
_HEADING_WORD: Final = re.compile(r"[A-ZА-ЯЁ][a-zа-яё]+")
_MOST_OF_SECTION: Final = 10


def begins_section(words: Sequence[Word]) -> bool:
    """Whether a line is the heading of a section: short, with its number or its kind in front."""
    if not 1 < len(words) <= _MOST_OF_SECTION or _SECTION.fullmatch(words[0].text) is None:
        return False
    return words[1].text[:1].isupper() or words[1].text[:1].isdigit()


def foreign_parts(
    words: Sequence[Word], lines: Sequence[Line], headed: Collection[int], aside: Collection[int]
) -> list[str | None]:
    """For each line what it stands below since the last headings of the code table: `table` or `section`, or None.

    `headed` are the numbers of the lines of headings; `aside` of furniture and remarks, which may say `section 4`.
    """
    found: list[str | None] = []
    now: str | None = None
    for line in lines:
        members = words[line.begin : line.end]
        if line.number in headed:
            now = None
        elif is_foreign_headings(members):
            now = "table"
        elif now is None and line.number not in aside:
            now = "section" if begins_section(members) else None
        found.append(now)
    return found


def is_numbered_heading(words: Sequence[Word]) -> bool:
    """Whether a line looks as a heading with a bare number: `5 Ограничения интерфейса`, and does not end a sentence."""
    if not 1 < len(words) <= _MOST_OF_SECTION or words[-1].text[-1] in ".,;:":
        return False
    return _NUMBER.fullmatch(words[0].text) is not None and _HEADING_WORD.fullmatch(words[1].text) is not None
