"""What a reader saw, in a shape that a test can compare."""

from __future__ import annotations

from itertools import groupby

from ingest.document.fragments import Fragments, Word
from ingest.document.options import ReadOptions
from ingest.readers.registry import read_fragments


def read(data: bytes | str) -> Fragments:
    """A document, by the reader of its format."""
    content = data.encode() if isinstance(data, str) else data
    return read_fragments(content, "codes", ReadOptions(), lambda texts: range(len(texts)))


def lines(found: Fragments) -> list[str]:
    """The lines outside tables."""
    outside = [word for word in found.words if word.cell is None]
    return [" ".join(word.text for word in line) for _, line in groupby(outside, key=lambda word: word.line)]


def tables(found: Fragments) -> list[list[dict[int, str]]]:
    """The tables: for each row the texts of its cells by their column, the lines of a cell set apart by `/`."""
    rows: dict[tuple[int, int], dict[int, list[tuple[int, str]]]] = {}
    for word in found.words:
        if word.cell is not None:
            cells = rows.setdefault((word.cell.table, word.cell.row), {})
            cells.setdefault(word.cell.column, []).append((word.line, word.text))
    return [
        [{column: _text(words) for column, words in cells.items()} for _, cells in table]
        for _, table in groupby(rows.items(), key=lambda item: item[0][0])
    ]


def _text(words: list[tuple[int, str]]) -> str:
    grouped = groupby(words, key=lambda word: word[0])
    return "/".join(" ".join(text for _, text in line) for _, line in grouped)


def unaccounted(found: Fragments) -> dict[int, int]:
    """The visible characters of each line that are in no word and no mark, by the number of the line."""
    told: dict[int, int] = dict(found.markup)
    for word in found.words:
        number = word.span.line or 0
        told[number] = told.get(number, 0) + len(word.text)
    standing = found.characters or {}
    return {number: count - told.get(number, 0) for number, count in standing.items() if count > told.get(number, 0)}


def rows(found: Fragments) -> list[list[str]]:
    """Each row and line as a reader sees it: the lines of its cells, or what stands between tabs and runs of spaces."""
    keyed = [((word.cell.table, word.cell.row) if word.cell else word.line, word) for word in found.words]
    return [_pieces([word for _, word in group]) for _, group in groupby(keyed, key=lambda item: item[0])]


def _pieces(words: list[Word]) -> list[str]:
    pieces: dict[tuple[int, int], list[Word]] = {}
    apart = 0
    for word in words:
        apart += word.cell is None and word.gap > 0.5
        pieces.setdefault((word.cell.column, word.line) if word.cell else (apart, 0), []).append(word)
    ordered = sorted(pieces.items()) if words[0].cell else list(pieces.items())
    return [
        "".join((" " if word.gap and index else "") + word.text for index, word in enumerate(piece))
        for _, piece in ordered
    ]
