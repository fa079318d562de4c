"""A sheet set by groff and tbl for a terminal: columns of text, lines drawn with letters."""

from __future__ import annotations

import random
import re
import subprocess
from pathlib import Path

from tests.editions.sheet import Cell, Sheet
from tests.editions.text_programs import document, write


def groff(draw: random.Random, sheet: Sheet, path: Path) -> None:
    """Text by `groff -t -Tutf8`, one long page, as `man` shows it."""
    box = draw.choice(["allbox", "box", ""])
    width = draw.choice([40, 55, 70])
    lines = [line for part in sheet.parts for line in (*sheet.header, *part)]
    columns = " ".join(f"lw({width}n)" if kind == "D" else "l" for kind in sheet.kinds)
    rows = "\n".join("\t".join(map(_cell, line)) for line in lines)
    source = f".pl 9999\n.ll 200n\n.nh\n.na\n.TS\n{box} tab(\t);\n{columns}.\n{rows}\n.TE\n"
    command = ["groff", "-k", "-t", "-Tutf8", "-P-c", "-P-b", "-P-u"]
    done = subprocess.run(command, check=True, capture_output=True, input=source.encode())
    text = re.sub(r"\n{3,}", "\n\n", done.stdout.decode()).strip("\n")
    write(path, document(sheet, lambda other: ["  ".join(line) for line in other], text.split("\n")), sheet)


def _cell(cell: Cell | None) -> str:
    text = "" if cell is None else cell.text.replace("\n", " ") + cell.mark
    text = text.replace("\\", "\\e").replace("'", "\\(aq").replace("-", "\\N'45'")
    return f"T{{\n\\&{text}\nT}}" if cell and cell.kind in "DR" and text else text
