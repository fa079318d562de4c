"""The margins of codes: how much worse a document is read that passes one by."""

from __future__ import annotations

import pytest

from ingest.document.options import ReadOptions
from ingest.pipeline import read_table
from ingest.table.codes import choice


def margins_of(codes: int) -> list[float]:
    """The margins of the codes of a table of so many rows."""
    rows = [f"{'1xxx' if code == 1000 else ''}\t{code}\tВызов {code - 999}" for code in range(1000, 1000 + codes)]
    text = "\n".join(["Класс\tКод\tОписание", *rows, ""])
    return list(read_table(text.encode(), "made-up.txt", ReadOptions())[0].chain.margins)


@pytest.mark.parametrize("codes", [1, 2, 12, 13, 40])
def test_margins_are_the_same_however_many_are_found_at_a_time(codes: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """One by one, a few and all at once: also where fewer codes stand around one than are asked."""
    together = margins_of(codes)
    assert len(together) == codes
    for count in (1, 7):
        monkeypatch.setattr(choice, "_TOGETHER", count)
        assert margins_of(codes) == together
