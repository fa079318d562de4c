"""The commands that read documents: `ingest` and `check`."""

from __future__ import annotations

import os
import re
import shlex
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final

import typer

from ingest.commands.completion import offer_encodings
from ingest.commands.display import (
    ExitCode,
    Json,
    columns_of,
    complain,
    counts_of,
    finding_line,
    report,
    waiting,
    write_findings,
    write_json,
    write_line,
)

if TYPE_CHECKING:
    from ingest.rows import ReadOptions
    from model import CodeBook, Finding

_SIZE: Final = re.compile(r"([0-9]+)([KMG]?)B?", re.IGNORECASE)
_UNITS: Final = {"": 1, "K": 10**3, "M": 10**6, "G": 10**9}
_PAGES: Final = re.compile(r"([1-9][0-9]{0,6})(?:-([1-9][0-9]{0,6}))?")
_GRAVEST_FIRST: Final = (ExitCode.INPUT, ExitCode.PUBLICATION, ExitCode.FINDINGS)

Encoding = Annotated[
    str | None,
    typer.Option(
        "--encoding",
        metavar="ENC",
        help="Encoding of a text document; found out if not given.",
        autocompletion=offer_encodings,
    ),
]
MaxSize = Annotated[str, typer.Option("--max-size", metavar="BYTES", help="Refuse a larger document: 500K, 100M, 1G.")]
Pages = Annotated[
    str | None, typer.Option("--pages", metavar="FIRST-LAST", help="Read only these pages, from 1: 43-45, or 7.")
]
Password = Annotated[str | None, typer.Option("--password", metavar="PW", help="Password of an encrypted document.")]
Strict = Annotated[bool, typer.Option("--strict", help="Exit 1, and publish nothing, if there is any finding.")]


@dataclass(frozen=True, slots=True)
class Summary:
    """What came of one document: its edition, where it is, and counts. The names are those of the JSON output.

    `changed` says whether anything on disk is other than before; `characters` counts what stands in the table, spaces
    apart, and `unaccounted` what of it is in no record, finding or furniture.
    """

    edition: str
    directory: str
    latest: str
    changed: bool
    codes: int
    classes: int
    findings: dict[str, int]
    characters: int
    unaccounted: int


def ingest_documents(
    sources: Annotated[
        list[Path], typer.Argument(metavar="SOURCE", help="Documents, or folders of them.", show_default=False)
    ],
    *,
    out: Annotated[Path, typer.Option("--out", metavar="DIR", help="Where editions are published.")] = Path("out"),
    edition: Annotated[
        str | None, typer.Option("--edition", metavar="NAME", help="Name of the edition; by default from the document.")
    ] = None,
    encoding: Encoding = None,
    strict: Strict = False,
    max_size: MaxSize = "100M",
    pages: Pages = None,
    password: Password = None,
    accept_removals: Annotated[
        int,
        typer.Option(
            "--accept-removals", metavar="N", min=0, help="Let the edition lose N things that the latest has."
        ),
    ] = 0,
    as_json: Json = False,
) -> ExitCode:
    """Read documents and publish their code books.

    Each becomes an edition: a directory of tables in CSV and Parquet, codebook.json and datapackage.json. A document
    that fails does not stop the others. Of a folder, documents that are published already are left alone.
    """
    is_one = len(sources) == 1 and not _is_folder(sources[0])
    if edition is not None and not is_one:
        raise typer.BadParameter("it names one edition, and there are several documents", param_hint="'--edition'")
    if accept_removals and not is_one:
        raise typer.BadParameter("it is for one document, and there are several", param_hint="'--accept-removals'")
    options = _read_options(encoding, max_size, pages, password)
    folders = _documents_of_folders(sources)
    summaries, failures = [], {ExitCode.INPUT for documents in folders.values() if not documents}
    # Where nothing is published yet, the documents of one command make up the history: there is nothing to lose.
    guarded = is_one or os.path.lexists(out / "latest")
    for source, directory in _listed_sources(sources, folders, out, options):
        if directory is not None:
            outcome: Summary | ExitCode = _skip(source, directory, quiet=as_json)
        else:
            allowed = accept_removals if guarded else None
            outcome = _ingest_one(source, out, edition, options, allowed, strict=strict, quiet=as_json)
        if isinstance(outcome, ExitCode):
            failures.add(outcome)
        else:
            summaries.append(asdict(outcome))
    if as_json:
        write_json(summaries)
    return next((code for code in _GRAVEST_FIRST if code in failures), ExitCode.DONE)


def _is_folder(source: Path) -> bool:
    try:
        return source.is_dir()
    except (OSError, ValueError):  # a name that no file can have: reading it says so
        return False


def _documents_of_folders(sources: Sequence[Path]) -> dict[Path, list[Path]]:
    """The folders among the sources, each with its documents; one that has none is told."""
    folders = list(filter(_is_folder, sources))
    if not folders:
        return {}
    from ingest.folder import documents_in

    listed = {folder: documents_in(folder) for folder in folders}
    for folder, documents in listed.items():
        if not documents:
            complain(f"error: {folder}: a folder with no documents in it [no-documents]")
    return listed


def _listed_sources(
    sources: Sequence[Path], folders: Mapping[Path, Sequence[Path]], out: Path, options: ReadOptions
) -> Iterator[tuple[Path, Path | None]]:
    """The documents, those of folders too; these each with the edition that it is already, if it is one."""
    for source in sources:
        if source not in folders:
            yield source, None
            continue
        from ingest.folder import published_directory

        for document in folders[source]:
            yield document, published_directory(document, out, options.max_bytes)


def _skip(source: Path, directory: Path, *, quiet: bool) -> Summary | ExitCode:
    from model import CodeBook, ResultCodesError

    try:
        summary = _summary(CodeBook.load(directory), directory, changed=False)
    except ResultCodesError as error:
        return report(error)
    if not quiet:
        write_line(f"{source}: not new, it is {directory}")
    return summary


def _ingest_one(
    source: Path,
    out: Path,
    edition: str | None,
    options: ReadOptions,
    accept_removals: int | None,
    *,
    strict: bool,
    quiet: bool,
) -> Summary | ExitCode:
    from ingest.catalog import publish
    from ingest.pipeline import ingest
    from model import ResultCodesError

    try:
        with waiting(f"reading {source}"):
            book = ingest(source, edition=edition, options=options)
        if strict and book.findings:
            return _refuse_findings(source, book)
        publication = publish(book, out, accept_removals=accept_removals)
    except ResultCodesError as error:
        return report(error)
    summary = _summary(book, publication.directory, changed=publication.changed)
    if not quiet:
        _write_summary(source, summary)
    return summary


def _summary(book: CodeBook, directory: Path, *, changed: bool) -> Summary:
    from ingest.catalog import LATEST

    return Summary(
        edition=book.edition.name,
        directory=str(directory),
        latest=str(directory.with_name(LATEST)),
        changed=changed,
        codes=len(book.codes),
        classes=len(book.classes),
        findings=_count(book.findings),
        characters=book.edition.account.characters,
        unaccounted=book.edition.account.unaccounted,
    )


def _refuse_findings(source: Path, book: CodeBook) -> ExitCode:
    for finding in book.findings:
        complain(finding_line(source, finding))
    complain(f"error: {source}: not published: --strict allows no findings, and it has {len(book.findings)} [strict]")
    return ExitCode.FINDINGS


def _count(findings: Sequence[Finding]) -> dict[str, int]:
    counts = Counter(finding.severity for finding in findings)
    return {severity: counts[severity] for severity in ("error", "warning", "info")}


def _write_summary(source: Path, summary: Summary) -> None:
    findings = f"{sum(summary.findings.values())} ({_listed(summary.findings)})"
    if any(summary.findings.values()):
        findings += f", shown by: resultcodes check {shlex.quote(str(source))}"
    write_line(f"{summary.directory} ({'published' if summary.changed else 'unchanged'}), also {summary.latest}")
    write_line(f"  codes       {summary.codes}")
    write_line(f"  classes     {summary.classes}")
    write_line(f"  findings    {findings}")
    write_line(f"  characters  {summary.characters} in the table, {summary.unaccounted} unaccounted for")


def _listed(counts: dict[str, int]) -> str:
    return ", ".join(f"{count} {severity}" for severity, count in counts.items())


def check_document(
    source: Annotated[Path, typer.Argument(metavar="SOURCE", help="A document.", show_default=False)],
    *,
    encoding: Encoding = None,
    strict: Strict = False,
    max_size: MaxSize = "100M",
    pages: Pages = None,
    password: Password = None,
    as_json: Json = False,
) -> ExitCode:
    """Show what a reader should know of a document.

    Its findings: on a terminal with the place in the document, elsewhere one a line. Nothing is published.
    """
    from ingest.pipeline import ingest
    from model.tables import FINDINGS

    options = _read_options(encoding, max_size, pages, password)
    with waiting(f"reading {source}"):
        book = ingest(source, options=options)
    if as_json:
        write_json([columns_of(finding, FINDINGS.names) for finding in book.findings])
    else:
        write_findings(source, book, options.max_bytes)
        complain(f"{source}: {counts_of(book)}, findings: {_listed(_count(book.findings))}")
    return ExitCode.FINDINGS if strict and book.findings else ExitCode.DONE


def _read_options(encoding: str | None, max_size: str, pages: str | None, password: str | None) -> ReadOptions:
    from ingest.rows import ReadOptions

    return ReadOptions(encoding=encoding, pages=_page_range(pages), password=password, max_bytes=_byte_count(max_size))


def _byte_count(text: str) -> int:
    match = _SIZE.fullmatch(text)
    if match is None:
        raise typer.BadParameter(f"{text!r} is no size, such as 500K, 100M or 1G", param_hint="'--max-size'")
    return int(match[1]) * _UNITS[match[2].upper()]


def _page_range(text: str | None) -> range | None:
    if text is None:
        return None
    match = _PAGES.fullmatch(text)
    first, last = (int(match[1]), int(match[2] or match[1])) if match else (1, 0)
    if last < first:
        raise typer.BadParameter(f"{text!r} are no pages, such as 43-45 or 7", param_hint="'--pages'")
    return range(first, last + 1)
