"""Doubts about columns beside the texts, of remarks or of a status: a copy may not keep them apart."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterator
from itertools import chain, dropwhile
from typing import Final

from ingest.table.division.heads import Piece
from ingest.table.doubts.tabs import tab_doubts
from ingest.table.reading import Reading
from ingest.table.scene.beside_codes import is_value_headed, told_values
from ingest.table.scene.heading_words import is_heading_word, role_of_word
from ingest.table.scene.headings import Headings
from ingest.table.scene.known_remarks import Remarks, is_below, remarks_of
from ingest.table.scene.lines import APART, text_of
from ingest.table.scene.scene import Scene
from ingest.table.scene.told_remarks import told_remarks
from ingest.table.scene.wording import begins_capital
from model import Finding
from model.reading_rules import DOUBTFUL_COLUMN

_TIGHT: Final = 0.4
_AS_NEAR: Final = 1.05
"""How much more room than before the last word is none between columns."""

_RARE: Final = 0.1
_FEWEST: Final = 4
"""More lines of remarks than that make an edge."""

_FAR: Final = 8.0
"""How far to the right of others a line of a copied text begins at most, in characters."""


def remark_doubts(reading: Reading) -> Iterator[Finding]:
    """All doubts about remarks, of a reading with codes."""
    scene = reading.scene
    remarks = remarks_of(scene.words, scene.lines, scene.roles)
    yield from _run_together(reading)
    yield from _set_together(reading)
    yield from _described_twice(reading.scene)
    yield from _beside_no_texts(reading)
    yield from _in_one_cell(reading)
    yield from _without_heading(reading)
    yield from tab_doubts(reading)
    is_copy = scene.fragments.layout == "text"
    if is_copy and scene.headings and _is_told(reading, scene.headings[0]):
        return
    yield from _cut_off(reading, remarks)
    if is_copy and any("other" in part.roles for part in scene.headings):
        yield from _inside(reading, remarks)


def _run_together(reading: Reading) -> Iterator[Finding]:
    """A column that is no part of the descriptions, in a copy that does not keep columns."""
    scene = reading.scene
    # Where single blanks part all words, and texts go on at the margin, those of a column stand there by chance.
    is_kept = scene.fragments.layout != "text" or scene.has_cells
    is_kept = is_kept or (reading.texture.is_aligned and not _touches_texts(scene))
    for part in scene.headings[:1]:
        is_headed = "other" in part.roles or (not is_kept and _has_another(reading, part))
        is_empty = scene.fragments.layout == "grid" or (scene.fragments.layout == "page" and _is_free(reading, part))
        is_lost = "other" not in scene.roles or not (is_kept or _is_told(reading, part))
        if is_headed and not is_empty and is_lost:
            span = scene.words[scene.lines[part.begin].begin].span
            yield DOUBTFUL_COLUMN.finding(
                "the remarks cannot be told from the descriptions: the copy does not keep its columns", span
            )


def _in_one_cell(reading: Reading) -> Iterator[Finding]:
    """Rows of a format that stand in one cell, label or code and text, where another column has a heading of its own.

    What that column says of the row may be the end of the text.
    """
    scene = reading.scene
    if scene.fragments.layout != "grid" or not any("other" in part.roles for part in scene.headings):
        return
    for head, run in reading.headed:
        is_there = head.kind == "code" and scene.roles[head.index] in {"class", "code"}
        if not is_there or not run or run[0].first.cell != head.word.cell:
            continue
        cell = head.word.cell
        is_alone = not any(
            word.cell is not None and cell is not None and word.cell.column > cell.column
            for word in (scene.words[index] for index in scene.lines[scene.line_of[head.index]].indices)
        )
        if is_alone:
            message = f"the row of {head.number:04d} stands in one cell: a remark cannot be told from its text"
            yield DOUBTFUL_COLUMN.finding(message, head.word.span, code=head.number)


def _without_heading(reading: Reading) -> Iterator[Finding]:
    """Words right behind the columns of a table that no heading names: a remark, or the end of the text beside."""
    scene = reading.scene
    ends = {item.cells_end for item in scene.headings}
    ends -= {column.cell for item in scene.headings for column in item.columns}
    for index in _others(scene):
        word = scene.words[index]
        if word.cell is not None and word.cell.column in ends:
            message = f"«{word.text}» stands in a column without a heading, and could end the text beside it"
            code = next((item.number for item in reversed(reading.chain.codes) if item.index < index), None)
            yield DOUBTFUL_COLUMN.finding(message, word.span, code=code)
            return


def _set_together(reading: Reading) -> Iterator[Finding]:
    """A heading in one cell with that of the descriptions: a tool that drew the columns took two for one."""
    scene = reading.scene
    for part in scene.headings if scene.fragments.layout == "grid" else ():
        firsts = [scene.words[line.begin] for line in scene.lines[part.begin + 1 : part.end]]
        strange = [word for word in firsts if word.text[:1].isupper() and not is_heading_word(word.text)]
        if strange and "other" not in part.roles:
            message = (
                f"«{strange[0].text}» stands in the heading of another column: two columns may have been set into one"
            )
            yield DOUBTFUL_COLUMN.finding(message, strange[0].span)
            return


def _described_twice(scene: Scene) -> Iterator[Finding]:
    """Two columns that could be the descriptions: what stands in both was read as one text."""
    for part in scene.headings[:1]:
        if part.roles.count("description") > part.roles.count("code"):
            message = "the headings name two columns of descriptions: what stands in both was read as one text"
            yield DOUBTFUL_COLUMN.finding(message, scene.words[scene.lines[part.begin].begin].span)


def _beside_no_texts(reading: Reading) -> Iterator[Finding]:
    """Codes of which most have no text, and words of another column beside them: those may be the texts."""
    scene = reading.scene
    codes = [head for head, run in reading.coded if not run]
    lines = [(head, scene.lines[scene.line_of[head.index]]) for head in codes]
    beside = [head for head, line in lines if any(scene.roles[index] == "other" for index in line.indices)]
    if len(beside) > sum(head.kind == "code" for head in reading.heads) / 2:
        message = f"{len(beside)} codes have no text, and words of another column beside them: they may be the texts"
        yield DOUBTFUL_COLUMN.finding(message, beside[0].word.span)


def _is_told(reading: Reading, part: Headings) -> bool:
    """Whether the other column of a copy without columns is told by its words.

    Each code has a value behind it, one of few where headings have room between them, and nothing else has; or all that
    could be a remark is one.
    """
    scene, headed = reading.scene, reading.scene.lines[part.begin : part.end]
    others = _others(scene)
    ends = [*(item.begin for item in scene.headings[1:]), len(scene.lines)]
    below = [scene.lines[item.end : end] for item, end in zip(scene.headings, ends, strict=True)]
    parts = [[line for line in lines if line.number not in scene.furniture] for lines in below]
    is_close = is_value_headed(scene.words, scene.lines, part)
    if is_close or (others and others == told_values(scene.words, headed, [*chain.from_iterable(parts)])):
        return {_before(scene, index) for index in others} == {item.index for item in reading.chain.codes}
    return bool(others) and others == told_remarks(scene.words, headed, parts)


def _others(scene: Scene) -> list[int]:
    """The words in columns of remarks: in nearly no document there is one."""
    return [index for index, role in enumerate(scene.roles) if role == "other"] if "other" in scene.roles else []


def _before(scene: Scene, index: int) -> int:
    """The word before another, furniture, headings and the marks of notes apart."""
    before = index - 1
    while _is_passed(scene, before):
        before -= 1
    return before


def _is_passed(scene: Scene, index: int) -> bool:
    line = scene.line_of[index]
    return line in scene.furniture or line in scene.headed or index in scene.notes.behind_codes


def _touches_texts(scene: Scene) -> bool:
    """Whether a word of another column stands beside one of the descriptions with hardly any room between."""
    roles = scene.roles
    return any(
        {roles[index - 1], roles[index]} == {"other", "description"}
        and scene.line_of[index - 1] == scene.line_of[index]
        and scene.words[index].gap < APART
        for index in range(1, len(scene.words))
    )


def _is_free(reading: Reading, part: Headings) -> bool:
    """Whether no text of a page reaches below the heading of another column: that is empty."""
    edge = min((column.x0 for column in part.columns if column.role == "other"), default=0.0)
    return all(piece.last.x1 < edge for piece in reading.owned)


def _has_another(reading: Reading, part: Headings) -> bool:
    """Whether a word that no heading of the table has stands among its headings, with a capital as a heading has.

    Or below them, before the first code: a further line of them that was not known as one.
    """
    scene = reading.scene
    headed = [scene.words[index].text for line in scene.lines[part.begin : part.end] for index in line.indices]
    below = [scene.words[index].text for piece in reading.unattached for index in piece.indices]
    is_other = any(text[:1].isupper() and role_of_word(text) == "other" for text in below)
    return is_other or any(text[:1].isupper() and not is_heading_word(text) for text in (*headed, *below))


def _cut_off(reading: Reading, remarks: Remarks) -> Iterator[Finding]:
    """Words set aside as a remark that stand no further from a text than its words do, and are no known remark."""
    scene = reading.scene
    end = scene.lines[scene.line_of[reading.region[-1]]].end if reading.region else 0
    edges = _edges_of_remarks(scene)
    roles = scene.roles
    places = range(reading.region.start + 1, end)
    for index in (index for index in places if roles[index] == "other" and roles[index - 1] == "description"):
        word, before = scene.words[index], scene.words[index - 1]
        line = scene.line_of[index]
        # The words of a copy that does not say how wide they are may stand further apart than they were printed.
        usual = before.gap if math.isfinite(before.gap) else 0.0
        is_near = word.gap < max(_TIGHT, _AS_NEAR * usual)
        is_beside = line == scene.line_of[index - 1] and is_near and word.cell is None
        is_at_edge = round(word.x0) in edges
        if is_beside and not is_at_edge and not remarks.holds(scene.words, index, scene.lines[line].end):
            message = f"«{word.text}» was read as a remark, and could belong to the text before it («{before.text}»)"
            yield DOUBTFUL_COLUMN.finding(message, word.span)


def _edges_of_remarks(scene: Scene) -> frozenset[int]:
    """Where most lines of a column of remarks begin on a page: what begins there is none of the text before it."""
    if scene.fragments.layout != "page":
        return frozenset()
    roles = scene.roles
    firsts = [
        scene.words[index].x0
        for line in scene.lines
        for index in line.indices
        if roles[index] == "other" and (index == line.begin or roles[index - 1] != "other")
    ]
    edges = Counter(round(x) for x in firsts)
    return frozenset(edge for edge, count in edges.items() if count > max(_FEWEST, len(firsts) / 2))


def _inside(reading: Reading, remarks: Remarks) -> Iterator[Finding]:
    """Texts of a copy in which a remark may stand: apart from words before it, or far from where the text begins."""
    words = reading.scene.words
    is_behind = any(map(_has_another_behind, reading.scene.headings))
    for head, run in reading.headed:
        inner = [index for piece in run for index in _beginnings(reading.scene, piece, remarks, is_behind=is_behind)]
        left = min((piece.first.x0 for piece in run), default=0.0)
        inner += [piece.indices[0] for piece in run if is_behind and piece.first.x0 > left + _FAR]
        if head.kind == "code" and inner:
            message = f"«{words[inner[0]].text}» stands apart in the text of {head.number:04d}, and could be a remark"
            yield DOUBTFUL_COLUMN.finding(message, words[inner[0]].span, code=head.number)


def _has_another_behind(part: Headings) -> bool:
    """Whether the column of the descriptions is not the last."""
    return "other" in dropwhile(lambda role: role != "description", part.roles)


def _beginnings(scene: Scene, piece: Piece, remarks: Remarks, *, is_behind: bool) -> Iterator[int]:
    """The words of a line of a text from which on it says a remark, or with room before them as between columns.

    Room says nothing where no other column stands behind the descriptions.
    """
    words, number = scene.words, scene.line_of[piece.indices[0]]
    above = [words[index] for index in scene.lines[max(0, number - 1)].indices if scene.roles[index] == "other"]
    for place, index in enumerate(piece.indices[1:], 1):
        text = words[index].text
        is_told = begins_capital(text) or text.isdecimal() or is_below(words[index], above)
        is_short = len(piece.indices) - place <= remarks.most_words
        rest = [words[other] for other in piece.indices[place:]] if is_told and is_short else []
        if (is_behind and words[index].gap >= APART) or text_of(rest) in remarks.phrases:
            yield index
