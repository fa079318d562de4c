"""Records of one delimited text as those of another: quotes where they are needed, and nowhere else.

A cell needs quotes if it holds a delimiter, a quote or a line end, or is an empty text: nothing at all is a missing
value. What is written of a record depends on that record alone. Only what has to change is touched.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy
import pyarrow
from numpy.typing import NDArray
from pyarrow import compute, types

from ingest.calls.answers import Lines, lines_of_array
from ingest.calls.cells import LINE_FEED, QUOTE, RETURN, Cells

Places = NDArray[numpy.integer[Any]]


def lines_of_cells(cells: Cells, delimiter: bytes) -> Lines:
    """The records of a text, written with another delimiter or the same, without their ends."""
    if not len(cells.starts):
        return Lines(b"", cells.starts.ravel(), cells.ends.ravel())
    letters = numpy.frombuffer(cells.text, numpy.uint8)
    starts, ends = cells.starts[:, 0], cells.ends[:, -1]
    between = cells.ends[:, :-1]
    is_same = not between.size or letters[between[0, 0]] == delimiter[0]
    if not cells.has_quotes and (is_same or delimiter not in cells.text):
        text = cells.text if is_same else cells.text.replace(bytes(letters[between[0, :1]].data), delimiter)
        return Lines(text, starts, ends)
    edits = _edits(cells, letters, delimiter[0])
    if not is_same:
        letters = letters.copy()
        letters[between] = delimiter[0]
    removed = edits.removed + numpy.searchsorted(edits.added, edits.removed, "right")
    text = bytes(numpy.delete(numpy.insert(letters, edits.added, QUOTE), removed).data)
    starts = starts + numpy.searchsorted(edits.added, starts) - numpy.searchsorted(edits.removed, starts)
    ends = ends + numpy.searchsorted(edits.added, ends, "right") - numpy.searchsorted(edits.removed, ends)
    return Lines(text, starts, ends)


class _Edits(NamedTuple):
    """Before which bytes of a text a quote is added, and which quotes are removed."""

    added: Places
    removed: Places


def _edits(cells: Cells, letters: NDArray[numpy.uint8], delimiter: int) -> _Edits:
    starts, ends = cells.starts.ravel(), cells.ends.ravel()
    is_quoted = (letters[starts] == QUOTE) & (ends > starts)
    special = numpy.flatnonzero(
        (letters == delimiter) | (letters == QUOTE) | (letters == LINE_FEED) | (letters == RETURN)
    )
    holder = numpy.searchsorted(starts, special, "right") - 1
    bounding = is_quoted[holder] & ((special == starts[holder]) | (special == ends[holder] - 1))
    inside = (special < ends[holder]) & ~bounding
    needs = is_quoted & (ends - starts == 2)
    needs[holder[inside]] = True
    unquoted, enquoted = is_quoted & ~needs, needs & ~is_quoted
    lone = special[inside & (letters[special] == QUOTE) & ~is_quoted[holder]]
    added = numpy.sort(numpy.concatenate([starts[enquoted], ends[enquoted], lone]))
    removed = numpy.sort(numpy.concatenate([starts[unquoted], ends[unquoted] - 1]))
    return _Edits(added, removed)


def lines_of_batch(batch: pyarrow.RecordBatch, delimiter: str) -> Lines:
    """The rows of a table as records, without their ends."""
    columns = [_as_cells(column, delimiter) for column in batch.columns]
    return lines_of_array(compute.binary_join_element_wise(*columns, delimiter))


def _as_cells(column: pyarrow.Array, delimiter: str) -> pyarrow.Array:
    if types.is_dictionary(column.type):
        column = column.dictionary_decode()
    is_text = types.is_string(column.type) or types.is_large_string(column.type) or types.is_string_view(column.type)
    texts = column.cast(pyarrow.string())
    if is_text:
        needs = compute.match_substring_regex(texts, f'["\r\n{delimiter}]|^$')
        if compute.any(needs).as_py():
            doubled = compute.replace_substring(texts, '"', '""')
            texts = compute.if_else(needs, compute.binary_join_element_wise('"', doubled, '"', ""), texts)
    return texts.fill_null("")
