"""The command that reads documents and publishes them: `ingest`."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final

import typer

from ingest.commands import reading
from ingest.commands.display import ExitCode, Json, complain_of, report, waiting, write_json, write_line
from ingest.commands.summary import Summary, summary_of, write_summary

if TYPE_CHECKING:
    from ingest.document.limits import Limits
    from ingest.document.options import ReadOptions
    from ingest.document.source import Source

_GRAVEST_FIRST: Final = (ExitCode.INPUT, ExitCode.PUBLICATION, ExitCode.FINDINGS)

Sources = Annotated[
    list[Path],
    typer.Argument(
        metavar="SOURCE",
        help="Documents, or folders of them; - is standard input.",
        show_default=False,
        readable=False,
    ),
]
Out = Annotated[Path, typer.Option("--out", metavar="DIR", help="Where editions are published.", readable=False)]


def _checked_name(name: str | None) -> str | None:
    """The name of an edition, if it can name one."""
    from model import PublicationError
    from model.edition_names import check_edition_name

    try:
        if name is not None:
            check_edition_name(name)
    except PublicationError as error:
        raise typer.BadParameter(str(error)) from error
    return name


EditionName = Annotated[
    str | None,
    typer.Option(
        "--edition",
        metavar="NAME",
        help="Name of the edition; by default from the document.",
        callback=_checked_name,
    ),
]
Removals = Annotated[
    int,
    typer.Option("--accept-removals", metavar="N", min=0, help="Let the edition lose N things that the latest has."),
]
Doubts = Annotated[
    int,
    typer.Option(
        "--accept-doubts", metavar="N", min=0, help="Publish in spite of N doubts about the reading, all looked at."
    ),
]
Join = Annotated[bool, typer.Option("--join", help="The files are parts of one document, in this order.")]
Strict = Annotated[bool, typer.Option("--strict", help="Exit 1, and publish nothing, if there is any finding.")]


def ingest_documents(
    sources: Sources,
    *,
    out: Out = Path("out"),
    join: Join = False,
    edition: EditionName = None,
    encoding: reading.Encoding = None,
    strict: Strict = False,
    pages: reading.Pages = None,
    password: reading.Password = None,
    accept_removals: Removals = 0,
    accept_doubts: Doubts = 0,
    readings: reading.Readings = None,
    columns: reading.Columns = None,
    max_size: reading.MaxSize = reading.MOST_BYTES,
    max_pages: reading.MaxPages = reading.MOST_PAGES,
    max_decompressed: reading.MaxDecompressed = reading.MOST_UNPACKED,
    max_cpu: reading.MaxCpu = 60,
    max_memory: reading.MaxMemory = "1GiB",
    as_json: Json = False,
) -> ExitCode:
    """Read documents and publish their code books.

    Each becomes an edition: tables in CSV and Parquet, codebook.json, datapackage.json, and index.html to look at. A
    document that fails does not stop the others. Of a folder, documents that are published already are left alone.
    """
    from ingest.document.source import Parts
    from ingest.publish.folder import is_whole, standing_directory, stands_anything

    named: Sequence[Source] = [Parts(sources)] if join else sources
    is_one = len(named) == 1 and not _is_folder(named[0])
    if not is_one:
        _refuse_for_several(edition, accept_removals, accept_doubts)
    options = reading.read_options(encoding, pages, password, max_size, max_pages, max_decompressed, readings, columns)
    limits = reading.process_limits(max_cpu, max_memory)
    folders = _documents_of_folders(named)
    outcomes: list[Summary | ExitCode] = [ExitCode.INPUT for documents in folders.values() if not documents]
    allowed = accept_removals if is_one or stands_anything(out) else None
    for source, is_of_folder in _listed_sources(named, folders):
        directory = standing_directory(source, out, options.max_bytes) if edition is None else None
        if is_of_folder and directory is not None and is_whole(directory):
            outcomes.append(_skip(source, directory, quiet=as_json))
        else:
            name = edition if directory is None else directory.name
            outcomes.append(
                _ingest_one(source, out, name, options, limits, allowed, accept_doubts, strict=strict, quiet=as_json)
            )
    if as_json:
        write_json([asdict(outcome) for outcome in outcomes if not isinstance(outcome, ExitCode)])
    return next((code for code in _GRAVEST_FIRST if code in outcomes), ExitCode.DONE)


def _refuse_for_several(edition: str | None, accept_removals: int, accept_doubts: int) -> None:
    """Refuse the options that are for one document."""
    if edition is not None:
        raise typer.BadParameter("it names one edition, and there are several documents", param_hint="'--edition'")
    if accept_removals:
        raise typer.BadParameter("it is for one document, and there are several", param_hint="'--accept-removals'")
    if accept_doubts:
        raise typer.BadParameter("it is for one document, and there are several", param_hint="'--accept-doubts'")


def _is_folder(source: Source) -> bool:
    try:
        return isinstance(source, Path) and source.is_dir()
    except (OSError, ValueError):  # a name that no file can have: reading it says so
        return False


def _documents_of_folders(sources: Sequence[Source]) -> dict[Path, list[Path]]:
    """The folders among the sources, each with its documents; one that has none is told."""
    folders = [source for source in sources if isinstance(source, Path) and _is_folder(source)]
    if not folders:
        return {}
    from ingest.publish.folder import documents_in

    listed = {folder: documents_in(folder) for folder in folders}
    for folder, documents in listed.items():
        if not documents:
            complain_of("no-documents", "a folder with no documents in it", str(folder))
    return listed


def _listed_sources(sources: Sequence[Source], folders: Mapping[Path, Sequence[Path]]) -> Iterator[tuple[Source, bool]]:
    """The documents, those of folders too, each with whether it is one of these."""
    for source in sources:
        if isinstance(source, Path) and source in folders:
            yield from ((document, True) for document in folders[source])
        else:
            yield source, False


def _skip(source: Source, directory: Path, *, quiet: bool) -> Summary | ExitCode:
    from model import CodeBook, ResultCodesError

    try:
        summary = summary_of(CodeBook.load(directory), directory, changed=False)
    except ResultCodesError as error:
        return report(error)
    if not quiet:
        write_line(f"{source}: not new, it is {directory}")
    return summary


def _ingest_one(
    source: Source,
    out: Path,
    edition: str | None,
    options: ReadOptions,
    limits: Limits,
    accept_removals: int | None,
    accept_doubts: int,
    *,
    strict: bool,
    quiet: bool,
) -> Summary | ExitCode:
    from ingest.commands.refusals import refuse_doubts, refuse_findings
    from ingest.pipeline import draw_pages, ingest
    from ingest.publish.catalog import publish
    from model import DoubtfulError, ResultCodesError

    try:
        with waiting(f"reading {source}"):
            book = ingest(source, edition=edition, options=options, limits=limits, accept_doubts=accept_doubts)
        if strict and book.findings:
            return refuse_findings(source, book)
        with waiting(f"drawing the pages of {source}"):
            pictures = draw_pages(source, book, options, limits)
        publication = publish(book, out, pictures=pictures, accept_removals=accept_removals)
    except DoubtfulError as error:
        return refuse_doubts(source, error, out, options, limits)
    except ResultCodesError as error:
        return report(error)
    summary = summary_of(book, publication.directory, changed=publication.changed)
    if not quiet:
        write_summary(source, summary)
    return summary
