"""Tables in every markup, written by other programs: tabulate and Pandoc; what the marks mean, what a text keeps."""

from __future__ import annotations

import html
import shutil
import subprocess

import pytest
from hypothesis import HealthCheck, given, settings

from tests.books import Sample, samples
from tests.readers.seen import lines, read, tables, unaccounted

HEADER = ["Класс", "Код", "Описание"]
DRAWN = "asciidoc colon_grid double_grid fancy_grid grid heavy_grid html jira latex latex_booktabs latex_longtable"
OTHERS = (
    "mediawiki mixed_grid moinmoin orgtbl pipe presto pretty psql rounded_grid rounded_outline rst simple simple_grid"
    " simple_outline textile youtrack github double_outline fancy_outline heavy_outline mixed_outline outline"
)
PANDOC = "mediawiki asciidoc dokuwiki jira latex rst gfm markdown org textile xwiki plain markdown_mmd"
BY_PANDOC = pytest.mark.skipif(shutil.which("pandoc") is None, reason="Pandoc is not installed")


def _rows(sample: Sample) -> list[list[str]]:
    printed = ((row.label, row.code, row.text) for row in sample.rows)
    return [
        [str(label or ""), "" if code is None else f"{code:04d}", (text or "").replace('"', "«")]
        for label, code, text in printed
    ]


def _joined(found: list[list[dict[int, str]]]) -> list[list[str]]:
    """The rows, lines of cells joined by spaces, those with a text alone put to the row before."""
    rows: list[list[str]] = []
    for row in (row for table in found for row in table):
        texts = [row.get(column, "").replace("/", " ") for column in range(max(len(HEADER), max(row, default=0) + 1))]
        if rows and texts[2] and not texts[0] and not texts[1]:
            rows[-1][2] = f"{rows[-1][2]} {texts[2]}".strip()
        else:
            rows.append(texts)
    return rows


def _wanted(rows: list[list[str]]) -> list[list[str]]:
    return _joined([[{n: text for n, text in enumerate(row) if text} for row in [HEADER, *rows] if any(row)]])


@pytest.mark.parametrize("form", (DRAWN + " " + OTHERS).split())
@settings(max_examples=3, suppress_health_check=list(HealthCheck))
@given(sample=samples())
def test_tables_of_tabulate_read_back(form: str, sample: Sample) -> None:
    """Every cell stands where it was written, between lines that are none."""
    from tabulate import tabulate

    rows = [[cell.replace("/", " ") for cell in row] for row in _rows(sample)]
    written = tabulate(rows, HEADER, tablefmt=form, disable_numparse=True)
    found = read(f"Проза, и ещё.\n\n{written}\n\nДалее проза.\n")
    assert _joined(tables(found)) == _wanted(rows)
    assert (lines(found)[0], lines(found)[-1]) == ("Проза, и ещё.", "Далее проза.")
    assert unaccounted(found) == {}
    assert not found.ends_open


def _page(rows: list[list[str]]) -> str:
    written = "".join(
        "<tr>" + "".join(f"<td>{html.escape(cell, quote=False)}</td>" for cell in row) + "</tr>" for row in rows
    )
    header = "".join(f"<th>{cell}</th>" for cell in HEADER)
    return f"<p>Проза.</p><table><thead><tr>{header}</tr></thead><tbody>{written}</tbody></table><p>Далее.</p>"


def _by_pandoc(page: str, form: str) -> str:
    command = ["pandoc", "-f", "html", "-t", form]
    return subprocess.run(command, input=page, capture_output=True, text=True, check=True).stdout


@BY_PANDOC
@pytest.mark.slow
@pytest.mark.parametrize("form", PANDOC.split())
@settings(max_examples=10, deadline=None, suppress_health_check=list(HealthCheck))
@given(sample=samples())
def test_tables_of_pandoc_read_back(form: str, sample: Sample) -> None:
    """A book alone in its document; `test_random_books` has a hundred of each form in one."""
    rows = [[cell.replace("/", " ") for cell in row] for row in _rows(sample)]
    found = read(_by_pandoc(_page(rows), form))
    assert _joined(tables(found)) == _wanted(rows)
    assert unaccounted(found) == {}


MARKS = {
    "mediawiki": (
        "{|\n! Класс !! Код !! Описание\n|-\n| rowspan=2 | '''1xxx''' || 1000<sup>2)</sup> || a_b <nowiki>[x]</nowiki>"
        " [[стр|тут]] &nbsp;<br />да<ref>нота</ref>\n|-\n| {{nowrap|1001}} || ''x'' <!-- y -->\nи z\n|}\n"
    ),
    "asciidoc": (
        '[cols="1,1,4"]\n|===\n|Класс |Код |Описание\n\n.2+|*1xxx*\n|1000^2)^\n|a_b +[x]+ http://y[тут] {nbsp}+\nда'
        "footnote:[нота]\n|`1001` |_x_\nи z\n|===\n"
    ),
    "textile": (
        '|_. Класс|_. Код|_. Описание|\n|/2. *1xxx*|1000^2)^|a_b ==[x]== "тут":http://y\nда|\n|@1001@|_x_\nи z|\n'
    ),
    "dokuwiki": (
        "^ Класс ^ Код ^ Описание ^\n| **1xxx** | 1000<sup>2)</sup> | a_b %%[x]%% [[y|тут]] \\\\ да((нота)) |\n"
        "| ::: | ''1001'' | //x// \\\\ и z |\n"
    ),
    "jira": (
        "||Класс||Код||Описание||\n|*1xxx*|1000^2)^|a_b \\[x\\] [тут|http://y]{nbsp}\nда|\n| |{{1001}}|_x_\nи z|\n"
    ),
    "latex": (
        "\\begin{tabular}{|l|l|p{5cm}|}\n\\hline\nКласс & Код & Описание \\\\ \\hline\n\\multirow{2}{*}{\\textbf{1xxx}}"
        " & 1000\\textsuperscript{2)} & a\\_b [x] \\href{y}{тут}~\\newline да\\footnote{нота} \\\\ \\cline{2-3}\n"
        " & \\texttt{1001} & \\emph{x} % нет\nи z \\\\ \\hline\n\\end{tabular}\n"
    ),
    "org": (
        "| Класс | Код | Описание |\n|-------+-----+------|\n| *1xxx* | 1000^{2)} | a_b [x] [[y][тут]][fn:1] |\n"
        "| | | да |\n| | =1001= | /x/ |\n| | | и z |\n"
    ),
}


@pytest.mark.parametrize("form", MARKS)
def test_marks_are_no_part_of_a_text(form: str) -> None:
    """Emphasis, links, notes, code, line breaks; a raised mark keeps its style."""
    found = read(MARKS[form])
    assert found.format == form
    assert _joined(tables(found)) == [HEADER, ["1xxx", "1000 2)", "a_b [x] тут да"], ["", "1001", "x и z"]]
    assert [word.text for word in found.words if word.style.is_raised] == ["2)"]
    assert unaccounted(found) == {}


@pytest.mark.parametrize("form", ["mediawiki", "asciidoc", "latex"])
def test_a_table_that_is_never_closed_is_open(form: str) -> None:
    """Its last row may be cut."""
    whole = MARKS[form]
    assert not read(whole).ends_open
    assert read(whole.rstrip().rpartition("\n")[0]).ends_open


def test_lists_of_restructured_text() -> None:
    """The directives, and simple tables with their empty cells."""
    found = read(
        ".. list-table:: Коды\n   :header-rows: 1\n\n   * - Класс\n     - Код\n     - Описание\n   * - 1xxx\n"
        "     - 1000\n     - **Одно** и\n       другое\n   * -\n     - 1001\n     - Да\n\n"
        ".. csv-table::\n   :header: Класс,Код\n\n"
        '   "2xxx","2000"\n\n==== ==== =====\nКл.  Код  Текст\n==== ==== =====\n3xxx 3000 Да\n'
        "\\    3001 Нет\n==== ==== =====\n"
    )
    assert tables(found) == [
        [
            {0: "Класс", 1: "Код", 2: "Описание"},
            {0: "1xxx", 1: "1000", 2: "Одно и/другое"},
            {1: "1001", 2: "Да"},
        ],
        [{0: "Класс", 1: "Код"}, {0: "2xxx", 1: "2000"}],
        [{0: "Кл.", 1: "Код", 2: "Текст"}, {0: "3xxx", 1: "3000", 2: "Да"}, {1: "3001", 2: "Нет"}],
    ]
    assert unaccounted(found) == {}


def test_tables_of_html_in_a_text() -> None:
    """They are read as on a page, and their places are those in the text."""
    found = read(
        "# Коды\n\n<table>\n<tr><td rowspan=2>1xxx</td><td>1000</td></tr>\n<tr><td>1001</td></tr>\n</table>\n\nДа\n"
    )
    assert tables(found) == [[{0: "1xxx", 1: "1000"}, {1: "1001"}]]
    assert {word.text: word.span.line for word in found.words}["1001"] == 5
    assert lines(found) == ["Коды", "Да"]


def test_a_text_that_begins_on_the_next_line_of_its_source_stands_beside_its_code() -> None:
    """Lines of the source are no lines of a text there."""
    found = read("\\begin{tabular}{ll}\n1xxx & 1000 &\nДа \\\\\n\\end{tabular}\n")
    assert {word.text: word.line for word in found.words} == {"1xxx": 0, "1000": 0, "Да": 0}


def test_quotes_of_latex_are_those_that_it_prints() -> None:
    """Two grave accents open them; two apostrophes alone are a sign."""
    found = read("\\begin{tabular}{ll}\n1000 & Группа ``Да'' \\\\\n1001 & 5'' \\\\\n\\end{tabular}\n")
    assert tables(found) == [[{0: "1000", 1: "Группа “Да”"}, {0: "1001", 1: "5''"}]]


QUOTED = {
    "jira": "|| Класс || Код || Описание ||\n| 1xxx | 1000 | bq. Да |\n",
    "dokuwiki": "^ Класс ^ Код ^ Описание ^\n| 1xxx | 1000 | > Да |\n",
    "latex": "\\begin{tabular}{lll}\nКласс & Код & Описание \\\\\n1xxx & 1000 & \\begin{quote}\nДа\n\\end{quote} \\\\\n"
    "\\end{tabular}\n",
    "asciidoc": "|===\n|Класс |Код |Описание\n|1xxx |1000 a|\n____\nДа\n____\n|===\n",
    "mediawiki": "{|\n! Класс !! Код !! Описание\n|-\n| 1xxx || 1000 || <blockquote>Да\n</blockquote>\n|}\n",
    "markdown": "+---------+------+-------------+\n| > Класс | Код  | > Описание  |\n+=========+======+=============+\n"
    "| 1xxx    | 1000 | > Да        |\n+---------+------+-------------+\n",
    "html in textile": "h1. Коды\n\n<table>\n<tr><th>bq. Класс\n\n</th><th>Код</th><th>bq. Описание</th></tr>\n"
    "<tr><td>1xxx</td><td>1000</td><td>bq. Да\n</td></tr>\n</table>\n",
}


@pytest.mark.parametrize("form", QUOTED)
def test_marks_of_a_quoted_block_are_no_text(form: str) -> None:
    """Pandoc writes a paragraph with an indent as a quotation, in cells too."""
    found = read(QUOTED[form])
    assert _joined(tables(found)) == [HEADER, ["1xxx", "1000", "Да"]]
    assert not unaccounted(found)


BOLD = {
    "rst": "+-------+------+--------------+\n| Класс | Код  | Описание     |\n+=======+======+==============+\n"
    "| 1xxx  | 1000 | **Не более   |\n|       |      | 10 минут**   |\n+-------+------+--------------+\n"
    "| 1xxx  | 1001 | **Да**       |\n+-------+------+--------------+\n",
    "markdown": "| Класс | Код | Описание |\n|---|---|---|\n| 1xxx | 1000 | **Не более<br>10 минут** |\n",
    "mediawiki": "{|\n! Класс !! Код !! Описание\n|-\n| 1xxx || 1000 || '''Не более\n10 минут'''\n|}\n",
    "asciidoc": "|===\n|Класс |Код |Описание\n\n|1xxx |1000 |**Не более\n10 минут**\n|===\n",
}


@pytest.mark.parametrize("form", BOLD)
def test_emphasis_over_several_lines_of_a_cell_is_no_text(form: str) -> None:
    """A whole text set in bold, wrapped in its cell."""
    found = read(BOLD[form])
    assert _joined(tables(found))[:2] == [HEADER, ["1xxx", "1000", "Не более 10 минут"]]
    assert not unaccounted(found)


@pytest.mark.parametrize(
    ("lines_of_cell", "text"),
    [
        (("не", "об", "служивается"), "не/обслуживается"),
        (("лимит ис", "пользования"), "лимит ис/пользования"),
        (("количество", "ис", "пользования"), "количество/ис/пользования"),
        (("Направление", "за", "крыто", "не", "об", "служивается"), "Направление/за/крыто/не/обслуживается"),
        (("не", "об", "служивается", "количество", "ис", "пользования"), "не/обслуживается/количество/использования"),
        (("не", "об", "служивается", "количество", "не", "завершенный"), "не/обслуживается/количество/не/завершенный"),
        (("лимит", "ис", "пользования"), "лимит/использования"),
        (("1", "000Действие", "успешно"), "1000Действие/успешно"),
        (("> номер", ">", "Ограничения"), "номер/Ограничения"),
        (("не", "завершенный"), "не/завершенный"),
        (("сигнал", '"не', 'беспокоить"'), 'сигнал/"не/беспокоить"'),
    ],
)
def test_words_that_a_narrow_column_chopped(lines_of_cell: tuple[str, ...], text: str) -> None:
    """Pandoc sets what is too much of a word on a line of its own, which had room on the line before it."""
    rule = "+-------+-------------+\n"
    rows = "".join(f"| {'' if number else '1000':5} | {line:11} |\n" for number, line in enumerate(lines_of_cell))
    found = read(
        f"{rule}| Код   | Описание    |\n{rule.replace('-', '=')}{rows}{rule}" + f"| 1001  | Нет         |\n{rule}"
    )
    assert tables(found)[0][1][1] == text
    assert not unaccounted(found)


def test_dashes_as_pandoc_writes_them() -> None:
    """Three hyphens are a dash, between blanks on a line of a drawn table too: no rule ends there."""
    drawn = (
        "+------+-------------+\n| Код  | Описание    |\n+======+=============+\n"
        "| 1000 | Отказ       |\n|      | ---         |\n|      | -- пауза    |\n+------+-------------+\n"
        "| 1001 | Нет         |\n+------+-------------+\n"
    )
    assert tables(read(drawn))[0][1] == {0: "1000", 1: "Отказ/—/– пауза"}
    pipes = "| Код | Описание |\n|---|---|\n| 1000 | Отказ --- нет, 2--3 раза -- да |\n"
    assert tables(read(f"# Коды {{#коды}}\n\n{pipes}"))[0][1][1] == "Отказ — нет, 2–3 раза – да"
    assert tables(read(pipes))[0][1][1] == "Отказ --- нет, 2--3 раза -- да"
    org = "| Код  | Описание |\n|------+----------|\n| 1000 | Отказ --- нет |\n"
    assert tables(read(org))[0][1] == {0: "1000", 1: "Отказ — нет"}


def test_dashes_of_textile() -> None:
    """Pandoc writes a dash as hyphens between blanks, which are two where the text has some, and a hyphen as itself."""
    cells = ("Отказ  --  нет&#45;нет", "Сбой  -  да, 5 - 10 минут")
    rows = "".join(f"<tr><td>bq. 100{number}</td><td>bq. {text}</td></tr>\n" for number, text in enumerate(cells))
    assert [row[1] for row in tables(read(f"h1. Коды\n\n<table>\n{rows}</table>\n"))[0]] == [
        "Отказ — нет-нет",
        "Сбой – да, 5–10 минут",
    ]
    assert not unaccounted(read(f"<table>\n{rows}</table>\n"))
    by_hand = "|_. Код|_. Описание|\n|1000|Отказ -- нет|\n|1001|Сбой  -  да|\n|1002|Вес - 5|\n"
    assert [row[1] for row in tables(read(by_hand))[0]][1:] == ["Отказ — нет", "Сбой – да", "Вес - 5"]


def test_a_quoted_paragraph_in_a_table_within_a_cell() -> None:
    """Pandoc marks it in the cell of any depth: its mark was read into the text."""
    inner = "<table><tr><td>Отказ</td><td>bq. сети\n\n</td></tr></table>\n\nbq. дважды\n"
    rows = f"<tr><th>Код</th><th>Описание</th></tr>\n<tr><td>1000</td><td>{inner}</td></tr>\n"
    table = f"h1. Коды\n\n<table>\n{rows}</table>\n"
    said = " ".join(text for row in tables(read(table)) for cells in row for text in cells.values())
    assert "bq." not in said
    assert said.endswith("Отказ сети/дважды")


def test_a_sign_of_percent_that_a_program_did_not_escape() -> None:
    """As `DataFrame.to_latex` and others write it: a comment would hide the end of its row; others stay comments."""
    rows = r"""\begin{tabular}{lll}
Класс & Код & Описание \\
% 1xxx & 0999 & Старый \\
1xxx & 1000 & Не более 10% времени \\ % да \\
 & 1001 & Скидка 5% \\
 & 1002 & Да% нет
\\
\end{tabular}
"""
    assert [row.get(2) for row in tables(read(rows))[0][1:]] == ["Не более 10% времени", "Скидка 5%", "Да"]
