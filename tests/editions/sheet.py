"""An edition laid out as cells, with what stands around its table: what every program draws."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TypeAlias

from tests.editions.edition import Edition, Row, level
from tests.editions.layout import Layout

STATUSES = {"ru": ("активен", "активен", "устарел", "новый"), "en": ("active", "active", "obsolete", "new")}
REMARKS = {
    "ru": (
        "Только для API",
        "Повтор не нужен",
        "С версии 2.1",
        "Возвращает банк-эквайер, а не платформа",
        "См. раздел 4 руководства интегратора",
    ),
    "en": ("API only", "No retry", "Since version 2.1", "Sent by the bank, not by the platform"),
}
HEADINGS = {"N": "№", "S": "Статус", "R": "Примечание"}
ENGLISH = {"N": "No.", "S": "Status", "R": "Remark"}
PROSE = (
    "В таблице ниже приведены коды, которые возвращает платформа.",
    "Код 1000 означает успех, а 5XXX - исключение сервера; поле result обязательно.",
    "Неизвестный код читается как код ближайшего известного класса: 2219 — как 2210 (класс 221x).",
)
OTHER = (
    ("Поле", "Тип", "Значение"),
    ("result", "integer", "Результат, например 1000 или 3100"),
    ("order_id", "string", "Идентификатор заявки, до 64 символов"),
    ("date_from", "integer", "Начало периода: 1700000000"),
)
HISTORY = (
    ("Версия", "Дата", "Изменения"),
    ("3.3", "12.03.2024", "Первая редакция"),
    ("3.4", "01.09.2026", "Добавлен код 4404, уточнены тексты"),
)
CODE, TEXT, LABEL = "C", "D", "L"


@dataclass(frozen=True)
class Cell:
    """A cell: its text, the kind of its column, how many rows and columns it spans, and its looks."""

    text: str
    kind: str
    rows: int = 1
    columns: int = 1
    mark: str = ""
    bold: bool = False
    struck: bool = False
    hidden: bool = False


Line: TypeAlias = tuple[Cell | None, ...]
"""A row of cells; None where a cell above or before covers it."""


@dataclass(frozen=True)
class Block:
    """What stands before or after the table: a `heading`, a `paragraph`, or a `table` of plain rows."""

    kind: str
    text: str = ""
    rows: tuple[tuple[str, ...], ...] = ()


@dataclass(frozen=True)
class Sheet:
    """A document as blocks and cells. The table comes in parts, each with the header; mostly there is one."""

    before: tuple[Block, ...]
    header: tuple[Line, ...]
    parts: tuple[tuple[Line, ...], ...]
    after: tuple[Block, ...]
    rows: tuple[Row, ...]
    layout: Layout
    language: str

    @property
    def kinds(self) -> str:
        """The kind of each column."""
        first = [cell for cell in self.header[-1] if cell]
        return "".join(cell.kind for cell in first)


def lay_out(draw: random.Random, edition: Edition, layout: Layout) -> Sheet:
    """The cells of an edition in a layout."""
    shown = {pattern: _shown(draw, pattern, layout.wildcard) for pattern in edition.defaults}
    lines = _lines(draw, edition, layout, shown)
    if layout.paragraphs:
        lines = _in_paragraphs(lines)
    if layout.hidden:
        lines = _with_hidden(draw, edition, lines)
    header = _header(edition, layout)
    parts = _in_parts(draw, lines, layout)
    if layout.halves:
        header, parts = _in_halves(header, lines)
    marked = any(cell and cell.mark for line in lines for cell in line)
    before, after = _before(edition, layout), _after(edition, layout, marked)
    return Sheet(before, header, parts, after, edition.rows, layout, edition.language)


def _shown(draw: random.Random, pattern: str, wildcard: str) -> str:
    if wildcard == "mixed":
        return "".join(draw.choice("xх") if letter == "x" else letter for letter in pattern)  # noqa: RUF001 - a misprint to watch for
    return pattern.replace("x", wildcard)


def _lines(draw: random.Random, edition: Edition, layout: Layout, shown: dict[str, str]) -> tuple[Line, ...]:
    labels = _labels(edition, layout, shown)
    marked = set(draw.sample(edition.codes, min(3, len(edition.codes)))) if layout.mark else set()
    struck = draw.choice(edition.codes) if layout.struck else ""
    lines = []
    for number, row in enumerate(edition.rows):
        cells: list[Cell | None] = []
        for kind in layout.order:
            cells += labels[number] if kind == LABEL else [_cell(draw, edition, layout, kind, number)]
        look = [_marked(cell, row, layout, marked, struck, edition) for cell in cells]
        lines.append(tuple(look))
    return tuple(lines)


def _cell(draw: random.Random, edition: Edition, layout: Layout, kind: str, number: int) -> Cell:
    row, language = edition.rows[number], edition.language
    remark = draw.choice(REMARKS[language]) if draw.random() < 0.3 else ""
    status = draw.choice(STATUSES[language]) if row.code else ""
    text = {"N": str(number + 1), "C": row.code, "D": row.text, "S": status, "R": remark}[kind]
    bold = layout.bold and row.pattern != "" and kind in "CD"
    return Cell(text, kind, bold=bold)


def _marked(
    cell: Cell | None, row: Row, layout: Layout, marked: set[str], struck: str, edition: Edition
) -> Cell | None:
    if cell is None or not row.code or cell.kind not in "CD":
        return cell
    mark = layout.mark if cell.kind == CODE and row.code in marked else ""
    if layout.mark == "1)" and mark:
        mark = f"{sum(code <= row.code for code in sorted(marked) if code in edition.codes)})"
    return replace(cell, mark=mark, struck=row.code == struck)


def _labels(edition: Edition, layout: Layout, shown: dict[str, str]) -> list[list[Cell | None]]:
    """The label cells of each row, one column or three."""
    if layout.label_columns == 1:
        return [[cell] for cell in _label_column(edition, layout, shown, [row.pattern for row in edition.rows])]
    columns = []
    for depth in (1, 2, 3):
        declared = [row.pattern if row.pattern and level(row.pattern) == depth else "" for row in edition.rows]
        columns.append(_label_column(edition, layout, shown, declared, depth))
    return [list(cells) for cells in zip(*columns, strict=True)]


def _label_column(
    edition: Edition, layout: Layout, shown: dict[str, str], declared: Sequence[str], depth: int = 0
) -> list[Cell | None]:
    owners = [_owner(edition, row, depth) for row in edition.rows]
    if layout.labels == "repeat":
        return [Cell(shown.get(pattern or owner, ""), LABEL) for pattern, owner in zip(declared, owners, strict=True)]
    if layout.labels == "once":
        return [Cell(shown.get(pattern, ""), LABEL) for pattern in declared]
    return _merged(shown, declared, owners)


def _owner(edition: Edition, row: Row, depth: int) -> str:
    holding = edition.holding(row.code) if row.code else [row.pattern, *edition.holding(row.pattern)]
    if not depth:
        return next(iter(holding), "")
    return next((pattern for pattern in holding if level(pattern) == depth), "")


def _merged(shown: dict[str, str], declared: Sequence[str], owners: Sequence[str]) -> list[Cell | None]:
    """A label spans the rows from the one that declares it while they belong to it."""
    cells: list[Cell | None] = []
    start = 0
    while start < len(declared):
        end = start + 1
        while end < len(declared) and not declared[end] and owners[end] == owners[start]:
            end += 1
        cells += [Cell(shown.get(declared[start], ""), LABEL, rows=end - start), *[None] * (end - start - 1)]
        start = end
    return cells


def _header(edition: Edition, layout: Layout) -> tuple[Line, ...]:
    label, code, text = layout.header
    extra = ENGLISH if edition.language == "en" else HEADINGS
    subs = ("Subclass", "Group") if edition.language == "en" else ("Подкласс", "Группа")
    names = [label, *subs] if layout.label_columns == 3 else [label]
    line: list[Cell] = []
    for kind in layout.order:
        if kind == LABEL:
            line += [Cell(_broken(name, layout), LABEL, bold=True) for name in names]
        else:
            words = {"C": code, "D": text}.get(kind) or extra[kind]
            line.append(Cell(_broken(words, layout), kind, bold=True))
    numbers = tuple(Cell(str(place), cell.kind) for place, cell in enumerate(line, 1))
    return (tuple(line), numbers) if layout.column_numbers else (tuple(line),)


def _broken(words: str, layout: Layout) -> str:
    return words.replace(" ", "\n", 1) if layout.two_lines else words


def _in_parts(draw: random.Random, lines: tuple[Line, ...], layout: Layout) -> tuple[tuple[Line, ...], ...]:
    """The table cut between rows, where no merged cell is cut."""
    free = [place for place in range(2, len(lines) - 1) if all(cell is not None for cell in lines[place])]
    cuts = sorted(draw.sample(free, min(layout.parts - 1, len(free))))
    return tuple(lines[start:end] for start, end in zip([0, *cuts], [*cuts, len(lines)], strict=True))


def _in_halves(
    header: tuple[Line, ...], lines: tuple[Line, ...]
) -> tuple[tuple[Line, ...], tuple[tuple[Line, ...], ...]]:
    """The second half of the rows beside the first."""
    middle = (len(lines) + 1) // 2
    blank = tuple(replace(cell, text="") if cell else None for cell in lines[0])
    right = [*lines[middle:], *[blank] * (2 * middle - len(lines))]
    beside = tuple(left + other for left, other in zip(lines[:middle], right, strict=True))
    return tuple(line + line for line in header), (beside,)


def _in_paragraphs(lines: tuple[Line, ...]) -> tuple[Line, ...]:
    """Rows without a label become paragraphs in the cells of the row above, the codes in one, the texts in the next."""
    merged: list[list[Cell]] = []
    for line in lines:
        cells = [cell for cell in line if cell]
        label = cells[0].text
        if merged and not label and merged[-1][0].text and merged[-1][1].text:
            old = merged[-1]
            merged[-1] = [old[0], *(_joined(above, below) for above, below in zip(old[1:], cells[1:], strict=True))]
        else:
            merged.append(cells)
    return tuple(tuple(line) for line in merged)


def _joined(above: Cell, below: Cell) -> Cell:
    return replace(above, text=f"{above.text}\n{below.text}")


def _with_hidden(draw: random.Random, edition: Edition, lines: tuple[Line, ...]) -> tuple[Line, ...]:
    """The lines with a row that nobody sees: no code book has it."""
    places = [place for place in range(1, len(lines)) if None not in lines[place]]
    if not places:
        return lines
    place = draw.choice(places)
    before = max((int(row.code) for row in edition.rows[:place] if row.code), default=1000)
    ghost = str(before + 1) if str(before + 1) not in edition.codes else ""
    words = {"C": ghost, "D": "Скрытая строка для служебных целей", "L": "", "N": "", "S": "", "R": ""}
    line = tuple(replace(cell, text=words[cell.kind], mark="", rows=1, hidden=True) for cell in lines[place] if cell)
    return (*lines[:place], line, *lines[place:]) if ghost else lines


def _quotes(edition: Edition) -> list[Block]:
    """A table of what one command answers, and a sentence: both quote codes, and are no part of the table of codes."""
    english = edition.language == "en"
    codes = edition.codes[:: max(1, len(edition.codes) // 3)][:3]
    words = ("Result", "Meaning", "the command is done") if english else ("Результат", "Смысл", "команда выполнена")
    rows = ((words[0], words[1]), *((code, f"{code[0]}xxx, {words[2]}") for code in codes))
    said = "The command answers {} (class {}xxx)." if english else "Команда отвечает кодом {} (класс {}xxx)."
    heading = "Answer of the command call_start" if english else "Ответ команды call_start"
    prose = said.format(codes[-1], codes[-1][0])
    return [Block("heading", heading), Block("table", rows=rows), Block("paragraph", prose)]


def _before(edition: Edition, layout: Layout) -> tuple[Block, ...]:
    english = edition.language == "en"
    blocks = _quotes(edition) if layout.quoted == "before" else []
    if layout.before:
        blocks += [Block("heading", "Request fields" if english else "Поля запроса"), Block("table", rows=OTHER)]
    blocks.append(Block("heading", "Result codes" if english else "Приложение А. Коды результатов"))
    prose = () if english else PROSE[: layout.prose]
    return (*blocks, *(Block("paragraph", text) for text in prose))


def _after(edition: Edition, layout: Layout, marked: bool) -> tuple[Block, ...]:
    blocks = []
    if marked:
        count = 3 if layout.mark == "1)" else 1
        note = "Только для внутренних вызовов." if edition.language == "ru" else "Internal calls only."
        marks = [f"{number})" for number in range(1, count + 1)] if layout.mark == "1)" else [layout.mark]
        blocks += [Block("paragraph", f"{mark} {note}") for mark in marks]
    if layout.after:
        heading = "Document history" if edition.language == "en" else "Приложение Б. История изменений"
        blocks += [Block("heading", heading), Block("table", rows=HISTORY)]
    if layout.quoted == "after":
        blocks += _quotes(edition)
    return tuple(blocks)
