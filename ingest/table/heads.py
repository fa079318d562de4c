"""The head of a row: the class labels and the code that it begins with. The digits decide (reading rules 2 and 3)."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import IntEnum
from typing import Final

from ingest.document.cleaning import visible
from ingest.document.rows import Cell, Row
from ingest.table.lookalikes import DIGIT_LIKE, code_meant, without_marks
from ingest.table.prose import begins_capital
from model import ClassPattern, Span
from model.pattern import CODE_DIGITS, CYRILLIC_WILDCARDS, LATIN_WILDCARDS

WILDCARD: Final = f"[{LATIN_WILDCARDS}{CYRILLIC_WILDCARDS}]"
"""The wildcard as documents print it, as a regular expression."""

LABEL: Final = re.compile(rf"(?<!\w)(?=\w{{{CODE_DIGITS}}}(?!\w))[0-9]{{1,3}}{WILDCARD}{{1,3}}(?!\w)")
"""A class label in a text."""

_CODE: Final = re.compile(r"[0-9]{4}(?!\S)")
_MARKED: Final = re.compile(r"[*_`]{1,3}([^*_`]+)[*_`]{1,3}")
TITLE_MARK: Final = re.compile(r"[—–:-]\s*(?=\S)")
_LABEL_END: Final = re.compile(r"\s|$|[—–:-]|[.,;]$|[,;/+&]\s*(?=[0-9])")
_MOST_LABELS: Final = 6
_MOST_MARKS: Final = 100
"""So many characters at the begin of a row can be marks that stand for nothing."""

_DIGIT_LIKE: Final = f"[0-9{DIGIT_LIKE}]"
_ODD: Final = re.compile(
    rf"[-+=']?\"?\d[\d\s.,:*/–-]*\"?"
    rf"|(?=.*\d){_DIGIT_LIKE}{{4}}|(?=(?:.*[\d²³¹]){{2}})[\w²³¹]{{4}}"
    rf"|\d+{WILDCARD}+|{_DIGIT_LIKE}{{1,3}}{WILDCARD}{{1,3}}"
    r"|\d{1,3}[*?#×·_]{1,3}|\d{1,2}([^\W\d])\1{1,2}"  # noqa: RUF001 - signs that were meant as wildcards
)
"""What stands in the place of a code or a label and was meant as one, but is none."""

_ODD_AFTER_LABEL: Final = re.compile(rf"\d{{3,}}(?!\S)|(?=\S*\d){_DIGIT_LIKE}{{4}}(?!\S)|\d{{4}}[^\W\d]")
_LONGEST_ODD: Final = 24
_SPOILT: Final = re.compile(rf"(?=.*[0-9])(?=.*{WILDCARD}).{{2,5}}")
"""A label with a letter or mark too many, or in another's place: in the place of a label, before a code and a text."""

_CODE_AND_TEXT: Final = re.compile(r"[0-9]{4} [A-ZА-ЯЁ]")


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

    @property
    def is_bare_label(self) -> bool:
        """Whether nothing but labels stands on the row."""
        return bool(self.labels) and self.code is None and not self.text

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
    reading = _Reading(list(row.cells))
    while reading.take():
        pass
    labels, code, cells = reading.labels, reading.code, reading.cells
    marks = reading.marks
    if labels and code is None and cells and (match := TITLE_MARK.match(cells[0].text)):
        marks += 1
        cells[0] = sub_cell(cells[0], match.end())
    strength = _strength(row, labels, code, cells)
    odd = None if code or not cells or cells[0].is_text else _odd(labels, cells)
    return Head(row, tuple(labels), code, tuple(cells), strength, marks, odd)


class _Reading:
    """The cells of a row, taken from the left as long as they are labels or the code."""

    def __init__(self, cells: list[Cell]) -> None:
        self.cells = cells
        self.labels: list[Cell] = []
        self.code: Cell | None = None
        self.marks = 0

    def take(self) -> bool:
        """Take a label, the code, or a mark that stands for nothing; False if the next cell begins with none."""
        if not self.cells or self.cells[0].is_text:
            return False
        cell = self.cells[0]
        bare = _unmarked(cell)
        can_be_mark = self.code is None and len(self.cells) > 1 and self.marks < _MOST_MARKS
        if can_be_mark and not any(map(str.isalnum, cell.text)):
            self.marks += visible(cell.text)
            self.cells.pop(0)
            return True
        return self._take_label(cell, bare) or self._take_code(cell, bare)

    def _take_label(self, cell: Cell, bare: Cell) -> bool:
        match = LABEL.match(bare.text)
        end = _LABEL_END.match(bare.text, match.end()) if match else None
        if match is None or end is None or len(self.labels) >= _MOST_LABELS:
            return False
        if self.code and (len(self.cells) < 2 or match.end() < len(bare.text)):
            return False
        is_title_mark = end[0][:1] in {"—", "–", ":", "-"} and end.end() < len(bare.text)
        after = match.end() if is_title_mark else end.end()
        self.marks += visible(cell.text) - visible(bare.text) + visible(bare.text[match.end() : after])
        self.labels.append(sub_cell(bare, 0, match.end()))
        self._leave(sub_cell(bare, after))
        return True

    def _take_code(self, cell: Cell, bare: Cell) -> bool:
        match = _CODE.match(bare.text)
        if match is None or self.code:
            return False
        self.marks += visible(cell.text) - visible(bare.text)
        self.code = sub_cell(bare, 0, match.end())
        self._leave(sub_cell(bare, match.end()))
        return True

    def _leave(self, rest: Cell) -> None:
        self.cells[:1] = [rest] if rest.text else []


def _unmarked(cell: Cell) -> Cell:
    """A label or code without the emphasis of Markdown around it."""
    match = _MARKED.fullmatch(cell.text)
    is_one = match is not None and (LABEL.match(match[1]) or _CODE.fullmatch(match[1]))
    return sub_cell(cell, *match.span(1)) if match and is_one else cell


def _strength(row: Row, labels: Sequence[Cell], code: Cell | None, text: Sequence[Cell]) -> Strength:
    if code is None:
        return Strength.NONE
    stands_alone = any(_unmarked(cell).text == code.text for cell in row.cells)
    return Strength.STRONG if labels or (stands_alone and text) else Strength.WEAK


def _odd(labels: Sequence[Cell], cells: Sequence[Cell]) -> Cell | None:
    """What stands in the place of a code or label before a text, or after a label, but cannot be one."""
    first = cells[0]
    if len(cells) > 1 and len(first.text) <= _LONGEST_ODD:
        is_before_code = _CODE.fullmatch(cells[1].text) is not None or (
            _SPOILT.fullmatch(first.text) is not None and _CODE_AND_TEXT.match(cells[1].text) is not None
        )
        if is_before_code or _ODD.fullmatch(first.text) or _ODD.fullmatch(without_marks(first.text)):
            return first
    if labels and (match := _ODD_AFTER_LABEL.match(first.text)):
        return sub_cell(first, 0, match.end() if match[0][-1].isdigit() else len(first.text.split(None, 1)[0]))
    word, _, rest = first.text.partition(" ")
    is_there = labels or not rest or begins_capital(rest)
    return sub_cell(first, 0, len(word)) if is_there and code_meant(word) is not None else None
