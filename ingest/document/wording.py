"""Words of a text for people: what changed in a reworded one, word by word, and as Markdown shows it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final, Literal, NamedTuple

_MARKUP: Final = re.compile(r"[\\`*_\[\]<>|~&#]")


class Piece(NamedTuple):
    """Words of a text that stayed, went or came."""

    kind: Literal["same", "old", "new"]
    text: str


def compare_words(old: str, new: str) -> Iterator[Piece]:
    """The words of two texts in one sequence: those of the old in order, and those of the new in order.

    Examples
    --------
    >>> for piece in compare_words("Вызов завершен вызывающим абонентом", "Вызов завершен вызываемым абонентом"):
    ...     print(piece.kind, piece.text)
    same Вызов завершен
    old вызывающим
    new вызываемым
    same абонентом
    """
    from difflib import SequenceMatcher

    before, after = old.split(" "), new.split(" ")
    for operation, begin, end, new_begin, new_end in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if operation == "equal":
            yield Piece("same", " ".join(before[begin:end]))
            continue
        if end > begin:
            yield Piece("old", " ".join(before[begin:end]))
        if new_end > new_begin:
            yield Piece("new", " ".join(after[new_begin:new_end]))


def escaped(text: str) -> str:
    r"""A text that Markdown shows as it stands, in a table too.

    Examples
    --------
    >>> print(escaped('in the field "created_by" | <b>'))
    in the field "created\_by" \| \<b\>
    """
    return _MARKUP.sub(r"\\\g<0>", text)
