"""The command that decodes files of call records: `decode`."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from ingest.commands.display import ExitCode, broken_output, complain, write_json
from ingest.commands.questions import Book

if TYPE_CHECKING:
    from ingest.calls.summary import Summary


def decode_calls(
    calls: Annotated[
        str, typer.Argument(metavar="CALLS", help="A file, a folder, a pattern such as 'calls/*.csv', or - for stdin.")
    ],
    column: Annotated[str, typer.Option("--column", metavar="NAME", help="The column of the codes.")],
    out: Annotated[str, typer.Option("--out", metavar="FILE", help="Where to write; - for stdout.")] = "-",
    columns: Annotated[
        str, typer.Option("--columns", metavar="NAMES", help="What to add, joined by commas.")
    ] = "resolved_code,match,matched_pattern,description",
    prefix: Annotated[str, typer.Option("--prefix", help="Put before the names of the new columns.")] = "",
    form: Annotated[
        Literal["csv", "tsv", "parquet", "ndjson"] | None,
        typer.Option("--format", metavar="FORM", help="csv, tsv, parquet or ndjson, if no name tells."),
    ] = None,
    book: Book = None,
    strict: Annotated[bool, typer.Option("--strict", help="Fail if any value is read as no code.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print the summary as JSON.")] = False,
) -> ExitCode:
    """Add to call records what their codes mean.

    CSV, TSV, Parquet and JSON lines, compressed too, larger than memory too; the name of --out says what is written.
    The summary goes to stderr; as JSON, to stdout if the records go to a file.
    """
    summary = _decode_files(calls, column, out, book, columns, prefix, strict, form)
    if as_json and out != "-":
        write_json(summary.as_json())
    elif as_json:
        import json

        text = json.dumps(summary.as_json(), ensure_ascii=False)
        # What would be escaped for people is escaped as JSON has it.
        complain(text if text.isprintable() else json.dumps(summary.as_json()))
    else:
        for line in summary.lines():
            complain(line)
    return ExitCode.DONE


def _decode_files(
    calls: str,
    column: str,
    out: str,
    book: Path | None,
    columns: str,
    prefix: str,
    strict: bool,
    form: str | None,
) -> Summary:
    from ingest.calls.decode import decode_files
    from model import CodeBook, ColumnError
    from model.decoding.decode import request_of
    from model.decoding.lookup import lookup_of

    loaded = CodeBook.load(book)
    try:
        request = request_of(loaded, [name.strip() for name in columns.split(",")], prefix, strict=strict)
    except ColumnError as error:
        raise typer.BadParameter(str(error), param_hint="--columns") from error
    patterns = lookup_of(loaded)["matched_pattern"]
    _check_text("--prefix", prefix)
    with _progress() as progress:
        try:
            return decode_files(calls, column, out, request, patterns, form, progress)
        except BrokenPipeError as error:  # of which typer would make an exit code of its own
            raise broken_output(error) from error


def _check_text(option: str, value: str) -> None:
    """Complain about bytes in the command line that are no text: they can stand in no file that is written."""
    try:
        value.encode()
    except UnicodeEncodeError as error:
        raise typer.BadParameter("it is no text of UTF-8", param_hint=option) from error


@contextmanager
def _progress() -> Iterator[Callable[[int], None] | None]:
    """Shows how many rows are done: on a terminal only, and when it takes more than a second."""
    begin = time.monotonic()
    shown = False

    def show(rows: int) -> None:
        nonlocal shown
        if time.monotonic() - begin > 1:
            shown = True
            sys.stderr.write(f"\r{rows:,} rows")
            sys.stderr.flush()

    try:
        yield show if sys.stderr.isatty() else None
    finally:
        if shown:
            sys.stderr.write("\r" + " " * 30 + "\r")
