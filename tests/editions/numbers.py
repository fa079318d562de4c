"""Numbers put into texts where they could be codes: in order, in a declared class, printed nowhere else."""

from __future__ import annotations

import random
import re
import tomllib
from collections.abc import Sequence
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import NamedTuple

from tests.editions.edition import Edition


class Planted(NamedTuple):
    """A number in the text of a code, and by which phrase it came there."""

    code: str
    number: str
    phrase: str


@cache
def phrases(language: str, kind: str) -> tuple[tuple[str, str], ...]:
    """The phrases of a language that are `hard` or `easy` to tell from a code, each with its name."""
    table = tomllib.loads((Path(__file__).parent / "numbers.toml").read_text(encoding="utf-8"))
    return tuple((name, words) for name, words in table[language][kind])


def plant(draw: random.Random, edition: Edition, count: int) -> tuple[Edition, tuple[Planted, ...]]:
    """Write `count` numbers behind texts, three in four of them by hard phrases."""
    rows, planted = list(edition.rows), list[Planted]()
    room = _room(edition)
    for place in sorted(draw.sample(sorted(room), min(count, len(room)))):
        number = str(draw.choice(room[place]))
        name, words = draw.choice(phrases(edition.language, "hard" if draw.random() < 0.75 else "easy"))
        rows[place] = rows[place]._replace(text=rows[place].text.rstrip(".") + words.replace("{n}", number))
        planted.append(Planted(rows[place].code, number, name))
    return replace(edition, rows=tuple(rows)), tuple(planted)


def _room(edition: Edition) -> dict[int, Sequence[int]]:
    """For each row the numbers between its code and the next in the class that holds it, where there are any."""
    room: dict[int, Sequence[int]] = {}
    for place, row in enumerate(edition.rows):
        if not row.code or re.search(r"\d{4}", row.text):
            continue
        following = next((code for code in edition.codes if code > row.code), "9999")
        own = edition.holding(row.code)[0]
        between = range(int(row.code) + 1, min(int(following), int(own.replace("x", "9")) + 1))
        if between:
            room[place] = between
    return room
