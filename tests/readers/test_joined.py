"""Parts of a document as one, in the order given."""

from __future__ import annotations

import pytest

from ingest.document.source import packed_parts
from ingest.pipeline import read_book
from ingest.readers.joined import joined
from model import InputError
from tests.pdf.pages import HEADER, TABLE, drawn
from tests.readers.seen import read, tables

FIRST = "| Класс | Код | Описание |\n|---|---|---|\n| 1xxx | 1000 | Да |\n"
SECOND = "| | 1001 | Нет |\n| | | и ещё |\n"
WORD = (
    "level\tpage_num\tpar_num\tblock_num\tline_num\tword_num\tleft\ttop\twidth\theight\tconf\ttext\n"
    "5\t{}\t0\t0\t0\t0\t10\t10\t10\t10\t100\t{}\n"
)


def test_parts_without_pages_go_on_below_each_other() -> None:
    """Lines, tables and places are those of one sheet; the page of a place is the number of the part."""
    found = joined([read(FIRST), read(SECOND)], ["a.md", "b.md"])
    assert tables(found) == [
        [{0: "Класс", 1: "Код", 2: "Описание"}, {0: "1xxx", 1: "1000", 2: "Да"}],
        [{1: "1001", 2: "Нет"}, {2: "и ещё"}],
    ]
    assert [(word.text, word.line, word.span.page, word.span.line) for word in found.words[3:7]] == [
        ("1xxx", 1, 1, 3),
        ("1000", 1, 1, 3),
        ("Да", 1, 1, 3),
        ("1001", 2, 2, 1),
    ]
    bases = [word.base for word in found.words]
    assert bases == sorted(bases)
    assert {word.sheet for word in found.words} == {0}


def test_pages_are_counted_on() -> None:
    """The sheets of the second part come behind those of the first."""
    found = joined([read(WORD.format(2, "a")), read(WORD.format(1, "b"))], ["a", "b"])
    assert [(word.text, word.sheet, word.span.page) for word in found.words] == [("a", 1, 2), ("b", 2, 3)]
    assert found.labels.pages == 3


def test_pages_and_texts_are_not_joined() -> None:
    """The error names the part that is of another kind."""
    with pytest.raises(InputError, match=r"b: a part of another kind than a: .* \[other-kind\]"):
        joined([read(FIRST), read(WORD.format(1, "b"))], ["a", "b"])


def test_pdfs_are_joined_and_read_twice() -> None:
    """The second reading takes the pages of each part from that part: parts were told to be damaged."""
    first = drawn(TABLE)
    second = drawn([*HEADER, (40, 80, "2xxx"), (100, 80, "2000"), (150, 80, "Failed")])
    book = read_book(packed_parts([first, second]), "both")
    assert [(code.code, code.page) for code in book] == [(1000, 1), (1100, 1), (1101, 1), (2000, 2)]
    assert not [item for item in book.findings if item.is_doubt]
