"""The answers to a request as what is written of them: the few that differ, made once, and which of them a code has."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final, NamedTuple

import numpy
import pyarrow
from numpy.typing import NDArray

from model.decoding.arrays import answers_to_arrow, find
from model.decoding.buffers import from_numpy
from model.decoding.lookup import NO_CODE, Indices, LookupColumn, Request

Places = NDArray[numpy.integer[Any]]

ROWS: Final = 1 << 14
"""How many lines are put together at once: few enough for the processor's cache."""


@dataclass(frozen=True, eq=False)
class Answers:
    """All answers to a request.

    Parameters
    ----------
    request
        What is asked.
    numbers
        A column that answers with the code itself, and with `NO_CODE` for whatever is none.
    which
        For each number, the place of its answer in `distinct`.
    distinct
        The answers that differ, each the values of all columns.
    """

    request: Request
    numbers: LookupColumn
    which: Indices
    distinct: tuple[tuple[int | str | None, ...], ...]

    def numbers_of(self, codes: pyarrow.Array) -> Indices:
        """The code in each row, `NO_CODE` where there is none.

        Raises
        ------
        ColumnError
            If the type of the array holds no codes.
        """
        return find(codes, [self.numbers])[0]

    def columns(self, numbers: Indices) -> list[pyarrow.Array]:
        """The columns of answers to the codes of some rows."""
        return [answers_to_arrow(answer.indices.take(numbers), answer) for answer in self.request.answers]

    def beside(self, batch: pyarrow.RecordBatch, numbers: Indices) -> pyarrow.RecordBatch:
        """A table with the columns of answers behind its own."""
        columns = [*batch.columns, *self.columns(numbers)]
        return pyarrow.RecordBatch.from_arrays(columns, names=[*batch.schema.names, *self.request.names])

    def as_records(self, delimiter: str) -> Lines:
        """The ends of the records of a delimited text: the answers behind a delimiter, and a line feed."""
        return lines_of_texts([(delimiter + _record(values, delimiter)).encode() for values in self.distinct])

    def as_members(self) -> list[str]:
        """The answers as members of an object of JSON, without braces."""
        return [
            json.dumps(dict(zip(self.request.names, values, strict=True)), ensure_ascii=False)[1:-1]
            for values in self.distinct
        ]


def answers_to(request: Request) -> Answers:
    """All answers to a request."""
    stacked = numpy.stack([answer.indices[: NO_CODE + 1] for answer in request.answers])
    _, first, which = numpy.unique(stacked, axis=1, return_index=True, return_inverse=True)
    distinct = tuple(tuple(answer.value(number) for answer in request.answers) for number in first.tolist())
    numbers = numpy.full(len(request.match.indices), NO_CODE, numpy.int16)
    numbers[:NO_CODE] = numpy.arange(NO_CODE)
    return Answers(request, LookupColumn("number", numbers, None), which.reshape(-1).astype(numpy.int32), distinct)


def _record(values: Sequence[object], delimiter: str) -> str:
    text = io.StringIO()
    csv.writer(text, delimiter=delimiter, lineterminator="\n").writerow(values)
    return text.getvalue()


class Lines(NamedTuple):
    """Lines in a text: where each begins and ends. What stands between them is left out."""

    text: bytes
    starts: Places
    ends: Places


def lines_of_texts(texts: Sequence[bytes]) -> Lines:
    """Texts as lines."""
    bounds = numpy.cumsum([0, *map(len, texts)])
    return Lines(b"".join(texts), bounds[:-1], bounds[1:])


def lines_of_array(texts: pyarrow.Array) -> Lines:
    """The texts of an Arrow array, none of which is missing, as lines."""
    if not len(texts):
        return lines_of_texts([])
    _, bounds, letters = texts.buffers()
    places = numpy.frombuffer(bounds, numpy.int32, len(texts) + 1, 4 * texts.offset)
    return Lines(bytes(letters or b""), places[:-1], places[1:])


def with_ends(lines: Lines, which: Places, ends: Lines) -> Iterator[memoryview]:
    """The bytes of lines, each with that one of some ends which is named for it, some lines at a time."""
    # One array of Arrow holds them all: the lines, with what stands between them, and the ends.
    text = pyarrow.py_buffer(lines.text + ends.text)
    of_ends = numpy.append(ends.starts, len(ends.text)) + len(lines.text)
    for start in range(0, len(lines.starts), ROWS):
        begins, stops = lines.starts[start : start + ROWS], lines.ends[start : start + ROWS]
        count = len(begins)
        bounds = numpy.empty(2 * count + len(of_ends), numpy.int32)
        bounds[0 : 2 * count : 2], bounds[1 : 2 * count : 2], bounds[2 * count :] = begins, stops, of_ends
        places = numpy.empty(2 * count, numpy.int32)
        places[::2] = numpy.arange(0, 2 * count, 2)
        places[1::2] = which[start : start + ROWS] + 2 * count
        pieces = pyarrow.Array.from_buffers(pyarrow.binary(), len(bounds) - 1, [None, pyarrow.py_buffer(bounds), text])
        yield memoryview(pieces.take(from_numpy(places)).buffers()[2])
