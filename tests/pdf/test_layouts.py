"""Random code books, printed as PDF by three producers in every layout, read back equal."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import HealthCheck, Phase, given, settings

from ingest.pipeline import read_book
from model import InputError
from tests.books import Sample, samples
from tests.effort import share_of
from tests.pdf.layouts import Layout, chromium, chromium_pdf, layouts, reportlab_pdf, weasyprint_pdf

Producer = Callable[[Sample, Layout], bytes]
DOUBTED_SHARE = 0.12
"""What share of layouts may be refused with a doubt or an error; none may be read otherwise without one.

A title or a line at the edge of a page where no rule parts rows, codes in the middle of them, or texts that begin
with small letters: a person could not always tell whose it is.
"""
FEWEST = 2
"""So many layouts may be doubted in a run of few, where a share says nothing."""

ANYTHING_GOES = [HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.filter_too_much]


def require(producer: Producer) -> None:
    """Skip a test whose producer is not installed, or has no font with Cyrillic letters."""
    if producer is chromium_pdf:
        if chromium() is None:
            pytest.skip("Chromium is not installed")
        return
    pytest.importorskip("reportlab" if producer is reportlab_pdf else "weasyprint")
    from reportlab.pdfbase.ttfonts import TTFError, TTFont

    try:
        TTFont("probe", "DejaVuSans.ttf")
    except TTFError:
        pytest.skip("the font DejaVu Sans is not installed")


def is_read_back(producer: Producer, sample: Sample, layout: Layout) -> bool:
    """Print a book, read it, and compare; a book that is read otherwise must be refused."""
    try:
        book = read_book(producer(sample, layout), "book.pdf")
    except InputError:
        return False
    is_doubted = any(finding.is_doubt for finding in book.findings)
    is_same = book.content() == sample.book.content()
    assert is_same or is_doubted, f"read otherwise without a word: {layout}"
    is_told = any(finding.rule in ("engines-differ", "unaccounted-text") for finding in book.findings)
    return is_same and not is_doubted and not is_told


def failures(producer: Producer, count: int) -> tuple[int, list[Layout]]:
    """Print and read a number of books: how many there were, and the layouts of those that were refused."""
    require(producer)
    read: list[bool] = []
    failed: list[Layout] = []

    # Without shrinking: it prints hundreds of pages, and a layout that fails is told by its own values.
    @settings(max_examples=count, suppress_health_check=ANYTHING_GOES, phases=[Phase.generate])
    @given(samples(), layouts())
    def run(sample: Sample, layout: Layout) -> None:
        read.append(is_read_back(producer, sample, layout))
        if not read[-1]:
            failed.append(layout)

    run()
    return len(read), failed


def check(producer: Producer, count: int) -> None:
    """Print and read books; nearly all of them are read back, and none is read otherwise without a doubt."""
    total, failed = failures(producer, count)
    print(f"{producer.__name__}: {total - len(failed)} of {total} books read back")  # noqa: T201 - shown by pytest -rP
    # Hypothesis draws a layout again and again with other texts, so that one that fails counts once.
    assert len(set(failed)) <= max(FEWEST, DOUBTED_SHARE * total), failed


@pytest.mark.parametrize(("producer", "count"), [(reportlab_pdf, 40), (weasyprint_pdf, 40), (chromium_pdf, 6)])
def test_printed_books_read_back(producer: Producer, count: int) -> None:
    """What a producer prints of a code book reads back as the same book, whatever the layout."""
    check(producer, share_of(count))


@pytest.mark.slow
@pytest.mark.parametrize(("producer", "count"), [(reportlab_pdf, 300), (weasyprint_pdf, 300), (chromium_pdf, 60)])
def test_many_printed_books_read_back(producer: Producer, count: int) -> None:
    """The same for many more books and layouts."""
    check(producer, count)
