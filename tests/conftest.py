"""What all tests share."""

from __future__ import annotations

import os
import threading
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings
from hypothesis.internal.conjecture import providers
from hypothesis.internal.constants_ast import Constants

from ingest.cli import main
from model import ClassPattern, CodeBook, PrintedClass, PrintedCode
from tests.command import MADE_UP, Result, Run, save

CHECKOUT = Path(__file__).parent.parent

# The same examples on every run, and no deadline: a busy machine is no failure. `make slow` tries all of them, a usual
# run the first fifth; `HYPOTHESIS_PROFILE=explore` looks for new ones, and tells the seed with which a failure comes
# again.
settings.register_profile("full", derandomize=True, deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.register_profile("few", settings.get_profile("full"), max_examples=20)
settings.register_profile("explore", deadline=None, print_blob=True)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "few"))


def _no_constants() -> Constants:
    return Constants()


# Hypothesis also draws constants that stand in the modules loaded so far: which examples a test gets would depend on
# the tests that ran before it in the same worker, and on the folder of the checkout.
if settings.get_current_profile_name() != "explore":
    providers._get_local_constants = _no_constants


def pytest_report_header() -> str:
    """What a run with the same outcome needs: how far properties are tried, and the order of sets."""
    seed = os.environ.get("PYTHONHASHSEED", "random")
    return f"to run this again: HYPOTHESIS_PROFILE={settings.get_current_profile_name()} PYTHONHASHSEED={seed}"


def pytest_collection_finish() -> None:
    """Trace no threads: where coverage wants it, two that start at once can make Python 3.11 raise RuntimeError."""
    threading.settrace(None)


@pytest.fixture(scope="session")
def checkout() -> Path:
    """The root of the checkout."""
    return CHECKOUT


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of documents and expected tables beside the checkout, which is no part of it."""
    folder = CHECKOUT.parent / "shared"
    if not folder.is_dir():
        pytest.skip("the folder shared/ is not beside this checkout")
    return folder


@pytest.fixture(scope="session")
def bundled() -> CodeBook:
    """The code book that comes with the package."""
    return CodeBook.load()


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Runs the command in an empty directory, within this process."""
    monkeypatch.chdir(tmp_path)

    def run_command(*arguments: str | Path) -> Result:
        code = main([str(argument) for argument in arguments])
        captured = capsys.readouterr()
        return Result(code, captured.out, captured.err)

    return run_command


@pytest.fixture
def book(tmp_path: Path) -> Path:
    """A code book with every kind of entry: a class without default code, a code without class or description."""
    classes = [
        PrintedClass(ClassPattern("7xxx"), default_code=7000),
        PrintedClass(ClassPattern("71xx"), title="Campaigns"),
        PrintedClass(ClassPattern("712x"), default_code=7120),
    ]
    texts = {7000: "Busy", 7001: None, 7101: "No such campaign", 7120: "Limit", 7121: "Limit of the day", 8000: "Alone"}
    return save(CodeBook.build(MADE_UP, classes, [PrintedCode(code, text) for code, text in texts.items()]), tmp_path)
