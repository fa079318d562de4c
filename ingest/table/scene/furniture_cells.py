"""Running heads that a copy of pages set into cells: rows of their own, right beside headings that come again."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from typing import Final

from ingest.document.fragments import Word
from ingest.table.scene.lines import Line
from ingest.table.scene.page_numbers import NAMED_PAGE
from ingest.table.scene.shapes import heads_row
from ingest.table.scene.wording import begins_capital, ends_sentence, wants_number

RIGHTS: Final = frozenset("©@")
_PUNCTUATION: Final = " ,;|"
_DIGIT: Final = re.compile(r"[\d¹²³⁰⁴-⁹₀-₉]")
# Signs are looked for first, and what is around them then: most lines have none.
_LIKE_HEAD: Final = re.compile(r"[|·/@©.](?:(?<=\s[|·/])(?=\s)|(?<=[@©])|(?<=[\w-]{2}\.)(?:ru|com|org|net|рф)\b)")


def head_key(text: str) -> str:
    """What two running heads have in common: all but their numbers, and delimiters that got before or into one.

    Examples
    --------
    >>> head_key("| API v1.10 | стр. 12²"), head_key("API v1.11, стр. 13³")
    ('API v#.## стр. ###', 'API v#.##, стр. ###')
    """
    return " ".join(_DIGIT.sub("#", text).replace("|", " ").split()).strip(_PUNCTUATION)


def first_of_key(text: str) -> str:
    """The letter that a line begins with, nothing for another sign: lines with one key have one."""
    first = text.lstrip(_PUNCTUATION)[:1]
    return first if first.isalpha() else ""


def is_like_head(text: str) -> bool:
    """Whether a line holds what running heads do and texts hardly: a bar or a slash apart, a site, a sign of rights.

    Examples
    --------
    >>> [is_like_head(text) for text in ("API / Коды", "см. my-site.ru", "© Вендор", "вход/выход", "т.ru", "a.comma")]
    [True, True, True, False, False, False]
    """
    return _LIKE_HEAD.search(text) is not None


def is_named_head(text: str, outside: int) -> bool:
    """Whether a line that comes again is set as running heads are: with a sign of rights, or above the table too."""
    return is_like_head(text) and (bool(outside) or not RIGHTS.isdisjoint(text))


def heads_in_cells(
    words: Sequence[Word], lines: Sequence[Line], texts: Sequence[str], headed: Collection[int]
) -> dict[int, str]:
    """The lines in cells that are running heads, by their numbers; `texts` are those of all lines.

    The last line of a text may come again at the end of another page too: only what is set as heads are counts, and
    what stands beside headings, or comes from there or from above the table.
    """
    rows = Counter((cell.table, cell.row) for line in lines if (cell := words[line.begin].cell) is not None)
    counts = Counter(head_key(text) for text in texts)
    first = min(headed, default=0)
    ends = [line.number for line in lines if line.number + 1 in headed and line.number not in headed]
    # What stands above the headings of several pages, and only there, is no text of them.
    heads = [texts[number] for number in ends if number > first and begins_capital(texts[number])]
    above = Counter(head_key(text) for text in heads if not ends_sentence(text))
    again = {key for key, count in above.items() if count > 1 and count == counts[key]}
    like = [
        line
        for line in lines
        if line.number not in headed and (is_like_head(texts[line.number]) or head_key(texts[line.number]) in again)
    ]
    sure = {
        head_key(texts[line.number])
        for line in like
        if line.number < first or line.number - 1 in headed or line.number + 1 in headed
    }
    found = {}
    for line in like:
        text = texts[line.number]
        is_row = any(map(heads_row, text.split()))
        if counts[head_key(text)] > 1 and head_key(text) in sure and not is_row and _is_alone(words, line, rows):
            found[line.number] = "running head"
    for line in lines:
        text, after = texts[line.number], line.number + 1
        is_last = after in headed or after in found or counts[head_key(text)] > 1
        if is_last and NAMED_PAGE.fullmatch(text) and _is_alone(words, line, rows):
            is_wanted = line.number > 0 and wants_number(texts[line.number - 1].rsplit(" ", 1)[-1])
            found |= {} if is_wanted else {line.number: "page number"}
    return found


def _is_alone(words: Sequence[Word], line: Line, rows: Mapping[tuple[int, int], int]) -> bool:
    """Whether nothing else stands in the row of a line, or no table holds it; `rows` are the lines of each."""
    cell = words[line.begin].cell
    return cell is None or (rows[cell.table, cell.row] == 1 and _is_one_stretch(words, line))


def _is_one_stretch(words: Sequence[Word], line: Line) -> bool:
    """Whether a line stands in one cell, or in cells side by side: a bar in it is a mark where bars part cells."""
    columns = sorted({cell.column for index in line.indices if (cell := words[index].cell) is not None})
    return bool(columns) and columns[-1] - columns[0] < len(columns)
