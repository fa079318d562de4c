"""The head of a row: the class labels and the code that it begins with. The digits decide (reading rules 2 and 3)."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import IntEnum
from typing import Final

from ingest.rows import Cell, Row
from model import ClassPattern, Span
from model.pattern import CODE_DIGITS, CYRILLIC_WILDCARDS, LATIN_WILDCARDS

_WILDCARD: Final = f"[{LATIN_WILDCARDS}{CYRILLIC_WILDCARDS}]"
LABEL: Final = re.compile(rf"(?<!\w)(?=\w{{{CODE_DIGITS}}}(?!\w))[0-9]{{1,3}}{_WILDCARD}{{1,3}}(?!\w)")
"""A class label in a text."""

_CODE: Final = re.compile(r"[0-9]{4}(?!\S)")
_MARKED: Final = re.compile(r"[*_`]{1,3}(\w{4})[*_`]{1,3}")
_ODD_NUMBER: Final = re.compile(r"\d+")
_ODD_LABEL: Final = re.compile(rf"[0-9]+{_WILDCARD}+")
_LOOKALIKE: Final = re.compile("[0-9OoОоЗзБбIlІі]{4}")  # noqa: RUF001 - letters that are taken for digits
_TITLE_MARK: Final = re.compile(r"[—–:-]\s*(?=\S)")


class Strength(IntEnum):
    """How sure it is that the number at the head of a row is a code."""

    NONE = 0
    WEAK = 1
    STRONG = 2


@dataclass(frozen=True, slots=True)
class Head:
    """A row taken apart: labels, code, and the cells of text after them.

    Parameters
    ----------
    row
        The row.
    labels
        The class labels before the text.
    code
        The code, or None.
    text
        The cells of text, in order.
    strength
        `STRONG` for a code that stands in a cell of its own before a text, or after a label; `WEAK` for one that
        could as well be a number at the start of a text.
    marks
        How many characters were taken away as marks: a dash before a title, emphasis around a label.
    odd
        A cell in the place of a code or label that has the wrong width or wrong digits, or None.
    rejected
        The number that the row begins with, where it was read as text, or None.
    """

    row: Row
    labels: tuple[Cell, ...] = ()
    code: Cell | None = None
    text: tuple[Cell, ...] = ()
    strength: Strength = Strength.NONE
    marks: int = 0
    odd: Cell | None = None
    rejected: Cell | None = None

    @property
    def number(self) -> int:
        """The code as a number, -1 without one."""
        return int(self.code.text) if self.code else -1

    @property
    def patterns(self) -> tuple[ClassPattern, ...]:
        """The labels as patterns."""
        return tuple(ClassPattern(label.text) for label in self.labels)

    def as_text(self) -> Head:
        """The same row, read as nothing but text."""
        return Head(self.row, text=self.row.cells, rejected=self.code)


def sub_cell(cell: Cell, start: int, end: int | None = None) -> Cell:
    """A part of a cell, with its own place; in a PDF the part keeps the box of the whole."""
    part = cell.text[start:end]
    if len(part) == len(cell.text):
        return cell
    start += len(part) - len(part.lstrip())
    place = cell.span
    if place.column is not None and start:
        place = Span(page=place.page, line=place.line, column=place.column + start, box=place.box)
    return Cell(part.strip(), place, cell.is_text)


def parse_head(row: Row) -> Head:
    """The head of a row, by the shapes of its cells alone: what the rows around it say is asked elsewhere.

    Examples
    --------
    >>> head = parse_head(Row((Cell("111x", Span()), Cell("1110 Вызов завершен", Span()))))
    >>> [label.text for label in head.labels], head.code.text, [cell.text for cell in head.text]
    (['111x'], '1110', ['Вызов завершен'])
    """
    labels: list[Cell] = []
    code: Cell | None = None
    marks = 0
    cells = list(row.cells)
    while cells and not cells[0].is_text:
        bare = _unmarked(cells[0])
        marks += len(cells[0].text) - len(bare.text)
        if (match := LABEL.match(bare.text)) and (code is None or match.end() == len(bare.text)):
            labels.append(sub_cell(bare, 0, match.end()))
        elif code is None and (match := _CODE.match(bare.text)):
            code = sub_cell(bare, 0, match.end())
        else:
            break
        rest = sub_cell(bare, match.end())
        cells[:1] = [rest] if rest.text else []
    if labels and code is None and cells and (match := _TITLE_MARK.match(cells[0].text)):
        marks += 1
        cells[0] = sub_cell(cells[0], match.end())
    strength = _strength(row, labels, code, cells)
    odd = None if code or not cells else _odd(cells)
    return Head(row, tuple(labels), code, tuple(cells), strength, marks, odd)


def _unmarked(cell: Cell) -> Cell:
    """A label or code without the emphasis of Markdown around it."""
    match = _MARKED.fullmatch(cell.text)
    return sub_cell(cell, *match.span(1)) if match else cell


def _strength(row: Row, labels: Sequence[Cell], code: Cell | None, text: Sequence[Cell]) -> Strength:
    if code is None:
        return Strength.NONE
    stands_alone = any(_unmarked(cell).text == code.text for cell in row.cells)
    return Strength.STRONG if labels or (stands_alone and text) else Strength.WEAK


def _odd(cells: Sequence[Cell]) -> Cell | None:
    """The first cell, if it stands in the place of a code or label before a text, but cannot be one."""
    first = cells[0].text
    if len(cells) < 2 or cells[0].is_text:
        return None
    is_number = _ODD_NUMBER.fullmatch(first) is not None and not _CODE.fullmatch(first)
    is_lookalike = _LOOKALIKE.fullmatch(first) is not None and sum(map(str.isdecimal, first)) >= 2
    is_label = _ODD_LABEL.fullmatch(first) is not None and not LABEL.fullmatch(first)
    return cells[0] if is_number or is_lookalike or is_label else None
