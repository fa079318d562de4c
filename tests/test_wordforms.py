"""Forms of words, in the search of a code book and in that of the page: what is found, and in which order."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from time import process_time

import pytest

from ingest.review.interface import word_forms
from model import CodeBook, PrintedCode
from model.records import Correction
from model.wordforms import bases, is_same_word, lexemes, words_of
from tests.command import MADE_UP, Run, save

TEXTS = {
    1000: "Превышен лимит кампаний",
    1001: "The number of calls is exceeding the limit",
    1002: "Кампания закрыта",
    1003: "Вызов отклонён call-центром",
    1004: None,
    1005: "Номер абонента не найден",
}


def book_of(texts: dict[int, str | None]) -> CodeBook:
    """A code book without classes."""
    return CodeBook.build(MADE_UP, [], [PrintedCode(code, text) for code, text in texts.items()])


@pytest.mark.parametrize(
    ("words", "codes"),
    [
        ("кампания", [1002, 1000]),
        ("КАМПАНИЮ", [1000, 1002]),
        ("limit exceeded", [1001]),
        ("exceeds limits", [1001]),
        ("лимиты кампании", [1000]),
        ("1005 абонент", [1005]),
        ("найдена номером", [1005]),
        ("отклонен", [1003]),
        ("отклоненный вызов", [1003]),
        ("ампани", [1000, 1002]),
        # Other words, however alike.
        ("компания", []),
        ("кампус", []),
        ("limitless", []),
        ("номерной", []),
        ("", []),
        ("1006", []),
        ("\ud800 \u202e", []),
    ],
)
def test_search(words: str, codes: list[int]) -> None:
    """Words as they stand come first, then their forms; what only looks alike is not found."""
    assert [record.code for record in book_of(TEXTS).search(words)] == codes


def test_corrected_texts_are_searched_too() -> None:
    """By their forms as by their words."""
    item = Correction.model_validate(
        {"code": 1005, "from": "Номер абонента не найден", "to": "Номер сотрудника не найден"}
        | {"field": "description", "reason": "made up", "source": "made up", "edition": "0" * 64}
    )
    assert [record.code for record in book_of(TEXTS).search("сотрудник", {1005: item})] == [1005]
    assert book_of(TEXTS).search("сотрудник") == ()


def test_the_command_finds_forms(run: Run, tmp_path: Path) -> None:
    """In lines and in JSON, in the order of the search."""
    book = save(book_of(TEXTS), tmp_path)
    assert run("search", "кампания", "--book", book).out.splitlines() == [
        "1002  Кампания закрыта",
        "1000  Превышен лимит кампаний",
    ]
    assert [item["code"] for item in json.loads(run("search", "exceeded", "--json", "--book", book).out)] == [1001]


@pytest.mark.parametrize(
    ("word", "other", "is_same"),
    [
        ("счет", "счета", True),
        ("доступ", "доступен", False),
        ("биллинга", "биллингом", True),
        ("при", "переть", False),
        ("call", "calls", True),
        ("entry", "entries", True),
        ("2210", "2219", False),
        ("ελλάδα", "ελλάδα", True),
        ("ελλάδα", "ελλάδας", False),
    ],
)
def test_words(word: str, other: str, is_same: bool) -> None:
    """Forms of one word, in both directions."""
    assert is_same_word(word, other) == is_same_word(other, word) == is_same


def test_no_word_takes_long() -> None:
    """However long it is, or of however many parts: twice as long takes no more than some times as long."""

    def spent(size: int) -> float:
        start = process_time()
        for word in ("а" * size, "а-" * size + "а", "un" * size, "не" * size, "недо-" * size + "не"):
            bases(word)
            lexemes(word)
        return process_time() - start

    bases("слово")
    assert any(spent(20_000) < 20 * max(spent(10_000), 0.01) for _ in range(3))


def test_the_page_has_the_forms_of_every_word(bundled: CodeBook) -> None:
    """Each word of the document is a form of what is written down, and so is every other form; small all the same."""
    written = word_forms(bundled, {})
    ends, words = written["ends"], written["words"]
    assert isinstance(ends, list)
    assert isinstance(words, list)
    forms = [{beginning + end for end in ends[number].split(" ")} for beginning, number in words]
    for word in {word for record in bundled for word in words_of(record.description or "")}:
        for base, expected in lexemes(word).items():
            assert len(expected) == 1 or any(expected <= found for found in forms), base
    assert any({"кампания", "кампаний", "кампаниями"} <= found for found in forms)
    assert len(json.dumps(written, ensure_ascii=False).encode()) < 50_000


def test_the_page_has_not_the_forms_of_a_whole_library() -> None:
    """A document of very many words has a page with the forms of the first of them."""
    letters = "абвгдежзиклмнопрст"
    many = {
        1000 + number: " ".join(f"{a}{b}{letters[number]}" for a in letters for b in letters) for number in range(18)
    }
    written = word_forms(book_of({**many, 1500: "кампаний"}), {})
    words = written["words"]
    assert isinstance(words, list)
    assert "кампани" not in [beginning for beginning, _ in words]


def test_no_dictionary_is_loaded_for_numbers_and_english() -> None:
    """Nor is the stemmer for a question that asks for neither."""
    asked = (
        "import sys; from model import CodeBook; CodeBook.load().search('2219'); CodeBook.load().search('exceeded');"
        "print('pymorphy3' in sys.modules)"
    )
    run = subprocess.run([sys.executable, "-c", asked], capture_output=True, text=True, check=True)
    assert run.stdout == "False\n"
