"""The findings about a reading: what may have been read wrong or was left unread."""

from __future__ import annotations

from typing import Final

from model.rule import Rule

LIKELY_RUNNING_HEAD: Final = Rule(
    "likely-running-head",
    "warning",
    "A line inside the table stands alone like a running head, but is printed only once",
    "taken as furniture; the table goes on after it",
    "reading",
)
NUMBER_IN_TEXT: Final = Rule(
    "number-in-text",
    "info",
    "A number inside a text could be a code there, but reads as text",
    "the text was left whole",
    "reading",
)
UNATTACHED_TEXT: Final = Rule(
    "unattached-text",
    "warning",
    "A text stands in the table before any code or label that it could belong to",
    "kept in this finding only",
    "reading",
)
ENGINES_DIFFER: Final = Rule(
    "engines-differ",
    "warning",
    "Two PDF libraries read different letters or digits on a page of the table",
    "what pdfplumber reads was kept: look at the source there",
    "reading",
)
DAMAGED_STREAM: Final = Rule(
    "damaged-stream",
    "warning",
    "Something packed in a PDF is not what was packed: text of a page may be other than it was, or not there",
    "what could be read was kept: download or export it again",
    "reading",
)
CUT_TEXT: Final = Rule(
    "cut-text",
    "error",
    "Lines of a page, or of a copy of it, stop within a word at one edge: their ends are not there",
    "none: print or export the document again, with its lines whole",
    "reading",
)
UNACCOUNTED_TEXT: Final = Rule(
    "unaccounted-text",
    "error",
    "Text of the table is in no record, no finding and no furniture",
    "none: look at the source there",
    "reading",
)
DOUBTFUL_CODE: Final = Rule(
    "doubtful-code",
    "error",
    "A number was read as a code that could be part of a text",
    "nothing is published until somebody has looked, and accepts it",
    "reading",
)
DOUBTFUL_NUMBER: Final = Rule(
    "doubtful-number",
    "error",
    "A number was not read as a code that could be one",
    "nothing is published until somebody has looked, and accepts it",
    "reading",
)
DOUBTFUL_TEXT: Final = Rule(
    "doubtful-text",
    "error",
    "A text could belong to another code, to none, or not to the table",
    "nothing is published until somebody has looked, and accepts it",
    "reading",
)
DOUBTFUL_COLUMN: Final = Rule(
    "doubtful-column",
    "error",
    "What a column holds cannot be told, or what stands in it cannot be told from its neighbours",
    "nothing is published: give a document that keeps its columns, or look, and accept it",
    "reading",
)
DOUBTFUL_CLASS: Final = Rule(
    "doubtful-class",
    "error",
    "Codes stand in no class, or a class has no codes, in a document that prints labels",
    "nothing is published until somebody has looked whether labels or rows are missing, as a copy loses some, and"
    " accepts it: what the copy was made of has them",
    "reading",
)
DOUBTFUL_JOIN: Final = Rule(
    "doubtful-join",
    "warning",
    "How two lines of a text are joined is in doubt: at a hyphen, or with a space or none behind a slash",
    "joined as the words of the document and a dictionary suggest",
    "reading",
)
SETTLED_READING: Final = Rule(
    "settled-reading",
    "info",
    "A place could be read in two ways, and somebody who looked has said how it is to be read",
    "read as settled",
    "reading",
)
