"""What other tools make of a PDF or of a page: positions, JSON, saved pages."""

from __future__ import annotations

import json
import shutil
import subprocess
from collections.abc import Callable, Iterable
from email.message import EmailMessage
from email.mime.multipart import MIMEMultipart
from email.mime.text import MIMEText
from itertools import groupby
from pathlib import Path

import pytest

from ingest.document.fragments import Fragments
from model import InputError
from tests.readers.seen import lines, read, tables

SHARED = Path(__file__).parents[2].parent / "shared" / "documents"
BY_POPPLER = pytest.mark.skipif(shutil.which("pdftohtml") is None, reason="Poppler is not installed")


def _page_lines(found: Fragments) -> list[str]:
    return [" ".join(word.text for word in line) for _, line in groupby(found.words, key=lambda word: word.line)]


BOXES = (("1xxx", 10, 100, 24, 10), ("1000", 50, 100, 24, 10), ("Да", 90, 100.5, 12, 10), ("нет", 90, 112, 18, 10))


def _tsv() -> str:
    head = "level\tpage_num\tpar_num\tblock_num\tline_num\tword_num\tleft\ttop\twidth\theight\tconf\ttext\n"
    return head + "".join(
        f"5\t2\t0\t0\t0\t0\t{left}\t{top}\t{width}\t{height}\t100\t{text}\n" for text, left, top, width, height in BOXES
    )


def _bounded() -> str:
    words = "".join(
        f'<word xMin="{left}" yMin="{top}" xMax="{left + width}" yMax="{top + height}">{text}</word>\n'
        for text, left, top, width, height in BOXES
    )
    return f'<!DOCTYPE html><html><body><doc><page width="1" height="1"></page><page>{words}</page></doc></body></html>'


def _xml() -> str:
    texts = "".join(
        f'<text top="{top}" left="{left}" width="{width}" height="{height}" font="0"><b>{text}</b></text>\n'
        for text, left, top, width, height in BOXES
    )
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n<!DOCTYPE pdf2xml SYSTEM "pdf2xml.dtd">\n'
        f'<pdf2xml><page number="1"></page><page number="2">{texts}</page></pdf2xml>'
    )


@pytest.mark.parametrize("written", [_tsv, _bounded, _xml])
def test_words_at_places(written: object) -> None:
    """The words of pdftotext with their boxes, the texts of pdftohtml: as the words of a page."""
    found = read(written())  # type: ignore[operator]
    assert found.layout == "page"
    assert _page_lines(found) == ["1xxx 1000 Да", "нет"]
    assert [(word.sheet, word.span.page, word.x0) for word in found.words] == [
        *((1, 2, 10.0), (1, 2, 50.0), (1, 2, 90.0)),
        (1, 2, 90.0),
    ]
    assert found.words[1].gap == pytest.approx(1.6)


def _as_tsv(boxes: Iterable[tuple[str, float, float, float, float]]) -> str:
    head = "level\tpage_num\tpar_num\tblock_num\tline_num\tword_num\tleft\ttop\twidth\theight\tconf\ttext\n"
    return head + "".join(
        f"5\t1\t0\t0\t0\t0\t{left}\t{top}\t{right - left}\t{bottom - top}\t9\t{text}\n"
        for text, left, top, right, bottom in boxes
    )


@pytest.mark.parametrize("goes_down", [True, False])
def test_pages_that_lie_are_read_as_they_stand(*, goes_down: bool) -> None:
    """Words that run down or up a page are higher than wide; those that follow each other tell which way."""
    level = (
        ("1xxx", 10, 20, 30, 30),
        ("1000", 50, 20, 70, 30),
        ("Пустой", 90, 20, 120, 30),
        ("ответ", 125, 20, 150, 30),
        ("сервера", 90, 32, 125, 42),
    )
    edge = 42 if goes_down else 150
    turned = [
        (text, edge - bottom, left, edge - top, right) if goes_down else (text, top, edge - right, bottom, edge - left)
        for text, left, top, right, bottom in level
    ]
    found = read(_as_tsv(turned))
    assert _page_lines(found) == ["1xxx 1000 Пустой ответ", "сервера"]
    assert {word.size for word in found.words} == {10.0}
    assert [word.gap for word in found.words[1:4]] == [2.0, 2.0, 0.5]


@pytest.mark.parametrize("written", [_tsv, _bounded, _xml])
def test_letters_of_a_ligature_are_apart(written: Callable[[], str]) -> None:
    """As PDFium gives them: the font of the page joined them, not who wrote it."""
    found = read(written().replace("нет", "no \ufb01eld"))
    assert _page_lines(found)[1] == "no field"


def test_marks_of_notes_stand_on_the_line_of_their_word() -> None:
    """Small and high behind a code: no line of its own, which would be a text of the table."""
    found = read(_as_tsv([("1000", 10, 20, 30, 30), ("1", 30.5, 18, 33, 24), ("Да", 90, 20, 100, 30)]))
    assert _page_lines(found) == ["1000 1 Да"]
    assert [word.style.is_raised for word in found.words] == [False, True, False]


def test_runs_that_touch_are_one_word() -> None:
    """A hyphen is set in a font of its own in some documents, and stands in a box of its own then."""
    boxes = (("факс", 10.0, 30.0), ("-", 30.2, 33.0), ("рассылок", 33.0, 70.0), ("да", 73.0, 80.0))
    rows = _as_tsv((text, left, 9, right, 19) for text, left, right in boxes)
    assert [word.gap == 0 for word in read(rows).words] == [False, True, True, False]


def test_room_between_spread_letters_is_none_between_words() -> None:
    """Pdftotext parts words there, where letters that are kerned stand further apart than others."""
    row = (("Ошибк", 10.0, 35.0), ("а", 36.0, 41.0), ("при", 45.0, 60.0), ("оплате", 64.0, 94.0))
    rows = _as_tsv((text, left, top, right, top + 10) for top in range(10, 90, 20) for text, left, right in row)
    assert [word.gap == 0 for word in read(rows).words[:4]] == [False, True, False, False]


@pytest.mark.parametrize(("program", "expected"), [("pdftohtml 0.36", ["1xxx 1000 Да", "- 1 -"]), ("pandoc", None)])
def test_bookmarks_behind_the_pages_are_no_text(program: str, expected: list[str] | None) -> None:
    """Pdftohtml writes the outline of a PDF behind its text: the number of the only page ended no document then."""
    page = (
        f'<html><head><meta name="generator" content="{program}"/></head><body>1xxx 1000 Да<br/>- 1 -<br/><hr/>'
        '<a name="outline"></a><h1>Document Outline</h1><ul><li><a href="x.html#1">Коды</a></li></ul></body></html>'
    )
    found = lines(read(page))
    assert found == expected or (expected is None and "Document Outline" in found)


def test_a_table_of_words_with_holes_is_told() -> None:
    """A box that is no number."""
    with pytest.raises(InputError, match="damaged-tsv"):
        read(_tsv().replace("\t90\t", "\tx\t"))


def test_elements_that_are_placed_absolutely() -> None:
    """As pdftohtml -c and mutool write them, a line a break."""
    style = "position:absolute;white-space:nowrap;top:{}px;left:{}px"
    placed = (("1xxx", 100, 10), ("1000", 100, 60), ("Да<br>нет", 100, 90), ("2xxx", 140, 10), ("x", 140, 60))
    texts = "".join(f'<p style="{style.format(top, left)}" class="ft0">{text}</p>' for text, top, left in placed)
    head = "<html><head><style>.ft0{font-size:12px;line-height:15px;}</style></head>"
    found = read(f'{head}<body><div id="page1-div">{texts}</div><div id="page2-div">{texts}</div></body></html>')
    assert found.layout == "page"
    assert _page_lines(found)[:3] == ["1xxx 1000 Да", "нет", "2xxx x"]
    assert [word.base for word in found.words[:4]] == [112.0, 112.0, 112.0, 127.0]
    assert {word.sheet for word in found.words} == {0, 1}


def test_letters_of_unknown_width_do_not_run_into_the_next_column() -> None:
    """Those of a narrow font: a word of theirs stood in the column beside."""
    style = "position:absolute;top:{}px;left:{}px;font-size:10px"
    texts = [("Соединение отклонено,", 10 + 14 * row, left) for row in range(3) for left in (10, 110)]
    placed = "".join(f'<p style="{style.format(top, left)}">{text}</p>' for text, top, left in texts)
    words = read(f"<html><body>{placed}</body></html>").words
    assert [word.x0 > 110 for word in words[:4]] == [False, False, False, True]
    assert words[1].x1 < 110


def test_letters_of_unknown_width_are_as_wide_as_in_most_fonts() -> None:
    """Lines of as many letters seemed as wide, and the next word had room behind all but the longest."""
    style = "position:absolute;top:{}px;left:10px;font-size:10px"
    placed = "".join(
        f'<p style="{style.format(20 * row)}">{text} ли</p>' for row, text in enumerate(["шуршим", "iiliii"] * 3)
    )
    words = read(f"<html><body>{placed}</body></html>").words
    assert words[1].x0 > words[3].x0 + 5
    assert words[3].x0 - words[2].x1 < words[2].x1 - words[2].x0


@pytest.mark.parametrize(("width", "right"), [(80, 80.0), (1000, 94.7)])
def test_the_widest_line_of_a_box_of_pdfminer_fills_it(width: int, right: float) -> None:
    """Its letters are as wide as the box says, as far as those of a font can be."""
    box = (
        '<div style="position:absolute; border: textbox 1px solid; left:0px; top:{}px;'
        f' width:{width}px; height:25px;">'
        '<span style="font-size:10px">Запрос отклонен\n<br>или\n<br></span></div>'
    )
    words = read(f"<html><body>{''.join(box.format(40 * row) for row in range(5))}</body></html>").words
    assert words[1].x1 == pytest.approx(right, abs=0.1)
    assert words[2].x1 < 20


def test_words_of_recognised_letters() -> None:
    """hOCR: a word stands on the base line of its line, however high its own letters are."""
    word = "<span class='ocrx_word' title='bbox {} {} {} {}; x_wconf 96'>{}</span>"
    line = "<span class='ocr_line' title='bbox 10 {} 300 {}; baseline 0 -5'>{}</span>"
    first = word.format(10, 100, 50, 112, "1000") + word.format(90, 103, 140, 117, "Другое")
    lines = line.format(100, 117, first) + line.format(120, 137, word.format(90, 120, 120, 134, "есть"))
    found = read(f"<html><body><div class='ocr_page' title='bbox 0 0 600 800'>{lines}</div></body></html>")
    assert found.layout == "page"
    assert _page_lines(found) == ["1000 Другое", "есть"]
    assert [(word.x0, word.base) for word in found.words] == pytest.approx([(10, 113.6), (90, 113.6), (90, 133.6)])


def test_fonts_that_pdftohtml_says_on_an_earlier_page() -> None:
    """`pdftohtml -s` numbers fonts over all pages: what is `ft12` on the first page is `ft22` on the second."""
    style = "<style>.ft10{font-size:9px;} .ft11{font-size:30px;} .ft12{font-size:14px;}</style>"
    text = '<p style="position:absolute;top:{0}px;left:{1}0px" class="ft{1}">Нет</p>'
    pages = (("1", "10", "12"), ("2", "20", "22"))
    divs = "".join(
        f'<div id="page{page}-div">{"".join(text.format(20 * row, name) for row in range(3) for name in names)}</div>'
        for page, *names in pages
    )
    found = read(f"<html><head>{style}</head><body>{divs}</body></html>")
    assert [{word.size for word in found.words if word.sheet == sheet} for sheet in (0, 1)] == [{9.0, 14.0}] * 2


def test_pages_of_pdfminer() -> None:
    """They stand on one long sheet, each in its frame, and the lines of a box fill its height."""
    frame = '<span style="position:absolute; border: gray 1px solid; left:0.0px; top:{}px; width:595px;"></span>'
    box = (
        '<div style="position:absolute; border: textbox 1px solid; left:60.5px; top:{}px; width:90px; height:40px;">'
        '<span style="font-size:10px">Да\n<br>и нет\n<br>и все\n<br></span></div>'
    )
    sheets = "".join(frame.format(top) + box.format(top + 30) + box.format(top + 90) for top in (50.0, 892.0))
    found = read(f"<html><body>{sheets}</body></html>")
    assert _page_lines(found)[:3] == ["Да", "и нет", "и все"]
    bases = [[word.base for word in found.words if word.sheet == sheet] for sheet in (0, 1)]
    assert bases == [[40, 55, 55, 70, 70, 100, 115, 115, 130, 130]] * 2


def test_a_line_that_pdfminer_writes_as_two_keeps_the_space_between_them() -> None:
    """The box of the second begins where its next line does, left of the end of the first."""
    box = (
        '<div style="position:absolute; border: textbox 1px solid; left:{}px; top:10px; width:200px; height:{}px;">'
        '<span style="font-size:10px">{}\n<br></span></div>'
    )
    boxes = box.format(10, 10, "1000 Возврат средств ") + box.format(80, 24, "/ сервис закрыт\n<br>и связь")
    lines = "".join(box.format(10, 10, "Лимит исчерпан").replace("top:10", f"top:{90 + 20 * row}") for row in range(5))
    words = read(f"<html><body>{boxes}{lines}</body></html>").words
    assert [word.text for word in words][2:5] == ["средств", "/", "сервис"]
    assert words[3].gap > 0


def test_pages_that_name_their_fonts_alike() -> None:
    """Files of a page each, put into one: `pdftohtml -c` numbers the fonts of each anew."""
    text = '<p style="position:absolute;top:{}px;left:9px" class="ft00">Нет</p>'
    page = "<html><head><style>.ft00{{font-size:{}px;}}</style></head><body>{}</body></html>"
    body = '<div id="page{}-div">{}</div>'
    lines = "".join(text.format(20 * row) for row in range(3))
    found = read("".join(page.format(size, body.format(number, lines)) for number, size in ((1, 9), (2, 14))))
    assert [{word.size for word in found.words if word.sheet == sheet} for sheet in (0, 1)] == [{9.0}, {14.0}]


@BY_POPPLER
@pytest.mark.parametrize("name", ["number-column.pdf", "class-last.pdf"])
def test_pages_of_poppler(name: str) -> None:
    """All that Poppler writes holds the same words on the same lines."""
    source = SHARED / "forms" / name
    if not source.exists():
        pytest.skip("the documents are not here")
    commands = (["pdftotext", "-tsv", str(source), "-"], ["pdftotext", "-bbox-layout", str(source), "-"])
    first, *others = (
        _page_lines(read(subprocess.run(command, capture_output=True, check=True).stdout)) for command in commands
    )
    assert len(first) > 30
    assert others == [first]


ROWS: list[list[object]] = [["Класс", "Код", "Описание"], ["1xxx", 1000, "Да\nи нет"], [None, 1001.0, "Нет"]]
OBJECTS: list[dict[str, object]] = [
    {"Класс": "1xxx", "Код": 1000, "Описание": "Да\nи нет"},
    {"Код": 1001.0, "Описание": "Нет"},
]
GRID = [[{"top": 1, "text": "" if cell is None else str(cell).removesuffix(".0")} for cell in row] for row in ROWS]
WANTED = [{0: "Класс", 1: "Код", 2: "Описание"}, {0: "1xxx", 1: "1000", 2: "Да/и нет"}, {1: "1001", 2: "Нет"}]


@pytest.mark.parametrize(
    "values",
    [
        ROWS,
        OBJECTS,
        [ROWS[0], *OBJECTS],
        {"meta": {"pages": 3}, "rows": OBJECTS},
        [{"0": row[0], "1": row[1], "2": row[2]} for row in ROWS],
        {"columns": ROWS[0], "index": [0, 1], "data": ROWS[1:]},
        {name: {"0": OBJECTS[0].get(name), "1": OBJECTS[1].get(name)} for name in OBJECTS[0]},
        [{"extraction_method": "lattice", "data": GRID}],
        {"tables": [{"data": {"grid": GRID, "table_cells": GRID[0]}}]},
    ],
    ids=["rows", "objects", "names", "within", "positions", "split", "columns", "tabula", "docling"],
)
def test_tables_in_json(values: object) -> None:
    """As pdfplumber, pandas, camelot, tabula, docling and prettytable write them."""
    found = read(json.dumps(values, ensure_ascii=False))
    assert (found.format, found.layout) == ("json", "grid")
    assert tables(found) == [WANTED]


def test_numbers_of_json_are_whole_and_texts_are_left_alone() -> None:
    """Pandas writes a column of codes with a gap as `1000.0`; `SIP/2.0 486` is a text."""
    (table,) = tables(read('[["Код", "Описание"], [1000.0, "SIP/2.0 486"], ["1001.0", "API v1.0.0"]]'))
    assert table[1:] == [{0: "1000", 1: "SIP/2.0 486"}, {0: "1001", 1: "API v1.0.0"}]


def test_lines_of_json_and_json_without_a_table() -> None:
    """One object a line is a table; none is told; what only begins as JSON is text."""
    assert tables(read("\n".join(json.dumps(item, ensure_ascii=False) for item in OBJECTS)))[0][0] == WANTED[0]
    with pytest.raises(InputError, match="JSON without a list of rows"):
        read('{"a": [1, 2]}')
    assert lines(read("[1] Класс")) == ["[1] Класс"]
    assert lines(read("[" * 100_000))[0].startswith("[[")


SEVERAL = {
    "indented": "\n".join(json.dumps(page, ensure_ascii=False, indent=2) for page in (ROWS[:2], ROWS[2:])),
    "on one line": " ".join(json.dumps({"page": 1, "rows": page}) for page in (ROWS[:2], ROWS[2:])),
    "printed": repr([ROWS[:2], ROWS[2:]]),
    "printed by line": "\n".join(map(repr, ROWS)),
    "a comma too many": json.dumps(ROWS, ensure_ascii=False).replace("]]", "],]").replace("null", '""'),
}


@pytest.mark.parametrize("form", SEVERAL)
def test_several_values_and_lists_of_python(form: str) -> None:
    """Pages of JSON one behind another, and what Python prints of the tables of pdfplumber."""
    assert [row for table in tables(read(SEVERAL[form])) for row in table] == WANTED


GROUPS: dict[str, object] = {
    "lists": [{"of": "1xxx", "n": 7, "codes": [{"code": 1000, "text": "Да"}, {"code": 1001, "text": "Нет"}]}],
    "names of lists": {
        "1xxx": [{"code": 1000, "text": "Да"}, {"code": 1001, "text": "Нет"}],
        "2xxx": [{"code": 2000, "text": "Мимо"}],
    },
    "names of texts": {"1xxx": {"1000": "Да", "1001": "Нет"}, "2xxx": {"2000": "Мимо", "2001": "Иное"}},
    "texts": {"1000": "Да", "1001": "Нет"},
    "objects": {"1000": {"text": "Да"}, "1001": {"text": "Нет"}, "1003": {"text": "Мимо"}},
}


def test_groups_in_json() -> None:
    """What is said of several rows stands on each of them, and so do the names that hold them."""
    found = {name: [list(row.values()) for row in tables(read(json.dumps(GROUPS[name])))[0]] for name in GROUPS}
    assert found == {
        "lists": [["of", "n", "code", "text"], ["1xxx", "7", "1000", "Да"], ["1xxx", "7", "1001", "Нет"]],
        "names of lists": [["code", "text"], ["1xxx", "1000", "Да"], ["1xxx", "1001", "Нет"], ["2xxx", "2000", "Мимо"]],
        "names of texts": [
            *(["1xxx", "1000", "Да"], ["1xxx", "1001", "Нет"]),
            *(["2xxx", "2000", "Мимо"], ["2xxx", "2001", "Иное"]),
        ],
        "texts": [["1000", "Да"], ["1001", "Нет"]],
        "objects": [["text"], ["1000", "Да"], ["1001", "Нет"], ["1003", "Мимо"]],
    }


def test_a_page_that_a_wiki_exports_as_word() -> None:
    """MHTML under any name: the page in it is read, in the encoding that its part declares."""
    page = "<html><body><table><tr><td>1xxx<td>1000<td>Да</table></body></html>"
    message = MIMEMultipart("related")
    message["Subject"] = "Exported From Confluence"
    message.attach(MIMEText(page, "html", "windows-1251"))
    found = read(message.as_bytes())
    assert (found.format, found.encoding) == ("html", "windows-1251")
    assert tables(found) == [[{0: "1xxx", 1: "1000", 2: "Да"}]]
    empty = MIMEMultipart("related")
    empty.attach(MIMEText("x", "plain"))
    with pytest.raises(InputError, match="without a page in it"):
        read(empty.as_bytes())


@pytest.mark.parametrize("subtypes", [("plain",), ("html",), ("plain", "html")])
def test_a_mail_is_read(subtypes: tuple[str, ...]) -> None:
    """Its page, else its plain text, however it is encoded."""
    texts = {"plain": "Класс\tКод\n1xxx\t1000\n", "html": "<table><tr><td>Класс<td>Код<tr><td>1xxx<td>1000</table>"}
    mail = EmailMessage()
    mail["Subject"] = "Коды"
    for subtype in subtypes:
        add = mail.set_content if subtype == subtypes[0] else mail.add_alternative
        add(texts[subtype], subtype=subtype, charset="koi8-r", cte="base64")
    found = read(mail.as_bytes())
    assert found.format == ("html" if "html" in subtypes else "text")
    assert [word.text for word in found.words] == ["Класс", "Код", "1xxx", "1000"]


@pytest.mark.parametrize("charset", [b"=C0", b"utf\x00-8", b"rot13", b""])
def test_a_mail_of_an_unknown_encoding_is_read_by_its_bytes(charset: bytes) -> None:
    """What is no encoding of texts is not asked; a name with a NUL in it stopped the reading."""
    mail = EmailMessage()
    mail["Subject"] = "Коды"
    mail.set_content("Класс\tКод\n1xxx\t1000\n", charset="utf-8", cte="8bit")
    found = read(mail.as_bytes().replace(b'"utf-8"', b'"%b"' % charset))
    assert [word.text for word in found.words] == ["Класс", "Код", "1xxx", "1000"]


RTF = (
    r"{\rtf1\ansi\ansicpg1251{\fonttbl{\f0\fcharset204 Arial;}}{\*\generator x;}\pard\f0 \'ca\'ee\'e4\'fb\par"
    r"\trowd\clvmgf\cellx1000\cellx2000\cellx4000\pard\intbl 1xxx\cell 10{\b 00}{\super 2)}\cell "
    r"{\strike\u1044?\u1072?}\par{\deleted x}b\tab c\cell\row"
    r"\trowd\clvmrg\cellx1000\cellx2000\cellx4000\pard\intbl\cell 1001\cell{\v hidden}\'cd\'e5\'f2\cell\row"
    r"\trowd\cellx2000\cellx4000\pard\intbl {\listtext 1101\tab}\cell d\cell\row\pard \'c4\'e0\par}"
)


def test_rich_text() -> None:
    """Tables with merged cells, paragraphs of a cell, raised, struck, deleted and hidden text, numbers of lists."""
    found = read(RTF)
    assert lines(found) == ["Коды", "Да"]
    assert tables(found) == [
        [{0: "1xxx", 1: "1000 2)", 2: "Да/b c"}, {1: "1001", 2: "Нет"}, {0: "1101", 2: "d"}],
    ]
    assert [word.text for word in found.words if word.style.is_raised] == ["2)"]
    assert [word.text for word in found.words if word.style.is_struck] == ["Да"]
    cells = {word.text: word.cell for word in found.words if word.cell}
    assert [(cells[text].rows, cells[text].columns) for text in ("1xxx", "1101")] == [(2, 1), (1, 2)]


def test_damaged_rich_text_is_told() -> None:
    """Groups without end, and a document with nothing in it."""
    with pytest.raises(InputError, match="damaged-rtf"):
        read(r"{\rtf1 " + "{" * 10_000)
    with pytest.raises(InputError, match="no-text"):
        read(r"{\rtf1\ansi}")
