"""Whatever a document is full of, time grows with its size, not with the square of it."""

from __future__ import annotations

import contextlib
import gc

import pytest

from ingest.pipeline import read_book
from ingest.review.page import doubts_page
from model import DoubtfulError, InputError
from tests.benchmarks.conftest import Show
from tests.benchmarks.timing import least, time_call

SIZES = (1_500, 15_000)
ALLOWED = 1.6
"""How many times the growth of the size the growth of the time may be: what caches and memory add."""

TEXT = "Класс\tКод\tОписание\n1xxx\t1000\tДействие выполнено\n\t1001\tВызов завершен\n\t1002\t"
MARKDOWN = "| Класс | Код | Описание |\n|---|---|---|\n| 1xxx | 1000 | Действие выполнено |\n| | 1001 | Вызов завершен "
PAGE = "<table><tr><th>Класс<th>Код<th>Описание<tr><td>1xxx<td>1000<td>Действие<tr><td><td>1001<td>Вызов завершен "

LINES = ("1xxx\n", "\t1001", "1001\n", "\f1\n", "---\n", "\n# ", "а\n", "А\n", "Код\n", "а-\n")
HEADED = ("Класс\tКод\tОписание\n\t1003\tВызов\n", "\t1003\tВызов\n")
MARKS = ("- ", "-\t", "(", "Вызов 1001, ", "1003 Вызов ", "\u200b", "а" * 20)
MARKUP = ("`", "*", "[", "![", "<", "~~", "\\", "| ", "|\n", "&", "[^1]", "<sup>1</sup>")
TAGS = ("<b>", "<td>", "<tr><td>", "<table>", "</b>", "&#", "<br>", "<a href=x>", "1001 ")
FILLED = {
    "generated.txt": (TEXT, LINES + HEADED + MARKS),
    "generated.md": (MARKDOWN, MARKUP),
    "generated.html": (PAGE, TAGS),
}
CASES = [(name, head, unit) for name, (head, units) in FILLED.items() for unit in units]


def read(data: bytes, name: str) -> None:
    """Read a document, which may be in doubt or refused."""
    with contextlib.suppress(DoubtfulError, InputError):
        read_book(data, name)


@pytest.mark.parametrize(("name", "head", "unit"), CASES, ids=lambda value: repr(value)[:20])
def test_time_grows_with_what_a_document_is_full_of(name: str, head: str, unit: str, show: Show) -> None:
    """Ten times as many of a mark, a line or a tag take at most sixteen times the processor time."""
    times = []
    for size in SIZES:
        data = (head + unit * size).encode()
        gc.collect()
        times.append(least([time_call(lambda: read(data, name)) for _ in range(2)]).cpu)  # noqa: B023 - called at once
    show(f"{name}, {unit!r}: {times[0]:.3f} to {times[1]:.3f} s, 10 times: {times[1] / times[0]:.1f} times")
    assert times[1] <= 10 * ALLOWED * times[0]


def test_page_of_doubts_grows_with_their_number(show: Show) -> None:
    """Each finding of ten times as many is set at its row once: they are not compared with each other."""
    head = "Класс\tКод\tОписание\n1xxx\t1000\tДействие выполнено\n"
    books = [read_book((head + "\t1001\tВызов завершен\n" * size).encode(), "generated.txt") for size in (300, 3_000)]
    small, large = (least([time_call(lambda: doubts_page(book)) for _ in range(2)]).cpu for book in books)  # noqa: B023 - called at once
    show(f"page of doubts: {small:.3f} to {large:.3f} s, 10 times: {large / small:.1f} times")
    assert large <= 10 * ALLOWED * small
