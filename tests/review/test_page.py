"""The review page as a file: what stands in it, what cannot be active in it, and that it is the same every time."""

from __future__ import annotations

import base64
import hashlib
import json
import re
from pathlib import Path

import pytest
from hypothesis import given
from lxml import html

from ingest.pipeline import ingest
from ingest.review import page as page_module
from ingest.review.interface import words
from ingest.review.outline import outline
from ingest.review.page import to_page
from model import ClassPattern, CodeBook, Finding, PrintedCode, Span
from model.changes import CHANGE_RULES
from model.compare import compare
from model.corrections import apply_corrections, load_corrections
from model.reading_rules import NUMBER_IN_TEXT
from model.rules import DUPLICATE_CODE, LABEL_SLIPPED, RULES
from tests.exports.material import book_of, hostile_texts
from tests.review.books import CODES, HOSTILE, changed_book, odd_book

MOST_BYTES = 150_000
PACKAGE = Path(page_module.__file__).parent


def tree_of(book: CodeBook, previous: CodeBook | None = None) -> html.HtmlElement:
    """The page of a code book, parsed."""
    return html.document_fromstring(to_page(book, previous).decode())


def seen(element: html.HtmlElement) -> str:
    """The text of an element, with white space as a browser shows it."""
    return " ".join(element.text_content().split())


def shown(text: str) -> str:
    """A text of a document as it is shown."""
    return "".join(letter if letter.isprintable() else f"U+{ord(letter):04X}" for letter in text)


def test_page_of_103_codes_is_small(bundled: CodeBook) -> None:
    """The page of the user's document is under 150 kB."""
    assert len(to_page(bundled)) < MOST_BYTES


def test_page_of_the_bundled_edition_is_that_of_today(bundled: CodeBook, checkout: Path) -> None:
    """What is published in data/ is what the tool makes today."""
    assert (checkout / "data" / "editions" / "result-codes" / "index.html").read_bytes() == to_page(bundled)


def test_policy_lets_only_these_blocks_work(bundled: CodeBook) -> None:
    """Nothing may be loaded; the hashes of the policy are those of the one style and the one script, and no more."""
    content = to_page(bundled).decode()
    tree = html.document_fromstring(content)
    (policy,) = tree.xpath("//meta[@http-equiv='Content-Security-Policy']/@content")
    directives = dict(part.split(" ", 1) for part in policy.split("; "))
    (style,) = re.findall(r"<style>(.*?)</style>", content, re.DOTALL)
    (script,) = re.findall(r"<script>(.*?)</script>", content, re.DOTALL)

    def source(block: str) -> str:
        return f"'sha256-{base64.b64encode(hashlib.sha256(block.encode()).digest()).decode()}'"

    assert directives == {
        "default-src": "'none'",
        "img-src": "data:",
        "style-src": source(style),
        "script-src": source(script),
        "base-uri": "'none'",
        "form-action": "'none'",
        "require-trusted-types-for": "'script'",
        "trusted-types": "'none'",
    }
    assert tree.xpath("//@style | //*[starts-with(name(@*), 'on')] | //link | //iframe | //form") == []


def test_every_code_has_one_row(bundled: CodeBook) -> None:
    """Each code is the id of one row with its description; each class the id of one section."""
    for book in (bundled, odd_book()):
        tree = tree_of(book)
        rows = {name: tree.xpath(f"//*[@id='{name}']") for name in (f"{code:04d}" for code in book.codes)}
        texts = [[seen(part) for part in row.xpath("./bdi[last()]")] for (row,) in rows.values()]
        assert texts == [[record.description] if record.description else [] for record in book]
        assert [len(tree.xpath(f"//section[@id='{pattern}']")) for pattern in book.classes] == [1] * len(book.classes)
        ids = tree.xpath("//@id")
        assert len(ids) == len(set(ids))


def test_rows_stand_in_the_order_of_numbers_and_in_their_classes(bundled: CodeBook) -> None:
    """Codes follow each other as they are numbered, each in the section of the narrowest class that holds it."""
    for book in (bundled, odd_book()):
        rows = tree_of(book).xpath("//*[@id='codes']//*[contains(concat(' ', @class, ' '), ' row ')][@id]")
        held = [row.get("id") for row in rows]
        assert [name for name in held if int(name) in book] == held
        alone = [f"{record.code:04d}" for record in book if record.class_pattern is None]
        assert held == [f"{code:04d}" for code in book.codes if f"{code:04d}" not in alone] + alone
        for row in rows:
            assert next(row.iterancestors("section")).get("id", None) == book[int(row.get("id"))].class_pattern


def test_outline_of_a_code_without_class() -> None:
    """What no class holds stands last, in a branch of its own."""
    last = outline(odd_book())[-1]
    assert last.item is None
    assert [[record.code for record in part] for part in last.parts if isinstance(part, tuple)] == [[7000]]


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_description_is_text(text: str) -> None:
    """A description that would be markup, script or direction is shown as what it is, in every place."""
    book = book_of([text, text], title=text)
    tree = tree_of(book, book_of([f"{text} {text}"]))
    plain = tree_of(book_of(["a", "a"], title="a"), book_of(["a a"]))
    assert [seen(part) for part in tree.xpath("//*[@id='1001']/bdi")] == [seen_as_text(text)]
    assert tags_of(tree) <= tags_of(plain)
    assert len(tree.xpath("//script")) == 3


def tags_of(tree: html.HtmlElement) -> set[str]:
    """The kinds of elements of a page."""
    return {part.tag for part in tree.iter() if isinstance(part.tag, str)}


def seen_as_text(text: str) -> str:
    """A text as it is shown, white space as a browser has it."""
    return " ".join(shown(text).split())


@given(text=hostile_texts())
def test_any_description_is_to_the_letter(text: str) -> None:
    """Whatever a description holds, the page shows each letter of it, and those that cannot be seen as their names."""
    (part,) = tree_of(book_of([text])).xpath("//*[@id='1000']/bdi")
    assert part.text_content() == shown(text)


def test_doubts_about_the_reading_stand_apart(bundled: CodeBook) -> None:
    """The list of findings has two parts, the doubts of the reading first; each doubt says so beside its row too."""
    doubt = Finding(rule="unattached-text", severity="warning", about="reading", message="Lost", action="kept")
    beside = Finding(
        rule="doubtful-number", severity="warning", about="reading", code=2211, message="Odd", action="kept"
    )
    document = json.loads(bundled.to_json())
    document["findings"] += [json.loads(item.model_dump_json()) for item in (doubt, beside)]
    tree = tree_of(CodeBook.from_json(json.dumps(document)))
    headings = [seen(item) for item in tree.xpath("//*[@id='findings']/h3")]
    assert headings == ["About the reading: look here first", "About the document"]
    first = tree.xpath("//*[@id='findings']/h3[1]/following-sibling::*[following-sibling::h3]")
    assert "Lost" in seen(first[0])
    assert [item.get("href") for item in first[1].iter("a")] == ["#2211"]
    assert "doubt about the reading" in seen(tree.xpath("//*[@id='2211']//p")[0])


def test_texts_have_their_language(bundled: CodeBook) -> None:
    """Texts with Cyrillic letters are Russian, others have no language, and messages of the tool are English."""
    tree = tree_of(odd_book())
    assert [part.get("lang") for part in tree.xpath("//*[@id='1121' or @id='1120']/bdi")] == [None, "ru"]
    assert tree.get("lang") == "en"
    assert tree_of(bundled).xpath("//*[contains(@class, 'warning')]/span[@lang]/@lang") == ["en", "en"]


def test_words_are_there_in_both_languages() -> None:
    """English and Russian have the same words, and every finding, change, and word of the script is among them."""
    script = (PACKAGE / "page.js").read_text(encoding="utf-8")
    asked = set(re.findall(r'word\("([a-z.]+)"\)', script))
    assert asked
    assert words()["en"].keys() == words()["ru"].keys()
    assert asked | {f"finding.{rule}" for rule in RULES} | CHANGE_RULES.keys() <= words()["ru"].keys()
    assert all(text.strip() for language in words().values() for text in language.values())


def test_words_cannot_end_their_script(bundled: CodeBook) -> None:
    """The data for the script holds no letter that could be markup, and is the words."""
    (block,) = re.findall(r'<script type="application/json" id="words">(.*?)</script>', to_page(bundled).decode())
    assert set("<>&\u2028\u2029").isdisjoint(block)
    assert json.loads(block) == words()


def test_findings_stand_beside_their_rows(bundled: CodeBook) -> None:
    """A finding on a code stands at its row, one on a class at its heading, any other in the list of findings."""
    findings = [
        DUPLICATE_CODE.finding("twice <b>", Span(), code=1121),
        LABEL_SLIPPED.finding("slipped", Span(), pattern=ClassPattern("11xx")),
        NUMBER_IN_TEXT.finding("whole", Span()),
        DUPLICATE_CODE.finding("gone", Span(), code=4444),
    ]
    odd = odd_book()
    document = json.loads(odd.to_json()) | {"findings": [json.loads(item.model_dump_json()) for item in findings]}
    tree = tree_of(CodeBook.from_json(json.dumps(document)))
    assert "twice <b>; kept once." in seen(tree.get_element_by_id("1121"))
    assert "slipped" in seen(tree.xpath("//section[@id='11xx']/div")[0])
    listed = seen(tree.get_element_by_id("findings"))
    assert ("whole" in listed, "gone" in listed, "twice" in listed) == (True, True, False)
    assert tree.xpath("//*[@id='findings']//a/@href") == ["#1121", "#11xx"]
    assert tree.xpath("//*[@id='findings']/preceding::dd/a/text()") == ["4"]
    links = tree_of(bundled).xpath("//*[@id='findings']//a/@href")
    assert links == [f"#{finding.code or 6010}" for finding in bundled.findings]


def test_finding_of_an_unknown_rule() -> None:
    """A code book of a later version may have findings that this one has no words for; they are shown."""
    document = json.loads(odd_book().to_json())
    later = Finding(rule="from-the-future", severity="info", message="who knows", action="none")
    document["findings"] = [json.loads(later.model_dump_json())]
    assert "who knows; none." in seen(tree_of(CodeBook.from_json(json.dumps(document))).get_element_by_id("findings"))


def test_changes_are_marked() -> None:
    """What changed since the edition before stands at its row with the words that differ; what is gone in a list."""
    old, new = odd_book(), changed_book()
    tree = tree_of(new, old)
    assert [seen(part) for part in tree.xpath("//*[@id='1100']//ins | //*[@id='1100']//del")] == [
        "Ordinary",
        "Quite ordinary",
    ]
    assert "New" in seen(tree.xpath("//*[@id='1002']/div")[0])
    assert "Description lost" in seen(tree.get_element_by_id("1121"))
    assert tree.get_element_by_id("1121").xpath(".//del/bdi/@lang") == ["ru"]
    changes = seen(tree.get_element_by_id("changes"))
    assert "Changed since odd" in changes
    assert "3301 A" in changes
    marked = tree.xpath("//*[contains(concat(' ', @class, ' '), ' changed ')]/@id")
    assert marked == ["1002", "1100", "1121"]
    told = tree.xpath("//*[contains(@class, 'note') and contains(@class, 'change')] | //tbody/tr")
    assert len(told) == len(compare(old, new).changes)


def test_moved_code() -> None:
    """A move is told with the place before and the place now."""
    before = CodeBook.build(odd_book().edition, [], [PrintedCode(*item) for item in CODES.items()])
    note = tree_of(odd_book(), before).get_element_by_id("1001")
    assert [seen(part) for part in note.xpath(".//del | .//ins")] == ["no class under no parent", "100x under 1000"]


def test_nothing_changed_and_nothing_before() -> None:
    """Equal editions say that nothing changed; a first edition says nothing."""
    assert "Nothing changed." in seen(tree_of(odd_book(), odd_book()).get_element_by_id("changes"))
    assert tree_of(odd_book()).xpath("//*[@id='changes']") == []


def test_corrections_stand_beside_the_texts(bundled: CodeBook) -> None:
    """A correction is a note at its row, with the words that differ, why and by whom; the text stays the vendor's."""
    corrections = apply_corrections(bundled, load_corrections())
    tree = html.document_fromstring(to_page(bundled, corrections=corrections).decode())
    (note,) = tree.xpath("//p[.//span[@data-t='corrected']]")
    assert [seen(part) for part in note.xpath("./del | ./ins")] == ["вызываемым", "вызывающим"]
    assert corrections[1110].reason in seen(note)
    assert corrections[1110].source in seen(note)
    assert [seen(part) for part in tree.xpath("//*[@id='1110']/bdi")] == [bundled[1110].description]


def test_edition_is_named(shared: Path) -> None:
    """The page says which document it is of: version, title, name, sha256, and counts."""
    book = ingest(shared / "documents" / "vpbx-api-2018.pdf")
    tree = tree_of(book)
    assert seen(tree.xpath("//h1")[0]) == "API v 1.10 (24.12.2017)"
    header = seen(tree.xpath("//header")[0])
    facts = ("vpbx-api-2018.pdf", book.edition.name, book.edition.sha256, book.edition.title, "97", "43", "60", "3832")
    assert [fact for fact in facts if str(fact) not in header] == []


def test_places_are_pages_or_lines(bundled: CodeBook, shared: Path) -> None:
    """A row of a text says its line, a row of a PDF its page."""
    assert seen(tree_of(bundled).get_element_by_id("2211").xpath("./small")[0]) == str(bundled[2211].line)
    book = ingest(shared / "documents" / "vpbx-api-2018.pdf")
    assert seen(tree_of(book).get_element_by_id("2211").xpath("./small")[0]) == "44"
