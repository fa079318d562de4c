"""The generator of random editions: what it says is to be read, and what it says a copy has lost."""

from __future__ import annotations

import csv
import random
import re
from pathlib import Path

import pytest

from tests.editions.edition import Edition, Row, draw_edition, write_gold
from tests.editions.layout import CELLS, Layout, draw_layout
from tests.editions.lost import lost
from tests.editions.make import make
from tests.editions.numbers import plant
from tests.editions.sheet import Sheet, lay_out

SMALL = Edition(
    (
        Row("1xxx", "1000", "Успех"),
        Row("11xx", "", "Вызовы"),
        Row("", "1101", "Номер не найден: проверьте настройки"),
        Row("112x", "1121", "Линия занята"),
    ),
    {"1xxx": "1000", "11xx": "", "112x": ""},
    "ru",
)


def table(path: Path) -> list[list[str]]:
    """The rows of a CSV file, without its header."""
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.reader(file))[1:]


def test_gold_follows_the_reading_rules(tmp_path: Path) -> None:
    """Classes with a title, or with a label beside another code, have no default: codes fall back to the next class."""
    write_gold(SMALL, tmp_path / "g")
    assert [row[2:] for row in table(tmp_path / "g.codes.csv")] == [["1xxx", ""], ["11xx", "1000"], ["112x", "1000"]]
    assert table(tmp_path / "g.classes.csv") == [["112x", "", "11xx"], ["11xx", "", "1xxx"], ["1xxx", "1000", ""]]


def test_same_seed_same_documents(tmp_path: Path) -> None:
    """A set can be drawn again from its seed."""
    for name in ("a", "b"):
        make(tmp_path / name, 5, "s", ["tabs", "aligned", "html", "markdown", "csv"])
    first = {path.name: path.read_bytes() for path in (tmp_path / "a").iterdir()}
    assert first == {path.name: path.read_bytes() for path in (tmp_path / "b").iterdir()}
    assert len(first) == 5 * 3 + 2


@pytest.mark.parametrize("seed", range(30))
def test_numbers_in_texts_could_be_codes(seed: int) -> None:
    """Each lies between its code and the next one, in a declared class, and is printed once."""
    draw = random.Random(seed)  # noqa: S311 - draws documents
    edition, planted = plant(draw, draw_edition(draw, "ru", 40), 3)
    codes = sorted(edition.codes)
    printed = [number for row in edition.rows for number in re.findall(r"(?<!\d)\d{4}(?!\d)", f"{row.code} {row.text}")]
    assert planted
    for item in planted:
        following = next((code for code in codes if code > item.code), "9999")
        assert item.code < item.number < following
        assert edition.holding(item.number)
        assert item.number not in codes
        assert printed.count(item.number) >= 1


@pytest.mark.parametrize("seed", range(40))
def test_every_layout_keeps_every_code_and_text(seed: int) -> None:
    """However it is laid out, the cells hold what the edition says, in the order of the rows of the table."""
    draw = random.Random(seed)  # noqa: S311 - draws documents
    edition = draw_edition(draw, "ru", 30)
    sheet = lay_out(draw, edition, draw_layout(draw, edition, CELLS))
    cells = [cell for part in sheet.parts for line in part for cell in line if cell]
    for kind, wanted in (("C", edition.codes), ("D", [row.text for row in edition.rows])):
        shown = sorted(text for cell in cells if cell.kind == kind for text in cell.text.split("\n") if text)
        assert shown == sorted(wanted)
    labels = {cell.text.lower().replace("х", "x") for cell in cells if cell.kind == "L" and cell.text}  # noqa: RUF001 - Cyrillic
    assert labels == set(edition.defaults)


def sheet_of(layout: Layout) -> Sheet:
    """The small edition in a layout."""
    return lay_out(random.Random(1), SMALL, layout)  # noqa: S311 - draws documents


STREAM = """\
Класс Код Описание
1xxx 1000 Успех
11xx Вызовы
1101 Номер не найден:
проверьте настройки
112x 1121 Линия занята
"""
TORN = """\
Класс Код Описание
1xxx 11xx 112x
1000 1101 1121
Успех
Вызовы
Номер не найден: проверьте настройки
Линия занята
"""


@pytest.mark.parametrize(
    ("text", "in_columns", "is_lost"),
    [
        pytest.param(STREAM, False, False, id="a stream that holds all"),
        pytest.param(STREAM.replace("найден:\n", "найден:\n3\n"), False, True, id="a foreign line inside a text"),
        pytest.param(STREAM.replace("не найден", "ненайден"), False, True, id="a space lost"),
        pytest.param(STREAM.replace("найден", "най-\nден"), False, False, id="a word divided at the end of a line"),
        pytest.param(STREAM.replace("112x ", ""), False, True, id="a label gone"),
        pytest.param(TORN, False, True, id="columns one after the other"),
        pytest.param(STREAM, True, False, id="lines of their own"),
        pytest.param(TORN, True, True, id="codes beside no text"),
    ],
)
def test_what_a_copy_lost(text: str, *, in_columns: bool, is_lost: bool) -> None:
    """A copy is called lossy where, and only where, which text belongs to which code cannot be found out."""
    assert bool(lost(text, sheet_of(Layout()), in_columns=in_columns)) == is_lost


def test_remarks_in_a_stream_are_lost() -> None:
    """Without columns nothing tells a remark from the end of a text."""
    assert lost(STREAM, sheet_of(Layout(order="LCDR")), in_columns=False)
