"""A real browser for the tests of the review page: the Chromium of the system, driven by Playwright."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

import pytest

from tests.pdf.layouts import chromium

if TYPE_CHECKING:
    from playwright.sync_api import Browser

OPTIONS = (
    "--no-sandbox",  # the tests may run as root
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--no-first-run",
)


@contextmanager
def started_browser() -> Iterator[Browser]:
    """A browser for the time of the block; without one the test is skipped, but fails where nobody would see that."""
    command = chromium()
    if command is None:
        reason = "Chromium is not installed"
        if os.environ.get("CI") == "true":
            pytest.fail(reason)
        pytest.skip(reason)
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=command, args=list(OPTIONS))
        try:
            yield browser
        finally:
            browser.close()
