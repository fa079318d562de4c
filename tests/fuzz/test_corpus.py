"""The fuzz target in the suite: its corpus replayed, and a short run of it.

`corpus/` holds what its runs found, made small, and a small set of inputs that together reach what they reached. All of
them are documents. An hour's run: `python tests/fuzz/target.py -max_total_time=3600 corpus` in a folder of seeds.
"""

from __future__ import annotations

import json
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

import pytest

from ingest.pipeline import read_book
from model import CodeBook
from tests.fuzz import invariants
from tests.fuzz.invariants import MATERIAL, check_document, check_stages, written

FOLDER = Path(__file__).parent
CORPUS = sorted((FOLDER / "corpus").iterdir())


def test_there_is_a_corpus() -> None:
    """There are documents, all small, and they are of many kinds."""
    assert len(CORPUS) >= 40
    assert max(path.stat().st_size for path in CORPUS) <= 2048


@pytest.mark.parametrize("path", CORPUS, ids=lambda path: path.name)
def test_the_corpus_holds(path: Path) -> None:
    """Every document of the corpus is a sound code book or a clear error, and so is each of its stages."""
    check_document(path.read_bytes())
    check_stages(path.read_bytes())


def test_documents_are_written_of_tokens() -> None:
    """Bytes pick tokens: the first the header, each other one a token of the rows."""
    tokens = MATERIAL["tokens"]
    label, code = tokens.index("1xxx"), tokens.index("1000")
    assert written(bytes([0, label, code])).decode() == MATERIAL["headers"][0] + "\n1xxx1000"
    assert written(b"") == b""


def test_the_checks_can_fail(monkeypatch: pytest.MonkeyPatch) -> None:
    """A book that lost something, contradicts itself or does not read back is found out."""
    good = (FOLDER.parent.parent / "data/sources/result-codes.txt").read_bytes()
    check_document(good)
    book = read_book(good, "document")
    account = book.edition.account.model_copy(update={"unaccounted": 1})
    record = book[2211].model_copy(update={"parent_code": 2215})
    for damage in (
        {"edition": book.edition.model_copy(update={"account": account})},
        {"codes": tuple(record if item.code == 2211 else item for item in book)},
        {"codes": ()},
    ):
        damaged = CodeBook(book._document.model_copy(update=damage))
        monkeypatch.setattr(invariants, "read_book", lambda *_, damaged=damaged: damaged)
        with pytest.raises(AssertionError):
            check_document(good)


@pytest.mark.slow
@pytest.mark.skipif(find_spec("atheris") is None, reason="atheris is not installed: it has no wheel for this system")
def test_a_short_run(tmp_path: Path, checkout: Path) -> None:
    """Some thousand runs of the fuzzer from the corpus, with a fixed seed, find nothing."""
    seeds = tmp_path / "seeds"
    seeds.mkdir()
    for path in CORPUS:
        (seeds / path.name).write_bytes(b"\0" + path.read_bytes())
    process = subprocess.run(
        [sys.executable, "tests/fuzz/target.py", "-runs=15000", "-seed=1", f"-artifact_prefix={tmp_path}/", str(seeds)],
        cwd=checkout,
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    found = [json.dumps(path.read_bytes().decode("utf-8", "replace")) for path in tmp_path.glob("*-*")]
    assert (process.returncode, found) == (0, []), process.stdout[-2000:]
    assert "Done " in process.stderr
