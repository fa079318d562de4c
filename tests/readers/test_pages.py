"""HTML and DOCX: cells in their true columns, styles, lines of cells, numbers that Word writes by itself."""

from __future__ import annotations

import io
from pathlib import Path

import docx
import pytest
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from model import InputError
from tests.readers.seen import lines, read, tables

SHARED = Path(__file__).parents[2].parent / "shared" / "documents"


def test_cells_that_span_rows_push_those_below_aside() -> None:
    """Two labels and a code, as a page draws merged cells."""
    found = read(
        "<table><tr><th colspan=2>Класс<th>Код<th>Описание"
        "<tr><td rowspan=3>1xxx<td rowspan=2>11xx<td>1100<td>Да<tr><td>1101<td>Нет<tr><td><td>1201<td>Ещё</table>"
    )
    assert tables(found) == [
        [
            {0: "Класс", 2: "Код", 3: "Описание"},
            {0: "1xxx", 1: "11xx", 2: "1100", 3: "Да"},
            {2: "1101", 3: "Нет"},
            {2: "1201", 3: "Ещё"},
        ]
    ]
    spans = {word.text: (word.cell.rows, word.cell.columns) for word in found.words if word.cell}
    assert (spans["Класс"], spans["1xxx"], spans["11xx"]) == ((1, 2), (3, 1), (2, 1))


def test_styles_of_a_page() -> None:
    """Raised and struck text; of a change only the new wording."""
    found = read(
        "<p>1102<sup>2)</sup> <span style='vertical-align:super'>3</span> <s>a</s> <del>b</del>"
        "<p><del>old</del><ins>new</ins><p style='display:none'>hidden"
    )
    assert [word.text for word in found.words if word.style.is_raised] == ["2)", "3"]
    assert [word.text for word in found.words if word.style.is_struck] == ["a", "b"]
    assert lines(found) == ["1102 2) 3 a b", "new"]


def test_lines_of_a_cell_and_preformatted_text() -> None:
    """Breaks and blocks are lines; in preformatted text spaces stay."""
    found = read("<table><tr><td>1000<br>1001<td><p>Да<p>Нет</table><pre>a    b\nc</pre>")
    assert tables(found) == [[{0: "1000/1001", 1: "Да/Нет"}]]
    assert found.words[-2].gap > 1


def test_what_google_sheets_copies_stands_in_an_unknown_element() -> None:
    """A parser takes it for a part of the head, with the table in it."""
    head = "<meta charset=utf-8><title>x</title><google-sheets-html-origin><style>td{border:1px}</style>"
    found = read(f'{head}<table dir="ltr"><tbody><tr><td>1xxx</td><td>1000</td><td>Нет<br/>связи</td></tr></table>')
    assert tables(found) == [[{0: "1xxx", 1: "1000", 2: "Нет/связи"}]]
    assert not lines(found)


def test_a_frame_of_pandas_has_line_ends_and_no_values_written() -> None:
    """`DataFrame.to_html` writes two letters for a line end, and NaN for a cell without a value; others mean them."""
    row = "<tr><td>1xxx<td>1000<td>Запись НЕТ\\nДА<td>NaN</table>"
    assert tables(read(f'<table class="dataframe">{row}')) == [[{0: "1xxx", 1: "1000", 2: "Запись НЕТ/ДА"}]]
    assert tables(read(f"<table>{row}"))[0][0][2] == "Запись НЕТ\\nДА"


def test_a_table_in_a_cell() -> None:
    """It comes behind the row; where it is all of the row, as in a page laid out by tables, in its place."""
    inner = "<table><tr><td>1000<td>Да</table>"
    found = read(f"<table><tr><td>{inner}<p>Проза</table>")
    assert (tables(found), lines(found)) == ([[{0: "1000", 1: "Да"}]], ["Проза"])
    found = read(f"<table><tr><td>1xxx<td>Текст{inner}<tr><td>2xxx<td>Ещё</table>")
    assert tables(found) == [[{0: "1xxx", 1: "Текст"}], [{0: "1000", 1: "Да"}], [{0: "2xxx", 1: "Ещё"}]]


def test_a_table_of_one_cell_in_a_cell() -> None:
    """It is a frame around what stands there, as programs for mail and copies of a PDF draw one: no other table."""
    frame = "<table><tr><td>{}</table>"
    found = read(f"<table><tr><td>1xxx<td>{frame.format('1000')}<td>Да {frame.format('или<br>нет')}</table>")
    assert tables(found) == [[{0: "1xxx", 1: "1000", 2: "Да/или/нет"}]]


def test_utf_16_is_read_by_its_mark() -> None:
    """Whatever the page itself says."""
    page = "<html><meta charset=unicode><p>Класс</html>"
    assert [word.text for word in read(page.encode("utf-16")).words] == ["Класс"]


def _document(body: str, numbering: str = "") -> bytes:
    document = docx.Document()
    for element in list(parse_xml(f"<w:body {nsdecls('w')}>{body}</w:body>")):
        document.element.body.insert_element_before(element, "w:sectPr")
    if numbering:
        part = document.part.numbering_part
        for element in list(part.element):
            part.element.remove(element)
        part.element.extend(list(parse_xml(f"<w:numbering {nsdecls('w')}>{numbering}</w:numbering>")))
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def _cell(text: str, properties: str = "", paragraph: str = "") -> str:
    run = f"<w:r><w:t>{text}</w:t></w:r>" if text else ""
    return f"<w:tc><w:tcPr>{properties}</w:tcPr><w:p>{paragraph}{run}</w:p></w:tc>"


LIST = (
    '<w:abstractNum w:abstractNumId="0"><w:lvl w:ilvl="0"><w:start w:val="{start}"/><w:numFmt w:val="{form}"/>'
    '<w:lvlText w:val="{text}"/></w:lvl></w:abstractNum>'
    '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>'
)
NUMBERED = '<w:pPr><w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr></w:pPr>'


def _numbered(form: str, text: str = "%1", start: int = 1101) -> bytes:
    row = f"<w:tr>{_cell('', '', NUMBERED)}{_cell('Да')}</w:tr>"
    return _document(f"<w:tbl>{row * 2}</w:tbl>", LIST.format(form=form, text=text, start=start))


def test_hidden_runs_of_word_are_not_read_and_told() -> None:
    """One finding for a line, however many runs it is cut into."""
    hidden = "".join(f"<w:r><w:rPr><w:vanish/></w:rPr><w:t>{part}</w:t></w:r>" for part in ("10", "00"))
    found = read(_document(f"<w:p>{hidden}<w:r><w:t>a</w:t></w:r></w:p>"))
    assert lines(found) == ["a"]
    assert [(item.rule, item.message, item.span.line) for item in found.findings] == [
        ("hidden-text", "«1000» is hidden", 1)
    ]


def test_a_break_inside_a_text_of_word_hides_nothing() -> None:
    """MuPDF writes `<w:br/>` within `<w:t>`, where the standard has nothing but letters."""
    text = "<w:p><w:r><w:t>Срок 10 <w:br/>рабочих <w:br/>дней.</w:t></w:r></w:p>"
    assert lines(read(_document(text))) == ["Срок 10", "рабочих", "дней."]


def test_a_row_of_word_is_hidden_by_its_texts_and_deleted_by_itself() -> None:
    """`w:hidden` of a row hides the mark at its end alone (ECMA-376, part 1, 17.4.14): texts hide by themselves."""
    rows = "".join(f"<w:tr><w:trPr><w:{mark}/></w:trPr>{_cell(mark)}</w:tr>" for mark in ("hidden", "del", "ins"))
    found = read(_document(f"<w:tbl>{rows}</w:tbl>"))
    assert tables(found) == [[{0: "hidden"}, {0: "ins"}]]
    assert not found.findings


@pytest.mark.parametrize(
    ("form", "text", "start", "numbers"),
    [
        ("decimal", "%1", 1101, ["1101", "1102"]),
        ("decimal", "№ %1.", 1101, ["№ 1101.", "№ 1102."]),
        ("decimalZero", "%1", 9, ["09", "10"]),
        ("upperRoman", "%1", 4, ["IV", "V"]),
        ("lowerLetter", "%1)", 26, ["z)", "aa)"]),
        ("russianLower", "%1)", 1, ["а)", "б)"]),
    ],
)
def test_numbers_that_word_writes_by_itself(form: str, text: str, start: int, numbers: list[str]) -> None:
    """They are text, in a paragraph that has no other, too."""
    assert tables(read(_numbered(form, text, start))) == [[{0: number, 1: "Да"} for number in numbers]]


def test_numbers_that_cannot_be_known_are_told() -> None:
    """A refusal that says so; a bullet is no number."""
    with pytest.raises(InputError, match=r"cells are numbered automatically \(rows 1, 2\)"):
        read(_numbered("chineseCounting"))
    assert tables(read(_numbered("bullet", "•"))) == [[{1: "Да"}, {1: "Да"}]]


def test_merged_cells_of_word() -> None:
    """A cell over columns and one over rows."""
    over, begins = '<w:gridSpan w:val="2"/>', '<w:vMerge w:val="restart"/>'
    rows = (
        f"<w:tr>{_cell('Класс', over)}{_cell('Код')}</w:tr>"
        f"<w:tr>{_cell('1xxx', begins)}{_cell('11xx')}{_cell('1100')}</w:tr>"
        f"<w:tr>{_cell('', '<w:vMerge/>')}{_cell('')}{_cell('1101')}</w:tr>"
    )
    found = read(_document(f"<w:tbl>{rows}</w:tbl>"))
    assert tables(found) == [[{0: "Класс", 2: "Код"}, {0: "1xxx", 1: "11xx", 2: "1100"}, {2: "1101"}]]
    assert next(word.cell.rows for word in found.words if word.text == "1xxx" and word.cell) == 2


def test_styles_changes_and_breaks_of_word() -> None:
    """Struck and raised runs; inserted text counts and deleted does not; a break inside a run; a tab."""
    struck = "<w:r><w:rPr><w:strike/></w:rPr><w:t>1103</w:t></w:r>"
    raised = '<w:r><w:rPr><w:vertAlign w:val="superscript"/></w:rPr><w:t>2</w:t></w:r>'
    change = "<w:del><w:r><w:delText>old</w:delText></w:r></w:del><w:ins><w:r><w:t>new</w:t></w:r></w:ins>"
    text = "<w:r><w:t>a</w:t><w:br/><w:t>b</w:t><w:tab/><w:t>c</w:t></w:r>"
    found = read(_document(f"<w:p>{struck}{raised}{change}</w:p><w:p>{text}</w:p>"))
    assert lines(found) == ["1103 2 new", "a", "b c"]
    assert [word.text for word in found.words if word.style.is_struck] == ["1103"]
    assert [word.text for word in found.words if word.style.is_raised] == ["2"]


@pytest.mark.parametrize(
    "name",
    [
        "forms/merged-cells.html",
        "forms/nested-labels.docx",
        "forms/extra-columns.docx",
        "forms/tracked-changes.docx",
        "reports/docx-automatic-numbers.docx",
        "reports/html-utf-16.html",
        "reports/html-footnote-mark-with-bracket.html",
    ],
)
def test_documents_of_others(name: str) -> None:
    """Every code stands in a cell of a column of codes, beside its text."""
    source = SHARED / name
    if not source.exists():
        pytest.skip("the documents are not here")
    found = tables(read(source.read_bytes()))
    rows = [row for table in found for row in table]
    codes = {text.split()[0] for row in rows for text in row.values() if text[:4].isdigit()}
    assert {"1000", "1100"} <= codes


def test_an_empty_paragraph_keeps_its_line_beside_others() -> None:
    """A class without a code, as paragraphs of one cell: what stands beside each other shares a line."""
    empty, full = "<w:p/>", "<w:p><w:r><w:t>{}</w:t></w:r></w:p>".format
    cells = ([full("12xx")], [empty, full("1201")], [full("Почта"), full("Ящик"), empty])
    row = "".join(f"<w:tc>{''.join(cell)}</w:tc>" for cell in cells)
    found = read(_document(f"<w:tbl><w:tr>{row}</w:tr></w:tbl>"))
    assert [(word.text, word.line) for word in found.words] == [("12xx", 0), ("Почта", 0), ("1201", 1), ("Ящик", 1)]
    page = "<table><tr><td>12xx<td><br>1201<td>Почта<br>Ящик<br><br></table>"
    assert [(word.text, word.line) for word in read(page).words] == [(w.text, w.line) for w in found.words]


def test_what_a_page_hides_in_a_table_is_told() -> None:
    """It is not read, as nobody who looks at the page reads it; menus that are hidden are nobody's business."""
    found = read(
        "<p hidden>menu</p><table><tr><td>1000<td>Да\n<tr style='display:none'><td>1001<td><span hidden>Нет</span>"
        "<tr><td>1002<td hidden></table>"
    )
    assert tables(found) == [[{0: "1000", 1: "Да"}, {0: "1002"}]]
    assert [(finding.rule, finding.message, finding.span.line) for finding in found.findings] == [
        ("hidden-text", "«1001Нет» is hidden", 2)
    ]


LINK = '<ac:link><ri:page ri:content-title="A"/>'
STATUS = (
    '<ac:structured-macro ac:name="status"><ac:parameter ac:name="colour">Red</ac:parameter>'
    '<ac:parameter ac:name="title">'
)


@pytest.mark.parametrize(
    ("cell", "shown"),
    [
        (f"{LINK}</ac:link> нет", "A нет"),
        (f"{LINK}<ac:plain-text-link-body><![CDATA[B < C]]></ac:plain-text-link-body></ac:link> нет", "B < C нет"),
        (f"{LINK}<ac:link-body>B</ac:link-body></ac:link> нет", "B нет"),
        (f"{STATUS}NEW</ac:parameter></ac:structured-macro> нет", "NEW нет"),
        ('нет<a class=msocomanchor href="#_msocom_1">[A1]</a>', "нет"),
    ],
)
def test_what_programs_write_into_a_text_in_their_own_way(cell: str, shown: str) -> None:
    """Links and states of Confluence show a text that its storage keeps elsewhere; Word marks comments in a page."""
    found = read(f"<p>Коды</p><table><tr><th>Код</th></tr><tr><td>{cell}</td></tr></table>")
    assert tables(found) == [[{0: "Код"}, {0: shown}]]
