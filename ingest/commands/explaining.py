"""How an explanation is shown: a tree of values and sentences, indented."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from ingest.commands.display import is_terminal, visible, write_line, write_rich

if TYPE_CHECKING:
    from model import Explanation

_INDENT = "  "


def write_explanation(explanation: Explanation) -> None:
    """Write an explanation to the standard output: each part a line, under what it is a part of."""
    if is_terminal():
        from rich.text import Text

        from ingest.commands.layout import KeyedText

        lines = ([(value, "bold")] if value else [] for value, _ in _lines(explanation))
        texts = (Text(visible(sentence)) for _, sentence in _lines(explanation))
        write_rich(*(KeyedText(keys, text) for keys, text in zip(lines, texts, strict=True)))
        return
    for value, sentence in _lines(explanation):
        write_line(f"{value}{_INDENT}{sentence}" if value.strip() else f"{value}{sentence}")


def _lines(explanation: Explanation, depth: int = 0) -> Iterator[tuple[str, str]]:
    """The value of each part, indented, and its sentence."""
    value = explanation.value
    said = "" if value is None else f"{value:+.2f}" if isinstance(value, float) else value
    yield _INDENT * depth + said, explanation.sentence
    for part in explanation.parts:
        yield from _lines(part, depth + 1)
