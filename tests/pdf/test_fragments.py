"""What the reader of PDFs gives: words with their places, and what is drawn."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator, Sequence
from itertools import groupby
from pathlib import Path
from typing import Any

import pytest

from ingest.document.fragments import Fragments, Word
from ingest.document.options import ReadOptions
from ingest.readers.pdf.cut import cut_by_margin
from ingest.readers.pdf.fragments import read_again, read_pdf
from ingest.readers.pdf.tree import objects_of, pages_with_content
from model import InputError
from tests.hostile.pdf_parts import TABLE_TEXT, with_content, with_objects
from tests.hostile.pdf_parts import page as sheet
from tests.pdf.pages import TABLE, WITHOUT_PAGES, drawn, with_letters

NO_OPTIONS = ReadOptions()
Draw = Callable[[Any], None]


def page(draw: Draw, size: tuple[float, float] = (400, 600)) -> bytes:
    """A PDF of one page, drawn on a ReportLab canvas in Helvetica of 10 points."""
    canvas_module = pytest.importorskip("reportlab.pdfgen.canvas")
    buffer = io.BytesIO()
    canvas = canvas_module.Canvas(buffer, pagesize=size)
    canvas.setFont("Helvetica", 10)
    draw(canvas)
    canvas.showPage()
    canvas.save()
    return buffer.getvalue()


def printed(html: str) -> bytes:
    """A PDF that WeasyPrint makes of a page of HTML."""
    weasyprint = pytest.importorskip("weasyprint")
    return bytes(weasyprint.HTML(string=f"<style>body {{ font: 10pt 'DejaVu Sans' }}</style>{html}").write_pdf())


def both(data: bytes) -> tuple[Fragments, Fragments]:
    """A document read in both ways, all of its pages."""
    first = read_pdf(data, "a.pdf", NO_OPTIONS)
    return first, read_again(data, "a.pdf", NO_OPTIONS, sorted({word.sheet for word in first.words}))


def lines_of(fragments: Fragments) -> Iterator[list[Word]]:
    """The lines of a document."""
    for _, words in groupby(fragments.words, key=lambda word: word.line):
        yield list(words)


def texts(fragments: Fragments) -> list[str]:
    """The lines of a document, its words joined by spaces, with a sign before those of another style."""
    return [" ".join(_sign(word) + word.text for word in line) for line in lines_of(fragments)]


def _sign(word: Word) -> str:
    return "^" * word.style.is_raised + "~" * word.style.is_struck + ">" * word.style.is_turned


def refusal(data: bytes, wanted: Callable[[Sequence[str]], list[int]] | None = None) -> str:
    """The message with which a PDF is refused."""
    with pytest.raises(InputError) as caught:
        read_pdf(data, "a.pdf", NO_OPTIONS, *([wanted] if wanted else []))
    return str(caught.value)


def test_words_of_a_plain_page_stand_on_their_lines() -> None:
    """Places are those that people see."""
    fragments = read_pdf(drawn(TABLE), "a.pdf", NO_OPTIONS)
    assert texts(fragments) == ["Class Code Description", "1xxx 1000 Done", "11xx 1100 Call is over", "1101 No answer"]
    word = fragments.words[3]
    assert (word.text, word.x0, word.base, word.size, word.sheet, word.line) == ("1xxx", 40.0, 80.0, 10.0, 0, 1)
    assert (word.span.page, word.span.line, word.span.box) == (1, 2, (40.0, 72.0, 60.56, 82.0))
    assert (fragments.layout, fragments.format, fragments.labels.pages) == ("page", "pdf", 1)


def test_only_wanted_pages_are_read() -> None:
    """The texts of all pages are shown once, and sheets keep their numbers."""
    asked: list[list[str]] = []

    def wanted(texts: Sequence[str]) -> list[int]:
        asked.append(list(texts))
        return [1]

    fragments = read_pdf(drawn(TABLE, [(40, 60, "Second page")]), "a.pdf", NO_OPTIONS, wanted)
    assert [len(texts) for texts in asked] == [2]
    assert [word.text for word in fragments.words] == ["Second", "page"]
    assert {word.sheet for word in fragments.words} == {1}


def test_pages_of_the_options_are_shown() -> None:
    """The texts are those of the pages that the options name; sheets are counted in the document."""
    data = drawn(TABLE, [(40, 60, "Second page")])
    fragments = read_pdf(data, "a.pdf", ReadOptions(pages=range(2, 3)), lambda texts: range(len(texts)))
    assert {(word.sheet, word.span.page) for word in fragments.words} == {(1, 2)}


def test_gaps_are_told_in_letter_heights() -> None:
    """The room before a word is infinite at the begin of a line, and else in sizes of its letters."""
    line = next(lines_of(read_pdf(page(lambda canvas: _put(canvas, "1100", "Call over")), "a.pdf", NO_OPTIONS)))
    assert [round(word.gap, 1) for word in line] == [float("inf"), 8.8, 0.3]


def _put(canvas: Any, code: str, text: str, y: float = 500) -> None:
    canvas.drawString(40, y, code)
    canvas.drawString(150, y, text)


def _raised(canvas: Any) -> None:
    _put(canvas, "1102", "Busy")
    text = canvas.beginText(62.5, 503)
    text.setFont("Helvetica", 6)
    text.textOut("2)")
    canvas.drawText(text)
    text = canvas.beginText(40, 480)
    text.setFont("Helvetica", 10)
    text.textOut("1103")
    text.setRise(4)
    text.setFont("Helvetica", 6)
    text.textOut("1")
    canvas.drawText(text)
    canvas.setFont("Helvetica", 10)
    canvas.drawString(40, 460, "1104\u00b2 Gone")


def test_raised_marks_are_words_of_their_own() -> None:
    """Smaller and higher, by a rise of the text, or a raised letter: none is glued to the number before it."""
    first, second = both(page(_raised))
    assert texts(first) == texts(second) == ["1102 ^2) Busy", "1103 ^1", "1104 ^\u00b2 Gone"]
    assert first.words[1].base == 97.0


def test_a_short_word_on_its_own_line_is_no_mark_of_an_overlapping_row() -> None:
    """A program that set rows too near: `5` stands over the end of `security`, and within its line."""

    def overlapping(canvas: Any) -> None:
        canvas.drawString(40, 500, "grow in intervals: after 1, 5 and 30 minutes")
        end = 40 + canvas.stringWidth("grow in intervals: after 1, ")
        canvas.drawRightString(end, 494, "the rule is locked by security")

    first, second = both(page(overlapping))
    assert texts(first) == texts(second)
    assert texts(first) == ["grow in intervals: after 1, 5 and 30 minutes", "the rule is locked by security"]


def test_lowered_marks_stand_on_the_line_of_their_word() -> None:
    """They are not raised, and no line of their own; a mark of the size of its word is one too."""
    first, _ = both(printed("H<sub>2</sub>O, 1101<span style='vertical-align: super'>1)</span> text"))
    assert texts(first) == ["H 2 O, 1101 ^1) text"]


def _struck(canvas: Any) -> None:
    _put(canvas, "1102", "Busy line")
    canvas.line(40, 503, 62.3, 503)
    canvas.line(150, 503, 190, 503)
    _put(canvas, "1103", "See the link", 480)
    canvas.line(150, 478.5, 203, 478.5)
    canvas.line(30, 470, 380, 470)


def test_struck_and_underlined_texts_draw_no_rules() -> None:
    """A line through the middle of letters strikes them out; one under a link is no border."""
    for fragments in both(page(_struck)):
        assert texts(fragments) == ["~1102 ~Busy ~line", "1103 See the link"]
        assert [(rule.x0, rule.y0, rule.x1, rule.y1) for rule in fragments.rules] == [(30.0, 130.0, 380.0, 130.0)]


def _underlined_low(canvas: Any) -> None:
    _put(canvas, "1103", "API group")
    canvas.line(150, 497.4, 152 + canvas.stringWidth("API", "Helvetica", 10) - 2, 497.4)
    left = 150 + canvas.stringWidth("API ", "Helvetica", 10)
    end = left + canvas.stringWidth("group", "Helvetica", 10)
    canvas.line(left + 5.5, 497.4, left + 18, 497.4)
    canvas.line(left + 21, 497.4, end, 497.4)
    _put(canvas, "1104", "API group", 480)
    canvas.line(148, 477.4, 148 + canvas.stringWidth("API group", "Helvetica", 10), 477.4)


def test_an_underline_may_be_low_and_leave_out_letters() -> None:
    """In some fonts it is as low as a rule between rows; a line that begins elsewhere than words is such a rule."""
    for fragments in both(page(_underlined_low)):
        assert [(rule.x0, rule.y0) for rule in fragments.rules] == [(148.0, 122.6)]


def _hidden(canvas: Any) -> None:
    canvas.drawString(40, 520, "1101 Seen")
    text = canvas.beginText(40, 500)
    text.setTextRenderMode(3)
    text.textOut("1102 Undrawn")
    text.setTextRenderMode(0)
    canvas.drawText(text)
    canvas.setFillColorRGB(1, 1, 1)
    canvas.drawString(40, 480, "1103 White")
    canvas.setFillColorRGB(0, 0, 0.5)
    canvas.rect(30, 455, 200, 20, fill=1, stroke=0)
    canvas.setFillColorRGB(1, 1, 1)
    canvas.drawString(40, 460, "Class Code")
    canvas.setFillColorRGB(0, 0, 0.5)
    canvas.roundRect(35, 435, 40, 15, 4, fill=1, stroke=0)
    canvas.setFillColorRGB(1, 1, 1)
    canvas.drawString(40, 440, "1xxx")
    canvas.setFillColorRGB(0, 0, 0)
    canvas.drawString(500, 440, "1104 Outside")
    canvas.setFont("Helvetica", 0.5)
    canvas.drawString(40, 420, "1105 Tiny")


def test_text_that_nobody_sees_is_not_read() -> None:
    """It is told with its page; white text on a dark ground is seen, also where that has round corners."""
    for fragments in both(page(_hidden)):
        assert texts(fragments) == ["1101 Seen", "Class Code", "1xxx"]
        assert [(finding.rule, finding.span.page, finding.message) for finding in fragments.findings] == [
            ("hidden-text", 1, "page 1 holds text that nobody sees: 1102 Undrawn 1103 White 1104 Outside 1105 Tiny")
        ]


def test_clear_text_is_not_read() -> None:
    """Letters that are drawn with no opacity at all are not seen."""

    def draw(canvas: Any) -> None:
        canvas.drawString(40, 520, "1101 Seen")
        canvas.setFillAlpha(0)
        canvas.drawString(40, 500, "1102 Clear")

    assert texts(read_pdf(page(draw), "a.pdf", NO_OPTIONS)) == ["1101 Seen"]


def _undrawn(canvas: Any) -> None:
    text = canvas.beginText(40, 500)
    text.setTextRenderMode(3)
    text.textOut("1102 Busy")
    canvas.drawText(text)


def _scanned(canvas: Any) -> None:
    image_module = pytest.importorskip("PIL.Image")
    utilities = pytest.importorskip("reportlab.lib.utils")
    canvas.drawImage(utilities.ImageReader(image_module.new("L", (40, 60), 200)), 0, 0, 400, 600)
    canvas.drawString(300, 20, "Page 1")
    _undrawn(canvas)


@pytest.mark.parametrize(("draw", "expected"), [(_undrawn, ["1102 Busy"]), (_scanned, ["1102 Busy", "Page 1"])])
def test_text_recognised_under_a_picture_is_read(draw: Draw, expected: list[str]) -> None:
    """A page with nothing but undrawn text, or with a picture over it, is a scan that can be searched."""
    for fragments in both(page(draw)):
        assert texts(fragments) == expected
        assert not fragments.findings


def _upright(canvas: Any) -> None:
    canvas.drawString(40, 300, "1101 Upright text")
    canvas.drawString(40, 280, "1102 More")
    canvas.line(40, 270, 300, 270)


@pytest.mark.parametrize(
    ("angle", "corner"), [(90, (400, 0)), (180, (400, 600)), (270, (0, 600))], ids=["90", "180", "270"]
)
def test_turned_pages_are_laid_upright(angle: int, corner: tuple[float, float]) -> None:
    """Whichever way the text of a whole page runs, x is to the right of it and base lines are below each other."""

    def draw(canvas: Any) -> None:
        canvas.translate(*corner)
        canvas.rotate(angle)
        _upright(canvas)

    for fragments in both(page(draw)):
        assert texts(fragments) == ["1101 Upright text", "1102 More"]
        first, last = fragments.words[0], fragments.words[-1]
        assert (first.x0, last.base - first.base, last.style.is_turned) == (40.0, 20.0, False)
        (rule,) = fragments.rules
        assert (rule.x0, rule.x1, rule.y0 - last.base, rule.y1 - last.base) == (40.0, 300.0, 10.0, 10.0)


def test_turned_labels_are_words() -> None:
    """A label written upwards is one word, on a line of its own, with its box on the upright page."""

    def draw(canvas: Any) -> None:
        _put(canvas, "1101", "Upright text")
        _put(canvas, "1102", "More text", 480)
        canvas.translate(30, 460)
        canvas.rotate(90)
        canvas.drawString(0, 0, "11xx")

    for fragments in both(page(draw)):
        assert texts(fragments) == ["1101 Upright text", "1102 More text", ">11xx"]
        word = fragments.words[-1]
        assert (word.x0, word.x1, word.base, word.size) == (22.0, 32.0, 140.0, 10.0)


@pytest.mark.parametrize("turn", [0, 90, 180, 270])
@pytest.mark.parametrize("name", ["rotated-labels", "turned-90", "footnotes"])
def test_a_page_is_read_alike_however_it_is_shown(name: str, turn: int, shared: Path) -> None:
    """`/Rotate` and a crop box change where the corner of a page is, and nothing else."""
    pypdf = pytest.importorskip("pypdf")
    path = shared / "documents" / "forms" / f"{name}.pdf"
    writer = pypdf.PdfWriter()
    for part in pypdf.PdfReader(path).pages:
        part.rotate(turn)
        box = part.mediabox
        part.cropbox = pypdf.generic.RectangleObject((20, 20, float(box.right) - 20, float(box.top) - 20))
        writer.add_page(part)
    buffer = io.BytesIO()
    writer.write(buffer)
    whole = read_pdf(path.read_bytes(), "a.pdf", NO_OPTIONS)
    for fragments in both(buffer.getvalue()):
        assert [(word.text, word.line, word.style) for word in fragments.words] == [
            (word.text, word.line, word.style) for word in whole.words
        ]
        shifts = {
            (round(a.x0 - b.x0), round(a.base - b.base)) for a, b in zip(whole.words, fragments.words, strict=True)
        }
        assert shifts == {(20, 20)}


def _spaced(canvas: Any) -> None:
    for y, spacing in ((500, 0.0), (480, 1.5), (460, 3.0)):
        text = canvas.beginText(40, y)
        text.setCharSpace(spacing)
        text.textOut("1101 Wide text here")
        canvas.drawText(text)
    canvas.drawString(40, 440, "1 2 3")


def _recognised(canvas: Any) -> None:
    """Each word as wide as it is in a picture, and so in a size of its own, as text recognition writes them."""
    left = 40.0
    for text, size in (("each", 9), ("1,", 10), ("5", 10), ("a", 9), ("30", 10), ("minutes", 11)):
        canvas.setFont("Helvetica", size)
        canvas.drawString(left, 500, text)
        left += canvas.stringWidth(text, "Helvetica", size) + 3


def test_words_of_their_own_sizes_are_not_letter_spaced() -> None:
    """The room between words of one letter is none between letters: they were glued without a word."""
    for fragments in both(page(_recognised)):
        assert texts(fragments) == ["each 1, 5 a 30 minutes"]


def test_letter_spaced_text_makes_words() -> None:
    """On each line as on a page that is spaced as a whole."""
    for fragments in both(page(_spaced)):
        assert texts(fragments) == ["1101 Wide text here"] * 3 + ["1 2 3"]


def test_words_are_parted_by_gaps_where_no_spaces_are_written() -> None:
    """And letters that are drawn one by one make a word."""

    def draw(canvas: Any) -> None:
        for y, words, room in ((500, ("1101", "Call", "is", "over"), 2.8), (480, "Letter", 0.0)):
            x = 40.0
            for word in words:
                canvas.drawString(x, y, word)
                x += canvas.stringWidth(word, "Helvetica", 10) + room

    for fragments in both(page(draw)):
        assert texts(fragments) == ["1101 Call is over", "Letter"]


def test_text_printed_twice_is_read_once() -> None:
    """A shifted copy makes text bold."""

    def draw(canvas: Any) -> None:
        for x in (40, 40.3):
            canvas.drawString(x, 500, "1111 Bold")

    for fragments in both(page(draw)):
        assert texts(fragments) == ["1111 Bold"]


def test_two_columns_share_lines() -> None:
    """Words beside each other are on one line, whatever stands between them."""

    def draw(canvas: Any) -> None:
        _put(canvas, "1101", "Left")
        canvas.drawString(220, 498, "1105 Right")

    for fragments in both(page(draw)):
        assert texts(fragments) == ["1101 Left 1105 Right"]


def test_hyphens_are_read_as_they_are_seen() -> None:
    """A soft hyphen that is drawn is a hyphen; one that is not is nothing."""
    html = "<p style='width: 6em'>Соеди&shy;не&shy;ние завер&shy;шено</p><p>служ&shy;ба call-центр</p>"
    for fragments in both(printed(html)):
        assert texts(fragments) == ["Соедине\u2010", "ние завер\u2010", "шено", "служба call-центр"]


def test_grounds_of_words_are_no_rules() -> None:
    """The ground of a name within a line is no border, that of a row is."""
    html = (
        "<p>Call <code style='background: #ddd; padding: 1px 3px'>retry_after</code> again"
        "<table style='border-collapse: collapse; width: 300px'>"
        "<tr style='background: #ddd'><td>1000<td>Done<tr><td>1001<td>Busy</table>"
    )
    first, second = both(printed(html))
    for fragments in (first, second):
        assert len(fragments.rules) == 2
        bases = {word.text: word.base for word in fragments.words}
        assert fragments.rules[0].y0 < bases["1000"] < fragments.rules[1].y0 < bases["1001"]


def test_lines_that_stop_at_the_margin_are_told() -> None:
    """A print that leaves out what is beyond its margin is no whole text, and nothing in it says so."""
    whole = "завершено оператором без повторного соединения через поставщика службы в обычном порядке".split()

    def text(start: int, room: int) -> str:
        return f"10xx {1000 + start} " + " ".join(whole[start % 7 :] + whole)[:room]

    html = "<pre>" + "\n".join(text(start, 40) for start in range(12)) + "</pre><p>" + " ".join(whole)
    (finding,) = read_pdf(printed(html), "a.pdf", NO_OPTIONS).findings
    assert (finding.rule, finding.severity, finding.span.page) == ("cut-text", "error", 1)
    wrapped = "".join(
        f"<p style='width: 20em; text-align: justify'>{1000 + start} " + " ".join(whole) for start in range(9)
    )
    assert not read_pdf(printed(wrapped), "a.pdf", NO_OPTIONS).findings


def test_the_words_of_a_document_are_gathered_once_for_all_of_its_pages() -> None:
    """Not again at each page whose lines stop at one edge: that took a quarter of the time of a long document."""
    lines = "".join(f"{code} завершен<br>" for code in range(1000, 1004))
    html = f"<p style='page-break-after: always'>{lines}</p>"
    document = read_pdf(printed(3 * html), "a.pdf", NO_OPTIONS)
    pages = [[list(line) for line in lines_of(document) if line[0].sheet == sheet] for sheet in range(3)]
    asked: list[int] = []

    def known() -> set[str]:
        asked.append(len(asked))
        return {"завершено"}

    assert [finding.page for finding in cut_by_margin(pages, known)] == []
    assert asked == [0]


def test_lines_that_run_off_the_paper_are_told() -> None:
    """Their ends are in the PDF and not on the page: they are read."""
    fragments = read_pdf(page(lambda canvas: _put(canvas, "1101", "A description " * 5)), "a.pdf", NO_OPTIONS)
    (finding,) = fragments.findings
    assert (finding.rule, finding.severity, finding.span.page) == ("text-off-page", "warning", 1)
    assert finding.message == "lines of page 1 run off the paper; beyond it stands «description»"
    assert texts(fragments) == ["1101 " + " ".join(["A description"] * 5)]


def test_letters_without_meaning_are_told() -> None:
    """Fonts that do not say what their letters are, whether the pages are wanted or not."""
    weasyprint = pytest.importorskip("weasyprint")
    data = weasyprint.HTML(string="<p>Класс Код Описание 1000 Действие выполнено").write_pdf(uncompressed_pdf=True)
    data = data.replace(b"/ToUnicode", b"/ToUnicodX")
    expected = (
        "a.pdf, page 1: letters of the text have no meaning: their font does not say what they are; "
        "export the PDF again with embedded Unicode fonts [unreadable-text]"
    )
    assert refusal(data) == refusal(data, lambda _: []) == expected


def test_pages_without_text_are_told() -> None:
    """A scan, and a PDF without pages."""
    assert refusal(drawn([], [])).startswith("a.pdf, page 1: no page has a text layer: it is a scan; ")
    assert refusal(WITHOUT_PAGES) == "a.pdf: the PDF has no pages; export it again [no-pages]"


def test_both_ways_read_the_forms_alike(shared: Path) -> None:
    """The two ways share no code that decodes letters; on documents of many layouts they read the same words."""
    paths = sorted((shared / "documents" / "forms").glob("*.pdf"))
    assert len(paths) > 20
    for path in paths:
        first, second = both(path.read_bytes())
        assert not first.findings
        assert [word.text for word in first.words] == [word.text for word in second.words], path.name
        assert [word.line for word in first.words] == [word.line for word in second.words], path.name
        far = max(abs(a.x0 - b.x0) + abs(a.base - b.base) for a, b in zip(first.words, second.words, strict=True))
        assert far < 1, path.name


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        (
            "footnotes",
            ["111x 1110 Соединение завершено вызывающим", "абонентом", "1111 ^1) Ответ не получен за 30 секунд"],
        ),
        (
            "letter-spacing",
            ["11XX 1100 Соединение завершено в обычном", "порядке", "111X 1110 Соединение завершено вызывающим"],
        ),
        ("column-by-column", ["1xxx 1000 Команда выполнена"]),
        (
            "turned-90",
            ["11xx 1100 Соединение завершено в обычном порядке", "111x 1110 Соединение завершено вызывающим"],
        ),
        ("rotated-labels", [">11xx", "1110 Соединение завершено вызывающим", "абонентом"]),
        ("everything", ["5 1111 ^1 Ответ не получен за", "111x", "30 секунд"]),
    ],
)
def test_the_forms_are_read_as_people_read_them(name: str, expected: list[str], shared: Path) -> None:
    """Lines of documents with one difficulty each, as they are printed."""
    lines = texts(read_pdf((shared / "documents" / "forms" / f"{name}.pdf").read_bytes(), "a.pdf", NO_OPTIONS))
    start = lines.index(expected[0])
    assert lines[start : start + len(expected)] == expected


CONTENTS = {
    "comments": TABLE_TEXT.replace(b"BT", b"% the (table\nBT", 1),
    "brackets": TABLE_TEXT.replace(b"(Done)", b"(Do(n)e \\(\\1012\\)\\\n)"),
    "hexadecimal": TABLE_TEXT.replace(b"(Done)", b"<44 6f6E 65>"),
    "dictionaries": b"/Span << /Lang (ru) /MCID 0 /Kids [1 [2]] >> BDC " + TABLE_TEXT + b" EMC",
    "a picture": TABLE_TEXT
    + b"q 9 0 0 9 5 5 cm BI /W 1 /H 1 /BPC 8 /CS /G ID x EI Q BT /F 10 Tf 40 90 Td (Below) Tj ET",
    "escaped names": TABLE_TEXT.replace(b"/F ", b"/#46 "),
    "states": b"q 1 0 0 1 0 0 cm true false null pop " + TABLE_TEXT + b" Q",
}
"""Contents with what is rare in them; pdfminer's own parser reads those that ours does not know."""


@pytest.mark.parametrize("name", CONTENTS)
def test_both_ways_read_rare_contents_alike(name: str) -> None:
    """Whatever stands in the content of a page."""
    first, second = both(with_content(CONTENTS[name]))
    assert texts(first) == texts(second)
    assert [(word.x0, word.base) for word in first.words] == [(word.x0, word.base) for word in second.words]
    assert len(first.words) >= 14


def test_pages_are_counted_however_they_are_written(shared: Path) -> None:
    """In the open or packed, the tree of pages says how many there are, and that their contents are there."""
    pypdfium2 = pytest.importorskip("pypdfium2")
    packed = 0
    for path in sorted((shared / "documents").rglob("*.pdf")):
        data = path.read_bytes()
        assert pages_with_content(objects_of(data), data) == [True] * len(pypdfium2.PdfDocument(data)), path.name
        packed += b"/ObjStm" in data
    assert packed


def test_a_page_whose_content_is_missing_is_told() -> None:
    """Both engines take it for an empty page."""
    pages = {2: b"<< /Type /Pages /Kids [3 0 R 6 0 R] /Count 2 >>", 6: sheet(contents=b"9 0 R")}
    (finding,) = read_pdf(with_objects(pages), "a.pdf", NO_OPTIONS).findings
    assert (finding.rule, finding.message) == (
        "damaged-stream",
        "the content that page 2 names is not in the PDF, or cannot be unpacked",
    )


def test_ligatures_whose_font_says_their_bytes_changed_over() -> None:
    """Ghostscript writes «昀椀» for the glyph of `fi`: both ways to read a page give the letters that are meant."""
    table = [*TABLE[:-1], (150, 120, "No {}le")]
    data = with_letters(drawn(table), {"{": "\u6600", "}": "\u6900"})
    first, second = both(data)
    assert texts(first)[-1] == texts(second)[-1] == "1101 No file"


@pytest.mark.parametrize("turn", [0, 90])
def test_what_is_written_for_glyphs_stands_where_they_do(turn: int) -> None:
    """On a page that was put into a larger one, too: pdfium places it as in the smaller, and hyphens were lost."""

    def draw(canvas: Any) -> None:
        canvas.beginForm("page", 0, 0, 300, 300)
        canvas.setFont("Helvetica", 10)
        canvas.drawString(40, 200, "web")
        canvas._code.append("/Span << /ActualText <FEFF002D> >> BDC")
        canvas.drawString(40 + canvas.stringWidth("web"), 200, "-")
        canvas._code.append("EMC")
        canvas.drawString(40 + canvas.stringWidth("web-"), 200, "hook is gone")
        canvas.endForm()
        canvas.translate(500 if turn else 50, 50)
        canvas.rotate(turn)
        canvas.scale(1.25, 1.25)
        canvas.doForm("page")

    found = read_pdf(page(draw, size=(600, 600)), "page.pdf", NO_OPTIONS).words
    assert [word.text for word in found] == ["web-hook", "is", "gone"]
    assert {round(word.size, 1) for word in found} == {12.5}


@pytest.mark.parametrize("is_whole", [True, False])
def test_a_sheet_wider_than_its_paper_is_a_doubt_where_no_page_shows_a_text_whole(*, is_whole: bool) -> None:
    """A program leaves out on each page what is wholly beyond it; another one prints the texts whole on both."""
    first = "Calls are blocked by the owner of this number" + " for now" * is_whole
    pages = [
        [(40.0, 100.0, "1101"), (100.0, 100.0, first)],
        [(-90.0, 100.0, "blocked by the owner of this number for now")],
    ]
    found = read_pdf(drawn(*pages), "a.pdf", NO_OPTIONS).findings
    assert ("cut-text" in {finding.rule for finding in found}) != is_whole
