"""Comma, semicolon and tab separated values (RFC 4180), by the standard library's reader, anywhere in a text."""

from __future__ import annotations

import csv
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Final

from ingest.document.fragments import Block, Cell, Line, Run, Table
from ingest.document.header import is_heading
from ingest.document.limits import LONGEST_FIELD
from ingest.readers.flow import without_empty_end
from ingest.readers.separated_records import (
    BAR,
    QUOTE,
    Record,
    between_headings,
    ends_inside_quotes,
    has_doubled_quotes,
    has_even_tabs,
    is_by_bars,
    is_quoted_by_tabs,
    is_saved_sheet,
    record_at,
)
from ingest.readers.source_lines import Found, SourceLine, plain_lines
from ingest.readers.widths import longest_column, merged
from model import Fault

_DELIMITERS: Final = ";,"
_KEPT: Final = re.compile(r"=\"(?P<value>.*)\"|'(?P<text>[^']*)", re.DOTALL)
"""A value as spreadsheets are told to keep it as text: `="0100"`, or `'0100`."""

_KEEPING: Final = "='"
_SAID: Final = re.compile(r'"?sep=(.)"?\s*', re.IGNORECASE)
_LONGEST_INTERRUPTION: Final = 3
_ENOUGH: Final = 3
_LOOK_AHEAD: Final = 200
"""So many lines may a record have that is looked at to see whether a block begins."""

_NAMED_VALUE: Final = re.compile(r"""["']\s*:""")
"""What stands in examples of JSON, and in no record."""

_CUT_RECORD: Final = re.compile(r"\S{1,6}")


def separated_tables(lines: Sequence[SourceLine]) -> Iterator[Found]:
    """The blocks of separated values among lines.

    A block begins where records of as many fields follow each other; it goes on over blank lines, longer records (a
    delimiter stands in a text) and a few other lines, as long as such records follow.

    Tabs count only where fields are quoted as a spreadsheet does it, or all lines with any have as many; otherwise the
    text is read by its layout, in which a quote is a quote.
    """
    csv.field_size_limit(LONGEST_FIELD)
    index, judged, is_sheet, are_even, are_doubled = 0, 0, False, has_even_tabs(lines), has_doubled_quotes(lines)
    while index < len(lines):
        delimiter, found = _delimiter(lines, index), None
        if delimiter:
            found = _found(lines, index, delimiter, len(lines))
        elif "\t" in lines[index].text:
            if index >= judged:
                judged = _tab_end(lines, index, ends_at_empty=not are_doubled)
                block = lines[index:judged]
                is_sheet = are_doubled or is_quoted_by_tabs(block) or (are_even and is_saved_sheet(block))
            found = _found(lines, index, "\t", judged) if is_sheet else None
        if found and (not found.faults or _is_header(lines[index].text, delimiter or "\t")):
            yield found
        index = found.end if found else index + 1


def _is_tight(text: str, delimiter: str) -> bool:
    """Whether some delimiter stands as in data and not as in a sentence or a number: with no space behind it."""
    position = text.find(delimiter)
    while position >= 0:
        around = text[max(position - 1, 0) : position + 2].replace(delimiter, "", 1)
        if not text[position + 1 : position + 2].isspace() and not (len(around) == 2 and around.isdigit()):
            return True
        position = text.find(delimiter, position + 1)
    return False


def _delimiter(lines: Sequence[SourceLine], index: int) -> str | None:
    """The delimiter of the block that begins at a line, or None."""
    text = lines[index].text
    said = _SAID.fullmatch(lines[index - 1].text) if index else None
    if said and said[1] in text:
        return said[1]
    sign = BAR if BAR in text and is_by_bars(lines, index) else between_headings(text)
    for mark in f"{_DELIMITERS}{sign or ''}":
        if mark in text and _begins(lines, index, mark):
            return mark
    return None


def _begins(lines: Sequence[SourceLine], index: int, delimiter: str) -> bool:
    """Whether records of as many fields follow each other from a line; a header alone may stand without any."""
    text = lines[index].text
    if "\t" in text and QUOTE not in text:
        return False
    is_header = _is_header(text, delimiter) or _numbers_columns(text.split(delimiter), 0)
    is_tight = _is_tight(text, delimiter) and _NAMED_VALUE.search(text) is None
    if not (is_tight or is_header) or _SAID.fullmatch(text):
        return False
    first = record_at(lines, index, delimiter, _LOOK_AHEAD)
    wanted = 1 if _filled(first.fields) > 2 or is_header else 2
    following = list(_following(lines, first.end, delimiter, wanted))
    if is_header and is_tight and not following:
        return True
    is_rest = bool(following) and all(line.is_blank for line in lines[following[-1].end : following[-1].end + 3])
    is_long = _filled(first.fields) > 1 and all(len(record.fields) >= len(first.fields) for record in following)
    are_tight = is_header or all(
        _is_tight(lines[record.begin].text, delimiter) or _numbers_columns(record.fields, 1) for record in following
    )
    return (len(following) == wanted or is_rest) and is_long and are_tight


def _numbers_columns(fields: Sequence[str], first: int) -> bool:
    """Whether a record numbers the columns: 1 2 3 under their headings, as house standards want it, 0 1 2 above.

    Those above may leave out the column of the numbers of rows.
    """
    numbers = fields[1:] if not first and not fields[0] else fields
    return len(fields) > 2 and list(numbers) == [str(number) for number in range(first, first + len(numbers))]


def _is_header(text: str, delimiter: str) -> bool:
    """Whether a line is the header of a code table: then its quotes count, and what is broken below it is told."""
    return is_heading(text.replace(delimiter, " "))


def _filled(fields: Sequence[str]) -> int:
    """How many fields there are up to the last that is not empty."""
    return next((count for count in range(len(fields), 0, -1) if fields[count - 1].strip()), 0)


def _following(lines: Sequence[SourceLine], index: int, delimiter: str, count: int) -> Iterator[Record]:
    """The next records of more than one field, as far as nothing else but blank lines stands between."""
    while index < len(lines) and count:
        if lines[index].is_blank:
            index += 1
            continue
        record = record_at(lines, index, delimiter, _LOOK_AHEAD)
        if len(record.fields) < 2:
            return
        yield record
        index, count = record.end, count - 1


def _tab_end(lines: Sequence[SourceLine], index: int, *, ends_at_empty: bool) -> int:
    """The index after the lines from one on that may be tab separated values: not blank, nor of empty fields if so."""
    is_inside = False
    while index < len(lines) and (is_inside or not _is_end(lines[index], ends_at_empty=ends_at_empty)):
        is_inside = ends_inside_quotes(lines[index].text, "\t", is_inside=is_inside)
        index += 1
    return index


def _is_end(line: SourceLine, *, ends_at_empty: bool) -> bool:
    return line.is_blank and (ends_at_empty or "\t" not in line.text)


def _records(lines: Sequence[SourceLine], begin: int, delimiter: str, last: int) -> Iterator[Record]:
    """The records of a block, to the header of another width; what stands between them is left out."""
    first = record_at(lines, begin, delimiter)
    width = len(first.fields)
    yield first
    index, is_apart = first.end, False
    while index < last:
        if lines[index].is_blank:
            index, is_apart = index + 1, True
        elif _is_row(lines, index, delimiter, width, is_apart=is_apart) or _is_cut(lines, index):
            record = record_at(lines, index, delimiter)
            if len(record.fields) != width and _heads(lines, record, delimiter):
                return  # another table, of as many columns as its header has
            yield record
            index, is_apart = record.end, False
        elif _row_follows(lines, index, delimiter, width):
            index, is_apart = index + 1, True
        else:
            return


def _heads(lines: Sequence[SourceLine], record: Record, delimiter: str) -> bool:
    """Whether a record is the header of a table: by its words, or without a digit and above records of its width.

    Of columns side by side that have one heading together, all but the first field may be empty.
    """
    if _numbers_columns(record.fields, 0):
        return True
    following = [len(item.fields) for item in _following(lines, record.end, delimiter, _ENOUGH)]
    is_above = bool(following) and set(following) == {len(record.fields)}
    has_digits = any(letter.isdigit() for field in record.fields for letter in field)
    is_filled = bool(record.fields[0].strip()) and sum(map(bool, record.fields)) >= _ENOUGH
    is_other = is_above and not has_digits and (is_filled or all(record.fields))
    return _is_header(" ".join(record.fields), delimiter) or is_other


def _is_row(lines: Sequence[SourceLine], index: int, delimiter: str, width: int, *, is_apart: bool) -> bool:
    """Whether a line begins a record of a block: as wide as the others, where something stands before it."""
    text = lines[index].text
    if delimiter not in text and not text.startswith(QUOTE) and not lines[index].is_broken:
        return False
    record = record_at(lines, index, delimiter, _LOOK_AHEAD)
    if is_apart:
        return len(record.fields) == width
    # The first line of a record may be the begin of a quoted field, with no delimiter yet.
    are_tight = (_is_tight(line.text, delimiter) for line in lines[record.begin : record.end])
    return len(record.fields) >= width or any(are_tight)


def _row_follows(lines: Sequence[SourceLine], index: int, delimiter: str, width: int) -> bool:
    """Whether a line is an interruption: a record stands within the next few lines."""
    following = [n for n in range(index + 1, min(index + 8, len(lines))) if not lines[n].is_blank]
    return any(
        _is_tight(lines[n].text, delimiter) and _is_row(lines, n, delimiter, width, is_apart=True)
        for n in following[:_LONGEST_INTERRUPTION]
    )


def _is_cut(lines: Sequence[SourceLine], index: int) -> bool:
    """Whether a line is what is left of a record where the text ends: a label, a code, or a part of one."""
    return index == len(lines) - 1 and _CUT_RECORD.fullmatch(lines[index].text.strip()) is not None


def _found(lines: Sequence[SourceLine], begin: int, delimiter: str, last: int) -> Found:
    """A block: a table for the records that follow each other, and the lines between such."""
    records = list(_records(lines, begin, delimiter, last))
    width = len(records[0].fields)
    longest = longest_column([record.fields for record in records if not record.reason], width)
    blocks: list[Block] = []
    markup: Counter[int] = Counter()
    rows: list[tuple[Cell, ...]] = []
    end = begin
    for record in records:
        if record.begin > end:
            blocks += [Table(tuple(rows)), *plain_lines(lines, end, record.begin)]
            rows = []
        rows.append(_row(lines[record.begin : record.end], record, delimiter, width, longest))
        markup.update(_marks(lines[record.begin : record.end], rows[-1], delimiter))
        end = record.end
    blocks.append(Table(tuple(rows)))
    faults = [_broken(record.reason, lines[record.begin].number) for record in records if record.reason]
    return Found(begin, end, tuple(blocks), "csv", dict(markup), tuple(faults))


def _row(lines: Sequence[SourceLine], record: Record, delimiter: str, width: int, longest: int) -> tuple[Cell, ...]:
    """The cells of a record, each with its lines."""
    spans = list(merged(record.fields, width, longest))
    cells: list[Cell] = []
    line, position = 0, 0
    for column, (begin, end) in enumerate(spans):
        text = lines[line].text if line < len(lines) else ""
        is_quoted = text.startswith(QUOTE, position)
        field = delimiter.join(record.fields[begin:end])
        parts = _unkept(field).split("\n")
        cells.append(Cell(without_empty_end(list(_cell_lines(lines[line:], parts, position + is_quoted))), column))
        if len(parts) > 1:
            line, position = line + len(parts) - 1, 0
        last = field.rpartition("\n")[2]
        position += len(last) + (2 + last.count(QUOTE) if is_quoted else 0) + 1
    return tuple(cells)


def _unkept(field: str) -> str:
    """A field without what says that it is to be kept as text."""
    kept = _KEPT.fullmatch(field)
    if kept is None:
        return field
    return kept["text"] or (kept["value"] or "").replace(QUOTE + QUOTE, QUOTE)


def _cell_lines(lines: Sequence[SourceLine], parts: Sequence[str], position: int) -> Iterator[Line]:
    for index, part in enumerate(parts):
        runs = (Run(part),) if part.strip() else ()
        yield Line(runs, lines[min(index, len(lines) - 1)].span(0 if index else position))


def _marks(lines: Sequence[SourceLine], row: Sequence[Cell], delimiter: str) -> Counter[int]:
    """How many delimiters, quotes and other marks of each line are in no text."""
    marks = "".join({delimiter, QUOTE, *_KEEPING}).replace("\t", "")
    counts = Counter({line.number: sum(map(line.text.count, marks)) for line in lines})
    for cell in row:
        for line in cell.lines:
            counts[line.span.line or 0] -= sum(run.text.count(mark) for run in line.runs for mark in marks)
    return counts


def _broken(reason: str, line: int) -> Fault:
    if "unexpected end" in reason:
        message = "the document ends inside the quoted text of the record that begins here; get the whole document"
        return Fault("truncated", message, f"line {line}")
    message = f"the quotes of this record are malformed ({reason}); quote whole fields and double quotes inside"
    return Fault("malformed-quotes", message, f"line {line}")
