"""The coverage-guided fuzz target: `python tests/fuzz/target.py [OPTIONS OF LIBFUZZER] CORPUS...`.

Needs atheris (in the extra `fuzz`). The first byte of an input picks how the rest is read: as the bytes of a document,
or as choices among the tokens that tables are written with. A failure is an AssertionError, or any error but InputError.
"""

from __future__ import annotations

import sys

import atheris

with atheris.instrument_imports(include=["ingest", "model"], enable_loader_override=False):
    import ingest.readers.web  # imported where it is used, too late to be instrumented
    import model.compare  # noqa: F401
    from tests.fuzz.invariants import LONGEST_DOCUMENT, check_document, check_stages, written


def document_of(data: bytes) -> bytes:
    """The document that an input stands for."""
    return data[1:] if data[:1] < b"\x80" else written(data[1:])


def check(data: bytes) -> None:
    """One input of the fuzzer."""
    document = document_of(data)[:LONGEST_DOCUMENT]
    # Formats of their own, with libraries that are not instrumented: the hostile documents try those.
    if b"%PDF-" in document or document.startswith((b"PK", b"\xd0\xcf\x11\xe0")):
        return
    check_document(document)
    check_stages(document)


if __name__ == "__main__":
    atheris.Setup(sys.argv, check)
    atheris.Fuzz()
