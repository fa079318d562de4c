"""Text in the forms people have it: laid out by tabs or spaces, Markdown, CSV and TSV."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from ingest.document.cleaning import clean, visible
from ingest.document.encoding import decode
from ingest.document.rows import Document, ReadOptions, Row
from ingest.readers.delimited import delimited_blocks, delimited_rows
from ingest.readers.lines import LINE_END, layout_rows, lines_of
from ingest.readers.markdown import has_pipe_table, pipe_rows

_MARKS: Final = ' \t\f;,|"'
_TABLES_A_BLOCK: Final = 1_000_000
"""Between two blocks of separated values stand fewer tables than that: their numbers never meet."""


def read_text(data: bytes, place: str, options: ReadOptions) -> Document:
    """A text as rows.

    Parameters
    ----------
    data
        The bytes of the file.
    place
        How errors name the file.
    options
        `encoding` is used, if given.

    Raises
    ------
    InputError
        If the encoding is wrong or not found (`ingest.document.encoding.decode`), or the quotes of a CSV are broken.
    """
    text, encoding = decode(data, place, options.encoding)
    raw_lines = LINE_END.split(text)
    form, rows = _rows(raw_lines, place)
    return Document(
        rows=tuple(rows),
        format=form,
        encoding=encoding,
        characters={number: _characters(form, line) for number, line in enumerate(raw_lines, start=1)},
        ends_open=_ends_open(form, raw_lines[-1]),
    )


def _ends_open(form: str, last_line: str) -> bool:
    """Whether a text ends within a row: without a line end, and without what the format closes a row with."""
    text = clean(last_line)
    if form == "csv":
        delimiter = max(",;\t", key=text.count)
        return bool(text) and (text.count(delimiter) < 2 or text.endswith(delimiter))
    if form == "markdown":
        return text.startswith("|") and (not text.endswith("|") or text.count("|") == 3)
    return bool(text)


def _characters(form: str, line: str) -> int:
    """The visible characters of a line; one with nothing but marks of the format is as good as blank."""
    return 0 if form != "text" and not line.strip(_MARKS) else visible(line)


def _rows(raw_lines: Sequence[str], place: str) -> tuple[str, list[Row]]:
    """The form of a text and its rows: blocks of separated values, and between them Markdown or layout."""
    rows: list[Row] = []
    forms: list[str] = []
    start = 0
    for begin, end, delimiter in delimited_blocks(raw_lines):
        rows += _laid_out(raw_lines, start, begin, len(forms))
        forms.append("csv")
        rows += delimited_rows(raw_lines[begin:end], begin + 1, delimiter, _TABLES_A_BLOCK * len(forms), place)
        start = end
    rest = list(_laid_out(raw_lines, start, len(raw_lines), len(forms)))
    is_markdown = any(row.table is not None for row in rest)
    return forms[0] if forms else "markdown" if is_markdown else "text", rows + rest


def _laid_out(raw_lines: Sequence[str], start: int, end: int, blocks: int) -> Iterator[Row]:
    """The rows of a stretch of lines without separated values."""
    stretch = "\n".join(raw_lines[start:end])
    lines = [line._replace(number=line.number + start) for line in lines_of(stretch)]
    if has_pipe_table(lines):
        return pipe_rows(lines, _TABLES_A_BLOCK * blocks)
    return layout_rows(lines)
