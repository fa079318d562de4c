"""The files of an export on disk, each whole or not at all."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from tempfile import TemporaryDirectory

from model import PublicationError


def write_files(folder: Path, files: Mapping[str, bytes]) -> None:
    """Put files into a folder, which is made where it is missing; other files in it stay.

    All are written before the first takes its place, so that a full disk leaves what was there.

    Raises
    ------
    PublicationError
        If they cannot be written.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with TemporaryDirectory(prefix=".export-", dir=folder) as staging:
            for name, content in files.items():
                (Path(staging) / name).write_bytes(content)
            for name in files:
                (Path(staging) / name).replace(folder / name)
    except OSError as error:
        raise PublicationError(f"{folder}: nothing can be exported there: {error.strerror or error}") from error
