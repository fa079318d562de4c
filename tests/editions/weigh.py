"""Fit the weights of the evidence about codes to random editions: a logistic regression, printed beside what is set.

`python -m tests.editions.weigh` draws documents, asks every number in them that could be a code for its evidence, and
fits how much each piece counts; `--write` puts that into `ingest/table/codes/weights.toml`. Documents of two programs
are kept apart: how well weights do is asked of them alone. Evidence that hardly ever applies keeps the weight that it
has.
"""

from __future__ import annotations

import argparse
import random
import re
import sys
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Final, NamedTuple

from ingest.document.options import ReadOptions
from ingest.pipeline import read_table
from ingest.table.codes import weights as weights_module
from ingest.table.codes.choice import cases_of
from ingest.table.codes.evidence import ALL
from ingest.table.codes.weights import amounts
from ingest.table.reading import Reading
from model import InputError
from tests.editions.judge import gold_table
from tests.editions.make import Drawn, Texts, available, make

if TYPE_CHECKING:
    import numpy
    from numpy.typing import NDArray

APART: Final = ("libreoffice", "fpdf2")
"""The programs whose documents no weight is fitted to."""

TABLE: Final = Path(weights_module.__file__).with_name("weights.toml")
_PULL: Final = 1.0
"""How strongly a weight stays what it is, as so many documents' worth of doubt: a ridge around what is set."""

_STEPS: Final = 30


class Candidate(NamedTuple):
    """A number of a document that could be a code: its evidence, in the order of `ALL`, and whether it is a code."""

    amounts: tuple[float, ...]
    is_code: bool


class Fit(NamedTuple):
    """The weight of a piece of evidence: what is set, what was fitted, and for how many candidates it applies."""

    name: str
    was: float
    fitted: float
    times: int


def candidates(reading: Reading, codes: frozenset[int]) -> Iterator[Candidate]:
    """The candidates of a document of which it is known whether they are codes: `codes` are those of its table.

    Where a number is printed more than once, the reading says which place is that of its row, if it read all codes.
    """
    cases = cases_of(reading.scene)
    printed = Counter(case.item.number for case in cases)
    chosen = {item.index for item in reading.chain.codes}
    for case in cases:
        number = case.item.number
        if number in codes and printed[number] > 1 and reading.chain.numbers != codes:
            continue
        is_code = number in codes and (printed[number] == 1 or case.item.index in chosen)
        yield Candidate(tuple(function(case) for function in ALL), is_code)


def drawn_candidates(folder: Path, drawn: Sequence[Drawn]) -> list[Candidate]:
    """The candidates of drawn documents; those in which no table was found, or that lost it, tell nothing."""
    found: list[Candidate] = []
    for item in drawn:
        if "lossy" in item.layout:
            continue
        try:
            reading, _ = read_table((folder / item.document).read_bytes(), item.document, ReadOptions())
        except InputError:
            continue
        found += candidates(reading, frozenset(map(int, gold_table(Path(f"{folder / item.gold}.codes.csv"), "code"))))
    return found


def fit(found: Sequence[Candidate], was: Mapping[str, float], pull: float = _PULL) -> list[Fit]:
    """The weights that make what is known of candidates likeliest: logistic regression by Newton's method."""
    import numpy

    amounts, truth = _arrays(found)
    names = [function.__name__ for function in ALL]
    prior = numpy.array([was[name] for name in names])
    values = prior.copy()
    for _ in range(_STEPS):
        odds = 1 / (1 + numpy.exp(-numpy.clip(amounts @ values, -30, 30)))
        slope = amounts.T @ (odds - truth) + pull * (values - prior)
        bend = (amounts.T * (odds * (1 - odds))) @ amounts + pull * numpy.eye(len(names))
        values = values - numpy.clip(numpy.linalg.solve(bend, slope), -1, 1)
    counts = (amounts != 0).sum(axis=0)
    return [Fit(name, was[name], round(float(values[i]), 2), int(counts[i])) for i, name in enumerate(names)]


def _arrays(found: Sequence[Candidate]) -> tuple[NDArray[numpy.float64], NDArray[numpy.float64]]:
    import numpy

    return numpy.array([item.amounts for item in found]), numpy.array([float(item.is_code) for item in found])


def wrong(found: Sequence[Candidate], values: Sequence[float]) -> float:
    """What part of candidates is on the wrong side by their own evidence, without their place in the order of codes."""
    import numpy

    amounts, truth = _arrays(found)
    return float(((amounts @ numpy.array(values) > 0) != (truth > 0)).mean())


def written(text: str, fits: Sequence[Fit]) -> str:
    """The file of weights with what was fitted, its sentences as they are."""
    for item in fits:
        text = re.sub(rf"(?m)^({item.name} = {{ weight = )[-\d.]+", rf"\g<1>{item.fitted}", text, count=1)
    return text


def _report(fits: Sequence[Fit], apart: Sequence[Candidate], say: Callable[[str], object]) -> None:
    say(f"{'evidence':32}{'set':>8}{'fitted':>8}{'times':>8}\n")
    for item in fits:
        say(f"{item.name:32}{item.was:8.2f}{item.fitted:8.2f}{item.times:8}\n")
    if apart:
        was, now = ([getattr(item, name) for item in fits] for name in ("was", "fitted"))
        before, after = wrong(apart, was), wrong(apart, now)
        whose = f"of {len(apart)} numbers by {' and '.join(APART)}"
        say(f"{whose}, wrong by themselves: {before:.2%} set, {after:.2%} fitted\n")


def main(arguments: Sequence[str] | None = None) -> None:
    """Run as `python -m tests.editions.weigh`."""
    parser = argparse.ArgumentParser(prog="python -m tests.editions.weigh", description=__doc__)
    parser.add_argument("--count", type=int, default=300, help="documents to fit to; half as many are kept apart")
    parser.add_argument("--seed", default=str(random.SystemRandom().randrange(10**6)))
    parser.add_argument("--programs", help="separated by commas; by default all that are installed")
    parser.add_argument("--write", action="store_true", help=f"put what was fitted into {TABLE.name}")
    asked = parser.parse_args(arguments)
    names = asked.programs.split(",") if asked.programs else available()
    kept = [name for name in names if name in APART]
    with tempfile.TemporaryDirectory() as folder:
        root, rest = Path(folder), [name for name in names if name not in APART]
        drawn = make(root / "fit", asked.count, f"{asked.seed}/fit", rest, Texts(numbers=True))
        found = drawn_candidates(root / "fit", drawn)
        other = make(root / "apart", asked.count // 2, f"{asked.seed}/apart", kept, Texts(numbers=True)) if kept else []
        apart = drawn_candidates(root / "apart", other)
    fits = fit(found, amounts("code"))
    sys.stdout.write(f"seed {asked.seed}, {len(found)} numbers\n")
    _report(fits, apart, sys.stdout.write)
    if asked.write:
        TABLE.write_text(written(TABLE.read_text(encoding="utf-8"), fits), encoding="utf-8")


if __name__ == "__main__":
    main()
