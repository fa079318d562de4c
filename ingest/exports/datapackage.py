"""The description of the published files for catalogues: a Data Package, version 2 of the standard."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from pathlib import PurePath
from typing import Final

from pydantic_core import to_json

from model import Edition
from model.tables import TABLES, Column, Table

Descriptor = dict[str, object]

_PROFILE: Final = "https://datapackage.org/profiles/2.0/{}.json"
_MEDIA_TYPES: Final = {
    "csv": "text/csv",
    "parquet": "application/vnd.apache.parquet",
    "json": "application/json",
}


def to_datapackage(edition: Edition, files: Mapping[str, bytes]) -> bytes:
    """The content of `datapackage.json`: every file with its size and sha256, and the schema of every table."""
    package: Descriptor = {
        "$schema": _PROFILE.format("datapackage"),
        "name": edition.name,
        "title": edition.title,
        "version": edition.printed_version,
        "sources": [{"title": edition.source}],
        "resources": [_resource(PurePath(name), content) for name, content in files.items()],
    }
    present = {key: value for key, value in package.items() if value is not None}
    return to_json(present, indent=2) + b"\n"


def _resource(file: PurePath, content: bytes) -> Descriptor:
    kind = file.suffix.removeprefix(".")
    resource: Descriptor = {
        "$schema": _PROFILE.format("dataresource"),
        # A name is unique in the package, and the plain one is the name that foreign keys use.
        "name": f"{file.stem}-parquet" if kind == "parquet" else file.stem,
        "path": str(file),
        "format": kind,
        "mediatype": _MEDIA_TYPES[kind],
        "hash": f"sha256:{hashlib.sha256(content).hexdigest()}",
    }
    # frictionless cannot count the bytes of a Parquet file, and would call a package that states them invalid.
    size: Descriptor = {} if kind == "parquet" else {"bytes": len(content)}
    return resource | size | (_table(TABLES[file.stem]) if kind == "csv" else {})


def _table(table: Table) -> Descriptor:
    return {
        "type": "table",
        "description": table.description,
        "encoding": "utf-8",
        "dialect": {"$schema": _PROFILE.format("tabledialect"), "lineTerminator": "\n"},
        "schema": _schema(table),
    }


def _schema(table: Table) -> Descriptor:
    schema: Descriptor = {"$schema": _PROFILE.format("tableschema"), "fields": [_field(column) for column in table]}
    if table.primary_key is not None:
        schema["primaryKey"] = [table.primary_key]
    foreign_keys = [_foreign_key(table, column.name, *column.references) for column in table if column.references]
    return schema | ({"foreignKeys": foreign_keys} if foreign_keys else {})


def _field(column: Column) -> Descriptor:
    field: Descriptor = {"name": column.name, "type": column.type, "description": column.description}
    return field | ({"constraints": {"required": True}} if column.required else {})


def _foreign_key(table: Table, field: str, resource: str, key: str) -> Descriptor:
    # The standard wants a table that refers to itself to leave its name out.
    elsewhere = {"resource": resource} if resource != table.name else {}
    return {"fields": [field], "reference": elsewhere | {"fields": [key]}}
