"""Time grows with the lines of a document, not faster."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from pathlib import Path

import pytest

from ingest.document import isolation
from ingest.pipeline import read_book
from tests.benchmarks.conftest import Show
from tests.benchmarks.timing import Spent, least, run_program, time_call

SIZES = (100, 1_000, 10_000, 100_000)
"""Up to what the default limits on memory let through, with room: what grows with the square shows there."""

ROUNDS = {100: 20, 1_000: 5, 10_000: 2, 100_000: 1}
ALLOWED = 1.5
"""How many times the growth of the lines the growth of the time may be: what caches and memory add."""

WORDS = (
    "вызов завершён абонентом номер недоступен счёт заблокирован лимит превышен запрос отклонён сервис закрыт".split()
)
LINES_PER_PAGE = 60


def table_lines(codes: int, wraps: int) -> Iterator[str]:
    """The table: codes from 1000 on with a class for every ten, each description wrapped over some lines."""
    yield "Класс\tКод\tОписание"
    for code in range(1000, 1000 + codes):
        label = f"{code:04d}"
        fixed = len(label.rstrip("0"))
        printed = label[: max(fixed, 1)].ljust(4, "x") if label.endswith("0") else ""
        text = f"Вызов {code % 7} {WORDS[code % len(WORDS)]} номер {code}-й"
        yield f"{printed}\t{code}\t{text}"
        for line in range(wraps):
            yield f"\t\t{WORDS[(code + line) % len(WORDS)]} {WORDS[line % len(WORDS)]} сервис {line} раз"


def prose_lines() -> Iterator[str]:
    """Prose without an end, with codes quoted in it, and blank lines."""
    number = 0
    while True:
        number += 1
        yield f"Запрос {number} возвращает результат 1000 (действие выполнено), если {WORDS[number % len(WORDS)]}."
        if number % 10 == 0:
            yield ""


def paged(lines: Iterator[str]) -> Iterator[str]:
    """The lines with a form feed, a running head and a blank line at every page."""
    page = 1
    for number, line in enumerate(lines, start=1):
        if number % LINES_PER_PAGE == 0:
            page += 1
            yield f"\fAPI v 1.10 (24.12.2017), стр. {page}"
            yield ""
        yield line


def make_document(size: int) -> tuple[bytes, int]:
    """A document of a number of lines, and how many codes stand in it: a third of it is the table, the rest prose."""
    codes = min(size // 10, 9000)
    wraps = min(size // 3 // codes, 40)
    table = list(paged(table_lines(codes, wraps)))
    prose = prose_lines()
    before = [next(prose) for _ in range((size - len(table)) // 2)]
    after = [next(prose) for _ in range(size - len(table) - len(before) - 3)]
    return "\n".join([*before, "", *table, "", "Приложение 2. Примеры", *after]).encode(), codes


READ = """
from pathlib import Path
from ingest.pipeline import read_book
result = len(read_book(Path(sys.argv[1]).read_bytes(), "generated.txt"))
"""
"""Reads a document once, in the process that is measured."""

LONG = 20_000
ALLOWED_PEAK = 200_000_000  # measured for 20,000 lines: 158 MB


def test_reading_keeps_within_memory(tmp_path: Path, show: Show) -> None:
    """The peak memory of a process that reads a long text."""
    data, codes = make_document(LONG)
    document = tmp_path / "generated.txt"
    document.write_bytes(data)
    found, peak = run_program(READ, document)
    show(f"read_book, {LONG:,} lines: peak memory {peak / 1e6:.0f} MB")
    assert found == codes
    assert peak <= ALLOWED_PEAK


@pytest.fixture
def _as_ingest_reads() -> Iterator[None]:
    """Garbage is looked for as rarely as in the process that `ingest` reads in: its users wait for that one."""
    usual = gc.get_threshold()
    isolation._look_for_garbage_rarely()
    yield
    gc.set_threshold(*usual)
    gc.unfreeze()


@pytest.mark.usefixtures("_as_ingest_reads")
def test_time_grows_with_the_lines(show: Show) -> None:
    """Ten times the lines take at most fifteen times the time, at each step.

    The processor time of reading within this process, the least of several rounds; nothing is subtracted.
    """
    documents = {size: make_document(size) for size in SIZES}
    spent: dict[int, list[Spent]] = {size: [] for size in SIZES}
    for size in (*SIZES, *reversed(SIZES[:-1])):
        data, codes = documents[size]
        assert data.count(b"\n") + 1 == size
        for _ in range(ROUNDS[size]):
            gc.collect()
            books = []
            spent[size].append(time_call(lambda: books.append(read_book(data, "generated.txt"))))  # noqa: B023 - called at once
            assert len(books[0]) == codes
    times = {size: least(runs) for size, runs in spent.items()}
    for size, time in times.items():
        show(
            f"read_book, {size:9,} lines: {size / time.wall:7,.0f} lines/s "
            f"({time.wall:.3f} s, processor {time.cpu:.3f} s)"
        )
    growth = {size: times[size].cpu / times[size // 10].cpu for size in SIZES[1:]}
    for size, factor in growth.items():
        show(f"read_book, {size // 10:,} to {size:,} lines, 10 times: {factor:.1f} times the processor time")
    assert all(factor <= 10 * ALLOWED for factor in growth.values())
