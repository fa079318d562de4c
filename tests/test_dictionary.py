"""The Russian words that the reading asks for at the ends of lines."""

from __future__ import annotations

import re
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor

import pytest

from ingest.document.dictionary import knows
from ingest.document.isolation import isolated
from ingest.document.limits import Limits
from model import CodeBook

PARTS = "кампа продолжитель отсутству недосту".split()
UNKNOWN = {"ватс", "биллинга", "биллинге", "биллинговой", "лк", "цов"}
"""What the bundled document abbreviates, or took from English of late."""


@pytest.mark.parametrize("word", ["абонент", "абонента", "АБОНЕНТА", "Кампаний", "счёте", "счете", "по-русски", "не"])
def test_it_knows_any_form_of_a_word(word: str) -> None:
    """Whatever its case, letters and ё."""
    assert knows(word)


@pytest.mark.parametrize(
    "word",
    [*PARTS, "", " ", "-", "1110", "call", "abonent_id", "абонентcall", "непревышение", "а\u00adбонент", "\ud800"],
)
def test_what_is_no_russian_word_is_not_known(word: str) -> None:
    """Parts, numbers, identifiers, other scripts, hidden characters."""
    assert not knows(word)


def test_it_knows_the_words_of_the_bundled_document() -> None:
    """But for a few, which shows what it is not to be asked."""
    texts = " ".join(record.description or "" for record in CodeBook.load())
    words = {word.lower() for word in re.findall(r"[А-Яа-яЁё]+", texts)}
    assert len(words) > 200
    assert {word for word in words if not knows(word)} == UNKNOWN


def test_threads_may_ask_at_the_same_time() -> None:
    """Each is told the truth, the first ones too."""
    knows.cache_clear()
    words = ["абонент", "кампа", "кампаний", "call"] * 200
    with ThreadPoolExecutor(8) as pool:
        assert list(pool.map(knows, words)) == [True, False, True, False] * 200


def test_it_is_there_in_the_process_of_a_document() -> None:
    """Within the limits of memory that a document has."""
    assert isolated(lambda: b"yes" if knows("кампаний") else b"no", "made-up", Limits()) == b"yes"


def test_nothing_is_loaded_before_the_first_question() -> None:
    """Most commands need no dictionary."""
    asked = "import sys, ingest.document.dictionary; print([name for name in sys.modules if 'pymorphy' in name])"
    run = subprocess.run([sys.executable, "-c", asked], capture_output=True, text=True, check=True)
    assert run.stdout == "[]\n"


def test_it_is_loaded_once_and_not_by_each_process_of_a_document() -> None:
    """The process that starts those has it then, and the review page of a Russian document asks it too."""
    asked = (
        "from ingest import ingest; from model.wordforms import russian; ingest('data/sources/result-codes.txt');"
        "print(russian.cache_info().currsize)"
    )
    run = subprocess.run([sys.executable, "-c", asked], capture_output=True, text=True, check=True)
    assert run.stdout == "1\n"


def test_no_environment_variable_chooses_the_dictionary() -> None:
    """The same document is read the same on any machine."""
    asked = "from ingest.document.dictionary import knows; print(knows('кампаний'))"
    environment = {"PYMORPHY2_DICT_PATH": "nowhere", "PYTHONPATH": ".", "PYTHONIOENCODING": "utf-8"}
    run = subprocess.run([sys.executable, "-c", asked], capture_output=True, text=True, check=True, env=environment)
    assert run.stdout == "True\n"
