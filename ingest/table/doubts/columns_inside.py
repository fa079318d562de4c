"""Doubts about columns that a copy set into one: most texts begin, or end, with what the column beside them says."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Final

from ingest.table.doubts.texts import CodeText
from ingest.table.reading import Reading
from model import Finding
from model.reading_rules import DOUBTFUL_COLUMN

_MANY: Final = 8
_FEW_VALUES: Final = 3
_SHARED: Final = 0.6
"""What part of the texts of a table begins, or ends, with the same few words where a column of them was set in."""

_NUMBER: Final = re.compile(r"\d{2,}|\d+(?:[.,/-]\d+)+")
"""A number of several digits, such as 404, 1.9 or 12.05.2024."""


def column_doubts(reading: Reading, texts: Sequence[CodeText]) -> Iterator[Finding]:
    """A column of remarks or of a status that was set into the texts: most begin, or end, with one of a few words."""
    has_others = any("other" in part.roles for part in reading.scene.headings)
    runs = [run for head, run in reading.headed if head.kind == "code" and len(run) > 1]
    alone = Counter(_kind(run[-1].text) for run in runs if reading.scene.fragments.layout == "text")
    for place, where in ((0, "begin"), (-1, "end")):
        values = Counter(_kind(text.words[place]) for text in texts if len(text.words) > 1)
        often = [word for word, _ in values.most_common(_FEW_VALUES)]
        alike = [word for text in texts if often and _kind(word := text.words[place]) == often[0]]
        is_number = bool(often) and _NUMBER.fullmatch(often[0]) is not None and _come_again(alike)
        is_likely = has_others or is_number or (place < 0 and sum(alone[word] for word in often) >= _MANY)
        if is_likely and len(texts) >= _MANY and sum(values[word] for word in often) > _SHARED * len(texts):
            message = f"most texts {where} with «{alike[0]}»: words of another column may stand in them"
            yield DOUBTFUL_COLUMN.finding(message, texts[0].head.word.span)


def _come_again(values: Sequence[str]) -> bool:
    """Whether values are those of a column, of which many are alike: texts that count have each a number of its own."""
    return 2 * len(set(values)) <= len(values)


def _kind(text: str) -> str:
    """A word, or the form of a number: the values of a column differ in their digits."""
    return re.sub(r"\d", "0", text.casefold())
