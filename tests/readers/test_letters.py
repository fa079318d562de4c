"""Letters at their places, as pdfminer, mutool and PyMuPDF write those of a PDF: as the PDF itself is read."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from model import InputError
from tests.readers.seen import read

WIDE, HIGH, STEP = 500.0, 400.0, 5.0
ROWS = (("1xxx", 20.0, 100.0), ("1000", 60.0, 100.0), ("Не отвечает", 100.0, 100.0), ("Веб\u00adсокет", 100.0, 115.0))
"""Texts, where they begin, and their base lines, across and down a page that is read."""


def _letters() -> Iterator[tuple[str, float, float, float]]:
    """Each letter of the texts: where it begins, its base line, and how wide it is: no two in a row are alike."""
    for text, left, base in ROWS:
        for place, letter in enumerate(text):
            yield letter, left + STEP * place, base, STEP - place % 3 * 0.1


def _of_pdfminer(turn: int) -> str:
    """As pdfminer writes them, in lines of one letter on pages that are turned; spaces without places are its own."""
    texts = []
    for letter, left, base, width in _letters():
        lower, upper = HIGH - base - 2.0, HIGH - base + 8.0
        boxes = {
            0: (left, lower, left + width, upper),
            90: (base - 8.0, left, base + 2.0, left + width),
            270: (HIGH - base - 2.0, WIDE - left - width, HIGH - base + 8.0, WIDE - left),
        }
        box = ",".join(f"{number:.3f}" for number in boxes[turn])
        texts.append(f'<textline bbox="{box}"><text font="A" bbox="{box}" size="10">{letter}</text></textline>')
    size = f"{WIDE},{HIGH}" if turn == 0 else f"{HIGH},{WIDE}"
    drawn = '<line linewidth="1" bbox="10,280,400,280" /><rect linewidth="1" bbox="10,290,400,330" />'
    page = f'<page id="1" bbox="0,0,{size}" rotate="0"><textbox id="0" bbox="0,0,1,1">{"".join(texts)}</textbox>'
    return f'<?xml version="1.0" encoding="utf-8" ?>\n<pages>\n{page}<text> </text>{drawn}</page>\n</pages>'


def _of_mutool(turn: int) -> str:
    """As mutool writes them, with the directions of lines, rounded as it does."""
    letters = []
    for letter, left, base, width in _letters():
        x, y = {0: (left, base), 90: (base, WIDE - left), 270: (HIGH - base, left)}[turn]
        across, down = {0: (width, 0.0), 90: (0.0, -width), 270: (0.0, width)}[turn]
        corners = f"{x} {y - 8} {x + across} {y - 8 + down} {x} {y} {x + across} {y + down}"
        letters.append(f'<char quad="{corners}" x="{x}" y="{y}" color="#000000" c="&#x{ord(letter):x};"/>')
    way = {0: "1 0", 90: "-.00000000000000018 -1", 270: "0 1"}[turn]
    size = (WIDE, HIGH) if turn == 0 else (HIGH, WIDE)
    line = f'<line bbox="0 0 1 1" wmode="0" dir="{way}"><font name="A" size="10">{"".join(letters)}</font></line>'
    return (
        f'<?xml version="1.0"?>\n<document name="a.pdf"><page id="page1" width="{size[0]}" height="{size[1]}">'
        f'<block bbox="0 0 1 1">{line}</block></page></document>'
    )


def _of_pymupdf(turn: int) -> str:
    """As PyMuPDF writes those of a page: as mutool, without anything around."""
    return _of_mutool(turn).split("\n")[1].replace('<document name="a.pdf">', "").replace("</document>", "")


@pytest.mark.parametrize("turn", [0, 90, 270])
@pytest.mark.parametrize("written", [_of_pdfminer, _of_mutool, _of_pymupdf])
def test_letters_make_words(written: object, turn: int) -> None:
    """Parted by spaces, in lines by their base lines; on turned pages too. A soft hyphen is one that is drawn."""
    found = read(written(turn))  # type: ignore[operator]
    assert found.layout == "page"
    assert [(word.text, word.line, round(word.x0), round(word.base)) for word in found.words] == [
        *(("1xxx", 0, 20, 100), ("1000", 0, 60, 100), ("Не", 0, 100, 100), ("отвечает", 0, 115, 100)),
        ("Веб-сокет", 1, 100, 115),
    ]


def test_lines_that_pdfminer_gives_are_rules() -> None:
    """From the top of the page; boxes are their edges above and below."""
    assert [(rule.y0, rule.y1) for rule in read(_of_pdfminer(0)).rules] == [(70, 70), (110, 110), (120, 120)]


def _bare(text: str) -> str:
    """A page of pdfminer with a text."""
    page = f'<page id="1" bbox="0,0,5,5" rotate="0">{text}</page>'
    return f'<?xml version="1.0" encoding="utf-8" ?>\n<pages>\n{page}\n</pages>'


def test_pages_without_letters_are_told() -> None:
    """As pdfminer writes those of a scan."""
    with pytest.raises(InputError, match=r"give the PDF itself \[no-text\]"):
        read(_bare("<text> </text>"))


@pytest.mark.parametrize(
    "page",
    [
        _bare('<text font="A" bbox="1,2,x,4" size="10">1</text>'),
        _bare('<text size="10">1</text>'),
        _of_mutool(0).replace('quad="20.0', 'quad="'),
        _of_mutool(0).replace('y="100.0"', ""),
        _of_mutool(0).replace('size="10"', ""),
        _of_mutool(0).replace('width="500.0"', ""),
    ],
    ids=["box", "no box", "corners", "base line", "size", "page"],
)
def test_letters_without_places_are_told(page: str) -> None:
    """Nothing of a damaged copy is lost without a word."""
    with pytest.raises(InputError, match=r"a letter has no place.*\[damaged-html\]"):
        read(page)
