"""Links and their targets in tables of markup, as Pandoc writes those of a web page: what is seen of them is read."""

from __future__ import annotations

import pytest

from ingest.pipeline import read_book
from tests.readers.seen import read, tables, unaccounted

WANTED = [["Класс", "Код", "Описание"], ["1xxx", "1000", "Не более/10 минут"], ["", "1001", "Да"]]
GRID = (
    "+-------+----------------+-----------------+\n| Класс | Код            | Описание        |\n"
    "+=======+================+=================+\n"
)
RULE = "+-------+----------------+-----------------+\n"
DOCUMENTS = {
    "asciidoc": "|===\n|Класс |Код |Описание\n\n|1xxx |[#c1000]####1000 |https://a.ru/1[Не более\n10 минут]\n"
    "|[#l]## |1001link:#c1001[] |Да[#e1001]####\n|===\n",
    "latex": "\\begin{tabular}{lll}\nКласс & Код & Описание \\\\\n"
    "1xxx & \\protect\\hypertarget{c1}{\\protect\\hyperlink{c1}{1000}} & \\href{https://a.ru/1}{Не более\n"
    "10 минут} \\\\\n& 1001\\protect\\hyperlink{c2}{} & \\leavevmode\\vadjust pre{\\hypertarget{t2}{}}%\n"
    "Да\\protect\\hypertarget{e}{}{} \\\\\n\\end{tabular}\n",
    "restructuredtext": GRID
    + "| 1xxx  | .. container:: | `Не более       |\n|       |    :name: c1   | 10 минут <https |\n"
    "|       |                | ://a.ru/1>`__   |\n|       |    1000        |                 |\n"
    + RULE
    + "|       | `1001 <#c2>`__ | Да              |\n"
    + RULE,
    "markdown": GRID + "| 1xxx  | ::: {#c1000}   | [Не более       |\n|       | 1000           | 10 минут](https |\n"
    "|       | :::            | ://a.ru/1)      |\n" + RULE + "|       | 1001           | Да              |\n" + RULE,
}
PIPES = "| Класс | Код | Описание |\n|---|---|---|\n"
ROW = "| 1xxx | {} | {} |\n"
ONE_LINE = {
    "org": ("| Класс | Код | Описание |\n|-------+-----+----------|\n", "<<c1000>>1000[[#c1000][]]", "Да<<e1000>>"),
    "org, links": (
        "| Класс | Код | Описание |\n|-------+-----+----------|\n",
        "[[#c1000][1000]]",
        "[[https://a.ru][Да]]",
    ),
    "markdown, spans": (PIPES, "[1000]{#c1000}", "Да[]{#e1000}"),
    "markdown, links": (
        PIPES,
        '[1000](#c1000){#c1000}[](#c1 "Ссылка"){.anchor aria-hidden="true"}',
        "[Да](https://a.ru)",
    ),
    "jira": ("|| Класс || Код || Описание ||\n", "1000[#c1000]", "Да{anchor:e1000}"),
    "textile": ("|_. Класс |_. Код |_. Описание |\n", '1000"(anchor)":#c1000', '"Да":https://a.ru'),
    "xwiki": (
        "|=Класс|=Код|=Описание\n",
        '{{id name="c1000" /}}{{code}}1000{{/code}}[[>>#c1000]]',
        "[[Да>>https://a.ru]]",
    ),
}


@pytest.mark.parametrize("form", DOCUMENTS)
def test_links_over_several_lines_and_targets(form: str) -> None:
    """Their addresses were read into the texts without a word, their targets into the codes."""
    (found,) = tables(read(DOCUMENTS[form]))
    assert [[row.get(column, "").strip("/").replace("//", "/") for column in range(3)] for row in found] == WANTED
    assert not unaccounted(read(DOCUMENTS[form]))


@pytest.mark.parametrize("form", ONE_LINE)
def test_links_and_targets_in_a_row(form: str) -> None:
    """What points at a place of the page is no part of what stands there."""
    header, code, text = ONE_LINE[form]
    document = header + ROW.format(code, text)
    assert tables(read(document))[0][1] == {0: "1xxx", 1: "1000", 2: "Да"}
    assert not unaccounted(read(document))


def test_a_link_of_textile_in_a_table_of_html() -> None:
    """Pandoc writes a table with paragraphs as HTML, and their links as Textile has them."""
    row = '<tr><td>1000</td><td>"Не более":https://a.ru/1\n</td></tr>\n'
    document = f"h1. Коды\n\n<table>\n<tr><th>Код</th><th>Описание</th></tr>\n{row}</table>\n"
    assert tables(read(document))[0][1] == {0: "1000", 1: "Не более"}


@pytest.mark.parametrize(
    "text", ["[[https://a.ru][Да]]", "[Да](https://a.ru)", '"Да":https://a.ru', "https://a.ru[Да]"]
)
def test_marks_of_links_that_are_left_are_in_doubt(text: str) -> None:
    """As those of a wiki that is not known: they were published as texts."""
    rows = f"1xxx\t1000\t{text}\n\t1001\tНет ответа\n\t1002\tНеверный номер\n"
    book = read_book(f"Класс\tКод\tОписание\n{rows}".encode(), "codes.txt")
    assert [finding.code for finding in book.findings if finding.is_doubt] == [1000]


def test_an_identifier_that_comes_again() -> None:
    """Pages say one twice, and programs that write XML of them do so too: it was told to be damaged."""
    entry = '<entry><anchor xml:id="a"/>{}</entry>'
    rows = "".join(
        f"<row>{''.join(map(entry.format, cells))}</row>"
        for cells in (("Класс", "Код", "Описание"), ("1xxx", "1000", "Да"))
    )
    table = f"<informaltable><tgroup><tbody>{rows}</tbody></tgroup></informaltable>"
    document = f'<?xml version="1.0"?><article xml:id="a">{table}</article>'
    assert tables(read(document))[0][1] == {0: "1xxx", 1: "1000", 2: "Да"}


def test_a_piece_of_a_page_that_begins_with_a_target() -> None:
    """As mammoth writes a DOCX: it was read as a line of text; a text with a table of HTML is none."""
    table = "<table><tr><td>Код</td><td>Описание</td></tr><tr><td>1000</td><td>Да</td></tr></table>"
    assert read(f'<a id="x"></a><h2>Коды</h2><p>Да</p>{table}').format == "html"
    assert read(f'<a id="x"></a>\n\n# Коды\n\n{table}\n').format == "markdown"
