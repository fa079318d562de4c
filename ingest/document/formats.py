"""The formats of export, and what enumerations of a command have in common: each member says what it means."""

from __future__ import annotations

from enum import Enum, ReprEnum
from typing import Self


class Explained(Enum):
    """Base of an enumeration whose members are a value and its `meaning`.

    Examples
    --------
    >>> from enum import ReprEnum
    >>> class Answer(int, ReprEnum, Explained):
    ...     YES = 1, "do it"
    >>> Answer(1).meaning, Answer.YES + 1, f"{Answer.YES}"
    ('do it', 2, '1')
    """

    meaning: str

    def __new__(cls, value: object, meaning: str) -> Self:  # noqa: D102 - the constructor of the members
        # The type of the values is an attribute of every enumeration that mypy does not know.
        member = cls._member_type_.__new__(cls, value)  # type: ignore[attr-defined]
        member._value_ = value
        member.meaning = meaning
        return member  # type: ignore[no-any-return]


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
