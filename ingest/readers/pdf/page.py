"""One page as words and rules, upright, whichever library its characters come from."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from operator import attrgetter
from typing import Any

import pypdfium2.raw as pdfium

from ingest.document.fragments import Rule, Word
from ingest.readers.pdf.barred import Bars
from ingest.readers.pdf.characters import Character, read_characters
from ingest.readers.pdf.cut import going_on, run_off
from ingest.readers.pdf.drawn import Shape, read_shapes
from ingest.readers.pdf.placing import Placed, find_marks, lines_of, placed
from ingest.readers.pdf.ruling import rules_of
from ingest.readers.pdf.spelling import Piece, pieces_of, without_marks
from ingest.readers.pdf.upright import Box, Frame, frame_of, main_angle
from ingest.readers.pdf.visibility import parted
from ingest.readers.pdf.watermarks import find_watermarks
from model import Finding, Span
from model.rules import HIDDEN_TEXT

_SHOWN = 80
"""How much of a text that nobody sees is shown."""

Spelling = Callable[[Sequence[Character]], Iterable[Piece]]
"""Makes words of the characters of one angle."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """A page: its words line by line, its rules, and what is to be said of it."""

    lines: tuple[tuple[Word, ...], ...]
    rules: tuple[Rule, ...]
    findings: tuple[Finding, ...] = ()


@dataclass(frozen=True, slots=True)
class Scan:
    """What a library sees on a page.

    Parameters
    ----------
    number
        The number of the page, from 1.
    characters
        In the order of its content.
    visible
        The part of the page that is shown, in the space of the library.
    angle
        The angle that texts have there on a page shown upright.
    shapes
        Gives what is drawn, in a frame.
    start
        The number of lines on the pages before.
    """

    number: int
    characters: Sequence[Character]
    visible: Box
    angle: int
    shapes: Callable[[Frame], Sequence[Shape]]
    start: int = 0


def read_sheet(page: Any, text: Any, number: int, start: int, layers_off: frozenset[str]) -> Sheet:
    """A page of a number, from 1, by pypdfium2; its lines are counted from a start. Of some layers nothing is seen."""
    scan = Scan(
        number,
        read_characters(text, layers_off),
        _visible(page),
        page.get_rotation() % 360,
        lambda frame: read_shapes(page, frame),
        start,
    )
    return sheet_of(scan, pieces_of)


def _visible(page: Any) -> Box:
    """The part of a page that is shown (ISO 32000-1, 14.11.2): of the crop box what is in the media box."""
    box = pdfium.FS_RECTF()
    pdfium.FPDF_GetPageBoundingBox(page.raw, box)
    return box.left, box.bottom, box.right, box.top


def sheet_of(scan: Scan, spelling: Spelling) -> Sheet:
    """The words and rules of a page; of what nobody sees a finding."""
    angle = main_angle(Counter(map(attrgetter("face.frame.angle"), scan.characters)), scan.angle)
    frame = frame_of(angle, scan.visible)
    shapes = scan.shapes(frame)
    sight = parted(scan.characters, frame, frame.box(scan.visible), shapes)
    beyond = going_on(sight.seen, sight.outside, frame)
    outside = [
        character for character in sight.outside if character.face.frame.angle == angle and character not in beyond
    ]
    words = _placed([*sight.seen, *beyond], frame, spelling)
    find_watermarks(words)
    rules = rules_of(shapes, words)
    bars = Bars(rules, words)
    words = list(bars.part(words, sight.seen))
    find_marks(words)
    return Sheet(
        lines=tuple(lines_of(words, scan.number, scan.start, bars.stand_between)),
        rules=tuple(Rule(scan.number - 1, *(round(value, 2) for value in line)) for line in rules),
        findings=(
            *_hidden(list(lines_of(_placed([*sight.hidden, *outside], frame, spelling), scan.number)), scan.number),
            *run_off(scan.number, beyond),
        ),
    )


def _placed(characters: Iterable[Character], frame: Frame, spelling: Spelling) -> list[Placed]:
    groups: dict[int, list[Character]] = {}
    for character in characters:
        groups.setdefault(character.face.frame.angle, []).append(character)
    return [word for group in groups.values() for word in placed(_marked(spelling(group)), frame)]


def _marked(pieces: Iterable[Piece]) -> Iterator[Piece]:
    return (part for piece in pieces for part in without_marks(piece))


def _hidden(lines: Sequence[Sequence[Word]], number: int) -> Iterable[Finding]:
    text = " ".join(word.text for line in lines for word in line)
    if text:
        shown = text if len(text) <= _SHOWN else text[:_SHOWN] + "…"
        yield HIDDEN_TEXT.finding(f"page {number} holds text that nobody sees: {shown}", Span(page=number))
