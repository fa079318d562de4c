"""Files of call records, decoded part by part into one: memory does not grow with their size."""

from __future__ import annotations

import lzma
import sys
import zlib
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import closing, contextmanager
from dataclasses import dataclass
from typing import IO, Final

import pyarrow

from ingest.calls.answers import Answers, answers_to
from ingest.calls.files import STDIN, find_files, form_of, open_input
from ingest.calls.json_lines import object_lines
from ingest.calls.layout import Layout, Note
from ingest.calls.outputs import open_output
from ingest.calls.rows import Rows, in_order
from ingest.calls.summary import Summary
from ingest.calls.tables import Source, names_in, read_parts
from ingest.calls.writers import OTHER_COLUMNS, Writer, writer_of
from model import ColumnError, Fault, InputError, UndecodableError
from model.decoding.lookup import SHOWN, Indices, LookupColumn, Request

_DAMAGED: Final = (ValueError, OSError, EOFError, pyarrow.ArrowException, lzma.LZMAError, zlib.error)

_OF_TABLES: Final = frozenset({"csv", "tsv", "parquet", "xlsx"})


@dataclass
class Run:
    """One run: what is read and asked, and what is counted of it.

    Parameters
    ----------
    files, form, layout
        What is read, the form of it all, and how it is laid out.
    written
        The form that is written.
    answers
        What is added.
    summary
        What is counted.
    progress
        Called after each part with the number of rows done.
    note
        Told what was found out, if it is unusual.
    """

    files: list[str]
    form: str
    layout: Layout
    written: str
    answers: Answers
    summary: Summary
    progress: Callable[[int], None] | None
    note: Note

    def count(self, codes: pyarrow.Array, numbers: Indices) -> None:
        """Count the rows of a part, and tell of it."""
        self.summary.add(codes, numbers)
        if self.progress is not None:
            self.progress(self.summary.rows)

    def refuse_undecodable(self) -> None:
        """Complain under `strict` of what was counted."""
        if self.answers.request.strict and self.summary.undecodable:
            raise UndecodableError(self.summary.undecodable, list(self.summary.values)[:SHOWN])

    def source(self, name: str, note: Note) -> Source:
        """What is read of a file."""
        return Source(name, self.form, self.layout, self.answers.request.names, note, self.is_flat, self.written)

    @property
    def is_flat(self) -> bool:
        """Whether JSON becomes a row for each code: if it is asked for, and where a table is made of what is deep."""
        becomes_table = self.written in _OF_TABLES
        is_deep = self.form == "json" or bool(self.layout.preset) or is_path(self.layout.column)
        return self.layout.flat or (becomes_table and is_deep)

    @property
    def is_rewritten(self) -> bool:
        """Whether a document of JSON stays one."""
        is_json = self.form == "json" or (self.form == "ndjson" and is_path(self.layout.column))
        return is_json and not self.is_flat


def is_path(column: str) -> bool:
    """Whether the name of a column is a path into JSON."""
    return "." in column or "[]" in column


def decode_files(
    calls: str,
    layout: Layout,
    out: str,
    request: Request,
    patterns: LookupColumn,
    progress: Callable[[int], None] | None = None,
    note: Note = lambda _: None,
) -> Summary:
    """Decode the files of call records that a name stands for, and write them into one.

    Parameters
    ----------
    calls, out
        A file, a folder or a pattern, and a file, which is there only when it is complete; `-` for standard streams.
    layout
        How they are laid out, and the column of the codes.
    request, patterns
        The answers to add, and the column of answers `matched_pattern`, to count by.
    progress
        Called after each part with the number of rows done.
    note
        Told what was found out, if it is unusual.

    Raises
    ------
    InputError
        `missing-file`, `unknown-form`, `mixed-forms`, `column`, `header` or `damaged-file`.
    UndecodableError
        If the request is strict and some value has no answer.
    PublicationError
        If the file cannot be written, or the package for workbooks is not installed.
    """
    files = find_files(calls, has_form=layout.form is not None, note=note)
    read = form_of_all(files, layout.form)
    written = _written_form(out, read, layout)
    answers = answers_to(request)
    run = Run(files, read, layout, written, answers, Summary(request.match, patterns), progress, note)
    order = _check_names(run)
    with open_output(out) as stream:
        try:
            if run.is_rewritten:
                _rewrite(run, stream)
            else:
                _decode_parts(run, stream, order)
        except _OutputError as error:
            raise error.error from None
        run.refuse_undecodable()
    return run.summary


def _written_form(out: str, read: str, layout: Layout) -> str:
    if out == STDIN:
        # What is no text is for a file, or for another program: that reads Parquet, and hardly a workbook.
        if read == "xlsx" or (read == "parquet" and sys.stdout.isatty()):
            return "csv"
        return "ndjson" if layout.flat and read == "json" else read
    written = form_of(out, layout.form)[0]
    if written == "xlsx" and not out.lower().endswith(".xlsx"):
        raise InputError(Fault("unknown-form", "of workbooks, .xlsx is written only, and not compressed", out))
    if written == "json" and read != "json":
        message = f"a JSON document can be written of one only, and {read} is read; try .ndjson"
        raise InputError(Fault("unknown-form", message, out))
    if read == "json" and layout.flat and written == "json":
        raise InputError(Fault("unknown-form", "rows are no single document; with --flat, try .csv or .ndjson", out))
    return written


def _check_names(run: Run) -> list[str] | None:
    """The names of the columns of several files, which are alike, before anything is written."""
    if len(run.files) < 2:
        return None
    first: list[str] | None = None
    for name in run.files:
        with telling(name, run.form), open_input(name, seekable=run.form == "parquet") as stream:
            names = names_in(stream, run.source(name, run.note))
        first = names if first is None else first
        if names is not None and first is not None and sorted(names) != sorted(first):
            raise InputError(Fault("column", OTHER_COLUMNS, name))
    return first


def _decode_parts(run: Run, stream: IO[bytes], order: list[str] | None) -> None:
    # Closed on failure too, while the stream is open: a writer of Parquet would later write its end to nowhere.
    with closing(writer_of(stream, run.written, run.answers)) as writer, _in_background(writer) as write:
        for name in run.files:
            with (
                telling(name, run.form),
                open_input(name, seekable=_goes_back(run)) as opened,
                closing(read_parts(opened, run.source(name, run.note))) as parts,
            ):
                for part in parts:
                    numbers = run.answers.numbers_of(part.codes)
                    write(name, part.rows if order is None else in_order(part.rows, order), numbers)
                    run.count(part.codes, numbers)


def _goes_back(run: Run) -> bool:
    becomes_table = run.is_flat or run.written in _OF_TABLES
    return run.form in {"parquet", "xlsx"} or (becomes_table and run.form in {"json", "ndjson"})


def _rewrite(run: Run, stream: IO[bytes]) -> None:
    from ingest.calls.json_paths import rewritten
    from model.decoding.pandas_frames import to_arrow

    for name in run.files:
        with telling(name, run.form), open_input(name) as opened:
            lines = object_lines(opened, name, run.layout)
            for text, values in rewritten(lines, name, run.layout.column, run.answers):
                codes = to_arrow(values)
                run.count(codes, run.answers.numbers_of(codes))
                _write(stream, text.encode())


def _write(stream: IO[bytes], text: bytes) -> None:
    try:
        stream.write(text)
    except OSError as error:
        raise _OutputError(error) from error


class _OutputError(Exception):
    """Carries an error of the output past what tells errors of the input."""

    def __init__(self, error: OSError) -> None:
        super().__init__(str(error))
        self.error = error


@contextmanager
def _in_background(writer: Writer) -> Iterator[Callable[[str, Rows, Indices], None]]:
    """Writes one part while the next is read and decoded. No more than one waits: memory stays bounded."""

    def write_now(name: str, rows: Rows, numbers: Indices) -> None:
        try:
            writer.write(rows, numbers)
        except ColumnError as error:
            raise InputError(Fault("column", str(error), name)) from error
        except OSError as error:
            raise _OutputError(error) from error

    def write(name: str, rows: Rows, numbers: Indices) -> None:
        while pending:
            pending.pop().result()
        pending.append(thread.submit(write_now, name, rows, numbers))

    pending: list[Future[None]] = []
    with ThreadPoolExecutor(1) as thread:
        yield write
        while pending:
            pending.pop().result()


def form_of_all(files: list[str], form: str | None) -> str:
    """The form that all files have.

    Raises
    ------
    InputError
        `unknown-form`, or `mixed-forms` if one has another.
    """
    forms = {name: form_of(name, form or usual_form(name))[0] for name in files}
    if form in {"csv", "json", "ndjson"} and len(files) == 1:
        return form  # what a user says of a single file is more than its name
    first, *others = forms.items()
    for name, other in others:
        if other != first[1]:
            raise InputError(Fault("mixed-forms", f"{other}, beside {first[0]}, which is {first[1]}", name))
    return first[1]


def usual_form(name: str) -> str | None:
    """What the standard input is taken for, and a text: delimited, and the rest is found out."""
    return "csv" if name == STDIN or name.lower().endswith(".txt") else None


@contextmanager
def telling(name: str, form: str) -> Iterator[None]:
    """Tells what goes wrong with a file, under its name."""
    try:
        yield
    except ColumnError as error:
        raise InputError(Fault("column", str(error), name)) from error
    except PermissionError as error:
        raise InputError(Fault("unreadable-file", f"the file cannot be read: {error.strerror}", name)) from error
    except _DAMAGED as error:
        reason = " ".join(str(getattr(error, "strerror", None) or error).split())
        raise InputError(Fault("damaged-file", f"cannot be read as {form}: {reason}", name)) from error
