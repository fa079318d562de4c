"""Settled readings: what somebody who looked at a doubt says of it, for every edition in which the same text stands."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from textwrap import fill
from typing import Final

from pydantic import ValidationError

from model.errors import Fault, InputError, PublicationError
from model.record_tables import Kind
from model.records import SettledReading

_CHOICES: Final = (
    'code, text, label, "text of 3137", "no text", furniture, remark, "end of table", "joined with a hyphen", "joined '
    'without a hyphen", "joined with a space" or "joined without a space"'
)
_READING: Final = Kind("reading", "settled readings", "unreadable-readings", "invalid-reading", {"read": _CHOICES})
_HEAD: Final = fill(
    "How places of a document are read that were in doubt. `before`, `text` and `after` are its words there; `read` is "
    f"{_CHOICES}. Each holds for every edition in which these words stand.",
    width=116,
    initial_indent="# ",
    subsequent_indent="# ",
)


def load_readings(path: str | Path) -> tuple[SettledReading, ...]:
    """The settled readings of a TOML file, in its order.

    Raises
    ------
    InputError
        `unreadable-readings` if the file cannot be read or is no TOML; `invalid-reading` for every reading that lacks
        something, or says of the same place something else than another.
    """
    file = Path(path)
    found: dict[tuple[str, ...], SettledReading] = {}
    faults: list[Fault] = []
    for number, table in enumerate(_READING.tables(file), start=1):
        place = f"{file}, reading {number}"
        try:
            item = SettledReading.model_validate(table)
        except ValidationError as error:
            faults += _READING.faults(error, place)
            continue
        key = place_of_reading(item)
        if found.setdefault(key, item).read != item.read:
            message = f"«{item.text}» is settled twice, and otherwise; keep one of the two"
            faults.append(_READING.fault(message, place))
    if faults:
        raise InputError(*faults)
    return tuple(found.values())


def place_of_reading(item: SettledReading) -> tuple[str, ...]:
    """What makes two settled readings be about the same doubt."""
    return item.before, item.text, item.after, item.doubt


def save_readings(path: str | Path, readings: Sequence[SettledReading], notes: Mapping[SettledReading, str]) -> None:
    """Add settled readings to a file, each under a note; what stands there stays.

    Raises
    ------
    PublicationError
        If the file cannot be written.
    """
    file = Path(path)
    try:
        start = file.read_text(encoding="utf-8").rstrip("\n") if file.exists() else _HEAD
        file.write_text(
            start + "\n" + "".join(_table(item, notes.get(item, "")) for item in readings), encoding="utf-8"
        )
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise PublicationError(f"{file}: cannot be written: {reason}") from error


def _table(item: SettledReading, note: str) -> str:
    shown = "".join(letter if letter.isprintable() else "?" for letter in note)
    lines = [f"{name} = {_quoted(value)}" for name, value in item.model_dump().items()]
    return "\n".join(["", f"# {shown}", f"[[{_READING.name}]]", *lines, ""])


def _quoted(text: str) -> str:
    """A text as TOML writes it: as JSON does, but for one character."""
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")
