"""Lists compared with a code book: which codes, texts and edition; and a whole repository with what is known of it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from ingest.audit.audit import Audit, AuditedList, audit
from ingest.audit.report import as_dict
from ingest.pipeline import ingest
from model import ClassPattern, CodeBook, Edition, PrintedClass, PrintedCode

PRINTED = {7000: "Занято", 7001: "Очень занято", 7010: "Нет ответа", 7011: "Не берёт трубку", 7120: "Лимит", 7121: None}


def book_of(name: str, texts: Mapping[int, str | None]) -> CodeBook:
    """A code book of one class."""
    edition = Edition(name=name, sha256=name.encode().hex().ljust(64, "0"), source="made-up.txt", format="text")
    classes = [PrintedClass(ClassPattern("7xxx"), default_code=7000)]
    return CodeBook.build(edition, classes, [PrintedCode(code, text) for code, text in texts.items()])


def audited(folder: Path, texts: Mapping[int, str], *books: CodeBook) -> Audit:
    """A folder with one list, compared with the last of the books."""
    (folder / "list.json").write_text(json.dumps(texts, ensure_ascii=False), encoding="utf-8")
    return audit(folder, books[-1], books)


def test_a_list_that_is_up_to_date(tmp_path: Path) -> None:
    """Letters in another case, ё, spaces and punctuation make no text other; a code without a text takes any."""
    texts = {
        7000: "занято!",
        7001: "Очень  занято",
        7010: "«Нет ответа»",
        7011: "не берет трубку",
        7120: "Лимит",
        7121: "?",
    }
    found = audited(tmp_path, texts, book_of("2019", PRINTED))
    assert [item.comparison.is_up_to_date for item in found.lists] == [True]
    assert found.lists[0].comparison.same == 6


def test_what_is_other(tmp_path: Path) -> None:
    """Codes on either side, and texts, the least alike first."""
    texts = {7000: "Занято", 7001: "Весьма занято", 7010: "Нет ответа", 7120: "Тариф", 7121: "", 7130: "Наш код"}
    comparison = audited(tmp_path, texts, book_of("2019", PRINTED)).lists[0].comparison
    assert (comparison.missing, comparison.extra, comparison.entries, comparison.same) == ((7011,), (7130,), 6, 3)
    assert [(item.code, item.text, item.description) for item in comparison.differ] == [
        (7120, "Тариф", "Лимит"),
        (7001, "Весьма занято", "Очень занято"),
    ]
    assert not comparison.is_up_to_date


def test_the_edition_that_it_matches_best(tmp_path: Path) -> None:
    """What a list has says more than what it leaves out; after both the newest is the best."""
    old = book_of("2018", {**PRINTED, 7010: "Молчит"})
    middle = book_of("2019", PRINTED)
    new = book_of("2020", {**PRINTED, 7130: "Новый", 7131: "Новее"})
    same_as_old = {code: text or "" for code, text in PRINTED.items() if code != 7011} | {7010: "Молчит"}
    by_entries = audited(tmp_path, same_as_old, old, middle, new).lists[0].comparison
    assert (by_entries.best, by_entries.is_told_by_entries) == ("2018", True)
    by_lack = (
        audited(tmp_path, {code: text or "" for code, text in PRINTED.items()}, old, middle, new).lists[0].comparison
    )
    assert (by_lack.best, by_lack.is_told_by_entries) == ("2019", False)
    again = book_of("2021", PRINTED)
    assert (
        audited(tmp_path, {code: text or "" for code, text in PRINTED.items()}, middle, again).lists[0].comparison.best
        == "2021"
    )


def test_editions_of_one_name_are_two(tmp_path: Path) -> None:
    """As a bundled edition and another document, published under its name."""
    first = book_of("codes", PRINTED)
    edition = Edition(name="codes", sha256="f" * 64, source="other.txt", format="text")
    second = CodeBook.build(edition, [], [PrintedCode(7000, "Занято"), PrintedCode(7001, "Очень занято")])
    texts = {code: text or "" for code, text in PRINTED.items()}
    assert list(audited(tmp_path, texts, first, second).lists[0].comparison.editions) == ["codes", "codes-ffffffff"]


def test_a_translated_list_is_one_thing_to_say(tmp_path: Path) -> None:
    """None of its texts is alike, and its codes are those of the document."""
    texts = {7000: "busy", 7001: "very busy", 7010: "no answer", 7011: "ringing", 7120: "limit", 7121: "?"}
    more = {7012: ("Сбой", "failure"), 7013: ("Отказ", "declined"), 7014: ("Нет связи", "no line")}
    book = book_of("2019", PRINTED | {code: text for code, (text, _) in more.items()})
    comparison = audited(tmp_path, texts | {code: text for code, (_, text) in more.items()}, book).lists[0].comparison
    assert len(comparison.differ) == 8
    assert comparison.is_translated
    assert comparison.is_up_to_date


def test_a_list_in_windows_1251(tmp_path: Path, bundled: CodeBook) -> None:
    """As old programs are; and one whose letters no detector takes for Russian."""
    lines = [f"$text[{record.code}] = '{record.description}';" for record in list(bundled)[:12]]
    for name, extra in (("old.php", ""), ("odd.php", "$a = 'nОшибка\xa9';")):
        content = "<?php\n" + "\n".join([*lines, extra])
        (tmp_path / name).write_bytes(content.encode("windows-1251", errors="replace"))
    found = audit(tmp_path, bundled).lists
    assert [(item.file, item.name, item.comparison.differ) for item in found] == [
        ("odd.php", "$text", ()),
        ("old.php", "$text", ()),
    ]


def test_a_list_in_utf_16(tmp_path: Path, bundled: CodeBook) -> None:
    """With its byte order mark."""
    text = "".join(f"{record.code}={record.description}\r\n" for record in bundled)
    (tmp_path / "codes.properties").write_bytes(text.encode("utf-16"))
    assert [item.comparison.is_up_to_date for item in audit(tmp_path, bundled).lists] == [True]


def test_a_file_that_is_cut(tmp_path: Path, bundled: CodeBook) -> None:
    """Whatever is left of a file, at any place, is searched without an error, and nothing is made up."""
    whole = {record.code: record.description or "" for record in list(bundled)[:20]}
    for ending, text in {
        "json": json.dumps(whole, ensure_ascii=False, indent=1),
        "php": "<?php $codes = [" + "".join(f"{code} => '{text}', /* ' */\n" for code, text in whole.items()) + "];",
        "yaml": "codes:\n" + "".join(f"  {code}: >-\n    {text}\n" for code, text in whole.items()),
        "md": "# Codes\n\n```js\nx = {" + "".join(f"{code}: `{text}`,\n" for code, text in whole.items()) + "}\n```\n",
    }.items():
        file = tmp_path / f"list.{ending}"
        for length in range(0, len(text), 37):
            file.write_text(text[:length], encoding="utf-8")
            for item in audit(file, bundled).lists:
                assert item.comparison.extra == ()
                assert len(item.comparison.differ) <= 1


@pytest.fixture(scope="module")
def own_lists(shared: Path) -> Path:
    """The repository of somebody who took the list into his code thirteen times, and what is known of it."""
    folder = shared / "documents/own-lists"
    if not folder.is_dir():
        pytest.skip("the folder shared/ beside this checkout has no lists in people's own code")
    return folder


@pytest.fixture(scope="module")
def audited_repository(own_lists: Path, shared: Path) -> Audit:
    """That repository, compared with the document, and with the edition of 2018."""
    named = {name: ingest(shared / "documents" / name) for name in ("vpbx-api-2018.pdf", "result-codes.txt")}
    books = [
        CodeBook(
            book._document.model_copy(update={"edition": book.edition.model_copy(update={"name": Path(name).stem})})
        )
        for name, book in named.items()
    ]
    return audit(own_lists / "repository", books[-1], books)


def test_every_list_is_found_and_nothing_else(own_lists: Path, audited_repository: Audit) -> None:
    """Neither the files that are none, nor what `.gitignore` names."""
    expected = json.loads((own_lists / "expected.json").read_text(encoding="utf-8"))["lists"]
    assert len(expected) == 13
    assert [place(item) for item in audited_repository.lists] == [
        (item["file"], item["name"], item["first_line"], item["last_line"]) for item in expected
    ]


def place(item: AuditedList) -> tuple[str, str | None, int, int]:
    """Where a list stands."""
    return item.file, item.name, item.first_line, item.last_line


def test_every_list_is_compared_as_known(own_lists: Path, audited_repository: Audit) -> None:
    """Missing, extra and differing codes, the fate of an unknown one, and the edition that it matches best."""
    expected = json.loads((own_lists / "expected.json").read_text(encoding="utf-8"))["lists"]
    found: Any = as_dict("repository", audited_repository)
    for item, known in zip(found["lists"], expected, strict=True):
        for difference in known["differ"]:
            difference.pop("kind")
        for difference in item["differ"]:
            assert difference.pop("is_corrected") is False
        known["missing"], known["extra"] = tuple(known["missing"]), tuple(known["extra"])
        assert {key: item[key] for key in known} == known
