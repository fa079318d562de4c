"""What the reader of PDFs gives: words with their places, and what is drawn."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby

from ingest.document.fragments import Fragments
from ingest.document.rows import ReadOptions
from ingest.readers.pdf.fragments import read_pdf
from tests.pdf.pages import TABLE, drawn


def lines(fragments: Fragments) -> Iterator[str]:
    """The lines of a document, its words joined by spaces."""
    for _, words in groupby(fragments.words, key=lambda word: word.line):
        yield " ".join(word.text for word in words)


def test_words_of_a_plain_page_stand_on_their_lines() -> None:
    """Places are those that people see."""
    fragments = read_pdf(drawn(TABLE), "a.pdf", ReadOptions())
    assert list(lines(fragments)) == [
        "Class Code Description",
        "1xxx 1000 Done",
        "11xx 1100 Call is over",
        "1101 No answer",
    ]
    word = fragments.words[3]
    assert (word.text, word.x0, word.base, word.size, word.sheet, word.line) == ("1xxx", 40.0, 80.0, 10.0, 0, 1)
    assert (word.span.page, word.span.line) == (1, 2)


def test_only_wanted_pages_are_read() -> None:
    """The texts of all pages are shown once, and sheets keep their numbers."""
    asked: list[list[str]] = []

    def wanted(texts: object) -> list[int]:
        asked.append(list(texts))  # type: ignore[call-overload]
        return [1]

    fragments = read_pdf(drawn(TABLE, [(40, 60, "Second page")]), "a.pdf", ReadOptions(), wanted)
    assert [len(texts) for texts in asked] == [2]
    assert [word.text for word in fragments.words] == ["Second", "page"]
    assert {word.sheet for word in fragments.words} == {1}
