"""What `ingest` tells of a document that was read, in numbers."""

from __future__ import annotations

import shlex
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from ingest.commands.display import write_line

if TYPE_CHECKING:
    from ingest.document.source import Source
    from model import CodeBook, Finding


@dataclass(frozen=True, slots=True)
class Summary:
    """What came of one document: its edition, where it is, and counts. The names are those of the JSON output.

    `changed` says whether anything on disk changed; `findings` counts all, and `about_reading` those of
    them that are doubts about the reading. `characters` counts what stands in the table, spaces
    apart, and `unaccounted` what of it is in no record, finding or furniture.
    """

    edition: str
    directory: str
    latest: str
    changed: bool
    codes: int
    classes: int
    findings: dict[str, int]
    about_reading: dict[str, int]
    characters: int
    unaccounted: int


def summary_of(book: CodeBook, directory: Path, *, changed: bool) -> Summary:
    """What came of a document that became, or is, the edition in a directory."""
    from model.edition_names import LATEST

    return Summary(
        edition=book.edition.name,
        directory=str(directory),
        latest=str(directory.with_name(LATEST)),
        changed=changed,
        codes=len(book.codes),
        classes=len(book.classes),
        findings=_count(book.findings),
        about_reading=_count(_about_reading(book)),
        characters=book.edition.account.characters,
        unaccounted=book.edition.account.unaccounted,
    )


def counts_of_findings(book: CodeBook) -> str:
    """How many findings there are of each severity, and how many are about the reading, if any."""
    return _listed(_count(book.findings)) + _doubts(_count(_about_reading(book)))


def _about_reading(book: CodeBook) -> list[Finding]:
    return [finding for finding in book.findings if finding.about == "reading"]


def _count(findings: Sequence[Finding]) -> dict[str, int]:
    counts = Counter(finding.severity for finding in findings)
    return {severity: counts[severity] for severity in ("error", "warning", "info")}


def write_summary(source: Source, summary: Summary) -> None:
    """Write what came of a document for people."""
    findings = f"{sum(summary.findings.values())} ({_listed(summary.findings)}){_doubts(summary.about_reading)}"
    if any(summary.findings.values()):
        findings += f", shown by: resultcodes check {_as_typed(source)}"
    write_line(f"{summary.directory} ({'published' if summary.changed else 'unchanged'}), {_latest(summary)}")
    write_line(f"  codes       {summary.codes}")
    write_line(f"  classes     {summary.classes}")
    write_line(f"  findings    {findings}")
    write_line(f"  characters  {summary.characters} in the table, {summary.unaccounted} unaccounted for")


def _as_typed(source: Source) -> str:
    """A document as a shell takes it."""
    return shlex.quote(str(source)) if isinstance(source, str | Path) else shlex.join(["--join", *map(str, source)])


def _latest(summary: Summary) -> str:
    from ingest.publish.editions import latest_name

    name = latest_name(Path(summary.latest).parent)
    return f"also {summary.latest}" if name == summary.edition else f"and {summary.latest} stays at {name}"


def _doubts(about_reading: dict[str, int]) -> str:
    count = sum(about_reading.values())
    return f", about the reading {count}" if count else ""


def _listed(counts: dict[str, int]) -> str:
    return ", ".join(f"{count} {severity}" for severity, count in counts.items())
