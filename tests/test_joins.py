"""How the lines of a text are joined, by the words of the document and of a dictionary."""

from __future__ import annotations

import pytest

from ingest.document.dictionary import knows
from ingest.table.texts import join_lines, vocabulary_of, words_at_edges


@pytest.mark.parametrize(
    ("lines", "joined"),
    [
        pytest.param(("Данные не", "подтвержден", "ы"), "Данные не подтверждены", id="a letter that is no word"),
        pytest.param(
            ("Запрос не", "выполнен", "и", "закрыт"), "Запрос не выполнен и закрыт", id="a letter that is one"
        ),
        pytest.param(("перегрузки (КЦ, АТС и", "т. д.)"), "перегрузки (КЦ, АТС и т. д.)", id="no begin of a word"),
        pytest.param(("Wrong", "passwo", "rd"), "Wrong password", id="letters that are no word of English"),
        pytest.param(("Call", "forwarded", "to", "you"), "Call forwarded to you", id="short words of English"),
        pytest.param(
            ("Посылка", "просрочен", "а по вине"), "Посылка просрочена по вине", id="a word without its comma"
        ),
        pytest.param(("Код", "просрочен,", "а не"), "Код просрочен, а не", id="a comma"),
        pytest.param(("Номер", "зарегистриро", "ван"), "Номер зарегистрирован", id="the begin is no word"),
        pytest.param(("КЦ, АТС и", "т. д."), "КЦ, АТС и т. д.", id="no word begins with a short one"),
        pytest.param(("Платёж", "эквайрин", "г не принят"), "Платёж эквайринг не принят", id="a word nobody knows"),
        pytest.param(("Вызов по", "limit", "ватс"), "Вызов по limit ватс", id="no word is of two scripts"),
        pytest.param(("(до", "31.12.202", "7)"), "(до 31.12.2027)", id="a number with points"),
        pytest.param(("Порт", "2000", "3000 занят"), "Порт 2000 3000 занят", id="numbers that may be whole"),
        pytest.param(("служба", "оператора", "-партнера"), "служба оператора-партнера", id="before a hyphen"),
    ],
)
def test_words_that_a_narrow_column_broke(lines: tuple[str, ...], joined: str) -> None:
    """Each line is full, and no hyphen says that a word goes on."""
    vocabulary = vocabulary_of(lines, [], knows)
    assert join_lines([(line, True) for line in lines], vocabulary).text == joined


@pytest.mark.parametrize(
    ("lines", "ends"),
    [
        pytest.param(("Call ended", "automatic", "ally"), [("automatic", "ally")], id="English"),
        pytest.param(("Оборудование", "обслужив", "ания"), [("обслужив", "ания")], id="parts that are words"),
        pytest.param(("Сумма для", "эквайринг", "а"), [("эквайринг", "а")], id="a part that is no word"),
        pytest.param(("(до", "31.12.202", "7)"), [("31.12.202", "7)")], id="a number"),
        pytest.param(("Call was", "sent", "to", "you"), [], id="short words"),
        pytest.param(("Запрос", "отклонен", "оператором"), [], id="words that make no other"),
    ],
)
def test_words_that_a_narrow_column_may_have_broken_are_told(
    lines: tuple[str, ...], ends: list[tuple[str, str]]
) -> None:
    """Each line is full, and whether the word on it ends there nobody can say."""
    joined = join_lines([(line, True) for line in lines], vocabulary_of(lines, [], knows))
    assert list(joined.doubts) == ends


def test_the_last_line_of_a_text_is_no_word_of_the_document() -> None:
    """What a narrow column broke off stands there by itself: «ания» would keep others from being joined."""
    texts = [["Сбой", "оборудов", "ания"], ["Нет", "оборудов", "ания клиента"]]
    edges = [word for lines in texts for word in words_at_edges(lines)]
    vocabulary = vocabulary_of([line for lines in texts for line in lines], [], knows, edges)
    assert join_lines([(line, True) for line in texts[1]], vocabulary).text == "Нет оборудования клиента"


def test_a_quote_that_closes_on_the_next_line() -> None:
    """A column was too narrow for the word with it; no blank stands before one that closes, and one that opens has none
    behind it.
    """
    lines = ['Получен ответ "недоступно', '" от внешней системы', '"старой"']
    joined = join_lines([(line, True) for line in lines], vocabulary_of(lines, [], knows)).text
    assert joined == 'Получен ответ "недоступно" от внешней системы "старой"'


def test_a_word_that_a_line_with_room_ends_within() -> None:
    """The end of a line is no word, and with the begin of the next it is one: a copy lost the hyphen between."""
    lines = ["до получения подтвержде", "ния: неверный набор полей", "не принят", "к работе"]
    joined = join_lines([(line, False) for line in lines], vocabulary_of(lines, [], knows)).text
    assert joined == "до получения подтверждения: неверный набор полей не принят к работе"


def test_a_soft_hyphen_at_the_end_of_a_word() -> None:
    """It shows where a word may be broken, and none is: a page shows nothing of it."""
    lines = ["Привязан к\xad другому", "акка\xad", "унту\xad"]
    assert (
        join_lines([(line, True) for line in lines], vocabulary_of(lines, [], knows)).text
        == "Привязан к другому аккаунту"
    )


def test_an_address_that_lines_break_anywhere() -> None:
    """Its scheme and its host have signs of their own; nothing is known of how wide the column is."""
    lines = ["See h", "ttps://ap", "i.vendor.ru/docs/", "errors?lang=", "en or call us"]
    joined = join_lines([(line, False) for line in lines], vocabulary_of(lines, [], knows)).text
    assert joined == "See https://api.vendor.ru/docs/errors?lang=en or call us"


def test_an_address_with_a_hyphen_of_the_wrap() -> None:
    """Groff breaks addresses as any words, with a hyphen that no address has."""
    lines = ["Подробнее: https://api.exam\u2010", "ple.ru/docs, поддер\u2010", "жка"]
    vocabulary = vocabulary_of([*lines, "B2B-клиент"], [(lines[0], lines[1]), (lines[1], lines[2])], knows)
    joined = join_lines([(line, True) for line in lines], vocabulary).text
    assert joined == "Подробнее: https://api.example.ru/docs, поддержка"


def test_a_line_that_ends_behind_a_bar_between_words() -> None:
    """Programs break a line behind a bar as behind a slash, though no blank stands there."""
    others = ("Режим: да/нет", "Логин/пароль неверны")
    joined = join_lines([("Тип: string|", True), ("null", False)], vocabulary_of(others, [], knows)).text
    assert joined == "Тип: string|null"
