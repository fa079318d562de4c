"""The commands that ask a code book: `show`, `resolve` and `search`."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from ingest.commands.completion import offer_codes, offer_codes_and_classes
from ingest.commands.display import ExitCode, Json, columns_of, complain, counts_of, report, write_json, write_rich

if TYPE_CHECKING:
    from ingest.commands.shapes import Shown, ShownEntry
    from ingest.commands.trees import Entry
    from model import CodeBook, Resolution
    from model.records import Applied

Book = Annotated[
    Path | None,
    typer.Option(
        "--book",
        metavar="PATH",
        help="An edition's directory, one of editions, of which the latest is taken, or a codebook.json; the bundled "
        "one if not given.",
        readable=False,
    ),
]

Corrected = Annotated[
    bool, typer.Option("--corrected", help="Show what is known to be wrong beside the vendor's text.")
]


def show_entries(
    entry: Annotated[
        str | None,
        typer.Argument(
            metavar="CODE|PATTERN",
            help="Only this code or class, with what stands above and below it.",
            autocompletion=offer_codes_and_classes,
        ),
    ] = None,
    book: Book = None,
    corrected: Corrected = False,
    as_json: Json = False,
) -> ExitCode:
    """Show classes and codes as a tree.

    All of them, or one with its ancestors and children.
    """
    loaded, corrections = load_book(book, corrected=corrected)
    if entry is None:
        _show_all(loaded, corrections, as_json)
    else:
        _show_one(loaded, _find(loaded, entry), corrections, as_json)
    return ExitCode.DONE


def _show_all(book: CodeBook, corrections: Applied | None, as_json: bool) -> None:
    from ingest.commands.trees import book_trees

    if as_json:
        classes, codes = _rows(book.classes.values(), corrections), _rows(book.codes.values(), corrections)
        shown: Shown = {"edition": book.edition.name, "classes": classes, "codes": codes}
        write_json(shown)
    else:
        write_rich(*book_trees(book, corrections))
        complain(f"{book.edition.name}: {counts_of(book)}")


def _show_one(book: CodeBook, entry: Entry, corrections: Applied | None, as_json: bool) -> None:
    from ingest.commands.trees import ancestors, children, entry_tree

    if as_json:
        above, below = _rows(ancestors(book, entry), corrections), _rows(children(book, entry), corrections)
        shown: ShownEntry = {"entry": _row(entry, corrections), "ancestors": above, "children": below}
        write_json(shown)
    else:
        write_rich(entry_tree(book, entry, corrections))


def _find(book: CodeBook, text: str) -> Entry:
    from model import ClassPattern, UnknownCodeError
    from model.pattern import CYRILLIC_WILDCARDS, LATIN_WILDCARDS

    if not set(text).isdisjoint(LATIN_WILDCARDS + CYRILLIC_WILDCARDS):
        pattern = ClassPattern(text)
        if pattern not in book.classes:
            raise UnknownCodeError(f"{pattern} is not a class of edition {book.edition.name}; show lists all that are")
        return book.classes[pattern]
    resolution = book.resolve(code_number(text))
    if resolution.record is None or resolution.match != "exact":
        raise UnknownCodeError(
            f"{text} is not a code of edition {book.edition.name}; resolve tells how it is read all the same"
        )
    return resolution.record


def _row(entry: Entry, corrections: Applied | None) -> dict[str, object]:
    from model import ResultCode
    from model.tables import CLASSES, CODES

    if isinstance(entry, ResultCode):
        return {**columns_of(entry, CODES.names), **_correction(entry.code, corrections)}
    return columns_of(entry, CLASSES.names)


def _rows(entries: Iterable[Entry], corrections: Applied | None) -> list[dict[str, object]]:
    return [_row(entry, corrections) for entry in entries]


def _correction(code: int | None, corrections: Applied | None) -> dict[str, object]:
    """The columns of corrections for a code; none where nobody asks for them."""
    from model.tables import CORRECTION_COLUMNS

    if corrections is None:
        return {}
    item = None if code is None else corrections.get(code)
    values = (None, None) if item is None else (item.after, item.reason)
    return {column.name: value for column, value in zip(CORRECTION_COLUMNS, values, strict=True)}


def resolve_codes(
    codes: Annotated[
        list[str],
        typer.Argument(metavar="CODE", help="Any codes.", show_default=False, autocompletion=offer_codes),
    ],
    book: Book = None,
    corrected: Corrected = False,
    as_json: Json = False,
) -> ExitCode:
    """Say how codes are read, known or not.

    An unknown code is read as the default code of the nearest known class.
    """
    from model import InvalidCodeError

    loaded, corrections = load_book(book, corrected=corrected)
    resolutions = []
    status = ExitCode.DONE
    for code in codes:
        try:
            resolutions.append(loaded.resolve(code_number(code)))
        except InvalidCodeError as error:
            status = report(error)
    if status == ExitCode.DONE:
        _write_resolutions(resolutions, corrections, as_json)
    return status


def _write_resolutions(resolutions: Sequence[Resolution], corrections: Applied | None, as_json: bool) -> None:
    if as_json:
        write_json([_answer(item, corrections) for item in resolutions])
    else:
        from ingest.commands.trees import resolution_line

        write_rich(*(resolution_line(item, corrections) for item in resolutions))


def _answer(item: Resolution, corrections: Applied | None) -> dict[str, object]:
    names = ("requested", "code", "match", "matched_pattern")
    description = None if item.record is None else item.record.description
    return {**columns_of(item, names), "description": description, **_correction(item.code, corrections)}


def search_codes(
    words: Annotated[list[str], typer.Argument(metavar="WORD", help="Any words.", show_default=False)],
    book: Book = None,
    corrected: Corrected = False,
    as_json: Json = False,
) -> ExitCode:
    """Find codes by words.

    Those whose number or description holds every one of them, in any case; after them those that hold other forms of
    the words, Russian or English.
    """
    loaded, corrections = load_book(book, corrected=corrected)
    found = loaded.search(" ".join(words), corrections or {})
    if as_json:
        write_json(_rows(found, corrections))
    else:
        from ingest.commands.trees import code_line

        write_rich(*(code_line(code, corrections) for code in found))
        if not found:
            complain(f"no code holds all of: {' '.join(words)}")
    return ExitCode.DONE


def code_number(text: str) -> int | None:
    """The number of a code as somebody typed it.

    Raises
    ------
    InvalidCodeError
        If it is none.
    """
    from model import ClassPattern, InvalidCodeError, InvalidPatternError
    from model.values import as_number

    try:
        return as_number(text)
    except InvalidCodeError as error:
        with suppress(InvalidPatternError):
            raise InvalidCodeError(f"{text!r} is a class, not a code; see it by: show {ClassPattern(text)}") from error
        raise InvalidCodeError(
            f"{text!r} is not a code; give its digits, such as 2219; search finds codes by words"
        ) from error


def load_book(path: Path | None, *, corrected: bool) -> tuple[CodeBook, Applied | None]:
    """The code book at a path, or the bundled one; and its corrections by code, None where nobody asks for them."""
    from model import CodeBook, apply_corrections, load_corrections

    book = CodeBook.load(path)
    return book, apply_corrections(book, load_corrections()) if corrected else None
