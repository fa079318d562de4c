"""The review page of ten thousand codes in a browser: how soon it is there, and answers a search."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING

import pytest

from ingest.review.page import to_page
from tests.benchmarks.conftest import Bar, Show, hold
from tests.benchmarks.test_exports import book_of
from tests.browser import started_browser

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

ROUNDS = 7
OPENING = Bar(goal=0.45, bound=0.88)  # measured: 0.59
SEARCHING = Bar(goal=0.07, bound=0.1)
WORDS = ("1", "12", "номер 7", "вызов", "9999", "nothing of that")
OPENED = """() => {
    const { domInteractive } = performance.getEntriesByType("navigation")[0];
    return [domInteractive, performance.getEntriesByName("first-contentful-paint")[0].startTime];
}"""
ANSWERED = """async (words) => {
    const painted = () => new Promise((done) => requestAnimationFrame(() => {
        const { port1, port2 } = new MessageChannel();
        port1.onmessage = done;
        port2.postMessage(0);
    }));
    await painted();
    const begin = performance.now();
    const box = document.getElementById("search");
    box.value = words;
    box.dispatchEvent(new Event("input"));
    await painted();
    return performance.now() - begin;
}"""


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """The browser in which all is measured."""
    with started_browser() as started:
        yield started


def opened(page: Page, file: Path) -> float:
    """How long a page takes from its address to its end, read and painted, in milliseconds."""
    page.goto("about:blank")
    page.goto(file.as_uri())
    while not page.evaluate("performance.getEntriesByName('first-contentful-paint').length"):
        page.wait_for_timeout(5)  # a function to wait for would be made of a string, which the page forbids
    times: list[float] = page.evaluate(OPENED)
    return max(times)


def test_page_of_ten_thousand_codes(show: Show, browser: Browser, tmp_path: Path) -> None:
    """How soon the page opens, and answers a search, beside a bare table of the same rows that is opened.

    The table is what a browser cannot do without: it holds the same codes and texts, without search, classes or links.
    Both are opened in turns, and the medians of several times compared; a search is timed until its answer is painted,
    and the slowest of several words counts.
    """
    book = book_of(10_000)
    ours, bare = tmp_path / "index.html", tmp_path / "table.html"
    ours.write_bytes(to_page(book))
    rows = "".join(f"<tr><td>{record.code:04d}<td>{escape(record.description or '')}" for record in book)
    bare.write_text(f"<!doctype html><meta charset=utf-8><title>Table</title><table>{rows}</table>", encoding="utf-8")
    page = browser.new_page(viewport={"width": 1280, "height": 900}, locale="en-US")
    times = [(opened(page, ours), opened(page, bare)) for _ in range(ROUNDS)]
    opening, reference = (median(side) for side in zip(*times, strict=True))
    page.goto(ours.as_uri())
    answers = {words: median(page.evaluate(ANSWERED, words) for _ in range(ROUNDS)) for words in WORDS}
    slowest = max(answers, key=lambda words: answers[words])
    show(
        f"review page of 10,000 codes ({ours.stat().st_size / 1e6:.1f} MB): open in {opening:.0f} ms, a bare table of "
        f"them in {reference:.0f} ms; a search is answered in {min(answers.values()):.0f} to {answers[slowest]:.0f} ms "
        f"(the slowest: {slowest!r})"
    )
    page.close()
    hold(show, "page of 10,000 codes, opened, to a plain table", opening / reference, OPENING)
    hold(show, "page of 10,000 codes, a search, to a plain table opened", answers[slowest] / reference, SEARCHING)
