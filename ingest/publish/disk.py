"""Files and directories put in their places so that nobody ever sees half of anything."""

from __future__ import annotations

import errno
import os
from collections.abc import Iterable, Iterator, Mapping
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from shutil import rmtree
from threading import Thread
from typing import Final

_RENAME_EXCHANGE: Final = 2
_AT_FDCWD: Final = -100
_NO_EXCHANGE: Final = {errno.EINVAL, errno.ENOSYS, errno.ENOTSUP}

_ASIDE: Final = ".aside"


@contextmanager
def locked(directory: Path) -> Iterator[None]:
    """A directory in which no other run works meanwhile: the next one waits. The lock ends with the process.

    Where the directory was not, it is made, and goes again if the block fails.
    """
    missing = [step for step in (directory, *directory.parents) if not step.exists()]
    handles: list[int] = []
    try:
        handles.append(_lock(directory))
        yield
    except BaseException:
        with suppress(OSError):
            for step in missing:
                step.rmdir()
        raise
    finally:
        for handle in handles:
            os.close(handle)


def _lock(directory: Path) -> int:
    import fcntl

    while True:
        if not directory.exists():
            directory.mkdir(parents=True, exist_ok=True)
        handle = os.open(directory, os.O_RDONLY)
        fcntl.flock(handle, fcntl.LOCK_EX)
        # A run that failed takes away a directory that it made; then this is the lock of nothing.
        if directory.exists() and os.path.samestat(os.fstat(handle), directory.stat()):
            return handle
        os.close(handle)


@contextmanager
def staging(directory: Path) -> Iterator[Path]:
    """A new hidden directory for the time of the block. Under the lock, whatever has its name is a killed run's."""
    directory.mkdir(mode=0o700)
    try:
        yield directory
    finally:
        rmtree(directory, ignore_errors=True)


def write_all(files: Mapping[Path, bytes]) -> None:
    """Write new files and bring them, and the directories that they are in, to the disk."""
    with ExitStack() as written:
        handles = []
        for path, content in files.items():
            file = written.enter_context(path.open("xb"))
            file.write(content)
            file.flush()
            handles.append(file.fileno())
        _sync_all(handles)
    for directory in {path.parent: None for path in files}:
        sync(directory)


def _sync_all(handles: Iterable[int]) -> None:
    """Bring files to the disk at once, so that it takes them together: one after another takes five times as long."""
    errors: list[BaseException] = []

    def wait(handle: int) -> None:
        try:
            os.fsync(handle)
        except BaseException as error:  # noqa: BLE001 - raised below, where the caller can see it
            errors.append(error)

    threads = [Thread(target=wait, args=(handle,)) for handle in handles]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if errors:
        raise errors[0]


def sync(directory: Path) -> None:
    """Bring the entries of a directory to the disk, so that a power cut cannot undo a rename."""
    handle = os.open(directory, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def place(new: Path, target: Path, undo: ExitStack) -> None:
    """Put a file or directory in its place, and the way back into `undo`.

    What stood there stands where the new one came from. On Linux they change places in one step; elsewhere there is a
    moment in which neither stands there, and `recover` puts right what a run that is killed in it leaves.
    """
    if not os.path.lexists(target):
        new.rename(target)
        undo.callback(target.rename, new)
        return
    exchange(new, target)
    undo.callback(exchange, new, target)


def exchange(one: Path, other: Path) -> None:
    """Let two paths change places."""
    if _exchange_at_once(one, other):
        return
    aside = one.with_name(other.name + _ASIDE)
    with ExitStack() as undo:
        other.rename(aside)
        undo.callback(aside.rename, other)
        one.rename(other)
        undo.callback(other.rename, one)
        aside.rename(one)
        undo.pop_all()


def _exchange_at_once(one: Path, other: Path) -> bool:
    """Whether the system and the file system can do it in one step, and so it is done."""
    import ctypes

    rename = getattr(ctypes.CDLL(None, use_errno=True), "renameat2", None)
    if rename is None:
        return False
    if rename(_AT_FDCWD, os.fsencode(one), _AT_FDCWD, os.fsencode(other), _RENAME_EXCHANGE) == 0:
        return True
    code = ctypes.get_errno()
    if code in _NO_EXCHANGE:
        return False
    raise OSError(code, os.strerror(code), str(other))


def recover(directory: Path, stage: Path) -> None:
    """Put right and clean what a run that was killed left. Only under the lock."""
    if not os.path.lexists(stage):
        return
    if stage.is_symlink():  # no run leaves one: what it leads to is somebody else's
        stage.unlink()
        return
    for aside in stage.glob(f"*{_ASIDE}"):
        target = directory / aside.name.removesuffix(_ASIDE)
        if not os.path.lexists(target):
            aside.rename(target)
    rmtree(stage)
