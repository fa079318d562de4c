"""Text in the forms people have it: laid out by tabs or spaces, Markdown, CSV and TSV."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ingest.cleaning import clean, visible
from ingest.encoding import decode
from ingest.readers.delimited import delimited_block, delimited_rows, find_delimited
from ingest.readers.lines import LINE_END, layout_rows, lines_of
from ingest.readers.markdown import has_pipe_table, pipe_rows
from ingest.rows import Document, ReadOptions, Row


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
        If the encoding is wrong or not found (see `ingest.encoding.decode`), or the quotes of a CSV are broken.
    """
    text, encoding = decode(data, place, options.encoding)
    raw_lines = LINE_END.split(text)
    form, rows = _rows(text, raw_lines, place)
    return Document(
        rows=tuple(rows),
        format=form,
        encoding=encoding,
        characters={number: visible(line) for number, line in enumerate(raw_lines, start=1)},
        ends_open=_ends_open(form, raw_lines[-1]),
    )


def _ends_open(form: str, last_line: str) -> bool:
    """Whether a text ends within a row: without a line end, and without what the format closes a row with."""
    text = clean(last_line)
    is_closed = {"csv": max(text.count(delimiter) for delimiter in ",;\t") > 1, "markdown": text.endswith("|")}
    return bool(text) and not is_closed.get(form, False)


def _rows(text: str, raw_lines: Sequence[str], place: str) -> tuple[str, Iterator[Row] | list[Row]]:
    """The form of a text and its rows."""
    if found := find_delimited(raw_lines):
        return "csv", list(_delimited(raw_lines, *found, place))
    lines = list(lines_of(text))
    if has_pipe_table(lines):
        return "markdown", pipe_rows(lines)
    return "text", layout_rows(lines)


def _delimited(raw_lines: Sequence[str], start: int, delimiter: str, place: str) -> Iterator[Row]:
    """Plain text before and after a block of separated values, and the block."""
    end = delimited_block(raw_lines, start, delimiter)
    yield from layout_rows(lines_of("\n".join(raw_lines[:start])))
    yield from delimited_rows(raw_lines[start:end], start + 1, delimiter, place)
    yield from layout_rows(line._replace(number=line.number + end) for line in lines_of("\n".join(raw_lines[end:])))
