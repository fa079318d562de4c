"""The recipe for CI in docs/rerun.md does what stands above it, in a repository of its own."""

from __future__ import annotations

import os
import re
import subprocess
import sysconfig
from pathlib import Path

import pytest

pytestmark = pytest.mark.slow

DOCUMENT = "Класс\tКод\tОписание\n7xxx\t7000\tЗанято\n\t7001\tСильно занято\n"
IDENTITY = ("-c", "user.name=CI", "-c", "user.email=ci@example.org")


@pytest.fixture(scope="module")
def recipe(checkout: Path) -> str:
    """The shell of the recipe for CI."""
    page = (checkout / "docs" / "rerun.md").read_text(encoding="utf-8")
    script = re.search(r"\n## CI\n.*?```bash\n(.*?)```", page, re.DOTALL)
    assert script is not None
    return script[1]


def git(*arguments: str | Path) -> str:
    """What a command of git prints."""
    process = subprocess.run(["git", *IDENTITY, *arguments], capture_output=True, encoding="utf-8", check=True)
    return process.stdout


def run_job(recipe: str, repository: Path) -> int:
    """The exit code of a run of the recipe in a repository."""
    environment = os.environ | {
        "PATH": f"{sysconfig.get_path('scripts')}{os.pathsep}{os.environ['PATH']}",
        **{f"GIT_{who}_{what}": "ci@example.org" for who in ("AUTHOR", "COMMITTER") for what in ("NAME", "EMAIL")},
    }
    return subprocess.run(["bash", "-c", recipe], cwd=repository, env=environment, check=False).returncode


def test_a_new_document_becomes_a_change(recipe: str, tmp_path: Path) -> None:
    """A document makes a branch with its edition, a second one tells what it breaks, and nothing new makes nothing."""
    origin, repository = tmp_path / "origin", tmp_path / "work"
    git("init", "--quiet", "--bare", origin)
    git("clone", "--quiet", origin, repository)
    (repository / "inbox").mkdir()
    (repository / "inbox" / "2018.txt").write_text(DOCUMENT, encoding="utf-8")
    assert run_job(recipe, repository) == 0
    (repository / "inbox" / "2019.txt").write_text(DOCUMENT.replace("Сильно", "Почти не"), encoding="utf-8")
    assert run_job(recipe, repository) == 1
    assert run_job(recipe, repository) == 0
    branches = git("-C", origin, "branch", "--format=%(refname:short)").split()
    assert [branch.rpartition("-")[0] for branch in branches] == ["codes-2018", "codes-2019"]
    assert "books/latest" in git("-C", origin, "ls-tree", "-r", "--name-only", branches[0])
    assert "~~Сильно~~ **Почти не** занято" in git("-C", origin, "log", "-1", "--format=%B", branches[1])
