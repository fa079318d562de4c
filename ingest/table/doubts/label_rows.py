"""Where labels stand by their rows: what stands beside one that begins its row is no rest of a text."""

from __future__ import annotations

from itertools import pairwise
from typing import Final

from ingest.table.division.heads import code_beside
from ingest.table.reading import Reading

_FEWEST: Final = 3
"""How many labels of classes of several rows, and how many texts of several lines, say where labels and codes stand."""


def labels_begin_rows(reading: Reading) -> bool:
    """Whether codes stand beside the first lines of their texts, and labels beside the first codes of their classes.

    Labels of merged cells stand amid the rows of their class, and codes below the begins of their texts.
    """
    lines = [len(run) for _, run in reading.coded]
    is_top = reading.texture.is_beside_all and reading.division.manner == "top"
    if not is_top or sum(count > 1 for count in lines) < _FEWEST:
        return False
    firsts = _first_labels(reading)
    return len(firsts) >= _FEWEST and all(firsts)


def _first_labels(reading: Reading) -> list[bool]:
    """For the first label of each class of several rows whose default code is known whether it stands beside that."""
    codes = [head for head, _ in reading.coded]
    places = [head.index for head in codes]
    below = {head.number: following.number for head, following in pairwise(codes)}
    found: dict[str, bool] = {}
    for label in reading.labels:
        pattern = label.patterns[-1]
        if str(pattern) not in found and pattern.holds(below.get(pattern.zero_code, -1)):
            beside = code_beside(reading.scene, codes, places, label)
            found[str(pattern)] = beside is not None and beside.number == pattern.zero_code
    return list(found.values())
