"""Doubts about codes without a text that stand with another code: one text may be that of both, or of a range."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from typing import Final

from ingest.document.fragments import Word
from ingest.table.division.heads import Head, Piece
from ingest.table.reading import Reading
from ingest.table.scene.lines import are_in_one_row
from ingest.table.scene.wording import joins
from model import Finding
from model.reading_rules import DOUBTFUL_TEXT

_JOINING: Final = ",;/+&-–—…"
"""What ends a code that another one follows, in a list or a range."""


def shared_doubts(reading: Reading) -> Iterator[Finding]:
    """Codes without a text in one cell with another, beside a merged one, or below one that joins them."""
    coded = [(head, run) for head, run in reading.headed if head.kind == "code" and not head.is_inside]
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
    cells = [piece.first.cell for piece in text if _is_beside(piece.first, above.word, below.word)]
    return any(cell is not None and all(cell.row <= row < cell.row + cell.rows for row in rows) for cell in cells)


def _is_beside(word: Word, *codes: Word) -> bool:
    return any(are_in_one_row(word.cell, code.cell) for code in codes)


def _is_joined(reading: Reading, above: Head) -> bool:
    """Whether a sign or a word right behind a code joins the next one to it: «2101,», «2116 –», «2101 и»."""
    scene = reading.scene
    after = None if scene.ends(above.index) else scene.after(above.index)
    behind = above.word.text if after is None else scene.words[after].text
    return behind[-1:] in _JOINING or joins(behind)
