"""The benchmark of truth judges rightly, and its page counts what it judged."""

from __future__ import annotations

import random
import subprocess
from pathlib import Path

import pytest

from tests.editions.edition import Edition, Row, write_gold
from tests.editions.judge import Verdict, compare, judge
from tests.editions.measure import Benchmark, Judged, measure
from tests.editions.truth import counted, phrases, report

CODES = "code,description,class_pattern,parent_code\n1000,Успех,1xxx,\n1001,Занято,1xxx,1000\n"
CLASSES = "pattern,default_code,parent_pattern\n1xxx,1000,\n"
FINDINGS = "severity,code,message\n"
EDITION = Edition((Row("1xxx", "1000", "Успех"), Row("", "1001", "Занято")), {"1xxx": "1000"}, "ru")


@pytest.fixture
def gold(tmp_path: Path) -> Path:
    """The prefix of the tables of a small edition."""
    write_gold(EDITION, tmp_path / "gold")
    return tmp_path / "gold"


@pytest.mark.parametrize(
    ("codes", "classes", "findings", "kind"),
    [
        pytest.param(CODES, CLASSES, FINDINGS, "exact", id="as it is to be read"),
        pytest.param(CODES.replace("Занято", "Занят"), CLASSES, FINDINGS, "silent", id="a text without a word"),
        pytest.param(
            CODES.replace("Занято", "Занят"), CLASSES, FINDINGS + "warning,1001,\n", "told", id="a text that is named"
        ),
        pytest.param(
            CODES.replace("Занято", "Занят"), CLASSES, FINDINGS + "info,1001,\n", "silent", id="named by the way only"
        ),
        pytest.param(CODES.rsplit("1001", 1)[0], CLASSES, FINDINGS, "broken", id="a code less"),
        pytest.param(CODES.replace("1xxx,1000", "1xxx,"), CLASSES, FINDINGS, "broken", id="another parent"),
        pytest.param(CODES, CLASSES.replace("1000", ""), FINDINGS, "broken", id="no default"),
    ],
)
def test_what_is_published_is_judged(
    tmp_path: Path, gold: Path, codes: str, classes: str, findings: str, kind: str
) -> None:
    """Exact is what equals gold; a text that differs is silent unless a warning or an error names its code."""
    for name, text in (("codes", codes), ("classes", classes), ("findings", findings)):
        (tmp_path / f"{name}.csv").write_text(text, encoding="utf-8")
    assert compare(tmp_path, gold).kind == kind


def test_the_command_is_judged(tmp_path: Path, gold: Path) -> None:
    """A document that the command reads is exact; one that holds no table is refused."""
    document = tmp_path / "document.txt"
    rows = (("Класс", "Код", "Описание"), ("1xxx", "1000", "Успех"), ("", "1001", "Занято"))
    document.write_text("".join("\t".join(row) + "\n" for row in rows), encoding="utf-8")
    assert judge(document, gold) == Verdict("exact")
    document.write_text("Ничего", encoding="utf-8")
    verdict = judge(document, gold)
    assert (verdict.kind, verdict.is_false_alarm) == ("refused", False)
    assert "no code table" in verdict.what


@pytest.mark.parametrize(
    ("codes", "is_false_alarm"),
    [pytest.param(CODES, True, id="read rightly"), pytest.param(CODES.replace("Занято", "Занят"), False, id="wrongly")],
)
def test_a_false_alarm_is_found_by_accepting_the_doubts(
    tmp_path: Path, gold: Path, monkeypatch: pytest.MonkeyPatch, codes: str, *, is_false_alarm: bool
) -> None:
    """A refusal that names a number of doubts is tried again with it: what is exact then was a false alarm."""

    def run(_: Path, out: Path, *options: str) -> subprocess.CompletedProcess[str]:
        if options != ("--accept-doubts", "2"):
            return subprocess.CompletedProcess([], 4, "", "error: not published: 2 places; say --accept-doubts 2, or")
        (out / "e").mkdir(parents=True)
        for name, text in (("codes", codes), ("classes", CLASSES), ("findings", FINDINGS)):
            (out / "e" / f"{name}.csv").write_text(text, encoding="utf-8")
        return subprocess.CompletedProcess([], 0, "", "")

    monkeypatch.setattr("tests.editions.judge.run", run)
    verdict = judge(tmp_path / "document.txt", gold)
    assert (verdict.kind, verdict.is_false_alarm) == ("refused", is_false_alarm)


MOST_FAULTS = 4
MOST_ALARMS = 0.12
LEAST_EXACT = 0.6
"""What a small draw of documents must keep to: what was measured, and noise. The aims stand at the tests.

By the binomial distribution a draw fails by chance less than once in a thousand where one document of 200 is read
wrongly without a word (of 143), one of 30 that are read rightly is refused (of 90), and seven of eight documents with
numbers in texts are read rightly (of 26).
"""

JUDGED = [
    Judged("1.txt", "tabs", False, Verdict("exact"), ""),
    Judged("2.txt", "tabs", False, Verdict("refused", "in doubt", is_false_alarm=True), ""),
    Judged("3.txt", "copy-raw", True, Verdict("refused", "no table"), "lossy"),
    Judged("4.txt", "copy-raw", False, Verdict("silent", "1001"), ""),
]


def test_the_page_counts_by_program() -> None:
    """Each program has a row; lossy copies that are refused are counted apart, and so are false alarms."""
    rows = counted(JUDGED)
    assert list(rows) == ["copy-raw", "tabs", "all"]
    numbers = JUDGED[0]._replace(layout="40 codes; ru; number 4127 alone; number 4255 colon")
    assert list(counted([numbers], phrases)) == ["alone", "colon", "all"]
    assert rows["all"] == {"of": 4, "exact": 1, "refused": 2, "lossy": 1, "false alarm": 1, "silent": 1}
    benchmark = Benchmark("7", {"Random editions": JUDGED}, {"equal": 3, "error no-table": 2}, ["SILENT 1 lost"])
    page = report(benchmark)
    assert "| tabs | 1 | 1 | 0 | 1 | 0 | 0 | 0 | 2 |" in page
    assert "Of 2 documents that are read rightly, 1 are refused all the same: 50.0%." in page
    assert "| refused | 2 |" in page
    assert "Seed 7" in page
    assert benchmark.faults == ["Random editions: 4.txt: silent: 1001", "SILENT 1 lost"]


@pytest.fixture(scope="module")
def fresh(tmp_path_factory: pytest.TempPathFactory) -> Benchmark:
    """A small benchmark of documents that nobody has seen: each run has its own seed."""
    seed = str(random.SystemRandom().randrange(10**6))
    return measure(tmp_path_factory.mktemp("truth"), seed, count=25, mutants=40)


@pytest.mark.slow
@pytest.mark.xdist_group("truth")
def test_few_documents_are_read_wrongly_without_a_word(fresh: Benchmark) -> None:
    """The aim is none, and `make truth SEED=` the seed shows more; 3 of 430 fresh documents were."""
    assert len(fresh.faults) <= MOST_FAULTS, f"seed {fresh.seed}: {fresh.faults}"


@pytest.mark.slow
@pytest.mark.xdist_group("truth")
def test_few_documents_that_are_read_rightly_are_refused(fresh: Benchmark) -> None:
    """The aim is 3 %; 2.6 % was measured over 345 documents, and a small draw may have four times that."""
    rows = [counted(fresh.sets[title])["all"] for title in fresh.sets if "random" in title.casefold()]
    alarms, exact = (sum(row[name] for row in rows) for name in ("false alarm", "exact"))
    assert alarms <= MOST_ALARMS * (alarms + exact), f"seed {fresh.seed}: {alarms} of {alarms + exact}"


@pytest.mark.slow
@pytest.mark.xdist_group("truth")
def test_numbers_in_texts_are_read_as_text(fresh: Benchmark) -> None:
    """The aim is four in five of the documents read rightly without a doubt; nine in ten were of 72."""
    documents = [item for item in fresh.sets["Numbers in texts that could be codes"] if not item.is_lossy]
    exact = sum(item.verdict.kind == "exact" for item in documents)
    assert exact >= LEAST_EXACT * len(documents), f"seed {fresh.seed}: {exact} of {len(documents)}"
