"""A hundred random books, the same in every run, for programs that write them all at once."""

from __future__ import annotations

import html
from functools import cache

from hypothesis import HealthCheck, Phase, given, settings

from tests.books import Sample, samples

HEADER = ["Класс", "Код", "Описание"]
BOOKS = 100
Rows = list[list[str]]


@cache
def random_samples() -> tuple[Sample, ...]:
    """The books."""
    found: list[Sample] = []

    @settings(
        max_examples=BOOKS,
        derandomize=True,
        database=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(sample=samples())
    def collect(sample: Sample) -> None:
        found.append(sample)

    collect()
    return tuple(found)


def rows_of(sample: Sample) -> Rows:
    """The printed rows of a book, without the signs that say something else in a table."""
    return [
        [
            str(row.label or ""),
            "" if row.code is None else f"{row.code:04d}",
            (row.text or "").replace('"', "«").replace("/", " "),
        ]
        for row in sample.rows
    ]


def table_of(rows: Rows) -> str:
    """Rows as a table of HTML."""
    header = "".join(f"<th>{cell}</th>" for cell in HEADER)
    body = "".join(
        "<tr>" + "".join(f"<td>{html.escape(cell, quote=False)}</td>" for cell in row) + "</tr>" for row in rows
    )
    return f"<table><thead><tr>{header}</tr></thead><tbody>{body}</tbody></table>"
