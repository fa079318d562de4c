"""Parts of one document, read one after another as one."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace

from ingest.document.fragments import Fragments, Layout, Rule, Word
from model import Fault, InputError, Span


def joined(parts: Sequence[Fragments], places: Sequence[str]) -> Fragments:
    """The fragments of the parts of a document as those of one, in the order given.

    What has no pages goes on below what stands before, on one sheet; the page of a place is then the number of the
    part. Pages are counted on over all parts.

    `parts`: at least one. `places`: how errors name each.

    Raises
    ------
    InputError
        `other-kind`, for a part of pages among parts without.
    """
    has_pages = parts[0].layout == "page"
    others = [index for index, part in enumerate(parts) if (part.layout == "page") != has_pages]
    if others:
        message = f"a part of another kind than {places[0]}: pages and texts are not joined; make all of one kind"
        raise InputError(Fault("other-kind", message, places[others[0]]))
    words: list[Word] = []
    rules: list[Rule] = []
    pages = 0
    for number, part in enumerate(parts, start=1):
        moved_words, moved_rules = _moved(part, number, words, pages)
        words += moved_words
        rules += moved_rules
        pages += part.labels.pages or 0
    first = parts[0]
    layout: Layout = first.layout if len({part.layout for part in parts}) == 1 else "grid"
    return Fragments(
        words=tuple(words),
        rules=tuple(rules),
        layout=layout,
        format=first.format,
        encoding=first.encoding,
        labels=replace(first.labels, pages=pages or None),
        findings=tuple(finding for part in parts for finding in part.findings),
        ends_open=parts[-1].ends_open,
        faults=tuple(fault for part in parts for fault in part.faults),
    )


def with_text(readings: Iterable[Callable[[], Fragments]], message: str, place: str) -> list[Fragments]:
    """The parts of a document that show a text, each of which a function reads.

    Raises
    ------
    InputError
        `no-text` with the message, if none shows any; other faults of a part as they are.
    """
    found = [part for reading in readings if (part := _unless_empty(reading)) is not None]
    if not found:
        raise InputError(Fault("no-text", message, place))
    return found


def _unless_empty(reading: Callable[[], Fragments]) -> Fragments | None:
    try:
        part = reading()
    except InputError as error:
        if any(fault.id != "no-text" for fault in error.faults):
            raise
        return None
    return part if part.words else None


def _moved(part: Fragments, number: int, before: Sequence[Word], pages: int) -> tuple[list[Word], list[Rule]]:
    """The words and rules of a part behind those of the parts before."""
    line = before[-1].line + 1 if before else 0
    table = max((word.cell.table + 1 for word in before if word.cell), default=0)
    if part.layout == "page":
        sheet = max((word.sheet + 1 for word in before), default=0)
        down = 0.0
    else:
        sheet, down = 0, max((word.base for word in before), default=0.0) + 1
    words = [
        word._replace(
            sheet=word.sheet + sheet,
            line=word.line + line,
            base=word.base + down,
            cell=word.cell and word.cell._replace(table=word.cell.table + table),
            place=_placed(word.place, number, pages, is_page=part.layout == "page"),
        )
        for word in part.words
    ]
    rules = [replace(rule, sheet=rule.sheet + sheet, y0=rule.y0 + down, y1=rule.y1 + down) for rule in part.rules]
    return words, rules


def _placed(span: Span, number: int, pages: int, *, is_page: bool) -> Span:
    return replace(span, page=(span.page or 1) + pages if is_page else number)
