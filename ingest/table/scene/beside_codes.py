"""What stands beside the codes of a copy without columns: the numbers of its rows, signs, a column of few values."""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Final

from ingest.document.fragments import TAB, Word
from ingest.table.scene.heading_words import role_of_word
from ingest.table.scene.headings import Headings
from ingest.table.scene.lines import APART_IN_TEXT, Line
from ingest.table.scene.notes import note_of
from ingest.table.scene.shapes import code_shape, heads_row, label_shapes, row_number

_FEWEST: Final = 8
"""How many rows say what the values of a column are."""

_MOST_VALUES: Final = 4
_NEARLY_ALL: Final = 0.95
_FEWEST_ROWS: Final = 3
_MOSTLY: Final = 0.9
"""What part of the lines that begin with a number and a code, and of all rows, counts on."""

_FEWEST_SIGNS: Final = 4
_MOST_HAVE_SIGNS: Final = 0.8
_MOST_SIGNS: Final = 3


def told_values(words: Sequence[Word], lines: Sequence[Line], whole: Sequence[Line]) -> list[int]:
    """The words right behind codes that say one of few values each, if the headings name such a column there.

    `lines` are those of headings, `whole` those below them without furniture. A value stands on several rows, and texts
    go on behind it in several ways: it is no begin of a longer one.

    Examples
    --------
    >>> from ingest.document.fragments import Line as Text
    >>> from ingest.document.laying import lay_out
    >>> from ingest.table.scene.lines import lines_of
    >>> from model import Span
    >>> rows = [f"{1000 + n} {('новый', 'устарел')[n % 2]} {text}" for n, text in enumerate("АБВГДЕЖЗ")]
    >>> texts = ["Код Статус Описание", *rows]
    >>> words, _ = lay_out([Text.of(text, Span(line=number)) for number, text in enumerate(texts)])
    >>> head, *below = lines_of(words)
    >>> [words[index].text for index in told_values(words, [head], below)][:3]
    ['новый', 'устарел', 'новый']
    """
    if not _is_headed(words, lines):
        return []
    order = [index for line in whole for index in line.indices]
    behind = dict(pairwise(order))
    firsts = [behind[index] for index in _codes(words, whole) if index in behind]
    firsts = [behind.get(index, index) if note_of(words[index].text) else index for index in firsts]
    counts = Counter(words[index].text for index in firsts)
    further: defaultdict[str, set[str]] = defaultdict(set)
    for index in firsts:
        further[words[index].text].add(words[behind[index]].text if index in behind else "")
    # One that stands once is a value where nothing else stands behind any code.
    is_whole = len(counts) <= _MOST_VALUES
    values = [
        text
        for text, count in counts.most_common(_MOST_VALUES)
        if (is_whole or count > 1 < len(further[text])) and _is_value(text)
    ]
    found = [index for index in firsts if words[index].text in values]
    return found if len(found) >= max(_FEWEST, _NEARLY_ALL * len(firsts)) else []


def is_value_headed(words: Sequence[Word], lines: Sequence[Line], part: Headings) -> bool:
    """Whether headings name one other column, and that between the codes and the descriptions."""
    headed = lines[part.begin : part.end]
    return _is_headed(words, headed) and _are_close(words, headed)


def _are_close(words: Sequence[Word], lines: Sequence[Line]) -> bool:
    """Whether no room parts headings that stand beside each other."""
    return not any(APART_IN_TEXT <= words[index].gap < TAB for line in lines for index in line.indices)


def _is_headed(words: Sequence[Word], lines: Sequence[Line]) -> bool:
    members = [words[index] for line in lines for index in line.indices]
    roles = [role for word in members if (role := role_of_word(word.text)) is not None]
    named = [role for role in roles if role in {"code", "other", "description"}]
    return named[-3:] == ["code", "other", "description"] and named.count("other") == 1


def _codes(words: Sequence[Word], lines: Sequence[Line]) -> Iterator[int]:
    """The words that stand as codes do: first on their line, but for labels and the number of the row.

    Tables below quote codes: of each the first is one.
    """
    seen = set[str]()
    for line in lines:
        index = line.begin + (row_number(words[line.begin].text) is not None)
        while index < line.end and label_shapes(words[index].text):
            index += 1
        shape = code_shape(words[index].text) if index < line.end else None
        if shape is not None and shape.text not in seen:
            seen.add(shape.text)
            yield index


def _is_value(text: str) -> bool:
    return text.isalpha() and text.islower()


def is_numbered_row(words: Sequence[Word], line: Line) -> bool:
    """Whether a line begins with a number as of a row, and a label or a code behind it."""
    first = words[line.begin]
    if row_number(first.text) is None or line.end - line.begin < 2 or first.cell is not None:
        return False
    second = words[line.begin + 1]
    return not TAB <= second.gap < math.inf and heads_row(second.text)


def counted_rows(words: Sequence[Word], lines: Sequence[Line]) -> list[int]:
    """The words that number the rows of a copy, one more from row to row: from 0 or 1, or from 1 again.

    A number that is all of its line numbers the row below it where others stand on the lines of their rows.

    Examples
    --------
    >>> from ingest.document.fragments import Line as Text
    >>> from ingest.document.laying import lay_out
    >>> from ingest.table.scene.lines import lines_of
    >>> from model import Span
    >>> texts = ["1", "1xxx 1000 Да", "2 1001 Нет за", "30 секунд", "3 1002 Занято"]
    >>> words, _ = lay_out([Text.of(text, Span(line=number)) for number, text in enumerate(texts)])
    >>> [words[index].text for index in counted_rows(words, lines_of(words))]
    ['1', '2', '3']
    """
    beside = {line.begin for line in lines if is_numbered_row(words, line)}
    above = {line.begin for line, below in pairwise(lines) if _is_above_row(words, line, below)}
    counted: list[int] = []
    last = -1
    for index in sorted(beside.union(above)) if beside else ():
        number = row_number(words[index].text)
        if number in {last + 1, 1}:
            counted.append(index)
            last = number
    most = max(len(beside) + len(above), _bare(words, lines, frozenset(counted)) + len(counted))
    return counted if len(counted) >= max(_FEWEST_ROWS, _MOSTLY * most) else []


def _is_above_row(words: Sequence[Word], line: Line, below: Line) -> bool:
    """Whether a line is a number as of a row, and the one below it begins with a label or a code."""
    first = words[line.begin]
    is_alone = line.end - line.begin == 1 and first.cell is None and row_number(first.text) is not None
    return is_alone and heads_row(words[below.begin].text)


def _bare(words: Sequence[Word], lines: Sequence[Line], counted: frozenset[int]) -> int:
    """How many rows have no number: a code may stand below the number of its row, or below the label beside that."""
    bare, is_open = 0, False
    for line in lines:
        if line.begin in counted:
            is_open = all(label_shapes(words[index].text) for index in line.indices[1:])
        elif heads_row(words[line.begin].text) and not _is_label(words, line):
            bare += not is_open
            is_open = False
    return bare


def _is_label(words: Sequence[Word], line: Line) -> bool:
    """Whether a line is a label alone: where labels are the last column, one stands below the text of its row."""
    return line.end - line.begin == 1 and bool(label_shapes(words[line.begin].text))


def separators(words: Sequence[Word], lines: Sequence[Line]) -> frozenset[int]:
    """The words without a letter right behind the codes that begin lines, the same behind nearly all of them.

    Examples
    --------
    >>> from ingest.document.fragments import Line as Text
    >>> from ingest.document.laying import lay_out
    >>> from ingest.table.scene.lines import lines_of
    >>> from model import Span
    >>> texts = [f"100{number} — {text}" for number, text in enumerate("АБВГ")]
    >>> words, _ = lay_out([Text.of(text, Span(line=number)) for number, text in enumerate(texts)])
    >>> sorted(separators(words, lines_of(words)))
    [1, 4, 7, 10]
    """
    found = (_signs(words, line, below) for line, below in pairwise([*lines, None]) if line is not None)
    behind = [signs for signs in found if signs is not None]
    said = [tuple(words[index].text for index in signs) for signs in behind]
    usual, count = Counter(said).most_common(1)[0] if said else ((), 0)
    if not usual or count < min(len(behind), max(_FEWEST_SIGNS, _MOST_HAVE_SIGNS * len(behind))) or count == 1:
        return frozenset()
    # Behind them a text may begin with a sign of its own: «= № 5».
    return frozenset(
        index
        for signs, text in zip(behind, said, strict=True)
        if text[: len(usual)] == usual
        for index in signs[: len(usual)]
    )


def _signs(words: Sequence[Word], line: Line, below: Line | None) -> range | None:
    """The words without a letter behind the code that begins a line, behind its label and number; None without one.

    Behind a code alone they begin the line below: so Pandoc lists what a code means.
    """
    index = line.begin
    if words[index].cell is not None or words[index].text.isalpha():
        return None
    while index < line.end and (label_shapes(words[index].text) or row_number(words[index].text) is not None):
        index += 1
    if index == line.end or code_shape(words[index].text) is None:
        return None
    if index < line.end - 1:
        return _signs_from(words, index + 1, line.end - 1)
    return (_signs_from(words, below.begin, below.end - 1) or None) if below is not None else None


def _signs_from(words: Sequence[Word], begin: int, last: int) -> range:
    """The words without a letter from one on, before the last of the line."""
    end = begin
    while end < min(last, begin + _MOST_SIGNS) and not any(map(str.isalnum, words[end].text)):
        end += 1
    return range(begin, end)
