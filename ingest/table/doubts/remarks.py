"""Doubts about columns beside the texts, of remarks or of a status: a copy may not keep them apart."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from ingest.table.reading import Reading
from ingest.table.scene.heading_words import is_heading_word
from ingest.table.scene.headings import Headings
from ingest.table.scene.scene import Scene
from model import Finding
from model.reading_rules import DOUBTFUL_COLUMN

_TIGHT: Final = 0.4


def remark_doubts(reading: Reading) -> Iterator[Finding]:
    """The doubts about columns that are no part of the descriptions, as findings."""
    yield from _run_together(reading)
    yield from _cut_off(reading)


def _run_together(reading: Reading) -> Iterator[Finding]:
    """A column that is no part of the descriptions, in a copy that does not keep columns."""
    scene = reading.scene
    # Where single blanks part all words, those of a column stand below its heading by chance.
    is_kept = scene.fragments.layout != "text" or scene.has_cells
    for part in scene.headings[:1]:
        is_headed = "other" in part.roles or (not is_kept and _has_another(scene, part))
        if is_headed and ("other" not in scene.roles or not is_kept):
            span = scene.words[scene.lines[part.begin].begin].span
            yield DOUBTFUL_COLUMN.finding(
                "the remarks cannot be told from the descriptions: the copy does not keep its columns", span
            )


def _has_another(scene: Scene, part: Headings) -> bool:
    """Whether a word that no heading of the table has stands among its headings, with a capital as a heading has."""
    words = [scene.words[index] for line in scene.lines[part.begin : part.end] for index in line.indices]
    return any(word.text[:1].isupper() and not is_heading_word(word.text) for word in words)


def _cut_off(reading: Reading) -> Iterator[Finding]:
    """Words set aside as a remark that stand no further from a text than its words do."""
    scene = reading.scene
    for index in reading.region[1:]:
        word, before = scene.words[index], scene.words[index - 1]
        is_beside = scene.line_of[index] == scene.line_of[index - 1] and word.gap < _TIGHT
        if (
            is_beside
            and scene.roles[index] == "other"
            and scene.roles[index - 1] == "description"
            and word.cell is None
        ):
            message = f"«{word.text}» was read as a remark, and could belong to the text before it («{before.text}»)"
            yield DOUBTFUL_COLUMN.finding(message, word.span)
