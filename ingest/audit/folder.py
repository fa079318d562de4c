"""The files of a folder that are somebody's own: no links, nothing that `.gitignore` names, within limits."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final, NamedTuple

from model import Fault, InputError

if TYPE_CHECKING:
    from pathspec import GitIgnoreSpec
    from pathspec.patterns.gitignore.spec import GitIgnoreSpecPattern

_KEPT_APART: Final = {".git", ".hg", ".svn"}
"""Where version control keeps what is its own."""

_GITIGNORE: Final = ".gitignore"
_LONGEST_GITIGNORE: Final = 1 << 20


@dataclass(frozen=True, slots=True)
class SearchLimits:
    """How much is searched.

    `max_size`: bytes of a file; a longer one is left out, and told. Nobody writes so long a list by hand. `max_files`:
    how many files; more are an error.
    """

    max_size: int = 2_000_000
    max_files: int = 50_000


class OwnFile(NamedTuple):
    """A file to search: where it is, and its name from where the search began."""

    path: Path
    name: str


class LeftOut(NamedTuple):
    """A file or folder that could not be searched, by its name from where the search began, and why."""

    name: str
    reason: str


class _Rules(NamedTuple):
    """A `.gitignore`, and the folder that it is about."""

    folder: Path
    spec: GitIgnoreSpec


def files_in(path: Path, limits: SearchLimits, left_out: list[LeftOut]) -> Iterator[OwnFile]:
    """The files of a folder and of those in it, by name; or the one file that the path is, which is always taken.

    `path`: a folder or a file. `limits`: how much is searched. `left_out`: what cannot be searched is added here.

    Raises
    ------
    InputError
        `missing-file` if there is nothing at the path; `limit-files` if there are more files than the limit.
    """
    if not path.exists():
        raise InputError(Fault("missing-file", "there is no such file or folder", str(path)))
    root = path.resolve()
    found = _files(root, left_out) if root.is_dir() else iter([OwnFile(root, path.name)])
    taken = 0
    for file in found:
        size = _size(file, left_out)
        if size > limits.max_size:
            left_out.append(LeftOut(file.name, f"{size:,} bytes are more than the limit of {limits.max_size:,}"))
        elif size:
            taken += 1
            if taken > limits.max_files:
                message = f"more than {limits.max_files:,} files; name folders in it, or raise --max-files"
                raise InputError(Fault("limit-files", message, str(path)))
            yield file


def _size(file: OwnFile, left_out: list[LeftOut]) -> int:
    try:
        return file.path.stat().st_size if file.path.is_file() else 0
    except OSError as error:
        left_out.append(LeftOut(file.name, _reason(error)))
        return 0


def _files(root: Path, left_out: list[LeftOut]) -> Iterator[OwnFile]:
    waiting = [(root, _rules_above(root))]
    while waiting:
        here, above = waiting.pop()
        try:
            with os.scandir(here) as listing:
                items = sorted(listing, key=lambda item: item.name)
        except OSError as error:
            left_out.append(LeftOut(here.relative_to(root).as_posix(), _reason(error)))
            continue
        rules = (*above, *_rules_in(here))
        own = [item for item in items if _is_own(item, rules)]
        yield from (
            OwnFile(Path(item.path), Path(item.path).relative_to(root).as_posix())
            for item in own
            if item.is_file(follow_symlinks=False)
        )
        waiting += [(Path(item.path), rules) for item in reversed(own) if item.is_dir(follow_symlinks=False)]


def _is_own(item: os.DirEntry[str], rules: Sequence[_Rules]) -> bool:
    if item.is_symlink() or item.name in _KEPT_APART:
        return False
    return not _is_ignored(Path(item.path), is_folder=item.is_dir(follow_symlinks=False), rules=rules)


def _is_ignored(path: Path, *, is_folder: bool, rules: Sequence[_Rules]) -> bool:
    """Whether the nearest `.gitignore` that says something of a path says that it is ignored."""
    for folder, spec in reversed(rules):
        name = path.relative_to(folder).as_posix() + ("/" if is_folder else "")
        decision = spec.check_file(name).include
        if decision is not None:
            return decision
    return False


def _rules_above(root: Path) -> tuple[_Rules, ...]:
    """The `.gitignore` files of the repository that a folder is in, the nearest last.

    None if they name the folder or what it is in: it is searched because somebody asked for it.
    """
    above: list[Path] = []
    for folder in (root, *root.parents):
        if (folder / ".git").exists():
            break
        above.append(folder)
    else:
        return ()
    rules: tuple[_Rules, ...] = ()
    for parent, child in zip([folder, *reversed(above)], reversed(above), strict=False):
        rules = (*rules, *_rules_in(parent))
        if _is_ignored(child, is_folder=True, rules=rules):
            return ()
    return rules


def _rules_in(folder: Path) -> Iterator[_Rules]:
    path = folder / _GITIGNORE
    with suppress(OSError):
        if path.is_file() and not path.is_symlink() and path.stat().st_size <= _LONGEST_GITIGNORE:
            yield _Rules(folder, _spec(path.read_text(encoding="utf-8", errors="replace")))


def _spec(text: str) -> GitIgnoreSpec:
    from pathspec import GitIgnoreSpec

    return GitIgnoreSpec([pattern for line in text.splitlines() for pattern in _patterns(line)])


def _patterns(line: str) -> Iterator[GitIgnoreSpecPattern]:
    from pathspec import GitIgnoreSpec

    with suppress(ValueError):  # git passes over what is no pattern
        yield from GitIgnoreSpec.from_lines([line]).patterns


def _reason(error: OSError) -> str:
    return f"cannot be read: {error.strerror}"
