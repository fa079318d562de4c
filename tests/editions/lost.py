"""Whether a copy has lost what a reading needs, found without any reader: what it has to hold is known.

A stream (texts in the order of reading) must hold every code and its whole text side by side, on the same side
everywhere. A copy in columns must hold them in lines that nobody else has, in order. What neither has is lost.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from tests.editions.edition import Row
from tests.editions.sheet import LABEL, Cell, Sheet

BREAK = r"(?:[-\u00ad\u2010]?[ \t]*[\n\f]\s*)?"
"""Within a word: nothing, or the end of a line with a hyphen or without."""
BETWEEN = r"\s+"
"""Between words: any space."""
MARK = r"[*¹²³]?\s?(?:\d\))?\s?1?"


def lost(text: str, sheet: Sheet, *, in_columns: bool) -> str:
    """What a copy lost, in a few words; empty if nothing."""
    text = without_furniture(text, sheet)
    if any(_squeezed(cell.text) not in _squeezed(text) for cell in _labels(sheet)):
        return "a label is gone"
    if in_columns:
        return _lost_lines(text, sheet)
    if "R" in sheet.layout.order:
        return "remarks and texts run together"
    if _number_like_a_row(text, sheet):
        return "a number of a text begins a line as codes do"
    behind = _in_order(text, [_entry(row, code_first=True) for row in sheet.rows])
    before = _in_order(text, [_entry(row, code_first=False) for row in sheet.rows])
    return "" if behind or before else "codes and texts are not side by side"


def _labels(sheet: Sheet) -> list[Cell]:
    return [cell for part in sheet.parts for line in part for cell in line if cell and cell.kind == LABEL]


def without_furniture(text: str, sheet: Sheet) -> str:
    """The text without its running heads, page numbers and repeated headers."""
    layout = sheet.layout
    templates = [template for template in (layout.head, layout.foot) if template]
    if layout.watermark:
        templates.append("ПРОЕКТ")
    for template in templates:
        pattern = re.escape(template).replace(r"\{n\}", r"\d+").replace(r"\{m\}", r"\d+").replace(r"\ ", r"\s+")
        text = re.sub(rf"(?m)^[ \f\t]*{pattern}[ \t]*$", "", text)
    return text


def _entry(row: Row, *, code_first: bool) -> str:
    """The expression for a row: code, at most a label, a status or a row number between, and the whole text."""
    words = BETWEEN.join(BREAK.join(map(re.escape, word)) for word in row.text.split(" "))
    between = rf"{MARK}\s*(?:[1-9][\dxхXХ]{{2}}[xхXХ]\s*){{0,3}}(?:активен|устарел|новый|active|obsolete|new)?\s*"  # noqa: RUF001 - both wildcards
    if not row.code:
        return rf"[xхXХ]\s+{words}"  # noqa: RUF001
    return (
        rf"(?<!\d){row.code}{between}{words}"
        if code_first
        else rf"{words}\s*{between}(?:\d{{1,3}}\s+)?{row.code}(?!\d)"
    )


def _in_order(text: str, entries: list[str]) -> bool:
    """Whether the entries follow one another with little else between; the first may be quoted before."""
    return any(_follows(text, found.end(), entries[1:]) for found in re.finditer(entries[0], text))


def _follows(text: str, place: int, entries: list[str]) -> bool:
    for entry in entries:
        found = re.compile(entry).search(text, place)
        if not found or len(re.sub(r"\s+", "", text[place : found.start()])) > 260:
            return False
        place = found.end()
    return True


def _number_like_a_row(text: str, sheet: Sheet) -> bool:
    """Whether a number of a description stands where codes stand, with nothing that tells it from one."""
    codes = {row.code for row in sheet.rows}
    inside = {number for row in sheet.rows for number in re.findall(r"(?<!\d)\d{4}(?!\d)", row.text)} - codes
    return any(re.search(rf"(?m)^\s*{number}(?:\s*$|\s+[A-ZА-ЯЁ«\"])", text) for number in inside)


def _lost_lines(text: str, sheet: Sheet) -> str:
    """For a copy in columns: each row has lines of its own, its code among them, at the same height everywhere."""
    lines = [line for line in text.replace("\f", "\n").split("\n") if line.strip()]
    heights: set[str] = set()
    start = 0
    for row in sheet.rows:
        taken = _taken(lines, start, row)
        if not taken:
            return "a text is not in lines of its own"
        start = taken[-1] + 1
        height = _height(lines, taken, row)
        if not height:
            return "a code is not beside its text"
        heights |= {height} if len(taken) > 1 else set()
    return "" if len(heights) <= 1 else "codes stand beside no certain line of their texts"


def _taken(lines: list[str], start: int, row: Row) -> list[int]:
    """The numbers of the lines that hold the text of a row, in order; empty if they cannot be found."""
    for first in range(start, min(start + 25, len(lines))):
        taken = list(_follow(lines, first, row.text))
        if taken:
            return taken
    return []


def _follow(lines: list[str], first: int, text: str) -> Iterator[int]:
    """The lines that a text fills from a line on; nothing if it does not fill them all."""
    rest, taken, number = _squeezed(text), list[int](), first
    while rest and number < len(lines):
        here = _squeezed(lines[number])
        length = next((size for size in range(len(rest), 0, -1) if rest[:size] in here), 0)
        if not length or (length < 3 and length < len(rest)):
            if not taken or number - taken[-1] > 3:
                return
        else:
            taken.append(number)
            rest = rest[length:]
        number += 1
    if not rest:
        yield from taken


def _squeezed(text: str) -> str:
    return re.sub(r"[\s\u00ad\u2010\u00a0-]+", "", text)


def _height(lines: list[str], taken: list[int], row: Row) -> str:
    """Whether the code stands on the first line of its text, on the last, or between."""
    if not row.code:
        return "first"
    near = range(taken[0] - 1, taken[-1] + 2)
    beside = [number for number in near if 0 <= number < len(lines) and re.search(rf"(?<!\d){row.code}", lines[number])]
    if not beside:
        return ""
    place = beside[0]
    return "first" if place == taken[0] else "last" if place == taken[-1] else "between"
