"""The labels of a table: which of the words that can be one are, and those that a copy set behind the last text."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Collection, Mapping, Sequence
from itertools import pairwise
from typing import Final

from ingest.table.codes.chain import Chain
from ingest.table.division.heads import Piece
from ingest.table.scene.candidates import LabelMark
from ingest.table.scene.heading_words import NEEDED, role_of_word
from ingest.table.scene.headings import Headings
from ingest.table.scene.scene import Scene
from ingest.table.scene.wording import counts_things, is_preposition, wants_number

_SEVERAL: Final = 2
_MOST_LABELS: Final = 12
"""How many labels may stand beside each other in a row: one a level, each perhaps printed again."""

_BLANK: Final = 1.0
"""How wide a blank is that may stand before a line of a copy, and sets it into no other column."""

_MOST: Final = 0.75
_NEXT_LINES: Final = 4
_NEAR_LINES: Final = 12
"""How many lines below the last code a label stands at most: its text stands between."""


def accepted_labels(scene: Scene, chain: Chain) -> list[LabelMark]:
    """The labels of the table: words that can be one, where a label stands and not inside a text."""
    if not chain.codes:
        return []
    codes = {item.index: item.number for item in chain.codes}
    is_class_last = bool(scene.headings) and _heads_classes_last(scene, scene.headings[0])
    end_rows = is_class_last and _end_most_rows(scene, codes)
    stack_end = _stack_end(scene, chain)
    found: list[LabelMark] = []
    for label in scene.labels:
        is_settled = label.index in scene.decisions.labels
        if not is_settled and (label.index < scene.table_begin or not _is_near(scene, chain, label, stack_end)):
            continue
        is_label = is_settled or _is_label(scene, label, codes, is_class_last=is_class_last, end_rows=end_rows)
        if is_label or _ends_a_text(scene, chain, label):
            found.append(label)
    return found


def _heads_classes_last(scene: Scene, part: Headings) -> bool:
    """Whether the column of classes is the last of those that are read; a copy sets headings below each other too."""
    lines = scene.lines[part.begin : part.end] if scene.fragments.layout == "text" else ()
    below = [role_of_word(scene.words[index].text) for line in lines for index in line.indices]
    # What is left out stands behind the classes, or before the codes.
    in_order = ([role for role in roles if role in NEEDED] for roles in (part.roles, below))
    return any(roles[-1:] == ["class"] for roles in in_order)


def _is_near(scene: Scene, chain: Chain, label: LabelMark, stack_end: int) -> bool:
    """Whether a label stands among the codes, or right below the last one."""
    last = chain.codes[-1]
    if label.index < last.index:
        return True
    holds = label.holds(last.number)
    if not holds and any(pattern.zero_code > last.number for pattern in label.patterns):
        # A class of which nothing but its title is printed.
        return label.line - last.line <= _NEXT_LINES and scene.before(label.index) is None
    if label.line < stack_end and _is_of_a_stack(scene, chain, label):
        return True
    if label.line - last.line > _NEAR_LINES:
        return False
    if not holds:
        # A label printed once more, alone on its line: a copy by columns sets those of merged cells after each other.
        is_again = any(mark.patterns == label.patterns and mark.index < last.index for mark in scene.labels)
        return is_again and scene.is_alone(label.index)
    is_amid_labels = scene.ends(label.index) or scene.after(label.index) in scene.label_at
    is_behind_another = scene.before(label.index) in scene.label_at and is_amid_labels
    return scene.begins(label.index) or is_behind_another or label.line == last.line


def _is_label(scene: Scene, label: LabelMark, codes: dict[int, int], *, is_class_last: bool, end_rows: bool) -> bool:
    word = scene.words[label.index]
    after, before = scene.after(label.index), scene.before(label.index)
    if word.text.endswith(",") and after not in scene.label_at and not scene.ends(label.index):
        return False  # a class that a text quotes
    if word.style.is_turned or (scene.roles[label.index] == "class" and scene.begins(label.index)):
        return True
    holds_next = after is not None and after in codes and label.holds(codes[after])
    holds_before = before in codes and label.holds(codes[before])
    is_as_headed = holds_before and word.gap < scene.apart and _is_class_behind_code(scene)
    if not holds_next and not is_as_headed and _begins_a_text(scene, label, codes):
        return False
    if scene.begins(label.index) or holds_next or before is None or _follows_labels(scene, label):
        return True
    if holds_before or _leads_labels(scene, label):
        return True
    return scene.ends(label.index) and (
        word.gap >= scene.apart
        or before in codes
        or before in scene.label_at
        or (is_class_last and (_ends_its_row(scene, label, codes, end_rows=end_rows) or not is_quoted(scene, label)))
    )


def _end_most_rows(scene: Scene, codes: Collection[int]) -> bool:
    """Whether labels end most rows: one that the word before it asks for is that of its row then, too."""
    return sum(scene.ends(mark.index) for mark in scene.labels if mark.index > scene.table_begin) > _MOST * len(codes)


def _ends_its_row(scene: Scene, label: LabelMark, codes: Mapping[int, int], *, end_rows: bool) -> bool:
    """Whether a label ends the row of the default of its class, or that of a code it holds where others do so."""
    on_line = (codes[index] for index in scene.lines[label.line].indices if index in codes)
    code = next(on_line, None)
    return code is not None and (code == label.patterns[-1].zero_code or (end_rows and label.holds(code)))


def _is_class_behind_code(scene: Scene) -> bool:
    """Whether the heading of the classes stands right behind that of the codes."""
    return bool(scene.headings) and ("code", "class") in pairwise(scene.headings[0].roles)


def _begins_a_text(scene: Scene, label: LabelMark, codes: Collection[int]) -> bool:
    """Whether the text of a code begins with a label: in the column of the texts of its row, and more text behind it.

    So does one alone on a line, right of labels and codes, that the word before it asks for.
    """
    first = scene.headings[0] if scene.headings else None
    if first and first.text_edge and first.roles[0] == "class" and scene.is_alone(label.index):
        # A copy may set all that stands in a row below each other, at one edge.
        is_right = scene.words[label.index].x0 >= first.text_edge > first.columns[0].x0 + _BLANK
        return is_right and is_quoted(scene, label)
    if scene.roles[label.index] != "description":
        return False
    line = scene.lines[label.line]
    after = scene.after(label.index)
    is_amid = after is not None and after not in codes and scene.words[after].cell == scene.words[label.index].cell
    return is_amid and any(index in codes and scene.roles[index] == "code" for index in line.indices)


def _follows_labels(scene: Scene, label: LabelMark) -> bool:
    """Whether nothing but labels of the classes above its own stands before a label on its line."""
    index = label.index
    for _ in range(_MOST_LABELS):
        before = scene.before(index)
        if before is None:
            return True
        if before not in scene.label_at or not scene.label_at[before].holds(_zero(scene, index)):
            return False
        index = before
    return False


def _leads_labels(scene: Scene, label: LabelMark) -> bool:
    """Whether labels of ever smaller classes within its own, and they alone, stand behind one to the end of its line.

    A copy sets all labels of a row behind the last line of a text so: `2xxx 21xx 215x`.
    """
    last = label
    while (after := scene.label_at.get(scene.after(last.index) or last.index)) not in (None, last):
        if not last.holds(_zero(scene, after.index)) or after.patterns[-1].level <= last.patterns[-1].level:
            return False
        last = after
    return scene.fragments.layout == "text" and label != last and scene.ends(last.index) and not is_quoted(scene, label)


def _zero(scene: Scene, index: int) -> int:
    return scene.label_at[index].patterns[-1].zero_code


def _ends_a_text(scene: Scene, chain: Chain, label: LabelMark) -> bool:
    """Whether a label ends a line of a copy, of the class of the code before it or behind it, and stands nowhere else.

    Where labels stand on lines of their own, one beside the middle of its cell may end the line of a text.
    """
    if scene.fragments.layout != "text" or not scene.ends(label.index):
        return False
    below = [mark for mark in scene.labels if mark.index > scene.table_begin and mark.index != label.index]
    are_alone = sum(scene.is_alone(mark.index) for mark in below) >= _SEVERAL
    if not are_alone or any(mark.patterns == label.patterns for mark in below):
        return False
    place = bisect_left(chain.places, label.index)
    return not is_quoted(scene, label) and any(
        label.holds(item.number) for item in chain.codes[max(0, place - 1) : place + 1]
    )


def is_quoted(scene: Scene, label: LabelMark) -> bool:
    """Whether the word before a label asks for it: a text quotes the class."""
    return any(told(scene.words[label.index - 1].text) for told in (wants_number, counts_things, is_preposition))


def labels_before(labels: Sequence[LabelMark], rest: Sequence[Piece]) -> list[LabelMark]:
    """The labels before the first of the pieces that follow a table: what stands behind it is none of the table."""
    return [label for label in labels if not rest or label.index < rest[0].indices[0]]


def _stack_end(scene: Scene, chain: Chain) -> int:
    """The end of the lines on which labels can stand in a stack behind the last text of a copy, each alone on its line.

    They are of codes of the table, no text stands between them, and they may be printed once more: a copy sets the
    labels of all pages so.
    """
    last = chain.codes[-1].line
    if scene.fragments.layout != "text":
        return last
    begin = last + 1
    for number in range(last + 1, len(scene.lines)):
        if not _is_passed(scene, chain, number):
            begin = number + 1
        if begin - last > _NEAR_LINES:
            return begin
    return len(scene.lines)


def _is_passed(scene: Scene, chain: Chain, number: int) -> bool:
    """Whether a line is furniture, or another label of the stack."""
    label = scene.label_at.get(scene.lines[number].begin)
    return number in scene.furniture or (label is not None and _is_of_a_stack(scene, chain, label))


def _is_of_a_stack(scene: Scene, chain: Chain, label: LabelMark) -> bool:
    """Whether a label is alone on its line, and of a class of codes that were read."""
    return chain.classes.issuperset(label.patterns) and scene.is_alone(label.index)
