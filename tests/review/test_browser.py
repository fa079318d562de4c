"""The review page in a real browser, as a person uses it: reads, searches, asks, follows links, prints."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import pytest

from ingest.review.page import to_page
from model import CodeBook, InvalidCodeError
from tests.benchmarks.test_exports import book_of
from tests.browser import started_browser
from tests.pdf.pages import TABLE, drawn
from tests.review.books import HOSTILE, changed_book, made_up, odd_book, page_of_pdf

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext, Page

# One browser, and one page of the PDF, for all of them.
pytestmark = pytest.mark.xdist_group("browser")

Look = Callable[..., "Page"]

DESKTOP: Final = (1280, 900)
PHONE: Final = (390, 844)
FOUND = """() => [...document.querySelectorAll("#codes .row[id]")]
    .filter((row) => !row.closest("[hidden]") && !row.classList.contains("context")).map((row) => Number(row.id))"""
ALL_ANSWERS = """() => JSON.stringify(Array.from({ length: 10000 }, (_, number) => {
    const { match, code, pattern } = resolve(String(number).padStart(4, "0"));
    return [match, code === null ? null : Number(code), pattern];
}))"""
IN_VIEW = """(row) => {
    const { top, bottom } = row.getBoundingClientRect();
    return top >= document.getElementById("tools").getBoundingClientRect().bottom && bottom <= innerHeight;
}"""


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """The browser of these tests."""
    with started_browser() as started:
        yield started


@pytest.fixture
def look(browser: Browser, tmp_path: Path) -> Iterator[Look]:
    """Opens a review page from disk. No test may see an error, a dialog, or a request for anything else."""
    told: list[str] = []
    contexts: list[BrowserContext] = []

    def open_page(
        content: bytes, fragment: str = "", *, size: tuple[int, int] = DESKTOP, scheme: Any = "light", **options: Any
    ) -> Page:
        file = tmp_path / f"{len(contexts)}.html"
        file.write_bytes(content)
        context = browser.new_context(
            viewport={"width": size[0], "height": size[1]},
            color_scheme=scheme,
            reduced_motion="reduce",
            **{"locale": "en-US"} | options,
        )
        contexts.append(context)
        page = context.new_page()
        page.on("console", lambda message: told.append(f"console: {message.text}"))
        page.on("pageerror", lambda error: told.append(f"error: {error}"))
        page.on("dialog", lambda dialog: told.append(f"dialog: {dialog.message}"))
        page.on("request", lambda request: told.extend(strangers(request.url, file)))
        page.goto(file.as_uri() + fragment)
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert told == []


def strangers(url: str, file: Path) -> list[str]:
    """An address, if it is of anything but the file itself and what is within it."""
    return [] if url.startswith((file.as_uri(), "data:image/webp;base64,")) else [url]


def answer(page: Page, number: str) -> str:
    """What the page says that a number means."""
    page.fill("#number", number)
    return " ".join(page.inner_text("#answer").split())


def codes_found(page: Page, words: str) -> list[int]:
    """The codes that a search leaves."""
    page.fill("#search", words)
    found: list[int] = page.evaluate(FOUND)
    return found


@pytest.fixture(scope="module")
def document(shared: Path) -> bytes:
    """The review page of the PDF of 2018, changes since the bundled edition marked."""
    return page_of_pdf((shared / "documents" / "vpbx-api-2018.pdf").read_bytes(), CodeBook.load())


@pytest.mark.parametrize(
    "words",
    [
        "лимит кампаний",
        "ЛИМИТ",
        "чёрном",
        "черном",
        "22",
        "  занято  удаленной ",
        "zzz",
        '"',
        "кампания",
        "активная кампания",
    ],
)
def test_search_finds_what_the_code_book_finds(look: Look, bundled: CodeBook, words: str) -> None:
    """Search leaves the codes that `CodeBook.search` gives, in any case, е for ё, and says how many."""
    page = look(to_page(bundled))
    expected = sorted(record.code for record in bundled.search(words))
    assert codes_found(page, words) == expected
    assert page.inner_text("#found") == f"Found: {len(expected)}"
    assert page.is_visible("#nothing") == (not expected)


def test_search_shows_classes_above_what_it_finds(look: Look, bundled: CodeBook) -> None:
    """A class is found by its pattern, and stays as a heading above its codes."""
    page = look(to_page(bundled))
    assert codes_found(page, "221x") == [2210]
    # As documents print it: with Cyrillic х, in any case.
    assert codes_found(page, "221\u0445") == codes_found(page, "221\u0425") == [2210]
    page.fill("#search", "дневной лимит")
    assert (
        page.locator(".row:visible").all_inner_texts()[-1].split()
        == "2211 Достигнут дневной лимит использования услуги 53".split()
    )
    assert page.locator(".context:visible .pattern").all_inner_texts() == ["2xxx", "22xx", "221x"]


def test_keys(look: Look, bundled: CodeBook) -> None:
    """A slash goes to the search, Escape clears it, arrows go from row to row."""
    page = look(to_page(bundled))
    page.keyboard.press("/")
    page.keyboard.type("лимит")
    assert page.input_value("#search") == "лимит"
    assert len(page.evaluate(FOUND)) == len(bundled.search("лимит"))
    page.keyboard.press("Escape")
    assert (page.input_value("#search"), page.inner_text("#found")) == ("", "")
    assert page.evaluate(FOUND) == list(bundled.codes)
    page.focus("[id='2211'] a")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowUp")
    assert page.evaluate("document.activeElement.hash") == "#2212"


@pytest.mark.parametrize(
    ("number", "expected"),
    [
        ("2211", "2211 exact Достигнут дневной лимит использования услуги Show in the list"),
        ("2219", "2219 → 2210 unknown, read by class 221x Доступ ограничен периодом использования Show in the list"),
        ("1090", "1090 → 1000 unknown, read by class 1xxx Действие успешно выполнено Show in the list"),
        ("7000", "in no known class Nothing is known about it, and nothing is guessed."),
        ("22x9", "not a code Give a number such as 2219."),
    ],
)
def test_what_does_a_code_mean(look: Look, bundled: CodeBook, number: str, expected: str) -> None:
    """The box answers by the fallback rule, and always says how."""
    assert answer(look(to_page(bundled)), number) == expected


def test_answer_leads_to_the_row(look: Look, bundled: CodeBook) -> None:
    """The link of an answer shows the row, even where a search had hidden it."""
    page = look(to_page(bundled))
    page.fill("#search", "кампаний")
    answer(page, "2219")
    page.click("#answer a")
    page.wait_for_function("location.hash === '#2210'")
    assert page.locator("[id='2210']").evaluate(IN_VIEW)
    assert page.locator("[aria-current]").get_attribute("id") == "2210"


def test_every_number_is_read_as_the_code_book_reads_it(look: Look, bundled: CodeBook) -> None:
    """The function of the page and `CodeBook.resolve` agree on all numbers, of any code book."""
    for book in (bundled, odd_book(), made_up("empty", {0: "Zero", 1000: "Done", 1120: "Limit"})):
        answers = [book.resolve(number) for number in range(10_000)]
        expected = [[item.match, item.code, item.matched_pattern] for item in answers]
        assert json.loads(look(to_page(book)).evaluate(ALL_ANSWERS)) == expected


def test_odd_input_is_read_as_the_code_book_reads_it(look: Look) -> None:
    """Spaces, signs, long numbers and what is no number are taken and refused as by `CodeBook.resolve`."""
    odd = "0 00 -0 -1 +1 10000 02219 1e3 1.0 1000.000 1000. 1000.5 -5.0 0x10 22x9 １０００ NaN null".split()
    odd += ["9" * 18, "9" * 19, "\u0661\u0660\u0660\u0660"]
    odd += [" 1000 ", "\t1000\n", "\xa01000", "10 00", "1000\x00", "\u202e1000"]
    page = look(to_page(odd_book()))
    told = page.evaluate("(odd) => odd.map((text) => resolve(text)).map(({match, code}) => [match, code])", odd)
    assert told == [expected_answer(odd_book(), text) for text in odd]


def expected_answer(book: CodeBook, text: str) -> list[str | None]:
    """How the code book reads a text."""
    try:
        found = book.resolve(text)
    except InvalidCodeError:
        return ["invalid", None]
    return [found.match, None if found.code is None else f"{found.code:04d}"]


@pytest.mark.parametrize(
    ("fragment", "row"), [("#2211", "2211"), ("#6012", "6012"), ("#221x", "2210"), ("#1000", "1000")]
)
def test_link_to_a_code(look: Look, bundled: CodeBook, fragment: str, row: str) -> None:
    """A link to a code or a class opens the page there, the row marked and in view."""
    page = look(to_page(bundled), fragment)
    page.wait_for_function("document.querySelector('[aria-current]')")
    page.wait_for_timeout(50)
    assert page.locator("[aria-current]").get_attribute("id") == row
    assert page.locator(f"[id='{row}']").evaluate(IN_VIEW)


def test_own_link_of_a_row(look: Look, bundled: CodeBook) -> None:
    """The number of a row is the link to it: it gives the address and marks the row alone, without a jump."""
    page = look(to_page(bundled), "#2211")
    page.wait_for_function("document.querySelector('[aria-current]')")
    page.wait_for_timeout(50)
    before = page.evaluate("scrollY")
    page.click("[id='2212'] > a")
    assert page.evaluate("[location.hash, scrollY]") == ["#2212", before]
    marked = "[...document.querySelectorAll('.row')].filter((row) => getComputedStyle(row).backgroundColor === '%s')"
    colour = page.locator("[id='2212']").evaluate("(row) => getComputedStyle(row).backgroundColor")
    assert page.evaluate(f"{marked % colour}.map((row) => row.id)") == ["2212"]


def test_link_into_ten_thousand_codes(look: Look) -> None:
    """A link works too where rows are laid out only when they are seen, and to nothing it does nothing."""
    page = look(to_page(book_of(10_000)), "#8765")
    page.wait_for_timeout(200)
    assert page.locator("[id='8765']").evaluate(IN_VIEW)
    assert codes_found(page, "номер 123") == [code for code in range(10_000) if "123" in f"{code:04d}"]
    page.evaluate("location.hash = '#%zz<b>'")
    assert page.locator("[aria-current]").get_attribute("id") == "8765"


def test_hostile_descriptions(look: Look) -> None:
    """Nothing that stands in a description is run, anywhere that it is shown, and the reader sees all of it."""
    texts = dict(enumerate(HOSTILE, start=1000))
    before = made_up("before", dict.fromkeys(texts, "y z"))
    page = look(to_page(made_up("hostile", dict(texts)), before))
    for code, text in texts.items():
        expected = "".join(letter if letter.isprintable() else f"U+{ord(letter):04X}" for letter in text)
        assert page.locator(f"[id='{code}'] > bdi").text_content() == expected
        answer(page, f"{code}")
        assert page.locator("#answer bdi").text_content() == expected
        page.fill("#search", text)
    assert page.evaluate("window.hacked") is None
    assert page.locator("script").count() == 3
    assert page.is_visible("h1")


def test_page_itself_may_load_nothing(look: Look, bundled: CodeBook, browser: Browser, tmp_path: Path) -> None:
    """The policy holds: scripts, styles, pictures, frames and requests that somebody puts into the page do nothing."""
    file = tmp_path / "changed.html"
    added = (
        "<script>window.hacked = 1</script><style>body { display: none }</style><p style='display: none' id='p'>Text"
        "<img src='https://example.org/a.png'><iframe src='https://example.org/'></iframe></body>"
    )
    file.write_text(to_page(bundled).decode().replace("</body>", added), encoding="utf-8")
    look(file.read_bytes().replace(added.encode(), b"</body>"))
    page = browser.new_page()
    failed: list[str | None] = []
    loaded: list[str] = []
    page.on("requestfailed", lambda request: failed.append(request.failure))
    page.on("requestfinished", lambda request: loaded.append(request.url))
    page.goto(file.as_uri())
    assert page.evaluate("window.hacked") is None
    assert page.is_visible("h1")
    assert page.is_visible("#p")
    assert page.evaluate("fetch('https://example.org/').then(() => 'sent', () => 'refused')") == "refused"
    assert (loaded, set(failed)) == ([file.as_uri()], {"csp"})
    page.close()


def test_findings_and_changes_by_filter(look: Look, document: bytes) -> None:
    """The filters leave only the rows that changed, or those with findings, under their classes."""
    page = look(document)
    page.click("button[value=changed]")
    assert page.evaluate(FOUND) == [1110, 1120, 6010]
    assert page.locator(".change:visible").count() >= 3
    page.click("button[value=noted]")
    assert page.evaluate(FOUND) == [1123, 2000]
    page.fill("#search", "сигнал")
    assert page.evaluate(FOUND) == [1123]
    page.keyboard.press("Escape")
    assert len(page.evaluate(FOUND)) == 97


def test_row_and_print_side_by_side(look: Look, document: bytes) -> None:
    """Choosing a row marks its box in the picture of its page and brings it into view; a box leads to its row."""
    page = look(document)
    assert (
        page.evaluate("[...document.images].map((image) => [image.complete, image.naturalWidth])") == [[True, 1191]] * 3
    )
    page.click("[id='6010'] > bdi")
    box = page.locator("#sheets a.on rect").last
    frame, place = page.locator("#sheets").bounding_box(), box.bounding_box()
    assert frame is not None
    assert place is not None
    assert frame["y"] <= place["y"] <= frame["y"] + frame["height"]
    assert page.locator("#sheets a.on").get_attribute("href") == "#6010"
    page.locator("#sheets a[href='#6000'] rect").last.click()
    page.wait_for_function("location.hash === '#6000'")
    assert page.locator("[aria-current]").get_attribute("id") == "6000"
    assert page.locator("[id='6000']").evaluate(IN_VIEW)


def test_row_and_print_on_a_phone(look: Look) -> None:
    """On a phone a chosen row opens the print below it, both in view; Close puts it away."""
    page = look(page_of_pdf(drawn(TABLE)), size=PHONE)
    page.click("[id='1101'] > bdi")
    row, sheet = page.locator("[id='1101']").bounding_box(), page.locator("#print").bounding_box()
    assert row is not None
    assert sheet is not None
    assert row["y"] + row["height"] <= sheet["y"]
    assert sheet["y"] + sheet["height"] <= PHONE[1] + 1
    page.click("#close")
    assert page.locator("#print").evaluate("(pane) => getComputedStyle(pane).position") == "static"


def test_search_on_a_phone(look: Look, bundled: CodeBook) -> None:
    """What is found on a phone comes into view as one types."""
    page = look(to_page(bundled), size=PHONE)
    page.fill("#search", "дневной лимит")
    page.wait_for_timeout(50)
    assert page.locator("[id='2211']").evaluate(IN_VIEW)


@pytest.mark.parametrize(("locale", "language"), [("ru-RU", "ru"), ("en-US", "en"), ("de-DE", "en")])
def test_language_is_that_of_the_reader(look: Look, bundled: CodeBook, locale: str, language: str) -> None:
    """The interface opens in the language of the browser, and English where it has none for it."""
    page = look(to_page(bundled), locale=locale)
    assert page.get_attribute("html", "lang") == language
    assert page.inner_text("#ask-title").split()[0] == {"ru": "Что", "en": "What"}[language]


def test_language_switch(look: Look, bundled: CodeBook) -> None:
    """The switch changes every word of the interface, and no word of the document."""
    page = look(to_page(bundled))
    texts = page.locator("bdi").all_inner_texts()
    page.click("button[value=ru]")
    assert page.get_attribute("html", "lang") == "ru"
    assert page.inner_text("#codes-title").casefold() == "коды"
    assert page.get_attribute("#search", "placeholder") == "Поиск по кодам и словам"
    assert page.get_attribute("#search", "aria-label") == "Поиск по кодам и словам"
    assert answer(page, "2219").startswith("2219 → 2210 неизвестен, прочитан по классу 221x")
    page.fill("#search", "лимит")
    assert page.inner_text("#found") == "Найдено: 4"
    page.click("button[value=en]")
    page.fill("#search", "")
    page.fill("#number", "")
    assert page.locator("bdi").all_inner_texts() == texts
    assert "What does code" in page.inner_text("#ask-title")


def test_print(look: Look, document: bytes) -> None:
    """On paper all rows and details are there, whatever was searched for, and no controls."""
    page = look(document)
    page.fill("#search", "zzz")
    page.emulate_media(media="print")
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    assert page.locator(".row[id]:visible").count() == 97
    assert page.locator("details:not([open])").count() == 0
    assert page.locator("button:visible, input:visible").count() == 0
    assert page.locator("figure img:visible").count() == 3
    assert page.pdf().startswith(b"%PDF")


@pytest.mark.parametrize("paper", ["A4", "Letter", "A4 landscape"])
def test_each_page_of_the_print_has_a_sheet_of_its_own(look: Look, document: bytes, paper: str) -> None:
    """The last sheets hold one picture each, whole, with its caption; no sheet holds a caption alone."""
    import pypdfium2
    from pypdfium2.raw import FPDF_PAGEOBJ_IMAGE

    content = look(document).pdf(format=paper.split(maxsplit=1)[0], landscape="landscape" in paper)
    sheets = []
    with pypdfium2.PdfDocument(content) as printed:
        for sheet in printed:
            captions = re.findall(r"^Page ([0-9]+)", sheet.get_textpage().get_text_bounded(), re.MULTILINE)
            # A picture that is cut in two stands on two sheets.
            sheets.append((captions, len(list(sheet.get_objects(filter=[FPDF_PAGEOBJ_IMAGE])))))
    assert sheets[-3:] == [(["43"], 1), (["44"], 1), (["45"], 1)]
    assert not any(pictures or captions for captions, pictures in sheets[:-3])


def test_without_scripts(look: Look, document: bytes) -> None:
    """A browser that runs no scripts shows the whole document, and no control that would do nothing."""
    page = look(document, java_script_enabled=False)
    assert page.locator(".row:visible").count() == 97
    assert page.locator("figure img:visible").count() == 3
    assert page.locator("button:visible, input:visible").count() == 0


def test_nothing_is_wider_than_a_phone(look: Look, document: bytes) -> None:
    """On a phone nothing must be scrolled sideways."""
    for content in (document, to_page(changed_book(), odd_book())):
        page = look(content, size=(320, 640))
        page.evaluate("for (const item of document.querySelectorAll('details')) item.open = true")
        assert page.evaluate("document.documentElement.scrollWidth") == 320


@pytest.mark.parametrize(("scheme", "size"), [("light", DESKTOP), ("dark", DESKTOP), ("light", PHONE), ("dark", PHONE)])
def test_everybody_can_use_it(look: Look, document: bytes, scheme: str, size: tuple[int, int]) -> None:
    """axe-core finds nothing serious: contrast in light and dark, names, roles, order; with and without a search."""
    from axe_playwright_python.sync_playwright import Axe

    page = look(document, "#2211", scheme=scheme, size=size)
    answer(page, "2219")
    for words in ("", "лимит"):
        page.fill("#search", words)
        violations = Axe().run(page).response["violations"]
        grave = [item for item in violations if item["impact"] in {"serious", "critical"}]
        assert [(item["id"], [node["html"] for node in item["nodes"]]) for item in grave] == []
