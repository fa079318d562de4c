"""The command that decodes files of call records: `decode`."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from ingest.commands.display import ExitCode, broken_output, complain, write_json, write_line
from ingest.commands.questions import Book

if TYPE_CHECKING:
    from ingest.calls.layout import Layout
    from ingest.calls.summary import Summary
    from model.decoding.lookup import LookupColumn, Request

_LIST = "list"
"""What `--calls` takes besides the name of a preset."""


def decode_calls(
    calls: Annotated[
        str,
        typer.Argument(metavar="CALLS", help="A file, a folder, a pattern such as 'calls/*.csv', or - for stdin."),
    ] = "-",
    column: Annotated[
        str | None,
        typer.Option("--column", metavar="NAME", help="The column of the codes: name, number, or path in JSON."),
    ] = None,
    out: Annotated[str, typer.Option("--out", metavar="FILE", help="Where to write; - for stdout.")] = "-",
    columns: Annotated[
        str, typer.Option("--columns", metavar="NAMES", help="What to add, joined by commas.")
    ] = "resolved_code,match,matched_pattern,description",
    prefix: Annotated[str, typer.Option("--prefix", metavar="TEXT", help="Put before the names that are added.")] = "",
    preset: Annotated[
        str, typer.Option("--calls", metavar="PRESET", help="A form that the vendor gives; list shows them.")
    ] = "",
    form: Annotated[
        Literal["csv", "tsv", "parquet", "ndjson", "json", "xlsx"] | None,
        typer.Option("--format", metavar="FORM", help="csv, tsv, parquet, ndjson, json or xlsx, if no name tells."),
    ] = None,
    delimiter: Annotated[
        str | None, typer.Option("--delimiter", metavar="CHAR", help="Between fields; found out if not given.")
    ] = None,
    encoding: Annotated[
        str | None, typer.Option("--encoding", metavar="ENC", help="Of a delimited text; found out if not given.")
    ] = None,
    names: Annotated[
        str | None, typer.Option("--names", metavar="NAMES", help="The fields of a text without a header, by commas.")
    ] = None,
    has_header: Annotated[
        bool, typer.Option("--header/--no-header", help="Whether the first line holds names.")
    ] = True,
    flat: Annotated[bool, typer.Option("--flat", help="Make of JSON a row for each code.")] = False,
    book: Book = None,
    strict: Annotated[bool, typer.Option("--strict", help="Fail if any value is read as no code.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print the summary as JSON.")] = False,
) -> ExitCode:
    """Add to call records what their codes mean.

    CSV, TSV, Parquet, JSON, JSON lines and workbooks, compressed too, larger than memory too; the name of --out says
    what is written. The summary goes to stderr; as JSON, to stdout if the records go to a file.
    """
    if preset == _LIST:
        return _list_presets(as_json)
    request, patterns = _request(book, columns, prefix, strict)
    layout = _layout(column, form, delimiter, encoding, names, has_header, flat, preset)
    _tell_summary(_decode_files(calls, layout, out, request, patterns), as_json, out)
    return ExitCode.DONE


def _list_presets(as_json: bool) -> ExitCode:
    from dataclasses import asdict

    from ingest.calls.layout import presets

    if as_json:
        write_json({name: asdict(preset) for name, preset in presets().items()})
        return ExitCode.DONE
    for name, preset in presets().items():
        write_line(f"{name}: {preset.what} ({preset.source})")
        if preset.names:
            write_line(f"  fields  {','.join(preset.names)}")
        write_line(f"  codes   {preset.column}")
    return ExitCode.DONE


def _request(book: Path | None, columns: str, prefix: str, strict: bool) -> tuple[Request, LookupColumn]:
    from model import CodeBook, ColumnError
    from model.decoding.decode import request_of
    from model.decoding.lookup import lookup_of

    loaded = CodeBook.load(book)
    try:
        request = request_of(loaded, [name.strip() for name in columns.split(",")], prefix, strict=strict)
    except ColumnError as error:
        raise typer.BadParameter(str(error), param_hint="--columns") from error
    _check_text("--prefix", prefix)
    return request, lookup_of(loaded)["matched_pattern"]


def _layout(
    column: str | None,
    form: str | None,
    delimiter: str | None,
    encoding: str | None,
    names: str | None,
    has_header: bool,
    flat: bool,
    preset: str,
) -> Layout:
    from ingest.calls.layout import layout_of
    from model import ColumnError

    listed = tuple(name.strip() for name in names.split(",")) if names is not None else ()
    try:
        layout = layout_of(
            column,
            form=form,
            delimiter=delimiter,
            encoding=encoding,
            names=listed,
            has_header=has_header,
            flat=flat,
            calls=preset,
        )
    except ColumnError as error:
        raise typer.BadParameter(str(error)) from error
    if not layout.column:
        raise typer.BadParameter(
            "name the column of the codes, or by --calls a form that the vendor gives", param_hint="--column"
        )
    return layout


def _check_text(option: str, value: str) -> None:
    """Complain about bytes in the command line that are no text: they can stand in no file that is written."""
    try:
        value.encode()
    except UnicodeEncodeError as error:
        raise typer.BadParameter("it is no text of UTF-8", param_hint=option) from error


def _decode_files(calls: str, layout: Layout, out: str, request: Request, patterns: LookupColumn) -> Summary:
    from ingest.calls.decode import decode_files

    with _progress() as progress:
        try:
            return decode_files(calls, layout, out, request, patterns, progress, complain)
        except BrokenPipeError as error:  # of which typer would make an exit code of its own
            raise broken_output(error) from error


def _tell_summary(summary: Summary, as_json: bool, out: str) -> None:
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
