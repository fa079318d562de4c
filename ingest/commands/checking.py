"""The command that looks at a document without publishing it: `check`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from ingest.commands import reading
from ingest.commands.display import ExitCode, Json, columns_of, complain, counts_of, waiting, write_json
from ingest.commands.documents import Join
from ingest.commands.summary import counts_of_findings

if TYPE_CHECKING:
    from ingest.document.limits import Limits
    from ingest.document.options import ReadOptions
    from ingest.document.source import Source

Strict = Annotated[bool, typer.Option("--strict", help="Exit 1 if there is any finding.")]
Explain = Annotated[
    str | None,
    typer.Option(
        "--explain",
        metavar="WHAT",
        help="Say why it was read so: a code (3137), a class (31xx), line:12, page:44 or page:44,line:12.",
    ),
]
Settle = Annotated[
    bool,
    typer.Option(
        "--settle", help="Write to --readings that the places in doubt are read right; readings.toml if not given."
    ),
]
Reason = Annotated[str, typer.Option("--reason", metavar="TEXT", help="With --settle: why it is read so.")]
By = Annotated[
    str | None, typer.Option("--by", metavar="NAME", help="With --settle: who says so; by default the user's name.")
]


def check_document(
    sources: Annotated[
        list[Path],
        typer.Argument(
            metavar="SOURCE",
            help="A document; with --join, its parts; - is standard input.",
            show_default=False,
            readable=False,
        ),
    ],
    *,
    join: Join = False,
    encoding: reading.Encoding = None,
    strict: Strict = False,
    pages: reading.Pages = None,
    password: reading.Password = None,
    explain: Explain = None,
    settle: Settle = False,
    reason: Reason = "looked at, and read right",
    by: By = None,
    readings: reading.Readings = None,
    columns: reading.Columns = None,
    max_size: reading.MaxSize = reading.MOST_BYTES,
    max_pages: reading.MaxPages = reading.MOST_PAGES,
    max_decompressed: reading.MaxDecompressed = reading.MOST_UNPACKED,
    max_cpu: reading.MaxCpu = 60,
    max_memory: reading.MaxMemory = "1GiB",
    as_json: Json = False,
) -> ExitCode:
    """Show what a reader should know of a document.

    Its findings, on a terminal with the place in the document. With --explain, why a place was read as it was; with
    --settle, how each place in doubt was read, to be looked at and used from then on. Nothing is published.
    """
    from ingest.document.source import Parts

    if len(sources) > 1 and not join:
        raise typer.BadParameter("several files are one document only with --join", param_hint="'SOURCE'")
    if settle and as_json:
        raise typer.BadParameter("it does not go with --json", param_hint="'--settle'")
    source: Source = Parts(sources) if join else sources[0]
    known = None if settle and readings and not readings.exists() else readings
    options = reading.read_options(encoding, pages, password, max_size, max_pages, max_decompressed, known, columns)
    limits = reading.process_limits(max_cpu, max_memory)
    if settle:
        return _settle(source, readings, reason, by, options, limits)
    if explain is not None:
        return _explain(source, explain, options, limits, as_json=as_json)
    return _show(source, options, limits, strict=strict, as_json=as_json)


def _settle(
    source: Source, file: Path | None, reason: str, by: str | None, options: ReadOptions, limits: Limits
) -> ExitCode:
    from ingest.commands.settling import settle_document

    return settle_document(source, file, reason, by, options, limits)


def _show(source: Source, options: ReadOptions, limits: Limits, *, strict: bool, as_json: bool) -> ExitCode:
    from ingest.commands.refusals import write_findings
    from ingest.pipeline import ingest
    from model.tables import FINDINGS

    with waiting(f"reading {source}"):
        book = ingest(source, options=options, limits=limits, accept_doubts=None)
    if as_json:
        write_json([columns_of(finding, FINDINGS.names) for finding in book.findings])
    else:
        write_findings(source, book, options.max_bytes)
        complain(f"{source}: {counts_of(book)}, findings: {counts_of_findings(book)}")
    return ExitCode.FINDINGS if strict and book.findings else ExitCode.DONE


def _explain(source: Source, about: str, options: ReadOptions, limits: Limits, *, as_json: bool) -> ExitCode:
    from ingest.commands.explaining import write_explanation
    from ingest.inquiry import explain

    with waiting(f"reading {source}"):
        explanation = explain(source, about, options=options, limits=limits)
    if as_json:
        write_json(explanation.to_dict())
    else:
        write_explanation(explanation)
    return ExitCode.DONE
