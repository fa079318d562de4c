"""The real documents: one as other tools copy it, and the texts of all in random layouts."""

from __future__ import annotations

import csv
import random
import re
from pathlib import Path

from tests.editions import copies
from tests.editions.edition import Edition, Row, holds
from tests.editions.layout import Layout
from tests.editions.sheet import Sheet
from tests.editions.words import lists

NAME = "vpbx-api-2018"
NAMES = (NAME, "result-codes")
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
    rows = tuple(Row("", *_said(item)) for item in _records(codes))
    return Sheet((), (), (), (), rows, Layout(head=HEAD, foot="{n}"), "ru")


def _table(text: str) -> str:
    """A copy from the header of the table on."""
    header = START.search(text)
    return text[header.start() :] if header else text


def draw_real(draw: random.Random, gold: Path) -> Edition:
    """Classes of a real edition with their codes and texts, as another edition may have them: some are not there."""
    name = draw.choice(NAMES)
    codes, classes = (_records(gold / f"{name}.{kind}.csv") for kind in ("codes", "classes"))
    defaults = {item["pattern"]: item["default_code"] for item in classes}
    tops = sorted({item["code"][0] for item in codes})
    kept = set(draw.sample(tops, draw.randint(2, len(tops))) if draw.random() < 0.5 else tops)
    gone = draw.choice([0.0, 0.0, 0.1, 0.3])
    rows = [
        Row(next((pattern for pattern, code in defaults.items() if code == item["code"]), ""), *_said(item))
        for item in codes
        if item["code"][0] in kept and (item["code"] in defaults.values() or draw.random() >= gone)
    ]
    known = {row.code for row in rows}
    declared = {pattern: code for pattern, code in defaults.items() if any(holds(pattern, number) for number in known)}
    titles = [Row(pattern, "", draw.choice(lists("ru")["titles"])) for pattern, code in declared.items() if not code]
    ordered = sorted([*titles, *rows], key=lambda row: row.code or row.pattern.replace("x", "0"))
    return Edition(tuple(ordered), declared, "ru")


def _said(item: dict[str, str]) -> tuple[str, str]:
    return item["code"], item["description"]


def _records(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))
