"""The code book as a SKOS concept scheme in Turtle."""

from __future__ import annotations

import re
from base64 import urlsafe_b64encode
from typing import TYPE_CHECKING, Final

from ingest.document.packages import import_package
from ingest.exports.content import Content
from model import CodeClass, ResultCode

if TYPE_CHECKING:
    from rdflib import Graph, Namespace, URIRef

_RUSSIAN: Final = re.compile("[А-Яа-яЁё]")
_NOTE: Final = (
    "A concept is a code. Its broader concept is the code that a reader who does not know it reads instead. "
    "A collection is a declared class, with the codes in it."
)


def to_skos(content: Content) -> bytes:
    """The concept scheme of an edition.

    Every code is a concept with its four digits as the notation, its description as the preferred label, and its parent
    code as the broader concept. Every declared class is a collection of the codes that it holds, with its pattern as
    the notation; its label is its title, else the description of its default code, else the pattern. Where
    corrections are asked for, the corrected text is an alternative label, and an editorial note tells why.
    """
    import_package("rdflib", "rdflib", "the format skos", "catalogues")
    return _graph(content).serialize(format="turtle", encoding="utf-8")


def base_iri(sha256: str) -> str:
    """The start of the IRIs of an edition that has none: the hash of its document as RFC 6920 names it.

    Examples
    --------
    >>> base_iri("00" * 32)
    'ni:///sha-256;AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA#'
    """
    return f"ni:///sha-256;{urlsafe_b64encode(bytes.fromhex(sha256)).decode().rstrip('=')}#"


def start_of(iri: str) -> str:
    """The start of IRIs that somebody gives, with what parts it from the digits of a code.

    Examples
    --------
    >>> start_of("https://example.org/codes"), start_of("https://example.org/codes#"), start_of("urn:example:")
    ('https://example.org/codes/', 'https://example.org/codes#', 'urn:example:')
    """
    return f"{iri}/" if iri[-1].isalnum() else iri


def _graph(content: Content) -> Graph:
    from rdflib import DCTERMS, RDF, SKOS, Graph, Literal, Namespace

    book = content.book
    names = Namespace(start_of(content.base_iri) if content.base_iri else base_iri(book.edition.sha256))
    graph = Graph()
    graph.bind("code", names)
    scheme = names["scheme"]
    graph.add((scheme, RDF.type, SKOS.ConceptScheme))
    title = book.edition.title or book.edition.name
    graph.add((scheme, DCTERMS.title, Literal(title)))
    graph.add((scheme, SKOS.prefLabel, Literal(title, lang="ru" if _RUSSIAN.search(title) else None)))
    graph.add((scheme, DCTERMS.identifier, Literal(f"sha256:{book.edition.sha256}")))
    graph.add((scheme, DCTERMS.source, Literal(book.edition.source)))
    graph.add((scheme, SKOS.note, Literal(_NOTE, lang="en")))
    language = "ru" if any(_RUSSIAN.search(record.description or "") for record in book) else None
    for record in book:
        _add_concept(graph, names, record, language)
        _add_correction(graph, names[f"{record.code:04d}"], content, record.code, language)
    for item in book.classes.values():
        default = None if item.default_code is None else book[item.default_code].description
        _add_collection(graph, names, item, item.title or default, language)
    return graph


def _add_concept(graph: Graph, names: Namespace, record: ResultCode, language: str | None) -> None:
    from rdflib import RDF, SKOS, Literal

    concept, scheme = names[f"{record.code:04d}"], names["scheme"]
    graph.add((concept, RDF.type, SKOS.Concept))
    graph.add((concept, SKOS.inScheme, scheme))
    graph.add((concept, SKOS.notation, Literal(f"{record.code:04d}")))
    if record.description is not None:
        graph.add((concept, SKOS.prefLabel, Literal(record.description, lang=language)))
    if record.parent_code is None:
        graph.add((concept, SKOS.topConceptOf, scheme))
        graph.add((scheme, SKOS.hasTopConcept, concept))
    else:
        broader = names[f"{record.parent_code:04d}"]
        graph.add((concept, SKOS.broader, broader))
        graph.add((broader, SKOS.narrower, concept))
    for pattern in (record.class_1, record.class_2, record.class_3):
        if pattern is not None:
            graph.add((names[pattern], SKOS.member, concept))


def _add_correction(graph: Graph, concept: URIRef, content: Content, code: int, language: str | None) -> None:
    from rdflib import SKOS, Literal

    correction = (content.corrections or {}).get(code)
    if correction is not None:
        note = f"Corrected: {correction.reason}. Source: {correction.source}."
        graph.add((concept, SKOS.altLabel, Literal(correction.after, lang=language)))
        graph.add((concept, SKOS.editorialNote, Literal(note, lang="en")))


def _add_collection(graph: Graph, names: Namespace, item: CodeClass, label: str | None, language: str | None) -> None:
    from rdflib import RDF, SKOS, Literal

    collection = names[item.pattern]
    graph.add((collection, RDF.type, SKOS.Collection))
    graph.add((collection, SKOS.inScheme, names["scheme"]))
    graph.add((collection, SKOS.notation, Literal(item.pattern)))
    text = Literal(item.pattern) if label is None else Literal(label, lang=language)
    graph.add((collection, SKOS.prefLabel, text))
