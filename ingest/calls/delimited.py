"""Delimited texts, part by part: with or without a header, in any encoding, by any delimiter."""

from __future__ import annotations

import re
from collections.abc import Generator
from dataclasses import dataclass
from typing import IO, Final

from ingest.calls.cells import LineError, RaggedError, end_of_records, no_cells, nothing_as_null, split
from ingest.calls.dialect import HEAD, Utf8, find_delimiter, find_encoding
from ingest.calls.layout import Layout, Note, order_of
from ingest.calls.rows import DELIMITERS, CellRows, Part
from model import ColumnError, Fault, InputError
from model.decoding.columns import check_columns

BYTES: Final = 1 << 21
"""How many bytes of text are in memory at once."""

LONGEST: Final = 1 << 26
"""How many bytes a record may have: a quote that is never closed is not looked for in all that follows."""

_WORD: Final = re.compile(r"[^\W\d][^\d]*")
_NUMBER: Final = re.compile(r"[+-]?\d+([.,]\d+)?")
_CALLED: Final = {"\t": "tabs", ";": "semicolons", ",": "commas", "|": "bars"}


@dataclass
class DelimitedText:
    """A delimited text, of which the begin was read.

    Parameters
    ----------
    place
        The name of the file.
    layout, delimiter
        How it is laid out.
    names
        The names of its columns.
    stream, begin
        The text; and what of it was read and holds records.
    line
        The line on which that begins.
    note
        Told that the text may be cut.
    """

    place: str
    layout: Layout
    delimiter: str
    names: list[str]
    stream: Utf8
    begin: bytes
    line: int
    note: Note

    def parts(self, column: int) -> Generator[Part, None, None]:
        """The rows, part by part, at least one, with the codes of a column.

        Raises
        ------
        InputError
            `damaged-file`, with the line.
        """
        carried, line, code = self.begin, self.line, self.delimiter.encode()
        is_first = True
        while True:
            read = self._read(line + carried.count(b"\n"))
            text = carried + read
            end = self._end(text, code, line) if read else len(text)
            records, carried = text[:end], text[end:]
            if records or (not read and is_first):
                is_first = False
                yield self._part(records, code, column, line, is_last=not read)
            line += records.count(b"\n")
            if not read:
                self._tell_end(records)
                return
            if len(carried) > LONGEST:
                raise self._fault(line, f"a record that begins here does not end within {LONGEST:,} bytes")

    def _tell_end(self, records: bytes) -> None:
        # With a header, a text is somebody's own, and many programs leave the last end out.
        if not self.layout.has_header and records and not records.endswith((b"\n", b"\r")):
            self.note(f"note: {self.place}: its last line has no end: if the transfer broke, its last field may be cut")

    def _read(self, line: int) -> bytes:
        try:
            return self.stream.read(BYTES)
        except UnicodeError as error:
            raise self._fault(line, f"is not {self.stream.encoding}: {error}; --encoding says what it is") from error

    def _end(self, text: bytes, code: bytes, line: int) -> int:
        try:
            return end_of_records(text, code)
        except LineError as error:
            raise self._fault(line + error.line - 1, error.message) from error

    def _part(self, records: bytes, code: bytes, column: int, line: int, is_last: bool) -> Part:
        try:
            records.decode()
        except UnicodeDecodeError as error:
            at = line + records.count(b"\n", 0, error.start)
            raise self._fault(at, "is not UTF-8; --encoding says what it is, such as windows-1251") from error
        try:
            cells = split(records, code, len(self.names), is_cut=is_last) if records else no_cells(len(self.names))
        except RaggedError as error:
            raise self.ragged(line + error.line - 1, error) from error
        except LineError as error:
            raise self._fault(line + error.line - 1, error.message) from error
        return Part(nothing_as_null(cells.column(column)), CellRows(self.names, cells))

    def ragged(self, line: int, error: RaggedError) -> InputError:
        """The error for a record with another number of fields than the others have."""
        count = len(self.names)
        where = f"the preset {self.layout.preset} has" if self.layout.preset else "the others have"
        if not self.layout.has_header and line == 1 and self.layout.names:
            return self._fault(line, f"{error.found} fields, but {_names_told(self.layout)}; {_way_out(error.found)}")
        cut = "; it is the last line and has no line end, so the file looks cut" if error.is_last else ""
        fields = "1 field" if error.found == 1 else f"{error.found} fields"
        return self._fault(line, f"{fields}, where {where} {count}{cut}")

    def _fault(self, line: int, message: str) -> InputError:
        return InputError(Fault("damaged-file", message, f"{self.place}, line {line:,}"))


def open_delimited(stream: IO[bytes], place: str, form: str, layout: Layout, note: Note) -> DelimitedText:
    """A delimited text: how it is laid out, and the names of its columns.

    `stream`, `place`, `form`: the bytes; the name of the file; `csv` or `tsv`. `layout`: what is said of it. `note`:
    told what was found out, if it is unusual.

    Raises
    ------
    InputError
        `damaged-file` if it is empty or no text, `header` if a header is there or is not, against what is said.
    """
    usual = layout.usual_delimiter or DELIMITERS[form]
    head = stream.read(HEAD)
    encoding = layout.encoding or find_encoding(head, place)
    text = Utf8(head, stream, encoding)
    begin = text.read(BYTES)
    if not begin.strip(b"\r\n") or (layout.has_header and begin[:1] in {b"\n", b"\r"}):
        raise ValueError("the first line should hold the names of the columns, and is empty")
    told = layout.delimiter or find_delimiter(begin[:HEAD], layout.column if layout.has_header else None, usual)
    _tell(place, note, told if told != usual and not layout.delimiter else "", layout.encoding or encoding, layout)
    first, end, lines = _first_record(begin, text, told, place)
    opened = DelimitedText(place, layout, told, first, text, begin, 1, note)
    if layout.has_header:
        opened.begin, opened.line = begin[end:], 1 + lines
        return opened
    _refuse_objects(begin, place, layout)
    _refuse_header(first, begin[end:], told, place, layout)
    opened.names = list(layout.names) or [f"column_{number}" for number in range(1, len(first) + 1)]
    if len(opened.names) != len(first):
        raise opened.ragged(1, RaggedError(1, len(first), is_last=False))
    return opened


def column_of(text: DelimitedText, new: list[str]) -> int:
    """Which column holds the codes, from 0; new columns may have no name that is there.

    Raises
    ------
    ColumnError, InputError
        If there is no such column, and if the first line looks like a call where a header is expected.
    """
    if not text.layout.column:
        return 0  # nothing is asked of any
    if not text.layout.has_header:
        number = text.layout.number_of_column(text.names)
        check_columns(text.names, text.names[number], new)
        return number
    column = text.layout.column
    looks_like_data = any(_NUMBER.fullmatch(name) for name in text.names)
    if looks_like_data and (column not in text.names or _NUMBER.fullmatch(column)):
        raise InputError(Fault("column", _asked_about(text), f"{text.place}, line 1"))
    try:
        check_columns(text.names, column, new)
    except ColumnError as error:
        hint = "; a column has a number only with --no-header" if column.isdecimal() else ""
        raise ColumnError(f"{error}{hint}") from error
    return text.names.index(column)


def _asked_about(text: DelimitedText) -> str:
    column = text.layout.column
    there = f"there is no column {column!r}" if column not in text.names else f"{column!r} looks like no name"
    number = text.names.index(column) + 1 if column in text.names else None
    shown = text.delimiter.join(text.names)
    shown = shown if len(shown) <= 80 else shown[:80] + "…"
    names, _ = order_of(len(text.names))
    told = ",".join(names) if names else "NAME,NAME,…"
    by_number = number or next((place for place, name in enumerate(text.names, 1) if re.fullmatch(r"\d{4}", name)), 1)
    return (
        f"{there}, and line 1 looks like data, not like names: {shown}; if there is no header, give the fields of the "
        f"request by --names {told}, or the number of the column by --no-header --column {by_number}"
    )


def _names_told(layout: Layout) -> str:
    count = len(layout.names)
    return f"the preset {layout.preset} has {count} names" if layout.preset else f"--names has {count}"


def _way_out(found: int) -> str:
    names, preset = order_of(found)
    if preset:
        return f"--calls {preset} has {found} names"
    return f"give the fields of the request: --names {','.join(names) if names else 'NAME,NAME,…'}"


def _refuse_objects(begin: bytes, place: str, layout: Layout) -> None:
    if layout.preset and begin.lstrip()[:1] == b"{":
        message = f"a JSON object stands here, where the preset {layout.preset} expects fields between semicolons"
        raise InputError(Fault("damaged-file", message, f"{place}, line 1"))


def _refuse_header(first: list[str], rest: bytes, delimiter: str, place: str, layout: Layout) -> None:
    """Complain about a header where none is expected: names that are told, or words above numbers."""
    known = set(layout.names) | set(order_of(len(first))[0])
    is_header = len(known & set(first)) > len(first) / 2
    if not is_header and len(first) > 1 and all(_WORD.fullmatch(field) for field in first):
        second = rest.decode(errors="replace").splitlines()[:1]
        is_header = any(_NUMBER.fullmatch(field) for field in "".join(second).split(delimiter))
    if is_header:
        shown = delimiter.join(first[:4]) + (f"{delimiter}…" if len(first) > 4 else "")
        way = "leave --calls, --names and --no-header out and name the column"
        name = next((name for name in first if name == layout.column), None) or "disconnect_reason"
        message = f"it holds the names of the columns ({shown}), so it is a header and no call; {way}: --column {name}"
        raise InputError(Fault("header", message, f"{place}, line 1"))


def _first_record(begin: bytes, text: Utf8, delimiter: str, place: str) -> tuple[list[str], int, int]:
    """The cells of the first record, where it ends, and on how many lines it stands."""
    code, end = delimiter.encode(), 0
    while True:
        found = re.compile(rb"\r\n|\n|\r").search(begin, end)
        end = found.end() if found else len(begin)
        try:
            if not found or end_of_records(begin[:end] + b"\n", code) > end:
                cells = split(begin[:end], code)
                names = [cells.column(number)[0].as_py() or "" for number in range(cells.starts.shape[1])]
                return names, end, max(1, begin[:end].count(b"\n"))
        except LineError as error:
            raise InputError(Fault("damaged-file", error.message, f"{place}, line {error.line}")) from error
        except UnicodeDecodeError as error:
            raise ValueError(f"is not {text.encoding}: {error}") from error


def _tell(place: str, note: Note, delimiter: str, encoding: str, layout: Layout) -> None:
    if not delimiter and (encoding == "utf-8" or layout.encoding):
        return
    between = f"with {_CALLED[delimiter]} between the fields" if delimiter else ""
    read_as = f"as {encoding}" if encoding != "utf-8" and not layout.encoding else ""
    note(f"note: {place}: read {', '.join(filter(None, (between, read_as)))}; --delimiter and --encoding say otherwise")
