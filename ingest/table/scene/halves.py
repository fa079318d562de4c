"""Tables set in two halves side by side: two columns of a page, two pages on a sheet, headings that stand twice.

They are laid out anew, the right half below the left and moved over it, so that all that follows sees one table.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import groupby, pairwise
from typing import Final, NamedTuple

from ingest.document.fragments import STRIPE, CellPlace, Fragments, Rule, Word
from ingest.table.scene.heading_words import role_of_word
from ingest.table.scene.headings import Column, Headings
from ingest.table.scene.lines import APART, Line
from ingest.table.scene.shapes import code_shape, label_shapes

_FEWEST: Final = 2
"""How many codes each half must have at least."""

_FAR: Final = 0.2
"""How far apart the codes of two halves stand at least, as a part of the width of all words."""

_BIN: Final = 6.0
_LABELS: Final = 150.0
"""How far, in points, labels stand before their codes at most, where texts stand behind these."""
_HEAD_LINES: Final = 2
"""How many lines a running head has at most."""

_ROOM: Final = 2.2
"""How much room, in letter heights, is above the foot and below the head of a page, and in no text of it."""


class Cut(NamedTuple):
    """Where a sheet is cut, and how far the right half is moved to the left."""

    x: float
    shift: float


def one_below_the_other(fragments: Fragments, lines: Sequence[Line], headings: Iterable[Headings]) -> Fragments:
    """A document with the halves of its tables one below the other; the same one if there are none."""
    cuts = _by_headings(fragments, lines, headings) or _by_codes(fragments)
    if not cuts:
        return fragments
    usual = Counter(cuts.values()).most_common(1)[0][0]
    words: list[Word] = []
    rules: list[Rule] = []
    for sheet in sorted({word.sheet for word in fragments.words}):
        members = [word for word in fragments.words if word.sheet == sheet]
        drawn = [rule for rule in fragments.rules if rule.sheet == sheet]
        cut = cuts.get(sheet) or (usual if fragments.layout == "page" and not _crossing(members, usual.x) else None)
        found, left = _laid(members, drawn, cut, 3 * sheet)
        words += found
        rules += left
    return replace(fragments, words=tuple(_numbered(words)), rules=tuple(rules))


def _by_headings(fragments: Fragments, lines: Sequence[Line], headings: Iterable[Headings]) -> dict[int, Cut]:
    """The cuts of the sheets on which the headings stand twice on a line."""
    found: dict[int, Cut] = {}
    for item in headings:
        columns = item.columns
        half = len(columns) // 2
        if len(columns) % 2 == 0 and half >= 3 and item.roles[:half] == item.roles[half:]:
            sheet = lines[item.begin].sheet
            found[sheet] = _cut_of([word for word in fragments.words if word.sheet == sheet], columns, half)
    return found


def _cut_of(words: Sequence[Word], columns: Sequence[Column], half: int) -> Cut:
    """The cut between the headings of two halves: right before the second, where the fewest words cross it."""
    left, right = columns[half - 1], columns[half]
    spots = [right.x0 - 0.5 - (right.x0 - left.x1) * step / 40 for step in range(40)]
    x = min(spots, key=lambda spot: (_crossing_count(words, spot), -spot))
    return Cut(x, right.x0 - columns[0].x0)


def _by_codes(fragments: Fragments) -> dict[int, Cut]:
    """The cuts of the pages on which codes rise at two edges far apart, the left ones before the right ones."""
    if fragments.layout != "page":
        return {}
    found: dict[int, Cut] = {}
    for sheet, group in groupby(fragments.words, key=lambda word: word.sheet):
        members = list(group)
        cut = _cut_by_codes(members)
        if cut:
            found[sheet] = cut
    return found


def _cut_by_codes(words: Sequence[Word]) -> Cut | None:
    codes = [word for word in words if word.gap >= APART and code_shape(word.text)]
    width = max((word.x1 for word in words), default=0.0) - min((word.x0 for word in words), default=0.0)
    edges = [
        edge * _BIN for edge, count in Counter(round(word.x0 / _BIN) for word in codes).items() if count >= _FEWEST
    ]
    for left, right in (
        (left, right) for left in sorted(edges) for right in sorted(edges) if right - left > _FAR * width
    ):
        first = [word for word in codes if abs(word.x0 - left) <= _BIN]
        second = [word for word in codes if abs(word.x0 - right) <= _BIN]
        is_beside = _is_one_beside_the_other(first, second) or _are_pages(words, right - left)
        if not (is_beside and _is_one_after_the_other(first, second)):
            continue
        is_code_last = _has_texts(words, 0.0, left, len(first))
        x = _gutter(words, left, right, math.inf if is_code_last else _LABELS, 0 if is_code_last else len(first))
        if x is None:
            continue
        if _has_texts(words, left, x, len(first)) or (is_code_last and _has_texts(words, x, right, len(second))):
            return Cut(x, min(word.x0 for word in second) - min(word.x0 for word in first))
    return None


def _has_texts(words: Sequence[Word], left: float, x: float, codes: int) -> bool:
    """Whether as many words as codes stand right of codes, or of a cut: numbers in texts are no second half."""
    texts = [word for word in words if left + _BIN < word.x0 < x and not code_shape(word.text)]
    return sum(not label_shapes(word.text) for word in texts) >= codes


def _number(word: Word) -> int:
    shape = code_shape(word.text)
    return int(shape.text) if shape else -1


def _is_one_beside_the_other(first: Sequence[Word], second: Sequence[Word]) -> bool:
    """Whether the codes of two edges stand at the same heights: those of another table stand above or below."""
    heights = [[word.base for word in half] for half in (first, second)]
    return max(map(min, heights)) <= min(map(max, heights))


def _are_pages(words: Sequence[Word], shift: float) -> bool:
    """Whether a line says the same words twice, so far apart: two pages on a sheet, each with its running head."""
    spoken = [word for word in words if word.text.isalpha() and len(word.text) > 1]
    places = {(word.line, word.text): word.x0 for word in reversed(spoken)}
    again = [word for word in spoken if abs(word.x0 - places[word.line, word.text] - shift) < _BIN]
    return any(count >= _FEWEST for count in Counter(word.line for word in again).values())


def _is_one_after_the_other(first: Sequence[Word], second: Sequence[Word]) -> bool:
    """Whether the numbers of two edges rise, each by itself, and the second go on where the first end."""
    numbers = [_number(word) for word in (*first, *second)]
    falls = sum(later < earlier for earlier, later in pairwise(numbers))
    return len(first) >= _FEWEST and len(second) >= _FEWEST and falls == 0 and len(set(numbers)) == len(numbers)


def _gutter(words: Sequence[Word], left: float, right: float, reach: float, codes: int) -> float | None:
    """Where nothing crosses between two edges of codes: the widest gap left of the right edge, labels with it.

    Labels within reach of the right codes are theirs; the texts of so many codes stand left of it.
    """
    spots = [left + (right - left) * step / 80 for step in range(8, 80)]
    lines = len({word.line for word in words})
    free = [spot for spot in spots if _crossing_count(words, spot) <= 0.05 * lines]
    runs: list[list[float]] = []
    for spot in free:
        if runs and spot - runs[-1][-1] < (right - left) / 80 * 1.5:
            runs[-1].append(spot)
        else:
            runs.append([spot])
    # The last gap parts the labels of the right half from its codes; the gutter is the widest of the others.
    wide = sorted((run for run in runs if _has_texts(words, left, run[-1], codes)), key=lambda run: run[-1] - run[0])
    return _middle_gutter(words, wide, right, reach) if wide else None


def _middle_gutter(words: Sequence[Word], runs: Sequence[Sequence[float]], right: float, reach: float) -> float:
    """Of the gaps between two halves the one left of what belongs to the right codes: labels and row numbers."""
    labels = [word.x0 for word in words if _is_of_class(word) and word.x0 < right and word.gap >= APART]
    first = min(run[0] for run in runs)
    edge = min((x for x in labels if x > first - 1 and right - x < reach), default=right)
    before = [run for run in runs if run[0] < edge]
    best = max(before or runs, key=lambda run: min(run[-1], edge) - run[0])
    # Prose over the left half may be wider than its table: the cut is as far right as can be.
    return min([spot for spot in best if spot < edge] or best, key=lambda spot: (_crossing_count(words, spot), -spot))


def _is_of_class(word: Word) -> bool:
    """Whether a word is a label, or heads a column of them."""
    return bool(label_shapes(word.text)) or role_of_word(word.text) == "class"


def _crossing_count(words: Sequence[Word], x: float) -> int:
    return sum(word.x0 < x < word.x1 for word in words)


def _crossing(words: Sequence[Word], x: float) -> bool:
    return _crossing_count(words, x) > 0.05 * len({word.line for word in words})


def _laid(words: Sequence[Word], rules: Sequence[Rule], cut: Cut | None, sheet: int) -> tuple[list[Word], list[Rule]]:
    """The words and rules of a sheet: what is above the halves and the left one, the right one, and what is below."""
    if cut is None:
        return [word._replace(sheet=sheet) for word in words], [replace(rule, sheet=sheet) for rule in rules]
    top, foot = _band(words, cut)
    placed = [(_place(word, cut, top, foot), word) for word in words]
    moved = [
        word._replace(sheet=sheet + place, x0=word.x0 - cut.shift, x1=word.x1 - cut.shift, cell=_moved(word, cut))
        if place == 1
        else word._replace(sheet=sheet + place)
        for place, word in placed
    ]
    return moved, list(_cut_rules(rules, cut, sheet))


def _moved(word: Word, cut: Cut) -> CellPlace | None:
    """The place of a word of the right half among the cells of the left."""
    if word.cell is None:
        return None
    return replace(word.cell, column=word.cell.column - round(cut.shift / STRIPE))


def _band(words: Sequence[Word], cut: Cut) -> tuple[float, float]:
    """From where to where down a sheet the halves stand: no line crosses the cut there."""
    coded = [word for word in words if code_shape(word.text)]
    right = sorted(word.base for word in coded if word.x0 >= cut.x)
    if not coded:
        return 0.0, float("inf")
    tables = {word.cell.table for word in coded if word.x0 >= cut.x and word.cell is not None}
    crossing = [word.base for word in words if word.x0 < cut.x < word.x1 or _is_outside(word, tables)] if right else []
    first, last = min(word.base for word in coded), max(word.base for word in coded)
    over, under = _set_apart(words, cut)
    above = [base for base in crossing if base < right[0]] + [base for base in over if base < first]
    below = [base for base in crossing if base > right[-1]] + [base for base in under if base > last]
    return max(above, default=float("-inf")) + 0.1, min(below, default=float("inf")) - 0.1


def _set_apart(words: Sequence[Word], cut: Cut) -> tuple[list[float], list[float]]:
    """The base lines over and under which room runs across the whole sheet: heads and feet stand beyond it.

    Two pages on a sheet have a head each: those stand on one line, apart, and belong to the halves.
    """
    if any(word.cell is not None for word in words):
        return [], []
    lines = sorted({(word.base, word.size) for word in words})
    apart = [(one, two) for (one, _), (two, size) in pairwise(lines) if two - one > _ROOM * size]
    lefts = {word.base for word in words if word.x0 < cut.x}
    of_halves = {word.base for word in words if word.x0 >= cut.x and word.gap >= APART and word.base in lefts}
    rights = sorted({word.base for word in words if word.x0 >= cut.x})
    headed = [word.base for word in words if word.x0 >= cut.x and role_of_word(word.text) == "code"]
    # The right half may begin above the left one, with headings or the rest of a text: no more lines are a head.
    below = min([*headed, *rights[_HEAD_LINES : _HEAD_LINES + 1]], default=math.inf)
    over = [one for one, _ in apart if one not in of_halves and one < below]
    return over, [two for _, two in apart if two not in of_halves]


def _is_outside(word: Word, tables: set[int]) -> bool:
    """Whether a word stands outside some tables of the format, if there are any."""
    return bool(tables) and (word.cell is None or word.cell.table not in tables)


def _place(word: Word, cut: Cut, top: float, foot: float) -> int:
    if word.base < top:
        return 0
    return 2 if word.base > foot else int(word.x0 >= cut.x)


def _cut_rules(rules: Sequence[Rule], cut: Cut, sheet: int) -> Iterator[Rule]:
    for rule in rules:
        if rule.x0 < cut.x:
            yield replace(rule, sheet=sheet, x1=min(rule.x1, cut.x) if rule.x0 != rule.x1 else rule.x1)
        if rule.x1 > cut.x:
            left = max(rule.x0, cut.x) - cut.shift
            yield replace(rule, sheet=sheet + 1, x0=left, x1=rule.x1 - cut.shift)


def _numbered(words: Sequence[Word]) -> Iterator[Word]:
    """The words in the order of reading, their lines numbered anew; what begins a line anew has room before it."""
    ordered = sorted(words, key=lambda word: (word.sheet, word.line, word.x0))
    for number, (_, group) in enumerate(groupby(ordered, key=lambda word: (word.sheet, word.line))):
        for index, word in enumerate(group):
            yield word._replace(line=number, gap=word.gap if index else float("inf"))
