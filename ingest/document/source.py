"""The bytes of a source file, within a limit."""

from __future__ import annotations

from pathlib import Path

from model import Fault, InputError


def read_source(path: Path, max_bytes: int) -> bytes:
    """The bytes of a file.

    Raises
    ------
    InputError
        `missing-file`, `not-a-file`, `unreadable-file`, or `too-large`, found before anything is read.
    """
    try:
        if path.is_dir():
            raise _error("not-a-file", "a folder, not a document; name the files in it", path)
        if not path.exists():
            raise _error("missing-file", "there is no such file", path)
        if not path.is_file():
            raise _error("not-a-file", "not a regular file", path)
        size = path.stat().st_size
        if size > max_bytes:
            message = f"{size:,} bytes are more than the limit of {max_bytes:,}; raise it with --max-size"
            raise _error("too-large", message, path)
        return path.read_bytes()
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise _error("unreadable-file", f"the file cannot be read: {reason}", path) from error


def _error(identifier: str, message: str, path: Path) -> InputError:
    return InputError(Fault(identifier, message, str(path)))
