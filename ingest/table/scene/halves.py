"""Tables set in two halves side by side: two columns of a page, two pages on a sheet, headings that stand twice.

They are laid out anew, the right half below the left and moved over it, so that all that follows sees one table.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import groupby, pairwise
from typing import Final

from ingest.document.fragments import STRIPE, CellPlace, Fragments, Rule, Word
from ingest.table.scene.bands_of_halves import Cut, band_of
from ingest.table.scene.halves_in_order import order_of_halves
from ingest.table.scene.heading_words import role_of_word
from ingest.table.scene.headings import Column, Headings
from ingest.table.scene.lines import APART, Line
from ingest.table.scene.pages_on_sheet import are_pages, crossing_count, cuts_by_running_heads
from ingest.table.scene.shapes import code_shape, label_shapes

_FEWEST: Final = 2
"""How many codes each half must have at least."""

_FAR: Final = 0.2
"""How far apart the codes of two halves stand at least, as a part of the width of all words."""

_BIN: Final = 6.0
_LABELS: Final = 150.0
"""How far, in points, labels stand before their codes at most, where texts stand behind these."""


def one_below_the_other(fragments: Fragments, lines: Sequence[Line], headings: Sequence[Headings]) -> Fragments:
    """A document with the halves of its tables one below the other; the same one if there are none."""
    cuts = (
        _by_headings(fragments, lines, headings) or _by_codes(fragments, headings) or cuts_by_running_heads(fragments)
    )
    if not cuts:
        return fragments
    usual = Counter(cuts.values()).most_common(1)[0][0]
    ordered = sorted(fragments.words, key=lambda word: word.sheet)
    sheets = {number: list(group) for number, group in groupby(ordered, key=lambda word: word.sheet)}
    cut_of = {
        number: cuts.get(number) or (usual if fragments.layout == "page" and not _crossing(members, usual.x) else None)
        for number, members in sheets.items()
    }
    order = order_of_halves(sheets, {number: _halved(sheets[number], cut) for number, cut in cut_of.items() if cut})
    words: list[Word] = []
    rules: list[Rule] = []
    for number, members in sheets.items():
        drawn = [rule for rule in fragments.rules if rule.sheet == number]
        found, left = _laid(members, drawn, cut_of[number], order[number])
        words += found
        rules += left
    return replace(fragments, words=tuple(_numbered(words)), rules=tuple(rules))


def _halved(words: Sequence[Word], cut: Cut) -> tuple[list[int], list[int]]:
    """The codes of the left half of a sheet, and those of the right one."""
    codes = _codes(words)
    lefts = [_number(word) for word in codes if word.x0 < cut.x]
    return lefts, [_number(word) for word in codes if word.x0 >= cut.x]


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
    words = _of_table(words)  # A foot or a title may stand in the middle of the page.
    spots = [right.x0 - 0.5 - (right.x0 - left.x1) * step / 40 for step in range(40)]
    x = min(spots, key=lambda spot: (crossing_count(words, spot), -spot))
    return Cut(x, right.x0 - columns[0].x0)


def _by_codes(fragments: Fragments, headings: Sequence[Headings]) -> dict[int, Cut]:
    """The cuts of the pages on which codes rise at two edges far apart, the left ones before the right ones."""
    if fragments.layout != "page":
        return {}
    found: dict[int, Cut] = {}
    for sheet, group in groupby(fragments.words, key=lambda word: word.sheet):
        members = list(group)
        cut = _cut_by_codes(members, headings)
        if cut:
            found[sheet] = cut
    return found


def _cut_by_codes(words: Sequence[Word], headings: Sequence[Headings]) -> Cut | None:
    codes = _codes(words)
    width = max((word.x1 for word in words), default=0.0) - min((word.x0 for word in words), default=0.0)
    edges = [
        edge * _BIN for edge, count in Counter(round(word.x0 / _BIN) for word in codes).items() if count >= _FEWEST
    ]
    headed = {edge for edge in edges if _is_headed(words, edge)}
    for left, right in (
        (left, right)
        for left in sorted(edges)
        for right in sorted(edges)
        if right - left > _FAR * width and (left in headed or _is_below_codes(left, headings))
    ):
        first = [word for word in codes if abs(word.x0 - left) <= _BIN]
        second = [word for word in codes if abs(word.x0 - right) <= _BIN]
        is_beside = {left, right} <= headed or _is_one_beside_the_other(first, second) or are_pages(words, right - left)
        if not (is_beside and _is_one_after_the_other(first, second)):
            continue
        is_code_last = _has_texts(_among(words, first), 0.0, left, len(first))
        x = _gutter(words, left, right, math.inf if is_code_last else _LABELS, 0 if is_code_last else len(first))
        if x is None:
            continue
        if _has_texts(words, left, x, len(first)) or (is_code_last and _has_texts(words, x, right, len(second))):
            return Cut(x, min(word.x0 for word in second) - min(word.x0 for word in first))
    return None


def _is_below_codes(edge: float, headings: Sequence[Headings]) -> bool:
    """Whether codes are what the heading nearest to an edge names: two texts may begin with numbers that rise."""

    def distance(column: Column) -> float:
        return max(column.x0 - edge, edge - column.x1, 0.0)

    return not headings or any(min(item.columns, key=distance).role == "code" for item in headings)


def _is_headed(words: Sequence[Word], edge: float) -> bool:
    """Whether the word right above the first code at an edge heads codes: a title beside it is of the other half."""
    column = sorted((word for word in words if abs(word.x0 - edge) <= _BIN), key=lambda word: word.base)
    first = min((word.base for word in _codes(column)), default=0.0)
    above = [word for word in column if word.base < first]
    return any(role_of_word(word.text) == "code" for word in above[-1:])


def _among(words: Sequence[Word], codes: Sequence[Word]) -> list[Word]:
    """The words that stand no higher and no lower than some codes: prose above a table is no text of it."""
    heights = [code.base for code in codes]
    first, last = min(heights), max(heights)
    return [word for word in words if first - word.size < word.base < last + word.size]


def _of_table(words: Sequence[Word]) -> Sequence[Word]:
    """The words of a sheet that stand no higher and no lower than its codes, if it has any."""
    codes = _codes(words)
    return _among(words, codes) if codes else words


def _codes(words: Sequence[Word]) -> list[Word]:
    """The words that look like codes and stand apart from what is before them."""
    return [word for word in words if word.gap >= APART and code_shape(word.text)]


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


def _is_one_after_the_other(first: Sequence[Word], second: Sequence[Word]) -> bool:
    """Whether the numbers of two edges rise, each by itself, and the second go on where the first end."""
    numbers = [_number(word) for word in (*first, *second)]
    falls = sum(later < earlier for earlier, later in pairwise(numbers))
    return falls == 0 and len(set(numbers)) == len(numbers)


def _gutter(words: Sequence[Word], left: float, right: float, reach: float, codes: int) -> float | None:
    """Where nothing crosses between two edges of codes: the widest gap left of the right edge, labels with it.

    Labels within reach of the right codes are theirs; the texts of so many codes stand left of it.
    """
    spots = [left + (right - left) * step / 80 for step in range(8, 80)]
    lines = len({word.line for word in words})
    free = [spot for spot in spots if crossing_count(words, spot) <= 0.05 * lines]
    runs: list[list[float]] = []
    for spot in free:
        if runs and spot - runs[-1][-1] < (right - left) / 80 * 1.5:
            runs[-1].append(spot)
        else:
            runs.append([spot])
    # The last gap parts the labels of the right half from its codes; the gutter is the widest of the others.
    wide = sorted((run for run in runs if _has_texts(words, left, run[-1], codes)), key=lambda run: run[-1] - run[0])
    return _middle_gutter(words, wide, (left, right), reach) if wide else None


def _middle_gutter(
    words: Sequence[Word], runs: Sequence[Sequence[float]], edges: tuple[float, float], reach: float
) -> float:
    """Of the gaps between two halves the one left of what belongs to the right codes: labels and row numbers."""
    left, right = edges
    labels = {word.x0 for word in words if _is_of_class(word) and word.gap >= APART}
    # Those behind the texts of both halves stand as far from the codes of each, and belong to the left one.
    far = {round((x - right) / _BIN) + off for x in labels if x > right for off in (-1, 0, 1)}
    behind = {x for x in labels if left < x < right and round((x - left) / _BIN) in far}
    runs = [run for run in runs if run[0] > max(behind, default=left)] or runs
    first = min(run[0] for run in runs)
    edge = min((x for x in labels - behind if first - 1 < x < right and right - x < reach), default=right)
    before = [run for run in runs if run[0] < edge]
    best = max(before or runs, key=lambda run: min(run[-1], edge) - run[0])
    # Prose over the left half may be wider than its table: the cut is as far right as can be.
    return min([spot for spot in best if spot < edge] or best, key=lambda spot: (crossing_count(words, spot), -spot))


def _is_of_class(word: Word) -> bool:
    """Whether a word is a label, or heads a column of them."""
    return bool(label_shapes(word.text)) or role_of_word(word.text) == "class"


def _crossing(words: Sequence[Word], x: float) -> bool:
    """Whether lines of the table cross a place: running heads and prose may."""
    words = _of_table(words)
    return crossing_count(words, x) > 0.05 * len({word.line for word in words})


def _laid(
    words: Sequence[Word], rules: Sequence[Rule], cut: Cut | None, order: tuple[int, int]
) -> tuple[list[Word], list[Rule]]:
    """The words and rules of a sheet: what is above the halves and the left one, the right one, and what is below."""
    sheet, step = order
    if cut is None:
        return [word._replace(sheet=sheet) for word in words], [replace(rule, sheet=sheet) for rule in rules]
    top, foot = band_of(words, cut)
    placed = [(_place(word, cut, top, foot), word) for word in words]
    moved = [
        word._replace(sheet=sheet + step, x0=word.x0 - cut.shift, x1=word.x1 - cut.shift, cell=_moved(word, cut))
        if place == 1
        else word._replace(sheet=sheet + place * step)
        for place, word in placed
    ]
    return moved, list(_cut_rules(rules, cut, order))


def _moved(word: Word, cut: Cut) -> CellPlace | None:
    """The place of a word of the right half among the cells of the left."""
    if word.cell is None:
        return None
    return word.cell._replace(column=word.cell.column - round(cut.shift / STRIPE))


def _place(word: Word, cut: Cut, top: float, foot: float) -> int:
    if word.base < top:
        return 0
    return 2 if word.base > foot else int(word.x0 >= cut.x)


def _cut_rules(rules: Sequence[Rule], cut: Cut, order: tuple[int, int]) -> Iterator[Rule]:
    sheet, step = order
    for rule in rules:
        if rule.x0 < cut.x:
            yield replace(rule, sheet=sheet, x1=min(rule.x1, cut.x) if rule.x0 != rule.x1 else rule.x1)
        if rule.x1 > cut.x:
            left = max(rule.x0, cut.x) - cut.shift
            yield replace(rule, sheet=sheet + step, x0=left, x1=rule.x1 - cut.shift)


def _numbered(words: Sequence[Word]) -> Iterator[Word]:
    """The words in the order of reading, their lines numbered anew; what begins a line anew has room before it."""
    ordered = sorted(words, key=lambda word: (word.sheet, word.line, word.x0))
    for number, (_, group) in enumerate(groupby(ordered, key=lambda word: (word.sheet, word.line))):
        for index, word in enumerate(group):
            yield word._replace(line=number, gap=word.gap if index else float("inf"))
