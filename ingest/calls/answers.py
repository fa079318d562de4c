"""The answers to a request as what is written of them: the few that differ, made once, and which of them a code has."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy
import pyarrow

from ingest.calls.lines import Lines, lines_of_texts
from model.decoding.arrays import answers_to_arrow, find
from model.decoding.lookup import NO_CODE, LookupColumn

if TYPE_CHECKING:
    from model.decoding.lookup import Indices, Request


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
