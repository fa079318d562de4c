"""Doubts about words that a copy glued together, or parted: it lost blanks, or took room between letters for one."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from itertools import pairwise
from typing import Final

from ingest.table.division.heads import Head
from ingest.table.doubts.texts import CodeTexts
from ingest.table.reading import Reading
from ingest.table.scene.glued import (
    glued_words,
    likely_glued_words,
    likely_parted_words,
    may_be_parted,
    parted_words,
    stands_alone,
)
from ingest.table.scene.notes import note_of
from model import Finding
from model.reading_rules import DOUBTFUL_JOIN, DOUBTFUL_TEXT

_SEVERAL: Final = 3
_TWO: Final = 2
"""So many words of a dictionary in parts are no misprints: what else a copy parted may make two words that it knows."""

_GLUED: Final = 0.1
"""In what part of the texts words are glued together, if the copy lost spaces."""

_NUMBER: Final = r"([1-9][0-9]?|[¹²³⁴-⁹][⁰¹²³⁴-⁹]?)"
_NOTED: Final = re.compile(rf"(?<!\w)[^\W\d_]+[a-zа-яё][»\")]*{_NUMBER}\)?(?![\w-])")
_NOTED_OR_NAMED: Final = re.compile(rf"(?<!\w)[^\W\d_]{{2,}}[»\")]*{_NUMBER}\)?(?![\w-])")
"""A word with a number right behind its last letter: a small one, as no name has, or any, where others have one."""
_NUMBERED: Final = re.compile(r"(?<![^\W\d_])[^\W\d_]++(?<=[^\W\d_][a-zа-яё])[»\")]*[1-9][0-9]{0,2}$")
"""A word in small letters that ends a text, with a number right behind its last letter."""

_WORDS: Final = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
_LONG: Final = 5
"""How many letters a word has that is told where it stands in two parts."""

_PART: Final = 3
_LONGER: Final = 9
_LONGEST: Final = 40
"""How many letters a word has that may be several of so many, where these never stand side by side."""

_BROKEN: Final = re.compile(r"(?<!\w)\w++[-\u2010\u00ad] \w+")
"""A word that was broken at the end of a line."""

_BREAKS: Final = ("- ", "\u2010 ", "\u00ad ")


def glued_doubts(reading: Reading, texts: CodeTexts) -> Iterator[Finding]:
    """Words that were glued together: one in a text is told, many say that the copy lost its spaces."""
    said = _said(reading, texts)
    found = _found(said, glued_words) if glued_words(" ".join(_words(reading, texts))) else []
    if found:  # a copy that lost one space may have lost others
        found = _found(said, lambda text: [*glued_words(text), *likely_glued_words(text)])
    kinds = {word.casefold() for _, words in found for word in words}
    if len(kinds) >= _SEVERAL and len(found) > _GLUED * len(said):
        yield _doubt(found, "glued together", "the spaces")
    else:
        yield from _told(found, "several words")


def parted_doubts(reading: Reading, texts: CodeTexts) -> Iterator[Finding]:
    """Words of a copy in two parts: one in a text is told, several say that the copy lost which letters are words."""
    said = _said(reading, texts)
    found = _found(said, parted_words) if may_be_parted(_words(reading, texts)) else []
    if found:  # a copy that parted one word may have parted others
        found = _found(said, lambda text: [*parted_words(text), *likely_parted_words(text)])
    kinds = {word for _, words in found for word in words}
    if len(kinds) >= _SEVERAL or sum(not word.isupper() for word in kinds) >= _TWO:
        yield _doubt(found, "parted", "which letters are words")
    else:
        yield from _told(found, "one word")
        told = {head.number for head, _ in found}
        yield from _of_own_words([item for item in said if item[0].number not in told])


def _of_own_words(said: Sequence[tuple[Head, str]]) -> Iterator[Finding]:
    """Two words side by side that are one elsewhere in the texts: in parts there where one of them is said nowhere else
    by itself, and otherwise glued elsewhere. Several say that the copy lost which letters are words. Two that the
    dictionary knows are what they seem: «не доступен» beside «недоступен».
    """
    spoken = [(head, _WORDS.findall(text.casefold())) for (head, _), text in zip(said, _unbroken(said), strict=True)]
    words = Counter(word for _, texts in spoken for word in texts)
    pairs = Counter(
        pair
        for _, texts in spoken
        for pair in pairwise(texts)
        if pair[0] + pair[1] in words and not all(map(stands_alone, pair))
    )
    long = {pair: count for pair, count in pairs.items() if len("".join(pair)) >= _LONG}
    # Of other letters a dictionary knows the words: one that stands in parts may be two, as «не доступен».
    parted = {
        pair
        for pair, count in long.items()
        if (any if "".join(pair).isascii() else all)(words[part] == count for part in pair)
    }
    whole = {"".join(pair) for pair, count in long.items() if any(words[part] != count for part in pair)}
    latin = filter(str.isascii, words)  # the dictionary knows those of others
    glued = {word for word in latin if (word in whole or _is_made_of(word, words)) and not glued_words(word)}
    apart = [(head, [" ".join(pair) for pair in pairwise(texts) if pair in parted]) for head, texts in spoken]
    together = [(head, [word for word in texts if word in glued]) for head, texts in spoken]
    found = [item for item in (*apart, *together) if item[1]]
    if found and sum("".join(pair).isascii() or pair in parted for pair in long) >= _SEVERAL:
        yield _doubt(found, "parted or glued", "which letters are words")
    else:
        yield from _told([item for item in apart if item[1]], "one word")
        yield from _told([item for item in together if item[1]], "several words")


def _is_made_of(word: str, words: Counter[str]) -> bool:
    """Whether other words make a long one that are each said more often."""
    if not _LONGER <= len(word) <= _LONGEST:
        return False
    reached = {0}
    for begin in range(len(word) - _PART + 1):
        if begin in reached:
            reached |= {end for end in range(begin + _PART, len(word) + 1) if words[word[begin:end]] > words[word]}
    return len(word) in reached


def noted_doubts(reading: Reading, texts: CodeTexts) -> Iterator[Finding]:
    """Words of a copy that end with the number of a note that is printed: it was raised, and is no part of them."""
    notes = reading.scene.notes.printed
    said = [(head, text) for head, text in _said(reading, texts) if notes]
    is_usual = any(note_of(match[1]) in notes for _, text in said for match in _NOTED.finditer(text))
    for head, text in said if is_usual else ():
        match = next((match for match in _NOTED_OR_NAMED.finditer(text) if note_of(match[1]) in notes), None)
        if match is not None:
            message = f"«{match[0]}» in the text of {head.number:04d} may end with the mark of a note"
            yield DOUBTFUL_JOIN.finding(message, head.word.span, code=head.number)


def numbered_doubts(reading: Reading, texts: CodeTexts) -> Iterator[Finding]:
    """Words of a copy that end a text with a number right behind, where rows are numbered: it is the next row's."""
    scene = reading.scene
    is_numbered = scene.fragments.layout == "text" and scene.has_row_numbers
    for head, text in _said(reading, texts) if is_numbered else ():
        match = _NUMBERED.search(text)
        if match is not None:
            message = f"«{match[0]}» in the text of {head.number:04d} may end with the number of the row behind it"
            yield DOUBTFUL_JOIN.finding(message, head.word.span, code=head.number)


def _said(reading: Reading, texts: CodeTexts) -> list[tuple[Head, str]]:
    """The texts of the codes; on a page joined, since «администрат» and «ором» are whole there, and no two words."""
    is_page = reading.scene.fragments.layout == "page"
    return [(text.head, text.joined if is_page else text.whole) for text in texts]


def _words(reading: Reading, texts: CodeTexts) -> frozenset[str]:
    """The words of these texts, each once."""
    return texts.joined if reading.scene.fragments.layout == "page" else texts.said


def _found(said: Sequence[tuple[Head, str]], odd: Callable[[str], list[str]]) -> list[tuple[Head, list[str]]]:
    """The odd words of each text that has some; what a line end broke is none. Nearly no document has any."""
    texts = _unbroken(said)
    if not odd("\n".join(texts)):
        return []
    return [(head, words) for (head, _), text in zip(said, texts, strict=True) if (words := odd(text))]


def _unbroken(said: Sequence[tuple[Head, str]]) -> list[str]:
    """The texts without the words that a line end broke."""
    return [_BROKEN.sub(" ", text) if any(mark in text for mark in _BREAKS) else text for _, text in said]


def _doubt(found: Sequence[tuple[Head, list[str]]], how: str, what: str) -> Finding:
    head, words = found[0]
    message = f"words are {how} in {len(found)} texts, as «{words[0]}»: the copy lost {what}"
    return DOUBTFUL_TEXT.finding(message, head.word.span, code=head.number)


def _told(found: Sequence[tuple[Head, list[str]]], what: str) -> Iterator[Finding]:
    for head, words in found:
        message = f"«{words[0]}» in the text of {head.number:04d} may be {what}"
        yield DOUBTFUL_JOIN.finding(message, head.word.span, code=head.number)
