"""The real document as other tools copy it, with what is to be read from each."""

from __future__ import annotations

import csv
import re
from pathlib import Path

from tests.editions import copies
from tests.editions.edition import Row
from tests.editions.layout import Layout
from tests.editions.sheet import Sheet

NAME = "vpbx-api-2018"
HEAD = "mango-office.ru | API v 1.10 (24.12.2017)"
START = re.compile(r"Класс[\s,]+Код[\s,]+Описание")


def real_copies(shared: Path, folder: Path) -> Path:
    """Copy the PDF of 2018 by every tool that is installed, and list the copies; gives the list."""
    folder.mkdir(parents=True, exist_ok=True)
    gold, sheet = shared / "gold" / NAME, _sheet(shared / "gold" / f"{NAME}.codes.csv")
    rows = []
    for tool, copy in copies.TOOLS.items():
        if not copies.installed(tool):
            continue
        text, path = copy(shared / "documents" / f"{NAME}.pdf"), folder / f"{NAME}.{tool}.{copies.suffix(tool)}"
        path.write_text(text, encoding="utf-8")
        reason = copies.lost_by(tool, _table(copies.words(text, tool)), sheet)
        rows.append((path.name, gold, f"copy-{tool}", f"lossy: {reason}" if reason else ""))
    with (folder / "list.csv").open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, lineterminator="\n").writerows([("document", "gold", "program", "layout"), *rows])
    return folder / "list.csv"


def _sheet(codes: Path) -> Sheet:
    """As much of a sheet as tells what a copy has to hold: the codes and their texts."""
    with codes.open(encoding="utf-8-sig", newline="") as file:
        rows = tuple(Row("", row["code"], row["description"]) for row in csv.DictReader(file))
    return Sheet((), (), (), (), rows, Layout(head=HEAD, foot="{n}"), "ru")


def _table(text: str) -> str:
    """A copy from the header of the table on."""
    header = START.search(text)
    return text[header.start() :] if header else text
