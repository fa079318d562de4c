"""Tables that are drawn with characters in the preformatted text of a page are read as they are in a text."""

from __future__ import annotations

import html
from collections.abc import Callable

import pytest

from ingest.pipeline import read_book

GRID = """\
+-----+------+------+---------------------------+
| №   | Класс| Код  | Описание                  |
+=====+======+======+===========================+
| 1   | 1xxx | 1000 | Вызов завершен            |
+-----+------+------+---------------------------+
| 2   |      | 1001 | Номер не найден, проверьте|
|     |      |      | справочник                |
+-----+------+------+---------------------------+
| 3   | 11xx |      | Отказы сети               |
+-----+------+------+---------------------------+
| 4   |      | 1102 | Порог                     |
|     |      |      | 250                       |
+-----+------+------+---------------------------+
"""
BOXES = """\
┌──────┬──────┬───────────────────┐
│ Класс│ Код  │ Описание          │
├──────┼──────┼───────────────────┤
│ 1xxx │ 1000 │ Вызов завершен    │
│      │ 1001 │ Номер не найден   │
│ 11xx │      │ Отказы сети       │
│      │ 1101 │ Линия занята      │
└──────┴──────┴───────────────────┘
"""
PIPES = """\
| Класс | Код    | Описание        |
|-------|--------|-----------------|
| 1xxx  | 1000   | Вызов завершен  |
|       | 10011) | Номер не найден |
| 11xx  |        | Отказы сети     |
|       | 1101   | Линия занята    |

1) Только для внутренних вызовов.
"""
PAGES: dict[str, Callable[[str], str]] = {
    "pre": lambda text: f"<h1>Коды</h1><pre>{html.escape(text)}</pre><p>Далее текст.",
    "code": lambda text: f"<pre><code class='language-text'>\n{html.escape(text)}</code></pre><p>Далее текст.",
    "spans": lambda text: (
        "<pre>" + "\n".join(f"<span>{html.escape(line)}</span>" for line in text.splitlines()) + "</pre><p>Текст."
    ),
}


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("table", [GRID, BOXES, PIPES], ids=["grid", "boxes", "pipes"])
def test_a_page_gives_the_book_of_the_text(table: str, page: str) -> None:
    """Lines of a cell, titles without a code and numbers of rows are no other in it."""
    read = read_book(f"<!doctype html><meta charset=utf-8>{PAGES[page](table)}".encode(), "table.html")
    assert read.content() == read_book(table.encode(), "table.txt").content()
    assert not [finding for finding in read.findings if finding.is_doubt]


@pytest.mark.parametrize("table", [GRID, BOXES], ids=["grid", "boxes"])
def test_a_fence_of_markdown_gives_the_book_of_the_text(table: str) -> None:
    """The marks of the fence are no rows."""
    read = read_book(f"# Коды\n\n```text\n{table}```\n\nДалее текст.\n".encode(), "table.md")
    assert read.content() == read_book(table.encode(), "table.txt").content()
    assert not [finding for finding in read.findings if finding.is_doubt]
