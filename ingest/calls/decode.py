"""Files of call records, decoded part by part into one: memory does not grow with their size."""

from __future__ import annotations

import lzma
import zlib
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import closing, contextmanager
from dataclasses import dataclass, replace
from typing import IO, TYPE_CHECKING, Any, Final

import pyarrow

from ingest.calls.files import STDIN, find_files, form_of, open_input, open_output
from ingest.calls.summary import Summary
from ingest.calls.tables import Part, Parts, read_parts
from ingest.calls.writers import writer_of
from model import ColumnError, Fault, InputError, UndecodableError
from model.decoding.arrays import answers_to_arrow, find
from model.decoding.lookup import SHOWN

if TYPE_CHECKING:
    from ingest.calls.writers import Writer
    from model.decoding.lookup import Indices, LookupColumn, Request

_DAMAGED: Final = (ValueError, OSError, EOFError, pyarrow.ArrowException, lzma.LZMAError, zlib.error)


@dataclass
class Run:
    """One run: what is read and asked, and what is counted of it.

    Parameters
    ----------
    files, form
        What is read, and the form of it all.
    column, request
        The column of the codes, and the answers to add.
    summary
        What is counted.
    progress
        Called after each part with the number of rows done.
    """

    files: list[str]
    form: str
    column: str
    request: Request
    summary: Summary
    progress: Callable[[int], None] | None

    def count(self, codes: pyarrow.Array, matches: Indices, patterns: Indices) -> None:
        """Count the rows of a part, and tell of it."""
        self.summary.add(codes, matches, patterns)
        if self.progress is not None:
            self.progress(self.summary.rows)

    def refuse_undecodable(self) -> None:
        """Complain under `strict` of what was counted."""
        if self.request.strict and self.summary.undecodable:
            raise UndecodableError(self.summary.undecodable, list(self.summary.values)[:SHOWN])


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
    read = _form_of_all(files, form)
    written = read if out == STDIN else form_of(out, form)[0]
    run = Run(files, read, column, request, Summary(patterns), progress)
    _decode_parts(run, out, written)
    return run.summary


def _decode_parts(run: Run, out: str, written: str) -> None:
    request = replace(run.request, strict=False)
    counted = (run.request.match, run.summary.patterns)
    with open_output(out) as stream:
        # Closed on failure too, while the stream is open: a writer of Parquet would later write its end to nowhere.
        with closing(writer_of(stream, written, request)) as writer, _in_background(writer) as write:
            for name in run.files:
                with closing(_parts(name, run, lambda stream: _read(stream, run, written))) as parts:
                    for part in parts:
                        matches, matched, *found = _find(name, part, (*counted, *request.answers))
                        answers = [answers_to_arrow(*pair) for pair in zip(found, request.answers, strict=True)]
                        write(name, part.rows, answers)
                        run.count(part.codes, matches, matched)
        run.refuse_undecodable()


def _read(stream: Any, run: Run, written: str) -> Parts:
    return read_parts(stream, run.form, run.column, run.request, written == "ndjson")


def _find(name: str, part: Part, columns: Sequence[LookupColumn]) -> list[Indices]:
    try:
        return find(part.codes, columns)
    except ColumnError as error:
        raise InputError(Fault("column", str(error), name)) from error


@contextmanager
def _in_background(writer: Writer) -> Iterator[Callable[[str, Any, Sequence[pyarrow.Array]], None]]:
    """Writes one part while the next is read and decoded. No more than one waits: memory stays bounded."""

    def write_now(name: str, rows: Any, answers: Sequence[pyarrow.Array]) -> None:
        try:
            writer.write(rows, answers)
        except ColumnError as error:
            raise InputError(Fault("column", str(error), name)) from error

    def write(name: str, rows: Any, answers: Sequence[pyarrow.Array]) -> None:
        while pending:
            pending.pop().result()
        pending.append(thread.submit(write_now, name, rows, answers))

    pending: list[Future[None]] = []
    with ThreadPoolExecutor(1) as thread:
        yield write
        while pending:
            pending.pop().result()


def _form_of_all(files: list[str], form: str | None) -> str:
    forms = {name: form_of(name, form or ("csv" if name == STDIN else None))[0] for name in files}
    first, *others = forms.items()
    for name, other in others:
        if other != first[1]:
            raise InputError(Fault("mixed-forms", f"{other}, beside {first[0]}, which is {first[1]}", name))
    return first[1]


def _parts(name: str, run: Run, read: Callable[[IO[bytes]], Parts]) -> Parts:
    try:
        with open_input(name, seekable=run.form == "parquet") as stream, closing(read(stream)) as parts:
            yield from parts
    except ColumnError as error:
        raise InputError(Fault("column", str(error), name)) from error
    except _DAMAGED as error:
        raise _damaged(name, run.form, error) from error


def _damaged(place: str, form: str, error: BaseException) -> InputError:
    reason = " ".join(str(getattr(error, "strerror", None) or error).split())
    return InputError(Fault("damaged-file", f"cannot be read as {form}: {reason}", place))
