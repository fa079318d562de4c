"""HTML: every way to draw a code table gives the same code book; what is not shown is not read; errors are clear."""

from __future__ import annotations

import random
from html import escape
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ingest.document.fragments import Fragments
from ingest.document.options import ReadOptions
from ingest.pipeline import ingest, read_book
from ingest.readers.page import read_page
from model import InputError
from tests.books import Sample, samples
from tests.effort import share_of
from tests.grids import GridCell, GridRow, grid_parts
from tests.readers.seen import rows as rows_in

NO_OPTIONS = ReadOptions()
TABLE = (
    "<table><tr><th>Класс<th>Код<th>Описание<tr><td>1xxx<td>1000<td>Успех"
    "<tr><td rowspan=2>11xx<td>1100<td>Вызов завершён<tr><td>1101<td>Нет ответа</table>"
)
BEFORE = """<!doctype html><html><head><meta charset=utf-8><title>Коды</title><style>td { color: red }</style></head>
<body><script>document.write('<table><tr><td>9000<td>Скрипт</table>')</script><h1>Запрос</h1>
<p>Код 2219 читается как 2210 (класс 221x), 1090 — как <b>1000</b> (класс 1xxx).</p>
<table><tr><th>№<th>Параметр<th>Описание<tr><td>1<td>result<td>1000 - выполнено; 5XXX - исключение</table>
<h2>Список кодов результатов</h2><!-- <table><tr><td>9001<td>Примечание автора</table> -->
"""
AFTER = '<h2>Примеры</h2><p>1120</p><pre>{ "code" : 1120 }</pre><template><p>9002 Шаблон</p></template></body></html>'
HIDDEN_ROW = "<tr style='display: none'><td>9003<td>Скрытая строка</tr>"
RUNNING_HEADS = ("", "<p class=page-header>vendor.example | API v 1.9</p>", "<div class=pagenum>44</div>")


def read(text: str | bytes) -> Fragments:
    """A page as its reader sees it."""
    return read_page(text.encode() if isinstance(text, str) else text, "page.html", NO_OPTIONS)


def rows_of(text: str) -> list[list[str]]:
    """The texts of each row of a page: its lines, and the lines of the cells of its tables."""
    return rows_in(read(text))


def written(sample: Sample, random_: random.Random) -> str:
    """A page with the code book as a table in one of the ways in which people and programs write one."""
    parts = [[_row(row, random_) for row in part] for part in grid_parts(sample, random_)]
    header = random_.choice(
        (
            "<tr><th colspan=3>Класс</th><th>Код</th><th>Описание</th></tr>",
            "<tr><th>Class<th><th><th>Code<th>Description",
        )
    )
    bodies = ["\n".join([*rows, *[HIDDEN_ROW] * random_.randrange(2)]) for rows in parts]
    return BEFORE + random_.choice((_sections, _tables, _headless_tables))(header, bodies, random_) + AFTER


def _sections(header: str, bodies: list[str], random_: random.Random) -> str:
    """One table with a head per page."""
    return (
        random_.choice(("<table>", "<table border=1>"))
        + "".join(f"<thead>{header}</thead><tbody>{body}</tbody>" for body in bodies)
        + "</table>"
    )


def _tables(header: str, bodies: list[str], random_: random.Random) -> str:
    """A table per page, each with the header."""
    return random_.choice(RUNNING_HEADS).join(f"<table>{header}{body}</table>" for body in bodies)


def _headless_tables(header: str, bodies: list[str], random_: random.Random) -> str:
    """A table per page, the header on the first only."""
    return random_.choice(RUNNING_HEADS).join(f"<table>{part}</table>" for part in [header + bodies[0], *bodies[1:]])


def _row(row: GridRow, random_: random.Random) -> str:
    end = random_.choice(("</tr>", ""))
    return "<tr>" + "".join(_cell(cell, random_) for cell in row) + end


def _cell(cell: GridCell, random_: random.Random) -> str:
    span = f" rowspan='{cell.rows}'" if cell.rows > 1 else ""
    lines = [
        random_.choice(("{}", "\n  {}\n", "<b>{}</b>", "<span>{}</span>")).format(escape(line)) for line in cell.lines
    ]
    content = random_.choice(("<br>".join(lines), "".join(f"<p>{line}</p>" for line in lines)))
    return f"<td{span}>{content}</td>"


@settings(max_examples=share_of(60), deadline=None)
@given(samples(), st.randoms(use_true_random=False))
def test_a_printed_code_book_is_read_back(sample: Sample, random_: random.Random) -> None:
    """However a code book is drawn in HTML, with merged cells, parts, junk, it is read back, or refused in doubt."""
    book = read_book(written(sample, random_).encode(), "page.html")
    # Texts are words in any order: whose a line is that stands by itself cannot always be told.
    is_doubted = any(finding.is_doubt for finding in book.findings)
    assert is_doubted or book.content() == sample.book.content()
    assert book.edition.account.unaccounted == 0


def test_the_page_of_the_samples_gives_the_book_of_the_text(shared: Path) -> None:
    """The sample page gives the same code book as the text that it was made from, and its edition."""
    book = ingest(shared / "documents/rendered/result-codes.page.html")
    assert book.content() == ingest(shared / "documents/result-codes.txt").content()
    assert (book.edition.title, book.edition.printed_version) == ("Список кодов результатов", "API v 1.9")


ROW_OF_TEXTS = [["0"], ["1", "2", "3", "5"], ["6", "7"], ["8"]]


LAID = [["1", "2", "3"], ["4", "5", "6"], ["7", "8", "9"]]
LAID_ROWS = "".join(f"<div class=r>{''.join(f'<p>{text}</p>' for text in row)}</div>" for row in LAID)
LAID_CELLS = "".join(f"<p>{text}</p>" for row in LAID for text in row)
PARTED = [[text] for row in LAID for text in row]


@pytest.mark.parametrize(
    ("text", "rows"),
    [
        ("<p>a<br>b</p><div>c<p>d", [["a"], ["b"], ["c"], ["d"]]),
        ("<p>со<b>един</b>ено</p>и\nтак", [["соединено"], ["и так"]]),
        ("<pre>1xxx  1000\tВызов\n\n11xx</pre>", [["1xxx", "1000", "Вызов"], ["11xx"]]),
        ("<table><td>1<td>2<tr><td>3</table>", [["1", "2"], ["3"]]),
        ("<table><tfoot><tr><td>foot<tbody><tr><td>body</table>", [["body"], ["foot"]]),
        ("<table><caption>Codes</caption><tr><td>1</table>", [["Codes"], ["1"]]),
        ("<table><tr><td>1<table><tr><td>2<td>6</table>3<td>4<tr><td>5</table>", [["1", "3", "4"], ["2", "6"], ["5"]]),
        ("<table><tr><td>1<table><tr><td>2</table>3<td>4<tr><td>5</table>", [["1", "2", "3", "4"], ["5"]]),
        (
            "<table><tr><td>1<td><table><tr><td>SMS<td>не</table>дошло<tr><td>5</table>",
            [["1", "SMS не", "дошло"], ["5"]],
        ),
        ("<div role=table><div role=row><span role=cell>1</span><span role=cell>2</span></div></div>", [["1", "2"]]),
        (f"<style>.r{{display:flex}}</style><div>{LAID_ROWS}</div>", LAID),
        (f"<div>{LAID_ROWS.replace('<p>', '<p class=col-4>').replace('class=r', 'class=row')}</div>", LAID),
        (f"<style>.r{{display:table-row}}</style><div style='display:table'>{LAID_ROWS}</div>", LAID),
        (f"<style>.g{{display:grid;grid-template-columns:9px 1fr auto}}</style><div class=g>{LAID_CELLS}</div>", LAID),
        (f"<style>.r{{display:flex}}</style><div>{LAID_ROWS.replace('8', '<table><tr><td>8</table>')}</div>", PARTED),
        ("<table><tr><td><button>1</button><td><button>Copy</button><button>1xxx</button></table>", [["1", "1xxx"]]),
        ("<p>a<sup><a href='#n1'>1</a></sup> m<sup>2</sup></p>", [["a1 m2"]]),
        ("<p>за&shy;крыт&nbsp;&#8203;счёт</p>", [["закрыт счёт"]]),
        ("<p>a<p hidden>b<p style='Display:None'>c<p style='visibility: hidden'>d", [["a"]]),
        (
            "<p>a<script>b</script><style>c</style><template>d</template><noscript>e</noscript><del>f</del><ins>g</ins>",
            [["ag"]],
        ),
        ("<table><tr><td>1<td>2<tr><ttd>3</td><td>4</table>", [["1", "2"], ["3", "4"]]),
        ("<table>0<tr>1<td>2</td>3<td hidden>4</td>5</tr>6<tbody>7<tr><td>8</table>", ROW_OF_TEXTS),
        ("<p>a<!-- b --><?php c ?><p>d", [["a"], ["d"]]),
        ("<?xml version='1.0' encoding='utf-8'?><html><body><p>ж</p></body></html>", [["ж"]]),
    ],
)
def test_what_a_page_shows(text: str, rows: list[list[str]]) -> None:
    """Rows are what a browser shows: its lines and cells, and nothing that it hides."""
    assert rows_of(text) == rows


def test_paragraphs_and_tables_stand_apart() -> None:
    """Between blocks there is a gap, between the lines of one there is none; rules stand between rows of a table."""
    found = read("<p>a<br>b<p>c<table><tr><td>d<tr><td>e</table>f")
    assert [word.base for word in found.words] == [2, 3, 5, 7, 8, 11]
    assert [rule.y0 for rule in found.rules] == [6.5, 7.5, 8.5]


def test_places_are_lines_of_the_file() -> None:
    """A text stands on the line of the file where it begins, as far as elements tell."""
    found = read("<table>\n<tr><td>1xxx\n<td>\n1000<td>Успех<br>\nвызова</table>\n<pre>a\nb</pre>")
    assert [word.span.line for word in found.words] == [2, 4, 4, 5, 6, 7]


def test_lines_beyond_the_counter_have_no_number() -> None:
    """Where the parser stops counting lines, no line is claimed."""
    assert read(b"\n" * 70_000 + b"<p>a</p>").words[0].span.line is None


def has_last(text: str) -> bool:
    """Whether 1102 is a code of the book of a page."""
    return 1102 in read_book(text.encode(), "page.html").codes


@pytest.mark.parametrize("between", ["", "<p class=head>API v 1.9</p>", "<p>45</p>", "<p>a</p>" * 3])
@pytest.mark.parametrize(
    "rows", ["<tr><td><td>1102<td>Занято", "<tr><td>12xx<td><td>Сеть", "<tr><td><td><td>а<tr><td><td>1102<td>б"]
)
def test_a_table_goes_on_after_a_page_end(between: str, rows: str) -> None:
    """A table without a header that begins with the next code or class is a part of the one before it."""
    book = read_book(f"{TABLE}{between}<table>{rows}</table>".encode(), "page.html")
    assert 1102 in book.codes or "12xx" in {str(pattern) for pattern in book.classes}


@pytest.mark.parametrize(
    "other",
    [
        "<table><tr><th>№<th>Параметр<th>Тип<tr><td>1102<td>a<td>b",
        "<table><tr><td>1102<td>Занято",
        "<table><tr><td>1000<td>a<td>b",
        "<table><tr><td>Ответ<td>1102<td>b",
        "<p>a</p><p>b</p><p>c</p><p>d</p><table><tr><td><td>1102<td>Занято",
    ],
)
def test_another_table_is_not_glued_on(other: str) -> None:
    """A table with a header, other columns, an earlier code, other content or far away is a table of its own."""
    assert not has_last(TABLE + other)


def test_declared_furniture_is_named() -> None:
    """Headers, footers and page numbers that say what they are, by element or class, are furniture."""
    page = "<header>API v 1.9 (24.12.2017)</header><p>a</p><p class=page-number>44</p><div class='head'>b</div>"
    document = read(page)
    shown = {word.text: word.furniture for word in document.words}
    assert [shown[text] for text in ("API", "a", "44", "b")] == ["running head", None, "page number", "running head"]
    assert document.labels.printed_version == "API v 1.9 (24.12.2017)"


def test_a_page_within_a_header_is_no_furniture() -> None:
    """What a whole page stands in is no running head, whatever its class says."""
    document = read(f"<div class=header>{'<p>Вызов завершён</p>' * 30}</div>")
    assert {word.furniture for word in document.words} == {None}


def test_labels_come_from_the_head() -> None:
    """Title, generator and dates are those that the head of the page states."""
    head = (
        "<title> API\n ВАТС </title><meta name=generator content=Sphinx><meta name=dcterms.created content=2017-12-24>"
        "<meta property=article:modified_time content=2018-01-09>"
    )
    labels = read(f"{head}<p>a").labels
    assert (labels.title, labels.author_tool, labels.created, labels.modified) == (
        "API ВАТС",
        "Sphinx",
        "2017-12-24",
        "2018-01-09",
    )


@pytest.mark.parametrize(
    ("data", "encoding", "told"),
    [
        (TABLE.encode(), "utf-8", None),
        (TABLE.encode("utf-8-sig"), "utf-8", None),
        (TABLE.encode("utf-16"), "utf-16", None),
        (TABLE.encode("cp1251"), "windows-1251", None),
        (("<meta charset='koi8-r'>" + TABLE).encode("koi8-r"), "koi8-r", None),
        (
            ("<meta http-equiv=Content-Type content='text/html; charset=windows-1251'>" + TABLE).encode("cp1251"),
            "windows-1251",
            None,
        ),
        (("<meta charset=windows-1251>" + TABLE).encode(), "utf-8", None),
        (("<meta charset=utf-16>" + TABLE).encode(), "utf-8", None),
        (("<meta charset=nonsense>" + TABLE).encode(), "utf-8", None),
        (("<meta charset=utf-8>" + TABLE).encode("cp866"), "cp866", "cp866"),
    ],
)
def test_encoding(data: bytes, encoding: str, told: str | None) -> None:
    """The encoding is the one told, else a mark, else the declared one if the bytes bear it out, else found."""
    document = read_page(data, "page.html", ReadOptions(encoding=told))
    assert (rows_in(document)[1], document.encoding) == (["1xxx", "1000", "Успех"], encoding)


NO_TEXT = "page.html: the page shows no text; if scripts draw it, save it from a browser as a complete page [no-text]"

TOO_DEEP = (
    "page.html, line 1: Excessive depth in document: 256; save the page from a browser, or its table alone [deep-html]"
)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("<html><body><div id=app></div><script>draw('1000')</script></body></html>", NO_TEXT),
        ("<!-- nothing -->", NO_TEXT),
        (
            "<p>a" + "<b><i>" * 300 + "deep",
            TOO_DEEP,
        ),
    ],
)
def test_pages_that_cannot_be_read(text: str, message: str) -> None:
    """A page without text, or too deep to be read whole, is an error that says what to do."""
    with pytest.raises(InputError) as caught:
        read(text)
    assert str(caught.value) == message


def test_a_login_page_holds_no_table() -> None:
    """A page that asks for a password is refused for want of a code table."""
    page = "<html><body><form><label>Логин<input name=login></label><label>Пароль<input type=password></label></form>"
    with pytest.raises(InputError, match=r"^login\.html: no code table: .*\[no-table\]$"):
        read_book(page.encode(), "login.html")
