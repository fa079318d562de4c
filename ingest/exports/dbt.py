"""The tables as seeds of dbt, with their properties: meanings, types, and the keys as tests."""

from __future__ import annotations

from typing import Final

from ingest.exports.content import Content
from ingest.exports.delimited import to_csv
from model.tables import Column, Table, Type

Property = dict[str, object]

_PREFIX: Final = "resultcodes_"

# As PostgreSQL, DuckDB, Snowflake, Redshift and Databricks call them; dbt passes them on as they are.
_TYPES: Final[dict[Type, str]] = {"integer": "integer", "string": "varchar(65535)", "boolean": "boolean"}


def to_dbt(content: Content) -> dict[str, bytes]:
    """A seed for every table, and `schema.yml`.

    In one warehouse a seed is a table by its name alone, so the names begin with `resultcodes_`.
    """
    tables = [(table, to_csv(table, rows)) for table, rows in content.tables()]
    seeds = {f"{_PREFIX}{table.name}.csv": text for table, text in tables}
    return seeds | {"schema.yml": _properties(content, [table for table, _ in tables])}


def _properties(content: Content, tables: list[Table]) -> bytes:
    import yaml

    edition = content.book.edition
    meta = {"edition": _literal(edition.name), "sha256": _literal(edition.sha256)}
    properties = {"version": 2, "seeds": [_seed(table, meta) for table in tables]}
    return yaml.safe_dump(properties, sort_keys=False, width=120).encode()


def _literal(text: str) -> str:
    """A text of the document, which dbt would read as a template."""
    return text.replace("{", "{{ '{' }}")


def _seed(table: Table, meta: dict[str, str]) -> Property:
    return {
        "name": f"{_PREFIX}{table.name}",
        "description": table.description,
        "config": {"column_types": {column.name: _TYPES[column.type] for column in table}, "meta": dict(meta)},
        "columns": [_column(table, column) for column in table],
    }


def _column(table: Table, column: Column) -> Property:
    tests: list[object] = ["not_null"] if column.required else []
    if column.name == table.primary_key:
        tests.append("unique")
    if column.references is not None:
        other, key = column.references
        tests.append({"relationships": {"arguments": {"to": f"ref('{_PREFIX}{other}')", "field": key}}})
    described: Property = {"name": column.name, "description": column.description}
    return described | ({"data_tests": tests} if tests else {})
