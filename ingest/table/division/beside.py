"""How texts stand to codes: beside them, around them or below them, and at which edge they begin."""

from __future__ import annotations

import math
from bisect import bisect_left, bisect_right
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from itertools import pairwise
from typing import Final

from ingest.document.fragments import Word
from ingest.table.division.heads import Head, Piece, is_on_line
from ingest.table.scene.scene import Scene
from ingest.table.scene.wording import begins_small

_ENOUGH: Final = 4
_MOSTLY_ALONE: Final = 0.8
_MANY_BESIDE: Final = 0.5
_FEWEST: Final = 2
_MOSTLY_AT_EDGE: Final = 0.6
"""What part of the texts of a part begin at its edge at least."""


def codes_beside(pieces: Sequence[Piece], heads: Sequence[Head]) -> list[int | None]:
    """For each piece the index of the code on its line, None if there is none."""
    codes = [head for head in heads if head.kind == "code"]
    keys = [(head.word.sheet, head.word.base) for head in codes]
    found: list[int | None] = []
    for piece in pieces:
        word = piece.first
        low = bisect_left(keys, (word.sheet, word.base - word.size))
        high = bisect_right(keys, (word.sheet, word.base + word.size))
        # One line may hold thousands of codes.
        found.append(next((index for index in range(low, high) if is_on_line(codes[index].word, word)), None))
    return found


def pieces_around(pieces: Sequence[Piece], heads: Sequence[Head], distance: float) -> Iterator[Piece]:
    """The pieces no further from a code than that: codes may stand in the middle of two lines, beside none."""
    places = sorted((head.word.sheet, head.word.base) for head in heads if head.kind == "code")
    for piece in pieces:
        sheet, low, high = piece.first.sheet, piece.base - distance, piece.base + distance
        if bisect_left(places, (sheet, low)) < bisect_right(places, (sheet, high)):
            yield piece


def pieces_between(pieces: Sequence[Piece], owners: Sequence[int | None]) -> list[Piece]:
    """The pieces between the first and the last code that stand beside no code."""
    beside = [index for index, owner in enumerate(owners) if owner is not None]
    if not beside:
        return []
    inner = zip(pieces[beside[0] : beside[-1]], owners[beside[0] : beside[-1]], strict=True)
    return [piece for piece, owner in inner if owner is None]


def codes_above_texts(scene: Scene, heads: Sequence[Head], pieces: Sequence[Piece]) -> dict[int, int]:
    """The words of the codes of a copy that stand so, where it is its manner: each with how many lines it is above.

    Of codes in the middle of their lines some are alone too: the line below goes on then, and begins as hardly a text.
    Where all are alone, or several after each other, and a text stands below each and none above the first, it may
    begin as it is. A text stands below the mark of a note that is alone on the line below its code.
    """
    if scene.fragments.layout != "text":
        return {}
    codes = [head.index for head in heads if head.kind == "code"]
    firsts = [piece.indices[0] for piece in pieces]
    beside = {scene.line_of[index] for index in firsts}
    found: list[tuple[int, Piece]] = []
    runs: list[list[int]] = [[]]
    alone = 0
    for code, following in pairwise([*codes, len(scene.words)]):
        place = bisect_right(firsts, code)
        is_alone = scene.line_of[code] not in beside
        alone += is_alone
        if is_alone and place < len(pieces) and firsts[place] < following:
            found.append((code, pieces[place]))
            runs[-1].append(code)
        else:
            runs.append([])
    begun = [code for code, piece in found if not begins_small(piece.first.text)]
    marked = {code for code, _ in found if _is_above_mark(scene, code)}
    if len(found) == len(codes) >= _ENOUGH and firsts[0] > codes[0]:
        begun = codes
    elif len(begun) < max(_ENOUGH, _MOSTLY_ALONE * alone):
        told = {code for run in runs if len(run) >= _ENOUGH and scene.line_of[run[0]] - 1 not in beside for code in run}
        begun = sorted(told.union(code for code in begun if code in marked))
    return {code: 1 + (code in marked) for code in begun}


def _is_above_mark(scene: Scene, code: int) -> bool:
    """Whether the mark of a note stands alone on the line below that of a code."""
    mark = code + 1
    return mark in scene.notes.behind_codes and scene.line_of[mark] > scene.line_of[code]


def codes_amid_lines(
    words: Sequence[Word],
    pieces: Sequence[Piece],
    owners: Sequence[int | None],
    codes: tuple[Sequence[int], Collection[int]],
    leading: float,
) -> dict[int, int]:
    """The words of the codes of a copy that are alone between two lines of text, each with the place of that below.

    `codes` are the words of all codes, and of those with a text beside or below them. Where these are many, one alone
    stands in the middle of a text of an even number of lines.
    """
    places, beside = codes
    if len(beside) < _MANY_BESIDE * len(places):
        return {}
    firsts = [piece.indices[0] for piece in pieces]
    below = ((code, bisect_right(firsts, code)) for code in places if code not in beside)
    return {
        code: place
        for code, place in below
        if 0 < place < len(pieces) and owners[place] is None
        if _are_near(words[code], pieces[place - 1], leading) and _are_near(words[code], pieces[place], leading)
    }


def _are_near(word: Word, piece: Piece, leading: float) -> bool:
    """Whether a piece stands on the line above a word or below it, no further than the lines of a text."""
    return 0 < abs(word.base - piece.base) <= leading


def owners_below(above: Collection[int], pieces: Sequence[Piece], codes: Sequence[int]) -> dict[int, int]:
    """For the piece behind each code that stands above its text the index of the code; `codes` are the words of all."""
    firsts = [piece.indices[0] for piece in pieces]
    return {bisect_right(firsts, code): owner for owner, code in enumerate(codes) if code in above}


def usual_edge(pieces: Sequence[Piece], tolerance: float) -> float:
    """Where most pieces begin, 0 if there are none."""
    counts = Counter(round(piece.left / tolerance) for piece in pieces)
    return counts.most_common(1)[0][0] * tolerance if counts else 0.0


def edges_of_parts(placed: Iterable[tuple[int, Piece]], tolerance: float) -> dict[int, float]:
    """Where nearly all texts of each part begin, of pieces on the lines of codes with the numbers of their parts."""
    parts: defaultdict[int, list[Piece]] = defaultdict(list)
    for part, piece in placed:
        parts[part].append(piece)
    found = {}
    for part, pieces in parts.items():
        edge = usual_edge(pieces, tolerance)
        near = sum(abs(piece.left - edge) <= tolerance for piece in pieces)
        if len(pieces) >= _FEWEST and near > _MOSTLY_AT_EDGE * len(pieces):
            found[part] = edge
    return found


def row_begin(scene: Scene, codes: Sequence[int], piece: Piece) -> float:
    """Where the line of the last of some codes before a piece begins: what goes on right of it hangs below its row."""
    place = bisect_left(codes, piece.indices[0])
    if not place:
        return math.inf
    return scene.words[scene.lines[scene.line_of[codes[place - 1]]].begin].x0
