"""What numbers the pages of a document, and says that a table goes on, by its words alone."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

_OF_HOW_MANY: Final = r"\s*\d{1,5}(?:\s*(?:из|of|/)\s*\d{1,5})?"
_SIGNS: Final = r"[-–—|=#*\[\]\s.:]{0,12}"
"""What stands around the name of a page: programs that copy pages write `# Page 2`, `=== Page 2 ===`, `[page 2]`."""

NAMED_PAGE: Final = re.compile(rf"{_SIGNS}(?:стр(?:аница|\.)|page|лист){_OF_HOW_MANY}{_SIGNS}", re.IGNORECASE)
_PAGE_NUMBER: Final = re.compile(
    rf"{NAMED_PAGE.pattern}|[-–—|\s]{{0,4}}(?:(?:стр|с\.|p\.)\s*\d{{1,5}}|\d{{1,3}})"
    r"(?:\s*(?:из|of|/)\s*\d{1,5})?[-–—|\s.]{0,4}",
    re.IGNORECASE,
)
_DIGITS: Final = re.compile(r"\d+")
_CONTINUED: Final = re.compile(
    r"(?:продолжение|окончание)\s+табл(?:ицы|\.)\W{0,3}[\d.]*|table\s*[\d.]*\W{0,3}\s*\(?continued\)?"
    r"|\W?(?:(?:table\s*[\d.]*\W{0,3}\s*)?continued (?:on|from) (?:the )?(?:next|previous) page"
    r"|продолжение (?:на следующей странице|с предыдущей страницы))\W{0,3}",
    re.IGNORECASE,
)
_ADDRESS_OF_PAGE: Final = re.compile(r"(?:[a-z]+://|www\.)\S+ +(\d{1,5})/(\d{1,5})")
"""What browsers print at the foot of each page: the address, the number of the page, and how many there are."""


def is_continuation(text: str) -> bool:
    """Whether a line says that a table goes on: `Продолжение таблицы 1`, `Continued on next page`."""
    return _CONTINUED.fullmatch(text) is not None


def addresses_of_pages(texts: Mapping[int, str]) -> dict[int, str]:
    """The lines, of some by their numbers, in which a browser says which page of how many ends there: 1/3, 2/3.

    Examples
    --------
    >>> addresses_of_pages({4: "https://a.ru/codes 1/2", 9: "https://a.ru/codes 2/2", 12: "https://a.ru/codes 7/9"})
    {4: 'running head', 9: 'running head'}
    """
    runs: list[list[tuple[int, int, str]]] = [[]]
    for number, text in texts.items():
        if "/" in text and (match := _ADDRESS_OF_PAGE.fullmatch(text)) is not None:
            page, rest = int(match[1]), f"{text[: match.start(1)]}{match[2]}"
            if runs[-1] and runs[-1][-1][1:] != (page - 1, rest):
                runs.append([])
            runs[-1].append((number, page, rest))
    return {number: "running head" for run in runs if len(run) > 1 for number, _, _ in run}


def is_page_number(text: str) -> bool:
    """Whether a text is a page number: `43`, `- 43 -`, `стр. 43 из 60`."""
    return _PAGE_NUMBER.fullmatch(text) is not None


def counts_on(text: str, other: str, pages: int) -> bool:
    """Whether two lines differ by a number as their pages do: by their first one, or by one alone, behind a year."""
    ours, theirs = (list(map(int, _DIGITS.findall(line))) for line in (text, other))
    steps = [number - before for number, before in zip(ours, theirs, strict=False)]
    return steps[:1] == [pages] or [step for step in steps if step] == [pages]
