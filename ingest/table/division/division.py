"""Which pieces of text belong to which head: the best division of all pieces among all heads, under one manner.

A manner is where texts stand beside their codes: the first line beside the code, the line below it, the code in the
middle of its lines, or beside the last. It is one for a table. Borders between texts can lie only between the lines of
the codes around them, so the search is short at each, and linear in all.
"""

from __future__ import annotations

import math
from bisect import bisect_left
from collections import Counter, deque
from collections.abc import Iterable, Sequence
from itertools import accumulate
from typing import Final

import numpy

from ingest.table.division.arrays import Arrays, Floats, Integers
from ingest.table.division.bands import owners_by_band
from ingest.table.division.costs import MOST_OPEN, Border, Division, Problem, is_beside_title
from ingest.table.division.heads import Head, Piece, is_on_line
from ingest.table.division.runs import run_costs, runs_of
from ingest.table.division.seams import Seam
from ingest.table.division.texture import Texture

_least: Final = numpy.minimum.reduce  # what `min` of an array calls, and arrays are many and small

_MOST_PAUSED: Final = 6
_MOST_RUNS: Final = 1 << 16
"""The runs of how many pieces are weighed at a time: some more than one head has."""

_MOST_KEPT: Final = 8
"""Of how many such parts the costs are kept on the way back: those of a document of usual length."""


def divide(texture: Texture, seams: Sequence[Seam], breaks: Sequence[int]) -> tuple[Division, ...]:
    """The best division under each manner, the best first.

    `seams` are those before each piece; `breaks` are the indices of the words that headings inside the table begin
    with: what stands before them may be no part of the table.
    """
    owners = owners_by_band(texture)
    problem = Problem(
        texture,
        seams,
        inside=list(accumulate((seam.goes_on for seam in seams), initial=0.0)),
        claimed=_counted(is_beside_title(texture, number) for number in range(len(texture.pieces))),
        banded=_counted(owner is not None for owner in owners),
        bands=_bands(owners),
        hanging=_counted(map(texture.is_in_column, texture.pieces)),
        rows=_counted(_in_rows(texture)),
        amid=_counted(piece.indices in texture.amid_page for piece in texture.pieces),
        windows=_windows(texture, breaks),
        breaks=tuple(breaks),
    )
    return tuple(sorted(_solve(Arrays(problem)), key=lambda division: division.cost))


def _counted(flags: Iterable[bool]) -> list[int]:
    """How many things before each place are so."""
    return list(accumulate(flags, initial=0))


def _in_rows(texture: Texture) -> list[bool]:
    """For each piece whether it stands in the column of the texts, in cells of a format."""
    beside = zip(texture.pieces, texture.owners, strict=True)
    cells = [piece.first.cell for piece, owner in beside if owner is not None]
    columns = Counter((cell.table, cell.column) for cell in cells if cell is not None)
    if texture.scene.fragments.layout != "grid" or not columns:
        return [False] * len(texture.pieces)
    usual = columns.most_common(1)[0][0]
    cells = [piece.first.cell for piece in texture.pieces]
    return [cell is not None and (cell.table, cell.column) == usual for cell in cells]


def _bands(owners: Sequence[int | None]) -> dict[int, range]:
    """From the first to the last piece in the band of each head."""
    found: dict[int, range] = {}
    for place, owner in enumerate(owners):
        if owner is not None:
            found[owner] = range(found[owner].start if owner in found else place, place + 1)
    return found


def _windows(texture: Texture, breaks: Sequence[int]) -> list[list[Border]]:
    """The borders that can be before each head, and after the last."""
    low, windows = 0, []
    for number, (begin, end) in enumerate(_ranges(texture)):
        low = max(begin, low)
        windows.append(_window(texture, breaks, number, range(low, max(end, low))))
    return windows


def _window(texture: Texture, breaks: Sequence[int], number: int, room: range) -> list[Border]:
    """The borders that can be before a head, or after the last, from the first to the last place of some."""
    heads, pieces, begin, end = texture.heads, texture.pieces, room.start, room.stop
    if number == 0:
        return [Border(0, place) for place in range(begin, end + 1)]
    if number == len(heads):
        places = [place for place in _some(begin, end) if not _is_inside_cell(pieces, place)]
        return [Border(place, len(pieces)) for place in places or [begin]]
    broken = breaks[bisect_left(breaks, heads[number - 1].index) : bisect_left(breaks, heads[number].index)]
    firsts = (bisect_left(pieces, index, key=_first_word) for index in broken)
    inner = [place for place in firsts if begin <= place <= end]
    borders = [Border(place, place) for place in _some(begin, end)]
    borders += [Border(place, stop) for stop in inner for place in _some(begin, stop) if place < stop]
    pauses = _pauses(begin, end) if texture.scene.fragments.layout != "grid" else ()
    return borders + [Border(place, stop) for place, stop in pauses if stop not in inner]


def _first_word(piece: Piece) -> int:
    return piece.indices[0]


def _is_inside_cell(pieces: Sequence[Piece], place: int) -> bool:
    """Whether a place lies between two lines of one cell: no table ends there."""
    if not 0 < place < len(pieces):
        return False
    cell = pieces[place].first.cell
    return cell is not None and cell == pieces[place - 1].first.cell


def _pauses(begin: int, end: int) -> list[tuple[int, int]]:
    """Where something short may stand between two texts that belongs to neither."""
    if end - begin > _MOST_PAUSED:
        return []
    return [(place, stop) for place in range(begin, end) for stop in range(place + 1, min(end, place + 2) + 1)]


def _some(begin: int, end: int) -> list[int]:
    """The places from one to another; of very many only the first, and the last."""
    return list(range(begin, min(end, begin + MOST_OPEN) + 1)) + ([end] if end > begin + MOST_OPEN else [])


def _ranges(texture: Texture) -> list[tuple[int, int]]:
    """For each border the first and the last piece that it can lie before."""
    heads, pieces = texture.heads, texture.pieces
    firsts, lasts = _own_pieces(texture)
    firsts.update(_at_labels(texture))
    lows, highs = [], []
    low, high = 0, len(pieces)
    for number in range(len(heads) + 1):
        lows.append(low)
        low = lasts.get(number, low)
    for number in range(len(heads), -1, -1):
        high = firsts.get(number, high)
        highs.append(high)
    return list(zip(lows, reversed(highs), strict=True))


def _own_pieces(texture: Texture) -> tuple[dict[int, int], dict[int, int]]:
    """For each code the first piece that is its own or a later one's, and the first that is a later one's."""
    heads, pieces = texture.heads, texture.pieces
    codes = [index for index, head in enumerate(heads) if head.kind == "code"]
    firsts: dict[int, int] = {}
    lasts: dict[int, int] = {}
    place = 0
    for index, following in zip(codes, [*codes[1:], None], strict=True):
        head = heads[index]
        while place < len(pieces) and _is_before(pieces[place], head):
            place += 1
        firsts[index] = place
        after = None if following is None else heads[following]
        while place < len(pieces) and _is_beside(pieces[place], head, after):
            place += 1
        lasts[index] = place
    for stack in texture.stacks:
        firsts[stack.heads[0]] = stack.pieces.start
        firsts.update(dict.fromkeys(stack.heads[1:], stack.pieces.stop))
        lasts.update(dict.fromkeys(stack.heads[:-1], stack.pieces.start))
    return firsts, lasts


def _at_labels(texture: Texture) -> dict[int, int]:
    """For each title of a page below a head the first piece beside its label: no text above reaches that row."""
    found: dict[int, int] = {}
    place = 0
    for index, head in enumerate(texture.heads[1:], start=1):
        if head.kind == "title" and not head.is_apart and texture.scene.fragments.layout == "page":
            while place < len(texture.pieces) and _is_before(texture.pieces[place], head):
                place += 1
            found[index] = place
    return found


def _is_beside(piece: Piece, head: Head, following: Head | None) -> bool:
    """Whether a piece stands on the line of a code, and not behind the next code on it."""
    if not is_on_line(piece.first, head.word):
        return False
    return following is None or piece.indices[0] < following.index or not is_on_line(following.word, piece.first)


def _is_before(piece: Piece, head: Head) -> bool:
    """Whether a piece stands above the line of a head."""
    word = piece.first
    if is_on_line(word, head.word):
        # A code inside a line of text begins there; what stands before it is the end of the text before.
        return head.is_inside and piece.indices[0] < head.index
    return (word.sheet, word.base) < (head.word.sheet, head.word.base)


def _solve(arrays: Arrays) -> list[Division]:
    """The best division under each manner: forward over the heads, and backward for the margins."""
    problem = arrays.problem
    costs = numpy.split(arrays.border_costs, arrays.borders.starts[1:-1])
    forward = [numpy.broadcast_to(costs[0], (len(arrays.manners), len(costs[0])))]
    back: list[Integers] = []
    kept: deque[list[Floats]] = deque(maxlen=_MOST_KEPT)
    for part in _parts(problem):
        kept.append(_costs_of(arrays, part))
        for number, runs in zip(part, kept[-1], strict=True):
            options = forward[number][:, :, None] + runs
            back.append(options.argmin(axis=1))
            forward.append(_least(options, axis=1) + costs[number + 1])
    behind = _backward(arrays, costs, kept)
    return _divisions(arrays, forward, behind, back)


def _parts(problem: Problem) -> list[range]:
    """The heads in parts of so many that the costs of all their runs fit into memory."""
    parts, begin, size = [], 0, 0
    for number in range(len(problem.heads)):
        size += len(problem.windows[number]) * len(problem.windows[number + 1])
        if size >= _MOST_RUNS or number + 1 == len(problem.heads):
            parts.append(range(begin, number + 1))
            begin, size = number + 1, 0
    return parts


def _costs_of(arrays: Arrays, part: range) -> list[Floats]:
    """For each head of a part the costs of its runs: by manner, border before, and border behind."""
    windows = arrays.problem.windows
    costs = run_costs(arrays, runs_of(arrays, part))
    found, place = [], 0
    for number in part:
        before, after = len(windows[number]), len(windows[number + 1])
        found.append(costs[:, place : place + before * after].reshape(-1, before, after))
        place += before * after
    return found


def _backward(arrays: Arrays, costs: Sequence[Floats], kept: deque[list[Floats]]) -> list[Floats]:
    """What the best division costs behind each border, by manner; `kept` is what the runs of the last parts cost."""
    behind = [numpy.zeros((len(arrays.manners), len(costs[-1])))]
    for part in reversed(_parts(arrays.problem)):
        costs_of_runs = kept.pop() if kept else _costs_of(arrays, part)
        for number, runs in zip(reversed(part), reversed(costs_of_runs), strict=True):
            behind.append(_least(runs + costs[number + 1] + behind[-1][:, None, :], axis=2))
    return behind[::-1]


def _divisions(
    arrays: Arrays,
    forward: Sequence[Floats],
    behind: Sequence[Floats],
    back: Sequence[Integers],
) -> list[Division]:
    """The best division under each manner, each border with its margin."""
    rows = numpy.arange(len(arrays.manners))
    places = forward[-1].argmin(axis=1)
    best = forward[-1][rows, places]
    found: list[list[Border]] = [[] for _ in rows]
    for number in range(len(forward) - 1, -1, -1):
        totals = forward[number] + behind[number]
        totals[rows, places] = math.inf
        window, margins = arrays.problem.windows[number], _least(totals, axis=1) - best
        for borders, place, margin in zip(found, places.tolist(), margins.tolist(), strict=True):
            borders.append(Border(window[place].end, window[place].begin, margin))
        if number:
            places = back[number - 1][rows, places]
    unusual = arrays.problem.table["unusual_manner"]
    return [
        Division(manner, float(cost) + (0.0 if manner == "top" else unusual), tuple(reversed(borders)))
        for manner, cost, borders in zip(arrays.manners, best, found, strict=True)
    ]
