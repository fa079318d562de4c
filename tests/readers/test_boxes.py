"""Words in their boxes, as pdfplumber, PyMuPDF and mutool give those of a PDF: JSON of any nesting, and CSV."""

from __future__ import annotations

import csv
import io
import json
from itertools import groupby

import pytest

from ingest.document.fragments import Fragments
from tests.readers.seen import lines, read

HEADINGS = (("Класс", 10.0, 20.0), ("Код", 50.0, 20.0), ("Описание", 90.0, 20.0))
FIRST = (("1xxx", 10.0, 40.0), ("1000", 50.0, 40.0), ("Да", 90.0, 40.0), ("или", 102.5, 40.0), ("нет", 90.0, 52.0))
SECOND = (("Глава", 10.0, 20.0), ("1001", 50.0, 40.0), ("Нет", 90.0, 40.0))
PAGES = ((*HEADINGS, *FIRST), SECOND)
WANTED = ["Класс Код Описание", "1xxx 1000 Да или", "нет", "Глава", "1001 Нет"]
HEIGHT = 800.0


def _lines(found: Fragments) -> list[str]:
    return [" ".join(word.text for word in line) for _, line in groupby(found.words, key=lambda word: word.line)]


def _box(text: str, left: float, top: float) -> list[float]:
    return [left, top, left + 5.25 * len(text), top + 10.0]


def _of_plumber(page: int) -> list[dict[str, object]]:
    words: list[dict[str, object]] = []
    for text, left, top in PAGES[page]:
        x0, y0, x1, y1 = _box(text, left, top)
        words.append({"text": text, "x0": x0, "x1": x1, "top": y0, "doctop": HEIGHT * page + y0, "bottom": y1})
    return words


def _of_mupdf(page: int) -> list[list[object]]:
    return [[*_box(*word), word[0], 0, number, 0] for number, word in enumerate(PAGES[page])]


def _span(word: tuple[str, float, float]) -> dict[str, object]:
    return {"size": 10.0, "text": word[0], "origin": [word[1], word[2] + 8.0], "bbox": _box(*word)}


def _blocks(page: int) -> dict[str, object]:
    """What `Page.get_text("dict")` gives: the spans of a line are those at its height."""
    grouped = [list(group) for _, group in groupby(PAGES[page], key=lambda word: word[2])]
    held = [{"bbox": _box(*line[0]), "dir": [1.0, 0.0], "spans": list(map(_span, line))} for line in grouped]
    picture = {"type": 1, "bbox": [0.0, 0.0, 5.0, 5.0], "image": "AAAA"}
    block = {"type": 0, "bbox": [1.0, 2.0, 3.0, 4.0], "lines": held}
    return {"width": 595.44, "height": HEIGHT, "blocks": [picture, block]}


def _of_mutool() -> dict[str, object]:
    pages = []
    for words in PAGES:
        boxed = [
            {"bbox": {"x": int(left), "y": int(top), "w": 5 * len(text), "h": 10}, "x": 0, "y": 0, "text": text}
            for text, left, top in words
        ]
        pages.append({"blocks": [{"type": "text", "bbox": {"x": 0, "y": 0, "w": 9, "h": 9}, "lines": boxed}]})
    return {"file": "codes.pdf", "pages": pages}


def _letters() -> list[list[dict[str, object]]]:
    """Each letter with its box, and the blanks between words."""
    pages: list[list[dict[str, object]]] = []
    for words in PAGES:
        pages.append([])
        for text, left, top in words:
            for place, letter in enumerate(f"{text} "):
                x0 = left + 5.25 * place
                pages[-1].append({"text": letter, "x0": x0, "x1": x0 + 5.25, "top": top, "bottom": top + 10.0})
    return pages


def _table(rows: list[list[object]]) -> str:
    file = io.StringIO()
    csv.writer(file).writerows(rows)
    return file.getvalue()


FORMS = {
    "words": [_of_plumber(0), _of_plumber(1)],
    "words of all pages": [*_of_plumber(0), *_of_plumber(1)],
    "words by name": {"pages": [{"page": 1, "words": _of_plumber(0)}, {"page": 2, "words": _of_plumber(1)}]},
    "tuples": [_of_mupdf(0), _of_mupdf(1)],
    "blocks": [_blocks(0), _blocks(1)],
    "mutool": _of_mutool(),
    "letters": _letters(),
    "letters by pages": {
        "metadata": {"Title": "Коды"},
        "pages": [{"page_number": 1 + page, "lines": [], "chars": letters} for page, letters in enumerate(_letters())],
    },
}


@pytest.mark.parametrize("form", FORMS)
def test_words_in_json(form: str) -> None:
    """However they are nested, they are the words of pages."""
    found = read(json.dumps(FORMS[form], ensure_ascii=False))
    assert (found.layout, found.format) == ("page", "json")
    assert _lines(found) == WANTED
    assert [word.sheet for word in found.words] == [0] * 8 + [1] * 3
    assert [word.x0 for word in found.words[3:6]] == pytest.approx([10.0, 50.0, 90.0], abs=0.1)


@pytest.mark.parametrize("form", ["names", "tuples", "pages"])
def test_words_in_csv(form: str) -> None:
    """A row each: below names, or as tuples, with the number of the page before them or not."""
    if form == "names":
        words = [{**word, "page": page + 1} for page in (0, 1) for word in _of_plumber(page)]
        text = _table([list(words[0]), *(list(word.values()) for word in words)])
    else:
        pages = [[[page + 1] * (form == "pages") + row for row in _of_mupdf(page)] for page in (0, 1)]
        text = _table([row for page in pages for row in page])
    found = read(text)
    assert (found.layout, found.format) == ("page", "csv")
    assert _lines(found) == WANTED


def test_lines_and_blocks_with_a_box_are_a_text() -> None:
    """Where in a line its words stand no box tells: it is read as it is written."""
    said = "Класс Код Описание\n1xxx 1000 Да\n1001 Нет\n"
    held = [[*_box(line, 10.0, 20.0 + 14 * place), line, place, 0] for place, line in enumerate(said.splitlines() * 2)]
    blocks = [[10.5, 20.0, 90.5, 90.0 + place, said, place, 0] for place in range(5)]
    for rows in (held, blocks):
        for text in (json.dumps([rows], ensure_ascii=False), _table(rows)):
            found = read(text)
            assert found.layout == "text"
            assert lines(found)[:3] == ["Класс Код Описание", "1xxx 1000 Да", "1001 Нет"]
    # Below names one block is enough.
    found = read(_table([["x0", "y0", "x1", "y1", "text"], blocks[0][:5]]))
    assert lines(found) == ["Класс Код Описание", "1xxx 1000 Да", "1001 Нет"]


def test_pages_of_text_of_any_headings() -> None:
    """The text of a page is one of many lines, whatever they say."""
    page = "Глава\nКод\nКласс\n№ Класс Код Описание\n1 1xxx 1000 Да\n2 1001 Нет\n"
    assert len(lines(read(json.dumps([{"page": 1, "text": page}, {"page": 2, "text": "3 1002 Иначе\n"}])))) == 7
    assert (
        read(json.dumps([{"Код": 1000, "Описание": "Да\nили нет"}, {"Код": 1001, "Описание": "Нет"}])).layout == "grid"
    )


def test_pages_of_text_in_json() -> None:
    """As pymupdf4llm gives its chunks, and others the pages of a text."""
    pages = ("Глава\n\n\n|Класс|Код|Описание|\n|---|---|---|\n|1xxx|1000|Да|\n", "| |1001|Нет|\n| |1002|Иначе|\n")
    found = read(json.dumps([{"metadata": {"page": 1, "title": "Глава"}, "text": text} for text in pages]))
    assert found.format == "markdown"
    assert [word.text for word in found.words if word.text.isdigit()] == ["1000", "1001", "1002"]


@pytest.mark.parametrize(
    "text",
    [
        json.dumps([{"word": "Код", "x0": "a", "x1": 2.5, "top": 1.5, "bottom": 9.5}] * 9),
        json.dumps([[3.5, 2, 3, "1000", "Да"]] * 9),
        "x0,x1,top,bottom,text\n" + '"' + "9" * 200_000 + '"\n',
        '[{"Код": 1000, "Описание": "Да"}, {"Код": 1001, "Описание": "Нет"}]',
    ],
)
def test_what_has_no_boxes_are_rows(text: str) -> None:
    """Records with other names, no numbers where a box has some, or a side before the other; a field without end."""
    assert read(text).layout != "page"
