"""What is drawn on a page by pypdfium2: straight lines, boxes and pictures."""

from __future__ import annotations

import ctypes
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from typing import Any, Final, NamedTuple

import pypdfium2.raw as pdfium

from ingest.readers.pdf import calls
from ingest.readers.pdf.calls import Slots
from ingest.readers.pdf.matrices import SAME, Matrix, Point, matrix_of, moved, times
from ingest.readers.pdf.upright import Box, Frame

Color = tuple[int, int, int, int]
"""Red, green, blue and alpha, from 0 to 255."""


_STEEP: Final = 1.0
"""How far, in points, a line may be off the upright."""

THIN: Final = 2.0
"""How thick a box is at most, in points, that is a line."""

_CORNERS: Final = 4

_DEEPEST: Final = 4
"""How deep forms within forms are looked into."""

MOST_CLIPS: Final = 8
MOST_CORNERS: Final = 500
"""How many clipping paths are looked at, the innermost ones, and how many corners of each: a row has few cells."""

_MOST_SEEN: Final = 1_000
"""How many parts of a box are looked for under one clipping path: within each other they multiply."""

_TOUCHING: Final = 0.5
"""How far apart, in points, cells beside each other are at most whose grounds touch."""

_SQUARE: Final[Sequence[Point]] = ((0.0, 0.0), (1.0, 0.0), (1.0, 1.0), (0.0, 1.0))
"""What a picture fills before its matrix is applied."""

_MODES: Final = Slots(ctypes.c_int)
_BOUNDS: Final = Slots(ctypes.c_float)
_COLOR: Final = Slots(ctypes.c_uint)
_POINT: Final = Slots(ctypes.c_float)


class Shape(NamedTuple):
    """A straight line or a box, upright: left, top, right, bottom; how it is drawn, and in what colour, if in one.

    One that is round, or has round corners, is a ground of words, and no rule.
    """

    box: Box
    is_framed: bool = False
    is_filled: bool = False
    is_picture: bool = False
    is_round: bool = False
    color: Color | None = None


def read_shapes(page: Any, frame: Frame) -> list[Shape]:
    """The straight lines, boxes and pictures of a page, in a frame."""
    found: list[Shape] = []
    handle = calls.address_of(page.raw)
    for index in range(pdfium.FPDFPage_CountObjects(page.raw)):
        for item, outer in _items(calls.page_object(handle, index), SAME, 0):
            found += _shapes(item, outer, frame)
    return found


def _items(item: int, outer: Matrix, depth: int) -> Iterator[tuple[int, Matrix]]:
    """The paths and pictures that an object is or holds, and how the form that they stand in comes to the page."""
    kind = calls.kind_of(item)
    if kind in (pdfium.FPDF_PAGEOBJ_PATH, pdfium.FPDF_PAGEOBJ_IMAGE):
        yield item, outer
    elif kind == pdfium.FPDF_PAGEOBJ_FORM and depth < _DEEPEST:
        matrix = times(matrix_of(item), outer)
        for index in range(pdfium.FPDFFormObj_CountObjects(ctypes.cast(item, pdfium.FPDF_PAGEOBJECT))):
            yield from _items(calls.form_object(item, index), matrix, depth + 1)


def _shapes(item: int, outer: Matrix, frame: Frame) -> Iterator[Shape]:
    if calls.kind_of(item) == pdfium.FPDF_PAGEOBJ_IMAGE:
        matrix = times(matrix_of(item), outer)
        yield Shape(_around([frame.place(*moved(matrix, x, y)) for x, y in _SQUARE]), is_filled=True, is_picture=True)
        return
    calls.draw_mode(item, *_MODES.addresses[:2])
    is_filled, is_framed = bool(_MODES.values[0]), bool(_MODES.values[1])
    if not is_filled and not is_framed:
        return
    color = color_of(item, is_stroke=is_framed)
    if not is_framed and outer is SAME and (line := _filled_line(item)):
        # Most of what is drawn on some pages: its corners need not be asked for.
        yield Shape(frame.box(line), is_filled=True, color=color)
        return
    segments = [calls.segment(item, index) for index in range(calls.segments_of(item))]
    clips = [] if is_framed else _clips(item, outer, frame)
    for path in _parts(segments, times(matrix_of(item), outer), frame):
        yield from seen_shapes(path, clips, is_framed=is_framed, is_filled=is_filled, color=color)


def _clips(item: int, outer: Matrix, frame: Frame) -> list[list[Path]]:
    """The innermost clipping paths of an object, each by its parts."""
    clip = calls.clip_of(item)
    count = calls.clip_paths_of(clip) if clip else 0
    sizes = {number: calls.clip_segments_of(clip, number) for number in range(max(0, count - MOST_CLIPS), count)}
    segments = (
        [calls.clip_segment(clip, number, index) for index in range(size)]
        for number, size in sizes.items()
        if size <= MOST_CORNERS
    )
    return [list(_parts(path, outer, frame)) for path in segments]


def seen_shapes(
    path: Path, clips: Sequence[Sequence[Path]], *, is_framed: bool, is_filled: bool, color: Color | None
) -> Iterator[Shape]:
    """The shapes that a path is; of one that is filled alone, what clipping paths, each by its parts, show of it."""
    for shape in _shapes_of(path, is_framed=is_framed, is_filled=is_filled, color=color):
        if is_framed or not clips:
            yield shape
        else:
            yield from (shape._replace(box=box) for box in _seen(shape.box, clips))


def _seen(box: Box, clips: Iterable[Sequence[Path]]) -> list[Box]:
    """What of a box is seen under clipping paths; one that is no set of boxes, or of too many, shows all.

    A program may fill a row behind its cells as one box: where one of them spans rows, the box is as high as that cell,
    and is seen so beside no other.
    """
    seen = [box]
    for parts in clips:
        shown = [_box_of(path.points) for path in parts if path.is_straight]
        if shown and len(shown) == len(parts) and all(shown) and len(seen) * len(shown) <= _MOST_SEEN:
            seen = [part for one in seen for other in shown if other and (part := _shared(one, other))]
    return _side_by_side(seen)


def _side_by_side(parts: Iterable[Box]) -> list[Box]:
    """Parts of a box, those of one height that touch as one."""
    found: list[Box] = []
    for part in sorted(parts, key=lambda box: (box[1], box[3], box[0])):
        last = found[-1] if found else None
        if last and last[1::2] == part[1::2] and part[0] - last[2] < _TOUCHING:
            found[-1] = (last[0], last[1], max(last[2], part[2]), last[3])
        else:
            found.append(part)
    return found


def _shared(one: Box, other: Box) -> Box | None:
    """What two boxes share, if it is more than an edge."""
    left, top = max(one[0], other[0]), max(one[1], other[1])
    right, bottom = min(one[2], other[2]), min(one[3], other[3])
    return (left, top, right, bottom) if left < right and top < bottom else None


def _filled_line(item: int) -> Box | None:
    """A filled path so thin that it is a line: left, lower, right and upper edge on the page; None for any other."""
    calls.bounds(item, *_BOUNDS.addresses)
    left, lower, right, upper = _BOUNDS.values
    return (left, lower, right, upper) if right - left <= THIN or upper - lower <= THIN else None


class Path(NamedTuple):
    """A part of a path: the points at which its lines and curves begin and end, and those that bend its curves."""

    points: Sequence[Point]
    is_straight: bool


def _shapes_of(path: Path, *, is_framed: bool, is_filled: bool, color: Color | None) -> Iterator[Shape]:
    """The shapes that a path is: a box, a filled one with round corners, or, if it is drawn, its straight sides."""
    corners = path.points
    if not path.is_straight:
        if is_filled and (box := _rounded(corners)):
            yield Shape(box, is_framed, is_filled, is_round=True, color=color)
    elif len(corners) > 2 and (box := _box_of(corners)):
        yield Shape(box, is_framed, is_filled, color=color)
    elif is_framed:
        for one, other in pairwise(corners):
            left, top, right, bottom = _around((one, other))
            if right - left <= _STEEP or bottom - top <= _STEEP:
                yield Shape((left, top, right, bottom), is_framed=True, color=color)


def color_of(item: int, *, is_stroke: bool) -> Color | None:
    """What an object is drawn or filled with; None where that is no colour."""
    ask = calls.stroke_color if is_stroke else calls.fill_color
    if not ask(item, *_COLOR.addresses):
        return None
    red, green, blue, alpha = _COLOR.values
    return red, green, blue, alpha


def _parts(segments: Sequence[int], matrix: Matrix, frame: Frame) -> Iterator[Path]:
    """The parts of a path, upright."""
    corners: list[Point] = []
    is_straight = True
    for segment in segments:
        kind = calls.segment_kind(segment)
        if kind == pdfium.FPDF_SEGMENT_MOVETO:
            if len(corners) > 1:
                yield Path(corners, is_straight)
            corners, is_straight = [], True
        is_straight = is_straight and kind != pdfium.FPDF_SEGMENT_BEZIERTO
        calls.segment_point(segment, *_POINT.addresses[:2])
        corners.append(frame.place(*moved(matrix, *_POINT.values[:2])))
        if calls.closes(segment) and corners[0] != corners[-1]:
            corners.append(corners[0])
    if len(corners) > 1:
        yield Path(corners, is_straight)


def _box_of(corners: Sequence[Point]) -> Box | None:
    """The upright box whose corners they are, None if they are those of no such."""
    left, top, right, bottom = box = _around(corners)
    if {(left, top), (right, top), (right, bottom), (left, bottom)}.issuperset(corners):  # nearly all
        return box
    are_four = len(set(corners)) <= _CORNERS or len({(round(x, 1), round(y, 1)) for x, y in corners}) <= _CORNERS
    are_at_edges = all(min(x - left, right - x) <= _STEEP and min(y - top, bottom - y) <= _STEEP for x, y in corners)
    return box if are_four and are_at_edges else None


def _rounded(points: Sequence[Point]) -> Box | None:
    """The box that a path with curves fills but for its corners: all points that it is drawn by stand at its edges."""
    left, top, right, bottom = box = _around(points)
    are_at_edges = all(min(x - left, right - x, y - top, bottom - y) <= _STEEP for x, y in points)
    return box if are_at_edges else None


def _around(corners: Sequence[Point]) -> Box:
    across, down = zip(*corners, strict=True)
    return min(across), min(down), max(across), max(down)
