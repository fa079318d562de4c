"""Where decoded calls are written: the standard output, or a file that is there only when it is complete."""

from __future__ import annotations

import os
import signal
import sys
import threading
from collections.abc import Iterator
from contextlib import AbstractContextManager, closing, contextmanager, nullcontext
from pathlib import Path
from tempfile import mkstemp
from typing import IO, Final

from ingest.calls.files import COMPRESSIONS, STDIN, form_of
from model import PublicationError

_ENDING: Final = [getattr(signal, name) for name in ("SIGTERM", "SIGHUP") if hasattr(signal, name)]


@contextmanager
def open_output(name: str) -> Iterator[IO[bytes]]:
    """What is written goes to the standard output, or to a file that gets its name when all is written.

    Raises
    ------
    PublicationError
        If the file cannot be written.
    """
    if name == STDIN:
        yield sys.stdout.buffer
        sys.stdout.buffer.flush()
        return
    with new_file(Path(name)) as path, path.open("wb") as raw, _compressed(raw, form_of(name, "csv")[1]) as stream:
        yield stream


def _compressed(raw: IO[bytes], compression: str) -> AbstractContextManager[IO[bytes]]:
    # Closed before what it writes to, also after an error: else the collector would write to a closed file.
    return closing(COMPRESSIONS[compression](raw, "wb")) if compression else nullcontext(raw)


@contextmanager
def new_file(path: Path) -> Iterator[Path]:
    """The other name of a new file, which takes its own in the end, or goes away. A link of that name is replaced.

    Raises
    ------
    PublicationError
        If the file cannot be written.
    """
    if path.exists() and not path.is_file():
        raise PublicationError(f"{path}: is no file to replace; to write to a pipe, give - and redirect")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, name = mkstemp(prefix=f".{path.name[:100]}.", suffix=".part", dir=path.parent)
    except OSError as error:
        raise PublicationError(f"{path}: cannot be written: {error.strerror}") from error
    os.close(handle)
    temporary = Path(name)
    try:
        with _ended_in_order():
            yield temporary
        with temporary.open("rb") as written:
            os.fsync(written.fileno())
        temporary.chmod(path.stat().st_mode & 0o777 if path.exists() else 0o666 & ~_umask())
        temporary.replace(path)
    except OSError as error:
        raise PublicationError(f"{path}: cannot be written: {error.strerror or error}") from error
    finally:
        temporary.unlink(missing_ok=True)


@contextmanager
def _ended_in_order() -> Iterator[None]:
    """Has signals that would end the process at once leave in order, as Ctrl-C does: what is not whole is removed."""

    def leave(number: int, _frame: object) -> None:
        sys.exit(128 + number)

    if threading.current_thread() is not threading.main_thread():
        yield  # only the main thread may say what a signal does
        return
    # Where another program said what they do, that stays.
    ours = [number for number in _ENDING if signal.getsignal(number) is signal.SIG_DFL]
    for number in ours:
        signal.signal(number, leave)
    try:
        yield
    finally:
        for number in ours:
            signal.signal(number, signal.SIG_DFL)


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask
