"""The README and docs/ are true: commands print what is shown, Python runs, tables are those of the code.

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
from textwrap import fill
from types import NoneType, UnionType
from typing import Annotated, Any, Literal, Union, get_args, get_origin, get_type_hints, is_typeddict

import pytest

from ingest.commands.display import ExitCode
from ingest.commands.shapes import SHAPES
from ingest.document.formats import Format
from ingest.document.inputs import INPUT_FORMS
from ingest.exports import export
from ingest.publish.manifest import MANIFEST_FILE
from ingest.review.page import PAGE_FILE
from model import CodeBook
from model.changes import CHANGE_RULES
from model.rules import RULES
from model.tables import HISTORY, TABLES, Table

# The commands of all pages are run once for all of them.
pytestmark = pytest.mark.xdist_group("readme")

CHECKOUT = Path(__file__).parent.parent
# In this order, each where the commands of those before it have been run.
PAGES = {
    path.relative_to(CHECKOUT).as_posix(): path
    for path in (CHECKOUT / "README.md", *sorted(CHECKOUT.glob("docs/*.md")))
}
LINK = re.compile(r"\]\(([^)#]+)(#[^)]*)?\)")
CONSOLE = re.compile(r"(?<=```console\n).*?(?=```)", re.DOTALL)
PYTHON = re.compile(r"(?<=```python\n).*?(?=```)", re.DOTALL)
FENCED = re.compile(r"^```.*?^```", re.DOTALL | re.MULTILINE)
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
    row = f"`{table.name}`: one row is {table.description[0].lower()}{table.description[1:]}."
    return f"\n{fill(row, 120)}\n\n" + markdown(("column", "type", "meaning"), rows)


def json_section(command: str, shape: Any) -> str:
    """What a command prints as JSON: what it is as a whole, and the fields of it."""
    inner, is_list = (get_args(shape)[0], True) if get_origin(shape) is list else (shape, False)
    if not is_typeddict(inner):
        names = [table.name for table in get_args(inner)[1].tables]
        return f"\n`{command}`: a list; each entry has the columns of `{names[0]}`.\n"
    whole = "a list; each entry is" if is_list else "an object:"
    what = f"{inner.__doc__[0].lower()}{inner.__doc__[1:]}"
    return f"\n`{command}`: {whole} {what}\n\n" + markdown(("field", "type", "meaning"), json_rows(inner))


def json_rows(shape: Any, prefix: str = "") -> Iterator[tuple[str, str, str]]:
    """The fields of an object, with those of the objects that are listed in it."""
    for name, hint in get_type_hints(shape, include_extras=True).items():
        kind, meaning = get_args(hint)[0], get_args(hint)[-1]
        yield f"`{prefix}{name}`", json_type(kind), meaning
        if get_origin(kind) is list and is_typeddict(get_args(kind)[0]):
            yield from json_rows(get_args(kind)[0], f"{prefix}{name}[].")


def json_type(hint: Any) -> str:
    """A type as JSON names it."""
    origin, arguments = get_origin(hint), get_args(hint)
    if origin is Union or isinstance(hint, UnionType):
        return " or ".join(map(json_type, arguments))
    if origin is Literal:
        return " or ".join(f"`{value}`" for value in arguments)
    if origin is list:
        return f"list of {json_type(arguments[0])}"
    if origin is Annotated:
        return "objects"
    names = {str: "string", int: "integer", float: "number", bool: "boolean", NoneType: "null"}
    return names.get(hint, "object")


def sections() -> dict[str, str]:
    """What stands between the marks of the pages, by the name of the mark."""
    return {
        "exit-codes": markdown(("exit code", "meaning"), ((str(int(code)), code.meaning) for code in ExitCode)),
        "inputs": markdown(("form", "what is read"), ((form.name, form.meaning) for form in INPUT_FORMS)),
        "findings": markdown(
            ("rule", "severity", "about", "what the document does", "what is done"),
            ((f"`{rule.id}`", rule.severity, rule.about, rule.meaning, rule.action) for rule in RULES.values()),
        ),
        "formats": markdown(("format", "what it is"), ((f"`{name}`", name.meaning) for name in Format)),
        "tables": "".join(map(table_section, TABLES.values())) + "\n",
        "changes": markdown(
            ("change", "breaking", "what changed", "why"),
            (
                (f"`{rule.id}`", "yes" if rule.is_breaking else "no", rule.meaning, rule.reason)
                for rule in CHANGE_RULES.values()
            ),
        ),
        "json": "".join(json_section(command, shape) for command, shape in SHAPES.items()) + "\n",
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
    # The command is installed from a checkout, which need not be this one.
    return {"PATH": path, "PYTHONPATH": str(CHECKOUT), "PYTHONUTF8": "1", "COLUMNS": "80"}


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


def rewritten(text: str, folder: Path, environment: dict[str, str]) -> str:
    """The text of a page with the outputs and tables of the code as it is."""
    text = CONSOLE.sub(lambda block: with_output(block[0], folder, environment), text)
    current = sections()
    return MARKED.sub(lambda mark: f"<!-- {mark[1]} -->\n{current[mark[1]]}<!-- end -->", text)


def all_rewritten(folder: Path) -> dict[str, str]:
    """All pages as they would be written now, from running everything in them in a folder."""
    environment = workplace(folder)
    return {name: rewritten(path.read_text(encoding="utf-8"), folder, environment) for name, path in PAGES.items()}


@pytest.fixture(scope="module")
def pages() -> dict[str, str]:
    """The texts of the pages, by their names."""
    return {name: path.read_text(encoding="utf-8") for name, path in PAGES.items()}


@pytest.fixture(scope="module")
def readme(pages: dict[str, str]) -> str:
    """The text of the README."""
    return pages["README.md"]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder in which the commands of the pages were run."""
    return tmp_path_factory.mktemp("readme")


@pytest.fixture(scope="module")
def current(folder: Path) -> dict[str, str]:
    """The pages as they would be written now."""
    return all_rewritten(folder)


def test_tests_that_share_what_is_costly_stay_together(request: pytest.FixtureRequest) -> None:
    """A worker of a parallel run gets all of a group: a release of pytest was there with which groups meant nothing."""
    if request.config.getoption("loadgroup", default=False) is not True:
        pytest.skip("this run is not parallel")
    assert request.node.nodeid.endswith("@readme")


@pytest.mark.parametrize("page", PAGES)
def test_commands_print_what_is_shown(page: str, pages: dict[str, str], current: dict[str, str]) -> None:
    """Every command of a page, run in a fresh place one after another, prints exactly what stands under it."""
    assert CONSOLE.findall(pages[page]) == CONSOLE.findall(current[page])


@pytest.mark.parametrize("name", sections())
def test_tables_are_those_of_the_code(pages: dict[str, str], name: str) -> None:
    """Exit codes, rules of findings, and columns stand in the pages as the code has them."""
    assert dict(MARKED.findall("".join(pages.values())))[name] == sections()[name]


def test_all_marks_are_known(pages: dict[str, str]) -> None:
    """No marked part of a page is left out of the comparison."""
    assert sorted(name for name, _ in MARKED.findall("".join(pages.values()))) == sorted(sections())


def run_examples(page: str, *, on_spark: bool, given: dict[str, Any]) -> doctest.TestResults:
    """Run the Python of a page in the current directory, all blocks but those on Spark, or only those."""
    blocks = PYTHON.findall(PAGES[page].read_text(encoding="utf-8"))
    chosen = "\n".join(block for block in blocks if ("spark." in block) == on_spark)
    runner = doctest.DocTestRunner(optionflags=doctest.NORMALIZE_WHITESPACE if on_spark else 0)
    runner.run(doctest.DocTestParser().get_doctest(chosen, dict(given), page, None, None))
    return runner.summarize(verbose=False)


@pytest.mark.usefixtures("current")
@pytest.mark.parametrize("page", [name for name, path in PAGES.items() if PYTHON.search(path.read_text("utf-8"))])
def test_python_runs_as_shown(page: str, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Every Python example of a page gives what stands under it, where the commands of all pages have been run."""
    monkeypatch.chdir(folder)
    results = run_examples(page, on_spark=False, given={})
    assert results.attempted > 2
    assert results.failed == 0


@pytest.mark.parametrize("page", [*PAGES, "CHANGELOG.md", "CONTRIBUTING.md"])
def test_links_lead_somewhere(page: str) -> None:
    """What a page links to within the project is there."""
    path = CHECKOUT / page
    targets = [target for target, _ in LINK.findall(path.read_text(encoding="utf-8")) if "://" not in target]
    assert [target for target in targets if not (path.parent / target).exists()] == []


@pytest.mark.parametrize("page", [*PAGES, "CHANGELOG.md", "CONTRIBUTING.md"])
def test_prose_is_wrapped(page: str) -> None:
    """No line of prose is longer than 120 characters: those of tables, and what programs print, are."""
    prose = FENCED.sub("", (CHECKOUT / page).read_text(encoding="utf-8"))
    assert [line for line in prose.splitlines() if len(line) > 120 and not line.startswith("|")] == []


def test_named_files_are_there() -> None:
    """Every file and folder of the project that CONTRIBUTING names stands where it says."""
    text = (CHECKOUT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    named = re.findall(r"`((?:ingest|model|tests|data|notebooks|\.ci)/[\w/.-]*)`", text)
    assert len(named) > 20
    assert [name for name in named if not (CHECKOUT / name).exists()] == []


def test_every_page_is_linked(readme: str) -> None:
    """The README leads to each page of docs/ and to the notebook."""
    linked = {target for target, _ in LINK.findall(readme)}
    assert {*PAGES, "notebooks/tour.ipynb"} - {"README.md"} <= linked


def test_readme_is_short(readme: str) -> None:
    """The README is about three screens long: what is longer goes into docs/."""
    assert len(readme.splitlines()) <= 160


def test_all_files_are_described(readme: str) -> None:
    """The table of files names each file of an edition, and no other."""
    table = readme.split("## What it writes")[1].split("\n\n")[2]
    named = set(re.findall(r"`([a-z]+\.(?:csv|parquet|json|html))`", table))
    assert named == {*export(CodeBook.load()), PAGE_FILE, MANIFEST_FILE}


def described_commands(text: str) -> Iterator[str]:
    """The commands of `resultcodes` that a text shows in use."""
    yield from re.findall(r"^\$ resultcodes ([a-z]+)", text, re.MULTILINE)


def test_all_commands_are_shown(pages: dict[str, str]) -> None:
    """The pages show each command in use."""
    commands = {
        "ingest",
        "check",
        "show",
        "resolve",
        "decode",
        "search",
        "audit",
        "export",
        "diff",
        "verify",
        "history",
    }
    assert commands <= set(described_commands("".join(pages.values())))


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as place:
        for page_name, page_text in all_rewritten(Path(place)).items():
            PAGES[page_name].write_text(page_text, encoding="utf-8")
    sys.exit()
