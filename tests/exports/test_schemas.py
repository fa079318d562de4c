"""The JSON Schema of the records, and the codes as schemas of OpenAPI."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from ingest.exports.content import Content
from ingest.exports.openapi import to_openapi
from ingest.exports.schema import to_json_schema
from model import CodeBook
from model.tables import CLASSES, CODES, FINDINGS, Table
from tests.exports.material import book_of, content_of, corrected_content, hostile_texts

Schema = dict[str, Any]


@pytest.fixture(scope="module")
def schema() -> Schema:
    """The JSON Schema of `codebook.json`."""
    found: Schema = json.loads(to_json_schema())
    return found


def openapi_schema(content: Content, name: str) -> Schema:
    """One of the schemas of OpenAPI, with its references made to be found within it."""
    components = json.loads(to_openapi(content))["components"]
    return {"$ref": f"#/components/schemas/{name}", "components": components}


def test_schema_is_one(schema: Schema) -> None:
    """It is a valid schema of the draft that it names."""
    assert schema["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    Draft202012Validator.check_schema(schema)


def test_published_code_book_is_valid(schema: Schema, checkout: Path) -> None:
    """The code book published in `data/` validates against it."""
    file = checkout / "data" / "editions" / "result-codes" / "codebook.json"
    assert list(Draft202012Validator(schema).iter_errors(json.loads(file.read_bytes()))) == []


@given(st.lists(st.none() | hostile_texts(), min_size=1, max_size=4), hostile_texts())
def test_every_code_book_is_valid(texts: list[str | None], title: str) -> None:
    """Whatever a code book holds, its file validates."""
    validator = Draft202012Validator(json.loads(to_json_schema()))
    assert validator.is_valid(json.loads(book_of(texts, title=title).to_json()))


@pytest.mark.parametrize(
    ("path", "value"),
    [
        (("schema_version",), "9.9"),
        (("edition", "sha256"), "no hash"),
        (("codes", 0, "code"), 10_000),
        (("codes", 0, "code"), "1000"),
        (("codes", 0, "description"), ""),
        (("codes", 0, "class_1"), "1xx"),
        (("codes", 0, "class_1"), "1ххх"),  # noqa: RUF001 - the Cyrillic letter, which is not the normal form
        (("codes", 0, "surprise"), 1),
        (("classes", 0, "level"), 4),
        (("classes", 0, "pattern"), None),
        (("findings", 0, "severity"), "fatal"),
        (("findings", 0, "span", "box"), [1, 2, 3]),
    ],
)
def test_damage_is_seen(schema: Schema, bundled: CodeBook, path: tuple[str | int, ...], value: object) -> None:
    """A file with a wrong type, range, name or pattern does not validate."""
    document = json.loads(bundled.to_json())
    place = document
    for step in path[:-1]:
        place = place[step]
    place[path[-1]] = value
    faults = list(Draft202012Validator(schema).iter_errors(document))
    assert [tuple(fault.absolute_path) for fault in faults] in ([path], [path[:-1]])


@pytest.mark.parametrize(("record", "table"), [("ResultCode", CODES), ("CodeClass", CLASSES), ("Finding", FINDINGS)])
def test_meanings_are_those_of_the_columns(schema: Schema, record: str, table: Table) -> None:
    """A field that is a column says what the column says."""
    fields = schema["$defs"][record]["properties"]
    places = {"page", "line"}
    assert {name: fields[name]["description"] for name in table.names if name not in places} == {
        column.name: column.description for column in table if column.name not in places
    }


def test_known_codes_are_an_enum_and_any_code_is_allowed(bundled: CodeBook) -> None:
    """The closed schemas take the codes of the edition; `ResultCode` takes any, because the list grows."""
    content = Content(bundled)
    numbers = {code + step for code in bundled.codes for step in (-1, 0, 1, 5)} | {-1, 0, 7000, 10_000}
    for name in ("KnownResultCode", "DescribedResultCode"):
        validator = Draft202012Validator(openapi_schema(content, name))
        assert {number for number in numbers if validator.is_valid(number)} == set(bundled.codes)
    anything = Draft202012Validator(openapi_schema(content, "ResultCode"))
    assert [value for value in (-1, 0, 2219, 9999, 10_000, "2210", None) if anything.is_valid(value)] == [0, 2219, 9999]


def test_openapi_document_has_what_the_standard_asks(bundled: CodeBook) -> None:
    """Version, title and version of the document, and components; every schema is a valid one."""
    document = json.loads(to_openapi(Content(bundled)))
    assert list(document) == ["openapi", "info", "components"]
    assert document["openapi"] == "3.1.0"
    assert document["info"] == {"title": "Result codes of result-codes", "version": bundled.edition.sha256}
    for schema in document["components"]["schemas"].values():
        Draft202012Validator.check_schema(schema)


@given(st.lists(st.none() | hostile_texts(), min_size=1, max_size=4))
def test_descriptions_stand_beside_the_codes(texts: list[str | None]) -> None:
    """Names and descriptions have the order of the enum, and no text is lost; a missing one is empty or left out."""
    schemas = json.loads(to_openapi(content_of(*texts)))["components"]["schemas"]
    known = schemas["KnownResultCode"]
    assert known["x-enum-varnames"] == [f"CODE_{code}" for code in known["enum"]]
    assert known["x-enum-descriptions"] == [text or "" for text in texts]
    assert [(item["const"], item.get("title")) for item in schemas["DescribedResultCode"]["oneOf"]] == list(
        zip(known["enum"], texts, strict=True)
    )


def test_corrections_stand_beside_the_titles() -> None:
    """The title stays the vendor's text; the description has the correction too."""
    schemas = json.loads(to_openapi(corrected_content(book_of(["Busi", "Full"]), 1000, "Busy")))["components"][
        "schemas"
    ]
    assert schemas["DescribedResultCode"]["oneOf"] == [
        {"const": 1000, "title": "Busi", "description": "Busi [corrected: Busy; A misprint]"},
        {"const": 1001, "title": "Full"},
    ]
    assert schemas["KnownResultCode"]["x-enum-descriptions"] == ["Busi [corrected: Busy; A misprint]", "Full"]
