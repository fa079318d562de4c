"""Labels that a copy set after each other behind the last text: those of merged cells, read column by column."""

from __future__ import annotations

from typing import Final

from ingest.table.codes.chain import Chain
from ingest.table.scene.candidates import LabelMark
from ingest.table.scene.scene import Scene

_NEAR_LINES: Final = 12
"""How many lines below the last code such labels begin at most: its text stands between."""


def is_stacked_behind(scene: Scene, chain: Chain, label: LabelMark) -> bool:
    """Whether a label of a copy stands in such a stack: each alone on its line, of codes that were read.

    No text stands between them. They may be printed once more: a copy sets the labels of all pages so.
    """
    if scene.fragments.layout != "text" or not _is_of_a_stack(scene, chain, label):
        return False
    number = label.line
    while number > chain.codes[-1].line + 1 and _is_passed(scene, chain, number - 1):
        number -= 1
    return number - chain.codes[-1].line <= _NEAR_LINES


def _is_passed(scene: Scene, chain: Chain, number: int) -> bool:
    """Whether a line is furniture, or another label of the stack."""
    label = scene.label_at.get(scene.lines[number].begin)
    return number in scene.furniture or (label is not None and _is_of_a_stack(scene, chain, label))


def _is_of_a_stack(scene: Scene, chain: Chain, label: LabelMark) -> bool:
    """Whether a label is alone on its line, and of a class of codes that were read."""
    holds = all(any(pattern.holds(number) for number in chain.numbers) for pattern in label.patterns)
    return holds and scene.is_alone(label.index)
