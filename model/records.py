"""The records of a code book: frozen, validated, and described by the columns of `model.tables`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from operator import not_
from typing import Annotated, ClassVar, Final, Literal

from pydantic import BaseModel, ConfigDict, Field

from model.pattern import ClassPattern, Level
from model.tables import CLASSES, CODES, FINDINGS

Code = Annotated[int, Field(ge=0, le=9999)]
Text = Annotated[str, Field(min_length=1)]
Severity = Literal["error", "warning", "info"]
Match = Literal["exact", "class", "none"]
About = Literal["document", "reading"]

READS: Final = (
    r"^(code|text|label|no text|furniture|remark|end of table|text of [0-9]([0-9]{3}|[0-9]{2}x|[0-9]xx|xxx)"
    r"|joined (with|without) a (hyphen|space))$"
)
"""How a place can be read that was in doubt."""


class Record(BaseModel):
    """Base of the records: frozen, and strict about unknown fields."""

    model_config = ConfigDict(frozen=True, extra="forbid")


@dataclass(frozen=True, slots=True)
class Span:
    """Where something stands in the source: page and box in a PDF, line and column in text.

    `page`, `line` and `column` count from 1; `column` counts characters. `box` is left, top, right, bottom in points
    (1/72 inch) from the upper left corner of the page.
    """

    # Each word of a document has one, a tenth as large as a model of pydantic; in records it is validated as those are.
    __pydantic_config__: ClassVar[ConfigDict] = ConfigDict(extra="forbid")

    page: int | None = None
    line: int | None = None
    column: int | None = None
    box: tuple[float, float, float, float] | None = None


class ResultCode(Record):
    """A code as the document prints it, and its place in the hierarchy."""

    code: Code = Field(description=CODES["code"].description)
    description: Text | None = Field(description=CODES["description"].description)
    class_pattern: ClassPattern | None = Field(description=CODES["class_pattern"].description)
    parent_code: Code | None = Field(description=CODES["parent_code"].description)
    is_default: bool = Field(description=CODES["is_default"].description)
    class_1: ClassPattern | None = Field(description=CODES["class_1"].description)
    class_2: ClassPattern | None = Field(description=CODES["class_2"].description)
    class_3: ClassPattern | None = Field(description=CODES["class_3"].description)
    path: str = Field(description=CODES["path"].description)
    label_span: Span | None = None
    code_span: Span = Span()
    description_spans: tuple[Span, ...] = ()

    @property
    def page(self) -> int | None:
        """The page of the code, from 1; None where the source has no pages."""
        return self.code_span.page

    @property
    def line(self) -> int | None:
        """The line of the code, from 1."""
        return self.code_span.line


class CodeClass(Record):
    """A class that the document declares."""

    pattern: ClassPattern = Field(description=CLASSES["pattern"].description)
    level: Level = Field(description=CLASSES["level"].description)
    default_code: Code | None = Field(description=CLASSES["default_code"].description)
    title: Text | None = Field(description=CLASSES["title"].description)
    parent_pattern: ClassPattern | None = Field(description=CLASSES["parent_pattern"].description)
    span: Span = Span()

    @property
    def page(self) -> int | None:
        """The page of the label, from 1; None where the source has no pages."""
        return self.span.page

    @property
    def line(self) -> int | None:
        """The line of the label, from 1."""
        return self.span.line


class Finding(Record):
    """Something the document does, or a doubt about how it was read, and what was done about it."""

    rule: str = Field(description=FINDINGS["rule"].description)
    severity: Severity = Field(description=FINDINGS["severity"].description)
    about: About = Field(default="document", description=FINDINGS["about"].description)
    code: Code | None = Field(default=None, description=FINDINGS["code"].description)
    pattern: ClassPattern | None = Field(default=None, description=FINDINGS["pattern"].description)
    message: str = Field(description=FINDINGS["message"].description)
    action: str = Field(description=FINDINGS["action"].description)
    span: Span = Span()

    @property
    def page(self) -> int | None:
        """The page, from 1; None where the source has no pages."""
        return self.span.page

    @property
    def line(self) -> int | None:
        """The line, from 1; None where the finding is about the whole document."""
        return self.span.line

    @property
    def is_doubt(self) -> bool:
        """Whether it keeps a document from being published: an error about the reading."""
        return self.about == "reading" and self.severity == "error"


class Account(Record):
    """Where the characters between the header of the table and its end went (reading rule 11).

    Counts of characters that are not white space. `characters` is what stands there; the others say what became of
    them. The account closes when `unaccounted` is 0.
    """

    characters: int = 0
    records: int = 0
    findings: int = 0
    furniture: int = 0
    unaccounted: int = 0


class SettledReading(Record):
    """A place of a document that could be read in two ways, how it is read, why, and who says so.

    `before`, `text` and `after` are the words of the document there, to the letter; `text` is what was in doubt, and
    `doubt` the rule of the finding that said so. `read` is `code`, `text` (a number or a label that is part of a text),
    `label`, `text of 3137` or `text of 31xx` (the words belong to that code or class), `no text` (the code has none),
    `furniture` (no part of the table), `remark`, `end of table` (the table ends before it), or of the words at a line's
    end and the next one's begin `joined with a hyphen`, `joined without a hyphen`, `joined with a space` or
    `joined without a space`.
    """

    # An empty text in a settled reading is a slip of its author; but a document begins, and ends.
    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)

    before: str = ""
    text: Annotated[str, Field(pattern=r"\S")]
    after: str = ""
    doubt: Text
    read: Annotated[str, Field(pattern=READS)]
    reason: Text
    by: Text


class WithDoubts(Record):
    """Base of what tells how doubts about a reading were overcome, in a file only where there were any.

    `settled` are the readings that somebody settled; `accepted_doubts` is how many doubts were let through.
    """

    settled: Annotated[tuple[SettledReading, ...], Field(exclude_if=not_)] = ()
    accepted_doubts: Annotated[int, Field(ge=0, exclude_if=not_)] = 0


class Edition(WithDoubts):
    """One issue of the document. The sha256 of its bytes is its identity; the rest are labels."""

    name: str
    sha256: Annotated[str, Field(pattern="^[0-9a-f]{64}$")]
    source: str
    format: str
    encoding: str | None = None
    printed_version: str | None = None
    title: str | None = None
    author_tool: str | None = None
    created: str | None = None
    modified: str | None = None
    pages: int | None = None
    account: Account = Account()


class Resolution(Record):
    """The answer to the question what a code means to a reader who knows this code book.

    `requested` is the number asked for (None for a missing value); `code` is the code it is read as, None when no
    class with a default code holds it. `match` says how: `exact`, by `class` (then `matched_pattern` says which), or
    `none`. Never take a `class` match for an exact one: an unknown 1090 falls back to 1000, *success*.
    """

    requested: int | None
    code: Code | None
    match: Match
    matched_pattern: ClassPattern | None
    record: ResultCode | None


class Correction(Record):
    """What is wrong in a text of a document, what it should be, why, and who says so.

    `before` is the vendor's text to the letter (`from` in the file), `after` the corrected one (`to`), and `edition`
    the sha256 of the document in which the fault was found.
    """

    # An empty text in a correction is a slip of its author.
    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)

    code: Code
    field: Literal["description"]
    before: Text = Field(alias="from")
    after: Text = Field(alias="to")
    reason: Text
    source: Text
    edition: Annotated[str, Field(pattern="^[0-9a-f]{64}$")]


Applied = Mapping[int, Correction]
"""The corrections of the texts that a code book prints, by code."""
