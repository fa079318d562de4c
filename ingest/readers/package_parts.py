"""The parts of a package of Office by their relationships: its styles, its numbers, and what it says of itself."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from ingest.document.cleaning import clean

if TYPE_CHECKING:
    from docx.document import Document as WordDocument
    from docx.opc.part import Part
    from docx.opc.rel import Relationships
    from lxml.etree import _Element


def related(relationships: Relationships, kind: str) -> list[Part]:
    """The parts inside a package that are related to it, or to one of its parts, as some kind."""
    inside = (relationship for relationship in relationships.values() if not relationship.is_external)
    return [relationship.target_part for relationship in inside if relationship.reltype == kind]


def xml(part: Part) -> _Element:
    """The root of a part, an empty one if it cannot be parsed: the parts read by this hold labels, no rows."""
    from lxml import etree

    parser = etree.XMLParser(resolve_entities=False, no_network=True, recover=True)
    root: _Element | None = etree.fromstring(part.blob, parser)
    return etree.Element("empty") if root is None else root


def properties(parts: Iterable[Part]) -> dict[str, str]:
    """The texts of the elements of some parts, by their names."""
    elements = (element for part in parts for element in xml(part).iter("*"))
    texts = ((str(element.tag).rpartition("}")[2], clean(element.text or "")) for element in elements)
    return {name: text for name, text in texts if text}


def roots(document: WordDocument, kind: str) -> list[_Element]:
    """The roots of the parts of some kind that the document is related to."""
    from docx.opc.constants import RELATIONSHIP_TYPE as TYPES

    return [xml(part) for part in related(document.part.rels, getattr(TYPES, kind))]
