"""The command that fits weights: what it knows of candidates, what it finds, and what it writes."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from ingest.table.codes.evidence import ALL
from ingest.table.codes.weights import amounts
from tests.editions.make import Texts, make
from tests.editions.weigh import TABLE, Candidate, Fit, drawn_candidates, fit, main, written, wrong

NAMES = [function.__name__ for function in ALL]
SET = amounts("code")


def candidate(*names: str, is_code: bool) -> Candidate:
    """A candidate for which some evidence applies."""
    return Candidate(tuple(float(name in names) for name in NAMES), is_code)


def test_every_candidate_of_a_drawn_document_is_known(tmp_path: Path) -> None:
    """All codes of drawn tables are among the candidates, and numbers in texts are none."""
    drawn = make(tmp_path, 4, "weigh", ["tabs", "html"], Texts(numbers=True))
    found = drawn_candidates(tmp_path, drawn)
    rows = sum(len((tmp_path / f"{item.gold}.codes.csv").read_text("utf-8").splitlines()) - 1 for item in drawn)
    assert sum(item.is_code for item in found) == rows
    assert len(found) - rows >= sum(len(item.planted) for item in drawn)


def test_a_weight_goes_where_the_candidates_say() -> None:
    """What only codes have counts more than it did; what none of them has, less; what never applies stays."""
    found = [candidate("to_begin_with", "begins_a_line", is_code=True)] * 40
    found += [candidate("to_begin_with", "stands_inside_a_text", is_code=False)] * 40
    fits = {item.name: item for item in fit(found, SET)}
    assert fits["begins_a_line"].fitted > SET["begins_a_line"]
    assert fits["stands_inside_a_text"].fitted < SET["stands_inside_a_text"]
    assert (fits["unit_follows"].fitted, fits["unit_follows"].times) == (SET["unit_follows"], 0)
    assert wrong(found, [item.fitted for item in fits.values()]) <= wrong(found, list(SET.values()))


def test_the_file_keeps_its_sentences() -> None:
    """Only the numbers change in what is written, and only those of the evidence about codes."""
    before = TABLE.read_text(encoding="utf-8")
    after = tomllib.loads(written(before, [Fit("begins_a_line", 1.3, -7.25, 5)]))
    expected = tomllib.loads(before)
    expected["code"]["begins_a_line"]["weight"] = -7.25
    assert after == expected


def test_the_command_prints_each_weight_beside_the_fitted_one(capsys: pytest.CaptureFixture[str]) -> None:
    """A line for each piece of evidence, and nothing is written unless it is asked for."""
    before = TABLE.read_bytes()
    main(["--count", "2", "--seed", "7", "--programs", "tabs,csv"])
    lines = capsys.readouterr().out.splitlines()
    assert [line.split()[0] for line in lines[2:]] == NAMES
    assert TABLE.read_bytes() == before
