"""The steps between the lines of texts at places: nothing is drawn there, and rows may be hardly further apart."""

from __future__ import annotations

import pytest

from ingest.document.options import ReadOptions
from ingest.pipeline import read_table
from model import Finding
from tests.readers.placed import Line, page_of

PROSE = "Пример запроса из другой программы стоит ниже и набран мельче"


def _table(rows: list[tuple[str, str, tuple[str, ...]]], row: float, inner: float) -> list[Line]:
    """Rows of a label, a code and the lines of a text, behind them lines nearer than all of these."""
    lines: list[Line] = [(40, ((40, "Класс"), (90, "Код"), (140, "Описание")))]
    top = 40.0
    for label, code, text in rows:
        top += row
        lines.append((top, ((40, label), (90, code), (140, text[0])) if label else ((90, code), (140, text[0]))))
        for piece in text[1:]:
            top += inner
            lines.append((top, ((140, piece),)))
    top += 60
    lines.append((top, ((40, "Приложение Б"),)))
    return [*lines, *((top + 30 + 10.5 * number, ((40, PROSE),)) for number in range(20))]


def _rows(count: int, behind: str = "исходящих плеч)") -> list[tuple[str, str, tuple[str, ...]]]:
    full = ("Вызов завершен перехватом на другого оператора (только для", behind)
    texts = [full if number in {4, 9, 23} else (f"Отказ номер {number}",) for number in range(count)]
    return [("" if number else "1xxx", str(1000 + number), text) for number, text in enumerate(texts)]


def _doubts(lines: list[Line]) -> list[Finding]:
    _, findings = read_table(page_of(lines), "copy.html", ReadOptions())
    return [item for item in findings if item.is_doubt]


def test_lines_hardly_nearer_than_all_rows_are_of_their_texts() -> None:
    """Rows of one line say how far rows are; were a line one of them, it would not be the nearest of so many."""
    assert not _doubts(_table(_rows(24), 14.8, 14.2))


@pytest.mark.parametrize(("count", "inner"), [(24, 14.8), (24, 14.7), (11, 14.2)])
def test_lines_no_nearer_than_rows_and_few_rows_are_a_doubt(count: int, inner: float) -> None:
    """As far as rows, nearer by what coordinates are rounded, and where so few rows say nothing.

    What begins small where all texts begin big is none of its own, however far it stands.
    """
    assert "as far from the line above" in _doubts(_table(_rows(count, "API и SIP)"), 14.8, inner))[0].message
    assert not _doubts(_table(_rows(count), 14.8, inner))


@pytest.mark.parametrize(("step", "is_told"), [(15.0, False), (16.5, True)])
def test_a_title_that_hangs_as_far_as_rows_below_the_class_before(step: float, is_told: bool) -> None:
    """The label of its class stands in the middle of its rows, and no default code is named."""
    lines = _table(_rows(24), 16.5, 15.0)[:27]
    top = lines[-1][0] + step
    lines.append((top, ((140, "номера абонентов"),)))
    lines += [(top + 16.5 * number, ((90, str(1100 + number)), (140, "Сбой"))) for number in (1, 2, 3, 4)]
    lines.append((top + 2.5 * 16.5, ((40, "11xx"),)))
    assert is_told == any("could be the title" in item.message for item in _doubts(lines))


def test_words_that_a_tool_parted_at_their_places() -> None:
    """Room between letters was taken for blanks, here and there: seen in lines of pdftohtml, without a word."""
    parted = {2: "Посылк а возвращена", 3: "Срок истек, так к ак ждали", 5: "Отправк а отменена", 8: "Ошибк а связи"}
    rows = [
        (label, code, (parted.get(number, *text[:1]), *text[1:]))
        for number, (label, code, text) in enumerate(_rows(24))
    ]
    assert "words are parted in 4 texts" in _doubts(_table(rows, 16.5, 14.0))[0].message


@pytest.mark.parametrize(("step", "is_told"), [(12.0, True), (12.6, False)])
def test_a_title_as_near_to_the_text_behind_as_its_lines_are(step: float, is_told: bool) -> None:
    """The code stands in the middle of its lines, and the label of its class beside the first: that may be no title."""
    lines: list[Line] = [(40, ((40, "Класс"), (90, "Код"), (140, "Описание")))]
    top = 60.0
    for number in range(6):
        lines += [(top, ((140, "Истекло время ожидания"),)), (top + 12, ((140, "вложения и служба"),))]
        lines += [(top + 12, ((40, "" if number else "1xxx"), (90, str(1000 + number)))), (top + 24, ((140, "связи"),))]
        top += 24 + 12.6
    lines += [(top, ((40, "11xx"), (140, "Не удалось получить данные")))]
    lines += [(top + step, ((90, "1100"), (140, "IP-адреса / сервис временно"))), (top + step + 12, ((140, "закрыт"),))]
    lines += [(top + step + 24.6, ((90, "1101"), (140, "Сбой")))]
    assert is_told == any("or the begin of the text of 1100" in item.message for item in _doubts(lines))


@pytest.mark.parametrize("is_full", [True, False])
def test_full_lines_between_short_ones_are_of_one_text(is_full: bool) -> None:
    """No step says so: what goes on fills the line that it goes on from, and no text begins on a line behind a gap."""
    rows = [(label, code, text[:1]) for label, code, text in _rows(24)]
    full = "Ячейка закрыта и передана в архив, так как номер не найден"
    rows[6] = ("", "1006", (full if is_full else full[:36], "среди плеч"))
    rows[9] = ("", "1009", (full, "среди плеч"))
    rows[12] = ("", "1012", ("push-токен просрочен",))
    assert is_full != any("as far from" in item.message for item in _doubts(_table(rows, 14.8, 15.6)))


def test_a_short_word_of_a_spread_line_is_no_mark_of_the_line_below() -> None:
    """A line that fills its cell has room between its words, and the boxes of lines reach into each other."""
    lines = _table(_rows(24), 22.0, 14.0)
    top, pieces = lines[4]
    lines[4] = (top, (*pieces[:-1], (140, "Договор"), (189, "не"), (215, "передан"), (265, "клиенту")))
    lines.insert(5, (top + 8.5, ((140, "операторам в срок"),)))
    reading, _ = read_table(page_of(lines), "copy.html", ReadOptions())
    texts = {head.number: " ".join(piece.text for piece in run) for head, run in reading.coded}
    assert texts[1003] == "Договор не передан клиенту операторам в срок"
