"""The formats for catalogues, by name. The command line shows them, so nothing is imported here."""

from __future__ import annotations

from enum import ReprEnum

from ingest.document.explained import Explained


class Format(str, ReprEnum, Explained):
    """A format that a code book is exported in, with its `meaning`."""

    CSV = "csv", "the tables, to the letter"
    EXCEL = "excel", "the tables for a spreadsheet: CSV in which no cell is a formula"
    SQLITE = "sqlite", "a database: the tables with their keys, and the fallback rule as a view"
    SKOS = "skos", "a concept scheme in Turtle"
    JSON_SCHEMA = "json-schema", "the schema of codebook.json and of its records"
    OPENAPI = "openapi", "schemas of a code for the description of an API, version 3.1"
    DBT = "dbt", "seeds, and their properties with tests"
    PYTHON = "python", "an IntEnum that keeps unknown codes"
    TYPESCRIPT = "typescript", "constants, and a function that resolves any code"
    HTML = "html", "a page to look at: search, the fallback rule, findings"
