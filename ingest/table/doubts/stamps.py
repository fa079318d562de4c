"""Doubts about what a copy set into texts from above them: stamps over a page, short lines that end or begin one."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from functools import partial
from typing import Final

from ingest.table.division.heads import Piece
from ingest.table.doubts.texts import CodeTexts
from ingest.table.parts import line_text
from ingest.table.reading import Reading
from ingest.table.scene.furniture import is_at_seam
from ingest.table.scene.lines import goes_on_in_bracket
from ingest.table.scene.scene import Scene
from ingest.table.scene.shapes import code_shape
from ingest.table.scene.wording import begins_capital, wants_more
from model import ClassPattern, Finding
from model.pattern import CODE_DIGITS
from model.reading_rules import DOUBTFUL_JOIN, DOUBTFUL_TEXT

_VERSION: Final = re.compile(r"v?\d+(?:\.\d+)+")
_LONG: Final = 5
"""How many letters a word has at least that is stamped over a page: names of things have fewer."""

_STAMPED: Final = re.compile(
    r"(?<![\w.-])(?:[а-яё]{2,}[А-ЯЁ][а-яё]*|[бгдзйлмнпртфхцчшщъыь](?= )"
    rf"|\d{{{CODE_DIGITS}}}[^\W\d_]{{4,}}\w*|[а-яё]{{3,}}\d{{{CODE_DIGITS}}})(?!\w)"
)
"""A word with a capital or with four digits right behind its last letter, or right before its first one; a letter alone
that is no word.
"""


def stamp_doubts(reading: Reading, texts: CodeTexts) -> Iterator[Finding]:
    """All doubts about stamps in the texts of a copy."""
    if reading.scene.fragments.layout != "page":
        yield from _beside_words(reading, texts)
    if reading.scene.fragments.layout == "text":
        yield from _on_lines(reading)


def _beside_words(reading: Reading, texts: CodeTexts) -> Iterator[Finding]:
    """Words that what was stamped over the page stands right beside; behind a number another text may begin.

    A number of a class of the table may be a code, which is asked elsewhere.
    """
    for text in texts.that_say(_STAMPED):
        match = _STAMPED.search(text.whole)
        if match is not None and (not match[0][0].isdigit() or _is_of_no_class(reading, match[0][:CODE_DIGITS])):
            message = f"«{match[0]}» in the text of {text.head.number:04d} may hold what stood over it"
            rule = DOUBTFUL_TEXT if match[0][0].isdigit() else DOUBTFUL_JOIN
            yield rule.finding(message, text.head.word.span, code=text.head.number)


def _on_lines(reading: Reading) -> Iterator[Finding]:
    """Lines of texts that say a number of no class, a version, or one long word, as what ends a page or begins one."""
    scene, counts = reading.scene, Counter(reading.scene.texts)
    versions = _versions(scene)
    for head, run in reading.headed:
        for before, piece in zip([None, *run], run, strict=False):
            if len(piece.indices) > 1:
                continue
            number = scene.line_of[piece.indices[0]]
            text = line_text(scene, number)
            ends_page = partial(is_at_seam, scene.pages, number, scene.headed, scene.furniture)
            is_number = _is_of_no_class(reading, text) and (counts[text] > 1 or ends_page())
            is_word = before is not None and _is_one_word(before, piece) and ends_page()
            is_other = text != piece.text or goes_on_in_bracket(scene.texts, scene.lines[number])
            if not is_other and (is_number or is_word or (text in versions and counts[text] > 1)):
                message = f"«{text}» in the text of {head.number:04d} may have stood over it, or at the end of a page"
                yield DOUBTFUL_TEXT.finding(message, piece.first.span, code=head.number)


def _is_of_no_class(reading: Reading, text: str) -> bool:
    """Whether a line is a number as codes have, of a class that nothing declares: the number of a page, or a stamp."""
    shape = code_shape(text)
    return shape is not None and reading.declared.isdisjoint(ClassPattern.all_of(int(shape.text)))


def _is_one_word(before: Piece, piece: Piece) -> bool:
    """Whether a line of a text is one long word with a capital, and the line before ends small."""
    word = piece.first.text
    is_word = word == piece.text and word.isalpha() and len(word) >= _LONG and begins_capital(word)
    return is_word and before.last.text.isalpha() and before.last.text.islower() and not wants_more(before.last.text)


def _versions(scene: Scene) -> frozenset[str]:
    """The versions alone on lines that stand behind another word each time: what has one, as TLS, is said before it."""
    lines = [line for line in scene.lines if _VERSION.fullmatch(scene.texts[line.number])]
    pairs = Counter((scene.words[line.begin - 1].text, scene.texts[line.number]) for line in lines if line.begin)
    again = {text for (_, text), count in pairs.items() if count > 1}
    return frozenset(scene.texts[line.number] for line in lines) - again
