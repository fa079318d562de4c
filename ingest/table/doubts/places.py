"""Doubts about codes and texts that stand elsewhere across a page or a line than the others do."""

from __future__ import annotations

import math
from collections.abc import Collection, Iterator, Sequence
from itertools import pairwise
from typing import Final

from ingest.document.cleaning import HYPHENS
from ingest.document.fragments import TAB, Word
from ingest.table.division.heads import Head, Piece
from ingest.table.reading import Reading
from ingest.table.scene.lines import APART, text_of
from ingest.table.scene.scene import Scene
from model import Finding
from model.reading_rules import DOUBTFUL_CODE, DOUBTFUL_TEXT

_WIDE: Final = 2.0
"""The room between two columns, in letter heights: a line of one text that is spread to its width seldom has it."""

_WIDE_IN_TEXT: Final = 1.8
"""The same in a text of lines, of six blanks: somebody may have written two for one."""

_FAR_RIGHT: Final = 4.0
"""How far right of where all texts of a copy begin a line begins that is none of them, in characters."""

_MOST: Final = 0.9
"""How many words beside codes stand behind them where texts do."""

_EVEN: Final = 1.1
"""How many times the least room between the words of a line the most is, where the line is spread to its width."""

_SPREAD: Final = 3
"""So many words at least are spread over a line."""

_NEAREST: Final = 0.8
_OVER: Final = 0.92
"""Lines of one text are no nearer to each other than that share of its leading, nor of the height of its letters."""

_OF_BOX: Final = 0.5
"""What part of the height of letters that a tool tells these have at least: it may be that of the box of the font."""

_RAISED: Final = 0.2
"""What stands no further below another is raised, or on its line."""

_SAME_STEP: Final = 0.1
"""By what share of the height of letters steps that are one differ at most."""


_ROOM_OF_WORDS: Final = 0.5
_ROOM_OF_SPREAD: Final = 1.0
_OFTEN: Final = 0.2
"""What part of the lines that others go on from have so much room where a copy spreads lines."""

_FEW: Final = 3
"""Of no more texts beside their codes nobody knows where texts end."""


def place_doubts(reading: Reading) -> Iterator[Finding]:
    """Codes and texts that stand where hardly any others do."""
    yield from _alone(reading)
    yield from _before(reading)
    yield from _only_before(reading)
    yield from _beyond(reading)
    yield from _between_lines(reading)
    yield from _among_labels(reading)


def _alone(reading: Reading) -> Iterator[Finding]:
    """Codes without a text that stand where no other code does, as a number in a margin."""
    for head, run in reading.headed:
        is_alone = reading.scene.fragments.layout == "page" and not run and not reading.scene.edges_near(head.index)
        if head.kind == "code" and is_alone and len(reading.chain.codes) > 1:
            message = f"{head.number:04d} was read as a code, has no text, and stands where no other code does"
            yield DOUBTFUL_CODE.finding(message, head.word.span, code=head.number)


def _before(reading: Reading) -> Iterator[Finding]:
    """Texts that begin before their code on its line, where those of most codes stand behind."""
    beside = _beside(reading)
    found = [(head, piece) for head, piece in beside if piece.indices[0] < head.index]
    for head, piece in found if 2 * len(found) < len(beside) else ():
        message = f"«{piece.text[:50]}» stands before {head.number:04d}, where texts stand behind"
        yield DOUBTFUL_TEXT.finding(message, piece.first.span, code=head.number)


def _beside(reading: Reading) -> list[tuple[Head, Piece]]:
    """The codes that begin lines or cells, each with the texts of its own on its line."""
    line_of, is_grid = reading.scene.line_of, reading.scene.fragments.layout == "grid"
    return [
        (head, piece)
        for head, run in (() if is_grid else reading.headed)
        for piece in run
        if head.kind == "code" and not head.is_inside and line_of[piece.indices[0]] == line_of[head.index]
    ]


def _beyond(reading: Reading) -> Iterator[Finding]:
    """Parts of lines of a page that begin right of where the texts beside codes end: another column stands there.

    A line that has wide room in it may reach into that column, and says nothing of where texts end. One with wide room
    between all words, or the same, is spread to the width of its column.
    """
    words, texture = reading.scene.words, reading.texture
    owners = texture.owners if reading.scene.fragments.layout == "page" else ()
    beside = [piece for piece, owner in zip(reading.pieces, owners, strict=False) if owner is not None]
    inner = [piece for piece in beside if texture.is_in_column(piece)]
    rights = [piece.last.x1 for piece in inner if not any(_is_set_off(words[index]) for index in piece.indices[1:])]
    edge = max(rights) if len(rights) > _FEW else math.inf
    for head, run in reading.headed if math.isfinite(edge) else ():
        for piece in run:
            begins = [index for index in piece.indices if index == piece.indices[0] or _is_set_off(words[index])]
            gaps = [words[index].gap for index in piece.indices[1:]]
            are_even = max(gaps, default=0.0) < _EVEN * min(gaps, default=0.0)
            if len(piece.indices) >= _SPREAD and (are_even or len(begins) == len(piece.indices)):
                continue
            first = next((index for index in begins if words[index].x0 > edge), None)
            if first is not None:
                text = text_of(words[first : piece.indices[-1] + 1])[:50]
                message = f"«{text}» in the text of {head.number:04d} begins right of where the texts end"
                yield DOUBTFUL_TEXT.finding(message, words[first].span, code=head.number)


def _between_lines(reading: Reading) -> Iterator[Finding]:
    """Lines of a text of a page that share height, and those of a copy far right of where all texts begin: stamps."""
    is_copy = reading.scene.fragments.layout == "text" and reading.texture.is_aligned
    farthest = reading.texture.farthest + _FAR_RIGHT if is_copy else math.inf
    shared = _sharing_height(reading) if reading.scene.fragments.layout == "page" else ()
    for head, run in reading.headed if reading.scene.fragments.layout != "grid" else ():
        for piece in run[1:]:
            if piece.indices in shared or piece.left > farthest:
                message = f"«{piece.text[:50]}» in the text of {head.number:04d} stands where no line of a text does"
                yield DOUBTFUL_TEXT.finding(message, piece.first.span, code=head.number)


def _sharing_height(reading: Reading) -> Collection[tuple[int, ...]]:
    """The lines of texts of a page that share height with those above them.

    None where the second lines of more texts do by one step than stamps would, and no others: a tool set the first
    lines beside codes in the middle of them.
    """
    texture = reading.texture
    least = min(_NEAREST * texture.leading, _OVER * texture.size)
    pairs = [pair for _, run in reading.headed for pair in pairwise(run) if pair[0].first.sheet == pair[1].first.sheet]
    steps = [
        (piece.base - before.base, abs(before.left - piece.left) < texture.size, piece.indices)
        for before, piece in pairs
    ]
    # Where hardly a text has a second line, how far apart lines stand is not known, but by the boxes of letters.
    is_known = reading.scene.fragments.format == "pdf" or sum(step >= least for step, *_ in steps) > _FEW
    in_column = least if is_known else min(least, _OF_BOX * texture.size)
    shared = {
        indices: step
        for step, is_below, indices in steps
        if _RAISED * texture.size < step < (in_column if is_below else least)
    }
    are_second = len(shared) > _FEW and shared.keys() <= {run[1].indices for run in reading.runs if len(run) > 1}
    are_alike = are_second and max(shared.values()) - min(shared.values()) < _SAME_STEP * texture.size
    return () if are_alike else shared


def set_off(reading: Reading) -> Iterator[Finding]:
    """Words with wide room before them inside a line of a text, as hardly any have: a stamp stands so on a page.

    A line that is spread to its width has as much room everywhere, or in a copy anywhere where many lines are spread,
    and is not the last of its text. A bracket that the next line closes is a part of it.
    """
    words, layout = reading.scene.words, reading.scene.fragments.layout
    spreads = layout == "text" and _spreads_lines(reading)
    is_open = reading.texture.open_brackets.__contains__
    least, most = (_WIDE, math.inf) if layout == "page" else (_WIDE_IN_TEXT, TAB)
    found = [
        (head, index)
        for head, run in (reading.headed if layout != "grid" else ())
        for piece in run
        for before, index in pairwise(piece.indices)
        if least <= words[index].gap < most
        and index == before + 1
        and (piece is run[-1] or (_is_uneven(words, piece, index) and not spreads))
        and not (piece is not run[-1] and words[index].text.startswith("(") and is_open(piece.indices))
        and any(map(str.isalnum, words[index].text))
        and not words[index].text.endswith(HYPHENS)  # the text goes on behind it
    ]
    for head, index in found if len(found) <= _FEW else ():
        message = f"«{words[index].text}» stands apart in the text of {head.number:04d}, and may be no part of it"
        yield DOUBTFUL_TEXT.finding(message, words[index].span, code=head.number)


def _spreads_lines(reading: Reading) -> bool:
    """Whether many of the lines that others go on from have wide room in them."""
    lines = [piece.indices for _, run in reading.headed for piece in run[:-1] if len(piece.indices) > 1]
    spread = [any(reading.scene.words[index].gap >= _ROOM_OF_SPREAD for index in line[1:]) for line in lines]
    return sum(spread) > max(_FEW, _OFTEN * len(spread))


def _is_uneven(words: Sequence[Word], piece: Piece, index: int) -> bool:
    """Whether room stands before a word alone, and the others of its line are not spread."""
    others = [words[other].gap for other in piece.indices[1:] if other != index]
    return bool(others) and max(others) < _ROOM_OF_WORDS


def _is_set_off(word: Word) -> bool:
    """Whether wide room stands before a word; less of it is wide before a sign, as a bar beside changed lines."""
    return word.gap >= (_WIDE if any(map(str.isalnum, word.text)) else APART)


def _among_labels(reading: Reading) -> Iterator[Finding]:
    """Words of texts that stand in another column: a title below or behind a label, a name behind a code."""
    scene = reading.scene
    is_grid = scene.fragments.layout == "grid"
    coded = ((head, run) for head, run in reading.coded if not head.is_inside)
    for head, run in coded if is_grid or _stand_behind(reading) else ():
        # In a copy, what stands alone on its line may have slipped there.
        pieces = [piece for piece in run if scene.fragments.layout != "text" or piece.last.x0 >= head.word.x1]
        inside = [index for piece in pieces for index in piece.indices]
        members = [index for index in inside if scene.fragments.layout == "page" or index not in scene.candidate_at]
        among = _of_other_columns(scene, head, members) if is_grid else members
        strange = [scene.words[index] for index in among if is_grid or _is_left(scene, index, head)]
        if strange:
            message = (
                f"«{text_of(strange)[:50]}» in the text of {head.number:04d} stands in another column than texts do"
            )
            yield DOUBTFUL_TEXT.finding(message, strange[0].span, code=head.number)


def _of_other_columns(scene: Scene, head: Head, members: Sequence[int]) -> list[int]:
    """The words of a text in the columns of the labels and of the numbers of rows, and in that of the codes if others
    are in that of the texts.
    """
    roles = {scene.roles[index] for index in members}
    others = {"class", "number", "code"} if "description" in roles else {"class", "number"}
    own = head.word.cell if "description" not in roles else None
    return [index for index in members if scene.roles[index] in others and scene.words[index].cell != own]


def _stand_behind(reading: Reading) -> bool:
    """Whether texts stand right of their codes, and none goes on below its code; hardly any does on a page."""
    scene, most = reading.scene, _FEW if reading.scene.fragments.layout == "page" else 0
    lefts = rights = belows = lines = 0
    for head, run in reading.headed:
        for piece in run if head.kind == "code" else ():
            if scene.line_of[piece.indices[0]] == scene.line_of[head.index]:
                lefts += sum(_is_left(scene, index, head) for index in piece.indices)
                rights += sum(scene.words[index].x0 >= head.word.x1 for index in piece.indices)
            else:
                lines += 1
                belows += any(_is_across(scene.words[index], head.word) for index in piece.indices)
    return rights > _MOST * (lefts + rights) and belows <= max(most, (1 - _MOST) * lines * bool(most))


def _is_left(scene: Scene, index: int, head: Head) -> bool:
    """Whether a word stands left of a code, or on a page below it, if the code stands apart from texts."""
    word, code = scene.words[index], head.word
    is_apart = scene.fragments.layout == "page" and scene.line_of[index] != scene.line_of[head.index]
    is_below = is_apart and scene.ends(head.index) and _is_across(word, code)
    return word.sheet == code.sheet and (word.x1 <= code.x0 or is_below)


def _is_across(word: Word, other: Word) -> bool:
    """Whether two words stand at one place across the page."""
    return word.x0 < other.x1 and word.x1 > other.x0


def _only_before(reading: Reading) -> Iterator[Finding]:
    """Texts of a copy that end before their code, where those of most codes stand behind.

    None of those that end on its line, where those lines begin with texts and end with codes.
    """
    pairs = reading.headed if reading.scene.fragments.layout == "text" else ()
    beside = _beside(reading)
    are_first = 2 * sum(piece.indices[0] < head.index for head, piece in beside) >= len(beside)
    found = [
        (head, run[0])
        for head, run in pairs
        if head.kind == "code" and run and (run[-1].indices[-1] < head.index or _is_cut_off(reading, head, run))
        if not (are_first and run[-1].indices[-1] + 1 == head.index)
    ]
    for head, piece in found if 2 * len(found) < len(reading.chain.codes) else ():
        message = f"«{piece.text[:50]}» stands before {head.number:04d}, where texts stand behind"
        yield DOUBTFUL_TEXT.finding(message, piece.first.span, code=head.number)


def _is_cut_off(reading: Reading, head: Head, run: Sequence[Piece]) -> bool:
    """Whether a text begins above its code, with nothing beside it, and the page ends right below, where others do not.

    The text of a code that a page cuts off begins on the next one.
    """
    line_of, furniture = reading.scene.line_of, reading.scene.furniture
    line = line_of[head.index]
    is_above = run[0].indices[0] < head.index and all(line_of[piece.indices[0]] != line for piece in run)
    return is_above and line + 1 in furniture and reading.division.manner == "top"
