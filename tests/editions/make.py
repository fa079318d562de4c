"""Draw random editions by many programs: documents, what is to be read from each, and a list of them."""

from __future__ import annotations

import argparse
import csv
import random
import shutil
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import TypeAlias

from tests.editions import copies, markup, office, printed, text_programs
from tests.editions.edition import Edition, draw_edition, write_gold
from tests.editions.finish import finish
from tests.editions.fpdf_program import fpdf
from tests.editions.groff_program import groff
from tests.editions.layout import CELLS, PAGE, TEXT, draw_layout
from tests.editions.numbers import Planted, plant
from tests.editions.real import draw_real
from tests.editions.reportlab_program import reportlab
from tests.editions.sheet import Sheet, lay_out
from tests.editions.typst_program import typst

Draw: TypeAlias = Callable[[random.Random, Sheet, Path], None]
SIZES = (12, 20, 30, 40, 60, 90, 130, 180)


@dataclass(frozen=True)
class Program:
    """Something that draws: the suffix of its files, how, which looks it can draw, what it needs, what it loses."""

    suffix: str
    draw: Draw
    able: frozenset[str]
    packages: tuple[str, ...] = ()
    commands: tuple[str, ...] = ()
    loses: str = ""

    def missing(self) -> list[str]:
        """The packages and commands that are not installed."""
        packages = [name for name in self.packages if find_spec(name) is None]
        return packages + [name for name in self.commands if shutil.which(name) is None]


FLAT = PAGE - {"halves", "spacing", "label_valign", "columns", "watermark", "struck", "hidden", "hyphenate", "cut"}
PDF = {
    "typst": Program("pdf", typst, PAGE - {"halves"}, ("typst",)),
    "reportlab": Program("pdf", reportlab, PAGE - {"spacing", "halves"}, ("reportlab",)),
    "weasyprint": Program("pdf", printed.weasyprint, PAGE, ("weasyprint",)),
    "chromium": Program("pdf", printed.chromium, PAGE, ("playwright",), ("chromium",)),
    "fpdf2": Program("pdf", fpdf, FLAT, ("fpdf",)),
    "libreoffice": Program(
        "pdf", office.libreoffice, PAGE - {"halves", "spacing", "watermark", "columns"}, ("docx",), ("soffice",)
    ),
}
PROGRAMS = {
    **PDF,
    "docx": Program("docx", office.word, CELLS | {"hidden", "valign", "label_valign", "cut"}, ("docx",)),
    "xlsx": Program("xlsx", office.workbook, CELLS - {"halves", "encoding"}, ("openpyxl",)),
    "pandoc-gfm": Program("md", office.pandoc("gfm"), CELLS, ("docx",), ("pandoc",)),
    "pandoc-plain": Program("txt", office.pandoc("plain"), CELLS - {"paragraphs"}, ("docx",), ("pandoc",)),
    "pandoc-rst": Program("rst", office.pandoc("rst"), CELLS - {"paragraphs"}, ("docx",), ("pandoc",)),
    "html": Program("html", markup.web_page, CELLS | {"hidden"}),
    "markdown": Program("md", text_programs.markdown, CELLS - {"halves"}),
    "csv": Program("csv", text_programs.comma_separated, CELLS - {"halves", "struck", "bold"}),
    "tabs": Program("txt", text_programs.tabs, TEXT),
    "damaged": Program("txt", text_programs.damaged, TEXT - {"encoding"}, loses="its letters"),
    "torn": Program("txt", text_programs.torn, TEXT, loses="which text belongs to which code"),
    "aligned": Program("txt", text_programs.aligned, TEXT - {"encoding"}),
    "groff": Program("txt", groff, TEXT - {"encoding"}, (), ("groff",)),
    **{f"copy-{tool}": Program(copies.suffix(tool), text_programs.tabs, PAGE) for tool in copies.TOOLS},
}
NUMBERS = ("tabs", "aligned", "reportlab", "weasyprint", "copy-layout", "copy-raw")
"""The programs that draw numbers in texts, unless others are asked for."""


@dataclass(frozen=True)
class Drawn:
    """A line of list.csv, and the numbers in its texts."""

    document: str
    gold: str
    program: str
    layout: str
    planted: tuple[Planted, ...]


@dataclass(frozen=True)
class Texts:
    """What the texts of documents are: `numbers` that could be codes stand in them, `real` ones are of that gold."""

    numbers: bool = False
    real: Path | None = None


PLAIN = Texts()


def draw_document(seed: str, name: str, folder: Path, prefix: str, texts: Texts = PLAIN) -> Drawn:
    """Draw one document and write what is to be read from it; the same seed gives the same document."""
    draw = random.Random(seed)  # noqa: S311 - draws documents, guards nothing
    english = draw.random() < 0.15 and not PROGRAMS[name].loses
    edition = draw_edition(draw, "en" if english else "ru", draw.choice(SIZES))
    edition = edition if texts.real is None else draw_real(draw, texts.real)
    planted: tuple[Planted, ...] = ()
    if texts.numbers:
        edition, planted = plant(draw, edition, draw.choice([1, 1, 2, 3]))
    said = _draw(draw, edition, name, folder / prefix)
    write_gold(edition, folder / prefix)
    words = [f"{len(edition.codes)} codes", *said, *(f"number {item.number} {item.phrase}" for item in planted)]
    document = f"{prefix}.{name}.{PROGRAMS[name].suffix}"
    return Drawn(document, prefix, name, "; ".join(word for word in words if word), planted)


def _draw(draw: random.Random, edition: Edition, name: str, prefix: Path) -> list[str]:
    """Draw by a program, or copy by a tool what a program drew; what there is to say of it."""
    program, path = PROGRAMS[name], Path(f"{prefix}.{name}.{PROGRAMS[name].suffix}")
    if not name.startswith("copy-"):
        sheet = lay_out(draw, edition, draw_layout(draw, edition, program.able))
        program.draw(draw, sheet, path)
        if program.suffix == "pdf":
            finish(path, sheet.layout)
        return [edition.language, sheet.layout.said(), f"lossy: {program.loses}" if program.loses else ""]
    drawer = draw.choice([name for name, drawing in PDF.items() if not drawing.missing()])
    sheet = lay_out(draw, edition, draw_layout(draw, edition, PDF[drawer].able - {"hidden", "watermark"}))
    tool = name.removeprefix("copy-")
    text = copies.copied(draw, sheet, tool, PDF[drawer].draw)
    path.write_text(text, encoding="utf-8")
    reason = copies.lost_by(tool, copies.words(text, tool), sheet)
    return [edition.language, f"of {drawer}", sheet.layout.said(), f"lossy: {reason}" if reason else ""]


def available() -> list[str]:
    """The programs whose packages and commands are installed."""
    return [
        name
        for name, program in PROGRAMS.items()
        if not program.missing() and (not name.startswith("copy-") or copies.installed(name.removeprefix("copy-")))
    ]


def make(folder: Path, count: int, seed: str, names: Sequence[str], texts: Texts = PLAIN) -> list[Drawn]:
    """Draw `count` documents into a folder, the programs in turn, and list them in list.csv and numbers.csv."""
    folder.mkdir(parents=True, exist_ok=True)
    made = []
    for number in range(1, count + 1):
        name = names[(number - 1) % len(names)]
        made.append(draw_document(f"{seed}/{number}/{name}", name, folder, f"{number:04d}", texts))
    with (folder / "list.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(("document", "gold", "program", "layout"))
        writer.writerows((drawn.document, drawn.gold, drawn.program, drawn.layout) for drawn in made)
    with (folder / "numbers.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(("document", "code", "number", "phrase"))
        writer.writerows((drawn.document, *item) for drawn in made for item in drawn.planted)
    return made


def main(arguments: Sequence[str] | None = None) -> None:
    """Run as `python -m tests.editions OUT`."""
    parser = argparse.ArgumentParser(prog="python -m tests.editions", description=__doc__)
    parser.add_argument("out", type=Path)
    parser.add_argument("--count", type=int, default=20)
    parser.add_argument("--seed", default="1")
    parser.add_argument("--programs", help=f"separated by commas, of: {', '.join(PROGRAMS)}")
    parser.add_argument("--numbers-in-texts", action="store_true", help="numbers that could be codes stand in texts")
    parser.add_argument("--real-texts", type=Path, metavar="GOLD", help="the texts are those of the tables of a folder")
    asked = parser.parse_args(arguments)
    names = asked.programs.split(",") if asked.programs else list(NUMBERS if asked.numbers_in_texts else available())
    unknown = [name for name in names if name not in PROGRAMS]
    if unknown:
        parser.error(f"no such program: {', '.join(unknown)}; there are {', '.join(PROGRAMS)}")
    make(asked.out, asked.count, asked.seed, names, Texts(asked.numbers_in_texts, asked.real_texts))
