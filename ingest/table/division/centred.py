"""Titles of classes whose labels stand in the middle of their rows: as far above those as the last line is below."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from itertools import islice, takewhile
from typing import Final

from ingest.document.fragments import Word
from ingest.table.division.heads import Head, Piece, is_on_line
from ingest.table.division.texture import Texture
from ingest.table.scene.candidates import LabelMark

_EXACT: Final = 0.15
"""How far from there a title stands at most, in letter heights."""

_MOST_LINES: Final = 4
"""How many lines from the one of the last code of a class on are asked for the last of its text."""


def centred_titles(texture: Texture) -> dict[int, frozenset[int]]:
    """For each title of a page the pieces above its codes that its label stands midway between, and its last line.

    A label on the line of the first code says nothing: it may stand at the top of its rows.
    """
    if texture.scene.fragments.layout != "page":
        return {}
    firsts = [piece.indices[0] for piece in texture.pieces]
    found: dict[int, frozenset[int]] = {}
    for number, head in enumerate(texture.heads):
        if head.kind == "title" and head.label is not None:
            word, codes = texture.scene.words[head.label.index], _codes_of(texture, number, head.label)
            if {code.word.sheet for code in codes} == {word.sheet} and not is_on_line(codes[0].word, word):
                found[number] = _centred(texture, firsts, word, codes)
    return found


def _codes_of(texture: Texture, number: int, label: LabelMark) -> list[Head]:
    """The codes of the class of a title."""
    behind = (texture.heads[place] for place in range(number + 1, len(texture.heads)))
    return list(takewhile(lambda head: head.kind == "code" and label.holds(head.number), behind))


def _centred(texture: Texture, firsts: Sequence[int], word: Word, codes: Sequence[Head]) -> frozenset[int]:
    """The pieces from the code before a class to its first that are as far above its label as its end is below."""
    lasts = _last_lines(texture, _around(texture, firsts, codes[-1]), codes[-1])
    places = [2 * word.base - last.base for last in lasts]
    begin, _ = _around(texture, firsts, codes[0])
    return frozenset(
        place
        for place in range(begin, bisect_left(firsts, codes[0].index))
        if (piece := texture.pieces[place]).first.sheet == word.sheet
        if any(abs(piece.base - base) < _EXACT * word.size for base in places)
    )


def _around(texture: Texture, firsts: Sequence[int], code: Head) -> tuple[int, int]:
    """The first piece behind the code before a code, and the first behind the next one."""
    codes, here = texture.code_places, bisect_left(texture.code_places, code.index)
    before = codes[here - 1] if here else 0
    after = codes[here + 1] if here + 1 < len(codes) else len(texture.scene.words)
    return bisect_left(firsts, before), bisect_left(firsts, after)


def _last_lines(texture: Texture, around: tuple[int, int], code: Head) -> list[Piece]:
    """The lines that may be the last of the text of a code: those beside it and below, before the next one."""
    here = (texture.pieces[place] for place in range(*around) if texture.pieces[place].first.sheet == code.word.sheet)
    below = (piece for piece in here if piece.base > code.word.base or is_on_line(piece.first, code.word))
    return list(islice(below, _MOST_LINES))
