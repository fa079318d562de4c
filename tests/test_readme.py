"""The README is true: its commands print what it shows, its Python runs, its tables are those of the code.

`python tests/test_readme.py` writes the outputs and tables anew; read the difference before you commit it.
"""

from __future__ import annotations

import doctest
import os
import re
import subprocess
import sys
import sysconfig
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

import pytest

from ingest.commands.display import ExitCode
from ingest.exports import export
from ingest.formats import Format
from ingest.manifest import MANIFEST_FILE
from model import CodeBook
from model.changes import CHANGE_RULES
from model.rules import RULES
from model.tables import HISTORY, TABLES, Table

CHECKOUT = Path(__file__).parent.parent
README = CHECKOUT / "README.md"
CONSOLE = re.compile(r"(?<=```console\n).*?(?=```)", re.DOTALL)
MARKED = re.compile(r"<!-- ([a-z-]+) -->\n(.*?)<!-- end -->", re.DOTALL)
# It runs these tests themselves, and what it prints differs with every run.
NOT_RUN = ("make test",)


def markdown(header: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A Markdown table."""
    lines = [header, ["---"] * len(header), *rows]
    return "".join(f"| {' | '.join(cells)} |\n" for cells in lines)


def table_section(table: Table) -> str:
    """The columns of a table, with what one row is."""
    rows = (
        (f"`{column.name}`", column.type + (", required" if column.required else ""), column.description)
        for column in table
    )
    return f"\n`{table.name}`: one row is {table.description[0].lower()}{table.description[1:]}.\n\n" + markdown(
        ("column", "type", "meaning"), rows
    )


def sections() -> dict[str, str]:
    """What stands between the marks of the README, by the name of the mark."""
    return {
        "exit-codes": markdown(("exit code", "meaning"), ((str(int(code)), code.meaning) for code in ExitCode)),
        "findings": markdown(
            ("rule", "severity", "what the document does", "what is done"),
            ((f"`{rule.id}`", rule.severity, rule.meaning, rule.action) for rule in RULES.values()),
        ),
        "formats": markdown(("format", "what it is"), ((f"`{name}`", name.meaning) for name in Format)),
        "tables": "".join(map(table_section, TABLES.values())) + "\n",
        "changes": markdown(
            ("change", "breaking", "what is other", "why"),
            (
                (f"`{rule.id}`", "yes" if rule.is_breaking else "no", rule.meaning, rule.reason)
                for rule in CHANGE_RULES.values()
            ),
        ),
        "history": table_section(HISTORY).lstrip("\n") + "\n",
    }


def workplace(folder: Path) -> dict[str, str]:
    """Make a folder look like a fresh checkout that is set up, and give the environment of commands there."""
    for name in ("data", "Makefile", "pyproject.toml", "constraints.txt"):
        (folder / name).symlink_to(CHECKOUT / name)
    (folder / ".venv").mkdir()
    (folder / ".venv" / "bin").symlink_to(sysconfig.get_path("scripts"))
    (folder / ".venv" / "run.stamp").touch()
    path = f"{sysconfig.get_path('scripts')}{os.pathsep}{os.environ['PATH']}"
    return {"PATH": path, "PYTHONUTF8": "1", "COLUMNS": "80"}


def with_output(block: str, folder: Path, environment: dict[str, str]) -> str:
    """A console block with what its commands print in the folder, on both outputs."""
    shown = ""
    for command in re.findall(r"^\$ (.+)$", block, re.MULTILINE):
        shown += f"$ {command}\n"
        if command not in NOT_RUN:
            process = subprocess.run(
                ["bash", "-c", command],
                cwd=folder,
                env=environment,
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=subprocess.STDOUT,
                encoding="utf-8",
                check=False,
            )
            shown += process.stdout
    return shown


def rewritten(text: str, folder: Path) -> str:
    """The text of the README with the outputs and tables of the code as it is."""
    environment = workplace(folder)
    text = CONSOLE.sub(lambda block: with_output(block[0], folder, environment), text)
    current = sections()
    return MARKED.sub(lambda mark: f"<!-- {mark[1]} -->\n{current[mark[1]]}<!-- end -->", text)


@pytest.fixture(scope="module")
def readme() -> str:
    """The text of the README."""
    return README.read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder in which the commands of the README were run."""
    return tmp_path_factory.mktemp("readme")


@pytest.fixture(scope="module")
def current(readme: str, folder: Path) -> str:
    """The README as it would be written now, from running everything in it."""
    return rewritten(readme, folder)


def test_commands_print_what_is_shown(readme: str, current: str) -> None:
    """Every command of the README, run in a fresh place one after another, prints exactly what stands under it."""
    blocks = CONSOLE.findall(readme)
    assert len(blocks) >= 5
    assert blocks == CONSOLE.findall(current)


@pytest.mark.parametrize("name", ["exit-codes", "findings", "formats", "tables", "changes", "history"])
def test_tables_are_those_of_the_code(readme: str, name: str) -> None:
    """Exit codes, rules of findings, and columns stand in the README as the code has them."""
    assert dict(MARKED.findall(readme))[name] == sections()[name]


def test_all_marks_are_known(readme: str) -> None:
    """No marked part of the README is left out of the comparison."""
    assert sorted(name for name, _ in MARKED.findall(readme)) == sorted(sections())


@pytest.mark.usefixtures("current")
def test_python_runs_as_shown(readme: str, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Every Python example gives what stands under it, where `make run` has been run."""
    monkeypatch.chdir(folder)
    (folder / "README.md").write_text(readme, encoding="utf-8")
    results = doctest.testfile(str(folder / "README.md"), module_relative=False, encoding="utf-8")
    assert results.attempted > 10
    assert results.failed == 0


def test_all_files_are_described(readme: str) -> None:
    """The table of files names each file of an edition, and no other."""
    table = readme.split("## What it writes")[1].split("\n\n")[2]
    named = set(re.findall(r"`([a-z]+\.(?:csv|parquet|json))`", table))
    assert named == {*export(CodeBook.load()), MANIFEST_FILE}


def described_commands(text: str) -> Iterator[str]:
    """The commands of `resultcodes` that a text shows in use."""
    yield from re.findall(r"^\$ resultcodes ([a-z]+)", text, re.MULTILINE)


def test_all_commands_are_shown(readme: str) -> None:
    """The README shows each command in use."""
    commands = {"ingest", "check", "show", "resolve", "decode", "search", "export", "diff", "verify", "history"}
    assert commands <= set(described_commands(readme))


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as place:
        README.write_text(rewritten(README.read_text(encoding="utf-8"), Path(place)), encoding="utf-8")
    sys.exit()
