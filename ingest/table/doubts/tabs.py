"""Doubts about rows of a copy laid out by tabs: one too many, or none where others have some."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from ingest.document.fragments import TAB
from ingest.table.reading import Reading
from model import Finding
from model.reading_rules import DOUBTFUL_COLUMN

_RARE: Final = 0.1


def tab_doubts(reading: Reading) -> Iterator[Finding]:
    """All doubts about tabs."""
    if reading.scene.fragments.layout == "text":
        yield from _behind_tabs(reading)
        yield from _without_tabs(reading)


def _behind_tabs(reading: Reading) -> Iterator[Finding]:
    """Words behind a tab inside few texts of a copy laid out by tabs: somebody wrote a remark there."""
    scene = reading.scene
    texts = [(head, [index for piece in run for index in piece.indices[1:]]) for head, run in reading.coded]
    found = [
        (head, first)
        for head, inner in texts
        if (first := next((n for n in inner if scene.words[n].gap >= TAB), None)) is not None
    ]
    for head, first in found if len(found) < _RARE * len(reading.headed) else ():
        word = scene.words[first]
        message = f"«{word.text}» stands behind a tab in the text of {head.number:04d}, and could be a remark"
        yield DOUBTFUL_COLUMN.finding(message, word.span, code=head.number)


def _without_tabs(reading: Reading) -> Iterator[Finding]:
    """Few rows without a tab behind their codes, below headings over remarks: their texts may hold these."""
    scene = reading.scene
    if not any("other" in part.roles for part in scene.headings):
        return
    behind = {item: range(item.index + 1, scene.lines[item.line].end) for item in reading.chain.codes}
    rows = {item: any(scene.words[n].gap >= TAB for n in inner) for item, inner in behind.items() if inner}
    found = [item for item, has_tabs in rows.items() if not has_tabs]
    for item in found if len(found) < _RARE * len(rows) else ():
        message = f"the row of {item.number:04d} has no tabs as others have: its text may hold a remark"
        yield DOUBTFUL_COLUMN.finding(message, scene.words[item.index].span, code=item.number)
