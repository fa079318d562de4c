"""Time of an export grows with the codes, not faster."""

from __future__ import annotations

import gc

import pytest

from ingest.document.formats import Format
from ingest.exports.catalogues import export_format
from ingest.exports.content import Content
from model import ClassPattern, CodeBook, Edition, PrintedClass, PrintedCode
from tests.benchmarks.conftest import Show
from tests.benchmarks.timing import Spent, least, time_call

SIZES = (100, 1_000, 10_000)
"""Up to all there can be: a code has four digits, so a hundred thousand codes cannot be."""

ROUNDS = {100: 7, 1_000: 4, 10_000: 1}
"""How often each size is measured, twice: the larger, the less does anything else weigh on it."""

ALLOWED = 1.5
"""How many times the growth of the codes the growth of the time may be: what caches and memory add."""


def book_of(size: int) -> CodeBook:
    """A code book of the first codes, with a class for every ten, hundred and thousand of them."""
    edition = Edition(name="generated", sha256="0" * 64, source="generated.txt", format="text")
    patterns = {ClassPattern.of(code, level) for code in range(size) for level in (1, 2, 3)}
    classes = [PrintedClass(pattern, pattern.zero_code) for pattern in sorted(patterns)]
    return CodeBook.build(
        edition, classes, [PrintedCode(code, f"Вызов завершён, номер {code}") for code in range(size)]
    )


@pytest.fixture(scope="module")
def books() -> dict[int, CodeBook]:
    """A code book of each size."""
    return {size: book_of(size) for size in SIZES}


@pytest.mark.parametrize("name", Format)
def test_time_grows_with_the_codes(show: Show, books: dict[int, CodeBook], name: Format) -> None:
    """Ten times the codes take at most fifteen times the time, in every format.

    The processor time within this process, the least of several rounds, the sizes taken in turns.
    """
    contents = {size: Content(book) for size, book in books.items()}
    export_format(contents[SIZES[0]], name)
    runs: dict[int, list[Spent]] = {size: [] for size in SIZES}
    for size in (*SIZES, *reversed(SIZES)):
        for _ in range(ROUNDS[size]):
            gc.collect()
            runs[size].append(time_call(lambda: export_format(contents[size], name)))  # noqa: B023 - called at once
    times = {size: least(spent).cpu for size, spent in runs.items()}
    growth = {size: times[size] / times[size // 10] for size in SIZES[1:]}
    shown = ", ".join(f"{size // 10:,} to {size:,} codes: {factor:.1f} times" for size, factor in growth.items())
    show(f"export {name:12} {shown} the processor time ({times[SIZES[-1]]:.2f} s)")
    assert all(factor <= 10 * ALLOWED for factor in growth.values())
