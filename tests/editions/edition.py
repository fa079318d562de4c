"""A random edition: rows in print order, the classes they declare, and the tables that a right reading gives."""

from __future__ import annotations

import csv
import itertools
import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import NamedTuple

from tests.editions.words import describe, lists


class Row(NamedTuple):
    """A row of the table; a title has no code, most rows have no label."""

    pattern: str
    code: str
    text: str


@dataclass(frozen=True)
class Edition:
    """What the table says, however it is drawn.

    Parameters
    ----------
    rows
        The rows in print order.
    defaults
        Each declared pattern with its default code; empty where it has none.
    language
        `ru` or `en`.
    """

    rows: tuple[Row, ...]
    defaults: dict[str, str]
    language: str

    @property
    def codes(self) -> list[str]:
        """The codes in print order."""
        return [row.code for row in self.rows if row.code]

    def holding(self, number: str) -> list[str]:
        """The declared patterns that hold a code or a narrower pattern, the narrowest first."""
        found = [pattern for pattern in self.defaults if pattern != number and holds(pattern, number)]
        return sorted(found, key=level, reverse=True)


def level(pattern: str) -> int:
    """How many digits of a pattern are fixed."""
    return 4 - pattern.count("x")


def holds(pattern: str, number: str) -> bool:
    """Whether a pattern holds a code, or a pattern of a lower level."""
    return number.startswith(pattern.rstrip("x"))


def draw_edition(draw: random.Random, language: str, most: int) -> Edition:
    """An edition of at most `most` codes, give or take a class."""
    tops = sorted(draw.sample("123456789", draw.choice([1, 2, 2, 3, 3, 4, 5, 7])))
    oddity = draw.choice([0.0, 0.0, 0.05, 0.12])
    rows: list[Row] = []
    for top in tops:
        rows += _class_rows(draw, top, max(4, most // len(tops)), oddity)
    texts = _texts(draw, language, len(rows))
    told = [row._replace(text=next(texts) if row.code else draw.choice(lists(language)["titles"])) for row in rows]
    small = draw.random() < 0.12
    if small:
        told = [row._replace(text=_lower(row.text)) if draw.random() < 0.4 else row for row in told]
    defaults = {
        row.pattern: row.code if row.code == row.pattern.replace("x", "0") else "" for row in told if row.pattern
    }
    return _slipped(draw, Edition(tuple(told), defaults, language))


def _class_rows(draw: random.Random, top: str, share: int, oddity: float) -> list[Row]:
    """The rows of a top class, in order."""
    rows = [Row(f"{top}xxx", f"{top}000", ""), *_some(draw, f"{top}00", 3)]
    for second in sorted(draw.sample("123456789", draw.randint(1, 8))):
        if len(rows) >= share:
            break
        if draw.random() < 0.1:  # the codes belong to the class above
            rows += _some(draw, f"{top}{second}0", 3)
            continue
        rows += _declared(draw, f"{top}{second}", oddity)
        for third in sorted(draw.sample("123456789", draw.choice([0, 0, 1, 2, 3, 5]))):
            rows += _declared(draw, f"{top}{second}{third}", oddity) if draw.random() < 0.85 else ()
    return rows


def _declared(draw: random.Random, stem: str, oddity: float) -> list[Row]:
    """The label row of a class, and the codes of its first ten."""
    pattern, ten = stem.ljust(4, "x"), stem.ljust(3, "0")
    inside = _some(draw, ten, 4 if len(stem) == 3 else 2)
    kind = draw.random()
    if inside and kind < oddity:  # the label stands beside another code, the zero code is printed nowhere
        return [inside[0]._replace(pattern=pattern), *inside[1:]]
    if inside and kind < 2 * oddity:
        return [Row(pattern, "", ""), *inside]
    return [Row(pattern, stem.ljust(4, "0"), ""), *inside]


def _some(draw: random.Random, ten: str, most: int) -> list[Row]:
    return [Row("", ten + last, "") for last in sorted(draw.sample("123456789", draw.randint(0, most)))]


def _texts(draw: random.Random, language: str, count: int) -> Iterator[str]:
    """Texts, hardly two of them alike."""
    seen: set[str] = set()
    for _ in range(count):
        text = describe(draw, language)
        for _ in range(20):
            if text not in seen and len(text) <= 280:
                break
            text = describe(draw, language)
        seen.add(text)
        yield text


def _lower(text: str) -> str:
    return text[0].lower() + text[1:] if text[1:2].islower() else text


def _slipped(draw: random.Random, edition: Edition) -> Edition:
    """Now and then a label stands one row below its default code."""
    rows = list(edition.rows)
    places = [
        place
        for place, (row, below) in enumerate(itertools.pairwise(rows))
        if row.pattern and edition.defaults[row.pattern] and level(row.pattern) == 3
        if below.code and not below.pattern and holds(row.pattern, below.code)
    ]
    if not places or draw.random() > 0.06:
        return edition
    place = draw.choice(places)
    rows[place], rows[place + 1] = (
        rows[place]._replace(pattern=""),
        rows[place + 1]._replace(pattern=rows[place].pattern),
    )
    return replace(edition, rows=tuple(rows))


def write_gold(edition: Edition, prefix: Path) -> None:
    """Write what is to be read: the tables `prefix`.codes.csv and `prefix`.classes.csv."""
    codes = [
        (row.code, row.text, *_place(edition, row.code))
        for row in sorted(edition.rows, key=lambda row: row.code)
        if row.code
    ]
    _write(Path(f"{prefix}.codes.csv"), ("code", "description", "class_pattern", "parent_code"), codes)
    classes = [
        (pattern, edition.defaults[pattern], next(iter(edition.holding(pattern)), ""))
        for pattern in sorted(edition.defaults)
    ]
    _write(Path(f"{prefix}.classes.csv"), ("pattern", "default_code", "parent_pattern"), classes)


def _place(edition: Edition, code: str) -> tuple[str, str]:
    """The class of a code, and the code that it falls back to."""
    holding = edition.holding(code)
    defaults = [edition.defaults[pattern] for pattern in holding]
    return next(iter(holding), ""), next((default for default in defaults if default not in {"", code}), "")


def _write(path: Path, head: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, lineterminator="\n").writerows([head, *rows])
