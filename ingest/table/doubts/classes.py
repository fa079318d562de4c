"""Doubts about classes: codes in none, labels without a single code."""

from __future__ import annotations

import math
import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Iterator
from collections.abc import Set as AbstractSet
from itertools import pairwise
from typing import Final

from ingest.document.fragments import TAB
from ingest.table.division.heads import Head, Piece
from ingest.table.division.labels import is_quoted
from ingest.table.doubts.steps import least_step
from ingest.table.reading import Reading
from ingest.table.scene.class_lines import label_named
from ingest.table.scene.shapes import WILDCARD, code_shape, label_shapes
from model import ClassPattern, Finding
from model.pattern import CODE_DIGITS
from model.reading_rules import DOUBTFUL_CLASS

_GLUED: Final = re.compile(
    rf"(?<!\d)(?:(?<=[^\W\d_])(?=\d)|(?=\d+[^\W\d_])|(?:(?<=^)|(?<=^\W)|(?<=^\W\W)))(\d{{{CODE_DIGITS}}})(?!\d)"
)
"""Four digits that are glued to letters, or begin a text, with marks before them or not."""

_BEHIND_WORD: Final = re.compile(rf"[^\W\d][»\").,]*((?<!\d)\d{{1,3}}{WILDCARD}{{1,3}})$")
_LABELLED: Final = 3
"""So many default codes of classes stand on the row of a label for each that does not, if labels are never left out."""

_FEWEST: Final = 5
_NUMBER: Final = re.compile(r"\d{1,3}\D{0,3}")
_STEM: Final = re.compile(r"\d{1,3}")
_NEAR: Final = 1.5
"""How many lines below a text a label stands at most that may end it."""

_SEVERAL: Final = 3
_PAIR: Final = 2
_FOUR_DIGITS: Final = re.compile(rf"(?<!\d)\d{{{CODE_DIGITS}}}(?!\d)")


def class_doubts(reading: Reading) -> Iterator[Finding]:
    """Codes in no class, in a document that prints labels; labels whose codes all are missing."""
    declared = reading.declared
    held = reading.chain.classes
    if not declared:
        yield from _none_read(reading)
        yield from _without_wildcards(reading)
    for item in reading.chain.codes if declared else ():
        if declared.isdisjoint(ClassPattern.all_of(item.number)):
            message = f"{item.number:04d} is in no class, and the document prints classes: a label may be missing"
            yield DOUBTFUL_CLASS.finding(message, reading.scene.words[item.index].span, code=item.number)
    yield from _unlabelled(reading, declared)
    yield from _codes_in_titles(reading)
    yield from _inside_texts(reading, declared)
    yield from _outside(reading, declared)
    yield from _before_texts(reading)
    yield from _unread(reading)
    yield from _behind_words(reading)
    yield from _among_others(reading)
    titled = _titles_in_rows(reading)
    for label in reading.labels:
        for pattern in label.patterns:
            if pattern not in held and label.index not in titled:
                message = f"no code was read in the class {pattern}: rows may be missing"
                yield DOUBTFUL_CLASS.finding(message, reading.scene.words[label.index].span, pattern=pattern)


def _none_read(reading: Reading) -> Iterator[Finding]:
    """Lines of a table that begin with a label, where none was read: it stands in another column than labels do."""
    scene = reading.scene
    for line in scene.lines:
        label = label_named(scene.words, line) if line.begin in reading.region else None
        if label is not None and line.number not in scene.headed:
            message = f"«{line.text[:50]}» may name a class, and none was read"
            yield DOUBTFUL_CLASS.finding(message, scene.words[label].span)


def _without_wildcards(reading: Reading) -> Iterator[Finding]:
    """Numbers beside several codes that begin as these do, where no label was read: a font may have no wildcard."""
    words = reading.scene.words
    beside = (
        (item, words[index])
        for item in reading.chain.codes
        for index in (item.index - 1, item.index + 1)
        if 0 <= index < len(words)
    )
    found = [
        word
        for item, word in beside
        if word.line == words[item.index].line
        and _STEM.fullmatch(word.text)
        and f"{item.number:04d}".startswith(word.text)
    ]
    if len(found) >= _PAIR:
        message = (
            f"«{found[0].text}» and {len(found) - 1} more numbers beside codes may be labels without their wildcards"
        )
        yield DOUBTFUL_CLASS.finding(message, found[0].span)


def _unlabelled(reading: Reading, declared: AbstractSet[ClassPattern]) -> Iterator[Finding]:
    """Codes that stand as defaults before others of a class that no label declares, where hardly any other does.

    A class exists because it is declared (reading rule 5): here a copy may have lost its label.
    """
    zeros = [item for item in reading.chain.codes if item.number % 10 == 0]
    labelled = {pattern.zero_code for pattern in declared}
    sizes = Counter(pattern for number in reading.chain.numbers for pattern in ClassPattern.all_of(number))
    begun = [item for item in zeros if sizes[_begun_by(item.number)] > 1]
    found = [item for item in begun if item.number not in labelled]
    known = len(begun) - len(found)
    for item in found if known >= max(_FEWEST, _LABELLED * len(found)) else ():
        message = f"{item.number:04d} begins a class as the defaults of {known} others do, and has no label"
        yield DOUBTFUL_CLASS.finding(message, reading.scene.words[item.index].span, code=item.number)


def _outside(reading: Reading, declared: AbstractSet[ClassPattern]) -> Iterator[Finding]:
    """Labels that stand where those of the table do, of a class that nothing declares and codes are in.

    Behind the table; or right above its first headings: those of a part of its own may stand over the label, unread.
    A copy may write the labels of a page behind all that stands on it, each on a line of its own.
    """
    scene, are_alone = reading.scene, _labels_alone(reading) >= _PAIR
    for label in scene.labels:
        pattern = ClassPattern(label.patterns[-1])
        is_behind, is_over = label.index >= reading.region.stop, label.line == scene.first_headings - 1
        is_missed = pattern not in declared and pattern in reading.chain.classes
        begins = (is_behind or is_over) and scene.before(label.index) is None
        is_there = scene.is_at_label_edge(label.index) or (are_alone and scene.is_alone(label.index))
        if begins and is_missed and is_there:
            place = "behind the table, and codes of that class in it"
            place = "above the headings, and codes of that class below them" if is_over else place
            message = f"the label {pattern} stands {place}"
            yield DOUBTFUL_CLASS.finding(message, scene.words[label.index].span, pattern=pattern)


def _before_texts(reading: Reading) -> Iterator[Finding]:
    """Labels between a code and its text, of classes declared elsewhere, where labels stand before codes.

    The text may begin with the class that it speaks of: `6xxx: forwarded`.
    """
    scene = reading.scene
    coded = {item.index for item in reading.chain.codes}
    printed = Counter(pattern for label in reading.labels for pattern in label.patterns)
    found = []
    for label in reading.labels:
        before, after = scene.before(label.index), scene.after(label.index)
        is_again = all(printed[pattern] > 1 for pattern in label.patterns)
        if is_again and before in coded and after is not None and after not in coded:
            found.append(label)
    usual = sum(scene.after(label.index) in coded for label in reading.labels)
    for label in found if len(found) <= usual else ():
        message = f"{label.shapes[0].text} stands between a code and its text, and could begin the text"
        yield DOUBTFUL_CLASS.finding(message, scene.words[label.index].span, pattern=label.patterns[-1])


def _inside_texts(reading: Reading, declared: AbstractSet[ClassPattern]) -> Iterator[Finding]:
    """Labels in texts of a class that nothing declares, though it holds the code below: a copy may have lost a row.

    One of a class that is declared too, at the end of a line of a copy with labels alone on their lines: it may be the
    label once more, on the line that stands beside the middle of its cell. So it is, whatever the word before it asks
    for, where most rows have a label behind their code, and that one has no other.
    """
    may_end = _labels_alone(reading) >= _PAIR
    unlabelled = _without_label(reading)
    owned = {index for piece in reading.owned for index in piece.indices}
    for label in reading.scene.labels:
        place = bisect_left(reading.chain.places, label.index)
        pattern = ClassPattern(label.patterns[-1])
        is_its_own = place - 1 in unlabelled or not is_quoted(reading.scene, label)
        is_at_end = may_end and reading.scene.ends(label.index) and is_its_own
        if label.index not in owned or (pattern in declared and not is_at_end):
            continue
        beside = reading.chain.codes[place - 1 if pattern in declared else place : place + 1]
        held = [item.number for item in beside if pattern.holds(item.number)]
        if held:
            message = f"{label.shapes[0].text} was read as text, and could be the class that holds {held[-1]:04d}"
            yield DOUBTFUL_CLASS.finding(message, reading.scene.words[label.index].span, pattern=pattern)


def _without_label(reading: Reading) -> frozenset[int]:
    """The rows without a label behind their code, by their number, where most have one there."""
    labelled = {bisect_left(reading.chain.places, label.index) - 1 for label in reading.labels}
    rows = frozenset(range(len(reading.chain.codes))) - labelled
    return rows if 2 * len(rows) < len(reading.chain.codes) else frozenset()


def _among_others(reading: Reading) -> Iterator[Finding]:
    """Labels of classes that are declared above, on the line of no code and near none of theirs: a text may end so.

    No text ends right behind another label.
    """
    declared: set[ClassPattern] = set()
    words, nearest = reading.scene.words, _NEAR * least_step(reading)
    for label in reading.labels:
        place = bisect_left(reading.chain.places, label.index)
        beside = reading.chain.codes[max(0, place - 1) : place + 1]
        is_again = declared.issuperset(label.patterns) and label.index in reading.texture.lonely_labels
        is_again &= label.index - 1 not in reading.scene.label_at
        is_again &= words[label.index].base - words[max(0, label.index - 1)].base < nearest
        if is_again and not any(pattern.holds(item.number) for pattern in label.patterns for item in beside):
            message = f"{label.shapes[0].text} stands again where no code of that class does, and could end a text"
            yield DOUBTFUL_CLASS.finding(message, words[label.index].span, pattern=label.patterns[-1])
        declared.update(label.patterns)


def _labels_alone(reading: Reading) -> int:
    """How many labels of a copy are all of their lines."""
    labels = reading.labels if reading.scene.fragments.layout == "text" else ()
    return sum(reading.scene.is_alone(label.index) for label in labels)


def _begun_by(number: int) -> ClassPattern:
    """The highest class that a number would be the default of."""
    return next(pattern for pattern in ClassPattern.all_of(number) if pattern.zero_code == number)


def _unread(reading: Reading) -> Iterator[Finding]:
    """Numbers before several codes, where classes are headed, that were read as begins of texts: `12` for `12xx`."""
    scene, found = reading.scene, []
    is_headed = any({"class", "code"} <= set(part.roles) for part in scene.headings)
    for head, run in reading.headed if is_headed else ():
        before = scene.before(head.index) if head.kind == "code" else None
        is_text = before is not None and any(before in piece.indices for piece in run)
        if (
            before is not None
            and is_text
            and _NUMBER.fullmatch(scene.words[before].text)
            and scene.before(before) is None
        ):
            found.append((head, before))
    for head, before in found[:1] if len(found) >= _SEVERAL else ():
        message = f"«{scene.words[before].text}» before {head.number:04d} and more before other codes could be classes"
        yield DOUBTFUL_CLASS.finding(message, scene.words[before].span, code=head.number)


def _behind_words(reading: Reading) -> Iterator[Finding]:
    """Labels right behind the last word of a text, of classes that hold the code behind it: a copy glued them to it."""
    for (head, run), (after, _) in pairwise(reading.headed):
        match = _BEHIND_WORD.search(run[-1].last.text) if run and head.kind == "code" else None
        for label in label_shapes(match[1]) if match is not None else ():
            pattern = ClassPattern(label.text)
            if pattern.holds(after.number):
                message = f"{label.text} stands right behind the text of {head.number:04d}, and could be a class"
                yield DOUBTFUL_CLASS.finding(message, run[-1].last.span, pattern=pattern)


def _codes_in_titles(reading: Reading) -> Iterator[Finding]:
    """Titles with a code of the class that was not read: marks stand at it, or a watermark lies over the row."""
    for head, run in reading.headed:
        if head.label is None:
            continue
        text = _text(run)
        first = code_shape(text.split(" ", 1)[0])
        numbers = {int(digits) for digits in [*_GLUED.findall(text), *([first.text] if first else [])]}
        held = {number for number in numbers for pattern in head.label.patterns if pattern.holds(number)}
        for number in sorted(held - reading.chain.numbers):
            message = f"{number:04d} stands in the title of its class («{text[:50]}»), and could be a code"
            yield DOUBTFUL_CLASS.finding(message, head.word.span, code=number)


def _titles_in_rows(reading: Reading) -> frozenset[int]:
    """The labels with a title beside them and a row below on their sheet or in their table: no row is missing there.

    In a copied text rows may be lost anywhere, but where a tab before the title says that it keeps its cells. A title
    that holds a code of the class may be a row that was not read.
    """
    is_copy = reading.scene.fragments.layout == "text"
    pairs = zip(pairwise(reading.heads), reading.runs, strict=False)
    return frozenset(
        head.label.index
        for (head, following), run in pairs
        if head.label
        and run
        and not head.is_apart
        and (TAB <= run[0].first.gap < math.inf or not is_copy)
        and _place(head) == _place(following)
        and not _holds_code(head, _text(run))
    )


def _text(run: Iterable[Piece]) -> str:
    return " ".join(piece.text for piece in run)


def _holds_code(head: Head, text: str) -> bool:
    """Whether four digits of the class of a label stand in a text, glued to other letters or not."""
    patterns = head.label.patterns if head.label else ()
    return any(pattern.holds(int(digits)) for digits in _FOUR_DIGITS.findall(text) for pattern in patterns)


def _place(head: Head) -> tuple[int, int | None]:
    return head.word.sheet, None if head.word.cell is None else head.word.cell.table
