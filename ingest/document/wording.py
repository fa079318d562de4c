"""What changed in a reworded text, word by word."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal, NamedTuple


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
