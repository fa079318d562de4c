"""The notebook runs without a warning, gives the same at every run, and stands in git without what a run leaves."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from nbformat import NotebookNode

TOUR = Path(__file__).parent.parent / "notebooks" / "tour.ipynb"


@pytest.fixture(scope="module")
def stored() -> dict[str, Any]:
    """The notebook as it stands in git."""
    content: dict[str, Any] = json.loads(TOUR.read_text(encoding="utf-8"))
    return content


def executed(seed: str) -> NotebookNode:
    """The notebook after a run of all its cells, in a kernel of its own that shows every warning."""
    client = pytest.importorskip("nbclient", reason="the extra `notebook` is not installed")
    import nbformat

    notebook: NotebookNode = nbformat.read(TOUR, as_version=4)  # type: ignore[no-untyped-call]  # it has no types
    path = os.pathsep.join([str(TOUR.parent.parent), os.environ.get("PYTHONPATH", "")])
    with pytest.MonkeyPatch.context() as patch:
        for name, value in {"PYTHONHASHSEED": seed, "PYTHONPATH": path, "PYTHONWARNINGS": "default"}.items():
            patch.setenv(name, value)
        client.NotebookClient(notebook, timeout=300, resources={"metadata": {"path": str(TOUR.parent)}}).execute()
    return notebook


def outputs(notebook: NotebookNode) -> list[Any]:
    """What the cells of a notebook gave, in order."""
    return [output for cell in notebook.cells if cell.cell_type == "code" for output in cell.outputs]


def test_nothing_of_a_run_is_stored(stored: dict[str, Any]) -> None:
    """No output, no count of executions and no trace of a machine is in the file."""
    code = [cell for cell in stored["cells"] if cell["cell_type"] == "code"]
    assert len(code) >= 10
    assert [cell["id"] for cell in code if cell["outputs"] or cell["execution_count"] is not None] == []
    assert [cell["id"] for cell in stored["cells"] if cell["metadata"]] == []
    assert stored["metadata"] == {
        "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
        "language_info": {"name": "python"},
    }


def test_cells_are_short(stored: dict[str, Any]) -> None:
    """No cell of code is longer than a dozen lines."""
    code = [cell for cell in stored["cells"] if cell["cell_type"] == "code"]
    assert [cell["id"] for cell in code if len(cell["source"]) > 12] == []


@pytest.mark.slow
def test_tour_runs_and_gives_the_same_again() -> None:
    """Every cell runs without a warning, 2219 is read as 2210, there are three pictures; and again, to the byte."""
    found = outputs(executed(seed="1"))
    assert [output for output in found if output.output_type == "stream" and output.name != "stdout"] == []
    assert sum("image/png" in output.get("data", {}) for output in found) == 3
    assert any("2219     2210  class     221x" in output.get("data", {}).get("text/plain", "") for output in found)
    assert outputs(executed(seed="2")) == found
