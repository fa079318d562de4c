"""Fonts that have Cyrillic letters, as files."""

from __future__ import annotations

from functools import cache
from pathlib import Path

FOLDERS = (Path("/usr/share/fonts"), Path("/usr/local/share/fonts"), Path.home() / ".fonts")


class MissingFontError(Exception):
    """No fonts with Cyrillic letters are installed."""


@cache
def _files() -> dict[str, Path]:
    return {path.name: path for folder in FOLDERS for path in sorted(folder.rglob("*.ttf"))}


def font_file(name: str, *, bold: bool = False) -> Path:
    """The file of a font by its name.

    Raises
    ------
    MissingFontError
        If neither it nor DejaVu Sans is installed.
    """
    liberation = name.startswith("Liberation")
    style = "-Bold" if bold else "-Regular" if liberation else ""
    files = _files()
    found = files.get(f"{name.replace(' ', '')}{style}.ttf") or files.get("DejaVuSans.ttf")
    if found is None:
        raise MissingFontError("no fonts with Cyrillic letters: install fonts-dejavu and fonts-liberation")
    return found
