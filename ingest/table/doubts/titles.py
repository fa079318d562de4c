"""Doubts about titles: lines near the label of a class that belong to a code of another one."""

from __future__ import annotations

import math
from bisect import bisect_left
from collections.abc import Callable, Iterator, Sequence
from itertools import pairwise
from statistics import median
from typing import Final

from ingest.table.division.heads import Head, Piece
from ingest.table.division.seams import capital_after_sentence, capital_inside
from ingest.table.division.steps import EXACT
from ingest.table.division.texture import Texture
from ingest.table.division.unfinished import closes_bracket
from ingest.table.doubts.label_rows import labels_begin_rows
from ingest.table.doubts.steps import step_to, steps_inside, steps_of_texts
from ingest.table.findings import few_end_sentences
from ingest.table.reading import Reading
from ingest.table.scene.wording import begins_capital, begins_small, ends_sentence, is_name
from model import Finding
from model.reading_rules import DOUBTFUL_TEXT

_BELOW: Final = 1.5
"""How many lines below a text another goes on with it at most."""

_ROW: Final = 0.75
"""What part of the usual step between two rows their step is at least."""

_SEVERAL: Final = 3
"""So many labels in a row are more than those of nested classes."""

_ABOVE: Final = frozenset({"middle", "bottom"})
"""The manners in which texts of several lines begin above their codes."""

_OFTEN: Final = 0.15
_SHOWN: Final = 50


def title_doubts(reading: Reading) -> Iterator[Finding]:
    """The doubts about titles, as findings."""
    begin_rows = labels_begin_rows(reading)
    if not begin_rows:
        yield from _small_titles(reading)
        yield from _above_default(reading)
    yield from _before_open_classes(reading, begin_rows=begin_rows)
    yield from _on_another_page(reading)
    yield from _before_default(reading)
    yield from _behind_default(reading)
    yield from _of_either(reading)
    yield from _behind_labels(reading)
    yield from _in_row_of_default(reading)


def is_of_one_text(reading: Reading, number: int) -> bool:
    """Whether what could be the title of a class fills the lines of the text of its default code, which go on small."""
    pair, texture = reading.heads[max(0, number - 1) : number + 1], reading.texture
    if [head.kind for head in pair] != ["title", "code"] or pair[0].number != pair[1].number:
        return False
    lines, edge = list(pairwise(reading.runs[number])), max(piece.last.x1 for piece in reading.owned)
    go_on = all(
        begins_small(piece.first.text) and before.last.x1 + piece.first.x1 - piece.first.x0 >= edge
        for before, piece in lines
    )
    return bool(lines) and go_on and texture.is_aligned and not texture.begins_small


def _behind_labels(reading: Reading) -> Iterator[Finding]:
    """Lines of a text of a copy behind labels of several classes, or that begin anew behind one: each may be a title.

    Labels beside a code are those of its row.
    """
    places = sorted(reading.texture.lonely_labels) if reading.scene.fragments.layout == "text" else []
    for head, run in reading.headed if places else ():
        for before, piece in pairwise(run):
            between = bisect_left(places, piece.indices[0]) - bisect_left(places, before.indices[-1])
            is_odd = between >= _SEVERAL or (between > 0 and _begins_anew(reading.texture, before, piece))
            if head.kind == "code" and is_odd and not ends_sentence(piece.last.text):
                shown = f"«{piece.text[:_SHOWN]}» goes on with the text of {head.number:04d}"
                message = f"{shown} behind labels, and could be a title"
                yield DOUBTFUL_TEXT.finding(message, piece.first.span, code=head.number)


def _in_row_of_default(reading: Reading) -> Iterator[Finding]:
    """Titles in the row of a table that holds the default code of their class too: the label stands on its row."""
    rows = {head.number: head.word.cell for head in reading.heads if head.kind == "code"}
    for head, run in reading.headed:
        row, cell = rows.get(head.number), head.word.cell
        is_in_row = row is not None and cell is not None and (row.table, row.row) == (cell.table, cell.row)
        if head.kind == "title" and run and is_in_row:
            yield _could_begin(run[0], head)


def _small_titles(reading: Reading) -> Iterator[Finding]:
    """Titles of a copied text that begin small right below a full line, or have lines below: it may go on there."""
    texture = reading.texture
    pairs = reading.headed if reading.scene.fragments.layout == "text" else ()
    for number, (head, run) in enumerate(pairs):
        place = reading.division.run(number).start
        if head.kind != "title" or head.is_apart or not run or not place or not begins_small(run[0].first.text):
            continue
        before, piece = reading.pieces[place - 1], run[0]
        is_below = piece.base - before.base < _BELOW * texture.leading
        is_in_column = abs(piece.first.x0 - before.first.x0) <= texture.tolerance
        is_full = texture.room.is_full(before, piece)
        if (is_below and is_in_column and is_full) or len(run) > 1:
            yield _could_go_on(piece)


def _before_open_classes(reading: Reading, *, begin_rows: bool) -> Iterator[Finding]:
    """Texts right before a class without a title or a default code, whose last line may be the title: it stands on
    another page than their code, or as far from the line above it as texts do. In a copy it begins as titles do, where
    labels may stand below these, or stands right behind the label.
    """
    numbers = set(reading.chain.numbers)
    # The only second line of a table is told by how it begins, but where many texts begin so.
    is_told = not reading.texture.begins_small and sum(len(run) > 1 for run in reading.runs) <= 1
    is_copy = reading.scene.fragments.layout == "text" and not is_told
    begins_as_none = _begins_as_none(reading)
    for number, (head, run) in enumerate(reading.headed):
        following = reading.heads[number + 1 : number + 2]
        is_open = any(item.kind == "title" and item.number not in numbers for item in following)
        if not is_open or reading.runs[number + 1]:
            continue
        is_begun = is_copy and not begin_rows and len(run) > 1 and _begins_anew(reading.texture, *run[-2:])
        is_begun |= is_copy and bool(run) and _is_right_behind(following[0], run[-1])
        # A line that closes a bracket of the line above goes on with it, whatever it begins with.
        is_end = len(run) > 1 and run[-2].indices in reading.texture.open_brackets and closes_bracket(run[-1])
        is_odd = run and (is_begun or run[-1].first.sheet != head.word.sheet or _is_as_far(reading, run))
        if not is_end and (is_odd or begins_as_none(run)):
            last = run[-1].text[:_SHOWN]
            message = f"«{last}» could be the title of the class behind {head.number:04d}"
            yield DOUBTFUL_TEXT.finding(message, run[-1].first.span, code=head.number)


def _begins_anew(texture: Texture, before: Piece, piece: Piece) -> bool:
    """Whether a line begins with a capital that is no name's, inside a sentence or behind one."""
    return capital_inside(texture, before, piece) or capital_after_sentence(texture, before, piece)


def _is_right_behind(head: Head, piece: Piece) -> bool:
    """Whether a piece is what follows the label of a class, on its line or on the next."""
    return head.label is not None and piece.indices[0] == head.label.index + 1


def _begins_as_none(reading: Reading) -> Callable[[Sequence[Piece]], bool]:
    """Whether the last line of a text in cells begins with a capital, as hardly any other further line does.

    One behind a sentence goes on with that, where few texts end with one.
    """
    further = [piece for head, run in reading.coded for piece in run[1:]]
    are_small = len(further) > 1 and sum(map(_is_like_a_first, further)) <= max(1, _OFTEN * len(further))
    is_asked = are_small and reading.scene.fragments.layout == "grid"
    are_whole = few_end_sentences(reading)
    return lambda run: (
        (is_asked and len(run) > 1 and _is_like_a_first(run[-1]))
        and not (are_whole and ends_sentence(run[-2].last.text))
    )


def _is_like_a_first(piece: Piece) -> bool:
    return begins_capital(piece.first.text) and not is_name(piece.first.text)


def _is_as_far(reading: Reading, run: Sequence[Piece]) -> bool:
    """Whether the last line of a text of a page is further from the line above it than most lines of texts are, and
    no nearer than a text is to another.
    """
    if len(run) < 2 or reading.scene.fragments.layout != "page" or reading.texture.rules.are_usual:
        return False
    step, inside = step_to(*run[-2:]), steps_inside(reading)
    is_usual = len(inside) > 1 and step <= median(inside) + EXACT * reading.texture.size
    return step >= min(steps_of_texts(reading)) and not is_usual


def _on_another_page(reading: Reading) -> Iterator[Finding]:
    """Texts of which no line stands on the page of their code, where a title stands before it: that may be the text."""
    pairs = pairwise(reading.headed)
    for (before, title), (head, run) in pairs if reading.scene.fragments.layout == "page" else ():
        sheets = {piece.first.sheet for piece in run}
        is_there = head.kind == "code" and sheets and head.word.sheet not in sheets
        if is_there and before.kind == "title" and title and title[-1].first.sheet == head.word.sheet:
            message = f"no line of the text of {head.number:04d} stands on its page"
            yield DOUBTFUL_TEXT.finding(message, run[0].first.span, code=head.number)


def _before_default(reading: Reading) -> Iterator[Finding]:
    """Titles at the end of a page, with no rule below, and the default code of the class first on the next one.

    A code in the middle of a row that is cut stands there too, and the title is the begin of its text. What goes on
    with its label, a space between, is no text.
    """
    pairs = pairwise(reading.headed)
    for (head, run), (following, _) in pairs if reading.scene.fragments.layout == "page" else ():
        is_default = head.kind == "title" and following.kind == "code" and following.number == head.number
        goes_on = run and run[0].first.line == head.word.line and run[0].first.gap < reading.scene.apart
        is_open = run and following.word.sheet != run[-1].first.sheet and _is_open(reading, run[-1])
        if is_default and is_open and not goes_on:
            text = run[0].text[:_SHOWN]
            message = f"«{text}» could be the title of a class, or the text of its default code {head.number:04d}"
            yield DOUBTFUL_TEXT.finding(message, run[0].first.span, code=head.number)


def _is_open(reading: Reading, piece: Piece) -> bool:
    rules = reading.texture.rules
    return not rules.are_usual or rules.is_open(piece)


def _behind_default(reading: Reading) -> Iterator[Finding]:
    """Titles of a class whose default code stands before them: the label stands again, and the text is of the next row.

    Rows whose texts begin above their codes have their label there too. Where no row follows, it is of the last one.
    """
    defaults = {item.number: item.index for item in reading.chain.codes}
    for (head, run), following in zip(reading.headed, [*reading.heads[1:], None], strict=True):
        is_title = head.kind == "title" and run and (following is None or following.kind == "code")
        if is_title and defaults.get(head.number, math.inf) < head.index:
            yield _could_go_on(run[0]) if following is None else _could_begin(run[0], following)


def _above_default(reading: Reading) -> Iterator[Finding]:
    """Titles of a copy right above the first code of their class: they may be the begin of its text.

    That text begins with a small letter, a number or a bracket, as few do then, or below a full line. That of a default
    code may stand nearer to the title than the rows are to each other, as it must on a page, or below a sentence, or
    begin above its code as others do.
    """
    yield from _near_default(reading)
    near, is_told = _least_step(reading), not reading.texture.begins_small
    pairs = pairwise(reading.headed) if reading.scene.fragments.layout == "text" else ()
    for (head, run), (following, text) in pairs:
        is_first = head.kind == "title" and following.kind == "code" and _begins_class(reading, head, following.number)
        if not (is_first and run and text):
            continue
        first = text[0].first.text
        is_small = not (begins_capital(first) or (first[:1].isalpha() and is_name(first)))
        room = reading.texture.room
        is_small &= room.is_surely_full(run[-1], text[0]) or (is_told and not room.could_hold(run[-1], text[0]))
        is_near = ends_sentence(run[-1].last.text) or 0 < text[0].base - run[-1].base < near
        is_near |= reading.division.manner in _ABOVE
        if is_small or (is_near and following.number == head.number):
            yield _could_begin(run[0], following)


def _begins_class(reading: Reading, head: Head, number: int) -> bool:
    """Whether a number is the default of the class of a title, or the label holds it, and no default was read."""
    patterns = head.label.patterns if head.label and head.number not in reading.chain.numbers else ()
    return number == head.number or any(pattern.holds(number) for pattern in patterns)


def _near_default(reading: Reading) -> Iterator[Finding]:
    """Titles of a page to which the text of the code behind is as near as lines of a text are, where rows are not."""
    if reading.scene.fragments.layout != "page" or reading.texture.rules.are_usual:
        return
    inside, between = steps_inside(reading), [step for step in steps_of_texts(reading) if math.isfinite(step)]
    near = median(inside or [0.0]) + EXACT * reading.texture.size
    for (head, run), (following, text) in pairwise(reading.headed) if near < median(between or [0.0]) else ():
        if head.kind == "title" and following.kind == "code" and run and text and step_to(run[-1], text[0]) <= near:
            yield _could_begin(run[0], following)


def _least_step(reading: Reading) -> float:
    """How far the texts of two codes of a copy are apart at least, of those that stand below each other."""
    steps = [
        run[0].base - above[-1].base
        for (before, above), (head, run) in pairwise(reading.headed)
        if before.kind == head.kind == "code" and above and run
    ]
    return _ROW * median([step for step in steps if step > 0] or [0.0])


def _of_either(reading: Reading) -> Iterator[Finding]:
    """Titles of a copy behind two labels alone on their lines, where only the first class lacks its default code.

    A copy that sets labels after each other says not which of them the title stands beside.
    """
    scene, numbers = reading.scene, set(reading.chain.numbers)
    runs = {head.label.index: run for head, run in reading.headed if head.label and run}
    for before, label in pairwise(reading.labels) if scene.fragments.layout == "text" else ():
        outer, pattern = before.patterns[-1], label.patterns[-1]
        are_stacked = before.line + 1 == label.line and scene.is_alone(before.index) and scene.is_alone(label.index)
        lacks = outer.zero_code not in numbers and before.index not in runs and outer.holds(pattern.zero_code)
        if are_stacked and lacks and label.index in runs and pattern.zero_code in numbers:
            shown = runs[label.index][0].text[:_SHOWN]
            message = f"«{shown}» could be the title of {outer} or of {pattern}"
            yield DOUBTFUL_TEXT.finding(message, runs[label.index][0].first.span, pattern=pattern)


def _could_begin(title: Piece, head: Head) -> Finding:
    shown = title.text[:_SHOWN]
    message = f"«{shown}» could be the title of a class, or the begin of the text of {head.number:04d}"
    return DOUBTFUL_TEXT.finding(message, title.first.span, code=head.number)


def _could_go_on(title: Piece) -> Finding:
    shown = title.text[:_SHOWN]
    message = f"«{shown}» was read as the title of a class, and could go on with the text above"
    return DOUBTFUL_TEXT.finding(message, title.first.span)
