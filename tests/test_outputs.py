"""Outputs: names from a safe alphabet, no path from a document, and no link in the output path that is followed."""

from __future__ import annotations

import csv
import io
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path
from tempfile import NamedTemporaryFile

import duckdb
import pandas
import polars
import pyarrow
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pyarrow import csv as arrow_csv

from ingest.document.formats import Format
from ingest.exports.catalogues import export_format
from ingest.publish.manifest import FileEntry, Manifest
from ingest.publish.verification import verify
from model import PublicationError
from model.edition_names import check_edition_name, safe_edition_name
from model.tables import CODES
from tests.command import Run, write
from tests.effort import share_of
from tests.exports.material import content_of, hostile_texts
from tests.test_catalog import contents

DOCUMENT = "Класс\tКод\tОписание\n1xxx\t1000\tДействие выполнено\n\t1001\tВызов завершен\n"
OUTSIDE = "somebody else's\n"


@pytest.fixture
def outside(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder outside of the output, with a file in it; the document stands beside it in the current directory."""
    monkeypatch.chdir(tmp_path)
    folder = tmp_path / "outside"
    folder.mkdir()
    (folder / "file").write_text(OUTSIDE, "utf-8")
    write("codes.txt", DOCUMENT)
    return folder


def untouched(folder: Path) -> bool:
    """Whether the folder outside is as it was."""
    return contents(folder) == {"file": OUTSIDE.encode()}


@pytest.mark.parametrize("name", ["CHANGELOG.md", "changelog.MD", "history.csv", "con", "NUL", "aux.1", "com1", "a."])
def test_names_that_are_taken(name: str) -> None:
    """Names of the files beside the editions, and of devices on Windows, are refused; a document gets another."""
    with pytest.raises(PublicationError, match=f"^'{name}' cannot name an edition: that name is taken; choose"):
        check_edition_name(name)
    check_edition_name(safe_edition_name(name))


@given(st.text(st.characters(), max_size=200))
def test_any_label_of_a_document_makes_a_safe_name(text: str) -> None:
    """Whatever a document prints as its version, the name made of it is one name that every file system takes."""
    name = safe_edition_name(text)
    check_edition_name(name)
    check_edition_name(f"{name}-01234567")
    assert Path(name).name == name


@pytest.mark.parametrize("version", ["../../escape v1.9", "/etc/v1.9", "..\\..\\v1.9", "v1.9\x1b[2J", "con v 1.9"])
def test_no_path_of_a_document_reaches_the_disk(run: Run, outside: Path, version: str) -> None:
    """A running head or title that looks like a path is no path."""
    page = f"<title>{version}</title><header>{version} API v1.9 (../../x)</header><table>" + "".join(
        "<tr>" + "".join(f"<td>{cell}" for cell in line.split("\t")) for line in DOCUMENT.splitlines()
    )
    write("codes.html", page)
    assert run("ingest", "codes.html").code == 0
    assert untouched(outside)
    assert {path.name for path in Path().iterdir()} == {"codes.html", "codes.txt", "out", "outside"}
    [edition] = [path for path in Path("out").iterdir() if path.is_dir() and not path.is_symlink()]
    check_edition_name(edition.name)


def test_a_linked_edition_is_refused(run: Run, outside: Path) -> None:
    """A link under the name of the edition is not followed."""
    Path("out").mkdir()
    Path("out/first").symlink_to(outside)
    result = run("ingest", "codes.txt", "--edition", "first")
    assert result == (
        4,
        "",
        "error: out/first: is no published edition; move it away or choose another --edition [publication-refused]\n",
    )
    assert untouched(outside)


def test_a_linked_stage_is_taken_away(run: Run, outside: Path) -> None:
    """A link under the name of the directory for publications is taken away; where it leads, nothing is touched."""
    (outside / "first.aside").write_text("", "utf-8")
    Path("out").mkdir()
    Path("out/.publish").symlink_to(outside)
    assert run("ingest", "codes.txt", "--edition", "first").code == 0
    assert sorted(path.name for path in outside.iterdir()) == ["file", "first.aside"]
    names = [".gitattributes", "CHANGELOG.md", "first", "history.csv", "latest"]
    assert sorted(path.name for path in Path("out").iterdir()) == names


def test_latest_elsewhere_is_refused(run: Run, outside: Path) -> None:
    """A `latest` that leads out of the directory is neither read nor moved."""
    assert run("ingest", "codes.txt", "--edition", "first").code == 0
    Path("out/first").rename(outside / "first")
    Path("out/latest").unlink()
    Path("out/latest").symlink_to(outside / "first")
    assert run("ingest", "codes.txt", "--edition", "second") == (
        4,
        "",
        ("error: out/latest: is a link to somewhere else; remove it or choose another --out [publication-refused]\n"),
    )


@pytest.mark.parametrize("name", ["CHANGELOG.md", "history.csv"])
def test_linked_files_beside_the_editions(run: Run, outside: Path, name: str) -> None:
    """A link to somebody's file is refused; one to a copy of our own is replaced, and the copy stays."""
    assert run("ingest", "codes.txt", "--edition", "first").code == 0
    ours = Path("out", name).read_bytes()
    Path("out", name).unlink()
    Path("out", name).symlink_to(outside / "file")
    assert run("ingest", "codes.txt", "--edition", "second").code == 4
    assert untouched(outside)
    (outside / "file").write_bytes(ours)
    assert run("ingest", "codes.txt", "--edition", "second").code == 0
    assert (outside / "file").read_bytes() == ours
    assert not Path("out", name).is_symlink()
    assert Path("out", name).read_bytes()[:20] == ours[:20]


def test_linked_files_of_an_edition_are_replaced(run: Run, outside: Path) -> None:
    """A file of an edition that is a link, were it to the same bytes, is made a file of its own."""
    assert run("ingest", "codes.txt", "--edition", "first").code == 0
    published = Path("out/first/codes.csv")
    content = published.read_bytes()
    published.rename(outside / "codes.csv")
    published.symlink_to(outside / "codes.csv")
    assert run("ingest", "codes.txt", "--edition", "first").code == 0
    assert (published.is_symlink(), published.read_bytes()) == (False, content)
    assert (outside / "codes.csv").read_bytes() == content


def test_a_linked_file_of_an_export_is_replaced(run: Run, outside: Path) -> None:
    """An export writes beside a link and takes its place; nothing goes where it led."""
    Path("export/csv").mkdir(parents=True)
    Path("export/csv/codes.csv").symlink_to(outside / "file")
    assert run("export", "--format", "csv").code == 0
    assert untouched(outside)
    assert not Path("export/csv/codes.csv").is_symlink()


def test_a_linked_folder_of_an_export_is_refused(run: Run, outside: Path) -> None:
    """The folder of a format that is a link is not written to."""
    Path("export").mkdir()
    Path("export/csv").symlink_to(outside)
    assert run("export", "--format", "csv") == (
        4,
        "",
        "error: export/csv: is a link; remove it or choose another --to [publication-refused]\n",
    )
    assert untouched(outside)


def test_a_linked_file_of_decoded_calls_is_replaced(run: Run, outside: Path) -> None:
    """Decoded calls take the place of a link; nothing goes where it led."""
    write("calls.csv", "code\n1000\n")
    Path("decoded.csv").symlink_to(outside / "file")
    assert run("decode", "calls.csv", "--column", "code", "--out", "decoded.csv").code == 0
    assert untouched(outside)
    assert not Path("decoded.csv").is_symlink()


@pytest.mark.parametrize("make", [lambda path: path.symlink_to("/dev/null"), Path.mkdir])
def test_decoded_calls_replace_nothing_but_files(run: Run, outside: Path, make: Callable[[Path], None]) -> None:
    """A device or a folder is not replaced by a file, be it by the superuser."""
    write("calls.csv", "code\n1000\n")
    make(Path("there.csv"))
    assert run("decode", "calls.csv", "--column", "code", "--out", "there.csv") == (
        4,
        "",
        "error: there.csv: is no file to replace; to write to a pipe, give - and redirect [publication-refused]\n",
    )
    assert untouched(outside)


@pytest.mark.parametrize("name", ["../outside/file", "/etc/hostname", "a/b", ".", ".."])
def test_a_manifest_names_files_of_its_edition_only(run: Run, outside: Path, name: str) -> None:
    """A manifest that names a file elsewhere is damaged; the file is not read."""
    assert run("ingest", "codes.txt", "--edition", "first").code == 0
    path = Path("out/first/manifest.json")
    manifest = Manifest.model_validate_json(path.read_bytes())
    files = manifest.files | {name: FileEntry(sha256="0" * 64, bytes=1, rows=None)}
    changed = manifest.model_copy(update={"files": files})
    path.write_bytes(changed.sealed(previous=None, beside=manifest.beside).to_json())
    assert verify(path.parent) == [f"{name}: not the name of a file of an edition"]
    assert untouched(outside)


TEXTS = st.one_of(
    hostile_texts(),
    st.sampled_from(
        ["NA", "null", "NaN", "None", "true", "1", "-inf", " a", "a ", "\t", "\r", "\n", "a\rb", '"', "''"]
    ),
)


def of_pandas(content: bytes) -> list[str]:
    """The descriptions as pandas reads them."""
    return list(pandas.read_csv(io.BytesIO(content), dtype=str, keep_default_na=False)["description"])


def of_polars(content: bytes) -> list[str]:
    """The descriptions as Polars reads them."""
    return polars.read_csv(content, infer_schema=False)["description"].to_list()


def of_pyarrow(content: bytes) -> list[str]:
    """The descriptions as PyArrow reads them."""
    parse = arrow_csv.ParseOptions(newlines_in_values=True)
    convert = arrow_csv.ConvertOptions(column_types={"description": pyarrow.string()})
    table = arrow_csv.read_csv(pyarrow.BufferReader(content), parse_options=parse, convert_options=convert)
    return [str(text) for text in table["description"].to_pylist()]


def of_duckdb(content: bytes) -> list[str]:
    """The descriptions as DuckDB reads them, told the dialect: what it guesses of hostile texts may be wrong."""
    with NamedTemporaryFile(suffix=".csv") as file:
        file.write(content)
        file.flush()
        dialect = {"sep": ",", "quotechar": '"', "escapechar": '"', "lineterminator": "\\n", "header": True}
        columns = dict.fromkeys(CODES.names, "VARCHAR")
        table = duckdb.read_csv(file.name, **dialect, auto_detect=False, columns=columns)
        return [str(row[1]) for row in table.fetchall()]


@settings(max_examples=share_of(40))
@given(st.lists(TEXTS, min_size=1, max_size=4))
def test_the_lossless_csv_reads_back_the_same(texts: list[str]) -> None:
    """Every reader of CSV, told to take texts as they stand, gives the same rows back whatever stands in them."""
    content = export_format(content_of(*texts), Format.CSV)["codes.csv"]
    rows = list(csv.reader(io.StringIO(content.decode(), newline="")))
    assert [row[1] for row in rows[1:]] == texts
    for reader in (of_pandas, of_polars, of_pyarrow, of_duckdb):
        assert reader(content) == texts, reader.__name__


@pytest.mark.skipif(shutil.which("make") is None, reason="make is not installed")
def test_make_clean_leaves_editions(checkout: Path, tmp_path: Path) -> None:
    """What cannot be made again, editions above all, stays; what can be goes."""
    shutil.copy(checkout / "Makefile", tmp_path)
    for name in ("out/2018", "export", ".venv", ".mypy_cache", "model/__pycache__"):
        (tmp_path / name).mkdir(parents=True)
        (tmp_path / name / "file").touch()
    subprocess.run(["make", "--silent", "-C", tmp_path, "clean"], check=True)
    assert {str(path.relative_to(tmp_path)) for path in tmp_path.rglob("file")} == {"out/2018/file", "export/file"}
