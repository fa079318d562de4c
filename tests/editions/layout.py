"""How an edition is drawn: everything about its looks, drawn at random but where nobody could read it any more."""

from __future__ import annotations

import random
from dataclasses import dataclass, fields, replace

from tests.editions.edition import Edition

HEADERS = {
    "ru": (
        *[("Класс", "Код", "Описание")] * 6,
        ("Класс кода", "Код результата", "Описание результата"),
        ("КЛАСС", "КОД", "ОПИСАНИЕ"),
        ("Класс ошибки", "Код ошибки", "Описание ошибки"),
        ("Класс", "Код ответа", "Описание"),
        ("Класс кодов", "Код", "Описание кода"),
    ),
    "en": (
        *[("Class", "Code", "Description")] * 3,
        ("CLASS", "CODE", "DESCRIPTION"),
        ("Code class", "Code", "Description"),
    ),
}
HEADS = (
    "",
    "Платформа «Орбита» · Протокол обмена 3.4",
    "Руководство интегратора. Редакция 7",
    "API доставки | Коды ответа",
)
FEET = ("", "{n}", "- {n} -", "Стр. {n} из {m}", "Лист {n}", "© ООО «Орбита», 2026    {n}")
FONTS = ("DejaVu Sans", "DejaVu Serif", "Liberation Sans", "Liberation Serif", "Liberation Sans Narrow")
PAGES = {"A4": (595.0, 842.0), "A5": (420.0, 595.0), "Letter": (612.0, 792.0), "A4 landscape": (842.0, 595.0)}


@dataclass(frozen=True)
class Layout:
    """The looks of a document. Programs draw of it what they can; the defaults are the plain ones.

    Parameters
    ----------
    order
        Columns from left to right: N row number, L labels, C code, S status, D description, R remark.
    labels
        `once`, on the row that declares it; `merged`, in a cell over all rows of the class; `repeat`, on every row.
    label_columns
        1, or 3 for a column of each level.
    valign, label_valign
        Where texts and merged labels stand in their cells: `top`, `middle`, `bottom`.
    ruling
        What is drawn: `grid`, `horizontal`, `header`, `zebra`, `none`.
    quoted
        Where another table and a paragraph quote some of the codes: `before` the table or `after` it.
    """

    order: str = "LCD"
    labels: str = "once"
    label_columns: int = 1
    valign: str = "top"
    label_valign: str = "top"
    ruling: str = "grid"
    header: tuple[str, str, str] = HEADERS["ru"][0]
    two_lines: bool = False
    column_numbers: bool = False
    repeat_header: bool = False
    wildcard: str = "x"
    parts: int = 1
    halves: bool = False
    paragraphs: bool = False
    mark: str = ""
    struck: bool = False
    hidden: bool = False
    prose: int = 0
    before: bool = False
    after: bool = False
    quoted: str = ""
    head: str = ""
    foot: str = ""
    page: str = "A4"
    turned: int = 0
    two_up: bool = False
    columns: int = 1
    watermark: bool = False
    blank_page: bool = False
    justify: bool = False
    hyphenate: bool = False
    spacing: float = 0.0
    cut: bool = False
    font: str = "DejaVu Sans"
    size: float = 9.0
    pad: float = 3.0
    width: float = 1.0
    bold: bool = False
    encoding: str = "utf-8"

    def said(self) -> str:
        """Everything that is not plain, as words."""
        changed = [(field.name, getattr(self, field.name)) for field in fields(self) if _differs(self, field.name)]
        return "; ".join(name if value is True else f"{name} {_words(value)}" for name, value in changed)


def _differs(layout: Layout, name: str) -> bool:
    return bool(getattr(layout, name) != getattr(PLAIN, name))


def _words(value: object) -> str:
    return "/".join(value).replace("\n", " ") if isinstance(value, tuple) else str(value)


PLAIN = Layout()
AROUND = frozenset("prose before after quoted head foot".split())
TEXT = AROUND | frozenset("order header column_numbers labels label_columns wildcard mark encoding".split())
CELLS = TEXT | frozenset("two_lines repeat_header parts halves paragraphs struck bold".split())
PAGE = frozenset(field.name for field in fields(Layout)) - {"encoding"}


def draw_layout(draw: random.Random, edition: Edition, able: frozenset[str]) -> Layout:
    """A layout; `able` names what the program can draw otherwise than plain.

    Some documents are nearly plain, so that one difficulty at a time can be seen.
    """
    drawn = _drawn(draw, edition)
    ease = draw.choice([0.0, 0.3, 0.6, 0.85])
    kept = {
        field.name: getattr(drawn, field.name)
        for field in fields(Layout)
        if field.name in able and (field.name in {"header", "wildcard"} or draw.random() >= ease)
    }
    layout = _readable(replace(PLAIN, **kept), edition)
    if "size" not in able and layout.mark == "1)":  # nothing is raised in text: 1101 and 1) would be 11011)
        layout = replace(layout, mark="¹")
    return (
        replace(layout, header=HEADERS["en"][0])
        if edition.language == "en" and layout.header in HEADERS["ru"]
        else layout
    )


def _drawn(draw: random.Random, edition: Edition) -> Layout:
    def chance(odds: float) -> bool:
        return draw.random() < odds

    return Layout(
        order=draw.choice(["LCD"] * 6 + ["CDL", "CLD", "LDC", "LCSD", "NLCD", "LCDR", "LCDR", "NLCSD", "NCDL"]),
        labels=draw.choice(["once", "once", "merged", "merged", "repeat"]),
        label_columns=draw.choice([1, 1, 3]),
        valign=draw.choice(["top"] * 4 + ["middle", "middle", "bottom"]),
        label_valign=draw.choice(["top", "middle", "bottom"]),
        ruling=draw.choice(["grid", "grid", "horizontal", "header", "zebra", "none"]),
        header=draw.choice(HEADERS[edition.language]),
        two_lines=chance(0.2),
        column_numbers=chance(0.12),
        repeat_header=chance(0.6),
        wildcard=draw.choice(["x", "x", "х", "х", "X", "Х", "mixed"]),  # noqa: RUF001 - Latin and Cyrillic
        parts=draw.choice([1, 1, 1, 1, 2, 3]),
        halves=chance(0.05),
        paragraphs=chance(0.06),
        mark=draw.choice([""] * 6 + ["*", "1)", "¹"]),
        struck=chance(0.06),
        hidden=chance(0.06),
        prose=draw.choice([0, 1, 2, 3]),
        before=chance(0.3),
        after=chance(0.4),
        quoted=draw.choice(["", "", "", "before", "after"]),
        head=draw.choice(HEADS),
        foot=draw.choice(FEET),
        page=draw.choice(["A4"] * 5 + ["A5", "Letter", "A4 landscape"]),
        turned=draw.choice([0] * 12 + [90, 180, 270]),
        two_up=chance(0.06),
        columns=2 if chance(0.06) else 1,
        watermark=chance(0.08),
        blank_page=chance(0.08),
        justify=chance(0.2),
        hyphenate=chance(0.2),
        spacing=draw.choice([0.0] * 12 + [0.08, 0.12]),
        cut=chance(0.4),
        font=draw.choice(FONTS),
        size=draw.choice([7.0, 8.0, 9.0, 9.5, 10.0, 11.0, 12.0]),
        pad=draw.choice([1.5, 2.0, 3.0, 5.0]),
        width=draw.choice([1.0, 1.0, 0.75, 0.5]),
        bold=chance(0.3),
        encoding=draw.choice(["utf-8"] * 5 + ["utf-8-sig", "cp1251", "utf-16"]),
    )


def _readable(layout: Layout, edition: Edition) -> Layout:
    """The layout without what could not be read, or not be drawn, together with the rest of it."""
    titled = any(not row.code for row in edition.rows)
    for mend in (_order, _heights, _shapes):
        layout = mend(layout, titled=titled)
    if edition.language == "en" and layout.encoding == "cp1251":
        return replace(layout, encoding="utf-8")
    return layout


def _order(layout: Layout, *, titled: bool) -> Layout:
    """Merged labels stand first; so do those that have titles: a title belongs to the label beside it."""
    order = layout.order
    if layout.label_columns == 3 or layout.labels == "merged" or titled:
        order = order.replace("CDL", "LCD").replace("LDC", "LCD")
    if layout.label_columns == 3 or layout.labels == "merged":
        order = order.replace("CLD", "LCD")
    return replace(layout, order=order)


def _heights(layout: Layout, *, titled: bool) -> Layout:
    """Where nothing parts the rows but their distance, they keep it."""
    if layout.labels != "merged":
        layout = replace(layout, label_valign="top")
    if layout.ruling == "zebra":  # white letters would be seen on a grey ground
        layout = replace(layout, hidden=False)
    if layout.ruling in {"grid", "horizontal", "zebra"}:
        return layout
    if layout.valign != "top":
        layout = replace(layout, pad=max(layout.pad, 0.5 * layout.size))
    layout = replace(layout, valign="top", label_valign="top") if titled else layout
    return replace(layout, cut=False)


def _shapes(layout: Layout, *, titled: bool) -> Layout:  # noqa: ARG001 - one of three that are called alike
    """The odd shapes exclude one another."""
    if layout.halves or layout.paragraphs:
        layout = replace(
            layout, order="LCD", labels="once", label_columns=1, valign="top", label_valign="top", parts=1, columns=1
        )
        layout = replace(layout, hidden=False, struck=False, two_up=False, mark="", column_numbers=False)
    if layout.halves:
        layout = replace(layout, paragraphs=False, page="A4 landscape", size=min(layout.size, 9.0), width=1.0)
    if layout.columns == 2:
        layout = replace(layout, order="LCD", label_columns=1, page="A4", size=min(layout.size, 8.0), two_up=False)
        layout = replace(layout, spacing=0.0, width=1.0, turned=0, repeat_header=True)
    if len(layout.order) + layout.label_columns > 5:  # many columns need the room
        page = "A4" if layout.page == "A5" else layout.page
        layout = replace(layout, page=page, size=min(layout.size, 9.0), width=1.0, spacing=0.0)
    return replace(layout, turned=0) if layout.two_up else layout
