"""Whatever else is called `model` or `ingest`: our parts find each other, and what is there keeps its name."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

import ingest
import model
import resultcodes
from tests.command import CHECKOUT

NEIGHBOURS = {
    "nothing": (),
    "model.py": ("model.py",),
    "model": ("model/__init__.py",),
    "ingest": ("ingest/__init__.py",),
    "both": ("model.py", "ingest/__init__.py"),
}
KINDS = [
    pytest.param(files, id=name, marks=[] if name in {"nothing", "both"} else pytest.mark.slow)
    for name, files in NEIGHBOURS.items()
]
DOCUMENT = CHECKOUT / "data" / "sources" / "result-codes.txt"

SCRIPT = f"""
import pickle
import sys
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context

{{theirs}}
import pandas

import resultcodes
from resultcodes import CodeBook, ColumnError, decode, ingest

if __name__ == "__main__":
    book = ingest({str(DOCUMENT)!r})
    assert isinstance(book, CodeBook)
    assert pickle.loads(pickle.dumps(book)) == book
    assert decode(pandas.Series([2219]), book=book).tolist() == [2210]
    try:
        decode(pandas.DataFrame(), "code", book=book)
    except ColumnError as error:
        print(error)
    with ProcessPoolExecutor(1, get_context("spawn")) as pool:
        print(next(pool.map(book.resolve, [2219])).code)
    for name in {{names}}:
        assert sys.modules[name].MINE
"""
SHOWN = "there is no column 'code'; there are none\n2210\n"


def folder_of(user: Path, files: tuple[str, ...]) -> str:
    """Put modules of a user into a folder, and give a script that imports them and works with ours."""
    names = [file.split("/")[0].removesuffix(".py") for file in files]
    for file in files:
        (user / file).parent.mkdir(exist_ok=True)
        (user / file).write_text("MINE = True\n", encoding="utf-8")
    return SCRIPT.format(theirs="\n".join(f"import {name}" for name in names), names=names)


def run(user: Path, *arguments: str, python: Path = Path(sys.executable), path: str = str(CHECKOUT)) -> str:
    """What a Python shows in a folder."""
    environment = {**os.environ, "PYTHONPATH": path, "PYTHONUTF8": "1"}
    done = subprocess.run(
        [python, *arguments], cwd=user, env=environment, capture_output=True, encoding="utf-8", check=False
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.mark.parametrize("files", KINDS)
def test_a_script_beside_modules_of_these_names(tmp_path: Path, files: tuple[str, ...]) -> None:
    """A script reads, decodes, catches our errors and starts processes, and has its own modules as before."""
    (tmp_path / "script.py").write_text(folder_of(tmp_path, files), encoding="utf-8")
    assert run(tmp_path, "script.py") == SHOWN


@pytest.mark.parametrize("files", KINDS)
def test_the_command_beside_modules_of_these_names(tmp_path: Path, files: tuple[str, ...]) -> None:
    """The command runs in any folder, and by the short name wherever that is ours."""
    folder_of(tmp_path, files)
    answer = "2219 → 2210  by class 221x  Доступ ограничен периодом использования\n"
    names = ["resultcodes", *(["ingest"] if "ingest/__init__.py" not in files else [])]
    assert [run(tmp_path, "-m", name, "resolve", "2219") for name in names] == [answer] * len(names)
    # What stands beside a module of ours is found by its file: the name of the package may be theirs.
    assert run(tmp_path, "-m", "resultcodes", "decode", "--calls", "list").startswith("vpbx-statistics")


@pytest.mark.parametrize(
    "imports",
    [
        "import resultcodes, model, ingest, model.errors, ingest.pipeline",
        "import model, ingest, model.errors, ingest.pipeline, resultcodes",
        "import ingest, resultcodes, ingest.pipeline, model.errors",
        "import model.errors, resultcodes, ingest.pipeline",
        "from resultcodes.parts.ingest import pipeline; import resultcodes, ingest.pipeline, model.errors",
    ],
)
def test_one_thing_by_every_name(tmp_path: Path, imports: str) -> None:
    """Where nothing else has the short names, they mean the same objects, whichever name comes first."""
    script = f"""
{imports}
from resultcodes.parts.model import errors
from model import ColumnError, CodeBook
from ingest import ingest as read
assert errors is model.errors and ColumnError is errors.ColumnError is resultcodes.ColumnError
assert read is resultcodes.ingest is ingest.pipeline.ingest
assert isinstance(read({str(DOCUMENT)!r}), CodeBook) and resultcodes.CodeBook is CodeBook
"""
    assert run(tmp_path, "-c", script) == ""


def test_a_module_that_is_found_later(tmp_path: Path) -> None:
    """What a user puts onto the path after our import is theirs: we take no short name that nobody asked for."""
    folder_of(tmp_path, NEIGHBOURS["both"])
    script = f"""
import sys
from resultcodes import ColumnError, decode, ingest as read
read({str(DOCUMENT)!r})
sys.path.insert(0, {str(tmp_path)!r})
import ingest, model
assert model.MINE and ingest.MINE
assert len(read({str(DOCUMENT)!r}).to_pandas()) == 103
"""
    assert run(CHECKOUT.parent, "-c", script) == ""


@pytest.mark.parametrize("theirs", ["model.py", "model/__init__.py"])
def test_short_names_that_are_ours_work(tmp_path: Path, theirs: str) -> None:
    """Beside a `model` of a user, `ingest` and all within it is still ours, and the same by either name."""
    folder_of(tmp_path, (theirs,))
    script = (
        "from ingest import Limits, ingest\nfrom ingest.pipeline import ingest as same\nimport resultcodes, model\n"
        "assert same is ingest is resultcodes.ingest and Limits is resultcodes.Limits and model.MINE\n"
        f"print(len(ingest({str(DOCUMENT)!r})))"
    )
    assert run(tmp_path, "-c", script) == "103\n"


@pytest.mark.slow
@pytest.mark.parametrize("files", KINDS)
def test_under_pytest(tmp_path: Path, files: tuple[str, ...]) -> None:
    """The tests of a user beside such modules find theirs and ours."""
    body = folder_of(tmp_path, files).replace('if __name__ == "__main__":', "def test_ours():")
    (tmp_path / "test_user.py").write_text(body, encoding="utf-8")
    assert "1 passed" in run(tmp_path, "-m", "pytest", "-q", "-p", "no:cacheprovider", "test_user.py")


@pytest.mark.slow
@pytest.mark.parametrize("files", KINDS)
def test_in_a_notebook(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, files: tuple[str, ...]) -> None:
    """A notebook beside such modules finds theirs and ours."""
    client = pytest.importorskip("nbclient", reason="the extra `notebook` is not installed")
    from nbformat.v4 import new_code_cell, new_notebook

    body = folder_of(tmp_path, files)
    cells = [new_code_cell(body.split("    with ProcessPool")[0])]  # type: ignore[no-untyped-call]  # it has no types
    monkeypatch.setenv("PYTHONPATH", str(CHECKOUT))
    notebook = new_notebook(cells=cells)  # type: ignore[no-untyped-call]  # the same
    client.NotebookClient(notebook, timeout=120, resources={"metadata": {"path": str(tmp_path)}}).execute()
    assert notebook.cells[0].outputs[-1].text == SHOWN.splitlines(keepends=True)[0]


def test_no_module_is_imported_by_a_short_name_made_at_run_time() -> None:
    """What `import_module` is asked for has the name of the package that it is asked in."""
    named = re.compile(r"(?:import_module|__import__|files)\(f?[\"'](?:ingest|model)\b")
    files = (path for part in ("ingest", "model") for path in (CHECKOUT / part).rglob("*.py"))
    assert [path for path in files if named.search(path.read_text(encoding="utf-8"))] == []


def test_all_that_is_public_is_there() -> None:
    """The one name has what the two parts have, and the same objects."""
    assert resultcodes.__all__ == sorted({*model.__all__, *ingest.__all__})
    for part in (model, ingest):
        assert all(getattr(resultcodes, name) is getattr(part, name) for name in part.__all__)
    with pytest.raises(AttributeError, match=r"^module 'resultcodes' has no attribute 'nothing'$"):
        getattr(resultcodes, "nothing")  # noqa: B009 - mypy knows that it is not there


@pytest.mark.parametrize("statement", ["from resultcodes import pandas_accessor", "import resultcodes.pandas_accessor"])
@pytest.mark.parametrize("files", KINDS)
def test_the_accessor_of_pandas(tmp_path: Path, files: tuple[str, ...], statement: str) -> None:
    """The accessor has the one name too, which nothing of a user stands before."""
    folder_of(tmp_path, files)
    script = f"import pandas\n{statement}\nprint(*pandas.Series([2219, 7000]).resultcodes.decode('match'))"
    assert run(tmp_path, "-c", script) == "class none\n"


def test_a_module_of_every_name_is_told(tmp_path: Path) -> None:
    """Where a user has a `resultcodes.py` too, nothing can be found: the error names the file."""
    folder_of(tmp_path, ("model.py", "resultcodes.py"))
    done = subprocess.run(
        [sys.executable, "-c", "import ingest"],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(CHECKOUT)},
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert done.stderr.splitlines()[-1] == (
        f"ImportError: {tmp_path / 'resultcodes.py'} stands in the way of our module `resultcodes`, and something else "
        "in that of `model`: rename one of the two"
    )
