"""Publications that are killed at random moments, and what is found after each: `python tests/kill.py COUNT SEED`.

A script, so that the processes that are killed are forks of one that has no threads. It prints what it saw as JSON.
"""

from __future__ import annotations

import json
import os
import random
import shutil
import signal
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple
from unittest.mock import patch

sys.path.insert(0, str(Path(__file__).parent.parent))

from ingest.exports import export
from ingest.publish import catalog
from ingest.publish.verification import verify
from model import CodeBook
from tests.test_catalog import CASES, Content, contents

EDITION = "2018"


class Case(NamedTuple):
    """A publication: what stands there before, what stands there after, and how long it takes in seconds."""

    before: Path
    after: Mapping[str, Content]
    book: CodeBook
    files: Mapping[str, bytes]
    seconds: float


def prepare(place: Path, there: list[CodeBook], book: CodeBook) -> Case:
    """A case, with the publication rehearsed in a process of its own, as those are that will be killed."""
    before, after = place / "before", place / "after"
    before.mkdir(parents=True)
    for earlier in there:
        catalog.publish(earlier, before)
    shutil.copytree(before, after, symlinks=True)
    files = export(book)
    child = start_publication(book, files, after)
    begin = time.perf_counter()
    os.waitpid(child, 0)
    seconds = time.perf_counter() - begin
    return Case(before, contents(after), book, files, seconds)


def start_publication(book: CodeBook, files: Mapping[str, bytes], out: Path) -> int:
    """A process that publishes, from the moment at which it begins to."""
    beginning, begins = os.pipe()
    child = os.fork()
    if child == 0:
        os.write(begins, b".")
        # Only the part that touches the disk: that is where a kill could do harm.
        with patch("ingest.publish.catalog.export", return_value=files):
            catalog.publish(book, out)
        os._exit(0)
    os.read(beginning, 1)
    os.close(beginning)
    os.close(begins)
    return child


def publish_and_die(case: Case, out: Path, delay: float) -> None:
    """Publish in a process that is killed after a while."""
    child = start_publication(case.book, case.files, out)
    time.sleep(delay)
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)


def state(out: Path, case: Case) -> str:
    """What a reader finds: the set before, the one after, one on the way between them, or a torn one."""
    found = {name: content for name, content in contents(out).items() if not name.startswith(".publish")}
    before = contents(case.before)
    if found in (before, case.after):
        is_clean = not (out / catalog.STAGE).exists()
        return ("before" if found == before else "after") + ("" if is_clean else ", to be cleaned")
    editions = {name.split("/")[0] for name in found if "/" in name}
    whole = all(verify(out / edition) == [] for edition in editions)
    known = all(content in (before.get(name), case.after.get(name)) for name, content in found.items())
    one = [
        {name: content for name, content in side.items() if name.startswith(f"{EDITION}/")}
        for side in (found, before, case.after)
    ]
    return "between" if whole and known and before.keys() <= found.keys() and one[0] in one[1:] else "TORN"


def main(count: int, seed: int) -> dict[str, int]:
    """Kill so many publications, some too late: how often each state was found, and the next run failed to finish."""
    chance = random.Random(seed)  # noqa: S311 - moments, not secrets
    seen = Counter[str]()
    with tempfile.TemporaryDirectory() as folder:
        cases = [prepare(Path(folder, str(number)), *case) for number, case in enumerate(CASES.values())]
        for number in range(count):
            case, out = cases[number % len(cases)], Path(folder, "out")
            shutil.copytree(case.before, out, symlinks=True)
            publish_and_die(case, out, chance.uniform(0, 1.2 * case.seconds))
            seen[state(out, case)] += 1
            catalog.publish(case.book, out)
            seen["next run fails"] += contents(out) != case.after
            shutil.rmtree(out)
    return dict(seen)


if __name__ == "__main__":
    print(json.dumps(main(int(sys.argv[1]), int(sys.argv[2]))))  # noqa: T201 - what the script is for
