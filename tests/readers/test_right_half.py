"""The right half of a page whose rows are too few to be found: none of them is lost without a word."""

from __future__ import annotations

from ingest.document.options import ReadOptions
from ingest.pipeline import read_table
from tests.readers.placed import Line, page_of

TEXTS = ("Вызов завершен", "Номер занят", "Номер неверен", "Нет прав", "Нет ответа", "Вызов отклонен", "Нет средств")


def _left(right: dict[int, tuple[int, str]]) -> list[Line]:
    """Rows below each other, and what stands right of some of them: a number and a text."""
    lines: list[Line] = [(40, ((40, "Класс"), (90, "Код"), (140, "Описание")))]
    for number, text in enumerate(TEXTS):
        row = [*([(40, "1xxx")] if not number else []), (90, str(1000 + number)), (140, text)]
        if number in right:
            code, other = right[number]
            row += [(330, str(code)), (380, other)]
        lines.append((60 + 20 * number, tuple(row)))
    lines.append((60 + 20 * len(TEXTS), ((40, "9xxx"), (90, "9000"), (140, "Внутренняя ошибка"))))
    return lines


def _numbers_in_doubt(lines: list[Line]) -> set[int | None]:
    _, findings = read_table(page_of(lines), "copy.html", ReadOptions())
    return {item.code for item in findings if item.rule == "doubtful-number"}


def test_a_number_of_a_declared_class_far_behind_a_text_is_a_doubt() -> None:
    """A row of the same table stands there: its code would be read as a word of another text."""
    assert _numbers_in_doubt(_left({0: (9002, "Услуга недоступна")})) == {9002}


def test_another_number_far_behind_a_text_is_none() -> None:
    """No class of the table holds it."""
    assert not _numbers_in_doubt(_left({0: (7100, "Услуга недоступна")}))


def test_a_line_that_begins_right_of_where_the_texts_end_is_a_doubt() -> None:
    """Another column of the page stands there: its lines are no text of the codes beside them."""
    lines = _left({})
    other = [(70 + 20 * place, ((330, "команда выполнена"),)) for place in range(2)]
    _, findings = read_table(page_of(sorted([*lines, *other])), "copy.html", ReadOptions())
    assert {item.rule for item in findings if item.is_doubt} == {"doubtful-text"}
    assert any("begins right of where the texts end" in item.message for item in findings)


def test_a_word_right_of_where_the_texts_end_is_a_doubt() -> None:
    """On the line of a code it was read as a word of its text, and said that texts end behind it."""
    lines = [(base, (*row, (430, "|"))) if base in {80, 100} else (base, row) for base, row in _left({})]
    _, findings = read_table(page_of(lines), "copy.html", ReadOptions())
    told = [item.code for item in findings if "begins right of where the texts end" in item.message]
    assert told == [1001, 1002]


def test_a_bar_right_behind_full_lines_is_a_doubt() -> None:
    """It marks changed lines, and stands nearer to the longest of them than another column would."""
    lines = [(base, (*row, (237, "|"))) if base in {80, 200} else (base, row) for base, row in _left({})]
    _, findings = read_table(page_of(lines), "copy.html", ReadOptions())
    assert [item.code for item in findings if "begins right of where the texts end" in item.message] == [1001, 9000]
