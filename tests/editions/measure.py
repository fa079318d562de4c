"""Random editions drawn, read and judged, and mutants of real documents: all that docs/truth.md tells."""

from __future__ import annotations

import csv
import json
import os
import random
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple

from tests.editions.judge import FAULTS, Verdict, judge
from tests.editions.make import NUMBERS, available
from tests.editions.real import real_copies

CHECKOUT = Path(__file__).parent.parent.parent
SHARED = CHECKOUT.parent / "shared"


class Judged(NamedTuple):
    """A document of a set, by which program, whether its copy lost something, and the verdict."""

    document: str
    program: str
    is_lossy: bool
    verdict: Verdict
    layout: str


@dataclass(frozen=True)
class Benchmark:
    """What was judged: each set by its title, and how mutants ended, with the faults among them."""

    seed: str
    sets: Mapping[str, Sequence[Judged]]
    mutants: Mapping[str, int]
    mutant_faults: Sequence[str]

    @property
    def faults(self) -> list[str]:
        """A line for everything that was read wrongly without a word."""
        lines = [
            f"{title}: {judged.document}: {judged.verdict.kind}: {judged.verdict.what}"
            for title, documents in self.sets.items()
            for judged in documents
            if judged.verdict.kind in FAULTS
        ]
        return [*lines, *self.mutant_faults]


def measure(folder: Path, seed: str, count: int, mutants: int) -> Benchmark:
    """Draw and judge `count` documents of each set, and `mutants` mutants."""
    kinds = {
        "Random editions": (available(), []),
        "Numbers in texts that could be codes": (
            [name for name in NUMBERS if name in available()],
            ["--numbers-in-texts"],
        ),
    }
    given, gold = SHARED / "bin" / "make-editions", SHARED / "gold"
    if gold.is_dir():
        kinds["The texts of real documents in random layouts"] = (available(), ["--real-texts", str(gold)])
    sets = {}
    for place, (title, (names, options)) in enumerate(kinds.items()):
        sets[title] = judged(list(_drawn(folder / f"own-{place}", seed, count, names, options)))
    if given.is_file():
        sets["Random editions of another generator"] = judged(list(_given(given, folder / "given", seed, count)))
        sets["The real document, copied by other tools"] = judged([real_copies(SHARED, folder / "real")])
    outcomes, faults = _mutants(mutants, seed)
    return Benchmark(seed, sets, outcomes, faults)


def _drawn(folder: Path, seed: str, count: int, names: Sequence[str], texts: Sequence[str]) -> Iterator[Path]:
    """The lists of documents drawn, one for each program."""
    share = -(-count // len(names))

    def draw(name: str) -> Path:
        out = folder / name
        options = ["--count", str(share), "--seed", f"{seed}/{name}", "--programs", name, *texts]
        command = [sys.executable, "-m", "tests.editions", str(out), *options]
        subprocess.run(command, check=True, cwd=CHECKOUT)
        return out / "list.csv"

    with ThreadPoolExecutor(os.cpu_count()) as pool:
        yield from pool.map(draw, names)


def _given(command: Path, folder: Path, seed: str, count: int) -> Iterator[Path]:
    """The lists of documents drawn by the generator beside the checkout; what it cannot draw is left out."""
    listed = subprocess.run([sys.executable, command, "--list-programs"], check=True, capture_output=True, text=True)
    names = listed.stdout.split()
    share = -(-count // len(names))

    def draw(name: str) -> Path | None:
        out = folder / name
        options = ["--count", str(share), "--seed", f"{seed}/{name}", "--programs", name]
        done = subprocess.run([sys.executable, command, out, *options], capture_output=True, text=True, check=False)
        if done.returncode:
            print(f"{command.name}: {name}: {done.stderr.strip().splitlines()[-1]}", file=sys.stderr)  # noqa: T201
        return out / "list.csv" if (out / "list.csv").is_file() else None

    with ThreadPoolExecutor(os.cpu_count()) as pool:
        yield from filter(None, pool.map(draw, names))


def judged(lists: Sequence[Path]) -> list[Judged]:
    """The verdicts on all documents of some lists."""
    rows = []
    for path in lists:
        with path.open(encoding="utf-8", newline="") as file:
            rows += [(path.parent, row) for row in csv.DictReader(file)]

    def verdict(item: tuple[Path, dict[str, str]]) -> Judged:
        folder, row = item
        result = judge(folder / row["document"], folder / row["gold"])
        return Judged(row["document"], row["program"], "lossy" in row["layout"], result, row["layout"])

    with ThreadPoolExecutor(os.cpu_count()) as pool:
        return list(pool.map(verdict, rows))


def _mutants(count: int, seed: str) -> tuple[Counter[str], list[str]]:
    """How mutants of the real documents ended, and the faults among them, by the judge of tests/hostile/mutants.py."""
    workers = os.cpu_count() or 1
    script = CHECKOUT / "tests" / "hostile" / "mutants.py"
    first = random.Random(seed).randrange(10**6)  # noqa: S311 - mutants, not secrets

    def some(worker: int) -> dict[str, Any]:
        command = [sys.executable, str(script), str(-(-count // workers)), str(first + worker)]
        done = subprocess.run([*command, *([str(SHARED)] if SHARED.is_dir() else [])], check=True, capture_output=True)
        return dict(json.loads(done.stdout))

    outcomes, faults = Counter[str](), list[str]()
    with ThreadPoolExecutor(workers) as pool:
        for worker, found in enumerate(pool.map(some, range(workers if count else 0))):
            outcomes.update(found["outcomes"])
            faults += [f"mutant of seed {first + worker}: {fault}" for fault in found["faults"]]
    return outcomes, faults
