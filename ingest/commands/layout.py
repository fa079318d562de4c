"""How lines are broken on a terminal: at words, what goes on under what it belongs to."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final

from rich.console import Console, ConsoleOptions, RenderResult
from rich.text import Text

_GAP: Final = "  "
_INDENT: Final = 4
_LEAST_ROOM: Final = 24
"""With less room than that beside its keys, a text goes on under them."""


class KeyedText:
    """Keys and a text: `1110  Busy`. A text that does not fit goes on under its own beginning.

    Where the keys leave it too little room, or there are none, it goes on indented, and the keys lose their padding.

    `keys`: texts with their styles, escaped; they may be padded. `text`: the text, escaped; it may be empty. `note`:
    what stands after the text and is never broken.
    """

    def __init__(self, keys: Sequence[tuple[str, str]], text: Text, note: Text | None = None) -> None:
        self._keys = [Text(*key) for key in keys]
        self._text = text
        self._note = note or Text()

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        whole = _joined([*self._keys, self._text, self._note])
        if whole.cell_len <= options.max_width:
            yield whole
            return
        keys = Text(_GAP).join(self._keys)
        indent = keys.cell_len + len(_GAP)
        if self._keys and options.max_width - indent >= _LEAST_ROOM:
            first, *others = self._wrapped(self._text, console, options.max_width - indent)
            yield _joined([keys, first])
            yield from (_indented(line, indent) for line in others)
        else:
            compact = (Text(key.plain.strip(), key.style) for key in self._keys)
            text = _joined([*compact, self._text])
            first = _joined([text.wrap(console, options.max_width)[0]])
            rest = text[len(text) - len(text.plain[len(first) :].lstrip()) :]
            others = self._wrapped(rest, console, max(options.max_width - _INDENT, _INDENT))
            yield first
            yield from (_indented(line, _INDENT) for line in others)

    def _wrapped(self, text: Text, console: Console, width: int) -> list[Text]:
        """The lines of a text; the note on the last one if it fits there, else on its own."""
        lines = [_joined([line]) for line in text.wrap(console, width)]
        with_note = _joined([*lines[-1:], self._note])
        lines = [*lines[:-1], with_note] if with_note.cell_len <= width else [*lines, self._note]
        return list(filter(None, lines))


def _joined(texts: Iterable[Text]) -> Text:
    line = Text(_GAP).join(filter(None, texts))
    line.rstrip()
    return line


def _indented(line: Text, indent: int) -> Text:
    return Text.assemble(" " * indent, line)
