"""Headings that come again and that a copy tore apart: labels of merged cells stand between their words."""

from __future__ import annotations

from collections.abc import Sequence

from ingest.document.fragments import Word
from ingest.table.scene.lines import Line
from ingest.table.scene.shapes import label_shapes


def torn_headings(words: Sequence[Word], lines: Sequence[Line], first: Sequence[Line]) -> dict[int, str]:
    """The lines of such headings, by their numbers: all words of the first ones in order, and only labels between.

    `lines` are those that are neither headings nor furniture, `first` those of the first headings.

    Examples
    --------
    >>> from ingest.document.fragments import Line as Text, lay_out
    >>> from ingest.table.scene.lines import lines_of
    >>> from model import Span
    >>> texts = ["Класс", "Код Описание", "1000 Да", "Класс", "11xx", "Код Описание", "1100 Нет"]
    >>> words, _ = lay_out([Text.of(text, Span(line=number)) for number, text in enumerate(texts)])
    >>> lines = lines_of(words)
    >>> torn_headings(words, lines[2:], lines[:2])
    {3: 'running head', 5: 'running head'}
    """
    wanted = [words[index].text for line in first for index in line.indices]
    found: dict[int, str] = {}
    run: list[int] = []
    told = 0
    for line in lines:
        if not run and [words[line.begin].text] != wanted[:1]:
            continue
        texts = [words[index].text for index in line.indices]
        if run and all(map(label_shapes, texts)):
            continue
        if texts != wanted[told : told + len(texts)]:
            run, told = [], 0
        if texts == wanted[told : told + len(texts)]:
            run.append(line.number)
            told += len(texts)
        if told == len(wanted):
            found |= dict.fromkeys(run, "running head")
            run, told = [], 0
    return found
