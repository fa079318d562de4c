"""Doubts about lines above the code of their text: they may end the text before, a paragraph of its own."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from ingest.table.doubts.beginnings import end_of_text_before
from ingest.table.reading import Reading
from ingest.table.scene.wording import begins_small
from model import Finding

_SHEETLESS: Final = frozenset({"text", "page"})


def above_doubts(reading: Reading) -> Iterator[Finding]:
    """Lines above the code of their text, below which another sentence stands beside it, if no text goes on there.

    Sentences follow each other where a text begins above its code, and where one ends with a paragraph of its own.
    """
    if reading.scene.fragments.layout not in _SHEETLESS:
        return
    line_of = reading.scene.line_of
    found = []
    for number, (head, run) in enumerate(reading.headed):
        line = line_of[head.index]
        above = sum(line_of[piece.indices[-1]] < line for piece in run) if head.kind == "code" else 0
        if not above or above == len(run) or line_of[run[above].indices[0]] != line:
            continue
        seam = reading.seams[reading.division.run(number).start + above]
        if seam.unfinished > 0 or begins_small(run[above].first.text):
            return
        found.append(end_of_text_before(head, run[0]))
    yield from found
