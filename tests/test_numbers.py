"""Numbers in texts that could be codes: none becomes a code without a word, and most are read as text."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest

from ingest import ingest
from tests.editions.fates import Fate, fate_in, fates_of
from tests.editions.make import NUMBERS, Texts, available, make
from tests.editions.numbers import Planted

ROWS = [
    ("1xxx", "1000", "Действие выполнено"),
    ("11xx", "1100", "Вызов завершен"),
    ("", "1101", "Нет ответа"),
    ("", "1104", "Линия занята{}"),
    ("", "1109", "Абонент недоступен"),
    ("12xx", "1200", "Вызов прерван"),
    ("", "1201", "Нет сигнала"),
    ("", "1203", "Запись не создана"),
]
PLANTED = Planted("1104", "1106", "")


def lines(phrase: str, join: str) -> str:
    """The table as text, the cells of a row joined, empty ones too."""
    rows = [("Класс", "Код", "Описание"), *ROWS]
    return "".join(join.join(row).rstrip("\t").format(phrase) + "\n" for row in rows)


def raw(phrase: str) -> str:
    """A copy that keeps no columns: one space between the cells, none where a cell is empty."""
    return "\n".join(" ".join(line.split()) for line in lines(phrase, "\t").splitlines()) + "\n"


def wrapped(phrase: str) -> str:
    """Columns of spaces; the phrase goes on below the text, not below the code."""
    head, _, tail = phrase.partition("1106")
    rows = [("Класс", "Код", "Описание"), *ROWS]
    text = "".join(f"{label:<7}{code:<7}{words}\n" for label, code, words in rows)
    return text.replace("{}", f"{head.rstrip()}\n{'':<14}1106{tail}")


def combined(phrase: str) -> str:
    """Tabs between the label and the rest of its row; rows without a label follow in the cell of the one before."""
    cells = [
        f"{label}\t{code} {text}" if label else f" {code} {text}"
        for label, code, text in [*ROWS, ("13xx", "1300", "Сбой")]
    ]
    return (
        "Класс\tКод\tОписание"
        + "".join(f"\n{cell}" if cell[0] != " " else cell for cell in cells).format(phrase)
        + "\n"
    )


FORMS: dict[str, Callable[[str], str]] = {
    "txt": lambda phrase: lines(phrase, "\t"),
    "csv": lambda phrase: lines(phrase.replace(";", ","), ";"),
    "md": lambda phrase: lines(phrase, " | ").replace("\n", "\n--- | --- | ---\n", 1),
    "raw.txt": raw,
    "combined.txt": combined,
    "columns.txt": wrapped,
}


def fate(tmp_path: Path, form: str, phrase: str) -> Fate:
    """What becomes of 1106 in the text of 1104."""
    path = tmp_path / f"table.{form}"
    path.write_text(FORMS[form](phrase), encoding="utf-8")
    return fate_in(path, [PLANTED])[0]


OPEN = [
    ", если значение больше 1106",
    " после 1106 Попытки прекращены",
    ": 1106",
    ", иначе 1106 или отказ",
    " при ошибке 1106 Сообщите в поддержку",
    " на шаге 1106 Проверьте настройки",
    " согласно пункту 1106 Правил",
    " с кодом 1106 от сервера",
    " (см. 1106)",
]


@pytest.mark.parametrize("form", [form for form in FORMS if form not in {"raw.txt", "combined.txt"}])
@pytest.mark.parametrize("phrase", OPEN)
def test_a_number_that_the_words_before_it_want_is_text(tmp_path: Path, form: str, phrase: str) -> None:
    """Its place says that no row begins there, and the words around it go on."""
    assert fate(tmp_path, form, phrase) == "text"


@pytest.mark.parametrize("form", ["raw.txt", "combined.txt"])
@pytest.mark.parametrize("phrase", OPEN)
def test_a_number_in_a_line_of_a_copy_is_no_code_without_a_word(tmp_path: Path, form: str, phrase: str) -> None:
    """Where nothing but the words around it tells, a number is text or left in doubt."""
    assert fate(tmp_path, form, phrase) in {"text", "doubt", "code in doubt"}


@pytest.mark.parametrize("form", [form for form in FORMS if form not in {"columns.txt", "combined.txt"}])
@pytest.mark.parametrize("phrase", [" или номера 1106 Слишком простой пароль", " оператором 1106 Попытки прекращены"])
def test_a_number_that_could_begin_a_row_is_never_passed_without_a_word(tmp_path: Path, form: str, phrase: str) -> None:
    """«Неверный вид номера 3137 Слишком простой пароль» may be two rows in one cell, for all that a word says."""
    assert fate(tmp_path, form, phrase) in {"code in doubt", "doubt"}


def test_rows_that_share_cells_are_read(tmp_path: Path) -> None:
    """`11xx⇥1100 Вызов завершен 1101 Нет ответа`: each code with the text behind it, none of them in doubt."""
    path = tmp_path / "table.txt"
    path.write_text(combined(""), encoding="utf-8")
    book = ingest(path)
    assert {code.code: code.description for code in book.codes.values()} == {
        1300: "Сбой",
        **{int(code): text.format("") for _, code, text in ROWS},
    }


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("Линия занята после\n1106 Попытки прекращены\n", id="a preposition ends the line before"),
        pytest.param("Линия занята, если меньше,\n1106 Попытки прекращены\n", id="a comma ends the line before"),
        pytest.param("Линия занята сейчас;\n1106 Повтор запрещен\n", id="a semicolon ends the line before"),
        pytest.param("Линия занята при ошибке\n1106 Сообщите в поддержку\n", id="a thing that has a number"),
        pytest.param("Линия занята сейчас\n1106 попытки прекращены\n", id="a small letter follows, as nowhere else"),
        pytest.param("Линия занята, иначе\n1106 или отказ\n", id="a word follows that joins"),
    ],
)
def test_a_number_that_begins_a_line_of_a_copy_is_no_code_without_a_word(tmp_path: Path, text: str) -> None:
    """Where a copy keeps no columns, a wrapped number stands as codes do: the words around it make a doubt of it."""
    path = tmp_path / "table.txt"
    path.write_text(raw("").replace("Линия занята\n", text), encoding="utf-8")
    assert fate_in(path, [PLANTED])[0] in {"text", "doubt", "code in doubt"}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param(
            "Линия занята<br>1106 Попытки прекращены", "doubt", id="a line that was broken, and a text begins"
        ),
        pytest.param("Линия занята после<br>1106 Попытки прекращены", "text", id="the line before cannot end"),
        pytest.param("Линия занята 1106 e-mail не указан", "doubt", id="a name that begins a text in small letters"),
        pytest.param("Линия занята<br>1106", "text", id="nothing follows"),
        pytest.param("Линия занята, порт</td></tr><tr><td><td><td>1106", "text", id="a line of a cell is a row"),
    ],
)
def test_a_number_that_begins_a_line_of_a_cell(tmp_path: Path, text: str, expected: Fate) -> None:
    """Where the break was meant and a text begins behind it, another row may stand in the cell."""
    path = tmp_path / "table.html"
    cells = [
        [*row[:2], row[2].format("").replace("Линия занята", text)] for row in [("Класс", "Код", "Описание"), *ROWS]
    ]
    lines = ["<tr>" + "".join(f"<td>{cell}</td>" for cell in row) + "</tr>" for row in cells]
    path.write_text(f"<meta charset=utf-8><table>{''.join(lines)}</table>", encoding="utf-8")
    assert fate_in(path, [PLANTED]) == [expected]


def checked(folder: Path, count: int, seed: str, names: list[str]) -> Counter[Fate]:
    """What became of the numbers in a set that is drawn for it; none was taken for a code without a word.

    Copies that lost what a reading needs may be refused, and are not counted; but they too must not be read so.
    """
    make(folder, count, seed, names, Texts(numbers=True))
    told = fates_of(folder)
    silent = [item for item in told if item.fate == "silent"]
    assert not silent, f"seed {seed}: {silent}"
    return Counter(item.fate for item in told if not item.is_lossy)


def test_numbers_in_a_few_drawn_texts(tmp_path: Path) -> None:
    """Nine in ten numbers are read as text in texts whose columns are kept."""
    counts = checked(tmp_path, 16, "few", ["tabs", "aligned"])
    assert counts["text"] >= 0.9 * counts.total()


@pytest.mark.slow
def test_numbers_in_fresh_texts(tmp_path: Path) -> None:
    """Of numbers that nobody has seen none becomes a code without a word, and four in five are read as text."""
    seed = str(random.SystemRandom().randrange(10**6))
    counts = checked(tmp_path, 40, seed, [name for name in NUMBERS if name in available()])
    assert counts["text"] >= 0.8 * counts.total(), f"seed {seed}: {counts}"
