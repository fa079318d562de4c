"""From the parts of a table on its pages to rows: each code with its labels and all lines of its text."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise
from typing import Final

from ingest.readers.pdf.division import LOOSE, MANNERS, TOP, Band, Division, Manner, divide
from ingest.readers.pdf.layout import Part
from ingest.readers.pdf.titles import MIDDLE, SAME, Place, find_titles, number_of
from ingest.readers.pdf.words import Line
from ingest.table.heads import LABEL
from ingest.table.lookalikes import as_meant

_DOUBT: Final = 0.05
"""How much more, in font sizes, lines may stand askew where a label in doubt is read as the head of a row."""


_ROUNDING: Final = 1.0
"""How much more, in points, a step between lines may be by rounding alone: browsers round to whole pixels."""


@dataclass(slots=True)
class TableRow:
    """A row of the table in the making: a code or an odd cell in its place, the labels, the lines of its text."""

    code: Place | None = None
    labels: list[Place] = field(default_factory=list)
    texts: list[Place] = field(default_factory=list)

    @property
    def number(self) -> int:
        """The code as a number, -1 without one."""
        return number_of(self.code.line) if self.code else -1

    @property
    def places(self) -> list[Place]:
        """All that stands in the row."""
        return [*self.labels, *([self.code] if self.code else []), *self.texts]

    @property
    def head(self) -> Place:
        """What the row stands at: its code, or its first label, or its text."""
        return self.code or (self.labels or self.texts)[0]

    def encloses(self, place: Place) -> bool:
        """Whether a place is as high as the row is, on the same page."""
        here = [item.line for item in self.places if item.part == place.part]
        slack = SAME * place.line.size
        return bool(here) and (
            min(line.base for line in here) - slack <= place.line.base <= max(line.base for line in here) + slack
        )


def build_rows(parts: Sequence[Part]) -> list[TableRow]:
    """The rows of a table, in order; labels that stand beside no row of their own are not in them."""
    pitch = _pitch([step for part in parts for step in _steps(_texts(part), part.size)])
    parts = [replace(part, borders=_borders(part, pitch)) for part in parts]
    titles, doubtful = find_titles(parts)
    bands = [_bands(parts, index, titles) for index in range(len(parts))]
    manner = _manner(bands)
    for index, number in doubtful:
        trial = _bands(parts, index, titles | {(index, number)})
        if _cost(trial, manner) <= _cost(bands[index], manner) + _DOUBT:
            titles.add((index, number))
            bands[index] = trial
    rows: list[TableRow] = []
    held: list[Place] = []
    for group in bands:
        for band in group:
            held = _add(rows, held, band, manner)
    if held:
        _append(rows, held)
    return rows


def _borders(part: Part, pitch: float) -> tuple[float, ...]:
    """The heights that part rows: those of rules, and of wide gaps if these leave no two codes together."""
    size = part.size
    lines = _texts(part)
    last = part.lines[-1].code if part.lines else None
    # The text of the last code may stand on the next page from its first line on.
    ends = [last] if last and lines and last.base > lines[-1].base else []
    gaps = [
        (high.base + low.base) / 2 - MIDDLE * size
        for high, low in pairwise([*lines, *ends])
        if low.base - high.base > max(LOOSE * pitch * size, pitch * size + _ROUNDING)
    ]
    borders = sorted((*part.rules, *gaps))
    numbers = [bisect_left(borders, line.code.base - MIDDLE * line.code.size) for line in part.lines if line.code]
    return tuple(borders) if len(set(numbers)) == len(numbers) else part.rules


@dataclass(frozen=True, slots=True)
class PlacedBand:
    """The heads of rows and the lines between two borders on a page.

    `begins_cut` and `ends_cut` say that it is the first or last of its page, so that a row can be cut there.
    `is_parted` says that the rows of the table are parted by borders, so that one row is in it.
    """

    heads: tuple[Place, ...]
    lines: tuple[Place, ...]
    size: float
    pitch: float
    begins_cut: bool
    ends_cut: bool
    is_parted: bool

    @property
    def titles(self) -> frozenset[int]:
        """The indices of the heads that are labels."""
        return frozenset(index for index, place in enumerate(self.heads) if LABEL.fullmatch(as_meant(place.line.text)))

    def divided(self, manner: Manner, *, is_held: bool = False) -> Division:
        """How its lines go to its heads. Where the first row is held open, no line goes to the row before it."""
        return divide(
            Band(
                tuple(place.line.base / self.size for place in self.heads),
                tuple(place.line.base / self.size for place in self.lines),
                self.pitch,
                self.titles,
                self.begins_cut and not is_held,
                self.ends_cut and manner.code is not TOP,
                self.is_parted and len(self.heads) == 1,
            ),
            manner,
        )


def _bands(parts: Sequence[Part], index: int, titles: set[tuple[int, int]]) -> list[PlacedBand]:
    """The bands of a part; a label that is a title stands at the head of a row as a code does."""
    part = parts[index]
    begins_page, ends_page = (
        0 <= other < len(parts) and parts[other].sheet.number != part.sheet.number for other in (index - 1, index + 1)
    )
    is_parted = any(other.lines and height > other.top for other in parts for height in other.borders)
    size = part.size
    heads = list(_heads(part, index, titles))
    lines = [Place(index, line) for line in _texts(part)]
    pitch = _pitch(_steps([place.line for place in lines], size))
    cuts = [*part.borders, float("inf")]
    grouped: dict[int, tuple[list[Place], list[Place]]] = {}
    for kind, places in enumerate((heads, lines)):
        for place in places:
            number = bisect_left(cuts, place.line.base - MIDDLE * place.line.size)
            grouped.setdefault(number, ([], []))[kind].append(place)
    last = max(grouped, default=0)
    first = min(grouped, default=0)
    return [
        PlacedBand(
            tuple(grouped[number][0]),
            tuple(grouped[number][1]),
            size,
            pitch,
            begins_cut=number == first and begins_page,
            ends_cut=number == last and ends_page,
            is_parted=is_parted,
        )
        for number in sorted(grouped)
    ]


def _heads(part: Part, index: int, titles: set[tuple[int, int]]) -> Iterator[Place]:
    for line in part.lines:
        if line.code:
            yield Place(index, line.code)
        elif line.labels and (index, line.labels[0].number) in titles:
            yield Place(index, line.labels[0])


def _texts(part: Part) -> list[Line]:
    return [line.text for line in part.lines if line.text]


def _steps(lines: Sequence[Line], size: float) -> list[float]:
    """The steps from line to line, in font sizes."""
    return [(low.base - high.base) / size for high, low in pairwise(lines)]


def _pitch(steps: Iterable[float]) -> float:
    """The usual step between two lines of one text: one of the smallest steps of all."""
    ordered = sorted(steps)
    return max(ordered[len(ordered) // 10], 0.5) if ordered else 1.0


def _manner(bands: Iterable[Iterable[PlacedBand]]) -> Manner:
    """How codes and labels stand beside their texts in the whole table: the manner that costs least."""
    every = [band for group in bands for band in group]
    manners = MANNERS if any(band.titles for band in every) else [item for item in MANNERS if item.title is TOP]
    return min(manners, key=lambda manner: round(_cost(every, manner), 3))


def _cost(bands: Iterable[PlacedBand], manner: Manner) -> float:
    return sum(band.divided(manner).cost for band in bands if band.heads)


def _add(rows: list[TableRow], held: list[Place], band: PlacedBand, manner: Manner) -> list[Place]:
    """Add the rows of a band; what is held for the first of them, or for the next band, is given and returned."""
    if not band.heads:
        if held or (band.ends_cut and not band.begins_cut and manner.code is not TOP):
            return [*held, *band.lines]
        if band.begins_cut or not rows:
            _append(rows, band.lines)
        else:
            rows.append(TableRow(texts=list(band.lines)))
        return []
    ends = band.divided(manner, is_held=bool(held)).ends
    before, begin = band.lines[: ends[0]], ends[0]
    if held:
        held = [*held, *before]
    elif before:
        _append(rows, before)
    for head, end in zip(band.heads, ends[1:], strict=True):
        code = None if LABEL.fullmatch(as_meant(head.line.text)) else head
        rows.append(TableRow(code, [] if code else [head], [*held, *band.lines[begin:end]]))
        held, begin = [], end
    return list(band.lines[begin:])


def _append(rows: list[TableRow], lines: Sequence[Place]) -> None:
    """Add lines to the text of the last row."""
    if rows:
        rows[-1].texts.extend(lines)
    elif lines:
        rows.append(TableRow(texts=list(lines)))
