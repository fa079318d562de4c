"""The published files: what is in them, and that each reads back as the code book it was made of."""

from __future__ import annotations

import csv
import hashlib
import io
import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import pandas
import pyarrow
import pytest
from frictionless import Package
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pyarrow import parquet

from ingest.exports import export
from model import ClassPattern, CodeBook, Edition, Finding, PrintedClass, PrintedCode, Span
from model.frames import DTYPES
from model.tables import TABLES, Column, Table
from tests.effort import share_of

CHECKOUT = Path(__file__).parent.parent
PARQUET_TABLES = ["codes", "classes", "resolution"]
TRICKY = [
    'Получен ответ "занято"',
    "«чёрный» список; да, нет",
    '"',
    '""',
    '","',
    "'",
    "NA",
    "NULL",
    "null",
    "nan",
    "None",
    "true",
    "False",
    "0123",
    "1e5",
    "-1",
    "=1+1",
    "#N/A",
    "a\tb",
    "a\nb",
    "a\rb",
    "a\r\nb",
    "a\\nb",
    " ",
    "\u2028",
    "😀",
]


def make_book(classes: Iterable[PrintedClass], codes: Iterable[PrintedCode], *findings: Finding) -> CodeBook:
    """A code book of an edition that is made up."""
    edition = Edition(
        name="made-up",
        sha256="ab" * 32,
        source="made-up.txt",
        format="text",
        title="Коды",
        printed_version="1.10",
    )
    return CodeBook.build(edition, classes, codes, findings)


@pytest.fixture
def small() -> CodeBook:
    """Three classes, one without a default code; texts that need quotes; a finding."""
    return make_book(
        [
            PrintedClass(ClassPattern("2xxx"), 2000, None, Span(page=1, line=3)),
            PrintedClass(ClassPattern("22xx"), None, "Доступ, ограничен", Span(page=1, line=4)),
            PrintedClass(ClassPattern("221x"), 2210, None, Span(page=1, line=5)),
        ],
        [
            PrintedCode(2000, 'Ответ "занято"', None, Span(page=1, line=3)),
            PrintedCode(2210, None, None, Span(page=1, line=5)),
            PrintedCode(2211, "Лимит, дневной", None, Span(page=2, line=1)),
            PrintedCode(7000, "NA"),
        ],
        Finding(
            rule="empty-description",
            severity="warning",
            code=2210,
            message="2210 has no description",
            action="the description is null",
            span=Span(page=1, line=5),
        ),
    )


@pytest.fixture
def bare() -> CodeBook:
    """One code and no class: no row in three of the tables."""
    return make_book([], [PrintedCode(5, "Five")])


@pytest.fixture
def full() -> CodeBook:
    """Every code there can be, with every tricky text."""
    classes = [PrintedClass(ClassPattern.of(code, 1), code) for code in range(0, 10_000, 1000)]
    return make_book(classes, [PrintedCode(code, TRICKY[code % len(TRICKY)]) for code in range(10_000)])


def texts() -> st.SearchStrategy[str]:
    """Texts in the letters and marks of real documents, and texts that readers of CSV like to misread."""
    letters = st.text('абвёЖЯabcXYZ0123456789 .,;:!?()«»"—-/\\№\u00a0', min_size=1, max_size=30)
    anything = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), min_size=1, max_size=8)
    return st.one_of(letters, anything, st.sampled_from(TRICKY))


def spans() -> st.SearchStrategy[Span]:
    """Places with and without a page."""
    numbers = st.none() | st.integers(1, 400)
    return st.builds(Span, page=numbers, line=numbers)


@st.composite
def books(draw: st.DrawFn) -> CodeBook:
    """Code books of any declared classes, with and without default codes, and any codes in them or outside."""
    prefixes = draw(st.sets(st.from_regex(r"[0-9]{1,3}", fullmatch=True), max_size=12))
    optional = st.none() | texts()
    classes = []
    for pattern in sorted(ClassPattern(prefix.ljust(4, "x")) for prefix in prefixes):
        default = pattern.zero_code if draw(st.booleans()) else None
        classes.append(PrintedClass(pattern, default, draw(optional), draw(spans())))
    numbers = draw(st.sets(st.integers(0, 9999), min_size=1, max_size=12))
    numbers |= {item.default_code for item in classes if item.default_code is not None}
    codes = [PrintedCode(number, draw(optional), None, draw(spans())) for number in sorted(numbers)]
    findings = st.builds(
        Finding,
        rule=st.just("number-in-text"),
        severity=st.sampled_from(["error", "warning", "info"]),
        about=st.sampled_from(["document", "reading"]),
        code=st.none() | st.integers(0, 9999),
        pattern=st.none() | st.sampled_from([ClassPattern("1xxx"), ClassPattern("221x")]),
        message=texts(),
        action=texts(),
        span=spans(),
    )
    return make_book(classes, codes, *draw(st.lists(findings, max_size=3)))


def rows_of(book: CodeBook, table: str) -> list[dict[str, object]]:
    """The rows that a table must hold, taken from the records one by one."""
    if table == "resolution":
        resolved = [book.resolve(number) for number in range(10_000)]
        return [
            {
                "code": found.requested,
                "resolved_code": found.code,
                "match": found.match,
                "matched_pattern": found.matched_pattern,
                "description": book[found.code].description,
            }
            for found in resolved
            if found.code is not None
        ]
    records: dict[str, Iterable[object]] = {
        "codes": book.codes.values(),
        "classes": book.classes.values(),
        "findings": book.findings,
    }
    return [{name: getattr(record, name) for name in TABLES[table].names} for record in records[table]]


def read_with_csv(table: Table, content: bytes) -> list[dict[str, object]]:
    """The rows of a CSV file, each cell by the declared type of its column."""
    kinds: dict[str, Callable[[str], object]] = {
        "integer": int,
        "string": str,
        "boolean": {"true": True, "false": False}.__getitem__,
    }
    reader = csv.reader(io.StringIO(content.decode(), newline=""), strict=True)
    assert next(reader) == list(table.names)
    return [
        {column.name: kinds[column.type](cell) if cell else None for column, cell in zip(table, row, strict=True)}
        for row in reader
    ]


def read_with_pandas(table: Table, content: bytes) -> pandas.DataFrame:
    """The rows of a CSV file as pandas reads them when it is told the types and that only nothing is missing."""
    types: dict[str, Any] = {column.name: DTYPES[column.type] for column in table}
    frame = pandas.read_csv(io.BytesIO(content), dtype=types, keep_default_na=False, na_values=[""])
    # Told at once, pandas makes categories of digits into numbers.
    return frame.astype({column.name: "category" for column in table if column.category})


def assert_same_frame(found: pandas.DataFrame, book: CodeBook, table: str) -> None:
    """Equal values and dtypes; the order of categories means nothing."""
    pandas.testing.assert_frame_equal(found, book.to_pandas(table), check_categorical=False)
    assert [column for column in found if found[column].dtype == "category"] == [
        column.name for column in TABLES[table] if column.category
    ]


def write(files: dict[str, bytes], directory: Path) -> Path:
    """The files on disk, as a user has them."""
    for name, content in files.items():
        (directory / name).write_bytes(content)
    return directory


def test_files_of_the_contract(small: CodeBook) -> None:
    """An export holds exactly the files of the output contract, in a fixed order."""
    assert list(export(small)) == [
        "codes.csv",
        "codes.parquet",
        "classes.csv",
        "classes.parquet",
        "resolution.csv",
        "resolution.parquet",
        "findings.csv",
        "codebook.json",
        "datapackage.json",
    ]


def test_csv_to_the_letter(small: CodeBook) -> None:
    """CSV has the columns of the contract, LF, quotes only where needed, true and false, nothing for a null."""
    files = export(small)
    assert files["codes.csv"].decode() == (
        "code,description,class_pattern,parent_code,is_default,class_1,class_2,class_3,path,page,line\n"
        '2000,"Ответ ""занято""",2xxx,,true,2xxx,,,2000,1,3\n'
        "2210,,221x,2000,true,2xxx,22xx,221x,2000/2210,1,5\n"
        '2211,"Лимит, дневной",221x,2210,false,2xxx,22xx,221x,2000/2210/2211,2,1\n'
        "7000,NA,,,false,,,,7000,,\n"
    )
    assert files["classes.csv"].decode() == (
        "pattern,level,default_code,title,parent_pattern,page,line\n"
        "2xxx,1,2000,,,1,3\n"
        '22xx,2,,"Доступ, ограничен",2xxx,1,4\n'
        "221x,3,2210,,22xx,1,5\n"
    )
    assert files["findings.csv"].decode() == (
        "rule,severity,about,code,pattern,page,line,message,action\n"
        "empty-description,warning,document,2210,,1,5,2210 has no description,the description is null\n"
    )


def test_resolution_table_to_the_letter(small: CodeBook) -> None:
    """The fallback table has every number of 2xxx and the code outside of all classes, and says how each was read."""
    lines = export(small)["resolution.csv"].decode().splitlines()
    assert len(lines) == 1 + 1000 + 1
    assert lines[:2] == ["code,resolved_code,match,matched_pattern,description", '2000,2000,exact,,"Ответ ""занято"""']
    assert lines[1 + 209 : 1 + 214] == [
        '2209,2000,class,2xxx,"Ответ ""занято"""',
        "2210,2210,exact,,",
        '2211,2211,exact,,"Лимит, дневной"',
        "2212,2210,class,221x,",
        "2213,2210,class,221x,",
    ]
    assert lines[-1] == "7000,7000,exact,,NA"


@settings(max_examples=share_of(30), deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(books())
def test_every_format_reads_back_equal(book: CodeBook) -> None:
    """Whatever a code book holds, CSV, Parquet and JSON give it back, read by any of their usual readers."""
    files = export(book)
    for name, table in TABLES.items():
        expected = rows_of(book, name)
        assert read_with_csv(table, files[f"{name}.csv"]) == expected
        assert_same_frame(read_with_pandas(table, files[f"{name}.csv"]), book, name)
        if name in PARQUET_TABLES:
            content = io.BytesIO(files[f"{name}.parquet"])
            assert parquet.read_table(content).to_pylist() == expected
            assert_same_frame(pandas.read_parquet(content), book, name)
    assert CodeBook.from_json(files["codebook.json"]) == book


def test_ten_thousand_codes_read_back_equal(full: CodeBook) -> None:
    """The largest code book there can be, of texts that readers like to misread, loses nothing in any format."""
    files = export(full)
    for name in PARQUET_TABLES:
        expected = rows_of(full, name)
        assert read_with_csv(TABLES[name], files[f"{name}.csv"]) == expected
        assert parquet.read_table(io.BytesIO(files[f"{name}.parquet"])).to_pylist() == expected


def test_tables_without_rows(bare: CodeBook) -> None:
    """A table without rows is its header in CSV, and has all its columns with their types in Parquet."""
    files = export(bare)
    assert files["classes.csv"] == b"pattern,level,default_code,title,parent_pattern,page,line\n"
    found = pandas.read_parquet(io.BytesIO(files["classes.parquet"]))
    assert found.empty
    assert_same_frame(found, bare, "classes")


@pytest.mark.parametrize("name", PARQUET_TABLES)
def test_parquet_schema(small: CodeBook, name: str) -> None:
    """A Parquet file says of each column what the declaration says: type, whether it can be empty, and meaning."""
    schema = parquet.read_schema(io.BytesIO(export(small)[f"{name}.parquet"]))
    types = {"integer": pyarrow.int64(), "string": pyarrow.string(), "boolean": pyarrow.bool_()}
    category = pyarrow.dictionary(pyarrow.int32(), pyarrow.string())

    def declared(column: Column) -> tuple[object, ...]:
        kind = category if column.category else types[column.type]
        return column.name, kind, not column.required, column.description

    found = [(field.name, field.type, field.nullable, field.metadata[b"description"].decode()) for field in schema]
    assert found == [declared(column) for column in TABLES[name]]
    assert schema.metadata[b"description"].decode() == TABLES[name].description


def test_codebook_json_loads_from_its_directory(small: CodeBook, tmp_path: Path) -> None:
    """`CodeBook.load` takes the directory of an edition, and gives the same code book."""
    assert CodeBook.load(write(export(small), tmp_path)) == small


def test_data_package_is_valid_with_its_data(small: CodeBook, bare: CodeBook, tmp_path: Path) -> None:
    """The validator of the standard finds the package and its data valid: types, keys, sizes and hashes."""
    for book in (small, bare):
        directory = tmp_path / str(len(book))
        directory.mkdir()
        report = Package(str(write(export(book), directory) / "datapackage.json")).validate()
        assert report.flatten(["name", "type", "message"]) == []
        assert report.valid
        assert report.stats["tasks"] == len(export(book)) - 1


@pytest.mark.parametrize(
    ("file", "change", "fault"),
    [
        ("codes.csv", ("2211,", "2210,"), "primary-key"),
        ("codes.csv", ("221x,2210,", "221x,2299,"), "foreign-key"),
        ("codes.csv", ("NA,,", "NA,9xxx,"), "foreign-key"),
        ("classes.csv", ("3,2210,", "3,2219,"), "foreign-key"),
        ("resolution.csv", ("2219,2210,", "2219,2219,"), "foreign-key"),
        ("codes.csv", (",false,", ",maybe,"), "type-error"),
        ("codes.csv", (",7000,,", ",,,"), "constraint-error"),
        ("classes.csv", ("Доступ", "доступ"), "hash-count"),
        ("codebook.json", ('"code": 2211', '"code": 2212'), "hash-count"),
    ],
)
def test_data_package_shows_damage(
    small: CodeBook, tmp_path: Path, file: str, change: tuple[str, str], fault: str
) -> None:
    """The package says enough of the data for frictionless to see each kind of damage."""
    path = write(export(small), tmp_path) / file
    text = path.read_text(encoding="utf-8")
    assert change[0] in text
    path.write_text(text.replace(*change, 1), encoding="utf-8")
    report = Package(str(tmp_path / "datapackage.json")).validate()
    assert fault in {kind for (kind,) in report.flatten(["type"])}


def test_data_package_describes_every_file(small: CodeBook) -> None:
    """Each other file is a resource with its media type and sha256; sizes too, except for Parquet."""
    files = export(small)
    package = json.loads(files.pop("datapackage.json"))
    resources = package.pop("resources")
    assert package == {
        "$schema": "https://datapackage.org/profiles/2.0/datapackage.json",
        "name": "made-up",
        "title": "Коды",
        "version": "1.10",
        "sources": [{"title": "made-up.txt"}],
    }
    assert [item["path"] for item in resources] == list(files)
    assert [item["hash"] for item in resources] == [
        f"sha256:{hashlib.sha256(content).hexdigest()}" for content in files.values()
    ]
    assert [item.get("bytes") for item in resources] == [
        None if name.endswith("parquet") else len(content) for name, content in files.items()
    ]
    assert {item["path"].split(".")[1]: item["mediatype"] for item in resources} == {
        "csv": "text/csv",
        "parquet": "application/vnd.apache.parquet",
        "json": "application/json",
    }


def test_data_package_schema(small: CodeBook) -> None:
    """A table resource has the declared fields and keys; a table that refers to itself is not named in its keys."""
    resources = {item["name"]: item for item in json.loads(export(small)["datapackage.json"])["resources"]}
    classes = resources["classes"]["schema"]
    assert classes["fields"][0] == {
        "name": "pattern",
        "type": "string",
        "description": "Fixed digits, then the wildcard x: 1xxx, 22xx, 221x",
        "constraints": {"required": True},
    }
    assert classes["fields"][2] == {
        "name": "default_code",
        "type": "integer",
        "description": "The code that stands for the class: an unknown code of the class is read as this one",
    }
    assert classes["primaryKey"] == ["pattern"]
    assert classes["foreignKeys"] == [
        {"fields": ["default_code"], "reference": {"resource": "codes", "fields": ["code"]}},
        {"fields": ["parent_pattern"], "reference": {"fields": ["pattern"]}},
    ]
    assert {"primaryKey", "foreignKeys"}.isdisjoint(resources["findings"]["schema"])


def test_data_package_leaves_out_what_is_not_known(bare: CodeBook) -> None:
    """An edition without a printed title and version gives a package without them, not with nulls."""
    edition = bare.edition.model_copy(update={"title": None, "printed_version": None})
    unlabelled = CodeBook.build(edition, [], [PrintedCode(5, "Five")])
    assert list(json.loads(export(unlabelled)["datapackage.json"])) == ["$schema", "name", "sources", "resources"]


SCRIPT = """
import hashlib, sys
from ingest.exports import export
from model import ClassPattern, CodeBook, Edition, PrintedClass, PrintedCode
from tests.effort import share_of
edition = Edition(name="made-up", sha256="0" * 64, source="made-up.txt", format="text")
codes = [PrintedCode(7000, "Занято"), PrintedCode(7001, "Very busy")]
files = export(CodeBook.build(edition, [PrintedClass(ClassPattern("7xxx"), 7000)], codes))
print(*(hashlib.sha256(content).hexdigest() for content in files.values()), "pandas" in sys.modules)
"""


def run_script(**environment: str) -> list[str]:
    """What a fresh interpreter says of its export: the hashes, and whether it has imported pandas."""
    process = subprocess.run(
        [sys.executable, "-c", SCRIPT],
        cwd=CHECKOUT,
        env=os.environ | environment,
        capture_output=True,
        text=True,
        check=True,
    )
    return process.stdout.split()


def test_same_bytes_in_any_environment() -> None:
    """Hash seed, time zone and locale do not change a byte, and an export never imports pandas."""
    first = run_script(PYTHONHASHSEED="1", TZ="UTC", LC_ALL="C")
    second = run_script(PYTHONHASHSEED="2", TZ="Asia/Tokyo", LC_ALL="C.UTF-8")
    assert first == second
    assert first[-1] == "False"
