"""What became of a document: the command is run on it as a user would, and what it published is compared.

exact
    Codes, texts, classes, parents and defaults are as they are to be read.
refused
    Nothing was published. A false alarm, if the reading was in doubt but right: published as it is, it is exact.
told
    Texts differ, and a finding of a warning or an error names each code whose text does.
silent
    A text differs, and no such finding names its code.
broken
    Codes or classes differ, or the class, the parent or the default of one; or the command failed by its own fault.
"""

from __future__ import annotations

import csv
import re
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import NamedTuple

FAULTS = ("silent", "broken")
TIME_OUT = 300
OWN_FAULTS = ("[internal]", "[reader-failed]", "[reader-died]", "Traceback")
ACCEPT = re.compile(r"--accept-doubts[ =](\d+)")

Table = dict[str, dict[str, str]]


class Verdict(NamedTuple):
    """What became of a document, what differs, and whether it was refused although it was read rightly."""

    kind: str
    what: str = ""
    is_false_alarm: bool = False


def judge(document: Path, gold: Path) -> Verdict:
    """The verdict on what the command makes of a document; `gold` is the prefix of the tables to be read."""
    with tempfile.TemporaryDirectory() as folder:
        done = run(document, Path(folder, "first"))
        if done is None:
            return Verdict("broken", f"not done after {TIME_OUT} s")
        if done.returncode == 0:
            return compare(Path(folder, "first", "e"), gold)
        return _refused(document, gold, Path(folder), done)


def _refused(document: Path, gold: Path, folder: Path, done: subprocess.CompletedProcess[str]) -> Verdict:
    said = next(iter(done.stderr.strip().splitlines()), "?")[:400]
    if (folder / "first" / "e").exists() or any(fault in done.stderr for fault in OWN_FAULTS):
        return Verdict("broken", f"exit {done.returncode}: {said}")
    accept = ACCEPT.search(done.stderr)
    if accept:
        again = run(document, folder / "again", "--accept-doubts", accept[1])
        if again is not None and again.returncode == 0:
            accepted = compare(folder / "again" / "e", gold)
            return Verdict("refused", f"{said} (else {accepted.kind})", accepted.kind == "exact")
    return Verdict("refused", said)


def run(document: Path, out: Path, *options: str) -> subprocess.CompletedProcess[str] | None:
    """Ingest a document by the command; None if it did not end."""
    command = [sys.executable, "-m", "ingest", "ingest", str(document), "--out", str(out), "--edition", "e", *options]
    try:
        return subprocess.run(command, capture_output=True, text=True, errors="replace", timeout=TIME_OUT, check=False)
    except subprocess.TimeoutExpired:
        return None


def compare(edition: Path, gold: Path) -> Verdict:
    """The verdict on a published edition."""
    wanted, got = gold_table(Path(f"{gold}.codes.csv"), "code"), gold_table(edition / "codes.csv", "code")
    placed = _differing(wanted, got, ("class_pattern", "parent_code"))
    classes = _differing(
        gold_table(Path(f"{gold}.classes.csv"), "pattern"),
        gold_table(edition / "classes.csv", "pattern"),
        ("default_code", "parent_pattern"),
    )
    texts = _differing(wanted, got, ("description",))
    if placed or classes:
        return Verdict("broken", f"codes {_some(placed)}; classes {_some(classes)}")
    if not texts:
        return Verdict("exact")
    kind = "told" if set(texts) <= _named(edition / "findings.csv") else "silent"
    first = texts[0]
    return Verdict(kind, f"{_some(texts)}: {got[first]['description']!r} for {wanted[first]['description']!r}")


def gold_table(path: Path, key: str) -> Table:
    """The rows of a table of codes or classes, as CSV, by the column that names them."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        return {row[key]: row for row in csv.DictReader(file)}


def _differing(wanted: Table, got: Table, columns: tuple[str, ...]) -> list[str]:
    """The keys that only one table has, or whose rows differ in one of the columns."""

    def values(table: Table, key: str) -> list[str] | None:
        return [table[key][column] for column in columns] if key in table else None

    return sorted(key for key in wanted.keys() | got.keys() if values(wanted, key) != values(got, key))


def _named(findings: Path) -> set[str]:
    """The codes that a warning or an error names."""
    with findings.open(encoding="utf-8-sig", newline="") as file:
        told = [row for row in csv.DictReader(file) if row["severity"] in {"warning", "error"}]
    return {number for row in told for number in re.findall(r"\d{4}", f"{row['code']} {row['message']}")}


def _some(names: list[str]) -> str:
    return ", ".join(names[:4]) + (f" and {len(names) - 4} more" if len(names) > 4 else "")
