"""What an audit found, as JSON and as Markdown for a change request."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from ingest.audit.audit import Audit, AuditedList
from ingest.audit.comparison import ListComparison
from ingest.audit.fallback import Unknown
from ingest.document.wording import escaped
from model import CodeBook

FATES: Final = {
    "error": "an error",
    "empty": "an empty text, or none",
    "text": "a text of its own",
    "class": "its nearest known class",
    "not seen": "what this file does not show",
}
"""What becomes of an unknown code, in words."""

TOLD_BY: Final = {True: "what it has", False: "only what it has not"}


def ranges(codes: Sequence[int], book: CodeBook) -> list[str]:
    """Codes in order, three and more that follow one another in the document as one range.

    Examples
    --------
    >>> from model import CodeBook
    >>> ranges([1000, 1120, 1121, 1122, 1130, 2000, 2100], CodeBook.load())
    ['1000', '1120-1122', '1130', '2000', '2100']
    """
    place = {code: at for at, code in enumerate(book.codes)}
    runs: list[list[int]] = []
    for code in codes:
        if runs and code in place and place[code] == place.get(runs[-1][-1], -2) + 1:
            runs[-1].append(code)
        else:
            runs.append([code])
    return [text for run in runs for text in _shortened([f"{code:04d}" for code in run])]


def _shortened(run: list[str]) -> list[str]:
    return run if len(run) < 3 else [f"{run[0]}-{run[-1]}"]


def fate_in_words(unknown: Unknown) -> str:
    """What becomes of an unknown code, with the text that it becomes."""
    return FATES[unknown.fate] + ("" if unknown.text is None else f", “{unknown.text}”")


def as_dict(path: str, found: Audit) -> dict[str, object]:
    """What an audit of a path found, for JSON."""
    return {
        "path": path,
        "files": found.files,
        "lists": list(map(_list_as_dict, found.lists)),
        "left_out": [{"file": item.name, "reason": item.reason} for item in found.left_out],
    }


def _list_as_dict(item: AuditedList) -> dict[str, object]:
    comparison = item.comparison
    return {
        "file": item.file,
        "name": item.name,
        "first_line": item.first_line,
        "last_line": item.last_line,
        "entries": comparison.entries,
        "missing": comparison.missing,
        "extra": comparison.extra,
        "same": comparison.same,
        "differ": [
            {
                "code": other.code,
                "list": other.text,
                "document": other.description,
                "similarity": round(other.similarity, 2),
                "is_corrected": other.is_corrected,
            }
            for other in comparison.differ
        ],
        "is_translated": comparison.is_translated,
        "unknown": item.unknown.fate,
        "unknown_text": item.unknown.text,
        "editions": {
            name: {"missing": counts.missing, "extra": counts.extra, "differ": counts.differ}
            for name, counts in comparison.editions.items()
        },
        "best_edition": comparison.best,
        "decided_by": TOLD_BY[comparison.is_told_by_entries],
        "is_up_to_date": comparison.is_up_to_date,
    }


def as_markdown(folder: str, found: Audit, book: CodeBook) -> Iterator[str]:
    """The lines of a change request: each list, what it lacks, and what to change in it."""
    yield f"## Result codes in {escaped(folder)}, compared with the edition {escaped(book.edition.name)}"
    for item in found.lists:
        comparison = item.comparison
        yield ""
        name = f": {escaped(item.name)}" if item.name else ""
        yield f"### {escaped(item.file)}, lines {item.first_line}–{item.last_line}{name}"
        yield ""
        asked = "" if item.unknown.fate in {"class", "not seen"} else f"; the document asks for {FATES['class']}"
        yield f"{comparison.entries} codes. An unknown code becomes {escaped(fate_in_words(item.unknown))}{asked}."
        if len(comparison.editions) > 1:
            by = "" if comparison.is_told_by_entries else " (only by what it has not)"
            yield f"Most like the edition {escaped(comparison.best)}{by}."
        yield from _missing(comparison, book)
        yield from _extra(comparison)
        yield from _differing(comparison)
    if not found.lists:
        yield from ("", "No list of these codes was found.")


def _missing(comparison: ListComparison, book: CodeBook) -> Iterator[str]:
    if comparison.missing:
        yield from ("", f"Missing: {len(comparison.missing)}", "", "| code | in the document |", "|---|---|")
        for code in comparison.missing:
            yield f"| {code:04d} | {escaped(book[code].description or '')} |"


def _extra(comparison: ListComparison) -> Iterator[str]:
    if comparison.extra:
        codes = ", ".join(f"{code:04d}" for code in comparison.extra)
        yield from ("", f"Not in the document: {codes}")


def _differing(comparison: ListComparison) -> Iterator[str]:
    if comparison.is_translated:
        yield from ("", f"All {len(comparison.differ)} texts are others than those of the document: translated?")
    elif comparison.differ:
        yield from ("", f"Other texts: {len(comparison.differ)}, the least alike first", "")
        yield from ("| code | in the list | in the document |", "|---|---|---|")
        for item in comparison.differ:
            note = " (a known misprint; the list has it right)" if item.is_corrected else ""
            yield f"| {item.code:04d} | {escaped(item.text)} | {escaped(item.description)}{note} |"
