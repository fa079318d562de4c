"""The whole code book as one JSON file, which `CodeBook.load` reads."""

from __future__ import annotations

from model import CodeBook


def to_document(book: CodeBook) -> bytes:
    """The content of `codebook.json`: UTF-8, indented, ended by a line feed."""
    return book.to_json().encode()
