"""Why a place was read as it was: every decision with its evidence, in Python and by `check --explain`."""

from __future__ import annotations

import json
from collections.abc import Iterator

import pytest

from ingest import explain
from ingest.table.codes.weights import weights
from model import Explanation, InputError, InvalidCodeError
from tests.command import CHECKOUT, Run, write
from tests.pdf.pages import TABLE, drawn

TEXT = (
    "О кодах 7001 и других\n"
    "Класс\tКод\tОписание\n"
    "7xxx\t7000\tЗанято\n"
    "\t7001\tНе более 7050 попыток\n"
    "\t7002\tНедоступен\n"
    "\t\tсовсем\n"
)


def all_parts(tree: Explanation) -> Iterator[Explanation]:
    """A statement, and everything that it rests on."""
    yield tree
    for part in tree.parts:
        yield from all_parts(part)


def sentences(tree: Explanation) -> list[str]:
    """Everything that an explanation says."""
    return [part.sentence for part in all_parts(tree)]


@pytest.fixture
def path(run: Run) -> str:
    """A document with a number before its table, and one inside a text."""
    del run  # in its directory
    return str(write("codes.txt", TEXT))


def test_a_code_is_explained_wherever_it_stands(path: str) -> None:
    """Each place of a number has its line, what was decided there, and by what margin."""
    tree = explain(path, 7001)
    assert tree.sentence == "7001 stands in 2 places"
    prose, row = tree.parts
    assert (prose.value, row.value) == ("text", "code")
    assert prose.sentence.startswith("line 1: «О кодах 7001 и других»")
    assert row.sentence == "line 4: «7001 Не более 7050 попыток»: read as a code"
    margin = next(part for part in row.parts if part.sentence.startswith("margin"))
    assert isinstance(margin.value, float)
    assert margin.value > 0


def test_evidence_is_all_that_counts(path: str) -> None:
    """Each piece of evidence has the sentence and the weight that it counts with, and the weights add up."""
    known = {item.sentence for kind in ("code", "step") for item in weights(kind).values()}
    for place in explain(path, "7050").parts:
        weighed = [part for part in place.parts if isinstance(part.value, float) and part.parts]
        assert weighed
        for part in weighed:
            assert {item.sentence for item in part.parts} <= known
            assert part.value == pytest.approx(sum(float(item.value or 0) for item in part.parts))
        assert "a unit or a noun of measure follows" in sentences(place)


def test_a_number_that_is_text_says_whose(path: str) -> None:
    """A number inside a text is told with the code that it belongs to."""
    tree = explain(path, 7050)
    assert tree.parts[0].value == "text"
    assert "part of the text of 7001" in sentences(tree)


def test_the_lines_of_a_text_say_why_they_go_on(path: str) -> None:
    """Each line behind another has what speaks against its going on, and against a text that begins there."""
    (place,) = explain(path, 7002).parts
    text = next(part for part in place.parts if part.sentence.startswith("its text"))
    _, second, *_ = text.parts
    assert second.sentence == "line 6: «совсем»"
    assert [part.sentence for part in second.parts] == [
        "that it goes on with the line before",
        "that a text begins with it",
    ]
    goes_on, begins = (part.value for part in second.parts)
    assert isinstance(goes_on, float)
    assert isinstance(begins, float)
    assert goes_on > begins


def test_what_speaks_against_a_line_is_told() -> None:
    """The evidence about lines has its sentences too."""
    known = {item.sentence for item in weights("line").values()}
    lines = explain(CHECKOUT / "data/sources/result-codes.txt", 1111).parts[0].parts[-1].parts
    told = {part.sentence for line in lines for cost in line.parts for part in cost.parts}
    assert told
    assert told <= known


@pytest.mark.parametrize(
    ("about", "value", "sentence"),
    [
        ("line:1", "before", "line 1: «О кодах 7001 и других»: stands before the table"),
        ("line:2", "headings", "line 2: «Класс Код Описание»: the headings of the table"),
        ("line:3", "code", "line 3: «7xxx 7000 Занято»: the row of a code"),
        ("line:6", "text", "line 6: «совсем»: the text of 7002"),
        ("7xxx", "label", "line 3: «7xxx 7000 Занято»: 7xxx was read as the label of a class"),
    ],
)
def test_lines_and_classes(path: str, about: str, value: str, sentence: str) -> None:
    """A line is told by what it is, a class by its label."""
    tree = explain(path, about)
    assert [(part.value, part.sentence) for part in tree.parts] == [(value, sentence)]


def test_pages_of_a_pdf(run: Run) -> None:
    """A page is its lines; what the two readings of a PDF differ in would stand there too."""
    del run
    with open("codes.pdf", "wb") as file:  # noqa: PTH123 - in the current directory
        file.write(drawn([(40, 20, "Before")], TABLE))
    page, line = explain("codes.pdf", "page:2"), explain("codes.pdf", "page:2,line:2")
    assert page.sentence == "page 2"
    assert len(page.parts) > len(line.parts) == 1
    assert line.parts[0] in page.parts
    assert "code" in [part.value for part in page.parts]


def test_doubts_are_part_of_it(run: Run) -> None:
    """A place in doubt says so, with the words of the finding."""
    del run
    write("codes.txt", "Класс\tКод\tОписание\n1xxx\t1000\tЗанято 1001 Да\n")
    tree = explain("codes.txt", 1001)
    assert any(sentence.startswith("error: 1001 was read as a code") for sentence in sentences(tree))


def test_what_is_not_there(path: str) -> None:
    """A number that stands nowhere, and what is no number, line or page, are errors with an id."""
    with pytest.raises(InputError, match=r"codes\.txt: 9999 stands nowhere .*\[nothing-there\]"):
        explain(path, 9999)
    with pytest.raises(InvalidCodeError, match="line:12"):
        explain(path, "row 12")


def test_it_is_the_same_in_this_process(path: str) -> None:
    """Read in a process of its own or in this one, the explanation is the same."""
    assert explain(path, 7001, limits=None) == explain(path, 7001)


def test_the_command_prints_the_tree(run: Run, path: str) -> None:
    """Each part is a line under what it is a part of, with its weight before it; as JSON, the tree."""
    shown = run("check", path, "--explain", "7001")
    assert (shown.code, shown.err) == (0, "")
    first, *rest = shown.out.splitlines()
    assert first == "7001 stands in 2 places"
    assert "      +1.20  a declared class holds it" in rest
    told = json.loads(run("check", path, "--explain", "7001", "--json").out)
    assert Explanation.from_dict(told) == explain(path, 7001)


def test_the_command_says_what_it_cannot_explain(run: Run, path: str) -> None:
    """What is asked wrongly is a fault of usage, what is not there one of the input."""
    assert run("check", path, "--explain", "here").code == 2
    assert run("check", path, "--explain", "9999").code == 3
