"""The heads of a table: its codes, the labels that may be titles, and the headings in it, in the order of reading.

Between them stand the pieces of text that belong to one of them.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final, Literal, NamedTuple

from ingest.document.fragments import STRIPE, Word
from ingest.table.codes.chain import Chain
from ingest.table.scene.candidates import Candidate, LabelMark
from ingest.table.scene.lines import Line, text_of
from ingest.table.scene.scene import Scene
from ingest.table.scene.wording import begins_capital
from model import ClassPattern

TITLE_MARKS: Final = "—–:-."
_SAME_LINE: Final = 0.5
"""How far two base lines of one row lie apart at most, in letter heights: the cells of a row may be set differently."""


class Piece(NamedTuple):
    """A piece of text: words beside each other on one line, no code or label among them, and what they say."""

    indices: tuple[int, ...]
    first: Word
    last: Word
    text: str

    @property
    def base(self) -> float:
        """Its base line."""
        return self.first.base

    @property
    def left(self) -> float:
        """Its left edge; where a format has cells, that of the cell: what was left out before it is no indent."""
        cell = self.first.cell
        return self.first.x0 if cell is None else cell.column * STRIPE


def piece_words(scene: Scene, piece: Piece) -> list[Word]:
    """The words of a piece."""
    return [scene.words[index] for index in piece.indices]


@dataclass(frozen=True, slots=True)
class Head:
    """What texts belong to: a code, or a label that may have a title; its word, and its place in order.

    `is_apart` says of a title that its label stands elsewhere; `is_inside` of a code that it stands inside a text.
    """

    kind: Literal["code", "title"]
    index: int
    word: Word
    number: int
    label: LabelMark | None = None
    is_apart: bool = False
    is_inside: bool = False


def sheet_of(word: Word) -> tuple[int, int]:
    """The sheet of a word, in order; the one of a copied text has pages, which form feeds part."""
    return word.sheet, word.place.page or 0


def is_on_line(word: Word, other: Word) -> bool:
    """Whether two words stand on one line, or in one row and no further apart than its cells are set."""
    if word.sheet != other.sheet:
        return False
    return word.line == other.line or abs(word.base - other.base) < _SAME_LINE * min(word.size, other.size)


def is_in_row_above(scene: Scene, piece: Piece, head: Head) -> bool:
    """Whether a piece stands in a row of a format above that of a code, or of the label of a title."""
    word = scene.words[head.label.index] if head.label else head.word
    one, other = piece.first.cell, word.cell
    return one is not None and other is not None and one.table == other.table and one.row < other.row


def heads_of(scene: Scene, chain: Chain, labels: Sequence[LabelMark]) -> list[Head]:
    """The heads of a table in the order of reading: its codes, and between them the labels that may have titles."""
    codes = [_code_head(scene, item) for item in chain.codes]
    titles = list(_titles_beside(scene, codes, labels))
    # On a page heights say how far a title is from its label; elsewhere it follows it, or may be anywhere.
    taken = {head.index for head in codes} | {label.index for label in labels} | {len(scene.words)}
    is_page = scene.fragments.layout == "page"
    beside = {head.number for head in titles if is_page or head.index + 1 not in taken}
    titles += [head for head in _titles_elsewhere(codes, labels) if head.number not in beside]
    # A title without a place of its own stands before the first code of its class.
    return sorted([*codes, *titles], key=lambda head: (head.index, head.kind == "code"))


def _code_head(scene: Scene, item: Candidate) -> Head:
    before = scene.before(item.index)
    follows_text = before is not None and before not in scene.label_at and not scene.is_row_number(before)
    is_inside = follows_text and not scene.begins(item.index)
    return Head("code", item.index, scene.words[item.index], item.number, is_inside=is_inside)


def _titles_beside(scene: Scene, codes: Sequence[Head], labels: Sequence[LabelMark]) -> Iterator[Head]:
    """The labels that may have a title on their line: there is no code on it, and they are in order between codes.

    A copy may print a label again behind codes of its class. One that stands there alone is that of a merged cell.
    """
    places = [head.index for head in codes]
    deeper = {
        label.index
        for before, label in pairwise(labels)
        if before.patterns[-1] != label.patterns[-1] and before.patterns[-1].holds(label.patterns[-1].zero_code)
    }
    seen: set[ClassPattern] = set()
    for label in labels:
        pattern = label.patterns[-1]
        is_again = pattern in seen and _begins_title(scene, label) and scene.fragments.layout != "page"
        seen.add(pattern)
        if code_beside(scene, codes, places, label) is not None or scene.after(label.index) in deeper:
            continue
        place = bisect_left(places, label.index)
        before = codes[place - 1].number if place else -1
        following = codes[place].number if place < len(codes) else None
        is_in_order = before < pattern.zero_code and (following is None or pattern.zero_code <= following)
        if is_in_order or (is_again and before >= 0 and pattern.holds(before)):
            yield Head("title", label.index, scene.words[label.index], pattern.zero_code, label)


def _begins_title(scene: Scene, label: LabelMark) -> bool:
    """Whether what stands right behind a label begins as texts do, or the next line may: not that below several labels.

    Those of merged cells stand together again behind the last of their codes.
    """
    after = scene.after(label.index)
    if after is None:
        return scene.before(label.index) not in scene.label_at
    return scene.is_small or begins_capital(scene.words[after].text)


def _titles_elsewhere(codes: Sequence[Head], labels: Sequence[LabelMark]) -> Iterator[Head]:
    """The classes whose default code is printed nowhere: a title may stand above their codes, apart from the label."""
    numbers = {head.number for head in codes}
    firsts: dict[ClassPattern, Head] = {}
    for head in reversed(codes):
        firsts.update(dict.fromkeys(ClassPattern.all_of(head.number), head))
    seen: set[ClassPattern] = set()
    for label in labels:
        pattern = label.patterns[-1]
        first = firsts.get(pattern)
        if pattern in seen or pattern.zero_code in numbers or first is None:
            continue
        seen.add(pattern)
        yield Head("title", first.index, first.word, pattern.zero_code, label, is_apart=True)


def code_beside(scene: Scene, codes: Sequence[Head], places: Sequence[int], label: LabelMark) -> Head | None:
    """The code on the line of a label: the next one behind it, else the one before it."""
    place = bisect_right(places, label.index)
    word = scene.words[label.index]
    beside = [head for head in codes[place : place + 2] if is_on_line(head.word, word)]
    beside += [head for head in codes[max(0, place - 2) : place][::-1] if is_on_line(head.word, word)]
    holding = [head for head in beside if label.holds(head.number)]
    return next(iter(holding or beside), None)


def pieces_of(scene: Scene, heads: Sequence[Head], labels: Sequence[LabelMark], begin: int) -> list[Piece]:
    """The pieces of text from the line on that a word begins, in order: parted by heads, labels and cells."""
    taken = {head.index for head in heads} | {label.index for label in labels}
    tables = coded_tables(heads)
    found: list[Piece] = []
    words, left_out = scene.words, scene.left_out
    for line in scene.lines:
        run: list[int] = []
        for index in line.indices if line.begin >= begin else ():
            if left_out[index]:
                continue
            cell = words[index].cell
            if tables and (cell is None or cell.table not in tables):
                continue
            if run and (index in taken or cell != words[run[-1]].cell):
                found.append(_piece(scene, line, run))
                run = []
            if index not in taken:
                run.append(index)
        if run:
            found.append(_piece(scene, line, run))
    return found


def coded_tables(heads: Sequence[Head]) -> frozenset[int]:
    """The tables of the format that hold all codes; none where a code stands outside of them."""
    cells = [head.word.cell for head in heads if head.kind == "code"]
    return frozenset() if None in cells else frozenset(cell.table for cell in cells if cell is not None)


def title_marks(scene: Scene, run: Sequence[Piece]) -> list[int]:
    """The words that stand for nothing between a label and its title: a dash, a colon."""
    found: list[int] = []
    for index in run[0].indices if run else ():
        if scene.words[index].text.strip(TITLE_MARKS):
            break
        found.append(index)
    return found


def _piece(scene: Scene, line: Line, run: Sequence[int]) -> Piece:
    words = [scene.words[index] for index in run]
    text = line.text if len(run) == line.end - line.begin else text_of(words)
    return Piece(tuple(run), words[0], words[-1], text)


def breaks_of(scene: Scene, heads: Sequence[Head]) -> list[int]:
    """The words before which something may stand that is no part of the table: repeated headings, a new part of it."""
    found = set(scene.heading_begins[1:])
    tables = {head.word.cell.table for head in heads if head.word.cell is not None}
    firsts: dict[int, int] = {}
    for index, word in enumerate(scene.words if tables else ()):
        if word.cell is not None:
            firsts.setdefault(word.cell.table, index)
    return sorted(found | {firsts[table] for table in tables})
