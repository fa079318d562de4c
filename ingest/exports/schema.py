"""The JSON Schema of `codebook.json` and of the records in it, draft 2020-12."""

from __future__ import annotations

from typing import Final

from pydantic_core import to_json

from model.document import CodeBookDocument

_DIALECT: Final = "https://json-schema.org/draft/2020-12/schema"


def to_json_schema() -> bytes:
    """The schema of the file, and under `$defs` of every record: a code is `#/$defs/ResultCode`.

    It is made of the same models that read the file, so it does not depend on the code book. What no schema can say,
    that the records agree with each other, `CodeBook.load` checks.
    """
    schema = CodeBookDocument.model_json_schema(mode="serialization")
    return to_json({"$schema": _DIALECT, **schema}, indent=2) + b"\n"
