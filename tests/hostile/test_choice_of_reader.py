"""The reader is chosen before any limit holds: what a document begins with costs little, whatever it is."""

from __future__ import annotations

import signal
from collections.abc import Iterator

import pytest

from ingest.readers.registry import import_reader
from tests.pace import ended_by, seconds

LOOKED_AT = 65_536
BEGINNINGS = {
    "sylk": ("ID;P", "a", ""),
    "rule of a wiki": ("<div>\n|", "-", ""),
    "rule of a wiki with bars": ("<div>\n|", "--- |", "a"),
    "rule of a wiki in parts": ("<div>\n|", "--- ", ""),
    "comments": ("", "<!-- - -->", ""),
    "spaces in a declaration": ("<?xml ", " ", ""),
    "headers": ("a:\n", " \n\t", "a"),
    "links": ('{"', '"doc_id"', "}" + " " * 60_000 + "a"),
    "lists of settings": ("", "a:\n", ""),
    "statements": ("", "--\n", ""),
    "brackets of rich text": ("", " {", ""),
}


@pytest.fixture(autouse=True)
def _ended() -> Iterator[None]:
    """End a test that takes more processor time than it may, the time to import a reader in it."""
    with ended_by(signal.ITIMER_PROF, seconds(2)):
        yield


@pytest.mark.skipif(not hasattr(signal, "ITIMER_PROF"), reason="this system has no such timers")
@pytest.mark.parametrize("name", BEGINNINGS)
def test_reader_is_chosen_at_once(name: str) -> None:
    """The reader of a text that begins with one thing again and again is chosen in well under a second."""
    before, unit, after = BEGINNINGS[name]
    import_reader((before + unit * (LOOKED_AT // len(unit)) + after).encode())
