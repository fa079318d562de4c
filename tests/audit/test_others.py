"""What is no list of the codes: ports, years, prices, accounts, and the code of other people."""

from __future__ import annotations

import re
import sysconfig
from itertools import groupby, islice
from pathlib import Path
from typing import Final

import pytest

from ingest.audit.audit import audit
from model import CodeBook

CASES = sorted((Path(__file__).parent / "others").glob("*.case"))
PACKAGES = Path(sysconfig.get_path("purelib"))
NUMBERED = re.compile(rb"\b[0-9]{4}[\"'`]?\s*(?:\]\s*)?(?::|=>|->|,|=|\))\s*(?:return\s*)?[\"'`(\w]")
ENDINGS = {
    ".css",
    ".h",
    ".html",
    ".java",
    ".js",
    ".json",
    ".md",
    ".py",
    ".pyi",
    ".rst",
    ".sql",
    ".txt",
    ".xml",
    ".yaml",
}
FILES: Final = 200
OF_A_PACKAGE: Final = 20
LARGEST: Final = 100_000


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
def test_numbers_that_are_no_codes(path: Path, bundled: CodeBook, tmp_path: Path) -> None:
    """Their numbers can be codes, and many of them are; all the same they are another list."""
    file = tmp_path / path.stem
    file.write_bytes(path.read_bytes())
    numbers = re.findall(r"\b[0-9]{4}\b", path.read_text(encoding="utf-8"))
    assert any(int(number) in bundled for number in numbers)
    assert audit(tmp_path, bundled).lists == ()


def tempting() -> list[Path]:
    """Files of installed packages with numbers that have something beside them, not too many of one package."""
    files = (path for path in sorted(PACKAGES.rglob("*")) if path.suffix in ENDINGS and path.is_file())
    found = (path for path in files if path.stat().st_size <= LARGEST and len(NUMBERED.findall(path.read_bytes())) >= 5)
    packages = groupby(found, key=lambda path: path.relative_to(PACKAGES).parts[0])
    return list(islice((path for _, paths in packages for path in islice(paths, OF_A_PACKAGE)), FILES))


def test_code_of_other_people_holds_no_list(bundled: CodeBook) -> None:
    """Of the packages that the tests install anyway."""
    files = tempting()
    assert len(files) == FILES
    assert [(path, audit(path, bundled).lists) for path in files if audit(path, bundled).lists] == []
