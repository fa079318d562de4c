"""Lines among the rows of a table that say something of the table: when it was changed, which version, how many codes.

The whole line, or all of a row, says so, begins with a capital, and says its date or number.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from typing import Final

from ingest.document.fragments import Word
from ingest.table.scene.lines import Line
from ingest.table.scene.wording import wants_more

NOTICE: Final = "notice"
"""What furniture such a line is."""

_DATE: Final = r"(?:\d{1,2}[./]\d{1,2}[./]\d{2,4}|\d{4}-\d\d-\d\d)(?:\s?г\.?)?"
_CHANGED: Final = (
    r"(?:изменен|обновл[её]н|добавлен|дополнен|исправлен|удал[её]н)[аоы]?"
    r"|(?:last )?(?:updated|changed|modified|revised)|added|removed"
)
_VERSION: Final = r"(?:версия|редакция|ревизия|version|revision|edition)\s(?:№\s?)?\d{1,3}(?:\.\d{1,3}){0,3}"
_COUNTED: Final = r"(?:всего|итого|total|number of)(?:\s(?:of\s)?(?:кодов|codes))"
_WITH_DATE: Final = re.compile(
    rf"(?:{_CHANGED}|{_VERSION})(?:[\s:(,–—-]{{1,3}}|\s(?:от|on|of)\s){_DATE}\)?\.?|{_COUNTED}[\s:–—-]{{1,3}}\d{{1,4}}\.?",
    re.IGNORECASE,
)
_OF_EDITION: Final = re.compile(rf"\w.{{2,60}}[.,;|·—–/]\s{_VERSION}(?:[\s(,]{{1,2}}{_DATE}\)?)?\.?", re.IGNORECASE)
"""A name and the number of its edition, as pages say it at their ends."""

_OF_ROW: Final = re.compile(rf"{_VERSION}\.?", re.IGNORECASE)
_LONGEST: Final = 60


def is_notice(text: str, *, is_row: bool) -> bool:
    """Whether a line says when a table was changed, or how many codes it has; `is_row`: it is all of a row of cells.

    Examples
    --------
    >>> texts = ("Изменено: 12.03.2024", "Версия 1.2 от 12.03.2024 г.", "Всего кодов: 27", "Версия 1.2")
    >>> [is_notice(text, is_row=False) for text in texts], is_notice("Версия 1.2", is_row=True)
    ([True, True, True, False], True)
    >>> is_notice("изменено: 12.03.2024", is_row=True), is_notice("Версия 1.2 не поддерживается", is_row=True)
    (False, False)
    """
    if len(text) > _LONGEST or not text[:1].isupper():
        return False
    return bool(_WITH_DATE.fullmatch(text) or (is_row and _OF_ROW.fullmatch(text)))


def notices(
    words: Sequence[Word], lines: Sequence[Line], texts: Sequence[str], headed: Collection[int]
) -> dict[int, str]:
    """The lines that are notices, by their numbers, where no text before wants one; `texts` are those of the lines."""
    able = [line for line in lines if line.number not in headed and is_notice(texts[line.number], is_row=True)]
    able += [line for line in _last_lines(words, lines) if _OF_EDITION.fullmatch(texts[line.number])]
    if not able:
        return {}
    cells = ((word.cell.table, word.cell.row) for word in words if word.cell is not None)
    in_rows = Counter(cells)
    return {line.number: NOTICE for line in able if _is_one(words, line, texts[line.number], in_rows)}


def _last_lines(words: Sequence[Word], lines: Sequence[Line]) -> Iterator[Line]:
    """The last line of each page of a copy, and of the document."""
    for line, following in zip(lines, [*lines[1:], None], strict=False):
        page = words[line.begin].place.page
        if following is None or page != words[following.begin].place.page:
            yield line


def _is_one(words: Sequence[Word], line: Line, text: str, in_rows: Counter[tuple[int, int]]) -> bool:
    cell = words[line.begin].cell
    is_row = cell is not None and in_rows[cell.table, cell.row] == line.end - line.begin
    if cell is not None and not is_row:
        return False
    return (is_notice(text, is_row=is_row) or _OF_EDITION.fullmatch(text) is not None) and not (
        line.begin and wants_more(words[line.begin - 1].text)
    )
