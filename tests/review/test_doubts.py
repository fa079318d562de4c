"""The page of a document that is not published: each doubt, where it is on the print, and what was not read there."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import pytest
from lxml import html

from ingest.pipeline import read_book
from ingest.publish.catalog import publish
from ingest.publish.doubts import drop_doubts, keep_doubts
from ingest.publish.verification import verify_all
from ingest.review.page import doubts_page, to_page
from ingest.review.pictures import page_pictures, pages_of, pictures_from_json, pictures_to_json
from ingest.review.sight import doubts_of, sight_of, source_lines
from model import CodeBook, Finding, PublicationError, Span
from tests.command import Run, write
from tests.pdf.pages import TABLE, drawn
from tests.review.test_browser import DESKTOP, PHONE, Look, browser, look

if TYPE_CHECKING:
    from playwright.sync_api import Page

__all__ = ["browser", "look"]

pytestmark = pytest.mark.xdist_group("browser")

HEAD: Final = (40, 20, "Users manual, page 1")
BELOW: Final = (40, 400, "A sentence that belongs to no code")
TEXT: Final = (
    "Before the table\n"
    "Page 1\n"
    "Page 2\n"
    "Класс\tКод\tОписание\n"
    "7xxx\t7000\tЗанято\n"
    "\t7001\tСильно\n"
    "\t\tзанято\n"
    "\t7002\tНедоступен\n"
)


NOWHERE: Final = Span()


def doubted(book: CodeBook, *doubts: Finding) -> CodeBook:
    """The code book with doubts in the places of its findings."""
    content = json.loads(book.to_json()) | {"findings": [json.loads(item.model_dump_json()) for item in doubts]}
    return CodeBook.from_json(json.dumps(content))


def doubt(message: str, code: int | None = None, span: Span = NOWHERE) -> Finding:
    """A doubt about the reading for which nothing is published."""
    return Finding(
        rule="doubtful-number", severity="error", about="reading", code=code, message=message, action="none", span=span
    )


@pytest.fixture(scope="module")
def pdf() -> tuple[CodeBook, Any]:
    """A PDF with two doubts, one at a code and one at a place, and the pictures of its page."""
    data = drawn([HEAD, *TABLE, BELOW])
    book = read_book(data, "doubtful.pdf")
    place = doubt("A sentence is left", span=Span(page=1, line=9, box=(40, 395, 200, 405)))
    other = Finding(rule="duplicate-code", severity="warning", message="Twice", action="kept once", code=1000)
    return doubted(book, doubt("1101 could be a number", 1101, book[1101].code_span), place, other), page_pictures(
        data, None, pages_of(book)
    )


def test_only_errors_about_the_reading_are_doubts(pdf: tuple[CodeBook, Any]) -> None:
    """Misprints of the vendor, and warnings, hold nothing up."""
    assert [item.message for item in doubts_of(pdf[0])] == ["1101 could be a number", "A sentence is left"]


def test_what_of_a_page_was_not_read(pdf: tuple[CodeBook, Any]) -> None:
    """Headings are furniture, what no record holds was left out, and doubts are where they say."""
    book, pictures = pdf
    sight = sight_of(book, pictures)[1]
    texts = {line.box: line.text for line in pictures[1].lines}
    assert any("Code" in texts[box] for box in sight.furniture)
    left_out = " ".join(texts[box] for box in sight.left_out)
    assert "A sentence that belongs to no code" in left_out
    assert not any(str(record.code) in left_out for record in book)
    assert len(sight.doubts) == 2


def test_pictures_keep_their_lines_on_the_way(pdf: tuple[CodeBook, Any]) -> None:
    """What the process that draws hands over is what it saw."""
    assert pictures_from_json(pictures_to_json(pdf[1])) == pdf[1]


def test_what_of_a_text_was_not_read() -> None:
    """Lines that come again are furniture, others that no record holds were left out; the table is whole."""
    book = read_book(TEXT.encode(), "a.txt")
    lines = source_lines(doubted(book, doubt("?", 7002, Span(line=8))), TEXT.splitlines())
    found = {line.number: (line.kind, line.row) for line in lines}
    assert found == {
        1: ("left", None),
        2: ("furniture", None),
        3: ("furniture", None),
        4: ("furniture", None),
        5: ("whole", "7000"),
        6: ("whole", "7001"),
        7: ("whole", "7001"),
        8: ("doubt", "7002"),
    }


def test_every_doubt_is_told_with_its_ways(pdf: tuple[CodeBook, Any]) -> None:
    """The number to accept, each doubt, and links to its row and its place; other findings stand apart."""
    tree = html.fromstring(doubts_page(pdf[0], None, pdf[1]))
    section = tree.get_element_by_id("doubts")
    assert "--accept-doubts 2" in section.text_content()
    assert section.xpath(".//a/@href") == ["#1101", "#page-1", "#page-1"]
    assert [item.text_content() for item in tree.xpath("//*[@id='findings']/h3")] == ["About the document"]
    assert "doubted" in tree.get_element_by_id("1101").classes
    assert not html.fromstring(to_page(pdf[0], None, pdf[1])).xpath("//*[@id='doubts']")


@pytest.mark.parametrize("size", [DESKTOP, PHONE])
@pytest.mark.parametrize("kind", ["pdf", "text"])
def test_to_look_at(look: Look, pdf: tuple[CodeBook, Any], kind: str, size: tuple[int, int]) -> None:
    """The marks are on, can be switched off, and lead from the doubt to its row; axe finds nothing serious."""
    from axe_playwright_python.sync_playwright import Axe

    text = doubted(read_book(TEXT.encode(), "a.txt"), doubt("?", 7002, Span(line=8)))
    content = doubts_page(pdf[0], None, pdf[1]) if kind == "pdf" else doubts_page(text, lines=TEXT.splitlines())
    page = look(content, size=size)
    assert page.is_visible("#doubts")
    assert marks(page) == (True, "true")
    violations = Axe().run(page).response["violations"]
    grave = [item for item in violations if item["impact"] in {"serious", "critical"}]
    assert [(item["id"], [node["html"] for node in item["nodes"]]) for item in grave] == []
    page.click("#marks")
    assert marks(page) == (False, "false")
    page.click("#doubts .links a >> nth=0")
    code = "1101" if kind == "pdf" else "7002"
    page.wait_for_selector(f"[id='{code}'][aria-current]")
    assert page.locator("#sheets a.on").first.get_attribute("href") == f"#{code}"


def test_marks_of_a_published_page_can_be_switched_on(look: Look, pdf: tuple[CodeBook, Any]) -> None:
    """They are off at first; on, what was left out is outlined."""
    page = look(to_page(pdf[0], None, pdf[1]))
    assert marks(page) == (False, "false")
    page.click("#marks")
    assert marks(page) == (True, "true")


def marks(page: Page) -> tuple[bool, str | None]:
    """Whether marks can be seen on the print, and what the button says."""
    shown = page.evaluate("""() => [...document.querySelectorAll(".sheet g.left_out, .source .left")]
        .some((item) => item.localName === "g" ? getComputedStyle(item).display !== "none"
            : getComputedStyle(item).outlineStyle !== "none")""")
    return shown, page.get_attribute("#marks", "aria-pressed")


def test_pages_stand_beside_the_editions(tmp_path: Path, bundled: CodeBook) -> None:
    """A page is no edition, is replaced by the next one, and goes when its document is published."""
    publish(bundled, tmp_path)
    first, second = (keep_doubts(tmp_path, "2019", content) for content in (b"old", b"new"))
    assert first == second == tmp_path / ".doubts" / "2019.html"
    assert second.read_bytes() == b"new"
    keep_doubts(tmp_path, bundled.edition.name, b"page")
    assert verify_all(tmp_path) == {tmp_path / "result-codes": []}
    publish(bundled, tmp_path)
    assert [path.name for path in (tmp_path / ".doubts").iterdir()] == ["2019.html"]
    drop_doubts(tmp_path, "2019")
    assert not (tmp_path / ".doubts").exists()


DOUBTFUL: Final = (
    "Класс\tКод\tОписание\n7xxx\t7000\tЗанято\n\t7001\tСильно\n\t7002\t\n\t\tЗанято 7003 Недоступен\n\t7004\tДа\n"
)


def test_a_document_in_doubt_gets_its_page(run: Run) -> None:
    """The refusal names the page; what is published is untouched; published with the number, the page is gone."""
    write("good.txt", TEXT)
    assert run("ingest", "good.txt", "--edition", "2018").code == 0
    write("a.txt", DOUBTFUL)
    refused = run("ingest", "a.txt", "--edition", "2019")
    assert refused.code == 4
    *doubts, error = refused.err.splitlines()
    assert doubts
    assert all(line.startswith("error about the reading: a.txt, line ") for line in doubts)
    assert error.endswith("; to look at: out/.doubts/2019.html [doubtful-reading]")
    assert f"--accept-doubts {len(doubts)}" in error
    page = html.fromstring(Path("out/.doubts/2019.html").read_bytes())
    assert len(page.get_element_by_id("doubts").find_class("error")) == len(doubts)
    assert page.xpath("//ol[@class='source']/li[contains(@class, 'doubt')]")
    assert Path("out/latest").readlink() == Path("2018")
    told = [json.loads(line) for line in run("ingest", "a.txt", "--edition", "2019", "--json").err.splitlines()]
    assert len(told) == len(doubts) + 1
    assert told[-1]["error"] == "doubtful-reading"
    accepted = run(
        "ingest", "a.txt", "--edition", "2019", "--accept-doubts", str(len(doubts)), "--accept-removals", "1"
    )
    assert (accepted.code, accepted.err) == (0, "")
    assert not Path("out/.doubts").exists()


def test_no_link_is_written_through(tmp_path: Path) -> None:
    """A link in the place of the folder is replaced, and what it leads to stays; a bad name is refused."""
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / ".doubts").symlink_to("elsewhere")
    keep_doubts(tmp_path, "2019", b"page")
    assert not list((tmp_path / "elsewhere").iterdir())
    with pytest.raises(PublicationError):
        keep_doubts(tmp_path, "../2019", b"page")
