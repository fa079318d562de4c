"""How a document becomes a code book, and how it is published."""

from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Final

from ingest.version import __version__

if TYPE_CHECKING:
    from ingest.calls.reading import read_calls
    from ingest.document.limits import Limits
    from ingest.document.options import ReadOptions
    from ingest.inquiry import explain
    from ingest.pipeline import ingest

__all__ = ["Limits", "ReadOptions", "__version__", "explain", "ingest", "read_calls"]

_HOMES: Final = {
    "Limits": "document.limits",
    "ReadOptions": "document.options",
    "explain": "inquiry",
    "ingest": "pipeline",
    "read_calls": "calls.reading",
}
"""The module of each name that is imported on demand."""


def _find_model() -> None:
    """See to it that the parts find each other where something else is called `model`.

    Raises
    ------
    ImportError
        If something else is called `resultcodes` too.
    """
    here = Path(__file__).resolve().parent.parent
    try:
        model = find_spec("model")
    except ValueError:  # of a module that somebody made
        model = None
    if model is not None and model.origin and Path(model.origin).resolve().parent == here / "model":
        return
    import resultcodes

    if Path(resultcodes.__file__).resolve().parent != here:
        raise ImportError(
            f"{resultcodes.__file__} stands in the way of our module `resultcodes`, and something else in that of "
            "`model`: rename one of the two"
        )


if __name__ == "ingest":  # and not a part of `resultcodes`, which has found the other
    _find_model()


def __getattr__(name: str) -> object:
    # On demand: the command line imports this package too, and its --help needs none of it.
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__package__}.{_HOMES[name]}"), name)
