"""What `CodeBook.resolve` says, value by value: the measure of every engine."""

from __future__ import annotations

import math
from collections.abc import Iterable
from typing import Any

import duckdb

from model import ClassPattern, CodeBook, Edition, InvalidCodeError, PrintedClass, PrintedCode
from model.decoding.decode import ANSWERS
from model.hierarchy import holding_patterns

NUMBERS: list[int | None] = [*range(10_000), -1, -1120, 10_000, 19_999, 20_000, 123_456, 2**40, -(2**40), None]
FLOATS: list[float | None] = [
    *(float(number) for number in range(10_000)),
    *(-1.0, -0.5, 0.5, 2219.5, 9999.5, 1e300, -1e300, math.inf, -math.inf, math.nan, None),
]
TEXTS: list[str | None] = [
    *(str(number) for number in range(10_000)),
    *(f" {number:04d}\t\r\n" for number in range(0, 10_000, 7)),
    *("", " ", "-112", "-2219", "+2219", "2219.0", "22:9", "22/9", "22x9", "abcd", "2219 x", "22 9", "00000000002219"),
    *("0" * 20 + "2219", "9" * 18, "２２１９", "٢٢١٩", "\u00a02219", "вызов", "1e3", "-0", None),
]

EDITION = Edition(name="made-up", sha256="0" * 64, source="none", format="text")


def odd_book() -> CodeBook:
    """A book with an answer to 0, a class without a default, a code in no class, equal and missing descriptions."""
    classes = [
        PrintedClass(ClassPattern("0xxx"), 0),
        PrintedClass(ClassPattern("51xx"), None, "Campaigns"),
        PrintedClass(ClassPattern("5xxx"), 5000),
        PrintedClass(ClassPattern("510x"), 5100),
    ]
    texts = {0: "Zero's", 5000: 'Server, "error"', 5100: "No campaign", 5101: None, 7001: "No campaign"}
    return CodeBook.build(EDITION, classes, [PrintedCode(code, text) for code, text in texts.items()])


def relation(query: str) -> duckdb.DuckDBPyRelation:
    """What a query of DuckDB gives."""
    made = duckdb.sql(query)
    assert made is not None
    return made


def expected(book: CodeBook, values: Iterable[object]) -> list[tuple[Any, ...]]:
    """The row of answers to each value, in the order of `ANSWERS`."""
    return [_row(book, value) for value in values]


def _row(book: CodeBook, value: object) -> tuple[Any, ...]:
    try:
        resolution = book.resolve(value)
    except InvalidCodeError:
        resolution = book.resolve(None)
    number = resolution.requested
    held = holding_patterns(number, dict.fromkeys(book.classes)) if number is not None else []
    levels = {pattern.level: str(pattern) for pattern in held}
    row = {
        "resolved_code": resolution.code,
        "match": resolution.match,
        "matched_pattern": resolution.matched_pattern,
        "description": resolution.record.description if resolution.record else None,
        **{f"class_{level}": levels.get(level) for level in (1, 2, 3)},
    }
    return tuple(row[name] for name in ANSWERS)
