"""What is struck out in an XLS is told, as in workbooks of other formats."""

from __future__ import annotations

import shutil
import struct
import subprocess
from pathlib import Path

import pytest

from ingest.readers.old_workbook import struck_in_old_workbook
from tests.readers.seen import read

SECTOR = 512
END, TABLE = 0xFFFFFFFE, 0xFFFFFFFD


def _record(kind: int, data: bytes) -> bytes:
    return struct.pack("<2H", kind, len(data)) + data


def _sheet(*cells: tuple[int, int, int]) -> bytes:
    """A sheet with some cells: row, column, number of the format; those of the second row in one record."""
    alone = b"".join(_record(0x203, struct.pack("<3Hd", *cell, 1000.0)) for cell in cells if cell[0] != 1)
    numbers = b"".join(struct.pack("<HI", number, 0) for row, _, number in cells if row == 1)
    return (
        _record(0x809, struct.pack("<2H", 0x600, 0x10))
        + alone
        + _record(0xBD, struct.pack("<2H", 1, 0) + numbers + b"\2\0")
    )


def _stream(*sheets: bytes) -> bytes:
    """Six fonts, the fourth and the last of them struck out; a format with each."""
    fonts = b"".join(_record(0x31, struct.pack("<3H", 200, 8 * (number in {3, 5}), 0)) for number in range(6))
    formats = b"".join(_record(0xE0, struct.pack("<2H", number, 0)) for number in (0, 1, 2, 3, 5, 6))
    return _record(0x809, struct.pack("<2H", 0x600, 5)) + fonts + formats + b"".join(sheets)


def _container(stream: bytes, least: int) -> bytes:
    """A container with the stream in sectors of its own, or in small ones where it is shorter than `least`."""
    sectors = -(-max(len(stream), 1) // SECTOR)
    names = {"Root Entry": (3, sectors * SECTOR), "Workbook": (3 if len(stream) >= least else 0, len(stream))}
    folder = b"".join(
        name.encode("utf-16-le").ljust(116, b"\0") + struct.pack("<IQ", *place) for name, place in names.items()
    )
    head = b"\xd0\xcf\x11\xe0".ljust(30, b"\0") + struct.pack("<2H", 9, 6)
    head = head.ljust(48, b"\0") + struct.pack("<3I", 1, 0, least) + struct.pack("<2I", 2, 1)
    head = (head + struct.pack("<2I", END, 0) + struct.pack("<I", 0)).ljust(SECTOR, b"\xff")
    chain = [*range(4, 3 + sectors), END]
    table = struct.pack(f"<{3 + sectors}I", TABLE, END, END, *chain).ljust(SECTOR, b"\xff")
    small = -(-len(stream) // 64)
    inner = struct.pack(f"<{small}I", *range(1, small), END).ljust(SECTOR, b"\xff")
    return head + table + folder.ljust(SECTOR, b"\0") + inner + stream.ljust(sectors * SECTOR, b"\0")


@pytest.mark.parametrize("least", [1, 4096])
def test_cells_whose_font_is_struck_out(least: int) -> None:
    """In sectors and in small ones; a sheet is a page where there are several."""
    data = _container(_stream(_sheet((0, 1, 3), (0, 27, 5), (1, 0, 0), (1, 1, 3)), _sheet((4, 0, 2))), least)
    found = [(item.message, item.span.page, item.span.line) for item in struck_in_old_workbook(data, 2)]
    assert found == [("B1, AB1 of the workbook: struck out", 1, 1), ("B2 of the workbook: struck out", 1, 2)]
    assert [item.span.page for item in struck_in_old_workbook(data, 1)] == [None, None]


def test_what_cannot_be_understood_says_nothing() -> None:
    """The values were read before, by another library."""
    data = _container(_stream(_sheet((0, 1, 3))), 1)
    for cut in range(0, len(data), 7):
        list(struck_in_old_workbook(data[:cut], 1))
        list(struck_in_old_workbook(data[:cut] + b"\0" * (len(data) - cut), 1))


@pytest.mark.slow
@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed")
@pytest.mark.parametrize("form", ["xls", "ods"])
def test_workbooks_of_libreoffice(form: str, tmp_path: Path) -> None:
    """The cells that another program struck out."""
    import openpyxl
    from openpyxl.styles import Font

    book = openpyxl.Workbook()
    book.active.append(["1xxx", 1000, "Да"])  # type: ignore[union-attr]
    book.active["B1"].font = Font(strike=True)  # type: ignore[index]
    book.save(tmp_path / "book.xlsx")
    profile = f"-env:UserInstallation=file://{tmp_path}/profile"
    command = [
        "soffice",
        profile,
        "--headless",
        "--convert-to",
        form,
        "--outdir",
        str(tmp_path),
        str(tmp_path / "book.xlsx"),
    ]
    subprocess.run(command, check=True, capture_output=True, timeout=240)
    found = read((tmp_path / f"book.{form}").read_bytes())
    struck = [word.text for word in found.words if word.style.is_struck]
    assert struck == ["1000"] or [item.message for item in found.findings] == ["B1 of the workbook: struck out"]
