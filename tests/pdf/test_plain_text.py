"""The plain text of pages, by which those of the table are chosen: its lines must end."""

from __future__ import annotations

import pytest

from ingest.readers.pdf.source import _plain_text


class Text:
    """What pdfium says of a page: within its bounds, and everywhere."""

    def __init__(self, bounded: str) -> None:
        self.bounded = bounded

    def get_text_bounded(self) -> str:
        """The text within the page."""
        return self.bounded

    def get_text_range(self) -> str:
        """All text, beyond the page too."""
        return "1xxx 1000 Done\r\nbeyond the page"


@pytest.mark.parametrize(
    ("bounded", "plain"),
    [
        ("1xxx 1000 Done\r\n1001 Gone", "1xxx 1000 Done\n1001 Gone"),
        ("1xxx 1000 Done1001 Gone" * 10, "1xxx 1000 Done\nbeyond the page"),  # turned text, its line ends left out
        ("", ""),  # nothing is seen on the page
    ],
)
def test_lines_of_turned_text_end(bounded: str, plain: str) -> None:
    """Where pdfium leaves line ends out, it is asked for all text: otherwise only for what is on the page."""
    assert _plain_text(None, Text(bounded)) == plain
