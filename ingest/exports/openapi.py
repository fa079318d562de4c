"""The codes as schemas that the description of an API can refer to: OpenAPI 3.1."""

from __future__ import annotations

from pydantic_core import to_json

from ingest.exports.content import Content

Schema = dict[str, object]


def to_openapi(content: Content) -> bytes:
    """An OpenAPI document of components only.

    `ResultCode` is what an answer holds: any code, known or not. `KnownResultCode` is the closed enum of this edition,
    with `x-enum-varnames` and `x-enum-descriptions` for generators of code, and `DescribedResultCode` the same as
    `oneOf` constants with titles, for those who want nothing but the standard.
    """
    edition = content.book.edition
    document: Schema = {
        "openapi": "3.1.0",
        "info": {"title": f"Result codes of {edition.name}", "version": edition.printed_version or edition.sha256},
        "components": {
            "schemas": {
                "ResultCode": _any_code(),
                "KnownResultCode": _known_codes(content),
                "DescribedResultCode": {
                    "type": "integer",
                    "oneOf": [_constant(content, code.code) for code in content.book],
                },
            }
        },
    }
    return to_json(document, indent=2) + b"\n"


def _any_code() -> Schema:
    return {
        "type": "integer",
        "minimum": 0,
        "maximum": 9999,
        "description": "A result code. One that is not known is read as the default code of its nearest known class: "
        "the list of codes grows, so never refuse a code because it is not in the enum.",
        "anyOf": [{"$ref": "#/components/schemas/KnownResultCode"}, {"type": "integer"}],
    }


def _known_codes(content: Content) -> Schema:
    codes = list(content.book.codes)
    return {
        "type": "integer",
        "description": "A result code that this edition of the document prints.",
        "enum": codes,
        "x-enum-varnames": [f"CODE_{code:04d}" for code in codes],
        "x-enum-descriptions": [content.described(code) or "" for code in codes],
    }


def _constant(content: Content, code: int) -> Schema:
    text, corrected = content.book[code].description, content.corrected(code)
    constant: Schema = {"const": code}
    if text is not None:
        constant["title"] = text
    if corrected is not None:
        constant["description"] = content.described(code)
    return constant
