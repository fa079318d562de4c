"""What makes the letters of a table unreadable: their font does not say what they are."""

from __future__ import annotations

import re
from typing import Final

from ingest.table.entries import place_of
from ingest.table.reading import Reading
from model import Fault, InputError

_WITHOUT_MEANING: Final = re.compile("[\ufffd\ue000-\uf8ff]")
_MOST_FAULTS: Final = 20
_MEANINGLESS: Final = (
    "letters of the text have no meaning: their font does not say what they are; "
    "export the PDF again with embedded Unicode fonts"
)


def require_letters(reading: Reading, source: str) -> None:
    """The letters of a table on pages must mean something: their font says what they are.

    Raises
    ------
    InputError
        `unreadable-text`, for each line.
    """
    if reading.scene.fragments.format != "pdf":
        return
    words = reading.scene.words
    odd = [index for index in reading.region if _WITHOUT_MEANING.search(words[index].text)]
    lines = {reading.scene.line_of[index]: words[index].span for index in reversed(odd)}
    if lines:
        places = [place_of(source, lines[line]) for line in sorted(lines)]
        raise InputError(*(Fault("unreadable-text", _MEANINGLESS, place) for place in places[:_MOST_FAULTS]))
