"""Doubts about texts by what they say: the second look at a reading, at words alone and not at places.

Margins find decisions that were close. These find what was never considered: texts that a copy cut, or changed.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from functools import cached_property
from itertools import chain
from typing import Final, NamedTuple

from ingest.table.division.heads import Head, Piece
from ingest.table.doubts.left_out import tables_left_out
from ingest.table.reading import Reading
from ingest.table.scene.heading_words import role_of_word
from ingest.table.scene.shapes import WILDCARD, row_number
from ingest.table.scene.wording import cannot_end, ends_measure, is_rest
from model import Finding
from model.pattern import CODE_DIGITS
from model.reading_rules import DOUBTFUL_COLUMN, DOUBTFUL_JOIN, DOUBTFUL_TEXT

_COUNTED: Final = 4
"""How many texts after each other begin with numbers that count on."""

_NEARLY_ALL: Final = 0.8
_SEVERAL: Final = 3
_LONE: Final = 5
_FEW: Final = 0.3
"""How many codes without a text are too many, where less than this part of all has one."""

_LEADING: Final = re.compile(rf"(?:[0-9]{{1,3}}{WILDCARD}{{1,3}})*([0-9]{{{CODE_DIGITS}}})(?=[^\W_])(?![0-9])")
_MARKUP: Final = re.compile(
    r"^(?:_|bq\.|h[1-6]\.|>+|#\+\w+|\*{2,3}|__+|={2,}|'{2,}|\||</?[a-z]+>|\{\w+\})"
    r"|(?:\*\*|__|''|</[a-z]+>|\{\w+\}|#\+\w+)$|\\(?:begin|end|text\w+|href|hypertarget)\{"
    r"|^<?https?://\S+$"
)
"""Marks that stand at the begin or the end of texts, and an address that is all of one."""

_WRITTEN: Final = re.compile(
    rf"\\n(?=[а-яёА-ЯЁA-Z0-9])|<(?:table|colgroup|tbody|tr|td)\b|<([a-z]+)>[^<>]+</\1>|[0-9]{{1,3}}{WILDCARD}{{1,3}}[,;|][0-9]{{{CODE_DIGITS}}}[,;|]"
    rf"|[,;|] ?[*_`]{{0,2}}[0-9]{{{CODE_DIGITS}}}[*_`]{{0,2}} ?[,;|] ?[^\W\d_]|^([\"']).+\2[,;)}}\]]+$|''//''|\\$| \|$"
    r"|\]\((?:https?://|#)|\[\[(?:https?://|#)|\":(?:https?://|#)|https?://[^\s\[]{0,1000}\[|&(?:quot|nbsp|[lr]aquo|[mn]dash|#\d+|#x[0-9a-f]+);"
)
"""A line end that was written as two letters, the tag of a table, the fields of a record, a code between the marks of
cells before its text, quotes around all of it and a comma behind, a link with its address, and a character that is
named: no text holds any.
"""

_MAY_BE_WRITTEN: Final = re.compile(r"[\\<&'\"\[\]]|[\d*_`][,;|]|^[,;|]")
"""What some word of a text has that holds such, or a line in quotes."""

_LINE_END: Final = re.compile(r"(?<![\w-])(\w++[-\u2010]) (?!(?:и|или|а|но|либо|and|or|to)\b)([а-яёa-z]+)")
"""A hyphen with a blank behind it, which nothing goes on from as in «аудио- и видео»."""

_MOVED: Final = re.compile(r" (?<=\w )(?:[-\u2010][^\W\d_]|[.,] ?[.,](?!\S))|,$")
"""A hyphen or marks that a copy set behind the words where they stand: two apart, or a comma that ends a text."""

_RUSSIAN: Final = re.compile("[а-яё]")
_WAS_NUMERO: Final = re.compile(r"No (?<!\wNo )(?=[а-яё0-9])")
"""What the sign № becomes where letters are set apart into plain ones."""

_SPREAD: Final = re.compile(r" (?<=(?<!\w)[^\W\d_] )(?:[^\W\d_] ){2}[^\W\d_](?!\w)")
"""Four letters with a blank between each: no text holds them."""

_LIGATURE: Final = re.compile("[\ufb00-\ufb06]")
_SHOWN: Final = 50
_QUOTED_LINE: Final = re.compile(r'"[^"]*,[^"]*"')
_QUOTE: Final = '"'
_QUOTES: Final = re.compile(r"(?<!\d)\"")
"""Straight quotes, the sign of inches apart: one behind a digit may be either."""

_BRACKETS: Final = re.compile(r"(?P<opens>\((?!\s|$))|(?P<counts>(?<!\w)\w{1,2}\))|(?P<closes>[\w»\")]?\))")
"""Brackets; with its number where a closing one may count in a list: 1) 2) or a) b)."""


class CodeText(NamedTuple):
    """The text of a code, as lines, words, these with one blank between them, and as its lines were joined."""

    head: Head
    run: tuple[Piece, ...]
    words: tuple[str, ...]
    whole: str
    joined: str

    @property
    def shown(self) -> str:
        """Its beginning, for a message."""
        return self.whole[:_SHOWN]


class CodeTexts(list[CodeText]):
    """The texts of the codes that have one. What words say by themselves is asked of each once: most come again."""

    @cached_property
    def said(self) -> frozenset[str]:
        """The words that stand in them."""
        return frozenset(chain.from_iterable([text.words for text in self]))

    @cached_property
    def joined(self) -> frozenset[str]:
        """The words of them as their lines were joined."""
        return frozenset(" ".join([text.joined for text in self]).split(" "))

    def that_say(self, odd: re.Pattern[str]) -> list[CodeText]:
        """Those that say something odd, which does not go on over a blank, though one may stand behind it."""
        words = frozenset(word for word in self.said if odd.search(word) or odd.search(f"{word} "))
        return [text for text in self if not words.isdisjoint(text.words) and odd.search(text.whole)] if words else []


def text_doubts(reading: Reading, texts: CodeTexts) -> Iterator[Finding]:
    """All doubts about the texts of a reading by what they say."""
    yield from _missing(reading, texts)
    yield from _own_codes(texts)
    yield from _marked(texts)
    yield from _ligatures(texts)
    yield from _spaced(texts)
    yield from _changed(reading, texts)
    yield from _moved(reading, texts)
    yield from _counted(texts)
    yield from _begun_alike(texts)
    yield from _cut(texts)
    yield from tables_left_out(reading)


def texts_of(reading: Reading) -> CodeTexts:
    """The texts of the codes that have one."""
    words = reading.scene.words
    joined = {entry.number: entry.text or "" for entry in reading.entries if entry.code}
    found = [
        (head, run, tuple([words[index].text for piece in run for index in piece.indices]))
        for head, run in reading.coded
        if run
    ]
    return CodeTexts(
        CodeText(head, run, texts, " ".join(texts), joined.get(head.number, "")) for head, run, texts in found
    )


def _missing(reading: Reading, texts: Sequence[CodeText]) -> Iterator[Finding]:
    """A table in which hardly a code has a text: a sheet too wide for its paper has them on pages of their own."""
    codes = reading.chain.codes
    if len(codes) - len(texts) >= _LONE and len(texts) < _FEW * len(codes):
        message = (
            f"{len(codes) - len(texts)} of {len(codes)} codes have no text: the texts stand elsewhere, or are lost"
        )
        yield DOUBTFUL_COLUMN.finding(message, reading.scene.words[codes[0].index].span)


def _own_codes(texts: Sequence[CodeText]) -> Iterator[Finding]:
    """Texts of which a line begins with their own code: the cells of a row were set into one, or it begins again.

    The first has labels before it or none, and the text right behind.
    """
    for text in texts:
        own, whole = f"{text.head.number:04d}", "".join(text.words)
        if own not in whole:
            continue
        match = _LEADING.match(whole)
        further = (piece for piece in text.run[1:] if piece.first.text.strip("().,:;*") == own)
        if (match is not None and match[1] == own) or next(further, None) is not None:
            message = f"a line of the text of {own} begins with that code itself: «{text.shown}»"
            yield DOUBTFUL_TEXT.finding(message, text.head.word.span, code=text.head.number)


def _marked(texts: CodeTexts) -> Iterator[Finding]:
    """Texts that begin or end with a mark of a format: what it means was not understood."""
    marked = texts.that_say(_MARKUP)
    able = texts if any(map(_MAY_BE_WRITTEN.search, texts.said)) else []
    ended = [text for text in able if _WRITTEN.search(text.whole) or _has_quoted_line(text)]
    if ended or len(marked) >= _SEVERAL:
        first = [*ended, *marked][0]
        message = f"the text of {first.head.number:04d} holds marks of a format: «{first.whole}»"
        yield DOUBTFUL_TEXT.finding(message, first.head.word.span, code=first.head.number)


def _has_quoted_line(text: CodeText) -> bool:
    """Whether a line of a text of several stands in quotes, as CSV sets one with a comma in it."""
    return len(text.run) > 1 and any(_QUOTED_LINE.fullmatch(piece.text) for piece in text.run)


def _changed(reading: Reading, texts: Sequence[CodeText]) -> Iterator[Finding]:
    """Signs that a copy wrote as others: the end of a line behind a hyphen as a blank, № as two letters."""
    if reading.scene.fragments.layout == "page":
        return
    lines = ((head, piece.text) for head, run in reading.headed for piece in run)
    for head, line in ((head, line) for head, line in lines if "- " in line or "\u2010 " in line):
        if (match := _LINE_END.search(line)) is not None and head.kind == "code":
            message = f"«{match[0]}» in the text of {head.number:04d} may be one word: a line may have ended in it"
            yield DOUBTFUL_JOIN.finding(message, head.word.span, code=head.number)
    is_russian = any(_RUSSIAN.search(word) for text in texts for word in text.words)
    for text in texts if is_russian else ():
        if _WAS_NUMERO.search(text.whole):
            message = f"«No» in the text of {text.head.number:04d} may have been the sign №: «{text.shown}»"
            yield DOUBTFUL_TEXT.finding(message, text.head.word.span, code=text.head.number)


def _moved(reading: Reading, texts: Sequence[CodeText]) -> Iterator[Finding]:
    """Marks that stand apart from the words where they belong: a copy moved them, or took room between letters for a
    blank. On a page only those within a line: each is told, since others may have been written so.
    """
    is_page = reading.scene.fragments.layout == "page"
    moved = [text for text in texts if _MOVED.search(text.joined if is_page else text.whole)]
    if len(moved) >= _SEVERAL and not is_page:
        message = f"marks stand apart in {len(moved)} texts, as in «{moved[0].shown}»: the copy moved them"
        yield DOUBTFUL_TEXT.finding(message, moved[0].head.word.span, code=moved[0].head.number)
        return
    for text in moved:
        message = (
            f"a mark stands apart in the text of {text.head.number:04d}: «{text.shown}»; the copy may have moved it"
        )
        yield DOUBTFUL_JOIN.finding(message, text.head.word.span, code=text.head.number)


def _ligatures(texts: CodeTexts) -> Iterator[Finding]:
    """Letters that the font of a page drew as one, and a copy kept so: they stay, other copies have them apart."""
    for text in texts.that_say(_LIGATURE):
        word = next(word for word in text.words if _LIGATURE.search(word))
        message = f"«{word}» in the text of {text.head.number:04d} has letters joined into one: the copy kept them so"
        yield DOUBTFUL_JOIN.finding(message, text.head.word.span, code=text.head.number)


def _spaced(texts: Sequence[CodeText]) -> Iterator[Finding]:
    """Texts whose letters stand apart: the copy took the room between letters for spaces, in some lines or in all."""
    found = [text for text in texts if _SPREAD.search(text.whole)]
    if found:
        message = f"letters stand apart in {len(found)} texts, as in «{found[0].shown}»: the copy lost which are words"
        yield DOUBTFUL_TEXT.finding(message, found[0].head.word.span, code=found[0].head.number)


def _counted(texts: Sequence[CodeText]) -> Iterator[Finding]:
    """Texts that begin with numbers that count on from code to code: the numbers of rows were set into them."""
    run: list[CodeText] = []
    for text in [*texts, None]:
        number = None if text is None else row_number(text.words[0])
        before = row_number(run[-1].words[0]) if run else None
        if text is not None and number is not None and before is not None and number == before + 1:
            run.append(text)
            continue
        if len(run) >= _COUNTED:
            message = f"the texts of {run[0].head.number:04d} and those after it begin with the numbers of their rows"
            yield DOUBTFUL_COLUMN.finding(message, run[0].head.word.span, code=run[0].head.number)
        run = [text] if text is not None and number is not None else []


def _begun_alike(texts: Sequence[CodeText]) -> Iterator[Finding]:
    """Texts that nearly all begin with one sign, or with their heading and a colon, which part them from codes."""
    said, count = Counter(text.words[0] for text in texts).most_common(1)[0] if texts else ("", 0)
    is_sign = not any(map(str.isalnum, said)) or (said[-1] == ":" and role_of_word(said[:-1]) == "description")
    if is_sign and count >= max(_COUNTED, _NEARLY_ALL * len(texts)):
        message = f"nearly all texts begin with «{said}», which may be no part of them"
        yield DOUBTFUL_TEXT.finding(message, texts[0].head.word.span, code=texts[0].head.number)


def _cut(texts: Sequence[CodeText]) -> Iterator[Finding]:
    """Texts that cannot begin or end where they do: within brackets or quotes, or with a word that wants another."""
    for text in texts:
        opened, closed = _unpaired(text.whole)
        *_, before, last = "", "", *text.joined.split()
        is_whole = is_rest(before, last) or ends_measure((last, before))
        if opened or (cannot_end(last) and not is_whole):
            shown = f"ends with «{text.whole[-_SHOWN:]}»"
        elif text.whole.count(_QUOTE) % 2 and len(_QUOTES.findall(text.whole)) % 2:
            shown = f"has a quote that has no other: «{text.shown}»"
        elif closed:
            shown = f"closes brackets that it does not open: «{text.shown}»"
        else:
            continue
        message = f"the text of {text.head.number:04d} {shown}: a line of it may be missing"
        yield DOUBTFUL_TEXT.finding(message, text.head.word.span, code=text.head.number)


def _unpaired(text: str) -> tuple[int, int]:
    """How many brackets are not closed, and how many not opened; those behind the numbers of a list need no pair."""
    opened = closed = 0
    for match in _BRACKETS.finditer(text) if ")" in text or "(" in text else ():
        if match["opens"]:
            opened += 1
        elif opened:
            opened -= 1
        elif match["closes"]:
            closed += len(match["closes"]) > 1
    return opened, closed
