"""Comma, semicolon and tab separated values under the three headings, by the standard library's reader."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Sequence
from typing import Final

from ingest.cleaning import clean
from ingest.header import is_heading
from ingest.heads import parse_head
from ingest.rows import Cell, Row
from model import Fault, InputError, Span

_DELIMITERS: Final = ",;"
_QUOTE: Final = '"'
_FIELDS: Final = 3


def find_delimited(lines: Sequence[str]) -> tuple[int, str] | None:
    """The index of the first header line of separated values, and its delimiter; None if there is none.

    Tabs count only where fields are quoted as a spreadsheet does it; otherwise the text is read by its layout, in
    which a quote is a quote.
    """
    for index, line in enumerate(lines):
        for delimiter in _DELIMITERS:
            if line.count(delimiter) == _FIELDS - 1 and is_heading(line.replace(delimiter, " ")):
                return index, delimiter
        if line.count("\t") == _FIELDS - 1 and is_heading(line):
            end = delimited_block(lines, index, "\t")
            return (index, "\t") if _is_quoted_by_tabs(lines[index:end]) else None
    return None


def _is_quoted_by_tabs(lines: Sequence[str]) -> bool:
    """Whether all lines are tab separated values of three fields, and some field is quoted past doubt."""
    try:
        records = list(csv.reader(_with_ends(lines), delimiter="\t", strict=True))
    except csv.Error:
        return False
    if any(len(record) not in {0, _FIELDS} for record in records):
        return False
    fields = [field for line in lines if "\t" in line for field in line.split("\t")]
    has_doubled_quotes = any('""' in field and field.startswith(_QUOTE) for field in fields)
    has_line_breaks = any("\n" in field for record in records for field in record)
    return has_doubled_quotes or has_line_breaks or all(field.startswith(_QUOTE) for field in fields if field)


def _with_ends(lines: Sequence[str]) -> Iterator[str]:
    return (line + "\n" for line in lines)


def delimited_block(lines: Sequence[str], start: int, delimiter: str) -> int:
    """The index of the first line after a block of separated values.

    That is a line after a blank one whose first field is a text: neither empty, nor a heading, a label or a code.
    """
    quotes = 0
    is_after_blank = False
    for index, line in enumerate(lines[start:], start=start):
        is_inside_quotes = quotes % 2 == 1
        if is_after_blank and not is_inside_quotes and line.strip() and not _begins_record(line, delimiter):
            return index
        is_after_blank = not line.strip() and not is_inside_quotes
        quotes += line.count(_QUOTE)
    return len(lines)


def _begins_record(line: str, delimiter: str) -> bool:
    if is_heading(line.replace(delimiter, " ")):
        return True
    first = clean(line.split(delimiter, 1)[0].strip(_QUOTE))
    head = parse_head(Row((Cell(first, Span()),)))
    return delimiter in line and (not first or bool(head.labels or head.code))


def delimited_rows(lines: Sequence[str], first_line: int, delimiter: str, place: str) -> Iterator[Row]:
    """The rows of a block of separated values.

    Parameters
    ----------
    lines
        The lines of the block, the header first.
    first_line
        The number of the header's line in the source.
    delimiter
        What sets the fields apart.
    place
        How errors name the file.

    Raises
    ------
    InputError
        `malformed-quotes`, with the line on which the record begins; `truncated`, where the text ends in a quote.
    """
    reader = csv.reader(_with_ends(lines), delimiter=delimiter, strict=True)
    begin = 0
    while True:
        try:
            fields = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            raise _broken(str(error), place, first_line + begin) from error
        row = _row(_whole(fields, delimiter), lines[begin : reader.line_num], first_line + begin, delimiter)
        if row.cells:
            yield row
        begin = reader.line_num


def _row(fields: Sequence[str], raw: Sequence[str], line: int, delimiter: str) -> Row:
    """The row of a record; what the format needs and no text has is counted as markup."""
    quotes = sum(part.count(_QUOTE) for part in raw) - sum(field.count(_QUOTE) for field in fields)
    delimiters = 0 if delimiter == "\t" else len(fields) - 1
    return Row(tuple(_cells(fields, raw[0], line)), table=1, markup=quotes + delimiters)


def _broken(reason: str, place: str, line: int) -> InputError:
    if "unexpected end" in reason:
        message = "the document ends inside the quoted text of the record that begins here; get the whole document"
        return InputError(Fault("truncated", message, f"{place}, line {line}"))
    message = f"the quotes of this record are malformed ({reason}); quote whole fields and double quotes inside"
    return InputError(Fault("malformed-quotes", message, f"{place}, line {line}"))


def _whole(fields: list[str], delimiter: str) -> list[str]:
    """The fields of a record, the text whole: a delimiter that stands unquoted in a description belongs to it."""
    cells = Row(tuple(_cells(fields, "", 0)))
    text = parse_head(cells).text if len(fields) > _FIELDS and cells.cells else ()
    if len(text) < 2:
        return fields
    first = [index for index, field in enumerate(fields) if clean(field)][-len(text)]
    last = max(index for index, field in enumerate(fields) if clean(field))
    return [*fields[:first], delimiter.join(fields[first : last + 1]), *fields[last + 1 :]]


def _cells(fields: Sequence[str], raw: str, line: int) -> Iterator[Cell]:
    position = 0
    for field in fields:
        is_quoted = raw.startswith(_QUOTE, position)
        if text := clean(field):
            indent = len(field) - len(field.lstrip())
            yield Cell(text, Span(line=line, column=position + indent + is_quoted + 1))
        position += len(field) + (2 + field.count(_QUOTE) if is_quoted else 0) + 1
