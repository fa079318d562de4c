"""Doubts about codes that share their cell or their text: with other codes, or with what stands before that text."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Final

from ingest.table.division.heads import Head, Piece
from ingest.table.division.unfinished import closes_bracket
from ingest.table.reading import Reading
from ingest.table.scene.candidates import Candidate
from ingest.table.scene.lines import text_of
from ingest.table.scene.scene import Scene
from ingest.table.scene.wording import joins
from model import Finding
from model.reading_rules import DOUBTFUL_CODE, DOUBTFUL_TEXT

_MARK: Final = re.compile(r"[*†‡§^,;:/–—-]+|\d{1,2}[)\]*]+")
"""A word that marks what stands before it: a star, a dash, the number of a footnote."""

_SHOWN: Final = 50
"""How much of what stands behind a code is shown, in characters."""

_SELDOM: Final = 0.25
_JOINING: Final = ",;/+&-–—…"
"""What ends a code that another one follows, in a list or a range."""


def cell_doubts(reading: Reading) -> Iterator[Finding]:
    """The doubts about what stands between a code and its text, and about cells that hold several codes."""
    yield from _stacked(reading)
    scene = reading.scene
    codes = _not_in_their_column(reading)
    ending = _ends_of_brackets(reading)
    marked = {item.index for item in codes if (mark := _mark(scene, item)) is not None and mark not in ending}
    ends = _cell_ends(scene, codes)
    for item in codes:
        behind = _cell_rest(scene, item)
        if _second_number(reading, item) is not None:
            message = f"{item.number:04d} stands beside another number: they could be two codes, or a range of them"
            yield DOUBTFUL_CODE.finding(message, scene.words[item.index].span, code=item.number)
        elif (behind and _has_text_beyond(reading, ends[item.index])) or _says_more(scene, item):
            what = text_of([scene.words[index] for index in behind])[:_SHOWN]
            message = f"«{what}» was read as the begin of the text of {item.number:04d}, and could say more of the code"
            yield DOUBTFUL_TEXT.finding(message, scene.words[item.index].span, code=item.number)
        elif item.index in marked and len(marked) < _SELDOM * len(codes):
            message = f"the text of {item.number:04d} begins with what could be a mark at the code"
            yield DOUBTFUL_TEXT.finding(message, scene.words[item.index].span, code=item.number)


def _not_in_their_column(reading: Reading) -> list[Candidate]:
    """The codes but for those before a label, or a word where texts stand: however near, it is in another column."""
    scene, edges = reading.scene, reading.own_edges
    labels = {label.index for label in reading.labels}
    after = {item.index: scene.after(item.index) for item in reading.chain.codes}
    beside = {index for index, other in after.items() if other in labels or _is_text(scene, other)}
    headed = {index for index, other in after.items() if other in labels and scene.is_at_label_edge(other)}
    apart = {index for index in beside if scene.edge(index) in edges} | headed
    return [item for item in reading.chain.codes if item.index not in apart]


def _is_text(scene: Scene, index: int | None) -> bool:
    return index is not None and scene.is_at_text_edge(index)


def _cell_rest(scene: Scene, item: Candidate, most: int = _SHOWN) -> list[int]:
    """The words behind a code that no room parts from it, as many as are shown at most."""
    found: list[int] = []
    index = item.index
    while len(found) < most and not scene.ends(index) and (after := scene.after(index)) is not None:
        found.append(after)
        index = after
    return found


def _cell_ends(scene: Scene, codes: Sequence[Candidate]) -> dict[int, int]:
    """The last of the words behind each of some codes that no room parts from it: a cell may hold thousands."""
    ends: dict[int, int] = {}
    for item in reversed(codes):
        index = item.index
        while index not in ends and not scene.ends(index) and (after := scene.after(index)) is not None:
            index = after
        ends[item.index] = ends.get(index, index)
    return ends


def _has_text_beyond(reading: Reading, end: int) -> bool:
    """Whether a text of its own cell stands beyond the words behind a code, where codes have cells of their own."""
    scene = reading.scene
    beyond = scene.after(end)
    is_head = beyond in scene.label_at or beyond in reading.chain.weighed
    return scene.has_cells and beyond is not None and not is_head


def _says_more(scene: Scene, item: Candidate) -> bool:
    """Whether the word behind a code joins what follows to it: «1102 и выше»."""
    after = scene.after(item.index)
    return after is not None and not scene.ends(item.index) and joins(scene.words[after].text)


def _mark(scene: Scene, item: Candidate) -> int | None:
    """The word behind a code that could be a mark at it."""
    after = _next_alone(scene, item.index) if scene.ends(item.index) else scene.after(item.index)
    return after if after is not None and _MARK.fullmatch(scene.words[after].text) else None


def _ends_of_brackets(reading: Reading) -> frozenset[int]:
    """The words that end brackets of the line of their text above: «10)» below «(5 of» is no mark."""
    opened = reading.texture.open_brackets
    pairs = (pair for run in reading.runs for pair in pairwise(run))
    return frozenset(piece.indices[0] for before, piece in pairs if before.indices in opened and closes_bracket(piece))


def _next_alone(scene: Scene, index: int) -> int | None:
    """The word of the next line where that is all of it, as that before is: a copy may set each word on its own."""
    are_alone = index + 1 < len(scene.words) and scene.is_alone(index) and scene.is_alone(index + 1)
    return index + 1 if are_alone and not scene.left_out[index + 1] else None


def _second_number(reading: Reading, item: Candidate) -> int | None:
    """The number right behind a code, but for a comma, a dash or a word that joins: «1102, 1103», «1102 — 1104»."""
    for index in _cell_rest(reading.scene, item, 2):
        if index in reading.chain.weighed:
            return index
        word = reading.scene.words[index].text
        if any(map(str.isalnum, word)) and not joins(word):
            return None
    return None


def _stacked(reading: Reading) -> Iterator[Finding]:
    """Rows of a format with several codes and another number of texts: which belongs to which is not said."""
    rows: defaultdict[tuple[int, int, int], list[int]] = defaultdict(list)
    for number, head in enumerate(reading.heads):
        if head.kind == "code" and head.word.cell is not None and reading.scene.fragments.layout == "grid":
            # The halves of a table stand on sheets of their own.
            rows[head.word.sheet, head.word.cell.table, head.word.cell.row].append(number)
    for numbers in rows.values():
        counts = [len(reading.runs[number]) for number in numbers]
        if len(numbers) > 1 and max(counts) > 1:
            head = reading.heads[numbers[counts.index(max(counts))]]
            message = f"several codes stand in the row of {head.number:04d}, and its texts are no line each"
            yield DOUBTFUL_TEXT.finding(message, head.word.span, code=head.number)


def shared_doubts(reading: Reading) -> Iterator[Finding]:
    """Codes without a text in one cell with another, beside a merged one, or below one that joins them."""
    coded = [(head, run) for head, run in reading.coded if not head.is_inside]
    for (above, one), (below, other) in pairwise(coded):
        if bool(one) != bool(other) and _stand_together(reading, above, below, one or other):
            empty, full = (below, above) if one else (above, below)
            message = (
                f"{empty.number:04d} has no text, and stands so that the text of {full.number:04d} could be its own"
            )
            yield DOUBTFUL_TEXT.finding(message, empty.word.span, code=empty.number)


def _stand_together(reading: Reading, above: Head, below: Head, text: tuple[Piece, ...]) -> bool:
    if above.word.sheet != below.word.sheet:
        return False
    is_unruled = reading.texture.rules.are_usual and not reading.texture.rules.is_between(above.word, below.word)
    are_rows = above.word.cell is None and is_unruled
    is_one = above.word.cell is not None and above.word.cell == below.word.cell
    return is_one or are_rows or _is_merged(above, below, text) or _is_joined(reading, above)


def _is_merged(above: Head, below: Head, text: tuple[Piece, ...]) -> bool:
    """Whether a cell of the text reaches over the rows of both codes, where these stand in cells of their own."""
    rows = [head.word.cell.row for head in (above, below) if head.word.cell is not None]
    cells = [piece.first.cell for piece in text]
    return any(cell is not None and all(cell.row <= row < cell.row + cell.rows for row in rows) for cell in cells)


def _is_joined(reading: Reading, above: Head) -> bool:
    """Whether a sign or a word right behind a code joins the next one to it: «2101,», «2116 –», «2101 и»."""
    scene = reading.scene
    after = None if scene.ends(above.index) else scene.after(above.index)
    behind = above.word.text if after is None else scene.words[after].text
    return behind[-1:] in _JOINING or joins(behind)
