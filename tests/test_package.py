"""The package as a whole: its size, its documentation, its imports, and that it installs."""

from __future__ import annotations

import ast
import os
import shutil
import subprocess
import sys
import sysconfig
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest
from hatchling.metadata.core import ProjectMetadata
from hatchling.plugin.manager import PluginManager

from ingest import __version__
from ingest.table.codes.weights import weights
from tests.test_neighbours import NEIGHBOURS, SHOWN, folder_of, run

CHECKOUT = Path(__file__).parent.parent
LONGEST_FUNCTION = 50
LONGEST_MODULE = 300
HEAVY = (
    "pydantic pyarrow pandas numpy pdfplumber pypdfium2 docx lxml rich rdflib yaml jinja2 PIL narwhals polars duckdb"
    " dask pyspark"
).split()

KEPT = (
    ".ci .gitignore CHANGELOG.md CONTRIBUTING.md LICENSE Makefile README.md constraints.txt data docs ingest model"
    " notebooks pyproject.toml resultcodes.py tests"
).split()
"""What stands at the top of the checkout."""

COMMANDS = ("ingest", "check", "show", "resolve", "decode", "search", "export", "diff", "verify", "history")
EVIDENCE = {
    "ingest.table.codes.evidence": "code",
    "ingest.table.codes.words": "code",
    "ingest.table.division.seams": "line",
}
"""The modules in which a function is a piece of evidence, and its sentence stands with its weight."""

Function = ast.FunctionDef | ast.AsyncFunctionDef


def module_name(path: Path) -> str:
    """The name that a module is imported by."""
    parts = path.relative_to(CHECKOUT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


MODULES: Mapping[str, Path] = {
    module_name(path): path for package in ("model", "ingest") for path in sorted((CHECKOUT / package).rglob("*.py"))
}
TREES: Mapping[str, ast.Module] = {name: ast.parse(path.read_text(encoding="utf-8")) for name, path in MODULES.items()}


def functions(tree: ast.Module) -> Iterator[Function]:
    """Every function and method of a module."""
    return (node for node in ast.walk(tree) if isinstance(node, Function))


def test_nothing_stands_in_the_checkout_by_mistake() -> None:
    """A program that was told to write to `-` may have made a file of that name, and somebody committed it."""
    process = subprocess.run(
        ["git", "ls-files", "-z"], cwd=CHECKOUT, capture_output=True, encoding="utf-8", check=False
    )
    if process.returncode:
        pytest.skip("this is no checkout of Git")
    tops = {name.partition("/")[0] for name in process.stdout.split("\0") if name}
    assert tops - set(KEPT) == set()


def test_modules_are_found() -> None:
    """The tests of this file look at the modules of both packages."""
    assert {"model", "model.codebook", "ingest.cli", "ingest.pipeline", "ingest.commands.display"} <= MODULES.keys()


def test_functions_are_short() -> None:
    """No function is longer than 50 lines, its docstring included."""
    long = [
        f"{MODULES[name]}:{function.lineno} {function.name}"
        for name, tree in TREES.items()
        for function in functions(tree)
        if (function.end_lineno or 0) - function.lineno >= LONGEST_FUNCTION
    ]
    assert long == []


def test_modules_are_short() -> None:
    """No module is longer than 300 lines."""
    lengths = {name: len(path.read_text(encoding="utf-8").splitlines()) for name, path in MODULES.items()}
    assert {name: length for name, length in lengths.items() if length > LONGEST_MODULE} == {}


def test_everything_public_is_documented() -> None:
    """Every module, and every public class, function and method, has a docstring; evidence has its sentence."""
    sentences = {name: weights(kind) for name, kind in EVIDENCE.items()}
    missing = [
        f"{name}: {getattr(node, 'name', 'module')}"
        for name, tree in TREES.items()
        for node in public_definitions(tree)
        if ast.get_docstring(node) is None and getattr(node, "name", None) not in sentences.get(name, ())
    ]
    assert missing == []


def public_definitions(node: ast.Module | ast.ClassDef) -> Iterator[ast.Module | ast.ClassDef | Function]:
    """A module or class and what is public in it, but not what stands within functions.

    Nor the types of a function, of which one way to call it after the other stands before the function itself.
    """
    yield node
    for item in node.body:
        if isinstance(item, ast.ClassDef | Function) and not item.name.startswith("_"):
            if isinstance(item, ast.ClassDef):
                yield from public_definitions(item)
            elif "overload" not in map(ast.unparse, item.decorator_list):
                yield item


@pytest.mark.parametrize("test_file", sorted((CHECKOUT / "tests").rglob("test_*.py")), ids=lambda path: path.name)
def test_every_test_says_what_it_proves(test_file: Path) -> None:
    """Every test function has a docstring."""
    tests = [
        node for node in functions(ast.parse(test_file.read_text(encoding="utf-8"))) if node.name.startswith("test_")
    ]
    assert [test.name for test in tests if ast.get_docstring(test) is None] == []


@pytest.mark.parametrize(
    ("arguments", "allowed"),
    [
        (["--help"], ()),
        (["--version"], ()),
        *(([command, "--help"], ()) for command in COMMANDS),
        (["ingest", "data/sources/result-codes.txt", "--out", "{out}"], ("pydantic", "pyarrow", "numpy", "jinja2")),
        (["check", "data/sources/result-codes.txt"], ("pydantic", "numpy")),
        (["resolve", "2219", "--json"], ("pydantic",)),
        (["diff", "data/editions/result-codes", "data/editions/result-codes", "--json"], ("pydantic",)),
        (["verify", "data/editions/result-codes"], ("pydantic", "pyarrow", "numpy")),
        (["history", "1110", "--out", "data/editions"], ("pydantic",)),
        (["resolve", "2219", "--json", "--corrected"], ("pydantic",)),
        (
            "decode data/editions/result-codes/codes.csv --column code --columns match --out {out}/out.parquet".split(),
            ("pydantic", "pyarrow", "numpy"),
        ),
        (["export", "--format", "csv", "--format", "python", "--to", "{out}"], ("pydantic",)),
    ],
    ids=" ".join,
)
def test_heavy_libraries_are_imported_only_where_used(
    arguments: list[str], allowed: tuple[str, ...], tmp_path: Path
) -> None:
    """Help imports no heavy library at all, and each command only those that it works with."""
    script = (
        "import sys\n"
        "from ingest.cli import main\n"
        "code = main(sys.argv[1:])\n"
        "print(*(name for name in sys.modules if '.' not in name), file=sys.stderr)\n"
        "sys.exit(code)"
    )
    process = subprocess.run(
        [sys.executable, "-c", script, *(argument.format(out=tmp_path) for argument in arguments)],
        cwd=CHECKOUT,
        capture_output=True,
        encoding="utf-8",
        check=True,
    )
    imported = process.stderr.splitlines()[-1].split()
    assert "typer" in imported
    assert [name for name in HEAVY if name in imported and name not in allowed] == []


@pytest.mark.parametrize(
    "statement", ["import model", "import ingest", "from ingest import ingest", "import resultcodes"]
)
def test_heavy_libraries_are_no_part_of_an_import(statement: str) -> None:
    """Who imports the packages gets pydantic, and no other heavy library before it is needed."""
    process = subprocess.run(
        [sys.executable, "-c", f"{statement}\nimport sys\nprint(*(name for name in sys.modules if '.' not in name))"],
        cwd=CHECKOUT,
        stdout=subprocess.PIPE,
        encoding="utf-8",
        check=True,
    )
    assert [name for name in HEAVY if name in process.stdout.split() and name != "pydantic"] == []


def test_forms_of_tables_are_imported_when_a_text_has_them() -> None:
    """A text that shows no sign of a form of tables waits for the module of none."""
    program = "import sys\nfrom ingest.readers.registry import import_reader\nimport_reader({})\nprint(*sys.modules)"
    imported = {
        text: subprocess.run(
            [sys.executable, "-c", program.format(text.encode())], cwd=CHECKOUT, stdout=subprocess.PIPE, check=True
        ).stdout.split()
        for text in ("Code\tDescription\n1000\tDone\n", "|===\n| Code | Description\n| 1000 | Done\n|===\n")
    }
    modules = {b"ingest.readers.asciidoc", b"ingest.readers.latex"}
    found = [modules.intersection(names) for names in imported.values()]
    assert found == [set(), {b"ingest.readers.asciidoc"}]


def test_version_of_the_package() -> None:
    """What builds the package finds the version that the program tells."""
    assert ProjectMetadata(str(CHECKOUT), PluginManager()).version == __version__


@pytest.mark.slow
def test_wheel_installs_and_answers(tmp_path: Path) -> None:
    """The wheel holds the packages and the bundled code book: it answers from another environment, and makes a page."""
    python = sys.executable
    subprocess.run([python, "-m", "hatchling", "build", "-t", "wheel", "-d", tmp_path], cwd=CHECKOUT, check=True)
    (wheel,) = tmp_path.glob("*.whl")
    environment = tmp_path / "environment"
    subprocess.run([python, "-m", "venv", environment], check=True)
    installed = environment / ("Scripts" if sys.platform == "win32" else "bin")
    subprocess.run([installed / "python", "-m", "pip", "install", "--quiet", "--no-deps", wheel], check=True)
    # The libraries are those of this environment: what is proved here is what is in the wheel.
    (site,) = (
        (environment / "lib").glob("python*/site-packages")
        if sys.platform != "win32"
        else (environment / "Lib/site-packages",)
    )
    shown, exported = (
        subprocess.run(
            [installed / "resultcodes", *arguments],
            cwd=tmp_path,
            env={"PYTHONPATH": sysconfig.get_path("purelib"), "PYTHONUTF8": "1"},
            capture_output=True,
            encoding="utf-8",
            check=True,
        )
        for arguments in (("show", "1110", "--corrected"), ("export", "--format", "html"))
    )
    assert exported.stdout == "export/html/index.html\n"
    # Beside modules of a user that have the names of its parts, too.
    (tmp_path / "script.py").write_text(folder_of(tmp_path, NEIGHBOURS["both"]), encoding="utf-8")
    shown_beside = run(tmp_path, "script.py", python=installed / "python", path=sysconfig.get_path("purelib"))
    assert shown_beside == SHOWN
    assert 'id="2211"' in (tmp_path / "export" / "html" / "index.html").read_text(encoding="utf-8")
    assert (site / "model" / "bundled" / "editions" / "result-codes" / "codebook.json").is_file()
    assert (site / "model" / "bundled" / "corrections.toml").is_file()
    assert (site / "model" / "py.typed").is_file()
    assert (site / "ingest" / "py.typed").is_file()
    # The licence of the program, and what is said of the rights in the vendor's text.
    (licenses,) = site.glob("resultcodes-*.dist-info/licenses")
    assert (licenses / "LICENSE").is_file()
    assert (licenses / "data" / "LICENSE").is_file()
    assert sorted(path.name for path in site.iterdir() if path.name in {"tests", "data", "notebooks"}) == []
    assert (
        "1110  Вызов завершен вызываемым абонентом  [corrected: Вызов завершен вызывающим абонентом; " in shown.stdout
    )


@pytest.mark.slow
def test_make_run_sets_up_from_nothing_and_only_once(tmp_path: Path) -> None:
    """On a machine with Python and make, `make run` installs, ingests and answers; a second run does not install."""
    for name in ("Makefile", "pyproject.toml", "constraints.txt", "README.md", "LICENSE", "resultcodes.py"):
        shutil.copy(CHECKOUT / name, tmp_path)
    for name in ("model", "ingest", "data"):
        shutil.copytree(CHECKOUT / name, tmp_path / name, ignore=shutil.ignore_patterns("__pycache__"), symlinks=True)
    command = ["make", "run", f"PYTHON={sys.executable}"]
    environment = {
        name: value for name, value in os.environ.items() if not name.startswith(("MAKE", "PYTHON", "VIRTUAL"))
    }
    first, second = (
        subprocess.run(
            command,
            cwd=tmp_path,
            env=environment | {"PYTHONUTF8": "1"},
            capture_output=True,
            encoding="utf-8",
            check=True,
        )
        for _ in range(2)
    )
    assert "2219 → 2210  by class 221x  Доступ ограничен периодом использования\n" in first.stdout
    assert "Setting up" in first.stderr
    assert second.stdout == first.stdout.replace("(published)", "(unchanged)")
    assert second.stderr == ""
