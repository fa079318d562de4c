"""The examples in the help of every command work, one after another, as somebody who reads the help would try them."""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

from ingest.cli import COMMANDS
from tests.command import CHECKOUT, Result, Run, write
from tests.pdf.pages import TABLE, drawn

CODES = "Класс\tКод\tОписание\n1xxx\t1000\tДействие выполнено\n\t1001\tВызов завершен\n"
CALLS = "call,disconnect_reason\na,1001\nb,2219\n"
OWN_LIST = "<?php $a = [1111 => '', 1121 => 'Занято', 1131 => 'Номер недоступен', 2210 => '', 2240 => ''];\n"
EXAMPLES = [example for command in COMMANDS.values() for example in command.examples]


@pytest.fixture
def folder(run: Run, tmp_path: Path) -> Path:
    """A folder with the documents, editions and call records that the examples name."""
    Path("data").symlink_to(CHECKOUT / "data")
    write("codes.txt", CODES).write_bytes(CODES.encode("windows-1251"))
    blank = [(40.0, 60.0, "Text")]
    Path("specification.pdf").write_bytes(drawn(*[blank] * 42, TABLE, blank, blank))
    Path("inbox").mkdir()
    table = (CHECKOUT / "data/sources/result-codes.txt").read_text(encoding="utf-8")
    write("inbox/codes.txt", f"Inbox\n{table}")
    write("page-1.md", "| Класс | Код | Описание |\n|---|---|---|\n| 1xxx | 1000 | Действие выполнено |\n")
    write("page-2.md", "|  | 1001 | Отложено |\n|  | 1002 | Отменено |\n")
    for name in ("2018", "2019"):
        write(f"{name}.txt", f"{name}\n{table}")
        assert run("ingest", f"{name}.txt", "--edition", name).code == 0
    for place, text in (("src/texts.php", OWN_LIST), ("docs/notes.md", "No list.\n")):
        Path(place).parent.mkdir()
        write(place, text)
    write("calls.csv", CALLS)
    subprocess.run(["gzip", "--keep", "calls.csv"], check=True)
    Path("calls").mkdir()
    decoded = run("decode", "calls.csv", "--column", "disconnect_reason", "--prefix", "is_", "--out", "calls/1.parquet")
    assert decoded.code == 0
    return tmp_path


def in_shell(example: str, folder: Path) -> Result:
    """An example run by bash, where `resultcodes` is this checkout's command."""
    command = f'resultcodes() {{ "{sys.executable}" -m ingest "$@"; }}; set -o pipefail; {example}'
    environment = {"PATH": os.environ["PATH"], "PYTHONPATH": str(CHECKOUT), "PYTHONUTF8": "1"}
    process = subprocess.run(
        ["bash", "-c", command], cwd=folder, env=environment, capture_output=True, encoding="utf-8", check=False
    )
    return Result(process.returncode, process.stdout, process.stderr)


def test_every_example_works(run: Run, folder: Path) -> None:
    """Each example does its work without an error; those that a shell must take apart are run by one."""
    assert len(EXAMPLES) >= 2 * len(COMMANDS)
    failed = {}
    for example in EXAMPLES:
        result = in_shell(example, folder) if "|" in example else run(*shlex.split(example)[1:])
        if result.code != 0 or "error:" in result.err:
            failed[example] = result
    assert failed == {}


def test_help_names_no_types_of_python(run: Run) -> None:
    """What an argument or an option takes is told in words for people: typer would say `<list[Path]>`."""
    assert {name: found for name in COMMANDS if (found := re.findall(r" <\S+>", run(name, "--help").out))} == {}


def test_every_example_is_in_the_help(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    """The help of a command shows its examples, whole on a wide terminal, and as a shell takes them on a narrow one."""
    for name, command in COMMANDS.items():
        for columns in ("40", "80"):
            monkeypatch.setenv("COLUMNS", columns)
            shown = run(name, "--help").out.split("Examples:\n")[1]
            assert [shlex.split(line) for line in shown.replace("\\\n", " ").splitlines() if line.strip()] == [
                shlex.split(example) for example in command.examples
            ]
