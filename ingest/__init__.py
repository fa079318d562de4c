"""How a document becomes a code book, and how it is published."""

from typing import TYPE_CHECKING

from ingest.version import __version__

if TYPE_CHECKING:
    from ingest.document.limits import Limits
    from ingest.document.rows import ReadOptions
    from ingest.pipeline import ingest

__all__ = ["Limits", "ReadOptions", "__version__", "ingest"]


def __getattr__(name: str) -> object:
    # On demand: the command line imports this package too, and its --help needs none of it.
    if name == "ingest":
        from ingest.pipeline import ingest

        return ingest
    if name == "Limits":
        from ingest.document.limits import Limits

        return Limits
    if name == "ReadOptions":
        from ingest.document.rows import ReadOptions

        return ReadOptions
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
