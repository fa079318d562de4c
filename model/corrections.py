"""Corrections: an overlay on the vendor's texts, shown beside them and never instead of them (reading rule 11)."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Final

from pydantic import ValidationError

from model.codebook import CodeBook
from model.document import bundled_path
from model.errors import Fault, InputError
from model.record_tables import Kind
from model.records import Applied, Correction

_CORRECTION: Final = Kind("correction", "corrections", "unreadable-corrections", "invalid-correction")


def load_corrections(path: str | Path | None = None) -> tuple[Correction, ...]:
    """The corrections of a TOML file, in its order; without a path, the bundled ones.

    Raises
    ------
    InputError
        `unreadable-corrections` if the file cannot be read or is no TOML; `invalid-correction` for every correction
        that lacks something, changes nothing, or is there twice.

    Examples
    --------
    >>> [(item.code, item.after) for item in load_corrections()]
    [(1110, 'Вызов завершен вызывающим абонентом')]
    """
    file = bundled_path("corrections.toml") if path is None else Path(path)
    tables = _CORRECTION.tables(file)
    corrections: dict[int, Correction] = {}
    faults: list[Fault] = []
    for number, table in enumerate(tables, start=1):
        place = f"{file}, correction {number}"
        try:
            item = Correction.model_validate(table)
        except ValidationError as error:
            faults += _CORRECTION.faults(error, place)
            continue
        if item.before == item.after:
            faults.append(_CORRECTION.fault("`from` and `to` are the same; say what is to be changed", place))
        if item.code in corrections:
            faults.append(_CORRECTION.fault(f"{item.code:04d} is corrected twice; keep one of the two", place))
        corrections[item.code] = item
    if faults:
        raise InputError(*faults)
    return tuple(corrections.values())


def apply_corrections(book: CodeBook, corrections: Iterable[Correction]) -> Applied:
    """The corrections of what a code book prints, by code. The code book stays as it is.

    A later edition that already prints the corrected text needs no correction, and gets none.

    Raises
    ------
    InputError
        `stale-correction` for every correction whose text no longer stands in the document, in either form: somebody
        must look at it anew. For the edition in which the fault was found, only the faulty text is as expected.

    Examples
    --------
    >>> from model import CodeBook
    >>> book = CodeBook.load()
    >>> applied = apply_corrections(book, load_corrections())
    >>> book[1110].description, applied[1110].after
    ('Вызов завершен вызываемым абонентом', 'Вызов завершен вызывающим абонентом')
    """
    applied, faults = {}, []
    for item in corrections:
        record = book.codes.get(item.code)
        text = None if record is None else record.description
        if text == item.before:
            applied[item.code] = item
        elif text != item.after or item.edition == book.edition.sha256:
            faults.append(_stale(book, item, "is not printed" if record is None else f"reads {_quoted(text)}"))
    if faults:
        raise InputError(*faults)
    return applied


def _stale(book: CodeBook, item: Correction, what: str) -> Fault:
    message = f"{item.code:04d} {what}, and its correction expects {_quoted(item.before)}; change or remove it"
    return Fault("stale-correction", message, f"edition {book.edition.name}")


def _quoted(text: str | None) -> str:
    return "nothing" if text is None else f"«{text}»"
