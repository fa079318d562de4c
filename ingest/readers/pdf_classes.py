"""Which row a class label belongs to, matched by its digits: labels stand at the top or in the middle of merged cells.

A label that is printed beside another row than its zero code stays there if the labels of this table do stand beside
their codes: that it slipped is for reading rule 6 to say.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from ingest.readers.pdf_layout import Part
from ingest.readers.pdf_rows import TableRow
from ingest.readers.pdf_titles import Place
from model import ClassPattern


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


def attach_labels(parts: Sequence[Part], rows: list[TableRow]) -> None:
    """Put every label on the row it belongs to, or on one of its own."""
    on_part: dict[int, list[TableRow]] = {}
    for item in rows:
        for index in {place.part for place in item.places}:
            on_part.setdefault(index, []).append(item)
    labels = [_label(place, parts, rows, on_part.get(place.part, [])) for place in _places(parts, rows)]
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


def _label(place: Place, parts: Sequence[Part], rows: Sequence[TableRow], near: Sequence[TableRow]) -> Label:
    pattern = ClassPattern(place.line.text)
    zero = _covering_row(pattern, place, rows)
    around = [row for row in near if row.encloses(place)]
    around.sort(key=lambda row: (row.number != pattern.zero_code, not row.head.is_beside(place)))
    beside = around[0] if around else None
    is_cut_off = zero is not None and zero is not beside and _is_parted(parts[place.part], zero.head, place)
    return Label(place, pattern, beside, zero, is_cut_off)


def _covering_row(pattern: ClassPattern, label: Place, rows: Sequence[TableRow]) -> TableRow | None:
    """The row above a label that its cell can begin at: of its zero code, or one with nothing but a text, its title.

    A title is followed by a code of its class. Codes of the class stand between, and perhaps some of the class above: cells are merged down to the next label.
    """
    title = after = None
    around = pattern.parent or pattern
    for row in reversed([row for row in rows if row.head.order < label.order]):
        if row.number == pattern.zero_code:
            return row
        if row.code and not around.holds(row.number):
            break
        if title is None and not row.code and not row.labels and (after is None or pattern.holds(after.number)):
            title = row
        after = row
    return title


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
        on += bool(label.beside and label.beside.number == label.pattern.zero_code and spans)
    return off > on


def _row_of(label: Label, rows: Sequence[TableRow], *, is_centred: bool) -> TableRow | None:
    if label.zero and label.zero is not label.beside and not label.is_cut_off and (is_centred or not label.beside):
        return label.zero
    if label.beside:
        return label.beside
    after = next((row for row in rows if row.head.order > label.place.order), None)
    return after if after and after.number == label.pattern.zero_code else None


def _insert(rows: list[TableRow], label: Place) -> None:
    """Put a label that stands alone between the rows."""
    index = next((index for index, row in enumerate(rows) if row.head.order > label.order), len(rows))
    rows.insert(index, TableRow(labels=[label]))
