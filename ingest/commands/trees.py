"""A code book as lines and trees for the terminal."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping

from rich.text import Text
from rich.tree import Tree

from ingest.commands.display import counted, is_unicode, visible
from ingest.commands.layout import KeyedText
from model import ClassPattern, CodeBook, CodeClass, Resolution, ResultCode
from model.pattern import CODE_SPACE
from model.records import Applied

Entry = CodeClass | ResultCode
Counts = Mapping[str, int]
"""How many codes a class holds, by its pattern."""


def code_line(record: ResultCode, corrections: Applied | None) -> KeyedText:
    """A code and its description. A correction stands after the vendor's text."""
    return _line([f"{record.code:04d}"], *_texts(record, corrections))


def _class_line(book: CodeBook, item: CodeClass, counts: Counts, corrections: Applied | None) -> KeyedText:
    """A class, its default code and the description of that, or its title; and how many codes it holds, if others."""
    if item.default_code is None:
        return _line([item.pattern], item.title, count=counted(counts[item.pattern], "code", "codes"))
    count = counted(counts[item.pattern], "code", "codes") if counts[item.pattern] > 1 else ""
    texts = _texts(book[item.default_code], corrections)
    return _line([item.pattern, f"{item.default_code:04d}"], *texts, count=count)


def _texts(record: ResultCode, corrections: Applied | None) -> tuple[str | None, ...]:
    correction = (corrections or {}).get(record.code)
    corrected = None if correction is None else f"[corrected: {correction.after}; {correction.reason}]"
    return record.description, corrected


def resolution_line(resolution: Resolution, corrections: Applied | None) -> KeyedText:
    """How a code is read: `2219 → 2210  by class 221x  Доступ ограничен периодом использования`."""
    arrow = "→" if is_unicode() else "->"
    number = resolution.requested
    requested = f"{number:04d}" if number in CODE_SPACE else str(number)
    if resolution.record is None:
        return _line([f"{requested} {arrow} none"], "in no known class")
    how = "exact" if resolution.match == "exact" else f"by class {resolution.matched_pattern}"
    return _line([f"{requested} {arrow} {resolution.record.code:04d}", how], *_texts(resolution.record, corrections))


def _line(keys: Iterable[str], *texts: str | None, count: str = "") -> KeyedText:
    first, *others = map(visible, keys)
    text = Text("  ".join(visible(text) for text in texts if text))
    note = Text(f"[{count}]", "dim") if count else None
    return KeyedText([(first, "bold"), *((key, "") for key in others)], text, note)


def ancestors(book: CodeBook, entry: Entry) -> tuple[Entry, ...]:
    """What an entry stands under, the nearest first: for a code its parent codes, for a class the wider classes."""
    if isinstance(entry, ResultCode):
        return book.ancestors(entry.code)
    if entry.parent_pattern is None:
        return ()
    parent = book.classes[entry.parent_pattern]
    return (parent, *ancestors(book, parent))


def children(book: CodeBook, entry: Entry) -> list[Entry]:
    """What stands directly under an entry: for a code its children, for a class the classes and codes that it holds.

    Codes that stand for a class are not among those that a class holds: they are on the line of that class.
    """
    if isinstance(entry, ResultCode):
        return list(book.children(entry.code))
    return [item for item in _placed(book) if _holder(item) == entry.pattern]


def _placed(book: CodeBook) -> Iterator[Entry]:
    entries: Iterable[Entry] = (*book.classes.values(), *(code for code in book if not code.is_default))
    return iter(sorted(entries, key=_number))


def _number(entry: Entry) -> tuple[int, int]:
    return (entry.code, 0) if isinstance(entry, ResultCode) else (entry.pattern.zero_code, -4 + entry.level)


def _holder(entry: Entry) -> ClassPattern | None:
    return entry.class_pattern if isinstance(entry, ResultCode) else entry.parent_pattern


def entry_tree(book: CodeBook, entry: Entry, corrections: Applied | None) -> Tree:
    """An entry under its ancestors and over its children."""
    counts = _code_counts(book)
    *above, top = (entry, *ancestors(book, entry))
    tree = node = Tree(_entry_line(book, top, counts, corrections))
    for item in reversed(above):
        node = node.add(_entry_line(book, item, counts, corrections))
    for item in children(book, entry):
        node.add(_entry_line(book, item, counts, corrections))
    return tree


def book_trees(book: CodeBook, corrections: Applied | None) -> list[Tree]:
    """The whole code book: a tree for each class, or code, that no class holds."""
    counts = _code_counts(book)
    nodes: dict[ClassPattern | None, Tree] = {None: Tree("")}
    for entry in _placed(book):
        node = nodes[_holder(entry)].add(_entry_line(book, entry, counts, corrections))
        if isinstance(entry, CodeClass):
            nodes[entry.pattern] = node
    return nodes[None].children


def _code_counts(book: CodeBook) -> Counts:
    return Counter(pattern for code in book for pattern in (code.class_1, code.class_2, code.class_3) if pattern)


def _entry_line(book: CodeBook, entry: Entry, counts: Counts, corrections: Applied | None) -> KeyedText:
    if isinstance(entry, ResultCode):
        return code_line(entry, corrections)
    return _class_line(book, entry, counts, corrections)
