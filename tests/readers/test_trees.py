"""Codes that programs hold by their names: maps and trees of JSON, lists of definitions, cards. What says its columns
is read; of anything else one line says what to name them.
"""

from __future__ import annotations

import json

import pytest

from ingest.document.options import ReadOptions
from ingest.pipeline import read_book
from model import CodeBook, InputError

ROWS = (
    ("1xxx", "1000", "Успешное выполнение"),
    ("11xx", "1100", "Вызов завершен"),
    ("", "1101", "Нет ответа"),
    ("12xx", "1200", "Запись включена"),
    ("2xxx", "2000", "Ограничение биллинга"),
    ("", "2001", "Лимит исчерпан"),
)
TEXTS = {int(code): text for _, code, text in ROWS}
CLASSES = ["1xxx", "11xx", "12xx", "2xxx"]
LEAVES: list[dict[str, object]] = [{"code": int(code), "description": text} for _, code, text in ROWS]
TREE = [
    {
        "class": "1xxx",
        **LEAVES[0],
        "children": [
            {"class": "11xx", **LEAVES[1], "children": [LEAVES[2]]},
            {"class": "12xx", **LEAVES[3], "children": []},
        ],
    },
    {"class": "2xxx", **LEAVES[4], "children": [LEAVES[5]]},
]


def _read(text: object, columns: str = "") -> CodeBook:
    data = (text if isinstance(text, str) else json.dumps(text, ensure_ascii=False)).encode()
    options = ReadOptions(columns=tuple(columns.split(","))) if columns else ReadOptions()
    book = read_book(data, "codes", options=options)
    assert not [finding for finding in book.findings if finding.is_doubt]
    return book


def _require_equal(book: CodeBook) -> None:
    assert {code.code: code.description for code in book} == TEXTS
    assert sorted(map(str, book.classes)) == sorted(CLASSES)


@pytest.mark.parametrize(
    "values",
    [
        {code: {"class": label, "description": text} for label, code, text in ROWS},
        {"codes": {code: {"описание": text, "класс": label} for label, code, text in ROWS}, "version": "1.9"},
        TREE,
        {"version": "1.9", "result_codes": TREE},
    ],
    ids=["by codes", "by codes, within", "a tree", "a tree, within"],
)
def test_what_says_its_columns_in_json_is_read(values: object) -> None:
    """Records held by their codes, which no name heads; objects that hold lists of such."""
    _require_equal(_read(values))


def test_records_by_codes_that_count_on_are_read() -> None:
    """The numbers of rows count on too: they were taken for such, and dropped."""
    book = _read({str(1000 + at): {"class": "1xxx" if not at else "", "description": f"Да {at}"} for at in range(3)})
    assert [code.code for code in book] == [1000, 1001, 1002]


def test_records_by_codes_that_a_program_took_for_numbers() -> None:
    """As pandas writes a frame whose codes are its index, if a row has none: its class has a title alone."""
    rows = [(f"{code}.0", "" if label == "2xxx" else label, text) for label, code, text in ROWS]
    rows.insert(4, ("nan", "2xxx", "Биллинг"))
    book = _read({code: {"Класс": label, "Описание": text} for code, label, text in rows})
    assert {code.code: code.description for code in book} == TEXTS
    assert book.classes["2xxx"].title == "Биллинг"


def test_a_table_with_an_index_is_read() -> None:
    """As pandas writes a frame that has its codes as an index without a name."""
    _require_equal(_read(",Класс,Описание\n" + "".join(f"{code},{label},{text}\n" for label, code, text in ROWS)))


def test_two_columns_of_codes_without_a_name_are_told() -> None:
    """Nobody can tell which of the two holds them."""
    rows = "".join(f"{code},{code},{label},{text}\n" for label, code, text in ROWS)
    with pytest.raises(InputError, match=r"\[no-table\]"):
        _read(f",,Класс,Описание\n{rows}")


@pytest.mark.parametrize(
    ("values", "columns", "has_classes"),
    [
        ({code: text for _, code, text in ROWS}, "code,description", False),
        ({"codes": {code: text for _, code, text in ROWS}, "version": "1"}, "code,description", False),
        ({code: {"description": text} for _, code, text in ROWS}, "code,description", False),
        ({code: {"text": text, "http": "200"} for _, code, text in ROWS}, "code,description,-", False),
        ({"1xxx": {"1000": "Да", "1001": "Нет"}, "2xxx": {"2000": "Мимо"}}, "class,code,description", True),
    ],
    ids=["texts", "texts, within", "objects", "objects of two", "groups"],
)
def test_what_does_not_say_its_columns_is_told_what_to_name(values: object, columns: str, has_classes: bool) -> None:
    """The line names exactly what `--columns` takes, and that a table without classes has none."""
    with pytest.raises(InputError, match=rf"if these are its columns, say: --columns {columns}(?:;|\W|$)") as raised:
        _read(values)
    assert ("no column names classes" in str(raised.value)) != has_classes
    assert len(_read(values, columns)) == (3 if has_classes else len(ROWS))


def test_lines_of_codes_are_told_what_to_name() -> None:
    """It was said that three columns are to be named, and the table has two."""
    with pytest.raises(InputError, match="say: --columns code,description"):
        _read("".join(f"{code} — {text}\n" for _, code, text in ROWS))


NAMES = ("Класс", "Код", "Описание")


@pytest.mark.parametrize(
    "page",
    [
        "".join(
            "<div>" + "".join(f"<p>{n}: {v}</p>" for n, v in zip(NAMES, row, strict=True)) + "</div>" for row in ROWS
        ),
        "".join(
            "<li>" + "".join(f"<p>{n}: <b>{v}</b></p>" for n, v in zip(NAMES, row, strict=True)) + "</li>"
            for row in ROWS
        ),
        "<dl>"
        + "".join(f"<dt>{n}</dt><dd>{v}</dd>" for row in ROWS for n, v in zip(NAMES, row, strict=True))
        + "</dl>",
    ],
    ids=["names before values", "names before values in bold", "one list of definitions"],
)
def test_cards_are_read(page: str) -> None:
    """Each says the names of its values, in their texts or as terms that come again in one list."""
    _require_equal(_read(f"<html><body><h1>Коды</h1>{page}<p>Конец.</p></body></html>"))


@pytest.mark.parametrize(
    ("terms", "columns"),
    [
        ("".join(f"<dt>{code}</dt><dd>{text}</dd>" for _, code, text in ROWS), "code,description"),
        ("".join(f"<dt>{code}</dt><dd>{label}</dd><dd>{text}</dd>" for label, code, text in ROWS), "code,class,"),
        ("".join(f"<div><dt>{code}</dt><dd>{text}</dd></div>" for _, code, text in ROWS), "code,description"),
    ],
    ids=["terms", "two of each", "in elements"],
)
def test_lists_of_definitions_are_tables(terms: str, columns: str) -> None:
    """They say no columns: the line names them."""
    with pytest.raises(InputError, match=f"say: --columns {columns}"):
        _read(f"<html><body><h1>Коды</h1><dl>{terms}</dl></body></html>")


@pytest.mark.parametrize(
    "terms", ["<dt>Код</dt><dd>Число</dd>Дальше<dt>2</dt><dd>Да</dd><dt>3</dt><dd>Да</dd><dt>4</dt><dd>Да</dd>", ""]
)
def test_what_stands_between_terms_is_not_lost(terms: str) -> None:
    """Then the list is read line by line, as before."""
    row = "".join(f"<tr><td>{'</td><td>'.join(cells)}</td></tr>" for cells in (NAMES, *ROWS))
    _require_equal(_read(f"<html><body><dl>{terms}</dl><table>{row}</table></body></html>"))


LINES = ["Класс Код Описание", *(" ".join(filter(None, row)) for row in ROWS)]


@pytest.mark.parametrize("values", [LINES, [[*LINES[:4], *LINES[4:]]], [["Введение"] * 40, LINES]])
def test_lines_of_pages_in_json(values: object) -> None:
    """As people write down what pdfplumber gives: they were taken for the cells of a row."""
    assert {code.code for code in _read(values)} == set(TEXTS)


def test_rows_of_several_widths_are_no_lines() -> None:
    """A row may end with its last cell that holds anything."""
    _require_equal(
        _read([[*NAMES, "HTTP"], *(row if number % 2 else [*row, "200"] for number, row in enumerate(ROWS))])
    )


def test_what_python_printed_may_be_too_long() -> None:
    """It was told to be source code."""
    with pytest.raises(InputError, match="a list as Python prints it, too long to be read; write it as JSON"):
        _read(repr([["1xxx", "1000", "Да"]] * 100_000))
