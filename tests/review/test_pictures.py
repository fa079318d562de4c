"""Pictures of the pages of a PDF: of which pages, how large, and that the boxes of records lie on their print."""

from __future__ import annotations

import io
import os
import signal
from functools import cache
from pathlib import Path

import pypdfium2
import pytest
from lxml import html
from PIL import Image

from ingest.document.options import ReadOptions
from ingest.pipeline import draw_pages, ingest, read_book
from ingest.review.marks import Box, boxes_of
from ingest.review.page import to_page
from ingest.review.pictures import MOST_PICTURES, NO_PICTURES, Picture, page_pictures, pages_of
from model import CodeBook
from tests.pdf.pages import HEADER, TABLE, drawn

MOST_BYTES = 1_000_000


@cache
def image_of(picture: Picture) -> Image.Image:
    """The picture in shades of grey."""
    return Image.open(io.BytesIO(picture.content)).convert("L")


def shades(picture: Picture, box: Box) -> tuple[int, int]:
    """The darkest and the lightest shade within a box of the page, from 0 to 255."""
    image = image_of(picture)
    scale = image.width / picture.width
    left, top = round(box.x * scale), round(box.y * scale)
    right, bottom = round((box.x + box.width) * scale), round((box.y + box.height) * scale)
    darkest, lightest = image.crop((left, top, right, bottom)).getextrema()
    assert isinstance(darkest, int)
    assert isinstance(lightest, int)
    return darkest, lightest


def rows_on(tree: html.HtmlElement) -> list[str]:
    """The links of the boxes of a page, in order."""
    return [str(link) for link in tree.xpath("//aside//svg/a/@href")]


def test_boxes_lie_on_the_print(shared: Path) -> None:
    """In the document of 2018, each box holds print, and the margins around the table hold none."""
    path = shared / "documents" / "vpbx-api-2018.pdf"
    book = ingest(path)
    pictures = draw_pages(path, book)
    boxes = boxes_of(book)
    assert list(pictures) == list(boxes) == [43, 44, 45]
    assert len({row for rows in boxes.values() for row in rows}) == 97
    for number, picture in pictures.items():
        found = [shades(picture, box) for places in boxes[number].values() for box in places]
        assert all(darkest < 100 and lightest > 200 for darkest, lightest in found)
        assert shades(picture, Box(0, 0, 30, picture.height)) == (255, 255)


def test_page_of_a_table_of_three_pages_is_small(shared: Path) -> None:
    """Pictures and all, the page of the document of 2018 is under 1 MB."""
    path = shared / "documents" / "vpbx-api-2018.pdf"
    book = ingest(path)
    assert len(to_page(book, pictures=draw_pages(path, book))) < MOST_BYTES


@pytest.mark.parametrize(
    ("edges", "size"), [((20, 30, 380, 560), (360, 530)), ((-50, -50, 450, 650), (400, 600))], ids=["part", "more"]
)
def test_page_that_is_cropped(edges: tuple[int, int, int, int], size: tuple[int, int]) -> None:
    """Where a PDF shows only a part of its sheet, that part is drawn, and read, and the boxes lie on the print."""
    with pypdfium2.PdfDocument(drawn(TABLE)) as document:
        document[0].set_cropbox(*edges)
        file = io.BytesIO()
        document.save(file)
    data = file.getvalue()
    book = read_book(data, "cropped.pdf")
    (picture,) = page_pictures(data, None, pages_of(book)).values()
    assert (picture.width, picture.height) == size
    assert all(shades(picture, box)[0] < 128 for places in boxes_of(book)[1].values() for box in places)


def test_same_bytes_again() -> None:
    """The pictures of a document, and so its page, are the same bytes every time."""
    data = drawn(TABLE)
    assert page_pictures(data, None, [1]) == page_pictures(data, None, [1])


def test_huge_and_tiny_pages_have_the_same_resolution() -> None:
    """The longer side of a picture has as many pixels whatever the size of the page."""
    sizes = []
    for size in ((40, 20), (14_000, 9_000)):
        with pypdfium2.PdfDocument.new() as document:
            document.new_page(*size)
            file = io.BytesIO()
            document.save(file)
        sizes.append(max(image_of(page_pictures(file.getvalue(), None, [1])[1]).size))
    assert sizes == [1684, 1684]


def test_page_of_noise_is_stored_as_a_photograph() -> None:
    """A page of many colours does not make the file huge."""
    noise = Image.effect_noise((250, 1684), 90).convert("RGB")
    file = io.BytesIO()
    noise.save(file, format="PDF")
    (picture,) = page_pictures(file.getvalue(), None, [1]).values()
    assert len(picture.content) < 250 * 1684 / 2


def test_encrypted_document_is_drawn_with_its_password() -> None:
    """The password that opened the document draws its pages; without it, there are none, and no error."""
    from reportlab.lib.pdfencrypt import StandardEncryption

    data = drawn(TABLE, encrypt=StandardEncryption("secret", "owner", strength=128))
    assert list(page_pictures(data, "secret", [1])) == [1]
    assert page_pictures(data, "wrong", [1]) == {}
    assert page_pictures(b"no PDF at all", None, [1]) == {}


def test_only_the_first_pages_are_pictured(monkeypatch: pytest.MonkeyPatch) -> None:
    """A table of more pages than are pictured says so, and its later rows have no boxes."""
    assert MOST_PICTURES == 60
    for module in ("pictures", "page"):
        monkeypatch.setattr(f"ingest.review.{module}.MOST_PICTURES", 2)
    rows = [
        ((100, 80, f"{code}"), (150, 80, "First"), (100, 560, f"{code + 1}"), (150, 560, "Last"))
        for code in (1010, 1020, 1030)
    ]
    data = drawn(
        (*HEADER, (40, 80, "1xxx"), (100, 80, "1000"), (150, 80, "Done"), (100, 560, "1001"), (150, 560, "Last")),
        *((*HEADER, *row) for row in rows),
    )
    book = read_book(data, "long.pdf")
    pictures = page_pictures(data, None, pages_of(book))
    assert (pages_of(book), list(pictures)) == ((1, 2, 3, 4), [1, 2])
    tree = html.document_fromstring(to_page(book, pictures=pictures).decode())
    assert [figure.get("id") for figure in tree.xpath("//figure")] == ["page-1", "page-2"]
    assert "at most: 2" in " ".join(tree.get_element_by_id("print").text_content().split())
    assert rows_on(tree) == ["#1000", "#1001", "#1010", "#1011"]


def test_page_that_cannot_be_drawn() -> None:
    """A page without a picture says so, and the others are shown; without any picture, the page says that."""
    data = drawn(TABLE)
    book = read_book(data, "two.pdf")
    (picture,) = page_pictures(data, None, [1, 2, 99]).values()
    missing = html.document_fromstring(to_page(book, pictures={2: picture}).decode())
    assert "This page could not be drawn." in missing.get_element_by_id("print").text_content()
    assert missing.xpath("//img") == []
    none = html.document_fromstring(to_page(book).decode())
    assert "The pages were not drawn." in none.get_element_by_id("print").text_content()


def test_other_formats_have_no_pictures(bundled: CodeBook, checkout: Path) -> None:
    """A text has no pages to draw, and its review page no place for them."""
    assert draw_pages(checkout / "data" / "sources" / "result-codes.txt", bundled) is NO_PICTURES
    assert html.document_fromstring(to_page(bundled).decode()).xpath("//aside") == []


def test_document_that_changed_meanwhile_is_not_drawn(tmp_path: Path) -> None:
    """Pictures are of the document that was read: of another one, of none, and of too large a one there are none."""
    path = tmp_path / "document.pdf"
    path.write_bytes(drawn(TABLE))
    book = ingest(path)
    assert list(draw_pages(path, book)) == [1]
    assert draw_pages(path, book, ReadOptions(max_bytes=10)) == {}
    path.write_bytes(drawn(TABLE[:-2]))
    assert draw_pages(path, book) == {}
    path.unlink()
    assert draw_pages(path, book) == {}


def test_boxes_link_to_the_rows_of_their_records() -> None:
    """Each row of the table has its boxes, those of a class with its default code on the row of that."""
    data = drawn(TABLE)
    book = read_book(data, "one.pdf")
    tree = html.document_fromstring(to_page(book, pictures=page_pictures(data, None, [1])).decode())
    assert rows_on(tree) == ["#1000", "#1100", "#1101"]
    assert [len(link.xpath("./rect")) for link in tree.xpath("//aside//svg/a")] == [3, 3, 2]


@pytest.mark.skipif(not hasattr(os, "fork"), reason="this system has no forks")
def test_a_page_that_ends_the_process_that_draws_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A page that crashes what draws it costs the pictures, and nothing else."""
    path = tmp_path / "book.pdf"
    path.write_bytes(drawn(TABLE))
    book = ingest(path)
    monkeypatch.setattr("ingest.review.pictures._picture", lambda *_: os.kill(os.getpid(), signal.SIGSEGV))
    assert draw_pages(path, book) is NO_PICTURES
