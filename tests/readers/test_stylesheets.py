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
        "table .old { display: none }",
        "#it { display: none } .old { display: table-row }",
        "@media screen { .old { display: none } }",
        ".old td { font-size: 0 }",
        ".x.old td { position: absolute; clip: rect(0, 0, 0, 0) }",
        ".old { display: none !important } tr.old { display: table-row }",
        "tr.old > td { color: #fff }",
    ],
)
def test_hidden_by_a_style(style: str) -> None:
    """Nobody who looks at the page reads such a row."""
    found, rules = codes(style, ' class="x old" id="it"')
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
        "td:hover .old { display: none }",
        ".old { display: none } table tr.old { display: table-row }",
        "table { background: navy } .old td { color: white }",
        ".old td { color: white } td:nth-child(n) { background: url(dark.png) }",
    ],
)
def test_not_surely_hidden(style: str) -> None:
    """A style for paper, for other places, or that comes first and not last, hides nothing."""
    assert codes(style, ' class="old"')[0] == {1000, 1100}


@pytest.mark.parametrize(
    "style",
    [
        "tr.old { display: none } tr.old[lang=ru] { display: table-row }",
        ".old { display: none } .old:not(.new) { display: table-row }",
        ".old { display: none } @media (min-width: 1px) { .print { color: red } .old { display: table-row } }",
        ".old { visibility: hidden } table > tbody:is(:not(.x)) ~ * tr.old, tr:nth-child(2n) { visibility: visible }",
    ],
)
def test_perhaps_shown_by_a_style(style: str) -> None:
    """What one style hides, and another shows that is not understood, is in doubt: any who look may see it."""
    assert codes(style, ' class="old" lang="ru"') == ({1000}, {"unaccounted-text"})


@pytest.mark.parametrize(
    "style",
    [
        ".old { display: none } .old:hover { display: table-row }",
        ".old { display: none !important } tr:nth-child(n) { display: table-row }",
        ".old { display: none } .old:first-child { color: red } td:not(.x), .new[lang] { display: table-cell }",
        ".old { display: none } @media print { .old { display: table-row } }",
        ".old { display: none } @media (max-width: 9px) { .old { display: table-row } }",
        ".old { display: none } @keyframes show { to { display: table-row } 9% { display: block } }",
    ],
)
def test_hidden_whatever_else_is_said(style: str) -> None:
    """Nothing shows it to whoever only looks: a pointer would, or paper, or it is not for that row, or too weak."""
    assert codes(style, ' class="old" lang="ru"') == ({1000}, {"hidden-text"})


def test_texts_of_a_style() -> None:
    """What a style sets before or after an element is read as anybody sees it; arrows and pictures are no text."""
    style = ".late::after { content: ' (\\22 old\\22)' } td::before { content: '\\2192' } tr :before { content: none }"
    page = f"<style>{style}</style><table>{ROWS.format(row='')}<tr><td><td>1101<td class=late>Kept <b>on</b></table>"
    book = read_book(page.encode(), "x.html")
    assert {code.code: code.description for code in book.codes.values()} == {
        1000: "Done",
        1100: "Kept for old clients",
        1101: 'Kept on ("old")',
    }


def test_fields_and_buttons() -> None:
    """What was entered into a field is a text of its cell; what stands on a button is none, and told."""
    row = "<tr><td><td><input value=1101><td>Kept<button>Copy</button><input type=checkbox value=on>"
    book = read_book(f"<table>{ROWS.format(row='')}{row}</table>".encode(), "x.html")
    assert book[1101].description == "Kept"
    assert [finding.message for finding in book.findings if finding.rule == "hidden-text"] == ["«Copy» is a button"]


@pytest.mark.parametrize(
    ("sign", "message"),
    [
        ('<i class="material-icons">info</i>', "«info» is a button"),
        ('<a class=headerlink href="#c1101">¶</a>', None),
        ("<ruby><rp>(</rp><rt>More</rt></ruby>", "«More» is a note above a word"),
        ("<span role=tooltip>More</span>", "«More» is hidden"),
        ('<span class="visually-hidden">Text:</span>', "«Text:» is hidden"),
    ],
)
def test_signs_of_a_page_are_no_text(sign: str, message: str | None) -> None:
    """Icons, links to the place where they stand, and what is only read aloud: nobody sees words there."""
    row = f"<tr><td><td>1101{sign if message is None else ''}<td>{sign}Kept <q>on</q>"
    book = read_book(f"<table>{ROWS.format(row='')}{row}</table>".encode(), "x.html")
    assert book[1101].description == "Kept “on”"
    assert [item.message for item in book.findings if item.rule == "hidden-text"] == ([message] if message else [])
