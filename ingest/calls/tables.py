"""Call records part by part, whatever their form: how each is read, with the codes of each part."""

from __future__ import annotations

from collections.abc import Callable, Generator, Sequence
from contextlib import closing
from dataclasses import dataclass
from typing import IO, Any, Final

import pyarrow
from pyarrow import parquet

from ingest.calls.delimited import column_of, open_delimited
from ingest.calls.json_lines import is_table, object_lines, parts_of_lines
from ingest.calls.json_tables import parts_of_paths
from ingest.calls.layout import Layout, Note
from ingest.calls.rows import Part, TableRows
from model.decoding.columns import check_columns

ROWS: Final = 1 << 18
"""How many rows of Parquet are in memory at once."""

Parts = Generator[Part, None, None]
"""Parts of a stream; to be closed, for what reads ahead."""


@dataclass(frozen=True)
class Source:
    """What is read: the name of a file, what is said of it, and the names of the columns that it shall get.

    Parameters
    ----------
    place, form, layout
        The name, the form, and how it is laid out.
    new
        The names of the answers.
    note
        Told what was found out, if it is unusual.
    is_flat
        Whether JSON becomes a row for each code.
    written
        The form that is written: lines of JSON that are no table become a row of texts each where it has no other.
    """

    place: str
    form: str
    layout: Layout
    new: Sequence[str]
    note: Note
    is_flat: bool = False
    written: str = ""


def read_parts(stream: IO[bytes], source: Source) -> Parts:
    """The parts of a stream, at least one.

    Raises
    ------
    ColumnError
        If there is no such column, or one has the name of an answer.
    InputError, ValueError
        If the stream is not of its form; errors of pyarrow among them.
    """
    # Closed on failure too: what reads ahead must not be at work when the process ends.
    with closing(_READERS[source.form](stream, source)) as parts:
        yield from parts


def names_in(stream: IO[bytes], source: Source) -> list[str] | None:
    """The names of the columns, where they are known before the rows: not of JSON."""
    if source.form == "parquet":
        return list(parquet.read_schema(stream).names)
    if source.form in {"csv", "tsv"}:
        return list(open_delimited(stream, source.place, source.form, source.layout, lambda _: None).names)
    return None


def _read_delimited(stream: IO[bytes], source: Source) -> Parts:
    text = open_delimited(stream, source.place, source.form, source.layout, source.note)
    yield from text.parts(column_of(text, list(source.new)))


def _read_parquet(stream: IO[bytes], source: Source) -> Parts:
    file = parquet.ParquetFile(stream)
    names = file.schema_arrow.names
    if source.layout.column:
        check_columns(names, source.layout.column, source.new)
    number = names.index(source.layout.column) if source.layout.column else 0
    for batch in _batches_of_parquet(file):
        yield Part(batch.column(number), TableRows(batch))


def _batches_of_parquet(file: Any) -> Generator[pyarrow.RecordBatch, None, None]:
    if not file.metadata.num_rows:
        schema = file.schema_arrow
        yield pyarrow.RecordBatch.from_arrays([pyarrow.nulls(0, kind) for kind in schema.types], schema=schema)
    # One after the other: a reader of all row groups keeps what it has read of them.
    for group in range(file.num_row_groups):
        yield from file.iter_batches(ROWS, row_groups=[group])


def _read_lines(stream: IO[bytes], source: Source) -> Parts:
    if source.is_flat or (
        source.written in {"csv", "tsv", "xlsx"} and not is_table(stream, source.place, source.layout)
    ):
        return _read_json(stream, source)
    return parts_of_lines(stream, source.place, source.layout, source.new)


def _read_json(stream: IO[bytes], source: Source) -> Parts:
    lines = object_lines(stream, source.place, source.layout)
    return parts_of_paths(lines, source.place, source.layout.column, source.new)


def _read_workbook(stream: IO[bytes], source: Source) -> Parts:
    from ingest.calls.workbooks import parts_of_workbook

    return parts_of_workbook(stream, source.place, source.layout.column, list(source.new))


_READERS: Final[dict[str, Callable[[IO[bytes], Source], Parts]]] = {
    "csv": _read_delimited,
    "tsv": _read_delimited,
    "parquet": _read_parquet,
    "ndjson": _read_lines,
    "json": _read_json,
    "xlsx": _read_workbook,
}
"""How the rows of each form are read; the names of the columns are checked before any is."""
