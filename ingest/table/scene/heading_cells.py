"""Headings of a page that nearly touch, told apart by the cells below, and words of them that a hyphen broke."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import accumulate, takewhile
from typing import Final

from ingest.document.fragments import Fragments, Word
from ingest.table.scene.heading_words import begins_heading_word, is_heading_word
from ingest.table.scene.lines import APART, Line
from ingest.table.scene.shapes import code_shape

_SAME: Final = 1.0
"""How far, in points, a heading and the cells below it begin from each other."""

_ROWS: Final = 12
"""So many lines below are asked."""

_FEWEST: Final = 3
_FAR: Final = 2.0
"""How far, in letter heights, the next piece of a chopped word stands below one."""

_CHOPPED: Final = 8
"""Within so many lines all pieces of a word of headings stand."""

_HYPHENS: Final = ("-", "\u2010", "\u00ad")
_MOST_WORDS: Final = 30
_WITHIN: Final = 3
"""In so many lines stands a word that was broken: headings that are set to the middle stand between each other's."""


def apart_over_cells(words: Sequence[Word], lines: Sequence[Line], could_be: Sequence[bool]) -> Sequence[Word]:
    """The same words; those of headings have room before them where a column of cells begins below them."""
    found = list(words)
    for line in lines:
        if not could_be[line.number]:
            continue
        rows = _rows_below(words, lines, line, could_be)
        for index in range(line.begin + 1, line.end) if len(rows) >= _FEWEST else ():
            if words[index].gap < APART and _begins_a_column(words, rows, words[index - 1].x0, words[index].x0):
                found[index] = words[index]._replace(gap=APART)
    return found


def _rows_below(words: Sequence[Word], lines: Sequence[Line], head: Line, could_be: Sequence[bool]) -> list[Line]:
    """The lines with a code of the next ones on the page, up to the next headings; none where nothing has a place."""
    if words[head.begin].span.box is None:
        return []
    below = lines[head.number + 1 : head.number + 1 + _ROWS]
    rows = [line for line in below if line.sheet == head.sheet and not could_be[line.number]]
    return [line for line in rows if any(code_shape(words[index].text) for index in line.indices)]


def _begins_a_column(words: Sequence[Word], rows: Sequence[Line], before: float, edge: float) -> bool:
    """Whether in most rows a word begins at an edge, and another below the heading before it."""
    begun = [[words[index].x0 for index in row.indices if words[index].x0 > before - _SAME] for row in rows]
    parted = [any(abs(x - edge) <= _SAME for x in found) and found[0] < edge - _SAME for found in begun if found]
    return 2 * sum(parted) > len(rows)


def unbroken(fragments: Fragments, lines: Sequence[Line]) -> Fragments:
    """The same fragments, words of headings put together that a hyphen broke, or a narrow cell chopped; ends are empty.

    Examples
    --------
    >>> from ingest.document.fragments import Line as Text
    >>> from ingest.document.laying import lay_out
    >>> from ingest.table.scene.lines import lines_of
    >>> from model import Span
    >>> words, _ = lay_out([Text.of(text, Span(line=at)) for at, text in enumerate(["Клас  Ко", "с     д"])])
    >>> [word.text for word in unbroken(Fragments(words, (), "page", "pdf"), lines_of(words)).words]
    ['Класс', 'Код', '', '']
    """
    broken = {text for text in fragments.said if text.endswith(_HYPHENS)}
    begun = set(filter(begins_heading_word, fragments.said)) if fragments.layout == "page" else set()
    words = fragments.words
    whole: dict[int, str] = {}
    for number, line in enumerate(lines if broken or begun else ()):
        if line.end - line.begin > _MOST_WORDS:
            continue
        for index in line.indices:
            if words[index].text in broken:
                rest = _rest(words, index, lines[number : number + _WITHIN])
                whole |= {} if rest is None else {index: words[index].text[:-1] + words[rest].text, rest: ""}
            elif words[index].text in begun:
                whole |= _chopped(words, index, lines[number + 1 : number + _CHOPPED])
    if not whole:
        return fragments
    mended = [word._replace(text=whole[index]) if index in whole else word for index, word in enumerate(words)]
    return replace(fragments, words=tuple(mended))


def _chopped(words: Sequence[Word], index: int, below: Sequence[Line]) -> dict[int, str]:
    """A word of headings and the pieces below it, each alone in its cell; nothing, if they make none."""
    text, last, ends = words[index].text, words[index], [index]
    for line in below:
        for place in range(line.end if is_heading_word(text) else line.begin, line.end):
            if _is_right_below(words[place], last) and _is_alone(words, place, line):
                text, last = text + words[place].text, words[place]
                ends.append(place)
    return {place: text if place == index else "" for place in ends} if is_heading_word(text) else {}


def _is_right_below(piece: Word, above: Word) -> bool:
    """Whether a piece in small letters stands right below another."""
    is_near = piece.sheet == above.sheet and 0 < piece.base - above.base < _FAR * above.size
    return is_near and piece.text.islower() and min(above.x1, piece.x1) > max(above.x0, piece.x0)


def _is_alone(words: Sequence[Word], index: int, line: Line) -> bool:
    """Whether room is before a word of a line and behind it."""
    is_first = index == line.begin or words[index].gap >= APART
    return is_first and (index + 1 == line.end or words[index + 1].gap >= APART)


def _rest(words: Sequence[Word], index: int, lines: Sequence[Line]) -> int | None:
    """The end of a broken word: below its heading, others between, or the word after the last one of its line."""
    word, (line, *below) = words[index], lines
    left = words[_first(words, index, line)].x0
    for place in (place for other in below if other.sheet == line.sheet for place in other.indices):
        rest = words[place]
        is_below = min(word.x1, rest.x1) > max(left, rest.x0)
        if (is_below or place == index + 1) and rest.text[:1].islower() and is_heading_word(word.text[:-1] + rest.text):
            return place
    return None


def _first(words: Sequence[Word], index: int, line: Line) -> int:
    """The first word of the heading that a word goes on with."""
    while index > line.begin and words[index].gap < APART:
        index -= 1
    return index


def is_across(words: Sequence[Word], before: Line, line: Line) -> bool:
    """Whether a line is one cell of a format over all the columns of the one before: a title of rows, no heading."""
    cells = [words[index].cell for index in before.indices]
    first, *others = (words[index].cell for index in line.indices)
    if first is None or first.columns == 1 or any(other != first for other in others):
        return False
    return all(
        cell is not None
        and first.column <= cell.column
        and cell.column + cell.columns <= first.column + first.columns
        and cell.row < first.row
        for cell in cells
    )


def with_numbers(words: Sequence[Word], lines: Sequence[Line], end: int, columns: int) -> int:
    """The end of headings under which the columns are numbered, 1 2 3, as house standards want it.

    A copy may part them: then they are those of all columns, and of no more than one whose heading stands apart.
    """
    numbers = [[words[index].text for index in line.indices] for line in lines[end : end + columns + 2]]
    first = numbers[0] if numbers else []
    if len(first) > 1 and _are_counted(first) and len(first) >= min(columns, 3):
        return end + 1
    parts = takewhile(_are_counted, accumulate(numbers))
    count, last = max(((count, part[-1]) for count, part in enumerate(parts, start=1)), default=(0, ""))
    return end + count if last in {str(columns), str(columns + 1)} else end


def _are_counted(numbers: Sequence[str]) -> bool:
    return list(numbers) == [str(number) for number in range(1, len(numbers) + 1)]
