"""A code book as lines and trees for the terminal."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from rich.text import Text
from rich.tree import Tree

from ingest.commands.display import is_unicode, visible
from model import ClassPattern, CodeBook, CodeClass, Resolution, ResultCode
from model.corrections import Applied
from model.pattern import CODE_SPACE

Entry = CodeClass | ResultCode


def line_of(book: CodeBook, entry: Entry, corrections: Applied | None) -> Text:
    """A code and its description; a class, its default code and the description of that, or its title.

    A correction stands after the vendor's text.
    """
    if isinstance(entry, ResultCode):
        return _line(f"{entry.code:04d}", *_texts(entry, corrections))
    if entry.default_code is None:
        return _line(entry.pattern, entry.title)
    return _line(entry.pattern, f"{entry.default_code:04d}", *_texts(book[entry.default_code], corrections))


def _texts(record: ResultCode, corrections: Applied | None) -> tuple[str | None, ...]:
    correction = (corrections or {}).get(record.code)
    corrected = None if correction is None else f"[corrected: {correction.after}; {correction.reason}]"
    return record.description, corrected


def resolution_line(resolution: Resolution, corrections: Applied | None) -> Text:
    """How a code is read: `2219 → 2210  by class 221x  Доступ ограничен периодом использования`."""
    arrow = "→" if is_unicode() else "->"
    number = resolution.requested
    requested = f"{number:04d}" if number in CODE_SPACE else str(number)
    if resolution.record is None:
        return _line(f"{requested} {arrow} none", "in no known class")
    how = "exact" if resolution.match == "exact" else f"by class {resolution.matched_pattern}"
    return _line(f"{requested} {arrow} {resolution.record.code:04d}", how, *_texts(resolution.record, corrections))


def _line(key: str, *texts: str | None) -> Text:
    return Text.assemble((visible(key), "bold"), *(f"  {visible(text)}" for text in texts if text))


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
    *above, top = (entry, *ancestors(book, entry))
    tree = node = Tree(line_of(book, top, corrections))
    for item in reversed(above):
        node = node.add(line_of(book, item, corrections))
    for item in children(book, entry):
        node.add(line_of(book, item, corrections))
    return tree


def book_trees(book: CodeBook, corrections: Applied | None) -> list[Tree]:
    """The whole code book: a tree for each class, or code, that no class holds."""
    nodes: dict[ClassPattern | None, Tree] = {None: Tree("")}
    for entry in _placed(book):
        node = nodes[_holder(entry)].add(line_of(book, entry, corrections))
        if isinstance(entry, CodeClass):
            nodes[entry.pattern] = node
    return nodes[None].children
