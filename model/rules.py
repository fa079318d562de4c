"""The catalogue of findings: those about a document, what the vendor printed, and all of them by their ids."""

from __future__ import annotations

from typing import Final

from model.reading_rules import (
    CUT_TEXT,
    DAMAGED_STREAM,
    DOUBTFUL_CLASS,
    DOUBTFUL_CODE,
    DOUBTFUL_COLUMN,
    DOUBTFUL_JOIN,
    DOUBTFUL_NUMBER,
    DOUBTFUL_TEXT,
    ENGINES_DIFFER,
    LIKELY_RUNNING_HEAD,
    NUMBER_IN_TEXT,
    SETTLED_READING,
    UNACCOUNTED_TEXT,
    UNATTACHED_TEXT,
)
from model.rule import Rule

LABEL_SLIPPED: Final = Rule(
    "label-slipped",
    "warning",
    "The label of a class stands on another row than its default code",
    "the code with zeros was taken as the default code",
)
LABEL_MISPRINT: Final = Rule(
    "label-misprint",
    "warning",
    "A label repeats another and does not fit the code of its row",
    "read as the pattern of that code",
)
LABEL_MISFIT: Final = Rule(
    "label-misfit",
    "warning",
    "A label stands on the row of a code that it does not hold",
    "the class was declared as printed; the code belongs to the classes that hold it",
)
DUPLICATE_CODE: Final = Rule(
    "duplicate-code", "warning", "A code is printed more than once, with the same text", "kept once"
)
CONFLICTING_CODE: Final = Rule(
    "conflicting-code", "error", "A code is printed more than once, with different texts", "the first text was kept"
)
CONFLICTING_TITLE: Final = Rule(
    "conflicting-title", "error", "A class is printed more than once, with different titles", "the first title was kept"
)
EMPTY_DESCRIPTION: Final = Rule("empty-description", "warning", "A code has no description", "the description is null")
REPEATED_DESCRIPTION: Final = Rule(
    "repeated-description",
    "warning",
    "Two codes have the same description: a misprint there changes what a code means",
    "both were kept as printed",
)
MIXED_WILDCARDS: Final = Rule(
    "mixed-wildcards",
    "info",
    "Latin and Cyrillic letters are mixed in the wildcards of the labels",
    "all were read as the Latin x",
)
CODE_WITHOUT_CLASS: Final = Rule(
    "code-without-class", "warning", "No declared class holds a code", "kept without a class; it has no parent"
)
INVISIBLE_CHARACTER: Final = Rule(
    "invisible-character",
    "info",
    "Texts of the table hold a character of no width, such as a zero-width space",
    "it was taken away",
)
COMPOSED_LETTER: Final = Rule(
    "composed-letter",
    "info",
    "Texts of the table hold a letter in another form than Unicode's NFC, such as й written as и and its mark",
    "the letter was composed",
)
MIXED_LETTERS: Final = Rule(
    "mixed-letters",
    "warning",
    "A word of a description mixes Latin and Cyrillic letters that look alike: searches and comparisons miss it",
    "it was kept, to the letter",
)
SPECIAL_CHARACTER: Final = Rule(
    "special-character",
    "warning",
    "Texts of the table hold a character that steers how text is shown, such as a bidirectional control, or that means "
    "nothing: a control, private or unassigned character, or the sign for damaged text",
    "it was kept, to the letter",
)
HIDDEN_TEXT: Final = Rule(
    "hidden-text",
    "warning",
    "A page holds text that nobody sees: not drawn, white on white, outside of the page, or tiny",
    "not read: nobody who looks at the page reads it either",
)
HIDDEN_CELLS: Final = Rule(
    "hidden-cells",
    "warning",
    "Rows, columns or sheets of a workbook are hidden",
    "read as all others: look whether they are meant",
)
TEXT_OFF_PAGE: Final = Rule(
    "text-off-page",
    "warning",
    "Lines run off the paper: their ends are in the PDF, and nobody sees them",
    "read to their ends",
)
CODE_MARK: Final = Rule(
    "code-mark",
    "warning",
    "A mark stands at a code or a label: of a footnote, of emphasis, a number sign",
    "it was taken off",
)
NOTE_MARK: Final = Rule("note-mark", "info", "The raised mark of a footnote stands in the table", "it was taken off")
STRUCK_OUT: Final = Rule("struck-out", "warning", "A code or its text is struck out in the document", "it was read")

RULES: Final = {
    rule.id: rule
    for rule in (
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
        MIXED_LETTERS,
        SPECIAL_CHARACTER,
        ENGINES_DIFFER,
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
        SETTLED_READING,
    )
}
"""Every rule by its id."""
