"""Tables of codes and descriptions alone, whose classes stand in headings of the document above them."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import pairwise
from typing import Final, NamedTuple

from ingest.document.fragments import STRIPE, CellPlace, Fragments, Word
from ingest.table.scene.class_lines import label_named
from ingest.table.scene.heading_words import NEEDED, Role, role_of_word
from ingest.table.scene.headings import Column, Headings, columns_of
from ingest.table.scene.lines import Line
from ingest.table.scene.shapes import code_shape, label_shapes
from model import ClassPattern

_MOST_LINES: Final = 3
"""So many lines headings of codes and descriptions alone have at most."""

_FAR: Final = 2.0
"""How far, in letter heights, a further line of them is from the one before."""

_NAMED: Final[frozenset[Role]] = frozenset({"code", "description"})


class _Section(NamedTuple):
    """A table below headings of the document: the number of their first line, and of that of the table's headings."""

    begin: int
    end: int


def headings_over_classes(words: Sequence[Word], lines: Sequence[Line]) -> list[Headings]:
    """The headings of codes and descriptions, right below which a class stands, and those that come again.

    None, if others say something else over codes.
    """
    blocks = {block[0].text: block for line in lines if (block := _block_over(words, lines, line.number))}
    again = {line.number: blocks[line.text] for line in lines if line.text in blocks and _is_at(blocks, lines, line)}
    begins = [line.number for line in lines if blocks and (line.number in again or heads_codes(words, [line]))]
    found: list[Headings] = []
    for number, end in pairwise([*begins, len(lines)]):
        size = len(again.get(number, lines[:1]))
        if _holds_other_codes(words[lines[number + size - 1].end : lines[end - 1].end]):
            continue
        if number not in again:
            return []
        columns = columns_of(words, lines[number : number + size])
        if columns[0].cell:
            columns = (Column("class", 0.0, 1.0, 0, 1), *columns)
        found.append(Headings(number, number + size, columns, words[lines[number].begin].line))
    return found


def _block_over(words: Sequence[Word], lines: Sequence[Line], number: int) -> Sequence[Line]:
    """The fewest lines right above one that names a class that head codes and descriptions; none, if none do."""
    if not _begins_class(words, lines[number]):
        return ()
    blocks = (lines[number - size : number] for size in range(1, min(number, _MOST_LINES) + 1))
    return next((block for block in blocks if heads_codes(words, block)), ())


def _is_at(blocks: Mapping[str, Sequence[Line]], lines: Sequence[Line], first: Line) -> bool:
    """Whether the headings that begin with what a line says stand there."""
    block = blocks[first.text]
    return [line.text for line in block] == [line.text for line in lines[first.number : first.number + len(block)]]


def with_classes_as_rows(fragments: Fragments, lines: Sequence[Line]) -> Fragments:
    """The same fragments, with the classes that headings of the document name as the first rows of the tables below.

    Nothing is moved if a table with codes has no such heading, or such a heading no table right below it: nobody could
    tell then which class holds the codes.
    """
    sections = _sections(fragments.words, lines)
    if not sections:
        return fragments
    words = _with_room(fragments.words, lines, sections)
    for begin, end in sections:
        first, last = lines[begin].begin, lines[end].end
        words[first:last] = _moved(words, lines[begin : end + 1])
    return replace(fragments, words=tuple(words))


def _sections(words: Sequence[Word], lines: Sequence[Line]) -> list[_Section]:
    named = {line.number for line in lines if words[line.begin].cell is None and label_named(words, line) is not None}
    if any({role_of_word(words[index].text) for index in line.indices} >= NEEDED for line in lines if named):
        return []
    headed = [line.number for line in lines if named and heads_codes(words, [line])]
    found: list[_Section] = []
    for number, next_one in pairwise([*headed, len(lines)]):
        begin = number
        while begin - 1 in named and lines[begin - 1].sheet == lines[number].sheet:
            begin -= 1
        if words[lines[number].begin].cell is None and not all(
            _begins_class(words, line) for line in lines[begin:number]
        ):
            return []
        if begin < number:
            found.append(_Section(begin, number))
        elif not _holds_other_codes(words[lines[number].end : lines[next_one - 1].end]):
            return []
    over = [number for item in found for number in range(item.begin, item.end)]
    return found if named == set(over) and _are_headings(words, [lines[number] for number in over], found) else []


def _are_headings(words: Sequence[Word], over: Sequence[Line], sections: Sequence[_Section]) -> bool:
    """Whether lines that name classes name each once, and one right above another a class within: no prose does."""
    labels = {line.number: _pattern(words, line) for line in over}
    inner = [pair for item in sections for pair in pairwise([labels[at] for at in range(item.begin, item.end)])]
    return len(set(labels.values())) == len(labels) and all(
        outer.level < nested.level and outer.holds(nested.zero_code) for outer, nested in inner
    )


def _pattern(words: Sequence[Word], line: Line) -> ClassPattern:
    """The class that a line names."""
    return ClassPattern(label_shapes(words[label_named(words, line) or 0].text)[0].text)


def _holds_other_codes(words: Sequence[Word]) -> bool:
    """Whether a table holds numbers of another width alone: it is another one, and no rest of one before."""
    return any(word.text.isdecimal() for word in words) and not any(code_shape(word.text) for word in words)


def _begins_class(words: Sequence[Word], line: Line) -> bool:
    """Whether a row names a class: on a line in no cells it begins with the label, as a text may begin with «класс»."""
    label = label_named(words, line)
    return label == line.begin or (label is not None and words[line.begin].cell is not None)


def heads_codes(words: Sequence[Word], lines: Sequence[Line]) -> bool:
    """Whether lines right below each other are headings, of codes and descriptions and of no classes."""
    texts = [words[index].text for line in lines for index in line.indices]
    named = set(map(role_of_word, texts))
    if not named >= _NAMED or "class" in named or any(map(code_shape, texts)) or not _are_close(words, lines):
        return False
    columns = columns_of(words, lines)
    return {column.role for column in columns} >= _NAMED and columns[0].role != "description"


def _are_close(words: Sequence[Word], lines: Sequence[Line]) -> bool:
    """Whether each line stands right below the one before."""
    steps = (below.base - line.base for line, below in pairwise(lines))
    return all(0 <= step < _FAR * words[lines[0].begin].size for step in steps)


def _with_room(words: Sequence[Word], lines: Sequence[Line], sections: Sequence[_Section]) -> list[Word]:
    """The words, those of the tables with room for a column of classes before all others, and for rows of classes."""
    heads = {cell.table: (cell.row, item) for item in sections if (cell := words[lines[item.end].begin].cell)}
    return [_shifted(word, heads) if word.cell is not None else word for word in words]


def _shifted(word: Word, heads: Mapping[int, tuple[int, _Section]]) -> Word:
    cell = word.cell
    if cell is None or cell.table not in heads:
        return word
    row, section = heads[cell.table]
    added = section.end - section.begin if cell.row > row else 0
    place = cell._replace(row=cell.row + added, column=cell.column + 1)
    return word._replace(cell=place, x0=word.x0 + STRIPE, x1=word.x1 + STRIPE)


def _moved(words: Sequence[Word], lines: Sequence[Line]) -> Iterator[Word]:
    """The words of headings of a document and of a table below them, the latter first."""
    *named, head = lines
    edge = next((column.x0 for column in columns_of(words, [head]) if column.role == "description"), 0.0)
    for at, line in enumerate([head, *named]):
        place = words[lines[at].begin]
        for word in _in_cells(words, line, words[head.begin].cell, at, edge) if at else words[head.begin : head.end]:
            yield word._replace(line=place.line, base=place.base)


def _in_cells(words: Sequence[Word], line: Line, head: CellPlace | None, row: int, edge: float) -> Iterator[Word]:
    """The words of a heading that names a class: its title goes to the descriptions, where the table has cells."""
    label = label_named(words, line)
    for index in line.indices:
        word = words[index]
        if head is None or label is None:
            yield word
        elif index <= label:
            yield word._replace(cell=CellPlace(head.table, head.row + row, 0))
        else:
            x0 = edge + word.x0 - words[label + 1].x0
            place = CellPlace(head.table, head.row + row, int(edge // STRIPE))
            gap = math.inf if index == label + 1 else word.gap
            yield word._replace(cell=place, x0=x0, x1=x0 + word.x1 - word.x0, gap=gap)
