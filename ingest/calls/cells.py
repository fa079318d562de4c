"""Delimited text as cells: where each begins and ends, found by its bytes, so that no delimiter costs more than others.

A quote (RFC 4180) opens a cell only at its begin, and closes it only before a delimiter or the end of the record;
between them, a pair of quotes stands for one. A quote elsewhere, in a cell that has none at its begin, is a letter.
"""

from __future__ import annotations

import re
from typing import Any, Final, NamedTuple

import numpy
import pyarrow
from numpy.typing import NDArray
from pyarrow import compute

from model.decoding.buffers import bits_of

Places = NDArray[numpy.integer[Any]]

LINE_FEED: Final = 10
RETURN: Final = 13
QUOTE: Final = 34


class LineError(ValueError):
    """A record that cannot be read: its line, from 1 in its text, and what is wrong with it."""

    def __init__(self, line: int, message: str) -> None:
        super().__init__(f"line {line:,}: {message}")
        self.line = line
        self.message = message


class RaggedError(LineError):
    """A record with another number of fields than the others."""

    def __init__(self, line: int, found: int, is_last: bool) -> None:
        super().__init__(line, "")
        self.found = found
        self.is_last = is_last


class Cells(NamedTuple):
    """The cells of whole records.

    `text`: the records, each of which ends in a line feed. `starts`, `ends`: where each cell begins, and the byte
    behind it; of shape (rows, columns). `has_quotes`: whether there is any quote in the text.
    """

    text: bytes
    starts: Places
    ends: Places
    has_quotes: bool

    def column(self, number: int) -> pyarrow.Array:
        """The texts of a column, counted from 0; null for a cell with nothing in it, not for one with two quotes."""
        starts, ends = self.starts[:, number], self.ends[:, number]
        texts = pieces(self.text, starts, ends)
        if not self.has_quotes or not len(texts):
            return nothing_as_null(texts)
        is_there = ends > starts
        is_quoted = is_there & (numpy.frombuffer(self.text, numpy.uint8)[starts] == QUOTE)
        if is_quoted.any():
            quoted = pyarrow.Array.from_buffers(pyarrow.bool_(), len(texts), [None, bits_of(is_quoted)])
            plain = compute.replace_substring(compute.utf8_slice_codeunits(texts, 1, -1), '""', '"')
            texts = compute.if_else(quoted, plain, texts)
        _, bounds, letters = texts.buffers()
        return pyarrow.Array.from_buffers(texts.type, len(texts), [bits_of(is_there), bounds, letters])


def pieces(text: bytes, starts: Places, ends: Places) -> pyarrow.Array:
    """Pieces of a text, in its order, as an Arrow array."""
    bounds = numpy.zeros(2 * len(starts) + 1, numpy.int32)
    bounds[0:-1:2], bounds[1::2] = starts, ends
    bounds[-1] = bounds[-2] if len(starts) else 0
    between = pyarrow.Array.from_buffers(
        pyarrow.string(), 2 * len(starts), [None, pyarrow.py_buffer(bounds), pyarrow.py_buffer(text)]
    )
    return between.take(every_second(len(starts)))


def every_second(count: int) -> pyarrow.Array:
    """The first even numbers, from 0 on."""
    numbers = numpy.arange(0, 2 * count, 2, dtype=numpy.int32)
    return pyarrow.Array.from_buffers(pyarrow.int32(), count, [None, pyarrow.py_buffer(numbers)])


def nothing_as_null(texts: pyarrow.Array) -> pyarrow.Array:
    """The texts with null for the empty ones: in a delimited file, nothing is a missing value."""
    if not len(texts):
        return texts
    _, bounds, letters = texts.buffers()
    offsets = numpy.frombuffer(bounds, numpy.int32, texts.offset + len(texts) + 1)
    is_there = bits_of(offsets[1:] > offsets[:-1])
    return pyarrow.Array.from_buffers(texts.type, len(texts), [is_there, bounds, letters], offset=texts.offset)


def end_of_records(text: bytes, delimiter: bytes) -> int:
    """How much of a text is whole records: behind the last line end outside of quotes; 0 if there is none."""
    end = text.rfind(b"\n") + 1 or text.rfind(b"\r", 0, -1) + 1
    if b'"' not in text:
        return end
    quotes = _quotes(text, delimiter)
    opened = int(quotes[-1]) if len(quotes) % 2 else len(text)
    while end and not _is_outside(quotes, end - 1):
        opened = int(quotes[numpy.searchsorted(quotes, end - 1) - 1])
        end = text.rfind(b"\n", 0, opened) + 1 or text.rfind(b"\r", 0, opened) + 1
    return end


def _is_outside(quotes: Places, place: int) -> bool:
    return int(numpy.searchsorted(quotes, place)) % 2 == 0


def split(text: bytes, delimiter: bytes, columns: int | None = None, *, is_cut: bool = False) -> Cells:
    """The cells of records, of which the last may have no line end.

    `text`, `delimiter`: the records; and the byte between their cells. `columns`: how many cells each has; as many as
    the first if not given. Lines with nothing in them are left out, unless a record is one cell. `is_cut`: whether a
    record without an end is told as one that may be cut.

    Raises
    ------
    LineError
        Of a quoted cell with more behind its quote, or without an end; `RaggedError` of another number of cells.
    """
    has_quotes = b'"' in text
    ends_well = text.endswith((b"\n", b"\r"))
    if b"\r" in text:
        text = _with_line_feeds(text, delimiter)
    if not text.endswith(b"\n"):
        text += b"\n"
    letters = numpy.frombuffer(text, numpy.uint8)
    separators = numpy.flatnonzero((letters == delimiter[0]) | (letters == LINE_FEED)).astype(numpy.int32)
    if has_quotes:
        quotes = _quotes(text, delimiter)
        if len(quotes) % 2:
            raise LineError(_line_of(text, int(quotes[-1])), "a cell that begins with a quote has none at its end")
        separators = separators[numpy.searchsorted(quotes, separators) % 2 == 0]
    is_end = letters[separators] == LINE_FEED
    columns = columns or int(numpy.argmax(is_end)) + 1
    starts = numpy.empty_like(separators)
    starts[0], starts[1:] = 0, separators[:-1] + 1
    if not _is_table(is_end, columns):
        kept = _without_blank_lines(starts, separators, is_end, columns)
        starts, separators, is_end = starts[kept], separators[kept], is_end[kept]
        if not _is_table(is_end, columns):
            _refuse(text, separators, is_end, columns, is_cut and not ends_well)
    return Cells(text, starts.reshape(-1, columns), separators.reshape(-1, columns), has_quotes)


def no_cells(columns: int) -> Cells:
    """No record at all, of so many columns."""
    nowhere = numpy.empty((0, columns), numpy.int32)
    return Cells(b"", nowhere, nowhere, has_quotes=False)


def _is_table(is_end: NDArray[numpy.bool_], columns: int) -> bool:
    rows, rest = divmod(len(is_end), columns)
    return not rest and bool(is_end[columns - 1 :: columns].all()) and numpy.count_nonzero(is_end) == rows


def _without_blank_lines(
    starts: Places, ends: Places, is_end: NDArray[numpy.bool_], columns: int
) -> NDArray[numpy.bool_]:
    begins_line = numpy.empty_like(is_end)
    begins_line[0], begins_line[1:] = True, is_end[:-1]
    is_blank = begins_line & is_end & (starts == ends)
    return ~is_blank if columns > 1 else numpy.ones_like(is_blank)


def _refuse(text: bytes, separators: Places, is_end: NDArray[numpy.bool_], columns: int, may_be_cut: bool) -> None:
    counts = numpy.diff(numpy.flatnonzero(is_end), prepend=-1)
    first = int(numpy.flatnonzero(counts != columns)[0])
    end = int(separators[is_end][first])
    is_last = first == len(counts) - 1
    raise RaggedError(_line_of(text, end), int(counts[first]), is_last and may_be_cut)


def _line_of(text: bytes, place: int) -> int:
    return text.count(b"\n", 0, place) + 1


def _with_line_feeds(text: bytes, delimiter: bytes) -> bytes:
    """The text with line feeds at the ends of its records; what stands within quotes stays."""
    if b'"' not in text:
        return text.replace(b"\r\n", b"\n").replace(b"\r", b"\n")
    letters = numpy.frombuffer(text, numpy.uint8).copy()
    returns = numpy.flatnonzero(letters == RETURN)
    returns = returns[numpy.searchsorted(_quotes(text, delimiter), returns) % 2 == 0]
    before_feed = letters[numpy.minimum(returns + 1, len(letters) - 1)] == LINE_FEED
    letters[returns] = LINE_FEED
    return bytes(numpy.delete(letters, returns[before_feed]).data)


def _quotes(text: bytes, delimiter: bytes) -> Places:
    """The quotes that open and close cells, in turns; of a pair of quotes within a cell, one closes and one opens.

    Raises
    ------
    LineError
        If something follows a quote that closes a cell.
    """
    letters = numpy.frombuffer(text, numpy.uint8)
    quotes = numpy.flatnonzero(letters == QUOTE)
    around = numpy.frombuffer(b"\n" + text + b"\n", numpy.uint8)
    before, after = around[quotes], around[quotes + 2]
    bounds = (delimiter[0], LINE_FEED, RETURN)
    opens, closes = slice(0, None, 2), slice(1, None, 2)
    if (numpy.isin(before[opens], (*bounds, QUOTE)).all() and numpy.isin(after[closes], (*bounds, QUOTE)).all()) and (
        _pairs_meet(quotes, before)
    ):
        return quotes
    return _quotes_one_by_one(text, quotes.tolist(), re.escape(delimiter))


def _pairs_meet(quotes: Places, before: NDArray[numpy.uint8]) -> bool:
    """Whether each quote that opens behind another does so right behind the one that closes, as in a pair."""
    doubled = numpy.flatnonzero(before[::2] == QUOTE) * 2
    return bool((doubled > 0).all()) and bool((quotes[doubled] == quotes[doubled - 1] + 1).all())


def _quotes_one_by_one(text: bytes, quotes: list[int], delimiter: bytes) -> Places:
    begin = re.compile(rb"(?:^|[\r\n]|%s)\Z" % delimiter)
    end = re.compile(rb"[\r\n]|%s|\Z" % delimiter)
    found: list[int] = []
    skipped = -1
    for place in quotes:
        if place == skipped:
            continue
        if len(found) % 2 == 0:
            if begin.search(text[max(place - 1, 0) : place]):
                found.append(place)
        elif text[place + 1 : place + 2] == b'"':
            found += [place, place + 1]
            skipped = place + 1
        elif end.match(text, place + 1):
            found.append(place)
        else:
            raise LineError(_line_of(text, place), "something follows the quote that ends a cell")
    return numpy.array(found, numpy.intp)
