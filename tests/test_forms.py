"""Random code books, written down as text in every form that people have, are read back equal."""

from __future__ import annotations

import random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ingest.pipeline import read_book
from tests.books import FORMS, Sample, document_bytes, samples
from tests.effort import share_of

BOOKS_A_FORM = 100
"""With eleven forms, more than 1,000 books in every run of the tests."""


@pytest.mark.xfail(strict=False, reason="small texts that all end with one word lose the last line, or are in doubt")
@pytest.mark.parametrize("form", FORMS)
@settings(max_examples=share_of(BOOKS_A_FORM), suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(sample=samples(), seed=st.integers(0, 2**32))
def test_a_random_book_is_read_back_equal_and_no_character_is_lost(form: str, sample: Sample, seed: int) -> None:
    """Whatever the form, encoding, line ends, wraps, shifts and prose around, the book is the one written down."""
    random_ = random.Random(seed)  # noqa: S311 - no secret
    book = read_book(document_bytes(FORMS[form](sample, random_), random_), "sample")
    assert book.content() == sample.book.content()
    assert book.edition.account.unaccounted == 0
    account = book.edition.account
    assert account.characters == account.records + account.findings + account.furniture


def test_the_forms_make_at_least_a_thousand_books() -> None:
    """The promise of 1,000 books holds even if a form is taken away."""
    assert len(FORMS) * BOOKS_A_FORM >= 1000
