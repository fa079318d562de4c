"""The commands that ask a code book: `show`, `resolve` and `search`."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from ingest.commands.display import ExitCode, Json, columns_of, complain, report, write_json, write_rich

if TYPE_CHECKING:
    from ingest.commands.trees import Entry
    from model import CodeBook, Resolution

Book = Annotated[
    Path | None,
    typer.Option(
        "--book", metavar="PATH", help="An edition's directory, or a codebook.json; the bundled one if not given."
    ),
]


def show_entries(
    entry: Annotated[
        str | None,
        typer.Argument(metavar="CODE|PATTERN", help="Only this code or class, under what it stands under."),
    ] = None,
    book: Book = None,
    as_json: Json = False,
) -> ExitCode:
    """Show classes and codes as a tree.

    All of them, or one with its ancestors and children.
    """
    loaded = _load(book)
    if entry is None:
        _show_all(loaded, as_json)
    else:
        _show_one(loaded, _find(loaded, entry), as_json)
    return ExitCode.DONE


def _show_all(book: CodeBook, as_json: bool) -> None:
    from ingest.commands.trees import book_trees

    if as_json:
        classes, codes = book.classes.values(), book.codes.values()
        write_json({"edition": book.edition.name, "classes": _rows(classes), "codes": _rows(codes)})
    else:
        write_rich(*book_trees(book))


def _show_one(book: CodeBook, entry: Entry, as_json: bool) -> None:
    from ingest.commands.trees import ancestors, children, entry_tree

    if as_json:
        above, below = ancestors(book, entry), children(book, entry)
        write_json({"entry": _row(entry), "ancestors": _rows(above), "children": _rows(below)})
    else:
        write_rich(entry_tree(book, entry))


def _find(book: CodeBook, text: str) -> Entry:
    from model import ClassPattern, UnknownCodeError
    from model.pattern import CYRILLIC_WILDCARDS, LATIN_WILDCARDS

    if not set(text).isdisjoint(LATIN_WILDCARDS + CYRILLIC_WILDCARDS):
        pattern = ClassPattern(text)
        if pattern not in book.classes:
            raise UnknownCodeError(f"{pattern} is not a class of edition {book.edition.name}; show lists all that are")
        return book.classes[pattern]
    resolution = book.resolve(text)
    if resolution.record is None or resolution.match != "exact":
        raise UnknownCodeError(
            f"{text} is not a code of edition {book.edition.name}; resolve tells how it is read all the same"
        )
    return resolution.record


def _row(entry: Entry) -> dict[str, object]:
    from model import ResultCode
    from model.tables import CLASSES, CODES

    return columns_of(entry, (CODES if isinstance(entry, ResultCode) else CLASSES).names)


def _rows(entries: Iterable[Entry]) -> list[dict[str, object]]:
    return [_row(entry) for entry in entries]


def resolve_codes(
    codes: Annotated[list[str], typer.Argument(metavar="CODE", help="Any codes.", show_default=False)],
    book: Book = None,
    as_json: Json = False,
) -> ExitCode:
    """Say how codes are read, known or not.

    An unknown code is read as the default code of the nearest known class.
    """
    from model import InvalidCodeError

    loaded = _load(book)
    resolutions = []
    status = ExitCode.DONE
    for code in codes:
        try:
            resolutions.append(loaded.resolve(code))
        except InvalidCodeError as error:
            status = report(error)
    if status == ExitCode.DONE:
        _write_resolutions(resolutions, as_json)
    return status


def _write_resolutions(resolutions: Sequence[Resolution], as_json: bool) -> None:
    if as_json:
        names = ("requested", "code", "match", "matched_pattern")
        write_json(
            [
                {**columns_of(item, names), "description": None if item.record is None else item.record.description}
                for item in resolutions
            ]
        )
    else:
        from ingest.commands.trees import resolution_line

        write_rich(*map(resolution_line, resolutions))


def search_codes(
    words: Annotated[list[str], typer.Argument(metavar="WORD", help="Any words.", show_default=False)],
    book: Book = None,
    as_json: Json = False,
) -> ExitCode:
    """Find codes by words.

    Those whose number or description holds every one of them, in any case.
    """
    from ingest.commands.trees import line_of

    loaded = _load(book)
    found = loaded.search(" ".join(words))
    if as_json:
        write_json(_rows(found))
    else:
        write_rich(*(line_of(loaded, code) for code in found))
        if not found:
            complain(f"no code holds all of: {' '.join(words)}")
    return ExitCode.DONE


def _load(path: Path | None) -> CodeBook:
    from model import CodeBook

    return CodeBook.load(path)
