"""Lists in YAML: a mapping from codes to texts, or records that hold a code and a text."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Final

from ingest.audit.entries import Entry, Group

if TYPE_CHECKING:
    import yaml

_CODE: Final = re.compile(r"[0-9]{4}")


def groups_of_yaml(text: str) -> list[Group] | None:
    """The groups of entries in a file of YAML; None if it is none, as a template for one.

    Nothing is constructed: nodes are looked at as they stand, and an alias is not followed twice.
    """
    import yaml

    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    try:
        documents = list(yaml.compose_all(text, Loader=loader))
    except (yaml.YAMLError, RecursionError):
        return None
    return [_trimmed(group, text) for document in documents for group in _groups(document)]


def _trimmed(group: Group, text: str) -> Group:
    """A group of which no entry ends with the blanks and line ends that the parser counts to a folded text."""
    return Group(group.name, tuple(entry._replace(end=_end(text, entry)) for entry in group.entries))


def _end(text: str, entry: Entry) -> int:
    end = entry.end
    while end > entry.start and text[end - 1].isspace():
        end -= 1
    return end


def _groups(document: yaml.Node | None) -> Iterator[Group]:
    """Every mapping and sequence of a document that holds an entry, as a group."""
    import yaml

    waiting: list[tuple[yaml.Node | None, str | None]] = [(document, None)]
    seen: set[int] = set()
    while waiting:
        node, name = waiting.pop()
        if id(node) in seen:
            continue
        seen.add(id(node))
        if isinstance(node, yaml.MappingNode):
            entries = [entry for key, value in node.value for entry in _keyed(key, value)]
            waiting += [(value, key.value if _is_scalar(key) else name) for key, value in reversed(node.value)]
        elif isinstance(node, yaml.SequenceNode):
            records = [(item, list(_record(item))) for item in node.value]
            entries = [entry for _, found in records for entry in found]
            waiting += [(item, name) for item, found in reversed(records) if not found]
        else:
            continue
        if entries:
            yield Group(name, tuple(entries))


def _keyed(key: yaml.Node, value: yaml.Node) -> Iterator[Entry]:
    """`1000: text`, or `1000:` and a mapping with a text in it."""
    import yaml

    if not (_is_scalar(key) and _CODE.fullmatch(key.value)):
        return
    if isinstance(value, yaml.MappingNode):
        value = next((inner for _, inner in value.value if _is_text(inner)), value)
    if _is_text(value):
        yield _entry(key, key, value)


def _record(item: yaml.Node) -> Iterator[Entry]:
    """`- code: 1000` with a text beside it, and `- 1000: text`."""
    import yaml

    if not isinstance(item, yaml.MappingNode):
        return
    values: Sequence[yaml.Node] = [value for _, value in item.value]
    code = next((value for value in values if _is_scalar(value) and _CODE.fullmatch(value.value)), None)
    text = next(filter(_is_text, values), None)
    if code is not None and text is not None:
        yield _entry(item.value[0][0], code, text)
    elif len(values) == 1:
        yield from _keyed(*item.value[0])


def _entry(first: yaml.Node, code: yaml.Node, text: yaml.Node) -> Entry:
    return Entry(int(code.value), " ".join(text.value.split()), first.start_mark.index, text.end_mark.index)


def _is_scalar(node: yaml.Node) -> bool:
    import yaml

    return isinstance(node, yaml.ScalarNode)


def _is_text(node: yaml.Node) -> bool:
    return _is_scalar(node) and node.tag.endswith(":str") and not _CODE.fullmatch(node.value)
