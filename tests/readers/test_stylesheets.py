"""Rows of HTML that the styles of their page hide are told and not read."""

from __future__ import annotations

import pytest

from ingest.pipeline import read_book

ROWS = "<tr><th>Class<th>Code<th>Description<tr><td>1xxx<td>1000<td>Done<tr{row}><td><td>1100<td>Kept for old clients"


def codes(style: str, row: str) -> tuple[set[int], set[str]]:
    """The codes of a page with a style and a row of a class, and the rules of its findings."""
    book = read_book(f"<style>{style}</style><table>{ROWS.format(row=row)}</table>".encode(), "x.html")
    return set(book.codes), {finding.rule for finding in book.findings}


@pytest.mark.parametrize(
    "style",
    [
        ".old { display: none }",
        "tr.old{visibility:collapse}",
        "td { color: #000 } .old td { color: #fff; background: #fff }",
        "p, .old > td { color: White; background-color: white !important }",
    ],
)
def test_hidden_by_a_style(style: str) -> None:
    """Nobody who looks at the page reads such a row."""
    found, rules = codes(style, ' class="x old"')
    assert found == {1000}
    assert "hidden-text" in rules


@pytest.mark.parametrize(
    "style",
    [
        "@media print { .old { display: none } }",
        ".old { display: none } .old { display: table-row }",
        ".menu .old { display: none }",
        ".old { color: #fff; background: #000 }",
        "/* .old { display: none } */",
    ],
)
def test_not_surely_hidden(style: str) -> None:
    """A style for paper, for other places, or that comes first and not last, hides nothing."""
    assert codes(style, ' class="old"')[0] == {1000, 1100}
