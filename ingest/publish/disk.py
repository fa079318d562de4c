"""Files and directories put in their places so that nobody ever sees half of anything."""

from __future__ import annotations

import errno
import hashlib
import json
import os
from collections.abc import Iterable, Iterator, Mapping
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from shutil import rmtree
from threading import Thread
from typing import Final, NamedTuple

_RENAME_EXCHANGE: Final = 2
_AT_FDCWD: Final = -100
_NO_EXCHANGE: Final = {errno.EINVAL, errno.ENOSYS, errno.ENOTSUP}

_ASIDE: Final = ".aside"
_PLAN: Final = "plan.json"


class Plan(NamedTuple):
    """What a run is to put in place: names with their contents (of `plan_of`), in order, and then a link to a name."""

    contents: dict[str, dict[str, str]]
    link: tuple[str, str] | None


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


def carry_out(plan: Plan, directory: Path, stage: Path) -> None:
    """Put everything that a plan names from the stage into its place, and the link last; or leave all as it was.

    The plan is on the disk before anything is put anywhere: a run that is killed meanwhile is completed by `recover`.
    """
    with ExitStack() as undo:
        undo.callback((stage / _PLAN).unlink, missing_ok=True)
        write_all({stage / _PLAN: json.dumps(plan._asdict()).encode()})
        for name in plan.contents:
            place(stage / name, directory / name, undo)
        sync(directory)
        _relink(plan, directory, stage)
        undo.pop_all()


def _relink(plan: Plan, directory: Path, stage: Path) -> None:
    if plan.link is None:
        return
    name, target = plan.link
    link = stage / name
    link.unlink(missing_ok=True)
    link.symlink_to(target)
    link.replace(directory / name)


def recover(directory: Path, stage: Path) -> None:
    """Complete what a run that was killed had begun to put in place, and clean what it left. Only under the lock."""
    if not os.path.lexists(stage):
        return
    if stage.is_symlink():  # no run leaves one: what it leads to is somebody else's
        stage.unlink()
        return
    for aside in stage.rglob(f"*{_ASIDE}"):
        target = directory / aside.relative_to(stage).with_suffix("")
        if not os.path.lexists(target):
            aside.rename(target)
    plan = _read_plan(stage)
    if plan is not None:
        _complete(plan, directory, stage)
    rmtree(stage)


def _read_plan(stage: Path) -> Plan | None:
    """The plan of a run; None if it had not come so far as to put anything in its place."""
    try:
        content = json.loads((stage / _PLAN).read_bytes())
        return Plan(dict(content["contents"]), content["link"] and tuple(content["link"]))
    except (FileNotFoundError, ValueError, LookupError, TypeError):
        return None


def _complete(plan: Plan, directory: Path, stage: Path) -> None:
    with ExitStack() as undo:
        for name, content in plan.contents.items():
            if _content_of(directory / name) != content and _content_of(stage / name) == content:
                place(stage / name, directory / name, undo)
        sync(directory)
        _relink(plan, directory, stage)
        undo.pop_all()


def plan_of(names: Iterable[str], stage: Path, link: tuple[str, str] | None) -> Plan:
    """The plan to put what stands in a stage under these names into the same places elsewhere, in this order."""
    return Plan({name: _content_of(stage / name) for name in names}, link)


def _content_of(path: Path) -> dict[str, str]:
    """What tells a file or a directory of files from another: the sha256 of each."""
    files = sorted(path.iterdir()) if path.is_dir() else [path]
    return {file.name: hashlib.sha256(file.read_bytes()).hexdigest() for file in files if file.is_file()}
