"""The findings of a document on the command line."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ingest.commands.display import are_errors_json, complain, complain_of, is_terminal, write_line, write_rich
from ingest.table.entries import place_of

if TYPE_CHECKING:
    from ingest.document.source import Source
    from model import CodeBook
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
