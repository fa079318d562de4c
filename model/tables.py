"""The columns of every table, declared once: names, types, descriptions and keys.

The records, every export, the documentation and the tests take them from here.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Final, Literal

Type = Literal["integer", "string", "boolean"]

SCHEMA_VERSION: Final = "1.1"
"""Version of the columns, rule ids and `codebook.json`. A change of any name in them is a change of the version.

Since 1.1 findings say what they are about."""

FIRST_SCHEMA_VERSION: Final = "1.0"
"""The version before findings said what they are about; its files still load."""


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its name, type and meaning.

    `required` says that no row leaves it empty. `category` marks a string with few values, which pandas takes as a
    category. `references` names the table and column that it is a foreign key to.
    """

    name: str
    type: Type
    description: str
    required: bool = False
    category: bool = False
    references: tuple[str, str] | None = None


@dataclass(frozen=True, slots=True)
class Table:
    """One table: its name, what one row is, its columns, and the column that is its primary key, if any."""

    name: str
    description: str
    columns: tuple[Column, ...]
    primary_key: str | None = None

    def __getitem__(self, name: str) -> Column:
        return next(column for column in self.columns if column.name == name)

    def __iter__(self) -> Iterator[Column]:
        return iter(self.columns)

    @property
    def names(self) -> tuple[str, ...]:
        """The names of the columns, in order."""
        return tuple(column.name for column in self.columns)


_PAGE: Final = Column("page", "integer", "Page of the source, from 1; empty where the source has no pages")
_LINE: Final = Column("line", "integer", "Line of the source (in a PDF: of the page), from 1")

CODES: Final = Table(
    "codes",
    "A code that the document prints",
    (
        Column("code", "integer", "The code: a four-digit number", required=True),
        Column("description", "string", "What the code means: the vendor's words, to the letter"),
        Column(
            "class_pattern",
            "string",
            "The most specific declared class that holds the code",
            category=True,
            references=("classes", "pattern"),
        ),
        Column(
            "parent_code",
            "integer",
            "What a reader who did not know this code would fall back to: the default code of the most specific "
            "declared class that holds it, other than itself",
            references=("codes", "code"),
        ),
        Column("is_default", "boolean", "Whether the code stands for a class", required=True),
        *(
            Column(
                f"class_{level}",
                "string",
                f"The declared class of level {level} that holds the code",
                category=True,
                references=("classes", "pattern"),
            )
            for level in (1, 2, 3)
        ),
        Column("path", "string", "The codes from the root down to this one, joined by /", required=True),
        _PAGE,
        _LINE,
    ),
    primary_key="code",
)

CLASSES: Final = Table(
    "classes",
    "A class that the document declares",
    (
        Column("pattern", "string", "Fixed digits, then the wildcard x: 1xxx, 22xx, 221x", required=True),
        Column("level", "integer", "How many digits are fixed: 1, 2 or 3", required=True),
        Column(
            "default_code",
            "integer",
            "The code that stands for the class: an unknown code of the class is read as this one",
            references=("codes", "code"),
        ),
        Column("title", "string", "The title of a class whose row has no code"),
        Column(
            "parent_pattern",
            "string",
            "The nearest declared class that holds this one",
            category=True,
            references=("classes", "pattern"),
        ),
        _PAGE,
        _LINE,
    ),
    primary_key="pattern",
)

RESOLUTION: Final = Table(
    "resolution",
    "Any code of a declared top class that can be resolved, known or not: the fallback rule as a table",
    (
        Column("code", "integer", "Any code, printed in the document or not", required=True),
        Column("resolved_code", "integer", "The code it is read as", required=True, references=("codes", "code")),
        Column("match", "string", "How it was resolved: exact, or class for a fallback", required=True, category=True),
        Column(
            "matched_pattern",
            "string",
            "The class whose default code was taken; empty for an exact match",
            category=True,
            references=("classes", "pattern"),
        ),
        Column("description", "string", "The description of the resolved code", category=True),
    ),
    primary_key="code",
)

FINDINGS: Final = Table(
    "findings",
    "Something the document does that a reader should know",
    (
        Column("rule", "string", "Stable id of the rule", required=True, category=True),
        Column("severity", "string", "error, warning or info", required=True, category=True),
        Column(
            "about",
            "string",
            "document for what the vendor printed, or reading for what may have been read wrong or left unread",
            required=True,
            category=True,
        ),
        Column("code", "integer", "The code concerned"),
        Column("pattern", "string", "The class concerned"),
        _PAGE,
        _LINE,
        Column("message", "string", "What the document does", required=True),
        Column("action", "string", "What was done about it", required=True),
    ),
)

TABLES: Final = {table.name: table for table in (CODES, CLASSES, RESOLUTION, FINDINGS)}
"""Every table by its name."""


def tables_of(schema_version: str) -> dict[str, Table]:
    """Every table by its name, with the columns that files of a schema version have."""
    if schema_version != FIRST_SCHEMA_VERSION:
        return TABLES
    columns = tuple(column for column in FINDINGS if column.name != "about")
    return TABLES | {FINDINGS.name: replace(FINDINGS, columns=columns)}


HISTORY: Final = Table(
    "history",
    "What became of a code in an edition",
    (
        Column("code", "integer", "The code concerned", required=True),
        Column("edition", "string", "The edition in which it came about", required=True),
        Column("event", "string", "The kind of change", required=True),
        Column("old", "string", "What stood there before"),
        Column("new", "string", "What stands there since"),
    ),
)
"""The table of all editions together: not part of any one."""

CORRECTION_COLUMNS: Final = (
    Column("corrected_description", "string", "What the description should be; empty where it is not corrected"),
    Column("correction_reason", "string", "Why it is corrected"),
)
"""What stands beside every description where corrections are asked for."""


def with_corrections(table: Table) -> Table:
    """A table with the columns of corrections at its end, if it has descriptions."""
    return replace(table, columns=table.columns + CORRECTION_COLUMNS) if "description" in table.names else table
