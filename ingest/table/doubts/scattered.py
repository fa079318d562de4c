"""Doubts about words that a copy tore from their lines and set behind the table."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from ingest.table.reading import Reading
from ingest.table.scene.lines import Line
from ingest.table.scene.wording import begins_capital, begins_small
from model import Finding
from model.reading_rules import DOUBTFUL_TEXT

_SEVERAL: Final = 3


def scattered_doubts(reading: Reading) -> Iterator[Finding]:
    """Words alone on lines of a copy behind the table, one below another in small letters: no prose is set so.

    A copy takes the words of a line that is spread to its width for columns, and sets some of them behind all rows. The
    lines of prose may be spread too, but the first of their words has a capital.
    """
    scene = reading.scene
    if scene.fragments.layout != "text" or not reading.region:
        return
    found: list[Line] = []
    is_prose = False
    for line in scene.lines[scene.line_of[reading.region[-1]] + 1 :]:
        first = scene.words[line.begin].text
        is_alone = line.end - line.begin == 1
        if not (is_alone and begins_small(first) and first.isalpha()):
            found, is_prose = [], is_alone and begins_capital(first)
        elif not is_prose:
            found.append(line)
        if len(found) == _SEVERAL:
            message = f"«{found[0].text}» stands alone behind the table, and more words do: they may be torn from texts"
            yield DOUBTFUL_TEXT.finding(message, scene.words[found[0].begin].span)
            return
