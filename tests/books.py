"""Random code books, and how they are written down as text in every form that people have."""

from __future__ import annotations

import csv
import io
import random
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from hypothesis import strategies as st

from ingest.document.cleaning import clean
from model import ClassPattern, CodeBook, Edition, PrintedClass, PrintedCode
from model.hierarchy import holding_patterns

WORDS = (
    "вызов завершён абонентом номер недоступен счёт заблокирован лимит превышен SMS ВАТС сервис (частично) запрос "
    '«чёрный» список конференция, файл факс-рассылка ошибка/сбой API «ApiConnect» параметр; "abonent_id" код '
    "отклонён (30) не найден в базе 429 call rejected Контакт ЦОВ подключение №5 10% времени 5-10 минут"
).split()
FIRST_WORDS = "Вызов Номер Счет SMS Ошибка Сервис «Черный» Запрос Limit Call Файл Доступ Превышено".split()
HARMLESS = ("(10 000)", "HTTP 429", "не более 99999 запросов", "за 30 с", "в 2018 году", "(1500)")


WILDCARDS = "xXхХ"  # noqa: RUF001 - Latin and Cyrillic, as documents mix them


class PrintedRow(NamedTuple):
    """A row of the table as an author sees it."""

    label: ClassPattern | None
    code: int | None
    text: str | None


@dataclass(frozen=True)
class Sample:
    """A random code book: its rows in print order, and the book that a right reading gives."""

    rows: tuple[PrintedRow, ...]
    book: CodeBook


EDITION = Edition(name="sample", sha256="0" * 64, source="sample", format="sample")


@st.composite
def descriptions(draw: st.DrawFn, begins_small: bool = False) -> str:
    """A description: a few words, numbers among them that are no codes there."""
    words = [draw(st.sampled_from(FIRST_WORDS))]
    words += draw(st.lists(st.sampled_from([*WORDS, *HARMLESS]), min_size=0, max_size=9))
    words.append(draw(st.sampled_from(("абонентом", "недоступен", "(30)", "список", "rejected", "ВАТС"))))
    text = " ".join(words)
    return text.lower() if begins_small else text


@st.composite
def samples(draw: st.DrawFn) -> Sample:
    """A random code book of one to four top classes: with and without defaults, titles, codes, descriptions."""
    begins_small = draw(st.integers(0, 9)) == 0
    text = descriptions(begins_small)
    classes: dict[ClassPattern, PrintedClass] = {}
    rows: list[PrintedRow] = []
    for top in draw(st.lists(st.integers(1, 9), min_size=1, max_size=4, unique=True).map(sorted)):
        digits = draw(st.sets(st.integers(0, 999), min_size=1, max_size=7))
        numbers = sorted(top * 1000 + number for number in digits)
        _add_top(draw, text, ClassPattern.of(top * 1000, 1), numbers, classes, rows)
    codes = [PrintedCode(row.code, row.text) for row in rows if row.code is not None]
    return Sample(tuple(rows), CodeBook.build(EDITION, classes.values(), codes))


def _add_top(
    draw: st.DrawFn,
    text: st.SearchStrategy[str],
    top: ClassPattern,
    numbers: Sequence[int],
    classes: dict[ClassPattern, PrintedClass],
    rows: list[PrintedRow],
) -> None:
    """A top class with its default code, and numbers under it, some of which get classes of their own."""
    classes[top] = PrintedClass(top, top.zero_code)
    rows.append(PrintedRow(top, top.zero_code, draw(text)))
    for number in numbers:
        last = max(row.code or 0 for row in rows)
        if number <= last:
            continue
        level = draw(st.sampled_from((None, 2, 3)))
        pattern = ClassPattern.of(number, level) if level else None
        if pattern is None or pattern in classes or pattern.zero_code <= last:
            rows.append(PrintedRow(None, number, draw(text)))
        else:
            kind = draw(st.sampled_from(("default", "default", "default", "title", "label only")))
            rows += _class_rows(kind, pattern, number, text, draw)
            is_default = kind == "default" or (kind == "label only" and number == pattern.zero_code)
            default = pattern.zero_code if is_default else None
            classes[pattern] = PrintedClass(pattern, default, rows[-2].text if kind == "title" else None)


def _class_rows(
    kind: str, pattern: ClassPattern, number: int, text: st.SearchStrategy[str], draw: st.DrawFn
) -> list[PrintedRow]:
    """The rows that declare a class, down to a number in it."""
    after = [] if number == pattern.zero_code else [PrintedRow(None, number, draw(text))]
    if kind == "default":
        return [PrintedRow(pattern, pattern.zero_code, draw(text)), *after]
    if kind == "title":
        return [PrintedRow(pattern, None, draw(text)), PrintedRow(None, number, draw(text))]
    return [PrintedRow(pattern, number, draw(text))]


def printed_label(label: ClassPattern | None, random_: random.Random) -> str:
    """A label with its wildcards in any alphabet and case."""
    if label is None:
        return ""
    return "".join(random_.choice(WILDCARDS) if letter == "x" else letter for letter in label)


def cells_of(row: PrintedRow, random_: random.Random) -> list[str]:
    """Label, code and text of a row as printed."""
    code = "" if row.code is None else f"{row.code:04d}"
    return [printed_label(row.label, random_), code, row.text or ""]


def wrapped(text: str, random_: random.Random) -> list[str]:
    """A text broken into lines at spaces that do not follow a hyphen, and after hyphens within words."""
    lines = [""]
    for word in text.split(" "):
        if lines[-1] and random_.random() < 0.35:
            lines.append(word)
        else:
            lines[-1] += (" " if lines[-1] else "") + word
        if "-" in word and word[0].isalpha() and random_.random() < 0.5:
            head, _, tail = lines[-1].rpartition("-")
            lines[-1:] = [head + "-", tail]
    return [line for line in lines if line]


HEADERS = (["Класс", "Код", "Описание"], ["Class", "Code", "Description"], ["КЛАСС", "КОД", "ОПИСАНИЕ"])
BEFORE = (
    "Список кодов результатов\n\nНапример, 2219 читается как 2210 (класс 221x), 1090 — 1000 (класс 1xxx).\n"
    "Результат: 1000 - команда выполнена; 5XXX - исключение.\n\n"
)
AFTER = (
    "\n\nПриложение 2. Примеры\n\n1000 - команда выполнена; 5XXX - исключение.\nПоле\tТип\n9999\tДругая таблица\n",
    "\n\n4.2 Список событий\n\nСобытие 1000 передаётся при вызове.\n",
    "\n\nНиже приведены примеры ответов на запросы, например 3100.\n",
    "\n",
    "",
)


def tabbed(sample: Sample, random_: random.Random) -> str:
    """Cells between tabs, which shift from page to page; blank lines, form feeds, page furniture; wrapped texts."""
    header = "\t".join(random_.choice(HEADERS))
    is_paged, wraps = random_.random() < 0.5, random_.random() < 0.5
    lines = [header]
    shift, page = 0, 1
    for row in sample.rows:
        label, code, text = cells_of(row, random_)
        parts = wrapped(text, random_) if wraps else [text]
        lines.append("\t" * (shift + (not label)) + "\t".join([*[label] * bool(label), *[code] * bool(code), parts[0]]))
        lines += ["\t" * random_.choice((0, shift + 2)) + part for part in parts[1:]]
        if random_.random() < 0.15:
            shift = random_.randrange(3)
            lines += _break(is_paged, page, header, random_)
            page += 1
    return "\n".join(lines)


def _break(is_paged: bool, page: int, header: str, random_: random.Random) -> list[str]:
    """What stands at the end of a page and at the beginning of the next."""
    if not is_paged:
        return [""] * random_.randrange(1, 3)
    head = ["\fAPI v 1.9 (24.12.2017)", ""] if random_.random() < 0.7 else ["\f"]
    return ["", f"{page}", *head, *[header] * random_.randrange(2)]


def spaced(sample: Sample, random_: random.Random) -> str:
    """Columns of spaces, as `pdftotext -layout` gives them."""
    lines = [f"{'Класс':<9} {'Код':<7}  Описание"]
    for row in sample.rows:
        label, code, text = cells_of(row, random_)
        first, *others = wrapped(text, random_)
        lines.append(f"{label:<8}  {code:<6}  {first}")
        lines += [" " * 18 + part for part in others]
    return "\n".join(lines)


def plain(sample: Sample, random_: random.Random) -> str:
    """Single spaces only."""
    rows = (" ".join(cell for cell in cells_of(row, random_) if cell) for row in sample.rows)
    return "\n".join([" ".join(random_.choice(HEADERS)), *rows])


def combined(sample: Sample, random_: random.Random) -> str:
    """Code and text in one cell; two entries in one cell where the second is of the class of the first."""
    lines = ["\t".join(random_.choice(HEADERS))]
    labels: set[ClassPattern] = set()
    last: PrintedRow | None = None
    for row in sample.rows:
        label, code, text = cells_of(row, random_)
        labels.update([row.label] if row.label else [])
        joinable = last is not None and last.code is not None and row.label is None and row.code is not None
        if joinable and last and last.code and row.code and random_.random() < 0.5:
            in_force = holding_patterns(last.code, dict.fromkeys(labels))
            if in_force and in_force[0].holds(row.code):
                lines[-1] += f" {code} {text}"
                last = row
                continue
        combined_cell = f"{code} {text}".strip() if label else f"{code}\t{text}"
        lines.append("\t" * random_.randrange(3) + (f"{label}\t" if label else "") + combined_cell)
        last = row
    return "\n".join(lines)


def markdown(sample: Sample, random_: random.Random) -> str:
    """A pipe table; wrapped texts as rows with empty cells."""
    lines = ["| Класс | Код | Описание |", random_.choice(("|---|---|---|", "| :--- | ---: | --- |"))]
    for row in sample.rows:
        label, code, text = (cell.replace("|", "\\|") for cell in cells_of(row, random_))
        first, *others = wrapped(text, random_) if random_.random() < 0.3 else [text]
        lines.append(f"| {label} | {code} | {first} |")
        lines += [f"| | | {part} |" for part in others]
    return "\n".join(lines)


def stacked(sample: Sample, random_: random.Random) -> str:
    """Each cell on a line of its own."""
    cells = (cell for row in sample.rows for cell in cells_of(row, random_) if cell)
    return "\n".join(["Класс", "Код", "Описание", *cells])


def separated(delimiter: str, quoting: int) -> Callable[[Sample, random.Random], str]:
    """Separated values as the standard library writes them."""

    def write(sample: Sample, random_: random.Random) -> str:
        buffer = io.StringIO()
        writer = csv.writer(buffer, delimiter=delimiter, quoting=quoting, lineterminator="\n")  # type: ignore[arg-type]
        writer.writerow(HEADERS[0])
        writer.writerows(cells_of(row, random_) for row in sample.rows)
        return buffer.getvalue()

    return write


FORMS: dict[str, Callable[[Sample, random.Random], str]] = {
    "tabs": tabbed,
    "spaces": spaced,
    "plain": plain,
    "combined": combined,
    "markdown": markdown,
    "stacked": stacked,
    "csv": separated(",", csv.QUOTE_MINIMAL),
    "csv, semicolons": separated(";", csv.QUOTE_MINIMAL),
    "csv, all quoted": separated(",", csv.QUOTE_ALL),
    "tsv": separated("\t", csv.QUOTE_MINIMAL),
    "tsv, all quoted": separated("\t", csv.QUOTE_ALL),
}

ENCODINGS = ("utf-8", "utf-8", "utf-8-sig", "utf-16", "cp1251", "koi8-r")


def document_bytes(text: str, random_: random.Random) -> bytes:
    """A document around a table: prose before and after it, any line end, any encoding that can write it."""
    whole = random_.choice(("", BEFORE)) + text + random_.choice(AFTER)
    whole = whole.replace("\n", random_.choice(("\n", "\r\n")))
    # A few Russian letters under an English header are too little to tell single-byte encodings apart.
    is_telling = "Класс" in whole or len(re.findall("[а-я]", whole)) > 200
    encoding = random_.choice(ENCODINGS if is_telling else ENCODINGS[:4])
    try:
        return whole.encode(encoding)
    except UnicodeEncodeError:
        return whole.encode("utf-8")


def texts_of(sample: Sample) -> Iterator[str]:
    """The descriptions and titles of a sample."""
    yield from (clean(row.text) for row in sample.rows if row.text)
