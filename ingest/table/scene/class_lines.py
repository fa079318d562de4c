"""Lines of a document, outside of its tables, that name a class: «Класс 1xxx», «1xxx Успех»."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from ingest.document.fragments import Word
from ingest.table.scene.heading_words import role_of_word
from ingest.table.scene.lines import Line
from ingest.table.scene.shapes import code_shape, label_shapes

_LONGEST: Final = 30


def label_named(words: Sequence[Word], line: Line) -> int | None:
    """The index of the label that a line begins with, behind «Класс»; None for one of another kind."""
    index = line.begin
    while index < line.end - 1 and role_of_word(words[index].text) == "class":
        index += 1
    is_one = len(label_shapes(words[index].text)) == 1 and line.end - line.begin <= _LONGEST
    return index if is_one and not any(code_shape(words[at].text) for at in line.indices) else None
