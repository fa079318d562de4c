"""Random code books, printed as PDF by three producers in every layout, read back equal."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import HealthCheck, Phase, given, settings

from ingest.pipeline import read_book
from tests.books import Sample, samples
from tests.pdf.layouts import Layout, chromium, chromium_pdf, layouts, reportlab_pdf, weasyprint_pdf

Producer = Callable[[Sample, Layout], bytes]
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


def reads_back(producer: Producer, sample: Sample, layout: Layout) -> None:
    """Print a book, read it, and compare; nothing of the table is without account, and both engines agree."""
    book = read_book(producer(sample, layout), "book.pdf")
    assert book.content() == sample.book.content()
    assert not [finding for finding in book.findings if finding.rule in ("engines-differ", "unaccounted-text")]


def check(producer: Producer, count: int) -> None:
    """Print and read a number of books."""
    require(producer)

    # Without shrinking: it prints hundreds of pages, and a layout that fails is told by its own values.
    @settings(max_examples=count, suppress_health_check=ANYTHING_GOES, phases=[Phase.generate])
    @given(samples(), layouts())
    def run(sample: Sample, layout: Layout) -> None:
        reads_back(producer, sample, layout)

    run()


@pytest.mark.parametrize(("producer", "count"), [(reportlab_pdf, 40), (weasyprint_pdf, 40), (chromium_pdf, 6)])
def test_printed_books_read_back(producer: Producer, count: int) -> None:
    """What a producer prints of a code book reads back as the same book, whatever the layout."""
    check(producer, count)


@pytest.mark.slow
@pytest.mark.parametrize(("producer", "count"), [(reportlab_pdf, 300), (weasyprint_pdf, 300), (chromium_pdf, 60)])
def test_many_printed_books_read_back(producer: Producer, count: int) -> None:
    """The same for many more books and layouts."""
    check(producer, count)
