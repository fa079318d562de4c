"""A column of few values between the codes and the texts of a copy without columns: a status is told by its words."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Final

from ingest.document.fragments import TAB, Word
from ingest.table.scene.heading_words import role_of_word
from ingest.table.scene.headings import Headings
from ingest.table.scene.lines import APART_IN_TEXT, Line
from ingest.table.scene.notes import note_of
from ingest.table.scene.shapes import code_shape, label_shapes, row_number

_FEWEST: Final = 8
"""How many rows say what the values of a column are."""

_MOST_VALUES: Final = 4
_NEARLY_ALL: Final = 0.95


def told_values(words: Sequence[Word], lines: Sequence[Line], whole: Sequence[Line]) -> list[int]:
    """The words right behind codes that say one of few values each, if the headings name such a column there.

    `lines` are those of headings, `whole` those below them without furniture. A value stands on several rows, and texts
    go on behind it in several ways: it is no begin of a longer one.

    Examples
    --------
    >>> from ingest.document.fragments import Line as Text, lay_out
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
    values = [
        text for text, count in counts.most_common(_MOST_VALUES) if count > 1 < len(further[text]) and _is_value(text)
    ]
    found = [index for index in firsts if words[index].text in values]
    return found if len(found) >= max(_FEWEST, _NEARLY_ALL * len(firsts)) else []


def is_value_headed(words: Sequence[Word], lines: Sequence[Line], part: Headings) -> bool:
    """Whether headings name one other column, and that between the codes and the descriptions."""
    return _is_headed(words, lines[part.begin : part.end])


def _is_headed(words: Sequence[Word], lines: Sequence[Line]) -> bool:
    members = [words[index] for line in lines for index in line.indices]
    if any(APART_IN_TEXT <= word.gap < TAB or word.cell is not None for word in members):
        return False
    roles = [role for word in members if (role := role_of_word(word.text)) is not None]
    named = [role for role in roles if role in {"code", "other", "description"}]
    return named[-3:] == ["code", "other", "description"] and named.count("other") == 1


def _codes(words: Sequence[Word], lines: Sequence[Line]) -> Iterator[int]:
    """The words that stand as codes do: first on their line, but for labels and the number of the row."""
    for line in lines:
        index = line.begin + (row_number(words[line.begin].text) is not None)
        while index < line.end and label_shapes(words[index].text):
            index += 1
        if index < line.end and code_shape(words[index].text):
            yield index


def _is_value(text: str) -> bool:
    return text.isalpha() and text.islower()
