"""Doubts about raised numbers that were taken off as marks of notes, and may say a power: 10⁹, 5 м²."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from ingest.table.reading import Reading
from ingest.table.scene.lines import is_mark
from ingest.table.scene.notes import note_of
from ingest.table.scene.scene import Scene
from model import Finding
from model.reading_rules import DOUBTFUL_TEXT

_GLUED: Final = 0.1
"""How much room a power has before it at most, in letter heights."""

_LONGEST_SIGN: Final = 2
"""How many letters the sign of a measure has at most: м, км."""


def power_doubts(reading: Reading) -> Iterator[Finding]:
    """Raised numbers right behind a number or a measure in a text, of no note that is printed."""
    words, left_out = reading.scene.words, (*reading.scene.left_out, False)
    for head, run in reading.headed:
        # Hardly a word is behind one of a text and was taken off.
        before = [index for piece in run for index in piece.indices if left_out[index + 1]]
        for index in (index for index in before if _is_power(reading.scene, index + 1)):
            shown = f"«{words[index + 1].text}» behind «{words[index].text}»"
            message = f"the raised {shown} was taken off as the mark of a note that is not printed, and may be a power"
            code = head.number if head.kind == "code" else None
            yield DOUBTFUL_TEXT.finding(message, words[index + 1].span, code=code)


def _is_power(scene: Scene, index: int) -> bool:
    """Whether a word that was taken off is raised, right behind a number or a measure, and no note has its number."""
    word, before = scene.words[index], scene.words[max(0, index - 2) : index]
    if word.gap >= _GLUED or not is_mark(scene.words, index):
        return False
    note, said = note_of(word.text), [other.text for other in reversed(before)]
    is_number = note is not None and note.isdecimal() and not scene.notes.are_printed(note)
    return is_number and (said[0][-1].isdigit() or _is_measured(said))


def _is_measured(said: list[str]) -> bool:
    """Whether the last of the words before a place, the nearer one first, is the sign of a measure: «5 м»."""
    return len(said) > 1 and said[0].isalpha() and len(said[0]) <= _LONGEST_SIGN and said[1][-1].isdigit()
