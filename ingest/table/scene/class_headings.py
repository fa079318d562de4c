"""Tables of codes and descriptions alone, whose classes stand in headings of the document above them."""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import pairwise
from typing import Final, NamedTuple

from ingest.document.fragments import STRIPE, CellPlace, Fragments, Word
from ingest.table.scene.class_lines import label_named
from ingest.table.scene.heading_words import NEEDED, Role, is_heading_word, role_of_word
from ingest.table.scene.headings import Column, Headings, columns_of
from ingest.table.scene.lines import Line, are_in_one_row
from ingest.table.scene.shapes import code_shape, label_shapes
from ingest.table.scene.wording import begins_small
from model import ClassPattern

_MOST_LINES: Final = 3
"""So many lines headings of codes and descriptions alone have at most."""

_FAR: Final = 2.0
"""How far, in letter heights, a further line of them is from the one before."""

_MOST_HEADS: Final = 3
"""So many lines of running heads stand above headings that come again at most."""

_NAMED: Final[frozenset[Role]] = frozenset({"code", "description"})


class _Section(NamedTuple):
    """A table below headings of the document: the numbers of their first line, of the table's headings, and behind."""

    begin: int
    head: int
    end: int


def headings_over_classes(words: Sequence[Word], lines: Sequence[Line]) -> list[Headings]:
    """The headings of codes and descriptions, right below which a class stands, and those that come again.

    None, if others say something else over codes.
    """
    blocks = {block[0].text: block for line in lines if (block := _block_over(words, lines, line.number))}
    again = _where_again(blocks, lines)
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
    if label_named(words, lines[number]) is None:
        return ()
    blocks = (lines[number - size : number] for size in range(1, min(number, _MOST_LINES) + 1))
    block = next((block for block in blocks if heads_codes(words, block)), ())
    return block if block and _begins_class(words, lines[number], block[0]) else ()


def _where_again(blocks: Mapping[str, Sequence[Line]], lines: Sequence[Line]) -> dict[int, Sequence[Line]]:
    """The headings of some, by what their first line says, at the number of each line where all of them stand."""
    found = ((line.number, blocks[line.text]) for line in lines if line.text in blocks)
    return {
        number: block
        for number, block in found
        if [line.text for line in block] == [line.text for line in lines[number : number + len(block)]]
    }


def with_classes_as_rows(fragments: Fragments, lines: Sequence[Line]) -> Fragments:
    """The same fragments, with the classes that headings of the document name as the first rows of the tables below.

    Nothing is moved if a table with codes has no such heading, or such a heading no table right below it: nobody could
    tell then which class holds the codes.
    """
    sections = _sections(fragments.words, lines)
    if not sections:
        return fragments
    words = _with_room(fragments.words, lines, sections)
    for begin, head, end in sections:
        first, last = lines[begin].begin, lines[end - 1].end
        words[first:last] = _moved(words, lines[begin:head], lines[head:end])
    return replace(fragments, words=tuple(words))


def _sections(words: Sequence[Word], lines: Sequence[Line]) -> list[_Section]:
    named = {line.number for line in lines if words[line.begin].cell is None and label_named(words, line) is not None}
    if any({role_of_word(words[index].text) for index in line.indices} >= NEEDED for line in lines if named):
        return []
    headed = _headed(words, lines, named) if named else {}
    again = _said_again(lines, headed.values())
    sheets: defaultdict[str, set[int]] = defaultdict(set)
    for line in lines if headed else ():
        sheets[line.text].add(line.sheet)
    found: list[_Section] = []
    for number, next_one in pairwise([*sorted(headed), len(lines)]):
        begin = number
        while begin - 1 in named and lines[begin - 1].sheet == lines[number].sheet:
            begin -= 1
        if not all(_begins_class(words, line, lines[number]) for line in lines[begin:number]):
            return []
        if begin < number:
            found.append(_Section(begin, number, _end_of_headings(words, lines, range(number, headed[number]), again)))
        elif not (found and _comes_again(lines, found[-1].head, number, sheets)) and not _holds_other_codes(
            words[lines[number].end : lines[next_one - 1].end]
        ):
            return []
    over = [number for item in found for number in range(item.begin, item.head)]
    return found if named == set(over) and _are_headings(words, [lines[number] for number in over], found) else []


def _headed(words: Sequence[Word], lines: Sequence[Line], named: Collection[int]) -> dict[int, int]:
    """Where headings of codes and descriptions begin, and the number of the line behind: of the fewest lines.

    Right below a line that names a class they may stand on several, and so where they come again.
    """
    first = [
        (number + 1, lines[number + 1 : number + 1 + size]) for number in named for size in range(_MOST_LINES, 0, -1)
    ]
    blocks = {number: block for number, block in first if number not in named and heads_codes(words, block)}
    said = {block[0].text: block for block in blocks.values()}
    again = _where_again(said, lines)
    single = {line.number: line.number + 1 for line in lines if heads_codes(words, [line])}
    return single | {number: number + len(block) for number, block in (again | blocks).items()}


def _end_of_headings(words: Sequence[Word], lines: Sequence[Line], heads: range, again: Collection[str]) -> int:
    """The number of the line behind headings, which may go on right below, or in their cells.

    Their further lines are heading words in small letters, or say what stands below such headings elsewhere (`again`).
    """
    end = heads.stop
    for line in lines[end : heads.start + _MOST_LINES]:
        members = words[line.begin : line.end]
        is_small = all(begins_small(word.text) for word in members)
        is_small = is_small and (line.text in again or all(is_heading_word(word.text) for word in members))
        is_below = line.sheet == lines[end - 1].sheet and _are_close(words, lines[end - 1 : end + 1])
        if not are_in_one_row(members[0].cell, words[lines[heads.start].begin].cell) and not (is_small and is_below):
            break
        end += 1
    return end


def _said_again(lines: Sequence[Line], ends: Collection[int]) -> frozenset[str]:
    """What stands right below several headings that end so: it is of these, and no text."""
    below = Counter(lines[number].text for number in ends if number < len(lines))
    return frozenset(text for text, count in below.items() if count > 1)


def _comes_again(lines: Sequence[Line], head: int, number: int, sheets: Mapping[str, Collection[int]]) -> bool:
    """Whether headings come again where a page begins: nothing stands above them but what other pages say too.

    `sheets` are those on which a line says a text.
    """
    line = lines[number]
    near = lines[max(0, number - _MOST_HEADS - 1) : number]
    above = [other for other in near if other.sheet == line.sheet]
    is_first = len(above) <= _MOST_HEADS and all(len(sheets[other.text]) > 1 for other in above)
    return is_first and line.sheet != lines[head].sheet and line.text == lines[head].text


def _are_headings(words: Sequence[Word], over: Sequence[Line], sections: Sequence[_Section]) -> bool:
    """Whether lines that name classes name each once, and one right above another a class within: no prose does."""
    labels = {line.number: _pattern(words, line) for line in over}
    inner = [pair for item in sections for pair in pairwise([labels[at] for at in range(item.begin, item.head)])]
    return len(set(labels.values())) == len(labels) and all(
        outer.level < nested.level and outer.holds(nested.zero_code) for outer, nested in inner
    )


def _pattern(words: Sequence[Word], line: Line) -> ClassPattern:
    """The class that a line names."""
    return ClassPattern(label_shapes(words[label_named(words, line) or 0].text)[0].text)


def _holds_other_codes(words: Sequence[Word]) -> bool:
    """Whether a table holds numbers of another width alone: it is another one, and no rest of one before."""
    return any(word.text.isdecimal() for word in words) and not any(code_shape(word.text) for word in words)


def _begins_class(words: Sequence[Word], line: Line, head: Line) -> bool:
    """Whether a row names a class: on a line of a copy it begins with the label, as a text may begin with «класс».

    On a page, where it stands over or below the first heading, or left of it, it is no line of the texts.
    """
    label, first = label_named(words, line), words[line.begin]
    is_apart = first.cell is not None or words[head.begin].cell is not None
    is_left = first.span.box is not None and first.x0 < words[head.begin].x1
    return label == line.begin or (label is not None and (is_apart or is_left))


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
    heads = {cell.table: (cell.row, item) for item in sections if (cell := words[lines[item.head].begin].cell)}
    return [_shifted(word, heads) if word.cell is not None else word for word in words]


def _shifted(word: Word, heads: Mapping[int, tuple[int, _Section]]) -> Word:
    cell = word.cell
    if cell is None or cell.table not in heads:
        return word
    row, section = heads[cell.table]
    added = section.head - section.begin if cell.row > row else 0
    place = cell._replace(row=cell.row + added, column=cell.column + 1)
    return word._replace(cell=place, x0=word.x0 + STRIPE, x1=word.x1 + STRIPE)


def _moved(words: Sequence[Word], named: Sequence[Line], heads: Sequence[Line]) -> Iterator[Word]:
    """The words of headings of a document and of those of a table below them, the latter first."""
    edge = next((column.x0 for column in columns_of(words, heads) if column.role == "description"), 0.0)
    places = [words[line.begin] for line in (*named, *heads)]
    up = words[heads[0].begin].base - places[0].base
    for place, line in zip(places, heads, strict=False):
        for word in words[line.begin : line.end]:
            yield word._replace(line=place.line, base=word.base - up)
    for at, (place, line) in enumerate(zip(places[len(heads) :], named, strict=True), start=1):
        for word in _in_cells(words, line, words[heads[0].begin].cell, at, edge):
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
