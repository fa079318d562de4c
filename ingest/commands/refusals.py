"""How findings are told, and why a document was refused for them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ingest.commands.display import (
    ExitCode,
    are_errors_json,
    complain,
    complain_of,
    counted,
    is_terminal,
    report,
    waiting,
    write_line,
    write_rich,
)
from ingest.table.entries import place_of

if TYPE_CHECKING:
    from pathlib import Path

    from ingest.document.limits import Limits
    from ingest.document.options import ReadOptions
    from ingest.document.source import Source
    from model import CodeBook, DoubtfulError
    from model.records import Finding


def finding_line(source: Source, finding: Finding) -> str:
    """A finding in one line: severity, place, message, what was done, and the rule; a doubt of ours says so."""
    place = place_of(str(source), finding.span)
    severity = f"{finding.severity} about the reading" if finding.about == "reading" else finding.severity
    return f"{severity}: {place}: {finding.message}; {finding.action} [{finding.rule}]"


def complain_of_finding(source: Source, finding: Finding) -> None:
    """Write a finding for which nothing is published to the standard error, as errors are written there."""
    if are_errors_json():
        complain_of(finding.rule, f"{finding.message}; {finding.action}", place_of(str(source), finding.span))
    else:
        complain(finding_line(source, finding))


def write_findings(source: Source, book: CodeBook, max_bytes: int) -> None:
    """Write the findings of a document to the standard output, those about the reading last.

    One a line; on a terminal with their places in it, for which a text of no more bytes is read again.
    """
    if is_terminal() and book.findings:
        from ingest.commands.excerpts import findings_with_excerpts

        write_rich(*findings_with_excerpts(source, book, max_bytes))
    else:
        for finding in sorted(book.findings, key=lambda item: item.about):
            write_line(finding_line(source, finding))


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
