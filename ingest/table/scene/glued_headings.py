"""Headings that stand so near to each other that they are one word: КлассКод, CLASSCODEDESCRIPTION."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from ingest.document.fragments import Fragments, Word
from ingest.table.scene.heading_words import NEEDED, glued_terms, is_heading_word, role_of_word
from ingest.table.scene.lines import Line, lines_of


def with_headings_parted(fragments: Fragments, lines: list[Line]) -> tuple[Fragments, list[Line]]:
    """The same fragments and lines, with headings that are glued to each other as words of their own.

    Only on lines of nothing but headings, that name all columns of a code table: a text may hold such a word.

    Examples
    --------
    >>> from ingest.document.fragments import Line as Text
    >>> from ingest.document.laying import lay_out
    >>> from model import Span
    >>> texts = ["КлассКод Описание", "11xx 1100 Поле КлассКод"]
    >>> words, _ = lay_out([Text.of(text, Span(line=number)) for number, text in enumerate(texts)])
    >>> parted, _ = with_headings_parted(Fragments(words, (), "text", "text"), lines_of(words))
    >>> [word.text for word in parted.words]
    ['Класс', 'Код', 'Описание', '11xx', '1100', 'Поле', 'КлассКод']
    """
    words = fragments.words
    able = lines if any(map(glued_terms, fragments.said)) else ()  # in nearly no document any is
    glued = [line for line in able if _are_glued([words[index].text for index in line.indices])]
    if not glued:
        return fragments, lines
    laid = list(words)
    for line in reversed(glued):
        laid[line.begin : line.end] = [part for index in line.indices for part in _parts(words[index])]
    return replace(fragments, words=tuple(laid)), lines_of(laid)


def _are_glued(texts: Sequence[str]) -> bool:
    if not any(map(glued_terms, texts)):  # nearly every line
        return False
    terms = [term for text in texts for term in glued_terms(text) or (text,)]
    return all(map(is_heading_word, terms)) and {*map(role_of_word, terms)} >= NEEDED


def _parts(word: Word) -> list[Word]:
    """The headings of a word, each as wide as it has letters."""
    parts, begin = [], 0
    letter = (word.x1 - word.x0) / len(word.text)
    for term in glued_terms(word.text) or (word.text,):
        end = begin + len(term)
        x0, x1 = word.x0 + begin * letter, word.x0 + end * letter
        own = word._replace(text=word.text[begin:end], offset=word.offset + begin, x0=x0, x1=x1)
        parts.append(own._replace(gap=0.0) if begin else own)
        begin = end
    return parts
