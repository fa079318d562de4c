"""What became of the numbers that were put into texts: read as text, left in doubt, or taken for a code."""

from __future__ import annotations

import csv
import os
import re
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from typing import Literal, NamedTuple, TypeAlias

from ingest.pipeline import ingest
from model import CodeBook, ResultCodesError
from tests.editions.numbers import Planted

Fate: TypeAlias = Literal["text", "doubt", "code in doubt", "silent", "lost", "refused"]


class Told(NamedTuple):
    """A number in a text of a document, by which program, whether the copy lost something, and what became of it."""

    document: str
    program: str
    is_lossy: bool
    planted: Planted
    fate: Fate


def fates_of(folder: Path) -> list[Told]:
    """What became of each number of a set."""
    with (folder / "list.csv").open(encoding="utf-8", newline="") as file:
        listed = {row["document"]: row for row in csv.DictReader(file)}
    with (folder / "numbers.csv").open(encoding="utf-8", newline="") as file:
        rows = [(row["document"], Planted(row["code"], row["number"], row["phrase"])) for row in csv.DictReader(file)]
    documents = [(folder / name, [item for other, item in rows if other == name]) for name in listed]
    with ProcessPoolExecutor(os.cpu_count()) as pool:
        found = pool.map(fate_in, *zip(*documents, strict=True)) if documents else ()
        return [
            Told(path.name, listed[path.name]["program"], "lossy" in listed[path.name]["layout"], item, fate)
            for (path, items), fates in zip(documents, found, strict=True)
            for item, fate in zip(items, fates, strict=True)
        ]


def fate_in(document: Path, planted: Sequence[Planted]) -> list[Fate]:
    """What became of each number in the texts of a document; `silent` is a code without a doubt that names it."""
    try:
        book = ingest(document, limits=None, accept_doubts=None)
    except ResultCodesError:
        return ["refused"] * len(planted)
    return list(_told(book, planted))


def _told(book: CodeBook, planted: Sequence[Planted]) -> Iterator[Fate]:
    texts = {record.code: record.description or "" for record in book.codes.values()}
    doubted = {
        int(number)
        for finding in book.findings
        if finding.is_doubt
        for number in [finding.code, *re.findall(r"(?<!\d)\d{4}(?!\d)", finding.message)]
        if number is not None
    }
    for item in planted:
        number = int(item.number)
        if number in texts:
            yield "code in doubt" if number in doubted else "silent"
        elif number in doubted:
            yield "doubt"
        else:
            yield "text" if item.number in texts.get(int(item.code), "") else "lost"
