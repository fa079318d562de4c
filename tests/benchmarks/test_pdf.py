"""The PDF of 2018: time and memory beside pypdfium2, and what is read right beside the usual table finders."""

from __future__ import annotations

import csv
import importlib.util
import json
import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from ingest.document.cleaning import clean
from model import ClassPattern
from model.pattern import CYRILLIC_WILDCARDS, LATIN_WILDCARDS
from tests.benchmarks.conftest import Bar, Show, hold
from tests.benchmarks.timing import Spent, median_ratio, run_program

TABLE_PAGES = range(43, 46)
COPIES = 20
ROUNDS = {1: 5, COPIES: 3}
BARS = {1: Bar(goal=3.0, bound=5.1), COPIES: Bar(goal=1.25, bound=1.9)}
ALLOWED_PEAK = 215_000_000  # measured for 1,200 pages: 181 MB

READ = """
from ingest.pipeline import ingest
book = ingest(sys.argv[1], limits=None)
result = [
    [(code.code, code.description) for code in book],
    [(pattern, book.classes[pattern].default_code) for pattern in book.classes],
]
"""
"""Reads a document once, in the process that is measured."""

TEXT = """
import time, pypdfium2

def text_of_all_pages(path):
    document = pypdfium2.PdfDocument(path)
    for page in document:
        page.get_textpage().get_text_bounded()
        page.close()
    document.close()

def time_call(function):
    begin = time.perf_counter(), time.process_time()
    value = function(sys.argv[1])
    return [time.perf_counter() - begin[0], time.process_time() - begin[1]], value
"""
"""The reference: pypdfium2 reads the text of every page."""

COMPARE = (
    TEXT
    + """
import pdfplumber
from ingest.document import isolation
from ingest.pipeline import ingest

isolation._look_for_garbage_rarely()
rounds = range(int(sys.argv[2]))
ours = lambda path: ingest(path, limits=None)
result = [(time_call(ours)[0], time_call(text_of_all_pages)[0]) for _ in rounds]
"""
)
"""Ours and the reference in turns, in one process, the libraries imported before: what is compared is reading.

Garbage is looked for as rarely as in the process that `ingest` reads in: its users wait for that one.
"""

FINDERS = {
    "pdfplumber": """
import pdfplumber

def find(path):
    with pdfplumber.open(path) as document:
        for number in pages:
            page = document.pages[number - 1]
            yield from ((number, row) for table in page.extract_tables() for row in table)
            page.close()
""",
    "camelot": """
import logging, warnings, camelot
warnings.simplefilter("ignore")
logging.disable()

def find(path):
    numbers = ",".join(map(str, pages))
    for table in camelot.read_pdf(path, pages=numbers, flavor="lattice", engine="vector", split_text=True):
        yield from ((int(table.page), row) for row in table.df.values.tolist())
""",
    "pymupdf": """
import contextlib, io, pymupdf

def find(path):
    with contextlib.redirect_stdout(io.StringIO()):
        document = pymupdf.open(path)
        for number in pages:
            for table in document[number - 1].find_tables().tables:
                yield from ((number, row) for row in table.extract())
""",
}
"""Table finders, each in the settings that read this document best and fastest: rows of cells with their page."""

FIND = (
    TEXT
    + """
pages = json.loads(sys.argv[2])
{finder}
(seconds, _), rows = time_call(lambda path: list(find(path)))
result = seconds, min(time_call(text_of_all_pages)[0][0] for _ in range(3)), rows
"""
)
"""One run of a finder, and the reference in the same process."""

CODE = re.compile(r"[0-9]{4}")
LABEL = re.compile(rf"[0-9]{{1,3}}[{LATIN_WILDCARDS}{CYRILLIC_WILDCARDS}]{{1,3}}")


class Gold(NamedTuple):
    """What stands in the document: descriptions by code, default codes by pattern."""

    codes: dict[int, str]
    classes: dict[str, int | None]


class Score(NamedTuple):
    """How much of the document was read right, and how many rows of codes were found where there are none."""

    codes: int
    descriptions: int
    labels: int
    false_rows: int


@pytest.fixture(scope="module")
def document(shared: Path) -> Path:
    """The specification of 2018: 60 pages, the table on three of them."""
    path = shared / "documents" / "vpbx-api-2018.pdf"
    if not path.is_file():
        pytest.skip("the specification of 2018 is not in shared/documents/")
    return path


@pytest.fixture(scope="module")
def gold(shared: Path) -> Gold:
    """What stands in the specification, checked by hand."""
    with (shared / "gold" / "vpbx-api-2018.codes.csv").open(encoding="utf-8-sig", newline="") as file:
        codes = {int(row["code"]): row["description"] for row in csv.DictReader(file)}
    with (shared / "gold" / "vpbx-api-2018.classes.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    return Gold(codes, {row["pattern"]: int(row["default_code"]) if row["default_code"] else None for row in rows})


@pytest.fixture(scope="module")
def long_document(document: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Twenty copies of the specification, the table in the last only: others have pages 40–42 in its place."""
    import pypdfium2

    path = tmp_path_factory.mktemp("long") / "twenty.pdf"
    source, target = pypdfium2.PdfDocument(document), pypdfium2.PdfDocument.new()
    others = [index - len(TABLE_PAGES) if index + 1 in TABLE_PAGES else index for index in range(len(source))]
    for copy in range(COPIES):
        target.import_pages(source, others if copy < COPIES - 1 else None)
    assert len(target) == COPIES * len(source)
    target.save(path)
    target.close()
    source.close()
    return path


@pytest.fixture(params=[1, COPIES], ids=["60 pages", "1200 pages"])
def copies(request: pytest.FixtureRequest) -> int:
    """How many copies of the specification stand in the document."""
    return int(request.param)


@pytest.fixture
def measured(copies: int, request: pytest.FixtureRequest) -> Path:
    """The document with that many copies."""
    path = request.getfixturevalue("document" if copies == 1 else "long_document")
    assert isinstance(path, Path)
    return path


def test_reading_costs_little_more_than_the_text(measured: Path, copies: int, show: Show) -> None:
    """A read of the whole document, beside pypdfium2 reading all of its text: medians of runs in turns."""
    times, _ = run_program(COMPARE, measured, str(ROUNDS[copies]))
    ratios = median_ratio([(Spent(*ours), Spent(*reference)) for ours, reference in times])
    show(f"{copies * 60} pages, on the clock: {ratios.wall:.2f} times pypdfium2")
    # Both run on one processor, so this is the ratio of the clock on a machine that does nothing else.
    hold(show, f"{copies * 60} pages to pypdfium2 reading their text, processor time", ratios.cpu, BARS[copies])


def test_reading_keeps_within_memory(measured: Path, copies: int, gold: Gold, show: Show) -> None:
    """The peak memory of a process that reads the document, and the same code book from any number of copies."""
    (codes, _), peak = run_program(READ, measured)
    show(f"{copies * 60} pages: peak memory {peak / 1e6:.0f} MB")
    assert [code for code, _ in codes] == sorted(gold.codes)
    assert peak <= ALLOWED_PEAK


# Side by side


def test_ours_is_exact(document: Path, gold: Gold, show: Show) -> None:
    """Every code, description and label of the document is read right, and no code is made up."""
    (codes, classes), _ = run_program(READ, document)
    score = Score(
        codes=sum(code in gold.codes for code, _ in codes),
        descriptions=sum(gold.codes.get(code) == text for code, text in codes),
        labels=sum(gold.classes.get(pattern, -1) == code for pattern, code in classes),
        false_rows=sum(code not in gold.codes for code, _ in codes),
    )
    show(line_of("ours, whole document", score, gold, None))
    assert score == Score(len(gold.codes), len(gold.codes), len(gold.classes), 0)


@pytest.mark.parametrize(
    ("finder", "pages"),
    [
        ("pdfplumber", TABLE_PAGES),
        ("pdfplumber", None),
        ("camelot", None),
        ("pymupdf", None),
    ],
    ids=["pdfplumber on the three pages", "pdfplumber", "camelot", "pymupdf"],
)
def test_side_by_side(finder: str, pages: range | None, document: Path, gold: Gold, show: Show) -> None:
    """What a table finder reads right of the same document, and its time: none is a reference, all are shown.

    Where a finder sees the table at all, its score is above zero: the scoring is fair to it.
    """
    if importlib.util.find_spec(finder) is None:
        pytest.skip(f"{finder} is not installed; it is no dependency of the project")
    program = FIND.replace("{finder}", FINDERS[finder])
    (seconds, reference, rows), _ = run_program(program, document, json.dumps(list(pages or range(1, 61))))
    score = score_of(rows, gold)
    name = f"{finder}, pages {pages[0]}-{pages[-1]}" if pages else f"{finder}, whole document"
    show(line_of(name, score, gold, seconds / reference))
    assert 0 < score.codes <= len(gold.codes)


def line_of(name: str, score: Score, gold: Gold, ratio: float | None) -> str:
    """A line of the comparison."""
    time = f", {ratio:.1f} times pypdfium2" if ratio is not None else ""
    return (
        f"{name:28} codes {score.codes:2} of {len(gold.codes)}, "
        f"descriptions {score.descriptions:2} of {len(gold.codes)}, "
        f"labels {score.labels:2} of {len(gold.classes)}, false rows {score.false_rows}{time}"
    )


def score_of(rows: Iterable[tuple[int, list[Any]]], gold: Gold) -> Score:
    """The score of a finder's rows, read kindly: empty cells and line breaks do not count against it.

    A row of the table has a cell with a code and nothing else; its description is the text after it, its label the
    cell before. A label is right on the row of the default code of its class, or anywhere if that has none. A row of
    codes on another page, or with a code that the document has not, is false.
    """
    descriptions: dict[int, str] = {}
    labels: set[str] = set()
    false_rows = 0
    for page, row in rows:
        cells = [clean(cell) for cell in row if cell and cell.strip()]
        code = next((int(cell) for cell in cells if CODE.fullmatch(cell)), None)
        found = [str(ClassPattern(cell)) for cell in cells if LABEL.fullmatch(cell) and len(cell) == 4]
        if page not in TABLE_PAGES or (code is not None and code not in gold.codes):
            false_rows += code is not None
            continue
        labels.update(label for label in found if label in gold.classes and gold.classes[label] in {code, None})
        if code is not None:
            descriptions.setdefault(code, " ".join(texts_after(cells, code)))
    return Score(
        codes=len(descriptions),
        descriptions=sum(gold.codes[code] == text for code, text in descriptions.items()),
        labels=len(labels),
        false_rows=false_rows,
    )


def texts_after(cells: list[str], code: int) -> Iterator[str]:
    """The cells after the one with the code."""
    return iter(cells[cells.index(f"{code:04d}") + 1 :])
