"""Runs of text that hold two cells, as pdftohtml and pdfminer write them where there is little room between."""

from __future__ import annotations

from tests.readers.seen import read

STYLE = "position:absolute;white-space:nowrap;top:{}px;left:{}px;font-size:10px"


def _page(lines: list[list[tuple[int, str]]]) -> bytes:
    texts = [
        f'<p style="{STYLE.format(60 + 14 * number, left)}">{text}</p>'
        for number, line in enumerate(lines)
        for left, text in line
    ]
    return f"<html><body>{''.join(texts)}</body></html>".encode()


def _places(lines: list[list[tuple[int, str]]]) -> dict[str, float]:
    return {word.text: word.x0 for word in read(_page(lines)).words}


def test_second_cell_of_a_run_stands_where_others_of_its_column_do() -> None:
    """A status of seven letters reaches up to the texts: the run with both holds the first word of the text."""
    rows: list[list[tuple[int, str]]] = [[(20, f"100{at}"), (60, "new"), (112, f"Call{at}")] for at in range(6)]
    rows[3] = [(20, "1003"), (60, "outdated Line is busy")]
    rows[5] = [(20, "1005"), (60, "outdated Room")]
    places = _places(rows)
    assert (places["Line"], places["Room"]) == (112, 112)


def test_second_cell_begins_behind_as_many_words_as_cells_of_the_first_have() -> None:
    """The word that is guessed nearest to the edge is the second of its text."""
    rows: list[list[tuple[int, str]]] = [[(20, "Row"), (60, f"100{at}"), (98, f"Call{at}")] for at in range(6)]
    rows[3] = [(20, "Row"), (60, "1003 I lost it")]
    assert _places(rows)["I"] == 98


def test_prose_beside_a_table_is_parted_nowhere() -> None:
    """It begins at the margin, and no column goes on on its other side."""
    rows: list[list[tuple[int, str]]] = [[(20, f"100{at}"), (60, f"Call{at}")] for at in range(6)]
    places = _places([[(20, "Codes in order")], *rows, [(20, "Calls they tell")]])
    assert (places["in"] == 60, places["they"] == 60) == (False, False)
