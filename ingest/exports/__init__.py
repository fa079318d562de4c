"""The published files of a code book, one module a format."""

from __future__ import annotations

from typing import Final

from ingest.exports.datapackage import to_datapackage
from ingest.exports.delimited import to_csv
from ingest.exports.parquet import to_parquet
from model import CodeBook
from model.frames import table_rows
from model.tables import FINDINGS, TABLES

CODEBOOK_FILE: Final = "codebook.json"
"""The file that loads back into a `CodeBook`."""


def export(book: CodeBook) -> dict[str, bytes]:
    """Every file of a published edition: its name and its content, the same bytes for the same code book.

    Examples
    --------
    >>> from model import CodeBook
    >>> list(export(CodeBook.load()))  # doctest: +NORMALIZE_WHITESPACE
    ['codes.csv', 'codes.parquet', 'classes.csv', 'classes.parquet', 'resolution.csv', 'resolution.parquet',
     'findings.csv', 'codebook.json', 'datapackage.json']
    """
    files = {}
    for table in TABLES.values():
        text = to_csv(table, table_rows(book, table.name))
        files[f"{table.name}.csv"] = text
        if table is not FINDINGS:
            files[f"{table.name}.parquet"] = to_parquet(table, text)
    files[CODEBOOK_FILE] = book.to_json().encode()
    files["datapackage.json"] = to_datapackage(book.edition, files)
    return files
