"""Tables as Parquet, with the meaning of every column in the file."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Final

from model.frames import DTYPES
from model.tables import Column, Table, Type

if TYPE_CHECKING:
    import pyarrow

_PANDAS_TYPES: Final[dict[Type, str]] = {"integer": "int64", "string": "unicode", "boolean": "bool"}


def to_parquet(table: Table, text: bytes) -> bytes:
    """A table as a Parquet file, made of the CSV that `to_csv` gives.

    Columns that are never empty are required; those of few values are dictionary-encoded, in Arrow too. The
    descriptions of the table and of its columns are metadata of the schema and of its fields, under `description`.
    pandas reads the file with the dtypes of `CodeBook.to_pandas`.
    """
    import pyarrow
    from pyarrow import parquet

    schema = _schema(table)
    # pyarrow.array() and from_pylist() would import pandas, which takes longer than everything else here.
    columns = _read(text, schema).columns
    sink = pyarrow.BufferOutputStream()
    parquet.write_table(pyarrow.Table.from_arrays(columns, schema=schema), sink)
    return bytes(sink.getvalue())


def _read(text: bytes, schema: pyarrow.Schema) -> pyarrow.Table:
    import pyarrow
    from pyarrow import csv

    return csv.read_csv(
        pyarrow.BufferReader(text),
        # One block, so that each dictionary is one whole; a row must fit into a block too.
        read_options=csv.ReadOptions(use_threads=False, block_size=len(text) + 1),
        parse_options=csv.ParseOptions(newlines_in_values=True),
        convert_options=csv.ConvertOptions(
            column_types=schema,
            strings_can_be_null=True,
            null_values=[""],
            true_values=["true"],
            false_values=["false"],
        ),
    )


def _schema(table: Table) -> pyarrow.Schema:
    import pyarrow

    return pyarrow.schema(
        [_field(column) for column in table],
        metadata={"description": table.description, "pandas": json.dumps(_pandas_metadata(table))},
    )


def _field(column: Column) -> pyarrow.Field:
    import pyarrow

    types = {"integer": pyarrow.int64(), "string": pyarrow.string(), "boolean": pyarrow.bool_()}
    return pyarrow.field(
        column.name,
        pyarrow.dictionary(pyarrow.int32(), pyarrow.string()) if column.category else types[column.type],
        nullable=not column.required,
        metadata={"description": column.description},
    )


def _pandas_metadata(table: Table) -> dict[str, object]:
    """What makes pandas read integers with gaps as integers: without it, a parent code of 1000 comes as 1000.0."""
    columns = [
        {
            "name": column.name,
            "field_name": column.name,
            "pandas_type": "categorical" if column.category else _PANDAS_TYPES[column.type],
            "numpy_type": "int32" if column.category else DTYPES[column.type],
            "metadata": None,
        }
        for column in table
    ]
    return {"index_columns": [], "column_indexes": [], "columns": columns}
