"""The command `audit`."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from ingest.commands.display import (
    ExitCode,
    Json,
    complain,
    counted,
    is_unicode,
    visible,
    waiting,
    write_json,
    write_line,
    write_rich,
)
from ingest.commands.editions import Out, readable
from ingest.commands.questions import Book
from ingest.commands.reading import byte_count

if TYPE_CHECKING:
    from ingest.audit.audit import Audit, AuditedList
    from ingest.audit.comparison import ListComparison
    from ingest.audit.folder import SearchLimits
    from ingest.commands.layout import KeyedText
    from ingest.commands.shapes import Audited
    from model import CodeBook
    from model.records import Applied


def audit_lists(
    paths: Annotated[
        list[Path],
        typer.Argument(metavar="PATH", help="Folders to search, or files.", show_default=False, readable=False),
    ],
    *,
    book: Book = None,
    out: Out = Path("out"),
    exit_code: Annotated[
        bool, typer.Option("--exit-code", help="Exit 1 if any list says other than the document.")
    ] = False,
    max_size: Annotated[
        str, typer.Option("--max-size", metavar="BYTES", help="Leave larger files out, and say so.")
    ] = "2M",
    max_files: Annotated[
        int, typer.Option("--max-files", metavar="N", min=1, help="Refuse a folder of more files.")
    ] = 50_000,
    markdown: Annotated[bool, typer.Option("--markdown", help="Print Markdown, for a change request.")] = False,
    as_json: Json = False,
) -> ExitCode:
    """Compare the lists in your own code with the code book.

    Files of any language are searched for codes with texts. Of each list this says which codes it lacks, which it has
    of its own, which texts differ, what an unknown code would become there, and which edition under --out it matches
    best. Nothing is changed or run; links are not followed, and what .gitignore names is left out.
    """
    from ingest.audit.folder import SearchLimits
    from model import CodeBook

    if markdown and as_json:
        raise typer.BadParameter("it does not go with --json", param_hint="'--markdown'")
    compared = CodeBook.load(book)
    limits = SearchLimits(byte_count(max_size, "--max-size"), max_files)
    with waiting("searching for lists of codes"):
        found = _audits(paths, compared, out, limits)
    _write(found, compared, "json" if as_json else "markdown" if markdown else "text")
    lists = [item for result in found.values() for item in result.lists]
    behind = [item for item in lists if not item.comparison.is_up_to_date]
    _sum_up(found, len(lists), len(behind))
    return ExitCode.FINDINGS if exit_code and behind else ExitCode.DONE


def _audits(paths: list[Path], book: CodeBook, out: Path, limits: SearchLimits) -> dict[str, Audit]:
    """What each path holds; all that are missing are told at once."""
    from ingest.audit.audit import audit
    from ingest.publish.editions import read_editions
    from model import Fault, InputError

    if out != Path("out") and not out.exists():
        raise InputError(Fault("no-edition", "there is no directory of editions", str(out)))
    with readable(out):
        editions = [edition.book for edition in read_editions(out)]
    corrections = _corrections(book)
    found: dict[str, Audit] = {}
    faults: list[Fault] = []
    for path in paths:
        try:
            found[str(path)] = audit(path, book, editions, corrections=corrections, limits=limits)
        except InputError as error:
            faults += error.faults
            continue
        if path.is_file():  # it was named itself: without it nothing was searched
            faults += [Fault("unreadable-file", item.reason, str(path)) for item in found[str(path)].left_out]
    if faults:
        raise InputError(*faults)
    return found


def _corrections(book: CodeBook) -> Applied:
    """The known misprints that a code book has, by code. Those of other documents are none of its."""
    from model import load_corrections

    return {
        item.code: item
        for item in load_corrections()
        if item.code in book and book[item.code].description == item.before
    }


def _write(found: dict[str, Audit], book: CodeBook, form: str) -> None:
    from ingest.audit.report import as_dict, as_markdown

    if form == "json":
        audits = [as_dict(path, result) for path, result in found.items()]
        shape: Audited = {"edition": book.edition.name, "sha256": book.edition.sha256, "audits": audits}
        write_json(shape)
        return
    for path, result in found.items():
        if form == "markdown":
            for line in as_markdown(path, result, book):
                write_line(line)
        else:
            for item in result.lists:
                write_rich(*_lines(Path(path), item, book))


def _sum_up(found: dict[str, Audit], lists: int, behind: int) -> None:
    for path, result in found.items():
        for item in result.left_out:
            complain(f"warning: {_shown(Path(path), item.name)}: left out: {item.reason}")
    files = sum(result.files for result in found.values())
    complain(f"{counted(files, 'file', 'files')}, {counted(lists, 'list', 'lists')}, {behind} not as the document")


def _shown(path: Path, name: str) -> Path:
    return path / name if path.is_dir() else path


def _lines(path: Path, item: AuditedList, book: CodeBook) -> Iterator[KeyedText]:
    from ingest.audit.report import fate_in_words, ranges

    comparison = item.comparison
    name = f"  {item.name}" if item.name else ""
    place = f"{_shown(path, item.file)}:{item.first_line}-{item.last_line}"
    yield _line([(visible(place), "bold")], visible(f"{name}  {counted(comparison.entries, 'code', 'codes')}".strip()))
    if len(comparison.editions) > 1:
        by = "" if comparison.is_told_by_entries else ", only by what it has not"
        yield _line([("  like", "")], visible(f"the edition {comparison.best}{by}"))
    if comparison.missing:
        codes = " ".join(ranges(comparison.missing, book))
        yield _line([("  missing", "red"), (f"{len(comparison.missing):3}", "")], codes)
    if comparison.extra:
        codes = " ".join(f"{code:04d}" for code in comparison.extra)
        yield _line([("  extra  ", "red"), (f"{len(comparison.extra):3}", "")], codes)
    yield from _differing(comparison)
    yield _line([("  unknown", "")], visible(f"becomes {fate_in_words(item.unknown)}"))


def _differing(comparison: ListComparison) -> Iterator[KeyedText]:
    if not comparison.differ:
        return
    keys = [("  differ ", "red"), (f"{len(comparison.differ):3}", "")]
    if comparison.is_translated:
        yield _line(keys, "none is like that of the document: translated?")
        return
    yield _line(keys, "the least alike first; after the arrow, the document")
    arrow = "→" if is_unicode() else "->"
    for item in comparison.differ:
        note = "(a known misprint; the list has it right)" if item.is_corrected else ""
        yield _line(
            [("   ", ""), (f"{item.code:04d}", "bold")], visible(f"{item.text} {arrow} {item.description}"), note
        )


def _line(keys: list[tuple[str, str]], text: str, note: str = "") -> KeyedText:
    from rich.text import Text

    from ingest.commands.layout import KeyedText

    return KeyedText(keys, Text(text), Text(note))
