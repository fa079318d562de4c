"""Two readings of one document, by two libraries: what the second has otherwise is a doubt, whatever it is."""

from __future__ import annotations

import pytest

from ingest.document.options import ReadOptions
from ingest.pipeline import read_table
from ingest.table.doubts.witness import compare_readings
from ingest.table.reading import Reading

FIRST = "Class\tCode\tDescription\n1xxx\t1000\tDone\n11xx\t1100\tBusy line\n\t1101\tNo answer\n"


def _reading(text: str) -> Reading:
    return read_table(text.encode(), "table.txt", ReadOptions())[0]


@pytest.mark.parametrize(
    ("old", "new", "doubts"),
    [
        ("\t1101\tNo answer\n", "", ["doubtful-code 1101"]),
        ("answer\n", "answer\n\t1102\tNo route\n", ["doubtful-number 1102"]),
        ("Busy line", "Busy", ["doubtful-text 1100"]),
        ("11xx\t1100", "\t1100", ["doubtful-class 11xx"]),
        ("answer\n", "answer\n12xx\t\tLimits\n", ["doubtful-class 12xx"]),
        ("Busy line", "busy-line", []),
    ],
    ids=["a code less", "a code more", "another text", "a class less", "a class more", "how words are made"],
)
def test_what_a_second_reading_has_otherwise_is_a_doubt(old: str, new: str, doubts: list[str]) -> None:
    """Codes, owners of texts and classes; how words are made is not asked."""
    found = compare_readings(_reading(FIRST), _reading(FIRST.replace(old, new)))
    assert [f"{item.rule} {item.code or item.pattern}" for item in found] == doubts
