"""The seeds of dbt: their properties say what the declaration says, and their tests hold."""

from __future__ import annotations

import csv
import io
from typing import Any

import yaml
from hypothesis import given
from jinja2 import Environment

from ingest.exports.content import Content
from ingest.exports.dbt import to_dbt
from model import CodeBook
from model.tables import TABLES
from tests.exports.material import EDITION, book_of, corrected_content, hostile_texts

Seed = dict[str, Any]


def seeds_of(content: Content) -> dict[str, Seed]:
    """The seeds that the properties describe, by name."""
    properties = yaml.safe_load(to_dbt(content)["schema.yml"])
    assert properties["version"] == 2
    return {seed["name"]: seed for seed in properties["seeds"]}


def columns_of(content: Content) -> dict[str, dict[str, list[str]]]:
    """The values of every column of every seed, as text."""
    seeds = {}
    for name, text in to_dbt(content).items():
        if name.endswith(".csv"):
            header, *rows = csv.reader(io.StringIO(text.decode(), newline=""), strict=True)
            seeds[name.removesuffix(".csv")] = {
                column: [row[place] for row in rows] for place, column in enumerate(header)
            }
    return seeds


def broken_tests(content: Content) -> list[str]:
    """The tests of the properties that do not hold in the seeds, found as dbt finds them: an empty field is null."""
    values, broken = columns_of(content), []
    for name, seed in seeds_of(content).items():
        for column in seed["columns"]:
            cells = values[name][column["name"]]
            present = [cell for cell in cells if cell]
            for test in column.get("data_tests", []):
                if test == "not_null":
                    holds = len(present) == len(cells)
                elif test == "unique":
                    holds = len(set(present)) == len(present)
                else:
                    other = test["relationships"]["arguments"]
                    seed_name = other["to"].removeprefix("ref('").removesuffix("')")
                    holds = set(present) <= set(values[seed_name][other["field"]])
                broken += [] if holds else [f"{name}.{column['name']}: {test}"]
    return broken


def test_every_seed_is_described(bundled: CodeBook) -> None:
    """Each table is a seed, and each column has its meaning and its type."""
    seeds, values = seeds_of(Content(bundled)), columns_of(Content(bundled))
    assert list(seeds) == [f"resultcodes_{name}" for name in TABLES] == list(values)
    types = {"integer": "integer", "string": "varchar(65535)", "boolean": "boolean"}
    for name, table in TABLES.items():
        seed = seeds[f"resultcodes_{name}"]
        assert seed["description"] == table.description
        assert [(item["name"], item["description"]) for item in seed["columns"]] == [
            (column.name, column.description) for column in table
        ]
        assert seed["config"]["column_types"] == {column.name: types[column.type] for column in table}
        assert list(values[f"resultcodes_{name}"]) == list(table.names)
        assert seed["config"]["meta"] == {"edition": "result-codes", "sha256": bundled.edition.sha256}


def test_keys_are_tests(bundled: CodeBook) -> None:
    """Required columns are not null, primary keys unique, foreign keys relationships; and nothing else is tested."""
    seeds = seeds_of(Content(bundled))
    for name, table in TABLES.items():
        for item, column in zip(seeds[f"resultcodes_{name}"]["columns"], table, strict=True):
            expected: list[object] = ["not_null"] if column.required else []
            expected += ["unique"] if column.name == table.primary_key else []
            if column.references:
                to, field = column.references
                expected.append({"relationships": {"arguments": {"to": f"ref('resultcodes_{to}')", "field": field}}})
            assert item.get("data_tests", []) == expected


def test_the_tests_hold(bundled: CodeBook) -> None:
    """The bundled code book passes every test of its own seeds, with corrections too."""
    assert broken_tests(Content(bundled)) == []
    assert broken_tests(corrected_content(bundled, 1110, "Вызов завершен вызывающим абонентом")) == []


@given(hostile_texts())
def test_no_text_is_a_template(text: str) -> None:
    """Properties are rendered as templates, and whatever an edition is called, it is rendered to that."""
    edition = EDITION.model_copy(update={"name": text})
    for seed in seeds_of(Content(book_of(["Busy"], edition=edition))).values():
        rendered = Environment(autoescape=False, keep_trailing_newline=True).from_string(  # noqa: S701 - no HTML
            seed["config"]["meta"]["edition"]
        )
        assert rendered.render() == text.replace("\r\n", "\n").replace("\r", "\n")


def test_corrections_are_columns() -> None:
    """With corrections asked for, the seed has their columns, described as the others."""
    seed = seeds_of(corrected_content(book_of(["Busi"]), 1000, "Busy"))["resultcodes_codes"]
    assert [column["name"] for column in seed["columns"][-2:]] == ["corrected_description", "correction_reason"]
