"""Which row a class label belongs to, matched by its digits: labels stand at the top or in the middle of merged cells.

A label that is printed beside another row than its zero code stays there if the labels of this table do stand beside
their codes: that it slipped is for reading rule 6 to say.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from ingest.readers.pdf.layout import Part
from ingest.readers.pdf.rows import TableRow
from ingest.readers.pdf.titles import Place
from ingest.table.lookalikes import as_meant
from model import ClassPattern

_EXACT: Final = 0.05
"""How far, in font sizes, a label is at most from the middle of its cell."""


@dataclass(frozen=True, slots=True)
class Label:
    """A label, the row that it is printed beside, and the row of its zero code above it, if they are there."""

    place: Place
    pattern: ClassPattern
    beside: TableRow | None
    zero: TableRow | None
    is_cut_off: bool

    @property
    def is_off(self) -> bool:
        """Whether it is printed off the row of its zero code, and no border parts the two."""
        return self.zero is not None and self.beside is not self.zero and not self.is_cut_off

    @property
    def is_on_line(self) -> bool:
        """Whether it stands on the line of the code that it is printed beside."""
        head = self.beside.head if self.beside else None
        distance = abs(head.line.base - self.place.line.base) if head else float("inf")
        return distance <= _EXACT * self.place.line.size


def attach_labels(parts: Sequence[Part], rows: list[TableRow]) -> None:
    """Put every label on the row it belongs to, or on one of its own."""
    on_part: dict[int, list[TableRow]] = {}
    for item in rows:
        for index in {place.part for place in item.places}:
            on_part.setdefault(index, []).append(item)
    places = [place for place in _places(parts, rows) if not _split_title(place, rows)]
    labels = [_label(place, parts, rows, on_part.get(place.part, [])) for place in places]
    is_centred = _is_centred(labels, rows)
    for label in labels:
        row = _row_of(label, rows, is_centred=is_centred)
        if row:
            row.labels.append(label.place)
        else:
            _insert(rows, label.place)


def _places(parts: Sequence[Part], rows: Sequence[TableRow]) -> Iterator[Place]:
    """The labels that no row has yet."""
    taken = {(label.part, label.line.number, label.line.x0) for row in rows for label in row.labels}
    for index, part in enumerate(parts):
        for line in part.lines:
            for label in line.labels:
                if (index, label.number, label.x0) not in taken:
                    yield Place(index, label)


def _split_title(label: Place, rows: list[TableRow]) -> bool:
    """Make a row of lines at the begin of a page that were taken for the end of the row before, if they are a title.

    They are if a label of the class of the next code stands in the middle of the lines from them, and not from that
    code, down to the end of some row.
    """
    pattern = ClassPattern(as_meant(label.line.text))
    pairs = enumerate(pairwise(rows))
    index = next((i for i, (row, _) in pairs if row.head.part < label.part == row.places[-1].part), None)
    if index is None or index + 1 == len(rows) or pattern.holds(rows[index].number):
        return False
    row, after = rows[index], rows[index + 1]
    texts = [place for place in row.texts if place.part == label.part]
    if not after.code or not pattern.holds(after.number) or after.number == pattern.zero_code or not after.texts:
        return False
    ends = [item.texts[-1].line.base for item in rows[index + 1 :] if item.texts and item.texts[-1].part == label.part]
    if not _is_in_middle(label, texts[0], ends) or _is_in_middle(label, after.texts[0], ends):
        return False
    row.texts = [place for place in row.texts if place.part != label.part]
    rows.insert(index + 1, TableRow(labels=[label], texts=texts))
    return True


def _is_in_middle(label: Place, first: Place, ends: Sequence[float]) -> bool:
    """Whether a label stands in the middle of the lines from the first of them to one of some ends."""
    return any(abs((first.line.base + end) / 2 - label.line.base) < _EXACT * label.line.size for end in ends)


def _label(place: Place, parts: Sequence[Part], rows: Sequence[TableRow], near: Sequence[TableRow]) -> Label:
    pattern = ClassPattern(as_meant(place.line.text))
    zero = _covering_row(pattern, place, rows)
    around = [row for row in near if row.encloses(place)]
    around.sort(key=lambda row: (row.number != pattern.zero_code, not row.head.is_beside(place)))
    beside = around[0] if around else None
    if zero and beside and not beside.code and not _is_title_of(beside, pattern, rows):
        beside = None
    is_cut_off = zero is not None and zero is not beside and _is_parted(parts[place.part], zero.head, place)
    return Label(place, pattern, beside, zero, is_cut_off)


def _is_title_of(row: TableRow, pattern: ClassPattern, rows: Sequence[TableRow]) -> bool:
    """Whether a code of a class follows a row."""
    return any(pattern.holds(after.number) for before, after in pairwise(rows) if before is row)


def _covering_row(pattern: ClassPattern, label: Place, rows: Sequence[TableRow]) -> TableRow | None:
    """The row above a label that its cell can begin at: of its zero code, or one with nothing but a text, its title.

    A title is followed by a code of its class. Codes of the class stand between, and perhaps some of the class above:
    cells are merged down to the next label.
    """
    title = zero = None
    around = pattern.parent or pattern
    for row in reversed([row for row in rows if row.head.order < label.order]):
        is_title = not row.code and not row.labels and _is_title_of(row, pattern, rows)
        if zero:
            return row if is_title and not label.is_beside(zero.head) else zero
        if row.code and not around.holds(row.number):
            break
        if row.number == pattern.zero_code:
            zero = row
        elif title is None and is_title:
            title = row
    return zero or title


def _is_parted(part: Part, code: Place, label: Place) -> bool:
    """Whether a border runs along the column of the label, between a code on the same page and the label."""
    return code.part == label.part and any(
        rule.x0 <= label.line.x0 and rule.x1 >= label.line.words[-1].x1 and code.line.base < rule.y < label.line.top + 1
        for rule in part.sheet.rules
    )


def _is_centred(labels: Sequence[Label], rows: Sequence[TableRow]) -> bool:
    """Whether labels stand in the middle of cells that span rows: more often off their zero code than on it."""
    following = {id(row): after for row, after in pairwise(rows)}
    off = sum(label.is_off for label in labels)
    labelled = {id(label.beside) for label in labels if label.beside}
    on = 0
    for label in labels:
        after = following.get(id(label.beside))
        spans = after is not None and label.pattern.holds(after.number) and id(after) not in labelled
        on += bool(
            label.beside
            and label.beside.head.is_beside(label.place)
            and label.beside.number == label.pattern.zero_code
            and spans
        )
    return off > on


def _row_of(label: Label, rows: Sequence[TableRow], *, is_centred: bool) -> TableRow | None:
    is_title = label.zero is not None and label.beside and not label.zero.code and not label.is_on_line
    if label.is_off and (is_centred or is_title or not label.beside):
        return label.zero
    if label.beside:
        return label.beside
    after = next((row for row in rows if row.head.order > label.place.order), None)
    return after if after and after.number == label.pattern.zero_code else None


def _insert(rows: list[TableRow], label: Place) -> None:
    """Put a label that stands alone between the rows."""
    index = next((index for index, row in enumerate(rows) if row.head.order > label.order), len(rows))
    rows.insert(index, TableRow(labels=[label]))
