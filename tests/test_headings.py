"""Headings of English documents, of several words: what they are about is named last, or before an `of`."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from ingest.pipeline import read_book

Write = Callable[[list[list[str]]], str]
ROWS = [["1xxx", "1000", "Done"], ["11xx", "1100", "Call is over"], ["", "1101", "No answer"]]


def commas(rows: list[list[str]]) -> str:
    """Cells between commas."""
    return "".join(",".join(row) + "\n" for row in rows)


def tabs(rows: list[list[str]]) -> str:
    """Cells between tabs."""
    return "".join("\t".join(row) + "\n" for row in rows)


def aligned(rows: list[list[str]]) -> str:
    """Cells in columns of characters."""
    return "".join("".join(f"{cell:<22}" for cell in row).rstrip() + "\n" for row in rows)


@pytest.mark.parametrize(("write", "name"), [(commas, "x.csv"), (tabs, "x.txt"), (aligned, "x.txt")])
@pytest.mark.parametrize(
    "headings",
    [
        "Code class|Code|Description",
        "Class code|Code|Description",
        "Class of code|Result code|Code description",
        "Result class|Result code|Result description",
        "Code group|Error code|Meaning of the code",
        "Class|Code|Message text",
    ],
)
def test_english_headings_of_several_words(headings: str, write: Write, name: str) -> None:
    """`Code class` heads the classes and `Code description` the texts, though both begin with the word code."""
    book = read_book(write([headings.split("|"), *ROWS]).encode(), name)
    assert {code: item.description for code, item in book.codes.items()} == {int(row[1]): row[2] for row in ROWS}
    assert {str(pattern) for pattern in book.classes} == {"1xxx", "11xx"}
