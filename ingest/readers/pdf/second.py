"""The second way to read pages: pdfminer's characters, which share no code with pypdfium2's, and pdfplumber's words."""

from __future__ import annotations

import io
import logging
import math
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from functools import cache, lru_cache
from typing import Any, Final, NamedTuple

from pdfminer.pdfdocument import PDFDocument
from pdfminer.pdffont import PDFUnicodeNotDefined
from pdfminer.pdfinterp import PDFResourceManager
from pdfminer.pdfpage import PDFPage
from pdfminer.pdfparser import PDFParser
from pdfplumber.utils.text import extract_words

from ingest.document.cleaning import SOFT_HYPHEN
from ingest.readers.pdf.characters import HYPHEN, UNKNOWN, Character, Face
from ingest.readers.pdf.content import ClippingDevice, Interpreter
from ingest.readers.pdf.drawn import MOST_CLIPS, MOST_CORNERS, Color, Path, Shape, seen_shapes
from ingest.readers.pdf.ligatures import with_letters_meant
from ingest.readers.pdf.matrices import SAME, Matrix, Point, moved
from ingest.readers.pdf.page import Scan, Sheet, sheet_of
from ingest.readers.pdf.source import Source
from ingest.readers.pdf.spelling import Piece, Spacing, are_alike, small_capitals_joined
from ingest.readers.pdf.upright import Box, Frame, frame_of, quarter
from model import InputError

_SPACE: Final = 0.15
"""How wide a gap between letters must be to part words, in font sizes: narrower than any space, wider than kerning."""

_AGAIN: Final = 0.1
"""How near, in font sizes, a letter is to the same letter printed again to make it bold."""

_OPAQUE: Final = 255

# Its remarks on fonts and colours are no news to a reader of tables, and would go to stderr unasked.
logging.getLogger("pdfminer").addHandler(logging.NullHandler())


def read_sheets(source: Source, numbers: Sequence[int]) -> Iterator[Sheet]:
    """Some pages of a PDF, by their numbers.

    Raises
    ------
    InputError
        `damaged-pdf`, if a page cannot be handed on or read.
    """
    with damage_told(source):
        document = open_pages(source, numbers)
        resources = PDFResourceManager()
        pages = list(PDFPage.create_pages(document))
    start = 0
    for number, page in zip(numbers, pages, strict=True):
        with damage_told(source, number):
            sheet = sheet_of(_scan(page, number, resources, start), _pieces)
        yield sheet
        start += len(sheet.lines)


def open_pages(source: Source, numbers: Sequence[int]) -> PDFDocument:
    """A document of some pages of a PDF, in pdfminer."""
    return PDFDocument(PDFParser(io.BytesIO(source.extract(list(numbers)))))


@contextmanager
def damage_told(source: Source, number: int | None = None) -> Iterator[None]:
    """Whatever a library raises becomes the error for a damaged PDF: pdfminer raises exceptions of any kind."""
    try:
        yield
    except (MemoryError, InputError):
        raise
    except Exception as error:
        raise source.damaged(error, number) from error


class _Drawn(NamedTuple):
    """A path as it is drawn, and the matrix of the space that it is drawn in."""

    steps: tuple[Any, ...]
    matrix: Matrix


class _Recorder(ClippingDevice):
    """A device that keeps the characters and paths that it is given, in the space of the page shown by `/Rotate`."""

    def __init__(self, resources: PDFResourceManager) -> None:
        super().__init__(resources)
        self.characters: list[Character] = []
        self.paths: list[tuple[_Drawn, bool, bool, Color | None, tuple[_Drawn, ...]]] = []
        self.clips: tuple[_Drawn, ...] = ()
        self.pictures: list[Box] = []
        self._mode = 0
        self._face: Face | None = None
        self._glyph = cache(_glyph)  # asked at every letter, and found once

    def render_string(self, textstate: Any, seq: Any, ncs: Any, graphicstate: Any) -> None:
        """Characters that share a face."""
        self._mode, self._face = textstate.render, None
        super().render_string(textstate, seq, ncs, graphicstate)

    def render_char(
        self,
        matrix: Any,
        font: Any,
        fontsize: float,
        scaling: float,
        rise: float,
        cid: int,
        ncs: Any,  # noqa: ARG002 - pdfminer's own signature
        graphicstate: Any,
    ) -> float:
        """One character; gives how far it moves the pen."""
        text, width = self._glyph(font, cid)
        a, b, c, d, e, f = matrix
        advance = width * fontsize * scaling
        if self._face is None:
            frame = frame_of(quarter(math.degrees(math.atan2(b, a))))
            base = frame.place(c * rise + e, d * rise + f)[1]
            color = _color(graphicstate.ncolor)
            self._face = Face(frame, base, abs(fontsize) * math.hypot(c, d), self._mode, color)
        frame = self._face.frame
        x0 = e * frame.cosine + f * frame.sine
        x1 = x0 + advance * (a * frame.cosine + b * frame.sine)
        if advance or text != HYPHEN:
            self.characters.append(Character(text, min(x0, x1), max(x0, x1), self._face))
        return advance

    def paint_path(
        self,
        graphicstate: Any,
        stroke: bool,
        fill: bool,
        evenodd: bool,  # noqa: ARG002 - pdfminer's own signature
        path: Any,
    ) -> None:
        """A path."""
        color = _color(graphicstate.scolor if stroke else graphicstate.ncolor)
        self.paths.append((_Drawn(tuple(path), self._matrix), stroke, fill, color, self.clips))

    def clip(self, path: Sequence[Any]) -> None:
        """A path by which those that follow are clipped."""
        if len(path) <= MOST_CORNERS:
            self.clips = (*self.clips, _Drawn(tuple(path), self._matrix))[-MOST_CLIPS:]

    def render_image(self, name: str, stream: Any) -> None:  # noqa: ARG002 - pdfminer's own signature
        """A picture: it fills the unit square of its space."""
        corners = [moved(self._matrix, x, y) for x in (0.0, 1.0) for y in (0.0, 1.0)]
        across, down = zip(*corners, strict=True)
        self.pictures.append((min(across), min(down), max(across), max(down)))

    @property
    def _matrix(self) -> Matrix:
        return self.ctm or SAME


def _glyph(font: Any, cid: int) -> tuple[str, float]:
    """What a character of a font says, and how wide it is for a size of 1."""
    try:
        text = font.to_unichr(cid) or UNKNOWN
    except PDFUnicodeNotDefined:
        text = UNKNOWN
    return with_letters_meant(text.replace(SOFT_HYPHEN, HYPHEN)), font.char_width(cid)


def _parts(path: Iterable[Sequence[Any]]) -> Iterator[Path]:
    """The parts of a path."""
    corners: list[Point] = []
    is_straight = True
    for step in (*path, ("m",)):
        kind = step[0]
        if kind == "m":
            if len(corners) > 1:
                yield Path(corners, is_straight)
            corners, is_straight = [], True
        is_straight = is_straight and kind not in "cvy"
        if kind == "h" and corners:
            corners.append(corners[0])
        else:
            corners += zip(step[1::2], step[2::2], strict=False)


@lru_cache(maxsize=64)
def _color(value: Any) -> Color | None:
    """A colour of pdfminer (a grey, or parts of red, green, blue, or of the four inks); None for any other."""
    parts = value if isinstance(value, tuple) else (value,)
    if not all(isinstance(part, (int, float)) for part in parts):
        return None
    match [round(_OPAQUE * part) for part in parts]:
        case [grey]:
            return grey, grey, grey, _OPAQUE
        case [red, green, blue]:
            return red, green, blue, _OPAQUE
        case [cyan, magenta, yellow, black]:
            red, green, blue = (max(_OPAQUE - ink - black, 0) for ink in (cyan, magenta, yellow))
            return red, green, blue, _OPAQUE
    return None


def _scan(page: PDFPage, number: int, resources: PDFResourceManager, start: int) -> Scan:
    recorder = _Recorder(resources)
    Interpreter(resources, recorder).process_page(page)
    return Scan(number, recorder.characters, _visible(page), 0, lambda frame: list(_shapes(recorder, frame)), start)


def _shapes(recorder: _Recorder, frame: Frame) -> Iterator[Shape]:
    shown = cache(lambda clip: list(_placed(clip, frame)))  # few clip what is filled
    for path, is_framed, is_filled, color, clips in recorder.paths:
        shapes = [] if is_framed else list(map(shown, clips))
        for part in _placed(path, frame):
            yield from seen_shapes(part, shapes, is_framed=is_framed, is_filled=is_filled, color=color)
    for box in recorder.pictures:
        yield Shape(frame.box(box), is_filled=True, is_picture=True)


def _placed(path: _Drawn, frame: Frame) -> Iterator[Path]:
    """The parts of a path in a frame."""
    for points, is_straight in _parts(path.steps):
        yield Path([frame.place(*moved(path.matrix, x, y)) for x, y in points], is_straight)


def _visible(page: PDFPage) -> Box:
    """The part of a page that is shown, in the space that pdfminer turns it to."""
    media, crop = page.mediabox, page.cropbox or page.mediabox
    left, lower, right, upper = (
        max(media[0], crop[0]),
        max(media[1], crop[1]),
        min(media[2], crop[2]),
        min(media[3], crop[3]),
    )
    match page.rotate:
        case 90:
            return lower - media[1], media[2] - right, upper - media[1], media[2] - left
        case 180:
            return media[2] - right, media[3] - upper, media[2] - left, media[3] - lower
        case 270:
            return media[3] - upper, left - media[0], media[3] - lower, right - media[0]
    return left - media[0], lower - media[1], right - media[0], upper - media[1]


def _pieces(characters: Sequence[Character]) -> Iterator[Piece]:
    """The words of characters of one angle: by pdfplumber, which takes small capitals and large ones for two."""
    spacing = Spacing(characters)
    return small_capitals_joined(_words(characters, spacing), spacing)


def _words(characters: Sequence[Character], spacing: Spacing) -> Iterator[Piece]:
    """The words of letters of one size, line by line."""
    for face, items in _lines(characters):
        tolerance = (_SPACE + spacing.between_letters(face)) * face.size
        for word in extract_words(items, x_tolerance=tolerance, y_tolerance=1):
            yield Piece(word["text"], word["x0"], word["x1"], face)


def _lines(characters: Sequence[Character]) -> Iterator[tuple[Face, list[dict[str, Any]]]]:
    """Characters as pdfplumber takes them, each once, by base line and size."""
    faces: dict[int, list[Face]] = {}
    lines: dict[Face, list[dict[str, Any]]] = {}
    seen: dict[tuple[Face, str], list[float]] = {}
    shared = cache(lambda face: _shared(face, faces))  # a text object has one
    for (text, x0, x1, own, _), after in zip(characters, (*characters[1:], None), strict=True):
        face = shared(own)
        if text.isspace():
            # Programs write a space for a soft hyphen that is not shown, and the next letter at its place.
            if after and after.face.base == own.base and abs(after.x0 - x0) < _AGAIN * face.size:
                continue
        elif _is_again(seen.setdefault((face, text), []), x0, _AGAIN * face.size):
            continue
        top, bottom = face.base - face.size, face.base
        item = {"text": text, "x0": x0, "x1": x1, "top": top, "bottom": bottom, "doctop": top, "upright": True}
        lines.setdefault(face, []).append(item)
    yield from lines.items()


def _is_again(places: list[float], place: float, near: float) -> bool:
    """Whether a place is among some, in order; if not, it is put there."""
    index = bisect_left(places, place - near)
    if index < len(places) and places[index] < place + near:
        return True
    places.insert(bisect_left(places, place), place)
    return False


def _shared(face: Face, faces: dict[int, list[Face]]) -> Face:
    """The first face of the same base line and size."""
    key = round(face.base)
    for place in (key, key - 1, key + 1):
        for other in faces.get(place, ()):
            if are_alike(face, other):
                return other
    faces.setdefault(key, []).append(face)
    return face
