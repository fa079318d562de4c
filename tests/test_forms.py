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


REFUSED = {"combined": 0.25, "tabs": 0.4, "stacked": 0.4, "spaces": 0.3}
"""What share of the books of a form may be refused with a doubt; none may be read otherwise without one.

Their texts are words in any order, broken at any place: where no column stands by itself, nobody could always tell
whether a number among words that make no sentence is a code, or whose a line is.
"""
OTHERWISE_REFUSED = 0.15


@pytest.mark.parametrize("form", FORMS)
def test_a_random_book_is_read_back_equal_and_no_character_is_lost(form: str) -> None:
    """Whatever the form, encoding, line ends, wraps, shifts and prose around, a book is read back, or refused."""
    is_read: list[bool] = []

    @settings(max_examples=share_of(BOOKS_A_FORM), suppress_health_check=[HealthCheck.too_slow], deadline=None)
    @given(sample=samples(), seed=st.integers(0, 2**32))
    def read_back(sample: Sample, seed: int) -> None:
        random_ = random.Random(seed)  # noqa: S311 - no secret
        book = read_book(document_bytes(FORMS[form](sample, random_), random_), "sample")
        is_doubted = any(finding.is_doubt for finding in book.findings)
        is_read.append(not is_doubted)
        assert is_doubted or book.content() == sample.book.content()
        account = book.edition.account
        assert account.unaccounted == 0
        assert account.characters == account.records + account.findings + account.furniture

    read_back()
    refused = len(is_read) - sum(is_read)
    print(f"{form}: {refused} of {len(is_read)} books refused")  # noqa: T201 - shown by pytest -rP
    # A few examples are much alike, so that a share of them says nothing.
    assert len(is_read) < BOOKS_A_FORM or refused <= REFUSED.get(form, OTHERWISE_REFUSED) * len(is_read)


def test_the_forms_make_at_least_a_thousand_books() -> None:
    """The promise of 1,000 books holds even if a form is taken away."""
    assert len(FORMS) * BOOKS_A_FORM >= 1000
