"""The account: it closes on every document, and it tells when something is lost."""

from __future__ import annotations

from dataclasses import replace

import pytest

from ingest import pipeline
from ingest.book.account import close_account
from ingest.book.hierarchy import read_hierarchy
from ingest.document.fragments import Fragments
from ingest.document.options import ReadOptions
from ingest.pipeline import read_book
from ingest.readers.registry import read_fragments
from ingest.table.reading import Reading, read
from ingest.table.scene.making import scene_of

DOCUMENT = (
    "Класс\tКод\tОписание\n1xxx\t1000\tДействие выполнено\n\t1001\tОтложено\n\t1001\tОтложено\n51xx — Кампании\n"
).encode()


def test_what_stands_there_is_counted_by_hand() -> None:
    """Header 16, the first row 25, each 1001 12 with the second in a finding, the class 4 + 8 and its dash."""
    found = read_book(DOCUMENT, "sample").edition.account
    assert found.furniture == len("КлассКодОписание") + len("—")
    assert found.records == len("1xxx1000Действиевыполнено") + len("1001Отложено") + len("51xxКампании")
    assert found.findings == len("1001Отложено")
    assert found.characters == found.furniture + found.records + found.findings
    assert found.unaccounted == 0


def fragments_of(data: bytes) -> Fragments:
    """A document as its reader saw it."""
    return read_fragments(data, "sample", ReadOptions(), lambda texts: range(len(texts)))


def test_a_row_that_the_reader_loses_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    """The count is taken from the source, so a reader that drops a row cannot hide it."""

    def without_third_row(*_: object) -> Fragments:
        fragments = fragments_of(DOCUMENT)
        return replace(fragments, words=tuple(word for word in fragments.words if word.span.line != 3))

    monkeypatch.setattr(pipeline, "read_fragments", without_third_row)
    book = read_book(DOCUMENT, "sample")
    told = [item for item in book.findings if item.rule == "unaccounted-text"]
    assert [(item.line, item.severity, item.about) for item in told] == [(3, "error", "reading")]
    assert told[0].message == "12 characters of this line are in no record and no finding"
    assert book.edition.account.unaccounted == 12


def test_a_text_that_the_entries_lose_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    """Text that leaves the words and reaches no entry is missing from the account."""

    def without_last_entry(*arguments: object) -> Reading:
        reading = read(*arguments)  # type: ignore[arg-type]
        return replace(reading, entries=reading.entries[:-1])

    monkeypatch.setattr(pipeline, "read", without_last_entry)
    book = read_book(DOCUMENT, "sample")
    assert [item.line for item in book.findings if item.rule == "unaccounted-text"] == [5]


def test_a_description_that_is_not_the_printed_one_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    """A record vouches for its text only if it holds that text."""

    def with_another_text(found: object) -> object:
        hierarchy = read_hierarchy(found)  # type: ignore[arg-type]
        first, *others = hierarchy.codes
        return hierarchy._replace(codes=(first._replace(description="Иное"), *others))

    monkeypatch.setattr(pipeline, "read_hierarchy", with_another_text)
    book = read_book(DOCUMENT, "sample")
    assert [item.line for item in book.findings if item.rule == "unaccounted-text"] == [2]


def test_a_form_without_lines_is_counted_by_its_words() -> None:
    """Where the source has no lines of its own, what the reader gave is what stands there."""
    bare = replace(fragments_of(DOCUMENT), characters=None)
    reading = read(scene_of(bare), lambda _: False)
    closing = close_account(reading, read_hierarchy(reading.entries))
    assert closing.findings == ()
    assert closing.account.characters == sum(len(word.text) for word in bare.words)
