"""Where the code tables of a document stand: from a header to what ends it (reading rule 1).

Blank lines, repeated headers, running heads and page numbers inside a table do not end it; another table, a heading
or prose does.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from ingest.header import header_length, is_header
from ingest.heads import Head, Strength, parse_head
from ingest.prose import (
    begins_capital,
    begins_small,
    goes_on,
    is_heading_text,
    is_named_page_number,
    is_page_number,
    is_sentence,
    is_sentence_end,
    wants_more,
)
from ingest.rows import Document, Gap, Row
from model import ClassPattern, Finding
from model.rules import LIKELY_RUNNING_HEAD, ROWS_AFTER_TABLE

_DIGITS: Final = re.compile(r"\d+")
_LONGEST_INTERRUPTION: Final = 3
"""How many lines a running head may have."""

_LONGEST_TEXT: Final = 50
"""Over how many lines of a description the table is sought to go on."""

_SAMPLE: Final = 300
"""How many rows are looked at to learn the style of a table."""


@dataclass(frozen=True, slots=True)
class Furniture:
    """A row inside a table that is no row of it, and what it is: `header`, `running head`, `page number`."""

    row: Row
    name: str


@dataclass(frozen=True, slots=True)
class CodeTable:
    """One code table: the heads of its rows, the furniture in it, and the findings of the search.

    `begin` and `end` are the indices of its header and of the first row after it. `begins_small` says that its
    descriptions may begin with a small letter, so that a small letter tells nothing.
    """

    begin: int
    end: int
    heads: tuple[Head, ...]
    furniture: tuple[Furniture, ...]
    findings: tuple[Finding, ...]
    begins_small: bool
    is_stacked: bool


def locate(document: Document) -> tuple[CodeTable, ...]:
    """Every code table of a document, in order; empty if there is none."""
    rows = document.rows
    heads_seen = _running_heads(rows)
    tables: list[CodeTable] = []
    start = 0
    while start < len(rows):
        if header_length(rows, start):
            tables.append(_Search(rows, start, heads_seen).run())
            start = tables[-1].end
        else:
            start += 1
    return tuple(tables)


def _running_heads(rows: Sequence[Row]) -> frozenset[str]:
    """The texts, digits apart, that stand at an edge of a page or apart from their neighbours more than once."""
    edges: Counter[str] = Counter()
    for index, row in enumerate(rows):
        follows = rows[index + 1].gap if index + 1 < len(rows) else Gap.BLANK
        if row.gap or follows is Gap.PAGE:
            edges[_key(row)] += 1
    return frozenset(key for key, count in edges.items() if count > 1)


def _key(row: Row) -> str:
    return _DIGITS.sub("#", row.text)


class _Search:
    """The walk down one table. It keeps what the rows so far have shown: the last code, the classes, the codes."""

    def __init__(self, rows: Sequence[Row], start: int, running_heads: frozenset[str]) -> None:
        length = header_length(rows, start)
        header = rows[start : start + length]
        self.rows = rows
        self.start = start
        self.running_heads = running_heads
        self.table = header[0].table
        self.has_cells = length > 1 or len(header[0].cells) > 1
        self.is_stacked = length > 1
        self.is_double_spaced = self._is_double_spaced()
        self.begins_small = self._begins_small()
        self.heads: list[Head] = []
        self.furniture = [Furniture(row, "header") for row in header]
        self.findings: list[Finding] = []
        self.last_number = -1
        self.last_text = ""
        self.patterns: set[ClassPattern] = set()
        self.numbers: set[int] = set()
        self.has_sentences = False

    def run(self) -> CodeTable:
        index = self.start + len(self.furniture)
        while index < len(self.rows):
            taken = self._take(index)
            if not taken:
                break
            index += taken
        self._look_beyond(index)
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
        return len(following) > 3 and sum(row.gap is Gap.BLANK for row in following) > 0.7 * len(following)

    def _begins_small(self) -> bool:
        """Whether descriptions of sure codes begin with a small letter more than now and then."""
        heads = map(parse_head, self.rows[self.start + 1 : self.start + _SAMPLE])
        first_texts = [head.text[0].text for head in heads if head.strength is Strength.STRONG and head.text]
        return sum(map(begins_small, first_texts)) > 0.1 * len(first_texts)

    def _take(self, index: int) -> int:
        """How many rows from an index belong to the table; 0 where it ends."""
        row = self.rows[index]
        if length := header_length(self.rows, index):
            if row.table != self.table and row.table is not None:
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
            self.has_sentences = self.has_sentences or is_sentence_end(self.last_text)
            self.last_text = ""
        if head.text:
            self.last_text = head.text[-1].text
        return 1

    def _take_text(self, index: int, head: Head, *, is_foreign: bool) -> int:
        """What a row of nothing but text is, where there is only layout to go by."""
        row = head.row
        gap = Gap.NONE if row.gap is Gap.BLANK and self.is_double_spaced else row.gap
        if name := self._furniture_name(index):
            return self._take_furniture(row, name)
        if len(row.cells) > 1 and all(begins_capital(cell.text) for cell in row.cells):
            return 0
        if is_heading_text(row.text) and not wants_more(self.last_text):
            return 0
        if not is_foreign and (gap is Gap.NONE or goes_on(self.last_text, row.text)):
            ends = is_sentence(row.text) and not self.has_sentences and not self._resumption(index, _LONGEST_TEXT)
            return 0 if ends and not goes_on(self.last_text, row.text) else self._take_head(head)
        if is_sentence(row.text) or not (resumption := self._resumption(index)):
            return 0
        if gap is Gap.PAGE and resumption == 1 and self.rows[index + 1].gap is Gap.NONE and not is_foreign:
            return self._take_head(head)
        self.findings.append(LIKELY_RUNNING_HEAD.finding(f"the line «{row.text}» stands alone in the table", row.span))
        return self._take_furniture(row, "running head")

    def _furniture_name(self, index: int) -> str | None:
        row = self.rows[index]
        follows = self.rows[index + 1].gap if index + 1 < len(self.rows) else Gap.BLANK
        stands_apart = row.gap is not Gap.NONE or follows is Gap.PAGE
        if is_named_page_number(row.text) or (stands_apart and is_page_number(row.text)):
            return "page number"
        at_edge = row.gap is Gap.PAGE or follows is Gap.PAGE or (row.gap is Gap.BLANK and not self.is_double_spaced)
        if at_edge and _key(row) in self.running_heads and not goes_on("", row.text):
            return "running head"
        return None

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
                return distance if self._fits(head) else 0
        return 0

    def _fits(self, head: Head) -> bool:
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
        if head.odd and (wants_more(self.last_text) or begins_small(head.text[1].text)):
            return replace(head, odd=None)
        return head

    def _is_mention(self, head: Head) -> bool:
        """Whether a label with a text is a mention of the class in a text that wraps, not a row of the class."""
        is_text = wants_more(self.last_text) or (not head.marks and begins_small(head.text[0].text))
        return is_text and self.patterns.issuperset(head.patterns)

    def _is_code(self, head: Head, index: int) -> bool:
        """Whether the number that a row begins with is a code, where its cell does not say so."""
        if wants_more(self.last_text):
            return False
        fits = self._fits(head)
        if not fits and self._furniture_name(index):
            return False
        if not head.text:
            return self.is_stacked or not self.has_cells or fits
        if begins_small(head.text[0].text) and not self.begins_small:
            return False
        if not self.has_cells:
            return True
        is_in_order = self.last_number <= head.number <= self._next_strong(index)
        return is_in_order and (not self.patterns or any(pattern.holds(head.number) for pattern in self.patterns))

    def _next_strong(self, index: int) -> int:
        """The next code that is surely one, looking down a few rows; the largest number if there is none."""
        for row in self.rows[index + 1 : index + 50]:
            head = parse_head(row)
            if head.strength is Strength.STRONG:
                return head.number
        return 9999

    def _look_beyond(self, end: int) -> None:
        """A finding where rows with a label and a code stand after the table that would fit into it."""
        for row in self.rows[end : end + 1000]:
            if header_length((row,), 0):
                return
            head = parse_head(row)
            is_labelled = bool(head.code) and any(pattern.holds(head.number) for pattern in head.patterns)
            if is_labelled and head.number not in self.numbers and self._fits(head):
                message = f"{head.number:04d} stands after the end of the table with the label {head.patterns[-1]}"
                self.findings.append(
                    ROWS_AFTER_TABLE.finding(message, head.row.span, code=head.number, pattern=head.patterns[-1])
                )
                return
