"""Files of call records, decoded part by part into one: memory does not grow with their size."""

from __future__ import annotations

import lzma
import zlib
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, Final

from pyarrow import ArrowException

from ingest.calls import find_files, form_of, open_input, open_output
from ingest.calls_summary import Summary
from ingest.calls_tables import Part, read_parts, writer_of
from model import ColumnError, Fault, InputError, UndecodableError
from model.decode_arrays import SHOWN, find

if TYPE_CHECKING:
    from ingest.calls_tables import Writer
    from model.decode_lookup import Indices, LookupColumn, Request

_DAMAGED: Final = (ValueError, OSError, EOFError, ArrowException, lzma.LZMAError, zlib.error)


def decode_files(
    calls: str,
    column: str,
    out: str,
    request: Request,
    patterns: LookupColumn,
    form: str | None = None,
    progress: Callable[[int], None] | None = None,
) -> Summary:
    """Decode the files of call records that a name stands for, and write them into one.

    Parameters
    ----------
    calls, out
        A file, a folder or a pattern, and a file, which is there only when it is complete; `-` for standard streams.
    column, request, patterns
        The column of the codes, the answers to add, and the column of answers `matched_pattern`, to count by.
    form
        The form of files whose name says none.
    progress
        Called after each part with the number of rows done.

    Raises
    ------
    InputError
        `missing-file`, `unknown-form`, `mixed-forms`, `column`, or `damaged-file`.
    UndecodableError
        If the request is strict and some value has no answer.
    PublicationError
        If the file cannot be written.
    """
    files = find_files(calls)
    kind = _form_of_all(files, form)
    written = _written_form(out, kind, form)
    summary = Summary(patterns)
    with open_output(out) as stream:
        writer = writer_of(stream, written, request)
        with _in_background(writer) as write:
            for name in files:
                for part in _parts(name, kind, column, request):
                    *found, matches, matched = _find(name, part, (*request.answers, request.match, patterns))
                    write(name, part.rows, found)
                    summary.add(part.codes, matches, matched)
                    if progress is not None:
                        progress(summary.rows)
        writer.close()
        if request.strict and summary.undecodable:
            raise UndecodableError(summary.undecodable, list(summary.values)[:SHOWN])
    return summary


def _find(name: str, part: Part, columns: Sequence[LookupColumn]) -> list[Indices]:
    try:
        return find(part.codes, columns)
    except ColumnError as error:
        raise InputError(Fault("column", str(error), name)) from error


def _written_form(out: str, read: str, form: str | None) -> str:
    written = read if out == "-" else form_of(out, form)[0]
    if written != read and "ndjson" in {read, written}:
        raise InputError(Fault("mixed-forms", f"JSON lines are made of JSON lines only, not {written} of {read}", out))
    return written


@contextmanager
def _in_background(writer: Writer) -> Iterator[Callable[[str, Any, Sequence[Indices]], None]]:
    """Writes one part while the next is read and decoded. No more than one waits: memory stays bounded."""

    def write_now(name: str, rows: Any, found: Sequence[Indices]) -> None:
        try:
            writer.write(rows, found)
        except ColumnError as error:
            raise InputError(Fault("column", str(error), name)) from error

    def write(name: str, rows: Any, found: Sequence[Indices]) -> None:
        while pending:
            pending.pop().result()
        pending.append(thread.submit(write_now, name, rows, found))

    pending: list[Future[None]] = []
    with ThreadPoolExecutor(1) as thread:
        yield write
        while pending:
            pending.pop().result()


def _form_of_all(files: list[str], form: str | None) -> str:
    forms = {name: form_of(name, form or ("csv" if name == "-" else None))[0] for name in files}
    first, *others = forms.items()
    for name, other in others:
        if other != first[1]:
            raise InputError(Fault("mixed-forms", f"{other}, beside {first[0]}, which is {first[1]}", name))
    return first[1]


def _parts(name: str, form: str, column: str, request: Request) -> Iterator[Part]:
    try:
        with open_input(name) as stream:
            yield from read_parts(stream, form, column, request)
    except ColumnError as error:
        raise InputError(Fault("column", str(error), name)) from error
    except _DAMAGED as error:
        reason = " ".join(str(getattr(error, "strerror", None) or error).split())
        raise InputError(Fault("damaged-file", f"cannot be read as {form}: {reason}", name)) from error
