"""What makes a document unusable: every fault of it, found in one go."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from ingest.document.header import WANTED
from ingest.document.rows import Document
from ingest.table.code_table import CodeTable
from ingest.table.entries import Entries
from ingest.table.heads import WILDCARD, Head
from ingest.table.lookalikes import code_meant, odd_characters, without_marks
from ingest.table.prose import wants_more
from model import Fault, InputError, Span
from model.pattern import CODE_DIGITS

_MOST_FAULTS: Final = 20
_CUT_HEAD: Final = re.compile(rf"[0-9]{{1,3}}{WILDCARD}{{0,3}}")
_WIDE_LABEL: Final = re.compile(rf"[0-9]+{WILDCARD}+")
_LEADING_NUMBER: Final = re.compile(r"[0-9]+(?![\w.])")


def place_of(source: str, span: Span) -> str:
    """A place as errors name it: `file, page 3, line 12`."""
    page = f", page {span.page}" if span.page is not None else ""
    line = f", line {span.line}" if span.line is not None else ""
    return f"{source}{page}{line}"


def require_tables(tables: Sequence[CodeTable], source: str) -> None:
    """A document must hold a code table.

    Raises
    ------
    InputError
        `no-table`.
    """
    if not tables:
        raise InputError(Fault("no-table", f"no code table: looked for a row with the headings {WANTED}", source))


def require_codes(document: Document, tables: Sequence[CodeTable], read: Sequence[Entries], source: str) -> None:
    """The tables must hold codes, of four digits each, and their last row must be whole.

    Raises
    ------
    InputError
        `code-width`, `code-digits`, `code-shape`, `no-codes` and `truncated`, all that apply.
    """
    cut = _cut_head(document, tables)
    faults = [*_odd_codes(tables, cut, source), *_cut_row(cut, source)]
    if not faults and not any(entry.code for entries in read for entry in entries.entries):
        faults = [*_no_codes(tables, source)]
    if faults:
        raise InputError(*_shortened(faults, source))


def _shortened(faults: Sequence[Fault], source: str) -> Iterator[Fault]:
    yield from faults[:_MOST_FAULTS]
    if len(faults) > _MOST_FAULTS:
        yield Fault("more-faults", f"and {len(faults) - _MOST_FAULTS} more faults", source)


def _odd_codes(tables: Iterable[CodeTable], cut: Head | None, source: str) -> Iterator[Fault]:
    for head in (head for table in tables for head in table.heads):
        if head.odd is None or head is cut:
            continue
        yield _odd_code(head.odd.text, place_of(source, head.odd.span))


def _odd_code(text: str, place: str) -> Fault:
    """The fault of a text that stands in the place of a code or a class, but is neither."""
    if (text.isascii() and text.isdigit()) or _WIDE_LABEL.fullmatch(text):
        message = f"«{text}» stands in the place of a code but is not four characters wide; correct it there"
        return Fault("code-width", message, place)
    if _looks_like_one(text):
        holds = f"holds what is no ASCII digit: {odd_characters(text)}"
        message = f"«{text}» stands in the place of a code but {holds}; correct it there"
        return Fault("code-digits", message, place)
    message = f"«{text}» stands in the place of a class or a code but is neither; correct it there"
    return Fault("code-shape", message, place)


def _looks_like_one(text: str) -> bool:
    """Whether a text is as wide as a code or a class, but for marks, and of letters and digits."""
    seen = without_marks(text)
    is_cut = seen == text and _CUT_HEAD.fullmatch(text) is not None
    return code_meant(text) is not None or (len(seen) == CODE_DIGITS and seen.isalnum() and not is_cut)


def _cut_head(document: Document, tables: Sequence[CodeTable]) -> Head | None:
    """The last row of a source that ends within it."""
    table = tables[-1]
    if not document.ends_open or table.end < len(document.rows) or not table.heads:
        return None
    is_unclosed = document.format == "markdown" and table.heads[-1].row.table is not None
    return table.heads[-1] if is_unclosed or _is_cut(table.heads[-1]) else None


def _cut_row(cut: Head | None, source: str) -> Iterator[Fault]:
    if cut:
        message = f"the document ends within this row («{cut.row.text[:40]}»); get the whole document"
        yield Fault("truncated", message, place_of(source, cut.row.span))


def _is_cut(head: Head) -> bool:
    text = " ".join(cell.text for cell in head.text)
    if not text or _CUT_HEAD.fullmatch(text):
        return True
    is_open = text.count("(") > text.count(")") or text.count("«") > text.count("»") or text.count('"') % 2 == 1
    return is_open or wants_more(text)


def _no_codes(tables: Sequence[CodeTable], source: str) -> Iterator[Fault]:
    """Faults for tables without a single code: of numbers in its place, or of the header alone."""
    for table in tables:
        place = place_of(source, table.furniture[0].row.span)
        leading = (match[0] for head in table.heads if (match := _LEADING_NUMBER.match(head.row.text)))
        numbers = [number for number in leading if len(number) != CODE_DIGITS]
        if numbers:
            message = f"the codes of this table are not four digits wide: {', '.join(numbers[:3])}"
            yield Fault("code-width", message, place)
        else:
            yield Fault("no-codes", "a header, and no code of four digits under it", place)
