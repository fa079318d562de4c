"""The SKOS concept scheme: its content, and the integrity conditions of the SKOS reference."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st
from rdflib import DCTERMS, RDF, SKOS, Graph, Literal, Namespace
from rdflib.term import Node

from ingest.exports.content import Content
from ingest.exports.skos import base_iri, to_skos
from model import ClassPattern, CodeBook, PrintedClass, PrintedCode
from tests.effort import share_of
from tests.exports.material import EDITION, book_of, corrected_content, hostile_texts

LABELS = (SKOS.prefLabel, SKOS.altLabel, SKOS.hiddenLabel)


def graph_of(content: Content) -> Graph:
    """The export, read back by rdflib."""
    return Graph().parse(data=to_skos(content), format="turtle")


def names_of(book: CodeBook) -> Namespace:
    """The names of the concepts of a code book."""
    return Namespace(base_iri(book.edition.sha256))


def above(graph: Graph, concept: Node) -> set[Node]:
    """What stands above a concept by any number of steps: skos:broaderTransitive."""
    found: set[Node] = set()
    stack = [concept]
    while stack:
        for broader in graph.objects(stack.pop(), SKOS.broader):
            if broader not in found:
                found.add(broader)
                stack.append(broader)
    return found


def integrity_faults(graph: Graph) -> list[str]:
    """Which conditions of the SKOS reference a graph breaks: S9, S13, S14, S27, S37 and S46.

    Entailments that a reader may not draw by itself are asked for too: the inverses of S8 and S25; and so are what
    SKOS leaves open, but a catalogue needs: no cycle, one notation for one concept, and a way up to a top concept.
    """
    faults = []
    kinds = [set(graph.subjects(RDF.type, kind)) for kind in (SKOS.ConceptScheme, SKOS.Concept, SKOS.Collection)]
    schemes, concepts, collections = kinds
    faults += ["S9"] * bool(schemes & concepts)
    faults += ["S37"] * bool(collections & (schemes | concepts))
    for subject in set(graph.subjects()):
        labels = [set(graph.objects(subject, label)) for label in LABELS]
        faults += ["S13"] * (sum(map(len, labels)) != len(set.union(*labels)))
        languages = [getattr(label, "language", None) for label in labels[0]]
        faults += ["S14"] * (len(languages) != len(set(languages)))
    for concept in concepts:
        higher = above(graph, concept)
        faults += ["S27"] * bool(higher & set(graph.objects(concept, SKOS.related)))
        faults += ["S46"] * bool(
            set(graph.objects(concept, SKOS.exactMatch)) & set(graph.objects(concept, SKOS.broadMatch))
        )
        faults += ["cycle"] * (concept in higher)
        is_top = (concept, SKOS.topConceptOf, None) in graph
        faults += ["top"] * (is_top == bool(higher))
    for one, other in ((SKOS.broader, SKOS.narrower), (SKOS.topConceptOf, SKOS.hasTopConcept)):
        there, back = set(graph.subject_objects(one)), set(graph.subject_objects(other))
        faults += ["inverse"] * (there != {(subject, value) for value, subject in back})
    notations = list(graph.objects(None, SKOS.notation))
    faults += ["notation"] * (len(notations) != len(set(notations)))
    return faults


def test_bundled_scheme_keeps_the_integrity_conditions(bundled: CodeBook) -> None:
    """The scheme of the bundled code book breaks none of the conditions, with corrections or without."""
    assert integrity_faults(graph_of(Content(bundled))) == []
    assert integrity_faults(graph_of(corrected_content(bundled, 1110, "Вызов завершен вызывающим абонентом"))) == []


def test_faults_would_be_found(bundled: CodeBook) -> None:
    """Each condition is seen to be broken where it is."""
    code = names_of(bundled)
    damages = {
        "S9": (code["scheme"], RDF.type, SKOS.Concept),
        "S37": (code["221x"], RDF.type, SKOS.Concept),
        "S13": (code["2211"], SKOS.altLabel, Literal("Достигнут дневной лимит использования услуги", lang="ru")),
        "S14": (code["2211"], SKOS.prefLabel, Literal("Другое", lang="ru")),
        "S27": (code["2211"], SKOS.related, code["2000"]),
        "cycle": (code["2000"], SKOS.broader, code["2211"]),
        "top": (code["2211"], SKOS.topConceptOf, code["scheme"]),
        "inverse": (code["2211"], SKOS.narrower, code["2212"]),
        "notation": (code["2211"], SKOS.notation, Literal("2212")),
    }
    for name, damage in damages.items():
        graph = graph_of(Content(bundled))
        graph.add(damage)
        assert name in integrity_faults(graph)


def test_concepts_are_the_codes(bundled: CodeBook) -> None:
    """Every code is a concept with its notation, its description in Russian, and its parent code above it."""
    graph, code = graph_of(Content(bundled)), names_of(bundled)
    assert set(graph.subjects(RDF.type, SKOS.Concept)) == {code[f"{number:04d}"] for number in bundled.codes}
    for record in bundled:
        concept = code[f"{record.code:04d}"]
        assert graph.value(concept, SKOS.notation) == Literal(f"{record.code:04d}")
        assert graph.value(concept, SKOS.prefLabel) == Literal(record.description, lang="ru")
        expected = None if record.parent_code is None else code[f"{record.parent_code:04d}"]
        assert graph.value(concept, SKOS.broader) == expected
        assert graph.value(concept, SKOS.inScheme) == code["scheme"]
    tops = set(graph.objects(code["scheme"], SKOS.hasTopConcept))
    assert tops == {code[f"{record.code:04d}"] for record in bundled.roots}
    assert graph.value(code["scheme"], SKOS.prefLabel) == Literal("result-codes")
    assert graph.value(code["scheme"], DCTERMS.identifier) == Literal(f"sha256:{bundled.edition.sha256}")


def test_collections_are_the_classes(bundled: CodeBook) -> None:
    """Every declared class is a collection of the codes that it holds, labelled as its default code is."""
    graph, code = graph_of(Content(bundled)), names_of(bundled)
    assert set(graph.subjects(RDF.type, SKOS.Collection)) == {code[pattern] for pattern in bundled.classes}
    for pattern, item in bundled.classes.items():
        default = None if item.default_code is None else bundled[item.default_code]
        label = Literal(pattern) if default is None else Literal(default.description, lang="ru")
        assert graph.value(code[pattern], SKOS.prefLabel) == label
        held = {code[f"{number:04d}"] for number in bundled.codes if pattern.holds(number)}
        assert set(graph.objects(code[pattern], SKOS.member)) == held


def test_small_scheme_as_a_whole() -> None:
    """A small code book says this and nothing else: a base that somebody chose, an English text, a class title."""
    classes = [PrintedClass(ClassPattern("0xxx"), 0), PrintedClass(ClassPattern("01xx"), None, "Campaigns")]
    book = CodeBook.build(EDITION, classes, [PrintedCode(0, 'The "root"'), PrintedCode(100)])
    # What parts the start that somebody gives from the digits is set where it is missing.
    for start in ("https://example.org/codes/", "https://example.org/codes"):
        found = graph_of(Content(book, base_iri=start))
        assert set(found) == set(Graph().parse(data=SMALL, format="turtle"))


SMALL = """
@prefix code: <https://example.org/codes/> .
@prefix dcterms: <http://purl.org/dc/terms/> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
code:scheme a skos:ConceptScheme ;
    dcterms:identifier "sha256:abababababababababababababababababababababababababababababababab" ;
    dcterms:source "made-up.txt" ; dcterms:title "made-up" ; skos:prefLabel "made-up" ;
    skos:hasTopConcept code:0000 ;
    skos:note "A concept is a code. Its broader concept is the code that a reader who does not know it reads instead. \
A collection is a declared class, with the codes in it."@en .
code:0000 a skos:Concept ; skos:inScheme code:scheme ; skos:topConceptOf code:scheme ;
    skos:notation "0000" ; skos:prefLabel "The \\"root\\"" ; skos:narrower code:0100 .
code:0100 a skos:Concept ; skos:inScheme code:scheme ; skos:notation "0100" ; skos:broader code:0000 .
code:0xxx a skos:Collection ; skos:inScheme code:scheme ; skos:notation "0xxx" ; skos:prefLabel "The \\"root\\"" ;
    skos:member code:0000, code:0100 .
code:01xx a skos:Collection ; skos:inScheme code:scheme ; skos:notation "01xx" ; skos:prefLabel "Campaigns" ;
    skos:member code:0100 .
"""


def test_correction_is_another_label() -> None:
    """The vendor's text stays the preferred label; the corrected one stands beside it, with a note that says why."""
    book = book_of(["Занят"])
    graph, code = graph_of(corrected_content(book, 1000, "Занято")), names_of(book)
    assert graph.value(code["1000"], SKOS.prefLabel) == Literal("Занят", lang="ru")
    assert graph.value(code["1000"], SKOS.altLabel) == Literal("Занято", lang="ru")
    note = graph.value(code["1000"], SKOS.editorialNote)
    assert note == Literal("Corrected: A misprint. Source: The other edition.", lang="en")


@settings(max_examples=share_of(60))
@given(st.lists(hostile_texts(), min_size=1, max_size=4), hostile_texts())
def test_texts_come_back_to_the_letter(texts: list[str], title: str) -> None:
    """Whatever descriptions and titles hold, Turtle gives them back."""
    book = book_of(texts, title=title)
    graph, code = graph_of(Content(book)), names_of(book)
    assert [str(graph.value(code[str(number)], SKOS.prefLabel)) for number in book.codes] == texts
    assert str(graph.value(code["10xx"], SKOS.prefLabel)) == title
    assert integrity_faults(graph) == []
