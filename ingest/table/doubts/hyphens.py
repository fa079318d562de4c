"""Doubts about words at which a line of a copy ended: it took their hyphen away, or set a blank behind a slash."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Final

from ingest.table.doubts.texts import CodeTexts
from ingest.table.reading import Reading
from ingest.table.scene.glued import glued_words, unhyphenated_words, words_of_two_scripts
from model import Finding
from model.reading_rules import DOUBTFUL_JOIN, DOUBTFUL_TEXT

_HYPHENATED: Final = re.compile(r"(?<![\w-])[^\W\d_]+(?:[-\u2010\u2011][^\W\d_]+)+(?![\w-])")
_WORD: Final = re.compile(r"(?<![\w-])[^\W\d_]+(?![\w-])")
_SLASHED: Final = re.compile(r"(?<!\w)(\w++)/ (\w+)")
_LONG: Final = 6
"""How many letters a word has that lines break; «e-mail» may stand beside «email» in one list."""

_HYPHENS: Final = re.compile(r"[-\u2010\u2011]")


def hyphen_doubts(reading: Reading, texts: CodeTexts) -> Iterator[Finding]:
    """Words that may want a hyphen: each is told in copied text, and a doubt in a copy that surely lost several."""
    layout = reading.scene.fragments.layout
    if layout == "page":
        return
    compounds = _compounds(texts.joined)
    if not _lacking(" ".join(texts.joined), compounds):
        return
    found = [(text, words) for text in texts if (words := _lacking(text.joined, compounds))]
    kinds = {word for item in reading.scene.words for word in words_of_two_scripts(item.text)} if found else set()
    is_lossy = len(kinds) > 1
    rule, why = (DOUBTFUL_TEXT, ": the copy lost hyphens") if is_lossy else (DOUBTFUL_JOIN, "")
    for text, words in found if is_lossy or layout == "text" else ():
        message = f"«{words[0]}» in the text of {text.head.number:04d} may want a hyphen{why}"
        if is_lossy or words[0] not in glued_words(text.joined):  # those are told as several words
            yield rule.finding(message, text.head.word.span, code=text.head.number)


def broken_doubts(reading: Reading, texts: CodeTexts) -> Iterator[Finding]:
    """Words of a copy with a hyphen that others say without: a line ended there, and the copy kept its hyphen."""
    if reading.scene.fragments.layout == "page" or not any(map(_HYPHENATED.search, texts.joined)):
        return
    plain = {word.casefold() for said in texts.joined for word in _WORD.findall(said) if len(word) >= _LONG}
    for text in texts:
        words = _HYPHENATED.findall(text.joined)
        word = next((word for word in words if _HYPHENS.sub("", word).casefold() in plain), None)
        if word is not None:
            message = f"«{word}» in the text of {text.head.number:04d} stands elsewhere without a hyphen"
            yield DOUBTFUL_JOIN.finding(message, text.head.word.span, code=text.head.number)


def slash_doubts(reading: Reading, texts: CodeTexts) -> Iterator[Finding]:
    """Words with a slash and a blank between them, that another text has with none: a line of a copy ended there."""
    tight = {word for text in texts for word in text.joined.split() if "/" in word}
    for text in texts if reading.scene.fragments.layout != "page" and tight else ():
        match = next((match for match in _SLASHED.finditer(text.joined) if f"{match[1]}/{match[2]}" in tight), None)
        if match is not None:
            message = f"«{match[0]}» in the text of {text.head.number:04d} stands elsewhere with no blank"
            yield DOUBTFUL_JOIN.finding(message, text.head.word.span, code=text.head.number)


def _compounds(words: Iterable[str]) -> frozenset[str]:
    """The words with hyphens, without them."""
    found = (word for said in words if _HYPHENS.search(said) for word in _HYPHENATED.findall(said))
    return frozenset(_HYPHENS.sub("", word).casefold() for word in found)


def _lacking(text: str, compounds: frozenset[str]) -> list[str]:
    """The words of a text that may want a hyphen: by what they are made of, or since another text has them with one."""
    return unhyphenated_words(text) + [
        word for word in (_WORD.findall(text) if compounds else ()) if word.casefold() in compounds
    ]
