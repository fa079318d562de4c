"""Editions under kills and crowds, and the same bytes in any surroundings. All of it is slow."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from contextlib import ExitStack
from pathlib import Path

import pytest

from ingest.publish.editions import read_editions
from ingest.publish.history import history_files
from ingest.publish.verification import verify
from tests.command import shell, started
from tests.test_catalog import contents

pytestmark = pytest.mark.slow

CHECKOUT = Path(__file__).parent.parent
WRITERS, ROUNDS = 8, 50

WRITE = """
import sys
from contextlib import ExitStack
from pathlib import Path
from ingest.publish.catalog import publish
from tests.test_catalog import make_book
out, number, rounds = Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3])
for round_ in range(rounds):
    publish(make_book(f"writer{number}", sha256=str(number) * 64, action=f"round {round_}"), out)
"""


@pytest.mark.skipif(not hasattr(os, "fork"), reason="this system has no forks")
def test_killed_at_any_moment() -> None:
    """A publication that is killed leaves the old set or the new one, whole, and the next run finishes it."""
    count = int(os.environ.get("KILLS", "100"))
    process = subprocess.run(
        [sys.executable, Path(__file__).with_name("kill.py"), str(count), "1"],
        stdout=subprocess.PIPE,
        encoding="utf-8",
        check=True,
    )
    seen = json.loads(process.stdout)
    assert seen.pop("next run fails") == 0
    assert "TORN" not in seen
    assert sum(seen.values()) == count
    assert len(seen) >= 3


def test_many_writers(tmp_path: Path) -> None:
    """Eight runs at once, each publishing fifty times: the last of each stands there, and nothing else."""
    with ExitStack() as running:
        processes = [
            running.enter_context(
                started([sys.executable, "-c", WRITE, tmp_path, str(number), str(ROUNDS)], cwd=CHECKOUT)
            )
            for number in range(WRITERS)
        ]
        assert [process.wait() for process in processes] == [0] * WRITERS
    editions = read_editions(tmp_path)
    assert sorted(edition.book.edition.name for edition in editions) == [f"writer{number}" for number in range(WRITERS)]
    assert [edition.sequence for edition in editions] == list(range(1, WRITERS + 1))
    assert {edition.book.findings[0].action for edition in editions} == {f"round {ROUNDS - 1}"}
    assert [problem for edition in editions for problem in verify(tmp_path / edition.book.edition.name)] == []
    expected = history_files([edition.book for edition in editions])
    assert {name: (tmp_path / name).read_bytes() for name in expected} == expected
    names = {path.name for path in tmp_path.iterdir()}
    assert names == {"latest", ".gitattributes", *expected, *(edition.book.edition.name for edition in editions)}


def test_same_bytes_in_any_surroundings(tmp_path: Path) -> None:
    """Twenty runs under two hash seeds, two time zones and two locales write the same bytes."""
    document = CHECKOUT / "data" / "sources" / "result-codes.txt"
    text = document.read_text(encoding="utf-8")
    old = tmp_path / "old.txt"
    old.write_text("".join(line for line in text.splitlines(keepends=True) if "\t510" not in line), encoding="utf-8")
    results = []
    for number in range(20):
        surroundings = {
            "PYTHONHASHSEED": str(number % 2),
            "TZ": ("Asia/Vladivostok", "America/New_York")[number // 2 % 2],
            "LC_ALL": ("C", "C.UTF-8")[number // 4 % 2],
            "PYTHONUTF8": str(number // 8 % 2),
            "PYTHONPATH": str(CHECKOUT),
        }
        out = tmp_path / str(number)
        for source in (old, document):
            process = shell("ingest", str(source), "--out", str(out), cwd=tmp_path, **surroundings)
            assert (process.returncode, process.stderr) == (0, "")
        results.append(contents(out))
    assert len(results[0]) > 20
    assert all(result == results[0] for result in results)
