"""What is told of a document that was read and is not published: every doubt or finding, and where to look."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ingest.commands.display import ExitCode, complain_of, counted, report, waiting
from ingest.commands.findings import complain_of_finding

if TYPE_CHECKING:
    from pathlib import Path

    from ingest.document.limits import Limits
    from ingest.document.options import ReadOptions
    from ingest.document.source import Source
    from model import CodeBook, DoubtfulError


def refuse_doubts(source: Source, error: DoubtfulError, out: Path, options: ReadOptions, limits: Limits) -> ExitCode:
    """Tell every doubt, and make the page on which a person sees them."""
    from ingest.commands.excerpts import lines_of_file
    from ingest.pipeline import draw_pages
    from ingest.publish.doubts import keep_doubts
    from ingest.review.page import doubts_page
    from model import PublicationError

    for doubt in error.doubts:
        complain_of_finding(source, doubt)
    with waiting(f"drawing the pages of {source}"):
        pictures = draw_pages(source, error.book, options, limits)
    lines = lines_of_file(source, error.book, options.max_bytes)
    try:
        page = keep_doubts(out, error.book.edition.name, doubts_page(error.book, None, pictures, lines))
    except PublicationError as refused:
        report(refused)
        return report(error)
    complain_of(error.id, f"{error}; to look at: {page}")
    return ExitCode.PUBLICATION


def refuse_comparison(error: DoubtfulError) -> ExitCode:
    """Tell every doubt about a document that was to be compared: none is accepted by its number there."""
    for doubt in error.doubts:
        complain_of_finding(error.source, doubt)
    count = counted(len(error.doubts), "place is", "places are")
    message = (
        f"not compared: {count} in doubt; settle each with: resultcodes check --settle, and give its file as "
        "--readings; or ingest the document first, and compare the edition"
    )
    complain_of(error.id, message, error.source)
    return ExitCode.PUBLICATION


def refuse_findings(source: Source, book: CodeBook) -> ExitCode:
    """Tell every finding, none of which is allowed."""
    for finding in book.findings:
        complain_of_finding(source, finding)
    message = f"not published: --strict allows no findings, and it has {len(book.findings)}"
    complain_of("strict", message, str(source))
    return ExitCode.FINDINGS
