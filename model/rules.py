"""The catalogue of findings: every rule id, its severity, and what it means."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from model.records import About, Finding, Severity, Span

if TYPE_CHECKING:
    from model.pattern import ClassPattern


@dataclass(frozen=True, slots=True)
class Rule:
    """A kind of finding.

    Parameters
    ----------
    id
        Stable id, kebab-case.
    severity
        `error`: the data cannot be trusted there; `warning`: look at it; `info`: good to know.
    meaning
        What the document does.
    action
        What is done about it.
    reading_rule
        The number of the reading rule that it comes from.
    about
        `document`: what the vendor printed; `reading`: what may have been read wrong or left unread.
    """

    id: str
    severity: Severity
    meaning: str
    action: str
    reading_rule: int
    about: About

    def finding(
        self,
        message: str,
        span: Span,
        *,
        code: int | None = None,
        pattern: ClassPattern | None = None,
    ) -> Finding:
        """A finding of this rule, at a place, about a code or a class."""
        return Finding(
            rule=self.id,
            severity=self.severity,
            about=self.about,
            code=code,
            pattern=pattern,
            message=message,
            action=self.action,
            span=span,
        )


ROWS_AFTER_TABLE: Final = Rule(
    "rows-after-table",
    "warning",
    "After the end of the table stand rows that would fit into it",
    "not read: the table ends before them",
    1,
    "reading",
)
LIKELY_RUNNING_HEAD: Final = Rule(
    "likely-running-head",
    "warning",
    "A line inside the table stands alone like a running head, but is printed only once",
    "taken as furniture; the table goes on after it",
    1,
    "reading",
)
NUMBER_IN_TEXT: Final = Rule(
    "number-in-text",
    "info",
    "A number inside a text could be a code there, but reads as text",
    "the text was left whole",
    3,
    "reading",
)
LABEL_SLIPPED: Final = Rule(
    "label-slipped",
    "warning",
    "The label of a class stands on another row than its default code",
    "the code with zeros was taken as the default code",
    6,
    "document",
)
LABEL_MISPRINT: Final = Rule(
    "label-misprint",
    "warning",
    "A label repeats another and does not fit the code of its row",
    "read as the pattern of that code",
    8,
    "document",
)
LABEL_MISFIT: Final = Rule(
    "label-misfit",
    "warning",
    "A label stands on the row of a code that it does not hold",
    "the class was declared as printed; the code belongs to the classes that hold it",
    8,
    "document",
)
DUPLICATE_CODE: Final = Rule(
    "duplicate-code",
    "warning",
    "A code is printed more than once, with the same text",
    "kept once",
    9,
    "document",
)
CONFLICTING_CODE: Final = Rule(
    "conflicting-code",
    "error",
    "A code is printed more than once, with different texts",
    "the first text was kept",
    9,
    "document",
)
CONFLICTING_TITLE: Final = Rule(
    "conflicting-title",
    "error",
    "A class is printed more than once, with different titles",
    "the first title was kept",
    9,
    "document",
)
EMPTY_DESCRIPTION: Final = Rule(
    "empty-description",
    "warning",
    "A code has no description",
    "the description is null",
    10,
    "document",
)
REPEATED_DESCRIPTION: Final = Rule(
    "repeated-description",
    "warning",
    "Two codes have the same description: a misprint there changes what a code means",
    "both were kept as printed",
    10,
    "document",
)
MIXED_WILDCARDS: Final = Rule(
    "mixed-wildcards",
    "info",
    "Latin and Cyrillic letters are mixed in the wildcards of the labels",
    "all were read as the Latin x",
    10,
    "document",
)
CODE_WITHOUT_CLASS: Final = Rule(
    "code-without-class",
    "warning",
    "No declared class holds a code",
    "kept without a class; it has no parent",
    5,
    "document",
)
UNATTACHED_TEXT: Final = Rule(
    "unattached-text",
    "warning",
    "A text stands in the table before any code or label that it could belong to",
    "kept in this finding only",
    2,
    "reading",
)
INVISIBLE_CHARACTER: Final = Rule(
    "invisible-character",
    "info",
    "Texts of the table hold a character of no width, such as a zero-width space",
    "it was taken away",
    4,
    "document",
)
COMPOSED_LETTER: Final = Rule(
    "composed-letter",
    "info",
    "Texts of the table hold a letter in another form than Unicode's NFC, such as й written as и and its mark",
    "the letter was composed",
    4,
    "document",
)
SPECIAL_CHARACTER: Final = Rule(
    "special-character",
    "warning",
    "Texts of the table hold a character that steers how text is shown, such as a bidirectional control, or that means "
    "nothing: a control, private or unassigned character, or the sign for damaged text",
    "it was kept, to the letter",
    4,
    "document",
)
ENGINES_DIFFER: Final = Rule(
    "engines-differ",
    "warning",
    "Two PDF libraries read different letters or digits on a page of the table",
    "what pdfplumber reads was kept: look at the source there",
    11,
    "reading",
)
ROW_NOT_READ: Final = Rule(
    "row-not-read",
    "warning",
    "Lines of a PDF begin with numbers that could be codes of the table, and no row that was read has them",
    "not read: look at the source there",
    11,
    "reading",
)
DAMAGED_STREAM: Final = Rule(
    "damaged-stream",
    "warning",
    "Something packed in a PDF is not what was packed: text of a page may be other than it was, or not there",
    "what could be read was kept: download or export it again",
    11,
    "reading",
)
HIDDEN_TEXT: Final = Rule(
    "hidden-text",
    "warning",
    "A page holds text that nobody sees: not drawn, white on white, outside of the page, or tiny",
    "not read: nobody who looks at the page reads it either",
    11,
    "document",
)
HIDDEN_CELLS: Final = Rule(
    "hidden-cells",
    "warning",
    "Rows, columns or sheets of a workbook are hidden",
    "read as all others: look whether they are meant",
    11,
    "document",
)
TEXT_OFF_PAGE: Final = Rule(
    "text-off-page",
    "warning",
    "Lines run off the paper: their ends are in the PDF, and nobody sees them",
    "read to their ends",
    11,
    "document",
)
CUT_TEXT: Final = Rule(
    "cut-text",
    "error",
    "Lines of a page stop within a word at one edge: their ends are not in the PDF",
    "none: print or export the document again, with its lines whole",
    11,
    "reading",
)
UNACCOUNTED_TEXT: Final = Rule(
    "unaccounted-text",
    "error",
    "Text of the table is in no record, no finding and no furniture",
    "none: look at the source there",
    11,
    "reading",
)

CODE_MARK: Final = Rule(
    "code-mark",
    "warning",
    "A mark stands at a code or a label: of a footnote, of emphasis, a number sign",
    "it was taken off",
    3,
    "document",
)
NOTE_MARK: Final = Rule(
    "note-mark",
    "info",
    "The raised mark of a footnote stands in the table",
    "it was taken off",
    3,
    "document",
)
STRUCK_OUT: Final = Rule(
    "struck-out",
    "warning",
    "A code or its text is struck out in the document",
    "it was read",
    2,
    "document",
)
DOUBTFUL_CODE: Final = Rule(
    "doubtful-code",
    "error",
    "A number was read as a code that could be part of a text",
    "say with readings.toml how it is read, or accept it",
    3,
    "reading",
)
DOUBTFUL_NUMBER: Final = Rule(
    "doubtful-number",
    "error",
    "A number was not read as a code that could be one",
    "say with readings.toml how it is read, or accept it",
    3,
    "reading",
)
DOUBTFUL_TEXT: Final = Rule(
    "doubtful-text",
    "error",
    "A text could belong to another code, to none, or not to the table",
    "say with readings.toml how it is read, or accept it",
    4,
    "reading",
)
DOUBTFUL_COLUMN: Final = Rule(
    "doubtful-column",
    "error",
    "What a column holds cannot be told, or what stands in it cannot be told from its neighbours",
    "give a document that keeps its columns, or accept it",
    2,
    "reading",
)
DOUBTFUL_CLASS: Final = Rule(
    "doubtful-class",
    "error",
    "Codes stand in no class, or a class has no codes, in a document that prints labels",
    "look whether labels or rows are missing, or accept it",
    5,
    "reading",
)
DOUBTFUL_JOIN: Final = Rule(
    "doubtful-join",
    "warning",
    "How two lines of a text are joined is in doubt: with a hyphen or without one",
    "joined as the words of the document and a dictionary suggest",
    4,
    "reading",
)

RULES: Final = {
    rule.id: rule
    for rule in (
        ROWS_AFTER_TABLE,
        LIKELY_RUNNING_HEAD,
        UNATTACHED_TEXT,
        NUMBER_IN_TEXT,
        CODE_WITHOUT_CLASS,
        LABEL_SLIPPED,
        LABEL_MISPRINT,
        LABEL_MISFIT,
        DUPLICATE_CODE,
        CONFLICTING_CODE,
        CONFLICTING_TITLE,
        EMPTY_DESCRIPTION,
        REPEATED_DESCRIPTION,
        MIXED_WILDCARDS,
        INVISIBLE_CHARACTER,
        COMPOSED_LETTER,
        SPECIAL_CHARACTER,
        ENGINES_DIFFER,
        ROW_NOT_READ,
        DAMAGED_STREAM,
        HIDDEN_TEXT,
        TEXT_OFF_PAGE,
        CUT_TEXT,
        HIDDEN_CELLS,
        UNACCOUNTED_TEXT,
        CODE_MARK,
        NOTE_MARK,
        STRUCK_OUT,
        DOUBTFUL_CODE,
        DOUBTFUL_NUMBER,
        DOUBTFUL_TEXT,
        DOUBTFUL_COLUMN,
        DOUBTFUL_CLASS,
        DOUBTFUL_JOIN,
    )
}
"""Every rule by its id."""
