"""`check --settle`: what is written for each doubt about a document, so that it is read the same from then on."""

from __future__ import annotations

import getpass
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Final

from ingest.commands.display import ExitCode, complain, complain_of, counted, waiting, write_line
from ingest.table.entries import place_of

if TYPE_CHECKING:
    from ingest.document.limits import Limits
    from ingest.document.options import ReadOptions
    from ingest.document.source import Source
    from model import Finding, SettledReading

_FILE: Final = Path("readings.toml")


def settle_document(
    source: Source, file: Path | None, reason: str, by: str | None, options: ReadOptions, limits: Limits
) -> ExitCode:
    """Write a settled reading for each doubt about a document, and tell each; those are told that nothing settles."""
    from ingest.inquiry import settlement
    from model import load_readings
    from model.settled import save_readings

    path = file or _FILE
    if file is None and path.exists():
        options = replace(options, readings=load_readings(path))
    with waiting(f"reading {source}"):
        found = settlement(source, reason, by or _user(), options=options, limits=limits)
    if found.settled:
        notes = {item: _note(source, doubt) for doubt, item in found.settled}
        save_readings(path, [item for _, item in found.settled], notes)
    for doubt, item in found.settled:
        write_line(_line(source, doubt, item))
    for doubt in found.left:
        message = f"{doubt.message}; cannot be settled in words: {doubt.action}"
        complain_of(doubt.rule, message, place_of(str(source), doubt.span))
    if found.changed:
        codes = ", ".join(f"{code:04d}" for code in found.changed)
        message = f"with all of it settled, these codes are read otherwise than now; look at each: {codes}"
        complain_of("settled-otherwise", message, str(source))
    _sum_up(source, path, len(found.settled), len(found.left))
    return ExitCode.PUBLICATION if found.left or found.changed else ExitCode.DONE


def _user() -> str:
    try:
        return getpass.getuser()
    except (OSError, KeyError):  # a user without a name, as in a container
        return "unknown"


def _note(source: Source, doubt: Finding) -> str:
    return f"{place_of(str(source), doubt.span)}: {doubt.message}"


def _line(source: Source, doubt: Finding, item: SettledReading) -> str:
    return f"{place_of(str(source), doubt.span)}: {doubt.message}; settled: «{item.text}» is read as {item.read}"


def _sum_up(source: Source, path: Path, settled: int, left: int) -> None:
    places = counted(settled, "place is", "places are")
    if settled:
        complain(
            f"{path}: {places} settled as read; look at each, change `read` where it is to be otherwise, then: "
            f"resultcodes ingest --readings {path} {source}"
        )
    elif not left:
        complain(f"{source}: nothing is in doubt")
