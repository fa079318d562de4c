"""The command `export`: which files it writes, and that they are the same everywhere."""

from __future__ import annotations

import hashlib
import json
import sys
from pathlib import Path

import pytest

from ingest.document.formats import Format
from ingest.exports.catalogues import WRITERS, export_format
from ingest.exports.content import Content
from model import CodeBook
from tests.command import Run, shell
from tests.exports.material import HOSTILE, content_of

FILES = {
    "csv": ["classes.csv", "codes.csv", "findings.csv", "resolution.csv"],
    "excel": ["classes.csv", "codes.csv", "findings.csv", "resolution.csv"],
    "sqlite": ["codebook.sqlite"],
    "skos": ["codebook.ttl"],
    "json-schema": ["codebook.schema.json"],
    "openapi": ["result-codes.openapi.json"],
    "dbt": [
        "resultcodes_classes.csv",
        "resultcodes_codes.csv",
        "resultcodes_findings.csv",
        "resultcodes_resolution.csv",
        "schema.yml",
    ],
    "python": ["result_codes.py"],
    "typescript": ["result-codes.ts"],
    "html": ["index.html"],
}
EVERY_FORMAT = [argument for name in FILES for argument in ("--format", name)]


def names_in(folder: Path) -> list[str]:
    """The names of what stands in a folder, hidden files too."""
    return sorted(path.name for path in folder.iterdir())


def tree(folder: Path) -> dict[str, str]:
    """The files below a folder, each with the sha256 of its bytes."""
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    return {str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest() for path in files}


def test_every_format_has_a_writer() -> None:
    """The formats that the command offers are those that there are writers for."""
    assert list(WRITERS) == list(Format)
    assert [name.value for name in Format] == list(FILES)
    assert all(name.meaning for name in Format)


def test_each_format_has_a_folder(run: Run, book: Path) -> None:
    """Every format asked for stands in a folder of its own, and the command names each file."""
    result = run("export", *EVERY_FORMAT, "--book", book, "--to", "out")
    assert (result.code, result.err) == (0, "")
    assert sorted(result.out.splitlines()) == sorted(f"out/{name}/{file}" for name in FILES for file in FILES[name])
    assert {name: names_in(Path("out") / name) for name in FILES} == FILES


def test_json_tells_what_was_written(run: Run, book: Path) -> None:
    """The JSON has the size and the hash of every file; a format that is asked for twice is written once."""
    result = run("export", "--format", "sqlite", "--format", "sqlite", "--book", book, "--json")
    content = Path("export/sqlite/codebook.sqlite").read_bytes()
    assert json.loads(result.out) == [
        {
            "format": "sqlite",
            "path": "export/sqlite/codebook.sqlite",
            "bytes": len(content),
            "sha256": hashlib.sha256(content).hexdigest(),
        }
    ]


def test_files_are_replaced_and_others_stay(run: Run, book: Path) -> None:
    """What stood there under the name is replaced, whatever else stands there stays, and nothing is left over."""
    folder = Path("export/python")
    folder.mkdir(parents=True)
    (folder / "result_codes.py").write_text("old", encoding="utf-8")
    (folder / "mine.py").write_text("mine", encoding="utf-8")
    assert run("export", "--format", "python", "--book", book).code == 0
    assert names_in(folder) == ["mine.py", "result_codes.py"]
    assert "CODE_7000 = 7000" in (folder / "result_codes.py").read_text(encoding="utf-8")
    assert (folder / "mine.py").read_text(encoding="utf-8") == "mine"


def test_a_place_that_cannot_be_written(run: Run, book: Path) -> None:
    """A file where the folder should be is one line and the exit code of a refused publication."""
    Path("taken").write_text("", encoding="utf-8")
    assert run("export", "--format", "csv", "--book", book, "--to", "taken") == (
        4,
        "",
        "error: taken/csv: nothing can be exported there: Not a directory [publication-refused]\n",
    )


def test_no_format_and_an_unknown_one_are_usage_errors(run: Run) -> None:
    """A format must be named, and be one of those that there are."""
    ending = "; see resultcodes export --help [usage]\n"
    assert run("export") == (2, "", f"error: command line: Missing option '--format'{ending}")
    assert run("export", "--format", "csv", "--format", "xml") == (
        2,
        "",
        (
            "error: command line: Invalid value for '--format': 'xml' is no format; there are csv, excel, sqlite, "
            f"skos, json-schema, openapi, dbt, python, typescript, html{ending}"
        ),
    )


@pytest.mark.parametrize("iri", ["codes", "https://example.org/a b", "https://example.org/<", "x:\u0000", ""])
def test_a_base_iri_must_be_one(run: Run, book: Path, iri: str) -> None:
    """What would break the Turtle file, or names nothing, is refused."""
    result = run("export", "--format", "skos", "--book", book, "--base-iri", iri)
    assert (result.code, result.out) == (2, "")
    assert "is no IRI, such as https://example.org/codes/" in result.err


@pytest.mark.parametrize(("name", "package", "module"), [("skos", "rdflib", "rdflib")])
def test_a_missing_package_is_named(
    run: Run, book: Path, monkeypatch: pytest.MonkeyPatch, name: str, package: str, module: str
) -> None:
    """Where the package of a format is not installed, the error says what to install, and nothing is written."""
    monkeypatch.setitem(sys.modules, module, None)
    assert run("export", "--format", "csv", "--format", name, "--book", book) == (
        4,
        "",
        (
            f"error: the format {name} needs {package}, which is not installed: "
            f"pip install {package}, or 'resultcodes[catalogues]' for all catalogues [missing-package]\n"
        ),
    )
    assert not Path("export").exists()


def test_same_bytes_in_any_environment(tmp_path: Path, checkout: Path) -> None:
    """Hash seed, time zone and locale change no byte of any format."""
    environments = [
        {"PYTHONHASHSEED": "1", "TZ": "UTC", "LC_ALL": "C"},
        {"PYTHONHASHSEED": "2", "TZ": "Asia/Tokyo", "LC_ALL": "C.UTF-8"},
    ]
    trees = []
    for number, environment in enumerate(environments):
        to = tmp_path / str(number)
        process = shell("export", *EVERY_FORMAT, "--corrected", "--to", str(to), cwd=checkout, **environment)
        assert (process.returncode, process.stderr) == (0, "")
        trees.append(tree(to))
    assert trees[0] == trees[1]
    assert len(trees[0]) == sum(map(len, FILES.values()))


@pytest.mark.parametrize("name", Format)
def test_same_bytes_again(name: Format) -> None:
    """Twenty times the same content gives twenty times the same files."""
    content = content_of(*HOSTILE)
    first = export_format(content, name)
    assert all(export_format(content, name) == first for _ in range(19))


@pytest.mark.parametrize("name", Format)
def test_a_book_without_classes(name: Format) -> None:
    """A code book of one code and no class is exported in every format."""
    lonely = CodeBook.load().edition.model_copy(update={"name": "lonely"})
    files = export_format(Content(CodeBook.build(lonely, [], [])), name)
    assert sorted(files) == sorted(FILES[name])
