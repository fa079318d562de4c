"""What a division of pieces of text among heads costs: each border by what stands around it, each run by its place."""

from __future__ import annotations

import math
from bisect import bisect_left
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final, Literal, NamedTuple, TypeAlias

from ingest.table.heads import TITLE_MARKS, Head, Piece, is_in_row_above, is_on_line
from ingest.table.seams import Seam
from ingest.table.texture import Texture
from ingest.table.wording import begins_small

Manner: TypeAlias = Literal["top", "below", "middle", "bottom"]
MANNERS: Final[tuple[Manner, ...]] = ("top", "below", "middle", "bottom")

MOST_OPEN: Final = 60
"""How many pieces after a code are asked whether its text ends there."""

_MOST_TAKEN: Final = 3
"""No more pieces in the band of another head are counted."""

_FARTHEST: Final = 3.0
"""More lines than that a text is not out of place."""


class Border(NamedTuple):
    """The border between the texts of two heads: where the first ends and the second begins.

    What lies between belongs to neither. `margin` is how much worse the best division is with another border.
    """

    end: int
    begin: int
    margin: float = math.inf


@dataclass(frozen=True)
class Problem:
    """Heads and pieces, with everything that costs are made of.

    `inside` adds up what it costs that pieces go on with those before; `claimed` counts those that stand beside a label
    as titles do. `banded` counts those that stand alone with one head between rules, `bands` are its pieces by the
    index of the head. `windows[i]` are the borders that can be before head i.
    """

    heads: Sequence[Head]
    pieces: Sequence[Piece]
    texture: Texture
    seams: Sequence[Seam]
    inside: Sequence[float]
    claimed: Sequence[int]
    banded: Sequence[int]
    bands: Mapping[int, range]
    windows: Sequence[Sequence[Border]]
    table: dict[str, float]
    breaks: Sequence[int]


def border_cost(problem: Problem, number: int, border: Border) -> float:
    """What a border costs by what stands around it."""
    pieces, seams = problem.pieces, problem.seams
    cost = problem.table["rule_inside"] * min(_MOST_TAKEN, _count(problem.banded, border.end, border.begin))
    if number == 0:
        is_text = border.begin > 0 and problem.texture.is_in_column(pieces[0])
        outside = problem.table["column_outside"] * is_text
        return cost + problem.table["text_before_first"] * (border.begin > 0) + outside
    if number == len(problem.heads):
        return cost + seams[border.end].ends if border.end < len(pieces) else 0.0
    if border.end < border.begin:
        return cost + seams[border.end].ends + problem.table["table_pauses"]
    return cost + seams[border.begin].begins if 0 < border.begin < len(pieces) else cost


def _count(sums: Sequence[int], begin: int, end: int) -> int:
    return sums[end] - sums[begin]


def run_cost(problem: Problem, manner: Manner, number: int, start: Border, border: Border) -> float:
    """What it costs that the pieces from one border to another are the text of a head."""
    head, begin, end = problem.heads[number], start.begin, border.end
    if end < begin:
        return math.inf
    if begin == end:
        # The border before a title that is not there is the border behind it.
        is_twice = head.kind == "title" and start.end == start.begin == border.begin
        return _empty_cost(problem, head) - is_twice * border_cost(problem, number, start)
    run = (
        problem.pieces[begin:end]
        if end - begin < MOST_OPEN
        else [*problem.pieces[begin : begin + 2], problem.pieces[end - 1]]
    )
    wraps = problem.inside[end] - problem.inside[begin + 1]
    wraps += problem.table["cut_by_page"] * (run[0].first.sheet != run[-1].first.sheet)
    wraps += problem.table["row_above"] * is_in_row_above(problem.texture.scene, run[0], head)
    own = problem.bands.get(number, range(0))
    in_own = max(0, min(own.stop, end) - max(own.start, begin))
    wraps += problem.table["rule_inside"] * min(_MOST_TAKEN, _count(problem.banded, begin, end) - in_own)
    if head.is_apart:
        return wraps + problem.table["title_apart"]
    off = 0.0 if in_own else min(_FARTHEST, _lines_off(problem.texture, manner, head, run))
    if head.kind == "title":
        return wraps + _title_cost(problem, off, head, run)
    claims = _count(problem.claimed, begin, end)
    cost = wraps + problem.table["distance"] * off + problem.table["title_elsewhere"] * claims
    return cost + problem.table["headings_inside"] * _is_broken(problem, head, run)


def _title_cost(problem: Problem, off: float, head: Head, run: Sequence[Piece]) -> float:
    """What it costs that a text is a title, as far from its label as codes are from theirs, beside it, or around it."""
    if is_on_line(run[0].first, head.word):
        return 0.0
    if problem.texture.scene.fragments.layout != "page":
        return problem.table["title_below" if run[0].indices[0] == head.index + 1 else "title_elsewhere"]
    off = min(off, _lines_off(problem.texture, "middle", head, run))
    return min(problem.table["title_apart"], problem.table["distance"] * off)


def _is_broken(problem: Problem, head: Head, run: Sequence[Piece]) -> bool:
    """Whether headings stand between the begin of a text and its code, where no page was cut there."""
    first = run[0].indices[0]
    if first > head.index or problem.texture.scene.fragments.layout == "page":
        return False
    return bisect_left(problem.breaks, head.index) > bisect_left(problem.breaks, first)


def _empty_cost(problem: Problem, head: Head) -> float:
    if head.kind == "code":
        return problem.table["no_text"]
    return problem.table["title_empty"]


def _lines_off(texture: Texture, manner: Manner, head: Head, run: Sequence[Piece]) -> float:
    """How many lines a text is away from where the manner wants it."""
    here = [piece for piece in run if piece.first.sheet == head.word.sheet]
    if not here:
        return 1.0
    place = {
        "top": here[0].base,
        "below": here[0].base - texture.leading,
        "middle": (here[0].base + here[-1].base) / 2,
        "bottom": here[-1].base,
    }[manner]
    if manner == "top" and here[0] is not run[0]:
        return 1.0
    off = abs(place - head.word.base) / texture.leading
    return 0.0 if off < 0.35 else off


def is_beside_title(texture: Texture, piece: Piece) -> bool:
    """Whether a piece stands right behind a label that may have a title."""
    if begins_small(piece.first.text) and not texture.begins_small:
        return False
    before = texture.scene.before(piece.indices[0])
    if before is None and not piece.first.text.strip(TITLE_MARKS):
        before = piece.indices[0] - 1
    if before is None or before not in texture.lonely_labels:
        return False
    return texture.scene.fragments.layout != "page" or piece.first.gap < texture.scene.apart
