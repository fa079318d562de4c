"""Doubts about numbers: those read as codes that could belong to a text, and those in texts that could be codes."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from ingest.table.candidates import Candidate
from ingest.table.case import Case
from ingest.table.findings import is_in_order
from ingest.table.heads import Head
from ingest.table.reading import Reading
from ingest.table.scene import Scene
from ingest.table.wording_evidence import follows_a_governing_word, text_before_goes_on, unit_follows
from model import Finding
from model.reading_rules import DOUBTFUL_CODE, DOUBTFUL_NUMBER

_CODE: Final = 1.2
_INSIDE: Final = 3.5
_PASSED: Final = 1.5
_STANDS: Final = 3.0
_STANDS_ALONE: Final = 1.0


def number_doubts(reading: Reading) -> Iterator[Finding]:
    """The doubts about which numbers are codes."""
    yield from _codes(reading)
    yield from _numbers(reading)


def _codes(reading: Reading) -> Iterator[Finding]:
    heads = {head.index: head for head in reading.heads if head.kind == "code"}
    for item, margin in zip(reading.chain.codes, reading.chain.margins, strict=True):
        is_in_section = reading.scene.foreign[item.line] == "section" and item.line > reading.scene.first_headings
        if margin < _least(reading.scene, heads[item.index]) or is_in_section:
            message = f"{item.number:04d} was read as a code, and could be a number in a text"
            yield DOUBTFUL_CODE.finding(message, reading.scene.words[item.index].span, code=item.number)


def _least(scene: Scene, head: Head) -> float:
    """How sure a code must be: more where it stands inside a text that no code begins."""
    is_combined = head.is_inside and scene.begins_with_code(scene.cell_begin(head.index))
    return _INSIDE if head.is_inside and not is_combined else _CODE


def _numbers(reading: Reading) -> Iterator[Finding]:
    """Numbers that were not read and are close to a code, stand as codes stand, or fill a cell of a row without one."""
    scene, numbers = reading.scene, reading.chain.numbers
    first = scene.lines[scene.headings[0].begin].begin if scene.headings else 0
    cells = [head.word.cell for head in reading.heads if head.kind == "code" and head.word.cell is not None]
    rows, tables = {(cell.table, cell.row) for cell in cells}, {cell.table for cell in cells}
    for item, margin in reading.chain.passed:
        case, own = reading.chain.weighed[item.index]
        if item.index < first:
            continue
        least = _STANDS_ALONE if case.before is None and case.after is None else _STANDS
        stands = case.begins and own > least and not case.is_inside
        cell = scene.words[item.index].cell
        has_slipped = cell and cell.table in tables and (cell.table, cell.row) not in rows and _fills(scene, item.index)
        could_be = margin < _PASSED or _could_be_combined(reading, case) or has_slipped
        if stands or (item.number not in numbers and could_be):
            message = f"{item.number:04d} was read as a number in a text, and could be a code"
            yield DOUBTFUL_NUMBER.finding(message, scene.words[item.index].span, code=item.number)


def _fills(scene: Scene, index: int) -> bool:
    """Whether a word is all of its cell."""
    beside = [scene.words[other].cell for other in (index - 1, index + 1) if 0 <= other < len(scene.words)]
    return scene.words[index].cell not in beside


def _could_be_combined(reading: Reading, case: Case) -> bool:
    """Whether a number inside a cell that a code begins could be the next code of a combined cell."""
    index = case.item.index
    begins = reading.scene.begins_with_code(reading.scene.cell_begin(index)) or _fills_a_gap(reading, case.item)
    is_free = not (follows_a_governing_word(case) or unit_follows(case) or text_before_goes_on(case))
    return case.is_inside and begins and is_free and case.after is not None and is_in_order(reading, case.item)


def _fills_a_gap(reading: Reading, item: Candidate) -> bool:
    """Whether a number is the one between the codes before and after it."""
    return {item.number - 1, item.number + 1} <= reading.chain.numbers
