"""Doubts about words that a copy cut, tore from their lines, or set in another order."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Final

from ingest.document.cleaning import HYPHENS, SOFT_HYPHEN
from ingest.document.dictionary import knows
from ingest.document.fragments import Word
from ingest.table.division.heads import Piece
from ingest.table.reading import Reading
from ingest.table.scene.lines import Line
from ingest.table.scene.scene import Scene
from ingest.table.scene.wording import begins_capital, begins_small
from model import Finding
from model.reading_rules import CUT_TEXT, DOUBTFUL_COLUMN, DOUBTFUL_TEXT

_SEVERAL: Final = 3
_TWO: Final = 2
_WORDS_OF_A_LETTER: Final = frozenset("aiавикосуя")
_MARKS: Final = "«»\"'().,;:!?"
_RUSSIAN: Final = re.compile("[а-яё]{3,}")
_OFTEN: Final = 0.05
_LESS: Final = 0.25
"""How often an unknown word stands inside a line, as a part of how often one ends a line, where lines are cut."""

_EARLY: Final = 0.5
"""What part of the longest wrapped line one fills with the first word of the next, if it was not wrapped there."""


def cut_doubts(reading: Reading) -> Iterator[Finding]:
    """Headings that go on in the next column with a small letter, and texts whose words go on in their next cells; in a
    copy of lines, texts that stop within a word at one edge.
    """
    if reading.scene.fragments.layout == "text":
        yield from _cut_at_edge(reading)
    if reading.scene.fragments.layout != "page":
        yield from _cut_at_line_ends(reading)
    if reading.scene.fragments.layout == "grid":
        yield from _cut_headings(reading)
        yield from _cut_words(reading)
        yield from _mixed(reading)


def _mixed(reading: Reading) -> Iterator[Finding]:
    """Texts in two cells side by side of several lines each: whether they are read line by line or cell by cell."""
    scene = reading.scene
    for head, run in reading.headed:
        rows: defaultdict[tuple[int, int], set[tuple[int, int]]] = defaultdict(set)
        for index in (index for piece in run for index in piece.indices):
            if (cell := scene.words[index].cell) is not None:
                rows[cell.table, cell.row].add((cell.column, scene.line_of[index]))
        if head.kind == "code" and any(
            all(len(set(places)) > 1 for places in zip(*row, strict=True)) for row in rows.values()
        ):
            message = (
                f"the text of {head.number:04d} stands in two cells side by side, of several lines: they may be mixed"
            )
            yield DOUBTFUL_COLUMN.finding(message, head.word.span, code=head.number)


def _cut_headings(reading: Reading) -> Iterator[Finding]:
    """A heading in small letters behind that of the texts, over what may be texts: numbers alone are none."""
    for part in reading.scene.headings[:1]:
        texts = next((column.cell for column in part.columns if column.role == "description"), None)
        words = [reading.scene.words[index] for index in reading.scene.lines[part.begin].indices]
        for before, word in pairwise(words):
            cell = before.cell
            is_behind = cell is not None and word.cell is not None and texts is not None and texts <= cell.column
            is_small = begins_capital(words[0].text) and begins_small(word.text)
            if is_behind and cell != word.cell and is_small and not _is_over_numbers(reading.scene, word):
                message = f"«{word.text}» stands in a column of its own, and could be the end of «{before.text}»"
                yield DOUBTFUL_COLUMN.finding(message, word.span)
                return


def _is_over_numbers(scene: Scene, heading: Word) -> bool:
    """Whether what stands in the column of a heading has no letters."""
    if heading.cell is None:
        return False
    place = heading.cell.table, heading.cell.column
    below = [word for word in scene.words if word.cell is not None and (word.cell.table, word.cell.column) == place]
    return len(below) > 1 and not any(map(str.isalpha, "".join(word.text for word in below if word is not heading)))


def _cut_words(reading: Reading) -> Iterator[Finding]:
    words = reading.scene.words
    runs = ([words[index] for piece in run for index in piece.indices] for _, run in reading.headed)
    cut = [(before, word) for run in runs for before, word in pairwise(run) if _is_cut(before, word)]
    if len(cut) >= _SEVERAL:
        before, word = cut[0]
        message = f"«{before.text}» and «{word.text}» stand in two columns, and could be one word, as {len(cut)} others"
        yield DOUBTFUL_COLUMN.finding(message, word.span)


def _is_cut(before: Word, word: Word) -> bool:
    """Whether two words in neighbouring cells of a row are parts of one."""
    if before.cell is None or word.cell is None or word.cell.row != before.cell.row:
        return False
    left, right = before.text.strip(_MARKS).casefold(), word.text.strip(_MARKS).casefold()
    if before.cell.column == word.cell.column or not (left.isalpha() and right.isalpha()):
        return False
    if left.isascii() and right.isascii():
        return any(len(part) == 1 and part not in _WORDS_OF_A_LETTER for part in (left, right))
    return knows(left + right) and not (knows(left) and knows(right))


def _cut_at_edge(reading: Reading) -> Iterator[Finding]:
    """Texts whose last lines reach as far as any, and end with what begins a word of the document and is none of it."""
    runs = [run for head, run in reading.coded if run]
    edge = max((piece.last.x1 for run in runs for piece in run), default=0.0)
    ends = [run[-1].last for run in runs if run[-1].last.x1 == edge]
    said = Counter(word.text.strip(_MARKS) for word in reading.scene.words) if len(ends) >= _TWO else Counter()
    cut = [word for word in ends if word.text[-1:].isalpha() and _is_begun(word.text.strip(_MARKS), said)]
    if len({word.text for word in cut}) >= _TWO:
        message = f"{len(cut)} texts stop within a word at one edge, such as «{cut[0].text}»"
        yield CUT_TEXT.finding(message, cut[0].span)


def _cut_at_line_ends(reading: Reading) -> Iterator[Finding]:
    """Lines of longer texts that end with words that no dictionary knows, where hardly one inside a line is such."""
    runs = [run for head, run in reading.coded if len(run) > 1]
    ends = [
        piece.last.text
        for run in runs
        for before, piece, after in zip([None, *run], run, [*run[1:], None], strict=False)
        if _ends(piece, after) and not (len(piece.indices) == 1 and _is_broken(before))
    ]
    inside = [
        reading.scene.words[index].text
        for run in runs
        for before, piece in zip([None, *run], run, strict=False)
        for index in piece.indices[_is_broken(before) : -1]
    ]
    cut, odd = (sorted(filter(_is_unknown, set(words))) for words in (ends, inside))
    if len(cut) >= _SEVERAL and len(cut) > _OFTEN * len(ends) and len(odd) * len(ends) < _LESS * len(cut) * len(inside):
        message = f"lines of texts end with what is no word, as «{cut[0]}» and {len(cut) - 1} others: they may be cut"
        yield CUT_TEXT.finding(
            message, next(piece for run in runs for piece in run if piece.last.text in cut).last.span
        )


def _ends(piece: Piece, after: Piece | None) -> bool:
    """Whether a line of a text ends with what is no word by itself, nor with the first word of the next."""
    return after is None or not knows((piece.last.text + after.first.text).strip(_MARKS).casefold())


def _is_broken(before: Piece | None) -> bool:
    """Whether a word goes on behind a line, which ends with a hyphen."""
    return before is not None and before.last.text.endswith((*HYPHENS, SOFT_HYPHEN))


def _is_unknown(word: str) -> bool:
    """Whether a word of small Russian letters is in no dictionary."""
    return _RUSSIAN.fullmatch(word) is not None and not knows(word)


def _is_begun(text: str, said: Counter[str]) -> bool:
    """Whether a word is said only here, and begins others."""
    return said[text] == 1 and any(len(word) > len(text) and word.startswith(text) for word in said)


def order_doubts(reading: Reading) -> Iterator[Finding]:
    """Texts of a copy in several blocks, with lines that end early though a small letter follows.

    Where only one text has such lines, it stands in a narrow cell of its own.
    """
    if reading.scene.fragments.layout != "text":
        return
    codes = [(head, list(pairwise(run))) for head, run in reading.coded]
    longest = max((len(before.text) for _, pairs in codes for before, _ in pairs), default=0)
    found = [
        (head, pairs, early)
        for head, pairs in codes
        if (early := next((before for before, piece in pairs if _ends_early(before, piece, longest)), None))
    ]
    for head, pairs, early in found if len(found) > 1 else ():
        if _is_in_blocks(reading, pairs):
            line = early.text[:50]
            message = f"«{line}» ends early in the text of {head.number:04d}, whose words may be in another order"
            yield DOUBTFUL_TEXT.finding(message, early.first.span, code=head.number)


def _ends_early(before: Piece, piece: Piece, longest: int) -> bool:
    """Whether the next line goes on with a word that would have had room by far."""
    is_inside = begins_small(piece.first.text) and before.last.text[-1:].isalnum()
    return is_inside and len(before.text) + len(piece.first.text) < _EARLY * longest


def _is_in_blocks(reading: Reading, pairs: Sequence[tuple[Piece, Piece]]) -> bool:
    """Whether blank lines stand between some lines of a text that follow each other, and not between others."""
    line_of = reading.scene.line_of
    following = [pair for pair in pairs if line_of[pair[1].indices[0]] - line_of[pair[0].indices[-1]] == 1]
    return len({round(piece.base - before.base) for before, piece in following}) > 1


def scattered_doubts(reading: Reading) -> Iterator[Finding]:
    """Words alone on lines of a copy behind the table, one below another in small letters: no prose is set so.

    A copy takes the words of a line that is spread to its width for columns, and sets some of them behind all rows. The
    lines of prose may be spread too, but the first of their words has a capital.
    """
    scene = reading.scene
    if scene.fragments.layout != "text" or not reading.region:
        return
    found: list[Line] = []
    is_prose = False
    for line in scene.lines[scene.line_of[reading.region[-1]] + 1 :]:
        first = scene.words[line.begin].text
        is_alone = line.end - line.begin == 1
        if not (is_alone and begins_small(first) and first.isalpha()):
            found, is_prose = [], is_alone and begins_capital(first)
        elif not is_prose:
            found.append(line)
        if len(found) == _SEVERAL:
            message = f"«{found[0].text}» stands alone behind the table, and more words do: they may be torn from texts"
            yield DOUBTFUL_TEXT.finding(message, scene.words[found[0].begin].span)
            return
