"""What is searched: a folder and what is in it, but for links, what `.gitignore` names, and what is too much."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from ingest.audit.folder import LeftOut, SearchLimits, files_in
from model import InputError


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """An empty folder, with one beside it."""
    (tmp_path / "beside").mkdir()
    (tmp_path / "beside/secret.txt").write_text("1000 - Готово", encoding="utf-8")
    (tmp_path / "repository").mkdir()
    return tmp_path / "repository"


def made(folder: Path, **files: str) -> None:
    """Files in a folder; `__` stands for a slash, and `_` at the beginning for a dot."""
    for key, text in files.items():
        name = key.replace("__", "/")
        path = folder / (f"{name[:-1]}.gitignore" if name.endswith("/") or name == "_" else f"{name}.txt")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")


def found(folder: Path, limits: SearchLimits | None = None) -> list[str]:
    """The names of the files in a folder that are searched; nothing may be left out."""
    left_out: list[LeftOut] = []
    names = [file.name for file in files_in(folder, limits or SearchLimits(), left_out)]
    assert left_out == []
    return names


def test_files_come_in_the_same_order_on_any_machine(folder: Path) -> None:
    """Those of a folder by name, then those in its folders; empty ones hold nothing."""
    made(folder, b="1", a="1", empty="", z__c="1", d__e__f="1")
    assert found(folder) == ["a.txt", "b.txt", "d/e/f.txt", "z/c.txt"]


def test_gitignore_is_kept_to(folder: Path) -> None:
    """As git does: nested ones over those above, exceptions, folders only, and lines that are no pattern."""
    (folder / ".gitignore").write_text(
        "build/\n*.log.txt\n/top.txt\n!\n\n# x\n[\nkeep/*\n!keep/this.txt\n", encoding="utf-8"
    )
    made(folder, top="1", build__x="1", a__build__y="1", a__top="1", keep__this="1", keep__other="1")
    (folder / "a/.gitignore").write_text("inner.txt\n!build.log.txt\n", encoding="utf-8")
    made(folder, a__inner="1", inner="1")
    for name in ("x.log.txt", "a/build.log.txt", "build.txt"):
        (folder / name).write_text("1", encoding="utf-8")
    (folder / "b").mkdir()
    (folder / "b/build").write_text("a file, no folder", encoding="utf-8")
    own = [name for name in found(folder) if not name.endswith(".gitignore")]
    assert own == ["build.txt", "inner.txt", "a/build.log.txt", "a/top.txt", "b/build", "keep/this.txt"]


def test_gitignore_of_the_repository_above(folder: Path) -> None:
    """It holds for a folder in the repository too, unless it names that folder: somebody asked for it."""
    (folder / ".git").mkdir()
    (folder / ".gitignore").write_text("build/\n/src/old/\n", encoding="utf-8")
    (folder.parent / ".gitignore").write_text("*.txt\n", encoding="utf-8")
    made(folder, src__a="1", src__build__b="1", src__old__c="1", build__d="1", build__build__e="1", _git__f="1")
    assert found(folder / "src") == ["a.txt"]
    assert found(folder / "src/old") == ["c.txt"]
    assert found(folder / "build") == ["d.txt", "build/e.txt"]
    assert found(folder / "src/build/b.txt") == ["b.txt"]


def test_what_version_control_keeps_is_no_code(folder: Path) -> None:
    """Whatever it holds."""
    made(folder, a="1")
    (folder / ".git").mkdir()
    (folder / ".git/COMMIT").write_text("1", encoding="utf-8")
    assert found(folder) == ["a.txt"]


def test_no_link_is_followed(folder: Path) -> None:
    """Neither out of the folder, nor around in it; but who names a link is taken at his word."""
    made(folder, a="1")
    (folder / "out").symlink_to(folder.parent / "beside")
    (folder / "secret.txt").symlink_to(folder.parent / "beside/secret.txt")
    (folder / "around").symlink_to(folder)
    (folder / "nowhere").symlink_to(folder / "missing")
    (folder / ".gitignore").symlink_to(folder.parent / "beside/secret.txt")
    assert found(folder) == ["a.txt"]
    (folder.parent / "link").symlink_to(folder)
    assert found(folder.parent / "link") == ["a.txt"]


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no named pipes")
def test_only_files_are_read(folder: Path) -> None:
    """A pipe would never end."""
    made(folder, a="1")
    os.mkfifo(folder / "pipe.txt")
    assert found(folder) == ["a.txt"]


def test_a_large_file_is_left_out_and_told(folder: Path) -> None:
    """One byte more than the limit is too large."""
    made(folder, large="1" * 11, small="1" * 10)
    left_out: list[LeftOut] = []
    assert [file.name for file in files_in(folder, SearchLimits(max_size=10), left_out)] == ["small.txt"]
    assert left_out == [LeftOut("large.txt", "11 bytes are more than the limit of 10")]


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may read any folder")
def test_a_folder_that_cannot_be_read_is_told(folder: Path) -> None:
    """And the others are searched."""
    made(folder, a="1", closed__b="1")
    (folder / "closed").chmod(0)
    left_out: list[LeftOut] = []
    names = [file.name for file in files_in(folder, SearchLimits(), left_out)]
    (folder / "closed").chmod(0o700)
    assert names == ["a.txt"]
    assert left_out == [LeftOut("closed", "cannot be read: Permission denied")]


def test_too_many_files_are_refused(folder: Path) -> None:
    """A part of the answer would look like the whole."""
    made(folder, a="1", b="1", c="1")
    assert len(found(folder, SearchLimits(max_files=3))) == 3
    with pytest.raises(InputError, match="more than 2 files; name folders in it, or raise --max-files") as refused:
        found(folder, SearchLimits(max_files=2))
    assert refused.value.faults[0].id == "limit-files"


def test_a_path_with_nothing_there_is_refused(folder: Path) -> None:
    """By name."""
    with pytest.raises(InputError, match="nowhere: there is no such file or folder"):
        found(folder / "nowhere")
