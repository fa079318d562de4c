"""Several codes in one cell of a page, their texts in the next: a line beside a code may be the end of another text."""

from __future__ import annotations

from dataclasses import replace

import pytest

from ingest.document.fragments import Rule
from ingest.document.options import ReadOptions
from ingest.pipeline import read_book
from ingest.readers.registry import read_fragments
from ingest.table.doubts.steps import seam_doubts, stack_doubts
from ingest.table.reading import read
from ingest.table.scene.making import scene_of
from tests.pdf.pages import HEADER, Word, drawn

ABOVE: tuple[Word, ...] = ((40, 80, "1xxx"), (100, 80, "1000"), (150, 80, "Command is done"))
ROWS = tuple((1001 + at, 100 + 20 * at, "The call is over") for at in range(6))
LONG = "The number of attempts for this subscriber"
SECOND: tuple[Word, ...] = ((100, 60, "1103"), (150, 60, LONG), (150, 72, "and all of his"))


def _page(*stack: str, codes: int = 2) -> bytes:
    """A page of rows, and below them codes in a row, one right below the other, with lines of text."""
    rows = [word for code, top, text in ROWS for word in ((100, top, f"{code}"), (150, top, text))]
    below = [(100, 220 + 12 * at, f"{1100 + at}") for at in range(codes)]
    lines = [(150, 220 + 12 * at, line) for at, line in enumerate(stack)]
    end = [(40, 300, "12xx"), (100, 300, "1200"), (150, 300, LONG), (150, 312, "is spent")]
    return drawn((*HEADER, *ABOVE, *rows, (40, 220, "11xx"), *below, *lines, *end))


@pytest.mark.parametrize(
    ("stack", "texts"),
    [
        pytest.param(
            (LONG, "and his operator", "Lines are busy"), (f"{LONG} and his operator", "Lines are busy"), id="first"
        ),
        pytest.param(("No answer", LONG, "is spent"), ("No answer", f"{LONG} is spent"), id="last"),
        pytest.param((LONG, "Lines are busy"), (LONG, "Lines are busy"), id="a line each"),
        pytest.param(
            (LONG, "is spent", LONG, "and all of his", "No answer"),
            (f"{LONG} is spent", f"{LONG} and all of his", "No answer"),
            id="each begins lower than its code",
        ),
    ],
)
def test_codes_that_share_a_cell(stack: tuple[str, ...], texts: tuple[str, ...]) -> None:
    """Beside more lines than codes no height says whose a line is: the order and the words of the lines do."""
    book = read_book(_page(*stack, codes=len(texts)), "page.pdf")
    assert not any(item.is_doubt for item in book.findings)
    assert tuple(book.codes[1100 + at].description for at in range(len(texts))) == texts


@pytest.mark.parametrize(
    "stack",
    [
        pytest.param((LONG, LONG, "Lines are busy"), id="the second line may be of either text"),
        pytest.param(("No answer", "Lines are busy", "No money"), id="more texts than codes"),
    ],
)
def test_codes_that_share_a_cell_in_doubt(stack: tuple[str, ...]) -> None:
    """Where the words do not say which line begins a text, that is told."""
    book = read_book(_page(*stack), "page.pdf")
    assert any(item.is_doubt for item in book.findings)


@pytest.mark.parametrize(
    ("every", "second", "is_doubted"), [(4, "is spent", False), (1, "is spent", False), (1, "Friday", True)]
)
def test_lines_of_a_text_further_apart_than_rows(every: int, second: str, *, is_doubted: bool) -> None:
    """Rows of one line say how far rows are: texts whose lines are further apart all the same are in no doubt then.

    Nor is a line that begins small where no text does.
    """
    words: list[Word] = [*HEADER, (40, 80, "1xxx")]
    top = 80
    for number in range(1000, 1016):
        is_long = number % every == every - 1
        words += [(100, top, f"{number}"), (150, top, LONG if is_long else "No answer")]
        if is_long:
            top += 16
            words.append((150, top, second))
        top += 12
    book = read_book(drawn(words), "page.pdf")
    assert [code.description for code in book][3] == f"{LONG} {second}"
    assert any(item.is_doubt for item in book.findings) == is_doubted


def _two_pages(*ends: Word, left: float = 150) -> bytes:
    """A table on two pages, with words at the end of the first."""
    rows = [word for code, top, text in ROWS for word in ((100, top, f"{code}"), (150, top, text))]
    below = [(100 + left - 150, 80, "1101"), (left, 80, "No money"), (left - 110, 80, "11xx")]
    below += [(100 + left - 150, 100 + 20 * at, f"{1102 + at}") for at in range(6)]
    below += [(left, 100 + 20 * at, "The call is over") for at in range(6)]
    head = tuple((x + left - 150, top, text) for x, top, text in HEADER)
    return drawn((*HEADER, *ABOVE, *rows, *ends), (*head, *below))


@pytest.mark.parametrize("is_ruled", [False, True])
def test_codes_as_near_as_lines_of_cells_with_rules_between(*, is_ruled: bool) -> None:
    """What a rule parts from the code above is in no cell with it: rows with little room were in doubt."""
    page = _page(LONG, LONG, "Lines are busy", "and his too", codes=3)
    document = read_fragments(page, "page.pdf", ReadOptions(), lambda texts: range(len(texts)))
    rules = [Rule(0, 95, 211 + 12 * at, 395, 211 + 12 * at) for at in range(3)] if is_ruled else []
    reading = read(scene_of(replace(document, rules=tuple(rules))), lambda _: False)
    assert [doubt.code for doubt in stack_doubts(reading)] == ([] if is_ruled else [1101])


@pytest.mark.parametrize(
    ("ends", "is_doubted"),
    [
        pytest.param((), False, id="nothing"),
        pytest.param(((150, 212, "is spent"),), False, id="the next line of a text"),
        pytest.param(((150, 570, "Page"),), True, id="a word far below the last text"),
    ],
)
def test_the_end_of_a_page(ends: tuple[Word, ...], *, is_doubted: bool) -> None:
    """What stands there is of the text above, or told: it went into the text of the next page without a word."""
    book = read_book(_two_pages(*ends), "page.pdf")
    assert any(item.is_doubt for item in book.findings) == is_doubted
    assert is_doubted or (book.codes[1006].description or "").endswith("is spent" if ends else "over")


@pytest.mark.parametrize(("at", "is_left_out"), [(1006, True), (1006, False), (1101, None)])
def test_a_line_that_went_astray_at_the_end_of_a_page(at: int, *, is_left_out: bool | None) -> None:
    """A reading that leaves out the line right below a text, or gives it to the next page, is in doubt."""
    document = read_fragments(
        _two_pages((150, 212, "is spent")), "page.pdf", ReadOptions(), lambda texts: range(len(texts))
    )
    reading = read(scene_of(document), lambda _: False)
    borders = list(reading.division.borders)
    place = next(index for index, head in enumerate(reading.heads) if head.number == at)
    if is_left_out:
        borders[place + 1] = borders[place + 1]._replace(end=borders[place + 1].end - 1)
    elif is_left_out is None:
        borders[place] = borders[place]._replace(begin=borders[place].begin - 1, end=borders[place].end - 1)
    wrong = replace(reading, divisions=(reading.division._replace(borders=tuple(borders)),))
    assert len(list(seam_doubts(wrong))) == (is_left_out is not False)


def test_a_page_may_cut_a_cell_of_several_codes() -> None:
    """As many lines as codes stand before the end of the page, and more behind it: each may be of the code above."""
    rows = [word for code, top, text in ROWS for word in ((100, top, f"{code}"), (150, top, text))]
    stack = enumerate((LONG, "Operator refused", "No answer"))
    below = [word for at, text in stack for word in ((100, 220 + 12 * at, f"{1100 + at}"), (150, 220 + 12 * at, text))]
    first = (*HEADER, *ABOVE, *rows, (40, 220, "11xx"), *below)
    second = (*SECOND, (40, 110, "12xx"), (100, 110, "1200"), (150, 110, "Refused"))
    book = read_book(drawn(first, second), "page.pdf")
    assert 1101 in {item.code for item in book.findings if item.is_doubt}


def test_a_row_that_begins_small_as_far_from_a_full_line_as_rows_are() -> None:
    """One text alone goes on, on a line nearer than rows are: what is further off is no rest of the text above."""
    texts = ["Line busy", "Queue full", "Key unknown", f"{LONG} and", "Plan expired", "No answer", LONG, *["Sent"] * 4]
    texts[7] = "call record is locked"
    rows: list[Word] = [(40, 80, "1xxx"), (150, 152, "all of his operators")]
    for place, text in enumerate(texts):
        top = 80 + 20 * place + 12 * (place > 3)
        rows += [(100, top, f"{1000 + place}"), (150, top, text)]
    book = read_book(drawn([*HEADER, *rows]), "book.pdf")
    assert book[1003].description == f"{LONG} and all of his operators"
    assert book[1007].description == "call record is locked"
    assert not [finding for finding in book.findings if finding.is_doubt]


def test_a_title_below_codes_that_are_near() -> None:
    """A line beside a label without a code is its title, and none of the rows above, however near these stand."""
    words: list[Word] = [*HEADER, (40, 80, "5xxx"), (100, 80, "5000"), (150, 80, "Call is not possible")]
    words += [(40, 92, "53xx"), (100, 92, "5300"), (150, 92, "The call is over"), (40, 104, "534x")]
    words += [(150, 104, "user accounts")]
    for at in range(6):
        top = 120 + 28 * at
        words += [(100, top + 6, f"{5342 + at}"), (150, top, LONG), (150, top + 12, "is spent")]
    book = read_book(drawn(words), "page.pdf")
    assert book.codes[5300].description == "The call is over"
    assert book.codes[5342].description == f"{LONG} is spent"
    assert {str(item.pattern): item.title for item in book.classes.values()}["534x"] == "user accounts"
