"""Headings that a copy tore apart: labels of merged cells, and numbers of rows, stand between their lines."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from ingest.document.fragments import Fragments, Word
from ingest.table.scene.heading_words import NEEDED, is_heading_word, role_of_word
from ingest.table.scene.lines import Line, is_in_brackets, lines_of
from ingest.table.scene.shapes import label_shapes, row_number

_MOST_LINES: Final = 24


def with_headings_whole(fragments: Fragments, lines: list[Line]) -> tuple[Fragments, list[Line]]:
    """The same fragments and lines, with what stands between the lines of headings of a copy behind these.

    Examples
    --------
    >>> from ingest.document.fragments import Line as Text
    >>> from ingest.document.laying import lay_out
    >>> from model import Span
    >>> texts = ["Класс", "11xx", "Код Описание", "1100 Нет"]
    >>> words, _ = lay_out([Text.of(text, Span(line=number)) for number, text in enumerate(texts)])
    >>> whole, _ = with_headings_whole(Fragments(words, (), "text", "text"), lines_of(words))
    >>> [word.text for word in whole.words]
    ['Класс', 'Код', 'Описание', '11xx', '1100', 'Нет']
    """
    words = fragments.words
    torn: list[Sequence[Line]] = []
    for line in lines if fragments.layout == "text" else ():
        is_behind = not torn or line.number > torn[-1][-1].number
        if is_behind and role_of_word(words[line.begin].text) and (found := _torn_at(words, lines, line.number)):
            torn.append(found)
    if not torn:
        return fragments, lines
    laid = list(words)
    for part in torn:
        laid[part[0].begin : part[-1].end] = _laid(words, part)
    return replace(fragments, words=tuple(laid)), lines_of(laid)


def _torn_at(words: Sequence[Word], lines: Sequence[Line], begin: int) -> Sequence[Line]:
    """The lines from the first to the last of headings that begin with a line, if something stands between them."""
    named: set[str] = set()
    is_torn = False
    for line in lines[begin : begin + _MOST_LINES]:
        texts = [words[index].text for index in line.indices]
        if words[line.begin].cell is None and all(map(is_heading_word, texts)):
            named |= {role for text in texts if (role := role_of_word(text))}
            if named >= NEEDED:
                return lines[begin : _end(words, lines, line)] if is_torn else ()
        elif named and _is_between(texts):
            is_torn = True
        else:
            return ()
    return ()


def _end(words: Sequence[Word], lines: Sequence[Line], last: Line) -> int:
    """The end of headings: behind their last line, or behind the one right below it that says more in brackets."""
    below = lines[last.number + 1 : last.number + 2]
    return last.number + 1 + sum(line.base - last.base <= 1 and is_in_brackets(words, line) for line in below)


def _is_between(texts: Sequence[str]) -> bool:
    """Whether a line has nothing but labels, or is the number of a row."""
    return all(map(label_shapes, texts)) or (len(texts) == 1 and row_number(texts[0]) is not None)


def _laid(words: Sequence[Word], torn: Sequence[Line]) -> list[Word]:
    """The words of some lines, those of headings first."""
    headed = [
        line
        for line in torn
        if is_in_brackets(words, line) or all(is_heading_word(words[index].text) for index in line.indices)
    ]
    ordered = [*headed, *(line for line in torn if line not in headed)]
    laid: list[Word] = []
    for line, place in zip(ordered, (words[line.begin] for line in torn), strict=True):
        # What says more in brackets stays right below its line.
        base = laid[-1].base + 1 if is_in_brackets(words, line) else place.base
        laid += [words[index]._replace(line=place.line, base=base) for index in line.indices]
    return laid
