"""Text: plain lines, pipe tables, separated values, drawn tables, one after another in one document."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from ingest.document.fragments import Cell, Table
from ingest.document.laying import lay_out
from model import InputError
from tests.readers.seen import lines, read, tables, unaccounted

HEADER = {0: "Класс", 1: "Код", 2: "Описание"}


def test_plain_lines_stay_as_they_stand_and_form_feeds_count_pages() -> None:
    """Tabs and runs of spaces are gaps; a form feed within a line begins a page."""
    found = read("Класс\tКод\n\n1xxx   1000 Да\f2xxx")
    assert found.layout == "text"
    assert [(word.text, word.span.line, word.span.page, word.span.column) for word in found.words] == [
        ("Класс", 1, 1, 1),
        ("Код", 1, 1, 7),
        ("1xxx", 3, 1, 1),
        ("1000", 3, 1, 8),
        ("Да", 3, 1, 13),
        ("2xxx", 3, 2, 16),
    ]
    assert found.words[1].gap > 3 > found.words[3].gap > found.words[4].gap


def test_marks_of_markdown_are_no_text() -> None:
    """Escapes, entities, links, anchors, emphasis of a whole cell, breaks."""
    found = read(
        "| Класс | Код | Описание |\n|---|:-:|---|\n| **1xxx** | [`1000`](#r1000) | a\\|b &lt;c&gt; d\\_e |\n"
        '|  | <a id="x"></a>1001 | Одно<br>Другое |\n'
    )
    assert tables(found) == [[HEADER, {0: "1xxx", 1: "1000", 2: "a|b <c> d_e"}, {1: "1001", 2: "Одно/Другое"}]]
    assert found.layout == "grid"
    assert unaccounted(found) == {}


@pytest.mark.parametrize(
    ("cell", "raised", "struck"),
    [("1102[^1]", "1", ""), ("1102<sup>2)</sup>", "2)", ""), ("~~1102~~", "", "1102"), ("~~**1102**~~", "", "1102")],
)
def test_notes_are_raised_and_withdrawn_cells_struck(cell: str, raised: str, struck: str) -> None:
    """The style says so; the text has no marks."""
    found = read(f"| Класс | Код |\n|---|---|\n| 1xxx | {cell} |\n")
    assert "".join(word.text for word in found.words if word.style.is_raised) == raised
    assert "".join(word.text for word in found.words if word.style.is_struck) == struck
    assert [word.text for word in found.words if word.cell and word.cell.row == 1][:2] == ["1xxx", "1102"]


def test_a_pipe_table_wraps_goes_on_and_ends() -> None:
    """A row that wraps is one; blank lines do not end it; prose does, and it may go on behind that."""
    found = read(
        "| Класс | Код | Описание |\n|---|---|---|\n| 1xxx | 1000 | Одно\nи другое |\n\n|  | 1001 | a | b |\n"
        "Проза\n|  | 1002 | Да |\n"
    )
    assert tables(found) == [
        [HEADER, {0: "1xxx", 1: "1000", 2: "Одно/и другое"}, {1: "1001", 2: "a | b"}],
        [{1: "1002", 2: "Да"}],
    ]
    assert lines(found) == ["Проза"]
    assert unaccounted(found) == {}


def test_separated_values_with_quotes_line_feeds_and_more() -> None:
    """Each line of a field has its own place; a delimiter too many belongs to the longest column."""
    found = read('Класс;Код;Описание\n"1xxx\n11xx";"1000\n1100";"Да ""сразу""\nпозже"\n;1101;Одно; другое\n')
    assert tables(found) == [
        [HEADER, {0: "1xxx/11xx", 1: "1000/1100", 2: 'Да "сразу"/позже'}, {1: "1101", 2: "Одно; другое"}]
    ]
    marked = {word.text: word.span.line for word in found.words if word.span.line in range(2, 6)}
    assert [marked[text] for text in ("1xxx", "11xx", "1000", "1100", "позже")] == [2, 3, 3, 4, 5]
    assert unaccounted(found) == {}


def test_separated_values_between_prose() -> None:
    """`sep=`, a loose header, prose with commas."""
    found = read("Вот, собственно, коды.\n\nsep=;\nКласс;Код\n1xxx;1000\n\nДалее, как выше.\n")
    assert lines(found) == ["Вот, собственно, коды.", "sep=;", "Далее, как выше."]
    assert tables(found) == [[{0: "Класс", 1: "Код"}, {0: "1xxx", 1: "1000"}]]
    assert tables(read("Класс, Код, Описание\n1xxx, 1000, Да\n"))[0][1] == {0: "1xxx", 1: "1000", 2: "Да"}
    assert tables(read("Сначала одно, потом другое, затем третье.\nИ ещё, и ещё, и ещё.\n")) == []


def test_tab_separated_values_are_cells_where_they_are_quoted() -> None:
    """Otherwise the text is read by its layout."""
    assert tables(read('"Класс"\t"Код"\n"1xxx"\t"1000"\n')) == [[{0: "Класс", 1: "Код"}, {0: "1xxx", 1: "1000"}]]
    assert tables(read('Класс\tКод\n1xxx\tКод "да"\n')) == []


def test_broken_quotes_are_told_all_at_once() -> None:
    """Each with its line."""
    fragments = read('Класс,Код,Описание\n1xxx,1000,"Дей"ствие\n,1001,"Вы"зов\n,1002,"Нет\n')
    assert [(fault.id, fault.place) for fault in fragments.faults] == [
        ("malformed-quotes", "codes, line 2"),
        ("malformed-quotes", "codes, line 3"),
        ("truncated", "codes, line 4"),
    ]


@pytest.mark.parametrize("drawn", ["┌┬┐├┼┤└┴┘─│", "╔╦╗╠╬╣╚╩╝═║", "+++++++++-|"])
def test_drawn_tables_wrap_in_their_cells(drawn: str) -> None:
    """Where rules part the rows, the lines between two are lines of cells; a cell without a rule below goes on."""
    a, b, c, d, e, f, g, h, i, stroke, bar = list(drawn)
    text = (
        f"{a}{stroke * 7}{b}{stroke * 6}{b}{stroke * 10}{c}\n{bar} Класс {bar} Код  {bar} Описание {bar}\n"
        f"{d}{stroke * 7}{e}{stroke * 6}{e}{stroke * 10}{f}\n{bar} 1xxx  {bar} 1000 {bar} Одно и   {bar}\n"
        f"{bar}       {bar}      {bar} другое   {bar}\n{bar}       {d}{stroke * 6}{e}{stroke * 10}{f}\n"
        f"{bar}       {bar} 1001 {bar} Да       {bar}\n{d}{stroke * 7}{e}{stroke * 6}{e}{stroke * 10}{f}\n"
        f"{bar} 2xxx  {bar} 2000 {bar} Нет      {bar}\n{g}{stroke * 7}{h}{stroke * 6}{h}{stroke * 10}{i}\n"
    )
    found = read(text)
    assert tables(found) == [
        [HEADER, {0: "1xxx", 1: "1000", 2: "Одно и/другое"}, {1: "1001", 2: "Да"}, {0: "2xxx", 1: "2000", 2: "Нет"}]
    ]
    assert {word.text: word.cell.rows for word in found.words if word.cell and word.cell.column == 0}["1xxx"] == 2
    assert unaccounted(found) == {}


@pytest.mark.parametrize("frame", ["┌─┐│└┘", "╔═╗║╚╝", "+-+|++"])
def test_a_frame_around_a_text_is_no_table(frame: str) -> None:
    """Where no upright line parts columns, the text stands as it would without its frame."""
    a, stroke, b, bar, c, d = list(frame)
    rows = ("Класс  Код   Описание", "1xxx   1000  Одно и", "             другое", "       1001  Да")
    inner = "".join(f"{bar}{row:<23}{bar}\n" for row in rows)
    found = read(f"Коды\n\n{a}{stroke * 23}{b}\n{inner}{c}{stroke * 23}{d}\n")
    assert found.layout == "text"
    assert tables(found) == []
    assert lines(found) == ["Коды", *(" ".join(row.split()) for row in rows)]
    assert [word.span.column for word in found.words if word.text in {"Код", "1000", "другое"}] == [9, 9, 15]
    assert unaccounted(found) == {}


def test_every_document_of_the_cases_is_accounted_for() -> None:
    """What the readers take for marks, and what they give as words, is all that stands in a line."""
    documents = [path for path in Path("tests").glob("[ac]*s*/*") if path.suffix in {".txt", ".md", ".csv"}]
    read_ones = {}
    for path in documents:
        try:
            read_ones[path.name] = unaccounted(read(path.read_bytes()))
        except InputError:
            continue
    assert len(read_ones) > 150
    assert {name: lines for name, lines in read_ones.items() if lines} == {}


@pytest.mark.parametrize("has_index", [True, False])
def test_numbers_of_a_frame_are_no_cells(has_index: bool) -> None:
    """Pandas writes the numbers of columns and rows of a frame without names; those of a table stay."""
    index = ["0", "1", "0"] if has_index else ["", "", ""]
    start = "," if has_index else ""
    rows = ("Класс,Код,Описание", '1xxx,1000,"Да\nнет"', ",1001,Нет")
    text = f"{start}0,1,2\n" + "".join(f"{number}{start}{row}\n" for number, row in zip(index, rows, strict=True))
    found = read(text)
    assert [list(row.values()) for row in tables(found)[0]] == [
        ["Класс", "Код", "Описание"],
        ["1xxx", "1000", "Да/нет"],
        ["1001", "Нет"],
    ]
    assert unaccounted(found) == {}
    assert len(tables(read("№,Класс,Код\n0,1xxx,1000\n1,,1001\n"))[0]) == 3


def test_a_table_is_measured_once() -> None:
    """Not at each of its rows: that takes the square of time."""
    walked: list[int] = []

    class Rows(tuple[tuple[Cell, ...], ...]):
        __slots__ = ()

        def __iter__(self) -> Iterator[tuple[Cell, ...]]:
            walked.append(len(self))
            return super().__iter__()

    lay_out([Table(Rows([(Cell((), 0),)] * 500))])
    assert walked == [500, 500]  # once to measure it, and once for its words


def test_a_header_of_another_width_begins_a_table_of_its_own() -> None:
    """Tools that read the tables of a PDF write them one below the other, each as wide as it is."""
    other = "Поле,Тип,Значение\nid,int,1\n"
    text = f'{other}Класс,,Код,Описание\n1xxx,,1000,"Да, все"\n,,1001,Нет\nКласс,,"Код\nОписание"\n2xxx,,"2000\nДа"\n'
    assert [[row.get(3) or row.get(2) for row in table] for table in tables(read(text))] == [
        ["Значение", "1"],
        ["Описание", "Да, все", "Нет"],
        ["Код/Описание", "2000/Да"],
    ]


WIDE_HEADER = ",Класс,,,,Код,,Описание,\n1xxx,,,,,1000,,Успешно,\n"
PARTS = "2xxx,,,2000,Отказ\n,21xx,,2100,Нет денег\n"


@pytest.mark.parametrize(
    ("cell", "label"),
    [('"3xxx\n4xxx"', "3xxx/4xxx"), ("3xxx\r4xxx", "3xxx/4xxx"), ('"3xxx\r4xxx"', "3xxx/4xxx")],
)
def test_a_record_that_begins_with_a_broken_cell_goes_on_with_a_narrower_part(cell: str, label: str) -> None:
    """A copy of pages: the parts have fewer columns than the header, labels of two classes stand in one cell.

    Pandas writes a carriage return inside a cell unquoted where its own lines end with line feeds.
    """
    found = read(f"{WIDE_HEADER}{PARTS}{cell},,,3000,Ошибка\n,,,3001,Перегрузка\n,,,4000,Занято\n")
    (table,) = tables(found)
    assert table[-3:] == [{0: label, 3: "3000", 4: "Ошибка"}, {3: "3001", 4: "Перегрузка"}, {3: "4000", 4: "Занято"}]
    assert not unaccounted(found)


def test_rows_with_other_line_ends_are_rows_of_their_own() -> None:
    """A carriage return alone ends a row where what follows has as many fields."""
    found = read("Класс,Код,Описание\r1xxx,1000,Да\r,1001,Нет\n,1002,Занято\n")
    (table,) = tables(found)
    assert [row[1] for row in table] == ["Код", "1000", "1001", "1002"]
    assert table[1][2] == "Да"


def test_strokes_of_a_table_without_a_frame_are_no_text() -> None:
    """As rich draws its `MINIMAL` and `SIMPLE` boxes: the last stroke got into the last text."""
    drawn = (
        "       ╷      ╷\n Класс │ Код  │ Описание\n╶──────┼──────┼─────────╴\n 1xxx  │ 1000 │ Да\n       ╵      ╵\n"
    )
    found = read(drawn)
    assert {word.text for word in found.words} == {"Класс", "Код", "Описание", "1xxx", "1000", "Да", "│"}
    assert not unaccounted(found)


def test_a_drawn_table_with_bars_at_its_corners() -> None:
    """As prettytable draws its `SINGLE_BORDER`."""
    drawn = "|──────┬──────|\n| Код  │ Текст|\n|──────┼──────|\n| 1000 │ Да   |\n|──────┴──────|\n"
    found = read(drawn)
    assert tables(found) == [[{0: "Код", 1: "Текст"}, {0: "1000", 1: "Да"}]]
    assert not unaccounted(found)
