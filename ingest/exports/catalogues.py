"""The formats for catalogues: each a function from the content to named files."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final

from ingest.document.formats import Format
from ingest.exports.constants_python import to_python
from ingest.exports.constants_typescript import to_typescript
from ingest.exports.content import Content
from ingest.exports.dbt import to_dbt
from ingest.exports.delimited import to_csv
from ingest.exports.openapi import to_openapi
from ingest.exports.schema import to_json_schema
from ingest.exports.skos import to_skos
from ingest.exports.spreadsheet import to_spreadsheet
from ingest.exports.sqlite import to_sqlite
from ingest.review.page import PAGE_FILE, to_page

Files = dict[str, bytes]


def export_format(content: Content, name: Format) -> Files:
    """The files of one format, the same bytes for the same content.

    Raises
    ------
    MissingPackageError
        If the format needs a package that is not installed.

    Examples
    --------
    >>> from model import CodeBook
    >>> list(export_format(Content(CodeBook.load()), Format.SQLITE))
    ['codebook.sqlite']
    """
    return WRITERS[name](content)


def _csv(content: Content) -> Files:
    return {f"{table.name}.csv": to_csv(table, rows) for table, rows in content.tables()}


def _excel(content: Content) -> Files:
    return {f"{table.name}.csv": to_spreadsheet(table, rows) for table, rows in content.tables()}


WRITERS: Final[Mapping[Format, Callable[[Content], Files]]] = {
    Format.CSV: _csv,
    Format.EXCEL: _excel,
    Format.SQLITE: lambda content: {"codebook.sqlite": to_sqlite(content)},
    Format.SKOS: lambda content: {"codebook.ttl": to_skos(content)},
    Format.JSON_SCHEMA: lambda _: {"codebook.schema.json": to_json_schema()},
    Format.OPENAPI: lambda content: {"result-codes.openapi.json": to_openapi(content)},
    Format.DBT: to_dbt,
    Format.PYTHON: lambda content: {"result_codes.py": to_python(content)},
    Format.TYPESCRIPT: lambda content: {"result-codes.ts": to_typescript(content)},
    Format.HTML: lambda content: {PAGE_FILE: to_page(content.book, corrections=content.corrections or {})},
}
"""What makes the files of each format."""
