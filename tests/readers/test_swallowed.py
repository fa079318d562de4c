"""Pages of HTML whose marks are damaged: cells that a parser takes out of sight are told, and no page is lost."""

from __future__ import annotations

import pytest

from ingest.pipeline import read_book
from model import InputError
from tests.readers.seen import lines, read, tables

PAGE = (
    "<html><head><title>Коды</title><style>td{color:red}</style></head><body><table>\n"
    "<tr><td>Класс</td><td>Код</td><td>Описание</td></tr>\n"
    '<tr><td class="a">1xxx</td><td class="b">1000</td><td>Да</td></tr>\n'
    "<tr><td></td><td class=c>1001</td><td>Нет</td></tr>\n"
    "</table></body></html>\n"
)

DAMAGES = [
    ("</style>", "\n<tr><td>1002</td><td>Ещё</td></tr></style>"),
    ("</title>", "<title>"),
    ("</style>", ""),
    ("<tr><td></td>", "<!--<tr><td></td>"),
    ("1001</td>", "1001</td"),
    ("class=c>", "class=c"),
    ("</td></tr>\n<tr><td></td><td class=c>", "</tdtd>"),
    ('class="a">', 'class="a>'),
    ("<td>Нет", "td>Нет"),
    ("Нет</td>", "Нет/td>"),
    ("<tr><td></td>", "</table><tr><td></td>"),
    ("<tr><td></td>", "</body></html><tr><td></td>"),
]


@pytest.mark.parametrize(("mark", "damaged"), DAMAGES)
def test_cells_that_a_damaged_mark_hides_are_told(mark: str, damaged: str) -> None:
    """Browsers show such pages without the cells, or with what is left of the mark."""
    assert sorted(read_book(PAGE.encode(), "page").codes) == [1000, 1001]
    with pytest.raises(InputError, match="damaged-html"):
        read(PAGE.replace(mark, damaged))


def test_damage_in_a_page_within_a_text() -> None:
    """As Markdown holds tables of HTML."""
    page = PAGE[PAGE.index("<table>") : PAGE.index("</body>")]
    assert not read(f"Коды\n\n{page}").faults
    found = read(f"Коды\n\n{page.replace('1001</td>', '1001</td')}")
    assert [fault.place for fault in found.faults] == ["codes, line 6"]


@pytest.mark.parametrize(
    "content",
    [
        "<p>x<y> a > b, a<b</p>",
        "<!-- <tr><td>1002</td></tr> -->",
        "<script>\nif (a < b) t('<tr><td>' + '<script>x<\\/script>');</script>",
        '<p title=\'<td>\'>Да</p><p class="a"id="b">',
        "<textarea><td></textarea>",
        "&lt;td&gt;",
    ],
)
def test_what_only_looks_like_damage(content: str) -> None:
    """Comments, scripts and texts may hold marks."""
    assert sorted(read_book(PAGE.replace("</body>", f"{content}</body>").encode(), "page").codes) == [1000, 1001]


def test_pages_in_one_file() -> None:
    """Each with an end of its own, as they come when pages are put behind each other."""
    page = "<!doctype html><html><head><title>T</title></head><body><p>{}</p></body></html>\n"
    found = read(page.format(1) + page.format(2) + "3<table><tr><td>4</td></tr></table>")
    assert (lines(found), tables(found)) == (["1", "2", "3"], [[{0: "4"}]])
