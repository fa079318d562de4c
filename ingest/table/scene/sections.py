"""The headings of sections of a document: short lines, with their number or their kind in front."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from ingest.document.fragments import Word

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


def is_numbered_heading(words: Sequence[Word]) -> bool:
    """Whether a line looks as a heading with a bare number: `5 Ограничения интерфейса`, and does not end a sentence."""
    if not 1 < len(words) <= _MOST_OF_SECTION or words[-1].text[-1] in ".,;:":
        return False
    return _NUMBER.fullmatch(words[0].text) is not None and _HEADING_WORD.fullmatch(words[1].text) is not None
