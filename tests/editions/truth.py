"""The benchmark of truth: random editions drawn, read and judged, mutants of real documents too, as docs/truth.md.

`python -m tests.editions.truth` (or `make truth`) draws new documents with a new seed, unless it is told one, and fails
if anything was read wrongly without a word: that is what a person who trusts exit 0 asks.
"""

from __future__ import annotations

import argparse
import random
import re
import sys
import tempfile
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from textwrap import fill

from ingest import __version__
from tests.editions.measure import CHECKOUT, Benchmark, Judged, measure

DRAWERS = ("typst", "reportlab", "weasyprint", "fpdf2", "playwright", "python-docx", "openpyxl")
COLUMNS = ("exact", "refused", "lossy", "false alarm", "told", "silent", "broken", "of")


def programs(item: Judged) -> list[str]:
    """The program that drew a document, as the name of its row."""
    return [item.program]


def phrases(item: Judged) -> list[str]:
    """The phrases by which numbers came into its texts, as the names of its rows."""
    return re.findall(r"number \d{4} (\w+)", item.layout)


def counted(documents: Sequence[Judged], names: Callable[[Judged], list[str]] = programs) -> dict[str, Counter[str]]:
    """The numbers of a table: a row for each name that documents go by, and one for all."""
    rows: dict[str, Counter[str]] = {}
    for item in documents:
        kinds = [item.verdict.kind, "of"]
        kinds += ["lossy"] if item.is_lossy and item.verdict.kind == "refused" else []
        kinds += ["false alarm"] if item.verdict.is_false_alarm and not item.is_lossy else []
        for name in (*names(item), "all"):
            rows.setdefault(name, Counter()).update(kinds)
    return dict(sorted(rows.items(), key=lambda row: (row[0] == "all", row[0])))


def report(benchmark: Benchmark) -> str:
    """The benchmark as docs/truth.md."""
    parts = [HEAD.format(drawn_by=fill(f"Seed {benchmark.seed}, {_versions()}.", 120))]
    for title, documents in benchmark.sets.items():
        parts.append(f"## {title}\n\n{_table('program', counted(documents))}\n")
        if any(map(phrases, documents)):
            parts.append(f"By the phrase that brings the number:\n\n{_table('phrase', counted(documents, phrases))}\n")
    parts.append(f"## False alarms\n\n{_false_alarms(benchmark)}\n")
    if benchmark.mutants:
        parts.append(f"## Mutants of real documents\n\n{_mutant_lines(benchmark)}\n")
    return "\n".join(parts)


def _table(name: str, rows: Mapping[str, Counter[str]]) -> str:
    lines = [(name, *COLUMNS), ("---", *["---:"] * len(COLUMNS))]
    lines += [(row, *(str(counts[column]) for column in COLUMNS)) for row, counts in rows.items()]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


HEAD = """\
# How far it can be trusted

Random editions, drawn by many programs in random layouts and copied by many tools, read by the command as a user would
run it, and compared with what is to be read. `make truth` draws new ones, and writes this page.

| column | meaning |
| --- | --- |
| exact | published, and every code, text, class, parent and default is right |
| refused | not published, with the reason |
| lossy | of the refused: copies that lost which text belongs to which code, where refusal is right |
| false alarm | of the refused: read rightly all the same, as `--accept-doubts` shows |
| told | published, texts differ, and a finding names each code whose text does |
| silent | published, and a text differs of which nothing is said |
| broken | published with wrong codes or classes; or the command failed |

{drawn_by}
"""


def _versions() -> str:
    found = [f"resultcodes {__version__}", f"Python {sys.version.split()[0]}"]
    for name in DRAWERS:
        try:
            found.append(f"{name} {version(name)}")
        except PackageNotFoundError:
            continue
    return ", ".join(found)


def _false_alarms(benchmark: Benchmark) -> str:
    rows = counted([item for documents in benchmark.sets.values() for item in documents]).get("all", Counter())
    alarms, read = rows["false alarm"], rows["false alarm"] + rows["exact"]
    return f"Of {read} documents that are read rightly, {alarms} are refused all the same: {alarms / max(read, 1):.1%}."


def _mutant_lines(benchmark: Benchmark) -> str:
    total = sum(benchmark.mutants.values())
    errors = sum(number for kind, number in benchmark.mutants.items() if kind.startswith("error"))
    kinds = {kind: number for kind, number in benchmark.mutants.items() if not kind.startswith("error")}
    ends = "\n".join(f"| {kind.lower()} | {number} |" for kind, number in [*kinds.items(), ("refused", errors)])
    head = f"| end | of {total} |\n| --- | ---: |"
    return f"{total} documents, cut, flipped, doubled or mixed up at random:\n\n{head}\n{ends}"


def main(arguments: Sequence[str] | None = None) -> int:
    """Run as `python -m tests.editions.truth`; 1 if anything was silent or broken."""
    parser = argparse.ArgumentParser(prog="python -m tests.editions.truth", description=__doc__)
    parser.add_argument("--seed", default=str(random.SystemRandom().randrange(10**6)))
    parser.add_argument("--count", type=int, default=500, help="documents of each set")
    parser.add_argument("--mutants", type=int, default=2000)
    parser.add_argument("--out", type=Path, default=CHECKOUT / "docs" / "truth.md")
    parser.add_argument("--keep", type=Path, help="where the documents are left")
    asked = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory() as folder:
        benchmark = measure(asked.keep or Path(folder), asked.seed, asked.count, asked.mutants)
    asked.out.write_text(report(benchmark), encoding="utf-8")
    print(report(benchmark), *benchmark.faults, sep="\n")  # noqa: T201 - what the command says
    return 1 if benchmark.faults else 0


if __name__ == "__main__":
    sys.exit(main())
