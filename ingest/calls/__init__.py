"""Files of call records: read whatever their form, and decoded."""

from ingest.calls.reading import read

__all__ = ["read"]
