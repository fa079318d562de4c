"""Comma, semicolon and tab separated values under the three headings, by the standard library's reader."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator, Sequence
from typing import Final, NamedTuple

from ingest.document.cleaning import clean
from ingest.document.header import is_heading
from ingest.document.limits import LONGEST_FIELD
from ingest.document.rows import Cell, Row
from ingest.readers.lines import layout_rows, lines_of
from ingest.table.heads import WILDCARD, parse_head
from model import Fault, InputError, Span

_DELIMITERS: Final = ",;"
_QUOTE: Final = '"'
_FIELDS: Final = 3
_AS_SPACES: Final = str.maketrans(_DELIMITERS, " " * len(_DELIMITERS))
_NAMES: Final = (("класс", "код", "описание"), ("class", "code", "description"))
_CUT_RECORD: Final = re.compile(rf"[0-9]{{1,4}}{WILDCARD}{{0,3}}")
_LONGEST_INTERRUPTION: Final = 3


class Block(NamedTuple):
    """Lines of separated values: the index of the header, that of the first line after them, and the delimiter."""

    begin: int
    end: int
    delimiter: str


def delimited_blocks(lines: Sequence[str]) -> Iterator[Block]:
    """The blocks of separated values in a text, each under its header.

    Tabs count only where fields are quoted as a spreadsheet does it; otherwise the text is read by its layout, in
    which a quote is a quote.
    """
    headings = [index for index, line in enumerate(lines) if is_heading(line.translate(_AS_SPACES))]
    end = 0
    judged: dict[str, int] = {}
    for index in headings:
        if index < end:
            continue
        found = _block(lines, index, judged, is_last=index == headings[-1])
        if found:
            end = found.end
            yield found


def _block(lines: Sequence[str], index: int, judged: dict[str, int], *, is_last: bool) -> Block | None:
    """The block under a header line. `judged` has the end, by delimiter, of the last one that proved to be none.

    A header within that one is not looked under again: a text of nothing but headers would take the square of time.
    """
    for delimiter in _DELIMITERS:
        if lines[index].count(delimiter) >= _FIELDS - 1:
            is_judged = index < judged.get(delimiter, 0)
            end = judged[delimiter] if is_judged else _block_end(lines, index, delimiter)
            # Without records it is at least the only header, or it is none.
            if is_last or (not is_judged and _has_records(lines, index + 1, end, delimiter)):
                return Block(index, end, delimiter)
            judged[delimiter] = end
    if lines[index].count("\t") == _FIELDS - 1 and index >= judged.get("\t", 0):
        judged["\t"] = _block_end(lines, index, "\t")
        if _is_quoted_by_tabs(lines[index : judged["\t"]]):
            return Block(index, judged["\t"], "\t")
    return None


def _has_records(lines: Sequence[str], begin: int, end: int, delimiter: str) -> bool:
    return any(_begins_record(lines[index], delimiter) for index in range(begin, end))


def _is_quoted_by_tabs(lines: Sequence[str]) -> bool:
    """Whether all lines are tab separated values of three fields, and some field is quoted past doubt."""
    csv.field_size_limit(LONGEST_FIELD)
    try:
        records = list(csv.reader(_with_ends(lines), delimiter="\t", strict=True))
    except csv.Error:
        return False
    if any(len(record) not in {0, _FIELDS} for record in records):
        return False
    fields = [field for line in lines[1:] if "\t" in line for field in line.split("\t")]
    has_doubled_quotes = any('""' in field and field.startswith(_QUOTE) for field in fields)
    has_line_breaks = any("\n" in field for record in records for field in record)
    is_quoted_throughout = any(fields) and all(field.startswith(_QUOTE) for field in fields if field)
    return has_doubled_quotes or has_line_breaks or is_quoted_throughout


def _with_ends(lines: Sequence[str]) -> Iterator[str]:
    return (line + "\n" for line in lines)


def _block_end(lines: Sequence[str], start: int, delimiter: str) -> int:
    """The index of the first line after a block of separated values.

    A line without a delimiter ends it, unless a record follows soon; so does a line after a blank one whose first
    field is a text: neither empty, nor a heading, a label or a code.
    """
    is_inside, is_after_blank = False, False
    for index in range(start, len(lines)):
        line = lines[index]
        if not is_inside and line.strip():
            is_record = _begins_record(line, delimiter) if is_after_blank else delimiter in line or _is_cut_record(line)
            if not is_record and not _record_follows(lines, index, delimiter):
                return index
        is_after_blank = not line.strip() and not is_inside
        is_inside = _ends_inside_quotes(line, delimiter, is_inside=is_inside)
    return len(lines)


def _record_follows(lines: Sequence[str], index: int, delimiter: str) -> bool:
    """Whether a line without delimiters is an interruption: a record stands within the next few lines."""
    if delimiter in lines[index]:
        return False
    following = [line for line in lines[index + 1 : index + 2 + _LONGEST_INTERRUPTION] if line.strip()]
    return any(_begins_record(line, delimiter) for line in following)


def _is_cut_record(line: str) -> bool:
    """Whether a line without delimiters is what is left of a record: a label, a code, or a part of one."""
    return _CUT_RECORD.fullmatch(line.strip()) is not None


def _begins_record(line: str, delimiter: str) -> bool:
    if line.count(delimiter) < _FIELDS - 1:
        return False
    first = clean(line.split(delimiter, 1)[0].strip(_QUOTE))
    head = parse_head(Row((Cell(first, Span()),)))
    return not first or bool((head.labels or head.code) and not head.text) or is_heading(line.replace(delimiter, " "))


def _ends_inside_quotes(line: str, delimiter: str, *, is_inside: bool) -> bool:
    """Whether a quoted field is open after a line. A quote opens a field only at its beginning."""
    if _QUOTE not in line:
        return is_inside
    is_at_start = True
    for letter in line:
        if letter == _QUOTE and (is_inside or is_at_start):
            is_inside = not is_inside
        is_at_start = letter == delimiter or (letter == _QUOTE and not is_inside)
    return is_inside


def delimited_rows(lines: Sequence[str], first_line: int, delimiter: str, table: int, place: str) -> Iterator[Row]:
    """The rows of a block of separated values.

    Parameters
    ----------
    lines
        The lines of the block, the header first.
    first_line
        The number of the header's line in the source.
    delimiter
        What sets the fields apart.
    table
        The number of the table.
    place
        How errors name the file.

    Raises
    ------
    InputError
        `malformed-quotes`, with the line on which the record begins; `truncated`, where the text ends in a quote.
    """
    csv.field_size_limit(LONGEST_FIELD)
    reader = csv.reader(_with_ends(lines), delimiter=delimiter, strict=True)
    order: Sequence[int] = range(_FIELDS)
    begin = 0
    faults: list[Fault] = []
    while True:
        try:
            fields = next(reader)
        except StopIteration:
            break
        except csv.Error as error:
            # The reader goes on with the next line, so that every broken record is told.
            faults.append(_broken(str(error), place, first_line + begin))
            begin = reader.line_num
            continue
        raw, line = lines[begin : reader.line_num], first_line + begin
        order = _order(fields) or order
        begin = reader.line_num
        if len(fields) == 1 and delimiter not in raw[0] and not _is_cut_record(raw[0]):
            yield from layout_rows(found._replace(number=line) for found in lines_of(raw[0]))
        elif (row := _row(_whole(fields, delimiter), raw, line, delimiter, table, order)).cells:
            yield row
    if faults:
        raise InputError(*faults)


def _order(fields: Sequence[str]) -> Sequence[int] | None:
    """Where class, code and description stand, if the fields are a header."""
    names = [clean(field).casefold() for field in fields if clean(field)]
    return next(([names.index(name) for name in wanted] for wanted in _NAMES if sorted(names) == sorted(wanted)), None)


def _row(fields: Sequence[str], raw: Sequence[str], line: int, delimiter: str, table: int, order: Sequence[int]) -> Row:
    """The row of a record; what the format needs and no text has is counted as markup."""
    quotes = sum(part.count(_QUOTE) for part in raw) - sum(field.count(_QUOTE) for field in fields)
    delimiters = 0 if delimiter == "\t" else len(fields) - 1
    cells = list(_cells(fields, raw[0], line))
    if len(cells) == _FIELDS:
        cells = [cells[index] for index in order]
    return Row(tuple(cell for cell in cells if cell.text), table=table, markup=quotes + delimiters)


def _broken(reason: str, place: str, line: int) -> Fault:
    if "unexpected end" in reason:
        message = "the document ends inside the quoted text of the record that begins here; get the whole document"
        return Fault("truncated", message, f"{place}, line {line}")
    message = f"the quotes of this record are malformed ({reason}); quote whole fields and double quotes inside"
    return Fault("malformed-quotes", message, f"{place}, line {line}")


def _whole(fields: list[str], delimiter: str) -> list[str]:
    """The fields of a record, the text whole: a delimiter that stands unquoted in a description belongs to it."""
    filled = [index for index, field in enumerate(fields) if clean(field)]
    if len(fields) <= _FIELDS or not filled or is_heading(" ".join(fields)):
        return fields
    cells = tuple(cell for cell in _cells(fields, "", 0) if cell.text)
    text = parse_head(Row(cells)).text
    if len(text) < 2:
        return fields
    first, last = filled[-len(text)], filled[-1]
    return [*fields[:first], delimiter.join(fields[first : last + 1]), *fields[last + 1 :]]


def _cells(fields: Sequence[str], raw: str, line: int) -> Iterator[Cell]:
    """A cell for each field, empty ones too."""
    position = 0
    for field in fields:
        is_quoted = raw.startswith(_QUOTE, position)
        indent = len(field) - len(field.lstrip())
        yield Cell.read(field, Span(line=line, column=position + indent + is_quoted + 1))
        position += len(field) + (2 + field.count(_QUOTE) if is_quoted else 0) + 1
