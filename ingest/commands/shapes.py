"""What every command prints with `--json`: one definition for the commands, the documentation and the tests."""

from __future__ import annotations

from typing import Annotated, Any, Final, Literal, NamedTuple, TypedDict

from model.tables import CLASSES, CODES, FINDINGS, Table


class Columns(NamedTuple):
    """Says of an object that its fields are the columns of tables: of one of these."""

    tables: tuple[Table, ...]


CodeRow = Annotated[dict[str, object], Columns((CODES,))]
EntryRow = Annotated[dict[str, object], Columns((CODES, CLASSES))]
ClassRow = Annotated[dict[str, object], Columns((CLASSES,))]
FindingRow = Annotated[dict[str, object], Columns((FINDINGS,))]


class Counts(TypedDict):
    """How many findings there are of each severity."""

    error: int
    warning: int
    info: int


class Ingested(TypedDict):
    """A document that is published, now or before."""

    edition: Annotated[str, "Name of the edition"]
    directory: Annotated[str, "Where it stands"]
    latest: Annotated[str, "The link to the edition that is current"]
    changed: Annotated[bool, "Whether anything on disk changed"]
    codes: Annotated[int, "How many codes"]
    classes: Annotated[int, "How many classes"]
    findings: Annotated[Counts, "How many findings of each severity: `error`, `warning`, `info`"]
    about_reading: Annotated[Counts, "How many of them are about the reading"]
    characters: Annotated[int, "What stands in the table, spaces apart"]
    unaccounted: Annotated[int, "What of it is in no record, finding or furniture"]


class Explained(TypedDict):
    """A statement about a reading, and what it rests on: a tree."""

    value: Annotated[float | str | None, "A weight, a margin, or how something was read; null if the sentence is all"]
    sentence: Annotated[str, "What it says"]
    parts: Annotated[list[dict[str, Any]], "What it is made of, the same way"]


class Shown(TypedDict):
    """A whole code book."""

    edition: Annotated[str, "Name of the edition"]
    classes: Annotated[list[ClassRow], "The classes, with the columns of `classes`"]
    codes: Annotated[list[CodeRow], "The codes, with the columns of `codes`"]


class ShownEntry(TypedDict):
    """A code or a class with what stands around it."""

    entry: Annotated[EntryRow, "Its columns of `codes` or `classes`"]
    ancestors: Annotated[list[EntryRow], "What stands above it, the same way"]
    children: Annotated[list[EntryRow], "What stands right below it, the same way"]


class Answer(TypedDict):
    """How a code is read; with `--corrected`, and the columns of corrections."""

    requested: Annotated[int | None, "The number that was asked for"]
    code: Annotated[int | None, "The code it is read as"]
    match: Annotated[Literal["exact", "class", "none"], "How: exactly, by a class, or not at all"]
    matched_pattern: Annotated[str | None, "The class, for `class`"]
    description: Annotated[str | None, "What the code means that it is read as"]


Counted = TypedDict(
    "Counted",
    {
        "rows": Annotated[int, "How many calls"],
        "exact": Annotated[int, "How many of them read exactly"],
        "class": Annotated[int, "How many by a class"],
        "none": Annotated[int, "How many not at all"],
        "classes": Annotated[dict[str, int], "How often each class had to stand in"],
        "missing": Annotated[int, "How many values are missing"],
        "values": Annotated[dict[str, int], "How often each value that reads as no code"],
        "other_values": Annotated[int, "How many other distinct values there are of that kind"],
    },
)
Counted.__doc__ = "What `decode` did. It stands on the standard error if the rows go to the standard output."


class Side(TypedDict):
    """An edition that is compared."""

    edition: Annotated[str, "Name of the edition"]
    sha256: Annotated[str, "sha256 of its document"]


class Changed(TypedDict):
    """A change between two editions."""

    rule: Annotated[str, "Id of the change"]
    is_breaking: Annotated[bool, "Whether what was right can be wrong now"]
    code: Annotated[int | None, "The code concerned, or the first of them"]
    last: Annotated[int | None, "The last of several codes"]
    pattern: Annotated[str | None, "The class concerned"]
    old: Annotated[str | None, "What stood there before"]
    new: Annotated[str | None, "What stands there since"]


class Diff(TypedDict):
    """What changed between two editions."""

    old: Annotated[Side, "The edition before: `edition` and `sha256`"]
    new: Annotated[Side, "The edition after"]
    changes: Annotated[list[Changed], "Every change"]


class Verified(TypedDict):
    """An edition, or the directory of all."""

    directory: Annotated[str, "Where it stands"]
    is_whole: Annotated[bool, "Whether all is as it was published"]
    problems: Annotated[list[str], "What is missing or changed, one line each"]


class Worded(TypedDict):
    """A wording of a code."""

    first: Annotated[str, "The first edition that has it"]
    last: Annotated[str, "The last edition in a row that has it"]
    description: Annotated[str | None, "The description"]


class Told(TypedDict):
    """What became of a code."""

    code: Annotated[int, "The code"]
    first: Annotated[str, "The first edition that prints it"]
    last: Annotated[str, "The last edition that prints it"]
    is_printed: Annotated[bool, "Whether the newest edition prints it"]
    wordings: Annotated[list[Worded], "Each wording, in order"]


class Exported(TypedDict):
    """A file that was written."""

    format: Annotated[str, "Its format"]
    path: Annotated[str, "Where it stands"]
    bytes: Annotated[int, "Its size"]
    sha256: Annotated[str, "sha256 of its content"]


class Audited(TypedDict):
    """Lists of codes in other files, held against the code book: [audit.md](audit.md) tells of `audits`."""

    edition: Annotated[str, "Name of the edition"]
    sha256: Annotated[str, "sha256 of its document"]
    audits: Annotated[list[dict[str, Any]], "What was found under each path"]


class Error(TypedDict):
    """An error, on the standard error: one object a line, in place of the line for people."""

    error: Annotated[str, "Id of the error"]
    place: Annotated[str | None, "Where, if it is about a place: a file, with its page and line"]
    message: Annotated[str, "What is wrong, and what to do"]


SHAPES: Final[dict[str, Any]] = {
    "ingest": list[Ingested],
    "check": list[FindingRow],
    "check --explain": Explained,
    "show": Shown,
    "show CODE": ShownEntry,
    "resolve": list[Answer],
    "search": list[CodeRow],
    "decode": Counted,
    "diff": Diff,
    "verify": list[Verified],
    "history": Told,
    "export": list[Exported],
    "audit": Audited,
    "any, on failure": Error,
}
"""What each command prints."""
