"""What numbers the pages of a document, and says that a table goes on, by its words alone."""

from __future__ import annotations

import re
from typing import Final

_PAGE_NUMBER: Final = re.compile(
    r"[-–—|\s]{0,4}(?:(?:стр(?:аница|\.)?|с\.|page|p\.|лист)\s*\d{1,5}|\d{1,3})(?:\s*(?:из|of|/)\s*\d{1,5})?[-–—|\s.]{0,4}",
    re.IGNORECASE,
)
NAMED_PAGE: Final = re.compile(
    r"[-–—|\s]{0,4}(?:стр(?:аница|\.)|page|лист)\s*\d{1,5}(?:\s*(?:из|of|/)\s*\d{1,5})?[-–—|\s.]{0,4}", re.IGNORECASE
)
_DIGITS: Final = re.compile(r"\d+")
_CONTINUED: Final = re.compile(
    r"(?:продолжение|окончание)\s+табл(?:ицы|\.)\W{0,3}[\d.]*|table\s*[\d.]*\W{0,3}\s*\(?continued\)?", re.IGNORECASE
)


def is_continuation(text: str) -> bool:
    """Whether a line says that a table goes on: `Продолжение таблицы 1`."""
    return _CONTINUED.fullmatch(text) is not None


def is_page_number(text: str) -> bool:
    """Whether a text is a page number: `43`, `- 43 -`, `стр. 43 из 60`."""
    return _PAGE_NUMBER.fullmatch(text) is not None


def counts_on(text: str, other: str, pages: int) -> bool:
    """Whether two lines differ by a number as their pages do: by their first one, or by one alone, behind a year."""
    ours, theirs = (list(map(int, _DIGITS.findall(line))) for line in (text, other))
    steps = [number - before for number, before in zip(ours, theirs, strict=False)]
    return steps[:1] == [pages] or [step for step in steps if step] == [pages]
