"""The walk down one code table: which rows belong to it, and how each of them is read (reading rules 1 to 3)."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from ingest.document.header import header_length, is_header
from ingest.document.rows import Gap, Row
from ingest.table.code_table import CodeTable, Furniture
from ingest.table.furniture import PageFurniture
from ingest.table.heads import TITLE_MARK, Head, Strength, parse_head, sub_cell
from ingest.table.prose import (
    begins_capital,
    begins_small,
    goes_on,
    is_column_heading,
    is_heading_text,
    is_sentence,
    is_sentence_end,
    wants_more,
    wants_number,
)
from model import ClassPattern, Finding
from model.pattern import CODE_DIGITS
from model.rules import LIKELY_RUNNING_HEAD

_ODD_NUMBER: Final = re.compile(r"(\d{3}|\d{5,6}) [A-ZА-ЯЁ]")
_LONGEST_INTERRUPTION: Final = 3
"""How many lines a running head may have."""

_LONGEST_TEXT: Final = 50
"""Over how many lines of a description the table is sought to go on."""

_FULL: Final = 0.85
"""From which part of the widest row on a line counts as full."""

_FEW_ROWS: Final = 7
"""Fewer rows say nothing about how a table is spaced."""

_SAMPLE: Final = 300
"""How many rows are looked at to learn the style of a table."""


class TableWalk:
    """The walk down one table. It keeps what the rows so far have shown: the last code, the classes, the codes."""

    def __init__(self, rows: Sequence[Row], start: int, page_furniture: PageFurniture) -> None:
        length = header_length(rows, start)
        header = rows[start : start + length]
        self.rows = rows
        self.start = start
        self.page_furniture = page_furniture
        self.table = header[0].table
        self.has_cells = length > 1 or len(header[0].cells) > 1
        self.is_stacked = length > 1
        self.is_double_spaced = self._is_double_spaced()
        self.begins_small = self._begins_small()
        self.width = max(len(row.text) for row in rows[start : start + _SAMPLE])
        self.heads: list[Head] = []
        self.furniture = [Furniture(row, "header") for row in header]
        self.findings: list[Finding] = []
        self.last_number = -1
        self.last_text = ""
        self.patterns: set[ClassPattern] = set()
        self.numbers: set[int] = set()
        self.has_sentences = False
        self.wraps: set[Gap] = set()
        self.is_ended_by_heading = False

    def run(self) -> CodeTable:
        """The table, down to the first row that does not belong to it."""
        index = self.start + len(self.furniture)
        while index < len(self.rows):
            taken = self._take(index)
            if not taken:
                break
            index += taken
        return CodeTable(
            self.start,
            index,
            tuple(self.heads),
            tuple(self.furniture),
            tuple(self.findings),
            self.begins_small,
            self.is_stacked,
        )

    def _is_double_spaced(self) -> bool:
        """Whether blank lines stand between nearly all rows, so that they say nothing."""
        following = self.rows[self.start + 1 : self.start + _SAMPLE]
        return len(following) > _FEW_ROWS and sum(row.gap is Gap.BLANK for row in following) > 0.7 * len(following)

    def _begins_small(self) -> bool:
        """Whether descriptions begin with a small letter more than now and then; asked of sure codes, if there are."""
        heads = [parse_head(row) for row in self.rows[self.start + 1 : self.start + _SAMPLE]]
        with_text = [head for head in heads if head.code and head.text]
        sure = [head for head in with_text if head.strength is Strength.STRONG]
        first_texts = [head.text[0].text for head in sure or with_text]
        return sum(map(begins_small, first_texts)) > 0.1 * len(first_texts)

    def _take(self, index: int) -> int:
        """How many rows from an index belong to the table; 0 where it ends."""
        row = self.rows[index]
        if (length := header_length(self.rows, index)) and (length == 1 or self.is_stacked):
            if row.table != self.table:
                return 0
            self.furniture += (Furniture(item, "header") for item in self.rows[index : index + length])
            return length
        if row.furniture is not None:
            return self._take_furniture(row, row.furniture)
        if row.table is not None and row.table != self.table:
            return 0
        is_foreign = row.table != self.table
        head = parse_head(row).as_text() if is_foreign else self._head(index)
        if head.labels or head.code or (row.table is not None and not is_foreign):
            return self._take_head(head)
        return self._take_text(index, head, is_foreign=is_foreign)

    def _take_furniture(self, row: Row, name: str) -> int:
        self.furniture.append(Furniture(row, name))
        return 1

    def _take_head(self, head: Head) -> int:
        self.heads.append(head)
        self.patterns.update(head.patterns)
        if head.code:
            self.last_number = head.number
            self.numbers.add(head.number)
        if head.code or head.labels:
            self.has_sentences = self.has_sentences or is_sentence_end(self.last_text)
            self.last_text = ""
        if head.text:
            self.wraps.update([head.row.gap] if self.last_text else [])
            self.last_text = head.text[-1].text
        return 1

    def _take_text(self, index: int, head: Head, *, is_foreign: bool) -> int:
        """What a row of nothing but text is, where there is only layout to go by."""
        row = head.row
        if head.odd or (not is_foreign and wants_more(self.last_text) and not row.gap):
            return self._take_head(head)
        if name := self.page_furniture.name(index, is_double_spaced=self.is_double_spaced):
            return self._take_furniture(row, name)
        stands_apart = is_foreign or row.gap is Gap.PAGE or (row.gap is Gap.BLANK and not self.is_double_spaced)
        if not stands_apart:
            return 0 if self._ends_at_once(index) else self._take_head(head)
        if self._is_heading(row) and not wants_more(self.last_text):
            self.is_ended_by_heading = True
            return 0
        if not is_foreign and goes_on(self.last_text, row.text):
            return self._take_head(head)
        if is_sentence(row.text) or not (resumption := self._resumption(index)):
            return 0
        if row.gap is Gap.PAGE and resumption == 1 and self.rows[index + 1].gap is Gap.NONE and not is_foreign:
            return self._take_head(head)
        self.findings.append(LIKELY_RUNNING_HEAD.finding(f"the line «{row.text}» stands alone in the table", row.span))
        return self._take_furniture(row, "running head")

    def _is_heading(self, row: Row) -> bool:
        """Whether a row is a heading, or the header of another table."""
        has_columns = len(row.cells) > 1 and all(begins_capital(cell.text) for cell in row.cells)
        return has_columns or is_heading_text(row.text)

    def _ends_at_once(self, index: int) -> bool:
        """Whether the table ends before a row of text that follows without a gap."""
        row = self.rows[index]
        if len(row.cells) > 1 and any(is_column_heading(cell.text) for cell in row.cells) and self._is_heading(row):
            self.is_ended_by_heading = True
            return True
        if goes_on(self.last_text, row.text):
            return False
        reads_as_end = (
            self._is_heading(row) or (is_sentence(row.text) and not self.has_sentences) or self._is_one_more(row)
        )
        return reads_as_end and not self._resumption(index, _LONGEST_TEXT)

    def _is_one_more(self, row: Row) -> bool:
        """Whether a row is a second text where each cell is a line of its own, and no text so far had a second line."""
        is_apart = row.gap is Gap.BLANK or not self.is_double_spaced
        is_alike = self.is_stacked and len(self.numbers) > _FEW_ROWS and row.gap not in self.wraps
        return is_alike and is_apart and bool(self.last_text)

    def _resumption(self, index: int, longest: int = _LONGEST_INTERRUPTION) -> int:
        """After how many rows of text from an index the table goes on with a row that fits it; 0 if it does not."""
        for distance in range(1, longest + 1):
            if index + distance >= len(self.rows):
                return 0
            if is_header(self.rows[index + distance]):
                return distance
            if self.table is not None:
                if self.rows[index + distance].table == self.table:
                    return distance
                continue
            head = self._head(index + distance)
            if head.labels or head.code:
                return distance if self.fits(head) else 0
        return 0

    def fits(self, head: Head) -> bool:
        """Whether a row goes on with the table: a code after the last one, of its own label or a declared class."""
        if not head.code:
            return bool(head.labels) and not self.patterns.issuperset(head.patterns)
        holders = {*self.patterns, *head.patterns}
        return head.number > self.last_number and any(pattern.holds(head.number) for pattern in holders)

    def _head(self, index: int) -> Head:
        """The head of a row, as what came before lets it be read."""
        head = parse_head(self.rows[index])
        if head.code and head.strength is Strength.WEAK and not self._is_code(head, index):
            return head.as_text()
        if head.labels and not head.code and head.text and self._is_mention(head):
            return head.as_text()
        if head.odd and head.row.table is None and wants_more(self.last_text):
            return replace(head, odd=None)
        return self._as_title(head) if self.has_cells else self._with_odd_number(head, index)

    def _with_odd_number(self, head: Head, index: int) -> Head:
        """A row between single spaces that begins as one with a code does, but with a number of another width."""
        match = _ODD_NUMBER.match(head.row.text)
        is_short = match is not None and len(match[1]) < CODE_DIGITS
        if match is None or wants_more(self.last_text) or (is_short and self._can_be_wrapped(index)):
            return self._as_title(head)
        return replace(head, odd=sub_cell(head.row.cells[0], 0, match.end(1)))

    def _as_title(self, head: Head) -> Head:
        """A text under a label that stands alone is its title: without the dash before it."""
        is_under_label = bool(self.heads) and self.heads[-1].is_bare_label
        if is_under_label and not head.labels and not head.code and (match := TITLE_MARK.match(head.text[0].text)):
            return replace(head, text=(sub_cell(head.text[0], match.end()), *head.text[1:]), marks=head.marks + 1)
        return head

    def _is_mention(self, head: Head) -> bool:
        """Whether a label with a text is a mention of the class in a text that wraps, not a row of the class."""
        if wants_number(self.last_text) and not head.marks:
            return True
        is_text = wants_more(self.last_text) or (not head.marks and begins_small(head.text[0].text))
        return is_text and self.patterns.issuperset(head.patterns)

    def _is_code(self, head: Head, index: int) -> bool:
        """Whether the number that a row begins with is a code, where its cell does not say so."""
        is_next = head.number == self.last_number + 1
        if wants_more(self.last_text) or (wants_number(self.last_text) and not is_next):
            return False
        fits = self.fits(head)
        if not fits and self.page_furniture.name(index, is_double_spaced=self.is_double_spaced):
            return False
        is_indented = head.row.span.column != 1
        if not head.text:
            return self.is_stacked or (fits and (is_indented or not self.has_cells)) or not self.patterns
        if begins_small(head.text[0].text) and not self.begins_small:
            return (is_indented or not self.has_cells) and fits and self._is_next(head, index)
        if not self.has_cells:
            return True
        is_in_order = self.last_number <= head.number <= self._next_strong(index)
        has_class = not self.patterns or any(pattern.holds(head.number) for pattern in self.patterns)
        return (is_in_order and has_class) or (is_indented and not self._can_be_wrapped(index))

    def _is_next(self, head: Head, index: int) -> bool:
        """Whether a number goes on with the codes one by one, or stands on a line that nothing wrapped to."""
        return head.number == self.last_number + 1 or not self._can_be_wrapped(index)

    def _can_be_wrapped(self, index: int) -> bool:
        """Whether the line before a row is so long that the first word of the row had no room there."""
        before, row = self.rows[index - 1], self.rows[index]
        first_word = row.text.split(" ", 1)[0]
        return not row.gap and len(before.text) + 1 + len(first_word) > _FULL * self.width

    def _next_strong(self, index: int) -> int:
        """The next code that is surely one, looking down a few rows; the largest number if there is none."""
        for row in self.rows[index + 1 : index + 50]:
            head = parse_head(row)
            if head.strength is Strength.STRONG:
                return head.number
        return 9999
