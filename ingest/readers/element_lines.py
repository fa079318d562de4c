"""The lines of an element of a page that is placed absolutely: of them only is said where the first begins."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Final, NamedTuple

from ingest.document.printed_width import printed_width
from ingest.readers.placed_text import PlacedText

if TYPE_CHECKING:
    from lxml.html import HtmlElement

_LETTER_WIDTH: Final = 0.55
"""How wide a usual letter is, in sizes, where no width is said."""

_NARROW_AND_WIDE: Final = (0.75, 1.2)
"""How much narrower and wider than that the letters of a font are at most."""

_LEADING: Final = 1.2
_NUMBER: Final = r"(-?[0-9]{1,6}(?:\.[0-9]{1,6})?)"
_SIZE: Final = re.compile(rf"font-size\s*:\s*{_NUMBER}", re.IGNORECASE)
_LINE: Final = re.compile(rf"line-height\s*:\s*{_NUMBER}", re.IGNORECASE)
_HEIGHT: Final = re.compile(rf"(?:^|[;\s])height\s*:\s*{_NUMBER}", re.IGNORECASE)
_WIDTH: Final = re.compile(rf"(?:^|[;\s])width\s*:\s*{_NUMBER}", re.IGNORECASE)
_TEXT_BOX: Final = "textbox 1px"
_SMALLER: Final = 0.95
_SHORT: Final = 4
"""How small, in sizes, and how short a mark is."""


class _Run(NamedTuple):
    """A text of one font; its size is none where it is not said."""

    text: str
    size: float | None


def lines_of_element(element: HtmlElement, page: int, left: float, top: float, said: str) -> Iterator[PlacedText]:
    """The lines of an element, set apart by breaks; `said` is its style."""
    lines = _broken(element)
    inner = next((run.size for line in lines for run in line if run.size is not None), None)
    size_said, step_said = _SIZE.search(said), _LINE.search(said)
    size = max(float(size_said[1]) if size_said else inner or 10.0, 1.0)
    texts = ["".join(run.text for run in line).strip("\n") for line in lines]
    step = float(step_said[1]) if step_said else _step_in_box(said, texts, size)
    widths = [usual_width(text, size) for text in texts]
    room = _WIDTH.search(said) if _TEXT_BOX in said else None
    part = _part_in_box(float(room[1]), widths) if room else 1.0
    reach = left + float(room[1]) if room and _several(widths) else None
    for index, (line, text, width) in enumerate(zip(lines, texts, widths, strict=True)):
        base, right = top + index * step + size, left + part * width
        marks = tuple(_marks(line))
        yield PlacedText(text, page, left, right, base, size, element.sourceline, reach=reach, marks=marks)


def usual_width(text: str, size: float) -> float:
    """How wide a text is in most fonts, where that is not said, as of texts that lie."""
    return _LETTER_WIDTH * size * printed_width(text)


def _part_in_box(room: float, widths: Sequence[float]) -> float:
    """What part of its usual width the widest line of a box has, which pdfminer joins of such that begin or end below
    each other: a line alone is as wide as its box, however far it is stretched.
    """
    least, most = _NARROW_AND_WIDE if _several(widths) else (0.0, math.inf)
    return min(max(room / max(widths), least), most) if room and any(widths) else 1.0


def _several(widths: Iterable[float]) -> bool:
    return sum(width > 0 for width in widths) > 1


def _step_in_box(said: str, lines: Sequence[str], size: float) -> float:
    """The step from line to line of a box: they fill it evenly, if it says how high it is."""
    height = _HEIGHT.search(said)
    steps = sum(bool(line.strip()) for line in lines) - 1
    return (float(height[1]) - size) / steps if height and steps > 0 else _LEADING * size


def _broken(element: HtmlElement) -> list[list[_Run]]:
    """The runs of each line of an element."""
    lines = [[_Run(element.text or "", None)]]
    for item in element.iterdescendants():
        if item.tag == "br":
            lines.append([])
        elif item.text:
            lines[-1].append(_Run(item.text, _size_of(item)))
        if item.tail:
            lines[-1].append(_Run(item.tail, _size_of(item.getparent())))
    return lines


def _size_of(element: HtmlElement | None) -> float | None:
    said = _SIZE.search(element.get("style", "")) if element is not None else None
    return float(said[1]) if said else None


def _marks(line: Sequence[_Run]) -> Iterator[tuple[str, int]]:
    """The words of a line that end with a mark, as those of notes are, and how many letters it has: it is short and
    smaller than what it touches.
    """
    for run, after, following in zip(line, line[1:], [*line[2:], _Run("", None)], strict=False):
        is_smaller = run.size is not None and after.size is not None and after.size < _SMALLER * run.size
        mark = after.text.rstrip()
        goes_on = mark == after.text and bool(following.text[:1].strip())
        if is_smaller and 0 < len(mark) <= _SHORT and run.text[-1:].strip() and not goes_on:
            yield run.text.split()[-1] + mark, len(mark)
