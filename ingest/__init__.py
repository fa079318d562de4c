"""How a document becomes a code book, and how it is published."""

from ingest.pipeline import ingest
from ingest.rows import ReadOptions

__all__ = ["ReadOptions", "ingest"]
