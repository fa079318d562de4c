"""The files of an export on disk, each whole or not at all."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from tempfile import TemporaryDirectory

from model import PublicationError


def write_files(folder: Path, files: Mapping[str, bytes]) -> None:
    """Put files into a folder, which is made where it is missing; other files in it stay.

    All are written before the first takes its place, so that a full disk leaves what was there. A link that stands
    under the name of a file is replaced; nothing is written to where it leads.

    Raises
    ------
    PublicationError
        If they cannot be written, or the folder is a link.
    """
    if folder.is_symlink():
        raise PublicationError(f"{folder}: is a link; remove it or choose another --to")
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with TemporaryDirectory(prefix=".export-", dir=folder) as staging:
            for name, content in files.items():
                with (Path(staging) / name).open("xb") as file:
                    file.write(content)
            for name in files:
                (Path(staging) / name).replace(folder / name)
    except OSError as error:
        raise PublicationError(f"{folder}: nothing can be exported there: {error.strerror or error}") from error
