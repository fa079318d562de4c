"""Doubts about rows that were read into texts: a code glued to its text or parted, a line that broke a record."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise
from typing import Final

from ingest.table.reading import Reading
from ingest.table.scene.wording import begins_small
from model import ClassPattern, Finding
from model.pattern import CODE_DIGITS
from model.reading_rules import DOUBTFUL_NUMBER, DOUBTFUL_TEXT

_GLUED: Final = re.compile(rf"(\d{{{CODE_DIGITS}}})[«\"]?([^\W\d_])")
"""Four digits that begin a line, with no room before its text."""

_PARTED: Final = re.compile(r"(?=\d+[ \u00a0\u202f]\d+ )((?:\d[ \u00a0\u202f]?){4})(?<=\d) \W?([^\W\d_])")
"""Four digits with a blank among them, as in numbers of thousands."""

_RECORDS: Final = "csv"


def unread_row_doubts(reading: Reading) -> Iterator[Finding]:
    """Lines of texts and titles that begin with a code that was not read; lines between records that go on with one."""
    following = [item.number for item in reading.chain.codes]
    nexts = dict(pairwise(following))
    for head, run in reading.headed:
        before = head.number if head.kind == "code" else head.number - 1
        for piece in run:
            number = _begun(piece.text, small=reading.texture.begins_small)
            after = nexts.get(head.number, 10**CODE_DIGITS) if head.kind == "code" else before + 2
            if number is not None and before < number < after and _is_declared(reading, number):
                message = f"«{piece.text[:50]}» begins with what could be the code {number:04d}, and was read as text"
                yield DOUBTFUL_NUMBER.finding(message, piece.first.span, code=number)
    if reading.scene.fragments.format == _RECORDS:
        yield from _between_records(reading)


def _begun(text: str, *, small: bool) -> int | None:
    """The code that a line begins with, with its text behind it."""
    match = _GLUED.match(text) or _PARTED.match(text)
    if match is None or not (small or match[match.lastindex or 0].isupper()):
        return None
    return int(re.sub(r"\D", "", match[1]))


def _is_declared(reading: Reading, number: int) -> bool:
    return number not in reading.chain.numbers and not reading.declared.isdisjoint(ClassPattern.all_of(number))


def _between_records(reading: Reading) -> Iterator[Finding]:
    """Lines with no cell between those of the table that begin with a small letter: a line end broke a record."""
    scene = reading.scene
    for item, after in pairwise(reading.chain.codes):
        if scene.words[item.index].cell is None or scene.words[after.index].cell is None:
            continue
        for line in scene.lines[item.line + 1 : after.line]:
            first = scene.words[line.begin]
            if first.cell is None and begins_small(first.text):
                text = line.text[:50]
                message = f"«{text}» stands between the records, and could be a part of the text of {item.number:04d}"
                yield DOUBTFUL_TEXT.finding(message, first.span, code=item.number)
