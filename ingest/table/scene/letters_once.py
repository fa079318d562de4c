"""Letters that a page prints several times, to make them bold, and that a copy holds so: «ККоодд» is «Код»."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace
from itertools import groupby
from typing import Final

from ingest.document.fragments import Fragments, Word
from ingest.table.scene.lines import APART
from model.pattern import CODE_DIGITS

_PRINTED: Final = {2: re.compile(r"(?:(.)\1)++"), 3: re.compile(r"(?:(.)\1\1)++")}
_NUMBER: Final = re.compile(r"[\d.,:;()]++")
_SURE: Final = 3
"""So many letters, each several times, are no word of any language."""

_FEWEST: Final = 3


def with_letters_once(fragments: Fragments) -> Fragments:
    """The same fragments, with each letter once of what stands there twice or three times, where several words are so.

    A number may be one as it stands: it is taken with the words around it, unless it is of eight digits.

    Examples
    --------
    >>> from ingest.document.fragments import Line as Text
    >>> from ingest.document.laying import lay_out
    >>> from model import Span
    >>> texts = ["ККллаасссс  ККоодд", "1100 ННеетт ссввяяззии 3300 ммиинн", "11111100 Нет"]
    >>> words, _ = lay_out([Text.of(text, Span(line=line)) for line, text in enumerate(texts)])
    >>> [word.text for word in with_letters_once(Fragments(words, (), "text", "text")).words]
    ['Класс', 'Код', '1100', 'Нет', 'связи', '30', 'мин', '1110', 'Нет']
    """
    words = fragments.words
    for times, printed in _PRINTED.items():
        several = frozenset(filter(printed.fullmatch, fragments.said))
        sure = {text for text in several if _is_sure(text, times)}
        if sure and sum(word.text in sure for word in words) >= _FEWEST:
            runs = _runs(words, [word.text in several for word in words])
            return _thinned(fragments, {index for run in runs for index in _of_run(words, run, times)}, times)
    return fragments


def _thinned(fragments: Fragments, found: Collection[int], times: int) -> Fragments:
    """The same fragments, with one letter of so many in some words."""
    words, markup = list(fragments.words), Counter(fragments.markup)
    for index in found:
        word = words[index]
        words[index] = word._replace(text=word.text[::times])
        if word.place.line is not None:
            markup[word.place.line] += len(word.text) - len(words[index].text)
    return replace(fragments, words=tuple(words), markup=markup)


def _is_sure(text: str, times: int) -> bool:
    """Whether nothing but letters printed several times makes such a word."""
    return _is_long(text, times) and text.strip(text[0]) != ""


def _is_long(text: str, times: int) -> bool:
    return len(text) >= times * (CODE_DIGITS if _NUMBER.fullmatch(text) else _SURE)


def _runs(words: Sequence[Word], several: Sequence[bool]) -> Iterator[list[int]]:
    """Words beside each other in which each letter stands several times."""
    number = 0
    numbers = []
    for index, word in enumerate(words):
        is_behind = index > 0 and word.line == words[index - 1].line and word.gap < APART
        number += not (is_behind and word.cell == words[index - 1].cell and several[index] and several[index - 1])
        numbers.append(number)
    for _, run in groupby((index for index, is_so in enumerate(several) if is_so), key=numbers.__getitem__):
        yield list(run)


def _of_run(words: Sequence[Word], run: Sequence[int], times: int) -> Sequence[int]:
    """The words of a run whose letters are too many: not what may be a code or a label, before or behind them."""
    if not any(_is_long(words[index].text, times) for index in run):
        return ()
    begin, end = 0, len(run)
    while _may_be_whole(words[run[begin]].text):
        begin += 1
    behind = run[-1] + 1
    is_last = behind == len(words) or words[behind].line != words[run[-1]].line
    while not is_last and _may_be_whole(words[run[end - 1]].text):
        end -= 1
    return run[begin:end]


def _may_be_whole(text: str) -> bool:
    return len(text) == CODE_DIGITS and text[0].isdigit()
