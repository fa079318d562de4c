"""The coverage-guided fuzz target: `python tests/fuzz/target.py [OPTIONS OF LIBFUZZER] CORPUS...` from the checkout.

Needs atheris. The first byte of an input picks how the rest is read: as a document, or as choices among the tokens that
tables are written with. A failure is an AssertionError, or any error but InputError.
"""

from __future__ import annotations

import sys
from pathlib import Path

import atheris

sys.path.insert(0, str(Path(__file__).parents[2]))

with atheris.instrument_imports(include=["ingest", "model"], enable_loader_override=False):
    # Imported where it is used, it would not be instrumented.
    import ingest.readers.page  # noqa: F401
    from tests.fuzz.invariants import check_document, check_stages, written

LONGEST_DOCUMENT = 4096
"""Longer ones take longer, and show nothing that a short one does not."""


def document_of(data: bytes) -> bytes:
    """The document that an input stands for."""
    return (data[1:] if data[:1] < b"\x80" else written(data[1:]))[:LONGEST_DOCUMENT]


def check(data: bytes) -> None:
    """Try one input."""
    document = document_of(data)
    # The libraries for these formats are not instrumented: documents made by hand try them better.
    if b"%PDF-" not in document and not document.startswith((b"PK", b"\xd0\xcf\x11\xe0")):
        check_document(document)
        check_stages(document)


if __name__ == "__main__":
    atheris.Setup(sys.argv, check)
    atheris.Fuzz()
