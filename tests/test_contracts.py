"""The contracts of `pyproject.toml` on who may import whom: they hold, and they would say so if they did not."""

from __future__ import annotations

import shutil
import subprocess
import sysconfig
from pathlib import Path

import pytest

CHECKOUT = Path(__file__).parent.parent
LINTER = Path(sysconfig.get_path("scripts")) / "lint-imports"
AT_TOP = "\n{}\n"
IN_FUNCTION = "\n\ndef added() -> None:\n    {}\n"
FOR_TYPES = "\n\nfrom typing import TYPE_CHECKING\n\nif TYPE_CHECKING:\n    {}\n"


def broken(house: Path) -> set[str]:
    """The names of the contracts that the packages in a folder break."""
    process = subprocess.run(
        [LINTER, "--no-cache", "--no-logo"],
        cwd=house,
        env={"PYTHONPATH": str(house), "PYTHONUTF8": "1"},
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    found = {line.partition(" BROKEN")[0] for line in process.stdout.splitlines() if " BROKEN" in line}
    assert process.returncode == bool(found), process.stdout
    assert " KEPT" in process.stdout, process.stdout
    return found


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the packages and of their contracts."""
    copy = tmp_path_factory.mktemp("house")
    for package in ("ingest", "model"):
        shutil.copytree(CHECKOUT / package, copy / package, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(CHECKOUT / "pyproject.toml", copy)
    return copy


def test_contracts_hold(house: Path) -> None:
    """As it stands, the house breaks none."""
    assert broken(house) == set()


@pytest.mark.parametrize(
    ("module", "place", "statement", "contract"),
    [
        ("model/errors", AT_TOP, "import ingest.pipeline", "the model knows nothing of how a code book is made"),
        ("model/errors", IN_FUNCTION, "import ingest.pipeline", "the model knows nothing of how a code book is made"),
        ("ingest/document/__init__", AT_TOP, "import ingest.table", "no room of the house reaches back"),
        ("ingest/table/__init__", IN_FUNCTION, "import ingest.readers", "no room of the house reaches back"),
        ("ingest/readers/__init__", FOR_TYPES, "import ingest.table", "no room of the house reaches back"),
        ("ingest/publish/__init__", IN_FUNCTION, "import ingest.pipeline", "no room of the house reaches back"),
        ("ingest/pipeline", IN_FUNCTION, "import ingest.exports", "the pipeline writes nothing"),
        (
            "ingest/book/__init__",
            AT_TOP,
            "import ingest.readers",
            "a book is made of entries of any format",
        ),
        (
            "ingest/exports/__init__",
            AT_TOP,
            "import ingest.table",
            "what is written knows nothing of reading",
        ),
        (
            "ingest/calls/__init__",
            AT_TOP,
            "import ingest.exports",
            "calls are decoded, and lists compared, with a code book alone",
        ),
        (
            "ingest/audit/folder",
            FOR_TYPES,
            "import ingest.publish",
            "no room of the house reaches back",
        ),
        ("ingest/commands/display", IN_FUNCTION, "import ingest.commands.excerpts", "no circles"),
        ("model/records", FOR_TYPES, "import model.codebook", "no circles"),
        ("model/decoding/lookup", IN_FUNCTION, "import model.decoding.arrays", "no circles"),
    ],
)
def test_import_back_is_found(house: Path, module: str, place: str, statement: str, contract: str) -> None:
    """An import against the table of layers, or one that closes a circle, breaks its contract wherever it stands."""
    path = house / f"{module}.py"
    content = path.read_text(encoding="utf-8")
    path.write_text(content + place.format(statement), encoding="utf-8")
    try:
        assert contract in broken(house)
    finally:
        path.write_text(content, encoding="utf-8")


def test_new_package_needs_a_place(house: Path) -> None:
    """A package that the layers do not name is refused, so that none stands outside of them."""
    package = house / "ingest" / "attic"
    package.mkdir()
    (package / "__init__.py").write_text('"""Of no layer."""\n', encoding="utf-8")
    try:
        assert broken(house) == {"no room of the house reaches back"}
    finally:
        shutil.rmtree(package)
