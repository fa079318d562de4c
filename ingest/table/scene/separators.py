"""Signs between codes and their texts, as in «1000 — Принято»: where nearly all codes have them, they are no text."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Final

from ingest.document.fragments import Word
from ingest.table.scene.lines import Line
from ingest.table.scene.shapes import code_shape, label_shapes, row_number

_FEWEST: Final = 4
_NEARLY_ALL: Final = 0.8
_MOST_SIGNS: Final = 3


def separators(words: Sequence[Word], lines: Sequence[Line]) -> frozenset[int]:
    """The words without a letter right behind the codes that begin lines, the same behind nearly all of them.

    Examples
    --------
    >>> from ingest.document.fragments import Line as Text, lay_out
    >>> from ingest.table.scene.lines import lines_of
    >>> from model import Span
    >>> texts = [f"100{number} — {text}" for number, text in enumerate("АБВГ")]
    >>> words, _ = lay_out([Text.of(text, Span(line=number)) for number, text in enumerate(texts)])
    >>> sorted(separators(words, lines_of(words)))
    [1, 4, 7, 10]
    """
    behind = [signs for line in lines if (signs := _signs(words, line)) is not None]
    said = [tuple(words[index].text for index in signs) for signs in behind]
    usual, count = Counter(said).most_common(1)[0] if said else ((), 0)
    if not usual or count < max(_FEWEST, _NEARLY_ALL * len(behind)):
        return frozenset()
    return frozenset(index for signs, text in zip(behind, said, strict=True) for index in signs if text == usual)


def _signs(words: Sequence[Word], line: Line) -> range | None:
    """The words without a letter behind the code that begins a line, behind its label and number; None without one."""
    index = line.begin
    if words[index].cell is not None:
        return None
    while index < line.end and (label_shapes(words[index].text) or row_number(words[index].text) is not None):
        index += 1
    if index >= line.end - 1 or code_shape(words[index].text) is None:
        return None
    end = index + 1
    while end < min(line.end - 1, index + 1 + _MOST_SIGNS) and not any(map(str.isalnum, words[end].text)):
        end += 1
    return range(index + 1, end)
